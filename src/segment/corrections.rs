//! The editor's word: labels that a person has corrected in a side file.
//!
//! Belongs here: the side file, finding the lines that it speaks of, and honouring it
//! before joins and articles are decided.
//! Does not belong here: the guesses that it corrects (`rules`).
//!
//! The file has one line a line of the source: its number, its label, its first words.
//!
//! ```text
//! # 标注：来稿.txt
//! 1   标题    云溪区召开全区工作会议
//! 3   正文    本报讯 昨日，云溪区……
//! 12  弃      扫一扫在手机打开
//! ```
//!
//! The editor changes a word. `续` goes on from the line before, `篇首` opens an article,
//! `原样` keeps every character, `弃` drops. Two words are joined by `+`: `篇首+标题`.
//! A line is found again by its words and by those of its neighbours, not by its number,
//! so that the file still fits when the source has changed elsewhere.

use std::collections::HashMap;
use std::sync::Arc;

use super::sheet::Sheet;
use super::{Field, Label};
use crate::clean::Draft;
use crate::diag::{Diagnostic, Notes, say};
use crate::source::Source;

/// What the editor says about one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// It is this.
    Is(Label),
    /// 续: it goes on from the line before.
    Join,
    /// 篇首: an article begins with it.
    Start,
    /// 原样: it stays as it is, to the character.
    Verbatim,
}

/// The words of the side file. The first of each label is the one that is written.
const WORDS: &[(&str, &str, Order)] = &[
    ("标题", "title", Order::Is(Label::Title)),
    ("引题", "kicker", Order::Is(Label::Kicker)),
    ("副题", "subtitle", Order::Is(Label::Subtitle)),
    ("题注", "note", Order::Is(Label::Note)),
    ("署名", "byline", Order::Is(Label::Byline)),
    ("小标题", "heading", Order::Is(Label::Heading(0))),
    ("小标题1", "heading1", Order::Is(Label::Heading(1))),
    ("小标题2", "heading2", Order::Is(Label::Heading(2))),
    ("小标题3", "heading3", Order::Is(Label::Heading(3))),
    ("小标题4", "heading4", Order::Is(Label::Heading(4))),
    ("提要", "highlight", Order::Is(Label::Highlight)),
    ("列项", "item", Order::Is(Label::Item)),
    ("表行", "row", Order::Is(Label::Row)),
    ("图说", "caption", Order::Is(Label::Caption)),
    ("正文", "body", Order::Is(Label::Body)),
    ("落款", "sign-off", Order::Is(Label::SignOff)),
    ("附件", "attachment", Order::Is(Label::Attachment)),
    ("引文", "quotation", Order::Is(Label::Quotation)),
    ("脚注", "footnote", Order::Is(Label::Footnote)),
    ("刊期", "metadata", Order::Is(Label::Metadata(Field::Words))),
    ("编辑", "editor", Order::Is(Label::Metadata(Field::Editor))),
    ("弃", "drop", Order::Is(Label::Chrome)),
    ("续", "join", Order::Join),
    ("篇首", "start", Order::Start),
    ("原样", "verbatim", Order::Verbatim),
];

/// How many letters of a line the side file shows and a line is found by.
const SHOWN: usize = 18;

#[derive(Debug, Clone)]
struct Entry {
    number: usize,
    orders: Vec<Order>,
    key: String,
    /// Its bytes in the side file.
    at: std::ops::Range<usize>,
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
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start..start + line.trim_end().len();
            start += line.len();
            let words = line.trim_start_matches('\u{FEFF}').trim();
            if words.is_empty() || words.starts_with('#') {
                continue;
            }
            let mut fields = words.splitn(2, char::is_whitespace);
            let number = fields.next().and_then(|n| n.parse().ok());
            let rest = fields.next().map(str::trim_start).unwrap_or_default();
            let (label, shown) =
                rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            let orders: Option<Vec<Order>> =
                label.split(['+', '＋']).map(order).collect();
            match (number, orders) {
                (Some(number), Some(orders)) => {
                    entries.push(Entry { number, orders, key: key(shown), at });
                }
                (None, _) => errors.push(
                    Diagnostic::error(
                        "segment/label-file",
                        say(
                            "这一行不是以行号开头",
                            "this line does not begin with a line number",
                        ),
                    )
                    .at(name, text, at),
                ),
                (Some(_), None) => errors.push(unknown_word(name, text, at, label)),
            }
        }
        if errors.is_empty() {
            Ok(Corrections {
                entries,
                name: Some(name.clone()),
                text: Some(text.clone()),
            })
        } else {
            Err(errors)
        }
    }

    /// Whether there is nothing to correct.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Puts the labels of the editor in the place of the guesses. An entry whose line is
    /// not to be found is reported.
    pub(crate) fn apply(&self, sheet: &mut Sheet<'_>, notes: &mut Notes) {
        if self.entries.is_empty() {
            return;
        }
        let keys: Vec<String> =
            (0..sheet.lines.len()).map(|i| key(sheet.words(i))).collect();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, key) in keys.iter().enumerate() {
            places.entry(key).or_default().push(i);
        }
        let mut taken = vec![false; keys.len()];
        for (e, entry) in self.entries.iter().enumerate() {
            let neighbour = |step: isize| {
                e.checked_add_signed(step)
                    .and_then(|n| self.entries.get(n))
                    .map(|n| n.key.as_str())
            };
            let fits = |i: usize| {
                let beside =
                    |step: isize| i.checked_add_signed(step).and_then(|n| keys.get(n));
                [-1, 1]
                    .into_iter()
                    .filter(|s| neighbour(*s) == beside(*s).map(String::as_str))
                    .count()
            };
            let best = places
                .get(entry.key.as_str())
                .into_iter()
                .flatten()
                .filter(|i| !taken[**i])
                .max_by_key(|i| (fits(**i), std::cmp::Reverse(i.abs_diff(entry.number))));
            match best {
                Some(&i) => {
                    taken[i] = true;
                    obey(sheet, i, &entry.orders);
                }
                None => self.report(entry, notes),
            }
        }
    }

    fn report(&self, entry: &Entry, notes: &mut Notes) {
        let message = say(
            "这条标注在来稿里找不到对应的行",
            "no line of the source fits this correction any more",
        );
        let mut doubt = Diagnostic::doubt("segment/correction-unused", message).help(
            "重新生成标注文件，或删去这一行",
            "write the label file anew, or take this line out",
        );
        if let (Some(name), Some(text)) = (&self.name, &self.text) {
            doubt = doubt.at(name, text, entry.at.clone());
        }
        notes.push(doubt);
    }
}

