//! Ties are for the typesetter: finished pages have none, so that a reader finds `2026年` and
//! copies it as it is.
//!
//! Belongs here: taking U+2060 out of the words of finished pages.
//! Does not belong here: what is tied (`compose::words`, `data::line`).

use typst::layout::{Em, Frame, FrameItem};
use typst::text::{Glyph, TextItem};

use super::TIE;

/// Takes the ties out of the words of a frame. Nothing moves.
pub(super) fn untie(frame: &mut Frame) {
    if !has_ties(frame) {
        return;
    }
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            untie(&mut group.frame);
            true
        }
        FrameItem::Text(text) if text.text.contains(TIE) => keep_words(text),
        _ => true,
    });
}

fn has_ties(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_ties(&group.frame),
        FrameItem::Text(text) => text.text.contains(TIE),
        _ => false,
    })
}

/// Takes the ties out of a text; false where nothing else was in it.
fn keep_words(text: &mut TextItem) -> bool {
    // Where each byte of the old words stands in the new ones.
    let mut places = Vec::with_capacity(text.text.len() + 1);
    let mut place = 0;
    for c in text.text.chars() {
        for _ in 0..c.len_utf8() {
            places.push(place);
            place += u16::from(c != TIE);
        }
    }
    places.push(place);
    let moved = |at: u16| places.get(usize::from(at)).copied().unwrap_or(place);
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.glyphs.len());
    for glyph in &text.glyphs {
        let range = moved(glyph.range.start)..moved(glyph.range.end);
        if !range.is_empty() {
            let mut glyph = glyph.clone();
            glyph.range = range;
            glyphs.push(glyph);
        } else if glyph.x_advance != Em::zero() {
            // What room a tie took, another glyph has to take.
            let Some(before) = glyphs.last_mut() else { return true };
            before.x_advance += glyph.x_advance;
        }
    }
    text.text = text.text.chars().filter(|c| *c != TIE).collect();
    text.glyphs = glyphs;
    !text.glyphs.is_empty()
}
