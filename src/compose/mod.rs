//! Composing: a pack, a template and a style become one [`Composition`].
//!
//! Belongs here: everything that must not differ between the formats: order of parts,
//! words of furniture, numbering, outline, contents, resolved styles, characters that no
//! font has.
//! Does not belong here: how a format writes any of it down (`render`).

#[cfg(test)]
pub(crate) mod fixture;
pub mod sheet;

use crate::model::{Date, Origin};
use sheet::{Sheet, StyleId};

/// A pack ready to be written down: typed, styled, numbered. A renderer takes no further
/// decision.
#[derive(Debug, Clone)]
pub struct Composition {
    /// The title of the document, for its metadata.
    pub title: String,
    /// Who issues it, for its metadata. Empty where nobody is named.
    pub author: String,
    /// The language of the text.
    pub lang: Lang,
    /// The date of the issue, which is also the date in the files' metadata.
    pub date: Option<Date>,
    /// Page and styles, resolved: nothing is inherited any more.
    pub sheet: Sheet,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Heads and feet of the pages.
    pub furniture: Furniture,
}

/// The language of a pack. It chooses line breaking, squeezing and font forms.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum Lang {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// 繁體中文.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// 日本語.
    #[serde(rename = "ja")]
    Ja,
    /// 한국어.
    #[serde(rename = "ko")]
    Ko,
}

/// One block of the flow.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph, or a heading where `outline` is set.
    Paragraph(Paragraph),
    /// Blocks that stand together in a frame, on a background or at a page foot, as their
    /// style says.
    Group(Group),
    /// A table.
    Table(Table),
    /// A picture with its caption.
    Figure(Figure),
    /// The table of contents.
    Contents(Contents),
    /// A rule across the type area, drawn as its style's top rule says.
    Rule(StyleId),
    /// What follows begins on a new page; `recto` on a right-hand one.
    PageBreak {
        /// Whether the new page must be a right-hand (odd) one.
        recto: bool,
    },
}

/// A paragraph or a heading.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// How it looks.
    pub style: StyleId,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// Set for headings: their place in the document's outline.
    pub outline: Option<Outline>,
    /// A name that contents and references point to. Unique in the composition; made of
    /// ASCII letters, digits and `-`.
    pub anchor: Option<String>,
    /// Set where the words are one item of a list: how deep it is nested, from 1. The
    /// item's bullet or number is its first inline.
    pub item: Option<u8>,
    /// Where a new article begins: the words of its running head.
    pub running: Option<String>,
}

/// A heading's place in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// 1 is the highest; no level is skipped, whatever the heading looks like.
    pub depth: u8,
}

/// Blocks that stand together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Frame, background, place (in the flow or at the foot of the last page).
    pub style: StyleId,
    /// What kind of part it is, for formats with semantics.
    pub part: Part,
    /// The blocks in it.
    pub blocks: Vec<Block>,
}

/// What a group stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 版头 of an issue, or a cover.
    Masthead,
    /// One article.
    Article,
    /// A titled part of an article.
    Section,
    /// An aside, such as 编者按.
    Aside,
    /// A block quotation.
    Quotation,
    /// A list: every paragraph in it is an item.
    List,
    /// 版记.
    Colophon,
    /// Anything else.
    Plain,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// How it looks.
    pub style: StyleId,
    /// 表题, which stands above.
    pub caption: Option<Paragraph>,
    /// How many of the first rows are repeated on every page.
    pub head_rows: usize,
    /// For each column how its cells are aligned: numbers to the right.
    pub columns: Vec<sheet::Align>,
    /// The cells: `rows[r][c]`, every row as long as `columns`.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// The styles of head cells and body cells.
    pub cell_styles: (StyleId, StyleId),
}

/// A picture.
#[derive(Debug, Clone)]
pub struct Figure {
    /// How it looks.
    pub style: StyleId,
    /// PNG, JPEG, GIF, WebP or SVG bytes.
    pub image: std::sync::Arc<Vec<u8>>,
    /// `png`, `jpg`, `gif`, `webp` or `svg`.
    pub format: &'static str,
    /// What it shows, for those who can't see it.
    pub alt: String,
    /// 图题, which stands below.
    pub caption: Option<Paragraph>,
}

