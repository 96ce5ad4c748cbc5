//! Finding the words of [`super::cues`] in a line, in one pass over it.
//!
//! Belongs here: the lookup tables and the questions asked of them.
//! Does not belong here: the words (`cues`), and what follows from them (`rules`).

use std::sync::LazyLock;

use super::cues;

/// A set of phrases, looked up by their first character.
pub(crate) struct Phrases {
    /// For every character of the first plane the number of its list, or 0.
    index: Vec<u16>,
    lists: Vec<Vec<&'static str>>,
}

impl Phrases {
    fn new(lists: &[&[&'static str]]) -> Self {
        let mut phrases = Phrases { index: vec![0; 0x1_0000], lists: vec![Vec::new()] };
        for phrase in lists.iter().flat_map(|list| list.iter()) {
            let Some(first) = phrase.chars().next() else { continue };
            let Some(slot) = phrases.index.get_mut(first as usize) else { continue };
            if *slot == 0 {
                phrases.lists.push(Vec::new());
                *slot = u16::try_from(phrases.lists.len() - 1).unwrap_or(0);
            }
            phrases.lists[usize::from(*slot)].push(phrase);
        }
        for list in &mut phrases.lists {
            list.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
            list.dedup();
        }
        phrases
    }

    /// The longest phrase with which `text` begins.
    pub(crate) fn at_start(&self, text: &str) -> Option<&'static str> {
        let slot = *self.index.get(text.chars().next()? as usize)?;
        self.lists[usize::from(slot)].iter().find(|p| text.starts_with(**p)).copied()
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

/// Whether `c` is a letter or a digit: quick for the characters that most texts are made
/// of.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{FF0C}' => false,
        _ => c.is_alphanumeric(),
    }
}
