//! Document numbers (发文字号).

use super::{Edit, View};
use crate::han::is_han;

/// Puts the year of a document number into 六角括号: `云府发(2026)3号` is
/// `云府发〔2026〕3号`.
///
/// GB/T 9704—2012, 7.2.5. Only where nothing else can be meant: the issuer's sign for the
/// kind of document (发, 函, 办, 字 …) before the bracket, a year in it, and a number with
/// 号 behind it. The number of a court case, `(2025)云01民终8号`, has letters behind the
/// year and round brackets by rule.
///
/// ```
/// # use briefpack::clean::{apply, document_numbers};
/// assert_eq!(apply(document_numbers, "云府发[2026]3号"), "云府发〔2026〕3号");
/// assert_eq!(apply(document_numbers, "(2025)云01民终8号"), "(2025)云01民终8号");
/// ```
pub fn document_numbers(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let (text, bytes) = (view.text, view.text.as_bytes());
    let mut edits = Vec::new();
    for (at, byte) in view.signs(b"([\xEF\xE3") {
        let opener = match (byte, &bytes[at + 1..]) {
            (b'(' | b'[', _) => 1,
            // （, ［, ﹝, 【
            (0xEF, [0xBC, 0x88 | 0xBB, ..] | [0xB9, 0x9D, ..])
            | (0xE3, [0x80, 0x90, ..]) => 3,
            _ => continue,
        };
        let year = at + opener..at + opener + 4;
        let Some(digits) = bytes.get(year.clone()) else { continue };
        if !matches!(digits, [b'1', b'9', ..] | [b'2', b'0', ..])
            || !digits.iter().all(u8::is_ascii_digit)
        {
            continue;
        }
        let rest = &text[year.end..];
        let Some(closer) = rest
            .chars()
            .next()
            .filter(|c| matches!(c, ')' | ']' | '）' | '］' | '﹞' | '】'))
        else {
            continue;
        };
        let number = &rest[closer.len_utf8()..];
        if ends_with_document_kind(&text[..at]) && begins_with_number(number) {
            edits.push(Edit::replace(at..year.start, "〔"));
            edits.push(Edit::replace(year.end..year.end + closer.len_utf8(), "〕"));
        }
    }
    edits
}

fn ends_with_document_kind(text: &str) -> bool {
    let mut letters = text.chars().rev();
    let kind = letters.next().is_some_and(|c| {
        matches!(
            c,
            '发' | '發'
                | '函'
                | '办'
                | '辦'
                | '字'
                | '规'
                | '規'
                | '释'
                | '釋'
                | '通'
                | '电'
                | '電'
                | '纪'
                | '紀'
                | '督'
                | '复'
                | '批'
                | '议'
                | '組'
                | '组'
                | '党'
                | '黨'
        )
    });
    kind && letters.next().is_some_and(is_han)
}

fn begins_with_number(text: &str) -> bool {
    let text = text.strip_prefix('第').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&digits) && (text[digits..].starts_with(['号', '號']))
}
