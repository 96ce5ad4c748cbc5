//! Lines under construction: collapsed white space, open markup, hints.

use std::cmp::Reverse;
use std::ops::Range;

use super::{Hint, Markup};
use crate::han::{is_cjk_letter, is_cjk_mark};

/// The lines of a page so far.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    hints: Vec<Hint>,
    /// Markup that is open, with the byte at which its words begin.
    open: Vec<(Markup, usize)>,
    /// White space that is due before the next word.
    due: Due,
    /// How many `pre` are open.
    pub(super) preformatted: usize,
    /// How many rows of cells are open.
    pub(super) in_row: usize,
    /// Whether the row has a cell already, and the borders of cells that are due before
    /// the next word.
    has_cell: bool,
    borders: usize,
    links: Stretches,
    files: Stretches,
    furniture: Stretches,
}

/// What the place of words in the tree says about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// They lead somewhere else.
    Link,
    /// They lead to a file such as a form or an attachment.
    File,
    /// They are part of the page, not of its text: navigation, foot, comments.
    Furniture,
}

/// The bytes of all words in zones of a kind, in order.
#[derive(Default)]
pub(super) struct Zones {
    /// See [`Zone::Link`].
    pub(super) links: Vec<Range<usize>>,
    /// See [`Zone::File`].
    pub(super) files: Vec<Range<usize>>,
    /// See [`Zone::Furniture`].
    pub(super) furniture: Vec<Range<usize>>,
}

/// The words in zones of one kind.
#[derive(Default)]
struct Stretches {
    /// How many such zones are open.
    open: usize,
    /// Whether one was opened since the last word: the words of each stand apart.
    is_new: bool,
    ranges: Vec<Range<usize>>,
}

impl Stretches {
    fn word(&mut self, word: Range<usize>) {
        if self.open == 0 {
            return;
        }
        match self.ranges.last_mut() {
            Some(last) if last.end == word.start && !self.is_new => last.end = word.end,
            _ => self.ranges.push(word),
        }
        self.is_new = false;
    }
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    #[default]
    Nothing,
    /// A line break of the file: a space, but not between two Han.
    Soft,
    Space,
    Line,
}

impl Lines {
    /// How many bytes stand there so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds text as a browser shows it: runs of white space are one space.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' if self.preformatted > 0 => self.end(),
                ' ' | '\t' if self.preformatted > 0 => self.word(c),
                '\n' | '\r' => self.owe(Due::Soft),
                ' ' | '\t' | '\u{C}' => self.owe(Due::Space),
                _ => self.word(c),
            }
        }
    }

    fn owe(&mut self, due: Due) {
        // A run that holds a line break of the file is an indented break: still soft.
        if self.due != Due::Soft || due > Due::Space {
            self.due = self.due.max(due);
        }
    }

    fn word(&mut self, c: char) {
        let is_solid = |c: char| is_cjk_letter(c) || is_cjk_mark(c);
        let last = self.text.chars().next_back();
        if self.due == Due::Line && last.is_some() {
            self.text.push('\n');
        }
        if self.borders > 0 {
            // A row begins with its empty cells.
            let at = self.text.len();
            let is_row = |says: &Markup| matches!(says, Markup::TableRow(_));
            for (_, start) in self
                .open
                .iter_mut()
                .filter(|(s, start)| is_row(s) && *start == usize::MAX)
            {
                *start = at;
            }
            self.text
                .extend(std::iter::repeat_n('\t', std::mem::take(&mut self.borders)));
            self.due = Due::Nothing;
        }
        match self.due {
            Due::Soft if is_solid(c) && last.is_some_and(is_solid) => {}
            Due::Soft | Due::Space if last.is_some_and(|c| c != '\n' && c != '\t') => {
                self.text.push(' ');
            }
            _ => {}
        }
        self.due = Due::Nothing;
        let at = self.text.len();
        for (_, start) in self.open.iter_mut().filter(|(_, start)| *start == usize::MAX) {
            *start = at;
        }
        self.text.push(c);
        for zone in [&mut self.links, &mut self.files, &mut self.furniture] {
            zone.word(at..self.text.len());
        }
    }

    fn zone(&mut self, zone: Zone) -> &mut Stretches {
        match zone {
            Zone::Link => &mut self.links,
            Zone::File => &mut self.files,
            Zone::Furniture => &mut self.furniture,
        }
    }

    /// Opens a zone.
    pub(super) fn open_zone(&mut self, zone: Zone) {
        let zone = self.zone(zone);
        zone.open += 1;
        zone.is_new = true;
    }

    /// Closes a zone.
    pub(super) fn close_zone(&mut self, zone: Zone) {
        let zone = self.zone(zone);
        zone.open = zone.open.saturating_sub(1);
    }

    /// Whether a link is open.
    pub(super) fn is_in_link(&self) -> bool {
        self.links.open > 0
    }

    /// Opens a row of cells.
    pub(super) fn open_row(&mut self) {
        self.in_row += 1;
        (self.has_cell, self.borders) = (false, 0);
    }

    /// Closes a row of cells. Empty cells at its end are left out.
    pub(super) fn close_row(&mut self) {
        self.in_row = self.in_row.saturating_sub(1);
        self.borders = 0;
        self.end();
    }

    /// Ends the line, if it has words. In a row of cells a line goes on.
    pub(super) fn end(&mut self) {
        if self.in_row > 0 {
            self.owe(Due::Space);
        } else {
            self.due = Due::Line;
        }
    }

    /// A gap between blocks inside a cell.
    pub(super) fn gap(&mut self) {
        self.owe(Due::Space);
    }

    /// Begins a cell. Empty cells count.
    pub(super) fn next_cell(&mut self) {
        self.borders += usize::from(std::mem::replace(&mut self.has_cell, true));
    }

    /// Opens markup; it begins with the next word.
    pub(super) fn open(&mut self, says: Markup) {
        self.open.push((says, usize::MAX));
    }

    /// Closes the innermost open markup of that kind.
    pub(super) fn close(&mut self, says: &Markup) {
        let Some(found) = self.open.iter().rposition(|(open, _)| open == says) else {
            return;
        };
        let (says, start) = self.open.remove(found);
        if start < self.text.len() {
            self.hints.push(Hint { range: start..self.text.len(), says });
        }
    }

    /// The text, what was said about it, and the zones of its words.
    pub(super) fn finish(mut self) -> (String, Vec<Hint>, Zones) {
        sort(&mut self.hints);
        let zones = Zones {
            links: self.links.ranges,
            files: self.files.ranges,
            furniture: self.furniture.ranges,
        };
        (self.text, self.hints, zones)
    }
}

/// Puts hints in order of their start, outer before inner.
pub(super) fn sort(hints: &mut [Hint]) {
    hints.sort_by_key(|hint| (hint.range.start, Reverse(hint.range.end)));
}

/// The characters of `text` without white space.
pub(super) fn squash(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace())
}
