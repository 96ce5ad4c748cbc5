//! Sources (稿件): bytes become text with known positions.
//!
//! Belongs here: finding out what a file is and in which encoding, and reading it.
//! Does not belong here: repairing the text (`clean`) and understanding it (`segment`).
//! No stage after this one reads a source file.

use std::ops::Range;
use std::sync::Arc;

/// Which source of a pack: its place in the list of sources, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// What kind of file a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, in whatever state.
    Text,
    /// Markdown, as an editor writes it by hand.
    Markdown,
    /// A saved web page.
    Html,
    /// A Word file.
    Docx,
}

/// One source, decoded. `text` is exactly what the file says: no line ending is
/// changed, no mark repaired.
#[derive(Debug, Clone)]
pub struct Source {
    /// Which source of the pack.
    pub id: SourceId,
    /// The file as the user named it, or `-`.
    pub name: Arc<str>,
    /// What kind of file.
    pub kind: Kind,
    /// The WHATWG name of the encoding it was read in, such as `gb18030`.
    pub encoding: &'static str,
    /// The decoded text. For [`Kind::Html`] and [`Kind::Docx`] the text of the blocks of
    /// the document, one a line.
    pub text: Arc<str>,
    /// What the markup of the file says about its text: empty for plain text. In order
    /// of `range.start`, outer before inner.
    pub hints: Vec<Hint>,
}

/// What markup says about a range of [`Source::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The bytes of the source's text that it speaks of.
    pub range: Range<usize>,
    /// What it says.
    pub says: Markup,
}

/// What markup can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// A heading of this level, from 1 (`#`, `<h1>`, 标题 1).
    Heading(u8),
    /// One item of a list; `true` where the list is numbered.
    ListItem(bool),
    /// One row of a table; `true` for the head row.
    TableRow(bool),
    /// One cell of a row.
    TableCell,
    /// A paragraph of running text: its line breaks are no paragraph breaks.
    Paragraph,
    /// A block quotation.
    Quotation,
    /// Emphasis (着重).
    Emphasis,
    /// Strong emphasis (bold).
    Strong,
    /// Signs of the markup itself (`##`, `**`, `|`): no words, to be dropped.
    Syntax,
    /// Outside the main text of a web page.
    Outside,
}
