//! What is known of a whole file before its articles are told apart.
//!
//! Belongs here: what is found out once and asked at every head.
//! Does not belong here: what follows from it (`further_titles`, `article_start`).

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::forms::{recurring_heads, title_over};
use super::further_titles::are_excerpts;
use super::row_of_titles::in_an_outline;
use crate::segment::numbering::System;
use crate::segment::sheet::{Cut, Sheet};
use crate::segment::words::letters_of;
use crate::segment::{Field, Label};

/// What is known of a whole file before its articles are told apart.
pub(super) struct Known<'a> {
    /// The places of the first heading of a form that is filled in again and again.
    pub cases: HashSet<usize>,
    /// The titles over those forms where an outline counts over them.
    pub sections: Vec<usize>,
    /// The places of all of its headings.
    pub again: HashSet<usize>,
    /// Labels of the page that stand in at least three places.
    pub buttons: HashSet<&'a str>,
    /// For each line the value of the last chapter or article before it.
    pub counted: Vec<[u32; 3]>,
    /// How many lines have more blank lines above them than is usual.
    pub gaps: usize,
    /// Whether the text is a list of excerpts, each cut off with an ellipsis.
    pub excerpts: bool,
    /// Whether the file is one page with a title and one line of fields: what its text is
    /// divided into are sections.
    pub framed: bool,
    /// What the text says that it comes with, and the line that says so.
    annexes: HashMap<String, usize>,
}

impl<'a> Known<'a> {
    pub(super) fn of(sheet: &Sheet<'a>) -> Self {
        let (mut cases, again) = recurring_heads(sheet);
        let sections = if in_an_outline(sheet, &cases) {
            cases.drain(..).filter_map(|case| title_over(sheet, case)).collect()
        } else {
            Vec::new()
        };
        let mut times: HashMap<&str, usize> = HashMap::default();
        let mut counted = Vec::with_capacity(sheet.lines.len());
        let mut last = [0; 3];
        for i in 0..sheet.lines.len() {
            counted.push(last);
            if sheet.is_chrome(i) {
                *times.entry(sheet.words(i)).or_default() += 1;
            } else if let Some(n) =
                sheet.numbers[i].filter(|_| sheet.label(i) != Some(Label::Item))
                && let Some(slot) = slot(n.system)
            {
                last[slot] = n.value;
            }
        }
        let buttons =
            times.into_iter().filter(|(_, t)| *t >= 3).map(|(w, _)| w).collect();
        let gaps = sheet.lines.iter().filter(|l| l.gap >= sheet.usual_gap + 2).count();
        Known {
            cases: cases.into_iter().collect(),
            sections,
            again,
            buttons,
            counted,
            gaps,
            excerpts: are_excerpts(sheet),
            framed: is_framed(sheet),
            annexes: annexes(sheet),
        }
    }
}

/// Whether a page has one title above its text, one line there that says when and by whom
/// it was published, and none below.
pub(super) fn is_framed(sheet: &Sheet<'_>) -> bool {
    if !sheet.page {
        return false;
    }
    let head = (sheet.body.start + 3).min(sheet.lines.len());
    let says = |i: &usize| {
        let named = |c: &Cut| {
            let label = c.verdict.label;
            c.verdict.reason == "field"
                && matches!(
                    label,
                    Label::Metadata(Field::Source | Field::Author | Field::Date)
                )
        };
        sheet.cuts[*i].iter().any(named)
    };
    (0..head).any(|i| sheet.label(i) == Some(Label::Title))
        && (0..head).any(|i| says(&i))
        && !(head..sheet.body.end.max(head)).any(|i| says(&i))
}

/// The names between `《》` in lines that issue something: `现将《…办法》印发给你们`. What
/// is issued is part of the notice.
fn annexes(sheet: &Sheet<'_>) -> HashMap<String, usize> {
    let issues = ["印发", "发布", "公布", "转发", "附件", "印發", "發布", "公佈", "轉發"];
    let mut found = HashMap::default();
    for i in 0..sheet.lines.len() {
        if !sheet.lines[i].marks.may_have(&['《']) {
            continue;
        }
        let words = sheet.words(i);
        if !words.contains('《') || !issues.iter().any(|w| words.contains(w)) {
            continue;
        }
        for name in words.split('《').skip(1) {
            if let Some(end) = name.find('》') {
                found.entry(letters_of(&name[..end])).or_insert(i);
            }
        }
    }
    found
}

/// Whether the head is that of something which the text above comes with.
pub(super) fn is_annex(sheet: &Sheet<'_>, group: &[usize], known: &Known<'_>) -> bool {
    let Some(&first) = group.first() else { return false };
    let mut name = String::new();
    group.iter().take(3).any(|i| {
        name += &letters_of(sheet.words(*i));
        known.annexes.get(&name).is_some_and(|said| *said < first)
    })
}

/// The place of a system among those that count through a whole law.
pub(super) fn slot(system: System) -> Option<usize> {
    match system {
        System::Part => Some(0),
        System::Chapter => Some(1),
        System::Article => Some(2),
        _ => None,
    }
}
