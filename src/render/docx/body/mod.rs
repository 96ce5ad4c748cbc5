//! `document.xml`: the blocks of the flow in reading order.
//!
//! Belongs here: paragraphs, and where pages and sections begin.
//! Does not belong here: frames, contents, tables and pictures (the modules below), what
//! stands inside a paragraph (`runs`) and on the margins of a page (`furniture`).

mod contents;
mod frames;
mod objects;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::PageNumbers;
use super::furniture::{Furnisher, Section, Start};
use super::labels::Labels;
use super::look::{self, Edge, twips_down};
use super::numbering::{Counted, Numbering};
use super::package::{Kind as Target, Relations};
use super::picture::Pictures;
use super::runs::{Around, Words};
use super::styles::{Look, Role, Styles};
use super::xml::{Element, NAMESPACES, Xml};
use crate::compose::sheet::{PageBreak, Style, StyleId};
use crate::compose::{Block, Composition, Entry, Paragraph};
use crate::diag::Diagnostic;
use frames::Frame;

/// The main part and everything it points to.
pub(super) struct Document {
    /// `document.xml`.
    pub(super) main: Vec<u8>,
    /// `numbering.xml`.
    pub(super) numbering: Option<Vec<u8>>,
    /// `footnotes.xml`.
    pub(super) notes: Option<Vec<u8>>,
    /// What the main part points to.
    pub(super) relations: Relations,
    /// What the notes point to.
    pub(super) note_relations: Relations,
    /// Heads and feet: kind, name, content.
    pub(super) furniture: Vec<(Target, String, Vec<u8>)>,
    /// Pictures: name, media type, bytes.
    pub(super) pictures: Vec<(String, &'static str, Arc<Vec<u8>>)>,
}

/// Writes the flow.
pub(super) fn write<'a>(
    composition: &'a Composition,
    pages: &PageNumbers,
    styles: &mut Styles<'a>,
) -> Result<Document, Diagnostic> {
    let mut anchors = Vec::new();
    collect_anchors(&composition.blocks, &mut anchors);
    let bookmarks: BTreeMap<_, _> = anchors
        .into_iter()
        .enumerate()
        .map(|(at, anchor)| (anchor, bookmark_name(anchor, at)))
        .collect();
    let furnisher = Furnisher::new(composition);
    let numbering = Numbering::of(composition, styles);
    styles.number(numbering.bound());
    let mut body = Body {
        composition,
        words: Words {
            styles,
            pages,
            labels: Labels::of(composition),
            bookmarks,
            relations: Relations::default(),
            note_relations: Relations::default(),
            notes: Vec::new(),
        },
        sections_by_article: furnisher.has_running_heads(),
        furnisher,
        numbering,
        unheaded: contents::unheaded(&composition.blocks),
        pictures: Pictures::default(),
        xml: Xml::part(),
        held: None,
        section: Section {
            start: Start::NextPage,
            running: None,
            is_first: true,
            turned: false,
        },
        leaves_turned: false,
        pending: PageBreak::No,
        frame: None,
        begun: false,
        at_head: false,
        below_table: None,
        bookmarks_set: 0,
    };
    body.xml.open("w:document", NAMESPACES);
    body.xml.open("w:body", &[]);
    if has_contents(&composition.blocks) {
        body.xml.raw(&silent());
    }
    body.blocks(&composition.blocks)?;
    body.end();
    let Body { mut words, furnisher, numbering, pictures, xml, .. } = body;
    Ok(Document {
        main: xml.into_bytes(),
        numbering: numbering.part(words.styles),
        notes: words.notes_part(),
        relations: words.relations,
        note_relations: words.note_relations,
        furniture: furnisher.parts,
        pictures: pictures.files,
    })
}

fn collect_anchors<'a>(blocks: &'a [Block], out: &mut Vec<&'a str>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.extend(p.anchor.as_deref()),
            Block::Group(group) => collect_anchors(&group.blocks, out),
            Block::Table(table) => {
                out.extend(table.caption.as_ref().and_then(|p| p.anchor.as_deref()));
            }
            Block::Figure(figure) => {
                out.extend(figure.caption.as_ref().and_then(|p| p.anchor.as_deref()));
            }
            Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
        }
    }
}

/// A name that Word takes for a bookmark: at most 40 letters, digits and underscores. One
/// that begins with an underscore is not shown among the editor's own.
fn bookmark_name(anchor: &str, at: usize) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if anchor.len() <= 39 && anchor.chars().all(allowed) {
        format!("_{}", anchor.replace('-', "_"))
    } else {
        format!("_Toc{at:08}")
    }
}

