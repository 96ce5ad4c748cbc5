//! Titles that stand in a row: alike by a marker, a count or a label with a number, or over
//! forms that are filled in again and again.
//!
//! Belongs here: what makes lines titles because their neighbours are.
//! Does not belong here: signs that prove one article alone (`further_titles`), weighing
//! (`batch`).

use rustc_hash::FxHashSet as HashSet;

use super::forms::title_over;
use crate::segment::Label;
use crate::segment::lines::End;
use crate::segment::numbering::{Number, System, han_value, number};
use crate::segment::sheet::Sheet;

/// The lines that open like the first title, where it opens with a marker, with `第一` or
/// with a numbered label (`案例3：`): what stands beside a title in a row is a title.
pub(super) fn like_the_first(sheet: &Sheet<'_>) -> Vec<usize> {
    let Some(first) =
        sheet.next_text(0).filter(|i| sheet.label(*i) == Some(Label::Title))
    else {
        return Vec::new();
    };
    let Some(own) = Place::of(sheet.words(first)) else { return Vec::new() };
    let mut value = match own {
        Place::Counted(1) => 1,
        Place::Counted(_) => return Vec::new(),
        Place::Labelled(_, value) => value,
        Place::Marked(_) => 0,
    };
    let mut beside = |i: &usize| {
        let free = sheet.open(*i) || matches!(sheet.label(*i), Some(Label::Heading(0)));
        if !free {
            return false;
        }
        let over_text = || {
            sheet.next_text(i + 1).is_some_and(|text| {
                !sheet.is_display(text) || sheet.numbers[text].is_some()
            })
        };
        let (found, next) = match (own, Place::of(sheet.words(*i))) {
            (Place::Marked(own), Some(Place::Marked(sign))) => {
                (sign == own && sheet.is_display(*i) && over_text(), 0)
            }
            (Place::Counted(_), Some(Place::Counted(n))) => {
                (n == value + 1 && sheet.is_display(*i) && over_text(), n)
            }
            // The numbers of a collection go up; some are left out.
            (Place::Labelled(own, _), Some(Place::Labelled(label, n))) => {
                let line = &sheet.lines[*i];
                let short = line.end != End::Stop && line.letters <= LONGEST_TITLE;
                (
                    label == own
                        && n > value
                        && short
                        && sheet.next_text(i + 1).is_some(),
                    n,
                )
            }
            _ => (false, value),
        };
        if found {
            value = next;
        }
        found
    };
    (first + 1..sheet.lines.len()).filter(|i| beside(i)).collect()
}

/// The longest title of a case, in letters: it names both parties and what they dispute.
const LONGEST_TITLE: u32 = 80;

/// How a title that stands in a row of others opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place<'a> {
    /// With this sign: `◆`.
    Marked(char),
    /// With `第一` and a gap.
    Counted(u32),
    /// With a label and a number: `案例3：`, `指导案例13号：`, `【案例二】`.
    Labelled(&'a str, u32),
}

impl<'a> Place<'a> {
    fn of(words: &'a str) -> Option<Self> {
        let sign = words.chars().next()?;
        if number(words).is_some_and(|n| n.system == System::Marker) {
            return Some(Self::Marked(sign));
        }
        if let Some(rest) = words.strip_prefix('第') {
            let len = rest.find(|c| !crate::han::is_han_numeral(c))?;
            let gap = rest[len..].starts_with([' ', '\u{3000}']);
            return han_value(&rest[..len]).filter(|_| gap && len > 0).map(Self::Counted);
        }
        Self::labelled(words)
    }

    fn labelled(words: &'a str) -> Option<Self> {
        let words = words.strip_prefix(['【', '（']).unwrap_or(words);
        let is_digit = |c: char| c.is_ascii_digit() || crate::han::is_han_numeral(c);
        let at = words.find(is_digit)?;
        let label = words[..at].trim_end_matches('第');
        let is_label = (2..=6).contains(&label.chars().count())
            && label.chars().all(crate::han::is_han);
        let end = at + words[at..].find(|c| !is_digit(c))?;
        let figure = &words[at..end];
        let value = figure.parse().ok().or_else(|| han_value(figure))?;
        let rest = words[end..].trim_start_matches(['号', '號']);
        let set_off = rest.starts_with(['：', ':', '】', '）', '\u{3000}', ' ', '、']);
        (is_label && set_off).then_some(Self::Labelled(label, value))
    }
}

/// Whether an outline counts over the cases, `一、` above the first and `二、` above a
/// later one: then they are its sections, not articles.
pub(super) fn in_an_outline(sheet: &Sheet<'_>, cases: &[usize]) -> bool {
    let counts: Vec<Number> = cases
        .iter()
        .filter_map(|case| title_over(sheet, *case))
        .filter_map(|title| sheet.previous_text(title))
        .filter_map(|above| sheet.numbers[above])
        .filter(|n| (System::Part..=System::BracketedHan).contains(&n.system))
        .collect();
    counts.len() >= 2
        && counts
            .windows(2)
            .all(|w| w[0].system == w[1].system && w[0].value + 1 == w[1].value)
}

/// The titles over the forms of a file of cases, but for the first.
pub(super) fn titles_of_cases(sheet: &Sheet<'_>, cases: &HashSet<usize>) -> Vec<usize> {
    let mut cases: Vec<usize> = cases.iter().copied().collect();
    cases.sort_unstable();
    cases
        .into_iter()
        .skip(1)
        .filter_map(|case| title_over(sheet, case))
        .filter(|title| sheet.open(*title))
        .collect()
}