/// The table of contents. Its page numbers are found by laying out.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The paragraph above it (`目　录`), which is no heading of the outline.
    pub heading: Option<Paragraph>,
    /// The entries in order.
    pub entries: Vec<Entry>,
}

/// One entry of the contents.
#[derive(Debug, Clone)]
pub struct Entry {
    /// How it looks: one style a depth.
    pub style: StyleId,
    /// How deep it stands, from 1.
    pub depth: u8,
    /// Its words, the same as those of the heading.
    pub inlines: Vec<Inline>,
    /// The anchor it leads to.
    pub anchor: String,
}

/// A stretch of words, or something else that stands in a line.
#[derive(Debug, Clone)]
pub enum Inline {
    /// Words.
    Text(Run),
    /// A character that no face has. Formats with faces of their own set `〓`.
    Missing {
        /// The character.
        character: char,
        /// Where it stands in its source.
        origin: Option<Origin>,
    },
    /// A line may not break here, whatever stands left and right.
    NoBreak,
    /// A line breaks here.
    LineBreak,
    /// What follows stands at the right edge of the same line.
    Fill,
    /// The number of the page (a field).
    Page,
    /// The number of pages (a field).
    Pages,
    /// The running head of the article that the page shows (a field).
    Running,
    /// A footnote: its mark stands here, its words at the foot of the page.
    Footnote(Vec<Inline>),
    /// Words that lead to an anchor of this document (`#name`) or to an address.
    Link {
        /// `#anchor` or an `https:`, `http:` or `mailto:` address.
        target: String,
        /// The words.
        inlines: Vec<Inline>,
    },
}

/// Words of one look.
#[derive(Debug, Clone)]
pub struct Run {
    /// The words.
    pub text: String,
    /// A character style on top of the paragraph's; `None` for the paragraph's own look.
    pub style: Option<StyleId>,
    /// Where the words come from; `None` for words of the template or the job.
    pub origin: Option<Origin>,
    /// The language of these words where it is not the pack's, such as `en`.
    pub lang: Option<&'static str>,
}

/// Heads and feet.
#[derive(Debug, Clone, Default)]
pub struct Furniture {
    /// Head of right-hand (odd) pages.
    pub head_odd: Option<Paragraph>,
    /// Head of left-hand (even) pages.
    pub head_even: Option<Paragraph>,
    /// Foot of right-hand (odd) pages.
    pub foot_odd: Option<Paragraph>,
    /// Foot of left-hand (even) pages.
    pub foot_even: Option<Paragraph>,
    /// Head of the first page; `None` for no head there.
    pub head_first: Option<Paragraph>,
    /// Foot of the first page; `None` for no foot there.
    pub foot_first: Option<Paragraph>,
    /// Words set across every page, large and pale; `None` for none.
    pub watermark: Option<String>,
}

/// Calls `visit` for every run of words of the flow, in reading order: what the readers of
/// the finished files must find again. Contents entries and furniture are not visited.
pub fn words(composition: &Composition) -> String {
    let mut out = String::new();
    for block in &composition.blocks {
        block_words(block, &mut out);
    }
    out
}

fn block_words(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(p) => paragraph_words(p, out),
        Block::Group(group) => group.blocks.iter().for_each(|b| block_words(b, out)),
        Block::Table(table) => {
            table.caption.iter().for_each(|p| paragraph_words(p, out));
            for row in &table.rows {
                for (i, cell) in row.iter().enumerate() {
                    if i > 0 {
                        out.push('\t');
                    }
                    inline_words(cell, out);
                }
                out.push('\n');
            }
        }
        Block::Figure(figure) => {
            figure.caption.iter().for_each(|p| paragraph_words(p, out));
        }
        Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
    }
}

fn paragraph_words(paragraph: &Paragraph, out: &mut String) {
    inline_words(&paragraph.inlines, out);
    out.push('\n');
}

fn inline_words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => out.push_str(&run.text),
            Inline::Missing { character, .. } => out.push(*character),
            Inline::NoBreak | Inline::Page | Inline::Pages | Inline::Running => {}
            Inline::LineBreak => {}
            Inline::Fill => out.push(' '),
            Inline::Footnote(note) => inline_words(note, out),
            Inline::Link { inlines, .. } => inline_words(inlines, out),
        }
    }
}
