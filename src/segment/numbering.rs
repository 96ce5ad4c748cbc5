//! Numbers and markers at the head of a line: `一、`, `（一）`, `第 3 條`, `01综合`, `◆`.
//!
//! Belongs here: recognising a number, its system and its value.
//! Does not belong here: deciding whether the line is a heading or an item.

use crate::han::{is_han_numeral, is_hangul};

/// A system of numbers. The order is that of official outlines: what stands first stands
/// above what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum System {
    /// `第一编`, `第一部分`, `第一篇`, `제1편`.
    Part,
    /// `第一章`, `제1장`.
    Chapter,
    /// `第一节`, `제1절`.
    Division,
    /// `第一条`, `第 1 條`, `제1조`.
    Article,
    /// `壹、`.
    Formal,
    /// `一、`.
    Han,
    /// `（一）`.
    BracketedHan,
    /// `1.`, `1、`, `01综合`.
    Arabic,
    /// `（1）`, `1）`.
    BracketedArabic,
    /// `①`.
    Circled,
    /// `1.2`, `1.2.3`.
    Decimal,
    /// `一是`.
    Spoken,
    /// `第一，`.
    Ordinal,
    /// `◆`, `■`, `★`.
    Marker,
    /// `●`, `•`, `*`, `-`.
    Bullet,
}

/// A number or marker at the head of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its system.
    pub system: System,
    /// Its value; 0 for markers.
    pub value: u32,
    /// The bytes it takes, white space behind it included.
    pub len: usize,
    /// How many stages a decimal number has, otherwise 1.
    pub depth: u8,
}

/// A scanner over the head of a line that steps over white space.
struct Head<'a> {
    text: &'a str,
    at: usize,
}

impl Head<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    fn take(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// A number in Han or in digits; `true` where it is in Han.
    fn number(&mut self) -> Option<(u32, bool)> {
        let start = self.at;
        while self.take(is_han_digit).is_some() {}
        if self.at > start {
            return Some((han_value(&self.text[start..self.at])?, true));
        }
        let mut value = 0u32;
        while let Some(d) = self.take(|c| digit(c).is_some()).and_then(digit) {
            value = value.checked_mul(10)?.checked_add(d)?;
        }
        (self.at > start).then_some((value, false))
    }
}

fn is_han_digit(c: char) -> bool {
    is_han_numeral(c) && c != '两'
        || matches!(
            c,
            '壹' | '贰'
                | '貳'
                | '叁'
                | '參'
                | '肆'
                | '伍'
                | '陆'
                | '陸'
                | '柒'
                | '捌'
                | '玖'
                | '拾'
        )
}

/// The value of an ASCII or full-width digit.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The value of a Han number up to 9999, positional (`二〇`) or with units (`二十一`).
pub(crate) fn han_value(text: &str) -> Option<u32> {
    let (mut total, mut current, mut positional) = (0u32, 0u32, 0u32);
    let mut units = false;
    for c in text.chars() {
        let (d, unit) = match c {
            '〇' | '零' | '○' => (0, 0),
            '一' | '壹' => (1, 0),
            '二' | '贰' | '貳' => (2, 0),
            '三' | '叁' | '參' => (3, 0),
            '四' | '肆' => (4, 0),
            '五' | '伍' => (5, 0),
            '六' | '陆' | '陸' => (6, 0),
            '七' | '柒' => (7, 0),
            '八' | '捌' => (8, 0),
            '九' | '玖' => (9, 0),
            '十' | '拾' => (0, 10),
            '百' => (0, 100),
            '千' => (0, 1000),
            '廿' => (0, 20),
            '卅' => (0, 30),
            _ => return None,
        };
        match unit {
            0 => {
                current = d;
                positional = positional.checked_mul(10)?.checked_add(d)?;
            }
            20 | 30 => {
                units = true;
                total = total.checked_add(unit)?;
                current = 0;
            }
            _ => {
                units = true;
                total = total.checked_add(current.max(1).checked_mul(unit)?)?;
                current = 0;
            }
        }
    }
    if units { total.checked_add(current) } else { Some(positional) }
}

