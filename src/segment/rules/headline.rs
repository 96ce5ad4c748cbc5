//! How much speaks for a line above a text being its title.
//!
//! Belongs here: what is weighed of a line, and the weights.
//! Does not belong here: by what place a title is found (`first_title`), and the other
//! lines of a head (`head`).
//!
//! The weights, in tenths, are the coefficients of a conditional logit: which line of
//! those above a text its title is, fitted to the heads of 324 pages, laws, notices and
//! reports in Chinese, Japanese and Korean that were labelled by hand, and rounded. Of heads
//! from collections that were left out of the fit, 308 of 324 were found.

use super::likeness::Told;
use super::look::Cue;
use super::ways::is_line_of_a_paper;
use super::{first_title, head};
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::{Field, Label, words};

/// By how much a line of a page must outweigh the one that has the place of a title.
const AHEAD: i32 = 0;

/// The same for a text without a page around it, whose title is its first line.
const FAR_AHEAD: i32 = 5;

/// What a line must weigh to be a title where no line has the place of one.
const ALONE: i32 = 50;

/// How far above a text its title is looked for, in lines.
const NEAR: usize = 300;

/// How many labels may stand above the title of a text without a page.
const LABELS: usize = 8;

/// How much of a line the opening of a text must say again.
const IN_THE_OPENING: f32 = 0.4;

/// How far below a line its date is looked for, in lines.
const REACH: usize = 4;

/// The title of a text, `placed` being the line that has its place: another line above
/// the text where much more speaks for that. The text has `told` what it says again of both.
pub(super) fn weighed<'t>(
    sheet: &Sheet<'_>,
    placed: Option<usize>,
    told: impl FnOnce() -> &'t Told,
) -> Option<usize> {
    let candidates = candidates(sheet);
    if candidates.clone().nth(1).is_none() {
        return placed;
    }
    let told = told();
    let own_lines = own_lines_of_a_paper(sheet);
    let weight = |i: usize| weight(sheet, i, told, &own_lines);
    // Of lines that weigh the same the last one, which stands nearest to the text.
    let Some((best, most)) = candidates.map(|i| (i, weight(i))).max_by_key(|(_, w)| *w)
    else {
        return placed;
    };
    let ahead = if sheet.page { AHEAD } else { FAR_AHEAD };
    let needed = placed.map_or(ALONE, |p| weight(p) + ahead);
    // The upper lines of an official title that was broken are part of it.
    let broken = |p: usize| {
        let lines: Vec<usize> = (p..sheet.lines.len().min(p + 4)).collect();
        head::title_lines(sheet, &lines).contains(&best)
    };
    if placed.is_some_and(broken) {
        return placed;
    }
    let programme = placed.is_some_and(|p| head::programme(sheet.words(p)).is_some());
    // A text that was copied without its page has no more than a few labels above its
    // title, and no heading.
    let labels = || {
        let counted =
            |i: usize| sheet.numbers[i].is_some_and(|n| n.system != System::Bullet);
        (0..best).filter(|i| sheet.open(*i)).count() <= LABELS && !(0..best).any(counted)
    };
    let near = sheet.page || labels();
    if most >= needed && near && !programme && first_title::may_be_title(sheet, best) {
        Some(best)
    } else {
        placed
    }
}

/// The lines above a text that have the form of a title.
fn candidates(sheet: &Sheet<'_>) -> impl Iterator<Item = usize> + Clone {
    let end = sheet.body.start.min(sheet.lines.len());
    (end.saturating_sub(NEAR)..end).filter(|i| {
        sheet.is_display(*i)
            && (!sheet.is_prose(*i) || sheet.asks(*i))
            // Names, one after the other.
            && sheet.lines[*i].pauses < 3
    })
}

/// What speaks for a line being the title, less what speaks against it, in tenths.
///
/// `told` knows what of its words the text says again, `own_lines` are those that an
/// electronic paper sets for its own use.
fn weight(sheet: &Sheet<'_>, i: usize, told: &Told, own_lines: &[&str]) -> i32 {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let next = sheet.next_text(i + 1);
    let below = i + 1..(i + 1 + REACH).min(sheet.lines.len());
    let mut sum = length(line.letters)
        + told_again(told.restated(sheet, i))
        + neighbours(
            in_row(sheet, (0..i).rev()),
            in_row(sheet, i + 1..sheet.lines.len()),
        )
        + distance(sheet.body.start, i)
        + label(sheet, i);
    let mut add = |holds: bool, weight: i32| sum += if holds { weight } else { 0 };
    let headline =
        |j: usize| sheet.is_display(j) && !sheet.is_chrome(j) && !is_field(sheet, j);
    let solid = |j: usize| sheet.lines.get(j).is_some_and(|l| l.gap == 0);
    add(i == 0, 7);
    // By hand: an electronic paper repeats the title in a line of its own use.
    add(line.letters >= 5 && own_lines.iter().any(|own| own.contains(words)), 20);
    add(told.restated_first(sheet, i).is_some_and(|share| share > IN_THE_OPENING), 17);
    add(next.is_some_and(|n| sheet.is_prose(n)), -3);
    add(next.is_some_and(|n| is_dated(sheet, n)), 18);
    add(below.clone().any(|n| is_dated(sheet, n)), 10);
    add(below.clone().any(|n| is_field(sheet, n)), 5);
    add(sheet.previous_text(i).is_some_and(|p| is_field(sheet, p)), 6);
    add(line.letters >= 5 && is_step_above(sheet, i, words), 2);
    add(is_kind_of_document(words), 10);
    // Of two lines set solid the upper one is the title, the lower one goes with it.
    add(solid(i + 1) && headline(i + 1), 4);
    add(i > 0 && solid(i) && headline(i - 1), -6);
    add(line.end == End::Stop, -4);
    add(!words.chars().any(is_text_letter), -4);
    // The first half of a sentence that was broken.
    add(line.commas > 0 && next.is_some_and(|n| sheet.is_prose(n)), -9);
    add(names_a_site(words), -10);
    add(line.digits * 2 > line.letters, -14);
    add(words::coverage(words).is_good_part(), -7);
    add(is_field(sheet, i), -7);
    if i > 0 && matches!(sheet.seen_alone(i - 1), Cue::Crumb | Cue::Control) {
        sum += 3;
    }
    match sheet.seen_alone(i) {
        Cue::Plain => {}
        Cue::Row | Cue::Crumb => sum -= 6,
        _ => sum -= 3,
    }
    sum
}

