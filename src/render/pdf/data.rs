//! The composition as data for the engine files.
//!
//! Belongs here: the shape of `/looks.json` and `/pack.json`, and what is cheaper said here
//! than found out there: neighbouring words of one look joined, plain paragraphs known as
//! such.
//! Does not belong here: looks (`looks.rs`), what stands on finished pages (`finish.rs`).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::balance;
use super::looks::{
    CharacterLook, Family, Look, Note, has_frame, is_plain, latin_families,
};
use super::world::figure_name;
use crate::compose::sheet::{Align, PageBreak, Place, Sheet, Style, StyleId};
use crate::compose::{
    Block, Composition, Contents, Field, Figure, Group, Inline, Lang, Paragraph, Run,
    Table,
};
use crate::diag::{Diagnostic, say};
use crate::fonts::{Book, Role};
use crate::han;
use crate::render::drawing;
use crate::source::Format;

/// Everything that the flow needs: `/looks.json` and `/pack.json`.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    title: &'a str,
    author: &'a str,
    date: [i32; 3],
    blocks: Vec<BlockData<'a>>,
    watermark: Option<&'a str>,
    /// Whether there are footnotes.
    notes: bool,
    #[serde(skip)]
    looks: Looks,
    /// The anchors that stand in the flow.
    #[serde(skip)]
    pub(super) anchors: Vec<String>,
    /// The pictures, named by [`figure_name`].
    #[serde(skip)]
    pub(super) figures: Vec<Arc<Vec<u8>>>,
    #[serde(skip)]
    targets: BTreeSet<&'a str>,
}

/// `/looks.json`: what both engine files need.
#[derive(Serialize)]
struct Looks {
    lang: &'static str,
    region: &'static str,
    page: PageData,
    looks: Vec<Look>,
    characters: Vec<CharacterLook>,
    /// Families of Latin words by role, in the order of [`Role::ALL`].
    latin: Vec<Vec<Family>>,
    note: Note,
}

#[derive(Serialize)]
struct PageData {
    width: f64,
    height: f64,
    top: f64,
    bottom: f64,
    inside: f64,
    outside: f64,
    duplex: bool,
    head: f64,
    foot: f64,
}

