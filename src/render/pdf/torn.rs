//! Lines that stay loose.
//!
//! Han stand side by side. Where a line cannot be filled otherwise, because a number keeps
//! its unit or an address its words, the pack is laid out again with the lines of that
//! paragraph set a little tighter if need be, and its addresses divided anywhere; the
//! typesetter remembers all other paragraphs.
//!
//! Belongs here: finding out which paragraphs these are.
//! Does not belong here: how much tighter (`looks.typ`), where an address may be divided
//! (`latin`).

use std::collections::BTreeMap;

use typst::model::Document;
use typst_layout::{Page, PagedDocument};

use super::gaps;
use super::proof::{lines, setting};
use crate::compose::Inline;

/// From here on a line of Han is set as if it were not solid, in ems: what half a character
/// leaves in a line of the width of ten.
const WIDE: f64 = 0.05;

/// What a paragraph is known by: its letters and figures.
pub(super) type Key = String;

/// What a paragraph of these inlines is known by.
pub(super) fn key(inlines: &[Inline]) -> Key {
    let mut key = Key::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => key.extend(run.text.chars().filter(counts)),
            Inline::Link { inlines, .. } => key.push_str(&self::key(inlines)),
            _ => {}
        }
    }
    key
}

/// The paragraphs with a line whose Han stand further apart than [`WIDE`] when the gaps
/// beside Latin have taken what they can, and how far, in ems.
pub(super) fn find(pages: &PagedDocument) -> BTreeMap<Key, f64> {
    if !pages.pages().iter().any(|page| gaps::stays_loose(&page.frame, WIDE)) {
        return BTreeMap::new();
    }
    let widened = pages.pages().iter().map(|page| Page {
        frame: gaps::widened(&page.frame).unwrap_or_else(|| page.frame.clone()),
        ..page.clone()
    });
    let widened = PagedDocument::new(widened.collect(), pages.info().clone());
    let lines = lines::read(&widened);
    let torn = setting::paragraphs(&lines).into_iter().filter_map(|paragraph| {
        let filled = paragraph.split_last()?.1;
        let apart = filled.iter().map(|line| setting::apart(line)).fold(0.0, f64::max);
        let words = || paragraph.iter().map(|line| line.words()).collect::<String>();
        let key = || words().chars().filter(counts).collect::<Key>();
        (apart > WIDE).then(|| (key(), apart))
    });
    torn.collect()
}

/// Marks, spaces and the signs of notes are not the same before and after setting.
fn counts(c: &char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit()
}
