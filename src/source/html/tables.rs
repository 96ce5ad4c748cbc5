//! Tables: which rows are rows of cells, and in which column a cell stands.

use dom_query::NodeRef;

use super::elements::heading_level;
use super::lines::Lines;

/// The most columns and rows that one cell may take.
const MOST_CELLS: usize = 100;

/// The columns of the open table.
#[derive(Default)]
pub(super) struct Columns {
    /// The column of the next cell of the open row.
    column: usize,
    /// For every column how many rows a cell above still takes.
    spans: Vec<usize>,
}

impl Columns {
    /// Begins a table.
    pub(super) fn enter_table(&mut self) {
        self.spans.clear();
    }

    /// Begins a row.
    pub(super) fn enter_row(&mut self) {
        self.column = 0;
    }

    /// Ends a row: where it had no cell, a cell above took its place.
    pub(super) fn leave_row(&mut self) {
        for rows in self.spans.iter_mut().skip(self.column) {
            *rows = rows.saturating_sub(1);
        }
    }

    /// Begins a cell behind those that cells of the rows above take.
    pub(super) fn enter_cell(&mut self, lines: &mut Lines, node: &NodeRef<'_>) {
        let size = |name: &str| {
            let size = node.attr(name).and_then(|size| size.trim().parse().ok());
            size.unwrap_or(1_usize).clamp(1, MOST_CELLS)
        };
        if lines.in_row > 1 {
            lines.next_cell();
            return;
        }
        while let Some(rows) = self.spans.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            lines.next_cell();
            self.column += 1;
        }
        lines.next_cell();
        for _ in 0..size("colspan") {
            if self.spans.len() <= self.column {
                self.spans.push(0);
            }
            self.spans[self.column] = size("rowspan") - 1;
            self.column += 1;
        }
    }

    /// Puts empty cells where a cell took several columns.
    pub(super) fn leave_cell(lines: &mut Lines, node: &NodeRef<'_>) {
        let columns = node.attr("colspan").and_then(|size| size.trim().parse().ok());
        for _ in 1..columns.unwrap_or(1_usize).clamp(1, MOST_CELLS) {
            lines.next_cell();
        }
    }
}

/// Whether a `tr` is the row of a real table. Old pages lay out everything with tables: a
/// cell with several blocks, lists or a table in it is layout.
pub(super) fn is_row_of_cells(row: &NodeRef<'_>) -> bool {
    let mut cells = 0;
    for cell in row.children_it(false) {
        let is_cell = cell.has_name("td") || cell.has_name("th");
        cells += usize::from(is_cell);
        if is_cell && holds_blocks(&cell) {
            return false;
        }
    }
    cells >= 2
}

fn holds_blocks(cell: &NodeRef<'_>) -> bool {
    let mut blocks = 0;
    for node in cell.descendants_it() {
        let Some(name) = node.node_name() else { continue };
        match &*name {
            "table" | "ul" | "ol" | "form" | "article" | "section" => return true,
            name if heading_level(name).is_some() => return true,
            "p" | "div" => blocks += 1,
            _ => {}
        }
    }
    blocks > 3
}

pub(super) fn has_head_cells_only(row: &NodeRef<'_>) -> bool {
    !row.children_it(false).any(|cell| cell.has_name("td"))
}
