//! Which characters a face has.

use typst::text::Font;

/// The characters of a face: one bit for each up to U+3FFFF, where the last Han stand.
#[derive(Debug)]
pub(super) struct Coverage {
    bits: Vec<u64>,
}

const LAST: u32 = 0x3FFFF;

impl Coverage {
    /// What the typesetter found in the character map of a face.
    pub(super) fn of(font: &Font) -> Coverage {
        let mut bits = vec![0; (LAST as usize + 1) / 64];
        for c in font.info().coverage.iter().filter(|c| *c <= LAST) {
            bits[c as usize / 64] |= 1 << (c % 64);
        }
        Coverage { bits }
    }

    /// Whether the face has `c`.
    pub(super) fn contains(&self, c: char) -> bool {
        let c = c as u32;
        c <= LAST && self.bits[c as usize / 64] >> (c % 64) & 1 == 1
    }
}

/// Whether `c` leaves no mark of its own on paper: line ends, joiners, variation
/// selectors, direction marks.
pub(super) fn is_never_drawn(c: char) -> bool {
    matches!(c,
        '\n' | '\t' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
