//! The entry of a document in the catalogue of an official site: index number, issuing
//! office, dates and number, as a table above or below the title.
//!
//! Belongs here: its labels, however they are spaced, and what they tell.
//! Does not belong here: fields of news (`fields`, `metadata`).

use std::ops::Range;

use crate::segment::dates::first_date;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::{is_letter, letters_of};
use crate::segment::{Field, Label};

use super::fields::fields;
use super::look::Cue;

/// What a label of an entry tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// Only an entry has it: index number, kind, how and to whom it is open.
    Filing,
    /// When the document appeared or was made; the lower, the nearer to appearing.
    Day(u8),
    /// Who issued it.
    Office,
    /// What it is called.
    Name,
    /// What other tables have, too.
    Other,
}

use Told::{Day, Filing, Name, Office, Other};

/// The labels, without spaces. No label is the beginning of one behind it.
const LABELS: &[(&str, Told)] = &[
    ("索引号", Filing),
    ("信息索引", Filing),
    ("主题分类", Filing),
    ("信息分类", Filing),
    ("组配分类", Filing),
    ("体裁分类", Filing),
    ("题材分类", Filing),
    ("公文种类", Filing),
    ("服务对象分类", Filing),
    ("服务对象", Other),
    ("所属主题", Filing),
    ("主题词", Filing),
    ("公开方式", Filing),
    ("公开形式", Filing),
    ("公开范围", Filing),
    ("公开时限", Filing),
    ("公开目录", Filing),
    ("公开程序", Filing),
    ("公开属性", Filing),
    ("有效性", Filing),
    ("时效性", Filing),
    ("时效状态", Filing),
    ("效力状态", Filing),
    ("文件状态", Filing),
    ("内容概述", Filing),
    ("内容摘要", Filing),
    ("统一编号", Filing),
    ("统一登记号", Filing),
    ("生效日期", Filing),
    ("生效时间", Filing),
    ("废止日期", Filing),
    ("废止时间", Filing),
    ("失效日期", Filing),
    ("失效时间", Filing),
    ("实施日期", Filing),
    ("发文字号", Filing),
    ("备注/文号", Filing),
    ("文件编号", Filing),
    ("文号", Filing),
    ("公文生成日期", Day(2)),
    ("生成日期", Day(2)),
    ("公开日期", Day(1)),
    ("发布日期", Day(0)),
    ("发布时间", Day(0)),
    ("上载日期", Day(1)),
    ("上传日期", Day(1)),
    ("发文日期", Day(3)),
    ("成文日期", Day(4)),
    ("签发日期", Day(4)),
    ("公开责任部门", Office),
    ("发布机构", Office),
    ("发布单位", Office),
    ("发布部门", Office),
    ("发文机关", Office),
    ("发文机构", Office),
    ("发文单位", Office),
    ("公开机构", Office),
    ("制发机关", Office),
    ("责任部门", Office),
    ("信息名称", Name),
    ("文件名称", Name),
    ("公文名称", Name),
    ("名称", Name),
    ("标题", Name),
    ("分类", Other),
    ("关键词", Other),
    ("来源", Other),
    ("信息来源", Other),
    ("浏览次数", Other),
    ("语种", Other),
];

/// One label of a line and the bytes of what stands behind it.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    label: &'static str,
    told: Told,
    value: Range<usize>,
}

/// How far from the top an entry may stand, in lines.
const REACH: usize = 120;

