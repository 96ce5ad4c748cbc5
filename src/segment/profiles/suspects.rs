//! Words that may stand in the place of others: our own list, and those of profiles.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;

use super::{Profile, Suspect};
use crate::segment::words::Few;
use crate::yaml::Document;

/// The words that the program knows, from `data/substituted.yaml`.
static KNOWN: LazyLock<Vec<Suspect>> = LazyLock::new(|| {
    let text = include_str!("../../../data/substituted.yaml");
    Document::new("data/substituted.yaml", text).read().expect("a test reads the list")
});

/// The words to look for in one source.
pub(crate) struct Suspects<'a> {
    all: Vec<&'a Suspect>,
    /// Their places in the list by their first character.
    by_first: FxHashMap<char, Vec<usize>>,
    firsts: Few,
}

impl<'a> Suspects<'a> {
    /// Our own words, and those of the profiles that know the source.
    pub(crate) fn new(profiles: &'a [Arc<Profile>]) -> Self {
        let own = KNOWN.iter();
        let all: Vec<_> = own.chain(profiles.iter().flat_map(|p| &p.suspects)).collect();
        let mut by_first: FxHashMap<char, Vec<usize>> = FxHashMap::default();
        for (i, suspect) in all.iter().enumerate() {
            let first = suspect.word.chars().next();
            first.into_iter().for_each(|c| by_first.entry(c).or_default().push(i));
        }
        let firsts = Few::of(all.iter().filter_map(|s| s.word.chars().next()));
        Suspects { all, by_first, firsts }
    }

    /// The characters with which the words begin.
    pub(crate) fn firsts(&self) -> &Few {
        &self.firsts
    }

    /// Whether one of the words stands at the head of a text.
    pub(crate) fn open(&self, text: &str) -> bool {
        let first = text.chars().next().filter(|c| self.firsts.may_hold(*c));
        let open = first.and_then(|first| self.by_first.get(&first));
        let mut open = open.into_iter().flatten();
        open.any(|&i| text.starts_with(&self.all[i].word))
    }

    /// The first place of every word in a text, except inside words that are right. They
    /// are in the order of the lists.
    pub(crate) fn find(&self, text: &str) -> Vec<(Range<usize>, &'a Suspect)> {
        let mut found: Vec<(usize, Range<usize>)> = Vec::new();
        for at in self.firsts.places(text) {
            let first = text[at..].chars().next();
            let open = first.and_then(|first| self.by_first.get(&first));
            for &i in open.into_iter().flatten() {
                let suspect = self.all[i];
                if text[at..].starts_with(&suspect.word)
                    && found.iter().all(|(known, _)| *known != i)
                    && !is_part_of_right(text, at, suspect)
                {
                    found.push((i, at..at + suspect.word.len()));
                }
            }
        }
        found.sort_by_key(|(i, _)| *i);
        found.into_iter().map(|(i, range)| (range, self.all[i])).collect()
    }
}

/// Whether the word at `at` stands inside one that is right.
fn is_part_of_right(text: &str, at: usize, suspect: &Suspect) -> bool {
    suspect.except.0.iter().any(|right| {
        right.match_indices(&suspect.word).any(|(inside, _)| {
            at.checked_sub(inside)
                .and_then(|start| text.get(start..))
                .is_some_and(|rest| rest.starts_with(right.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_and_every_word_has_its_reason() {
        assert!(KNOWN.len() >= 8);
        for suspect in KNOWN.iter() {
            assert!(suspect.why.is_some(), "{}", suspect.word);
            for right in &suspect.except.0 {
                assert!(right.contains(&suspect.word), "{right}");
            }
        }
    }

    #[test]
    fn a_word_inside_a_right_one_is_right() {
        let suspects = Suspects::new(&[]);
        assert_eq!(suspects.find("推行院长制，实行院长负责制。").len(), 0);
        let found = suspects.find("实行院长负责制；时任实行院长林知远");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0.start, "实行院长负责制；时任".len());
    }
}