/// A title has eleven letters or more; what has five or fewer is a label.
fn length(letters: u32) -> i32 {
    match letters {
        0..=3 => -2,
        4..=5 => -10,
        6..=10 => -2,
        11..=45 => 13,
        _ => 4,
    }
}

/// A text says most of its title again, and hardly anything of what stands around it.
fn told_again(restated: Option<f32>) -> i32 {
    match restated {
        None => -5,
        Some(share) if share <= 0.05 => -10,
        Some(share) if share <= 0.2 => -8,
        Some(share) if share <= 0.4 => 3,
        Some(share) if share <= 0.6 => 11,
        Some(_) => 9,
    }
}

/// A title stands alone or with one other line; a line among many is a link.
fn neighbours(above: usize, below: usize) -> i32 {
    let above = match above {
        0 => 13,
        1 => 0,
        2 => -3,
        3..=8 => -8,
        _ => -1,
    };
    let below = match below {
        0 => 3,
        1 => 1,
        2 => -5,
        3..=8 => -2,
        _ => 3,
    };
    above + below
}

/// How far above the text a line stands.
fn distance(text: usize, i: usize) -> i32 {
    match text.saturating_sub(i) {
        0..=1 => 7,
        2 => -1,
        3..=5 => 2,
        6..=8 => -6,
        9..=14 => 6,
        _ => -8,
    }
}

/// What the rules before have made of a line.
fn label(sheet: &Sheet<'_>, i: usize) -> i32 {
    match sheet.label(i) {
        None => 17,
        Some(Label::Title) => 0,
        Some(Label::Heading(_)) => 6,
        Some(_) => -12,
    }
}

/// How many lines like a title stand in a row from the first of `lines` on.
fn in_row(sheet: &Sheet<'_>, lines: impl Iterator<Item = usize>) -> usize {
    // More than these weigh the same.
    const MANY: usize = 9;
    lines
        .take(MANY)
        .take_while(|l| {
            sheet.is_display(*l) && !sheet.is_chrome(*l) && !is_field(sheet, *l)
        })
        .count()
}

/// Whether a line, or a part of it, was read as a field of the head.
fn is_field(sheet: &Sheet<'_>, i: usize) -> bool {
    let of_head = |label: Label| matches!(label, Label::Metadata(_) | Label::Byline);
    sheet.label(i).is_some_and(of_head)
        || sheet.cuts[i].iter().any(|c| of_head(c.verdict.label))
}

/// Whether a line, or a part of it, was read as the date.
fn is_dated(sheet: &Sheet<'_>, i: usize) -> bool {
    let date = |label: Label| label == Label::Metadata(Field::Date);
    sheet.label(i).is_some_and(date)
        || sheet.cuts[i].iter().any(|c| date(c.verdict.label))
}

/// The lines below a text that an electronic paper sets for its own use.
fn own_lines_of_a_paper<'a>(sheet: &Sheet<'a>) -> Vec<&'a str> {
    const LAST: usize = 12;
    let last = sheet.lines.len().saturating_sub(LAST)..sheet.lines.len();
    last.map(|l| sheet.words(l)).filter(|words| is_line_of_a_paper(words)).collect()
}

/// Whether a longer line not far above holds the whole of a line: the trail of a page, or
/// the name of its window.
fn is_step_above(sheet: &Sheet<'_>, i: usize, words: &str) -> bool {
    const FAR: usize = 40;
    (i.saturating_sub(FAR)..i).any(|a| {
        let trail = sheet.words(a);
        trail.len() > words.len() && trail.contains(words)
    })
}

/// `旧桥加固两个月|云溪网`, `旧桥加固两个月 - 云溪网`: with the name of the site behind it.
fn names_a_site(words: &str) -> bool {
    if words.contains(['_', '|', '｜']) {
        return true;
    }
    words.rfind(['-', '–', '—', '－']).is_some_and(|at| {
        let behind = words[at..].trim_start_matches(['-', '–', '—', '－', ' ']);
        (2..=10).contains(&behind.chars().count())
            && !behind.contains(char::is_whitespace)
    })
}

/// Whether a line ends with the kind of a document, as `……的通知` does.
pub(super) fn is_kind_of_document(words: &str) -> bool {
    // Kinds that no office issues under 关于.
    const FURTHER: &[&str] = &[
        "条例",
        "條例",
        "法",
        "讲话",
        "講話",
        "致辞",
        "致詞",
        "总结",
        "计划",
        "計畫",
        "规划",
        "お知らせ",
        "について",
        "안내",
        "공고",
    ];
    let words = words.trim_end_matches([')', '）']);
    head::KINDS.iter().chain(FURTHER).any(|kind| words.ends_with(kind))
}
