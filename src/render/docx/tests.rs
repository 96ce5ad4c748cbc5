//! Word files are read back with docx-rs and with a plain XML parser, which know nothing of
//! our code.

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
    PageNumbers { of: [("a1".to_owned(), 7)].into(), pages: 9 }
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
                // A rule of the colophon has no words.
                "w:p" if is_rule(node) => {}
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

/// Whether a paragraph is part of the contents, heading and entries.
fn is_rule(paragraph: &Node) -> bool {
    let framed = paragraph.child("w:pPr").is_some_and(|p| p.child("w:framePr").is_some());
    framed && !paragraph.find_all("w:drawing").is_empty()
}

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

#[test]
fn words_are_those_of_the_composition() {
    let composition = fixture::composition();
    assert_eq!(opened(&composition).words(), compose::words(&composition));
}

#[test]
fn docx_rs_finds_headings_by_their_styles() {
    let file = opened(&fixture::composition());
    let docx = read_docx(&file.bytes).expect("docx-rs opens it");
    let mut headings = Vec::new();
    for child in &docx.document.children {
        let DocumentChild::Paragraph(p) = child else { continue };
        let style = p.property.style.as_ref().map(|s| s.val.clone()).unwrap_or_default();
        if style.starts_with("Heading") {
            headings.push((style, p.raw_text()));
        }
    }
    assert_eq!(
        headings,
        [
            ("Heading1".to_owned(), "把实事办实、把好事办好".to_owned()),
            ("Heading2".to_owned(), "一、总体要求".to_owned()),
        ]
    );
}

#[test]
fn a_second_file_and_one_from_a_thread_have_the_same_bytes() {
    let first = opened(&fixture::composition()).bytes;
    let second = opened(&fixture::composition()).bytes;
    assert!(first == second);
    let threads: Vec<_> = (0..3)
        .map(|_| std::thread::spawn(|| opened(&fixture::composition()).bytes))
        .collect();
    for thread in threads {
        assert!(thread.join().expect("the thread ends") == first);
    }
}

#[test]
fn every_target_is_in_the_package_and_every_part_has_a_type() {
    let mut composition = fixture::composition();
    composition.blocks.push(Block::Figure(figure()));
    let file = opened(&composition);
    for (name, rels) in file.all_xml().iter().filter(|p| p.0.ends_with(".rels")) {
        let (folder, _) = name.split_once("_rels/").expect("relationships have a folder");
        for relation in &rels.children {
            if relation.attribute("TargetMode").is_none() {
                let target = relation.attribute("Target").expect("it points somewhere");
                assert!(file.has(&format!("{folder}{target}")), "{name}: {target}");
            }
        }
    }
    let types = file.part("[Content_Types].xml");
    let covered = |name: &str| {
        types.children.iter().any(|t| {
            t.attribute("PartName") == Some(&format!("/{name}"))
                || t.attribute("Extension")
                    .is_some_and(|e| e != "xml" && name.ends_with(&format!(".{e}")))
        })
    };
    for name in file.parts.keys().filter(|n| *n != "[Content_Types].xml") {
        assert!(covered(name), "{name}");
    }
}

/// The order that ECMA-376 fixes for the children of an element, as far as we write them.
const ORDER: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs \
         kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd \
         snapToGrid spacing ind jc outlineLvl rPr sectPr",
    ),
    ("w:rPr", "rStyle rFonts b bCs i iCs color spacing sz szCs u vertAlign em lang"),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr type pgSz pgMar cols titlePg docGrid",
    ),
    ("w:pBdr", "top left bottom right between"),
    ("w:tblPr", "tblStyle tblW jc tblInd tblBorders tblCellMar tblLook"),
    (
        "w:style",
        "name aliases basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    ),
    (
        "w:settings",
        "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl \
         noLineBreaksAfter noLineBreaksBefore footnotePr compat themeFontLang \
         clrSchemeMapping decimalSymbol listSeparator",
    ),
];

#[test]
fn children_stand_in_the_order_of_the_schema() {
    let mut composition = fixture::composition();
    composition.furniture.watermark = Some("内部资料".into());
    for (part, root) in opened(&composition).all_xml() {
        for (parent, order) in ORDER {
            let order: Vec<_> = order.split_whitespace().collect();
            for node in root.find_all(parent) {
                let mut last = 0;
                for child in &node.children {
                    let name = child.name.trim_start_matches("w:");
                    let at = order.iter().position(|o| *o == name);
                    let at = at.unwrap_or_else(|| panic!("{part}: {name} in {parent}"));
                    assert!(at >= last, "{part}: {name} stands too late in {parent}");
                    last = at;
                }
            }
        }
    }
}

