//! Words become inlines: looks, ties, missing characters, foreign passages.
//!
//! Belongs here: everything that is decided by looking at the characters of one text.
//! Does not belong here: which text stands where (`walk`, `body`).

use std::ops::Range;

use super::sheet::StyleId;
use super::{Inline, Run};
use crate::han::{is_cjk_letter, is_hangul};
use crate::model::Origin;

/// Words with where they come from and how parts of them look.
pub(super) struct Passage<'t> {
    /// The words.
    pub(super) text: &'t str,
    /// Where they come from.
    pub(super) origin: Option<Origin>,
    /// The character style of all of them.
    pub(super) style: Option<StyleId>,
    /// Parts that look different, in order of their starts; a later one goes over an
    /// earlier one.
    pub(super) spans: Vec<(Range<usize>, StyleId)>,
}

/// Sets a passage: one scan over its characters.
///
/// `covers` says whether some face has a character; `tag` is the language of the words
/// where it is not the pack's.
pub(super) fn set(
    passage: &Passage<'_>,
    tag: Option<&'static str>,
    covers: &mut dyn FnMut(char) -> bool,
    out: &mut Vec<Inline>,
) {
    let text = passage.text;
    let foreign = foreign_passages(text);
    let cuts = cuts(passage, &foreign);
    let mut next_cut = cuts.iter().peekable();
    let mut start = 0;
    let (mut style, mut tongue) = (passage.style, tag);
    let flush = |start: usize, end: usize, style, lang, out: &mut Vec<Inline>| {
        if start < end {
            out.push(Inline::Text(Run {
                text: text[start..end].to_owned(),
                style,
                origin: passage.origin.map(|o| Origin { start: o.start + start, ..o }),
                lang,
            }));
        }
    };
    let (mut before, mut last) = ('\0', '\0');
    for (at, c) in text.char_indices() {
        if c == ' ' && last == ' ' && is_one_space(text, at) {
            flush(start, at, style, tongue, out);
            start = at + 1;
            continue;
        }
        if tied(text, at, before, last, c) {
            flush(start, at, style, tongue, out);
            start = at;
            out.push(Inline::NoBreak);
        }
        while let Some(cut) = next_cut.next_if(|cut| **cut <= at) {
            flush(start, *cut, style, tongue, out);
            start = *cut;
            style = style_at(passage, *cut);
            let foreign = foreign.iter().any(|range| range.contains(cut));
            tongue = if foreign { Some("en") } else { tag };
        }
        if !covers(c) {
            flush(start, at, style, tongue, out);
            start = at + c.len_utf8();
            out.push(Inline::Missing {
                character: c,
                origin: passage.origin.map(|o| Origin { start: o.start + at, ..o }),
            });
        }
        (before, last) = (last, c);
    }
    flush(start, text.len(), style, tongue, out);
}

/// Whether the space at `at`, behind another one, adds nothing: between words of a script
/// that has spaces, several are one. Between Han they are somebody's alignment and stay.
fn is_one_space(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(' ').chars().next_back();
    let after = text[at..].trim_start_matches(' ').chars().next();
    let spaced = |c: char| is_hangul(c) || c.is_ascii_graphic();
    before.is_some_and(spaced) || after.is_some_and(spaced)
}

