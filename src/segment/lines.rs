//! Lines and what can be measured on them.
//!
//! Belongs here: cutting a text into lines, and the figures that every rule looks at:
//! how long, how ended, how much punctuation, how far indented.
//! Does not belong here: any opinion about what a line is.

use std::ops::Range;

use super::words::is_letter;
use crate::han;

/// How a line ends, closing brackets and quotation marks aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// With a full stop, a question mark or an exclamation mark.
    Stop,
    /// With a comma, an enumeration comma or a semicolon.
    Pause,
    /// With a colon.
    Colon,
    /// With a letter, a digit or anything else.
    Bare,
}

/// The signs of a line: all that is no letter and no digit. It is asked which of them the
/// line does not have, so that a rule need not read a line that has nothing for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u64);

impl Marks {
    /// The bit of a sign. Few signs share theirs with one that is common in Chinese text.
    const fn bit(sign: char) -> u64 {
        let code = sign as u32;
        1 << ((code ^ code >> 6) % u64::BITS)
    }

    fn add(&mut self, sign: char) {
        self.0 |= Self::bit(sign);
    }

    /// Whether one of `signs` may stand in the line; where not, none of them does.
    #[inline]
    pub(crate) fn may_have(self, signs: &[char]) -> bool {
        signs.iter().any(|sign| self.0 & Self::bit(*sign) != 0)
    }
}

/// One line of a text that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its bytes, white space at both ends aside.
    pub range: Range<usize>,
    /// The columns of white space before it; a Han character is two columns wide.
    pub indent: u32,
    /// How many blank lines stand before it.
    pub gap: u32,
    /// How wide it is, in columns.
    pub width: u32,
    /// How many characters it has.
    pub chars: u32,
    /// How many of its pauses are commas.
    pub commas: u32,
    /// Letters and digits.
    pub letters: u32,
    /// How many of them are Han characters.
    pub han: u32,
    /// How many of them are kana.
    pub kana: u32,
    /// How many of them are Hangul.
    pub hangul: u32,
    /// How many of them are digits.
    pub digits: u32,
    /// Sentence ends, the one at the end of the line included.
    pub stops: u32,
    /// Commas, enumeration commas and semicolons.
    pub pauses: u32,
    /// Colons.
    pub colons: u32,
    /// Stretches between white space.
    pub words: u32,
    /// The signs that it has.
    pub marks: Marks,
    /// How it ends.
    pub end: End,
    /// Whether white space stands behind it on the line.
    pub trailing_space: bool,
}

impl Line {
    /// How many of its letters are none of East Asia and no digits.
    pub(crate) fn latin(&self) -> u32 {
        self.letters
            - (self.han + self.kana + self.hangul + self.digits).min(self.letters)
    }

    /// Whether it reads as running text: it has the punctuation of a sentence and the
    /// length of one.
    pub(crate) fn is_prose(&self) -> bool {
        if self.letters < 10 {
            return false;
        }
        (self.stops >= 1
            && self.letters >= 14
            && (self.end == End::Stop || self.letters >= 40))
            || (self.pauses >= 2 && self.letters >= 34)
            || self.letters >= 70
    }
}

/// Whether `c` is white space or one of the invisible characters that pad lines.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// Cuts `text` into its lines; blank ones only count as the gap before the next.
pub(crate) fn measure(text: &str) -> Vec<Line> {
    // Room for all of a usual text: to let them grow would move them again and again, and
    // what stays empty takes no memory.
    let mut lines = Vec::with_capacity(line_ends(text).min(text.len() / 8) + 1);
    let mut gap = 0;
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let at = start;
        start += raw.len();
        match measure_line(raw, at) {
            Some(mut line) => {
                line.gap = gap;
                gap = 0;
                lines.push(line);
            }
            None => gap += 1,
        }
    }
    lines
}

/// How many lines end in `text`: counted in bytes, many at once.
fn line_ends(text: &str) -> usize {
    let pieces = text.as_bytes().chunks(usize::from(u8::MAX));
    let ends = |piece: &[u8]| piece.iter().fold(0, |n, b| n + u8::from(*b == b'\n'));
    pieces.map(|piece| usize::from(ends(piece))).sum()
}

/// Measures the line of `text` that has words in `range` once more.
pub(crate) fn measure_again(text: &str, range: &Range<usize>, gap: u32) -> Line {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    let line = measure_line(&text[start..end], start).expect("it has words");
    Line { gap, ..line }
}

