//! Metadata: lines that say where, when and by whom an article was published.

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::contents::is_head;
use super::head::{is_note, plain_office};
use crate::segment::dates::{date_at_start, first_date};
use crate::segment::lines::End;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::is_letter;
use crate::segment::{Field, Label, words};

/// Reads lines of fields, such as `2026-03-17 08:18 来源：云溪时报 作者：…`.
///
/// A line is metadata when fields, dates and labels of the page make up nearly all of
/// it. Generic words such as 时间 and 日期 open a field only around the text, not inside
/// it: `时间：3月12日上午` in the body is part of a notice.
pub(super) fn metadata(sheet: &mut Sheet<'_>) {
    read(sheet);
    if !sheet.page {
        return;
    }
    // The date on which a page was read stands above it without a label. Where the page
    // names the date of its article, too, the other one goes.
    let dated = |sheet: &Sheet<'_>, i: usize, reason: &str| {
        sheet.cuts[i].iter().any(|c| {
            c.verdict.label == Label::Metadata(Field::Date) && c.verdict.reason == reason
        })
    };
    let end = sheet.body.start.min(sheet.lines.len());
    let labelled: Vec<usize> = (0..end).filter(|i| dated(sheet, *i, "field")).collect();
    let bare: Vec<usize> = (0..end)
        .filter(|i| dated(sheet, *i, "bare-date") && sheet.cuts[*i].len() == 1)
        .collect();
    let end = end.min(sheet.body.start + 1);
    if !(0..end).any(|i| dated(sheet, i, "field") || dated(sheet, i, "bare-date")) {
        among_labels(sheet, end);
    }
    for i in bare {
        if labelled.iter().any(|l| *l != i) && labelled.iter().all(|l| *l > i) {
            sheet.overrule(i, Label::Chrome, "reading-date", 0.7);
        }
    }
}

/// Reads the date that stands among the labels at the head of an electronic paper,
/// `上一篇 2026年3月17日 放大 缩小`, where the page gives no other.
fn among_labels(sheet: &mut Sheet<'_>, end: usize) {
    let found = (0..end).find_map(|i| {
        let words = sheet.words(i);
        let (date, day) = first_date(words, false).filter(|(_, d)| d.day.is_some())?;
        let control = sheet.verdicts[i]
            .as_ref()
            .is_some_and(|v| matches!(v.reason, "control" | "navigation"));
        let whole = fields(words).unknown <= 2 && day.year.is_some();
        (control && whole).then_some((i, date))
    });
    let Some((i, date)) = found else { return };
    let start = sheet.lines[i].range.start;
    sheet.overrule(i, Label::Metadata(Field::Words), "date-among-labels", 0.7);
    let verdict = Verdict {
        label: Label::Metadata(Field::Date),
        reason: "date-among-labels",
        confidence: 0.7,
    };
    sheet.cuts[i].push(Cut { range: start + date.start..start + date.end, verdict });
}

