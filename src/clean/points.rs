//! Points: `，；：？！` of full width in Chinese text.

use super::context::{
    after, before, is_chinese, is_chinese_line, is_shared_mark, line_at,
};
use super::{Edit, View};
use crate::han::is_cjk_letter;

/// Turns `,` `;` `:` `?` `!` into their full-width forms where they stand in Chinese.
///
/// A point is Chinese when its nearest neighbour on either side, spaces aside, is a Han
/// character or a Chinese mark. Between two digits it belongs to a number, a time or a
/// ratio (`1,200`, `10:35`, `3.2:41.5:55.3`); `:` before `/` to an address. Between Latin
/// letters it belongs to their sentence or formula. Lines in other languages are left
/// alone.
///
/// ```
/// # use briefpack::clean::{apply, points};
/// assert_eq!(apply(points, "产量18.6万亩,增长6%;现场10:35开始!"), "产量18.6万亩，增长6%；现场10:35开始！");
/// assert_eq!(apply(points, "“十四五”,网址:http://a.cn/?x=1,y"), "“十四五”，网址：http://a.cn/?x=1,y");
/// assert_eq!(apply(points, "他说“Well, all right?”"), "他说“Well, all right?”");
/// ```
pub fn points(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let text = view.text;
    let mut edits: Vec<Edit> = Vec::new();
    for (at, byte) in super::context::ascii(text, b",;:?!") {
        // In a row of points the last decision counts as the neighbour: `呢?!`.
        let touches_wide = edits.last().is_some_and(|edit| edit.range.end == at);
        if touches_wide || is_chinese_point(text, at, byte) {
            edits.push(Edit::replace(at..at + 1, wide(byte)));
        }
    }
    edits
}

fn wide(byte: u8) -> &'static str {
    match byte {
        b',' => "，",
        b';' => "；",
        b':' => "：",
        b'?' => "？",
        _ => "！",
    }
}

fn is_chinese_point(text: &str, at: usize, byte: u8) -> bool {
    let (left, right) = (before(text, at), after(text, at + 1));
    if byte == b':' && right == Some('/') {
        return false;
    }
    let is_ours = |c: Option<char>| c.is_some_and(is_chinese);
    let is_shared = |c: Option<char>| c.is_some_and(is_shared_mark);
    if !is_ours(left) && !is_ours(right) && !is_shared(left) && !is_shared(right) {
        return false;
    }
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if is_ours(left) && !is_latin(right) || is_ours(right) && !is_latin(left) {
        // Kana and Hangul hide behind a Chinese mark.
        return in_chinese_line(text, at);
    }
    if is_ours(left) || is_ours(right) {
        return in_chinese_line(text, at);
    }
    // Only quotes, dashes or ellipses touch it: these stand in Latin passages, too.
    in_chinese_line(text, at) && !in_latin_quotation(text, at)
}

fn in_chinese_line(text: &str, at: usize) -> bool {
    is_chinese_line(&text[line_at(text, at)])
}

/// Whether the point stands in a quotation, or right behind one, that has words and no
/// Chinese among them.
fn in_latin_quotation(text: &str, at: usize) -> bool {
    let line = line_at(text, at);
    let (before, behind) = (&text[line.start..at], &text[at..line.end]);
    let Some(open) = before.rfind('“') else { return false };
    let inside = &before[open..];
    let inside = match inside.find('”') {
        Some(_) => return false,
        None => inside,
    };
    let rest = &behind[..behind.find('”').unwrap_or(0)];
    let has_words = |part: &str| part.contains(' ') && !part.contains(is_cjk_letter);
    has_words(inside) && !rest.contains(is_cjk_letter)
}
