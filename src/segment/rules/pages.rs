//! Several pages in one file, one pasted below the other: where each begins.
//!
//! Belongs here: telling the foot of one page from the head of the next, before any rule
//! has run, so that the rules can read each page by itself.
//! Does not belong here: what is chrome on one page (`page`), and articles that share a
//! page (`further_titles`, `batch`).

use std::collections::HashSet;
use std::ops::Range;

use super::fields::fields;
use super::look::Cue;
use super::page::{foreign, is_latin};
use super::ways::is_pager;
use crate::segment::Field;
use crate::segment::dates::first_date;
use crate::segment::sheet::Sheet;
use crate::source::{Hint, Markup};

/// How far the weight of a stretch of text may fall below its greatest before the
/// stretch is over: a trail of links, or three buttons.
const DROP: i64 = 70;

/// What a stretch must weigh to be the text of a page: about two paragraphs of short news.
const TEXT: i64 = 60;

/// How many letters of it must stand in whole paragraphs.
const PARAGRAPHS: u32 = 60;

/// What foot and head together must weigh to part two pages: a notice of the site and a
/// title, or a trail of links and a button.
const SEAM: i64 = 45;

/// What speaks for a head by itself: a line of fields, or half a trail of links.
const HEAD: i64 = 25;

/// The first lines of all pages but the first; empty where the file is one page.
///
/// Between two stretches of text stands what a site puts there. What closes a page
/// (notices, lists of links, the way to the next article) and what opens one (trails,
/// bars of departments, source and date, the lines with which the file opens) have
/// weights; two pages meet where foot and head weigh most together.
pub(super) fn firsts(sheet: &Sheet<'_>) -> Vec<usize> {
    // Where markup says what belongs to the page, nothing has to be guessed.
    let built = |hint: &Hint| matches!(hint.says, Markup::Paragraph | Markup::Outside);
    if sheet.hints.iter().any(built) {
        return Vec::new();
    }
    let cues = &sheet.cues;
    if !cues.iter().any(|c| c.is_evidence()) {
        return Vec::new();
    }
    let mut texts = texts(sheet, cues);
    // A site may tell something of itself in the first line, above its trail.
    // What it says of its cookies has no title either.
    let untitled = |t: &Range<usize>| {
        t.start > 0
            && !(0..t.start).any(|i| sheet.is_display(i) && sheet.lines[i].letters >= 8)
    };
    if texts.first().is_some_and(|t| {
        t.len() == 1
            && (t.start == 0 && cues.get(t.end) == Some(&Cue::Crumb) || untitled(t))
    }) {
        texts.remove(0);
    }
    let Some(first) = texts.first() else { return Vec::new() };
    let opening: HashSet<&str> = (0..first.start)
        .filter(|i| cues[*i].is_evidence())
        .map(|i| sheet.words(i))
        .collect();
    texts
        .windows(2)
        .filter_map(|pair| seam(sheet, cues, pair[0].end..pair[1].start, &opening))
        .collect()
}

/// The stretches of running text, each heavy enough to be the text of a page.
fn texts(sheet: &Sheet<'_>, cues: &[Cue]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut start, mut end, mut sum, mut most) = (0, 0, 0, 0);
    let foreign = foreign(sheet, cues);
    let strange = |i: usize| foreign && cues[i] == Cue::Prose && is_latin(sheet, i);
    for (i, cue) in cues.iter().enumerate() {
        let furniture = sheet.lines[i].letters == 0;
        sum +=
            if furniture || strange(i) { 0 } else { cue.weight(sheet.lines[i].letters) };
        if sum > most {
            most = sum;
            end = i + 1;
        }
        if sum <= 0 || sum + DROP < most {
            if most >= TEXT {
                found.push(start..end);
            }
            (start, sum, most) = (i + 1, 0, 0);
        }
    }
    if most >= TEXT {
        found.push(start..end);
    }
    // A stretch begins with its first paragraph, not with what leads up to it.
    for text in &mut found {
        while text.start < text.end && cues[text.start] != Cue::Prose {
            text.start += 1;
        }
    }
    found.retain(|text| {
        let own = text.clone().filter(|i| !strange(*i));
        paragraphs(sheet, own) >= PARAGRAPHS
    });
    found
}

/// How many letters of some lines belong to whole paragraphs: comments and disclaimers
/// are short, and what a site writes about itself has no sentences.
fn paragraphs(sheet: &Sheet<'_>, lines: impl Iterator<Item = usize>) -> u32 {
    lines
        .map(|i| &sheet.lines[i])
        .filter(|l| l.letters >= 40 && l.stops >= l.letters.div_ceil(120))
        .map(|l| l.letters)
        .sum()
}

