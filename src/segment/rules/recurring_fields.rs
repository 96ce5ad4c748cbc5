//! Fields that come again over every article of a file.
//!
//! Belongs here: what only its coming again shows to be a field.
//! Does not belong here: fields that one line shows (`metadata`).

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::mastheads::is_page_name;
use crate::segment::lines::End;
use crate::segment::sheet::{Cut, Sheet};
use crate::segment::words::is_letter;
use crate::segment::{Field, Label};

/// Reads lines that come again over every article of an archive: the page of the paper,
/// and fields without a value, such as `专栏：`.
pub(super) fn recurring_fields(sheet: &mut Sheet<'_>) {
    let reporters = beside_dates(sheet);
    for i in 0..sheet.lines.len() {
        let line = &sheet.lines[i];
        if !sheet.open(i) || line.letters > 12 || line.letters < 2 {
            continue;
        }
        let words = sheet.words(i);
        let bare = words.trim_end_matches(|c: char| !is_letter(c));
        let page = is_page_name(bare);
        if reporters.contains(words) {
            let (label, end) = (Label::Metadata(Field::Source), words.len());
            sheet.decide(i, Label::Metadata(Field::Words), "beside-each-date", 0.75);
            sheet.cut(i, 0..end, label, "beside-each-date", 0.75);
            continue;
        }
        let empty = line.end == End::Colon && line.letters <= 6;
        if !(page || empty) || sheet.labels_again(words) < 2 {
            continue;
        }
        // 点评： over a sentence is said by somebody.
        let over_a_head = sheet.next_text(i + 1).is_some_and(|n| {
            sheet.lines[n].letters <= 60 && (page || sheet.lines[n].end != End::Stop)
        });
        if !over_a_head {
            continue;
        }
        sheet.decide(i, Label::Metadata(Field::Words), "recurring-field", 0.8);
        if page {
            let label = Label::Metadata(Field::Page);
            sheet.cut(i, 0..bare.len(), label, "recurring-field", 0.8);
        }
    }
}

/// The short lines that come again at least three times, each time between a text and a
/// date that was read: who reports, on every piece of a list.
fn beside_dates<'a>(sheet: &Sheet<'a>) -> HashSet<&'a str> {
    let dated = |j: usize| {
        let date = |c: &Cut| c.verdict.label == Label::Metadata(Field::Date);
        sheet.cuts.get(j).is_some_and(|cuts| cuts.iter().any(date))
    };
    let mut found: HashMap<&str, bool> = HashMap::default();
    for i in 0..sheet.lines.len() {
        let line = &sheet.lines[i];
        let words = sheet.words(i);
        if line.letters <= 12 && line.end == End::Bare && sheet.labels_again(words) >= 3 {
            let beside = i > 0 && sheet.is_prose(i - 1) && dated(i + 1);
            *found.entry(words).or_insert(true) &= beside;
        }
    }
    found.into_iter().filter_map(|(words, always)| always.then_some(words)).collect()
}