fn read(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    // Where a day stands over the first title, one stands over each.
    let opens_with_day = sheet
        .next_text(0)
        .is_some_and(|i| is_date_only(sheet.words(i)) && over_a_head(sheet, i));
    for i in 0..n {
        if sheet.label(i).is_some_and(|l| l != Label::Chrome) || value_below(sheet, i) {
            continue;
        }
        let line = &sheet.lines[i];
        if line.letters > 110
            || (line.stops > 0 && line.letters > 40 && line.end == End::Stop)
        {
            continue;
        }
        // Without a colon and without the digits of a date there is no field.
        if line.colons == 0 && line.digits < 4 && !sheet.words(i).contains('年') {
            continue;
        }
        let chrome = sheet.is_chrome(i);
        let inside =
            sheet.body.start < i && i + 1 < sheet.body.end && !near_end(sheet, i);
        let words = sheet.words(i);
        let found = fields(words);
        if found.hits.is_empty() || is_note(words) {
            continue;
        }
        // A sentence is no name; a bracket behind the name may hold one.
        let says = |h: &Hit| {
            let value = words[h.value.clone()].split(['（', '(']).next().unwrap_or("");
            value.contains(['，', '。', '！', '？'])
        };
        let named = |h: &Hit| matches!(h.field, Field::Author | Field::Source);
        if found.hits.iter().any(|h| named(h) && says(h)) {
            continue;
        }
        let known = line.letters - found.unknown.min(line.letters);
        // Around a page words that belong to no field are labels of the page. A text of
        // its own has no such words.
        let enough = if sheet.page || sheet.patterns_again(words) >= 3 {
            known * 4 >= line.letters * 3
        } else {
            known * 10 >= line.letters * 9
        };
        if !enough {
            title_and_fields(sheet, i, &found);
            continue;
        }
        let labelled = found.hits.iter().any(|h| h.labelled && h.field != Field::Words);
        let weak = found
            .hits
            .iter()
            .all(|h| matches!(h.field, Field::Date | Field::Page | Field::Words));
        if chrome
            && (weak || !labelled)
            && !found.hits.iter().any(|h| h.field == Field::Date && h.labelled)
        {
            continue;
        }
        let dates_only = found.hits.iter().all(|h| h.field == Field::Date && !h.labelled);
        let heads_text = dates_only
            && (under_a_title(sheet, i)
                || over_a_title(sheet, i, found.unknown <= 3)
                || (opens_with_day && over_a_head(sheet, i))
                || sheet.patterns_again(words) >= 3);
        let heads_form = sheet.previous_text(i).is_some_and(|p| sheet.is_display(p))
            && sheet
                .next_text(i + 1)
                .is_some_and(|next| sheet.labels_again(sheet.words(next)) >= 2);
        // Behind the text stand the days of other articles. Words before a date without an
        // hour, and no title above: they are one themselves.
        let linked = sheet.page && i >= sheet.body.end;
        let clock = line.colons > 0;
        let named = found.unknown >= 2
            && sheet.words(i)[..found.hits[0].value.start].contains(is_letter);
        if dates_only && (linked || (named && !clock && !heads_text && !chrome)) {
            continue;
        }
        if inside && weak && !heads_text && !heads_form {
            continue;
        }
        if dates_only && !heads_text && !before_text(sheet, i) {
            continue;
        }
        let start = line.range.start;
        if found.hits.iter().all(|h| h.field == Field::Words) {
            let says = |h: &Hit| words[h.value.clone()].chars().any(|c| !c.is_numeric());
            if sheet.page && !found.hits.iter().any(says) {
                sheet.overrule(i, Label::Chrome, "counter", 0.8);
            }
            continue;
        }
        if found.hits.iter().all(|h| matches!(h.field, Field::Editor | Field::Words)) {
            sheet.overrule(i, Label::Metadata(Field::Editor), "editors", 0.9);
            continue;
        }
        sheet.overrule(i, Label::Metadata(Field::Words), "fields", 0.9);
        let mut cuts = Vec::new();
        for hit in
            found.hits.iter().filter(|h| h.field != Field::Words && !h.value.is_empty())
        {
            let label = Label::Metadata(hit.field);
            cuts.push(Cut {
                range: start + hit.value.start..start + hit.value.end,
                verdict: Verdict {
                    label,
                    reason: if hit.labelled { "field" } else { "bare-date" },
                    confidence: 0.9,
                },
            });
        }
        if dates_only && clock {
            cuts.extend(unlabelled(words, &found).map(|(range, field)| Cut {
                range: start + range.start..start + range.end,
                verdict: Verdict {
                    label: Label::Metadata(field),
                    reason: "beside-the-date",
                    confidence: 0.7,
                },
            }));
            cuts.sort_by_key(|cut| cut.range.start);
        }
        sheet.cuts[i] = cuts;
    }
}

/// The one word that stands beside the date and the hour of a page, where it names a
/// person or a paper: `林知远 2026-03-17 10:35`.
fn unlabelled(words: &str, found: &Fields) -> Option<(Range<usize>, Field)> {
    let mut from = 0;
    let mut between = Vec::with_capacity(found.hits.len() + 1);
    for hit in &found.hits {
        between.push(from..hit.value.start);
        from = hit.value.end.max(from);
    }
    between.push(from..words.len());
    let mut named = None;
    for range in between {
        let part = words.get(range.clone())?;
        let bare = part.trim_matches(|c: char| !is_letter(c));
        if bare.is_empty() {
            continue;
        }
        let field = if words::is_person(bare) {
            Field::Author
        } else if words::is_media(bare) {
            Field::Source
        } else {
            return None;
        };
        let start = range.start + part.find(bare)?;
        if named.replace((start..start + bare.len(), field)).is_some() {
            return None;
        }
    }
    named
}