/// Reads the entry of a document in a catalogue: it is no text, and where nothing else
/// says it, it tells the title, the day and the office.
///
/// One is known by its index number beside two more of its labels, or by four that only
/// such entries have.
pub(super) fn catalogue(sheet: &mut Sheet<'_>) {
    let end = above_the_text(sheet);
    let mut lines: Vec<(usize, Vec<Part>)> = (0..end)
        .filter(|i| sheet.label(*i).is_none_or(|l| l == Label::Chrome))
        .filter_map(|i| Some((i, entry(sheet.words(i))?)))
        .collect();
    let told = |wanted: fn(&Told) -> bool| {
        let parts = lines.iter().flat_map(|(_, parts)| parts);
        let mut labels: Vec<_> =
            parts.filter(|p| wanted(&p.told)).map(|p| p.label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels
    };
    let filing = told(|t| *t == Filing);
    let known = told(|t| !matches!(t, Name | Other));
    let indexed = filing.contains(&"索引号") && known.len() >= 3;
    if !indexed && (filing.len() < 3 || known.len() < 4) {
        return;
    }
    // A label alone on its line: what it tells stands on the next.
    let alone: Vec<(usize, Told)> = lines
        .iter()
        .filter(|(i, parts)| {
            let [part] = &parts[..] else { return false };
            let below = i + 1;
            part.value.is_empty()
                && below < end
                && sheet.open(below)
                && entry(sheet.words(below)).is_none()
                && is_value(sheet, below, part.told)
        })
        .map(|(i, parts)| (i + 1, parts[0].told))
        .collect();
    for (i, told) in alone {
        let value = 0..sheet.words(i).len();
        lines.push((i, vec![Part { label: "", told, value }]));
    }
    lines.sort_by_key(|(i, _)| *i);
    read(sheet, &lines, end);
}

/// Decides about the lines of an entry, and takes out of it what nothing else above the
/// text (`end`) tells.
fn read(sheet: &mut Sheet<'_>, lines: &[(usize, Vec<Part>)], end: usize) {
    let elsewhere: Vec<usize> =
        (0..end).filter(|i| !lines.iter().any(|(l, _)| l == i)).collect();
    let tells = |field: Field| {
        elsewhere.iter().any(|i| {
            let found = fields(sheet.words(*i));
            found
                .hits
                .iter()
                .any(|h| h.labelled && h.field == field && !h.value.is_empty())
        })
    };
    let (dated, sourced) = (tells(Field::Date), tells(Field::Source));
    let parts = || lines.iter().flat_map(|(i, parts)| parts.iter().map(move |p| (*i, p)));
    let day = parts()
        .filter_map(|(i, part)| match part.told {
            Day(rank) => {
                let value = &sheet.words(i)[part.value.clone()];
                first_date(value, true).map(|(date, _)| {
                    let at = part.value.start;
                    (rank, i, at + date.start..at + date.end)
                })
            }
            _ => None,
        })
        .min_by_key(|(rank, ..)| *rank)
        .filter(|_| !dated);
    let office = parts()
        .find(|(_, part)| part.told == Office && !part.value.is_empty())
        .filter(|_| !sourced);
    let named = parts().find(|(i, part)| {
        let name = letters_of(&sheet.words(*i)[part.value.clone()]);
        let again = |line: &usize| {
            let line = letters_of(sheet.words(*line));
            line.len() >= 12 && (name.contains(&line) || line.contains(&name))
        };
        part.told == Name && name.chars().count() >= 6 && !elsewhere.iter().any(again)
    });
    // Without a line that could be the title the name is it.
    let headed = elsewhere
        .iter()
        .any(|i| sheet.open(*i) && sheet.is_display(*i) && sheet.lines[*i].letters >= 8);
    let mut cuts: Vec<(usize, Range<usize>, Label)> = Vec::new();
    cuts.extend(day.map(|(_, i, range)| (i, range, Label::Metadata(Field::Date))));
    cuts.extend(
        office.map(|(i, part)| (i, part.value.clone(), Label::Metadata(Field::Source))),
    );
    cuts.extend(
        named.filter(|_| !headed).map(|(i, part)| (i, part.value.clone(), Label::Title)),
    );
    // What stands in rows above it is the menu of the site; one alone may be a title that
    // was spread.
    let menu = (0..lines[0].0).take_while(|i| sheet.seen_alone(*i) == Cue::Row).count();
    for i in (0..menu).filter(|_| menu >= 2 && menu == lines[0].0) {
        sheet.decide(i, Label::Chrome, "navigation", 0.75);
    }
    for (i, _) in lines {
        let start = sheet.lines[*i].range.start;
        sheet.overrule(*i, Label::Metadata(Field::Words), "catalogue-entry", 0.85);
        let mut own: Vec<Cut> = cuts
            .iter()
            .filter(|(line, ..)| line == i)
            .map(|(_, range, label)| Cut {
                range: start + range.start..start + range.end,
                verdict: Verdict {
                    label: *label,
                    reason: "catalogue-entry",
                    confidence: 0.8,
                },
            })
            .collect();
        own.sort_by_key(|cut| cut.range.start);
        sheet.cuts[*i] = own;
    }
}

/// The first line of the text: nothing of an entry stands below it.
fn above_the_text(sheet: &Sheet<'_>) -> usize {
    let n = sheet.lines.len().min(REACH);
    (0..n)
        .find(|i| {
            sheet.is_prose(*i) && !sheet.is_chrome(*i) && entry(sheet.words(*i)).is_none()
        })
        .unwrap_or(n)
}

/// Whether a line may be what a label above it tells.
fn is_value(sheet: &Sheet<'_>, i: usize, told: Told) -> bool {
    let line = &sheet.lines[i];
    match told {
        Day(_) => first_date(sheet.words(i), true).is_some_and(|(at, _)| at.start <= 4),
        Office => line.letters <= 24 && line.stops == 0 && line.colons == 0,
        Filing => line.digits * 2 > line.letters && line.letters <= 40,
        Name | Other => false,
    }
}

/// The labels of a line and what they tell; `None` where it is no line of an entry: it
/// begins with a label, and nothing that it tells is a sentence.
fn entry(words: &str) -> Option<Vec<Part>> {
    const LONGEST: usize = 64;
    let mut at = words.len() - words.trim_start_matches(|c| !is_letter(c)).len();
    let mut parts: Vec<Part> = Vec::new();
    while at < words.len() {
        let (label, told, len) = label_at(&words[at..], parts.is_empty())?;
        let from = at + len;
        let next = next_label(words, from);
        let value = trimmed(words, from..next);
        let told_there = &words[value.clone()];
        let free = matches!(label, "内容概述" | "内容摘要") || told == Name;
        let long = told_there.chars().count() > LONGEST;
        if !free && (long || told_there.contains(['。', '，', '？', '！'])) {
            return None;
        }
        parts.push(Part { label, told, value });
        at = next;
    }
    (!parts.is_empty()).then_some(parts)
}

/// Where the next label of a line begins, behind white space or a bar; the end of the line
/// where there is none.
fn next_label(words: &str, from: usize) -> usize {
    let mut boundary = false;
    for (at, c) in words[from..].char_indices() {
        if boundary && is_letter(c) && label_at(&words[from + at..], false).is_some() {
            return from + at;
        }
        boundary = is_gap(c);
    }
    words.len()
}

/// The label with which `text` begins, whatever spaces stand between its characters, and
/// its bytes with the sign behind it. The `first` of a line, or one that only entries have,
/// may do with a gap for a colon.
fn label_at(text: &str, first: bool) -> Option<(&'static str, Told, usize)> {
    let initial = text.chars().next();
    let mut labels = LABELS.iter().filter(|(label, _)| label.chars().next() == initial);
    labels.find_map(|(label, told)| {
        let mut signs = label.chars().peekable();
        let mut end = 0;
        for (at, c) in text.char_indices() {
            let Some(wanted) = signs.peek() else { break };
            if c == *wanted {
                signs.next();
                end = at + c.len_utf8();
            } else if at == 0 || !c.is_whitespace() {
                return None;
            }
        }
        if signs.peek().is_some() {
            return None;
        }
        let behind = &text[end..];
        let rest = behind.trim_start_matches(is_gap);
        let gap = behind.len() - rest.len();
        if let Some(rest) = rest.strip_prefix(['：', ':']) {
            return Some((*label, *told, text.len() - rest.len()));
        }
        let own = *told != Other && (first || *told != Name);
        (own && (gap > 0 || behind.is_empty())).then_some((*label, *told, end + gap))
    })
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '｜')
}

