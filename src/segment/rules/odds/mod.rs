//! The odds that a line is part of the page around a text.
//!
//! Belongs here: weighing the letters, the form, the place and the company of a line.
//! Does not belong here: what is dropped by that (`page`), and lines that one sign alone
//! betrays (`look`).

mod form;
mod signs;
mod weights;

use std::ops::Range;
use std::sync::LazyLock;

use super::mastheads::is_issuer;
use crate::segment::Label;
use crate::segment::lines::End;
use crate::segment::pairs::{Pairs, bit, pair};
use crate::segment::sheet::Sheet;
use crate::segment::words::Few;
use form::{TITLE, is_kept, may_be_title};
use signs::{Known, Sentences, Signs, pairs, signs};

/// Up to so many lines all of a sheet is weighed; of a longer one the edges.
const SHORT: usize = 2000;

/// How many lines of text are weighed at an edge, for the company of those outside.
const COMPANY: usize = 40;

/// How many lines an edge has at most.
const EDGE: usize = 400;

/// What a short line must have to be dropped.
pub(super) const LABEL: f32 = 2.0;

/// What it must have between two sentences, to count for the page.
pub(super) const INSIDE: f32 = 3.0;

/// What a sentence must have to be dropped.
pub(super) const SENTENCE: f32 = 4.0;

/// What a line must have to be dropped that nothing but its place makes a part of a head.
const BESIDE_TITLE: f32 = 0.5;

/// By how much its odds must be above those of the title.
const LIKELIER: f32 = 1.0;

/// From what odds on a line below a title is no subtitle if nothing but its place speaks
/// for that.
pub(super) const DOUBTFUL: f32 = -0.9;

/// The largest odds of a line alone that count for its neighbours.
const LIMIT: f32 = 6.0;

/// The odds of what lies beyond the first and the last line: more likely the page.
const BEYOND: f32 = 1.0;

/// What each pair of letters weighs, in hundredths: a line `weight`, a tab, `pair`.
static PAIRS: LazyLock<Pairs<i16>> = LazyLock::new(|| {
    let weight = |line: &str| {
        let (weight, letters) = line.split_once('\t')?;
        let mut letters = letters.chars();
        Some((pair(letters.next()?, letters.next()?), weight.parse().ok()?))
    };
    let mut pairs = Pairs::new();
    for (pair, weight) in include_str!("pairs.txt").lines().filter_map(weight) {
        *pairs.enter(pair) = weight;
    }
    pairs
});

/// What refuses most pairs that weigh nothing.
type Weighed = Few<1024>;

static WEIGHED: LazyLock<Weighed> =
    LazyLock::new(|| Weighed::of_bits(PAIRS.iter().map(|p| bit(p) % Weighed::BITS)));

/// For each line of a sheet the logarithm of the odds that it is part of the page, not of
/// the text: above 0 where the page is more likely; none where a line was not weighed.
///
/// A sheet without a sentence has no odds.
pub(super) fn odds(sheet: &Sheet<'_>) -> Vec<Option<f32>> {
    let n = sheet.lines.len();
    let mut odds = vec![None; n];
    let Some(sentences) = Sentences::of(sheet) else { return odds };
    let top = (sentences.first + COMPANY).min(EDGE);
    let foot = sentences.last.saturating_sub(COMPANY).max(n.saturating_sub(EDGE));
    let parts = if n <= SHORT { [0..n, n..n] } else { [0..top, foot..n] };
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        let start = part.start;
        for (i, weight) in weighed(sheet, part, &sentences).into_iter().enumerate() {
            odds[start + i] = Some(weight);
        }
    }
    odds
}

/// Whether the odds of a line are above `needed`, and its form does not speak for the
/// text, of which `text` are the lines from the first to the last sentence.
pub(super) fn is_likely(
    sheet: &Sheet<'_>,
    i: usize,
    needed: f32,
    text: &Range<usize>,
) -> bool {
    sheet.odds.get(i).copied().flatten().is_some_and(|odds| odds > needed)
        && !is_kept(sheet, i, text)
}

/// Whether a line that nothing but its place makes part of a head is more likely part of
/// the page, and clearly more so than the `title` beside it. A line that tells the hour may
/// say from when the text is, and the name of an office whose it is.
pub(super) fn is_likely_beside(sheet: &Sheet<'_>, i: usize, title: usize) -> bool {
    let odds = |l: usize| sheet.odds.get(l).copied().flatten().unwrap_or_default();
    let hour = |words: &str| {
        let mut parts = words.split([':', '：']);
        let before =
            parts.next().is_some_and(|p| p.ends_with(|c: char| c.is_ascii_digit()));
        before && parts.any(|p| p.starts_with(|c: char| c.is_ascii_digit()))
    };
    is_likely(sheet, i, BESIDE_TITLE, &sheet.body)
        && odds(i) > LABEL.min(odds(title) + LIKELIER)
        && !hour(sheet.words(i))
        && !is_issuer(sheet.words(i))
}

