//! Dates in running text.
//!
//! Belongs here: reading a date as far as the words tell it, in the ways in which East
//! Asian texts write dates.
//! Does not belong here: deciding whose date it is (`metadata`).

use std::ops::Range;
use std::sync::LazyLock;

use super::numbering::han_value;
use super::words::Few;
use crate::han::is_han_numeral;
use crate::model::Date;

/// The first date in `text`, with the bytes it takes. A time of day behind it belongs
/// to those bytes.
///
/// `bare` also accepts forms that only a labelled field makes certain: `01-05`.
pub(crate) fn first_date(text: &str, bare: bool) -> Option<(Range<usize>, Date)> {
    first_date_near(text, bare, text.len())
}

/// The same, if it begins in the first `reach` bytes or right behind them.
pub(crate) fn first_date_near(
    text: &str,
    bare: bool,
    reach: usize,
) -> Option<(Range<usize>, Date)> {
    static STARTS: LazyLock<Few> = LazyLock::new(|| {
        Few::of(('0'..='9').chain('０'..='９').chain("二一民中令平昭".chars()))
    });
    let mut at = 0;
    while let Some(next) = STARTS.places(&text[at..]).next() {
        at += next;
        if at > reach {
            return None;
        }
        let c = text[at..].chars().next()?;
        if may_start(c)
            && let Some((len, date)) = date_at(&text[at..], bare)
        {
            return Some((at..at + len, date));
        }
        // Not from the middle of a number.
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        at += if digits > 0 { digits } else { c.len_utf8() };
    }
    None
}

/// Whether a date may begin with `c`.
pub(crate) fn may_start(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || matches!(c, '二' | '一' | '民' | '中' | '令' | '平' | '昭')
}

/// The date with which `text` begins, with the bytes it takes.
pub(crate) fn date_at_start(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if may_start(first) { date_at(text, false).map(|(len, _)| len) } else { None }
}

/// Every date in `text`, from left to right.
pub(crate) fn all_dates(text: &str) -> Vec<(Range<usize>, Date)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((range, date)) = first_date(&text[at..], false) {
        found.push((at + range.start..at + range.end, date));
        at += range.end;
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at +=
            rest.len() - rest.trim_start_matches([' ', '\u{3000}', '\u{A0}']).len();
    }

    /// Steps over the year in another count: `2026年(令和8年)`.
    fn era(&mut self) {
        let rest = &self.text[self.at..];
        if let Some(inner) = rest.strip_prefix(['(', '（'])
            && let Some(close) = inner.find([')', '）'])
            && inner[..close].ends_with('年')
            && inner[..close].chars().count() <= 6
        {
            let sign = inner[close..].chars().next().map_or(0, char::len_utf8);
            self.at += rest.len() - inner.len() + close + sign;
        }
    }

    /// Steps over the year of the common count: `(2026)`.
    fn count_beside(&mut self) {
        let rest = &self.text[self.at..];
        let inner = rest.strip_prefix(['(', '（']).unwrap_or("");
        if let Some((year, behind)) = inner.split_once([')', '）'])
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            self.at = self.text.len() - behind.len();
        }
    }

    /// Steps over a year behind the day and a comma: `, 2026`. A year with its word begins
    /// something else.
    fn year_behind(&mut self) -> Option<i32> {
        let rest = self.text[self.at..].strip_prefix([',', '，'])?;
        let rest = rest.trim_start_matches(' ');
        let year: i32 = rest.get(..4)?.parse().ok()?;
        let ends = !rest[4..].starts_with(|c: char| crate::han::is_letter(c));
        let year = Some(year).filter(|y| ends && (1800..=2200).contains(y))?;
        self.at = self.text.len() - rest.len() + 4;
        Some(year)
    }

    fn any(&mut self, wanted: &[&str]) -> bool {
        let rest = &self.text[self.at..];
        let first = rest.as_bytes().first();
        let opens = |word: &&&str| word.as_bytes().first() == first;
        match wanted.iter().filter(opens).find(|word| rest.starts_with(**word)) {
            Some(w) => {
                self.at += w.len();
                true
            }
            None => false,
        }
    }

    /// A number of at most `most` digits, ASCII, full-width or Han, and its digits.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let rest = &self.text[self.at..];
        let mut value = 0;
        let mut digits = 0;
        let mut len = 0;
        for c in rest.chars() {
            let d = match c {
                '0'..='9' => c as u32 - '0' as u32,
                '０'..='９' => c as u32 - '０' as u32,
                _ => break,
            };
            if digits == most {
                return None;
            }
            value = value * 10 + d;
            digits += 1;
            len += c.len_utf8();
        }
        if digits > 0 {
            self.at += len;
            return Some((value, digits));
        }
        let large = |c: char| matches!(c, '百' | '千' | '两' | '卅');
        let is_digit = |c: &char| *c == '○' || is_han_numeral(*c) && !large(*c);
        let signs = rest.chars().take(most).take_while(is_digit);
        let (digits, len) = signs.fold((0, 0), |(n, len), c| (n + 1, len + c.len_utf8()));
        if digits == 0 {
            return None;
        }
        let value = han_value(&rest[..len])?;
        self.at += len;
        Some((value, digits))
    }
}

