//! The text of a Word document, paragraph by paragraph.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::numbering::{Label, Numbering};
use super::styles::{Styles, list_of, outline_level};
use super::tree::Element;
use crate::source::{Hint, Markup, NoteMark, Picture};

/// The most columns that a cell of a table may span; Word itself has 63.
const MOST_COLUMNS: usize = 63;

/// How many characters a line has that was broken before its end on purpose.
const SHORT: usize = 20;

/// What was read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) text: String,
    pub(super) hints: Vec<Hint>,
    /// The pictures, named by their relationship.
    pub(super) pictures: Vec<Picture>,
    /// Where notes are referred to.
    pub(super) note_marks: Vec<NoteMark>,
    /// Charts and shapes, which are no pictures.
    pub(super) drawings: usize,
    pub(super) changes: usize,
    pub(super) comments: usize,
}

/// The document on its way to text.
pub(super) struct Body {
    styles: Styles,
    numbering: Numbering,
    read: Read,
    /// Which notes are referred to, in order: kind and id.
    notes: Vec<(&'static str, String)>,
    is_first: bool,
    /// Where the open cell begins: paragraphs do not end the line there.
    cell: Option<usize>,
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering) -> Self {
        Body {
            styles,
            numbering,
            read: Read::default(),
            notes: Vec::new(),
            is_first: true,
            cell: None,
        }
    }

    /// Reads the document part.
    pub(super) fn document(&mut self, root: &Element) {
        self.blocks(root);
    }

    /// Appends the footnotes or endnotes that were referred to.
    pub(super) fn notes(&mut self, part: Option<&Element>, kind: &'static str) {
        let Some(part) = part else { return };
        let by_id: HashMap<&str, &Element> = part
            .all(kind)
            .filter_map(|note| Some((note.attribute("id")?, note)))
            .collect();
        for (number, (of, id)) in self.notes.clone().into_iter().enumerate() {
            let Some(note) = by_id.get(id.as_str()).filter(|_| of == kind) else {
                continue;
            };
            for paragraph in note.all("p") {
                let start = self.read.text.len();
                self.paragraph(paragraph, "");
                let line = start + usize::from(self.read.text[start..].starts_with('\n'));
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                self.say(line..self.read.text.len(), Markup::Note(number));
            }
        }
    }

    pub(super) fn finish(mut self) -> Read {
        self.read.hints.sort_by_key(|hint| (hint.range.start, Reverse(hint.range.end)));
        self.read
    }

