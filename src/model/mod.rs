//! The pack: what the articles say, never how they look.
//!
//! Belongs here: the types Pack → Article → Section → Block → Text, and their stable JSON
//! form ([`json`]).
//! Does not belong here: fonts, sizes and order of parts (`compose`), and how a line was
//! recognised (`segment`).

mod build;
mod check;
pub mod json;
pub mod markdown;
pub mod outline;
pub mod receipt;
pub mod review;
pub mod story;

pub use build::build;
pub use check::check;

use std::ops::Range;
use std::sync::Arc;

use crate::clean::Account;
use crate::segment::{Labelled, Profile, first_date};
use crate::source::{Image, Source, SourceId};

/// Everything that the sources of one job say.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// The articles in the order of the sources, or as the job orders them.
    pub articles: Vec<Article>,
    /// What became of each source, indexed by [`SourceId`].
    pub records: Vec<Record>,
}

/// One source, and where every character of it went.
#[derive(Debug, Clone)]
pub struct Record {
    /// The source as it was read.
    pub source: Source,
    /// Its text after cleaning: what every [`Text`] of this source is a slice of.
    pub clean: Arc<String>,
    /// The way from one to the other.
    pub account: Account,
    /// Everything that was left out, in order of the source.
    pub dropped: Vec<Dropped>,
    /// What every line was taken for, in order of the source; behind a line the parts of
    /// it that are something else.
    pub labels: Vec<Labelled>,
    /// The profiles that knew the source.
    pub profiles: Vec<Arc<Profile>>,
}

/// A line, or a piece of one, that was left out of the pack.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// As it stood in the source.
    pub text: String,
    /// Its bytes in the source.
    pub range: Range<usize>,
    /// The label that it had, such as `chrome`.
    pub label: &'static str,
    /// Why it has that label.
    pub reason: &'static str,
}

/// A piece of text of the pack with the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// The words. White space at the ends is gone; there is no line break inside.
    pub text: String,
    /// Where the words come from. `None` for words that the job or the program supplied.
    pub origin: Option<Origin>,
    /// Emphasis that the source's markup gave, in order and nested like brackets.
    pub marks: Vec<Mark>,
    /// The notes that the words refer to, in order.
    pub notes: Vec<Footnote>,
}

/// A note (脚注) and where it is referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// The byte of the text behind which its mark stands.
    pub at: usize,
    /// Its paragraphs.
    pub words: Vec<Text>,
}

impl Text {
    /// Words that come from no source: typed into the job.
    pub fn supplied(text: impl Into<String>) -> Self {
        Text { text: text.into(), ..Text::default() }
    }
}

/// Where a [`Text`] stands in the cleaned text of its source. `clean[start..][..len]` is
/// the text, byte for byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Which source.
    pub source: SourceId,
    /// Byte offset into [`Record::clean`].
    pub start: usize,
}

/// Emphasis of a part of a [`Text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The bytes of the text.
    pub range: Range<usize>,
    /// Which kind.
    pub kind: MarkKind,
}

/// The kinds of emphasis that survive from a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Emphasis (着重): 楷体 or emphasis dots.
    Emphasis,
    /// Strong emphasis: a bold face or 黑体.
    Strong,
}

/// A date as far as the source tells it. Nothing is invented: a source without a year
/// gives a date without a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year, such as 2026.
    pub year: Option<i32>,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31.
    pub day: Option<u8>,
}

impl Date {
    /// `2020-06-30`, `2020-06`, `2020` or `06-30`: what is known, in ISO order.
    pub fn iso(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.year.map(|y| format!("{y:04}")));
        parts.extend(self.month.map(|m| format!("{m:02}")));
        parts.extend(self.day.map(|d| format!("{d:02}")));
        parts.join("-")
    }

    /// `2020年6月30日`, as GB/T 9704—2012, 7.3.5.4 writes dates: Arabic numerals, no
    /// leading zeros.
    pub fn chinese(&self) -> String {
        let mut text = String::new();
        if let Some(y) = self.year {
            text += &format!("{y}年");
        }
        if let Some(m) = self.month {
            text += &format!("{m}月");
        }
        if let Some(d) = self.day {
            text += &format!("{d}日");
        }
        text
    }
}

/// An article as it will be printed: what it says, never how it looks.
#[derive(Debug, Clone, Default)]
pub struct Article {
    /// 引题, the short line above the title.
    pub kicker: Option<Text>,
    /// 主题. `None` where the source has none: a title is never invented.
    pub title: Option<Text>,
    /// 副题.
    pub subtitle: Option<Text>,
    /// 题注, the note under the title: who adopted the text, and when.
    pub note: Option<Text>,
    /// 署名, the names only, such as `毛信慧 汤顺佳`.
    pub byline: Option<Text>,
    /// Where the article was published, such as `澎湃新闻`.
    pub source: Option<Text>,
    /// When it was published.
    pub date: Option<Date>,
    /// The words from which [`Article::date`] was read.
    pub date_words: Option<Text>,
    /// The page of the newspaper (版次), such as `第03版：特刊两会`.
    pub page: Option<Text>,
    /// Further metadata lines that have no field of their own (责任编辑, 作者单位, …), each
    /// as it stands.
    pub notes: Vec<Text>,
    /// Whether the beginning of the article is missing at the source (上接).
    pub continuation: bool,
    /// The text before the first heading.
    pub blocks: Vec<Block>,
    /// The sections, nested.
    pub sections: Vec<Section>,
    /// The source that the article came from and the bytes of it, from its first to its
    /// last line.
    pub extent: Option<(SourceId, Range<usize>)>,
}

