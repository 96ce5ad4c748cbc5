//! The words in which an editor says what a line is, in side files and in profiles.
//!
//! Belongs here: the words, and carrying one of them out on a line.
//! Does not belong here: finding the line that is meant (`corrections`, `profiles`).

use super::rules::{names_of, split_fields};
use super::sheet::{Cut, Sheet, Verdict};
use super::words::is_letter;
use super::{Field, Label};
use crate::diag::Say;
use crate::yaml;

/// What an editor says about one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// It is this.
    Is(Label),
    /// 续: it goes on from the line before.
    Join,
    /// 篇首: an article begins with it.
    Start,
    /// 原样: it stays as it is, to the character.
    Verbatim,
}

/// The words in Chinese and English. The first of each label is the one that is written.
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
    ("同行标题", "run-in", Order::Is(Label::RunIn(0))),
    ("提要", "highlight", Order::Is(Label::Highlight)),
    ("列项", "item", Order::Is(Label::Item)),
    ("表行", "row", Order::Is(Label::Row)),
    ("图说", "caption", Order::Is(Label::Caption)),
    ("正文", "body", Order::Is(Label::Body)),
    ("落款", "sign-off", Order::Is(Label::SignOff)),
    ("附件", "attachment", Order::Is(Label::Attachment)),
    ("引文", "quotation", Order::Is(Label::Quotation)),
    ("脚注", "footnote", Order::Is(Label::Footnote)),
    ("转接", "jump", Order::Is(Label::Jump)),
    ("刊期", "metadata", Order::Is(Label::Metadata(Field::Words))),
    ("来源", "source", Order::Is(Label::Metadata(Field::Source))),
    ("日期", "date", Order::Is(Label::Metadata(Field::Date))),
    ("作者", "author", Order::Is(Label::Metadata(Field::Author))),
    ("版次", "page", Order::Is(Label::Metadata(Field::Page))),
    ("编辑", "editor", Order::Is(Label::Metadata(Field::Editor))),
    ("弃", "drop", Order::Is(Label::Chrome)),
    ("续", "join", Order::Join),
    ("篇首", "start", Order::Start),
    ("原样", "verbatim", Order::Verbatim),
];

/// Every word, Chinese before English.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(zh, ..)| *zh).chain(WORDS.iter().map(|(_, en, _)| *en))
}

/// The order that a word stands for.
pub(crate) fn order(word: &str) -> Option<Order> {
    WORDS
        .iter()
        .find(|(zh, en, _)| *zh == word || en.eq_ignore_ascii_case(word))
        .map(|(_, _, order)| *order)
}

/// The nearest word to one that does not exist, and all the words there are in its
/// language.
pub(crate) fn suggest(word: &str) -> Option<Say> {
    let latin = word.is_ascii() && !word.is_empty();
    let list: Vec<&str> =
        WORDS.iter().map(|(zh, en, _)| if latin { *en } else { *zh }).collect();
    let near = yaml::nearest(word, &list);
    let all = list.join(if latin { ", " } else { "、" });
    Some(match near {
        Some(near) => crate::diag::say(
            format!("是不是“{near}”？可用的有：{all}"),
            format!("did you mean `{near}`? Allowed are: {all}"),
        ),
        None => {
            crate::diag::say(format!("可用的有：{all}"), format!("allowed are: {all}"))
        }
    })
}