/// A block: a string where it is a plain paragraph of words alone.
#[derive(Serialize)]
#[serde(untagged)]
enum BlockData<'a> {
    Words(Cow<'a, str>),
    Other(Kind<'a>),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Kind<'a> {
    Paragraph(ParagraphData<'a>),
    Group { look: StyleId, place: &'static str, opens: bool, blocks: Vec<BlockData<'a>> },
    Table(TableData<'a>),
    Figure(FigureData<'a>),
    Contents(ContentsData<'a>),
    Rule { look: StyleId },
    Page { recto: bool },
    Space { height: f64 },
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum ParagraphData<'a> {
    Plain {
        plain: Vec<Item<'a>>,
    },
    Styled {
        look: StyleId,
        words: Vec<Item<'a>>,
        depth: Option<u8>,
        anchor: Option<&'a str>,
        running: Option<&'a str>,
        narrow: Option<f64>,
        opens: bool,
    },
}

#[derive(Serialize)]
struct TableData<'a> {
    look: StyleId,
    cells: [StyleId; 2],
    head: usize,
    columns: Vec<Align>,
    widths: Vec<f64>,
    turned: bool,
    padding: f64,
    rows: Vec<Vec<Vec<Item<'a>>>>,
    caption: Option<ParagraphData<'a>>,
}

#[derive(Serialize)]
struct FigureData<'a> {
    look: StyleId,
    file: String,
    format: &'static str,
    width: f64,
    height: f64,
    alt: &'a str,
    caption: Option<ParagraphData<'a>>,
}

#[derive(Serialize)]
struct ContentsData<'a> {
    heading: Option<ParagraphData<'a>>,
    entries: Vec<EntryData<'a>>,
}

#[derive(Serialize)]
struct EntryData<'a> {
    look: StyleId,
    anchor: &'a str,
    words: Vec<Item<'a>>,
}

/// Something in a line: words in the look around them, or an array that begins with its
/// kind.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(super) enum Item<'a> {
    Plain(Cow<'a, str>),
    /// `words`, `dotted`: words, style.
    Styled(&'static str, Cow<'a, str>, StyleId),
    /// `latin`: words, style, role of the Latin face, language.
    Latin(&'static str, &'a str, Option<StyleId>, usize, Option<&'static str>),
    /// `break`, `fill`.
    Sign([&'static str; 1]),
    /// What each page has of its own, and its style: known when pages are finished.
    Field(Field, Option<StyleId>),
    /// `opening`: the bracket or quotation mark that begins an indented paragraph, style.
    Opening(&'static str, char, Option<StyleId>),
    /// `note`: the words of a footnote.
    Note(&'static str, Vec<Item<'a>>),
    /// `link`: target, words.
    Link(&'static str, &'a str, Vec<Item<'a>>),
}

const TIE: char = '\u{2060}';

impl<'a> Data<'a> {
    pub(super) fn of(composition: &'a Composition, book: &'a Book) -> Data<'a> {
        let sheet = &composition.sheet;
        let page = &sheet.page;
        let (lang, region) = match composition.lang {
            Lang::ZhHans => ("zh", "cn"),
            Lang::ZhHant => ("zh", "tw"),
            Lang::Ja => ("ja", "jp"),
            Lang::Ko => ("ko", "kr"),
        };
        let mut writer = Writer::new(sheet, book);
        let mut blocks = Vec::new();
        writer.blocks(&composition.blocks, false, &mut blocks);
        // 版记 stands at the foot of the last page, wherever the template has it.
        blocks.append(&mut writer.feet);
        let Writer { anchors, figures, targets, notes, .. } = writer;
        let looks = Looks {
            lang,
            region,
            page: PageData {
                width: page.width,
                height: page.height,
                top: page.top,
                bottom: page.bottom,
                inside: page.inside,
                outside: page.outside,
                duplex: page.duplex,
                head: page.head_distance,
                foot: page.foot_distance,
            },
            looks: sheet.styles.iter().map(|style| Look::of(style, book)).collect(),
            characters: sheet.styles.iter().map(|s| CharacterLook::of(s, book)).collect(),
            latin: Role::ALL.iter().map(|role| latin_families(book, *role)).collect(),
            note: Note::of(&sheet.styles),
        };
        let watermark = composition.furniture.watermark.as_deref();
        Data {
            title: &composition.title,
            author: &composition.author,
            date: date(composition),
            blocks,
            watermark: watermark.filter(|words| !words.is_empty()),
            notes,
            looks,
            anchors,
            figures,
            targets,
        }
    }

    /// The bytes of `/looks.json`.
    pub(super) fn looks(&self) -> Vec<u8> {
        json(&self.looks)
    }

    /// The bytes of `/pack.json`.
    pub(super) fn flow(&self) -> Vec<u8> {
        json(self)
    }

    /// Links and contents entries that lead nowhere, and names given twice.
    pub(super) fn dangling(&self) -> Vec<Diagnostic> {
        let mut known = BTreeSet::new();
        let mut problems = Vec::new();
        for anchor in &self.anchors {
            if !known.insert(anchor.as_str()) {
                problems.push(Diagnostic::error(
                    "pdf/anchor-twice",
                    say(
                        format!("有两个位置都叫“{anchor}”"),
                        format!("two places are named \"{anchor}\""),
                    ),
                ));
            }
        }
        for target in self.targets.difference(&known) {
            problems.push(Diagnostic::error(
                "pdf/no-anchor",
                say(
                    format!("链接指向的“{target}”不在文中"),
                    format!("a link leads to \"{target}\", which is nowhere"),
                ),
            ));
        }
        problems
    }
}

/// The bytes of data that strings, numbers and lists make up.
pub(super) fn json(data: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(data).expect("strings, numbers and lists can be written as JSON")
}

/// The date of the metadata. PDF/A demands one; a pack without a date gets the day from
/// which computers count, so that it is known for what it is.
fn date(composition: &Composition) -> [i32; 3] {
    let date = composition.date.as_ref();
    let year = date.and_then(|date| date.year);
    let month = date.and_then(|date| date.month).map(i32::from);
    let day = date.and_then(|date| date.day).map(i32::from);
    match year {
        Some(year) => [year, month.unwrap_or(1), day.unwrap_or(1)],
        None => [1970, 1, 1],
    }
}

pub(super) struct Writer<'a> {
    sheet: &'a Sheet,
    book: &'a Book,
    feet: Vec<BlockData<'a>>,
    anchors: Vec<String>,
    figures: Vec<Arc<Vec<u8>>>,
    targets: BTreeSet<&'a str>,
    /// Whether there are footnotes.
    notes: bool,
    /// Whether the next block opens a page that was asked for: the space before it is
    /// kept there, and dropped where a page merely happens to begin.
    opens: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(sheet: &'a Sheet, book: &'a Book) -> Writer<'a> {
        Writer {
            sheet,
            book,
            feet: Vec::new(),
            anchors: Vec::new(),
            figures: Vec::new(),
            targets: BTreeSet::new(),
            notes: false,
            opens: true,
        }
    }

    /// `framed`: inside a frame, where no page can begin.
    fn blocks(
        &mut self,
        blocks: &'a [Block],
        framed: bool,
        out: &mut Vec<BlockData<'a>>,
    ) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.page_break(paragraph.style, framed, out);
                    out.push(self.block_of(paragraph));
                }
                Block::Group(group) => self.group(group, framed, out),
                Block::Table(table) => {
                    self.page_break(table.style, framed, out);
                    let table = self.table(table);
                    out.push(BlockData::Other(Kind::Table(table)));
                }
                Block::Figure(figure) => {
                    self.page_break(figure.style, framed, out);
                    let figure = self.figure(figure);
                    out.push(BlockData::Other(Kind::Figure(figure)));
                }
                Block::Contents(contents) => {
                    let contents = self.contents(contents);
                    out.push(BlockData::Other(Kind::Contents(contents)));
                }
                Block::Rule(look) => {
                    out.push(BlockData::Other(Kind::Rule { look: *look }));
                }
                Block::PageBreak { recto } if !framed => self.new_page(*recto, out),
                Block::PageBreak { .. } => {}
            }
        }
    }

    fn page_break(&mut self, style: StyleId, framed: bool, out: &mut Vec<BlockData<'a>>) {
        let recto = match self.sheet.style(style).page_break {
            PageBreak::No => return,
            PageBreak::Before => false,
            PageBreak::Recto => true,
        };
        if !framed {
            self.new_page(recto, out);
        }
    }

    fn new_page(&mut self, recto: bool, out: &mut Vec<BlockData<'a>>) {
        out.push(BlockData::Other(Kind::Page { recto }));
        self.opens = true;
    }

    fn group(&mut self, group: &'a Group, framed: bool, out: &mut Vec<BlockData<'a>>) {
        let style = self.sheet.style(group.style);
        self.page_break(group.style, framed, out);
        if has_frame(style) || style.keep_together {
            let opens = std::mem::take(&mut self.opens);
            let mut blocks = Vec::new();
            self.blocks(&group.blocks, true, &mut blocks);
            let foot = style.place == Place::Foot;
            let place = if foot { "foot" } else { "flow" };
            let kind = Kind::Group { look: group.style, place, opens, blocks };
            let into = if foot { &mut self.feet } else { out };
            into.push(BlockData::Other(kind));
            return;
        }
        // A group that draws nothing leaves its blocks in the flow, where pages may begin.
        let space = |height: f64| BlockData::Other(Kind::Space { height });
        if style.before != 0.0 {
            out.push(space(style.before));
        }
        self.blocks(&group.blocks, framed, out);
        if style.after != 0.0 {
            out.push(space(style.after));
        }
    }

    fn block_of(&mut self, paragraph: &'a Paragraph) -> BlockData<'a> {
        match self.paragraph(paragraph) {
            ParagraphData::Plain { mut plain } => {
                if let [Item::Plain(words)] = plain.as_mut_slice() {
                    return BlockData::Words(std::mem::take(words));
                }
                BlockData::Other(Kind::Paragraph(ParagraphData::Plain { plain }))
            }
            styled @ ParagraphData::Styled { .. } => {
                BlockData::Other(Kind::Paragraph(styled))
            }
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) -> ParagraphData<'a> {
        let style = self.sheet.style(paragraph.style);
        let mut words = self.inlines(&paragraph.inlines, style);
        if style.first_indent > 0.0 {
            hold_opening(&mut words);
        }
        let bare = paragraph.outline.is_none()
            && paragraph.anchor.is_none()
            && paragraph.running.is_none();
        if paragraph.style == StyleId(0) && bare && is_plain(style) {
            self.opens = false;
            return ParagraphData::Plain { plain: words };
        }
        self.anchors.extend(paragraph.anchor.clone());
        ParagraphData::Styled {
            look: paragraph.style,
            words,
            depth: paragraph.outline.map(|outline| outline.depth),
            anchor: paragraph.anchor.as_deref(),
            running: paragraph.running.as_deref(),
            narrow: self.narrowing(paragraph, style),
            opens: std::mem::take(&mut self.opens),
        }
    }

    fn narrowing(&self, paragraph: &Paragraph, style: &Style) -> Option<f64> {
        if !style.balance {
            return None;
        }
        let indents = (style.left_indent + style.right_indent) * style.size;
        let measure = self.sheet.page.measure() - indents;
        balance::narrowing(&paragraph.inlines, style.size, measure)
    }

    fn table(&mut self, table: &'a Table) -> TableData<'a> {
        let (head, body) = table.cell_styles;
        let mut row_data = |row: &'a Vec<Vec<Inline>>, style: StyleId| {
            let style = self.sheet.style(style);
            row.iter().map(|cell| self.inlines(cell, style)).collect::<Vec<_>>()
        };
        let rows = table
            .rows
            .iter()
            .enumerate()
            .map(|(r, row)| row_data(row, if r < table.head_rows { head } else { body }))
            .collect();
        TableData {
            look: table.style,
            cells: [head, body],
            head: table.head_rows.min(table.rows.len()),
            columns: table.columns.iter().map(|column| column.0).collect(),
            widths: table.columns.iter().map(|column| column.1).collect(),
            turned: table.turned,
            padding: self.sheet.style(table.style).padding,
            rows,
            caption: table.caption.as_ref().map(|caption| self.paragraph(caption)),
        }
    }

    fn figure(&mut self, figure: &'a Figure) -> FigureData<'a> {
        let file = figure_name(self.figures.len());
        let image = &figure.image;
        let plain = (image.format == Format::Svg)
            .then(|| drawing::without_words(&image.bytes, self.book))
            .flatten();
        self.figures.push(plain.map_or_else(|| image.bytes.clone(), Arc::new));
        FigureData {
            look: figure.style,
            file,
            format: figure.image.format.ending(),
            width: figure.width,
            height: figure.height,
            alt: &figure.alt,
            caption: figure.caption.as_ref().map(|caption| self.paragraph(caption)),
        }
    }

    fn contents(&mut self, contents: &'a Contents) -> ContentsData<'a> {
        let entries = contents.entries.iter().map(|entry| {
            self.targets.insert(&entry.anchor);
            EntryData {
                look: entry.style,
                anchor: &entry.anchor,
                words: self.inlines(&entry.inlines, self.sheet.style(entry.style)),
            }
        });
        let entries = entries.collect();
        let heading = contents.heading.as_ref().map(|heading| self.paragraph(heading));
        ContentsData { heading, entries }
    }

    /// The inlines of a paragraph whose look is `around`.
    pub(super) fn inlines(
        &mut self,
        inlines: &'a [Inline],
        around: &Style,
    ) -> Vec<Item<'a>> {
        let mut items = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(run) => self.run(run, around, &mut items),
                Inline::Missing { .. } => plain(&mut items, Cow::Borrowed("〓")),
                Inline::NoBreak => tie(&mut items),
                Inline::LineBreak => items.push(Item::Sign(["break"])),
                Inline::Fill => items.push(Item::Sign(["fill"])),
                Inline::Field(field, style) => items.push(Item::Field(*field, *style)),
                Inline::Footnote(words) => {
                    self.notes = true;
                    items.push(Item::Note("note", self.inlines(words, around)));
                }
                Inline::Link { target, inlines } => {
                    if let Some(anchor) = target.strip_prefix('#') {
                        self.targets.insert(anchor);
                    }
                    items.push(Item::Link("link", target, self.inlines(inlines, around)));
                }
            }
        }
        items
    }

    fn run(&self, run: &'a Run, around: &Style, items: &mut Vec<Item<'a>>) {
        let look = run.style.map_or(around, |id| self.sheet.style(id));
        let latin = Role::ALL.iter().position(|role| *role == look.latin).unwrap_or(0);
        if let Some(lang) = run.lang {
            items.push(Item::Latin("latin", &run.text, run.style, latin, Some(lang)));
            return;
        }
        let mut rest = run.text.as_str();
        while let Some((at, mark)) = latin_mark(rest) {
            self.words(&rest[..at], run.style, look, items);
            let end = at + mark.len_utf8();
            items.push(Item::Latin("latin", &rest[at..end], run.style, latin, None));
            rest = &rest[end..];
        }
        self.words(rest, run.style, look, items);
    }

    fn words(
        &self,
        words: &'a str,
        style: Option<StyleId>,
        look: &Style,
        items: &mut Vec<Item<'a>>,
    ) {
        if words.is_empty() {
            return;
        }
        let Some(style) = style else { return plain(items, Cow::Borrowed(words)) };
        if !look.dots {
            return styled(items, "words", words, style);
        }
        // 着重号 stands under Han characters alone.
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let under = han::is_han(first);
            let end = rest.find(|c| han::is_han(c) != under).unwrap_or(rest.len());
            styled(items, if under { "dotted" } else { "words" }, &rest[..end], style);
            rest = &rest[end..];
        }
    }
}