/// The names of counts of years, and the year of ours before their first.
const ERAS: &[(&str, i32)] = &[
    ("中華民國", 1911),
    ("中华民国", 1911),
    ("民國", 1911),
    ("民国", 1911),
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
];

/// The date behind the name of a count of years, `令和8年3月17日`.
fn date_of_era(text: &str, name: &str, offset: i32, bare: bool) -> Option<(usize, Date)> {
    let mut r = Reader { text, at: name.len() };
    r.space();
    let (year, _) = if r.any(&["元"]) { (1, 1) } else { r.number(3)? };
    r.space();
    // 令和8(2026)年
    r.count_beside();
    if !r.any(&["年"]) {
        return None;
    }
    finish(r, Some(offset + year as i32), bare)
}

/// Whether a date may go on with `behind` after so many digits, `behind` being all of it
/// where it begins in Han: most numbers are none, and the sign behind them tells.
fn may_go_on(digits: usize, behind: &str) -> bool {
    let is_between = |c: char| {
        matches!(c, ' ' | '\u{3000}' | '\u{A0}' | '○') || digits == 0 && is_han_numeral(c)
    };
    let of_year =
        |c: char| matches!(c, '年' | '년' | '-' | '/' | '.' | '－' | '—' | '·' | '、');
    match (digits, behind.trim_start_matches(is_between).chars().next()) {
        (0..=7, Some('０'..='９')) | (8, _) => true,
        (0, Some(c)) => of_year(c) || matches!(c, '月' | '월'),
        (4, Some(c)) => of_year(c) || c.is_ascii_digit(),
        (1..=3, Some(c)) => matches!(c, '月' | '월' | '-' | '/' | '.' | '－' | ':'),
        _ => false,
    }
}

fn date_at(text: &str, bare: bool) -> Option<(usize, Date)> {
    if text.starts_with(['中', '民', '令', '平', '昭']) {
        let (name, offset) = ERAS.iter().find(|(name, _)| text.starts_with(name))?;
        return date_of_era(text, name, *offset, bare);
    }
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    if !may_go_on(digits, &text[digits..]) {
        return None;
    }
    let mut r = Reader { text, at: 0 };
    // 15:312018/09/16: a time and a date set solid.
    if let Some((time, date)) = text.split_at_checked(5)
        && text.as_bytes().get(2) == Some(&b':')
        && time.bytes().enumerate().all(|(i, b)| i == 2 || b.is_ascii_digit())
        && date.bytes().take_while(u8::is_ascii_digit).count() == 4
    {
        return date_at(date, bare).map(|(len, date)| (time.len() + len, date));
    }
    // 20240312.
    if digits == 8 {
        let (y, m, d) =
            (text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..8].parse().ok()?);
        let date = valid(Some(y), Some(m), Some(d))?;
        let rest = text[8..].trim_start_matches(' ');
        let end = time_len(rest).map_or(8, |len| text.len() - rest.len() + len);
        return Some((end, date));
    }
    if let Some(found) = day_first(text).or_else(|| bare.then(|| year_last(text))?) {
        return Some(found);
    }
    let (first, digits) = r.number(4)?;
    if digits == 4 {
        if !(1800..=2200).contains(&first) {
            return None;
        }
        let before = r.at;
        r.space();
        if r.any(&["年", "년", "-", "/", ".", "－", "—", "·"]) {
            r.era();
            return finish(r, Some(first as i32), bare);
        }
        // 2026、3、17 in a field.
        if bare && r.any(&["、"]) {
            return enumerated(r, first as i32);
        }
        // 2026 03 17 in a field.
        return (bare && r.at > before).then(|| spaced(r, first as i32)).flatten();
    }
    // 115-03-17 in a field: years of the Republic, as Taiwan counts them.
    if bare && digits == 3 && (80..=200).contains(&first) && r.any(&["-", "/", "."]) {
        return finish(r, Some(1911 + first as i32), bare);
    }
    r.at = 0;
    finish(r, None, bare)
}

