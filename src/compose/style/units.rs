//! Lengths, sizes of type and colours as the trade writes them.
//!
//! Belongs here: `三号`, `28.95pt`, `37mm`, `2em`, `2字`, `2行`, `#c00000`, `红`.
//! Does not belong here: which key takes which of them (`entry`, `page`).

use crate::compose::sheet::{Color, Rule};
use crate::diag::{Say, say};

/// Points in a millimetre.
pub const MM: f64 = 72.0 / 25.4;

/// The sizes of type (字号) with their points.
pub const SIZES: [(&str, f64); 16] = [
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
    ("小六", 6.5),
    ("七号", 5.5),
    ("八号", 5.0),
];

const COLORS: [(&str, &str, u32); 9] = [
    ("black", "黑", 0x00_0000),
    ("white", "白", 0xFF_FFFF),
    ("red", "红", 0xD0_0000),
    ("grey", "灰", 0x80_8080),
    ("gray", "灰色", 0x80_8080),
    ("blue", "蓝", 0x1F_4E9A),
    ("green", "绿", 0x1E_7B3A),
    ("orange", "橙", 0xC7_5B12),
    ("purple", "紫", 0x6B_3FA0),
];

/// A length before it is known what an em or a line is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// `28.95pt`, `37mm`, `2cm`, `1in`, `三号`.
    Points(f64),
    /// `2em` or `2字`: times the size of type of the same entry.
    Em(f64),
    /// `2行`: times the line pitch of the body.
    Lines(f64),
    /// `grid` or `网格`: one cell of the page's grid.
    Grid,
}

/// What a length may depend on.
#[derive(Debug, Clone, Copy)]
pub struct Measures {
    /// Points in an em.
    pub em: f64,
    /// Points in a line of the body.
    pub line: f64,
    /// Points of one cell of the grid in the direction that is measured.
    pub grid: f64,
}

impl Length {
    /// Reads a length.
    ///
    /// ```
    /// # use briefpack::compose::style::Length;
    /// assert_eq!(Length::read("三号").ok(), Some(Length::Points(16.0)));
    /// assert_eq!(Length::read("2字").ok(), Some(Length::Em(2.0)));
    /// assert_eq!(Length::read("0").ok(), Some(Length::Points(0.0)));
    /// assert!(Length::read("12").is_err());
    /// ```
    pub fn read(words: &str) -> Result<Self, Say> {
        let words = words.trim();
        if let Some((_, points)) = SIZES.iter().find(|(name, _)| *name == words) {
            return Ok(Length::Points(*points));
        }
        if matches!(words, "grid" | "网格") {
            return Ok(Length::Grid);
        }
        let split = words
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+')))
            .unwrap_or(words.len());
        let (number, unit) = (&words[..split], words[split..].trim());
        let number: f64 = number.parse().map_err(|_| bad_length(words))?;
        // Nothing on a page is larger; what is larger is a slip of the keyboard.
        if !number.is_finite() || number.abs() > 10_000.0 {
            return Err(bad_length(words));
        }
        match unit {
            "pt" | "磅" => Ok(Length::Points(number)),
            "mm" | "毫米" => Ok(Length::Points(number * MM)),
            "cm" | "厘米" => Ok(Length::Points(number * MM * 10.0)),
            "in" => Ok(Length::Points(number * 72.0)),
            "em" | "字" => Ok(Length::Em(number)),
            "行" | "lines" | "line" => Ok(Length::Lines(number)),
            "" if number == 0.0 => Ok(Length::Points(0.0)),
            "" => Err(say(
                format!(
                    "“{words}”没有单位：写成 {words}pt、{words}mm、{words}em 或 {words}行"
                ),
                format!("`{words}` has no unit: write {words}pt, {words}mm or {words}em"),
            )),
            _ => Err(bad_length(words)),
        }
    }

    /// The length in points.
    pub fn points(self, measures: Measures) -> f64 {
        match self {
            Length::Points(points) => points,
            Length::Em(ems) => ems * measures.em,
            Length::Lines(lines) => lines * measures.line,
            Length::Grid => measures.grid,
        }
    }
}

fn bad_length(words: &str) -> Say {
    say(
        format!("“{words}”不是长度：用字号（三号、小二…）或 pt、mm、em（字）、行"),
        format!("`{words}` is no length: use pt, mm, em, 行 or a size such as 三号"),
    )
}

