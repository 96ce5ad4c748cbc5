//! Finding the words of [`cues`](super::cues) in a line, in one pass over it.
//!
//! Belongs here: the lookup tables and the questions asked of them.
//! Does not belong here: the words (`cues`), and what follows from them (`rules`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cues;

/// A set of phrases, looked up by their first character.
pub(crate) struct Phrases {
    by_first: HashMap<char, Vec<&'static str>>,
}

impl Phrases {
    fn new(lists: &[&[&'static str]]) -> Self {
        let mut by_first: HashMap<char, Vec<&'static str>> = HashMap::new();
        for phrase in lists.iter().flat_map(|list| list.iter()) {
            if let Some(first) = phrase.chars().next() {
                by_first.entry(first).or_default().push(phrase);
            }
        }
        for (_, list) in &mut by_first {
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            list.dedup();
        }
        Phrases { by_first }
    }

    /// The longest phrase with which `text` begins.
    pub(crate) fn at_start(&self, text: &str) -> Option<&'static str> {
        let list = self.by_first.get(&text.chars().next()?)?;
        list.iter().find(|phrase| text.starts_with(**phrase)).copied()
    }

    /// The first place where `text` holds one of the phrases.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &'static str)> {
        text.char_indices()
            .find_map(|(at, _)| self.at_start(&text[at..]).map(|phrase| (at, phrase)))
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
phrases!(SOURCE_WORDS, cues::SOURCE_WORDS);
phrases!(DATE_WORDS, cues::DATE_WORDS);
phrases!(AUTHOR_WORDS, cues::AUTHOR_WORDS);
phrases!(EDITOR_WORDS, cues::EDITOR_WORDS);
phrases!(PAGE_WORDS, cues::PAGE_WORDS);
phrases!(LEAD_WORDS, cues::LEAD_WORDS);

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
        if !c.is_alphanumeric() {
            // A label may open with a sign, such as `+1`; signs separate otherwise.
            at += c.len_utf8();
            alone = true;
            continue;
        }
        let label = LABELS.at_start(&text[at..]).filter(|label| {
            let end = at + label.len();
            let after = text[end..].chars().next();
            let closed = after.is_none_or(|n| !n.is_alphanumeric());
            let short = label.chars().nth(1).is_none();
            // Latin labels end where the word ends.
            let latin =
                label.chars().next_back().is_some_and(|l| l.is_ascii_alphabetic())
                    && after.is_some_and(|n| n.is_ascii_alphabetic());
            !(latin || short && !(alone && closed))
        });
        match label {
            Some(label) => {
                let letters = label.chars().filter(|c| c.is_alphanumeric()).count();
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
