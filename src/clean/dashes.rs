//! Dashes: one sign, two cells wide.

use super::context::{letter_after, letter_before};
use super::{Edit, View};
use crate::han::is_han;

/// Turns a makeshift dash between Chinese words into `——`.
///
/// GB/T 15834—2011, 4.10: two cells in one stroke. Typists make do with two hyphens, with
/// full-width hyphens or with signs for drawing boxes. A single `—` between places or
/// numbers is the sign for a span (连接号) and stays; a run of four and more is a rule
/// across the page.
///
/// ```
/// # use briefpack::clean::{apply, dashes};
/// assert_eq!(apply(dashes, "一件大事--区委全会侧记"), "一件大事——区委全会侧记");
/// assert_eq!(apply(dashes, "北京—上海，cargo --help"), "北京—上海，cargo --help");
/// ```
pub fn dashes(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let text = view.text;
    view.runs(b"-\xE2\xEF", stroke)
        .filter(|place| {
            let run = &text[place.clone()];
            run.len() <= 9
                && run != "——"
                && (2..=3).contains(&run.chars().count())
                && run.chars().all(|c| run.starts_with(c) && c != '—')
                && letter_after(text, place.end).is_some_and(is_han)
                && letter_before(text, place.start)
                    .is_none_or(|c| is_han(c) || c.is_ascii_digit())
        })
        .map(|place| Edit::replace(place, "——"))
        .collect()
}

/// How many bytes the stroke at the start of `bytes` has.
fn stroke(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'-', ..] => Some(1),
        // — ― ─ －
        [0xE2, 0x80, 0x94 | 0x95, ..]
        | [0xE2, 0x94, 0x80, ..]
        | [0xEF, 0xBC, 0x8D, ..] => Some(3),
        _ => None,
    }
}
