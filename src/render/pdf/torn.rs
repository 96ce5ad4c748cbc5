//! Lines that an address tears open.
//!
//! The words of an address stay whole as long as its line bears it. Where a line beside one
//! is loose, the pack is laid out again with the addresses of that paragraph divided
//! anywhere; the typesetter remembers all other paragraphs.
//!
//! Belongs here: finding out which paragraphs these are.
//! Does not belong here: where an address may be divided (`latin`).

use std::collections::BTreeSet;

use typst_layout::PagedDocument;

use super::proof::{lines, setting};
use crate::compose::Inline;

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

/// Which of these paragraphs have a loose line.
pub(super) fn find(pages: &PagedDocument, addressed: &BTreeSet<Key>) -> BTreeSet<Key> {
    if addressed.is_empty() {
        return BTreeSet::new();
    }
    let lines = lines::read(pages);
    let torn = setting::paragraphs(&lines).into_iter().filter_map(|paragraph| {
        let filled = paragraph.split_last()?.1;
        let words = || paragraph.iter().map(|line| line.words()).collect::<String>();
        let key = || words().chars().filter(counts).collect::<Key>();
        filled.iter().any(|line| setting::apart(line) > setting::LOOSE).then(key)
    });
    torn.filter(|key| addressed.contains(key)).collect()
}

/// Marks, spaces and the signs of notes are not the same before and after setting.
fn counts(c: &char) -> bool {
    c.is_alphabetic() || c.is_ascii_digit()
}
