//! The editor's word: labels that a person has corrected in a side file.
//!
//! Belongs here: the side file, finding the lines that it speaks of, and honouring it
//! before joins and articles are decided.
//! Does not belong here: the guesses that it corrects (`rules`), and what the words mean
//! (`orders`).
//!
//! The file has one line a line of the source: its number, its label, its first words.
//!
//! ```text
//! # 标注：来稿.txt
//! # 初判：1 标题；3-11 正文；12 弃
//! 1   标题    云溪区召开全区工作会议
//! 3   正文    本报讯 昨日，云溪区……
//! 12  弃      扫一扫在手机打开
//! ```
//!
//! The editor changes a word. `续` goes on from the line before, `篇首` opens an article,
//! `原样` keeps every character, `弃` drops. Two words are joined by `+`: `篇首+标题`.
//! A line is found again by its words and by those of its neighbours, not by its number,
//! so that the file still fits when the source has changed elsewhere. What 初判 says of a
//! line is what the program guessed: an entry that says the same corrects nothing, and
//! leaves the program free to guess better.

mod place;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use place::{Placed, numbers, origins};

use super::orders::{self, Order};
use super::sheet::Sheet;
use crate::diag::{Diagnostic, say};

/// How many letters of a line the side file shows and a line is found by.
const SHOWN: usize = 18;

/// The word before what the program guessed.
const GUESSES: &str = "初判：";

#[derive(Debug, Clone)]
struct Entry {
    /// The line of the source, from 1, when the file was written.
    number: usize,
    orders: Vec<Order>,
    /// Its first letters, as many as the file shows. `None` where it shows no words.
    key: Option<String>,
    /// Whether it says something else than the guess.
    corrects: bool,
    /// Its bytes in the side file.
    at: Range<usize>,
}

/// The corrections of one source.
#[derive(Debug, Clone, Default)]
pub struct Corrections {
    entries: Vec<Entry>,
    name: Option<Arc<str>>,
    text: Option<Arc<str>>,
}

impl Corrections {
    /// Reads a side file.
    ///
    /// # Errors
    /// One diagnostic for every line that says nothing understandable.
    pub fn parse(name: &Arc<str>, text: &Arc<str>) -> Result<Self, Vec<Diagnostic>> {
        let mut entries = Vec::new();
        let mut errors = Vec::new();
        let mut guesses: HashMap<usize, Vec<Order>> = HashMap::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start..start + line.trim_end().len();
            start += line.len();
            let words = line.trim_start_matches('\u{FEFF}').trim();
            if let Some(comment) = words.strip_prefix('#') {
                read_guesses(comment, &mut guesses);
                continue;
            }
            if words.is_empty() {
                continue;
            }
            let mut fields = words.splitn(2, char::is_whitespace);
            let number = fields.next().and_then(|n| n.parse().ok());
            let rest = fields.next().map(str::trim_start).unwrap_or_default();
            let (label, shown) =
                rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            match (number, read_orders(label)) {
                (Some(number), Ok(orders)) => {
                    let key = Some(key(shown)).filter(|_| !shown.trim().is_empty());
                    entries.push(Entry { number, orders, key, corrects: true, at });
                }
                (None, _) => errors.push(
                    Diagnostic::error(
                        "segment/label-file",
                        say(
                            "这一行不是以行号开头",
                            "this line does not begin with a line number",
                        ),
                    )
                    .at(name, text, at)
                    .help(
                        "写成“行号 标注 开头几个字”，例如“12 弃 扫一扫”",
                        "write number, label and first words, such as `12 drop 扫一扫`",
                    ),
                ),
                (Some(_), Err(word)) => errors.push(unknown_word(name, text, at, &word)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        for entry in &mut entries {
            let guess = guesses.get(&entry.number);
            entry.corrects = guess.is_none_or(|guess| *guess != entry.orders);
        }
        Ok(Corrections { entries, name: Some(name.clone()), text: Some(text.clone()) })
    }

    /// Whether there is nothing to correct.
    pub fn is_empty(&self) -> bool {
        !self.entries.iter().any(|entry| entry.corrects)
    }
}

/// The orders that `篇首+标题` stands for, or the part that is no word.
fn read_orders(label: &str) -> Result<Vec<Order>, String> {
    label
        .split(['+', '＋'])
        .map(|word| orders::order(word).ok_or_else(|| word.to_owned()))
        .collect()
}

/// Reads `初判：1 标题；3-11 正文` out of a comment.
fn read_guesses(comment: &str, guesses: &mut HashMap<usize, Vec<Order>>) {
    let Some(list) = comment.trim().strip_prefix(GUESSES) else { return };
    for run in list.split('；') {
        let Some((lines, label)) = run.trim().split_once(' ') else { continue };
        let (first, last) = lines.split_once('-').unwrap_or((lines, lines));
        let (Ok(first), Ok(last)) = (first.parse::<usize>(), last.parse::<usize>())
        else {
            continue;
        };
        // No file has so many lines; a number that was mistyped must not fill the memory.
        if let Ok(orders) = read_orders(label.trim())
            && last.saturating_sub(first) < 10_000_000
        {
            guesses.extend((first..=last).map(|line| (line, orders.clone())));
        }
    }
}

/// What a line is found by: its first letters and digits.
fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).take(SHOWN).collect()
}

