//! Long titles: lines of about the same length, broken between words.
//!
//! GB/T 9704—2012, 7.3.1: the lines of a title end where the sense allows it, and are
//! balanced. So no line ends inside a word, a number, a quotation that fits on one line,
//! or before a particle; and of all ways to break, the one with the most even lines wins.

use super::{Inline, Run, lexicon, words};
use crate::han::{is_cjk_letter, is_closer, is_hangul, is_kana, is_opener};
use crate::model::Origin;

/// Characters that belong to the word before them and may not begin a line.
const PARTICLES: &str = "的地得了着过们之者性化等吗呢吧";

/// Characters that begin a line well and end one badly.
const CONJUNCTIONS: &str = "与和及暨";

/// Characters that alone belong to the word behind them: 不及时, 大模型, 非公有制.
const PREFIXES: &str = "不大小新老非未无再最更第每各本该某";

/// How a break between two letters of Japanese or Korean is to be judged: `Some(None)`
/// where there can be none, `None` where the words decide.
///
/// Korean titles break at their spaces. In Japanese a line ends best behind a particle,
/// where kana end and other letters begin; no line begins with the particle or the ending
/// of the word before it, and no line ends inside a word of katakana.
fn between_scripts(last: char, next: char) -> Option<Option<f64>> {
    let hiragana = |c| matches!(c, '\u{3041}'..='\u{309F}');
    let katakana = |c| is_kana(c) && !hiragana(c);
    if is_hangul(last) && is_hangul(next) || katakana(last) && katakana(next) {
        return Some(None);
    }
    match (hiragana(last), hiragana(next)) {
        (true, true) => Some(Some(BETWEEN_LONE_CHARACTERS)),
        (true, false) if is_cjk_letter(next) => Some(Some(0.0)),
        (false, true) if is_cjk_letter(last) => Some(None),
        _ if katakana(last) != katakana(next)
            && is_cjk_letter(last)
            && is_cjk_letter(next) =>
        {
            Some(Some(BESIDE_LONE_CHARACTER))
        }
        _ => None,
    }
}

/// Whether `c` belongs to the kana before it: small ones and the sign of length (JIS X
/// 4051, strict).
fn is_bound_kana(c: char) -> bool {
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶーゝゞヽヾ々".contains(c)
}

/// Whether the last Korean word is a single syllable, which most often belongs to the next
/// one: 삼 년, 이 책.
fn ends_in_syllable(chars: &[char]) -> bool {
    let mut word = chars.iter().rev().skip_while(|c| c.is_whitespace());
    word.next().is_some_and(|c| is_hangul(*c))
        && word.next().is_none_or(|c| c.is_whitespace())
}

/// How many cells of a title a line of a phone holds.
const PHONE: f64 = 12.0;

/// How many cells between two stops of a title stay on one line of a phone.
pub(crate) const WHOLE: f64 = 8.0;

/// How a break at a place is to be judged, in cells of unevenness.
const INSIDE_QUOTATION: f64 = 40.0;
const BESIDE_LONE_CHARACTER: f64 = 9.0;
/// Two lone characters side by side are most often a word that the list lacks.
const BETWEEN_LONE_CHARACTERS: f64 = 40.0;
const AFTER_A_PREFIX: f64 = 40.0;
const ONE_LINE_MORE: f64 = 25.0;
const AT_A_STOP: f64 = -12.0;
const BEFORE_A_CONJUNCTION: f64 = -4.0;
const AFTER_A_CONJUNCTION: f64 = 12.0;

/// The title with line breaks where it does not fit on one line of `measure` cells. A
/// title whose lines the template has broken is left as it is.
pub(super) fn balance(inlines: Vec<Inline>, measure: f64) -> Vec<Inline> {
    let signs = signs(&inlines);
    let width: f64 = signs.iter().map(|sign| sign.width).sum();
    let broken = inlines.iter().any(|inline| matches!(inline, Inline::LineBreak));
    if width <= measure || broken {
        return inlines;
    }
    match breaks(&signs, measure) {
        Some(breaks) => with_breaks(inlines, &signs, &breaks),
        None => inlines,
    }
}

