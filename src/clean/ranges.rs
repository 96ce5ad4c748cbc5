//! Spans of numbers.

use super::{Edit, View};

/// Turns the `~` between two numbers, or a number and Han, into `～`.
///
/// GB/T 15834—2011, 4.13: 浪纹线, one cell wide. A tilde in a path or an address stays.
///
/// ```
/// # use briefpack::clean::{apply, ranges};
/// assert_eq!(apply(ranges, "气温5~10摄氏度，占10%~20%"), "气温5～10摄氏度，占10%～20%");
/// assert_eq!(apply(ranges, "http://a.cn/~li/1"), "http://a.cn/~li/1");
/// ```
pub fn ranges(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let text = view.text;
    view.signs(b"~")
        .filter(|&(at, _)| {
            let left = text[..at].chars().next_back();
            let right = text[at + 1..].chars().next();
            let counts = |c: char| c.is_ascii_digit() || crate::han::is_han(c);
            left.is_some_and(|c| counts(c) || matches!(c, '%' | '‰' | '℃'))
                && right.is_some_and(counts)
        })
        .map(|(at, _)| Edit::replace(at..at + 1, "～"))
        .collect()
}
