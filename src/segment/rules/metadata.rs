//! Metadata: lines that say where, when and by whom an article was published.

use std::ops::Range;

use super::beside_the_date::{beside_a_date, unlabelled};
use super::byline;
use super::fields::{Fields, Hit, fields, opening};
use super::head::{is_note, plain_office};
use super::likeness::Told;
use crate::segment::dates::{date_at_start, first_date, first_date_near};
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
    sheet.overrule(i, Label::Metadata(Field::Words), "date-among-labels", 0.7);
    sheet.cut(i, date, Label::Metadata(Field::Date), "date-among-labels", 0.7);
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
        if found.hits.is_empty() {
            take_lone_date(sheet, i);
            continue;
        }
        if is_note(words) {
            continue;
        }
        // A sentence is no name; a bracket behind the name may hold one.
        let says = |h: &Hit| {
            let value = words[h.value.clone()].split(['（', '(']).next().unwrap_or("");
            value.contains(['，', '。', '！', '？'])
        };
        let named = |h: &Hit| matches!(h.field, Field::Author | Field::Source);
        // 记者：我在调机器。 is what the reporter says.
        let speaks = |h: &Hit| {
            let value = &words[h.value.clone()];
            line.end == End::Stop && value.chars().count() > 4
        };
        // 编辑：为什么……？ is what the editor asks.
        let asks = |h: &Hit| h.field == Field::Editor && words.ends_with(['？', '。']);
        if found.hits.iter().any(|h| named(h) && (says(h) || speaks(h)) || asks(h)) {
            continue;
        }
        if sheet.page
            && i <= sheet.body.start
            && found.hits.iter().all(|h| !h.labelled)
            && let Some(parts) = beside_a_date(words)
            && titled_above(sheet, i)
        {
            let start = line.range.start;
            sheet.overrule(i, Label::Metadata(Field::Words), "fields", 0.8);
            sheet.cuts[i] = parts
                .into_iter()
                .map(|(range, field)| {
                    let reason = if field == Field::Date {
                        "bare-date"
                    } else {
                        "beside-the-date"
                    };
                    let label = Label::Metadata(field);
                    let verdict = Verdict { label, reason, confidence: 0.75 };
                    Cut { range: start + range.start..start + range.end, verdict }
                })
                .collect();
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
            if !take_lone_date(sheet, i) {
                title_and_fields(sheet, i, &found);
            }
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
        // 3月1日、3月5日: days of a table, not that of the text.
        let yearless = |h: &Hit| {
            first_date(&words[h.value.clone()], true)
                .is_some_and(|(_, d)| d.year.is_none())
        };
        if dates_only && found.hits.len() >= 2 && found.hits.iter().all(yearless) {
            continue;
        }
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
        let clock = line.colons > 0 || tells_the_hour(words);
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

/// Whether a line that may be a title stands above, with nothing but labels of the page
/// between.
fn titled_above(sheet: &Sheet<'_>, i: usize) -> bool {
    let above = (i.saturating_sub(12)..i).rev().filter(|a| !sheet.is_chrome(*a)).take(3);
    above.into_iter().any(|a| sheet.is_display(a) && sheet.lines[a].letters >= 8)
}

/// How far behind the first sentence of a page its date may stand alone, in lines.
const LATE: usize = 6;

/// Why a date is that of a page below the first lines of whose text it stands.
pub(super) const LATE_DATE: &str = "late-date";

/// Reads the day of such a line, and who stands beside it where that can be told. Returns
/// whether there is one.
fn take_lone_date(sheet: &mut Sheet<'_>, i: usize) -> bool {
    let Some(date) = lone_date(sheet, i) else { return false };
    let parts =
        beside_a_date(sheet.words(i)).unwrap_or_else(|| vec![(date, Field::Date)]);
    let late = sheet.page && i > sheet.body.start;
    let reason = if late { LATE_DATE } else { "fields" };
    sheet.overrule(i, Label::Metadata(Field::Words), reason, 0.7);
    for (range, field) in parts {
        let day = field == Field::Date;
        let reason = if day { "bare-date" } else { "beside-the-date" };
        sheet.cut(i, range, Label::Metadata(field), reason, 0.75);
    }
    true
}

/// The day in `林知远云溪时报·云溪网2026-03-17 10:35`, between a title and its text, or alone
/// near the title: who the words before it name cannot be told apart, but when the text
/// appeared is sure.
fn lone_date(sheet: &Sheet<'_>, i: usize) -> Option<Range<usize>> {
    const NAMES: usize = 20;
    const REACH: usize = 12;
    // （火） 08時15分: the letters of the weekday and the hour.
    const HOUR: usize = 3;
    let words = sheet.words(i);
    let opens = || (0..i).all(|l| sheet.label(l).is_some());
    let (date, day) = first_date(words, true)?;
    let (before, hour) = (&words[..date.start], &words[date.end..]);
    // 云溪观察 *2026年3月17日 10:35*: who wrote it, and the day in slanted letters.
    let slanted = before.ends_with('*') && hour == "*";
    let account = words.starts_with("原创") || words.starts_with("原創") || slanted;
    let clock = tells_the_hour(&words[date.start..]);
    let head = sheet.page && i <= sheet.body.start;
    let whole = day.year.is_some() && day.day.is_some();
    // 2026-03-17 10:35:08 128: no sentence tells the second in which it was written.
    let stamp = whole && clock && !words.contains('\t');
    let credit = || !sheet.page && beside_a_date(words).is_some();
    let late =
        || sheet.page && i <= sheet.body.start + LATE && stamp && !is_dated(sheet, 0..i);
    if !(account && opens() || head || stamp && !sheet.page || late() || credit()) {
        return None;
    }
    // 2026-03-17 10:35 | 标签 旧桥: the cell of the date.
    let bars = ['|', '｜', '丨'];
    let cell = [before.rsplit(bars).next(), hour.split(bars).next()];
    let names =
        cell.map(|w| w.unwrap_or_default().chars().filter(|c| c.is_alphabetic()).count());
    // 旧桥加固工程完工 2026-03-17 10:35: a link, and when what it leads to appeared.
    let linked = names[0] > 8;
    let names: usize = names.iter().sum();
    let said = before.contains(['，', '。', '：', ':', '！', '？', '“'])
        || hour.contains(['，', '。', '！', '？', '“']);
    // [云溪区水务局]   2026-03-17   字号：T | T
    let office =
        before.starts_with(['[', '【']) && before.trim_end().ends_with([']', '】']);
    let text = |l: &usize| !sheet.is_chrome(*l);
    let field =
        |l: usize| matches!(sheet.label(l), Some(Label::Metadata(_) | Label::Byline));
    let shortest = if !stamp && credit() { 4 } else { 8 };
    let may_be_title =
        |t: usize| sheet.is_display(t) && sheet.lines[t].letters >= shortest;
    let reach = if sheet.page { REACH } else { 3 };
    // Who reports may stand between them.
    let titled = {
        let above = (i.saturating_sub(reach)..i).rev().filter(text);
        let mut near = above.filter(|l| !field(*l)).take(2);
        let nearest = near.next();
        nearest.is_some_and(may_be_title)
            || nearest.is_some_and(|l| byline::names(sheet.words(l)).is_some())
                && near.next().is_some_and(may_be_title)
    };
    let below = i + 1..sheet.lines.len().min(i + 1 + REACH);
    let told =
        |lines: usize| below.clone().filter(text).take(lines).any(|t| sheet.is_prose(t));
    // 2026/03/17 价格司: a machine wrote the day, not an author.
    let numeric = words[date.clone()].ends_with(|c: char| c.is_ascii_digit());
    // 原创 云溪观察 2026-03-17 10:35, over an article of an account.
    if account && stamp && names <= NAMES + 20 && !said {
        return Some(date);
    }
    let certain = whole && (clock || office || numeric) && names <= NAMES && !said;
    let alone = || {
        let near = if stamp { REACH } else { 3 };
        let signs = sheet.previous_text(i).is_some_and(|p| plain_office(sheet, p));
        // 2026 3 17: what was left of a form.
        let written = stamp || words[date.clone()].contains(['-', '.', '/', '年', '년']);
        (head
            && names == 0
            && written
            && !signs
            && below.clone().take(near).any(may_be_title))
            || names <= HOUR && late()
    };
    (certain && (titled && (told(3) || head && stamp && !linked) || alone()))
        .then_some(date)
}

/// Whether words tell an hour: `10:35`, `10時35分`.
pub(super) fn tells_the_hour(words: &str) -> bool {
    words.contains(':')
        || words.match_indices(['时', '時']).any(|(at, sign)| {
            words[..at].ends_with(|c: char| c.is_ascii_digit())
                && words[at + sign.len()..].starts_with(|c: char| c.is_ascii_digit())
        })
}

/// Whether one of some lines holds a date that was read.
fn is_dated(sheet: &Sheet<'_>, mut lines: Range<usize>) -> bool {
    lines.any(|i| {
        sheet.cuts[i].iter().any(|c| c.verdict.label == Label::Metadata(Field::Date))
    })
}

/// Gives up the date and the source of the page where its article has its own: what stands
/// above the title is that of the page if the same field stands below the title, too.
pub(super) fn told_twice(sheet: &mut Sheet<'_>) {
    const NEAR: usize = 6;
    if !sheet.page {
        return;
    }
    let n = sheet.lines.len();
    let end = (sheet.body.start + LATE + 1).min(n);
    let Some(title) = (0..end).find(|i| sheet.label(*i) == Some(Label::Title)) else {
        return;
    };
    for field in [Field::Date, Field::Source] {
        let of_field = |c: &Cut| c.verdict.label == Label::Metadata(field);
        let labelled = |c: &Cut| c.verdict.reason == "field";
        let below = sheet.cuts[title + 1..end].iter().flatten().filter(|c| of_field(c));
        let whole = |c: &Cut| {
            field != Field::Date
                || first_date(&sheet.text[c.range.clone()], true)
                    .is_some_and(|(_, d)| d.year.is_some() && d.day.is_some())
        };
        let below: Vec<bool> = below.filter(|c| whole(c)).map(labelled).collect();
        if below.is_empty() {
            continue;
        }
        let named = below.contains(&true);
        for i in 0..title {
            let far = title - i > NEAR;
            let own =
                |c: &Cut| of_field(c) && (named || far || !labelled(c) || !whole(c));
            if !sheet.cuts[i].iter().any(own) {
                continue;
            }
            sheet.cuts[i].retain(|c| !own(c));
            if sheet.cuts[i].is_empty() {
                sheet.overrule(i, Label::Chrome, "field-of-the-page", 0.7);
            }
        }
    }
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
        let end = sheet.words(i).len();
        sheet.decide(i, Label::Metadata(Field::Words), "below-the-date", 0.7);
        sheet.cut(i, 0..end, Label::Metadata(field), "below-the-date", 0.7);
    }
}