/// A paragraph that is not written yet: a section that ends behind it is noted in it.
struct Held {
    properties: Vec<Element>,
    content: Vec<u8>,
    /// The space that its style has below it, in points.
    after: f64,
    /// Whether a field that spans paragraphs ends in it.
    ends_field: bool,
}

impl Held {
    /// Whether it stands in a text frame.
    fn is_framed(&self) -> bool {
        self.properties.iter().any(|p| p.name == "w:framePr")
    }
}

/// How a block begins.
struct Begun {
    /// What its first paragraph says of it.
    said: Option<Element>,
    /// What is left of the space above it.
    above: Above,
}

/// What is left of the space above a block, which Word keeps at the head of a page unless
/// it came there by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Above {
    /// All: the larger one of its own and that of the group that begins with it.
    All,
    /// Its own, at the head of the file and of a page that was asked for.
    Own,
    /// Nothing, at the head of pages that are turned or follow such.
    Nothing,
}

struct Body<'s, 'a> {
    composition: &'a Composition,
    words: Words<'s, 'a>,
    furnisher: Furnisher<'a>,
    sections_by_article: bool,
    numbering: Numbering<'a>,
    /// The entries of the contents that lead to no heading, by anchor.
    unheaded: BTreeMap<&'a str, &'a Entry>,
    pictures: Pictures,
    xml: Xml,
    held: Option<Held>,
    section: Section,
    pending: PageBreak,
    /// Whether the page of a turned table ends where the next block begins.
    leaves_turned: bool,
    frame: Option<Frame>,
    begun: bool,
    /// Whether the next block is the first of turned pages.
    at_head: bool,
    /// Right behind a table: the space that its style has below it, in points.
    below_table: Option<f64>,
    bookmarks_set: usize,
}

