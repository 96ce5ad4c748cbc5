//! From labelled lines to a text taken apart: article starts, levels, and the edits
//! that drop, join and move.
//!
//! Belongs here: putting the decisions of the other modules into effect through the
//! account.
//! Does not belong here: the decisions.

use std::ops::Range;
use std::sync::Arc;

use super::joins::Seam;
use super::sheet::{Sheet, Verdict};
use super::{Field, Label, Labelled, Piece, Profile, Segments, outline, profiles};
use crate::clean::{Draft, Edit, Shift};
use crate::diag::{Diagnostic, Notes, say};
use crate::model::Dropped;
use crate::source::Source;

/// A part of the text after joins: one block, or one line of a head.
#[derive(Debug, Clone)]
pub(crate) struct Stretch {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub label: Label,
    /// The rule that decided.
    pub reason: &'static str,
    /// How sure.
    pub confidence: f32,
    /// Parts of it that are something else, in order.
    pub parts: Vec<Part>,
    /// Whether an article begins with it.
    pub starts: bool,
}

/// A part of a stretch.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Its bytes.
    pub range: Range<usize>,
    /// What it is.
    pub label: Label,
    /// The rule that decided.
    pub reason: &'static str,
    /// How sure.
    pub confidence: f32,
}

impl Stretch {
    /// Lets the last part reach over a joined `line` where only parts are kept: an editor
    /// may say that a line goes on from a byline or from a row.
    fn reach(&mut self, line: Range<usize>) {
        let only_parts = match self.label {
            Label::Byline => true,
            Label::Metadata(field) => field != Field::Editor,
            Label::Row => !self.parts.is_empty(),
            _ => false,
        };
        match self.parts.last_mut() {
            Some(last) if only_parts => last.range.end = line.end.max(last.range.end),
            None if only_parts => self.parts.push(Part {
                range: line,
                label: Label::Metadata(Field::Words),
                reason: self.reason,
                confidence: self.confidence,
            }),
            _ => {}
        }
    }

    /// The stretch as pieces that follow each other.
    pub(crate) fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut at = self.range.start;
        let own = |range| Piece {
            range,
            label: self.label,
            reason: self.reason,
            confidence: self.confidence,
        };
        for part in &self.parts {
            if at < part.range.start {
                pieces.push(own(at..part.range.start));
            }
            pieces.push(Piece {
                range: part.range.clone(),
                label: part.label,
                reason: part.reason,
                confidence: part.confidence,
            });
            at = part.range.end;
        }
        if at < self.range.end {
            pieces.push(own(at..self.range.end));
        }
        pieces
    }
}

/// Whether a label belongs to the head of an article.
fn is_head(label: Option<Label>) -> bool {
    matches!(label, Some(Label::Kicker | Label::Title | Label::Subtitle | Label::Note))
}

/// Marks the lines at which articles begin: the first line of the text, and every head
/// behind the text of another article.
pub(crate) fn starts(sheet: &mut Sheet<'_>) {
    let mut text_since = false;
    let mut headed = false;
    // Where the first article has its fields above the title, all have.
    let first = (0..sheet.lines.len()).find(|i| !sheet.is_chrome(*i));
    let above = first.is_some_and(|i| matches!(sheet.label(i), Some(Label::Metadata(_))));
    // Where a byline opens the file and nothing in it has a title, bylines open articles.
    let byline = |label: Option<Label>| label == Some(Label::Byline);
    let untitled = first.is_some_and(|i| byline(sheet.label(i)))
        && !(0..sheet.lines.len()).any(|i| is_head(sheet.label(i)));
    for i in 0..sheet.lines.len() {
        if sheet.is_chrome(i) {
            continue;
        }
        match sheet.label(i) {
            label if untitled && byline(label) => {
                sheet.starts[i] |= text_since;
                text_since = false;
            }
            label if is_head(label) => {
                let opens = matches!(label, Some(Label::Kicker | Label::Title));
                if text_since && opens {
                    let listed = dashed_above(sheet, i);
                    let first = if above || listed { fields_above(sheet, i) } else { i };
                    sheet.starts[first] = true;
                }
                text_since = false;
            }
            Some(
                Label::Byline | Label::Metadata(_) | Label::Caption | Label::Footnote,
            ) => {}
            // Short lines above the first title are what a page has left there.
            _ => text_since |= headed || sheet.is_prose(i),
        }
        headed |= is_head(sheet.label(i));
        if sheet.starts[i] {
            text_since = false;
        }
    }
}