fn obey(sheet: &mut Sheet<'_>, i: usize, orders: &[Order]) {
    for order in orders {
        match *order {
            // The right label keeps the parts that were found in the line.
            Order::Is(label)
                if sheet.label(i).unwrap_or(Label::Body).word() == label.word() =>
            {
                if let (Label::Heading(level @ 1..), Some(v)) =
                    (label, sheet.verdicts[i].as_mut())
                {
                    v.label = Label::Heading(level);
                }
            }
            Order::Is(label) => sheet.overrule(i, label, "editor", 1.0),
            Order::Join => {
                sheet.overrule(i, Label::Body, "editor", 1.0);
                sheet.joined[i] = true;
            }
            Order::Start => sheet.starts[i] = true,
            Order::Verbatim => {
                sheet.overrule(i, Label::Body, "editor", 1.0);
                sheet.verbatim[i] = true;
            }
        }
    }
}

fn order(word: &str) -> Option<Order> {
    WORDS
        .iter()
        .find(|(zh, en, _)| *zh == word || en.eq_ignore_ascii_case(word))
        .map(|(_, _, order)| *order)
}

/// What a line is found by: its first letters and digits.
fn key(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).take(SHOWN).collect()
}

fn unknown_word(
    name: &Arc<str>,
    text: &Arc<str>,
    at: std::ops::Range<usize>,
    word: &str,
) -> Diagnostic {
    let all: Vec<&str> = WORDS.iter().map(|(zh, ..)| *zh).collect();
    let all = all.join("、");
    let english: Vec<&str> = WORDS.iter().map(|(_, en, _)| *en).collect();
    Diagnostic::error(
        "segment/label-file",
        say(format!("没有“{word}”这种标注"), format!("there is no label “{word}”")),
    )
    .at(name, text, at)
    .help(format!("可用的有：{all}"), format!("use one of: {}", english.join(", ")))
}

/// The word that the side file has for a label.
fn word(label: Label) -> &'static str {
    let plain = match label {
        Label::Heading(level @ 1..=4) => Label::Heading(level),
        Label::Heading(_) => Label::Heading(0),
        Label::RunIn(_) | Label::Dateline | Label::Jump => Label::Body,
        Label::Metadata(Field::Editor) => label,
        Label::Metadata(_) => Label::Metadata(Field::Words),
        _ => label,
    };
    WORDS
        .iter()
        .find(|(_, _, order)| *order == Order::Is(plain))
        .map_or("正文", |(zh, ..)| *zh)
}

/// Writes the side file of a source with the labels as they are guessed now.
pub(crate) fn write(sheet: &Sheet<'_>, draft: &Draft, source: &Source) -> String {
    let mut out = format!("# 标注：{}\n", source.name);
    let mut number = 1;
    let mut counted = 0;
    for i in 0..sheet.lines.len() {
        let at =
            draft.account.origin(sheet.lines[i].range.start).start.min(source.text.len());
        number += source.text[counted.min(at)..at].matches('\n').count();
        counted = counted.max(at);
        let label = word(sheet.label(i).unwrap_or(Label::Body));
        let start = if sheet.starts[i] && i > 0 { "篇首+" } else { "" };
        let shown: String = {
            let mut letters = 0;
            sheet
                .words(i)
                .chars()
                .take_while(|c| {
                    letters += usize::from(c.is_alphanumeric());
                    letters <= SHOWN
                })
                .collect()
        };
        out += &format!("{number}\t{start}{label}\t{shown}\n");
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
    fn every_bad_line_is_reported() {
        let errors = parse("1 标是 甲\n正文 乙\n").err().unwrap_or_default();
        assert_eq!(errors.len(), 2);
        assert!(errors[0].message.zh.contains("标是"));
    }
}
