//! The line: what must not begin or end it, and how it is filled.

use std::collections::HashMap;

use super::lines::{Kind, Line};
use super::{Finding, Strength};
use crate::diag::{Say, say};
use crate::han;

/// Everything about single lines and paragraphs.
pub(super) fn check(lines: &[Line]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in paragraphs(lines) {
        for pair in paragraph.windows(2) {
            let (line, next) = (pair[0], pair[1]);
            findings.extend(break_between(line, next));
            if line.kind == Kind::Body {
                findings.extend(loose(line));
            }
        }
        if matches!(paragraph[0].kind, Kind::Body) {
            findings.extend(single_character(&paragraph));
            findings.extend(alone(&paragraph));
        }
    }
    findings
}

/// The lines of each paragraph and heading that has more than one, in order.
pub(in crate::render::pdf) fn paragraphs(lines: &[Line]) -> Vec<Vec<&Line>> {
    let mut at = HashMap::new();
    let mut paragraphs: Vec<Vec<&Line>> = Vec::new();
    for line in lines {
        let Some(id) = line.paragraph else { continue };
        if matches!(line.kind, Kind::Furniture) {
            continue;
        }
        let index = *at.entry(id).or_insert_with(|| {
            paragraphs.push(Vec::new());
            paragraphs.len() - 1
        });
        paragraphs[index].push(line);
    }
    paragraphs.retain(|lines| lines.len() > 1);
    paragraphs
}

const POINTS: &str = "，。、；：？！,.;:?!．";
const CONNECTORS: &str = "·・～~–-/／％%‰℃";
/// Small kana, the long vowel and repetition: what goes on from the letter before it.
const KANA: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶーゝゞヽヾ々";
const SIGNS_BEFORE: &str = "/／￥¥＄$€£№";

fn break_between(line: &Line, next: &Line) -> Vec<Finding> {
    let (Some(end), Some(start)) = (line.last(), next.first()) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut add = |code, strength, clause, at: &Line, message| {
        findings.push(Finding { code, strength, clause, spot: Some(at.spot()), message });
    };
    let begins =
        |c: char| say(format!("行首是“{c}”"), format!("the line begins with {c}"));
    let ends = |c: char| say(format!("行末是“{c}”"), format!("the line ends with {c}"));
    if POINTS.contains(start) || han::is_closer(start) {
        let clause = Some("GB/T 15834—2011 5.1.1");
        add("proof/line-start", Strength::Required, clause, next, begins(start));
    } else if CONNECTORS.contains(start) || (start == '—' && !starts_dash(next)) {
        let clause = Some("GB/T 15834—2011 5.1.6");
        add("proof/line-start", Strength::Required, clause, next, begins(start));
    } else if KANA.contains(start) {
        let clause = Some("JIS X 4051");
        add("proof/line-start", Strength::Recommended, clause, next, begins(start));
    } else if end == start && matches!(end, '—' | '…') {
        let clause = Some("GB/T 15834—2011 5.1.4");
        let message = say("破折号或省略号断在两行", "a dash or an ellipsis is split");
        add("proof/split-mark", Strength::Required, clause, line, message);
    } else if matches!(start, '—' | '…') {
        add(
            "proof/line-start",
            Strength::Recommended,
            Some("clreq"),
            next,
            begins(start),
        );
    }
    if han::is_opener(end) || matches!(end, '｛' | '〖' | '{') {
        let clause = Some("GB/T 15834—2011 5.1.3");
        add("proof/line-end", Strength::Required, clause, line, ends(end));
    } else if SIGNS_BEFORE.contains(end) && !in_address(line) {
        let clause = Some("GB/T 15834—2011 5.1.9");
        add("proof/line-end", Strength::Required, clause, line, ends(end));
    }
    if end.is_ascii_digit() && start.is_ascii_digit() {
        let clause = Some("GB/T 15835—2011 5.1.7");
        let message = say("一个数断在两行", "a number is split over two lines");
        add("proof/split-number", Strength::Required, clause, line, message);
    }
    findings
}

/// Whether a line ends within an address or a path, behind one of its strokes.
fn in_address(line: &Line) -> bool {
    let last = line.cells.iter().rev().take_while(|cell| cell.c.is_ascii_graphic());
    last.filter(|cell| cell.c == '/').count() >= 2
}

/// Whether a line begins with the two cells of a dash, not with one 连接号.
fn starts_dash(line: &Line) -> bool {
    line.cells.iter().take(2).all(|cell| cell.c == '—')
        || line.cells.first().is_some_and(|cell| cell.advance > 1.5)
}

/// Han characters that stand more than a tenth of an em apart are seen as loose.
pub(in crate::render::pdf) const LOOSE: f64 = 0.1;

/// How far apart the Han of a line stand, in ems; 0 where too few stand side by side.
pub(in crate::render::pdf) fn apart(line: &Line) -> f64 {
    // Beside a number or a mark there is other space than what fills the line; that on the
    // left of a character is a part of its room.
    let beside_latin = |at: usize| {
        let before = at.checked_sub(1).map(|before| line.cells[before].c);
        before.is_some_and(|c| c.is_alphanumeric() && !han::is_cjk_letter(c))
    };
    let pairs = line.cells.windows(2).enumerate().filter(|(at, pair)| {
        pair.iter().all(|cell| han::is_han(cell.c))
            && pair[0].size == pair[1].size
            && !beside_latin(*at)
    });
    let (count, apart) = pairs
        .fold((0, 0.0), |(n, apart), (_, pair)| (n + 1, apart + pair[0].advance - 1.0));
    if count < 4 { 0.0 } else { apart / f64::from(count) }
}

fn loose(line: &Line) -> Option<Finding> {
    let apart = apart(line);
    (apart > LOOSE).then(|| Finding {
        code: "proof/loose-line",
        strength: Strength::Custom,
        clause: None,
        spot: Some(line.spot()),
        message: say(
            format!("行排得太松：字距 {apart:.2} 字"),
            format!("a loose line: characters stand {apart:.2} em apart"),
        ),
    })
}

fn single_character(paragraph: &[&Line]) -> Option<Finding> {
    let last = *paragraph.last()?;
    let letters = last.cells.iter().filter(|cell| cell.c.is_alphanumeric()).count();
    (letters == 1).then(|| Finding {
        code: "proof/single-character",
        strength: Strength::Custom,
        clause: None,
        spot: Some(last.spot()),
        message: say(
            "段末一行只有一个字（孤字不成行）",
            "the last line of the paragraph is a single character",
        ),
    })
}

/// The first or the last line of a paragraph alone on its page.
fn alone(paragraph: &[&Line]) -> Vec<Finding> {
    let finding = |line: &Line, message: Say| Finding {
        code: "proof/single-line",
        strength: Strength::Custom,
        clause: None,
        spot: Some(line.spot()),
        message,
    };
    let mut findings = Vec::new();
    if let [first, second, ..] = paragraph
        && first.page != second.page
    {
        let message =
            say("段首一行单独留在页末", "the first line of a paragraph ends its page");
        findings.push(finding(first, message));
    }
    if let [.., before, last] = paragraph
        && before.page != last.page
    {
        let message =
            say("段末一行单独落在页首", "the last line of a paragraph begins its page");
        findings.push(finding(last, message));
    }
    findings
}