/// Whether fields with dashes stand over a title, as they do over all of a list: below the
/// last text of the file there are none.
fn dashed_above(sheet: &Sheet<'_>, i: usize) -> bool {
    let dashed = |line: usize| {
        sheet.verdicts[line].as_ref().is_some_and(|v| v.reason == "dashed-fields")
    };
    let last = (0..sheet.lines.len()).rev().find(|l| !sheet.is_chrome(*l));
    sheet.previous_text(i).is_some_and(dashed) && !last.is_some_and(dashed)
}

/// The first of the fields that stand right above line `i`.
fn fields_above(sheet: &Sheet<'_>, i: usize) -> usize {
    let mut first = i;
    while let Some(above) = sheet.previous_text(first)
        && matches!(
            sheet.label(above),
            Some(Label::Metadata(field)) if field != Field::Editor
        )
    {
        first = above;
    }
    first
}

/// Gives the headings of every article their levels.
pub(crate) fn outline(sheet: &mut Sheet<'_>) {
    let mut from = 0;
    for i in 1..=sheet.lines.len() {
        if i == sheet.lines.len() || sheet.starts[i] {
            outline::levels(sheet, from, i);
            from = i;
        }
    }
}

/// What is to become of a text: its parts, and the edits that make them.
pub(crate) struct Plan {
    stretches: Vec<Stretch>,
    /// What goes, each with its reason.
    drops: Vec<LeftOut>,
    /// What stands between the halves of paragraphs, each with the rule of the join.
    joins: Vec<(&'static str, Edit)>,
    /// Lines that do not go on from the text above them, though they should.
    lost: Vec<Range<usize>>,
    /// What every line was taken for.
    labels: Vec<Labelled>,
}

/// A stretch that is left out.
struct LeftOut {
    range: Range<usize>,
    reason: &'static str,
    label: &'static str,
}

/// Decides what is dropped, joined and kept, from what the sheet and the seams say.
pub(crate) fn plan(sheet: &Sheet<'_>, seams: &[Seam], draft: &Draft) -> Plan {
    let mut plan = Plan {
        labels: labels(sheet, draft),
        stretches: Vec::with_capacity(sheet.lines.len()),
        drops: Vec::new(),
        joins: Vec::new(),
        lost: Vec::new(),
    };
    for (i, line) in sheet.lines.iter().enumerate() {
        let verdict = sheet.verdicts[i].clone().unwrap_or_else(body);
        let (before, behind) = sheet.signs[i];
        if verdict.label == Label::Chrome {
            let range = line.range.start - before..line.range.end + behind;
            plan.drop(range, verdict.reason, "chrome");
            continue;
        }
        // What stays to the character keeps the signs of its markup, too.
        let line = match sheet.verbatim[i] {
            true => line.range.start - before..line.range.end + behind,
            false => line.range.clone(),
        };
        let (before, behind) = if sheet.verbatim[i] { (0, 0) } else { (before, behind) };
        plan.drop(line.start - before..line.start, "signs", "markup");
        let signs = if sheet.verbatim[i] { &[] } else { signs_in(sheet, &line) };
        let mut gone: Vec<(Range<usize>, &str, &str)> =
            signs.iter().map(|sign| (sign.clone(), "signs", "markup")).collect();
        let outside = match verdict.label {
            Label::Byline | Label::Metadata(Field::Words) => Some("field-words"),
            Label::Row if !sheet.cuts[i].is_empty() => Some("table-border"),
            _ => None,
        };
        if let Some(reason) = outside {
            let words = between(sheet, i, signs).into_iter();
            gone.extend(words.map(|range| (range, reason, reason)));
            gone.sort_by_key(|(range, ..)| range.start);
        }
        gone.into_iter()
            .for_each(|(range, reason, label)| plan.drop(range, reason, label));
        plan.drop(line.end..line.end + behind, "signs", "markup");
        let parts = sheet.cuts[i].iter().map(|cut| Part {
            range: cut.range.clone(),
            label: cut.verdict.label,
            reason: cut.verdict.reason,
            confidence: cut.verdict.confidence,
        });
        match (seams[i], plan.stretches.last_mut()) {
            (Seam::Joined(evidence, space), Some(last)) => {
                let with = if space { " " } else { "" };
                let gap = last.range.end..line.start;
                plan.joins.push((evidence.rule(), Edit::replace(gap, with)));
                last.range.end = line.end;
                last.parts.extend(parts);
                last.reach(line.clone());
            }
            (_, Some(last)) if heads_on(sheet, i, last) => {
                let gap = last.range.end..line.start;
                plan.joins.push(("segment/title-lines", Edit::replace(gap, " ")));
                last.range.end = line.end;
            }
            (seam, _) => {
                if seam == Seam::Lost {
                    plan.lost.push(line.clone());
                }
                plan.stretches.push(Stretch {
                    range: line.clone(),
                    label: verdict.label,
                    reason: verdict.reason,
                    confidence: verdict.confidence,
                    parts: parts.collect(),
                    starts: sheet.starts[i],
                });
            }
        }
    }
    plan
}

/// Carries a plan out, and enters all of it into the account.
pub(crate) fn carry_out(
    plan: Plan,
    source: &Source,
    mut draft: Draft,
    profiles: &[Arc<Profile>],
    notes: &mut Notes,
) -> Segments {
    let Plan { mut stretches, drops, mut joins, lost, labels } = plan;
    notes.extend(lost.into_iter().map(|range| lost_text(&draft, source, &range)));
    let mut origins = draft.account.origins();
    let dropped = drops.iter().map(|drop| {
        let range = origins.of(&drop.range);
        let text = source.text[range.clone()].to_string();
        Dropped { text, range, label: drop.label, reason: drop.reason }
    });
    let dropped: Vec<Dropped> = dropped.collect();
    let edits: Vec<_> = drops
        .into_iter()
        .map(|drop| {
            (profiles::account_rule(profiles, drop.reason), Edit::drop(drop.range))
        })
        .collect();
    let shift = draft.enter(edits.iter().map(|(rule, edit)| (*rule, edit)));
    follow(&mut stretches, &shift);
    let mut walk = shift.walk();
    joins.iter_mut().for_each(|(_, edit)| edit.range = walk.map_range(&edit.range));
    let shift = draft.enter(joins.iter().map(|(rule, edit)| (*rule, edit)));
    follow(&mut stretches, &shift);
    drop((edits, joins, shift));
    let mut ranges: Vec<Range<usize>> =
        stretches.iter().map(|s| s.range.clone()).collect();
    for shift in crate::clean::paragraphs(&mut draft, &mut ranges) {
        let mut walk = shift.walk();
        for part in stretches.iter_mut().flat_map(|s| &mut s.parts) {
            part.range = walk.map_range(&part.range);
        }
    }
    for (stretch, range) in stretches.iter_mut().zip(ranges) {
        stretch.range = range;
    }
    stretches.retain(|s| !draft.text[s.range.clone()].trim().is_empty());
    move_fields(&mut draft, &stretches);
    super::doubts::report(&draft, source, &stretches, profiles, notes);
    Segments { draft, stretches, dropped, labels, profiles: profiles.to_vec() }
}

impl Plan {
    /// Leaves `range` out, which stands behind what goes already. Where they overlap, only
    /// the rest goes under this reason.
    fn drop(&mut self, range: Range<usize>, reason: &'static str, label: &'static str) {
        let start = range.start.max(self.drops.last().map_or(0, |last| last.range.end));
        if start < range.end {
            self.drops.push(LeftOut { range: start..range.end, reason, label });
        }
    }
}

/// Moves the stretches and their parts along with the text.
fn follow(stretches: &mut [Stretch], shift: &Shift) {
    if shift.is_empty() {
        return;
    }
    let mut walk = shift.walk();
    for stretch in stretches {
        let range = walk.map_range(&stretch.range);
        stretch.range = range;
        for part in &mut stretch.parts {
            part.range = walk.map_range(&part.range);
        }
    }
}

/// Whether a line is the next line of the title or subtitle above it.
fn heads_on(sheet: &Sheet<'_>, i: usize, last: &Stretch) -> bool {
    matches!(last.label, Label::Title | Label::Subtitle)
        && sheet.label(i) == Some(last.label)
        && !sheet.starts[i]
        && last.parts.is_empty()
        && sheet
            .previous_text(i)
            .is_some_and(|p| sheet.lines[p].range.end == last.range.end)
}

/// The signs of markup inside a line.
fn signs_in<'a>(sheet: &'a Sheet<'_>, line: &Range<usize>) -> &'a [Range<usize>] {
    let from = sheet.marks.partition_point(|sign| sign.start < line.start);
    let signs = &sheet.marks[from..];
    let count = signs.iter().take_while(|sign| sign.end <= line.end).count();
    &signs[..count]
}

/// The stretches of a line outside its cuts and the signs of its markup, without white
/// space at their ends.
fn between(sheet: &Sheet<'_>, i: usize, signs: &[Range<usize>]) -> Vec<Range<usize>> {
    let line = &sheet.lines[i].range;
    let cuts = sheet.cuts[i].iter().map(|cut| &cut.range);
    let mut taken: Vec<&Range<usize>> = cuts.chain(signs).collect();
    taken.sort_by_key(|range| range.start);
    let end = line.end..line.end;
    let mut ranges = Vec::new();
    let mut at = line.start;
    for next in taken.into_iter().chain([&end]) {
        if at < next.start {
            let raw = &sheet.text[at..next.start];
            let start = at + (raw.len() - raw.trim_start().len());
            let end = start + raw.trim().len();
            if start < end {
                ranges.push(start..end);
            }
        }
        at = at.max(next.end);
    }
    ranges
}

fn lost_text(draft: &Draft, source: &Source, range: &Range<usize>) -> Diagnostic {
    Diagnostic::doubt(
        "segment/lost-text",
        say(
            "这里与上一段接不上，像是缺了文字，没有接排",
            "this does not go on from the paragraph above: words seem to be missing, not joined",
        ),
    )
    .at(&source.name, &source.text, draft.account.origin_of(range))
    .help("对照原件补上缺字，或在标注文件中写“续”", "compare with the original, or write 续 in the label file")
}

/// What every line was taken for, and the parts of it that are something else.
fn labels(sheet: &Sheet<'_>, draft: &Draft) -> Vec<Labelled> {
    let parts: usize = sheet.cuts.iter().map(Vec::len).sum();
    let mut labels = Vec::with_capacity(sheet.lines.len() + parts);
    let mut origins = draft.account.origins();
    for (i, line) in sheet.lines.iter().enumerate() {
        let body = body();
        let own = sheet.verdicts[i].as_ref().unwrap_or(&body);
        let parts = sheet.cuts[i].iter().map(|cut| (&cut.range, &cut.verdict));
        for (range, verdict) in std::iter::once((&line.range, own)).chain(parts) {
            labels.push(Labelled {
                range: origins.of(range),
                label: verdict.label,
                reason: verdict.reason,
                confidence: verdict.confidence,
            });
        }
    }
    labels
}

/// What a line is of which no rule says anything.
fn body() -> Verdict {
    Verdict { label: Label::Body, reason: "paragraph", confidence: 0.6 }
}

/// Tells the account which words left the running text for a place of their own.
fn move_fields(draft: &mut Draft, stretches: &[Stretch]) {
    let mut moved = Vec::new();
    for stretch in stretches {
        match stretch.label {
            Label::Metadata(Field::Editor) => moved.push(stretch.range.clone()),
            Label::Jump if stretch.reason == "continued-on" => {
                moved.push(stretch.range.clone());
            }
            Label::Byline | Label::Metadata(_) => {
                moved.extend(stretch.parts.iter().map(|p| p.range.clone()));
            }
            _ => {}
        }
    }
    draft.account.mark_moved("segment/field", &moved);
}
