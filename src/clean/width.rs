//! The width of marks: `，；：？！（）` in Chinese text.

use std::ops::Range;

use super::context::{head, is_chinese, is_chinese_line, is_shared_mark, is_space, tail};
use super::{Edit, View};
use crate::han::{is_cjk_letter, is_han};

/// Turns `,` `;` `:` `?` `!` and pairs of round brackets into their full-width forms where
/// they stand in Chinese.
///
/// A point is Chinese when its nearest neighbour on either side, spaces aside, is a Han
/// character or a Chinese mark. Between two digits it belongs to a number, a time or a
/// ratio (`1,200`, `10:35`, `3.2:41.5:55.3`); `:` before `/` to an address. Between Latin
/// letters it belongs to their sentence or formula.
///
/// A pair of brackets is Chinese when there is Han in it, when its neighbour on either side
/// is Chinese, or when one of the two is of full width already. Only whole pairs are
/// turned: `1)` and `:)` have no partner. The argument of a function keeps its brackets
/// (`P(x)`, `f(x)`).
///
/// One mark may decide about the next: in `(中英),CPI` the bracket makes the comma Chinese.
/// Lines in other languages are left alone.
///
/// ```
/// # use briefpack::clean::{apply, width};
/// assert_eq!(apply(width, "产量18.6万亩,增长6%;现场10:35开始!"), "产量18.6万亩，增长6%；现场10:35开始！");
/// assert_eq!(apply(width, "“十四五”,网址:http://a.cn/?x=1,y"), "“十四五”，网址：http://a.cn/?x=1,y");
/// assert_eq!(apply(width, "他说“Well, all right?”"), "他说“Well, all right?”");
/// assert_eq!(apply(width, "(一)国内生产总值(GDP)"), "（一）国内生产总值（GDP）");
/// assert_eq!(apply(width, "概率P(x)与1)甲 see (a) there"), "概率P(x)与1)甲 see (a) there");
/// ```
pub fn width(view: &View) -> Vec<Edit> {
    if !view.traits.is_chinese() || !view.has_any(b",;:?!()") {
        return Vec::new();
    }
    let (text, bytes) = (view.text, view.text.as_bytes());
    // Where any mark is narrow most of them are.
    let mut edits = Vec::with_capacity(text.len() / 48);
    let mut line = Line::default();
    for (at, byte) in view.signs(b",;:?!()\n\xEF") {
        match byte {
            b',' | b';' | b':' | b'?' | b'!' => line.marks.push(Mark::point(at)),
            b'(' => line.open(at, 1),
            b')' => line.close(at, 1),
            0xEF if matches!(bytes[at + 1..], [0xBC, 0x88, ..]) => line.open(at, 3),
            0xEF if matches!(bytes[at + 1..], [0xBC, 0x89, ..]) => line.close(at, 3),
            b'\n' => {
                line.decide(text, at, &mut edits);
                line.start = at + 1;
            }
            _ => {}
        }
    }
    line.decide(text, text.len(), &mut edits);
    edits
}

/// A mark that may have the wrong width.
struct Mark {
    at: usize,
    /// How many bytes it has: 1 is narrow.
    length: usize,
    /// The other bracket of the pair, as an index.
    partner: Option<usize>,
    is_bracket: bool,
    /// Whether it is to be of full width.
    is_wide: bool,
    /// Of a bracket: how many Han stand before it in its line.
    han: usize,
}

impl Mark {
    fn point(at: usize) -> Self {
        Mark { at, length: 1, partner: None, is_bracket: false, is_wide: false, han: 0 }
    }

    fn range(&self) -> Range<usize> {
        self.at..self.at + self.length
    }
}

/// The marks of one line.
#[derive(Default)]
struct Line {
    start: usize,
    marks: Vec<Mark>,
    /// Brackets that wait for their partner.
    open: Vec<usize>,
}

/// How often a line is gone over, there and back. Two are enough for all that people
/// write.
const ROUNDS: usize = 8;

/// How deep brackets may nest before the inner ones are left alone.
const MAX_DEPTH: usize = 32;

/// How many bytes of a quotation are looked at.
const REACH: usize = 400;

impl Line {
    fn open(&mut self, at: usize, length: usize) {
        if self.open.len() < MAX_DEPTH {
            self.open.push(self.marks.len());
        }
        self.marks.push(Mark { length, is_bracket: true, ..Mark::point(at) });
    }

    fn close(&mut self, at: usize, length: usize) {
        let partner = self.open.pop();
        if let Some(partner) = partner {
            self.marks[partner].partner = Some(self.marks.len());
        }
        self.marks.push(Mark { length, is_bracket: true, partner, ..Mark::point(at) });
    }

    /// Decides about every mark of the line that ends at `end`, and forgets them.
    fn decide(&mut self, text: &str, end: usize, edits: &mut Vec<Edit>) {
        if self.marks.iter().any(|mark| mark.length == 1) {
            let line = &text[self.start..end];
            if is_chinese_line(line) {
                self.count_han(text);
                // What one mark decides may be what another waits for.
                for _ in 0..ROUNDS {
                    let forth = self.turn(text, end, 0..self.marks.len());
                    let back = self.turn(text, end, (0..self.marks.len()).rev());
                    if !forth && !back {
                        break;
                    }
                }
            }
            edits.extend(
                self.marks.iter().filter(|mark| mark.is_wide && mark.length == 1).map(
                    |mark| Edit::replace(mark.range(), wide(text.as_bytes()[mark.at])),
                ),
            );
        }
        self.marks.clear();
        self.open.clear();
    }

