//! Tables of contents: lines that all come again as headings or titles.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use crate::segment::dates::first_date;
use crate::segment::sheet::Sheet;
use crate::segment::words::{Few, is_letter, letters_of};
use crate::segment::{Field, Label};

/// Words over a table of contents.
const HEADS: &[&str] = &[
    "目录",
    "目錄",
    "目次",
    "主要内容",
    "内容提要",
    "本期内容",
    "本期要目",
    "今日要目",
    "节目提要",
    "主要內容",
    "차례",
    "목차",
    "内容速览",
    "要目",
    "本期节目主要内容",
    "本期节目内容",
    "今天节目的主要内容",
    "今天的主要内容",
    "今日主要内容",
    "内容导读",
    "导读",
    "今日导读",
    "本期导读",
    "導讀",
    "本期目录",
    "内容摘要",
    "新闻提要",
    "新聞提要",
];

static HEADS_OPEN: LazyLock<Few> =
    LazyLock::new(|| Few::of(HEADS.iter().filter_map(|head| head.chars().next())));

/// Marks the table of contents at the head of a text.
///
/// Under a head such as 目录, or at the very top, a row of short lines is a table of
/// contents when nearly all of them come again further down. The chapters of a law stay,
/// as items: they are part of the text. The list of titles with which a broadcast opens
/// goes: every word of it stands over the item itself. So does a list that counts titles
/// which have no numbers where they stand: it counts articles, not sections.
pub(super) fn contents(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    let keys: Vec<Option<u64>> = (0..n)
        .map(|i| {
            let line = &sheet.lines[i];
            let bracketed = line.marks.may_have(&['（', '(']);
            // A figure of a table names nothing.
            (line.letters <= 60 && line.digits < line.letters)
                .then(|| key(sheet.words(i), bracketed))
        })
        .collect();
    let last: HashMap<u64, usize> =
        keys.iter().enumerate().filter_map(|(i, key)| Some(((*key)?, i))).collect();
    let mut i = 0;
    while i < n.min(80) {
        let head = is_head(sheet, i);
        let from = if head { i + 1 } else { i };
        let mut end = from;
        let mut again = 0;
        let mut misses = 0;
        let (mut numbered, mut counted) = (0, 0);
        let (mut items, mut targets) = (Vec::new(), HashSet::default());
        let mut seen = HashSet::default();
        while let Some(j) = sheet.next_text(end) {
            let again_at = |key: u64| last.get(&key).copied().filter(|l| *l > j);
            let own_number = || again_at(key(after_number(sheet, j)?, true));
            // The last title that a programme announces may end like a sentence.
            let announced = || head && own_number().is_some();
            let Some(words) = keys[j].filter(|_| !sheet.is_prose(j) || announced())
            else {
                break;
            };
            // The second mention of a chapter is the text itself.
            if !seen.insert(words) || targets.contains(&j) {
                break;
            }
            let item = again_at(words).or_else(|| {
                let own = own_number();
                counted += usize::from(own.is_some());
                own
            });
            let comes_again = item.is_some();
            if !comes_again && (misses >= 2 || !head) {
                break;
            }
            again += usize::from(comes_again);
            misses += usize::from(!comes_again);
            numbered += usize::from(sheet.numbers[j].is_some());
            items.push((j, item));
            targets.extend(item);
            end = j + 1;
        }
        let enough = if head {
            again >= 2
        } else {
            again >= 3 && end - from >= 3 && stand_apart(&items)
        };
        if enough && again * 3 >= (again + misses) * 2 {
            // What a programme announces are the titles of its items; so are lines too
            // long for headings.
            let long = (from..end).map(|j| sheet.lines[j].letters).sum::<u32>()
                >= 10 * (end - from) as u32;
            let announces = head && (is_programme(sheet, i) || (numbered == 0 && long));
            let programme =
                announces || (long && counted >= 2 && counted * 3 >= again * 2);
            let kept = numbered > 0 && !programme;
            if programme {
                name_of_programme(sheet, i);
            }
            if head {
                let label = if kept { Label::Item } else { Label::Chrome };
                sheet.decide(i, label, "contents", 0.85);
            }
            let top = items.iter().find_map(|(j, _)| sheet.numbers[*j]).map(|n| n.system);
            for (j, item) in items {
                if !sheet.open(j) {
                    continue;
                }
                // （1） under 7.: a part of the item that is announced there.
                let part = sheet.numbers[j]
                    .is_some_and(|n| top.is_some_and(|top| n.system > top));
                let item = item.filter(|item| *item >= end);
                let comes_again = item.is_some();
                let label =
                    if kept || !comes_again { Label::Item } else { Label::Chrome };
                sheet.decide(j, label, "contents", 0.85);
                if let Some(item) = item.filter(|_| programme) {
                    let label = if part { Label::Heading(1) } else { Label::Title };
                    sheet.decide(item, label, "announced", 0.85);
                }
            }
            i = end;
        } else {
            i += 1;
        }
    }
}

