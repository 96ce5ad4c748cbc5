//! Words that may stand in the place of others: our own list, and those of profiles.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::{Profile, Suspect};
use crate::yaml::Document;

/// The words that the program knows, from `data/substituted.yaml`.
static KNOWN: LazyLock<Vec<Suspect>> = LazyLock::new(|| {
    let text = include_str!("../../../data/substituted.yaml");
    Document::new("data/substituted.yaml", text).read().expect("a test reads the list")
});

/// The words to look for in one source.
pub(crate) struct Suspects<'a>(Vec<&'a Suspect>);

impl<'a> Suspects<'a> {
    /// Our own words, and those of the profiles that know the source.
    pub(crate) fn new(profiles: &'a [Arc<Profile>]) -> Self {
        let own = KNOWN.iter();
        Suspects(own.chain(profiles.iter().flat_map(|p| &p.suspects)).collect())
    }

    /// The first place of every word in a text, except inside words that are right.
    pub(crate) fn find(&self, text: &str) -> Vec<(Range<usize>, &'a Suspect)> {
        let mut found = Vec::new();
        for suspect in &self.0 {
            let word = suspect.word.as_str();
            let at = text.match_indices(word).map(|(at, _)| at).find(|at| {
                !suspect.except.0.iter().any(|right| {
                    right.match_indices(word).any(|(inside, _)| {
                        at.checked_sub(inside)
                            .and_then(|start| text.get(start..))
                            .is_some_and(|rest| rest.starts_with(right.as_str()))
                    })
                })
            });
            if let Some(at) = at.filter(|_| !word.is_empty()) {
                found.push((at..at + word.len(), *suspect));
            }
        }
        found
    }
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
