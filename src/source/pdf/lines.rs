//! Glyphs that stand side by side make a line.

use super::glyphs::{Glyph, Page};
use crate::han;

/// The lines of a page, in the order in which they are read.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// Whether most of the text runs from top to bottom.
    pub(super) upright: bool,
}

/// One line. Places are those of [`Glyph`].
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x: f64,
    pub(super) end: f64,
    pub(super) y: f64,
    pub(super) size: f64,
}

/// How far a glyph may stand from the base line of its line, in ems of the line: raised
/// numbers of notes stand a third of an em above it.
const OFF_LINE: f64 = 0.45;

/// The lines of a page.
pub(super) fn of(page: &Page) -> Lines {
    let mut lines: Vec<Line> = Vec::new();
    let (mut across, mut down) = (0_usize, 0_usize);
    let mut before: Option<&Glyph> = None;
    let turned = turned(&page.glyphs);
    for glyph in turned.as_ref().unwrap_or(&page.glyphs) {
        // Words that run aslant are watermarks.
        if glyph.fall.abs() > 0.2 * (glyph.end - glyph.x).abs() && glyph.fall != 0.0 {
            down += usize::from((glyph.end - glyph.x).abs() < 0.1 * glyph.size);
            continue;
        }
        if let Some(before) = before {
            let (x, y) = ((glyph.x - before.x).abs(), (glyph.y - before.y).abs());
            let is_below = x < 0.3 * glyph.size && y > 0.5 * glyph.size;
            if is_below && y < 1.6 * glyph.size {
                down += 1;
            } else {
                across += 1;
            }
        }
        before = Some(glyph);
        match lines.last_mut() {
            Some(line) if line.goes_on(glyph) => line.add(glyph),
            _ => lines.push(Line::of(glyph)),
        }
    }
    for line in &mut lines {
        line.text.truncate(line.text.trim_end().len());
    }
    lines.retain(|line| !line.text.trim().is_empty());
    if lines.len() > super::MOST_LINES || !in_columns(&lines) {
        lines = level(lines);
    }
    Lines { lines, upright: down > across }
}

/// The glyphs of a page on which a wide table lies with its head to the left, as they stand
/// when the sheet is turned to be read; `None` for any other page.
fn turned(glyphs: &[Glyph]) -> Option<Vec<Glyph>> {
    let rises = |glyph: &&Glyph| {
        glyph.fall < 0.0 && (glyph.end - glyph.x).abs() < 0.1 * glyph.size
    };
    if glyphs.iter().filter(rises).count() * 2 <= glyphs.len() {
        return None;
    }
    let lowest = glyphs.iter().map(|glyph| glyph.y).fold(0.0, f64::max);
    let turn = |glyph: &Glyph| {
        let x = lowest - glyph.y;
        let (end, fall) = (x - glyph.fall, glyph.end - glyph.x);
        Glyph { x, y: glyph.x, end, fall, ..glyph.clone() }
    };
    Some(glyphs.iter().map(turn).collect())
}

impl Line {
    fn of(glyph: &Glyph) -> Line {
        let Glyph { x, y, end, size, .. } = *glyph;
        Line { text: glyph.text.clone(), x, end, y, size }
    }

    /// Whether a glyph stands on the line, after what it has.
    fn goes_on(&self, glyph: &Glyph) -> bool {
        (glyph.y - self.y).abs() < OFF_LINE * self.size
            && glyph.x > self.end - 0.6 * self.size
    }

    fn add(&mut self, glyph: &Glyph) {
        self.space_before(&glyph.text, glyph.x);
        self.text.push_str(&glyph.text);
        // Spaces at the end of a line reach into the margin.
        if !glyph.text.trim().is_empty() {
            self.end = glyph.end.max(self.end);
        }
        // The line is as large as its largest type, and stands where that does.
        if glyph.size > self.size * 1.05 {
            (self.size, self.y) = (glyph.size, glyph.y);
        }
    }

    /// Puts in the space that a gap stands for: a quarter of an em between Latin words,
    /// an em between Han.
    fn space_before(&mut self, next: &str, x: f64) {
        let gap = (x - self.end) / self.size;
        let (Some(last), Some(next)) =
            (self.text.chars().next_back(), next.chars().next())
        else {
            return;
        };
        if last.is_whitespace() || next.is_whitespace() {
            return;
        }
        let is_narrow = |c: char| !han::is_cjk_letter(c) && c.is_alphanumeric();
        if gap > 0.9 {
            self.text.push('\u{3000}');
        } else if gap > 0.15 && is_narrow(last) && is_narrow(next) {
            self.text.push(' ');
        }
    }
}

/// Whether the page has columns of text: many lines that stand beside another one which
/// is not drawn next to it. Then the order in which they are drawn is the best there is.
fn in_columns(lines: &[Line]) -> bool {
    let beside = lines.iter().enumerate().filter(|(at, line)| {
        lines.iter().enumerate().any(|(other_at, other)| {
            at.abs_diff(other_at) > 1
                && (line.y - other.y).abs() < OFF_LINE * line.size
                && (line.end < other.x || other.end < line.x)
        })
    });
    beside.count() * 4 > lines.len().max(12)
}

/// Lines from top to bottom, those on one base line put together from left to right.
fn level(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut level: Vec<Line> = Vec::new();
    let mut row: Vec<Line> = Vec::new();
    for line in lines {
        if row.first().is_some_and(|first| line.y - first.y > OFF_LINE * first.size) {
            level.push(joined(std::mem::take(&mut row)));
        }
        row.push(line);
    }
    if !row.is_empty() {
        level.push(joined(row));
    }
    level
}

/// The lines of one row as one.
fn joined(mut row: Vec<Line>) -> Line {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut row = row.into_iter();
    let mut whole = row.next().expect("a row has a line");
    for line in row {
        whole.space_before(&line.text, line.x);
        whole.text.push_str(&line.text);
        whole.end = whole.end.max(line.end);
        if line.size > whole.size {
            (whole.size, whole.y) = (line.size, line.y);
        }
    }
    whole
}