/// `17.03.2026 19:32`: the day first, in full stops only, so that it cannot be the month.
fn day_first(text: &str) -> Option<(usize, Date)> {
    let sign = text.bytes().take(3).position(|b| b == b'.')?;
    let mut r = Reader { text, at: 0 };
    let (day, _) = r.number(2)?;
    let (month, _) = (r.at == sign && r.any(&["."])).then(|| r.number(2)).flatten()?;
    let (year, digits) = r.any(&["."]).then(|| r.number(4)).flatten()?;
    let ends = !text[r.at..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let date = valid(Some(year as i32), Some(month), Some(day));
    let date = date.filter(|_| ends && digits == 4)?;
    Some((with_time(r), date))
}

/// `03/17/2026 19:32` in a field: month and day before the year, where only one of them can
/// be the month.
fn year_last(text: &str) -> Option<(usize, Date)> {
    let sign = text.bytes().take(3).position(|b| b == b'/')?;
    let mut r = Reader { text, at: 0 };
    let (one, _) = r.number(2)?;
    let (other, _) = (r.at == sign && r.any(&["/"])).then(|| r.number(2)).flatten()?;
    let (year, digits) = r.any(&["/"]).then(|| r.number(4)).flatten()?;
    let ends = !text[r.at..].starts_with(|c: char| c.is_ascii_digit() || c == '/');
    let (month, day) = if one > 12 { (other, one) } else { (one, other) };
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let sure = ends && digits == 4 && (day > 12 || day == month);
    let date = valid(Some(year as i32), Some(month), Some(day)).filter(|_| sure)?;
    Some((with_time(r), date))
}

/// Where the time of day behind a date ends, or the date itself where there is none.
fn with_time(mut r: Reader<'_>) -> usize {
    let end = r.at;
    r.space();
    time_len(&r.text[r.at..]).map_or(end, |len| r.at + len)
}

/// Month and day with an enumeration comma between them, and no further number.
fn enumerated(mut r: Reader<'_>, year: i32) -> Option<(usize, Date)> {
    let (month, _) = r.number(2)?;
    if !r.any(&["、"]) {
        return None;
    }
    let (day, _) = r.number(2)?;
    if r.any(&["、"]) {
        return None;
    }
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    valid(Some(year), Some(month), Some(day)).map(|date| (r.at, date))
}

/// Month and day with nothing but spaces between them, and the time of day behind them.
fn spaced(mut r: Reader<'_>, year: i32) -> Option<(usize, Date)> {
    let (month, _) = r.number(2)?;
    let before = r.at;
    r.space();
    // 2026 03/ 17 10:35:08, from a page that sets the day in a box.
    r.any(&["/"]);
    r.space();
    let (day, _) = r.number(2).filter(|_| r.at > before)?;
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let date = valid(Some(year), Some(month), Some(day))?;
    Some((with_time(r), date))
}

/// Month and day, and the time of day behind them.
fn finish(mut r: Reader<'_>, year: Option<i32>, bare: bool) -> Option<(usize, Date)> {
    let year_only = r.at;
    let in_words = year.is_some()
        && (r.text[..r.at].ends_with('年') || r.text[..r.at].ends_with('년'));
    r.space();
    let Some((month, digits)) =
        r.number(3).filter(|(m, d)| (1..=12).contains(m) && *d <= 2)
    else {
        // 2026年, and nothing behind it that could be a month.
        return None;
    };
    let after_month = r.at;
    r.space();
    let named = r.any(&["月", "월"]);
    let signed = !named && r.any(&["-", "/", ".", "－"]);
    if !named && !signed {
        return (year.is_some() && !in_words && digits == 2)
            .then(|| valid(year, Some(month as u8), None).map(|d| (after_month, d)))
            .flatten();
    }
    if year.is_none() && signed && !(bare && digits == 2) {
        return None;
    }
    let after_sign = r.at;
    r.space();
    let day = r.number(3).filter(|(d, n)| (1..=31).contains(d) && *n <= 3);
    let Some((day, day_digits)) = day else {
        r.at = if named { after_sign } else { year_only };
        return (year.is_some() && named)
            .then(|| valid(year, Some(month as u8), None).map(|d| (r.at, d)))
            .flatten();
    };
    if year.is_none() && signed && day_digits != 2 {
        return None;
    }
    let after_day = r.at;
    r.space();
    // 3月4星期一: the word for the day was lost.
    let weekday =
        ["星期", "礼拜", "禮拜"].iter().any(|w| r.text[after_day..].starts_with(w));
    if !r.any(&["日", "일", "号"]) {
        r.at = after_day;
        if weekday {
            // It belongs to the date: without it the day could not be told.
            r.at +=
                r.text[after_day..].chars().take(3).map(char::len_utf8).sum::<usize>();
        } else if named {
            // 12月7至9日 or 12月 5 people: not a whole date.
            return (year.is_some())
                .then(|| valid(year, Some(month as u8), None).map(|d| (after_sign, d)))
                .flatten();
        } else {
            r.any(&["."]);
        }
    }
    // 03月17日, 2026: the way in which some sites set English dates.
    let year = year.or_else(|| r.year_behind());
    let date = valid(year, Some(month as u8), Some(day as u8))?;
    Some((with_time(r), date))
}

/// `08:18`, `20:29:58`, `上午10时30分`: how many bytes a time of day takes.
fn time_len(text: &str) -> Option<usize> {
    let mut r = Reader { text, at: 0 };
    r.any(&["T", "上午", "下午", "午前", "午後", "오전", "오후"]);
    r.space();
    let (hour, _) = r.number(2).filter(|(h, _)| *h < 25)?;
    if hour > 24 || !r.any(&[":", "：", "时", "時", "点"]) {
        return None;
    }
    r.number(2)?;
    let mut end = r.at;
    if r.any(&[":", "："]) && r.number(2).is_some() {
        end = r.at;
    } else {
        r.at = end;
        if r.any(&["分"]) {
            end = r.at;
        }
    }
    Some(end)
}

fn valid(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> Option<Date> {
    if year.is_some_and(|y| !(1800..=2200).contains(&y)) {
        return None;
    }
    let longest = match month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) | None => 31,
        Some(_) => return None,
    };
    day.is_none_or(|d| (1..=longest).contains(&d)).then_some(Date { year, month, day })
}