/// The words behind a dash or a bullet at the head of a line.
fn dash(words: &str) -> Option<&str> {
    ["- ", "• ", "· ", "● "]
        .iter()
        .find_map(|b| words.strip_prefix(b))
        .map(str::trim_start)
}

/// Reads what a list of news sets between title and text with a dash before each: the
/// paper, and the day below it.
pub(super) fn dashed_fields(sheet: &mut Sheet<'_>) {
    let plain = |i: usize, sheet: &Sheet<'_>| {
        sheet.label(i).is_none_or(|l| matches!(l, Label::Chrome | Label::Metadata(_)))
            && sheet.block[i] == 0
    };
    for i in 1..sheet.lines.len() {
        let day = sheet.words(i);
        // Who reports may stand between them.
        let reporter =
            matches!(sheet.label(i - 1), Some(Label::Metadata(_) | Label::Byline));
        let above = if reporter && i >= 2 { i - 2 } else { i - 1 };
        let paper = sheet.words(above);
        let (Some(name), Some(date)) = (dash(paper), dash(day)) else { continue };
        let Some((range, told)) = first_date(date, true) else { continue };
        let line = &sheet.lines[above];
        let short = (2..=16).contains(&line.letters)
            && line.digits == 0
            && line.end == End::Bare
            && !name.contains(['，', '、', '：', ':']);
        let alone = above < 1 || dash(sheet.words(above - 1)).is_none();
        let last = sheet.lines.get(i + 1).is_some() && dash(sheet.words(i + 1)).is_none();
        let whole = is_date_only(date) && told.year.is_some() && told.day.is_some();
        if !(short && alone && last && whole && plain(i, sheet) && plain(above, sheet)) {
            continue;
        }
        let at = sheet.lines[i].range.start + day.len() - date.len();
        let from = line.range.start + paper.len() - name.len();
        let parts = [
            (above, from..line.range.end, Field::Source),
            (i, at + range.start..at + range.end, Field::Date),
        ];
        for (line, range, field) in parts {
            sheet.overrule(line, Label::Metadata(Field::Words), "dashed-fields", 0.8);
            let label = Label::Metadata(field);
            let verdict = Verdict { label, reason: "dashed-fields", confidence: 0.8 };
            sheet.cuts[line].push(Cut { range, verdict });
        }
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
    let rest = found.unknown.saturating_sub(letters as u32);
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
    // The site may name itself there, below the title.
    let own = Some(own).filter(|_| !is_told_of_above(sheet, i));
    sheet.overrule(i, Label::Metadata(Field::Words), "title-and-fields", 0.8);
    sheet.cuts[i] = own.into_iter().chain(behind).collect();
}