/// Drops what is left of the page above a text once its title and fields are known.
pub(super) fn in_the_head(sheet: &mut Sheet<'_>) {
    if !sheet.page {
        return;
    }
    let text = sheet.body.clone();
    let titled = (0..text.start.min(sheet.lines.len()))
        .any(|i| sheet.label(i) == Some(Label::Title));
    let title = likeliest_title(sheet, &text).filter(|_| !titled);
    for i in 0..text.start.min(sheet.lines.len()) {
        if sheet.open(i) && Some(i) != title && is_likely(sheet, i, LABEL, &text) {
            sheet.decide(i, Label::Chrome, "likely-page", 0.7);
        }
    }
}

/// Of the lines above a text that are as long as a title the one with the least odds.
fn likeliest_title(sheet: &Sheet<'_>, text: &Range<usize>) -> Option<usize> {
    let odds = |i: usize| sheet.odds.get(i).copied().flatten().unwrap_or_default();
    (0..text.start.min(sheet.lines.len()))
        .filter(|i| {
            sheet.is_display(*i) && sheet.open(*i) && may_be_title(sheet, *i, text)
        })
        .min_by(|a, b| odds(*a).total_cmp(&odds(*b)))
}

/// The lines above and below a text that was copied without its page, from the edges on,
/// of which all together are more likely part of the page. `text` are the lines from the
/// first to the last sentence.
pub(super) fn fringes(sheet: &Sheet<'_>, text: &Range<usize>) -> [Range<usize>; 2] {
    let n = sheet.lines.len();
    // Of a text all of whose sentences are likelier part of a page nothing may be left.
    let above = if text.is_empty() { n } else { text.start };
    let top = fringe(sheet, text, &mut (0..above));
    if text.is_empty() {
        return [0..top, n..n];
    }
    let foot = fringe(sheet, text, &mut (text.end..n).rev());
    [0..top, n - foot..n]
}

/// How many of `lines`, from the first on, are the likeliest fringe.
fn fringe(
    sheet: &Sheet<'_>,
    text: &Range<usize>,
    lines: &mut dyn Iterator<Item = usize>,
) -> usize {
    // By how much they must outweigh together what a label must have.
    const AHEAD: f32 = 2.0;
    let title = likeliest_title(sheet, text);
    let (mut sum, mut most, mut best) = (0.0, AHEAD, 0);
    for (count, i) in lines.enumerate() {
        let line = &sheet.lines[i];
        let needed = if may_be_title(sheet, i, text) {
            TITLE
        } else if line.is_prose() || line.end != End::Bare {
            SENTENCE
        } else {
            0.0
        };
        if Some(i) == title || !is_likely(sheet, i, needed, text) {
            break;
        }
        sum += sheet.odds[i].unwrap_or_default() - LABEL;
        if sum > most {
            (most, best) = (sum, count + 1);
        }
    }
    best
}

/// The odds of the lines of a part of a sheet, each in the company of the others.
fn weighed(sheet: &Sheet<'_>, part: Range<usize>, sentences: &Sentences) -> Vec<f32> {
    let known = Known::of(sheet, part.clone(), sentences);
    let seen: Vec<Signs> = part.clone().map(|i| signs(sheet, i, &known)).collect();
    let alone: Vec<f32> =
        part.zip(&seen).map(|(i, signs)| alone(sheet.words(i), *signs)).collect();
    let before = Running::over(alone.iter());
    let mut behind = Running::over(alone.iter().rev());
    behind.reverse();
    let weight = |i: usize| {
        let near = |lines: Range<usize>| mean(&alone[lines]);
        let end = |i: usize| i.min(alone.len());
        let company = [
            alone[i],
            alone[i].min(0.0),
            i.checked_sub(1).map_or(BEYOND, |p| alone[p]),
            alone.get(i + 1).copied().unwrap_or(BEYOND),
            near(i.saturating_sub(3)..i),
            near(end(i + 1)..end(i + 4)),
            near(i.saturating_sub(6)..i),
            near(end(i + 1)..end(i + 7)),
            before[i].mean(),
            behind[i].mean(),
            behind[i].least,
            before[i].least,
        ];
        let company: f32 =
            company.iter().zip(weights::BESIDE_ODDS).map(|(o, w)| o * f32::from(w)).sum();
        let signs = sum(seen[i], &weights::BESIDE_SIGNS);
        (company + signs + f32::from(weights::BESIDE)) / 100.0
    };
    (0..alone.len()).map(weight).collect()
}

