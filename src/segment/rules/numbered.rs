//! Numbered lines: headings, articles of laws, items, and tables of contents.

use std::ops::Range;

use crate::segment::Label;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Cut, Sheet, Verdict, goes_on_behind_a_stop};

/// Decides about lines that open with a number or marker and are not running text.
///
/// A short numbered line is a heading when something stands under it. Three or more in a
/// row with nothing between them are items: an agenda, a list of files, or the table of
/// contents that repeats every chapter.
pub(super) fn numbered(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    for i in 0..n {
        let Some(number) = sheet.numbers[i] else { continue };
        if !sheet.open(i) {
            continue;
        }
        if number.system == System::Article {
            article(sheet, i, number.len);
            continue;
        }
        let broken =
            matches!(number.system, System::Spoken | System::Ordinal | System::Bullet);
        if broken || !stands_alone(sheet, i) {
            continue;
        }
        let rest = sheet.lines[i].letters;
        let bare_number =
            sheet.words(i)[number.len..].chars().all(|c| !c.is_alphanumeric());
        if bare_number && number.system > System::Article {
            continue;
        }
        if rest > 50 && number.system != System::Marker {
            continue;
        }
        if is_torn(sheet, i) {
            continue;
        }
        if in_row(sheet, i) && !opens_its_own(sheet, i) {
            sheet.decide(i, Label::Item, "numbered-row", 0.8);
            continue;
        }
        let Some(next) = sheet.next_text(i + 1) else { continue };
        if heads_nothing(sheet, i, next) {
            sheet.decide(i, Label::Item, "heads-nothing", 0.7);
            continue;
        }
        let reason = if number.system == System::Marker { "marker" } else { "number" };
        sheet.decide(i, Label::Heading(0), reason, 0.9);
    }
}

/// Whether a line is the first half of a sentence that the end of a page has torn: clauses
/// strung together, the number of the page, and text.
pub(super) fn is_torn(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    // A heading with a number may have several clauses of its own.
    let clauses = if sheet.numbers[i].is_some() { 2 } else { 1 };
    let Some(next) = sheet.next_text(i + 1) else { return false };
    let page = (i + 1..next)
        .any(|l| sheet.verdicts[l].as_ref().is_some_and(|v| v.reason == "page-number"));
    page && line.end == End::Bare
        && line.commas >= clauses
        && line.letters >= 24
        && sheet.numbers[next].is_none()
        && !sheet.is_display(next)
}

/// Whether a line of a row of numbers ends with a colon and something else than the next
/// number stands under it: `三、中标信息：` in a form, below `二、项目名称：……`.
fn opens_its_own(sheet: &Sheet<'_>, i: usize) -> bool {
    let own = sheet.numbers[i].map(|n| n.system);
    sheet.lines[i].end == End::Colon
        && sheet
            .next_text(i + 1)
            .is_some_and(|next| sheet.numbers[next].map(|n| n.system) != own)
}

/// Whether what follows a numbered line is its brother, or stands above it: then nothing
/// stands under it, and it is an item of a list.
fn heads_nothing(sheet: &Sheet<'_>, i: usize, next: usize) -> bool {
    let (Some(own), Some(other)) = (sheet.numbers[i], sheet.numbers[next]) else {
        return false;
    };
    own.system >= System::Han
        && own.system < System::Marker
        && sheet.lines[i].letters >= 16
        && (other.system < own.system
            || (other.system == own.system && other.value == own.value + 1))
}

/// Whether a numbered line may be a heading by its shape: not ended like a sentence, no
/// clauses strung together.
fn stands_alone(sheet: &Sheet<'_>, i: usize) -> bool {
    let l = &sheet.lines[i];
    match l.end {
        End::Bare => {
            l.pauses <= 3 && l.stops <= 1 && !goes_on_behind_a_stop(sheet.words(i))
        }
        End::Colon => {
            // The sign behind the number is no pause: `三、成交信息：`.
            let number = sheet.numbers[i].map_or(0, |n| n.len);
            l.letters <= 20
                && !sheet.words(i)[number..].contains(['，', '、', '；', ','])
                && !is_among_clauses(sheet, i)
        }
        End::Stop => {
            let last = sheet.words(i).chars().next_back();
            let asks = matches!(last, Some('？' | '！' | '?' | '!'));
            let staged = l.pauses == 0 && over_its_text(sheet, i);
            l.stops == 1
                && (l.letters <= 34
                    && (asks && l.letters <= 30
                        || staged
                        || over_deeper_numbers(sheet, i))
                    || heads_paragraphs(sheet, i))
        }
        End::Pause => false,
    }
}