/// Reads what some pages set between the date and the text, each on a line of its own
/// and without a label: the paper, and the name of the author.
pub(super) fn below_the_date(sheet: &mut Sheet<'_>) {
    if !sheet.page {
        return;
    }
    let dated = |sheet: &Sheet<'_>, i: usize| {
        sheet.cuts[i].iter().any(|c| c.verdict.label == Label::Metadata(Field::Date))
    };
    let head = 1..sheet.body.start.min(sheet.lines.len());
    let Some(date) = head.clone().rev().find(|i| dated(sheet, *i)) else { return };
    let below: Vec<usize> =
        (date + 1..head.end).filter(|i| sheet.open(*i)).take(2).collect();
    let name = |i: usize| words::is_person(sheet.words(i));
    let fields = match below[..] {
        [first, ..] if first <= date + 2 && name(first) => vec![(first, Field::Author)],
        [first, second]
            if second <= date + 3
                && name(second)
                && sheet.lines[first].letters <= 8
                && sheet.lines[first].words == 1
                && sheet.is_display(first) =>
        {
            vec![(first, Field::Source), (second, Field::Author)]
        }
        [first, ..] if first == date + 1 && words::is_media(sheet.words(first)) => {
            vec![(first, Field::Source)]
        }
        _ => return,
    };
    for (i, field) in fields {
        let range = sheet.lines[i].range.clone();
        let label = Label::Metadata(field);
        sheet.decide(i, Label::Metadata(Field::Words), "below-the-date", 0.7);
        let verdict = Verdict { label, reason: "below-the-date", confidence: 0.7 };
        sheet.cuts[i].push(Cut { range, verdict });
    }
}

/// Reads a title with its fields behind it on the same line, above the text of a page:
/// `云溪区上半年经济运行情况 2026-07-19 来源：区统计局`.
fn title_and_fields(sheet: &mut Sheet<'_>, i: usize, found: &Fields) {
    let range = sheet.lines[i].range.clone();
    let words = sheet.words(i);
    let Some(first) = found.hits.first() else { return };
    let at = words[..first.value.start]
        .trim_end()
        .trim_end_matches(['：', ':'])
        .rfind(char::is_whitespace)
        .filter(|_| first.labelled)
        .unwrap_or(first.value.start);
    let title = words[..at].trim();
    let letters = title.chars().filter(|c| is_letter(*c)).count();
    let by = |h: &Hit| matches!(h.field, Field::Source | Field::Author);
    let labelled = found.hits.iter().any(|h| h.labelled && by(h))
        && found.hits.iter().any(|h| h.field == Field::Date);
    let rest = found.unknown.saturating_sub(letters);
    let named = (0..i).any(|above| sheet.label(above) == Some(Label::Title))
        || title.contains("www.");
    if !labelled
        || named
        || i > sheet.body.start
        || !(8..=60).contains(&letters)
        || rest > 2
    {
        return;
    }
    let behind: Vec<Cut> = found
        .hits
        .iter()
        .filter(|h| h.field != Field::Words && !h.value.is_empty() && h.value.start >= at)
        .map(|h| Cut {
            range: range.start + h.value.start..range.start + h.value.end,
            verdict: Verdict {
                label: Label::Metadata(h.field),
                reason: "field",
                confidence: 0.8,
            },
        })
        .collect();
    let start = range.start + words.find(title).unwrap_or(0);
    let own = Cut {
        range: start..start + title.len(),
        verdict: Verdict {
            label: Label::Title,
            reason: "before-its-fields",
            confidence: 0.8,
        },
    };
    sheet.overrule(i, Label::Metadata(Field::Words), "title-and-fields", 0.8);
    sheet.cuts[i] = std::iter::once(own).chain(behind).collect();
}

/// Reads a field of which the value stands on the line below: `資料來源：` over the name.
/// Only a label that comes again and again is one: alone it could open a list.
fn value_below(sheet: &mut Sheet<'_>, i: usize) -> bool {
    let words = sheet.words(i);
    let Some((field @ (Field::Source | Field::Author), start)) = opening(words, true)
    else {
        return false;
    };
    let Some(below) = sheet.next_text(i + 1).filter(|b| *b == i + 1) else {
        return false;
    };
    let line = &sheet.lines[below];
    if start != words.len()
        || !sheet.is_display(below)
        || line.letters > 16
        || line.colons > 0
        || sheet.labels_again(words) < 3
    {
        return false;
    }
    let value = line.range.clone();
    sheet.overrule(i, Label::Metadata(Field::Words), "fields", 0.8);
    sheet.overrule(below, Label::Metadata(Field::Words), "value-below", 0.8);
    let verdict =
        Verdict { label: Label::Metadata(field), reason: "field", confidence: 0.8 };
    sheet.cuts[below].push(Cut { range: value, verdict });
    true
}

/// Whether a date stands between a title and its text.
fn under_a_title(sheet: &Sheet<'_>, i: usize) -> bool {
    // An office above a date signs what stands above it.
    sheet.previous_text(i).is_some_and(|p| {
        sheet.is_display(p) && sheet.numbers[p].is_none() && !plain_office(sheet, p)
    }) && sheet.next_text(i + 1).is_some_and(|next| sheet.is_prose(next))
}