    fn blocks(&mut self, parent: &Element) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child, ""),
                "tbl" if self.cell.is_some() => self.blocks(child),
                "tbl" => self.table(child),
                "del" | "moveFrom" => self.read.changes += 1,
                // Content controls, insertions, custom markup: what they hold counts.
                "Fallback" | "sectPr" | "tblPr" | "trPr" | "tcPr" => {}
                _ => self.blocks(child),
            }
        }
    }

    fn table(&mut self, table: &Element) {
        for row in table.all("tr") {
            let properties = row.child("trPr");
            if properties.is_some_and(|p| p.child("del").is_some()) {
                self.read.changes += 1;
                continue;
            }
            let is_head = properties.is_some_and(|p| p.is_on("tblHeader"));
            self.new_line();
            let start = self.read.text.len();
            let mut is_first = true;
            for cell in row.all("tc") {
                let nothing = Element::default();
                let properties = cell.child("tcPr").unwrap_or(&nothing);
                // The cell goes on from the one above it, whose words say it already.
                let goes_on = properties
                    .child("vMerge")
                    .is_some_and(|merge| merge.attribute("val") != Some("restart"));
                let width = properties.value("gridSpan").and_then(|n| n.parse().ok());
                let width = width.unwrap_or(1_usize).clamp(1, MOST_COLUMNS);
                for column in 0..width {
                    if !std::mem::take(&mut is_first) {
                        self.read.text.push('\t');
                    }
                    let start = self.read.text.len();
                    if column == 0 && !goes_on {
                        self.cell = Some(start);
                        self.blocks(cell);
                    }
                    self.say(start..self.read.text.len(), Markup::TableCell);
                }
            }
            self.cell = None;
            self.say(start..self.read.text.len(), Markup::TableRow(is_head));
        }
    }

    fn new_line(&mut self) {
        if !self.is_first {
            self.read.text.push('\n');
        }
        self.is_first = false;
    }

    fn say(&mut self, range: Range<usize>, says: Markup) {
        if range.start < range.end {
            self.read.hints.push(Hint { range, says });
        }
    }

    fn paragraph(&mut self, paragraph: &Element, label: &str) {
        let nothing = Element::default();
        let properties = paragraph.child("pPr").unwrap_or(&nothing);
        let style = self.styles.get(properties.value("pStyle"));
        match self.cell {
            None => self.new_line(),
            Some(start) if start < self.read.text.len() => self.read.text.push(' '),
            Some(_) => {}
        }
        let start = self.read.text.len();
        self.read.text.push_str(label);
        let list = list_of(properties).or(style.list).filter(|(list, _)| list != "0");
        let depth = list.as_ref().map_or(0, |(_, level)| *level).min(8);
        let label = list.and_then(|(list, level)| self.numbering.next(&list, level));
        if let Some(Label::Number(words)) = &label {
            self.read.text.push_str(words);
        }
        let words = self.read.text.len();
        self.inlines(paragraph);
        if words == self.read.text.len() {
            // Word shows the number of an empty paragraph; nobody means it.
            self.read.text.truncate(start);
        }
        let range = start..self.read.text.len();
        let heading = outline_level(properties).or(style.heading).filter(|&n| n <= 9);
        let says = match (heading, label) {
            _ if style.is_contents => Markup::Outside,
            (Some(level), _) => Markup::Heading(level),
            (None, Some(label)) => {
                Markup::ListItem { is_numbered: label != Label::Bullet, depth: depth + 1 }
            }
            (None, None) if style.is_caption => Markup::Caption,
            (None, None) => Markup::Paragraph,
        };
        if self.cell.is_none() && says == Markup::Paragraph {
            self.say_paragraphs(range);
        } else if self.cell.is_none() {
            self.say(range, says);
        }
        for content in text_boxes(paragraph) {
            self.blocks(content);
        }
    }

    /// A line break inside a paragraph (Shift+Enter) is meant as one, except behind a long
    /// line without an end mark: such breaks come from pasted text.
    fn say_paragraphs(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for at in range.clone() {
            if self.read.text.as_bytes()[at] != b'\n' {
                continue;
            }
            let line = self.read.text[start..at].trim_end();
            let ended = line.ends_with(['。', '！', '？', '：', '；', '”', '…']);
            if ended || line.chars().count() < SHORT {
                self.say(start..at, Markup::Paragraph);
                start = at + 1;
            }
        }
        self.say(start..range.end, Markup::Paragraph);
    }

    fn inlines(&mut self, parent: &Element) {
        for child in &parent.children {
            match child.name.as_str() {
                "r" => self.run(child),
                "del" | "moveFrom" => self.read.changes += 1,
                "ins" | "moveTo" => {
                    self.read.changes += 1;
                    self.inlines(child);
                }
                "commentReference" => self.read.comments += 1,
                "pPr" | "Fallback" => {}
                // Formulas: their letters are words.
                "t" => self.read.text.push_str(&child.text),
                _ => self.inlines(child),
            }
        }
    }

    fn run(&mut self, run: &Element) {
        let properties = run.child("rPr");
        let is_on = |name: &str| properties.is_some_and(|p| p.is_on(name));
        if is_on("vanish") {
            return;
        }
        let start = self.read.text.len();
        for child in &run.children {
            self.run_content(child);
        }
        let range = start..self.read.text.len();
        if is_on("b") {
            self.say(range.clone(), Markup::Strong);
        }
        if is_on("i") || is_on("em") {
            self.say(range, Markup::Emphasis);
        }
    }

    fn run_content(&mut self, child: &Element) {
        let text = &mut self.read.text;
        match child.name.as_str() {
            "t" => text.push_str(&child.text),
            "tab" | "ptab" => text.push('\t'),
            "br" | "cr" if self.cell.is_some() => text.push(' '),
            "br" if matches!(child.attribute("type"), Some("page" | "column")) => {}
            "br" | "cr" => text.push('\n'),
            "noBreakHyphen" => text.push('-'),
            "sym" => {
                let code =
                    child.attribute("char").and_then(|c| u32::from_str_radix(c, 16).ok());
                text.extend(code.and_then(char::from_u32));
            }
            "footnoteReference" => self.refer("footnote", child),
            "endnoteReference" => self.refer("endnote", child),
            "commentReference" => self.read.comments += 1,
            "drawing" | "pict" | "object" if text_boxes(child).is_empty() => {
                self.picture(child);
            }
            "AlternateContent" => {
                for choice in child.all("Choice") {
                    choice.children.iter().for_each(|inner| self.run_content(inner));
                }
            }
            // Ruby: the words, not the reading above them.
            "ruby" => child.all("rubyBase").for_each(|base| self.inlines(base)),
            _ => {}
        }
    }

    /// A picture in the line (`w:drawing`), or one of an old Word (`w:pict`).
    fn picture(&mut self, drawing: &Element) {
        let of = |name: &str, attribute: &str| {
            let value = drawing.find(name)?.attribute(attribute)?.trim().to_owned();
            Some(value).filter(|value| !value.is_empty())
        };
        let Some(name) = of("blip", "embed").or_else(|| of("imagedata", "id")) else {
            self.read.drawings += 1;
            return;
        };
        // English metric units: 12 700 to the point.
        let width = of("extent", "cx").and_then(|cx| cx.parse::<f64>().ok());
        self.read.pictures.push(Picture {
            at: self.read.text.len(),
            name,
            image: None,
            alt: of("docPr", "descr").or_else(|| of("docPr", "title")),
            caption: None,
            width: width.map(|cx| cx / 12_700.0).filter(|width| *width > 0.0),
        });
    }

    fn refer(&mut self, kind: &'static str, reference: &Element) {
        let Some(id) = reference.attribute("id") else { return };
        let number = u32::try_from(self.notes.len()).unwrap_or(u32::MAX);
        self.notes.push((kind, id.to_owned()));
        self.read.note_marks.push(NoteMark { at: self.read.text.len(), number });
    }
}

/// The text boxes anchored below `element`: their paragraphs become lines behind its own.
fn text_boxes(element: &Element) -> Vec<&Element> {
    let mut boxes = Vec::new();
    for child in &element.children {
        match child.name.as_str() {
            "txbxContent" => boxes.push(child),
            // The same box once more, for old versions of Word.
            "Fallback" => {}
            _ => boxes.extend(text_boxes(child)),
        }
    }
    boxes
}