#[test]
fn ids_and_names_of_styles_are_their_own() {
    let styles = opened(&fixture::composition()).part("word/styles.xml");
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for style in styles.find_all("w:style") {
        let id = style.attribute("w:styleId").expect("a style has an id").to_lowercase();
        let name = style.child("w:name").and_then(|n| n.attribute("w:val"));
        let name = name.expect("a style has a name").to_lowercase();
        assert!(ids.insert(id.clone()), "two styles with the id {id}");
        assert!(names.insert(name.clone()), "two styles called {name}");
    }
    for (part, root) in opened(&fixture::composition()).all_xml() {
        for used in ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"] {
            for node in root.find_all(used) {
                let id =
                    node.attribute("w:val").expect("it names a style").to_lowercase();
                assert!(ids.contains(&id), "{part}: no style {id}");
            }
        }
    }
}

#[test]
fn each_class_is_a_style_and_paragraphs_say_no_more_than_its_name() {
    let file = opened(&fixture::composition());
    let document = file.part("word/document.xml");
    let said: BTreeSet<_> = document
        .find_all("w:pPr")
        .iter()
        .flat_map(|p| p.children.iter().map(|c| c.name.clone()))
        .collect();
    // Beside it: the frame at the page foot and its rules, the alignment of columns, a
    // table's caption.
    assert_eq!(
        said.into_iter().collect::<Vec<_>>(),
        [
            "w:framePr",
            "w:ind",
            "w:jc",
            "w:keepNext",
            "w:pStyle",
            "w:snapToGrid",
            "w:spacing"
        ]
    );
}

#[test]
fn the_body_holds_twenty_eight_characters_on_twenty_two_lines() {
    let file = opened(&fixture::composition());
    let styles = file.part("word/styles.xml");
    let normal = styles
        .find_all("w:style")
        .into_iter()
        .find(|s| s.attribute("w:default") == Some("1"))
        .expect("there is a default style");
    let run = normal.child("w:rPr").expect("it has run properties");
    let value = |node: &Node, name: &str, attribute: &str| -> f64 {
        let found = node.child(name).and_then(|n| n.attribute(attribute));
        found.expect("it is said").parse().expect("it is a number")
    };
    let advance =
        value(run, "w:sz", "w:val") / 2.0 + value(run, "w:spacing", "w:val") / 20.0;
    let section = file.part("word/document.xml");
    let section = section.find_all("w:sectPr")[0];
    let side = |name: &str, attribute: &str| value(section, name, attribute) / 20.0;
    let measure =
        side("w:pgSz", "w:w") - side("w:pgMar", "w:left") - side("w:pgMar", "w:right");
    assert_eq!((measure / advance).floor(), 28.0);
    let line = value(normal.child("w:pPr").expect("lines"), "w:spacing", "w:line") / 20.0;
    let depth =
        side("w:pgSz", "w:h") - side("w:pgMar", "w:top") - side("w:pgMar", "w:bottom");
    assert_eq!((depth / line).floor(), 22.0);
    let indent = normal.child("w:pPr").and_then(|p| p.child("w:ind")).expect("an indent");
    assert_eq!(indent.attribute("w:firstLineChars"), Some("200"));
}

#[test]
fn contents_show_the_page_numbers_of_the_layout_and_ask_nothing() {
    let file = opened(&fixture::composition());
    let document = file.part("word/document.xml");
    let links: Vec<_> = document.find_all("w:hyperlink");
    let bookmarks: BTreeSet<_> = document
        .find_all("w:bookmarkStart")
        .into_iter()
        .filter_map(|b| b.attribute("w:name"))
        .collect();
    let entry = links.first().expect("the contents have an entry");
    let shown: String = entry.find_all("w:t").iter().map(|t| t.text.as_str()).collect();
    assert_eq!(shown, "把实事办实、把好事办好7");
    for link in links {
        let anchor = link.attribute("w:anchor").expect("links lead inside");
        assert!(bookmarks.contains(anchor), "{anchor}");
    }
    let settings = file.part("word/settings.xml");
    assert!(settings.child("w:updateFields").is_none());
    let begun = document.find_all("w:fldChar");
    let kinds = |kind| {
        begun.iter().filter(|f| f.attribute("w:fldCharType") == Some(kind)).count()
    };
    assert_eq!(kinds("begin"), kinds("end"));
    assert!(begun.iter().all(|f| f.attribute("w:dirty").is_none()));
}

