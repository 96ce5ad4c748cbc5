//! The neighbours of a mark: what several rules ask before they change one.

use std::ops::Range;

use crate::han::{is_cjk_mark, is_han, is_hangul, is_kana};

/// The byte positions of the ASCII bytes of `text` that `wanted` names.
pub(super) fn ascii<'a>(
    text: &'a str,
    wanted: &'static [u8],
) -> impl Iterator<Item = (usize, u8)> + 'a {
    let mut table = [false; 256];
    for &byte in wanted {
        table[usize::from(byte)] = true;
    }
    text.bytes().enumerate().filter(move |&(_, byte)| table[usize::from(byte)])
}

/// Whether `c` is a space inside a line.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{3000}')
}

/// The next character to the left of `at`, spaces passed over. The end of the line is
/// `None`.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().rev().find(|&c| !is_space(c)).filter(|&c| c != '\n')
}

/// The next character from `at` on, spaces passed over. The end of the line is `None`.
pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().find(|&c| !is_space(c)).filter(|&c| c != '\n')
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

/// The line around `at`, without its line break.
pub(super) fn line_at(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    start..end
}

/// Whether a line is written in Chinese, whatever the text around it is: it has Han, they
/// are not drowned in Latin letters, and it is neither Japanese nor Korean.
pub(super) fn is_chinese_line(line: &str) -> bool {
    let (mut han, mut latin, mut kana, mut hangul) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in line.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ if is_han(c) => han += 1,
            _ if is_kana(c) => kana += 1,
            _ if is_hangul(c) => hangul += 1,
            _ => {}
        }
    }
    han > 0 && latin <= 8 * han && kana * 5 <= han && hangul * 3 <= han
}