/// The number or marker at the head of `text`, where there is one.
///
/// White space inside it is stepped over: `一 、`, `第 一 章`. A number that is the
/// beginning of a quantity or of a date (`10月`, `3.5亿`) is none.
pub(crate) fn number(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    match first {
        '第' => labelled(text, '第'),
        '제' => labelled(text, '제'),
        '（' | '(' | '〔' | '［' | '[' | '【' => bracketed(text),
        '①'..='⑳' => {
            let value = first as u32 - '①' as u32 + 1;
            Some(marker(text, first, System::Circled, value))
        }
        '㈠'..='㈩' => {
            let value = first as u32 - '㈠' as u32 + 1;
            Some(marker(text, first, System::BracketedHan, value))
        }
        '⑴'..='⒇' => {
            let value = first as u32 - '⑴' as u32 + 1;
            Some(marker(text, first, System::BracketedArabic, value))
        }
        '◆' | '■' | '★' | '▲' | '▼' | '◎' | '※' | '☆' | '◇' | '□' | '△' | '▪' | '►'
        | '▶' | '➤' | '◼' | '◾' | '❖' => {
            Some(marker(text, first, System::Marker, 0))
        }
        '●' | '•' | '·' | '○' | '◦' | '・' | '∙' => {
            Some(marker(text, first, System::Bullet, 0))
        }
        '*' | '-' | '+' | '–' => {
            let next = text[first.len_utf8()..].chars().next();
            next.filter(|c| c.is_whitespace())
                .map(|_| marker(text, first, System::Bullet, 0))
        }
        _ => hangul(text).or_else(|| plain(text)),
    }
}

/// `가. `, `나. `: the items under `1.` in Korean laws.
fn hangul(text: &str) -> Option<Number> {
    let first = text.chars().next().filter(|c| is_hangul(*c))?;
    let place = "가나다라마바사아자차카타파하".chars().position(|c| c == first)?;
    let rest = text[first.len_utf8()..].strip_prefix('.')?;
    let space = rest.len() - rest.trim_start().len();
    (space > 0).then(|| Number {
        system: System::BracketedArabic,
        value: u32::try_from(place).unwrap_or(0) + 1,
        len: first.len_utf8() + 1 + space,
        depth: 1,
    })
}

fn marker(text: &str, first: char, system: System, value: u32) -> Number {
    let rest = &text[first.len_utf8()..];
    let space = rest.len() - rest.trim_start().len();
    Number { system, value, len: first.len_utf8() + space, depth: 1 }
}

/// `第…章`, `第…條`, `제…조`, and `第一，`.
fn labelled(text: &str, sign: char) -> Option<Number> {
    let mut head = Head { text, at: sign.len_utf8() };
    head.skip_space();
    let (value, in_han) = head.number()?;
    let after_number = head.at;
    // 第 4-1 條: put in between 4 and 5.
    if head.take(|c| matches!(c, '-' | '－' | '–')).is_some() {
        head.number()?;
    }
    head.skip_space();
    let unit = head.peek()?;
    let system = match unit {
        '编' | '編' | '篇' | '편' => System::Part,
        '章' | '장' => System::Chapter,
        '节' | '節' | '절' => System::Division,
        '条' | '條' | '조' => System::Article,
        '部' if text[head.at..].starts_with("部分") => {
            head.at += '部'.len_utf8();
            System::Part
        }
        '，' | ',' | '、' if in_han && after_number == head.at => System::Ordinal,
        _ => return None,
    };
    head.at += head.peek()?.len_utf8();
    // 第三条之一, 제50조의3.
    if system == System::Article {
        let mark = head.at;
        let inserted = head.take(|c| matches!(c, '之' | '의')).and_then(|_| {
            head.skip_space();
            head.number()
        });
        if inserted.is_none() {
            head.at = mark;
        }
    }
    let end = head.at;
    head.skip_space();
    // 第三条规定……, 第一章中……: a mention at the head of a sentence, not a label.
    let spaced = head.at > end;
    let rest = head.peek();
    let mentioned = match rest {
        Some(c) if !spaced && system != System::Ordinal => matches!(
            c,
            '规' | '規'
                | '所'
                | '的'
                | '中'
                | '、'
                | '和'
                | '至'
                | '及'
                | '之'
                | '第'
                | '或'
                | '에'
                | '의'
                | '은'
                | '를'
                | '을'
                | '제'
        ),
        _ => false,
    };
    (!mentioned).then_some(Number { system, value, len: head.at, depth: 1 })
}

/// `（一）`, `(1)`, `【1】`.
fn bracketed(text: &str) -> Option<Number> {
    let open = text.chars().next()?;
    let close = match open {
        '（' | '(' => ['）', ')'],
        '〔' => ['〕', '〕'],
        '【' => ['】', '】'],
        _ => ['］', ']'],
    };
    let mut head = Head { text, at: open.len_utf8() };
    head.skip_space();
    let (value, in_han) = head.number()?;
    head.skip_space();
    head.take(|c| close.contains(&c))?;
    head.skip_space();
    let system = if in_han { System::BracketedHan } else { System::BracketedArabic };
    (value > 0 && value < 200).then_some(Number { system, value, len: head.at, depth: 1 })
}

