//! Ellipses: one sign, two cells wide, six dots.

use super::context::{letter_after, letter_before};
use super::{Edit, View};
use crate::han::is_han;

/// Turns every makeshift ellipsis in Chinese text into `……`.
///
/// GB/T 15834—2011, 4.11: six dots on two cells. Typists make do with three full stops,
/// Chinese or Latin, with middle dots, or with half the sign. A run behind a Latin
/// word or a number is left alone: it belongs to a formula, a path or an English sentence. Twelve
/// dots stand for a whole omitted paragraph and stay; longer runs are the leaders of a
/// table of contents.
///
/// ```
/// # use briefpack::clean::{apply, ellipsis};
/// assert_eq!(apply(ellipsis, "他说。。。"), "他说……");
/// assert_eq!(apply(ellipsis, "第1...9条"), "第1...9条");
/// assert_eq!(apply(ellipsis, "目标……………………12"), "目标……………………12");
/// ```
pub fn ellipsis(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let text = view.text;
    view.runs(b".\xC2\xE2\xE3", dot)
        .filter(|run| {
            is_makeshift(&text[run.clone()]) && stands_in_chinese(text, run.clone())
        })
        .map(|run| Edit::replace(run, "……"))
        .collect()
}

/// How many bytes the dot at the start of `bytes` has: `.`, `。`, `…`, `⋯` or `·`.
fn dot(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'.', ..] => Some(1),
        [0xC2, 0xB7, ..] => Some(2),
        [0xE3, 0x80, 0x82, ..] | [0xE2, 0x80, 0xA6, ..] | [0xE2, 0x8B, 0xAF, ..] => {
            Some(3)
        }
        _ => None,
    }
}

fn is_makeshift(run: &str) -> bool {
    // Most runs are one full stop; the longest of nine dots has 27 bytes.
    if run == "。" || !(3..=27).contains(&run.len()) {
        return false;
    }
    let ones = run.chars().filter(|c| matches!(c, '.' | '。' | '·')).count();
    let threes = run.chars().count() - ones;
    let of_one_kind = run.chars().all(|c| c == '…')
        || run.chars().all(|c| c == '⋯')
        || ["...", "。。。", "···"].iter().any(|kind| run.starts_with(kind))
        || (threes > 0 && run.chars().all(|c| matches!(c, '…' | '.')));
    of_one_kind && run != "……" && (3..=9).contains(&(3 * threes + ones))
}

/// Whether the words around are Chinese: those before, or those behind where nothing is
/// before.
fn stands_in_chinese(text: &str, run: std::ops::Range<usize>) -> bool {
    letter_before(text, run.start)
        .or_else(|| letter_after(text, run.end))
        .is_some_and(is_han)
}
