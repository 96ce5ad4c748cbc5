//! What a file may ask of its reader.
//!
//! Belongs here: how deep brackets may nest and how much may be drawn, so that no file
//! ends the program or keeps it for hours.
//! Does not belong here: what is said to the editor (`pdf`).

/// How deep arrays and dictionaries may nest. The reader of PDF calls itself for each of
/// them and takes less than 100 bytes of the stack; no program nests them a hundred deep.
const DEEPEST: usize = 5_000;

/// The brackets that are open, while the bytes of a file come in.
///
/// Brackets are counted wherever they stand, also in strings and pictures, because a
/// broken file is read from any place. There those that open and those that close keep
/// the balance within a thousand, and every object begins anew.
#[derive(Debug, Clone, Default)]
pub(super) struct Brackets {
    depth: usize,
    /// The last byte, where it is the first half of `<<` or `>>`.
    half: u8,
    /// How much of [`OBJECT_END`] stands before the next byte.
    ended: usize,
}

/// The word behind an object.
const OBJECT_END: &[u8] = b"endobj";

impl Brackets {
    /// Takes `bytes` in. Returns whether they nest too deep.
    pub(super) fn nest_too_deep(&mut self, bytes: &[u8]) -> bool {
        bytes.iter().any(|&byte| {
            let is_pair = std::mem::take(&mut self.half) == byte;
            match byte {
                b'[' => self.depth += 1,
                b']' => self.depth = self.depth.saturating_sub(1),
                b'<' if is_pair => self.depth += 1,
                b'>' if is_pair => self.depth = self.depth.saturating_sub(1),
                b'<' | b'>' => self.half = byte,
                _ => {}
            }
            self.ended = match byte {
                _ if byte == OBJECT_END[self.ended] => self.ended + 1,
                b'e' => 1,
                _ => 0,
            };
            if self.ended == OBJECT_END.len() {
                (self.depth, self.ended) = (0, 0);
            }
            self.depth > DEEPEST
        })
    }
}

/// Whether arrays and dictionaries nest too deep in the bytes of a file or of what a page
/// draws.
pub(super) fn nests_too_deep(bytes: &[u8]) -> bool {
    Brackets::default().nest_too_deep(bytes)
}

/// How much may still be drawn: letters, lines, pictures, and what they are cut to.
///
/// Parts of a page may be drawn by many others, each of them by many more: a file of a few
/// lines can draw without an end.
#[derive(Debug)]
pub(super) struct Allowance(usize);

impl Allowance {
    /// A full page has 2000 letters; a map has hundreds of thousands of lines.
    const FOR_A_PAGE: usize = 5_000;
    const FOR_A_FILE: usize = 1_000_000;

    pub(super) fn of(pages: usize) -> Allowance {
        Allowance(Self::FOR_A_FILE + pages * Self::FOR_A_PAGE)
    }

    /// Takes one thing drawn from it.
    ///
    /// # Panics
    /// Nothing is left: without a word, and with [`Spent`], which the caller of the reader
    /// catches, because the reader itself cannot be told to stop.
    pub(super) fn take(&mut self) {
        match self.0.checked_sub(1) {
            Some(left) => self.0 = left,
            None => std::panic::resume_unwind(Box::new(Spent)),
        }
    }
}

/// That nothing is left of an [`Allowance`].
#[derive(Debug)]
pub(super) struct Spent;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_counted_within_an_object() {
        let deep = |open: &str, close: &str, times: usize| {
            nests_too_deep([open.repeat(times), close.repeat(times)].concat().as_bytes())
        };
        assert!(deep("[", "]", DEEPEST + 1) && deep("<</A", ">>", DEEPEST + 1));
        assert!(!deep("[", "]", DEEPEST));
        assert!(!deep("[]<<>>", "", DEEPEST * 2));
        assert!(!deep("[<< endobj ", "", DEEPEST * 2));
        // Bytes come in as they are unpacked.
        let mut brackets = Brackets::default();
        let pieces = ["<".repeat(3), "<[e".to_owned(), "ndobj".to_owned()];
        assert!(pieces.iter().all(|piece| !brackets.nest_too_deep(piece.as_bytes())));
        assert_eq!(brackets.depth, 0);
    }
}
