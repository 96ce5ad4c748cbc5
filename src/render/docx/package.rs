//! The package: parts, what they point to, what they are, and the zip around them.
//!
//! Belongs here: relationships, content types and bytes that never differ.
//! Does not belong here: what stands in a part.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::body::Document;
use super::styles::Styles;
use super::xml::Xml;
use super::{PageNumbers, settings};
use crate::compose::Composition;
use crate::diag::{Diagnostic, say};
use crate::fonts::Book;

/// What a part points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// An address outside.
    Link,
    /// A picture.
    Image,
    /// A page head.
    Header,
    /// A page foot.
    Footer,
    /// The notes.
    Footnotes,
    /// The lists.
    Numbering,
    /// The styles.
    Styles,
    /// The settings.
    Settings,
    /// The theme.
    Theme,
    /// The table of fonts.
    FontTable,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Link => "hyperlink",
            Kind::Image => "image",
            Kind::Header => "header",
            Kind::Footer => "footer",
            Kind::Footnotes => "footnotes",
            Kind::Numbering => "numbering",
            Kind::Styles => "styles",
            Kind::Settings => "settings",
            Kind::Theme => "theme",
            Kind::FontTable => "fontTable",
        }
    }

    /// The content type of a part of this kind; pictures go by their ending.
    fn content_type(self) -> Option<&'static str> {
        Some(match self {
            Kind::Link | Kind::Image => return None,
            Kind::Header => word_type!("header"),
            Kind::Footer => word_type!("footer"),
            Kind::Footnotes => word_type!("footnotes"),
            Kind::Numbering => word_type!("numbering"),
            Kind::Styles => word_type!("styles"),
            Kind::Settings => word_type!("settings"),
            Kind::FontTable => word_type!("fontTable"),
            Kind::Theme => "application/vnd.openxmlformats-officedocument.theme+xml",
        })
    }
}

macro_rules! word_type {
    ($word:literal) => {
        concat!(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.",
            $word,
            "+xml"
        )
    };
}
use word_type;

/// What one part points to, numbered in the order in which it was added.
#[derive(Debug, Default)]
pub(super) struct Relations {
    targets: Vec<(Kind, String)>,
    numbers: BTreeMap<(Kind, String), usize>,
}

impl Relations {
    /// The id of a target. The same target has the same id.
    pub(super) fn add(&mut self, kind: Kind, target: impl Into<String>) -> String {
        let wanted = (kind, target.into());
        let number = *self.numbers.entry(wanted).or_insert_with_key(|wanted| {
            self.targets.push(wanted.clone());
            self.targets.len()
        });
        format!("rId{number}")
    }

    fn part(&self) -> Vec<u8> {
        let mut xml = open_relations();
        for (at, (kind, target)) in self.targets.iter().enumerate() {
            let id = format!("rId{}", at + 1);
            let outside = (*kind == Kind::Link).then_some(("TargetMode", "External"));
            let word = kind.word();
            let kind = format!("{OFFICE}{word}");
            let mut attributes =
                vec![("Id", id.as_str()), ("Type", &kind), ("Target", target)];
            attributes.extend(outside);
            xml.empty("Relationship", &attributes);
        }
        xml.close("Relationships");
        xml.into_bytes()
    }
}

const OFFICE: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";

fn open_relations() -> Xml {
    let mut xml = Xml::part();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}relationships"))]);
    xml
}

