//! What Typst may see: our engine files, the composition as data, its pictures, and the
//! faces of the book. No disk, no clock, no network.

use std::sync::{Arc, LazyLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::data::Data;
use crate::fonts::Book;

/// The names of files are interned for the life of the process, so every pack uses the
/// same ones.
fn name(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("our own names are proper paths");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// The name of the n-th picture.
pub(super) fn figure_name(n: usize) -> String {
    format!("/figure-{n}")
}

/// The library and the engine files are the same for every pack.
static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::default()));
static ENGINE: LazyLock<[Source; 5]> = LazyLock::new(|| {
    let file = |path, text: &str| Source::new(name(path), text.into());
    [
        file("/engine.typ", include_str!("engine.typ")),
        file("/furniture.typ", include_str!("furniture.typ")),
        file("/looks.typ", include_str!("looks.typ")),
        file("/first.typ", FIRST_LINE),
        file("/marks.typ", include_str!("proof/marks.typ")),
    ]
});

/// Set once to ready the typesetter: Han and Latin words in a justified line.
const FIRST_LINE: &str = "#set text(lang: \"zh\", region: \"cn\")\n\
    #par(justify: true)[字 word]\n";

/// Everything on the typesetter's desk.
pub(super) struct Desk {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The engine file to set.
    main: FileId,
    /// What the engine files read.
    data: Vec<(FileId, Bytes)>,
}

impl Desk {
    /// A desk on which the flow of a composition is to be set.
    pub(super) fn new(data: &Data<'_>, book: &Book) -> Desk {
        let figure = |(n, image): (usize, &Arc<Vec<u8>>)| {
            (name(&figure_name(n)), Bytes::new(Picture(image.clone())))
        };
        let words = [("/looks.json", data.looks()), ("/pack.json", data.flow())];
        let words = words.map(|(path, words)| (name(path), Bytes::new(words)));
        let figures = data.figures.iter().enumerate().map(figure);
        Desk::of(book, ENGINE[0].id(), figures.chain(words).collect())
    }

    /// A desk on which nothing but one line is to be set.
    pub(super) fn with_first_line(book: &Book) -> Desk {
        Desk::of(book, ENGINE[3].id(), Vec::new())
    }

    /// A desk on which the marks of a proof are to be set.
    pub(super) fn with_marks(book: &Book, marks: Vec<u8>) -> Desk {
        Desk::of(book, ENGINE[4].id(), vec![(name("/marks.json"), Bytes::new(marks))])
    }

    fn of(book: &Book, main: FileId, data: Vec<(FileId, Bytes)>) -> Desk {
        let fonts: Vec<Font> =
            book.faces.iter().rev().filter_map(|face| face.font().cloned()).collect();
        Desk { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, main, data }
    }

    /// Lays the furniture of finished pages on the desk, to be set in its turn.
    pub(super) fn turn_to_furniture(&mut self, furniture: Vec<u8>) {
        self.main = ENGINE[1].id();
        self.data.push((name("/furniture.json"), Bytes::new(furniture)));
    }
}

struct Picture(Arc<Vec<u8>>);

impl AsRef<[u8]> for Picture {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let file = ENGINE.iter().find(|file| file.id() == id);
        file.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.data.iter().find(|(name, _)| *name == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