/// Whether a line stands over a line that may be a title, and that over a text.
fn over_a_head(sheet: &Sheet<'_>, i: usize) -> bool {
    let title = sheet.next_text(i + 1).filter(|t| sheet.is_display(*t));
    title.and_then(|t| sheet.next_text(t + 1)).is_some_and(|text| !sheet.is_display(text))
}

/// Whether a date with its weekday stands over a title: that of all articles below it.
/// A signature has no weekday.
fn over_a_title(sheet: &Sheet<'_>, i: usize, whole: bool) -> bool {
    let weekday = ["星期", "周", "週", "礼拜", "曜", "요일"];
    let title = sheet.next_text(i + 1).filter(|t| {
        whole
            && sheet.is_display(*t)
            && weekday.iter().any(|w| sheet.words(i).contains(w))
    });
    title.and_then(|t| sheet.next_text(t + 1)).is_some_and(|text| sheet.is_prose(text))
}

/// Reads the masthead of a programme or a paper above the first title: its name, with
/// or without `《》`, and the date of the issue, perhaps the page, and nothing else.
pub(super) fn masthead(sheet: &mut Sheet<'_>) {
    bulletin(sheet);
    let Some(first) = sheet.next_text(0).filter(|i| sheet.open(*i)) else { return };
    let words = sheet.words(first);
    if sheet.lines[first].letters > 40 {
        return;
    }
    // What announces its items is a programme, whatever its name.
    let programme = sheet.next_text(first + 1).is_some_and(|next| is_head(sheet, next));
    let Some((date, _)) = first_date(words, false) else { return };
    let mut parts = vec![(date.clone(), Field::Date)];
    for side in [0..date.start, date.end..words.len()] {
        let mut at = side.start;
        for word in words[side].split_inclusive(char::is_whitespace) {
            let bare =
                word.trim_matches(|c: char| !is_letter(c) && c != '《' && c != '》');
            let start = at + word.find(bare).unwrap_or(0);
            at += word.len();
            let named = bare.starts_with('《') && bare.ends_with('》');
            let field = if bare.is_empty() {
                continue;
            } else if is_page_name(bare) {
                Field::Page
            } else if named || programme || PAPERS.iter().any(|p| bare.ends_with(p)) {
                Field::Source
            } else {
                return;
            };
            parts.push((start..start + bare.len(), field));
        }
    }
    if !parts.iter().any(|(_, field)| *field == Field::Source) {
        return;
    }
    parts.sort_by_key(|(range, _)| range.start);
    let start = sheet.lines[first].range.start;
    sheet.decide(first, Label::Metadata(Field::Words), "masthead", 0.85);
    for (range, field) in parts {
        sheet.cuts[first].push(Cut {
            range: start + range.start..start + range.end,
            verdict: Verdict {
                label: Label::Metadata(field),
                reason: "masthead",
                confidence: 0.85,
            },
        });
    }
}

/// Reads the head of a bulletin: its name and number, who issues it, and the day behind
/// that: `简报 第3期`, `云溪区档案馆2026年3月15日`.
fn bulletin(sheet: &mut Sheet<'_>) {
    let Some(first) = sheet.next_text(0).filter(|i| sheet.open(*i)) else { return };
    if !is_issue(sheet.words(first)) {
        return;
    }
    sheet.decide(first, Label::Note, "number-of-a-bulletin", 0.75);
    let mut next = first + 1;
    for _ in 0..3 {
        let Some(line) = sheet.next_text(next) else { return };
        let words = sheet.words(line);
        let start = sheet.lines[line].range.start;
        let date = first_date(words, false).map(|(range, _)| range);
        let office = date.as_ref().map_or(words, |d| words[..d.start].trim_end());
        let whole = date.as_ref().is_none_or(|d| !words[d.end..].contains(is_letter));
        let fields = [
            (Some(0..office.len()).filter(|_| date.is_some()), Field::Source),
            (date.clone(), Field::Date),
        ];
        if !sheet.open(line) || !is_issuer(office) || !whole {
            return;
        }
        if date.is_none() {
            sheet.decide(line, Label::Note, "who-issues-it", 0.7);
        } else {
            sheet.decide(line, Label::Metadata(Field::Words), "masthead", 0.8);
        }
        for (range, field) in fields {
            let Some(range) = range.filter(|r| !r.is_empty()) else { continue };
            let label = Label::Metadata(field);
            let verdict = Verdict { label, reason: "masthead", confidence: 0.8 };
            sheet.cuts[line]
                .push(Cut { range: start + range.start..start + range.end, verdict });
        }
        next = line + 1;
    }
}