/// Every place where look or language may change, in order.
fn cuts(passage: &Passage<'_>, foreign: &[Range<usize>]) -> Vec<usize> {
    let spans = passage.spans.iter().map(|(range, _)| range);
    let mut cuts: Vec<usize> = spans
        .chain(foreign)
        .flat_map(|range| [range.start, range.end])
        .filter(|cut| passage.text.is_char_boundary(*cut))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn style_at(passage: &Passage<'_>, at: usize) -> Option<StyleId> {
    let over = passage.spans.iter().rev().find(|(range, _)| range.contains(&at));
    over.map(|(_, style)| *style).or(passage.style)
}

/// Latin passages of at least three words: they get a language of their own, so that they
/// are hyphenated and read aloud as what they are. A lone name or abbreviation in Chinese
/// text is not one.
fn foreign_passages(text: &str) -> Vec<Range<usize>> {
    // Shorter texts have no such passage.
    if text.bytes().filter(u8::is_ascii_alphabetic).nth(7).is_none() {
        return Vec::new();
    }
    let mut passages = Vec::new();
    let mut start: Option<usize> = None;
    let end_of_text = std::iter::once((text.len(), '中'));
    for (at, c) in text.char_indices().chain(end_of_text) {
        let latin = c.is_ascii_graphic()
            || c == ' '
            || matches!(c, '\u{C0}'..='\u{24F}' | '’' | '–');
        match (start, latin) {
            (None, true) if c.is_ascii_alphabetic() => start = Some(at),
            (Some(from), false) => {
                let words = text[from..at].trim_end();
                let long =
                    |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2;
                if words.split(' ').filter(long).count() >= 3 {
                    passages.push(from..from + words.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    passages
}

/// What begins units that stay with the number before them.
const UNITS: &str = "年月日时分秒点号期届次万亿千百元米里亩顷吨克升度\
    个名人位户家项条件处所座栋台辆起岁天周倍公平立毫厘\
    页册卷章节款版楼室批篇份只头株棵回";

/// Whether a line may not break before the character `c` at `at`, where the engines would
/// break. `last` is the character before it, `before` the one before that.
///
/// GB/T 15834—2011, 5.1.6, 5.1.7 and 5.1.9: a 连接号, a 间隔号 and a 分隔号 don't begin a
/// line and a 分隔号 doesn't end one. GB/T 15835—2011, 5.1.7: a number stays on one line,
/// and so does its sign. A double dash and an ellipsis don't begin a line (clreq, strict)
/// and may end one.
fn tied(text: &str, at: usize, before: char, last: char, c: char) -> bool {
    if at == 0 || c.is_whitespace() {
        return false;
    }
    let digit = last.is_ascii_digit();
    match (last, c) {
        // `3 200`, `200 米`, `5 km`: a group of three digits stays with the number, and a
        // unit does where somebody has put a space between them.
        (' ', _) => {
            let rest = &text[at..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            before.is_ascii_digit()
                && (digits == 3 || UNITS.contains(c) || begins_with_symbol(rest))
        }
        (last, _) if last.is_whitespace() => false,
        ('～' | '—', _) if is_long_range(text, at, last) => false,
        (_, '·' | '～') | ('·' | '～', _) => true,
        ('—', '—') | ('…', '…') => false,
        (_, '—' | '…') => true,
        // After a single dash only: a line may break after a double one.
        ('—', _) => before != '—',
        (_, '/') | ('/', _) => short_token(text, at),
        ('-', _) => is_code(text, at - 1),
        (_, '-') => is_code(text, at),
        // A Korean particle is set solid with what it follows: “원칙”은.
        (last, c) if is_hangul(c) && crate::han::is_closer(last) => true,
        (
            _,
            '㎡' | '㎥' | '㎢' | '㎞' | '㎝' | '㎜' | '㎏' | '℃' | '℉' | '‰' | '°' | '％'
            | '%',
        ) => last.is_alphanumeric(),
        ('¥' | '￥' | '$' | '№' | '€' | '£', _) => c.is_ascii_digit(),
        _ if digit => !c.is_ascii() && UNITS.contains(c),
        _ => is_within_unit(text, at, last, c),
    }
}

/// Units of several characters, the magnitudes before them aside.
const LONG_UNITS: [&str; 19] = [
    "公里",
    "公斤",
    "公顷",
    "公分",
    "公升",
    "平方米",
    "平方公里",
    "平方千米",
    "立方米",
    "毫米",
    "毫克",
    "毫升",
    "厘米",
    "千瓦",
    "千克",
    "小时",
    "分钟",
    "个月",
    "个百分点",
];

/// Whether `c` at `at` goes on with the unit of a number: `18.6万亩`, `5200平方米`.
fn is_within_unit(text: &str, at: usize, last: char, c: char) -> bool {
    let magnitude = |c: char| matches!(c, '万' | '亿' | '千' | '百');
    let begins = |c: char| {
        magnitude(c)
            || matches!(c, '公' | '平' | '方' | '立' | '毫' | '厘' | '小' | '分' | '个')
    };
    if !begins(last) {
        return false;
    }
    let number = text[..at].trim_end_matches(begins);
    let figures = number.strip_suffix(' ').unwrap_or(number);
    if !figures.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let unit = text[number.len()..at].trim_start_matches(magnitude);
    let goes_on = |long: &&str| {
        let rest = long.strip_prefix(unit).unwrap_or_default();
        !rest.is_empty() && text[at..].starts_with(rest)
    };
    (unit.is_empty() && UNITS.contains(c)) || LONG_UNITS.iter().any(goes_on)
}

/// Whether the hyphen at `at` stands in a number or a code, `2024-05-01` or `XY-7`: beside
/// a figure, with nothing that makes an address. The hyphen of `Wi-Fi` may end a line.
fn is_code(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + 1..].chars().next().unwrap_or(' ');
    let digits = [before, after].iter().filter(|c| c.is_ascii_digit()).count();
    let letters = [before, after].iter().filter(|c| c.is_ascii_alphabetic()).count();
    digits == 2 || digits + letters == 2 && digits > 0 && short_token(text, at)
}

/// Whether a text begins with the symbol of a unit.
fn begins_with_symbol(text: &str) -> bool {
    const SYMBOLS: [&str; 24] = [
        "km", "m", "cm", "mm", "kg", "g", "mg", "t", "L", "mL", "kW", "kWh", "MW", "kV",
        "V", "Hz", "MHz", "GHz", "KB", "MB", "GB", "TB", "h", "min",
    ];
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    SYMBOLS.contains(&&text[..end])
        || text.starts_with(['㎡', '㎥', '㎢', '㎞', '℃', '℉', '%', '‰'])
}

/// Whether the sign that ends at `at` stands between two long numbers, `10:30—11:45`: then
/// a line may end behind it. A 连接号 must not begin a line, but it may end one.
fn is_long_range(text: &str, at: usize, sign: char) -> bool {
    const LONG: usize = 3;
    let figure = |c: &char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '%');
    let before = text[..at - sign.len_utf8()].chars().rev().take_while(figure).count();
    before >= LONG && text[at..].chars().take_while(figure).count() >= LONG
}

/// Whether the stroke at or before `at` stands in something short, `元/吨` or `24/7`. A
/// long address must be able to break.
fn short_token(text: &str, at: usize) -> bool {
    let inside = |c: &char| c.is_ascii_graphic();
    let left = text[..at].chars().rev().take_while(inside).take(25).count();
    let right = text[at..].chars().take_while(inside).take(25).count();
    left + right <= 24 && !text[..at].ends_with("//") && !text[at..].starts_with("//")
}

/// How wide words are, in ems: Han and Chinese marks take one, Latin letters half of one.
pub(crate) fn width(words: &str) -> f64 {
    words.chars().map(|c| if is_wide(c) { 1.0 } else { 0.5 }).sum()
}

/// Whether `c` takes a whole cell of a line.
pub(super) fn is_wide(c: char) -> bool {
    is_cjk_letter(c)
        || is_hangul(c)
        || crate::han::is_cjk_mark(c)
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '　')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words with `~` where a line may not break and `|` between runs.
    fn drawn(text: &str) -> String {
        let passage = Passage { text, origin: None, style: None, spans: Vec::new() };
        let mut out = Vec::new();
        set(&passage, None, &mut |c| c != '\u{E000}', &mut out);
        let mut drawn = String::new();
        for inline in &out {
            match inline {
                Inline::Text(run) => drawn.push_str(&run.text),
                Inline::NoBreak => drawn.push('~'),
                Inline::Missing { .. } => drawn.push('〓'),
                other => drawn.push_str(&format!("{other:?}")),
            }
        }
        drawn
    }

    #[test]
    fn connectors_stay_with_both_neighbours() {
        assert_eq!(drawn("约翰·史密斯"), "约翰~·~史密斯");
        assert_eq!(drawn("5～8人"), "5~～~8~人");
        assert_eq!(drawn("北京—云溪"), "北京~—~云溪");
        assert_eq!(drawn("元/吨"), "元~/~吨");
    }

    #[test]
    fn a_line_may_end_inside_a_long_range() {
        assert_eq!(drawn("2024—2026年"), "2024~—2026~年");
        assert_eq!(drawn("10:30～11:45"), "10:30~～11:45");
    }

    #[test]
    fn double_dashes_and_ellipses_stay_whole_and_may_end_a_line() {
        assert_eq!(drawn("来了——又走了"), "来了~——又走了");
        assert_eq!(drawn("等等……又走了"), "等等~……又走了");
    }

    #[test]
    fn numbers_stay_with_their_units() {
        assert_eq!(drawn("2020-06-30"), "2020~-~06~-~30");
        assert_eq!(drawn("标准XY-7-B"), "标准XY~-~7~-~B");
        assert_eq!(drawn("Wi-Fi"), "Wi-Fi");
        assert_eq!(drawn("18.6万亩"), "18.6~万~亩");
        assert_eq!(drawn("1.2万亿元投资"), "1.2~万~亿~元投资");
        assert_eq!(drawn("5200平方米、4.2公里路"), "5200~平~方~米、4.2~公~里路");
        assert_eq!(drawn("5个百分点，3个小区"), "5~个~百~分~点，3~个小区");
        assert_eq!(drawn("8万多人，百万元"), "8~万多人，百万元");
        assert_eq!(drawn("3 200户"), "3 ~200~户");
        assert_eq!(drawn("1200㎡"), "1200~㎡");
        assert_eq!(drawn("第3条A-B"), "第3~条A-B");
        assert_eq!(drawn("每 200 米 1 处，5 km 长"), "每 200 ~米 1 ~处，5 ~km 长");
        assert_eq!(drawn("第 3 组、2026 Apple"), "第 3 组、2026 Apple");
    }

    #[test]
    fn a_particle_stays_with_the_mark_before_it() {
        assert_eq!(drawn("“좋다”는 말"), "“좋다”~는 말");
        assert_eq!(drawn("『소식』이"), "『소식』~이");
    }

    #[test]
    fn several_spaces_between_words_are_one() {
        assert_eq!(drawn("참석하여  “현장에서”   듣고"), "참석하여 “현장에서” 듣고");
        assert_eq!(drawn("沈  蕙"), "沈  蕙");
    }

    #[test]
    fn addresses_may_break() {
        let address = "https://example.invalid/notices/2026/03/17/index.html";
        assert!(!drawn(address).contains("~/"));
    }

    #[test]
    fn a_character_without_a_face_is_missing() {
        assert_eq!(drawn("甲\u{E000}乙"), "甲〓乙");
    }

    #[test]
    fn only_passages_are_foreign() {
        assert!(foreign_passages("用GDP和open data说话").is_empty());
        let text = "题为The Quiet Valley Report的报告";
        assert_eq!(&text[foreign_passages(text)[0].clone()], "The Quiet Valley Report");
    }
}
