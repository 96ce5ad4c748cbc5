//! Spaces of odd width.

use super::{Edit, View};

/// Turns no-break, thin and other odd spaces into the plain one.
///
/// The ideographic space (U+3000) stays: authors indent with it and part the halves of a
/// title.
///
/// ```
/// # use briefpack::clean::{apply, spaces};
/// assert_eq!(apply(spaces, "12月7日\u{A0}云溪"), "12月7日 云溪");
/// assert_eq!(apply(spaces, "　　会议指出"), "　　会议指出");
/// ```
pub fn spaces(view: &View) -> Vec<Edit> {
    let bytes = view.text.as_bytes();
    let mut edits = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        let length = match (byte, &bytes[at + 1..]) {
            (0xC2, [0xA0, ..]) => 2,                     // U+00A0
            (0xE1, [0x9A, 0x80, ..]) => 3,               // U+1680
            (0xE2, [0x80, 0x80..=0x8A | 0xAF, ..]) => 3, // U+2000 to U+200A, U+202F
            (0xE2, [0x81, 0x9F, ..]) => 3,               // U+205F
            _ => continue,
        };
        edits.push(Edit::replace(at..at + length, " "));
    }
    edits
}
