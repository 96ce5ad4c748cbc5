//! Round brackets of full width in Chinese text.

use super::context::{after, before, is_chinese, is_chinese_line, is_shared_mark};
use super::{Edit, View};
use crate::han::is_han;

/// Turns a pair of round brackets into `（）` where it stands in Chinese.
///
/// A pair is Chinese when there is Han in it, when its neighbour on either side is Chinese,
/// or when one of the two is of full width already. Only whole pairs are turned: `1)` and
/// `:)` have no partner. The argument of a function keeps its brackets (`P(x)`, `f(x)`),
/// and so does a Latin passage.
///
/// ```
/// # use briefpack::clean::{apply, brackets};
/// assert_eq!(apply(brackets, "(一)国内生产总值(GDP)"), "（一）国内生产总值（GDP）");
/// assert_eq!(apply(brackets, "概率P(x)与1)甲 see (a) there"), "概率P(x)与1)甲 see (a) there");
/// ```
pub fn brackets(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let (text, bytes) = (view.text, view.text.as_bytes());
    let mut edits = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut line_start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => {
                open.clear();
                line_start = at + 1;
            }
            b'(' => open.push(at),
            0xEF if matches!(bytes[at + 1..], [0xBC, 0x88, ..]) => open.push(at),
            b')' => close(text, line_start, &mut open, at..at + 1, &mut edits),
            0xEF if matches!(bytes[at + 1..], [0xBC, 0x89, ..]) => {
                close(text, line_start, &mut open, at..at + 3, &mut edits);
            }
            _ => {}
        }
    }
    edits.sort_unstable_by_key(|edit| edit.range.start);
    edits
}

fn close(
    text: &str,
    line_start: usize,
    open: &mut Vec<usize>,
    closer: std::ops::Range<usize>,
    edits: &mut Vec<Edit>,
) {
    let Some(start) = open.pop() else { return };
    let opener = start..start + if text.as_bytes()[start] == b'(' { 1 } else { 3 };
    let (narrow_start, narrow_end) = (opener.len() == 1, closer.len() == 1);
    if !narrow_start && !narrow_end {
        return;
    }
    let is_half_wide = narrow_start != narrow_end;
    if is_half_wide || is_chinese_pair(text, line_start, &opener, &closer) {
        if narrow_start {
            edits.push(Edit::replace(opener, "（"));
        }
        if narrow_end {
            edits.push(Edit::replace(closer, "）"));
        }
    }
}

fn is_chinese_pair(
    text: &str,
    line_start: usize,
    opener: &std::ops::Range<usize>,
    closer: &std::ops::Range<usize>,
) -> bool {
    let inside = &text[opener.end..closer.start];
    let has_han = inside.contains(is_han);
    let is_ours = |c: Option<char>| c.is_some_and(|c| is_chinese(c) || is_shared_mark(c));
    let touches = is_ours(before(text, opener.start)) || is_ours(after(text, closer.end));
    if !has_han && (!touches || is_argument(&text[line_start..opener.start])) {
        return false;
    }
    let line_end = text[closer.end..].find('\n').map_or(text.len(), |at| closer.end + at);
    is_chinese_line(&text[line_start..line_end])
}

/// Whether a bracket behind `text` holds the argument of a function: a single letter or a
/// known name stands right before it.
fn is_argument(text: &str) -> bool {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let name = &text[text.len() - letters..];
    letters == 1
        || matches!(
            name,
            "sin" | "cos" | "tan" | "log" | "ln" | "lg" | "exp" | "max" | "min"
        )
}
