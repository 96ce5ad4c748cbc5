//! Lines under construction: collapsed white space, open markup, hints.

use std::cmp::Reverse;

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
}

#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    #[default]
    Nothing,
    /// A line break of the file: a space, but not between two Han.
    Soft,
    Space,
    /// The border of two cells.
    Cell,
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
        match self.due {
            Due::Line if last.is_some() => self.text.push('\n'),
            Due::Cell => self.text.push('\t'),
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

    /// Ends a cell, if it is not the first of its row. Empty cells count.
    pub(super) fn next_cell(&mut self) {
        let is_first = self.due == Due::Line || self.text.is_empty();
        if self.due == Due::Cell {
            self.text.push('\t');
        }
        if !is_first {
            self.due = Due::Cell;
        }
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

    /// The text and what was said about it.
    pub(super) fn finish(mut self) -> (String, Vec<Hint>) {
        sort(&mut self.hints);
        (self.text, self.hints)
    }
}

/// Puts hints in order of their start, outer before inner.
pub(super) fn sort(hints: &mut [Hint]) {
    hints.sort_by_key(|hint| (hint.range.start, Reverse(hint.range.end)));
}
