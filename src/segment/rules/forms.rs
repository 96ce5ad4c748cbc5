//! Forms that are filled in again and again: 基本案情, 裁判结果 in a file of cases.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::head::is_note;
use crate::segment::Label;
use crate::segment::sheet::Sheet;
use crate::segment::words::is_letter;

/// Marks the headings of a form that every article of the file fills in: each stands in
/// each article, in the same order.
pub(super) fn form(sheet: &mut Sheet<'_>) {
    let (cases, again) = recurring_heads(sheet);
    if cases.len() < 2 {
        return;
    }
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for i in (0..sheet.lines.len()).filter(|i| again.contains(i)) {
        places.entry(sheet.words(i)).or_default().push(i);
    }
    for places in places.into_values() {
        let once_each = places.len() == cases.len()
            && places.iter().zip(&cases).all(|(place, case)| place >= case)
            && places.iter().zip(&cases[1..]).all(|(place, next)| place < next);
        for i in places.into_iter().filter(|_| once_each) {
            sheet.decide(i, Label::Heading(0), "form", 0.8);
        }
    }
}

/// Lines that open the same sequence of headings again and again: 基本案情 in a file of
/// cases. The places of the first heading of the sequence, and those of all of them.
pub(super) fn recurring_heads(sheet: &Sheet<'_>) -> (Vec<usize>, HashSet<usize>) {
    // Fields come again, too, but no form is made of them.
    let field = |i: usize| {
        matches!(sheet.label(i), Some(Label::Chrome | Label::Metadata(_) | Label::Byline))
    };
    let heads = (0..sheet.lines.len()).filter(|i| {
        (2..=10).contains(&sheet.lines[*i].letters) && !field(*i) && sheet.is_display(*i)
    });
    let heads: Vec<usize> = heads.collect();
    // Two of them, each in two places.
    if heads.len() < 4 {
        return (Vec::new(), HashSet::default());
    }
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::default();
    for i in heads {
        let bare = sheet.words(i).trim_matches(|c: char| !is_letter(c));
        seen.entry(bare).or_default().push(i);
    }
    let mut first: Option<Vec<usize>> = None;
    let mut sequences = 0;
    let mut all = HashSet::default();
    for (_, places) in ordered(seen) {
        if places.len() < 2 {
            continue;
        }
        // Every time a line that may be a title stands above it.
        let titled = places.iter().all(|p| title_over(sheet, *p).is_some());
        sequences += 1;
        all.extend(places.iter().copied());
        if titled && first.as_ref().is_none_or(|f| f[0] > places[0]) {
            first = Some(places);
        }
    }
    // One recurring line alone may be anything; two or more are a form that is filled in.
    if sequences < 2 {
        return (Vec::new(), HashSet::default());
    }
    (first.unwrap_or_default(), all)
}

/// The line that may be the title over the first heading of a form: above the fields and
/// notes that stand between, and above what repeats a part of it.
pub(super) fn title_over(sheet: &Sheet<'_>, form: usize) -> Option<usize> {
    const REACH: usize = 5;
    let mut above = sheet.previous_text(form);
    for _ in 0..REACH {
        let line = above?;
        let words = sheet.words(line);
        let next = sheet.previous_text(line);
        let between =
            matches!(sheet.label(line), Some(Label::Metadata(_) | Label::Byline))
                || is_note(words)
                || (words.starts_with(['（', '(']) && words.ends_with(['）', ')']))
                || next.is_some_and(|n| sheet.words(n).contains(words));
        if !between {
            let title = sheet.is_display(line) && sheet.lines[line].letters >= 5;
            return title.then_some(line);
        }
        above = next;
    }
    None
}

fn ordered(map: HashMap<&str, Vec<usize>>) -> Vec<(&str, Vec<usize>)> {
    let mut list: Vec<_> = map.into_iter().collect();
    list.sort_by_key(|(_, places)| places[0]);
    list
}
