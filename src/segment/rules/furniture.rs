//! Furniture: page numbers, dividers, names of pictures and bare addresses.

use super::links::{link, row_of_links};
use super::metadata::is_date_only;
use crate::segment::lines::End;
use crate::segment::sheet::Sheet;
use crate::segment::words::is_letter;
use crate::segment::{Label, words};

/// Marks lines without words of their own: dividers, bullets without an item, tags,
/// names of picture files, bare addresses, page numbers.
///
/// A number alone is a page number only between the halves of a sentence, in a row of
/// rising numbers, or between dashes: a figure of a table is none. `……` alone stands for
/// omitted text and stays.
pub(super) fn furniture(sheet: &mut Sheet<'_>) {
    const NEAR: usize = 6;
    const TABLE: usize = 12;
    let mut numbers = Vec::new();
    let broken = |sheet: &Sheet<'_>, i: usize| {
        i > 0
            && i + 1 < sheet.lines.len()
            && matches!(sheet.lines[i - 1].end, End::Bare | End::Pause)
            && sheet.lines[i - 1].letters >= 12
            && sheet.lines[i + 1].letters >= 6
    };
    for i in 0..sheet.lines.len() {
        let words = sheet.words(i);
        let line = &sheet.lines[i];
        if line.letters > 200 {
            if is_drawing(words) {
                sheet.decide(i, Label::Chrome, "picture-name", 0.9);
            }
            continue;
        }
        if line.letters == 0 {
            if words.contains('…') {
                continue;
            }
            let table = words.contains(|c| matches!(c, '\u{2500}'..='\u{257F}' | '|'))
                && words.chars().count() > 3;
            if table && words.contains(|c| matches!(c, '\u{2500}'..='\u{257F}')) {
                sheet.decide(i, Label::Chrome, "table-border", 0.9);
            } else {
                sheet.decide(i, Label::Chrome, "ornament", 0.9);
            }
        } else if words.starts_with(['│', '┃', '║', '┌', '├', '└']) {
            sheet.decide(i, Label::Row, "drawn-table", 0.95);
        } else if is_tags(words) {
            sheet.decide(i, Label::Chrome, "tags", 0.9);
        } else if line.marks.may_have(&['[']) && is_picture(words) {
            sheet.decide(i, Label::Chrome, "picture-name", 0.9);
        } else if line.marks.may_have(&['.']) && is_picture_file(words) {
            sheet.decide(i, Label::Chrome, "picture-name", 0.85);
        } else if line.digits == line.letters
            && line.letters >= 24
            && (line.words >= 4 || i + 1 == sheet.lines.len())
        {
            sheet.decide(i, Label::Chrome, "numbers", 0.8);
        } else if line.marks.may_have(&['/'])
            && line.latin() > 0
            && names_the_original(words)
            && is_address(words, line.letters)
        {
            sheet.decide(i, Label::Chrome, ORIGINAL, 0.85);
        } else if line.marks.may_have(&['/', '.'])
            && line.latin() > 0
            && is_address(words, line.letters)
            && (words.contains("](")
                || names_the_original(words)
                || !within_text(sheet, i))
        {
            sheet.decide(i, Label::Chrome, "address", 0.85);
        } else if line.digits >= 6
            && broken(sheet, i)
            && sheet.lines[i - 1].is_prose()
            && is_date_only(words)
        {
            // The date of the paper at the head of its next page.
            sheet.decide(i, Label::Chrome, "page-number", 0.8);
        } else if line.digits > 0
            && line.letters <= LONGEST_NUMBER
            && let Some((value, sure)) = page_number(words)
        {
            if sure {
                sheet.decide(i, Label::Chrome, "page-number", 0.95);
            } else {
                numbers.push((i, value));
            }
        }
    }
    for at in 0..numbers.len() {
        let (i, value) = numbers[at];
        let row = numbers
            .iter()
            .skip(at + 1)
            .take(3)
            .any(|(j, v)| *v > value && *v <= value + 3 && *j > i + 1);
        let row_before = numbers[..at]
            .iter()
            .rev()
            .take(3)
            .any(|(j, v)| *v < value && value <= *v + 3 && *j + 1 < i);
        // Near numbers that stand one below the other it is a cell of a table.
        let near = numbers[at.saturating_sub(NEAR)..].iter().take(2 * NEAR + 1);
        let table = near
            .clone()
            .zip(near.skip(1))
            .any(|((a, _), (b, _))| *b == a + 1 && i.abs_diff(*a) <= TABLE);
        if table {
            continue;
        }
        if broken(sheet, i) || ((row || row_before) && around_prose(sheet, i)) {
            sheet.decide(i, Label::Chrome, "page-number", 0.85);
        }
    }
}

