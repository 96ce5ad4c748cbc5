//! Segmenting: what every piece of every line is, and how lines and pieces belong
//! together.
//!
//! Belongs here: labels with reason and confidence, the editor's corrections, joins,
//! article starts, the outline, and doubts about what the author wrote.
//! Does not belong here: repairs of characters and marks (`clean`), and anything about
//! looks (`compose`).
//!
//! The order is: labels, the editor's corrections, joins, articles, outline.

use std::ops::Range;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// 页面杂项: navigation, buttons, notices of the site.
    Chrome,
    /// Source, paper, page, date, author or editor.
    Metadata,
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
