//! Spaces beside marks of full width, and inside what is one word.

use super::context::{is_space, tail};
use super::{Edit, View};
use crate::han::{is_cjk_letter, is_han_numeral};

/// Drops the spaces that re-posting sites and Latin typing habits put beside marks of full
/// width, and those inside `第 一 章`.
///
/// A mark of full width brings its own room. So a space before `，。、；：？！` or a closing
/// bracket goes, and one behind an opening bracket, and a single one behind a point that a
/// word follows. Between two full stops all stay. Brackets with nothing but room in them
/// are left for filling in; wider gaps behind a point part columns or paragraphs. Between
/// two words a space says something (`大格局谋发展 高质量抓落实`) and stays.
///
/// ```
/// # use briefpack::clean::{apply, spaced_marks};
/// assert_eq!(apply(spaced_marks, "会议指出 ， 要坚持 。 会议强调"), "会议指出，要坚持。会议强调");
/// assert_eq!(apply(spaced_marks, "同意（　　）"), "同意（　　）");
/// assert_eq!(apply(spaced_marks, "第 一 章 总则"), "第一章 总则");
/// ```
pub fn spaced_marks(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let text = view.text;
    view.runs(b" \xE3", space)
        .filter(|gap| {
            let left = text[..gap.start].chars().next_back().filter(|&c| c != '\n');
            let right = text[gap.end..].chars().next().filter(|&c| c != '\n');
            let (Some(left), Some(right)) = (left, right) else { return false };
            let is_single = text[gap.clone()].chars().nth(1).is_none();
            is_artefact(left, right, is_single)
                || is_inside_number(text, gap.start, gap.end)
        })
        .map(Edit::drop)
        .collect()
}

/// How many bytes the space at the start of `bytes` has. A run begins with a plain or an
/// ideographic one; a tab or a no-break space may only follow.
fn space(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'\t', ..] => Some(1),
        [0xC2, 0xA0, ..] => Some(2),
        [0xE3, 0x80, 0x80, ..] => Some(3),
        _ => None,
    }
}

fn is_artefact(left: char, right: char, is_single: bool) -> bool {
    // Full stops in a row are no mark of full width: what they stand for is not known.
    if (left, right) == ('。', '。') {
        return false;
    }
    if is_opening(left) {
        return !is_closing(right);
    }
    if is_point(right) || is_closing(right) {
        return true;
    }
    is_point(left)
        && is_single
        && (is_cjk_letter(right)
            || right.is_ascii_alphanumeric()
            || is_opening(right)
            || right == '“')
}

fn is_point(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！')
}

fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '「' | '『' | '【' | '〔')
}

fn is_closing(c: char) -> bool {
    matches!(c, '）' | '》' | '〉' | '」' | '』' | '】' | '〕')
}

/// Whether the spaces stand inside `第 一 章`: between 第 and a number, or between that
/// number and the name of the part.
fn is_inside_number(text: &str, start: usize, end: usize) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || c == '-' || is_han_numeral(c);
    let left = tail(&text[..start], 60);
    let number = left.trim_end_matches(|c| is_digit(c) || is_space(c));
    if !number.ends_with('第') {
        return false;
    }
    // From 第 on there must be a number and then the name of a part.
    let rest = &text[start - (left.len() - number.len())..];
    let part = rest.trim_start_matches(|c| is_digit(c) || is_space(c));
    let is_part = part.starts_with([
        '章', '节', '節', '条', '條', '编', '編', '篇', '部', '款', '项', '項', '届',
        '次', '期', '号', '號',
    ]);
    is_part
        && rest.starts_with(|c| is_digit(c) || is_space(c))
        && text[end..].len() >= part.len()
}
