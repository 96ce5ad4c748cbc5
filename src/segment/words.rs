//! Finding the words of [`super::cues`] in a line, in one pass over it.
//!
//! Belongs here: the lookup tables and the questions asked of them.
//! Does not belong here: the words (`cues`), and what follows from them (`rules`).

use std::sync::LazyLock;

use super::cues;
pub(crate) use crate::han::is_letter;

/// A set of phrases, looked up by their first character.
pub(crate) struct Phrases {
    /// One bit for every value of [`spread`] that a first character has: small enough to
    /// stay at hand, and nearly every character of a text is refused by it.
    firsts: [u64; FIRSTS / 64],
    /// The phrases by their first character, in order; of one character the longest first.
    lists: Vec<(char, Vec<&'static str>)>,
}

/// How many values [`spread`] has.
const FIRSTS: usize = 4096;

/// Spreads characters over the bits of [`Phrases::firsts`].
fn spread(c: char) -> usize {
    (u32::from(c).wrapping_mul(0x9E37_79B1) >> 20) as usize
}

impl Phrases {
    pub(crate) fn new(lists: &[&[&'static str]]) -> Self {
        let mut phrases: Vec<&str> =
            lists.iter().flat_map(|l| l.iter().copied()).collect();
        phrases.retain(|phrase| !phrase.is_empty());
        let first = |phrase: &str| phrase.chars().next().unwrap_or_default();
        phrases.sort_by_key(|phrase| {
            (first(phrase), std::cmp::Reverse(phrase.len()), *phrase)
        });
        phrases.dedup();
        let mut found = Phrases { firsts: [0; FIRSTS / 64], lists: Vec::new() };
        for same in phrases.chunk_by(|a, b| first(a) == first(b)) {
            let bit = spread(first(same[0]));
            found.firsts[bit / 64] |= 1 << (bit % 64);
            found.lists.push((first(same[0]), same.to_vec()));
        }
        found
    }

    /// The longest phrase with which `text` begins.
    pub(crate) fn at_start(&self, text: &str) -> Option<&'static str> {
        let first = text.chars().next()?;
        let bit = spread(first);
        if self.firsts[bit / 64] >> (bit % 64) & 1 == 0 {
            return None;
        }
        let at = self.lists.binary_search_by_key(&first, |(c, _)| *c).ok()?;
        self.lists[at].1.iter().find(|phrase| text.starts_with(**phrase)).copied()
    }

    /// The first place where `text` holds one of the phrases.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        self.all(text).next()
    }

    /// Every place where `text` holds one of the phrases.
    pub(crate) fn all<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = (usize, &'static str)> + 'a {
        text.char_indices()
            .filter_map(|(at, _)| self.at_start(&text[at..]).map(|phrase| (at, phrase)))
    }
}

macro_rules! phrases {
    ($name:ident, $($list:expr),+) => {
        /// The lookup table of the list of that name.
        pub(crate) static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[$($list),+]));
    };
}

phrases!(CONTROLS, cues::CONTROLS);
phrases!(LABELS, cues::CONTROLS, cues::CHANNELS);
phrases!(NOTICES, cues::NOTICES);
phrases!(WEAK_NOTICES, cues::WEAK_NOTICES);
phrases!(LINK_HEADS, cues::LINK_HEADS);
phrases!(APPEALS, cues::APPEALS);
phrases!(PAGE_CUES, cues::NOTICES, cues::WEAK_NOTICES, cues::LINK_HEADS, cues::APPEALS);
phrases!(SOURCE_WORDS, cues::SOURCE_WORDS);
phrases!(DATE_WORDS, cues::DATE_WORDS);
phrases!(AUTHOR_WORDS, cues::AUTHOR_WORDS);
phrases!(EDITOR_WORDS, cues::EDITOR_WORDS);
phrases!(PAGE_WORDS, cues::PAGE_WORDS);
phrases!(
    FIELD_WORDS,
    cues::SOURCE_WORDS,
    cues::DATE_WORDS,
    cues::EDITOR_WORDS,
    cues::PAGE_WORDS,
    cues::AUTHOR_WORDS,
    cues::CONTROLS
);
phrases!(LEAD_WORDS, cues::LEAD_WORDS);
phrases!(PLACEHOLDERS, cues::PLACEHOLDERS);

/// How much of a line the labels of a page cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Coverage {
    /// Letters and digits that belong to a label.
    pub covered: usize,
    /// All letters and digits.
    pub letters: usize,
    /// How many labels.
    pub labels: usize,
    /// How many of them are controls, not names of departments.
    pub controls: usize,
}

/// Covers `text` greedily with labels, the longest first.
///
/// A label of one character counts only where it stands alone between separators:
/// `大 中 小`, but not the 中 of 中国.
pub(crate) fn coverage(text: &str) -> Coverage {
    let mut found = Coverage::default();
    let mut at = 0;
    let mut alone = true;
    while let Some(c) = text[at..].chars().next() {
        if !is_letter(c) {
            // A label may open with a sign, such as `+1`; signs separate otherwise.
            at += c.len_utf8();
            alone = true;
            continue;
        }
        let label = LABELS.at_start(&text[at..]).filter(|label| {
            let end = at + label.len();
            let after = text[end..].chars().next();
            let closed = after.is_none_or(|n| !is_letter(n));
            let short = label.chars().nth(1).is_none();
            // Latin labels end where the word ends.
            let latin =
                label.chars().next_back().is_some_and(|l| l.is_ascii_alphabetic())
                    && after.is_some_and(|n| n.is_ascii_alphabetic());
            !(latin || short && !(alone && closed))
        });
        match label {
            Some(label) => {
                let letters = label.chars().filter(|c| is_letter(*c)).count();
                found.covered += letters;
                found.letters += letters;
                found.labels += 1;
                if CONTROLS.at_start(label).is_some_and(|l| l.len() == label.len()) {
                    found.controls += 1;
                }
                at += label.len();
            }
            None => {
                found.letters += 1;
                at += c.len_utf8();
            }
        }
        alone = false;
    }
    found
}
