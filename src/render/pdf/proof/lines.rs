//! The lines of the pages, read back from the layout.

use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use super::super::TIE;
use super::Spot;

/// One line of words.
pub(in crate::render::pdf) struct Line {
    /// The page, from 1.
    pub(super) page: usize,
    /// Which line of the type area, from 1; 0 outside of it.
    pub(super) number: usize,
    /// What kind of text it belongs to.
    pub(super) kind: Kind,
    /// The paragraph or heading that it is a line of.
    pub(super) paragraph: Option<Location>,
    /// The base line, in points from the top of the page.
    pub(in crate::render::pdf) y: f64,
    /// The largest size in it.
    pub(super) size: f64,
    /// Its characters from left to right.
    pub(super) cells: Vec<Cell>,
}

/// One character on a page.
pub(super) struct Cell {
    pub(super) c: char,
    pub(super) x: f64,
    /// How much room it takes, in ems of its size.
    pub(super) advance: f64,
    pub(super) size: f64,
    pub(super) family: String,
}

/// What kind of text a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Body,
    Heading,
    Contents,
    Table,
    Note,
    Furniture,
}

impl Line {
    /// The first character that is seen.
    pub(super) fn first(&self) -> Option<char> {
        self.cells.iter().map(|cell| cell.c).find(|c| !c.is_whitespace())
    }

    /// The last character that is seen.
    pub(super) fn last(&self) -> Option<char> {
        self.cells.iter().rev().map(|cell| cell.c).find(|c| !c.is_whitespace())
    }

    pub(in crate::render::pdf) fn words(&self) -> String {
        self.cells.iter().map(|cell| cell.c).collect()
    }

    #[cfg(test)]
    pub(in crate::render::pdf) fn sizes_and_places(&self) -> Vec<(char, f64, f64)> {
        self.cells.iter().map(|cell| (cell.c, cell.size, cell.x)).collect()
    }

    pub(super) fn left(&self) -> f64 {
        self.cells.first().map_or(0.0, |cell| cell.x)
    }

    pub(super) fn right(&self) -> f64 {
        self.cells.last().map_or(0.0, |cell| cell.x + cell.advance * cell.size)
    }

    pub(super) fn spot(&self) -> Spot {
        let (top, bottom) = (self.y - 0.88 * self.size, self.y + 0.12 * self.size);
        Spot {
            page: self.page,
            line: self.number,
            words: self.words(),
            area: [self.left(), top, self.right(), bottom],
        }
    }

    /// Whether it stands in the type area and is no footnote.
    pub(super) fn is_text(&self) -> bool {
        !matches!(self.kind, Kind::Note | Kind::Furniture)
    }
}

/// How many letters stand in one glyph: more than one in a ligature, such as ffi or ——. A
/// letter with its accents is one.
fn letters(set: &str) -> usize {
    let ligature = |c: char| c.is_alphanumeric() || matches!(c, '—' | '…');
    if set.chars().all(ligature) { set.chars().count().max(1) } else { 1 }
}

/// All lines, page by page, from top to bottom and left to right.
pub(in crate::render::pdf) fn read(document: &PagedDocument) -> Vec<Line> {
    let mut reader = Reader { page: 0, open: Vec::new(), lines: Vec::new() };
    for (n, page) in document.pages().iter().enumerate() {
        reader.page = n + 1;
        reader.frame(&page.frame, 0.0, 0.0);
    }
    let mut lines = reader.lines;
    for line in &mut lines {
        line.cells.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    lines.sort_by(|a, b| {
        (a.page, a.y, a.left())
            .partial_cmp(&(b.page, b.y, b.left()))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    number(&mut lines);
    lines
}

/// Numbers the lines of each type area: cells of one table row stand in one line.
fn number(lines: &mut [Line]) {
    let (mut page, mut count, mut y) = (0, 0, f64::MIN);
    for line in lines.iter_mut().filter(|line| line.is_text()) {
        if line.page != page {
            (page, count, y) = (line.page, 0, f64::MIN);
        }
        if line.y - y > 0.5 * line.size {
            count += 1;
            y = line.y;
        }
        line.number = count;
    }
}

struct Reader {
    page: usize,
    /// The elements that are open, outermost first. A paragraph that goes over to the
    /// next page stays open there.
    open: Vec<(Location, &'static str)>,
    lines: Vec<Line>,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, left: f64, top: f64) {
        for (at, item) in frame.items() {
            let (x, y) = (left + at.x.to_pt(), top + at.y.to_pt());
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, x, y),
                FrameItem::Text(text) => self.text(text, x, y),
                FrameItem::Tag(Tag::Start(content, _)) => {
                    if let Some(location) = content.location() {
                        self.open.push((location, content.elem().name()));
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => {
                    if let Some(at) = self.open.iter().rposition(|(l, _)| l == location) {
                        self.open.remove(at);
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &TextItem, x: f64, y: f64) {
        let (kind, paragraph) = self.place();
        let size = text.size.to_pt();
        let family = text.font.font().info().family.as_str();
        let mut x = x;
        let mut cells = Vec::with_capacity(text.glyphs.len());
        for glyph in &text.glyphs {
            let advance = glyph.x_advance.get();
            let set = text.text[glyph.range()].trim_matches(TIE);
            let letters = letters(set);
            // Each letter of a ligature takes its part of the room.
            let part = advance / letters as f64;
            for (n, c) in set.chars().take(letters).enumerate() {
                let x = x + part * size * n as f64;
                cells.push(Cell { c, x, advance: part, size, family: family.into() });
            }
            x += advance * size;
        }
        // Raised marks and small type belong to the line whose base line is nearest.
        let same = |line: &&mut Line| {
            line.page == self.page
                && line.paragraph == paragraph
                && line.kind == kind
                && (line.y - y).abs() < 0.5 * line.size.max(size)
        };
        match self.lines.iter_mut().rev().take(4).find(same) {
            Some(line) => {
                if size > line.size {
                    (line.y, line.size) = (y, size);
                }
                line.cells.extend(cells);
            }
            None => {
                let page = self.page;
                self.lines.push(Line {
                    page,
                    number: 0,
                    kind,
                    paragraph,
                    y,
                    size,
                    cells,
                });
            }
        }
    }

    fn place(&self) -> (Kind, Option<Location>) {
        let at = |name: &str| self.open.iter().position(|(_, open)| *open == name);
        let block = self.open.iter().find(|(_, name)| matches!(*name, "par" | "heading"));
        let kind = if at("artifact").is_some() {
            Kind::Furniture
        } else if at("entry").is_some() {
            Kind::Note
        } else if at("table").is_some() {
            Kind::Table
        } else if at("link").zip(at("par")).is_some_and(|(link, par)| link < par) {
            Kind::Contents
        } else if at("heading").is_some() {
            Kind::Heading
        } else {
            Kind::Body
        };
        (kind, block.map(|(location, _)| *location))
    }
}
