//! The resolved style sheet: what a renderer needs to know, in points and ems.
//!
//! Belongs here: the typed result of reading a style (`styles/*.yaml`).
//! Does not belong here: the language of style files and inheritance, which are dealt
//! with before a [`Sheet`] exists.

use crate::fonts::Role;

/// A place in [`Sheet::styles`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct StyleId(pub usize);

/// Page and styles of a composition.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The page.
    pub page: Page,
    /// Every style that the composition uses, and the body style first.
    pub styles: Vec<Style>,
    /// Who counts headings and list items in a Word file.
    pub numbering: Numbering,
}

/// Who counts headings and list items in a Word file. The numbers are those of the source
/// either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Numbering {
    /// Nobody: numbers are words, as in the source.
    #[default]
    Text,
    /// Word, wherever it comes to the source's own numbers; elsewhere they are words.
    Live,
}

impl Sheet {
    /// The style of an id.
    pub fn style(&self, id: StyleId) -> &Style {
        &self.styles[id.0]
    }
}

/// The page: sizes in points (1 mm = 72 / 25.4 pt).
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Width of the sheet.
    pub width: f64,
    /// Height of the sheet.
    pub height: f64,
    /// 天头: from the top edge to the type area.
    pub top: f64,
    /// 地脚: from the type area to the bottom edge.
    pub bottom: f64,
    /// 订口: the margin at the spine; left on odd pages.
    pub inside: f64,
    /// 切口: the margin away from the spine.
    pub outside: f64,
    /// Whether margins swap on even pages.
    pub duplex: bool,
    /// Lines and characters of a full page, where the style asks for a grid.
    pub grid: Option<Grid>,
    /// From the type area down to the middle of the folio's line.
    pub foot_distance: f64,
    /// From the middle of the running head's line down to the type area.
    pub head_distance: f64,
}

impl Page {
    /// Width of the type area (版心).
    pub fn measure(&self) -> f64 {
        self.width - self.inside - self.outside
    }

    /// Height of the type area (版心).
    pub fn depth(&self) -> f64 {
        self.height - self.top - self.bottom
    }
}

/// Lines × characters (行 × 字) that fill the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    /// Lines a page.
    pub lines: u32,
    /// Characters a line.
    pub characters: u32,
}

/// What a style applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Paragraphs and headings.
    Paragraph,
    /// Runs of words inside them.
    Character,
    /// Groups: frames, backgrounds, places.
    Frame,
    /// Tables.
    Table,
}

/// How one class looks. Every value is resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// The class as the template writes it: ASCII letters, digits and `-`.
    pub class: String,
    /// The name that Word shows in its list of styles, such as `标题 1`.
    pub label: String,
    /// What it applies to.
    pub kind: Kind,
    /// The face of Han characters and Chinese marks.
    pub font: Role,
    /// The face of Latin letters and digits.
    pub latin: Role,
    /// Size of type (字号) in points. In a character style 1.0 stands for the size of the
    /// paragraph around it when `relative_size` is set.
    pub size: f64,
    /// Whether `size` is a factor of the surrounding size (character styles only).
    pub relative_size: bool,
    /// How small a table may be set that does not fit otherwise, in points (tables only).
    pub smallest: f64,
    /// A bold cut, where the face has one.
    pub bold: bool,
    /// `#rrggbb`.
    pub color: Color,
    /// How lines stand.
    pub align: Align,
    /// Indent of the first line, in ems of this style's size; negative hangs.
    pub first_indent: f64,
    /// Indent of all lines at the left, in ems of this style's size.
    pub left_indent: f64,
    /// Indent of all lines at the right, in ems of this style's size.
    pub right_indent: f64,
    /// 行距: from base line to base line, in points.
    pub pitch: f64,
    /// Space before, in points.
    pub before: f64,
    /// Space after, in points.
    pub after: f64,
    /// Not the last line of a page (与下段同页).
    pub keep_with_next: bool,
    /// Not broken over two pages.
    pub keep_together: bool,
    /// Lines of about the same length, broken between words (titles).
    pub balance: bool,
    /// Starts a page.
    pub page_break: PageBreak,
    /// Stands in the flow or at the foot of the last page.
    pub place: Place,
    /// Rules above, below, left and right.
    pub rules: Rules,
    /// The colour behind it.
    pub background: Option<Color>,
    /// Space between rules or background and the words, in points.
    pub padding: f64,
    /// 着重号 under every Han character (character styles only).
    pub dots: bool,
    /// A line under the words (character styles only).
    pub underline: bool,
    /// Extra space between characters, in ems.
    pub tracking: f64,
    /// Raised and small (character styles only): footnote marks.
    pub superscript: bool,
}

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Color {
    /// Black.
    pub const BLACK: Color = Color { red: 0, green: 0, blue: 0 };

    /// Six hexadecimal digits without `#`, as Word writes it.
    pub fn hex(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

/// How the lines of a paragraph stand.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Flush left.
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
    /// Flush on both sides, the last line left.
    Justify,
}

/// Whether a style starts a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageBreak {
    /// It goes on where it stands.
    No,
    /// On the next page.
    Before,
    /// On the next right-hand (odd) page.
    Recto,
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the flow.
    Flow,
    /// At the foot of the type area of the last page (版记).
    Foot,
}

/// The rules around a style; `None` for no rule.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rules {
    /// Above.
    pub top: Option<Rule>,
    /// Below.
    pub bottom: Option<Rule>,
    /// At the left.
    pub left: Option<Rule>,
    /// At the right.
    pub right: Option<Rule>,
    /// Between the paragraphs of a group, or the rows of a table.
    pub inner: Option<Rule>,
}

/// A rule (线).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Thickness in points.
    pub width: f64,
    /// Colour.
    pub color: Color,
    /// Space between the rule and the words, in points.
    pub gap: f64,
}
