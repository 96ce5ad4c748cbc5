//! Word files are read back with docx-rs and with a plain XML parser, which know nothing of
//! our code.

mod flow;
mod numbers;
mod package;
mod pages;
mod references;
mod rules;
mod space;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use docx_rs::{DocumentChild, read_docx};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::*;
use crate::compose::sheet::StyleId;
use crate::compose::{
    self, Block, Field, Figure, Image, Inline, Outline, Paragraph, Run, fixture,
};

/// An element as the foreign parser sees it.
#[derive(Debug, Default)]
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
    text: String,
}

impl Node {
    fn parse(xml: &str) -> Node {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Node::default()];
        let element = |start: &BytesStart| Node {
            name: start.name().as_ref().to_owned(),
            attributes: start
                .attributes()
                .map(|a| a.expect("the attribute is well-formed"))
                .map(|a| {
                    let name = a.key.as_ref().to_owned();
                    (name, quick_xml::escape::unescape(&a.value).expect("escaped").into())
                })
                .collect(),
            ..Node::default()
        };
        loop {
            match reader.read_event().expect("the part is well-formed XML") {
                Event::Start(start) => open.push(element(&start)),
                Event::Empty(start) => {
                    let node = element(&start);
                    open.last_mut().expect("the root is open").children.push(node);
                }
                Event::End(_) => {
                    let node = open.pop().expect("ends match starts");
                    open.last_mut().expect("the root is open").children.push(node);
                }
                Event::Text(text) => {
                    open.last_mut().expect("the root is open").text.push_str(&text);
                }
                Event::GeneralRef(entity) => {
                    let entity: &str = &entity;
                    let text = quick_xml::escape::unescape(&format!("&{entity};"))
                        .expect("the entity is known")
                        .into_owned();
                    open.last_mut().expect("the root is open").text.push_str(&text);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every element is closed");
        open.remove(0).children.remove(0)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|node| node.name == name)
    }

    fn all<'n>(&'n self, name: &str, out: &mut Vec<&'n Node>) {
        if self.name == name {
            out.push(self);
        }
        self.children.iter().for_each(|node| node.all(name, out));
    }

    fn find_all(&self, name: &str) -> Vec<&Node> {
        let mut out = Vec::new();
        self.all(name, &mut out);
        out
    }
}

/// A written file, opened.
struct Opened {
    bytes: Vec<u8>,
    parts: BTreeMap<String, Vec<u8>>,
}

impl Opened {
    fn new(composition: &Composition, pages: &PageNumbers) -> Self {
        let bytes = render(composition, &Book::built(), pages).expect("it is written");
        let mut zip =
            zip::ZipArchive::new(Cursor::new(bytes.clone())).expect("it is a zip");
        let mut parts = BTreeMap::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).expect("the member is there");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("the member unpacks");
            parts.insert(file.name().to_owned(), content);
        }
        Opened { bytes, parts }
    }

    fn part(&self, name: &str) -> Node {
        let bytes = self.parts.get(name).unwrap_or_else(|| panic!("no part {name}"));
        Node::parse(std::str::from_utf8(bytes).expect("the part is UTF-8"))
    }

    fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    fn all_xml(&self) -> Vec<(String, Node)> {
        let is_xml = |name: &&String| name.ends_with(".xml") || name.ends_with(".rels");
        self.parts.keys().filter(is_xml).map(|n| (n.clone(), self.part(n))).collect()
    }

    /// The words of the flow, as [`compose::words`] gives them.
    fn words(&self) -> String {
        let notes =
            self.has("word/footnotes.xml").then(|| self.part("word/footnotes.xml"));
        let body = self.part("word/document.xml");
        let body = body.child("w:body").expect("a document has a body");
        let mut out = String::new();
        let mut reader = WordsReader { notes: notes.as_ref(), fields: Vec::new() };
        reader.blocks(body, &mut out);
        out
    }
}

