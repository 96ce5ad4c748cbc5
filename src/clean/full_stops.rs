//! Full stops of a text that was typed with Latin ones.

use super::context::is_space;
use super::{Edit, View};
use crate::han::{is_closer, is_han, is_han_numeral, is_opener};

/// Turns `.` behind a Han character into `。` in a text that ends its sentences so.
///
/// Only where the text shows the habit: at least three such stops, and hardly any `。`. A
/// stop behind a number (`一.总则`) belongs to the number, and one between a name's halves
/// is an interpunct; so the stop must end the line, or a sentence of some length.
///
/// ```
/// # use briefpack::clean::{apply, full_stops};
/// let typed = "会议指出要坚持.\n会议强调要落实.\n会议要求抓紧办理.";
/// assert_eq!(apply(full_stops, typed), "会议指出要坚持。\n会议强调要落实。\n会议要求抓紧办理。");
/// assert_eq!(apply(full_stops, "会议结束."), "会议结束.");
/// ```
pub fn full_stops(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() || !view.traits.latin_stops {
        return Vec::new();
    }
    let text = view.text;
    view.signs(b".")
        .filter(|&(at, _)| {
            let left = text[..at].chars().next_back();
            let right = text[at + 1..].chars().next();
            // A closer of full width takes the room before it away later.
            let next = text[at + 1..].chars().find(|&c| !is_space(c));
            left.is_some_and(|c| (is_han(c) && !is_han_numeral(c)) || is_closer(c))
                && match right {
                    None | Some('\n') => true,
                    Some(c) => {
                        next.is_some_and(is_closer)
                            || ((is_han(c) || is_opener(c)) && ends_a_sentence(text, at))
                    }
                }
        })
        .map(|(at, _)| Edit::replace(at..at + 1, "。"))
        .collect()
}

/// Whether there are at least eight characters since the last stop or line break.
fn ends_a_sentence(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .rev()
        .take(8)
        .filter(|&c| c != '.' && c != '\n' && c != '。')
        .count()
        == 8
}
