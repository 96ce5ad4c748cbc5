//! Patterns: which lines a rule of a profile means.

use super::language::{LinesEntry, PlaceWord, Words};
use crate::segment::sheet::Sheet;

/// The words of one rule, folded.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    pub(super) whole: Vec<String>,
    pub(super) begins: Vec<String>,
    ends: Vec<String>,
    contains: Vec<String>,
    pub(super) place: Option<PlaceWord>,
    at_most: Option<usize>,
    pub(super) through: Vec<String>,
    pub(super) to_end: bool,
    pub(super) from_top: bool,
}

/// A line of which only the words count.
#[derive(Debug)]
pub(super) struct Folded {
    /// Its words, folded.
    pub(super) text: String,
    /// How many letters and digits it has.
    pub(super) letters: usize,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    head: bool,
    foot: bool,
}

impl Place {
    /// Anywhere: for rules that do not ask.
    pub(super) const ANY: Place = Place { head: false, foot: false };

    fn is(self, word: PlaceWord) -> bool {
        match word {
            PlaceWord::Head => self.head,
            PlaceWord::Foot => self.foot,
            PlaceWord::Between => !self.head && !self.foot,
        }
    }
}

impl Pattern {
    /// The pattern of an entry; `None` where it names no words.
    pub(super) fn new(entry: &LinesEntry) -> Option<Self> {
        let list = |words: &Words| -> Vec<String> {
            words
                .0
                .iter()
                .map(|word| fold(word))
                .filter(|word| !word.is_empty())
                .collect()
        };
        let pattern = Pattern {
            whole: list(&entry.whole),
            begins: list(&entry.begins),
            ends: list(&entry.ends),
            contains: list(&entry.contains),
            place: entry.place,
            at_most: entry.at_most,
            through: list(&entry.through),
            to_end: entry.to_end,
            from_top: entry.from_top,
        };
        let lists = [&pattern.whole, &pattern.begins, &pattern.ends, &pattern.contains];
        lists.iter().any(|list| !list.is_empty()).then_some(pattern)
    }

    /// Whether it speaks of further lines than those that it fits.
    pub(super) fn is_wide(&self) -> bool {
        self.to_end || self.from_top || !self.through.is_empty()
    }

    /// Whether a line is meant.
    pub(super) fn fits(&self, line: &Folded, place: Place) -> bool {
        let any = |list: &[String], fits: &dyn Fn(&str) -> bool| {
            list.is_empty() || list.iter().any(|word| fits(word))
        };
        let text = line.text.as_str();
        self.at_most.is_none_or(|most| line.letters <= most)
            && self.place.is_none_or(|wanted| place.is(wanted))
            && any(&self.whole, &|word| text == word)
            && any(&self.begins, &|word| text.starts_with(word))
            && any(&self.ends, &|word| text.ends_with(word))
            && any(&self.contains, &|word| text.contains(word))
    }
}

/// Where every line of a text stands: above the first paragraph of running text, below the
/// last, or between. `passed` are lines that are no running text whatever they look like.
pub(super) fn places(sheet: &Sheet<'_>, passed: &[bool]) -> Vec<Place> {
    let is_text =
        |i: &usize| !passed[*i] && sheet.lines[*i].letters >= 20 && sheet.is_prose(*i);
    let lines = 0..sheet.lines.len();
    let first = lines.clone().find(|i| is_text(i)).unwrap_or(lines.end);
    let last = lines.clone().rfind(|i| is_text(i));
    lines
        .map(|i| Place { head: i < first, foot: last.is_none_or(|last| i > last) })
        .collect()
}

/// What stays of words when only the words count: no white space, marks and Latin letters
/// in one width and case. It is the same before and after cleaning.
pub(super) fn fold(words: &str) -> String {
    words.chars().filter_map(fold_char).collect()
}

fn fold_char(c: char) -> Option<char> {
    let c = match c {
        c if c.is_whitespace() || c.is_control() => return None,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => return None,
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(c) - 0xFF01 + 0x21).unwrap_or(c)
        }
        '“' | '”' | '「' | '」' => '"',
        '‘' | '’' => '\'',
        '〔' | '[' => '(',
        '〕' | ']' => ')',
        '•' | '‧' | '∙' | '⋅' | '・' => '·',
        '〜' => '~',
        c => c,
    };
    let c = match c {
        '[' => '(',
        ']' => ')',
        c => c.to_ascii_lowercase(),
    };
    Some(c)
}

/// How many bytes of `words` the folded `prefix` takes, where they begin with it.
pub(super) fn prefix_len(words: &str, prefix: &str) -> Option<usize> {
    let mut wanted = prefix.chars();
    let mut next = wanted.next();
    for (at, c) in words.char_indices() {
        let Some(want) = next else { return Some(at) };
        match fold_char(c) {
            None => {}
            Some(c) if c == want => next = wanted.next(),
            Some(_) => return None,
        }
    }
    next.is_none().then_some(words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_and_spaces_make_no_difference() {
        assert_eq!(fold("责任编辑 ： Ａb"), fold("责任编辑:aB"));
        assert_eq!(prefix_len("来 源： 云溪", &fold("来源:")), Some("来 源：".len()));
        assert_eq!(prefix_len("来", &fold("来源")), None);
    }

    #[test]
    fn the_short_form_says_where_the_words_stand() {
        let fits = |short: &str, line: &str| {
            let pattern = Pattern::new(&LinesEntry::short(short)).expect("it has words");
            let letters = line.chars().filter(|c| c.is_alphanumeric()).count();
            pattern.fits(&Folded { text: fold(line), letters }, Place::ANY)
        };
        assert!(fits("版面导航", "版面导航") && !fits("版面导航", "版面导航图"));
        assert!(fits("责编：…", "责编：林知远") && !fits("责编：…", "本期责编：林"));
        assert!(fits("…阅读原文", "点击阅读原文") && !fits("…阅读原文", "阅读原文者"));
        assert!(fits("…热线…", "广告热线12") && fits("…热线…", "热线"));
        assert!(fits("第…版", "第 03 版") && !fits("第…版", "第03版：要闻"));
        assert!(
            Pattern::new(&LinesEntry::short("……")).is_some_and(|p| p.whole == ["……"])
        );
        assert!(Pattern::new(&LinesEntry::short(" ")).is_none());
    }
}