impl Article {
    /// When the article is from: the day on which it was published or, where the source
    /// does not tell that, the day under its signature (成文日期; GB/T 9704—2012, 7.3.5).
    /// The second is set where it stands, not under the title.
    pub fn dated(&self) -> Option<Date> {
        self.date.or_else(|| {
            let last = self.sections.iter().rev().find_map(Section::signed);
            last.or_else(|| signed(&self.blocks))
        })
    }

    /// What stands for the title in contents: the title, or the first words and `……`.
    /// The flag says that it was generated.
    pub fn contents_title(&self) -> (String, bool) {
        if let Some(title) = &self.title {
            return (title.text.clone(), false);
        }
        let first = self.first_words(&self.blocks).or_else(|| {
            self.sections
                .iter()
                .find_map(|s| Some(s.title.text.clone()).filter(|t| !t.is_empty()))
        });
        let Some(first) = first else { return (String::new(), true) };
        let words: String = first
            .chars()
            .take(16)
            .take_while(|c| !matches!(c, '，' | '。' | '；' | '：' | '？' | '！'))
            .collect();
        (format!("{words}……"), true)
    }

    fn first_words(&self, blocks: &[Block]) -> Option<String> {
        blocks.iter().find_map(|block| match block {
            Block::Paragraph(p) => Some(p.text.text.clone()),
            Block::Highlights(items) => items.first().map(|t| t.text.clone()),
            Block::List(list) => list.items.first().map(|t| t.text.clone()),
            Block::Quotation(q) => q.first().map(|t| t.text.clone()),
            Block::SignOff(_) | Block::Table(_) | Block::Figure(_) => None,
        })
    }
}

/// A titled part of an article.
#[derive(Debug, Clone)]
pub struct Section {
    /// How deep it stands in the outline: 1 is the highest, and no level is skipped.
    pub level: u8,
    /// The title with its number or marker as the source has it (`一、…`, `◆…`).
    pub title: Text,
    /// The part of `title` that is number or marker: the first so many bytes.
    pub number_len: usize,
    /// Whether the title is the first sentence of the first paragraph (同行标题). Then the
    /// words stand in that paragraph and are not set a second time.
    pub run_in: bool,
    /// The text under the title, before any deeper title.
    pub blocks: Vec<Block>,
    /// The deeper sections.
    pub sections: Vec<Section>,
}

impl Section {
    /// The day under the signature that closes it or its last deeper section.
    fn signed(&self) -> Option<Date> {
        let last = self.sections.iter().rev().find_map(Section::signed);
        last.or_else(|| signed(&self.blocks))
    }
}

/// The day under the last signature among `blocks`: a line that is nothing but a date.
fn signed(blocks: &[Block]) -> Option<Date> {
    let lines = blocks.iter().rev().filter_map(|block| match block {
        Block::SignOff(lines) => Some(lines),
        _ => None,
    });
    lines.flat_map(|lines| lines.iter().rev()).find_map(|line| {
        let (at, date) = first_date(&line.text, true)?;
        let rest = line.text[..at.start].chars().chain(line.text[at.end..].chars());
        let alone = rest.filter(|c| c.is_alphanumeric()).count() == 0;
        (alone && date.day.is_some()).then_some(date)
    })
}

/// One block of the body.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph of running text.
    Paragraph(Paragraph),
    /// 提要: short lines under a heading that say what its section contains.
    Highlights(Vec<Text>),
    /// Items one a line, each with its own number or bullet.
    List(List),
    /// A table.
    Table(Table),
    /// The words that belong to a picture; the picture itself where the source has one.
    Figure(Figure),
    /// A block quotation, one paragraph an entry.
    Quotation(Vec<Text>),
    /// 落款: signature and date at the end, one line an entry, set to the right.
    SignOff(Vec<Text>),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    /// The words, run-in heading and dateline included.
    pub text: Text,
    /// 电头: the first so many bytes of the text, such as `本报讯`. 0 where there is none.
    pub dateline_len: usize,
    /// The run-in heading: the first so many bytes, its full stop included. 0 where there
    /// is none.
    pub run_in_len: usize,
    /// Whether the paragraph goes on from one that is missing (jump line, 上接).
    pub continues: bool,
}

/// A list.
#[derive(Debug, Clone)]
pub struct List {
    /// The items with the words of their number or bullet, where they have one.
    pub items: Vec<Text>,
    /// For each item how many of its first bytes are number or bullet. As long as
    /// `items`.
    pub marker_lens: Vec<usize>,
    /// For each item how deep markup nests it, from 1. As long as `items`.
    pub depths: Vec<u8>,
    /// For each item whether markup put a bullet before it (`- `, `<ul>`, a list of Word's)
    /// and its words have neither bullet nor number of their own. As long as `items`.
    pub bulleted: Vec<bool>,
}

/// A table: rows of cells.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// 表题.
    pub caption: Option<Text>,
    /// How many of the first rows are head rows.
    pub head_rows: usize,
    /// The rows; each has as many cells as the widest needs.
    pub rows: Vec<Vec<Text>>,
}

/// A picture, or the words that were left of one.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// 图题 or 图说.
    pub caption: Option<Text>,
    /// The picture, where it could be read.
    pub image: Option<Image>,
    /// What the source or the job calls its file, also where it could not be read.
    pub file: Option<String>,
    /// How wide the source shows it, in points, where the source says.
    pub width: Option<f64>,
    /// What the picture shows, for those who can't see it.
    pub alt: Option<String>,
}
