//! Signs of a markup language.

use super::{Edit, View};
use crate::source::Markup;

/// Drops what the reader of the source marked as signs of its markup: `##`, `**`, `|`.
///
/// They say how the text is built, and the hints keep saying it. Signs inside signs are
/// dropped once. What ends a line becomes the end of one.
pub fn markup(view: &View) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    for hint in view.hints {
        let start = hint.range.start.max(edits.last().map_or(0, |edit| edit.range.end));
        if start >= hint.range.end {
            continue;
        }
        match hint.says {
            Markup::Syntax => edits.push(Edit::drop(start..hint.range.end)),
            Markup::Break => edits.push(Edit::replace(start..hint.range.end, "\n")),
            Markup::Gap => edits.push(Edit::replace(start..hint.range.end, " ")),
            _ => {}
        }
    }
    edits
}