/// The day of the week of a full date, 0 for Sunday (Sakamoto's method).
pub(crate) fn weekday(date: &Date) -> Option<u32> {
    let (y, m, d) = (date.year?, i32::from(date.month?), i32::from(date.day?));
    let table = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let y = if m < 3 { y - 1 } else { y };
    let offset = *table.get(usize::try_from(m - 1).ok()?)?;
    u32::try_from((y + y / 4 - y / 100 + y / 400 + offset + d).rem_euclid(7)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_may_stand_behind_the_day_and_commas_in_a_field() {
        assert_eq!(iso("03月17日, 2026 访谈").as_deref(), Some("2026-03-17"));
        assert_eq!(iso("03月17日, 2026年的计划").as_deref(), Some("03-17"));
        let field = |text| first_date(text, true).map(|(_, d)| d.iso());
        assert_eq!(field("2026、3、17").as_deref(), Some("2026-03-17"));
        assert_eq!(field("2026、2027、2028"), None);
        assert_eq!(field("2026、3、4、5"), None);
        assert_eq!(iso("17.03.2026 19:32").as_deref(), Some("2026-03-17"));
        assert_eq!(iso("3.1.2026.4"), None);
    }

    fn iso(text: &str) -> Option<String> {
        first_date(text, false).map(|(_, d)| d.iso())
    }

    #[test]
    fn the_usual_ways_of_writing_are_read() {
        for (text, want) in [
            ("2026-03-17 10:35", "2026-03-17"),
            ("发布日期：2026年3月17日", "2026-03-17"),
            ("2026/3/17", "2026-03-17"),
            ("二〇二六年三月十七日", "2026-03-17"),
            ("中華民國115年3月17日", "2026-03-17"),
            ("令和8年3月17日", "2026-03-17"),
            ("2026. 3. 17.", "2026-03-17"),
            ("2026년 3월 17일", "2026-03-17"),
            ("（20260317）", "2026-03-17"),
            ("2026年3月", "2026-03"),
            ("3月17日上午", "03-17"),
            ("2026年3月17星期二", "2026-03-17"),
            ("2026年(令和8年)3月17日", "2026-03-17"),
            ("10:352026/03/17", "2026-03-17"),
        ] {
            assert_eq!(iso(text).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_stays() {
        for text in ["01-05", "1-10月", "3.5亿", "2026年", "2026年13月", "比例3:4"]
        {
            assert_eq!(iso(text), None, "{text}");
        }
        assert_eq!(
            first_date("115-03-17", true).map(|(_, d)| d.iso()).as_deref(),
            Some("2026-03-17")
        );
        assert_eq!(iso("2026 03 17"), None);
        assert_eq!(
            first_date("2026 03 17 20:28", true).map(|(r, d)| (r.end, d.iso())),
            Some((16, "2026-03-17".to_string()))
        );
        assert_eq!(
            first_date("01-05", true).map(|(_, d)| d.iso()).as_deref(),
            Some("01-05")
        );
    }

    #[test]
    fn the_time_belongs_to_the_words() {
        let text = "2026年03月17日08:18 来源";
        assert_eq!(
            first_date(text, false).map(|(r, _)| &text[r]),
            Some("2026年03月17日08:18")
        );
    }

    #[test]
    fn weekdays_are_right() {
        let date = |y, m, d| Date { year: Some(y), month: Some(m), day: Some(d) };
        assert_eq!(weekday(&date(2026, 1, 23)), Some(5));
        assert_eq!(weekday(&date(2024, 2, 29)), Some(4));
    }
}
