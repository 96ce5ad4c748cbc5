//! Mastheads: the names of papers, programmes and bulletins, with their number, page and day.
//!
//! Belongs here: lines that say of which issue a text is a part.
//! Does not belong here: the fields of one article (`metadata`).

use super::contents::is_head;
use crate::segment::dates::first_date;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::is_letter;
use crate::segment::{Field, Label, words};

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
    sheet.decide(first, Label::Metadata(Field::Words), "masthead", 0.85);
    for (range, field) in parts {
        sheet.cut(first, range, Label::Metadata(field), "masthead", 0.85);
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
            sheet.cut(line, range, Label::Metadata(field), "masthead", 0.8);
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
pub(super) fn is_issuer(words: &str) -> bool {
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

/// Reads the furniture of an electronic paper above its text: `第03版：要闻`, and the name
/// of the paper on a line of its own.
pub(super) fn paper(sheet: &mut Sheet<'_>) {
    if !sheet.page {
        return;
    }
    let head = 0..sheet.body.start.min(sheet.lines.len());
    // Where the line of the date names the paper, another in the menu is a link.
    let named = sheet.cuts[head.clone()].iter().flatten().any(|c| {
        c.verdict.label == Label::Metadata(Field::Source)
            && c.verdict.reason == "beside-the-date"
    });
    for i in head {
        let words = sheet.words(i);
        let letters = sheet.lines[i].letters;
        let range = sheet.lines[i].range.clone();
        let field = if is_page_name(words) && letters <= 20 {
            Field::Page
        } else if sheet.open(i)
            && letters <= 8
            && sheet.lines[i].words == 1
            && PAPERS.iter().any(|p| words.ends_with(p) && words != *p)
            && !named
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
pub(super) fn is_page_name(words: &str) -> bool {
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
