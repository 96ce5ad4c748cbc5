//! The fields of a line: `2026-03-17 08:18 来源：云溪时报 作者：…`.
//!
//! Belongs here: cutting a line into labels, what they tell, and words that are neither.
//! Does not belong here: whether a line with fields is metadata (`metadata`).

use std::ops::Range;

use super::mastheads::is_page_name;
use crate::segment::dates::{date_at_start, first_date, first_date_near, may_start};
use crate::segment::sheet::is_text_letter;
use crate::segment::words::is_letter;
use crate::segment::{Field, words};

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

impl Hit {
    fn of(field: Field, at: usize, len: usize, labelled: bool) -> Self {
        Hit { field, value: at..at + len, labelled }
    }
}

/// The fields of a line, and how many letters belong to none.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    /// The fields, from left to right.
    pub hits: Vec<Hit>,
    /// Letters and digits outside fields, their words and labels of the page.
    pub unknown: u32,
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
        // Inside of other words most letters begin nothing.
        if !boundary && found.hits.is_empty() && !may_begin(c) {
            found.unknown += 1;
            at += c.len_utf8();
            continue;
        }
        if let Some((field, start)) = opening_of(&text[at..], boundary, loose) {
            let start = at + start;
            let shelf = words::SHELF_WORDS.at_start(&text[at..]).is_some();
            let value = value(text, start, field, Manner { shelf, loose });
            at = value.end.max(start);
            // 文字：【大】【中】【小】: buttons, no author.
            let buttons = || {
                let labels = words::coverage(&text[value.clone()]);
                labels.letters > 0 && labels.covered == labels.letters
            };
            let field = match field {
                Field::Author if buttons() => Field::Words,
                other => other,
            };
            found.hits.push(Hit { field, value, labelled: true });
            boundary = true;
            continue;
        }
        // Behind a field, or in a line with a date, one that is none of ours: 主题分类：其他
        if boundary
            && (loose || !found.hits.is_empty())
            && let Some(len) = further_field(&text[at..])
        {
            found.hits.push(Hit::of(Field::Words, at, len, true));
            at += len;
            continue;
        }
        if boundary && is_page_name(&text[at..]) {
            let len = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
            found.hits.push(Hit::of(Field::Page, at, len, false));
            at += len;
            continue;
        }
        if let Some(len) = date_at_start(&text[at..]) {
            found.hits.push(Hit::of(Field::Date, at, len, false));
            at += len;
            boundary = true;
            continue;
        }
        if let Some(label) =
            words::CONTROLS.at_start(&text[at..]).filter(|l| l.chars().nth(1).is_some())
        {
            at += label.len();
            boundary = true;
            // ページID1036364: what it counts.
            at += text[at..].bytes().take_while(u8::is_ascii_digit).count();
            continue;
        }
        if !found.hits.is_empty()
            && let Some(len) = weekday_len(&text[at..]).or_else(|| count_len(&text[at..]))
        {
            at += len;
            continue;
        }
        // Not from the middle of a number: a serial number holds many dates.
        let run: usize = text[at..].chars().take_while(char::is_ascii_digit).count();
        // 云溪区人民政府 www.example.gov.cn 2026-03-17 来源：…: the address of the site,
        // and the name before it.
        if boundary && let Some(len) = address_len(&text[at..]) {
            let name = text[..at].trim_end();
            if found.hits.is_empty() && is_name_of_site(name) {
                found.unknown = 0;
            }
            found.hits.push(Hit::of(Field::Words, at, len, false));
            at += len;
            continue;
        }
        found.unknown += run.max(1) as u32;
        at += if run > 0 { run } else { c.len_utf8() };
        boundary = false;
    }
    found
}

/// Whether a field, a button, a date or a number may begin with `c` in the midst of a word.
fn may_begin(c: char) -> bool {
    may_start(c) || words::FIELD_WORDS.firsts().may_hold(c)
}

/// The bytes of an address of the net at the head of `text`.
fn address_len(text: &str) -> Option<usize> {
    let opens = ["www.", "http://", "https://"].iter().any(|w| text.starts_with(w));
    opens.then(|| text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len()))
}

/// Whether words are those of one name, as a site has it, with no mark among them.
fn is_name_of_site(words: &str) -> bool {
    const LONGEST: usize = 20;
    let words = words.trim_matches(|c: char| !is_letter(c));
    words.chars().count() <= LONGEST && words.chars().all(is_letter)
}

