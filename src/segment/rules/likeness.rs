//! How much a head has in common with the text below it and with the rest of the file.
//!
//! Belongs here: counting the pairs of letters that two texts share.
//! Does not belong here: what follows from it (`batch`).

use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

use crate::han;
use crate::segment::sheet::Sheet;
use crate::segment::words::is_letter;

/// How many letters of a text are its opening.
const OPENING: usize = 160;

/// What a head has in common with texts, each from 0 (nothing) to 1 (everything).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Likeness {
    /// How much of the head comes again in the opening of its own text.
    pub restated: f32,
    /// How much of the head stands elsewhere in the file.
    pub elsewhere: f32,
    /// How much of the opening of its text stands elsewhere in the file.
    pub shared: f32,
    /// How much of the head stands in the file before it.
    pub head_before: f32,
    /// How much of the opening of its text stands in the file before the head.
    pub text_before: f32,
}

/// A pair of neighbouring letters.
type Pair = (char, char);

/// Compares every head with its own text and with the others. A part is the lines of a
/// head and the lines of its text, in order; what no part holds is not looked at.
pub(super) fn compare(
    sheet: &Sheet<'_>,
    parts: &[(Range<usize>, Range<usize>)],
) -> Vec<Likeness> {
    // The first and the last part in which a pair of letters stands.
    let mut places: HashMap<Pair, (usize, usize)> = HashMap::default();
    for (k, (head, text)) in parts.iter().enumerate() {
        for line in head.clone().chain(text.clone()).filter(|i| !sheet.is_chrome(*i)) {
            for pair in pairs(sheet.words(line)) {
                places.entry(pair).and_modify(|p| p.1 = k).or_insert((k, k));
            }
        }
    }
    parts
        .iter()
        .enumerate()
        .map(|(k, (head, text))| {
            let title = gather(sheet, head.clone(), usize::MAX);
            let opening = gather(sheet, text.clone(), OPENING);
            let place = |p: &Pair| places.get(p).copied().unwrap_or((k, k));
            let others = |p: &Pair| place(p) != (k, k);
            let before = |p: &Pair| place(p).0 < k;
            Likeness {
                restated: share(&title, |p| opening.binary_search(p).is_ok()),
                elsewhere: share(&title, others),
                shared: share(&opening, others),
                head_before: share(&title, before),
                text_before: share(&opening, before),
            }
        })
        .collect()
}

/// The part of `pairs` for which `holds` is true.
fn share(pairs: &[Pair], holds: impl Fn(&Pair) -> bool) -> f32 {
    if pairs.is_empty() {
        return 0.0;
    }
    pairs.iter().filter(|p| holds(p)).count() as f32 / pairs.len() as f32
}

/// The pairs of letters of some lines, each once and in order, up to about `limit` letters.
fn gather(sheet: &Sheet<'_>, lines: Range<usize>, limit: usize) -> Vec<Pair> {
    let mut found = Vec::new();
    for line in lines.filter(|i| !sheet.is_chrome(*i)) {
        let room = limit.saturating_sub(found.len());
        if room == 0 {
            break;
        }
        found.extend(pairs(sheet.words(line)).take(room));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The pairs of neighbouring letters of a line that carry meaning: no figures, and no
/// Latin words in the midst.
fn pairs(words: &str) -> impl Iterator<Item = Pair> + '_ {
    let mut previous = None;
    words.chars().filter_map(move |c| {
        let letter = Some(c).filter(|c| {
            is_letter(*c)
                && (han::is_cjk_letter(*c) || han::is_hangul(*c) || han::is_kana(*c))
        });
        let pair = previous.zip(letter);
        previous = letter;
        pair
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_say_their_title_again_and_headings_are_shared() {
        let text = "治理工程开工\n治理工程昨天开工，计划三年完成。\n新馆开放\n图书馆新馆开放，治理工程不受影响。\n";
        let sheet = Sheet::new(text, &[]);
        let found = compare(&sheet, &[(0..1, 1..2), (2..3, 3..4)]);
        assert!(found[0].restated > 0.7 && found[1].restated > 0.9, "{found:?}");
        assert!(found[0].elsewhere > 0.5 && found[0].head_before == 0.0, "{found:?}");
        assert_eq!(found[1].elsewhere, 0.0);
    }
}