impl<'a> Body<'_, 'a> {
    fn blocks(&mut self, blocks: &'a [Block]) -> Result<(), Diagnostic> {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            let next = blocks.get(at + 1);
            at += 1;
            match (block, next) {
                // A rule belongs to a paragraph, as when an editor types `---` in Word.
                (Block::Paragraph(p), Some(Block::Rule(rule)))
                    if !self.in_drawn_frame() =>
                {
                    self.paragraph(p, Role::Text, Some((*rule, Edge::RuleBelow)));
                    at += 1;
                }
                (Block::Rule(rule), Some(Block::Paragraph(p)))
                    if !self.in_drawn_frame() =>
                {
                    self.paragraph(p, Role::Text, Some((*rule, Edge::RuleAbove)));
                    at += 1;
                }
                (Block::Paragraph(p), _) => self.paragraph(p, Role::Text, None),
                (Block::Rule(rule), _) => self.rule(*rule),
                (Block::Group(group), _) => self.group(group)?,
                (Block::Table(table), _) => self.table(table),
                (Block::Figure(figure), _) => self.figure(figure)?,
                (Block::Contents(contents), _) => self.contents(contents),
                (Block::PageBreak { recto }, _) => self.wait_for(if *recto {
                    PageBreak::Recto
                } else {
                    PageBreak::Before
                }),
            }
        }
        Ok(())
    }

    fn wait_for(&mut self, page_break: PageBreak) {
        self.pending = match (self.pending, page_break) {
            (PageBreak::Recto, _) | (_, PageBreak::Recto) => PageBreak::Recto,
            (PageBreak::Before, _) | (_, PageBreak::Before) => PageBreak::Before,
            (PageBreak::No, PageBreak::No) => PageBreak::No,
        };
    }

    /// Begins a section or a page where one is due.
    fn begin(&mut self, of_style: PageBreak, running: Option<&str>) -> Begun {
        let pending = std::mem::replace(&mut self.pending, PageBreak::No);
        let running = running.filter(|_| self.sections_by_article);
        let recto = pending == PageBreak::Recto || of_style == PageBreak::Recto;
        let page = pending == PageBreak::Before || of_style == PageBreak::Before;
        let leaves = std::mem::take(&mut self.leaves_turned);
        let at_head = std::mem::take(&mut self.at_head);
        let opens = recto || page || !self.begun;
        let above = match (opens, leaves || at_head) {
            (true, _) => Above::Own,
            (false, true) => Above::Nothing,
            (false, false) => Above::All,
        };
        if !self.begun {
            self.begun = true;
            if let Some(running) = running {
                self.section.running = Some(running.to_owned());
            }
            return Begun { said: None, above };
        }
        if !recto && running.is_none() && !leaves {
            let says = page && of_style != PageBreak::Before;
            let said = says.then(|| Element::new("w:pageBreakBefore"));
            return Begun { said, above };
        }
        let start = match (recto, page || leaves) {
            (true, _) => Start::OddPage,
            (false, true) => Start::NextPage,
            (false, false) => Start::Continuous,
        };
        let running = running.map(str::to_owned).or_else(|| self.section.running.clone());
        self.new_section(Section { start, running, is_first: false, turned: false });
        Begun { said: None, above }
    }

    /// Ends the section with what has been written, and begins the next one.
    fn new_section(&mut self, next: Section) {
        let ended = std::mem::replace(&mut self.section, next);
        let properties = self.furnisher.section(&ended, &mut self.words);
        // Where a section ends in the last paragraph of a field, LibreOffice loses the page
        // numbers of its heads and feet.
        if self.held.as_ref().is_none_or(|held| held.ends_field) {
            self.hold(thin(), Vec::new());
        }
        if let Some(held) = &mut self.held {
            held.properties.push(properties);
        }
    }

    /// Keeps a paragraph back until it is known what follows.
    fn hold(&mut self, properties: Vec<Element>, content: Vec<u8>) {
        self.flush();
        self.below_table = None;
        self.held = Some(Held { properties, content, after: 0.0, ends_field: false });
    }

    fn flush(&mut self) {
        if let Some(held) = self.held.take() {
            write_paragraph(&mut self.xml, &held.properties, &held.content);
        }
    }

    fn paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        role: Role,
        rule: Option<(StyleId, Edge)>,
    ) {
        let (properties, content) = self.whole_paragraph(paragraph, role, rule);
        self.hold(properties, content);
        if let Some(held) = &mut self.held {
            held.after = self.words.styles.style(paragraph.style).after;
        }
    }

    fn whole_paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        role: Role,
        rule: Option<(StyleId, Edge)>,
    ) -> (Vec<Element>, Vec<u8>) {
        let style = self.words.styles.style(paragraph.style);
        let Begun { said: breaks, above } =
            self.begin(style.page_break, paragraph.running.as_deref());
        self.foot_rule_before();
        let counted = self.numbering.of_paragraph(paragraph);
        let role = match (paragraph.outline, counted) {
            (Some(outline), Some(Counted::Not)) => Role::Unnumbered(outline.depth),
            (Some(outline), _) => Role::Heading(outline.depth.clamp(1, 9)),
            (None, _) => role,
        };
        let in_frame = self.in_frame(style, above);
        let look = Look { style: paragraph.style, role, frame: in_frame.frame.or(rule) };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        if self.in_foot() {
            properties.push(look::foot_frame(&self.composition.sheet.page));
        }
        // A table of Word's has no space of its own: its neighbours have it.
        let gap = self.below_table.filter(|_| above == Above::All && !self.in_foot());
        let before = in_frame.before.max(gap.unwrap_or_default());
        properties.extend(spacing_beside(style, before, in_frame.after));
        if let Some(number) = counted.and_then(Counted::said) {
            let after = |p: &Element| p.name == "w:spacing";
            let at = properties.iter().position(after).unwrap_or(properties.len());
            properties.insert(at, number);
        }
        let mut content = Xml::piece();
        let bookmark = self.bookmark(&mut content, paragraph.anchor.as_deref());
        let around = Around::flow(paragraph.style);
        if paragraph.outline.is_none() {
            self.entry_mark(&mut content, paragraph.anchor.as_deref());
        }
        let label = self.words.labels.of_caption(paragraph).cloned();
        match (counted, label) {
            (Some(counted), _) => {
                let rest = counted.rest(&paragraph.inlines);
                self.words.inlines(&mut content, &rest, around);
            }
            (None, Some(label)) => {
                let named = label
                    .bookmark
                    .as_deref()
                    .map(|n| self.open_bookmark(&mut content, n));
                self.words.label(&mut content, &label);
                close_bookmark(&mut content, named);
                let rest = label.rest(&paragraph.inlines);
                self.words.inlines(&mut content, &rest, around);
            }
            (None, None) => self.words.inlines(&mut content, &paragraph.inlines, around),
        }
        close_bookmark(&mut content, bookmark);
        (properties, content.into_bytes())
    }

    fn style_of(&mut self, look: Look) -> Element {
        Element::val("w:pStyle", self.words.styles.paragraph(look))
    }

    fn bookmark(&mut self, xml: &mut Xml, anchor: Option<&str>) -> Option<String> {
        let name = self.words.bookmarks.get(anchor?)?.clone();
        Some(self.open_bookmark(xml, &name))
    }

    fn open_bookmark(&mut self, xml: &mut Xml, name: &str) -> String {
        self.bookmarks_set += 1;
        let id = self.bookmarks_set.to_string();
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
        id
    }

    /// A rule with no paragraph beside it to belong to.
    fn rule(&mut self, style: StyleId) {
        let breaks = self.begin(self.words.styles.style(style).page_break, None).said;
        let look = Look { style, role: Role::Rule, frame: None };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        self.hold(properties, Vec::new());
    }

    fn end(&mut self) {
        if self.held.is_none() {
            // A body ends with a paragraph, and a table is none.
            self.hold(thin(), Vec::new());
        }
        // A text frame belongs to the page of the paragraph behind it.
        let ends_in_frame = self.held.as_ref().is_some_and(Held::is_framed);
        self.flush();
        if ends_in_frame {
            self.xml.raw(&silent());
        }
        let section = self.section.clone();
        let properties = self.furnisher.section(&section, &mut self.words);
        self.xml.element(&properties);
        self.xml.close("w:body");
        self.xml.close("w:document");
    }
}