/// Reads a colour: `#c00000`, `#c00`, `red` or `红`.
pub(super) fn color(words: &str) -> Result<Color, Say> {
    let words = words.trim();
    let named = COLORS.iter().find(|(en, zh, _)| {
        words == *en || words.strip_suffix('色').unwrap_or(words) == *zh || words == *zh
    });
    let value = named.map(|(_, _, value)| *value).or_else(|| {
        let digits = words.strip_prefix('#')?;
        match digits.len() {
            6 => u32::from_str_radix(digits, 16).ok(),
            3 => {
                let short = u32::from_str_radix(digits, 16).ok()?;
                let nibble = |at: u32| (short >> at & 0xF) * 0x11;
                Some(nibble(8) << 16 | nibble(4) << 8 | nibble(0))
            }
            _ => None,
        }
    });
    let Some(value) = value else {
        return Err(say(
            format!("“{words}”不是颜色：写成 \"#c00000\" 或 黑、红、灰、蓝、绿"),
            format!(
                "`{words}` is no colour: write \"#c00000\" or black, red, grey, blue"
            ),
        ));
    };
    let [_, red, green, blue] = value.to_be_bytes();
    Ok(Color { red, green, blue })
}

/// Reads a rule: thickness, colour and distance from the words, such as
/// `2.25pt red 4mm`. Colour and distance may be left out; `none` is no rule.
pub(super) fn rule(words: &str, measures: Measures) -> Result<Option<Rule>, Say> {
    let mut rule = Rule { width: 0.0, color: Color::BLACK, gap: 0.0 };
    let mut lengths = 0;
    for part in words.split_whitespace() {
        if matches!(part, "none" | "无") {
            return Ok(None);
        }
        if part.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            let points = Length::read(part)?.points(measures);
            match lengths {
                0 => rule.width = points,
                1 => rule.gap = points,
                _ => return Err(bad_rule(words)),
            }
            lengths += 1;
        } else {
            rule.color = color(part)?;
        }
    }
    if lengths == 0 {
        return Err(bad_rule(words));
    }
    Ok((rule.width > 0.0).then_some(rule))
}

/// Reads the sign before an item of a list: one character, or `none`.
pub(super) fn bullet(words: &str) -> Result<Option<char>, Say> {
    let words = words.trim();
    if matches!(words, "none" | "无") {
        return Ok(None);
    }
    let mut chars = words.chars();
    match (chars.next(), chars.next()) {
        (Some(sign), None) if !sign.is_alphanumeric() && !sign.is_control() => {
            Ok(Some(sign))
        }
        _ => Err(say(
            format!("“{words}”不能作项目符号：写一个符号，如 ●、·，不要就写 none"),
            format!("`{words}` is no bullet: write one sign, such as ● or ·, or none"),
        )),
    }
}

fn bad_rule(words: &str) -> Say {
    say(
        format!("“{words}”不是线：写成“粗细 颜色 间距”，如 2.25pt red 4mm"),
        format!(
            "`{words}` is no rule: write thickness, colour and gap, `2.25pt red 4mm`"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_colours_are_doubled() {
        assert_eq!(color("#c0f").map(Color::hex), Ok("CC00FF".into()));
        assert_eq!(color("红色").map(Color::hex), Ok("D00000".into()));
        assert!(color("#12345").is_err());
    }

    #[test]
    fn a_bullet_is_one_sign_or_none() {
        assert_eq!(bullet("●"), Ok(Some('●')));
        assert_eq!(bullet("无"), Ok(None));
        for words in ["", "●●", "甲", "1"] {
            assert!(bullet(words).is_err(), "{words}");
        }
    }

    #[test]
    fn rules_have_width_colour_and_gap() {
        let measures = Measures { em: 16.0, line: 29.0, grid: 15.79 };
        let read = rule("0.35mm 红 4mm", measures).ok().flatten();
        let read = read.expect("the rule is well formed");
        assert!((read.width - 0.35 * MM).abs() < 1e-9);
        assert!((read.gap - 4.0 * MM).abs() < 1e-9);
        assert_eq!(rule("none", measures), Ok(None));
        assert!(rule("red", measures).is_err());
    }
}
