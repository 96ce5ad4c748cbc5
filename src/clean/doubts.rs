//! Characters that no rule may guess at: reported, and kept as they are.

use super::inventory::Inventory;
use crate::diag::{Diagnostic, Notes, Say, say};
use crate::source::Source;

/// Reports replacement and private-use characters, one doubt a kind, at its first place.
pub(super) fn characters(source: &Source, inventory: &Inventory, notes: &mut Notes) {
    report(
        source,
        inventory,
        notes,
        "clean/lost-character",
        |c| c == '\u{FFFD}',
        |n| {
            say(
                format!("有 {n} 处文字在来稿里已经丢失（U+FFFD）"),
                format!(
                    "characters were lost before the text came here (U+FFFD), {n} places"
                ),
            )
        },
    );
    report(
        source,
        inventory,
        notes,
        "clean/private-character",
        |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}'),
        |n| {
            say(
                format!("有 {n} 处自造字，别的机器上显示不出来"),
                format!("{n} private-use characters, which no other machine can show"),
            )
        },
    );
}

fn report(
    source: &Source,
    inventory: &Inventory,
    notes: &mut Notes,
    code: &'static str,
    is_one: fn(char) -> bool,
    message: fn(usize) -> Say,
) {
    if !inventory.any(is_one) {
        return;
    }
    let mut places = source.text.char_indices().filter(|&(_, c)| is_one(c));
    let Some((at, c)) = places.next() else { return };
    let doubt = Diagnostic::doubt(code, message(1 + places.count()))
        .at(&source.name, &source.text, at..at + c.len_utf8())
        .help(
            "对照原件，在来稿里改成正确的字",
            "compare with the original and type the right character into the source",
        );
    notes.push(doubt);
}
