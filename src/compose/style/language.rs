//! The language of style files as it is written: every key optional, every value a word
//! with its place.
//!
//! Belongs here: the keys and their doc comments, which are also the descriptions in the
//! JSON Schema.
//! Does not belong here: what the words come to in points (`resolve`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::compose::sheet::{Align, Numbering};
use crate::fonts::Role;

/// A word with its place in the file.
pub(crate) type Word = Spanned<String>;

/// A style: how the classes of a template look. Units are those of the trade: `三号`,
/// `2em` (`2字`), `28.95pt`, `37mm`, `2行`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StyleFile {
    /// What people call it, such as `公文`.
    pub name: Option<String>,
    /// What it is for, in a sentence.
    pub description: Option<String>,
    /// The style that this one starts from: a shipped name or the path of a file. Without
    /// it: `base`. What this file says goes over it, key by key.
    #[schemars(with = "Option<String>")]
    pub extends: Option<Word>,
    /// The page.
    #[serde(default)]
    pub page: PageEntry,
    /// Whether Word counts headings and list items itself. Without it: `text`.
    pub numbering: Option<NumberingWord>,
    /// The looks, one entry a class.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Entry>")]
    pub classes: BTreeMap<String, Spanned<Entry>>,
}

/// The page: its size, its margins and its grid.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct PageEntry {
    /// `A4`, `A5`, `A3`, `B5`, `16开`, or width and height: `184mm 260mm`.
    #[schemars(with = "Option<String>")]
    pub size: Option<Word>,
    /// 版心 by its place and size. Either this or `margins`.
    pub type_area: Option<TypeArea>,
    /// The margins. Either this or `type-area`.
    pub margins: Option<Margins>,
    /// Lines × characters of a full page.
    pub grid: Option<GridEntry>,
    /// Whether inner and outer margin swap on even pages.
    pub duplex: Option<bool>,
    /// From the type area down to the middle of the folio.
    #[schemars(with = "Option<String>")]
    pub foot_distance: Option<Word>,
    /// From the middle of the running head down to the type area.
    #[schemars(with = "Option<String>")]
    pub head_distance: Option<Word>,
}

/// 版心: where it starts and how large it is.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TypeArea {
    /// 天头, from the top edge of the sheet.
    #[schemars(with = "String")]
    pub top: Word,
    /// 订口, from the edge at the spine.
    #[schemars(with = "String")]
    pub inner: Word,
    /// Its width.
    #[schemars(with = "String")]
    pub width: Word,
    /// Its height.
    #[schemars(with = "String")]
    pub height: Word,
}

/// The four margins.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Margins {
    /// 天头.
    #[schemars(with = "String")]
    pub top: Word,
    /// 地脚.
    #[schemars(with = "String")]
    pub bottom: Word,
    /// 订口, at the spine.
    #[schemars(with = "String")]
    pub inner: Word,
    /// 切口, away from the spine.
    #[schemars(with = "String")]
    pub outer: Word,
}

/// Lines × characters that fill the type area: the cell is `grid` in lengths.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GridEntry {
    /// Lines a page.
    #[schemars(range(min = 1, max = 200))]
    pub lines: u32,
    /// Characters a line.
    #[schemars(range(min = 1, max = 200))]
    pub characters: u32,
}

/// What an entry applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KindWord {
    /// Paragraphs and headings.
    Paragraph,
    /// Words inside them.
    Character,
    /// Groups: frames, backgrounds, places.
    Frame,
    /// Tables.
    Table,
}

/// How lines stand, and `sides`: two parts of one line at its two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AlignWord {
    /// Flush left.
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
    /// Flush on both sides, the last line left.
    Justify,
    /// Each `span` of the paragraph but the first goes to the right edge.
    Sides,
}

impl From<AlignWord> for Align {
    fn from(word: AlignWord) -> Align {
        match word {
            AlignWord::Left | AlignWord::Sides => Align::Left,
            AlignWord::Center => Align::Center,
            AlignWord::Right => Align::Right,
            AlignWord::Justify => Align::Justify,
        }
    }
}

/// Whether an entry starts a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BreakWord {
    /// It goes on where it stands.
    No,
    /// On the next page.
    Before,
    /// On the next right-hand (odd) page.
    Recto,
}

/// Who counts headings and list items in a Word file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NumberingWord {
    /// Nobody: the numbers are words, as in the source.
    Text,
    /// Word, by lists bound to the styles, wherever that comes to the source's numbers.
    Live,
}