/// One character of a title.
struct Sign {
    c: char,
    width: f64,
    /// The inline that it stands in, and its byte there.
    place: (usize, usize),
    /// Whether a tie stands before it.
    tied: bool,
}

fn signs(inlines: &[Inline]) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut tied = false;
    let mut before = None;
    for (number, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(run) => {
                for (at, c) in run.text.char_indices() {
                    let width = width(before, c);
                    before = Some(c);
                    signs.push(Sign { c, width, place: (number, at), tied });
                    tied = false;
                }
            }
            Inline::Missing { character, .. } => {
                signs.push(Sign { c: *character, width: 1.0, place: (number, 0), tied });
                before = None;
                tied = false;
            }
            // Where a line ends anyway, one may end on a screen too.
            Inline::LineBreak => {}
            _ => tied = true,
        }
    }
    signs
}

/// How many cells a character takes behind another, rather too many than too few: a bold
/// figure is more than half a cell wide, and a quarter stands between Han and Latin.
fn width(before: Option<char>, c: char) -> f64 {
    let latin = |c: char| c.is_alphanumeric() && !words::is_wide(c);
    let meets = before.is_some_and(|b| {
        (latin(b) && crate::han::is_cjk_letter(c))
            || (latin(c) && crate::han::is_cjk_letter(b))
    });
    let own = if words::is_wide(c) { 1.0 } else { 0.6 };
    own + if meets { 0.25 } else { 0.0 }
}

/// For each place how bad a break before it is; `None` where there can be none.
fn judged(signs: &[Sign]) -> Vec<Option<f64>> {
    let chars: Vec<char> = signs.iter().map(|sign| sign.c).collect();
    let ends = lexicon::word_ends(&chars);
    let mut costs = vec![None; signs.len() + 1];
    let mut depth = 0_usize;
    let mut start = 0;
    for (number, end) in ends.iter().enumerate() {
        for c in &chars[start..*end] {
            depth = match c {
                c if is_opener(*c) => depth + 1,
                c if is_closer(*c) => depth.saturating_sub(1),
                _ => depth,
            };
        }
        let Some(next) = signs.get(*end) else { break };
        let last = chars[*end - 1];
        let next_len = ends.get(number + 1).map_or(1, |next| next - end);
        let latin = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let forbidden = next.tied
            || is_bound_kana(next.c)
            || is_opener(last)
            || is_closer(next.c)
            || next.c.is_whitespace()
            || (latin(last) && latin(next.c))
            // A Korean particle is set solid with what it follows: “원칙”은.
            || (is_hangul(next.c) && (last.is_alphanumeric() || is_closer(last)))
            || (next_len == 1 && PARTICLES.contains(next.c))
            || matches!(
                next.c,
                '，' | '。' | '、' | '；' | '：' | '？' | '！' | '…' | '—' | '―' | '·' | '%'
            );
        let scripts = between_scripts(last, next.c);
        if !forbidden && scripts != Some(None) {
            // Between two Korean words a space is no more than the end of a word.
            let within_hangul = is_hangul(next.c)
                && chars[..*end]
                    .iter()
                    .rfind(|c| !c.is_whitespace())
                    .is_some_and(|c| is_hangul(*c) || c.is_ascii_digit());
            let stop = last.is_whitespace() && !within_hangul
                || matches!(
                    last,
                    '，' | '。' | '；' | '：' | '？' | '！' | '—' | '―' | '、'
                )
                || is_closer(last) && depth == 0;
            let lone = |len: usize, c: char| len == 1 && crate::han::is_han(c);
            let mut cost = 0.0;
            if depth > 0 {
                cost += INSIDE_QUOTATION;
            }
            if stop && depth == 0 {
                cost += AT_A_STOP;
            } else if within_hangul && ends_in_syllable(&chars[..*end]) {
                cost += BETWEEN_LONE_CHARACTERS;
            } else if end - start == 1 && PREFIXES.contains(last) {
                cost += AFTER_A_PREFIX;
            } else if let Some(Some(judged)) = scripts {
                cost += judged;
            } else if end - start == 1 && CONJUNCTIONS.contains(last) {
                cost += AFTER_A_CONJUNCTION;
            } else if next_len == 1 && CONJUNCTIONS.contains(next.c) {
                cost += BEFORE_A_CONJUNCTION;
            } else {
                let before = lone(end - start, last) && !PARTICLES.contains(last);
                let after = lone(next_len, next.c);
                cost += match (before, after) {
                    (true, true) => BETWEEN_LONE_CHARACTERS,
                    (false, false) => 0.0,
                    _ => BESIDE_LONE_CHARACTER,
                };
            }
            costs[*end] = Some(cost);
        }
        start = *end;
    }
    costs
}