/// Whether the lines that say the items again stand in their order, text between most of
/// them. The head of a table that comes again stands in one piece.
fn stand_apart(items: &[(usize, Option<usize>)]) -> bool {
    let places: Vec<usize> = items.iter().filter_map(|(_, again)| *again).collect();
    let apart = places.windows(2).filter(|w| w[1] > w[0] + 1).count();
    apart * 2 >= places.len().saturating_sub(1)
}

/// The words of a line behind its number, if it has one.
fn after_number<'a>(sheet: &'a Sheet<'_>, line: usize) -> Option<&'a str> {
    let number = sheet.numbers[line]?;
    sheet.words(line).get(number.len..)
}

/// Reads what stands above the list of a programme: its name, and the day.
fn name_of_programme(sheet: &mut Sheet<'_>, head: usize) {
    if (0..head).filter(|i| sheet.open(*i)).count() > 3
        || (0..head).any(|i| sheet.is_prose(i))
    {
        return;
    }
    for i in 0..head {
        if !sheet.open(i) {
            continue;
        }
        let words = sheet.words(i);
        let date = first_date(words, false).map(|(range, _)| range);
        let name = date.as_ref().map_or(words, |d| &words[..d.start]).trim_end();
        sheet.decide(i, Label::Metadata(Field::Words), "masthead", 0.8);
        for (range, field) in [(Some(0..name.len()), Field::Source), (date, Field::Date)]
        {
            let Some(range) = range.filter(|r| !r.is_empty()) else { continue };
            sheet.cut(i, range, Label::Metadata(field), "masthead", 0.8);
        }
    }
}

/// Whether the head of a list says that it announces a programme or an issue.
fn is_programme(sheet: &Sheet<'_>, i: usize) -> bool {
    let bare = letters_of(sheet.words(i));
    ["节目", "本期", "今日", "要目", "节目单"].iter().any(|w| bare.contains(w))
}

pub(super) fn is_head(sheet: &Sheet<'_>, i: usize) -> bool {
    let bare = || sheet.words(i).chars().filter(|c| is_letter(*c));
    sheet.open(i)
        && bare().next().is_some_and(|first| HEADS_OPEN.may_hold(first))
        && HEADS.iter().any(|head| bare().eq(head.chars()))
}

/// What a line is compared by: its letters, without a bracket (where it may have one) or
/// page number behind, as one number (FNV-1a). A hundred megabytes have a million short
/// lines.
fn key(words: &str, bracketed: bool) -> u64 {
    let bracket = if bracketed { words.find(['（', '(']) } else { None };
    let words = bracket.filter(|at| *at > 3).map_or(words, |at| &words[..at]);
    let words = words.trim_end_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '…' | '·') || c.is_whitespace()
    });
    words.chars().filter(|c| is_letter(*c)).fold(0xcbf2_9ce4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
    })
}
