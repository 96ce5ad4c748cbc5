//! Interpuncts (间隔号).

use super::{Edit, View};
use crate::han::is_han;

/// Turns bullets and katakana dots between two Han characters into `·`.
///
/// GB/T 15834—2011, 4.14: U+00B7, half a cell wide, in foreign names and titles. A bullet
/// at the start of a line or beside a space is a bullet.
///
/// ```
/// # use briefpack::clean::{apply, interpuncts};
/// assert_eq!(apply(interpuncts, "《云溪•四季》安娜・林"), "《云溪·四季》安娜·林");
/// assert_eq!(apply(interpuncts, "•甲\n• 乙"), "•甲\n• 乙");
/// ```
pub fn interpuncts(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let (text, bytes) = (view.text, view.text.as_bytes());
    let mut edits = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        // • ‧ ∙ ⋅ ・ ･
        let is_dot = matches!(
            (byte, &bytes[at + 1..]),
            (0xE2, [0x80, 0xA2 | 0xA7, ..] | [0x88, 0x99, ..] | [0x8B, 0x85, ..])
                | (0xE3, [0x83, 0xBB, ..])
                | (0xEF, [0xBD, 0xA5, ..])
        );
        if is_dot
            && text[..at].chars().next_back().is_some_and(is_han)
            && text[at + 3..].chars().next().is_some_and(is_han)
        {
            edits.push(Edit::replace(at..at + 3, "·"));
        }
    }
    edits
}
