//! The composition as data for the engine files.
//!
//! Belongs here: the shape of `/looks.json` and `/pack.json`, and what is cheaper said here
//! than found out there: neighbouring words of one look joined, plain paragraphs known as
//! such.
//! Does not belong here: looks (`looks.rs`), what stands on finished pages (`finish.rs`).

mod flow;
mod line;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::looks::{CharacterLook, Faces, Family, Look, Note, is_bold};
use crate::compose::sheet::{Sheet, Style};
use crate::compose::{Composition, Lang};
use crate::diag::{Diagnostic, say};
use crate::fonts::{Book, Role};
use flow::BlockData;
pub(super) use flow::ParagraphData;
pub(super) use line::Item;

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
}
