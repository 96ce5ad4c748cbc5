//! Segmenting: what every piece of every line is, and how lines and pieces belong
//! together.
//!
//! Belongs here: labels with reason and confidence, the editor's corrections, joins,
//! article starts, the outline, and doubts about what the author wrote.
//! Does not belong here: repairs of characters and marks (`clean`), and anything about
//! looks (`compose`).
//!
//! The order is: hard wraps, labels, the profiles, the editor's corrections, joins, articles, outline.

mod apply;
pub mod corrections;
mod cues;
mod dates;
mod doubts;
pub mod duplicates;
mod joins;
mod lines;
mod numbering;
mod orders;
mod outline;
mod pairs;
pub mod profiles;
mod rules;
mod sheet;
mod words;
mod wraps;

pub(crate) use apply::Stretch;
pub use corrections::Corrections;
pub(crate) use dates::first_date;
pub(crate) use numbering::number;
pub use profiles::Profile;

use std::ops::Range;
use std::sync::Arc;

use crate::clean::{self, Draft};
use crate::diag::Notes;
use crate::model::Dropped;
use crate::source::Source;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// 页面杂项: navigation, buttons, notices of the site.
    Chrome,
    /// Source, paper, page, date, author or editor.
    Metadata(Field),
    /// 引题.
    Kicker,
    /// 主题.
    Title,
    /// 副题.
    Subtitle,
    /// 题注.
    Note,
    /// 署名.
    Byline,
    /// 电头.
    Dateline,
    /// 小标题 of level 1 to 4, on a line of its own.
    Heading(u8),
    /// 同行标题: the first sentence of a paragraph.
    RunIn(u8),
    /// 提要.
    Highlight,
    /// One item of a list.
    Item,
    /// One row of a table.
    Row,
    /// 图说 or 图题.
    Caption,
    /// 正文.
    Body,
    /// 上接 or 下转.
    Jump,
    /// 落款: signature or date at the end.
    SignOff,
    /// 附件说明.
    Attachment,
    /// A block quotation.
    Quotation,
    /// 脚注: the words of a note, which stands where its mark is.
    Footnote,
}

/// Which of the metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 来源.
    Source,
    /// 日期.
    Date,
    /// 作者.
    Author,
    /// 版次.
    Page,
    /// 责任编辑 and others who are named with their part.
    Editor,
    /// The words that say what a field is (`来源：`), and labels of the page between
    /// fields.
    Words,
}

impl Label {
    /// The stable word for it, as the account and the interchange format use it.
    pub fn word(self) -> &'static str {
        match self {
            Label::Chrome => "chrome",
            Label::Metadata(Field::Words) => "field-words",
            Label::Metadata(_) => "metadata",
            Label::Kicker => "kicker",
            Label::Title => "title",
            Label::Subtitle => "subtitle",
            Label::Note => "note",
            Label::Byline => "byline",
            Label::Dateline => "dateline",
            Label::Heading(_) => "heading",
            Label::RunIn(_) => "run-in",
            Label::Highlight => "highlight",
            Label::Item => "item",
            Label::Row => "row",
            Label::Caption => "caption",
            Label::Body => "body",
            Label::Jump => "jump",
            Label::SignOff => "sign-off",
            Label::Attachment => "attachment",
            Label::Quotation => "quotation",
            Label::Footnote => "footnote",
        }
    }
}

/// A stretch of one line that has one label.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its bytes in the draft's text.
    pub range: Range<usize>,
    /// What it is.
    pub label: Label,
    /// Why: a short stable name of the rule that decided.
    pub reason: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// A text taken apart: what became of its lines, in order.
#[derive(Debug, Clone)]
pub struct Segments {
    /// The text without what was dropped, its broken lines joined, with its account.
    pub draft: Draft,
    /// Its parts, in order.
    pub(crate) stretches: Vec<Stretch>,
    /// What was left out, in order of the source.
    pub dropped: Vec<Dropped>,
    /// What every line was taken for, in order of the source.
    pub labels: Vec<Labelled>,
    /// The profiles that knew the source.
    pub profiles: Vec<Arc<Profile>>,
}

/// What a stretch of a line of a source was taken for.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// Its bytes in the source.
    pub range: Range<usize>,
    /// What it is.
    pub label: Label,
    /// Why: the name of a rule, `editor`, or a profile and its line.
    pub reason: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

impl Segments {
    /// Every piece of the text, in order: what `label` and `explain` show.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        self.stretches.iter().flat_map(Stretch::pieces)
    }
}

