//! Characters that nobody sees and nobody typed.

use super::forms::plain;
use super::{Edit, View};

/// Drops control characters, zero-width spaces and joiners, soft hyphens, marks of the
/// writing direction and byte order marks inside the text.
///
/// A joiner between two signs that are neither Han nor Latin stays: emoji and some scripts
/// are spelled with it. Line breaks and tabs stay.
///
/// ```
/// # use briefpack::clean::{apply, invisible};
/// assert_eq!(apply(invisible, "云\u{200B}溪\u{FEFF}区\u{AD}委\u{7}"), "云溪区委");
/// assert_eq!(apply(invisible, "👩\u{200D}🌾"), "👩\u{200D}🌾");
/// ```
pub fn invisible(view: &View) -> Vec<Edit> {
    let text = view.text;
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    for (at, &byte) in bytes.iter().enumerate() {
        // The first bytes of all invisible characters.
        if !(byte < 0x20 || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE1 | 0xE2 | 0xEF)) {
            continue;
        }
        let Some(c) = text[at..].chars().next() else { continue };
        if is_invisible(c) && !joins_signs(view, at, c) {
            edits.push(Edit::drop(at..at + c.len_utf8()));
        }
    }
    edits
}

/// Whether `c` shows nothing and takes no room.
pub(super) fn is_invisible(c: char) -> bool {
    match c {
        '\n' | '\t' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => false,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => true,
        '\u{FFF9}'..='\u{FFFC}' => true,
        _ => c.is_control(),
    }
}

/// Whether `c` joins two signs. What a later pass turns into a plain space, a letter or a
/// Han character is none.
fn joins_signs(view: &View, at: usize, c: char) -> bool {
    let text = view.text;
    let is_sign = |c: Option<char>| {
        c.is_some_and(|c| {
            !c.is_ascii()
                && !c.is_whitespace()
                && !crate::han::is_cjk_letter(c)
                && !is_invisible(c)
                && plain(c, view.traits).is_none()
        })
    };
    matches!(c, '\u{200C}' | '\u{200D}')
        && is_sign(text[..at].chars().next_back())
        && is_sign(text[at + c.len_utf8()..].chars().next())
}