fn around_prose(sheet: &Sheet<'_>, i: usize) -> bool {
    let near = |j: usize| sheet.lines.get(j).is_some_and(|l| l.letters >= 14);
    (i > 0 && near(i - 1)) || near(i + 1)
}

/// `<center>===</center>`, `<br>`: tags and nothing else.
fn is_tags(words: &str) -> bool {
    if !words.starts_with('<') || !words.ends_with('>') {
        return false;
    }
    let mut inside = false;
    let mut tags = 0;
    for c in words.chars() {
        match c {
            '<' => {
                inside = true;
                tags += 1;
            }
            '>' => inside = false,
            _ if !inside && c.is_alphanumeric() => return false,
            _ if inside && crate::segment::sheet::is_text_letter(c) => return false,
            _ => {}
        }
    }
    tags > 0
}

/// How the names of the files of pictures end.
pub(super) const PICTURES: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp"];

/// `图片_20260317.jpg`: the file of a picture, and nothing else.
fn is_picture_file(words: &str) -> bool {
    let Some(at) = words.rfind('.').filter(|at| words.len() - at <= ".jpeg".len()) else {
        return false;
    };
    let kind = words[at..].to_ascii_lowercase();
    PICTURES.contains(&kind.as_str())
        && words.chars().count() <= 60
        && !words.contains([' ', '，', '。', '、', '：'])
}

/// `[logo]`, `[1901171027]`, `![](…)`: pictures of which only the name is left.
fn is_picture(words: &str) -> bool {
    // The brackets of an address may have been widened like any others.
    if words.starts_with("![") && words.ends_with([')', '）']) {
        return true;
    }
    if is_linked_picture(words) {
        return true;
    }
    let mut rest = words;
    let mut names = 0;
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((name, after)) = inner.split_once(']') else { return false };
        let ascii = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'));
        let letters = name.trim().len();
        // [1] is a note.
        if !ascii || letters < 2 || name.trim().parse::<u8>().is_ok() {
            return false;
        }
        names += 1;
        rest = after.trim_start();
    }
    names > 0 && rest.is_empty()
}

/// `- [![广告](https://…)](https://…)`, `*[原文](https://…)*`: a link that shows a picture or a
/// label of a page, and nothing else.
fn is_linked_picture(words: &str) -> bool {
    let bare = words.trim_start_matches(['-', '*', ' ']).trim_end_matches(['*', ' ']);
    // [打印](…)[关闭](…): a row of buttons.
    if let Some(shown) = row_of_links(bare) {
        return shown.iter().all(|shown| {
            let labels = words::coverage(shown);
            labels.letters > 0 && labels.covered == labels.letters
        });
    }
    let Some((shown, address)) = link(bare) else { return false };
    let target = address.contains("://");
    // Behind the picture stands no word of a title.
    let picture = || {
        shown.starts_with("![")
            && shown
                .rsplit_once([')', '）'])
                .is_some_and(|(_, rest)| !rest.contains(is_letter))
    };
    let label = || {
        let labels = words::coverage(shown);
        labels.letters > 0 && labels.covered == labels.letters && !shown.contains(']')
    };
    target && (picture() || label())
}

