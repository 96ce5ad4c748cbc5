//! Signs of a markup language.

use super::{Edit, View};
use crate::source::Markup;

/// Drops what the reader of the source marked as signs of its markup: `##`, `**`, `|`.
///
/// They say how the text is built, and the hints keep saying it. Signs inside signs are
/// dropped once.
pub fn markup(view: &View) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for hint in view.hints.iter().filter(|hint| hint.says == Markup::Syntax) {
        let start = hint.range.start.max(edits.last().map_or(0, |edit| edit.range.end));
        if start < hint.range.end {
            edits.push(Edit::drop(start..hint.range.end));
        }
    }
    edits
}
