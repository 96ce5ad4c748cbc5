//! Running heads, running feet and folios: lines that stand on page after page in the same
//! place, apart from the text.

use super::lines::Line;

/// On so many pages the same words must stand.
const FEWEST_PAGES: usize = 3;

/// How many lines at the head and at the foot of a page are looked at.
const DEPTH: usize = 3;

/// The same place, in points.
const SAME_PLACE: f64 = 3.0;

/// For every line of every page whether it is furniture. `pitch`: the usual distance of
/// lines, in points.
pub(super) fn of(pages: &[Vec<Line>], pitch: f64) -> Vec<Vec<bool>> {
    let candidates: Vec<Vec<(usize, String)>> =
        pages.iter().map(|page| apart(page, pitch)).collect();
    let needed = FEWEST_PAGES.max(pages.len() * 2 / 5);
    let stands_on = |words: &str, y: f64| {
        let is_same = |page: &[Line], at: usize, other: &str| {
            other == words && (page[at].y - y).abs() < SAME_PLACE
        };
        let pages = pages.iter().zip(&candidates);
        pages
            .filter(|(page, found)| found.iter().any(|(at, w)| is_same(page, *at, w)))
            .count()
    };
    pages
        .iter()
        .zip(&candidates)
        .map(|(page, found)| {
            let mut furniture = vec![false; page.len()];
            for (at, words) in found {
                furniture[*at] = stands_on(words, page[*at].y) >= needed;
            }
            furniture
        })
        .collect()
}

/// The lines at the head and the foot of a page that stand apart from its text, with their
/// words; digits are all alike.
fn apart(page: &[Line], pitch: f64) -> Vec<(usize, String)> {
    let words = |line: &Line| -> String {
        let solid = line.text.chars().filter(|c| !c.is_whitespace());
        solid.map(|c| if c.is_numeric() { '0' } else { c }).collect()
    };
    let gap = |at: usize| (page[at + 1].y - page[at].y).abs() > 1.2 * pitch;
    let mut found = Vec::new();
    // The lines before the last wide gap near the head, and after the first near the foot.
    let near = page.len().saturating_sub(1);
    if let Some(last) = (0..DEPTH.min(near)).rev().find(|at| gap(*at)) {
        found.extend((0..=last).map(|at| (at, words(&page[at]))));
    }
    if let Some(first) = (near.saturating_sub(DEPTH)..near).find(|at| gap(*at)) {
        found.extend((first + 1..page.len()).map(|at| (at, words(&page[at]))));
    }
    found
}