/// Whether the number before that of a line stands in the same list over a clause: `4．颜色
/// 为白色；` over `5．标志：`.
fn is_among_clauses(sheet: &Sheet<'_>, i: usize) -> bool {
    const REACH: usize = 10;
    let brother = |l: &usize| {
        let (own, other) = (sheet.numbers[i], sheet.numbers[*l]);
        own.zip(other).is_some_and(|(own, other)| own.system == other.system)
    };
    (i.saturating_sub(REACH)..i)
        .rev()
        .find(brother)
        .is_some_and(|l| sheet.lines[l].end == End::Pause)
}

/// `一、河道整治全面完成，防汛能力持续增强。` where every number of the row stands over a
/// paragraph of its own: it says in a sentence what the paragraph tells.
fn heads_paragraphs(sheet: &Sheet<'_>, i: usize) -> bool {
    const REACH: usize = 40;
    const FEW: usize = 3;
    let Some(own) = sheet.numbers[i].filter(|n| n.system == System::Han) else {
        return false;
    };
    let over = |line: usize| {
        sheet.next_text(line + 1).is_some_and(|next| {
            sheet.numbers[next].is_none()
                && sheet.lines[next].letters >= 2 * sheet.lines[line].letters
                && sheet.lines[next].letters >= 40
        })
    };
    let like =
        |line: &usize| sheet.numbers[*line].is_some_and(|n| n.system == own.system);
    let one_sentence = |line: usize| {
        let l = &sheet.lines[line];
        l.end == End::Stop && l.stops == 1 && l.letters <= 40
    };
    if !one_sentence(i) || !over(i) {
        return false;
    }
    let near = i.saturating_sub(REACH)..sheet.lines.len().min(i + REACH);
    let mut row = 0;
    for line in near.filter(like) {
        if !one_sentence(line) || !over(line) {
            return false;
        }
        row += 1;
    }
    row >= FEW
}

/// `（二）基本原则。` over `1.……`: a name, and the first of a deeper row right under it.
fn over_deeper_numbers(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.lines[i].letters <= 16
        && sheet.lines[i].pauses == 0
        && sheet.next_text(i + 1).and_then(|next| sheet.numbers[next]).is_some_and(|n| {
            n.value == 1 && sheet.numbers[i].is_some_and(|own| n.system > own.system)
        })
}

/// `4.1.2 加强值守。` over `4.1.2.1 …` or over a paragraph without a number: the clauses of
/// a standard follow each other.
fn over_its_text(sheet: &Sheet<'_>, i: usize) -> bool {
    let Some(own) = sheet.numbers[i].filter(|n| n.system == System::Decimal) else {
        return false;
    };
    sheet.next_text(i + 1).is_some_and(|next| match sheet.numbers[next] {
        Some(n) => n.system == own.system && n.depth == own.depth + 1 && n.value == 1,
        None => sheet.lines[next].letters >= 20 && !sheet.is_display(next),
    })
}

