//! How much speaks for a line above a text being its title.
//!
//! Belongs here: what is weighed of a line, and the weights.
//! Does not belong here: by what place a title is found (`first_title`), and the other
//! lines of a head (`head`).
//!
//! The weights, in tenths, are the coefficients of a conditional logit: which line of
//! those above a text its title is, fitted to the heads of 200 pages, laws, notices and
//! reports in Chinese, Japanese and Korean that were labelled by hand, and rounded. Left
//! out of the fit, 169 of 190 of those heads were found by them alone. Two were set by hand
//! later, for sentences that were taken for titles; the comments beside them say so.

use super::likeness::Told;
use super::look::{Cue, cue};
use super::{first_title, head};
use crate::segment::dates::first_date;
use crate::segment::numbering::System;
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::{Field, Label, words};

/// By how much a line of a page must outweigh the one that has the place of a title.
const AHEAD: i32 = 15;

/// The same for a text without a page around it, whose title is its first line.
const FAR_AHEAD: i32 = 30;

/// What a line must weigh to be a title where no line has the place of one.
const ALONE: i32 = 50;

/// How far above a text its title is looked for, in lines.
const NEAR: usize = 300;

/// How many labels may stand above the title of a text without a page.
const LABELS: usize = 8;

/// How far below a line its date is looked for, in lines.
const REACH: usize = 4;

/// The title of a text, `placed` being the line that has its place: another line above
/// the text where much more speaks for that.
pub(super) fn weighed(sheet: &Sheet<'_>, placed: Option<usize>) -> Option<usize> {
    let candidates = candidates(sheet);
    if candidates.clone().nth(1).is_none() {
        return placed;
    }
    let text = sheet.body.start.min(sheet.lines.len())..sheet.body.end;
    let told = Told::of(sheet, candidates.clone().chain(placed), text, 40);
    let weight = |i: usize| weight(sheet, i, told.restated(sheet, i));
    // Of lines that weigh the same the last one, which stands nearest to the text.
    let Some((best, most)) = candidates.map(|i| (i, weight(i))).max_by_key(|(_, w)| *w)
    else {
        return placed;
    };
    let ahead = if sheet.page { AHEAD } else { FAR_AHEAD };
    let needed = placed.map_or(ALONE, |p| weight(p) + ahead);
    let programme = placed.is_some_and(|p| head::programme(sheet.words(p)).is_some());
    // A text that was copied without its page has no more than a few labels above it.
    let near = sheet.page || (0..best).filter(|i| sheet.open(*i)).count() <= LABELS;
    if most >= needed && near && !programme && first_title::may_be_title(sheet, best) {
        Some(best)
    } else {
        placed
    }
}

/// The lines above a text that have the form of a title.
fn candidates(sheet: &Sheet<'_>) -> impl Iterator<Item = usize> + Clone {
    let end = sheet.body.start.min(sheet.lines.len());
    (end.saturating_sub(NEAR)..end)
        .filter(|i| sheet.is_display(*i) && !sheet.is_prose(*i))
}

