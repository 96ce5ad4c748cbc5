//! What can only be set when the pages are finished: running heads, folios, the page
//! numbers of the contents, and links within the pack.
//!
//! Typst would find these out by laying the whole pack out again until nothing moves. None
//! of them moves anything, so the flow is laid out once without them, and they are put on
//! its pages here.
//!
//! Belongs here: reading what the flow says of itself, and putting finished frames on
//! finished pages.
//! Does not belong here: how heads and numbers look (`furniture.typ`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use typst::foundations::{Content, Label, NativeElement, Selector, Value};
use typst::introspection::{Introspector, Location, MetadataElem, Tag};
use typst::layout::{Abs, Angle, Frame, FrameItem, GroupItem, Point, Transform};
use typst::model::{Destination, Document, LinkMarker};
use typst::pdf::ArtifactElem;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

use super::data::{Item, ParagraphData, Writer, json};
use super::foot;
use super::gaps;
use super::untie::untie;
use crate::compose::sheet::StyleId;
use crate::compose::{Block, Composition, Field, Furniture, Lang, Paragraph};
use crate::fonts::Book;

/// What the flow says of itself when its pages are finished.
pub(super) struct Flow {
    /// Where each anchor stands.
    places: BTreeMap<String, (Location, usize)>,
    /// Running titles with the page from which each holds.
    running: Vec<(usize, String)>,
    /// The pages that begin because the composition asks for it.
    pub(super) asked: BTreeSet<usize>,
    /// The page that has a group at its foot.
    foot: Option<usize>,
    /// Whether each page carries anything.
    filled: Vec<bool>,
}

impl Flow {
    pub(super) fn read(document: &PagedDocument, anchors: &[String]) -> Flow {
        let introspector = document.introspector();
        let page_of = |location| introspector.page(location).map(|page| page.get());
        let place = |anchor: &String| {
            let label = Label::new(PicoStr::intern(anchor))?;
            let location = introspector.query_label(label).ok()?.location()?;
            Some((anchor.clone(), (location, page_of(location)?)))
        };
        let title = |note: &Content| {
            let title = said(note)?.strip_prefix("running:")?.to_owned();
            Some((page_of(note.location()?)?, title))
        };
        let opened = |note: &Content| {
            (said(note)? == "opens").then_some(page_of(note.location()?)?)
        };
        let foot = |note: &Content| {
            (said(note)? == foot::ABOVE).then_some(page_of(note.location()?)?)
        };
        let notes = introspector.query(&Selector::Elem(MetadataElem::ELEM, None));
        Flow {
            places: anchors.iter().filter_map(place).collect(),
            running: notes.iter().filter_map(title).collect(),
            asked: notes.iter().filter_map(opened).collect(),
            foot: notes.iter().find_map(foot),
            filled: document.pages().iter().map(|page| draws(&page.frame)).collect(),
        }
    }

    /// On which page each anchor stands, and how many pages there are.
    pub(super) fn page_numbers(&self) -> super::PageNumbers {
        let number =
            |(anchor, (_, page)): (&String, &(Location, usize))| (anchor.clone(), *page);
        super::PageNumbers {
            of: self.places.iter().map(number).collect(),
            pages: self.filled.len(),
            foot_below_notes: None,
        }
    }

    /// The running title of a page: the last one that begins on it or before it.
    fn running_on(&self, page: usize) -> &str {
        let holds = self.running.partition_point(|(from, _)| *from <= page);
        holds.checked_sub(1).map_or("", |last| &self.running[last].1)
    }
}

/// The word that a `metadata` of the engine files carries.
pub(super) fn said(note: &Content) -> Option<&str> {
    match &note.to_packed::<MetadataElem>()?.value {
        Value::Str(words) => Some(words.as_str()),
        _ => None,
    }
}

fn draws(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| item_draws(item))
}

/// Whether an item is seen.
pub(super) fn item_draws(item: &FrameItem) -> bool {
    match item {
        FrameItem::Group(group) => draws(&group.frame),
        FrameItem::Tag(_) => false,
        _ => true,
    }
}

/// `/furniture.json`: what is to be set for the finished pages.
#[derive(Serialize)]
pub(super) struct Wanted<'a> {
    numbers: Vec<Number>,
    pages: Vec<PageFurniture<'a>>,
    #[serde(skip)]
    anchors: Vec<&'a str>,
}

#[derive(Serialize)]
struct Number {
    look: StyleId,
    words: String,
}

#[derive(Serialize)]
struct PageFurniture<'a> {
    number: usize,
    head: Option<ParagraphData<'a>>,
    foot: Option<ParagraphData<'a>>,
}

