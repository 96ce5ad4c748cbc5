//! How much a head has in common with the text below it and with the rest of the file.
//!
//! Belongs here: counting the pairs of letters that two texts share.
//! Does not belong here: what follows from it (`batch`).

use std::ops::Range;

use crate::segment::pairs::{Pairs, bit, pair};
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::words::{Few, is_letter};

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

/// A pair of neighbouring letters, both in one number.
type Pair = u64;

/// Where a pair of letters stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The first part that has it.
    first: u32,
    /// The last part that has it.
    last: u32,
    /// The last part in whose head it was counted.
    head: u32,
    /// The last part in the opening of whose text it was counted.
    opening: u32,
}

/// What refuses most pairs before the table is asked for them.
type Asked = Few<1024>;

/// No part at all.
const NONE: u32 = u32::MAX;

impl Default for Place {
    /// That of a pair which no part has.
    fn default() -> Self {
        Place { first: NONE, last: 0, head: NONE, opening: NONE }
    }
}

/// Compares heads with their own texts and with the others: those of the parts that are
/// `asked` for. A part is the lines of a head and the lines of its text, in order; what no
/// part holds is not looked at.
pub(super) fn compare(
    sheet: &Sheet<'_>,
    parts: &[(Range<usize>, Range<usize>)],
    asked: impl Fn(usize) -> bool,
) -> Vec<Likeness> {
    let head = |k: usize| gather(sheet, parts[k].0.clone());
    let opening = |k: usize| gather(sheet, parts[k].1.clone()).take(OPENING);
    let asked: Vec<usize> = (0..parts.len()).filter(|k| asked(*k)).collect();
    // Only the pairs that are asked for, and then where they stand in all parts.
    let mut places = Pairs::<Place>::new();
    for &k in &asked {
        for pair in head(k).chain(opening(k)) {
            places.enter(pair);
        }
    }
    let asked_for = Asked::of_bits(places.iter().map(|pair| bit(pair) % Asked::BITS));
    let may_be_asked = |pair: &Pair| asked_for.holds(bit(*pair) % Asked::BITS);
    for (k, (head, text)) in (0..).zip(parts) {
        let pairs = gather(sheet, head.clone().chain(text.clone()));
        pairs.filter(may_be_asked).for_each(|pair| {
            if let Some(place) = places.get_mut(pair) {
                place.first = place.first.min(k);
                place.last = place.last.max(k);
            }
        });
    }
    let mut found = vec![Likeness::default(); parts.len()];
    for k in asked {
        let part = k as u32;
        let (mut in_text, mut in_head) = (Shares::default(), Shares::default());
        for pair in opening(k) {
            let Some(place) = places.get_mut(pair) else { continue };
            if place.opening != part {
                place.opening = part;
                in_text.count(place, part);
            }
        }
        let mut restated = 0;
        for pair in head(k) {
            let Some(place) = places.get_mut(pair) else { continue };
            if place.head != part {
                place.head = part;
                in_head.count(place, part);
                restated += usize::from(place.opening == part);
            }
        }
        found[k] = Likeness {
            restated: in_head.share(restated),
            elsewhere: in_head.share(in_head.others),
            shared: in_text.share(in_text.others),
            head_before: in_head.share(in_head.before),
            text_before: in_text.share(in_text.before),
        };
    }
    found
}

/// What a text says again of the lines that are asked for: their pairs of letters, and
/// where the text has them first. To look in it for the pairs of some lines is quicker than
/// to list its own.
pub(super) struct Told {
    pairs: Pairs<Said>,
}

/// Where a text has a pair of letters first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Said {
    InItsOpening,
    Later,
    #[default]
    Nowhere,
}

/// How many paragraphs are the opening of a text.
const FIRST: usize = 2;

impl Told {
    /// Looks for the pairs of the lines `asked` in the first `limit` paragraphs among
    /// `lines`.
    pub(super) fn of(
        sheet: &Sheet<'_>,
        asked: impl Iterator<Item = usize>,
        lines: Range<usize>,
        limit: usize,
    ) -> Self {
        let mut told = Pairs::<Said>::new();
        for line in asked {
            pairs(sheet.words(line)).for_each(|pair| _ = told.enter(pair));
        }
        let paragraphs = lines.filter(|i| sheet.is_prose(*i) && !sheet.is_chrome(*i));
        for (count, line) in paragraphs.take(limit).enumerate() {
            let here = if count < FIRST { Said::InItsOpening } else { Said::Later };
            pairs(sheet.words(line)).for_each(|pair| {
                if let Some(said) = told.get_mut(pair) {
                    *said = here.min(*said);
                }
            });
        }
        Told { pairs: told }
    }

    /// How much of a line that was asked for comes again in the text, from 0 to 1; `None`
    /// where it is too short to tell.
    pub(super) fn restated(&self, sheet: &Sheet<'_>, line: usize) -> Option<f32> {
        self.share(sheet, line, Said::Later)
    }

    /// The same for the opening of the text: its first two paragraphs.
    pub(super) fn restated_first(&self, sheet: &Sheet<'_>, line: usize) -> Option<f32> {
        self.share(sheet, line, Said::InItsOpening)
    }

    fn share(&self, sheet: &Sheet<'_>, line: usize, latest: Said) -> Option<f32> {
        let said = |pair| self.pairs.get(pair).is_some_and(|said| said <= latest);
        let (all, again) = pairs(sheet.words(line)).fold((0, 0), |(all, again), pair| {
            (all + 1, again + usize::from(said(pair)))
        });
        (all >= 3).then(|| again as f32 / all as f32)
    }
}

/// How many different pairs of a head or of an opening stand in other parts.
#[derive(Default)]
struct Shares {
    all: usize,
    /// In any other part.
    others: usize,
    /// In a part before this.
    before: usize,
}

impl Shares {
    fn count(&mut self, place: &Place, part: u32) {
        self.all += 1;
        self.others += usize::from(place.first != part || place.last != part);
        self.before += usize::from(place.first < part);
    }

    /// The part of all pairs that `some` of them are.
    fn share(&self, some: usize) -> f32 {
        if self.all == 0 { 0.0 } else { some as f32 / self.all as f32 }
    }
}

/// The pairs of letters of some lines.
fn gather<'a>(
    sheet: &'a Sheet<'_>,
    lines: impl Iterator<Item = usize> + 'a,
) -> impl Iterator<Item = Pair> + 'a {
    lines.filter(|i| !sheet.is_chrome(*i)).flat_map(|line| pairs(sheet.words(line)))
}

/// The pairs of neighbouring letters of a line that carry meaning: no figures, and no
/// Latin words in the midst.
fn pairs(words: &str) -> impl Iterator<Item = Pair> + '_ {
    let mut previous = None;
    words.chars().filter_map(move |c| {
        let letter = Some(c).filter(|c| is_letter(*c) && is_text_letter(*c));
        let found = previous.zip(letter).map(|(a, b)| pair(a, b));
        previous = letter;
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_say_their_title_again_and_headings_are_shared() {
        let text = "治理工程开工\n治理工程昨天开工，计划三年完成。\n新馆开放\n图书馆新馆开放，治理工程不受影响。\n";
        let sheet = Sheet::new(text, &[]);
        let found = compare(&sheet, &[(0..1, 1..2), (2..3, 3..4)], |_| true);
        assert!(found[0].restated > 0.7 && found[1].restated > 0.9, "{found:?}");
        assert!(found[0].elsewhere > 0.5 && found[0].head_before == 0.0, "{found:?}");
        assert_eq!(found[1].elsewhere, 0.0);
    }
}
