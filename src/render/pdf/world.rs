//! What Typst may see: our engine files, the composition as data, its pictures, and the
//! faces of the book. No disk, no clock, no network.

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use serde::Serialize;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::Attachment;
use super::data::{Data, json};
use crate::fonts::{Book, FaceBytes};

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
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // For cells that say what they are wherever they stand in a table.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});
static ENGINE: LazyLock<[Source; 6]> = LazyLock::new(|| {
    let file = |path, text: &str| Source::new(name(path), text.into());
    [
        file("/engine.typ", include_str!("engine.typ")),
        file("/furniture.typ", include_str!("furniture.typ")),
        file("/looks.typ", include_str!("looks.typ")),
        file("/first.typ", FIRST_LINE),
        file("/marks.typ", include_str!("proof/marks.typ")),
        file("/attached.typ", include_str!("attached.typ")),
    ]
});

/// The file of the blocks that the engine sets.
const FLOW: &str = "/pack.json";

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
            (name(&figure_name(n)), Bytes::new(Shared(image.clone())))
        };
        let words = [("/looks.json", data.looks()), (FLOW, data.flow())];
        let words = words.map(|(path, words)| (name(path), Bytes::new(words)));
        let figures = data.figures.iter().enumerate().map(figure);
        let faces = data.faces.iter().copied().collect();
        Desk::of(book, faces, ENGINE[0].id(), figures.chain(words).collect())
    }

    /// A desk beside this one for a stretch of its flow.
    pub(super) fn with_stretch(&self, stretch: Vec<u8>) -> Desk {
        let mut data = self.data.clone();
        data.retain(|(file, _)| *file != name(FLOW));
        data.push((name(FLOW), Bytes::new(stretch)));
        Desk { book: self.book.clone(), fonts: self.fonts.clone(), main: self.main, data }
    }

    /// A desk on which nothing but one line is to be set.
    pub(super) fn with_first_line(book: &Book) -> Desk {
        Desk::of(book, unpacked(book), ENGINE[3].id(), Vec::new())
    }

    /// A desk on which the marks of a proof are to be set.
    pub(super) fn with_marks(book: &Book, marks: Vec<u8>) -> Desk {
        let marks = vec![(name("/marks.json"), Bytes::new(marks))];
        // They repeat words of any line, so that every face may be wanted.
        let mut faces = unpacked(book);
        faces.extend(&book.fallback);
        faces.extend(
            book.roles.values().flat_map(|f| [Some(f.regular), f.bold]).flatten(),
        );
        faces.sort_unstable();
        faces.dedup();
        Desk::of(book, faces, ENGINE[4].id(), marks)
    }

    /// A desk on which files are to be put into the PDF.
    pub(super) fn with_files(files: &[Attachment]) -> Desk {
        let listed = files.iter().enumerate().map(|(n, file)| ListedFile {
            path: format!("/{}-{}", n + 1, file.name.replace(['/', '\\'], "-")),
            file: attached_name(n),
            mime: file.mime,
        });
        let listed = json(&listed.collect::<Vec<_>>());
        let bytes = files.iter().enumerate().map(|(n, file)| {
            (name(&attached_name(n)), Bytes::new(Shared(file.bytes.clone())))
        });
        let list = (name("/attached.json"), Bytes::new(listed));
        let data = bytes.chain([list]).collect();
        Desk::of(&Book::default(), Vec::new(), ENGINE[5].id(), data)
    }

    /// A desk with these faces of the book. Faces that lie packed are unpacked at the same
    /// time.
    fn of(
        book: &Book,
        faces: Vec<usize>,
        main: FileId,
        data: Vec<(FileId, Bytes)>,
    ) -> Desk {
        let font = |at: usize| book.faces.get(at)?.font().cloned();
        let fonts: Vec<Font> = faces.into_par_iter().rev().filter_map(font).collect();
        Desk { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts, main, data }
    }

    /// Lays the furniture of finished pages on the desk, to be set in its turn.
    pub(super) fn turn_to_furniture(&mut self, furniture: Vec<u8>) {
        self.main = ENGINE[1].id();
        self.data.push((name("/furniture.json"), Bytes::new(furniture)));
    }
}

/// The faces that are there without being unpacked.
fn unpacked(book: &Book) -> Vec<usize> {
    let packed = |at: &usize| matches!(book.faces[*at].bytes, FaceBytes::Packed(_));
    (0..book.faces.len()).filter(|at| !packed(at)).collect()
}

/// A line of `/attached.json`.
#[derive(Serialize)]
struct ListedFile {
    /// The name under which readers show it.
    path: String,
    /// The name under which it lies on the desk.
    file: String,
    mime: &'static str,
}

fn attached_name(n: usize) -> String {
    format!("/attached-{n}")
}

/// Bytes that lie on the desk without being copied.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
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