impl<'a> Wanted<'a> {
    /// What the pages of `flow` want; `None` where they want nothing.
    pub(super) fn of(
        composition: &'a Composition,
        book: &'a Book,
        flow: &'a Flow,
    ) -> Option<Wanted<'a>> {
        let mut entries = Vec::new();
        contents_of(&composition.blocks, &mut entries);
        let numbered = entries.into_iter().filter_map(|(anchor, look)| {
            Some((anchor, look, flow.places.get(anchor)?.1))
        });
        let (anchors, numbers) = numbered
            .map(|(anchor, look, page)| {
                (anchor, Number { look, words: page.to_string() })
            })
            .unzip();
        let pages = 1..=flow.filled.len();
        let pages = pages.filter(|page| flow.filled[page - 1]);
        let pages: Vec<_> = pages
            .map(|page| page_furniture((composition, book), flow, page))
            .filter(|page| page.head.is_some() || page.foot.is_some())
            .collect();
        let wanted = Wanted { numbers, pages, anchors };
        (!wanted.numbers.is_empty() || !wanted.pages.is_empty()).then_some(wanted)
    }

    pub(super) fn to_json(&self) -> Vec<u8> {
        json(self)
    }
}

/// The anchors of all contents entries with the looks of the entries.
fn contents_of<'a>(blocks: &'a [Block], entries: &mut Vec<(&'a str, StyleId)>) {
    for block in blocks {
        match block {
            Block::Contents(contents) => {
                let entry = contents.entries.iter();
                entries.extend(entry.map(|entry| (entry.anchor.as_str(), entry.style)));
            }
            Block::Group(group) => contents_of(&group.blocks, entries),
            _ => {}
        }
    }
}

fn page_furniture<'a>(
    (composition, book): (&'a Composition, &'a Book),
    flow: &'a Flow,
    number: usize,
) -> PageFurniture<'a> {
    let Furniture {
        head_first,
        head_odd,
        head_even,
        foot_first,
        foot_odd,
        foot_even,
        ..
    } = &composition.furniture;
    let (head, foot) = match number {
        1 => (head_first, foot_first),
        n if n % 2 == 1 => (head_odd, foot_odd),
        _ => (head_even, foot_even),
    };
    let set = |paragraph: &'a Option<Paragraph>| {
        let paragraph = paragraph.as_ref()?;
        let writer = Writer::new(composition, book);
        Some(line(paragraph, writer, composition, flow, number))
    };
    PageFurniture { number, head: set(head), foot: set(foot) }
}

fn line<'a>(
    paragraph: &'a Paragraph,
    mut writer: Writer<'a>,
    composition: &'a Composition,
    flow: &'a Flow,
    number: usize,
) -> ParagraphData<'a> {
    let style = composition.sheet.style(paragraph.style);
    let mut words = writer.inlines(&paragraph.inlines, style);
    for item in &mut words {
        let Item::Field(field, style) = item else { continue };
        let known = match field {
            Field::Page => Cow::Owned(number.to_string()),
            Field::Pages => Cow::Owned(flow.filled.len().to_string()),
            Field::Running => Cow::Borrowed(flow.running_on(number)),
        };
        *item = match style {
            Some(style) => Item::Styled("words", known, *style),
            None => Item::Plain(known),
        };
    }
    ParagraphData::bare(paragraph.style, words, false)
}

/// Puts what `furniture.typ` has set on the pages of the flow, and leads the links within
/// the pack to their places. Beside the pages, the height of a group that stands at the foot
/// below notes.
pub(super) fn finish(
    document: &PagedDocument,
    flow: &Flow,
    wanted: Option<&Wanted<'_>>,
    set: Option<&PagedDocument>,
    composition: &Composition,
) -> (PagedDocument, Option<f64>) {
    let (lang, sheet) = (composition.lang, &composition.sheet.page);
    let type_area_end = Abs::pt(sheet.top + sheet.depth());
    let mut frames = set.map(|set| set.pages()).unwrap_or_default().iter();
    let mut numbers = BTreeMap::new();
    for anchor in wanted.map(|wanted| wanted.anchors.as_slice()).unwrap_or_default() {
        let frame = frames.next().map(|page| without_tags(&page.frame, false));
        numbers.insert(*anchor, frame.unwrap_or_default());
    }
    let hand = Hand { flow, numbers, lang };
    let mut pages: Vec<Page> = document.pages().to_vec();
    for page in &mut pages {
        hand.work_on(&mut page.frame);
    }
    let foot = flow.foot.and_then(|number| pages.get_mut(number - 1));
    let foot = foot.and_then(|page| foot::below_notes(&mut page.frame, type_area_end));
    let furnished = wanted.map(|wanted| wanted.pages.as_slice()).unwrap_or_default();
    for (furniture, set) in furnished.iter().zip(frames) {
        let frame = &mut pages[furniture.number - 1].frame;
        let set = without_tags(&set.frame, true);
        let turned = frame.width() > frame.height() && set.width() < set.height();
        if turned {
            // Heads and feet of a turned page stand where those of an upright sheet stand
            // (GB/T 9704—2012, 8).
            let mut group = GroupItem::new(set);
            group.transform = Transform::translate(frame.width(), Abs::zero())
                .pre_concat(Transform::rotate(Angle::deg(90.0)));
            frame.push(Point::zero(), FrameItem::Group(group));
        } else {
            frame.push_frame(Point::zero(), set);
        }
    }
    for page in &mut pages {
        untie(&mut page.frame);
        if let Some(frame) = gaps::widened(&page.frame) {
            page.frame = frame;
        }
    }
    let pages = PagedDocument::new(pages.into_iter().collect(), document.info().clone());
    (pages, foot.map(Abs::to_pt))
}

