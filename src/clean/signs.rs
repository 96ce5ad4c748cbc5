//! Where the signs of a text stand: what lets a pass go from one to the next instead of
//! reading the whole text.
//!
//! Belongs here: finding the signs, and following them when the text changes.
//! Does not belong here: what a pass makes of a sign.

use std::ops::Range;

use super::account::Shift;

/// The places of the signs of a text, in bytes and in order: of every character but letters
/// and digits of ASCII, Han, kana and Hangul. Few others are letters.
#[derive(Debug, Clone, Default)]
pub(super) struct Signs {
    places: Vec<u32>,
    /// The memory of the places before the last change, for the next ones.
    spare: Vec<u32>,
}

/// How many bytes of a text there are to a sign of it, about.
const BYTES_OF_SIGN: usize = 16;

impl Signs {
    /// The signs of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut places = Vec::with_capacity(text.len() / BYTES_OF_SIGN);
        find(text, 0..text.len(), &mut places);
        Signs { places, spare: Vec::new() }
    }

    /// Those among the bytes of `range`.
    pub(super) fn within(&self, range: &Range<usize>) -> &[u32] {
        let before = |at: usize| self.places.partition_point(|&p| (p as usize) < at);
        &self.places[before(range.start)..before(range.end)]
    }

    /// The same for ranges in order: a walk beside them finds every place without a search.
    pub(super) fn walk(&self) -> Walk<'_> {
        Walk { rest: &self.places }
    }

    /// Follows the edits that have made `text` of the text before.
    pub(super) fn follow(&mut self, text: &str, shift: &Shift) {
        let mut places = std::mem::take(&mut self.spare);
        places.clear();
        places.reserve(self.places.len() + shift.edits().len());
        let mut rest = self.places.as_slice();
        // How far the text behind the last edit has moved: added without a carry, for it may
        // have moved to the front.
        let mut moved = 0_u32;
        for (old, new) in shift.edits() {
            let before = rest.iter().take_while(|&&place| place < old.start).count();
            places.extend(rest[..before].iter().map(|place| place.wrapping_add(moved)));
            let gone =
                rest[before..].iter().take_while(|&&place| place < old.end).count();
            rest = &rest[before + gone..];
            find(text, new.start as usize..new.end as usize, &mut places);
            moved = new.end.wrapping_sub(old.end);
        }
        places.extend(rest.iter().map(|place| place.wrapping_add(moved)));
        self.spare = std::mem::replace(&mut self.places, places);
    }
}

/// The signs that are still ahead of a walk.
pub(super) struct Walk<'a> {
    rest: &'a [u32],
}

impl<'a> Walk<'a> {
    /// The signs among the bytes of `range`, which lies behind the one before.
    pub(super) fn next_within(&mut self, range: &Range<usize>) -> &'a [u32] {
        let ahead = |rest: &[u32], at: usize| {
            rest.iter().take_while(|&&place| (place as usize) < at).count()
        };
        let rest = &self.rest[ahead(self.rest, range.start)..];
        let (own, behind) = rest.split_at(ahead(rest, range.end));
        self.rest = behind;
        own
    }
}

/// Adds the places of the signs of `text` in `range` to `places`.
fn find(text: &str, range: Range<usize>, places: &mut Vec<u32>) {
    let bytes = &text.as_bytes()[..range.end];
    let mut at = range.start;
    while let Some(&byte) = bytes.get(at) {
        let (is_sign, length) = match byte {
            0xE4..=0xEE => (false, 3),
            0..=0x7F => (!byte.is_ascii_alphanumeric(), 1),
            // Kana follow on the marks of this block.
            0xE3 => (bytes.get(at + 1) == Some(&0x80), 3),
            0x80..=0xDF => (true, 2),
            0xE0..=0xEF => (true, 3),
            0xF0..=0xFF => (false, 4),
        };
        if is_sign {
            places.push(at as u32);
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{Draft, Edit};
    use crate::source::{Source, SourceId};

    #[test]
    fn signs_are_those_of_the_text_after_every_edit() {
        let text = "云溪,a1。かな（ 한국）·é\u{3000}𠮷…\n“二”\u{FF12}";
        let (source, _) =
            Source::decode(SourceId(0), "a.txt", text.as_bytes(), None).expect("a text");
        let mut draft = Draft::new(&source);
        let at = |word: &str| {
            let start = text.find(word).expect("it is there");
            start..start + word.len()
        };
        assert_eq!(draft.signs.places.len(), 13, "{:?}", draft.signs.places);
        let edits = [
            Edit::replace(0..0, "，"),
            Edit::replace(at(","), "、、"),
            Edit::drop(at("。かな（")),
            Edit::replace(at("…\n"), "x"),
            Edit::replace(text.len()..text.len(), "!"),
        ];
        draft.apply("width", &edits);
        assert_eq!(draft.signs.places, Signs::of(&draft.text).places);
        draft.apply("width", &[Edit::drop(3..9), Edit::drop(12..15)]);
        assert_eq!(draft.signs.places, Signs::of(&draft.text).places);
    }

    #[test]
    fn a_part_has_its_own_signs() {
        let signs = Signs::of("云，溪。\n区！");
        assert_eq!(signs.within(&(3..12)), [3, 9]);
        assert_eq!(signs.within(&(13..19)), [16]);
        let mut walk = signs.walk();
        for range in [0..3, 3..12, 13..19] {
            assert_eq!(walk.next_within(&range), signs.within(&range));
        }
    }
}
