//! The card of a public account (公众号) that a messenger sets between the title of an
//! article and its text.
//!
//! Belongs here: its lines, and the title and the day around it.
//! Does not belong here: what an account writes above and below its texts (`appeals`).

use super::metadata::is_date_only;
use crate::segment::dates::first_date;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::{Field, Label};

/// How far from the top the card is looked for, in lines.
const NEAR: usize = 20;

/// How long the name of an account is, in letters.
const NAME: u32 = 20;

/// Reads the head of an article of an account: the title, who wrote it, the name of the
/// account, once or twice, its card (`微信号 …` over `功能介绍 …`), the day.
///
/// Only both lines of the card together are one. The title may end like a sentence.
pub(super) fn account(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    let opens = |i: usize, word: &str| sheet.words(i).starts_with(word);
    let found = (1..n.min(NEAR)).find(|i| opens(*i, "微信号")).and_then(|sign| {
        let about = (sign + 1..n.min(sign + 3)).find(|i| opens(*i, "功能介绍"))?;
        Some((sign, about))
    });
    let Some((sign, about)) = found else { return };
    // What the account does may stand on a line of its own.
    let alone = sheet.words(about) == "功能介绍" && about + 1 < n;
    let end = about + if alone { 2 } else { 1 };
    let name = |i: usize| {
        let line = &sheet.lines[i];
        (1..=NAME).contains(&line.letters) && line.stops == 0 && line.pauses == 0
    };
    let names = (0..sign).rev().take_while(|i| name(*i)).take(4).count();
    let title = sign - names;
    let Some(title) = title.checked_sub(1).filter(|t| sheet.lines[*t].letters >= 4)
    else {
        return;
    };
    for i in (0..title).filter(|i| sheet.open(*i)).collect::<Vec<_>>() {
        sheet.decide(i, Label::Chrome, "above-the-account", 0.7);
    }
    sheet.overrule(title, Label::Title, "over-the-account", 0.85);
    for i in title + 1..end {
        sheet.overrule(i, Label::Chrome, "account", 0.9);
    }
    let range = sheet.lines[sign - 1].range.clone();
    let label = Label::Metadata(Field::Source);
    sheet.overrule(sign - 1, Label::Metadata(Field::Words), "account", 0.85);
    let verdict = Verdict { label, reason: "account", confidence: 0.85 };
    sheet.cuts[sign - 1].push(Cut { range, verdict });
    let day = end;
    if day < n
        && is_date_only(sheet.words(day))
        && let Some((date, _)) = first_date(sheet.words(day), true)
    {
        let start = sheet.lines[day].range.start;
        let label = Label::Metadata(Field::Date);
        let verdict = Verdict { label, reason: "below-the-account", confidence: 0.85 };
        sheet.overrule(day, Label::Metadata(Field::Words), "below-the-account", 0.85);
        sheet.cuts[day]
            .push(Cut { range: start + date.start..start + date.end, verdict });
    }
}
