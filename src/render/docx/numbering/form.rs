//! The number that words begin with.
//!
//! Belongs here: which numbers Word can count, and how they are written.
//! Does not belong here: whether it counts them (`numbering`).

use crate::compose::{Inline, Lang};
use crate::han;

/// How a number is written: `（一）` stands before, is counted and stands after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    before: &'static str,
    count: Count,
    after: &'static str,
}

/// How it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Count {
    /// 一、二、三.
    Han,
    /// 1, 2, 3.
    Digits,
    /// ①, ②, ③.
    Circled,
    /// Not at all: the same sign each time.
    Bullet(char),
}

/// A number at the beginning of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// How it is written.
    pub(super) form: Form,
    /// What it comes to; 0 for a bullet.
    pub(super) value: u32,
    /// How many characters it takes.
    pub(super) length: usize,
}

/// What may stand before and after a number.
const AROUND: &[(&str, &str)] = &[
    ("（", "）"),
    ("(", ")"),
    ("第", "章"),
    ("第", "节"),
    ("第", "節"),
    ("第", "条"),
    ("第", "條"),
    ("第", "部分"),
    ("", "、"),
    ("", "．"),
    ("", "."),
    ("", "）"),
    ("", ")"),
];

/// The signs before the items of a list that is not numbered.
const BULLETS: &[char] = &['●', '○', '•', '·', '■', '□', '◆', '◇', '▲', '△', '★', '☆'];

/// Word counts no further in circles.
const MOST_CIRCLED: u32 = 20;

impl Number {
    /// The number that a heading or an item begins with, where something follows it.
    pub(super) fn of(inlines: &[Inline]) -> Option<Number> {
        let words = plain_start(inlines);
        let number = Self::read(&words)?;
        let follows = words.chars().nth(number.length)?;
        // `1.5万` begins with no number of a heading.
        let goes_on = number.form.count == Count::Digits
            && follows.is_ascii_digit()
            && matches!(number.form.after, "." | "．");
        (!goes_on).then_some(number)
    }

    fn read(words: &str) -> Option<Number> {
        let first = words.chars().next()?;
        let bare = |count, value| Number {
            form: Form { before: "", count, after: "" },
            value,
            length: 1,
        };
        if BULLETS.contains(&first) {
            return Some(bare(Count::Bullet(first), 0));
        }
        if let Some(value) = u32::from(first).checked_sub(0x245F)
            && (1..=MOST_CIRCLED).contains(&value)
        {
            return Some(bare(Count::Circled, value));
        }
        AROUND.iter().find_map(|&(before, after)| {
            let rest = words.strip_prefix(before)?;
            let (count, value, counted) = counted(rest)?;
            let follows = rest[counted.len()..].starts_with(after);
            let form = Form { before, count, after };
            let parts = [before, counted, after];
            let length = parts.iter().map(|part| part.chars().count()).sum();
            follows.then_some(Number { form, value, length })
        })
    }
}

/// The number itself, as it is written: never one that Word would write otherwise.
fn counted(words: &str) -> Option<(Count, u32, &str)> {
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    if end > 0 {
        let digits = &words[..end];
        let value = digits.parse().ok().filter(|value| (1..1000).contains(value))?;
        return (!digits.starts_with('0')).then_some((Count::Digits, value, digits));
    }
    let end = words.find(|c| !han::is_han_numeral(c)).unwrap_or(words.len());
    let numerals = &words[..end];
    let value = (1..100).find(|value| in_han(*value) == numerals)?;
    Some((Count::Han, value, numerals))
}

/// A number below a hundred as Word writes it: 十, 十一, 二十.
fn in_han(value: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (value as usize / 10, value as usize % 10);
    let ten = if tens > 0 { "十" } else { "" };
    let tens = if tens > 1 { DIGITS[tens.min(9)] } else { "" };
    format!("{tens}{ten}{}", DIGITS[ones])
}

/// The words that a paragraph begins with in its own look.
pub(in crate::render::docx) fn plain_start(inlines: &[Inline]) -> String {
    let mut words = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) if run.style.is_none() && run.lang.is_none() => {
                words.push_str(&run.text);
            }
            Inline::NoBreak => {}
            _ => break,
        }
    }
    words
}

/// The inlines without the first characters, which are words in the paragraph's own look.
pub(in crate::render::docx) fn without(
    inlines: &[Inline],
    mut characters: usize,
) -> Vec<Inline> {
    let mut rest = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::NoBreak if characters > 0 => {}
            Inline::Text(run) if characters > 0 => {
                let mut run = run.clone();
                let gone = run.text.chars().count().min(characters);
                run.text = run.text.chars().skip(gone).collect();
                characters -= gone;
                if !run.text.is_empty() {
                    rest.push(Inline::Text(run));
                }
            }
            other => rest.push(other.clone()),
        }
    }
    rest
}

impl Form {
    /// Whether every paragraph has the same sign.
    pub(super) fn is_bullet(&self) -> bool {
        matches!(self.count, Count::Bullet(_))
    }

    /// What Word calls this way of counting in a language.
    pub(super) fn format(&self, lang: Lang) -> &'static str {
        match (self.count, lang) {
            (Count::Han, Lang::ZhHans | Lang::Ko) => "chineseCountingThousand",
            (Count::Han, Lang::ZhHant) => "taiwaneseCountingThousand",
            (Count::Han, Lang::Ja) => "japaneseCounting",
            (Count::Digits, _) => "decimal",
            (Count::Circled, _) => "decimalEnclosedCircle",
            (Count::Bullet(_), _) => "bullet",
        }
    }

    /// What Word prints on a level, counted from 1.
    pub(super) fn pattern(&self, level: u8) -> String {
        match self.count {
            Count::Bullet(sign) => sign.to_string(),
            Count::Han | Count::Digits | Count::Circled => {
                format!("{}%{level}{}", self.before, self.after)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Run;

    fn words(text: &str) -> Inline {
        Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
    }

    fn read(text: &str) -> Option<(String, u32)> {
        Number::of(&[words(text)]).map(|n| (n.form.pattern(2), n.value))
    }

    #[test]
    fn numbers_of_headings_and_items_are_read() {
        for (text, pattern, value) in [
            ("一、总体要求", "%2、", 1),
            ("（十二）旧房改造", "（%2）", 12),
            ("3.加装电梯", "%2.", 3),
            ("(4) 资金", "(%2)", 4),
            ("第二十一条　本办法", "第%2条", 21),
            ("第三部分　保障", "第%2部分", 3),
            ("③听取汇报", "%2", 3),
            ("●提要", "●", 0),
        ] {
            assert_eq!(read(text), Some((pattern.to_owned(), value)), "{text}");
        }
    }

    #[test]
    fn what_word_would_write_otherwise_is_no_number() {
        for text in
            ["01.甲", "廿一、甲", "一百二十、甲", "1.5万人", "一、", "2026年", "甲", ""]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_taken_off_whatever_pieces_it_comes_in() {
        let line =
            [words("（"), Inline::NoBreak, words("一）甲"), Inline::NoBreak, words("乙")];
        let rest = without(&line, 3);
        assert!(matches!(
            rest.as_slice(),
            [Inline::Text(a), Inline::NoBreak, Inline::Text(b)] if a.text == "甲" && b.text == "乙"
        ));
    }
}
