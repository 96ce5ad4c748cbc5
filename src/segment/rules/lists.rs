//! Lists in the midst of a page: the links that interrupt them, and the numbers that go on.
//!
//! Belongs here: what the numbers of a text say about where it goes on behind links.
//! Does not belong here: links around the text (`page`, `edges`).

use super::look::Cue;
use crate::segment::Label;
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;

/// Drops the links under the head of a list in the midst of a text whose numbers go on
/// behind them.
pub(super) fn linked_lists(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    for head in sheet.body.clone() {
        if cues[head] != Cue::LinkHead {
            continue;
        }
        let mut end = head + 1;
        while end < cues.len()
            && matches!(cues[end], Cue::Plain | Cue::Row | Cue::Bullet | Cue::Link)
            && sheet.lines[end].letters <= 40
            && sheet.numbers[end].is_none_or(|n| n.system == System::Bullet)
        {
            end += 1;
        }
        let goes_on =
            sheet.numbers.get(end).copied().flatten().is_some_and(|n| n.value > 1);
        for i in (head + 1..end).filter(|_| goes_on) {
            sheet.decide(i, Label::Chrome, "list-of-links", 0.75);
        }
    }
}

/// Takes in what a page has put its links in the midst of: where the numbers of a law or
/// a list go on behind a foot, or began before a head, the text does too.
pub(super) fn counted_on(
    sheet: &Sheet<'_>,
    cues: &[Cue],
    mut start: usize,
    mut end: usize,
) -> (usize, usize) {
    let number = |i: usize| {
        sheet.numbers[i].filter(|n| {
            n.value > 0
                && n.system >= System::Chapter
                && n.system < System::Marker
                && !sheet.is_chrome(i)
                && matches!(cues[i], Cue::Prose | Cue::Plain)
        })
    };
    let follows = |a: usize, b: usize| {
        number(a).zip(number(b)).is_some_and(|(a, b)| {
            a.system == b.system && b.value == a.value + 1 && b.value > 1
        })
    };
    // A short list elsewhere on the page may go on by accident; articles do not.
    let counted =
        |from: usize, to: usize| (from..to).filter(|i| number(*i).is_some()).count();
    if counted(start, end) < 3 {
        return (start, end);
    }
    const REACH: usize = 80;
    let last_of = |from: usize, to: usize, b: usize| {
        let own = number(b).map(|n| n.system);
        (from..to).rev().find(|i| own.is_some() && number(*i).map(|n| n.system) == own)
    };
    let mut next = end;
    while next < cues.len().min(end + REACH) {
        let prose = matches!(cues[next], Cue::Prose);
        if prose && last_of(start, end, next).is_some_and(|a| follows(a, next)) {
            end = next + 1;
        }
        next += 1;
    }
    // What stands behind the last number belongs to it up to the foot.
    while end < cues.len() && matches!(cues[end], Cue::Prose) {
        end += 1;
    }
    let mut before = start;
    while before > start.saturating_sub(REACH) && before > 0 {
        before -= 1;
        let first = (start..end).find(|i| {
            number(*i).map(|n| n.system) == number(before).map(|n| n.system)
                && number(*i).is_some()
        });
        let prose = matches!(cues[before], Cue::Prose);
        if prose && first.is_some_and(|b| follows(before, b)) {
            start = before;
        }
    }
    (start, end)
}