/// Where a line of a title may end on a screen that is too narrow for the lines of paper:
/// before these places, each an inline and a byte of its words.
///
/// What stands between two stops stays whole up to `whole` cells; else lines end between
/// words, beside a lone character or within quotation marks only where the words without
/// are longer than half a line of a phone and a whole one.
pub(crate) fn seams(inlines: &[Inline], whole: f64) -> Vec<(usize, usize)> {
    let signs = signs(inlines);
    let costs = judged(&signs);
    let tiers = [
        (AT_A_STOP, whole),
        (BESIDE_LONE_CHARACTER - 1.0, PHONE / 2.0),
        (INSIDE_QUOTATION - 1.0, PHONE),
        (2.0 * INSIDE_QUOTATION - 1.0, f64::INFINITY),
    ];
    let mut pieces = vec![(0, false)];
    for (dearest, room) in tiers {
        // A piece is its first place and whether it is small enough to stay whole.
        let ends = pieces[1..].iter().map(|piece| piece.0).chain([signs.len()]);
        let ranges: Vec<_> = pieces.iter().copied().zip(ends).collect();
        pieces.clear();
        for ((start, is_whole), end) in ranges {
            let within = (start + 1..end)
                .filter(|at| !is_whole && costs[*at].is_some_and(|cost| cost <= dearest));
            let starts: Vec<usize> = std::iter::once(start).chain(within).collect();
            for (number, from) in starts.iter().enumerate() {
                let to = starts.get(number + 1).copied().unwrap_or(end);
                let width: f64 = signs[*from..to].iter().map(|sign| sign.width).sum();
                pieces.push((*from, is_whole || width <= room));
            }
        }
    }
    pieces[1..].iter().map(|piece| signs[piece.0].place).collect()
}

/// How wide the widest part of a title is that no seam divides, in cells.
pub(crate) fn widest_part(inlines: &[Inline], seams: &[(usize, usize)]) -> f64 {
    let (mut widest, mut width) = (0.0_f64, 0.0);
    for sign in signs(inlines) {
        if seams.contains(&sign.place) {
            width = 0.0;
        }
        width += sign.width;
        widest = widest.max(width);
    }
    widest
}

/// The places before which lines begin: as few lines as can be, as even as can be. One
/// line more is taken where fewer would tear words apart, or where words are long.
fn breaks(signs: &[Sign], measure: f64) -> Option<Vec<usize>> {
    let costs = judged(signs);
    let mut at = vec![0.0];
    for sign in signs {
        at.push(at.last().copied().unwrap_or(0.0) + sign.width);
    }
    let total = *at.last()?;
    let places: Vec<usize> = (0..=signs.len())
        .filter(|p| *p == 0 || *p == signs.len() || costs[*p].is_some())
        .collect();
    let least = (total / measure).ceil().max(2.0);
    let mut least_cost = (f64::INFINITY, None);
    for lines in [least, least + 1.0] {
        let mean = total / lines;
        // best[l][p]: the least cost to end line l at place p, and where the line began.
        let mut best = vec![(f64::INFINITY, 0); places.len()];
        best[0].0 = 0.0;
        let mut trail = Vec::new();
        let mut line = 0.0;
        while line < lines {
            let mut next = vec![(f64::INFINITY, 0); places.len()];
            for (j, end) in places.iter().enumerate().skip(1) {
                for (i, start) in places[..j].iter().enumerate() {
                    let width = at[*end] - at[*start];
                    if width > measure || best[i].0.is_infinite() {
                        continue;
                    }
                    let cost = best[i].0
                        + (width - mean).powi(2)
                        + costs.get(*end).copied().flatten().unwrap_or(0.0);
                    if cost < next[j].0 {
                        next[j] = (cost, i);
                    }
                }
            }
            trail.push(next.clone());
            best = next;
            line += 1.0;
        }
        let mut place = places.len() - 1;
        let cost = best[place].0 + if lines > least { ONE_LINE_MORE } else { 0.0 };
        if cost >= least_cost.0 {
            continue;
        }
        let mut found = Vec::new();
        for step in trail.iter().rev() {
            place = step[place].1;
            if place > 0 {
                found.push(places[place]);
            }
        }
        found.reverse();
        least_cost = (cost, Some(found));
    }
    least_cost.1
}