/// `w:spacing` of a paragraph with other space above or below it than its style has.
fn spacing_beside(style: &Style, before: f64, after: f64) -> Option<Element> {
    let mut spacing = Element::new("w:spacing");
    for (side, own, here) in
        [("w:before", style.before, before), ("w:after", style.after, after)]
    {
        if twips_down(own) != twips_down(here) {
            spacing = spacing.with(side, twips_down(here));
        }
    }
    (!spacing.attributes.is_empty()).then_some(spacing)
}

/// Keeps a paragraph on the page of the next one.
fn keep_with_next(properties: &mut Vec<Element>) {
    let at = properties.iter().take_while(|p| p.name == "w:pStyle").count();
    properties.insert(at, Element::new("w:keepNext"));
}

/// Gives a paragraph space below, unless it says something of that itself.
fn space_below(properties: &mut Vec<Element>, points: f64) {
    let side = "w:after";
    let said = properties.iter_mut().find(|p| p.name == "w:spacing");
    if let Some(spacing) = said {
        if spacing.attributes.iter().all(|(name, _)| *name != side) {
            spacing.attributes.push((side, twips_down(points).to_string()));
        }
        return;
    }
    const BEHIND: [&str; 5] = ["w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"];
    let at = properties.iter().position(|p| BEHIND.contains(&p.name));
    let spacing = Element::new("w:spacing").with(side, twips_down(points));
    properties.insert(at.unwrap_or(properties.len()), spacing);
}

fn close_bookmark(xml: &mut Xml, id: Option<String>) {
    if let Some(id) = id {
        xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

fn has_contents(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Contents(_) => true,
        Block::Group(group) => has_contents(&group.blocks),
        _ => false,
    })
}

/// An empty paragraph that Word has no use for: before the first words of a file with
/// contents, for readers of such files that take the first paragraph for an entry of the
/// contents and leave its words out, and behind a last text frame, which else has nothing
/// to belong to. It takes less than a point, which a full page has to spare, and its mark
/// is not hidden, because Word would join it to the words behind it. Its hint of a page
/// begun is what Word writes at the top of pages itself, and what tells it from a line that
/// somebody left empty.
fn silent() -> Vec<u8> {
    let hint = Element::new("w:r").holding(Element::new("w:lastRenderedPageBreak"));
    let mut content = Xml::piece();
    content.element(&hint);
    let mut xml = Xml::piece();
    write_paragraph(&mut xml, &thin(), &content.into_bytes());
    xml.into_bytes()
}

/// The least height of a line that Word takes, in twips: a full page has room for it.
const THINNEST: i64 = 14;

/// What a paragraph says that is there for Word's sake and should take no room.
fn thin() -> Vec<Element> {
    vec![Element::switch("w:snapToGrid", false), look::spacing(0, 0, THINNEST)]
}

fn write_paragraph(xml: &mut Xml, properties: &[Element], content: &[u8]) {
    xml.open("w:p", &[]);
    if !properties.is_empty() {
        xml.open("w:pPr", &[]);
        properties.iter().for_each(|p| xml.element(p));
        xml.close("w:pPr");
    }
    xml.raw(content);
    xml.close("w:p");
}