impl From<NumberingWord> for Numbering {
    fn from(word: NumberingWord) -> Numbering {
        match word {
            NumberingWord::Text => Numbering::Text,
            NumberingWord::Live => Numbering::Live,
        }
    }
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceWord {
    /// In the flow.
    Flow,
    /// At the foot of the type area of the last page.
    Foot,
}

/// How one class looks. What an entry leaves out comes from the entry that it is
/// `based-on`; without one, face, size, colour and line pitch are those of `body`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Entry {
    /// The name that Word shows in its list of styles, such as `标题 1`.
    pub label: Option<String>,
    /// What it applies to. Without it: `paragraph`.
    pub kind: Option<KindWord>,
    /// The class whose entry this one starts from.
    #[schemars(with = "Option<String>")]
    pub based_on: Option<Word>,
    /// The face of Chinese words, by role: `song`, `biaosong`, `hei`, `kai`, `fang`.
    pub font: Option<Role>,
    /// The face of Latin letters and digits: `latin-serif`, `latin-sans`, or a Chinese one.
    pub latin: Option<Role>,
    /// 字号: `三号`, `16pt`; `grid` is the size that fills the grid. In a character entry
    /// `0.8em` is a part of the size around it.
    #[schemars(with = "Option<String>")]
    pub size: Option<Word>,
    /// How small a table may be set that does not fit otherwise (`table`). Without it: 小五.
    #[schemars(with = "Option<String>")]
    pub smallest: Option<Word>,
    /// A bold cut, where the face has one.
    pub bold: Option<bool>,
    /// `"#c00000"`, `red`, `红`.
    #[schemars(with = "Option<String>")]
    pub color: Option<Word>,
    /// How lines stand.
    pub align: Option<AlignWord>,
    /// Indent of the first line, `2em`; negative hangs.
    #[schemars(with = "Option<String>")]
    pub first_indent: Option<Word>,
    /// Indent of all lines at the left.
    #[schemars(with = "Option<String>")]
    pub left_indent: Option<Word>,
    /// Indent of all lines at the right.
    #[schemars(with = "Option<String>")]
    pub right_indent: Option<Word>,
    /// 行距, from base line to base line: `28.95pt`, `1.5em`; `grid` fills the grid.
    #[schemars(with = "Option<String>")]
    pub pitch: Option<Word>,
    /// Space before: `1行`, `12pt`.
    #[schemars(with = "Option<String>")]
    pub before: Option<Word>,
    /// Space after.
    #[schemars(with = "Option<String>")]
    pub after: Option<Word>,
    /// Not the last line of a page (与下段同页).
    pub keep_with_next: Option<bool>,
    /// Not broken over two pages.
    pub keep_together: Option<bool>,
    /// Lines of about the same length, broken between words (titles).
    pub balance: Option<bool>,
    /// Starts a page.
    pub page_break: Option<BreakWord>,
    /// In the flow, or at the foot of the last page.
    pub place: Option<PlaceWord>,
    /// Rules around it, each as `thickness colour gap`: `2.25pt red 4mm`.
    pub rules: Option<RulesEntry>,
    /// The colour behind it.
    #[schemars(with = "Option<String>")]
    pub background: Option<Word>,
    /// Space between rules or background and the words.
    #[schemars(with = "Option<String>")]
    pub padding: Option<Word>,
    /// 着重号 under every Chinese character (character entries).
    pub dots: Option<bool>,
    /// A line under the words (character entries).
    pub underline: Option<bool>,
    /// Extra space between characters.
    #[schemars(with = "Option<String>")]
    pub tracking: Option<Word>,
    /// Raised and small (character entries).
    pub superscript: Option<bool>,
    /// The sign before an item of a list without numbers, `●`; `none` for no sign.
    #[schemars(with = "Option<String>")]
    pub bullet: Option<Word>,
}

/// The rules around an entry.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct RulesEntry {
    /// Above.
    #[schemars(with = "Option<String>")]
    pub top: Option<Word>,
    /// Below.
    #[schemars(with = "Option<String>")]
    pub bottom: Option<Word>,
    /// At the left.
    #[schemars(with = "Option<String>")]
    pub left: Option<Word>,
    /// At the right.
    #[schemars(with = "Option<String>")]
    pub right: Option<Word>,
    /// Between the paragraphs of a group, or the rows of a table.
    #[schemars(with = "Option<String>")]
    pub inner: Option<Word>,
}

macro_rules! over {
    ($child:ident, $parent:ident, $($field:ident),* $(,)?) => {
        Self { $($field: $child.$field.clone().or_else(|| $parent.$field.clone()),)* }
    };
}

impl RulesEntry {
    /// What `self` says, and what the parent says where `self` is silent.
    pub(crate) fn over(&self, parent: &Self) -> Self {
        over!(self, parent, top, bottom, left, right, inner)
    }
}

impl Entry {
    /// What `self` says, and what the parent says where `self` is silent.
    pub(crate) fn over(&self, parent: &Self) -> Self {
        let rules = match (&self.rules, &parent.rules) {
            (Some(own), Some(theirs)) => Some(own.over(theirs)),
            (own, theirs) => own.clone().or_else(|| theirs.clone()),
        };
        let merged = over!(
            self,
            parent,
            label,
            kind,
            based_on,
            font,
            latin,
            size,
            smallest,
            bold,
            color,
            align,
            first_indent,
            left_indent,
            right_indent,
            pitch,
            before,
            after,
            keep_with_next,
            keep_together,
            balance,
            page_break,
            place,
            rules,
            background,
            padding,
            dots,
            underline,
            tracking,
            superscript,
            bullet,
        );
        Self { rules, ..merged }
    }
}

impl PageEntry {
    /// What `self` says, and what the parent says where `self` is silent. Type area and
    /// margins are one decision: a child's goes over both.
    pub(crate) fn over(&self, parent: &Self) -> Self {
        let merged = over!(
            self,
            parent,
            size,
            type_area,
            margins,
            grid,
            duplex,
            foot_distance,
            head_distance,
        );
        match (&self.type_area, &self.margins) {
            (None, None) => merged,
            (area, margins) => {
                Self { type_area: area.clone(), margins: margins.clone(), ..merged }
            }
        }
    }
}