#[test]
fn what_xml_cannot_hold_and_what_looks_like_markup_does_no_harm() {
    let mut composition = fixture::composition();
    let nasty =
        "甲\u{0}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}乙<w:p/>&amp;]]>\"'{{x}}\u{301}\u{1F600}";
    composition.title = nasty.into();
    composition.author = nasty.into();
    composition.furniture.watermark = Some(nasty.into());
    for style in &mut composition.sheet.styles {
        style.label = nasty.into();
    }
    let mut hostile = paragraph(nasty);
    hostile.anchor = Some("x\" y".into());
    hostile.inlines.push(Inline::Link {
        target: "https://例子.cn/\"><\u{1}".into(),
        inlines: vec![plain(nasty)],
    });
    hostile
        .inlines
        .push(Inline::Footnote(vec![plain(nasty), Inline::Footnote(vec![plain("注")])]));
    composition.blocks.insert(0, Block::Paragraph(hostile));
    let file = opened(&composition);
    file.all_xml();
    let allowed = |c: &char| {
        !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let wanted: String = compose::words(&composition).chars().filter(allowed).collect();
    assert_eq!(file.words(), wanted);
}

#[test]
fn notes_are_footnotes_with_circled_numbers() {
    let file = opened(&fixture::composition());
    let notes = file.part("word/footnotes.xml");
    let ids: Vec<_> = notes.children.iter().filter_map(|n| n.attribute("w:id")).collect();
    assert_eq!(ids, ["-1", "0", "1"]);
    let settings = file.part("word/settings.xml");
    let form = settings
        .child("w:footnotePr")
        .and_then(|f| f.child("w:numFmt"))
        .and_then(|f| f.attribute("w:val"));
    assert_eq!(form, Some("decimalEnclosedCircle"));
}

#[test]
fn a_running_head_has_a_section_an_article() {
    let mut composition = fixture::composition();
    composition.furniture.head_odd = Some(Paragraph {
        inlines: vec![Inline::Field(Field::Running, None)],
        ..paragraph("")
    });
    let heading = |words: &str, anchor: &str| {
        Block::Paragraph(Paragraph {
            outline: Some(Outline { depth: 1 }),
            anchor: Some(anchor.into()),
            running: Some(words.into()),
            ..paragraph(words)
        })
    };
    composition.blocks.push(Block::PageBreak { recto: false });
    composition.blocks.push(heading("第二篇", "a2"));
    composition.blocks.push(Block::PageBreak { recto: true });
    composition.blocks.push(heading("第三篇", "a3"));
    let file = opened(&composition);
    assert_eq!(file.words(), compose::words(&composition));
    let document = file.part("word/document.xml");
    let starts: Vec<_> = document
        .find_all("w:sectPr")
        .iter()
        .map(|s| s.child("w:type").and_then(|t| t.attribute("w:val")).unwrap_or_default())
        .collect();
    assert_eq!(starts, ["nextPage", "continuous", "nextPage", "oddPage"]);
    let heads: String = (1..=4)
        .map(|n| file.part(&format!("word/header{n}.xml")))
        .map(|head| {
            head.find_all("w:t").iter().map(|t| t.text.as_str()).collect::<String>() + "|"
        })
        .collect();
    assert_eq!(heads, "|把实事办实、把好事办好|第二篇|第三篇|");
}

#[test]
fn a_page_break_is_said_by_the_paragraph_behind_it() {
    let mut composition = fixture::composition();
    composition.blocks = vec![
        Block::PageBreak { recto: false },
        Block::Paragraph(paragraph("甲")),
        Block::PageBreak { recto: false },
        Block::PageBreak { recto: false },
        Block::Paragraph(paragraph("乙")),
    ];
    let document = opened(&composition).part("word/document.xml");
    let broken: Vec<_> = document
        .find_all("w:p")
        .iter()
        .map(|p| !p.find_all("w:pageBreakBefore").is_empty())
        .collect();
    assert_eq!(broken, [false, true]);
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

#[test]
fn pictures_say_what_they_show_and_stay_with_their_captions() {
    let mut composition = fixture::composition();
    composition.blocks = vec![Block::Figure(figure()), Block::Figure(figure())];
    let file = opened(&composition);
    let document = file.part("word/document.xml");
    let alt: Vec<_> = document
        .find_all("wp:docPr")
        .iter()
        .filter_map(|d| Some((d.attribute("id")?, d.attribute("descr")?)))
        .map(|(id, alt)| (id.to_owned(), alt.to_owned()))
        .collect();
    assert_eq!(
        alt,
        [("1".into(), "一个灰点".into()), ("2".into(), "一个灰点".to_owned())]
    );
    assert!(
        document.find_all("w:p")[0]
            .child("w:pPr")
            .is_some_and(|p| { p.child("w:keepNext").is_some() })
    );
    // The same picture is kept once.
    assert!(file.has("word/media/image1.png") && !file.has("word/media/image2.png"));
}

#[test]
fn a_drawing_becomes_pixels() {
    let mut composition = fixture::composition();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
         <text x=\"2\" y=\"15\">云溪</text></svg>";
    let (image, width, height) = (image(drawing.into()), 72.0, 36.0);
    let figure = Figure { image, width, height, ..figure() };
    composition.blocks = vec![Block::Figure(figure)];
    let file = opened(&composition);
    let png = &file.parts["word/media/image1.png"];
    let pixels = ::image::load_from_memory(png).expect("a PNG file").into_rgba8();
    // An inch at 300 dots.
    assert_eq!(pixels.dimensions(), (300, 150));
    assert!(pixels.pixels().any(|pixel| pixel.0[3] > 200), "the words are drawn");
}

#[test]
fn nothing_at_all_is_still_a_word_file() {
    let mut composition = fixture::composition();
    composition.blocks.clear();
    composition.furniture = compose::Furniture::default();
    composition.title.clear();
    let file = Opened::new(&composition, &PageNumbers::default());
    assert_eq!(file.words().trim(), "");
    assert!(read_docx(&file.bytes).is_ok());
}

#[test]
fn words_that_look_alike_are_one_run() {
    let mut composition = fixture::composition();
    let mut tied = paragraph("第3");
    tied.inlines.extend([Inline::NoBreak, plain("期"), Inline::NoBreak, plain("简报")]);
    composition.blocks = vec![Block::Paragraph(tied)];
    let document = opened(&composition).part("word/document.xml");
    let runs: Vec<_> = document.find_all("w:t").iter().map(|t| t.text.clone()).collect();
    assert_eq!(runs, ["第3期简报"]);
}

#[test]
fn the_rules_of_the_colophon_are_lines_of_its_frame() {
    let composition = fixture::composition();
    let is_foot = |style: &compose::sheet::Style| {
        style.place == compose::sheet::Place::Foot && style.rules.inner.is_some()
    };
    assert!(composition.sheet.styles.iter().any(is_foot), "the fixture has a colophon");
    let document = opened(&composition).part("word/document.xml");
    let framed: Vec<&Node> = document
        .find_all("w:p")
        .into_iter()
        .filter(|p| p.child("w:pPr").is_some_and(|p| p.child("w:framePr").is_some()))
        .collect();
    let drawn: String = framed
        .iter()
        .map(|p| if p.find_all("w:drawing").is_empty() { 'p' } else { '-' })
        .collect();
    // A rule above, below, and between each two lines; no paragraph border, at which
    // LibreOffice would break the frame.
    assert!(drawn.len() >= 3 && drawn.split('p').all(|rule| rule == "-"), "{drawn}");
    assert!(framed.iter().all(|p| p.find_all("w:pBdr").is_empty()));
}

#[test]
fn a_turned_table_has_a_section_of_its_own() {
    let mut composition = fixture::composition();
    fn turn(blocks: &mut [Block]) -> usize {
        let turned = blocks.iter_mut().map(|block| match block {
            Block::Table(table) => {
                table.turned = true;
                1
            }
            Block::Group(group) => turn(&mut group.blocks),
            _ => 0,
        });
        turned.sum()
    }
    assert_eq!(turn(&mut composition.blocks), 1);
    let document = opened(&composition).part("word/document.xml");
    let sizes = document.find_all("w:pgSz");
    let turned: Vec<bool> = sizes
        .iter()
        .map(|size| size.attribute("w:orient") == Some("landscape"))
        .collect();
    assert_eq!(turned.iter().filter(|turned| **turned).count(), 1, "{turned:?}");
    assert_eq!(turned.first(), Some(&false));
}
