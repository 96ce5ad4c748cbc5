//! Finding the lines of which a side file speaks, also after the source has changed.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Corrections, Entry, SHOWN, key};
use crate::clean::Draft;
use crate::diag::{Diagnostic, Lines, Notes, say};
use crate::segment::Label;
use crate::segment::lines::{End, Line, measure};
use crate::segment::orders::{Order, obey};
use crate::segment::sheet::Sheet;
use crate::source::Source;

/// How many lines from where it stood a line is looked for by fewer words than the program
/// writes.
const NEAR: usize = 30;

/// Among how many lines that begin alike, on either side of where it should stand, a line
/// is looked for: a file may hold the same line a hundred thousand times.
const LIKE: usize = 200;

/// Corrections with the bytes of the source that they speak of, in order.
#[derive(Debug, Default)]
pub(crate) struct Placed(Vec<(Range<usize>, Vec<Order>)>);

impl Corrections {
    /// Finds the line of every correction. One whose line is not to be found any more is
    /// reported.
    ///
    /// A line is found by its first letters; among several that begin alike, by its
    /// neighbours, and then by its distance from where it stood. A line that was edited is
    /// found between its neighbours, if half of its letters are still the same.
    pub(crate) fn place(
        &self,
        source: &Source,
        draft: &Draft,
        notes: &mut Notes,
    ) -> Placed {
        if self.is_empty() {
            return Placed::default();
        }
        let lines = measure(&draft.text);
        let origins = origins(&lines, draft);
        let numbers = numbers(&origins, source);
        let keys: Vec<String> =
            lines.iter().map(|line| key(&draft.text[line.range.clone()])).collect();
        let found = self.find(&keys, &numbers);
        let mut placed = Placed::default();
        for (entry, line) in self.entries.iter().zip(&found) {
            match line {
                _ if !entry.corrects => {}
                Some(line) => {
                    placed.0.push((origins[*line].clone(), entry.orders.clone()));
                }
                None => notes.push(self.stale(entry)),
            }
        }
        placed.0.sort_by_key(|(range, _)| range.start);
        placed
    }

    /// For every entry the place of its line in `keys`.
    fn find(&self, keys: &[String], numbers: &[usize]) -> Vec<Option<usize>> {
        let mut sorted: Vec<(&str, usize)> =
            keys.iter().enumerate().map(|(i, key)| (key.as_str(), i)).collect();
        sorted.sort_unstable();
        let mut taken = vec![false; keys.len()];
        let mut found = vec![None; self.entries.len()];
        // How far the lines have moved since the file was written.
        let mut moved = 0_isize;
        for (e, entry) in self.entries.iter().enumerate() {
            let expected = entry.number.saturating_add_signed(moved);
            let far = |i: usize| numbers[i].abs_diff(expected);
            let fits = |i: usize| {
                let beside = |step: isize| {
                    let said =
                        e.checked_add_signed(step).and_then(|n| self.entries.get(n));
                    let there = i.checked_add_signed(step).and_then(|n| keys.get(n));
                    match (said.map(|entry| entry.key.as_deref()), there) {
                        (Some(Some(said)), Some(there)) => said == there,
                        (None, None) => true,
                        _ => false,
                    }
                };
                [-1, 1].into_iter().filter(|step| beside(*step)).count()
            };
            let is_free = |i: &usize| !taken[*i];
            let rank = |i: &usize| (fits(*i), Reverse(far(*i)), keys[*i].as_str(), *i);
            let best = match entry.key.as_deref() {
                // Nothing but a number: the line that has it.
                None => {
                    let line = numbers.partition_point(|n| *n < entry.number);
                    (numbers.get(line) == Some(&entry.number)).then_some(line)
                }
                Some(key) => {
                    let from = sorted.partition_point(|(k, _)| *k < key);
                    let like = sorted[from..].partition_point(|(k, _)| *k == key);
                    let like = &sorted[from..from + like];
                    let behind = like.partition_point(|(_, i)| numbers[*i] < expected);
                    let nearest =
                        behind.saturating_sub(LIKE)..like.len().min(behind + LIKE);
                    let whole = like[nearest].iter().map(|(_, i)| *i);
                    // A person writes fewer words than the program.
                    let letters = key.chars().count();
                    let near = if letters > 1 { NEAR } else { 0 };
                    let short = numbers.partition_point(|n| n + near < expected)
                        ..numbers.partition_point(|n| *n <= expected + near);
                    whole.filter(is_free).max_by_key(rank).or_else(|| {
                        let is_short = (1..SHOWN).contains(&letters);
                        short
                            .filter(|i| is_short && keys[*i].starts_with(key))
                            .filter(is_free)
                            .max_by_key(rank)
                    })
                }
            };
            if let Some(i) = best.filter(|i| !taken[*i]) {
                taken[i] = true;
                found[e] = Some(i);
                moved = numbers[i] as isize - entry.number as isize;
            }
        }
        for e in 0..found.len() {
            if found[e].is_some() || !self.entries[e].corrects {
                continue;
            }
            let above = match e.checked_sub(1) {
                Some(before) => found[before].map(|i| i + 1),
                None => Some(0),
            };
            let below = match found.get(e + 1) {
                Some(next) => next.and_then(|i| i.checked_sub(1)),
                None => keys.len().checked_sub(1),
            };
            if let (Some(above), Some(below)) = (above, below)
                && above == below
                && taken.get(above) == Some(&false)
                && let Some(key) = &self.entries[e].key
                && are_alike(key, &keys[above])
            {
                taken[above] = true;
                found[e] = Some(above);
            }
        }
        found
    }