/// `工作简报 第3期`, `信息专报（2026年第12期）`: the name of a bulletin and its number.
fn is_issue(words: &str) -> bool {
    let names = ["简报", "快报", "专报", "动态", "通讯", "信息", "要情", "參考", "参考"];
    let numbered = words.find('第').is_some_and(|at| {
        let rest = words[at + '第'.len_utf8()..].trim_start();
        let count = |c: char| c.is_ascii_digit() || crate::han::is_han_numeral(c);
        let behind = rest.trim_start_matches(count);
        behind.len() < rest.len() && behind.trim_start().starts_with('期')
    });
    numbered
        && names.iter().any(|n| words.contains(n))
        && words.chars().filter(|c| is_letter(*c)).count() <= 20
}

/// Whether a line is the name of who issues a bulletin.
fn is_issuer(words: &str) -> bool {
    let ends = [
        "委员会",
        "办公室",
        "办事处",
        "办公厅",
        "政府",
        "局",
        "处",
        "部",
        "馆",
        "中心",
        "院",
        "会",
        "编",
        "室",
        "社",
    ];
    (4..=24).contains(&words.chars().count())
        && !words.contains(['，', '。', '：', '、', ' ', '《', '“'])
        && ends.iter().any(|e| words.ends_with(e))
}

/// Reads lines that come again over every article of an archive: the page of the paper,
/// and fields without a value, such as `专栏：`.
pub(super) fn recurring_fields(sheet: &mut Sheet<'_>) {
    let reporters = beside_dates(sheet);
    for i in 0..sheet.lines.len() {
        let line = &sheet.lines[i];
        if !sheet.open(i) || line.letters > 12 || line.letters < 2 {
            continue;
        }
        let words = sheet.words(i);
        let bare = words.trim_end_matches(|c: char| !is_letter(c));
        let page = is_page_name(bare);
        if reporters.contains(words) {
            let range = line.range.clone();
            sheet.decide(i, Label::Metadata(Field::Words), "beside-each-date", 0.75);
            let label = Label::Metadata(Field::Source);
            let verdict = Verdict { label, reason: "beside-each-date", confidence: 0.75 };
            sheet.cuts[i].push(Cut { range, verdict });
            continue;
        }
        let empty = line.end == End::Colon && line.letters <= 6;
        if !(page || empty) || sheet.labels_again(words) < 2 {
            continue;
        }
        let range = line.range.start..line.range.start + bare.len();
        let over_a_head =
            sheet.next_text(i + 1).is_some_and(|n| sheet.lines[n].letters <= 60);
        if !over_a_head {
            continue;
        }
        sheet.decide(i, Label::Metadata(Field::Words), "recurring-field", 0.8);
        if page {
            let verdict = Verdict {
                label: Label::Metadata(Field::Page),
                reason: "recurring-field",
                confidence: 0.8,
            };
            sheet.cuts[i].push(Cut { range, verdict });
        }
    }
}

/// The short lines that come again at least three times, each time between a text and a
/// date that was read: who reports, on every piece of a list.
fn beside_dates<'a>(sheet: &Sheet<'a>) -> HashSet<&'a str> {
    let dated = |j: usize| {
        let date = |c: &Cut| c.verdict.label == Label::Metadata(Field::Date);
        sheet.cuts.get(j).is_some_and(|cuts| cuts.iter().any(date))
    };
    let mut found: HashMap<&str, bool> = HashMap::default();
    for i in 0..sheet.lines.len() {
        let line = &sheet.lines[i];
        let words = sheet.words(i);
        if line.letters <= 12 && line.end == End::Bare && sheet.labels_again(words) >= 3 {
            let beside = i > 0 && sheet.is_prose(i - 1) && dated(i + 1);
            *found.entry(words).or_insert(true) &= beside;
        }
    }
    found.into_iter().filter_map(|(words, always)| always.then_some(words)).collect()
}

/// Reads the furniture of an electronic paper above its text: `第03版：要闻`, and the name
/// of the paper on a line of its own.
pub(super) fn paper(sheet: &mut Sheet<'_>) {
    if !sheet.page {
        return;
    }
    for i in 0..sheet.body.start.min(sheet.lines.len()) {
        let words = sheet.words(i);
        let letters = sheet.lines[i].letters;
        let range = sheet.lines[i].range.clone();
        let field = if is_page_name(words) && letters <= 20 {
            Field::Page
        } else if sheet.open(i)
            && letters <= 8
            && sheet.lines[i].words == 1
            && PAPERS.iter().any(|p| words.ends_with(p))
            && !is_shelf(words)
            && !words::is_channel(words)
        {
            Field::Source
        } else {
            continue;
        };
        if sheet.label(i).is_some_and(|l| l != Label::Chrome) {
            continue;
        }
        sheet.overrule(i, Label::Metadata(Field::Words), "paper", 0.8);
        let verdict =
            Verdict { label: Label::Metadata(field), reason: "paper", confidence: 0.8 };
        sheet.cuts[i].push(Cut { range, verdict });
    }
}

