//! Datelines (电头): where and when a report was filed.

use std::ops::Range;

use crate::han;
use crate::segment::dates::first_date;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::{Field, Label, words};

/// Cuts `本报讯`, `新华社云溪1月2日电` and `央视网消息：` off the head of the paragraph that
/// follows a title.
pub(super) fn dateline(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || !sheet.cuts[i].is_empty() || sheet.numbers[i].is_some() {
            continue;
        }
        let Some(len) = lead_len(sheet.words(i)) else { continue };
        let start = sheet.lines[i].range.start;
        sheet.cuts[i].push(Cut {
            range: start..start + len,
            verdict: Verdict { label: Label::Dateline, reason: "lead", confidence: 0.9 },
        });
    }
}

/// Takes the title out of `新华社云溪1月2日电 题：…`.
pub(super) fn title_in_dateline(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || sheet.lines[i].letters > 80 || !sheet.is_display(i) {
            continue;
        }
        let words = sheet.words(i);
        let Some(lead) = lead_len(words) else { continue };
        // Markdown sets the title in bold.
        let bold = words.ends_with("**") && words.matches("**").count() == 2;
        let rest = words[lead..].trim_start();
        let rest = if bold { rest.trim_matches('*') } else { rest };
        let Some(title) = ["题：", "题:", "題：", "題:"]
            .iter()
            .find_map(|sign| rest.strip_prefix(*sign))
        else {
            continue;
        };
        let range = sheet.lines[i].range.clone();
        let end = range.end - if bold { 2 } else { 0 };
        let title = end - title.trim_start().len();
        let mut cuts = Vec::new();
        let mut push = |range: Range<usize>, label: Label| {
            let verdict = Verdict { label, reason: "title-in-dateline", confidence: 0.9 };
            cuts.push(Cut { range, verdict });
        };
        if let Some(name) = words::LEAD_WORDS.at_start(words) {
            push(range.start..range.start + name.len(), Label::Metadata(Field::Source));
        }
        if let Some((date, _)) = first_date(&words[..lead], false) {
            push(
                range.start + date.start..range.start + date.end,
                Label::Metadata(Field::Date),
            );
        }
        push(title..end, Label::Title);
        sheet.decide(i, Label::Metadata(Field::Words), "title-in-dateline", 0.9);
        sheet.cuts[i] = cuts;
    }
}

/// Whether the line opens like a news lead: `本报讯`, `新华社云溪1月2日电`, `央视网消息：`.
pub(super) fn is_lead(words: &str) -> bool {
    lead_len(words).is_some()
}

/// Whether a dateline has a line of its own.
pub(super) fn is_lead_alone(words: &str) -> bool {
    lead_len(words) == Some(words.len())
}

/// The bytes of a dateline at the head of a line.
pub(super) fn lead_len(text: &str) -> Option<usize> {
    let open =
        text.chars().next().filter(|c| matches!(c, '【' | '（' | '(' | '〔' | '['));
    let inner = &text[open.map_or(0, char::len_utf8)..];
    let Some(word) = words::LEAD_WORDS.at_start(inner) else {
        return match open {
            Some(open) => bracketed_len(text, open),
            None => station_len(inner),
        };
    };
    let head: String = inner[word.len()..].chars().take(44).collect();
    let offset = open.map_or(0, char::len_utf8) + word.len();
    // 本报讯 12月7日: nothing else is needed.
    if word.ends_with('讯') || word.ends_with('訊') || word.ends_with("消息") {
        let mut end = offset;
        let rest = &text[end..];
        if rest.starts_with(['（', '(']) {
            let close = rest.find(['）', ')']).filter(|c| *c < 90)?;
            end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
        }
        if open.is_some() {
            let close =
                text[end..].find(['】', '）', ')', '〕', ']']).filter(|c| *c < 60)?;
            end += close + text[end + close..].chars().next().map_or(0, char::len_utf8);
        }
        let rest = &text[end..];
        let mark = rest.chars().next().filter(|c| matches!(c, '：' | ':' | '，'));
        end += mark.filter(|c| *c != '，').map_or(0, char::len_utf8);
        let Some(next) = text[end..].chars().next() else { return Some(end) };
        return (next.is_whitespace()
            || mark.is_some()
            || end > offset
            || next.is_ascii_digit()
            || next == '（')
            .then_some(end)
            .or(Some(end).filter(|_| han::is_han(next)));
    }
    // 新华社…电: a place and a day, then 电 or 讯.
    let stop = head
        .find(['电', '電', '讯', '訊'])
        .filter(|at| !head[..*at].contains(['，', '。', '；']))?;
    let dated = head[..stop].contains(['月', '日']);
    let sign = head[stop..].chars().next().map_or(0, char::len_utf8);
    dated.then_some(offset + stop + sign).map(|end| {
        let rest = &text[end..];
        let mut end = end;
        if rest.starts_with(['（', '('])
            && rest.contains("记者")
            && let Some(close) = rest.find(['）', ')']).filter(|c| *c < 120)
        {
            end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
        }
        if text[end..].starts_with(['】', '〕', ']']) {
            end += text[end..].chars().next().map_or(0, char::len_utf8);
        }
        end
    })
}

/// The bytes of `【記者林知遠／云溪報導】` and `【云溪融媒讯】`: who reports, in brackets.
fn bracketed_len(text: &str, open: char) -> Option<usize> {
    let close = match open {
        '【' => '】',
        '〔' => '〕',
        '（' => '）',
        _ => return None,
    };
    let end = text.find(close)?;
    let inner = text[open.len_utf8()..end].trim();
    let reporter = ["记者", "記者", "通讯员", "通訊員"];
    let report = ["报道", "報導", "报导", "電", "电", "讯", "訊", "消息"];
    let says = report.iter().any(|w| inner.ends_with(w))
        || reporter.iter().any(|w| inner.starts_with(w))
        || inner.split_whitespace().any(|w| w.ends_with(['讯', '訊']));
    let words = inner.chars().count();
    let goes_on = text[end + close.len_utf8()..].trim_start();
    (says && words <= 30 && goes_on.chars().count() >= 10)
        .then_some(text.len() - goes_on.len())
}

/// The bytes of `云溪台消息（云溪新闻）：`: a name that ends with 消息 or 讯, perhaps the
/// programme in brackets, and a colon.
fn station_len(text: &str) -> Option<usize> {
    let mut end = 0;
    for c in text.chars().take(12) {
        if !han::is_han(c) {
            return None;
        }
        end += c.len_utf8();
        if text[..end].ends_with("消息") || matches!(c, '讯' | '訊') {
            break;
        }
    }
    if !text[..end].ends_with("消息") && !text[..end].ends_with(['讯', '訊']) {
        return None;
    }
    let rest = &text[end..];
    if rest.starts_with(['（', '(']) {
        let close = rest.find(['）', ')']).filter(|c| *c < 60)?;
        end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
    }
    let colon = text[end..].chars().next().filter(|c| matches!(c, '：' | ':'))?;
    Some(end + colon.len_utf8())
}