/// Puts the file together.
pub(super) fn pack(
    composition: &Composition,
    book: &Book,
    pages: &PageNumbers,
    styles: &Styles,
    mut document: Document,
) -> Result<Vec<u8>, Diagnostic> {
    let has_notes = document.notes.is_some();
    let mut parts: Vec<(Kind, &str, Vec<u8>)> = vec![
        (Kind::Styles, "styles.xml", styles.part()),
        (Kind::Settings, "settings.xml", settings::settings(composition, has_notes)),
        (Kind::FontTable, "fontTable.xml", settings::font_table(composition, book)),
        (Kind::Theme, "theme/theme1.xml", settings::theme(composition, book)),
    ];
    parts.extend(document.notes.take().map(|n| (Kind::Footnotes, "footnotes.xml", n)));
    let lists = document.numbering.take();
    parts.extend(lists.map(|n| (Kind::Numbering, "numbering.xml", n)));
    let furniture = std::mem::take(&mut document.furniture);
    parts.extend(furniture.iter().map(|f| (f.0, f.1.as_str(), f.2.clone())));
    for (kind, target, _) in &parts {
        document.relations.add(*kind, *target);
    }

    let mut types = Xml::part();
    types.open("Types", &[("xmlns", &format!("{PACKAGE}content-types"))]);
    let rels = format!("{}+xml", "application/vnd.openxmlformats-package.relationships");
    let mut defaults = vec![("rels", rels.as_str()), ("xml", "application/xml")];
    for (name, media, _) in &document.pictures {
        let ending = name.rsplit('.').next().unwrap_or_default();
        if !defaults.iter().any(|d| d.0 == ending) {
            defaults.push((ending, media));
        }
    }
    for (ending, kind) in &defaults {
        types.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    let app = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let mut overrides = vec![
        ("/docProps/core.xml".to_owned(), core),
        ("/docProps/app.xml".to_owned(), app),
        ("/word/document.xml".to_owned(), word_type!("document.main")),
    ];
    for (kind, target, _) in &parts {
        overrides.extend(kind.content_type().map(|t| (format!("/word/{target}"), t)));
    }
    for (part, kind) in &overrides {
        types.empty("Override", &[("PartName", part), ("ContentType", kind)]);
    }
    types.close("Types");

    let mut root = open_relations();
    for (id, kind, target) in [
        ("rId1", format!("{OFFICE}officeDocument"), "word/document.xml"),
        ("rId2", format!("{PACKAGE}relationships/metadata/core-properties"), CORE),
        ("rId3", format!("{OFFICE}extended-properties"), "docProps/app.xml"),
    ] {
        root.empty("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
    }
    root.close("Relationships");

    let mut zip = Zip(ZipWriter::new(Cursor::new(Vec::new())));
    zip.add("[Content_Types].xml", &types.into_bytes())?;
    zip.add("_rels/.rels", &root.into_bytes())?;
    zip.add(CORE, &settings::core_properties(composition))?;
    zip.add("docProps/app.xml", &settings::app_properties(composition, pages))?;
    zip.add("word/document.xml", &document.main)?;
    zip.add("word/_rels/document.xml.rels", &document.relations.part())?;
    for (_, target, bytes) in &parts {
        zip.add(&format!("word/{target}"), bytes)?;
    }
    if has_notes && !document.note_relations.targets.is_empty() {
        zip.add("word/_rels/footnotes.xml.rels", &document.note_relations.part())?;
    }
    for (name, _, bytes) in &document.pictures {
        zip.add(&format!("word/{name}"), bytes)?;
    }
    zip.finish()
}

const CORE: &str = "docProps/core.xml";

struct Zip(ZipWriter<Cursor<Vec<u8>>>);

impl Zip {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(bytes.len() as u64 > u64::from(u32::MAX) / 2);
        self.0
            .start_file(name, options)
            .and_then(|()| self.0.write_all(bytes).map_err(Into::into))
            .map_err(too_large)
    }

    fn finish(self) -> Result<Vec<u8>, Diagnostic> {
        self.0.finish().map(Cursor::into_inner).map_err(too_large)
    }
}

fn too_large(error: zip::result::ZipError) -> Diagnostic {
    Diagnostic::error(
        "docx/not-packed",
        say(
            format!("Word 文件装不成包：{error}"),
            format!("the Word file could not be packed: {error}"),
        ),
    )
    .help("把材料分成几份再生成", "build the pack in several parts")
}
