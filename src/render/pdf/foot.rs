//! 版记 on a page with footnotes: it is the last element of its page (GB/T 9704—2012, 7.4),
//! and notes stand above it.
//!
//! Typst sets what is in the flow above the notes of a page. Both together take the same
//! room either way, so they change places when the pages are finished.
//!
//! Belongs here: finding both on a finished page and moving them.
//! Does not belong here: which group stands at the foot (`compose`).

use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point};

use super::finish::{item_draws, said};

/// What `engine.typ` says above a group at the foot.
pub(super) const ABOVE: &str = "foot:above";
/// What it says below.
const BELOW: &str = "foot:below";

/// What differs by less stands at the same height.
const SLACK: Abs = Abs::raw(0.05);

/// Lets the group at the foot of a page and the notes below it change places. `bottom` is
/// where the type area ends, from the top of the frame. Returns the height of the group, or
/// nothing where there were not both.
pub(super) fn below_notes(frame: &mut Frame, bottom: Abs) -> Option<Abs> {
    let holding = |word| {
        let found = |(n, (at, item)): (usize, &(Point, FrameItem))| {
            height_of(item, word).map(|y| (n, at.y + y))
        };
        frame.items().enumerate().find_map(found)
    };
    let ((first, top), (last, end)) = holding(ABOVE).zip(holding(BELOW))?;
    // A frame further in may hold both already.
    let mut items: Vec<(Point, FrameItem)> = frame.items().cloned().collect();
    if first == last
        && let (at, FrameItem::Group(group)) = &mut items[first]
        && let Some(height) = below_notes(&mut group.frame, bottom - at.y)
    {
        put(frame, items);
        return Some(height);
    }
    let is_note = |n: usize, at: Point| n > last && at.y >= end - SLACK;
    let notes = items.iter().enumerate();
    let notes = notes.filter(|(n, (at, item))| is_note(*n, *at) && item_draws(item));
    let start = notes.map(|(_, (at, _))| at.y).min()?;
    for (n, (at, _)) in items.iter_mut().enumerate() {
        if (first..=last).contains(&n) {
            at.y += bottom - end;
        } else if is_note(n, *at) {
            at.y -= start - top;
        }
    }
    put(frame, items);
    Some(end - top)
}

/// Gives a frame other items.
fn put(frame: &mut Frame, items: Vec<(Point, FrameItem)>) {
    frame.clear();
    frame.push_multiple(items);
}

/// How far below the top of an item a word of the engine file stands in it.
fn height_of(item: &FrameItem, word: &str) -> Option<Abs> {
    match item {
        FrameItem::Tag(Tag::Start(note, _)) => {
            (said(note)? == word).then_some(Abs::zero())
        }
        FrameItem::Group(group) => {
            let mut items = group.frame.items();
            items.find_map(|(at, item)| height_of(item, word).map(|y| at.y + y))
        }
        _ => None,
    }
}
