//! Running heads, running feet and folios: lines that stand on page after page in the same
//! place, apart from the text.

use std::collections::BTreeMap;

use super::lines::Line;

/// On so many pages the same words must stand.
const FEWEST_PAGES: usize = 3;

/// Folios are known by their form, too.
const FEWEST_FOLIOS: usize = 2;

/// A folio as most printed matter has it, its number as [`apart`] writes it.
const FOLIO: &str = "—0—";

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
    let mut places: BTreeMap<&str, Vec<(usize, f64)>> = BTreeMap::new();
    for (n, (page, found)) in pages.iter().zip(&candidates).enumerate() {
        for (at, words) in found {
            places.entry(words).or_default().push((n, page[*at].y));
        }
    }
    let stands_on = |words: &str, y: f64| {
        let mut pages: Vec<usize> = places[words]
            .iter()
            .filter(|(_, other)| (other - y).abs() < SAME_PLACE)
            .map(|(page, _)| *page)
            .collect();
        pages.dedup();
        pages.len()
    };
    pages
        .iter()
        .zip(&candidates)
        .map(|(page, found)| {
            let mut furniture = vec![false; page.len()];
            for (at, words) in found {
                let needed = if is_folio(words) { FEWEST_FOLIOS } else { needed };
                furniture[*at] = stands_on(words, page[*at].y) >= needed;
            }
            furniture
        })
        .collect()
}

/// The lines at the head and the foot of a page that stand apart from its text, with their
/// words; numbers are all alike.
fn apart(page: &[Line], pitch: f64) -> Vec<(usize, String)> {
    let words = |line: &Line| {
        let mut words = String::new();
        for c in line.text.chars().filter(|c| is_seen(*c)) {
            let c = if c.is_numeric() { '0' } else { c };
            if c != '0' || !words.ends_with('0') {
                words.push(c);
            }
        }
        // A running head that shares the line of the folio changes with the article.
        if words.starts_with(FOLIO) || words.ends_with(FOLIO) {
            FOLIO.into()
        } else {
            words
        }
    };
    let gap = |at: usize| (page[at + 1].y - page[at].y).abs() > 1.1 * pitch;
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

/// Whether words are those of a folio: a number, with dashes or counting words.
fn is_folio(words: &str) -> bool {
    words.contains('0') && words.chars().all(|c| "0—–-－/·第共页頁".contains(c))
}

fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}