fn pages() -> PageNumbers {
    PageNumbers { of: [("a1".to_owned(), 7)].into(), pages: 9, foot_below_notes: None }
}

fn opened(composition: &Composition) -> Opened {
    Opened::new(composition, &pages())
}

/// Reads the words of the flow; those of fields, which are contents and folios, are left
/// out.
struct WordsReader<'n> {
    notes: Option<&'n Node>,
    fields: Vec<bool>,
}

impl WordsReader<'_> {
    fn blocks(&mut self, parent: &Node, out: &mut String) {
        for node in &parent.children {
            match node.name.as_str() {
                // A rule of the colophon and the end of a section have no words.
                "w:p" if is_rule(node) || only_ends_a_section(node) => {}
                "w:p" if !node.find_all("w:lastRenderedPageBreak").is_empty() => {}
                "w:p" => {
                    let in_contents = !self.fields.is_empty();
                    let before = out.len();
                    self.paragraph(node, out);
                    if in_contents || !self.fields.is_empty() || is_contents(node) {
                        out.truncate(before);
                    } else {
                        out.push('\n');
                    }
                }
                "w:tbl" => {
                    for row in node.find_all("w:tr") {
                        let cells = row.find_all("w:tc").into_iter().map(|cell| {
                            let mut words = String::new();
                            let paragraph = cell.child("w:p").expect("a cell has one");
                            self.paragraph(paragraph, &mut words);
                            words
                        });
                        out.push_str(&cells.collect::<Vec<_>>().join("\t"));
                        out.push('\n');
                    }
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: &Node, out: &mut String) {
        for child in &node.children {
            match child.name.as_str() {
                "w:t" => out.push_str(&child.text),
                "w:noBreakHyphen" => out.push('-'),
                "w:tab" => out.push(' '),
                "w:fldChar" => match child.attribute("w:fldCharType") {
                    Some("begin") => self.fields.push(true),
                    Some("end") => drop(self.fields.pop()),
                    _ => {}
                },
                "w:footnoteReference" => {
                    let id = child.attribute("w:id");
                    let note = self
                        .notes
                        .and_then(|n| {
                            n.children.iter().find(|f| f.attribute("w:id") == id)
                        })
                        .and_then(|note| note.child("w:p"))
                        .expect("the note is there");
                    let mut words = String::new();
                    self.paragraph(note, &mut words);
                    out.push_str(words.strip_prefix(' ').unwrap_or(&words));
                }
                "w:pPr" | "w:rPr" => {}
                _ => self.paragraph(child, out),
            }
        }
    }
}

fn is_rule(paragraph: &Node) -> bool {
    let framed = paragraph.child("w:pPr").is_some_and(|p| p.child("w:framePr").is_some());
    framed && !paragraph.find_all("w:drawing").is_empty()
}

fn only_ends_a_section(paragraph: &Node) -> bool {
    let ends = paragraph.child("w:pPr").is_some_and(|p| p.child("w:sectPr").is_some());
    ends && paragraph.children.len() == 1
}

/// Whether a paragraph is part of the contents, heading and entries.
fn is_contents(paragraph: &Node) -> bool {
    let style = paragraph
        .child("w:pPr")
        .and_then(|p| p.child("w:pStyle"))
        .and_then(|s| s.attribute("w:val"));
    style.is_some_and(|id| id.starts_with("TOC"))
}

fn plain(text: &str) -> Inline {
    Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
}

fn paragraph(text: &str) -> Paragraph {
    Paragraph {
        style: StyleId(0),
        inlines: vec![plain(text)],
        outline: None,
        anchor: None,
        item: None,
        running: None,
    }
}

fn image(bytes: Vec<u8>) -> Image {
    Image::read(bytes).expect("it can be shown")
}

fn figure() -> Figure {
    Figure {
        style: StyleId(0),
        image: image(fixture::pixel().to_vec()),
        width: 60.0,
        height: 60.0,
        alt: "一个灰点".into(),
        caption: Some(paragraph("图1　灰点")),
    }
}