/// The bytes of a field that says nothing of where an article is from: `主题分类：其他`, or
/// what a site says of the opinions on it.
fn further_field(text: &str) -> Option<usize> {
    const LABEL: usize = 6;
    const VALUE: usize = 20;
    if !text.starts_with(is_text_letter) {
        return None;
    }
    let colon = text.char_indices().take(LABEL + 1).find(|(_, c)| "：:".contains(*c));
    let (at, sign) = colon?;
    let label = text[..at].chars().count();
    let named = text[..at].chars().all(is_text_letter);
    let behind = at + sign.len_utf8();
    let gap = text[behind..].len() - text[behind..].trim_start().len();
    let start = behind + gap;
    let value = text[start..]
        .find(char::is_whitespace)
        .map_or(&text[start..], |end| &text[start..start + end]);
    let short = (1..=VALUE).contains(&value.chars().count())
        && !value.contains(['，', '。', '：', ':'])
        && date_at_start(value).is_none();
    (label >= 2 && named && short).then_some(start + value.len())
}

/// The bytes of a weekday at the head of `text`: `星期六`, `周六`, `土曜日`.
fn weekday_len(text: &str) -> Option<usize> {
    let word = ["星期", "礼拜", "周", "週"].iter().find(|w| text.starts_with(**w));
    if let Some(word) = word {
        // A page that was saved before its script had run: 2026年3月17日 星期
        let Some(day) = text[word.len()..].chars().next() else {
            return (*word == "星期").then_some(word.len());
        };
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
pub(super) fn opening(text: &str, boundary: bool) -> Option<(Field, usize)> {
    opening_of(text, boundary, false)
}

/// The same; beside a date (`loose`) white space may stand for the colon.
fn opening_of(text: &str, boundary: bool, loose: bool) -> Option<(Field, usize)> {
    let dated = if boundary { dated_label(text) } else { None };
    if dated.is_none() && words::FIELD_WORDS.at_start(text).is_none() {
        return None;
    }
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
            && first_date_near(&rest[gap..], true, 0).is_some() =>
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
                Field::Date => first_date_near(value, true, 0)
                    .is_some_and(|(_, date)| date.year.is_some()),
                Field::Words => value.starts_with(|c: char| c.is_ascii_digit()),
                // 임지원 기자 2026. 3. 17.: the name stands before its label.
                _ => value.starts_with(is_letter) && date_at_start(value).is_none(),
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

/// `0人参与评论`: a count and nothing else.
pub(super) fn is_count(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && count_len(text) == Some(text.len())
}

/// The bytes of `共2152字`, `128次阅读`: a count behind the fields.
fn count_len(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 && !text.starts_with('共') {
        return None;
    }
    let counted = [
        "人参与评论",
        "次阅读",
        "人阅读",
        "次浏览",
        "人浏览",
        "次点击",
        "人参与",
        "人评论",
        "条评论",
        "次瀏覽",
        "分钟前",
        "分鐘前",
        "小时前",
        "小時前",
        "天前",
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
    if !text.starts_with(is_text_letter) {
        return None;
    }
    let colon = text.char_indices().take(8).find(|(_, c)| matches!(c, '：' | ':'))?.0;
    let label = &text[..colon];
    ["日期", "时间", "時間", "日時", "時刻", "日", "일자", "일시", "시각"]
        .iter()
        .any(|end| label.ends_with(end) && label.len() > end.len())
        .then_some(label)
        .filter(|l| l.chars().all(|c| is_text_letter(c) || c == ' '))
        .filter(|_| first_date_near(&text[colon..], true, 6).is_some())
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
    // 公开日期： | 2026-03-17 |: a cell of a row.
    let bars = |c: char| c.is_whitespace() || matches!(c, '|' | '｜');
    let start = start + (rest.len() - rest.trim_start_matches(bars).len());
    if field == Field::Date {
        if let Some((range, _)) = first_date_near(&text[start..], true, 4) {
            return start + range.start..start + range.end;
        }
        return start..start;
    }
    let mut at = start;
    let mut boundary = true;
    while let Some(c) = text[at..].chars().next() {
        let here = &text[at..];
        let stops = opening_of(here, boundary, manner.loose).is_some()
            || (boundary && at > start && further_field(here).is_some())
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
    // 来源：云溪时报 于2026-03-17
    let until = text[start..at].trim_end();
    let on = if date_at_start(&text[at..]).is_some() { until } else { "" };
    let at = match on.strip_suffix(['于', '於']) {
        Some(before) if before.ends_with(char::is_whitespace) => start + before.len(),
        _ => at,
    };
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
