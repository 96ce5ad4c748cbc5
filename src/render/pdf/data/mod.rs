//! The composition as data for the engine files.
//!
//! Belongs here: the shape of `/looks.json` and `/pack.json`, and what is cheaper said here
//! than found out there: neighbouring words of one look joined, plain paragraphs known as
//! such.
//! Does not belong here: looks (`looks.rs`), what stands on finished pages (`finish.rs`).

mod chain;
mod flow;
mod line;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::latin::Address;
use super::looks::{CharacterLook, Faces, Family, Look, Note, is_bold};
use super::torn;
use crate::compose::sheet::{Sheet, Style};
use crate::compose::{Composition, Lang};
use crate::diag::{Diagnostic, say};
use crate::fonts::{Book, Role};
use flow::BlockData;
pub(super) use flow::ParagraphData;
pub(super) use line::Item;

/// Everything that the flow needs: `/looks.json` and `/pack.json`.
pub(super) struct Data<'a> {
    pack: PackData<'a>,
    blocks: Vec<BlockData<'a>>,
    looks: Looks,
    /// The anchors that stand in the flow.
    pub(super) anchors: Vec<String>,
    /// The pictures, named by `world::figure_name`.
    pub(super) figures: Vec<Arc<Vec<u8>>>,
    targets: BTreeSet<&'a str>,
    /// The faces that the pages need: places in [`Book::faces`].
    pub(super) faces: BTreeSet<usize>,
}

/// What `/pack.json` says of the whole pack.
#[derive(Serialize)]
struct PackData<'a> {
    title: &'a str,
    author: &'a str,
    date: [i32; 3],
    watermark: Option<Cow<'a, str>>,
    /// Whether there are footnotes.
    notes: bool,
}

/// `/pack.json`: the pack with all its blocks, or with a stretch of them.
#[derive(Serialize)]
struct FlowData<'a> {
    #[serde(flatten)]
    pack: &'a PackData<'a>,
    blocks: &'a [BlockData<'a>],
}

/// Words in another language that is set with faces of its own.
#[derive(Serialize)]
struct Foreign {
    lang: &'static str,
    region: &'static str,
    fonts: Vec<Family>,
    bold: bool,
}

/// More hands than this would leave the first one nothing to do but take over.
const MOST_HANDS: usize = 4;

/// Taking over a stretch that was set ahead, and putting it on pages, takes this share of
/// the time of setting it. Measured on packs of 40 pages.
const TAKING_OVER: f64 = 0.24;

/// The fewest bytes that a hand is called for: some two pages.
const SHORTEST_STRETCH: usize = 4096;

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

impl<'a> Data<'a> {
    pub(super) fn of(composition: &'a Composition, book: &'a Book) -> Data<'a> {
        Data::made(composition, Writer::new(composition, book))
    }

    /// The same with the lines of these paragraphs set tighter, and their addresses divided
    /// anywhere where they are loose.
    pub(super) fn with_torn(
        composition: &'a Composition,
        book: &'a Book,
        torn: BTreeMap<torn::Key, f64>,
    ) -> Data<'a> {
        let writer = Writer { torn, ..Writer::new(composition, book) };
        Data::made(composition, writer)
    }

    /// The same without one turned table: marks say where it may stand.
    pub(super) fn without_turned(
        composition: &'a Composition,
        book: &'a Book,
        number: usize,
    ) -> Data<'a> {
        let left_out = Some(number);
        let writer =
            Writer { turned_before_left_out: left_out, ..Writer::new(composition, book) };
        Data::made(composition, writer)
    }

    fn made(composition: &'a Composition, mut writer: Writer<'a>) -> Data<'a> {
        let book = writer.book;
        let sheet = &composition.sheet;
        let page = &sheet.page;
        let (lang, region) = language(composition.lang);
        let mut blocks = Vec::new();
        writer.blocks(&composition.blocks, false, &mut blocks);
        // 版记 stands at the foot of the last page, wherever the template has it.
        if !writer.feet.is_empty() {
            flow::hold_to_foot(&mut blocks);
        }
        blocks.append(&mut writer.feet);
        let blocks = chain::link(blocks, sheet);
        let watermark = composition.furniture.watermark.as_deref();
        let watermark = watermark.filter(|words| !words.is_empty());
        let watermark = watermark.map(|words| writer.drawable(words));
        let Writer { anchors, figures, targets, foreign, faces: also, notes, .. } =
            writer;
        let mut faces = Faces::of(composition, book, also);
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
        let pack = PackData {
            title: &composition.title,
            author: &composition.author,
            date: date(composition),
            watermark,
            notes,
        };
        let faces = faces.used;
        Data { pack, blocks, looks, anchors, figures, targets, faces }
    }

    /// The bytes of `/looks.json`.
    pub(super) fn looks(&self) -> Vec<u8> {
        json(&self.looks)
    }

    /// The bytes of `/pack.json`.
    pub(super) fn flow(&self) -> Vec<u8> {
        json(&FlowData { pack: &self.pack, blocks: &self.blocks })
    }

    /// The bytes of `/pack.json` for stretches of the flow that other hands may set ahead
    /// of the one who sets it all; none where that would not pay.
    ///
    /// The first hand sets what comes before the first stretch alone. The stretches are as
    /// long as each other, and as far as lengths tell they are set by the time the first
    /// hand comes to them.
    pub(super) fn stretches(&self, hands: usize) -> Vec<Vec<u8>> {
        let lengths: Vec<usize> = self.blocks.iter().map(length).collect();
        let all: usize = lengths.iter().sum();
        let hands = hands.min(MOST_HANDS).min(all / SHORTEST_STRETCH);
        if hands < 2 {
            return Vec::new();
        }
        let others = (hands - 1) as f64;
        let first = (1.0 - others * TAKING_OVER) / hands as f64;
        let mut stretches: Vec<&[BlockData<'_>]> = Vec::new();
        let (mut rest, mut before) = (0, 0);
        for (at, length) in lengths.iter().enumerate() {
            let end = first + stretches.len() as f64 * (1.0 - first) / others;
            if before as f64 >= end * all as f64 {
                stretches.push(&self.blocks[rest..at]);
                rest = at;
            }
            before += length;
        }
        stretches.push(&self.blocks[rest..]);
        // The first is not set ahead.
        let ahead = stretches.into_iter().skip(1);
        ahead.map(|blocks| json(&FlowData { pack: &self.pack, blocks })).collect()
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

/// How many bytes a block takes as data, which tells how long setting it takes.
fn length(block: &BlockData<'_>) -> usize {
    struct Count(usize);
    impl std::io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    serde_json::to_writer(&mut count, block)
        .expect("strings, numbers and lists can be written as JSON");
    count.0
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
    /// How many turned tables come before the one that is left out, where one is.
    turned_before_left_out: Option<usize>,
    lang: Lang,
    book: &'a Book,
    /// Faces that words need which are repeated elsewhere than where they stand.
    faces: BTreeSet<usize>,
    /// The kinds of words in other languages that were met, each with a style that shows
    /// its faces.
    foreign: Vec<(ForeignKey, &'a Style)>,
    /// The paragraphs that have loose lines otherwise, and how loose, in ems.
    torn: BTreeMap<torn::Key, f64>,
    /// How addresses of this paragraph are treated.
    address: Address,
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
            turned_before_left_out: None,
            lang: composition.lang,
            book,
            faces: BTreeSet::new(),
            foreign: Vec::new(),
            torn: BTreeMap::new(),
            address: Address::Whole,
        }
    }
}