/// A range without the gaps at its ends.
fn trimmed(words: &str, range: Range<usize>) -> Range<usize> {
    let all = &words[range.clone()];
    let start = range.start + (all.len() - all.trim_start_matches(is_gap).len());
    let end = range.start + all.trim_end_matches(is_gap).len();
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(words: &str) -> Option<Vec<(&'static str, &str)>> {
        let parts = entry(words)?;
        Some(parts.into_iter().map(|p| (p.label, &words[p.value])).collect())
    }

    #[test]
    fn labels_are_read_however_they_are_spaced() {
        let cells = told("索   引   号 20260317-001 分        类 其他; 区政府办公室");
        let expected = [("索引号", "20260317-001 分        类 其他; 区政府办公室")];
        assert_eq!(cells.unwrap(), expected);
        assert_eq!(
            told("发 布 机 构 云溪区水务局 发 文 日 期 2026-03-17").unwrap(),
            [("发布机构", "云溪区水务局"), ("发文日期", "2026-03-17")]
        );
        assert_eq!(
            told("文号 | 无 | 成文日期： | 2026年03月17日 |").unwrap(),
            [("文号", "无"), ("成文日期", "2026年03月17日")]
        );
        assert_eq!(told("• 索引号：").unwrap(), [("索引号", "")]);
    }

    #[test]
    fn a_sentence_is_no_entry() {
        assert_eq!(told("有效性 取决于两点，一是时间，二是范围。"), None);
        assert_eq!(told("名称变更后，原文件继续有效。"), None);
        assert_eq!(told("分类处理"), None);
    }
}