/// The word for what a line is now.
pub(crate) fn word(sheet: &Sheet<'_>, line: usize) -> &'static str {
    let said = said(sheet, line);
    WORDS
        .iter()
        .find(|(_, _, order)| *order == Order::Is(said))
        .map_or("正文", |(zh, ..)| *zh)
}

/// What a line is now, as far as the editor's words tell it apart.
fn said(sheet: &Sheet<'_>, line: usize) -> Label {
    match sheet.label(line).unwrap_or(Label::Body) {
        Label::Body if has_run_in(sheet, line) => Label::RunIn(0),
        Label::Heading(level @ 1..=4) => Label::Heading(level),
        Label::Heading(_) => Label::Heading(0),
        Label::Dateline | Label::RunIn(_) => Label::Body,
        Label::Metadata(Field::Editor) => Label::Metadata(Field::Editor),
        Label::Metadata(_) => Label::Metadata(Field::Words),
        label => label,
    }
}

fn has_run_in(sheet: &Sheet<'_>, line: usize) -> bool {
    sheet.cuts[line].iter().any(|cut| matches!(cut.verdict.label, Label::RunIn(_)))
}

/// Carries orders out on a line.
pub(crate) fn obey(
    sheet: &mut Sheet<'_>,
    line: usize,
    orders: &[Order],
    reason: &'static str,
    confidence: f32,
) {
    let labelled = orders.iter().any(|order| matches!(order, Order::Is(_)));
    for order in orders {
        match *order {
            Order::Is(label) => set(sheet, line, label, reason, confidence),
            Order::Join => {
                set(sheet, line, Label::Body, reason, confidence);
                sheet.joined[line] = true;
            }
            Order::Start => {
                if sheet.is_chrome(line) && !labelled {
                    set(sheet, line, Label::Body, reason, confidence);
                }
                sheet.starts[line] = true;
            }
            Order::Verbatim => sheet.verbatim[line] = true,
        }
    }
    // A field would leave words such as 来源 out, and a row its drawn lines: what stays to
    // the character is text.
    let loses_words = matches!(
        sheet.label(line),
        Some(Label::Chrome | Label::Byline | Label::Metadata(_) | Label::Row)
    );
    if sheet.verbatim[line] && loses_words {
        sheet.overrule(line, Label::Body, reason, confidence);
    }
}

/// Makes a line what the editor says. A label that it has already changes nothing, so
/// that the parts that were found in it stay.
fn set(
    sheet: &mut Sheet<'_>,
    line: usize,
    label: Label,
    reason: &'static str,
    confidence: f32,
) {
    let same = said(sheet, line) == label
        || matches!((said(sheet, line), label), (Label::Heading(_), Label::Heading(0)));
    if same {
        if let Some(verdict) = sheet.verdicts[line].as_mut() {
            verdict.reason = reason;
            verdict.confidence = confidence;
        }
        return;
    }
    let words = sheet.words(line);
    let start = sheet.lines[line].range.start;
    let verdict = |label| Verdict { label, reason, confidence };
    let cut = |range: std::ops::Range<usize>, label| Cut {
        range: start + range.start..start + range.end,
        verdict: verdict(label),
    };
    match label {
        Label::RunIn(_) => {
            sheet.overrule(line, Label::Body, reason, confidence);
            let len = first_sentence(words);
            sheet.cuts[line].push(cut(0..len, label));
        }
        Label::Byline => {
            sheet.overrule(line, label, reason, confidence);
            let names = names_of(words).unwrap_or_else(|| bare(words));
            sheet.cuts[line].push(cut(names, Label::Metadata(Field::Author)));
        }
        Label::Metadata(Field::Editor) => sheet.overrule(line, label, reason, confidence),
        Label::Metadata(field) => {
            sheet.overrule(line, Label::Metadata(Field::Words), reason, confidence);
            sheet.cuts[line] = split_fields(words, field)
                .into_iter()
                .map(|(range, field)| cut(range, Label::Metadata(field)))
                .collect();
        }
        _ => sheet.overrule(line, label, reason, confidence),
    }
}

/// How long the first sentence of a line is, its full stop included; the whole line where
/// it has only one.
fn first_sentence(words: &str) -> usize {
    let mut depth = 0;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '《' | '（' | '「' | '(' => depth += 1,
            '”' | '》' | '）' | '」' | ')' => depth -= 1,
            '。' | '！' | '？' | '：' if depth <= 0 => return at + c.len_utf8(),
            _ => {}
        }
    }
    words.len()
}

/// The words of a line without the signs around them.
fn bare(words: &str) -> std::ops::Range<usize> {
    let start = words.len() - words.trim_start_matches(|c| !is_letter(c)).len();
    let end = words.trim_end_matches(|c| !is_letter(c)).len();
    if start < end { start..end } else { 0..words.len() }
}
