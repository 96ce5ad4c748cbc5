//! What is seen of a line: its letters in pairs, its form, and where it stands.
//!
//! Belongs here: questions with the answers yes and no.
//! Does not belong here: what an answer weighs (`weights`).

use rustc_hash::FxHashSet as HashSet;

use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Sheet, pair};
use crate::segment::words::is_letter;
use crate::source::Markup;

/// How many characters of a line are looked at.
const SEEN: usize = 40;

/// How many sentences are read for what they tell.
const SENTENCES: usize = 200;

/// The answers to every question, one a bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs(u128);

impl Signs {
    /// How many questions there are. The weights stand in their order: another question
    /// wants another fit.
    pub(super) const COUNT: usize = 78;

    /// The questions that are answered with yes, by number.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::COUNT).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

/// Collects answers in order.
#[derive(Default)]
struct Answers {
    signs: u128,
    count: usize,
}

impl Answers {
    fn add(&mut self, yes: bool) {
        self.signs |= u128::from(yes) << self.count;
        self.count += 1;
    }
}

/// What the sentences of a sheet tell, and where.
#[derive(Debug, Clone)]
pub(super) struct Sentences {
    /// The first line that has a sentence.
    pub(super) first: usize,
    /// The last line that has one.
    pub(super) last: usize,
    /// The pairs of neighbouring letters in them.
    pairs: HashSet<u64>,
}

impl Sentences {
    /// Where the sentences of a sheet stand, if it has any.
    pub(super) fn of(sheet: &Sheet<'_>) -> Option<Self> {
        let all = 0..sheet.lines.len();
        let first = all.clone().find(|i| is_sentence(sheet, *i))?;
        let last = all.into_iter().rfind(|i| is_sentence(sheet, *i))?;
        let mut pairs = HashSet::default();
        for i in (first..=last).filter(|i| is_sentence(sheet, *i)).take(SENTENCES) {
            pairs.extend(letter_pairs(sheet.words(i)));
        }
        Some(Sentences { first, last, pairs })
    }
}

/// The pairs of neighbouring letters in `words`.
fn letter_pairs(words: &str) -> impl Iterator<Item = u64> {
    let letters = words.chars().filter(|c| is_letter(*c) && !c.is_ascii_digit());
    let mut previous = None;
    letters.filter_map(move |c| previous.replace(c).map(|p| pair(p, c)))
}

/// Whether a line is long enough to tell something, and has the end of a sentence.
pub(super) fn is_sentence(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.lines[i].letters >= 25 && sheet.lines[i].stops > 0
}

/// What is seen of a line.
pub(super) fn signs(sheet: &Sheet<'_>, i: usize, told: &Sentences) -> Signs {
    let mut answers = Answers::default();
    form(sheet, i, &mut answers);
    place(sheet, i, told, &mut answers);
    Signs(answers.signs)
}

/// How long a line is, how it begins and ends, and what it consists of.
fn form(sheet: &Sheet<'_>, i: usize, answers: &mut Answers) {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let letters = line.letters;
    let mut add = |yes: bool| answers.add(yes);
    for length in [0..1, 1..2, 2..3, 3..4, 4..5, 5..6, 6..7, 7..9, 9..12, 12..16, 16..22]
    {
        add(length.contains(&letters));
    }
    for length in [22..32, 32..50, 50..90, 90..u32::MAX] {
        add(length.contains(&letters));
    }
    for end in [End::Stop, End::Colon, End::Pause] {
        add(line.end == end);
    }
    add(line.stops > u32::from(line.end == End::Stop));
    add(line.pauses > 0);
    add(line.pauses > 2);
    let latin = letters - (line.han + line.kana + line.hangul + line.digits).min(letters);
    for part in [line.digits, latin] {
        add(part * 3 > letters);
        add(part * 5 > letters * 3);
        add(part == letters);
    }
    add(line.han == 0);
    for count in [1..2, 2..3, 3..4, 4..7, 7..u32::MAX] {
        add(count.contains(&line.words));
    }
    add(line.words > 3 && letters < line.words * 6);
    add(has_address(words));
    let date = (line.digits >= 3).then(|| first_date(words, true)).flatten();
    add(date.is_some());
    add(date.is_some_and(|(range, _)| range.len() * 2 > words.len()));
    add(line.colons > 0 && has_clock(words));
    add(words.contains(['“', '”', '《', '》', '「', '」']));
    add(words.starts_with(['[', '【', '<', '［', '(', '（']));
    add(words
        .starts_with(['•', '·', '*', '▪', '►', '▶', '>', '»', '←', '→', '#', '|', '-']));
    add(words.ends_with([')', ']', '】', '>', '）', '»']));
    add(line.colons > 0 && is_labelled(words));
    add(words.contains(['|', '｜']));
    add(sheet.numbers[i].is_some_and(|n| n.system != System::Bullet));
    add(words.contains("]("));
}

/// Where a line stands among the sentences of its sheet.
fn place(sheet: &Sheet<'_>, i: usize, told: &Sentences, answers: &mut Answers) {
    let n = sheet.lines.len();
    let mut add = |yes: bool| answers.add(yes);
    let (above, below) = (told.first.saturating_sub(i), i.saturating_sub(told.last));
    for distance in [0..1, 1..3, 3..6, 6..13, 13..usize::MAX] {
        add(distance.contains(&above));
    }
    for distance in [0..1, 1..3, 3..6, 6..13, 13..usize::MAX] {
        add(distance.contains(&below));
    }
    add(i == told.first);
    add(i == told.last);
    let near = |reach: usize| {
        let lines = i.saturating_sub(reach)..(i + reach + 1).min(n);
        lines.filter(|l| is_sentence(sheet, *l)).count()
    };
    let (close, far) = (near(3), near(8));
    add(close == 0);
    add(close == 1);
    add(close >= 4);
    add(far == 0);
    add(far <= 2);
    add(far >= 10);
    let said = |l: Option<usize>| l.is_some_and(|l| l < n && is_sentence(sheet, l));
    add(said(i.checked_sub(1)));
    add(said(Some(i + 1)));
    let dated = |l: usize| {
        sheet.lines[l].digits >= 3
            && sheet.lines[l].letters <= 60
            && first_date(sheet.words(l), false).is_some()
    };
    add((i + 1..(i + 4).min(n)).any(dated));
    add((i.saturating_sub(3)..i).any(dated));
    let (mut again, mut all) = (0, 0);
    if !is_sentence(sheet, i) {
        for p in letter_pairs(sheet.words(i)).take(SEEN) {
            all += 1;
            again += usize::from(told.pairs.contains(&p));
        }
    }
    add(all > 0 && again == 0);
    add(all > 0 && again * 10 >= all * 3);
    add(all > 0 && again * 2 >= all);
    add(all > 0 && again * 10 >= all * 7);
    add(all > 0 && again * 10 >= all * 9);
    add(matches!(sheet.markup[i], Some(Markup::Heading(_))));
    add(sheet.labels_again(sheet.words(i)) >= 2);
    add(i == 0);
    add(i + 1 == n);
    add(sheet.lines[i].gap > 0);
}

/// Whether an address of the net stands in `words`.
pub(super) fn has_address(words: &str) -> bool {
    ["http", "www.", ".com", ".cn", ".jp", ".kr", ".tw", ".net", ".org"]
        .iter()
        .any(|part| words.contains(part))
}

/// Whether a time of day stands in `words`: two digits on each side of a colon.
fn has_clock(words: &str) -> bool {
    words.match_indices([':', '：']).any(|(at, sign)| {
        let behind = &words.as_bytes()[at + sign.len()..];
        words[..at].ends_with(|c: char| c.is_ascii_digit())
            && behind.iter().take(2).filter(|b| b.is_ascii_digit()).count() == 2
    })
}

/// Whether a line begins with a short word and a colon: the name of a field.
pub(super) fn is_labelled(words: &str) -> bool {
    words.find(['：', ':']).is_some_and(|at| {
        // 地 址：, set out to the width of the others.
        let name = words[..at].chars().filter(|c| !c.is_whitespace());
        (1..=6).contains(&name.count())
    })
}

/// The characters of a line in pairs, its two ends included: small letters, half-width
/// Latin, one `0` for a number, one space for a gap.
pub(super) fn pairs(words: &str) -> impl Iterator<Item = (char, char)> {
    let mut previous = '^';
    let mut seen = Vec::with_capacity(SEEN + 1);
    for c in words.chars() {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c).to_ascii_lowercase()
            }
            c if c.is_whitespace() => ' ',
            c => c.to_ascii_lowercase(),
        };
        let c = if c.is_ascii_digit() { '0' } else { c };
        if matches!(c, '0' | ' ') && previous == c {
            continue;
        }
        if seen.len() == SEEN {
            return seen.into_iter();
        }
        seen.push((previous, c));
        previous = c;
    }
    seen.push((previous, '$'));
    seen.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_asked_and_weighed() {
        let words = "3月16日，区水务局通报旧桥加固工程进展，全部桥墩已经加固完毕。";
        let sheet = Sheet::new(words, &[]);
        let told = Sentences::of(&sheet).expect("it is a sentence");
        let mut answers = Answers::default();
        form(&sheet, 0, &mut answers);
        place(&sheet, 0, &told, &mut answers);
        assert_eq!(answers.count, Signs::COUNT);
    }

    #[test]
    fn numbers_and_widths_make_no_difference() {
        let of = |words: &str| pairs(words).collect::<Vec<_>>();
        assert_eq!(of("第 12 版ＡＢ"), of("第　3 版ab"));
        let ends = [('^', '首'), ('首', '页'), ('页', '$')];
        assert_eq!(of("首页"), ends);
        assert_eq!(of(&"字".repeat(80)).len(), SEEN);
    }
}