/// `即日新聞`, `相關新聞`: where a site puts its news, not the name of a paper.
fn is_shelf(words: &str) -> bool {
    let shelves = [
        "即日",
        "今日",
        "最新",
        "相關",
        "相关",
        "熱門",
        "焦點",
        "即時",
        "更多",
        "本地",
        "昨日",
        "全部",
        "其他",
        "關注",
        "오늘의",
        "최신",
        "관련",
        "주요",
    ];
    shelves.iter().any(|s| words.starts_with(s)) || words::coverage(words).covered > 2
}

/// How the names of papers end.
const PAPERS: &[&str] = &[
    "日报",
    "晚报",
    "时报",
    "晨报",
    "早报",
    "商报",
    "都市报",
    "周报",
    "日報",
    "晚報",
    "時報",
    "新聞",
    "신문",
    "일보",
];

/// `第A03版：要闻`, `A03版`.
fn is_page_name(words: &str) -> bool {
    let rest = words.strip_prefix('第').unwrap_or(words);
    // 第8686期：第01版
    let issue = rest.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(page) = rest[issue..].strip_prefix("期：").filter(|_| issue > 0) {
        return page.starts_with('第') && is_page_name(page);
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && rest[digits..].trim_start().starts_with(['版', '叠'])
}

/// Whether nothing but short lines follows.
fn near_end(sheet: &Sheet<'_>, i: usize) -> bool {
    (i + 1..sheet.lines.len().min(i + 4)).all(|j| sheet.lines[j].letters < 40)
        && i + 4 >= sheet.body.end
}

/// Whether a line stands above the text it belongs to: where the text begins, or right
/// under a line that may be a title.
fn before_text(sheet: &Sheet<'_>, i: usize) -> bool {
    if i <= sheet.body.start {
        return true;
    }
    sheet.previous_text(i).is_some_and(|p| sheet.is_display(p))
        && sheet.next_text(i + 1).is_some_and(|next| {
            sheet.is_prose(next)
                || (sheet.is_display(next)
                    && sheet.next_text(next + 1).is_some_and(|t| sheet.is_prose(t)))
        })
}

/// One field of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// What it tells.
    pub field: Field,
    /// The bytes of what it tells.
    pub value: Range<usize>,
    /// Whether a word before it says what it is.
    pub labelled: bool,
}

/// The fields of a line, and how many letters belong to none.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    /// The fields, from left to right.
    pub hits: Vec<Hit>,
    /// Letters and digits outside fields, their words and labels of the page.
    pub unknown: usize,
}

/// Finds the fields of a line.
pub(crate) fn fields(text: &str) -> Fields {
    let mut found = Fields::default();
    let mut at = 0;
    let mut boundary = true;
    let loose = first_date(text, true).is_some();
    while let Some(c) = text[at..].chars().next() {
        if !is_letter(c) {
            at += c.len_utf8();
            boundary = true;
            continue;
        }
        if let Some((field, start)) = opening_of(&text[at..], boundary, loose) {
            let start = at + start;
            let shelf = words::SHELF_WORDS.at_start(&text[at..]).is_some();
            let value = value(text, start, field, Manner { shelf, loose });
            at = value.end.max(start);
            found.hits.push(Hit { field, value, labelled: true });
            boundary = true;
            continue;
        }
        if boundary && is_page_name(&text[at..]) {
            let len = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
            found.hits.push(Hit {
                field: Field::Page,
                value: at..at + len,
                labelled: false,
            });
            at += len;
            continue;
        }
        if let Some(len) = date_at_start(&text[at..]) {
            found.hits.push(Hit {
                field: Field::Date,
                value: at..at + len,
                labelled: false,
            });
            at += len;
            boundary = true;
            continue;
        }
        if let Some(label) =
            words::CONTROLS.at_start(&text[at..]).filter(|l| l.chars().nth(1).is_some())
        {
            at += label.len();
            boundary = true;
            continue;
        }
        let behind = weekday_len(&text[at..]).or_else(|| count_len(&text[at..]));
        if let Some(len) = behind.filter(|_| !found.hits.is_empty()) {
            at += len;
            continue;
        }
        // Not from the middle of a number: a serial number holds many dates.
        let run: usize = text[at..].chars().take_while(char::is_ascii_digit).count();
        found.unknown += run.max(1);
        at += if run > 0 { run } else { c.len_utf8() };
        boundary = false;
    }
    found
}

