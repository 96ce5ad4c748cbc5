//! What is seen of a line: its letters in pairs, its form, and where it stands.
//!
//! Belongs here: questions with the answers yes and no.
//! Does not belong here: what an answer weighs (`weights`).

use std::ops::Range;

use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::pairs::{Pairs, pair};
use crate::segment::sheet::Sheet;
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
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let lowest = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(lowest)
        })
    }
}

/// Collects answers in order, the last of them in the lowest bit.
#[derive(Default)]
struct Answers {
    signs: u128,
    count: usize,
}

impl Answers {
    fn add(&mut self, yes: bool) {
        self.signs = self.signs << 1 | u128::from(yes);
        self.count += 1;
    }

    /// Answers for each of some classes whether `value` is in it: each begins at one of
    /// `starts`, which are in order, and ends where the next begins.
    fn add_class(&mut self, starts: &[usize], value: usize) {
        let ahead = starts.iter().filter(|start| **start > value).count();
        let class = u128::from(ahead < starts.len()) << ahead;
        self.signs = self.signs << starts.len() | class;
        self.count += starts.len();
    }

    /// The answers, the first of them in the lowest bit.
    fn signs(&self) -> Signs {
        Signs(self.signs.reverse_bits() >> (u128::BITS as usize - self.count))
    }
}

/// The sentences of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Sentences {
    /// The first line that has a sentence.
    pub(super) first: usize,
    /// The last line that has one.
    pub(super) last: usize,
    /// How many stand before each line, and how many in all.
    before: Vec<u32>,
}

impl Sentences {
    /// The sentences of a sheet, if it has any.
    pub(super) fn of(sheet: &Sheet<'_>) -> Option<Self> {
        let mut lines = 0..sheet.lines.len();
        let first = lines.find(|i| is_sentence(sheet, *i))?;
        let last = lines.rfind(|i| is_sentence(sheet, *i)).unwrap_or(first);
        let count = |count: &mut u32, i| {
            let before = *count;
            *count += u32::from(i < sheet.lines.len() && is_sentence(sheet, i));
            Some(before)
        };
        let before = (0..=sheet.lines.len()).scan(0, count).collect();
        Some(Sentences { first, last, before })
    }

    /// How many of `lines` are sentences.
    fn count(&self, lines: Range<usize>) -> u32 {
        self.before[lines.end] - self.before[lines.start]
    }

    /// Whether a line is one.
    fn is(&self, line: usize) -> bool {
        line + 1 < self.before.len() && self.count(line..line + 1) > 0
    }
}

/// What is known of the lines of a part of a sheet before one of them is looked at.
#[derive(Debug)]
pub(super) struct Known<'a> {
    sentences: &'a Sentences,
    /// The pairs of neighbouring letters of lines that are no sentence, and whether
    /// sentences have them.
    told: Pairs<bool>,
    /// The dates of the lines from `start` on.
    dates: Vec<Dated>,
    start: usize,
}

/// The date of a line.
#[derive(Debug, Clone, Copy, Default)]
struct Dated {
    /// How many bytes it takes; none where there is none.
    length: usize,
    /// Whether the line is short and the date would be one in running text too.
    short: bool,
}

/// How many lines beside one are asked for a date.
const DATED: usize = 3;

impl<'a> Known<'a> {
    /// What is known of the lines of `part`.
    pub(super) fn of(
        sheet: &Sheet<'_>,
        part: Range<usize>,
        sentences: &'a Sentences,
    ) -> Self {
        let start = part.start.saturating_sub(DATED);
        let end = (part.end + DATED).min(sheet.lines.len());
        let dates = (start..end).map(|i| dated(sheet, i)).collect();
        Known { sentences, told: told(sheet, part, sentences), dates, start }
    }

    fn date(&self, line: usize) -> Dated {
        self.dates[line - self.start]
    }
}

