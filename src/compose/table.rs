//! Tables: how wide the columns are, how small the type, and when a table is turned.
//!
//! Belongs here: what makes a table fit the type area.
//! Does not belong here: which words stand in its cells (`body`, `walk`).
//!
//! A table is set in the size of its style where every column has room for what may not
//! be broken: a number, a word, four Han characters. Else it is set smaller, down to what
//! its style allows (`smallest`); and where that does not do, it is turned and stands on a page of its own
//! (GB/T 9704—2012, 8).

use super::sheet::{Align, Page, Sheet, StyleId};
use super::styles::Styles;
use super::words::{is_wide, width};
use super::{Inline, Paragraph, Run, Table, inline_words};
use crate::han;
use crate::model::Origin;

/// What stands left and right of the words of a cell together, in ems.
const GAP: f64 = 0.8;

/// The words of a table, before it is known how they fit.
pub(super) struct Draft {
    pub(super) style: StyleId,
    pub(super) caption: Option<Paragraph>,
    pub(super) head_rows: usize,
    pub(super) columns: Vec<Align>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
    pub(super) cell_styles: (StyleId, StyleId),
}

/// Makes a table fit the page. The flag says that it does not, whatever is done: numbers
/// and words of it are broken or touch.
pub(super) fn fit(draft: Draft, styles: &mut Styles<'_>) -> (Table, bool) {
    let Draft { style, caption, head_rows, columns, mut rows, cell_styles } = draft;
    rows.iter_mut().flatten().for_each(tie_brackets);
    let needs = needs(&rows, columns.len());
    let least: f64 = needs.iter().map(|need| need.least).sum();
    let size = styles.get(cell_styles.1).size;
    let page = styles.page();
    let factor = |measure: f64| (measure / (least * size)).min(1.0);
    let smallest = (styles.get(style).smallest / size).min(1.0);
    let upright = factor(page.measure());
    let turned = upright < smallest && turned_measure(page) > page.measure();
    let measure = if turned { turned_measure(page) } else { page.measure() };
    let fitting = factor(measure);
    let factor = fitting.max(smallest);
    let cell_styles = if factor < 1.0 {
        (styles.scaled(cell_styles.0, factor), styles.scaled(cell_styles.1, factor))
    } else {
        cell_styles
    };
    let widths = widths(&needs, measure / (size * factor));
    let columns = columns.into_iter().zip(widths).collect();
    let too_wide = fitting < smallest;
    (Table { style, caption, head_rows, columns, rows, cell_styles, turned }, too_wide)
}

impl Table {
    /// Whether it is at most a third of a page high, as far as can be known before it is
    /// set: then no page break divides it, for what it says is seen at a glance.
    pub fn is_low(&self, sheet: &Sheet) -> bool {
        let (head, body) = self.cell_styles;
        let height = |(number, row): (usize, &Vec<Vec<Inline>>)| {
            let style = sheet.style(if number < self.head_rows { head } else { body });
            let lines = row.iter().zip(&self.columns).map(|(cell, (_, part))| {
                let mut words = String::new();
                inline_words(cell, &mut words);
                let room = sheet.page.measure() * part / style.size - GAP;
                (width(&words) / room.max(1.0)).ceil().max(1.0)
            });
            let padding = sheet.style(self.style).padding;
            lines.fold(1.0, f64::max) * style.pitch + 2.0 * padding
        };
        let whole: f64 = self.rows.iter().enumerate().map(height).sum();
        whole <= sheet.page.depth() / 3.0
    }

    /// Whether its first two body rows stand on one page, and its last two: a row alone
    /// below a head, above a page's foot or on a page of its own, looks like a leftover.
    pub fn holds_ends(&self) -> bool {
        const BODY: usize = 4;
        self.rows.len() >= self.head_rows + BODY
    }

    /// Whether row `row` stands on the page of the next one; `low` as [`Table::is_low`] has it.
    pub fn row_stays(&self, row: usize, low: bool) -> bool {
        let ends = [self.head_rows + 1, self.rows.len() - 1];
        let held = self.holds_ends() && (row < ends[0] || row + 1 == ends[1]);
        row + 1 < self.rows.len() && (held || low)
    }
}

/// The width of the type area of a turned page, which is the height of an upright one.
fn turned_measure(page: &Page) -> f64 {
    page.depth()
}

/// What a column needs, in ems.
struct Need {
    /// Less, and a number or a word would be broken.
    least: f64,
    /// On one line each, up to a length at which a cell is prose.
    whole: f64,
}

fn needs(rows: &[Vec<Vec<Inline>>], columns: usize) -> Vec<Need> {
    let need = |column: usize| {
        let mut need = Need { least: 1.0, whole: 2.0 };
        for cell in rows.iter().filter_map(|row| row.get(column)) {
            let mut words = String::new();
            inline_words(cell, &mut words);
            need.least = need.least.max(unbroken(cell));
            need.whole = need.whole.max(drawn(&words));
        }
        Need { least: need.least + GAP, whole: need.whole.min(24.0) + GAP }
    };
    (0..columns).map(need).collect()
}

