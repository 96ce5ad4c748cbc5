//! The numbers that Word computes and does not store.

use std::collections::HashMap;

use super::tree::Element;

/// How many levels a list has.
const LEVELS: usize = 9;

/// The lists of a file, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// For each list the scheme that it follows, and where its levels start anew.
    lists: HashMap<String, (String, [Option<u32>; LEVELS])>,
    schemes: HashMap<String, Vec<Level>>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    is_solid: bool,
    /// Whether the numbers of higher levels are written in digits here, too.
    is_legal: bool,
}

/// The label of one paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A bullet: the hint is enough.
    Bullet,
    /// The words of the number, with the space behind them.
    Number(String),
}

impl Numbering {
    pub(super) fn read(part: Option<&Element>) -> Self {
        let mut numbering = Numbering::default();
        let Some(part) = part else { return numbering };
        for scheme in part.all("abstractNum") {
            let Some(id) = scheme.attribute("abstractNumId") else { continue };
            let mut levels = vec![Level::default(); LEVELS];
            for level in scheme.all("lvl") {
                let at: usize =
                    level.attribute("ilvl").and_then(|n| n.parse().ok()).unwrap_or(0);
                let Some(slot) = levels.get_mut(at) else { continue };
                *slot = Level {
                    start: level.value("start").and_then(|n| n.parse().ok()).unwrap_or(1),
                    format: level.value("numFmt").unwrap_or("decimal").to_owned(),
                    text: level.value("lvlText").unwrap_or_default().to_owned(),
                    is_solid: level.value("suff") == Some("nothing"),
                    is_legal: level.is_on("isLgl"),
                };
            }
            numbering.schemes.insert(id.to_owned(), levels);
        }
        for list in part.all("num") {
            let (Some(id), Some(scheme)) =
                (list.attribute("numId"), list.value("abstractNumId"))
            else {
                continue;
            };
            let mut starts = [None; LEVELS];
            for change in list.all("lvlOverride") {
                let at: usize =
                    change.attribute("ilvl").and_then(|n| n.parse().ok()).unwrap_or(0);
                let start = change.value("startOverride").and_then(|n| n.parse().ok());
                if let Some(slot) = starts.get_mut(at) {
                    *slot = start;
                }
            }
            numbering.lists.insert(id.to_owned(), (scheme.to_owned(), starts));
        }
        numbering
    }

    /// Counts one paragraph of a list. `None` where it has no label.
    pub(super) fn next(&mut self, list: &str, level: u8) -> Option<Label> {
        let at = usize::from(level);
        let (scheme, starts) = self.lists.get(list)?;
        let levels = self.schemes.get(scheme)?;
        let this = levels.get(at)?;
        if this.format == "bullet" {
            return Some(Label::Bullet);
        }
        // Lists of one scheme go on counting, unless a list starts anew.
        let key = if starts.iter().any(Option::is_some) { list } else { scheme };
        let counts = self.counts.entry(key.to_owned()).or_insert([None; LEVELS]);
        let start = |at: usize| starts[at].unwrap_or(levels[at].start);
        counts[at] = Some(counts[at].map_or(start(at), |count| count.saturating_add(1)));
        counts[at + 1..].fill(None);
        if this.format == "none" && !this.text.contains('%') && this.text.is_empty() {
            return None;
        }
        let mut words = String::new();
        let mut rest = this.text.chars();
        while let Some(c) = rest.next() {
            let digit = (c == '%').then(|| rest.clone().next()?.to_digit(10)).flatten();
            match digit {
                Some(n @ 1..=9) => {
                    rest.next();
                    let at = n as usize - 1;
                    let number = counts[at].unwrap_or_else(|| start(at));
                    let legal = this.is_legal.then_some("decimal");
                    words.push_str(&format(number, legal.unwrap_or(&levels[at].format)));
                }
                _ => words.push(c),
            }
        }
        let ends_wide = words.chars().next_back().is_none_or(|c| !c.is_ascii());
        if !this.is_solid && !ends_wide {
            words.push(' ');
        }
        (!words.trim().is_empty()).then_some(Label::Number(words))
    }
}

/// `number` as Word writes it in a format.
fn format(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "ideographDigital"
        | "koreanCounting" => han(number),
        "ideographTraditional" => letter(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => letter(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match number {
            1..=20 => char::from_u32(0x2460 + number - 1).into_iter().collect(),
            _ => number.to_string(),
        },
        "upperLetter" => letter(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter" => letter(number, "abcdefghijklmnopqrstuvwxyz"),
        "upperRoman" => roman(number),
        "lowerRoman" => roman(number).to_ascii_lowercase(),
        _ => number.to_string(),
    }
}

fn letter(number: u32, letters: &str) -> String {
    let nth = number.checked_sub(1).and_then(|n| letters.chars().nth(n as usize));
    nth.map_or_else(|| number.to_string(), String::from)
}

/// `十二`, `一百零五`: numbers below ten thousand.
fn han(number: u32) -> String {
    const DIGITS: [&str; 10] =
        ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number >= 10_000 {
        return if number == 0 { DIGITS[0].to_owned() } else { number.to_string() };
    }
    let mut words = String::new();
    let mut gap = false;
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (number / unit % 10) as usize;
        if digit == 0 {
            gap = !words.is_empty();
            continue;
        }
        if gap {
            words.push_str(DIGITS[0]);
            gap = false;
        }
        // 十二, not 一十二.
        if !(unit == 10 && digit == 1 && words.is_empty()) {
            words.push_str(DIGITS[digit]);
        }
        words.push_str(name);
    }
    words
}

fn roman(mut number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 4000 {
        return number.to_string();
    }
    let mut words = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            words.push_str(sign);
            number -= value;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        assert_eq!(
            ["一", "十", "十二", "二十", "一百零五", "一千零一十"],
            [han(1), han(10), han(12), han(20), han(105), han(1010)]
                .each_ref()
                .map(String::as_str)
        );
        assert_eq!((roman(14).as_str(), letter(3, "甲乙丙").as_str()), ("XIV", "丙"));
        assert_eq!(format(3, "decimalEnclosedCircle"), "③");
    }
}
