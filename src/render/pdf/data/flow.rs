//! Blocks of the flow as data.
//!
//! Belongs here: the shape of paragraphs, groups, tables, figures and contents in
//! `/pack.json`, and where a page begins.
//! Does not belong here: what stands in a line (`line`).

use std::borrow::Cow;
use std::sync::Arc;

use serde::Serialize;

use super::super::balance;
use super::super::latin::Address;
use super::super::looks::{has_frame, is_plain};
use super::super::proof::setting;
use super::super::torn;
use super::super::turned;
use super::super::world::figure_name;
use super::Writer;
use super::line::{Item, ends_whole, hold_opening, lighten_bullet};
use crate::compose::sheet::{Align, PageBreak, Place, Style, StyleId};
use crate::compose::{Block, Contents, Figure, Group, Inline, Paragraph, Table};
use crate::render::drawing;
use crate::source::Format;

/// A block: a string where it is a plain paragraph of words alone.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum BlockData<'a> {
    Words(Cow<'a, str>),
    Other(Kind<'a>),
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Kind<'a> {
    Paragraph(ParagraphData<'a>),
    /// A long paragraph and what must stand on the page of its last lines.
    Chain {
        paragraph: ParagraphData<'a>,
        rest: Vec<BlockData<'a>>,
    },
    Group {
        look: StyleId,
        place: &'static str,
        opens: bool,
        blocks: Vec<BlockData<'a>>,
    },
    Table(TableData<'a>),
    Figure(FigureData<'a>),
    Contents(ContentsData<'a>),
    Rule {
        look: StyleId,
    },
    Page {
        recto: bool,
    },
    Space {
        height: f64,
    },
    /// Says where it stands, and no more.
    Mark {
        said: String,
    },
}

#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::render::pdf) enum ParagraphData<'a> {
    Plain {
        plain: Vec<Item<'a>>,
        whole: bool,
        tight: bool,
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
        /// Whether its lines may be set tighter than solid.
        tight: bool,
        /// Whether it never leaves 版记 below it alone on a page.
        held: bool,
    },
}

impl<'a> ParagraphData<'a> {
    /// Words in a style, with nothing that leads to them and nothing asked of their place.
    pub(in crate::render::pdf) fn bare(
        look: StyleId,
        words: Vec<Item<'a>>,
        whole: bool,
    ) -> Self {
        ParagraphData::Styled {
            look,
            words,
            depth: None,
            anchor: None,
            running: None,
            narrow: None,
            opens: false,
            whole,
            tight: false,
            held: false,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct TableData<'a> {
    look: StyleId,
    cells: [StyleId; 2],
    head: usize,
    columns: Vec<Align>,
    widths: Vec<f64>,
    turned: bool,
    /// Whether it is so low that no page break divides it.
    low: bool,
    /// Whether its first two body rows stand on one page, and its last two.
    ends_held: bool,
    padding: f64,
    rows: Vec<Vec<Vec<Item<'a>>>>,
    caption: Option<ParagraphData<'a>>,
}

#[derive(Serialize)]
pub(super) struct FigureData<'a> {
    look: StyleId,
    file: String,
    format: &'static str,
    width: f64,
    height: f64,
    alt: &'a str,
    caption: Option<ParagraphData<'a>>,
}

#[derive(Serialize)]
pub(super) struct ContentsData<'a> {
    heading: Option<ParagraphData<'a>>,
    entries: Vec<EntryData<'a>>,
}

#[derive(Serialize)]
pub(super) struct EntryData<'a> {
    look: StyleId,
    anchor: &'a str,
    words: Vec<Item<'a>>,
}

/// Holds the last paragraph of a pack to 版记 below it: a page of 版记 alone looks like one
/// that lost its text.
pub(super) fn hold_to_foot(blocks: &mut [BlockData<'_>]) {
    let marks = |block: &&mut BlockData<'_>| {
        !matches!(block, BlockData::Other(Kind::Mark { .. } | Kind::Space { .. }))
    };
    let Some(last) = blocks.iter_mut().rev().find(marks) else { return };
    // Plain text has no place for what is asked of it.
    let plain = match last {
        BlockData::Words(words) => {
            Some((vec![Item::Plain(std::mem::take(words))], false, false))
        }
        BlockData::Other(Kind::Paragraph(ParagraphData::Plain {
            plain,
            whole,
            tight,
        })) => Some((std::mem::take(plain), *whole, *tight)),
        BlockData::Other(_) => None,
    };
    let was_tight = plain.as_ref().is_some_and(|(.., tight)| *tight);
    if let Some((words, whole, _)) = plain {
        let paragraph = ParagraphData::bare(StyleId(0), words, whole);
        *last = BlockData::Other(Kind::Paragraph(paragraph));
    }
    if let BlockData::Other(Kind::Paragraph(ParagraphData::Styled {
        held, tight, ..
    })) = last
    {
        *held = true;
        *tight |= was_tight;
    }
}

fn mark<'a>(passed: usize) -> BlockData<'a> {
    BlockData::Other(Kind::Mark { said: format!("{}{passed}", turned::MARK) })
}

impl<'a> Writer<'a> {
    /// `framed`: inside a frame, where no page can begin.
    pub(super) fn blocks(
        &mut self,
        blocks: &'a [Block],
        framed: bool,
        out: &mut Vec<BlockData<'a>>,
    ) {
        let mut berths = Vec::new();
        for (place, block) in blocks.iter().enumerate() {
            match block {
                Block::Table(table) if table.turned && self.is_left_out() => {
                    let after = turned::berths(&blocks[place + 1..], self.sheet);
                    berths = after.into_iter().map(|passed| (place, passed)).collect();
                    out.push(mark(0));
                }
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
            let berth = berths.iter().find(|(table, passed)| table + passed == place);
            out.extend(berth.map(|(_, passed)| mark(*passed)));
        }
    }

    /// Whether the turned table that comes now is the one to be left out.
    fn is_left_out(&mut self) -> bool {
        let left = self.turned_before_left_out;
        self.turned_before_left_out = left.and_then(|before| before.checked_sub(1));
        left == Some(0)
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
            ParagraphData::Plain { mut plain, whole: false, tight: false } => {
                if let [Item::Plain(words)] = plain.as_mut_slice() {
                    return BlockData::Words(std::mem::take(words));
                }
                let (whole, tight) = (false, false);
                let plain = ParagraphData::Plain { plain, whole, tight };
                BlockData::Other(Kind::Paragraph(plain))
            }
            paragraph => BlockData::Other(Kind::Paragraph(paragraph)),
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) -> ParagraphData<'a> {
        let style = self.sheet.style(paragraph.style);
        let apart = self.apart(paragraph);
        let mut words = self.paragraph_words(paragraph, style, apart);
        if style.first_indent > 0.0 {
            hold_opening(&mut words);
        }
        lighten_bullet(&mut words);
        let tight = apart > 0.0;
        // A unit that gives up its tie would leave a single character.
        let whole = apart <= setting::LOOSE
            && ends_whole(&paragraph.inlines, style.align == Align::Justify);
        let bare = paragraph.outline.is_none()
            && paragraph.anchor.is_none()
            && paragraph.running.is_none();
        if paragraph.style == StyleId(0) && bare && is_plain(style) {
            self.opens = false;
            return ParagraphData::Plain { plain: words, whole, tight };
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
            tight,
            held: false,
        }
    }

    /// How far Han of its loosest line stand apart as long as nothing is done about it, in
    /// ems; 0 where that is as it should be.
    fn apart(&self, paragraph: &Paragraph) -> f64 {
        if self.torn.is_empty() {
            return 0.0;
        }
        self.torn.get(&torn::key(&paragraph.inlines)).copied().unwrap_or(0.0)
    }

    fn paragraph_words(
        &mut self,
        paragraph: &'a Paragraph,
        style: &'a Style,
        apart: f64,
    ) -> Vec<Item<'a>> {
        if apart > setting::LOOSE {
            self.address = Address::Parted;
        }
        let words = self.inlines(&paragraph.inlines, style);
        self.address = Address::Whole;
        words
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
            low: table.is_low(self.sheet),
            ends_held: table.holds_ends(),
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
            let mut words = self.inlines(&entry.inlines, self.sheet.style(entry.style));
            lighten_bullet(&mut words);
            EntryData { look: entry.style, anchor: &entry.anchor, words }
        });
        let entries = entries.collect();
        let heading = contents.heading.as_ref().map(|heading| self.paragraph(heading));
        ContentsData { heading, entries }
    }
}
