//! The neighbours of a mark: what several rules ask before they change one.

use std::ops::Range;

use crate::han::{is_cjk_mark, is_han, is_hangul, is_kana, is_letter, leading_han};

/// The places of the bytes of `text` that `wanted` names: signs of ASCII, or the first
/// bytes of others.
pub(super) fn bytes<'a>(
    text: &'a str,
    wanted: &'static [u8],
) -> impl Iterator<Item = (usize, u8)> + 'a {
    let mut table = [false; 256];
    for &byte in wanted {
        table[usize::from(byte)] = true;
    }
    let all = text.as_bytes();
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            // Most of a text: characters of three bytes, one after the other.
            while let Some(&byte @ 0xE0..=0xEF) = all.get(next) {
                next += 3;
                if table[usize::from(byte)] {
                    return Some((next - 3, byte));
                }
            }
            let &byte = all.get(next)?;
            let at = next;
            next += match byte {
                0..=0x7F => 1,
                0x80..=0xDF => 2,
                _ => 4,
            };
            if table[usize::from(byte)] {
                return Some((at, byte));
            }
        }
    })
}

/// Whether `text` has one of some signs of ASCII: quicker than looking for their places
/// where most texts have none.
pub(super) fn has_any(text: &str, signs: &[u8]) -> bool {
    let has = |chunk: &[u8], sign| chunk.iter().fold(false, |has, b| has | (*b == sign));
    text.as_bytes().chunks(64).any(|chunk| signs.iter().any(|&sign| has(chunk, sign)))
}

/// The runs of signs in `text`: a sign begins with one of the bytes of `first`, and `sign`
/// says how many bytes the one at the start of its argument has, if it is one.
pub(super) fn runs<'a>(
    text: &'a str,
    first: &'static [u8],
    sign: impl Fn(&[u8]) -> Option<usize> + 'a,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let all = text.as_bytes();
    let mut done = 0;
    bytes(text, first).filter_map(move |(start, _)| {
        if start < done {
            return None;
        }
        done = start;
        while let Some(length) = sign(&all[done..]) {
            done += length;
        }
        (start < done).then_some(start..done)
    })
}

/// Whether `c` is a space inside a line.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{3000}')
}

/// Whether `c` only stands in Chinese text: a Han character or a Chinese mark.
pub(super) fn is_chinese(c: char) -> bool {
    is_han(c) || is_cjk_mark(c) || c == '％'
}

/// Whether `c` is a mark that Chinese and Latin text share: a curly quote, a dash, an
/// ellipsis.
pub(super) fn is_shared_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

/// How far a rule looks for a letter past marks and spaces.
const REACH: usize = 64;

/// The nearest letter or digit to the left of `at` in its line, past marks and spaces.
/// Unlike the nearest mark it is the same before and after any mark was repaired.
pub(super) fn letter_before(text: &str, at: usize) -> Option<char> {
    let line = text[..at].chars().rev().take_while(|&c| c != '\n');
    line.take(REACH).find(|&c| is_letter(c))
}

/// The nearest letter or digit from `at` on in its line, past marks and spaces.
pub(super) fn letter_after(text: &str, at: usize) -> Option<char> {
    let line = text[at..].chars().take_while(|&c| c != '\n');
    line.take(REACH).find(|&c| is_letter(c))
}

/// The last bytes of `text`, at most `length` of them: what keeps a rule linear on a line
/// of a hundred megabytes.
pub(super) fn tail(text: &str, length: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(length))..]
}

/// The first bytes of `text`, at most `length` of them.
pub(super) fn head(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// Whether a line is written in Chinese, whatever the text around it is: it has Han, they
/// are not drowned in Latin letters (those of a web address aside), and it is neither
/// Japanese nor Korean.
pub(super) fn is_chinese_line(line: &str) -> bool {
    let (mut han, mut latin, mut kana, mut hangul) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut in_address = false;
    let mut before = ' ';
    let mut rest = line;
    while !rest.is_empty() {
        let run = leading_han(rest.as_bytes());
        if run > 0 {
            han += run;
            in_address = false;
            before = '一';
            rest = &rest[3 * run..];
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        in_address = (in_address && c.is_ascii_graphic()) || (before == '/' && c == '/');
        match c {
            'a'..='z' | 'A'..='Z' => latin += usize::from(!in_address),
            // Most marks; neither 々 nor 〇 is among them.
            '\0'..='\u{7F}' | '\u{3008}'..='\u{3020}' | '\u{FF01}'..='\u{FF20}' => {}
            _ if is_han(c) => han += 1,
            _ if is_kana(c) => kana += 1,
            _ if is_hangul(c) => hangul += 1,
            _ => {}
        }
        before = c;
    }
    han > 0 && latin <= 8 * han && kana * 5 <= han && hangul * 3 <= han
}