fn with_breaks(inlines: Vec<Inline>, signs: &[Sign], breaks: &[usize]) -> Vec<Inline> {
    let mut places =
        breaks.iter().filter_map(|at| signs.get(*at)).map(|s| s.place).peekable();
    let mut out = Vec::new();
    for (number, inline) in inlines.into_iter().enumerate() {
        let mut cuts = Vec::new();
        while let Some((_, at)) = places.next_if(|(inline, _)| *inline == number) {
            cuts.push(at);
        }
        match inline {
            Inline::Text(run) => {
                let mut start = 0;
                for cut in cuts {
                    push(&run, start, cut, &mut out);
                    out.push(Inline::LineBreak);
                    start = cut;
                }
                push(&run, start, run.text.len(), &mut out);
            }
            other => {
                out.extend(cuts.iter().map(|_| Inline::LineBreak));
                out.push(other);
            }
        }
    }
    out
}

fn push(run: &Run, start: usize, end: usize, out: &mut Vec<Inline>) {
    if start < end {
        out.push(Inline::Text(Run {
            text: run.text[start..end].to_owned(),
            origin: run.origin.map(|o| Origin { start: o.start + start, ..o }),
            ..*run
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(title: &str, measure: f64) -> String {
        let run = Run { text: title.into(), style: None, origin: None, lang: None };
        let mut out = String::new();
        for inline in balance(vec![Inline::Text(run)], measure) {
            match inline {
                Inline::Text(run) => out.push_str(&run.text),
                Inline::LineBreak => out.push('|'),
                other => out.push_str(&format!("{other:?}")),
            }
        }
        out
    }

    #[test]
    fn a_korean_title_breaks_behind_its_comma() {
        assert_eq!(
            lines("운계천 산책로, 삼 년 만에 다시 열리다", 15.0),
            "운계천 산책로, |삼 년 만에 다시 열리다"
        );
    }

    #[test]
    fn a_title_that_fits_stays_on_one_line() {
        assert_eq!(lines("云溪区全面推进旧房改造", 20.0), "云溪区全面推进旧房改造");
    }

    #[test]
    fn lines_end_between_words_and_are_even() {
        assert_eq!(
            lines("云溪区全面推进老旧小区改造和电梯加装工作取得新成效", 20.0),
            "云溪区全面推进老旧小区改造|和电梯加装工作取得新成效"
        );
    }

    #[test]
    fn a_word_that_the_list_lacks_stays_whole() {
        let title = "云溪区全面推进老旧小区改造和电梯加装工作取得新成效";
        for measure in [10.0, 12.0, 14.0, 16.0] {
            let lines = lines(title, measure);
            assert!(!lines.contains("老|旧") && !lines.contains("云|溪"), "{lines}");
        }
    }

    #[test]
    fn a_particle_begins_no_line() {
        for measure in [12.0, 14.0, 16.0, 18.0] {
            let lines =
                lines("关于进一步做好全区老旧小区加装电梯的有关工作的通知", measure);
            assert!(!lines.contains("|的"), "{lines}");
        }
    }

    #[test]
    fn a_prefix_ends_no_line() {
        for measure in [8.0, 9.0, 10.0, 11.0] {
            let lines =
                lines("专家认为人工智能大模型应用将重塑基层公共服务供给方式", measure);
            assert!(!lines.contains("大|"), "{lines}");
        }
    }

    #[test]
    fn a_quotation_that_fits_stays_whole() {
        assert_eq!(
            lines("云溪区召开学习贯彻《关于深化社区治理的若干意见》座谈会", 20.0),
            "云溪区召开学习贯彻|《关于深化社区治理的若干意见》座谈会"
        );
    }

    #[test]
    fn a_space_is_the_best_place() {
        assert_eq!(
            lines("谋划云溪发展新格局 区政府工作报告摘要全文发布", 20.0),
            "谋划云溪发展新格局 |区政府工作报告摘要全文发布"
        );
    }

    #[test]
    fn a_japanese_line_ends_behind_a_particle() {
        let title = "雲渓市における暮らしの相談窓口の取り組みについて";
        assert_eq!(
            lines(title, 20.0),
            "雲渓市における暮らしの|相談窓口の取り組みについて"
        );
        for measure in [8.0, 10.0, 12.0] {
            let lines = lines("コミュニティバスのサービス水準の見直しについて", measure);
            for torn in ["コミ|", "ミュ|", "サー|", "サービ|", "見|直", "|の", "|し"]
            {
                assert!(!lines.contains(torn), "{lines}");
            }
        }
    }

    #[test]
    fn a_japanese_dash_is_one_mark() {
        let title = "相談窓口の運営状況について――困りごとをどう受けとめるか";
        for measure in [12.0, 14.0, 16.0] {
            let lines = lines(title, measure);
            assert!(!lines.contains("|―") && lines.contains("――"), "{lines}");
        }
    }

    #[test]
    fn a_korean_line_ends_at_a_space() {
        let title = "운계구 생활민원 처리 현황과 하반기 개선 과제에 관한 종합 보고";
        for measure in [10.0, 14.0, 18.0] {
            let lines = lines(title, measure);
            let parts: Vec<&str> = lines.split('|').collect();
            assert!(parts.len() > 1, "{lines}");
            let (_, rest) = parts.split_last().expect("there are lines");
            assert!(rest.iter().all(|line| line.ends_with(' ')), "{lines}");
        }
    }

    #[test]
    fn a_korean_particle_stays_with_its_quotation() {
        let title = "민원 처리 현황과 “현장에서 듣고 고친다”는 원칙의 실천";
        for measure in [8.0, 10.0, 12.0, 14.0] {
            assert!(!lines(title, measure).contains("|는"), "{measure}");
        }
    }

    #[test]
    fn a_korean_word_of_one_syllable_stays_with_the_next() {
        for measure in [8.0, 9.0, 10.0] {
            let lines = lines("운계천 산책로, 삼 년 만에 다시 열리다", measure);
            assert!(!lines.contains("삼 |") && !lines.contains("삼|"), "{lines}");
        }
    }

    #[test]
    fn a_quotation_breaks_on_a_phone_where_it_is_long() {
        let marked = |title: &str| {
            let run = Run { text: title.into(), style: None, origin: None, lang: None };
            let mut text = title.to_owned();
            for (_, at) in seams(&[Inline::Text(run)], WHOLE).into_iter().rev() {
                text.insert(at, '|');
            }
            text
        };
        assert_eq!(marked("学习《社区治理意见》"), "学习|《社区治理意见》");
        assert_eq!(
            marked("学习《关于深化社区治理的若干意见》"),
            "学习|《关于|深化|社区|治理的|若干|意见》"
        );
    }

    #[test]
    fn a_number_stays_whole() {
        for measure in [10.0, 11.0, 12.0] {
            let lines = lines("全区上半年完成投资12345.67亿元同比增长8.9", measure);
            assert!(lines.contains("12345.67") && lines.contains("8.9"), "{lines}");
        }
    }

    #[test]
    fn a_title_without_a_place_to_break_is_left_to_the_typesetter() {
        assert_eq!(
            lines("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4.0),
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        );
    }
}