/// Whether a line stands in a row of at least three of its kind.
fn in_row(sheet: &Sheet<'_>, i: usize) -> bool {
    let kin = |a: usize, b: usize| {
        let (Some(x), Some(y)) = (sheet.numbers[a], sheet.numbers[b]) else {
            return false;
        };
        stands_alone(sheet, b)
            && !sheet.is_chrome(b)
            && (x.system == y.system || sheet.lines[b].end == End::Bare)
            && (x.system != y.system || y.value == x.value + 1 || x.value == 0)
    };
    let value = |a: usize| sheet.numbers[a].map_or(0, |n| n.value);
    let system = |a: usize| sheet.numbers[a].map(|n| n.system);
    let goes_on = |a: usize| {
        a + 1 < sheet.lines.len() && kin(a, a + 1) && system(a + 1) >= system(i)
    };
    let (mut first, mut last) = (i, i);
    let mut brothers = 1;
    // No further than it takes: a row may have a million lines.
    let is_row =
        |first: usize, last: usize, brothers: usize| brothers >= 3 && last - first >= 2;
    // A brother counts on from the one before; what stands above them ends the row.
    let mut own = value(i);
    while !is_row(first, last, brothers)
        && first > 0
        && kin(first - 1, first)
        && system(first - 1) >= system(i)
    {
        first -= 1;
        if system(first) == system(i) {
            if own != 0 && value(first) + 1 != own {
                break;
            }
            own = value(first);
            brothers += 1;
        }
    }
    let mut own = value(i);
    while !is_row(first, last, brothers) && goes_on(last) {
        last += 1;
        if system(last) == system(i) {
            if own != 0 && value(last) != own + 1 {
                break;
            }
            own = value(last);
            brothers += 1;
        }
    }
    // The last of the row may be the heading of what follows: a row of highlights ends
    // before a paragraph, a chapter before its first section.
    let next = sheet.numbers.get(i + 1).copied().flatten();
    let deeper = next
        .zip(sheet.numbers[i])
        .is_some_and(|(y, x)| y.system > x.system && y.value == 1);
    is_row(first, last, brothers) && (!deeper || goes_on(i))
}

/// `第一条　…`: the number, and the words in brackets behind it, are the heading.
fn article(sheet: &mut Sheet<'_>, i: usize, len: usize) {
    if !in_sequence(sheet, i) {
        return;
    }
    let words = sheet.words(i);
    let range = sheet.lines[i].range.clone();
    let rest = &words[len..];
    if rest.trim().is_empty() {
        sheet.decide(i, Label::Heading(0), "article", 0.95);
        return;
    }
    let mut end = len;
    if let Some(open) =
        rest.chars().next().filter(|c| matches!(c, '（' | '(' | '【' | '〔'))
        && let Some(close) = rest.find(['）', ')', '】', '〕'])
        && close > open.len_utf8()
        && rest[..close].chars().count() <= 40
    {
        end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
        if words[end..].trim().is_empty() {
            sheet.decide(i, Label::Heading(0), "article", 0.95);
            return;
        }
    } else if sheet.lines[i].letters <= 24
        && stands_alone(sheet, i)
        && sheet.lines[i].end == End::Bare
        && sheet.lines[i].pauses == 0
    {
        // 第三条 适用范围, with the text below it.
        if sheet.next_text(i + 1).is_some_and(|next| {
            sheet.numbers[next].is_none_or(|n| n.system != System::Article)
        }) {
            sheet.decide(i, Label::Heading(0), "article", 0.85);
            return;
        }
    }
    let end = range.start + words[..end].trim_end().len();
    sheet.cuts[i].push(Cut {
        range: range.start..end,
        verdict: Verdict { label: Label::RunIn(0), reason: "article", confidence: 0.95 },
    });
}

/// Whether an article has its predecessor or successor within reach: a single mention is
/// no outline.
fn in_sequence(sheet: &Sheet<'_>, i: usize) -> bool {
    let Some(me) = sheet.numbers[i] else { return false };
    let near = |j: usize| {
        sheet.numbers[j].is_some_and(|n| {
            n.system == System::Article
                && (n.value == me.value + 1 || n.value + 1 == me.value)
        })
    };
    let from = i.saturating_sub(60);
    let to = (i + 60).min(sheet.lines.len());
    (from..to).any(near) || is_quoted(sheet, from..to)
}

/// Whether some lines quote a law: three of its articles in order, each with a gap behind
/// its number.
fn is_quoted(sheet: &Sheet<'_>, lines: Range<usize>) -> bool {
    let quoted: Vec<u32> = lines
        .filter_map(|line| {
            let number = sheet.numbers[line].filter(|n| n.system == System::Article)?;
            let words = sheet.words(line);
            let parted = number.len == words.len()
                || words[..number.len].ends_with(char::is_whitespace);
            parted.then_some(number.value)
        })
        .collect();
    quoted.len() >= 3 && quoted.windows(2).all(|w| w[0] < w[1])
}