/// Whether the line above may be a title, and the text says most of it again.
fn is_told_of_above(sheet: &Sheet<'_>, i: usize) -> bool {
    const MOST: f32 = 0.4;
    let text = sheet.body.start.min(sheet.lines.len())..sheet.body.end;
    sheet.previous_text(i).is_some_and(|above| {
        sheet.open(above)
            && sheet.is_display(above)
            && sheet.lines[above].letters >= 8
            && Told::of(sheet, std::iter::once(above), text, 40)
                .restated(sheet, above)
                .is_some_and(|share| share > MOST)
    })
}

/// Reads a field of which the value stands on the line below: `資料來源：` over the name.
/// Outside the head of a page only a label that comes again and again is one: alone it
/// could open a list.
fn value_below(sheet: &mut Sheet<'_>, i: usize) -> bool {
    let words = sheet.words(i);
    if !words.ends_with(['：', ':', '︰']) {
        return false;
    }
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
        || line.end != End::Bare
    {
        return false;
    }
    // In the head of a page, over the title or between it and the text.
    let head = sheet.page && below < sheet.body.start && field == Field::Source;
    if !head && sheet.labels_again(words) < 3 {
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

/// Whether a line is one date and nothing else, for sign-offs.
pub(crate) fn is_date_only(text: &str) -> bool {
    let text = text.trim_start_matches(|c| !is_letter(c));
    // 2026、3、17, which needs its year.
    let bare = || {
        first_date_near(text, true, 0)
            .filter(|(_, day)| day.year.is_some() && day.day.is_some())
            .map(|(at, _)| at.end)
    };
    let len = date_at_start(text).or_else(bare);
    len.is_some_and(|len| !text[len..].contains(is_letter))
}
