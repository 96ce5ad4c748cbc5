//! Which characters a face has.

/// The characters of a face: one bit for each up to U+3FFFF, where the last Han stand.
#[derive(Debug)]
pub(super) struct Coverage {
    bits: Vec<u64>,
}

const LAST: u32 = 0x3FFFF;

impl Coverage {
    /// Reads the character map of face `index` of a font file. A file without one has
    /// no characters.
    pub(super) fn of(bytes: &[u8], index: u32) -> Coverage {
        let mut bits = vec![0; (LAST as usize + 1) / 64];
        let face = ttf_parser::Face::parse(bytes, index);
        let map = face.as_ref().ok().and_then(|face| face.tables().cmap);
        for table in map.into_iter().flat_map(|map| map.subtables) {
            if !table.is_unicode() {
                continue;
            }
            table.codepoints(|c| {
                if c <= LAST && table.glyph_index(c).is_some_and(|glyph| glyph.0 != 0) {
                    bits[c as usize / 64] |= 1 << (c % 64);
                }
            });
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