/// Measures one line that starts at byte `at`; `None` where it is blank.
fn measure_line(raw: &str, at: usize) -> Option<Line> {
    let body = raw.trim_matches(is_blank);
    if body.is_empty() {
        return None;
    }
    let before = &raw[..raw.len() - raw.trim_start_matches(is_blank).len()];
    let start = at + before.len();
    let after = &raw[before.len() + body.len()..];
    let mut line = Line {
        range: start..start + body.len(),
        indent: before.chars().map(columns).sum::<usize>() as u32,
        gap: 0,
        width: 0,
        chars: 0,
        commas: 0,
        letters: 0,
        han: 0,
        kana: 0,
        hangul: 0,
        digits: 0,
        stops: 0,
        pauses: 0,
        colons: 0,
        words: 1,
        marks: Marks::default(),
        end: End::Bare,
        trailing_space: after.chars().any(|c| c != '\n' && c != '\r'),
    };
    let mut last_blank = false;
    let mut previous = '\n';
    let mut rest = body;
    while !rest.is_empty() {
        // Most of a line, and nothing to ask about it.
        let run = han::leading_han(rest.as_bytes());
        if run > 0 {
            let count = run as u32;
            line.width += 2 * count;
            line.chars += count;
            line.letters += count;
            line.han += count;
            line.end = End::Bare;
            last_blank = false;
            previous = '一';
            rest = &rest[3 * run..];
        }
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        rest = chars.as_str();
        if c.is_ascii_alphanumeric() {
            line.width += 1;
            line.chars += 1;
            line.letters += 1;
            line.digits += u32::from(c.is_ascii_digit());
            line.end = End::Bare;
            last_blank = false;
            previous = c;
            continue;
        }
        line.width += columns(c) as u32;
        line.chars += 1;
        let blank = is_blank(c);
        if blank && !last_blank {
            line.words += 1;
        }
        last_blank = blank;
        if is_letter(c) {
            line.letters += 1;
            if han::is_han(c) {
                line.han += 1;
            } else if han::is_kana(c) {
                line.kana += 1;
            } else if han::is_hangul(c) {
                line.hangul += 1;
            } else if c.is_numeric() {
                line.digits += 1;
            }
            line.end = End::Bare;
            previous = c;
            continue;
        }
        line.marks.add(c);
        if han::is_sentence_end(c) || is_latin_stop(c, previous, rest) {
            if line.end != End::Stop || previous.is_alphanumeric() {
                line.stops += 1;
            }
            line.end = End::Stop;
        } else if matches!(c, '，' | '、' | '；' | ',' | ';' | '､' | '．') {
            let in_number = previous.is_ascii_digit()
                && rest.starts_with(|n: char| n.is_ascii_digit());
            if !in_number {
                line.pauses += 1;
                line.commas += u32::from(matches!(c, '，' | ','));
                line.end = End::Pause;
            }
        } else if matches!(c, '：' | ':' | '︰') {
            line.colons += 1;
            line.end = End::Colon;
        } else if c == '…' && previous == '…' {
            // A whole ellipsis ends a sentence; half of one cuts a title short.
            line.stops += u32::from(line.end != End::Stop);
            line.end = End::Stop;
        } else if !han::is_closer(c) && !blank {
            line.end = End::Bare;
        }
        if !blank {
            previous = c;
        }
    }
    Some(line)
}

/// Whether `c` is a full stop of Latin or Korean text: behind a letter, before white
/// space or the end of the line.
fn is_latin_stop(c: char, previous: char, rest: &str) -> bool {
    let is_end = || {
        han::is_hangul(previous)
            || previous.is_ascii_lowercase()
            || matches!(previous, '"' | '”' | ')' | '）')
    };
    c == '.'
        && is_end()
        && rest.chars().next().is_none_or(|n| {
            is_blank(n)
                || matches!(n, '"' | '”' | '<')
                || han::is_hangul(previous) && matches!(n, '(' | '（')
        })
}

/// How many columns `c` takes.
pub(crate) fn columns(c: char) -> usize {
    match c {
        '\t' => 4,
        _ if c < '\u{1100}' => 1,
        // Most marks.
        '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' => 2,
        '\u{FF01}'..='\u{FF60}' => 2,
        _ if han::is_cjk_letter(c) || han::is_hangul(c) || han::is_cjk_mark(c) => 2,
        '“' | '”' | '‘' | '’' | '…' | '—' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_become_the_gap() {
        let lines = measure("甲\n\n\u{3000}\n　　乙。\n");
        assert_eq!(lines.len(), 2);
        assert_eq!((lines[1].gap, lines[1].indent), (2, 4));
        assert_eq!(lines[1].end, End::Stop);
    }

    #[test]
    fn a_sign_that_stands_in_a_line_is_never_denied() {
        let marks = measure("云溪：“abc｜1，２[（”）—…」")[0].marks;
        for sign in "：“｜，[（”）—…」".chars() {
            assert!(marks.may_have(&[sign]), "{sign}");
        }
        assert!(!marks.may_have(&['>', '＞', '_', '#']));
    }

    #[test]
    fn a_comma_in_a_number_is_no_pause() {
        assert_eq!(measure("共1,234人")[0].pauses, 0);
        assert_eq!(measure("共1人,其中")[0].pauses, 1);
    }

    #[test]
    fn a_closing_quote_hides_no_stop() {
        assert_eq!(measure("他说：“走吧。”")[0].end, End::Stop);
    }
}
