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
use super::latin::{self, Stretch};
use super::looks::{
    CharacterLook, Faces, Family, Look, Note, has_frame, is_bold, is_plain,
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
    watermark: Option<Cow<'a, str>>,
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
    /// The faces that the pages need: places in [`Book::faces`].
    #[serde(skip)]
    pub(super) faces: BTreeSet<usize>,
}

/// Words in another language that is set with faces of its own.
#[derive(Serialize)]
struct Foreign {
    lang: &'static str,
    region: &'static str,
    fonts: Vec<Family>,
    bold: bool,
}

/// What tells one [`Foreign`] from another.
type ForeignKey = (Lang, Role, Role, bool);

/// What Typst knows a language by.
fn language(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::ZhHans => ("zh", "cn"),
        Lang::ZhHant => ("zh", "tw"),
        Lang::Ja => ("ja", "jp"),
        Lang::Ko => ("ko", "kr"),
    }
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
    /// How words in other languages than the pack's are set.
    foreign: Vec<Foreign>,
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
        whole: bool,
    },
    Styled {
        look: StyleId,
        words: Vec<Item<'a>>,
        depth: Option<u8>,
        anchor: Option<&'a str>,
        running: Option<Cow<'a, str>>,
        narrow: Option<f64>,
        opens: bool,
        /// Whether its last unit is more than one character: then it may stand alone on
        /// the last line.
        whole: bool,
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
    /// `foreign`: words in a language with faces of its own, style, which one.
    Foreign(&'static str, Cow<'a, str>, Option<StyleId>, usize),
    /// `address`: its pieces, style.
    Address(&'static str, Vec<&'a str>, Option<StyleId>),
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
        let (lang, region) = language(composition.lang);
        let mut writer = Writer::new(composition, book);
        let mut blocks = Vec::new();
        writer.blocks(&composition.blocks, false, &mut blocks);
        // 版记 stands at the foot of the last page, wherever the template has it.
        blocks.append(&mut writer.feet);
        let watermark = composition.furniture.watermark.as_deref();
        let watermark = watermark.filter(|words| !words.is_empty());
        let watermark = watermark.map(|words| writer.drawable(words));
        let Writer { anchors, figures, targets, foreign, faces: also, notes, .. } =
            writer;
        let mut faces = Faces::of(composition, book);
        faces.used.extend(also);
        let foreign: Vec<_> = foreign
            .into_iter()
            .map(|(key, style)| (key, style, book.of(key.0)))
            .collect();
        for (_, style, book) in &foreign {
            faces.need(book, style);
        }
        let foreign = foreign.into_iter().map(|((lang, ..), style, book)| {
            let (lang, region) = language(lang);
            let fonts = faces.families(&book, style);
            Foreign { lang, region, fonts, bold: is_bold(&book, style) }
        });
        let foreign = foreign.collect();
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
            looks: sheet.styles.iter().map(|style| Look::of(style, &faces)).collect(),
            characters: sheet
                .styles
                .iter()
                .map(|style| CharacterLook::of(style, &faces))
                .collect(),
            latin: Role::ALL.iter().map(|role| faces.latin_families(*role)).collect(),
            foreign,
            note: Note::of(&sheet.styles),
        };
        Data {
            title: &composition.title,
            author: &composition.author,
            date: date(composition),
            blocks,
            watermark,
            notes,
            looks,
            anchors,
            figures,
            targets,
            faces: faces.used,
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
    feet: Vec<BlockData<'a>>,
    anchors: Vec<String>,
    figures: Vec<Arc<Vec<u8>>>,
    targets: BTreeSet<&'a str>,
    /// Whether there are footnotes.
    notes: bool,
    /// Whether the next block opens a page that was asked for: the space before it is
    /// kept there, and dropped where a page merely happens to begin.
    opens: bool,
    lang: Lang,
    book: &'a Book,
    /// Faces that words need which are repeated elsewhere than where they stand.
    faces: BTreeSet<usize>,
    /// The kinds of words in other languages that were met, each with a style that shows
    /// its faces.
    foreign: Vec<(ForeignKey, &'a Style)>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(composition: &'a Composition, book: &'a Book) -> Writer<'a> {
        Writer {
            sheet: &composition.sheet,
            feet: Vec::new(),
            anchors: Vec::new(),
            figures: Vec::new(),
            targets: BTreeSet::new(),
            notes: false,
            opens: true,
            lang: composition.lang,
            book,
            faces: BTreeSet::new(),
            foreign: Vec::new(),
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
            ParagraphData::Plain { mut plain, whole } => {
                if let ([Item::Plain(words)], false) = (plain.as_mut_slice(), whole) {
                    return BlockData::Words(std::mem::take(words));
                }
                BlockData::Other(Kind::Paragraph(ParagraphData::Plain { plain, whole }))
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
        let whole = ends_whole(&paragraph.inlines);
        let bare = paragraph.outline.is_none()
            && paragraph.anchor.is_none()
            && paragraph.running.is_none();
        if paragraph.style == StyleId(0) && bare && is_plain(style) {
            self.opens = false;
            return ParagraphData::Plain { plain: words, whole };
        }
        self.anchors.extend(paragraph.anchor.clone());
        ParagraphData::Styled {
            look: paragraph.style,
            words,
            depth: paragraph.outline.map(|outline| outline.depth),
            anchor: paragraph.anchor.as_deref(),
            running: paragraph.running.as_deref().map(|words| self.drawable(words)),
            narrow: self.narrowing(paragraph, style),
            opens: std::mem::take(&mut self.opens),
            whole,
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
        around: &'a Style,
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

    fn run(&mut self, run: &'a Run, around: &'a Style, items: &mut Vec<Item<'a>>) {
        let look = run.style.map_or(around, |id| self.sheet.style(id));
        if let Some(lang) = run.lang.and_then(Lang::of_tag) {
            let kind = self.foreign(lang, look);
            return foreign(items, whole_words(&run.text, lang), run.style, kind);
        }
        let latin = Role::ALL.iter().position(|role| *role == look.latin).unwrap_or(0);
        if let Some(lang) = run.lang {
            items.push(Item::Latin("latin", &run.text, run.style, latin, Some(lang)));
            return;
        }
        let mut rest = run.text.as_str();
        while let Some((at, mark)) = latin_mark(rest) {
            self.mixed(&rest[..at], run.style, (look, around), items);
            let end = at + mark.len_utf8();
            items.push(Item::Latin("latin", &rest[at..end], run.style, latin, None));
            rest = &rest[end..];
        }
        self.mixed(rest, run.style, (look, around), items);
    }

    /// Words with Latin ones among them. Only lines that are filled from edge to edge
    /// divide Latin words.
    fn mixed(
        &self,
        words: &'a str,
        style: Option<StyleId>,
        (look, around): (&Style, &Style),
        items: &mut Vec<Item<'a>>,
    ) {
        if around.align != Align::Justify {
            return self.words(words, style, look, items);
        }
        let latin = Role::ALL.iter().position(|role| *role == look.latin).unwrap_or(0);
        for stretch in latin::stretches(words) {
            match stretch {
                Stretch::Plain(words) => self.words(words, style, look, items),
                Stretch::Word(word) => {
                    items.push(Item::Latin("latin", word, style, latin, Some("en")));
                }
                Stretch::Address(pieces) => {
                    items.push(Item::Address("address", pieces, style));
                }
            }
        }
    }

    /// Words that pages repeat on their own, such as running heads: 〓 for what no face of
    /// the pack's language has.
    fn drawable(&mut self, words: &'a str) -> Cow<'a, str> {
        let mut all = true;
        for c in words.chars() {
            let face = self.book.covers(Role::Song, c);
            all &= face.is_some();
            self.faces.extend(face);
        }
        if all {
            return Cow::Borrowed(words);
        }
        let covered = |c| self.book.covers(Role::Song, c).is_some();
        words.chars().map(|c| if covered(c) { c } else { '〓' }).collect()
    }

    /// Which of the foreign kinds words of a language and a look are.
    fn foreign(&mut self, lang: Lang, look: &'a Style) -> usize {
        let key = (lang, look.font, look.latin, look.bold);
        self.foreign.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.foreign.push((key, look));
            self.foreign.len() - 1
        })
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
        let held = whole_words(words, self.lang);
        let Some(style) = style else { return plain(items, held) };
        if !look.dots {
            return styled(items, "words", held, style);
        }
        // 着重号 stands under Han characters alone.
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let under = han::is_han(first);
            let end = rest.find(|c| han::is_han(c) != under).unwrap_or(rest.len());
            let kind = if under { "dotted" } else { "words" };
            styled(items, kind, Cow::Borrowed(&rest[..end]), style);
            rest = &rest[end..];
        }
    }
}

/// Whether the last unit of a paragraph, its closing marks aside, is more than one
/// character: a number with its unit, a Latin or a Korean word.
fn ends_whole(inlines: &[Inline]) -> bool {
    let mut last: Option<char> = None;
    for inline in inlines.iter().rev() {
        match inline {
            Inline::NoBreak if last.is_some() => return true,
            Inline::NoBreak => {}
            Inline::Text(run) => {
                for c in run.text.chars().rev() {
                    match last {
                        Some(last) => return joins(c, last),
                        None if c.is_alphanumeric()
                            || matches!(c, '%' | '‰' | '℃' | '㎡') =>
                        {
                            last = Some(c);
                        }
                        None => {}
                    }
                }
            }
            _ => return false,
        }
    }
    false
}

/// Whether no line ends between two characters of one word.
fn joins(before: char, after: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%');
    (latin(before) && latin(after)) || (han::is_hangul(before) && han::is_hangul(after))
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
    words: Cow<'a, str>,
    style: StyleId,
) {
    match items.last_mut() {
        Some(Item::Styled(k, before, s)) if *k == kind && *s == style => {
            before.to_mut().push_str(&words);
        }
        _ => items.push(Item::Styled(kind, words, style)),
    }
}

fn foreign<'a>(
    items: &mut Vec<Item<'a>>,
    words: Cow<'a, str>,
    style: Option<StyleId>,
    kind: usize,
) {
    match items.last_mut() {
        Some(Item::Foreign(_, before, s, k)) if (*s, *k) == (style, kind) => {
            before.to_mut().push_str(&words);
        }
        _ => items.push(Item::Foreign("foreign", words, style, kind)),
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

/// The words of a language as lines may break them: Korean lines end between words, where
/// Typst would end them between any two syllables. A word longer than any real one may
/// break all the same.
fn whole_words(words: &str, lang: Lang) -> Cow<'_, str> {
    const LONGEST: usize = 16;
    if lang != Lang::Ko {
        return Cow::Borrowed(words);
    }
    let mut held = String::with_capacity(2 * words.len());
    let mut run = 0;
    for c in words.chars() {
        // `5월` is a word as well.
        let counted = run == 0 && held.ends_with(|c: char| c.is_ascii_digit());
        run = if han::is_hangul(c) { run + 1 + usize::from(counted) } else { 0 };
        if run > 1 && run < LONGEST {
            held.push(TIE);
        }
        held.push(c);
    }
    Cow::Owned(held)
}

/// U+2060: no line breaks here, and nothing is drawn.
fn tie(items: &mut Vec<Item<'_>>) {
    match items.last_mut() {
        Some(
            Item::Plain(words)
            | Item::Styled("words", words, _)
            | Item::Foreign(_, words, ..),
        ) => {
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
