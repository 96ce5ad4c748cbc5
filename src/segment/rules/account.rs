//! The card of a public account (公众号) that a messenger sets between the title of an
//! article and its text.
//!
//! Belongs here: its lines, and the title and the day around it.
//! Does not belong here: what an account writes above and below its texts (`appeals`).

use super::metadata::is_date_only;
use crate::segment::dates::first_date;
use crate::segment::sheet::Sheet;
use crate::segment::{Field, Label, words};

/// How far from the top the card is looked for, in lines.
const NEAR: usize = 20;

/// How long the name of an account is, in letters.
const NAME: u32 = 20;

/// Reads the head of an article of an account: the title, who wrote it, the name of the
/// account, once or twice, its card (`微信号 …` over `功能介绍 …`), the day.
///
/// Only both lines of the card together are one, and only below a name. The title may end
/// like a sentence.
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
    let name = sign - 1;
    let line = &sheet.lines[name];
    if line.letters > NAME || line.stops > 0 || line.pauses > 0 {
        return;
    }
    // Above the name it may stand once more, and who wrote the article.
    let goes_with = |i: &usize| {
        let above = sheet.words(*i);
        above == sheet.words(name)
            || above.starts_with("原创")
            || words::is_person(above)
            || is_date_only(above)
    };
    let beside = (0..name).rev().take_while(goes_with).count();
    let Some(title) = (name - beside).checked_sub(1) else { return };
    if sheet.lines[title].letters < 4 {
        return;
    }
    for i in 0..title {
        sheet.decide(i, Label::Chrome, "above-the-account", 0.7);
    }
    sheet.overrule(title, Label::Title, "over-the-account", 0.85);
    for i in title + 1..end {
        sheet.overrule(i, Label::Chrome, "account", 0.9);
    }
    let field = |sheet: &mut Sheet<'_>, line, part, field| {
        sheet.overrule(line, Label::Metadata(Field::Words), "account", 0.85);
        sheet.cut(line, part, Label::Metadata(field), "account", 0.85);
    };
    let all = 0..sheet.words(name).len();
    field(sheet, name, all, Field::Source);
    let day = (title + 1..n.min(end + 1)).find(|i| is_date_only(sheet.words(*i)));
    if let Some(day) = day
        && let Some((date, _)) = first_date(sheet.words(day), true)
    {
        field(sheet, day, date, Field::Date);
    }
    let author = (title + 1..name).find(|i| words::is_person(sheet.words(*i)));
    if let Some(author) = author.filter(|a| sheet.words(*a) != sheet.words(name)) {
        let all = 0..sheet.words(author).len();
        field(sheet, author, all, Field::Author);
    }
}