/// The first apostrophe between Latin letters, which is a Latin mark.
fn latin_mark(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|&(at, c)| {
        matches!(c, '‘' | '’')
            && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

fn plain<'a>(items: &mut Vec<Item<'a>>, words: Cow<'a, str>) {
    if let Some(Item::Plain(before)) = items.last_mut() {
        before.to_mut().push_str(&words);
    } else {
        items.push(Item::Plain(words));
    }
}

fn styled<'a>(
    items: &mut Vec<Item<'a>>,
    kind: &'static str,
    words: &'a str,
    style: StyleId,
) {
    match items.last_mut() {
        Some(Item::Styled(k, before, s)) if *k == kind && *s == style => {
            before.to_mut().push_str(words);
        }
        _ => items.push(Item::Styled(kind, Cow::Borrowed(words), style)),
    }
}

/// Takes the bracket or quotation mark that begins an indented paragraph out of its words,
/// so that it keeps its full width there: a line that is set tight would shrink it, and
/// the indent with it.
fn hold_opening(items: &mut Vec<Item<'_>>) {
    let (words, style) = match items.first_mut() {
        Some(Item::Plain(words)) => (words, None),
        Some(Item::Styled("words", words, style)) => (words, Some(*style)),
        _ => return,
    };
    let Some(mark) = words.chars().next().filter(|c| han::is_opener(*c) && !c.is_ascii())
    else {
        return;
    };
    words.to_mut().replace_range(..mark.len_utf8(), "");
    items.insert(0, Item::Opening("opening", mark, style));
}

/// U+2060: no line breaks here, and nothing is drawn.
fn tie(items: &mut Vec<Item<'_>>) {
    match items.last_mut() {
        Some(Item::Plain(words) | Item::Styled("words", words, _)) => {
            words.to_mut().push(TIE);
        }
        _ => items.push(Item::Plain(Cow::Owned(TIE.into()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_that_opens_a_paragraph_keeps_its_width() {
        let mut items = vec![Item::Plain(Cow::Borrowed("（上接第1版）要把好事办好。"))];
        hold_opening(&mut items);
        assert!(matches!(items[0], Item::Opening("opening", '（', None)));
        assert!(
            matches!(&items[1], Item::Plain(rest) if *rest == "上接第1版）要把好事办好。")
        );
        let mut items = vec![Item::Plain(Cow::Borrowed("要把“好事”办好。"))];
        hold_opening(&mut items);
        assert_eq!(items.len(), 1);
    }
}