/// Ties what stands in short brackets: `投资（万元）` is broken before `（`.
fn tie_brackets(cell: &mut Vec<Inline>) {
    const SHORT: usize = 4;
    let mut out = Vec::with_capacity(cell.len());
    for inline in cell.drain(..) {
        let Inline::Text(run) = inline else {
            out.push(inline);
            continue;
        };
        let mut start = 0;
        let part = |from: usize, to: usize| {
            let origin = run.origin.map(|o| Origin { start: o.start + from, ..o });
            Inline::Text(Run { text: run.text[from..to].into(), origin, ..run.clone() })
        };
        for (at, open) in run.text.match_indices(['（', '(']) {
            let inside = at + open.len();
            let Some(close) = run.text[inside..].find(['）', ')']) else { break };
            let words = &run.text[inside..inside + close];
            if at < start || words.chars().count() > SHORT {
                continue;
            }
            for (next, _) in words.char_indices().skip(1) {
                out.push(part(start, inside + next));
                out.push(Inline::NoBreak);
                start = inside + next;
            }
        }
        if start < run.text.len() {
            out.push(part(start, run.text.len()));
        }
    }
    *cell = out;
}

/// The longest stretch that a line may not break, and at least four Han characters where
/// there are as many: Latin words and numbers, what is tied, marks with the words that they
/// belong to.
fn unbroken(cell: &[Inline]) -> f64 {
    let mut words = String::new();
    inline_words(cell, &mut words);
    let mut longest = drawn(&words).min(4.0);
    let (mut run, mut before, mut tied) = (0.0, ' ', false);
    let mut add = |c: char, tied: bool| {
        let joined = tied
            || (!is_wide(before) && !is_wide(c))
            || han::is_opener(before)
            || han::is_closer(c)
            || han::is_cjk_mark(c) && !han::is_opener(c);
        run = if c.is_whitespace() {
            0.0
        } else if joined && !before.is_whitespace() {
            run + drawn_width(c)
        } else {
            drawn_width(c)
        };
        before = c;
        longest = f64::max(longest, run);
    };
    for inline in cell {
        match inline {
            Inline::Text(run) => {
                for c in run.text.chars() {
                    add(c, std::mem::take(&mut tied));
                }
            }
            Inline::NoBreak => tied = true,
            _ => {}
        }
    }
    // A long address breaks.
    longest.min(16.0)
}

/// How wide words are in a table, in ems.
fn drawn(words: &str) -> f64 {
    words.chars().map(drawn_width).sum()
}

/// How wide a character is in the widest of our faces, in ems: in a column that is as wide
/// as its figures there is no room for a guess. (Digits are 0.56 and 0.57 em wide, `%` 0.92,
/// capitals 0.7 on the average, with the widest at 1.1.)
fn drawn_width(c: char) -> f64 {
    match c {
        _ if is_wide(c) => 1.0,
        '0'..='9' | '$' | '¥' | '€' | '£' | '+' | '-' | '=' => 0.57,
        '%' | '‰' | '@' => 1.0,
        'M' | 'W' | 'm' | 'w' => 0.98,
        'A'..='Z' => 0.74,
        '.' | ',' | ':' | ';' | '\'' | '!' | '|' | ' ' => 0.3,
        'i' | 'j' | 'l' | 't' => 0.36,
        '(' | ')' | '[' | ']' | '/' | 'r' | 'f' | 's' => 0.48,
        // Signs that take a cell in Chinese faces.
        '×' | '÷' | '±' | '≥' | '≤' | '→' | '①'..='⑳' | '℃' | '㎡' | '㎥' => {
            1.0
        }
        _ => 0.62,
    }
}

/// The parts of the measure that the columns take, together 1: what each needs at least,
/// of the rest as much as its words would fill, and of what is left then each the same.
fn widths(needs: &[Need], measure: f64) -> Vec<f64> {
    let least: f64 = needs.iter().map(|need| need.least).sum();
    let more: f64 = needs.iter().map(|need| need.whole - need.least).sum();
    let spare = (measure - least).max(0.0);
    let left = (spare - more).max(0.0) / needs.len().max(1) as f64;
    let grown = |need: &Need| match more > 0.0 {
        true => need.least + spare.min(more) * (need.whole - need.least) / more + left,
        false => need.least + left,
    };
    let widths: Vec<f64> = needs.iter().map(grown).collect();
    let whole: f64 = widths.iter().sum();
    widths.into_iter().map(|width| width / whole).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_words_are_not_broken() {
        let unbroken = |words: &str| {
            let mut inlines = Vec::new();
            let passage = super::super::words::Passage {
                text: words,
                origin: None,
                style: None,
                spans: Vec::new(),
            };
            super::super::words::set(&passage, None, &mut |_| true, &mut inlines);
            tie_brackets(&mut inlines);
            (unbroken(&inlines) * 100.0).round() / 100.0
        };
        assert_eq!(unbroken("1,234,567.8"), 5.46);
        assert_eq!(unbroken("沿河步道全长"), 4.0);
        assert_eq!(unbroken("是"), 1.0);
        assert_eq!(unbroken("12%"), 2.14);
        // A number stays with its unit, a mark with its word.
        assert_eq!(unbroken("共计3200米，其中"), 4.28);
        assert_eq!(unbroken("已完工（验收），"), 5.0);
        // Short brackets are one piece.
        assert_eq!(unbroken("投资（万元）"), 4.0);
        assert_eq!(unbroken("投资（亿元人民币）"), 4.0);
    }

    #[test]
    fn columns_share_the_measure_by_what_they_hold() {
        let need = |least, whole| Need { least, whole };
        let shares = widths(&[need(3.0, 3.0), need(5.0, 25.0)], 28.0);
        assert!((shares[0] - 3.0 / 28.0).abs() < 1e-9, "{shares:?}");
        assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // Short cells in a wide table stand apart evenly.
        let wide = widths(&[need(3.0, 3.0), need(3.0, 5.0)], 28.0);
        assert_eq!(wide, [13.0 / 28.0, 15.0 / 28.0]);
        let tight = widths(&[need(3.0, 9.0), need(3.0, 9.0)], 4.0);
        assert_eq!(tight, [0.5, 0.5]);
    }
}