    fn stale(&self, entry: &Entry) -> Diagnostic {
        let message = say(
            "这条标注在来稿里找不到对应的行，没有用上",
            "no line of the source fits this correction any more: it was not used",
        );
        let mut doubt = Diagnostic::doubt("segment/correction-unused", message).help(
            "用 briefpack label --force 重写标注文件（仍适用的改动会保留），或删去这一行",
            "write the side file anew with `briefpack label --force` (what still fits is \
             kept), or take this line out",
        );
        if let (Some(name), Some(text)) = (&self.name, &self.text) {
            doubt = doubt.at(name, text, entry.at.clone());
        }
        doubt
    }
}

impl Placed {
    /// Whether there is nothing to correct.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a correction speaks of these bytes of the source.
    pub(crate) fn speaks_of(&self, origin: &Range<usize>) -> bool {
        let next = self.0.partition_point(|(range, _)| range.end <= origin.start);
        self.0.get(next).is_some_and(|(range, _)| range.start < origin.end)
    }

    /// The bytes of the source that stay to the character: the words of the lines that are
    /// marked 原样.
    pub(crate) fn untouched(&self, source: &Source) -> Vec<Range<usize>> {
        let is_end =
            |c: char| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let kept = self.0.iter().filter(|(_, orders)| orders.contains(&Order::Verbatim));
        // What cleaning took off the ends of a line belongs to it as well.
        kept.map(|(range, _)| {
            let start = source.text[..range.start]
                .char_indices()
                .rfind(|(_, c)| is_end(*c))
                .map_or(0, |(at, c)| at + c.len_utf8());
            let end = source.text[range.end..]
                .find(is_end)
                .map_or(source.text.len(), |at| range.end + at);
            let line = source.text[start..end].trim_start_matches('\u{FEFF}');
            let start = end - line.trim_start().len();
            start..start + line.trim().len()
        })
        .collect()
    }

    /// Puts the labels of the editor in the place of the guesses. `origins` are the bytes
    /// of the source from which the lines of the sheet came.
    pub(crate) fn apply(&self, sheet: &mut Sheet<'_>, origins: &[Range<usize>]) {
        if self.0.is_empty() {
            return;
        }
        for (i, origin) in origins.iter().enumerate() {
            let next = self.0.partition_point(|(range, _)| range.end <= origin.start);
            if let Some((range, orders)) = self.0.get(next)
                && range.start < origin.end
            {
                obey(sheet, i, orders, "editor", 1.0);
            }
        }
        for i in (0..sheet.lines.len()).filter(|i| sheet.joined[*i]).collect::<Vec<_>>() {
            open_what_goes_on(sheet, i);
        }
    }
}

/// Makes the line above a 续 running text, where the two make a sentence: half a sentence
/// looks like a title only while the other half is missing.
fn open_what_goes_on(sheet: &mut Sheet<'_>, line: usize) {
    let Some(above) = sheet.previous_text(line) else { return };
    let guessed = sheet.verdicts[above].as_ref().is_some_and(|v| v.reason != "editor");
    let display = matches!(
        sheet.label(above),
        Some(
            Label::Title
                | Label::Kicker
                | Label::Subtitle
                | Label::Note
                | Label::Heading(_)
                | Label::Highlight
        )
    );
    if guessed && display && sheet.lines[line].end == End::Stop {
        sheet.overrule(above, Label::Body, "editor", 1.0);
    }
}

/// For each line of a cleaned text the bytes of the source from which it came.
pub(crate) fn origins(lines: &[Line], draft: &Draft) -> Vec<Range<usize>> {
    lines.iter().map(|line| draft.account.origin_of(&line.range)).collect()
}

/// For each of these places of a source its line, from 1.
pub(crate) fn numbers(origins: &[Range<usize>], source: &Source) -> Vec<usize> {
    let lines = Lines::of(&source.text);
    origins.iter().map(|origin| lines.line(origin.start)).collect()
}

/// Whether half of the letters of the one stand in the other, in order.
fn are_alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) =
        (one.chars().collect(), other.chars().collect());
    // The longest common subsequence; both are a few letters long.
    let mut row = vec![0_usize; other.len() + 1];
    for a in &one {
        let mut corner = 0;
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    let common = row.last().copied().unwrap_or(0);
    common > 0 && common * 2 >= one.len().max(other.len())
}