/// The bytes of a weekday at the head of `text`: `星期六`, `周六`, `土曜日`.
fn weekday_len(text: &str) -> Option<usize> {
    let word = ["星期", "礼拜", "周", "週"].iter().find(|w| text.starts_with(**w));
    if let Some(word) = word {
        let day = text[word.len()..].chars().next()?;
        return "一二三四五六日天".contains(day).then(|| word.len() + day.len_utf8());
    }
    let day = text.chars().next().filter(|c| "月火水木金土日".contains(*c))?;
    let rest = &text[day.len_utf8()..];
    rest.starts_with("曜日").then(|| day.len_utf8() + "曜日".len())
}

/// The fields of a line of which somebody says that it is metadata. What `field` names is
/// the whole line behind the words that open it; with [`Field::Words`] every field that is
/// found, and what belongs to none as further words.
pub(crate) fn split(text: &str, field: Field) -> Vec<(Range<usize>, Field)> {
    let trimmed = |range: Range<usize>| {
        let signs =
            |c: char| c.is_whitespace() || matches!(c, '|' | '丨' | '/' | '■' | '：');
        let raw = &text[range.clone()];
        let start = range.start + raw.len() - raw.trim_start_matches(signs).len();
        start..start + text[start..range.end].trim_end_matches(signs).len()
    };
    if field != Field::Words {
        let start = opening(text, true).map_or(0, |(_, start)| start);
        let value = trimmed(start..text.len());
        return if value.is_empty() { Vec::new() } else { vec![(value, field)] };
    }
    let mut split = Vec::new();
    let mut at = 0;
    for hit in fields(text).hits {
        // What stands before the words that open the field.
        let end = (at..hit.value.start)
            .filter(|p| hit.labelled && text.is_char_boundary(*p))
            .find(|p| opening(&text[*p..hit.value.start], true).is_some())
            .unwrap_or(hit.value.start.max(at));
        let between = trimmed(at..end);
        if text[between.clone()].chars().any(is_letter) {
            split.push((between, Field::Editor));
        }
        if !hit.value.is_empty() && hit.field != Field::Words {
            split.push((hit.value.clone(), hit.field));
        }
        at = hit.value.end.max(at);
    }
    let rest = trimmed(at..text.len());
    if text[rest.clone()].chars().any(is_letter) {
        split.push((rest, Field::Editor));
    }
    split
}

/// The field that `text` opens with, and where its value begins.
fn opening(text: &str, boundary: bool) -> Option<(Field, usize)> {
    opening_of(text, boundary, false)
}

/// The same; beside a date (`loose`) white space may stand for the colon.
fn opening_of(text: &str, boundary: bool, loose: bool) -> Option<(Field, usize)> {
    let dated = if boundary { dated_label(text) } else { None };
    let lists = [
        (&words::SOURCE_WORDS, Field::Source),
        (&words::DATE_WORDS, Field::Date),
        (&words::EDITOR_WORDS, Field::Editor),
        (&words::PAGE_WORDS, Field::Page),
        (&words::AUTHOR_WORDS, Field::Author),
        (&words::CONTROLS, Field::Words),
        (&words::SHELF_WORDS, Field::Words),
    ];
    let (word, field) = lists
        .iter()
        .filter_map(|(list, field)| list.at_start(text).map(|word| (word, *field)))
        .chain(dated.map(|word| (word, Field::Date)))
        .max_by_key(|(word, _)| word.len())?;
    let rest = &text[word.len()..];
    let gap = rest.len() - rest.trim_start().len();
    let colon = rest[gap..].chars().next().filter(|c| matches!(c, '：' | ':' | '︰'));
    match colon {
        // A label after other words without a space (“…浏览次数：信息来源：”) is one still.
        Some(c) if boundary || word.chars().count() >= 3 => {
            let start = word.len() + gap + c.len_utf8();
            Some((field, start))
        }
        // 发布日期 2026-03-17, 发布于2026-03-17: the date itself shows that it is a label.
        None if boundary
            && field == Field::Date
            && (gap > 0 || word.ends_with(['于', '於']))
            && first_date(&rest[gap..], true).is_some_and(|(at, _)| at.start == 0) =>
        {
            Some((field, word.len() + gap))
        }
        // 입력 2026.03.17 수정 2026.03.18; 来源 云溪时报, 点击量 128 beside a date.
        None if boundary
            && loose
            && word.chars().nth(1).is_some()
            && (gap > 0 || field == Field::Date) =>
        {
            let value = &rest[gap..];
            let told = match field {
                Field::Date => first_date(value, true)
                    .is_some_and(|(at, date)| at.start == 0 && date.year.is_some()),
                Field::Words => value.starts_with(|c: char| c.is_ascii_digit()),
                _ => value.starts_with(is_letter),
            };
            told.then_some((field, word.len() + gap))
        }
        // 담당부서 하천과: Korean tables set no colon.
        None if boundary && gap > 0 && KOREAN_LABELS.contains(&word) => {
            Some((field, word.len() + gap))
        }
        _ => None,
    }
}

