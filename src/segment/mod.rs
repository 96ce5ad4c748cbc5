//! Segmenting: what every piece of every line is, and how lines and pieces belong
//! together.
//!
//! Belongs here: labels with reason and confidence, the editor's corrections, joins,
//! article starts, the outline, and doubts about what the author wrote.
//! Does not belong here: repairs of characters and marks (`clean`), and anything about
//! looks (`compose`).
//!
//! The order is: labels, the editor's corrections, joins, articles, outline.

mod apply;
pub mod corrections;
mod cues;
mod dates;
mod doubts;
pub mod duplicates;
mod joins;
mod lines;
mod numbering;
mod outline;
mod rules;
mod sheet;
mod words;

pub(crate) use apply::Stretch;
pub use corrections::Corrections;
pub(crate) use dates::first_date;
pub(crate) use numbering::number;

use std::ops::Range;

use crate::clean::Draft;
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

/// Writes the side file in which an editor corrects the labels of a source.
pub fn label_file(source: &Source, draft: &Draft, corrections: &Corrections) -> String {
    let mut sheet = sheet::Sheet::new(&draft.text, &draft.hints);
    rules::label(&mut sheet);
    corrections.apply(&mut sheet, &mut Notes::new());
    apply::starts(&mut sheet);
    apply::outline(&mut sheet);
    corrections::write(&sheet, draft, source)
}

/// Takes a cleaned text apart.
///
/// The order is: labels, the editor's corrections, joins, articles, outline. Any text is
/// some text: this never fails, and what is doubtful goes into `notes`.
pub fn run(
    source: &Source,
    draft: Draft,
    corrections: &Corrections,
    notes: &mut Notes,
) -> Segments {
    let (text, hints) = (draft.text.clone(), draft.hints.clone());
    let mut sheet = sheet::Sheet::new(&text, &hints);
    rules::label(&mut sheet);
    corrections.apply(&mut sheet, notes);
    let seams = joins::seams(&sheet);
    apply::starts(&mut sheet);
    apply::outline(&mut sheet);
    apply::apply(&sheet, &seams, source, draft, notes)
}
