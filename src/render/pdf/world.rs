//! What Typst may see: our engine file, the composition as data, its pictures, and the
//! faces of the book. No disk, no clock, no network.

use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
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

/// The library and the engine file are the same for every pack.
static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::default()));
static ENGINE: LazyLock<Source> =
    LazyLock::new(|| Source::new(name("/engine.typ"), include_str!("engine.typ").into()));
static PACK: LazyLock<FileId> = LazyLock::new(|| name("/pack.json"));

/// Everything on the typesetter's desk.
pub(super) struct Desk {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    pack: Bytes,
    figures: Vec<(FileId, Bytes)>,
}

impl Desk {
    pub(super) fn new(data: &Data<'_>, book: &Book) -> Desk {
        // Faces that must be unpacked are so at the same time.
        let used: Vec<usize> = data.faces.iter().rev().copied().collect();
        let fonts: Vec<Font> = used
            .into_par_iter()
            .filter_map(|at| book.faces.get(at)?.font().cloned())
            .collect();
        let figure = |(n, image): (usize, &Arc<Vec<u8>>)| {
            (name(&figure_name(n)), Bytes::new(Picture(image.clone())))
        };
        Desk {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            pack: Bytes::new(data.to_json()),
            figures: data.figures.iter().enumerate().map(figure).collect(),
        }
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
        ENGINE.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == ENGINE.id() { Ok(ENGINE.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == *PACK {
            return Ok(self.pack.clone());
        }
        let figure = self.figures.iter().find(|(name, _)| *name == id);
        figure.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