/// The first line of the page to which the text behind `between` belongs; `None` where
/// it goes on from the text before.
fn seam(
    sheet: &Sheet<'_>,
    cues: &[Cue],
    between: Range<usize>,
    opening: &HashSet<&str>,
) -> Option<usize> {
    let lines: Vec<(i64, i64)> =
        between.clone().map(|i| weigh(sheet, cues[i], i, opening)).collect();
    let mut head: i64 = lines.iter().map(|l| l.1).sum();
    let mut certain: usize = lines.iter().filter(|l| l.1 >= HEAD).count();
    let (mut foot, mut links) = (0, false);
    let mut best: Option<(i64, usize)> = None;
    for (k, i) in between.clone().enumerate() {
        let gap = sheet.lines[i].gap.saturating_sub(sheet.usual_gap).min(3);
        // A list of links under a text has texts of its own: only a head ends it.
        let closed = foot >= 40 && !links && head >= 5;
        let sum = foot + head + 3 * i64::from(gap);
        if (head >= HEAD && certain > 0 || closed)
            && sum >= SEAM
            && best.is_none_or(|b| sum > b.0)
        {
            best = Some((sum, i));
        }
        foot += lines[k].0;
        head -= lines[k].1;
        certain -= usize::from(lines[k].1 >= HEAD);
        links = match cues[i] {
            Cue::LinkHead => true,
            Cue::Notice => false,
            _ => links,
        };
    }
    best.map(|b| b.1)
}

/// How much a line speaks for the foot of a page, and how much for the head of one.
fn weigh(sheet: &Sheet<'_>, cue: Cue, i: usize, opening: &HashSet<&str>) -> (i64, i64) {
    let words = sheet.words(i);
    let again = if opening.contains(words) { 25 } else { 0 };
    let (foot, head) = match cue {
        Cue::Notice => (40, -30),
        Cue::LinkHead | Cue::Comments => (20, -20),
        Cue::Control if is_pager(words) => (20, -10),
        Cue::Weak => (20, -20),
        Cue::Editor => (15, -15),
        Cue::Appeal => (10, 0),
        Cue::Link | Cue::Likely | Cue::Bullet => (3, 0),
        Cue::Control => (5, 5),
        Cue::Crumb => (-20, 40),
        // A bar of departments has no figures: a table has.
        Cue::Row if sheet.lines[i].digits > 0 => (0, 0),
        Cue::Row => (0, 15),
        Cue::Prose => (0, 0),
        Cue::Plain if is_fields(sheet, i) => (-5, 30),
        Cue::Plain if is_dated(sheet, i) => (-5, HEAD),
        Cue::Plain => {
            (0, if sheet.is_display(i) && sheet.lines[i].letters >= 6 { 5 } else { 0 })
        }
    };
    (foot, head.max(head + again))
}

/// Whether a line says where an article is from, or when it was published.
fn is_fields(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    if line.letters > 110 || line.colons == 0 {
        return false;
    }
    let found = fields(sheet.words(i));
    let known = line.letters - found.unknown.min(line.letters);
    known * 4 >= line.letters * 3
        && found.hits.iter().any(|h| {
            h.labelled
                && !h.value.is_empty()
                && matches!(h.field, Field::Source | Field::Date)
        })
}

/// Whether a line opens with a day and an hour, and a title stands above it with nothing
/// but a label between: `2026-03-17 10:35:08 字号：`.
fn is_dated(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let above = (i.saturating_sub(2)..i).rev().find(|a| sheet.lines[*a].letters > 4);
    let titled =
        above.is_some_and(|a| sheet.is_display(a) && sheet.lines[a].letters >= 8);
    if !titled || line.letters > 40 || line.colons == 0 || line.stops > 0 {
        return false;
    }
    let words = sheet.words(i);
    first_date(words, true).is_some_and(|(date, day)| {
        date.start == 0 && day.day.is_some() && words[date].contains(':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT_OF_A_PAGE: &str = "云溪河治理工程将在下月开工，沿岸居民签约率达到九成，工程分两期进行，计划三年完成，总投资三亿元，由区水务局负责实施。\n施工期间，河滨路改为单向通行，公交线路不作调整，交管部门将在路口增派人手，并提前公布绕行路线，请居民留意告示。\n";

    fn split(text: &str) -> Vec<usize> {
        let mut sheet = Sheet::new(text, &[]);
        sheet.look();
        firsts(&sheet)
    }

    #[test]
    fn a_trail_in_the_midst_opens_a_page() {
        let page = format!(
            "首页 > 新闻 > 要闻\n治理工程开工\n{TEXT_OF_A_PAGE}版权所有：云溪日报社\n"
        );
        assert!(split(&page).is_empty());
        assert_eq!(split(&page.repeat(3)), [5, 10]);
    }

    #[test]
    fn links_in_the_midst_of_an_article_open_none() {
        let text = format!(
            "治理工程开工\n{TEXT_OF_A_PAGE}相关新闻\n新桥通车\n公园开放\n{TEXT_OF_A_PAGE}"
        );
        assert!(split(&text).is_empty());
    }
}