fn unknown_word(
    name: &Arc<str>,
    text: &Arc<str>,
    at: Range<usize>,
    word: &str,
) -> Diagnostic {
    let message =
        say(format!("没有“{word}”这种标注"), format!("there is no label “{word}”"));
    Diagnostic {
        help: orders::suggest(word),
        ..Diagnostic::error("segment/label-file", message).at(name, text, at)
    }
}

/// The label of a line as the side file writes it.
pub(crate) fn said(sheet: &Sheet<'_>, line: usize) -> String {
    let mut said = String::new();
    if sheet.starts[line] && line > 0 {
        said += "篇首+";
    }
    if sheet.verbatim[line] {
        said += "原样+";
    }
    said += if sheet.joined[line] { "续" } else { orders::word(sheet, line) };
    said
}

/// Writes the side file of a source: what the program guessed of each line, and what the
/// line is now. `numbers` are the lines of the source; `wrapped` the numbers and places of
/// those that were undone as hard wraps, in order. Each line shows its own words, not those
/// that were joined to them: it is looked for before anything is joined.
pub(crate) fn write(
    name: &str,
    guessed: &Sheet<'_>,
    sheet: &Sheet<'_>,
    numbers: &[usize],
    wrapped: &[(usize, usize)],
) -> String {
    let own_words = |from: usize, to: usize| {
        let next = wrapped.partition_point(|(_, seam)| *seam <= from);
        let seam = wrapped.get(next).map_or(to, |(_, seam)| *seam);
        &sheet.text[from..seam.min(to)]
    };
    let mut rows: Vec<(usize, String, String, &str)> = numbers
        .iter()
        .enumerate()
        .map(|(i, number)| {
            let Range { start, end } = sheet.lines[i].range;
            (*number, said(guessed, i), said(sheet, i), own_words(start, end))
        })
        .collect();
    rows.extend(wrapped.iter().map(|(number, at)| {
        let end = sheet.text[*at..].find('\n').map_or(sheet.text.len(), |end| at + end);
        (*number, "续".to_owned(), "续".to_owned(), own_words(*at, end))
    }));
    rows.sort_by_key(|(number, ..)| *number);
    let mut out = format!("# 标注：{name}\n# {GUESSES}");
    let mut runs: Vec<(usize, usize, &str)> = Vec::new();
    for (number, guess, ..) in &rows {
        match runs.last_mut() {
            Some((_, last, same)) if *same == guess => *last = *number,
            _ => runs.push((*number, *number, guess)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|(first, last, guess)| match first == last {
            true => format!("{first} {guess}"),
            false => format!("{first}-{last} {guess}"),
        })
        .collect();
    out += &runs.join("；");
    out.push('\n');
    for (number, _, now, words) in &rows {
        let mut letters = 0;
        let shown: String = words
            .chars()
            .take_while(|c| {
                letters += usize::from(c.is_alphanumeric());
                letters <= SHOWN
            })
            .collect();
        out += &format!("{number}\t{now}\t{shown}\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Corrections, Vec<Diagnostic>> {
        Corrections::parse(&"标注.txt".into(), &text.into())
    }

    #[test]
    fn both_languages_are_read() {
        let read = parse("# 说明\n1 标题 甲\n2\tbody\t乙\n3 篇首+title 丙\n")
            .map(|c| c.entries.len());
        assert_eq!(read.ok(), Some(3));
    }

    #[test]
    fn every_bad_line_is_reported_with_the_nearest_word() {
        let errors =
            parse("1 小标提 甲\n正文 乙\n3 tilte 丙\n").err().unwrap_or_default();
        assert_eq!(errors.len(), 3);
        let help = |i: usize| errors[i].help.clone().map(|h| h.zh).unwrap_or_default();
        assert!(help(0).contains("是不是“小标题”"), "{}", help(0));
        assert!(help(2).contains("是不是“title”"), "{}", help(2));
    }

    #[test]
    fn an_entry_that_says_what_was_guessed_corrects_nothing() {
        let read = parse("# 初判：1 标题；2-3 正文\n1 标题 甲\n2 正文 乙\n3 弃 丙\n")
            .expect("it is good");
        let corrects: Vec<bool> = read.entries.iter().map(|e| e.corrects).collect();
        assert_eq!(corrects, [false, false, true]);
        assert!(!read.is_empty());
    }
}
