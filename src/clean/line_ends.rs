//! Line ends: one sign, `\n`.

use super::{Edit, View};

/// Turns every way of ending a line into `\n`.
///
/// Windows ends a line with two characters, old Macs with the other one, page breaks and
/// the two separators of Unicode end one as well.
///
/// ```
/// # use briefpack::clean::{apply, line_ends};
/// assert_eq!(apply(line_ends, "甲\r\n乙\r丙\u{2028}丁\u{C}"), "甲\n乙\n丙\n丁\n");
/// ```
pub fn line_ends(view: &View) -> Vec<Edit> {
    let bytes = view.text.as_bytes();
    let mut edits = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {
                edits.push(Edit::drop(at..at + 1));
            }
            b'\r' | b'\x0B' | b'\x0C' => edits.push(Edit::replace(at..at + 1, "\n")),
            // U+2028 and U+2029.
            0xE2 if matches!(bytes[at + 1..], [0x80, 0xA8 | 0xA9, ..]) => {
                edits.push(Edit::replace(at..at + 3, "\n"));
            }
            // U+0085.
            0xC2 if bytes.get(at + 1) == Some(&0x85) => {
                edits.push(Edit::replace(at..at + 2, "\n"));
            }
            _ => {}
        }
    }
    edits
}