/// Labels of Korean tables that need no colon before what they say.
const KOREAN_LABELS: &[&str] = &["담당부서", "작성자", "등록자", "조회수", "첨부파일"];

/// The bytes of `共2152字`, `128次阅读`: a count behind the fields.
fn count_len(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let counted = [
        "次阅读",
        "人阅读",
        "次浏览",
        "人浏览",
        "次点击",
        "人参与",
        "人评论",
        "条评论",
        "次瀏覽",
    ];
    if let Some(unit) =
        counted.iter().find(|u| digits > 0 && text[digits..].starts_with(**u))
    {
        return Some(digits + unit.len());
    }
    let rest = text.strip_prefix('共')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let unit = rest[digits..].chars().next().filter(|c| "字次页頁条條".contains(*c))?;
    (digits > 0).then_some('共'.len_utf8() + digits + unit.len_utf8())
}

/// A label that says of a date what happened then: `解釋日期：`, `判决时间：`.
fn dated_label(text: &str) -> Option<&str> {
    let colon = text.char_indices().take(8).find(|(_, c)| matches!(c, '：' | ':'))?.0;
    let label = &text[..colon];
    ["日期", "时间", "時間", "日時", "日", "일자", "일시"]
        .iter()
        .any(|end| label.ends_with(end) && label.len() > end.len())
        .then_some(label)
        .filter(|l| l.chars().all(crate::segment::sheet::is_text_letter))
        .filter(|_| first_date(&text[colon..], true).is_some_and(|(at, _)| at.start <= 6))
}

/// How a line sets its fields.
#[derive(Debug, Clone, Copy)]
struct Manner {
    /// Whether the field names the shelf of an article.
    shelf: bool,
    /// Whether white space may stand for the colon.
    loose: bool,
}

/// The value of a field that begins at `start`: up to the next field, label of the page
/// or bare date.
fn value(text: &str, start: usize, field: Field, manner: Manner) -> Range<usize> {
    let rest = &text[start..];
    let start = start + (rest.len() - rest.trim_start().len());
    if field == Field::Date {
        if let Some((range, _)) = first_date(&text[start..], true)
            && range.start <= 4
        {
            return start + range.start..start + range.end;
        }
        return start..start;
    }
    let mut at = start;
    let mut boundary = true;
    while let Some(c) = text[at..].chars().next() {
        let here = &text[at..];
        let stops = opening_of(here, boundary, manner.loose).is_some()
            || (boundary
                && at > start
                && (words::CONTROLS
                    .at_start(here)
                    .is_some_and(|l| l.chars().nth(1).is_some())
                    || date_at_start(here).is_some()))
            || (boundary
                && at == start
                && field == Field::Words
                && !manner.shelf
                && !c.is_ascii_digit())
            // 编辑:林知远2026-01-24: digits set solid.
            || (c.is_ascii_digit()
                && at > start
                && !text[..at].ends_with(|p: char| p.is_ascii_digit())
                && date_at_start(here).is_some())
            || matches!(c, '|' | '丨' | '】');
        if stops {
            break;
        }
        boundary = c.is_whitespace() || matches!(c, '(' | '（');
        at += c.len_utf8();
    }
    let value = text[start..at].trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | '（' | ')' | '）' | '，' | ',' | '。')
    });
    // A bracket that opens inside the value closes it.
    let mut end = start + value.len();
    if value.contains(['(', '（']) && text[end..].starts_with([')', '）']) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    start..end
}

/// Whether a line is one date and nothing else, for sign-offs.
pub(crate) fn is_date_only(text: &str) -> bool {
    let text = text.trim_start_matches(|c| !is_letter(c));
    date_at_start(text).is_some_and(|len| !text[len..].contains(is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Field, &str)> {
        fields(text).hits.into_iter().map(|h| (h.field, &text[h.value])).collect()
    }

    #[test]
    fn fields_end_where_the_next_begins() {
        assert_eq!(
            read("2026年03月17日08:18 来源：云溪时报-文化频道"),
            [(Field::Date, "2026年03月17日08:18"), (Field::Source, "云溪时报-文化频道")]
        );
        assert_eq!(
            read("发布日期：2026-03-17 浏览次数：信息来源：区发改委"),
            [
                (Field::Date, "2026-03-17"),
                (Field::Words, ""),
                (Field::Source, "区发改委")
            ]
        );
        assert_eq!(
            read("版面：第03版：特刊 上一篇 下一篇"),
            [(Field::Page, "第03版：特刊")]
        );
    }
}