/// The odds of a line by itself, as far as they count for its neighbours.
fn alone(words: &str, signs: Signs) -> f32 {
    let mut counted = Vec::new();
    pairs(words, |first, second| {
        let pair = pair(first, second);
        if WEIGHED.holds(bit(pair) % Weighed::BITS) {
            counted.push(pair);
        }
    });
    counted.sort_unstable();
    counted.dedup();
    let letters: i32 = counted.iter().filter_map(|p| PAIRS.get(*p)).map(i32::from).sum();
    let all =
        letters as f32 + sum(signs, &weights::ALONE_SIGNS) + f32::from(weights::ALONE);
    (all / 100.0).clamp(-LIMIT, LIMIT)
}

fn sum(signs: Signs, weights: &[i16; Signs::COUNT]) -> f32 {
    signs.iter().map(|sign| i32::from(weights[sign])).sum::<i32>() as f32
}

fn mean(odds: &[f32]) -> f32 {
    if odds.is_empty() { BEYOND } else { odds.iter().sum::<f32>() / odds.len() as f32 }
}

/// What is known of the odds of all lines before one.
#[derive(Debug, Clone, Copy)]
struct Running {
    sum: f32,
    count: u16,
    least: f32,
}

impl Running {
    /// For each of `odds` what is known of those before it.
    fn over<'a>(odds: impl Iterator<Item = &'a f32>) -> Vec<Self> {
        let nothing = Running { sum: 0.0, count: 0, least: BEYOND };
        odds.scan(nothing, |so_far, odds| {
            let before = *so_far;
            let least = if before.count == 0 { *odds } else { before.least.min(*odds) };
            *so_far = Running { sum: before.sum + odds, count: before.count + 1, least };
            Some(before)
        })
        .collect()
    }

    fn mean(&self) -> f32 {
        if self.count == 0 { BEYOND } else { self.sum / f32::from(self.count) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
进入社区讨论吧
保存本页
旧桥加固工程三月完工
2026-03-17 08:30
3月16日，区水务局通报旧桥加固工程进展，全部桥墩已经加固完毕，比计划提前了十天。
工程分两期进行，总投资三亿元，施工期间桥面不封闭，行人和公交车照常通行。
二期工程将在四月开工，旧桥届时改为单向通行，绕行路线由交警部门另行公布。
云溪区水务局
客户端扫码下载
用户登录注册
关注我们的公众号";

    fn odds_of(words: &str) -> f32 {
        let sheet = Sheet::new(TEXT, &[]);
        let line = (0..sheet.lines.len()).find(|i| sheet.words(*i) == words);
        odds(&sheet)[line.expect("the line is there")].expect("it was weighed")
    }

    #[test]
    fn labels_are_likelier_than_a_title() {
        let text = ["旧桥加固工程三月完工"].map(odds_of);
        let page = ["保存本页", "用户登录注册", "关注我们的公众号"].map(odds_of);
        assert!(page.iter().all(|p| text.iter().all(|t| p > t)), "{page:?} {text:?}");
        assert!(page[1..].iter().all(|p| *p > LABEL), "{page:?}");
        assert!(text.iter().all(|t| *t < LABEL), "{text:?}");
    }

    #[test]
    fn a_signature_stays() {
        let mut sheet = Sheet::new(TEXT, &[]);
        sheet.odds = vec![Some(9.0); sheet.lines.len()];
        let likely = |words: &str| {
            let line = (0..sheet.lines.len()).find(|i| sheet.words(*i) == words);
            is_likely(&sheet, line.expect("the line is there"), LABEL, &(4..7))
        };
        assert!(!likely("云溪区水务局"));
        assert!(!likely("2026-03-17 08:30"));
        assert!(likely("用户登录注册"));
    }

    #[test]
    fn without_a_sentence_nothing_is_weighed() {
        let sheet = Sheet::new("首页\n新闻\n登录", &[]);
        assert!(odds(&sheet).iter().all(Option::is_none));
        assert_eq!(fringes(&sheet, &(0..0)), [0..0, 3..3]);
    }

    #[test]
    fn of_a_long_text_the_edges_are_weighed() {
        let text = "首页\n".to_owned()
            + &"区水务局通报旧桥加固工程进展，全部桥墩已经加固完毕，比计划提前。\n"
                .repeat(SHORT)
            + "返回顶部\n";
        let sheet = Sheet::new(&text, &[]);
        let odds = odds(&sheet);
        assert!(odds[0].is_some_and(|o| o > 0.0), "{:?}", odds[0]);
        assert!(odds[SHORT + 1].is_some_and(|o| o > 0.0), "{:?}", odds[SHORT + 1]);
        assert_eq!(odds[SHORT / 2], None);
    }

    #[test]
    fn every_pair_has_a_weight() {
        assert_eq!(PAIRS.iter().count(), include_str!("pairs.txt").lines().count());
    }
}