/// `一、`, `1.`, `1.2`, `01综合`, `一是`, `１条`.
fn plain(text: &str) -> Option<Number> {
    let mut head = Head { text, at: 0 };
    let (value, in_han) = head.number()?;
    let digits = text[..head.at].chars().count();
    let zero = text.starts_with('0') || text.starts_with('０');
    let after_number = head.at;
    head.skip_space();
    // `1\. `: Markdown keeps a number from being read as that of a list.
    if text[head.at..].starts_with("\\.") {
        head.at += 1;
    }
    let next = head.peek()?;
    let done = |head: &mut Head<'_>, system, depth| {
        head.skip_space();
        Some(Number { system, value, len: head.at, depth })
    };
    if in_han {
        if matches!(next, '、' | '．' | '.') {
            head.at += next.len_utf8();
            let formal = text
                .chars()
                .next()
                .is_some_and(|c| "壹贰貳叁參肆伍陆陸柒捌玖拾".contains(c));
            let system = if formal { System::Formal } else { System::Han };
            return (value < 100).then(|| done(&mut head, system, 1)).flatten();
        }
        if next == '是' && after_number == head.at && (1..=30).contains(&value) {
            head.at += next.len_utf8();
            return done(&mut head, System::Spoken, 1);
        }
        return None;
    }
    if value > 300 {
        return None;
    }
    match next {
        '条' | '條' if after_number == head.at && digits <= 3 => {
            head.at += next.len_utf8();
            let rest = head.peek();
            let alone = rest.is_none_or(|c| c.is_whitespace() || c == '（' || c == '(');
            alone.then(|| done(&mut head, System::Article, 1)).flatten()
        }
        '、' => {
            head.at += next.len_utf8();
            // 500、524弄: a list of figures.
            let figure = head.peek().is_some_and(|c| digit(c).is_some());
            (digits <= 2 && !figure).then(|| done(&mut head, System::Arabic, 1)).flatten()
        }
        '.' | '．' => decimal(head, value, digits),
        ')' | '）' if digits <= 2 => {
            head.at += next.len_utf8();
            done(&mut head, System::BracketedArabic, 1)
        }
        // 01综合: the zero tells that it is no quantity.
        _ if zero && digits == 2 && crate::han::is_han(next) => {
            let unit = matches!(
                next,
                '年' | '月' | '日' | '时' | '時' | '点' | '分' | '版' | '号' | '期'
            );
            (!unit).then(|| done(&mut head, System::Arabic, 1)).flatten()
        }
        _ => None,
    }
}

/// `1.`, `1.2 `, `1.2.3 `; not `3.5亿`.
fn decimal(mut head: Head<'_>, value: u32, digits: usize) -> Option<Number> {
    let mut depth = 1;
    let mut last = value;
    loop {
        head.take(|c| matches!(c, '.' | '．'))?;
        let Some((v, false)) = head.number() else { break };
        depth += 1;
        last = v;
        if !matches!(head.peek(), Some('.' | '．')) {
            // Two stages need white space behind them: 3.5亿 is a quantity.
            let spaced = head.peek().is_some_and(|c| c.is_whitespace());
            if depth == 2 && !spaced {
                return None;
            }
            break;
        }
    }
    if digits > 2 || depth > 5 {
        return None;
    }
    head.skip_space();
    let system = if depth == 1 { System::Arabic } else { System::Decimal };
    let value = if depth == 1 { value } else { last };
    Some(Number { system, value, len: head.at, depth })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(System, u32)> {
        number(text).map(|n| (n.system, n.value))
    }

    #[test]
    fn every_system_is_read() {
        assert_eq!(read("十二、其他"), Some((System::Han, 12)));
        assert_eq!(read("一 、综合"), Some((System::Han, 1)));
        assert_eq!(read("第 一 章 总则"), Some((System::Chapter, 1)));
        assert_eq!(read("第 1 條"), Some((System::Article, 1)));
        assert_eq!(read("第五十条之一　收费"), Some((System::Article, 50)));
        assert_eq!(read("第 50 條之 1"), Some((System::Article, 50)));
        assert_eq!(read("第 4-1 條"), Some((System::Article, 4)));
        assert_eq!(read("제1조(목적)"), Some((System::Article, 1)));
        assert_eq!(read("（三）强化"), Some((System::BracketedHan, 3)));
        assert_eq!(read("01综合"), Some((System::Arabic, 1)));
        assert_eq!(read("1.2 范围"), Some((System::Decimal, 2)));
        assert_eq!(read("一是加强"), Some((System::Spoken, 1)));
        assert_eq!(read("◆聚力"), Some((System::Marker, 0)));
    }

    #[test]
    fn quantities_and_mentions_are_none() {
        for text in [
            "1-10月",
            "3.5亿元",
            "500、524弄",
            "2026年",
            "第三条规定",
            "一起动手",
            "08月",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn han_numbers_have_values() {
        assert_eq!(han_value("二十一"), Some(21));
        assert_eq!(han_value("二〇二六"), Some(2026));
        assert_eq!(han_value("一百零八"), Some(108));
        assert_eq!(han_value("十"), Some(10));
    }
}
