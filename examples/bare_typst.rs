//! A bare Typst program: sets the words of a file, one paragraph a line, with the faces
//! that briefpack carries, and nothing else. What briefpack's speed is compared with.
//!
//! ```text
//! cargo run --release --example bare_typst -- WORDS.txt OUT.pdf
//! ```

use std::error::Error;
use std::process::ExitCode;

use briefpack::fonts::{Book, FaceBytes};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

/// The page and body of the official style, and no more: no contents, no heads, no tags
/// beyond paragraphs, no standards.
const PROGRAM: &str = r#"
#set document(title: "words", date: none)
#set page(width: 210mm, height: 297mm, margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: "Noto Serif SC", size: 156mm / 28, lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 13.2pt, spacing: 13.2pt)
#for line in read("/words.txt").split("\n") { par(line) }
"#;

struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    words: (FileId, Bytes),
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.words.0 {
            Ok(self.words.1.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn name(path: &str) -> Result<FileId, Box<dyn Error>> {
    let path = VirtualPath::new(path).map_err(|error| format!("{error:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn set(words: Vec<u8>) -> Result<Vec<u8>, Box<dyn Error>> {
    let fonts: Vec<Font> = Book::built()
        .faces
        .iter()
        .filter_map(|face| match &face.bytes {
            // The faces of simplified Chinese lie in the binary as they are.
            FaceBytes::Built(bytes) => Font::new(Bytes::new(*bytes), face.index),
            _ => None,
        })
        .collect();
    let world = Bare {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        source: Source::new(name("/main.typ")?, PROGRAM.into()),
        words: (name("/words.txt")?, Bytes::new(words)),
    };
    let document = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|errors| format!("{errors:?}"))?;
    let pdf = typst_pdf::pdf(&document, &PdfOptions::default());
    Ok(pdf.map_err(|errors| format!("{errors:?}"))?)
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(words), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bare_typst WORDS.txt OUT.pdf".into());
    };
    std::fs::write(out, set(std::fs::read(words)?)?)?;
    Ok(ExitCode::SUCCESS)
}
