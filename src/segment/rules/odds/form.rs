//! What speaks for the text whatever the odds.
//!
//! Belongs here: the form of a line that is dropped by no sum of small signs.
//! Does not belong here: the signs (`signs`).

use std::ops::Range;

use super::signs::{has_address, is_labelled, is_sentence};
use crate::segment::dates::first_date;
use crate::segment::numbering::System;
use crate::segment::rules::fields::fields;
use crate::segment::rules::mastheads::is_issuer;
use crate::segment::rules::metadata::is_date_only;
use crate::segment::sheet::Sheet;
use crate::segment::words::is_person;

/// What a line above a text must have to be dropped although it is as long as a title.
pub(super) const TITLE: f32 = 5.0;

/// Whether a line stands above a text and is as long as a title.
pub(super) fn may_be_title(sheet: &Sheet<'_>, i: usize, text: &Range<usize>) -> bool {
    i < text.start && sheet.lines[i].letters >= 8
}

/// Whether the form of a line speaks for the text, whatever its odds: it is counted, names
/// what it says, is a cell of a table, a date, or, in the head of a text and right below
/// it, may say who wrote it. `text` are the lines from the first to the last sentence.
pub(super) fn is_kept(sheet: &Sheet<'_>, i: usize, text: &Range<usize>) -> bool {
    const BESIDE: usize = 4;
    const BELOW: usize = 6;
    let words = sheet.words(i);
    let counted = sheet.numbers[i].is_some_and(|n| n.system != System::Bullet);
    let bars = |l: Option<usize>| {
        l.is_some_and(|l| l < sheet.lines.len() && sheet.words(l).contains(['|', '｜']))
    };
    let row = bars(Some(i)) && (bars(i.checked_sub(1)) || bars(Some(i + 1)));
    let named = is_labelled(words) && !has_address(words);
    let head = || {
        let beside = i.saturating_sub(BESIDE)..(i + BESIDE + 1).min(sheet.lines.len());
        i < text.start && beside.into_iter().any(|l| is_dated(sheet.words(l)))
    };
    let over = || i + 1 < sheet.lines.len() && is_sentence(sheet, i + 1);
    let below = (text.end..text.end + BELOW).contains(&i);
    counted
        || row
        || named
        || is_date_only(words)
        || is_among_figures(sheet, i)
        || below && (is_signed(words) || is_issuer(words))
        || over() && is_dated(words)
        || head()
            && (is_dated(words) || is_signed(words) || !fields(words).hits.is_empty())
}

/// Whether a line has a date of its own.
fn is_dated(words: &str) -> bool {
    words.len() <= 120 && first_date(words, true).is_some()
}

/// Whether a line may name who wrote a text: names, a reporter, his mail.
fn is_signed(words: &str) -> bool {
    let names = || words.split([' ', '\u{3000}', '、']).all(is_person);
    names()
        || ["기자", "記者", "记者", "@"].into_iter().any(|sign| words.contains(sign))
        || words.starts_with(['(', '（', '['])
}

/// Whether a line stands among the figures of a table of which every cell has a line.
fn is_among_figures(sheet: &Sheet<'_>, i: usize) -> bool {
    const REACH: usize = 4;
    const FEWEST: usize = 4;
    let figure = |l: &usize| {
        let line = &sheet.lines[*l];
        let parted = || sheet.words(*l).contains(['.', '%', '％', ',', '-', '－']);
        line.digits > 0 && line.digits == line.letters && (line.digits > 3 || parted())
    };
    let around = i.saturating_sub(REACH)..(i + REACH + 1).min(sheet.lines.len());
    around.filter(figure).count() >= FEWEST
}