/// The names of all rules that label lines, in the order in which they run.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    rules::RULES.iter().map(|rule| rule.name)
}

/// What people say about a source: rules for its kind, and words about its lines.
#[derive(Debug, Clone, Copy, Default)]
pub struct Guidance<'a> {
    /// The profiles that may be used, the first before the rest.
    pub profiles: &'a [Arc<Profile>],
    /// The side file of the source, where it has one.
    pub corrections: Option<&'a Corrections>,
}

impl<'a> From<&'a Corrections> for Guidance<'a> {
    fn from(corrections: &'a Corrections) -> Self {
        Guidance { profiles: &[], corrections: Some(corrections) }
    }
}

/// Writes the side file in which an editor corrects the labels of a source.
pub fn label_file(source: &Source, draft: Draft, guidance: Guidance<'_>) -> String {
    let (mut draft, placed) = untouched(source, draft, guidance, &mut Notes::new());
    let unwrapped = unwrap(&mut draft, &placed);
    let wraps::Unwrapped { lines, seams } = unwrapped;
    let mut guessed = sheet::Sheet::of_lines(&draft.text, &draft.hints, lines);
    let profiles = profiles::that_fit(guidance.profiles, &guessed);
    guess(&mut guessed, &profiles);
    let mut sheet = guessed.clone();
    let origins = corrections::origins(&sheet.lines, &draft);
    placed.apply(&mut sheet, &origins);
    for sheet in [&mut guessed, &mut sheet] {
        apply::starts(sheet);
        apply::outline(sheet);
    }
    let numbers = corrections::numbers(&origins, source);
    let wrapped: Vec<_> = seams.iter().map(|at| draft.account.origin(*at)).collect();
    let wrapped: Vec<(usize, usize)> =
        corrections::numbers(&wrapped, source).into_iter().zip(seams).collect();
    corrections::write(&source.name, &guessed, &sheet, &numbers, &wrapped)
}

/// Takes a cleaned text apart.
///
/// The order is: hard wraps, labels, the profiles, the editor's corrections, joins,
/// articles, outline. Any text is some text: this never fails, and what is doubtful goes into `notes`.
pub fn run<'a>(
    source: &Source,
    draft: Draft,
    guidance: impl Into<Guidance<'a>>,
    notes: &mut Notes,
) -> Segments {
    let guidance = guidance.into();
    let (mut draft, placed) = untouched(source, draft, guidance, notes);
    let lines = unwrap(&mut draft, &placed).lines;
    let mut sheet = sheet::Sheet::of_lines(&draft.text, &draft.hints, lines);
    let profiles = profiles::that_fit(guidance.profiles, &sheet);
    guess(&mut sheet, &profiles);
    if !placed.is_empty() {
        let origins = corrections::origins(&sheet.lines, &draft);
        placed.apply(&mut sheet, &origins);
    }
    rules::cut_rows(&mut sheet);
    let seams = joins::seams(&sheet);
    apply::starts(&mut sheet);
    apply::outline(&mut sheet);
    let plan = apply::plan(&sheet, &seams, &draft);
    drop((sheet, seams));
    apply::carry_out(plan, source, draft, &profiles, notes)
}

/// Labels every line by the rules and the profiles. A profile speaks first, so that the
/// rules see what it knows, and last, so that none of them overrules it.
fn guess(sheet: &mut sheet::Sheet<'_>, profiles: &[Arc<Profile>]) {
    let known: Vec<_> = profiles.iter().flat_map(|p| p.decide(sheet)).collect();
    profiles::impose(sheet, &known);
    rules::label(sheet);
    profiles::impose(sheet, &known);
}

/// Undoes hard wraps. A line of which the editor speaks stays one of its own.
fn unwrap(draft: &mut Draft, placed: &corrections::Placed) -> wraps::Unwrapped {
    wraps::undo(draft, |draft, line| {
        !placed.is_empty() && placed.speaks_of(&draft.account.origin_of(line))
    })
}

/// Finds the lines of the editor's corrections, and cleans the text anew where some of
/// them must stay to the character.
fn untouched(
    source: &Source,
    draft: Draft,
    guidance: Guidance<'_>,
    notes: &mut Notes,
) -> (Draft, corrections::Placed) {
    let Some(corrections) = guidance.corrections else {
        return (draft, corrections::Placed::default());
    };
    let placed = corrections.place(source, &draft, notes);
    let kept = placed.untouched(source);
    let draft = if kept.is_empty() { draft } else { clean::run_around(source, kept) };
    (draft, placed)
}