/// Whether paragraphs stand above and below a line: an address there is part of what is
/// told, at the edges it is that of the page.
fn within_text(sheet: &Sheet<'_>, i: usize) -> bool {
    const NEAR: usize = 8;
    const FEW: usize = 2;
    let prose = |l: &usize| sheet.is_prose(*l);
    let above = (i.saturating_sub(NEAR)..i).filter(prose).count();
    let below = (i + 1..sheet.lines.len().min(i + 1 + NEAR)).filter(prose).count();
    above >= FEW && below >= FEW
}

/// `![图片](https://…)`: a picture with an address of any length, drawn in it or not.
fn is_drawing(words: &str) -> bool {
    let Some((name, address)) = words.strip_prefix("![").and_then(|w| w.split_once("]("))
    else {
        return false;
    };
    words.ends_with(')')
        && name.chars().count() <= 40
        && !address.contains(crate::han::is_cjk_letter)
}

/// An address of the net with at most a label before it.
fn is_address(words: &str, letters: u32) -> bool {
    let Some(at) = words
        .find("http://")
        .or_else(|| words.find("https://"))
        .or_else(|| words.find("www."))
    else {
        return false;
    };
    let label = words[..at].chars().filter(|c| c.is_alphanumeric()).count();
    let tail = words[at..]
        .chars()
        .take_while(|c| c.is_ascii_graphic())
        .filter(|c| c.is_alphanumeric())
        .count();
    label <= 6 && label + tail == letters as usize
}

/// Why a line goes that says where a copy was taken from.
pub(super) const ORIGINAL: &str = "address-of-the-original";

/// `> 原文：https://…`: where a copy was taken from, wherever it says so.
fn names_the_original(words: &str) -> bool {
    const LABELS: &[&str] = &[
        "原文",
        "原文链接",
        "原文地址",
        "原文鏈接",
        "原文連結",
        "来源链接",
        "元記事",
        "원문",
    ];
    let words = words.trim_start_matches(|c: char| !is_letter(c));
    let label = words.split(['：', ':']).next().unwrap_or_default().trim_end();
    LABELS.contains(&label)
}

/// More letters than the number of a page has, with all that may stand beside it.
const LONGEST_NUMBER: u32 = 40;

/// The value of a page number; `true` where the form alone makes it certain.
fn page_number(words: &str) -> Option<(u32, bool)> {
    let dashes = |c: char| {
        matches!(c, '-' | '—' | '–' | '－' | '·' | '~' | '～' | '―' | '─' | '・')
    };
    let core = words.trim_matches(|c: char| dashes(c) || c.is_whitespace());
    let dashed = words.starts_with(dashes) && words.ends_with(dashes);
    let core = core
        .strip_prefix(['第', 'P', 'p'])
        .map_or(core, |c| c.trim_start_matches('.').trim());
    let (core, paged) = match core.strip_suffix(['页', '頁', '쪽']) {
        Some(rest) => (rest.trim(), true),
        None => (core, false),
    };
    let digits = &core[..core.bytes().take_while(u8::is_ascii_digit).count()];
    let rest = core[digits.len()..].trim();
    let value = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    if rest.is_empty() {
        return (digits.len() <= 3 || dashed).then_some((value, dashed || paged));
    }
    // 3/10, 第3页 共10页, 3 of 10.
    let total = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let between: String = rest[..rest.len() - total.len()]
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let of = rest.starts_with('/')
        || matches!(between.as_str(), "页共" | "頁共" | "共" | "of");
    let total: u32 = total.trim().parse().ok()?;
    (of && value <= total && (paged || !between.is_empty())).then_some((value, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_have_many_forms() {
        for text in ["- 3 -", "— 12 —", "第3页", "第 3 页 共 9 页", "·5·"] {
            assert_eq!(page_number(text).map(|(_, sure)| sure), Some(true), "{text}");
        }
        assert_eq!(page_number("12"), Some((12, false)));
        assert_eq!(page_number("2026年"), None);
        assert_eq!(page_number("3/10"), None, "a score or a fraction");
    }

    #[test]
    fn a_note_is_no_picture() {
        assert!(is_picture("[logo]") && is_picture("[9c059b] [a_b]"));
        assert!(!is_picture("[1]") && !is_picture("[附件]"));
    }
}
