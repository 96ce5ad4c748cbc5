//! The neighbours of a mark: what several rules ask before they change one.

use crate::han::{is_cjk_mark, is_han, is_hangul, is_kana, is_letter, leading_han};

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
