//! The menu above an article, and what a site says of itself above that.
//!
//! Belongs here: where a head with its date stands below a menu, and what goes with it.
//! Does not belong here: which stretch of the page is its text (`page`).

use super::beside_the_date::beside_a_date;
use super::fields::fields;
use super::look::Cue;
use super::page::{foreign, is_latin, opening, tells};
use crate::segment::Label;
use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;

/// Whether a line is little but a date and its fields, and a title stands above it, with
/// nothing but a few labels of the page between.
pub(super) fn is_dated_head(sheet: &Sheet<'_>, cues: &[Cue], i: usize) -> bool {
    const LABELS: usize = 12;
    let words = sheet.words(i);
    let titled = (i.saturating_sub(LABELS)..i)
        .rev()
        .filter(|t| cues[*t] != Cue::Control && !sheet.is_chrome(*t))
        .take(3)
        .any(|t| sheet.is_display(t) && sheet.lines[t].letters >= 8);
    if titled && beside_a_date(words).is_some() {
        return true;
    }
    titled
        && first_date(words, true)
            .is_some_and(|(_, d)| d.year.is_some() && d.day.is_some())
        && fields(words).unknown * 3 <= sheet.lines[i].letters
}

/// Where the head of an article begins below a menu: a long row of headlines and names of
/// departments, with no sentence among them, right above the title and its date. What
/// stands above the menu belongs to the site.
pub(super) fn menu_above(sheet: &Sheet<'_>, cues: &[Cue], date: usize) -> Option<usize> {
    const HEAD: usize = 4;
    menu_from(sheet, cues, date).map(|_| date - HEAD)
}

/// The first line of that menu.
fn menu_from(sheet: &Sheet<'_>, cues: &[Cue], date: usize) -> Option<usize> {
    const MENU: usize = 16;
    let sentence = |i: &usize| {
        let line = &sheet.lines[*i];
        cues[*i] == Cue::Prose
            || (line.end == End::Stop && !sheet.is_display(*i))
            || line.end == End::Pause
            || line.letters > 50
            || sheet.numbers[*i].is_some_and(|n| n.system != System::Bullet)
    };
    let top = (0..date).rev().find(sentence).map_or(0, |i| i + 1);
    (date - top >= MENU).then_some(top)
}

/// Drops the few sentences above a menu: what a site says of itself, of its cookies, of
/// other languages. More than that may be a text.
pub(super) fn above_the_menu(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    const FEW: u32 = 200;
    let Some((_, date)) = opening(sheet, cues) else { return };
    let Some(menu) = menu_from(sheet, cues, date) else { return };
    let foreign = foreign(sheet, cues);
    let told = |i: &usize| cues[*i] == Cue::Prose && !(foreign && is_latin(sheet, *i));
    let said: u32 = (0..menu).filter(told).map(|i| sheet.lines[i].letters).sum();
    if said > FEW {
        return;
    }
    for (i, cue) in cues.iter().enumerate().take(menu) {
        if *cue == Cue::Prose && tells(sheet, i) {
            sheet.decide(i, Label::Chrome, "above-the-menu", 0.75);
        }
    }
}
