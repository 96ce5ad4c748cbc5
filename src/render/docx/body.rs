//! `document.xml`: the blocks of the flow in reading order.
//!
//! Belongs here: paragraphs, frames, tables, figures, contents, and where sections begin.
//! Does not belong here: what stands inside a paragraph (`runs`) and on the margins of a
//! page (`furniture`).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::PageNumbers;
use super::furniture::{Furnisher, Section, Start};
use super::look::{self, Edge, twips};
use super::package::{Kind as Target, Relations};
use super::picture::Pictures;
use super::runs::{self, Around, Words};
use super::styles::{Look, Role, Styles};
use super::xml::{Element, NAMESPACES, Xml};
use crate::compose::sheet::{Kind, PageBreak, Place, Rule, Style, StyleId};
use crate::compose::{Block, Composition, Contents, Figure, Group, Paragraph, Table};
use crate::diag::Diagnostic;

/// The main part and everything it points to.
pub(super) struct Document {
    /// `document.xml`.
    pub(super) main: Vec<u8>,
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
    let mut body = Body {
        composition,
        words: Words {
            styles,
            pages,
            bookmarks,
            relations: Relations::default(),
            note_relations: Relations::default(),
            notes: Vec::new(),
        },
        sections_by_article: furnisher.has_running_heads(),
        furnisher,
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
        after_table: false,
        bookmarks_set: 0,
    };
    body.xml.open("w:document", NAMESPACES);
    body.xml.open("w:body", &[]);
    body.blocks(&composition.blocks)?;
    body.end();
    let Body { words, furnisher, pictures, xml, .. } = body;
    Ok(Document {
        main: xml.into_bytes(),
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
}

/// The frame around the paragraphs that are being written.
struct Frame {
    style: StyleId,
    /// Whether one box goes around all of them.
    is_one_box: bool,
    /// Whether anything is drawn: else its paragraphs look as they do outside of it.
    draws: bool,
    /// How many there are, and how many have been written.
    count: usize,
    written: usize,
    before: f64,
    after: f64,
}

/// How a paragraph stands in the frame around it.
struct InFrame {
    /// The frame and the paragraph's place in it, where the frame draws anything.
    frame: Option<(StyleId, Edge)>,
    /// What the paragraph must say beside its style.
    said: Vec<Element>,
}

struct Body<'s, 'a> {
    composition: &'a Composition,
    words: Words<'s, 'a>,
    furnisher: Furnisher<'a>,
    sections_by_article: bool,
    pictures: Pictures,
    xml: Xml,
    held: Option<Held>,
    section: Section,
    pending: PageBreak,
    /// Whether the page of a turned table ends where the next block begins.
    leaves_turned: bool,
    frame: Option<Frame>,
    begun: bool,
    after_table: bool,
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

    /// Begins a section or a page where one is due, and returns what the next paragraph
    /// must say about it.
    fn begin(&mut self, of_style: PageBreak, running: Option<&str>) -> Option<Element> {
        let pending = std::mem::replace(&mut self.pending, PageBreak::No);
        let running = running.filter(|_| self.sections_by_article);
        let recto = pending == PageBreak::Recto || of_style == PageBreak::Recto;
        let page = pending == PageBreak::Before || of_style == PageBreak::Before;
        let leaves = std::mem::take(&mut self.leaves_turned);
        if !self.begun {
            self.begun = true;
            if let Some(running) = running {
                self.section.running = Some(running.to_owned());
            }
            return None;
        }
        if !recto && running.is_none() && !leaves {
            let said = of_style == PageBreak::Before;
            return (page && !said).then(|| Element::new("w:pageBreakBefore"));
        }
        let start = match (recto, page || leaves) {
            (true, _) => Start::OddPage,
            (false, true) => Start::NextPage,
            (false, false) => Start::Continuous,
        };
        let running = running.map(str::to_owned).or_else(|| self.section.running.clone());
        self.new_section(Section { start, running, is_first: false, turned: false });
        None
    }

    /// Ends the section with what has been written, and begins the next one.
    fn new_section(&mut self, next: Section) {
        let ended = std::mem::replace(&mut self.section, next);
        let properties = self.furnisher.section(&ended, &mut self.words);
        if self.held.is_none() {
            self.hold(vec![thin()], Vec::new());
        }
        if let Some(held) = &mut self.held {
            held.properties.push(properties);
        }
    }

    /// Keeps a paragraph back until it is known what follows.
    fn hold(&mut self, properties: Vec<Element>, content: Vec<u8>) {
        self.flush();
        self.after_table = false;
        self.held = Some(Held { properties, content });
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
    }

    fn whole_paragraph(
        &mut self,
        paragraph: &'a Paragraph,
        role: Role,
        rule: Option<(StyleId, Edge)>,
    ) -> (Vec<Element>, Vec<u8>) {
        let style = self.words.styles.style(paragraph.style);
        let breaks = self.begin(style.page_break, paragraph.running.as_deref());
        self.foot_rule_before();
        let role = match paragraph.outline {
            Some(outline) => Role::Heading(outline.depth.clamp(1, 9)),
            None => role,
        };
        let (frame, of_frame) = match self.in_frame(style) {
            Some(InFrame { frame, said }) => {
                (frame.filter(|_| !self.in_foot()).or(rule), said)
            }
            None => (rule, Vec::new()),
        };
        let look = Look { style: paragraph.style, role, frame };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        properties.extend(of_frame);
        let mut content = Xml::piece();
        let bookmark = self.bookmark(&mut content, paragraph.anchor.as_deref());
        let around = Around::flow(paragraph.style);
        self.words.inlines(&mut content, &paragraph.inlines, around);
        close_bookmark(&mut content, bookmark);
        (properties, content.into_bytes())
    }

    fn style_of(&mut self, look: Look) -> Element {
        Element::val("w:pStyle", self.words.styles.paragraph(look))
    }

    fn bookmark(&mut self, xml: &mut Xml, anchor: Option<&str>) -> Option<String> {
        let name = self.words.bookmarks.get(anchor?)?;
        self.bookmarks_set += 1;
        let id = self.bookmarks_set.to_string();
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", name)]);
        Some(id)
    }

    /// The frame that the next paragraph stands in, its place there, and what the paragraph
    /// must say beside its style.
    fn in_frame(&mut self, own: &Style) -> Option<InFrame> {
        let frame = self.frame.as_mut()?;
        frame.written += 1;
        let is_first = frame.written == 1;
        let is_last = frame.written >= frame.count;
        let edge = match (frame.is_one_box, is_first, is_last) {
            (true, _, _) => Edge::Any,
            (false, true, true) => Edge::Only,
            (false, true, false) => Edge::First,
            (false, false, true) => Edge::Last,
            (false, false, false) => Edge::Middle,
        };
        let mut said = Vec::new();
        let mut spacing = Element::new("w:spacing");
        if is_first && frame.before > 0.0 {
            spacing = spacing.with("w:before", twips(own.before + frame.before));
        }
        if is_last && frame.after > 0.0 {
            spacing = spacing.with("w:after", twips(own.after + frame.after));
        }
        let spacing = (!spacing.attributes.is_empty()).then_some(spacing);
        let (id, draws) = (frame.style, frame.draws);
        let style = self.words.styles.style(id);
        if style.place == Place::Foot {
            said.push(look::foot_frame(&self.composition.sheet.page));
        }
        said.extend(spacing);
        Some(InFrame { frame: draws.then_some((id, edge)), said })
    }

    fn group(&mut self, group: &'a Group) -> Result<(), Diagnostic> {
        let style = self.words.styles.style(group.style);
        if style.kind != Kind::Frame {
            return self.blocks(&group.blocks);
        }
        self.wait_for(style.page_break);
        let mut paragraphs = Vec::new();
        collect_paragraphs(self.composition, &group.blocks, &mut paragraphs);
        let indents = |p: &&Paragraph| {
            let style = self.words.styles.style(p.style);
            let sides = [style.left_indent, style.right_indent];
            sides.map(|indent| twips(indent * style.size))
        };
        let alike =
            paragraphs.windows(2).all(|pair| indents(&pair[0]) == indents(&pair[1]));
        let draws = look::draws(style) || style.place == Place::Foot;
        if !draws && self.in_drawn_frame() {
            return self.blocks(&group.blocks);
        }
        let frame = Frame {
            style: group.style,
            draws,
            // LibreOffice makes one text frame only of paragraphs with the same rules.
            is_one_box: style.place == Place::Foot
                || (alike && style.rules.inner.is_none()),
            count: paragraphs.len(),
            written: 0,
            before: style.before,
            after: style.after,
        };
        let outer = self.frame.replace(frame);
        let done = self.blocks(&group.blocks);
        if self.in_foot() {
            self.foot_rule(style.rules.bottom);
        }
        self.frame = outer;
        done
    }

    fn in_drawn_frame(&self) -> bool {
        self.frame.as_ref().is_some_and(|frame| frame.draws)
    }

    fn in_foot(&self) -> bool {
        let frame = self.frame.as_ref().map(|frame| self.words.styles.style(frame.style));
        frame.is_some_and(|style| style.place == Place::Foot)
    }

    /// The rule above the next paragraph of 版记: the upper one, or one between two.
    fn foot_rule_before(&mut self) {
        let Some(frame) = self.frame.as_ref().filter(|_| self.in_foot()) else { return };
        let rules = &self.words.styles.style(frame.style).rules;
        let rule = if frame.written == 0 { rules.top } else { rules.inner };
        self.foot_rule(rule);
    }

    /// A rule of 版记 as a line of its own in the text frame: LibreOffice draws no rules
    /// between the paragraphs of a frame, and breaks the frame where they differ.
    fn foot_rule(&mut self, rule: Option<Rule>) {
        let Some(rule) = rule else { return };
        let page = &self.composition.sheet.page;
        let height = twips(rule.width + 2.0 * rule.gap).max(30);
        let look = Look { style: StyleId(0), role: Role::Text, frame: None };
        let properties = vec![
            self.style_of(look),
            look::foot_frame(page),
            Element::switch("w:snapToGrid", false),
            Element::new("w:spacing")
                .with("w:before", 0)
                .with("w:after", 0)
                .with("w:line", height)
                .with("w:lineRule", "exact"),
            Element::new("w:ind")
                .with("w:left", 0)
                .with("w:right", 0)
                .with("w:firstLineChars", 0)
                .with("w:firstLine", 0),
            Element::val("w:jc", "left"),
        ];
        let mut content = Xml::piece();
        let relations = &mut self.words.relations;
        self.pictures.rule(&mut content, page.measure(), rule, relations);
        self.hold(properties, content.into_bytes());
    }

    /// A rule with no paragraph beside it to belong to.
    fn rule(&mut self, style: StyleId) {
        let breaks = self.begin(self.words.styles.style(style).page_break, None);
        let look = Look { style, role: Role::Rule, frame: None };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        self.hold(properties, Vec::new());
    }

    fn contents(&mut self, contents: &'a Contents) {
        if let Some(heading) = &contents.heading {
            self.paragraph(heading, Role::ContentsHeading, None);
        }
        let deepest = contents.entries.iter().map(|e| e.depth).max().unwrap_or(1);
        let last = contents.entries.len().saturating_sub(1);
        for (at, entry) in contents.entries.iter().enumerate() {
            let breaks = self.begin(PageBreak::No, None);
            let role = Role::Entry(entry.depth.clamp(1, 9));
            let look = Look { style: entry.style, role, frame: None };
            let mut properties = vec![self.style_of(look)];
            properties.extend(breaks);
            let mut content = Xml::piece();
            if at == 0 {
                let levels = deepest.clamp(1, 9);
                let toc = format!("TOC \\o \"1-{levels}\" \\h \\z \\u");
                runs::field_begin(&mut content, &toc);
            }
            let page = self.words.pages.of.get(&entry.anchor);
            let page = page.map(usize::to_string).unwrap_or_default();
            let bookmark = self.words.bookmarks.get(entry.anchor.as_str()).cloned();
            let around =
                Around { in_link: bookmark.is_some(), ..Around::flow(entry.style) };
            if let Some(bookmark) = &bookmark {
                let to = [("w:anchor", bookmark.as_str()), ("w:history", "1")];
                content.open("w:hyperlink", &to);
            }
            self.words.inlines(&mut content, &entry.inlines, around);
            content.open("w:r", &[]);
            content.empty("w:tab", &[]);
            content.close("w:r");
            match &bookmark {
                Some(bookmark) => {
                    runs::field(
                        &mut content,
                        &format!("PAGEREF {bookmark} \\h"),
                        &[],
                        &page,
                    );
                    content.close("w:hyperlink");
                }
                None => self.words.plain(&mut content, &page),
            }
            if at == last {
                runs::field_end(&mut content);
            }
            self.hold(properties, content.into_bytes());
        }
    }

    /// Begins the turned pages of a table.
    fn turn(&mut self) {
        if !self.begun {
            self.begun = true;
            self.section.turned = true;
            return;
        }
        self.pending = PageBreak::No;
        self.leaves_turned = false;
        let running = self.section.running.clone();
        let start = Start::NextPage;
        self.new_section(Section { start, running, is_first: false, turned: true });
    }

    fn table(&mut self, table: &'a Table) {
        if table.turned {
            self.turn();
        }
        if let Some(caption) = &table.caption {
            let (mut properties, content) =
                self.whole_paragraph(caption, Role::Text, None);
            keep_with_next(&mut properties);
            self.hold(properties, content);
        }
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        let mut breaks = self.begin(PageBreak::No, None);
        if self.after_table {
            // Word makes one of two tables that touch.
            self.hold(vec![thin()], Vec::new());
        }
        self.flush();
        let page = &self.composition.sheet.page;
        let measure = if table.turned { page.depth() } else { page.measure() };
        let widths: Vec<i64> =
            table.columns.iter().map(|column| twips(measure * column.1)).collect();
        let style = self.words.styles.table(table.style);
        let whole = widths.iter().sum::<i64>();
        let mut xml = std::mem::replace(&mut self.xml, Xml::piece());
        xml.open("w:tbl", &[]);
        xml.open("w:tblPr", &[]);
        xml.element(&Element::val("w:tblStyle", style));
        xml.element(&Element::new("w:tblW").with("w:w", whole).with("w:type", "dxa"));
        xml.element(&Element::val("w:jc", "center"));
        xml.element(
            &Element::val("w:tblLook", "0420")
                .with("w:firstRow", i32::from(table.head_rows > 0))
                .with("w:lastRow", 0)
                .with("w:firstColumn", 0)
                .with("w:lastColumn", 0)
                .with("w:noHBand", 0)
                .with("w:noVBand", 1),
        );
        xml.close("w:tblPr");
        xml.open("w:tblGrid", &[]);
        for width in &widths {
            xml.element(&Element::new("w:gridCol").with("w:w", width));
        }
        xml.close("w:tblGrid");
        for (r, row) in table.rows.iter().enumerate() {
            let is_head = r < table.head_rows;
            xml.open("w:tr", &[]);
            xml.open("w:trPr", &[]);
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
            xml.close("w:trPr");
            let cell_style =
                if is_head { table.cell_styles.0 } else { table.cell_styles.1 };
            let own_align = self.words.styles.style(cell_style).align;
            let look = Look { style: cell_style, role: Role::Text, frame: None };
            let columns = table.columns.iter().map(|column| column.0);
            for (c, (width, align)) in widths.iter().zip(columns).enumerate() {
                xml.open("w:tc", &[]);
                xml.open("w:tcPr", &[]);
                xml.element(
                    &Element::new("w:tcW").with("w:w", width).with("w:type", "dxa"),
                );
                xml.element(&Element::val("w:vAlign", "center"));
                xml.close("w:tcPr");
                let mut properties = vec![self.style_of(look)];
                properties.extend(breaks.take());
                if !is_head && align != own_align {
                    properties.push(Element::val("w:jc", look::alignment(align)));
                }
                let mut content = Xml::piece();
                if let Some(cell) = row.get(c) {
                    self.words.inlines(&mut content, cell, Around::flow(cell_style));
                }
                write_paragraph(&mut xml, &properties, &content.into_bytes());
                xml.close("w:tc");
            }
            xml.close("w:tr");
        }
        xml.close("w:tbl");
        self.xml = xml;
        self.after_table = true;
        self.leaves_turned = table.turned;
    }

    fn figure(&mut self, figure: &'a Figure) -> Result<(), Diagnostic> {
        let style = self.words.styles.style(figure.style);
        let breaks = self.begin(style.page_break, None);
        let look = Look { style: figure.style, role: Role::Picture, frame: None };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        if figure.caption.is_some() {
            keep_with_next(&mut properties);
        }
        let book = self.words.styles.book();
        let mut content = Xml::piece();
        let relations = &mut self.words.relations;
        self.pictures.draw(&mut content, figure, book, relations)?;
        self.hold(properties, content.into_bytes());
        if let Some(caption) = &figure.caption {
            self.paragraph(caption, Role::Text, None);
        }
        Ok(())
    }

    fn end(&mut self) {
        if self.held.is_none() {
            // A body ends with a paragraph, and a table is none.
            self.hold(vec![thin()], Vec::new());
        }
        self.flush();
        let section = self.section.clone();
        let properties = self.furnisher.section(&section, &mut self.words);
        self.xml.element(&properties);
        self.xml.close("w:body");
        self.xml.close("w:document");
    }
}

fn close_bookmark(xml: &mut Xml, id: Option<String>) {
    if let Some(id) = id {
        xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

/// The paragraphs that draw the rules of a frame: all in it that are in no frame further
/// in.
fn collect_paragraphs<'a>(
    composition: &Composition,
    blocks: &'a [Block],
    out: &mut Vec<&'a Paragraph>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(p),
            Block::Group(group)
                if composition.sheet.style(group.style).kind != Kind::Frame =>
            {
                collect_paragraphs(composition, &group.blocks, out);
            }
            Block::Table(table) => out.extend(&table.caption),
            Block::Figure(figure) => out.extend(&figure.caption),
            Block::Contents(contents) => out.extend(&contents.heading),
            Block::Group(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
        }
    }
}

fn keep_with_next(properties: &mut Vec<Element>) {
    properties.insert(1.min(properties.len()), Element::new("w:keepNext"));
}

/// The spacing of a paragraph that is there for Word's sake and should take no room.
fn thin() -> Element {
    Element::new("w:spacing")
        .with("w:before", 0)
        .with("w:after", 0)
        .with("w:line", 20)
        .with("w:lineRule", "exact")
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