/// What speaks for a line being the title, less what speaks against it, in tenths.
///
/// `restated` is the share of its words that the text says again, from 0 to 1.
fn weight(sheet: &Sheet<'_>, i: usize, restated: Option<f32>) -> i32 {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let next = sheet.next_text(i + 1);
    let below = i + 1..(i + 1 + REACH).min(sheet.lines.len());
    let mut sum = length(line.letters)
        + told_again(restated)
        + neighbours(
            in_row(sheet, (0..i).rev()),
            in_row(sheet, i + 1..sheet.lines.len()),
        )
        + distance(sheet.body.start, i)
        + label(sheet, i);
    let mut add = |holds: bool, weight: i32| sum += if holds { weight } else { 0 };
    add(i == 0, 16);
    add(next.is_some_and(|n| sheet.is_prose(n)), 8);
    add(next.is_some_and(|n| is_dated(sheet, n)), 8);
    add(below.clone().any(|n| is_dated(sheet, n)), 8);
    add(below.clone().any(|n| is_field(sheet, n)), 5);
    add(sheet.previous_text(i).is_some_and(|p| is_field(sheet, p)), 5);
    add(line.letters >= 5 && is_step_above(sheet, i, words), 10);
    add(is_kind_of_document(words), 16);
    add(sheet.lines.get(i + 1).is_some_and(|n| n.gap > line.gap), 8);
    add(!words.chars().any(is_text_letter), -6);
    // By hand: the first half of a sentence that was broken.
    add(line.commas > 0 && next.is_some_and(|n| sheet.is_prose(n)), -20);
    // By hand: 3月17日晚，……, a sentence that tells when something was.
    add(opens_with_a_day(words) && line.commas > 0, -20);
    add(line.colons > 0, -2);
    add(line.words > 3, -1);
    add(words.starts_with(['【', '（', '(', '〈']), -8);
    add(names_a_site(words), -11);
    let numerals = line.digits * 2 > line.letters;
    let day = || {
        first_date(words, true).is_some_and(|(_, d)| d.year.is_some() && d.day.is_some())
    };
    add(numerals, -17);
    add(!numerals && line.digits > 0 && day(), -16);
    add(words::coverage(words).is_good_part(), -11);
    add(is_field(sheet, i), -15);
    add(sheet.numbers[i].is_some_and(|n| n.system == System::Bullet), -3);
    add(
        sheet.numbers[i].is_some_and(|n| {
            !matches!(n.system, System::Bullet | System::Chapter | System::Division)
        }),
        -9,
    );
    match cue(sheet, i) {
        Cue::Plain => {}
        Cue::Row | Cue::Crumb => sum -= 12,
        _ => sum -= 7,
    }
    sum
}

/// A title has eleven letters or more; what has five or fewer is a label.
fn length(letters: u32) -> i32 {
    match letters {
        0..=3 => -4,
        4..=5 => -18,
        6..=7 => -6,
        8..=10 => 1,
        11..=45 => 12,
        _ => 16,
    }
}

/// A text says most of its title again, and hardly anything of what stands around it.
fn told_again(restated: Option<f32>) -> i32 {
    match restated {
        None => -6,
        Some(share) if share <= 0.05 => -8,
        Some(share) if share <= 0.2 => -21,
        Some(share) if share <= 0.4 => 6,
        Some(share) if share <= 0.6 => 18,
        Some(_) => 10,
    }
}

/// A title stands alone or with one other line; a line among many is a link.
fn neighbours(above: usize, below: usize) -> i32 {
    let above = match above {
        0 => 10,
        1 => 8,
        2 => -3,
        3..=8 => -13,
        _ => -2,
    };
    let below = match below {
        0 => 5,
        1 => -7,
        2 => 4,
        3..=8 => -6,
        _ => 3,
    };
    above + below
}

/// How far above the text a line stands.
fn distance(text: usize, i: usize) -> i32 {
    match text.saturating_sub(i) {
        0..=1 => -7,
        2 => 11,
        3..=5 => 2,
        6..=8 => -7,
        9..=14 => 6,
        _ => -5,
    }
}

/// What the rules before have made of a line.
fn label(sheet: &Sheet<'_>, i: usize) -> i32 {
    match sheet.label(i) {
        None => 0,
        Some(Label::Title) => 10,
        Some(Label::Heading(_)) => -6,
        Some(Label::Chrome) => -25,
        Some(_) => -24,
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

/// Whether a longer line not far above holds the whole of a line: the trail of a page, or
/// the name of its window.
fn is_step_above(sheet: &Sheet<'_>, i: usize, words: &str) -> bool {
    const FAR: usize = 40;
    (i.saturating_sub(FAR)..i).any(|a| {
        let trail = sheet.words(a);
        trail.len() > words.len() && trail.contains(words)
    })
}

/// `3月17日`, and what comes behind.
fn opens_with_a_day(words: &str) -> bool {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && words[digits..].starts_with('月')
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
fn is_kind_of_document(words: &str) -> bool {
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