    /// Tells every bracket how many Han stand before it: brackets nest, and each pair is
    /// asked for the Han inside it again and again.
    fn count_han(&mut self, text: &str) {
        let (mut at, mut han) = (self.start, 0);
        for mark in self.marks.iter_mut().filter(|mark| mark.is_bracket) {
            han += text[at..mark.at].chars().filter(|&c| is_han(c)).count();
            mark.han = han;
            at = mark.at;
        }
    }

    fn turn(
        &mut self,
        text: &str,
        end: usize,
        order: impl Iterator<Item = usize>,
    ) -> bool {
        let mut turned = false;
        for i in order {
            let mark = &self.marks[i];
            if mark.is_wide {
                continue;
            }
            if !mark.is_bracket {
                if self.is_chinese_point(text, end, i) {
                    self.marks[i].is_wide = true;
                    turned = true;
                }
            } else if let Some(partner) = mark.partner.filter(|&partner| partner > i)
                && self.is_chinese_pair(text, end, i, partner)
            {
                self.marks[i].is_wide = true;
                self.marks[partner].is_wide = true;
                turned = true;
            }
        }
        turned
    }

    fn is_chinese_point(&self, text: &str, end: usize, i: usize) -> bool {
        let at = self.marks[i].at;
        let (left, right) = (self.left(text, i), self.right(text, end, i));
        if text.as_bytes()[at] == b':' && right.is_some_and(|(c, _)| c == '/') {
            return false;
        }
        let is_ours = |side: Option<(char, bool)>| side.is_some_and(|(_, ours)| ours);
        let is_shared =
            |side: Option<(char, bool)>| side.is_some_and(|(c, _)| is_shared_mark(c));
        if is_ours(left) || is_ours(right) {
            return true;
        }
        // Only quotes, dashes or ellipses touch it: these stand in Latin passages, too.
        (is_shared(left) || is_shared(right))
            && !in_latin_quotation(&text[self.start..at], &text[at..end])
    }

    fn is_chinese_pair(&self, text: &str, end: usize, i: usize, partner: usize) -> bool {
        let (open, close) = (&self.marks[i], &self.marks[partner]);
        if open.length == 3 && close.length == 3 {
            return false;
        }
        if open.length != close.length {
            return true;
        }
        let is_ours = |side: Option<(char, bool)>| {
            side.is_some_and(|(c, ours)| ours || is_shared_mark(c))
        };
        let touches =
            is_ours(self.left(text, i)) || is_ours(self.right(text, end, partner));
        close.han > open.han || (touches && !is_argument(&text[self.start..open.at]))
    }

    /// The neighbour to the left of a mark, and whether it is Chinese or will be.
    fn left(&self, text: &str, i: usize) -> Option<(char, bool)> {
        let part = &text[self.start..self.marks[i].at];
        let (at, c) = part.char_indices().rev().find(|&(_, c)| !is_space(c))?;
        let at = self.start + at;
        let will_be =
            self.marks[..i].last().is_some_and(|mark| mark.at == at && mark.is_wide);
        Some((c, is_chinese(c) || will_be))
    }

    /// The same to the right.
    fn right(&self, text: &str, end: usize, i: usize) -> Option<(char, bool)> {
        let start = self.marks[i].range().end;
        let (at, c) = text[start..end].char_indices().find(|&(_, c)| !is_space(c))?;
        let at = start + at;
        let will_be =
            self.marks.get(i + 1).is_some_and(|mark| mark.at == at && mark.is_wide);
        Some((c, is_chinese(c) || will_be))
    }
}

fn wide(byte: u8) -> &'static str {
    match byte {
        b',' => "，",
        b';' => "；",
        b':' => "：",
        b'?' => "？",
        b'!' => "！",
        b'(' => "（",
        _ => "）",
    }
}

/// Whether the place between `before` and `behind` is in a quotation that has words and no
/// Chinese among them.
fn in_latin_quotation(before: &str, behind: &str) -> bool {
    let (before, behind) = (tail(before, REACH), head(behind, REACH));
    let Some(open) = before.rfind('“') else { return false };
    let inside = &before[open..];
    let rest = &behind[..behind.find('”').unwrap_or(0)];
    !inside.contains('”')
        && parts_words(inside)
        && !inside.contains(is_cjk_letter)
        && !rest.contains(is_cjk_letter)
}

/// Whether a space in `text` parts two Latin words, with or without a point behind the first:
/// a space that no rule takes away, whatever becomes of the marks around.
fn parts_words(text: &str) -> bool {
    text.match_indices(' ').any(|(at, _)| {
        let first = &text[..at];
        let first = first.strip_suffix([',', ';', ':', '.', '?', '!']).unwrap_or(first);
        first.ends_with(|c: char| c.is_ascii_alphanumeric())
            && text[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
    })
}

/// Whether a bracket behind `text` holds the argument of a function: a single letter or a
/// known name stands right before it.
fn is_argument(text: &str) -> bool {
    let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let name = &text[text.len() - letters..];
    let is_variable =
        letters == 1 && !text[..text.len() - 1].ends_with(|c: char| c.is_ascii_digit());
    is_variable
        || matches!(
            name,
            "sin" | "cos" | "tan" | "log" | "ln" | "lg" | "exp" | "max" | "min"
        )
}
