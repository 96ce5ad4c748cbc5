//! Lines that are set wide: the room goes between Han and Latin first.
//!
//! Typst draws the characters of a line apart by the same amount wherever it may. JLREQ
//! (3.8.4) and CLREQ have the quarter em between Han and Latin grow to half an em before
//! anything comes between Han, which are made to stand side by side. Lines end where they
//! ended, and are as long as they were.
//!
//! Belongs here: moving the room within a finished line.
//! Does not belong here: where lines end (`looks.typ`, `torn`).

use typst::layout::{Abs, Em, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;

use super::TIE;
use crate::han;

/// The space between Han and Latin, and by how much it may grow, in ems.
const QUARTER: f64 = 0.25;

/// What differs by less is the same, in ems.
const SAME: f64 = 0.002;

/// Gives the gaps between Han and Latin the room that lines have too much. `None` where no
/// line of the frame changes.
pub(super) fn widened(frame: &Frame) -> Option<Frame> {
    let mut items: Option<Vec<(Point, FrameItem)>> = None;
    for (n, (_, item)) in frame.items().enumerate() {
        let FrameItem::Group(group) = item else { continue };
        let Some(inner) = widened(&group.frame) else { continue };
        let items = items.get_or_insert_with(|| frame.items().cloned().collect());
        if let (_, FrameItem::Group(group)) = &mut items[n] {
            group.frame = inner;
        }
    }
    let old = frame.items().as_slice();
    for stretch in stretches(old) {
        let room = Room::of(&stretch, old);
        let Some(shares) = room.and_then(|room| room.shares()) else { continue };
        let items = items.get_or_insert_with(|| old.to_vec());
        share(&stretch, &shares, items);
    }
    let mut widened = frame.clone();
    widened.clear();
    widened.push_multiple(items?);
    Some(widened)
}

/// The items of a frame that stand in one line with nothing between them, by their places.
/// What is underlined or leads elsewhere is left out: its line and its area are drawn.
fn stretches(items: &[(Point, FrameItem)]) -> Vec<Vec<usize>> {
    let mut stretches: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let (mut end, mut line) = (Point::zero(), Abs::zero());
    for (n, (at, item)) in items.iter().enumerate() {
        let near = |size: Abs| {
            (at.y - line).abs() <= size && (at.x - end.x).abs() < Abs::pt(0.01)
        };
        match item {
            FrameItem::Text(text) => {
                if open.is_empty() || !near(text.size) {
                    stretches.push(std::mem::take(&mut open));
                    line = at.y;
                }
                end = Point::with_x(at.x + text.width());
                open.push(n);
            }
            FrameItem::Group(group) if group.transform == Transform::identity() => {
                let height = 2.0 * group.frame.height();
                if !open.is_empty() && near(height) {
                    end = Point::with_x(at.x + group.frame.width());
                    open.push(n);
                } else {
                    stretches.push(std::mem::take(&mut open));
                }
            }
            FrameItem::Tag(_) => {}
            _ => {
                open.pop();
                stretches.push(std::mem::take(&mut open));
            }
        }
    }
    stretches.push(open);
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// One glyph of a stretch, or a box.
struct Cell {
    /// Its item and its glyph in it, by their places.
    at: (usize, usize),
    c: char,
    /// The size of its words, in points.
    em: f64,
    /// How much wider it is than its face has it, in points.
    wider: f64,
    /// How far it stands from its left edge, in points.
    left: f64,
}

impl Cell {
    fn of(item: usize, text: &TextItem) -> impl Iterator<Item = Cell> {
        text.glyphs.iter().enumerate().map(move |(n, glyph)| {
            let mut set = text.text[glyph.range()].chars();
            let c = set.find(|c| *c != TIE).unwrap_or(TIE);
            let natural = text.font.x_advance(glyph.id).unwrap_or(glyph.x_advance);
            let points = |em: Em| em.at(text.size).to_pt();
            Cell {
                at: (item, n),
                c,
                em: text.size.to_pt(),
                wider: points(glyph.x_advance - natural),
                left: points(glyph.x_offset),
            }
        })
    }

    fn boxed(item: usize) -> Cell {
        Cell { at: (item, 0), c: ' ', em: 0.0, wider: 0.0, left: 0.0 }
    }

    fn is_latin(&self) -> bool {
        self.c.is_alphanumeric() && !han::is_cjk_letter(self.c) && !han::is_hangul(self.c)
    }

    /// Whether it is wider by `room` beside what it has anyway: marks are squeezed by halves
    /// and gaps made in quarters.
    fn has(&self, room: f64) -> bool {
        let quarter = QUARTER * self.em;
        let beside = (self.wider - room).rem_euclid(quarter);
        beside.min(quarter - beside) < SAME * self.em
    }

    /// Whether there is a gap between Han and Latin behind it, or it is a space.
    fn has_gap(&self, next: &Cell, room: f64) -> bool {
        let gap = (QUARTER - SAME) * self.em;
        (han::is_cjk_letter(self.c)
            && next.is_latin()
            && self.wider - self.left - room >= gap)
            || (self.is_latin() && han::is_cjk_letter(next.c) && next.left >= gap)
            || (self.c == ' ' && self.has(room))
    }
}

/// By how many points glyphs become wider, by their items and their places in them.
type Shares = Vec<((usize, usize), f64)>;

/// The room that a stretch has too much.
struct Room {
    /// What each of `wide` has of it, in points.
    each: f64,
    /// The size of the words, in points.
    em: f64,
    /// The glyphs that have a part of it.
    wide: Vec<(usize, usize)>,
    /// The glyphs behind which there is a gap between Han and Latin.
    gaps: Vec<(usize, usize)>,
}

impl Room {
    /// The room of a stretch; `None` where it has none, or where Han do not stand evenly.
    fn of(stretch: &[usize], items: &[(Point, FrameItem)]) -> Option<Room> {
        let mut cells: Vec<Cell> = Vec::new();
        for item in stretch {
            let FrameItem::Text(text) = &items[*item].1 else {
                // Nothing is known of a box but that it moves as one.
                cells.push(Cell::boxed(*item));
                continue;
            };
            for cell in Cell::of(*item, text).filter(|cell| cell.c != TIE) {
                // Most lines are solid, and their first two Han say so.
                if let Some(before) = cells.last()
                    && han::is_cjk_letter(before.c)
                    && han::is_cjk_letter(cell.c)
                    && before.wider - before.left < SAME * before.em
                {
                    return None;
                }
                cells.push(cell);
            }
        }
        let pairs = || cells.windows(2).map(|pair| (&pair[0], &pair[1]));
        let solid = |(one, next): &(&Cell, &Cell)| {
            han::is_cjk_letter(one.c) && han::is_cjk_letter(next.c)
        };
        let mut apart =
            pairs().filter(solid).map(|(one, _)| (one.wider - one.left, one.em));
        let (each, em) = apart.next()?;
        if apart.any(|(other, _)| (other - each).abs() > SAME * em) {
            return None;
        }
        // The last one gives nothing: what is behind it is no part of the stretch.
        let wide = pairs().filter(|(one, _)| one.has(each)).map(|(one, _)| one.at);
        let gaps = pairs().filter(|(one, next)| one.has_gap(next, each));
        let gaps = gaps.map(|(one, _)| one.at).collect();
        Some(Room { each, em, wide: wide.collect(), gaps })
    }

    /// How much of it the gaps take, in points.
    fn taken(&self) -> f64 {
        let all = self.each * self.wide.len() as f64;
        all.min(QUARTER * self.em * self.gaps.len() as f64)
    }

    /// How far Han stand apart when the gaps have taken what they can, in ems.
    fn left(&self) -> f64 {
        (self.each - self.taken() / self.wide.len().max(1) as f64) / self.em
    }

    fn shares(&self) -> Option<Shares> {
        let (taken, Room { wide, gaps, .. }) = (self.taken(), self);
        if taken < SAME * self.em {
            return None;
        }
        let given = wide.iter().map(|one| (*one, -taken / wide.len() as f64));
        let got = gaps.iter().map(|one| (*one, taken / gaps.len() as f64));
        Some(given.chain(got).collect())
    }
}

/// Whether Han of some line stand further apart than so many ems, whatever its gaps take.
pub(super) fn stays_loose(frame: &Frame, ems: f64) -> bool {
    let items = frame.items().as_slice();
    items.iter().any(|(_, item)| {
        matches!(item, FrameItem::Group(group) if stays_loose(&group.frame, ems))
    }) || stretches(items)
        .iter()
        .any(|stretch| Room::of(stretch, items).is_some_and(|room| room.left() > ems))
}

/// Moves the glyphs and the items of a stretch as the shares say.
fn share(stretch: &[usize], shares: &Shares, items: &mut [(Point, FrameItem)]) {
    let mut moved = Abs::zero();
    for item in stretch {
        let (at, set) = &mut items[*item];
        at.x += moved;
        let FrameItem::Text(text) = set else { continue };
        for ((_, glyph), share) in shares.iter().filter(|((of, _), _)| of == item) {
            let share = Abs::pt(*share);
            text.glyphs[*glyph].x_advance += Em::from_abs(share, text.size);
            moved += share;
        }
    }
}