/// Puts the files that `attached.typ` has read into the document. They stand on no page,
/// but the first one carries what says that they are there.
pub(super) fn attach(document: &PagedDocument, set: &PagedDocument) -> PagedDocument {
    let mut pages: Vec<Page> = document.pages().to_vec();
    if let (Some(first), Some(files)) = (pages.first_mut(), set.pages().first()) {
        first.frame.push_frame(Point::zero(), files.frame.clone());
    }
    PagedDocument::new(pages.into_iter().collect(), document.info().clone())
}

/// A frame of `furniture.typ` without what it says of its structure, which would be taken
/// for structure of the flow; that it is no part of it stays said.
fn without_tags(frame: &Frame, artifacts: bool) -> Frame {
    let mut open = Vec::new();
    let mut frame = frame.clone();
    strip(&mut frame, artifacts, &mut open);
    frame
}

fn strip(frame: &mut Frame, artifacts: bool, open: &mut Vec<Location>) {
    frame.retain(|item| match item {
        FrameItem::Group(group) => {
            group.parent = None;
            strip(&mut group.frame, artifacts, open);
            true
        }
        FrameItem::Tag(Tag::Start(element, _)) => {
            let artifact = artifacts && element.to_packed::<ArtifactElem>().is_some();
            if let (true, Some(location)) = (artifact, element.location()) {
                open.push(location);
            }
            artifact
        }
        FrameItem::Tag(Tag::End(location, ..)) => open.contains(location),
        _ => true,
    });
}

struct Hand<'a> {
    flow: &'a Flow,
    /// The set numbers of the contents, by the anchor they lead to.
    numbers: BTreeMap<&'a str, Frame>,
    lang: Lang,
}

impl Hand<'_> {
    fn work_on(&self, frame: &mut Frame) {
        if !wants_work(frame) {
            return;
        }
        let number = |(layer, (at, item)): (usize, &(Point, FrameItem))| {
            let FrameItem::Tag(Tag::Start(note, _)) = item else { return None };
            let set = self.numbers.get(said(note)?.strip_prefix("number:")?)?;
            // The slot is the lower right corner of the number.
            let corner = Point::new(set.width(), set.height());
            Some((layer, *at - corner, FrameItem::Group(GroupItem::new(set.clone()))))
        };
        let numbers: Vec<_> = frame.items().enumerate().filter_map(number).collect();
        for (layer, at, item) in numbers.into_iter().rev() {
            frame.insert(layer, at, item);
        }
        frame.retain(|item| {
            match item {
                FrameItem::Group(group) => self.work_on(&mut group.frame),
                FrameItem::Link(to, _) => {
                    if let Some((location, _)) = self.place(to) {
                        *to = Destination::Location(*location);
                    }
                }
                FrameItem::Tag(Tag::Start(element, _)) => self.say_page(element),
                _ => {}
            }
            true
        });
    }

    fn place(&self, to: &Destination) -> Option<&(Location, usize)> {
        let Destination::Url(url) = to else { return None };
        self.flow.places.get(url.strip_prefix('#')?)
    }

    /// What a reader that cannot see is told of a link within the pack.
    fn say_page(&self, element: &mut Content) {
        let Some(marker) = element.to_packed_mut::<LinkMarker>() else { return };
        let anchor = marker.alt.as_deref().and_then(|alt| alt.strip_prefix('#'));
        let Some((_, page)) = anchor.and_then(|anchor| self.flow.places.get(anchor))
        else {
            return;
        };
        let words = match self.lang {
            Lang::ZhHans => format!("第{page}页"),
            Lang::ZhHant => format!("第{page}頁"),
            Lang::Ja => format!("{page}ページ"),
            Lang::Ko => format!("{page}쪽"),
        };
        marker.alt = Some(words.into());
    }
}

/// Whether a frame holds a link or a slot for a number.
fn wants_work(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => wants_work(&group.frame),
        FrameItem::Link(..) => true,
        FrameItem::Tag(Tag::Start(element, _)) => {
            element.elem() == MetadataElem::ELEM || element.elem() == LinkMarker::ELEM
        }
        _ => false,
    })
}