/// The pairs of letters of those lines of `part` that are no sentence, and whether the
/// sentences of the sheet have them. To look in these for the pairs of a few lines is
/// quicker than to list their own.
fn told(sheet: &Sheet<'_>, part: Range<usize>, sentences: &Sentences) -> Pairs<bool> {
    let mut told = Pairs::new();
    for i in part.filter(|i| !sentences.is(*i)) {
        letter_pairs(sheet.words(i)).take(SEEN).for_each(|pair| _ = told.enter(pair));
    }
    let lines = sentences.first..sentences.last + 1;
    for i in lines.filter(|i| sentences.is(*i)).take(SENTENCES) {
        letter_pairs(sheet.words(i)).for_each(|pair| {
            if let Some(told) = told.get_mut(pair) {
                *told = true;
            }
        });
    }
    told
}

fn dated(sheet: &Sheet<'_>, i: usize) -> Dated {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    // What is a date in running text is one in a field too.
    let date = (line.digits >= 3).then(|| first_date(words, true)).flatten();
    date.map_or(Dated::default(), |(range, _)| Dated {
        length: range.len(),
        short: line.letters <= 60 && first_date(words, false).is_some(),
    })
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
pub(super) fn signs(sheet: &Sheet<'_>, i: usize, known: &Known<'_>) -> Signs {
    let mut answers = Answers::default();
    form(sheet, i, known, &mut answers);
    place(sheet, i, known, &mut answers);
    answers.signs()
}

/// How long a line is, how it begins and ends, and what it consists of.
fn form(sheet: &Sheet<'_>, i: usize, known: &Known<'_>, answers: &mut Answers) {
    const LENGTHS: [usize; 15] = [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 16, 22, 32, 50, 90];
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let letters = line.letters;
    answers.add_class(&LENGTHS, letters as usize);
    for end in [End::Stop, End::Colon, End::Pause] {
        answers.add(line.end == end);
    }
    answers.add(line.stops > u32::from(line.end == End::Stop));
    answers.add(line.pauses > 0);
    answers.add(line.pauses > 2);
    let latin = line.latin();
    for part in [line.digits, latin] {
        answers.add(part * 3 > letters);
        answers.add(part * 5 > letters * 3);
        answers.add(part == letters);
    }
    answers.add(line.han == 0);
    answers.add_class(&[1, 2, 3, 4, 7], line.words as usize);
    let mut add = |yes: bool| answers.add(yes);
    let has = |signs: &[char]| line.marks.may_have(signs) && words.contains(signs);
    add(line.words > 3 && letters < line.words * 6);
    add((latin >= 4 || line.marks.may_have(&['.'])) && has_address(words));
    let date = known.date(i);
    add(date.length > 0);
    add(date.length * 2 > words.len());
    add(line.colons > 0 && line.digits >= 3 && has_clock(words));
    add(has(&['“', '”', '《', '》', '「', '」']));
    add(words.starts_with(['[', '【', '<', '［', '(', '（']));
    add(words
        .starts_with(['•', '·', '*', '▪', '►', '▶', '>', '»', '←', '→', '#', '|', '-']));
    add(words.ends_with([')', ']', '】', '>', '）', '»']));
    add(line.colons > 0 && is_labelled(words));
    add(has(&['|', '｜']));
    add(sheet.numbers[i].is_some_and(|n| n.system != System::Bullet));
    add(line.marks.may_have(&[']']) && words.contains("]("));
}

/// Where a line stands among the sentences of its sheet.
fn place(sheet: &Sheet<'_>, i: usize, known: &Known<'_>, answers: &mut Answers) {
    const DISTANCES: [usize; 5] = [0, 1, 3, 6, 13];
    let n = sheet.lines.len();
    let Sentences { first, last, .. } = *known.sentences;
    answers.add_class(&DISTANCES, first.saturating_sub(i));
    answers.add_class(&DISTANCES, i.saturating_sub(last));
    let mut add = |yes: bool| answers.add(yes);
    add(i == first);
    add(i == last);
    let near = |reach: usize| {
        known.sentences.count(i.saturating_sub(reach)..(i + reach + 1).min(n))
    };
    let (close, far) = (near(3), near(8));
    add(close == 0);
    add(close == 1);
    add(close >= 4);
    add(far == 0);
    add(far <= 2);
    add(far >= 10);
    add(i > 0 && known.sentences.is(i - 1));
    add(known.sentences.is(i + 1));
    let dated = |l: usize| known.date(l).short;
    add((i + 1..(i + 1 + DATED).min(n)).any(dated));
    add((i.saturating_sub(DATED)..i).any(dated));
    let (mut again, mut all) = (0, 0);
    if !known.sentences.is(i) {
        for p in letter_pairs(sheet.words(i)).take(SEEN) {
            all += 1;
            again += usize::from(known.told.get(p) == Some(true));
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
    const BEHIND: [&str; 7] = ["com", "cn", "jp", "kr", "tw", "net", "org"];
    let in_name = |(at, _): (usize, &str)| {
        let (before, behind) = (&words[..at], &words[at + 1..]);
        before.ends_with("www") || BEHIND.iter().any(|end| behind.starts_with(end))
    };
    words.match_indices('.').any(in_name) || words.contains("http")
}

/// Whether a time of day stands in `words`: two digits on each side of a colon.
fn has_clock(words: &str) -> bool {
    let is_clock = |(at, sign): (usize, &str)| {
        let behind = &words.as_bytes()[at + sign.len()..];
        words[..at].ends_with(|c: char| c.is_ascii_digit())
            && behind.iter().take(2).filter(|b| b.is_ascii_digit()).count() == 2
    };
    words.match_indices(':').any(is_clock) || words.match_indices('：').any(is_clock)
}

/// Whether a line begins with a short word and a colon: the name of a field.
pub(super) fn is_labelled(words: &str) -> bool {
    const LONGEST: usize = 6;
    // 地 址：, set out to the width of the others.
    let signs = words.chars().filter(|c| !c.is_whitespace());
    let name = signs.take(LONGEST + 1).position(|c| matches!(c, '：' | ':'));
    name.is_some_and(|letters| letters > 0)
}

/// Shows the characters of a line in pairs, its two ends included: small letters,
/// half-width Latin, one `0` for a number, one space for a gap.
pub(super) fn pairs(words: &str, mut see: impl FnMut(char, char)) {
    let mut before = '^';
    let mut count = 0;
    for c in words.chars().map(plain) {
        if matches!(c, '0' | ' ') && c == before {
            continue;
        }
        if count == SEEN {
            return;
        }
        count += 1;
        see(before, c);
        before = c;
    }
    see(before, '$');
}

/// A character as pairs have it.
fn plain(c: char) -> char {
    let c = match c {
        '\u{4E00}'..='\u{9FFF}' => return c,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c => c,
    };
    if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_asked_and_weighed() {
        let words = "3月16日，区水务局通报旧桥加固工程进展，全部桥墩已经加固完毕。";
        let sheet = Sheet::new(words, &[]);
        let sentences = Sentences::of(&sheet).expect("it is a sentence");
        let known = Known::of(&sheet, 0..1, &sentences);
        let mut answers = Answers::default();
        form(&sheet, 0, &known, &mut answers);
        place(&sheet, 0, &known, &mut answers);
        assert_eq!(answers.count, Signs::COUNT);
    }

    #[test]
    fn numbers_and_widths_make_no_difference() {
        let of = |words: &str| {
            let mut found = Vec::new();
            pairs(words, |a, b| found.push((a, b)));
            found
        };
        assert_eq!(of("第 12 版ＡＢ"), of("第　3 版ab"));
        let ends = [('^', '首'), ('首', '页'), ('页', '$')];
        assert_eq!(of("首页"), ends);
        assert_eq!(of(&"字".repeat(80)).len(), SEEN);
    }
}
