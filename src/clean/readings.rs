//! Readings (拼音) that a copying site injected behind single characters.

use std::ops::Range;

use encoding_rs::{BIG5, GBK};
use pinyin::ToPinyinMulti;

use super::{Edit, View};
use crate::han::is_han;

/// How many different common characters must carry their reading before the text as a
/// whole counts as injected with them.
const PATTERN: usize = 3;

/// Drops injected readings: `人(ren)大常委会` is `人大常委会`.
///
/// Some sites put the reading of a character behind it, now and then, to mark copies. One
/// bracket proves nothing: an author explains a rare character just so. But nobody
/// explains the commonest characters. Once three different common ones carry a
/// reading that the character has (any of its readings, with or without the tone mark, in
/// brackets of either width), the text is injected, and every bracket goes that holds a
/// reading of what stands before it, or a syllable with its tone mark.
///
/// Every other bracket stays: `(GDP)`, `P(x)`, `平台(open platform)`.
///
/// ```
/// # use briefpack::clean::{apply, readings};
/// let injected = "区人(ren)大常委会的(de)同志（zhì）听取开放平台(open data)介绍(GDP)";
/// assert_eq!(apply(readings, injected), "区人大常委会的同志听取开放平台(open data)介绍(GDP)");
/// assert_eq!(apply(readings, "家住钱家邨(cūn)，在人(ren)大工作"), "家住钱家邨(cūn)，在人(ren)大工作");
/// ```
pub fn readings(view: &View) -> Vec<Edit> {
    let candidates: Vec<Candidate> = candidates(view).collect();
    let mut evidence: Vec<char> = candidates
        .iter()
        .filter(|found| found.is_reading && is_common(found.of))
        .map(|found| found.of)
        .collect();
    evidence.sort_unstable();
    evidence.dedup();
    if evidence.len() < PATTERN {
        return Vec::new();
    }
    candidates
        .into_iter()
        .filter(|found| found.is_reading || found.has_tone)
        .map(|found| Edit::drop(found.bracket))
        .collect()
}

/// A bracket that could hold the reading of the character before it.
struct Candidate {
    of: char,
    bracket: Range<usize>,
    /// Whether `of` is read so, in one word or another.
    is_reading: bool,
    has_tone: bool,
}

/// The longest syllable is `zhuang`; a tone mark takes a letter of three bytes at most.
const LONGEST: usize = 12;

fn candidates<'a>(view: &View<'a>) -> impl Iterator<Item = Candidate> + use<'a> {
    let text = view.text;
    let bytes = text.as_bytes();
    let openers = view.signs(b"(\xEF").filter_map(move |(at, byte)| match byte {
        b'(' => Some((at, 1)),
        0xEF if matches!(bytes[at + 1..], [0xBC, 0x88, ..]) => Some((at, 3)),
        _ => None,
    });
    let mut last: Option<(Range<usize>, char)> = None;
    openers.filter_map(move |(at, width)| {
        // Nearly every bracket is refused by its first letter.
        let inside = at + width;
        if !matches!(bytes.get(inside), Some(b'a'..=b'z' | 0xC3 | 0xC4 | 0xC5 | 0xC7)) {
            return None;
        }
        // Some sites put the reading twice: behind the first it is that of the same letter.
        let of = match &last {
            Some((bracket, of)) if bracket.end == at => *of,
            _ => text[..at].chars().next_back().filter(|&c| is_han(c))?,
        };
        let rest = &text[inside..];
        let end = rest.char_indices().find(|&(i, c)| i > LONGEST || !is_letter(c));
        let (length, closer) = end?;
        if !matches!(closer, ')' | '）') {
            return None;
        }
        let syllable = &rest[..length];
        let bracket = at..inside + length + closer.len_utf8();
        last = Some((bracket.clone(), of));
        Some(Candidate {
            of,
            bracket,
            is_reading: is_reading_of(of, syllable),
            has_tone: !syllable.is_ascii() && is_syllable(syllable),
        })
    })
}

/// Whether `c` occurs in pinyin.
fn is_letter(c: char) -> bool {
    c.is_ascii_lowercase() || tone_of(c).is_some()
}

/// Whether `syllable` is one of the readings of `of`. Without a tone mark it may be the
/// plain form of any; `v` and `u` may stand for `ü`.
fn is_reading_of(of: char, syllable: &str) -> bool {
    let Some(readings) = of.to_pinyin_multi() else { return false };
    let wanted = Plain::of(syllable);
    readings.into_iter().any(|reading| Plain::of(reading.plain()) == wanted)
}

/// A syllable without tone marks, every spelling of `ü` as `u`.
#[derive(PartialEq, Eq)]
struct Plain([u8; 8]);

impl Plain {
    fn of(syllable: &str) -> Self {
        let mut letters = [0; 8];
        for (to, c) in letters.iter_mut().zip(syllable.chars()) {
            *to = match c {
                'v' => b'u',
                _ if c.is_ascii() => c as u8,
                _ => tone_of(c).unwrap_or(b'?'),
            };
        }
        Plain(letters)
    }
}

/// The letter under a tone mark.
fn tone_of(c: char) -> Option<u8> {
    Some(match c {
        'ā' | 'á' | 'ǎ' | 'à' => b'a',
        'ē' | 'é' | 'ě' | 'è' => b'e',
        'ī' | 'í' | 'ǐ' | 'ì' => b'i',
        'ō' | 'ó' | 'ǒ' | 'ò' => b'o',
        'ū' | 'ú' | 'ǔ' | 'ù' | 'ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => b'u',
        'ń' | 'ň' | 'ǹ' => b'n',
        _ => return None,
    })
}

/// Whether `syllable` has one tone mark at most and begins and ends as pinyin does.
fn is_syllable(syllable: &str) -> bool {
    let marks = syllable.chars().filter(|c| !c.is_ascii() && *c != 'ü').count();
    let plain = Plain::of(syllable).0;
    let last = plain.iter().rev().find(|&&b| b != 0);
    marks == 1
        && syllable.chars().count() <= 6
        && matches!(last, Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'n' | b'g' | b'r'))
}

/// Whether `c` is among the some five thousand characters that schools teach: level 1 of
/// GB 2312, or of Big5 for traditional text.
fn is_common(c: char) -> bool {
    let mut utf8 = [0; 4];
    let text: &str = c.encode_utf8(&mut utf8);
    let in_rows = |encoding: &'static encoding_rs::Encoding,
                   rows: Range<u8>,
                   trail: u8| {
        let (bytes, _, lossy) = encoding.encode(text);
        !lossy
            && matches!(*bytes, [lead, second] if rows.contains(&lead) && second >= trail)
    };
    in_rows(GBK, 0xB0..0xD8, 0xA1) || in_rows(BIG5, 0xA4..0xC7, 0x40)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_of_a_character_counts() {
        assert!(is_reading_of('重', "zhong") && is_reading_of('重', "chong"));
        assert!(is_reading_of('来', "lái") && is_reading_of('來', "lái"));
        assert!(is_reading_of('绿', "lv") && is_reading_of('绿', "lü"));
        assert!(!is_reading_of('人', "de") && !is_reading_of('率', "pi"));
    }

    #[test]
    fn common_characters_are_those_of_level_one() {
        assert!(is_common('的') && is_common('鄉'));
        assert!(!is_common('邨') && !is_common('㐂'));
    }
}
