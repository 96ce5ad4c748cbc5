//! Drawings (SVG) for formats that cannot take them as they are.
//!
//! Belongs here: the words of a drawing as shapes, in the faces of the book, so that no
//! character of it can stop a PDF; and a drawing as pixels, for Word.
//! Does not belong here: reading drawings and refusing bad ones (`source`).

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};

use crate::fonts::{Book, Role};
use crate::source::drawing_options;

/// The drawing with its words as shapes. `None` where it has no words, or is none.
pub(super) fn without_words(drawing: &[u8], book: &Book) -> Option<Vec<u8>> {
    let has_words = drawing.windows(5).any(|window| window == b"<text");
    let options = usvg::WriteOptions { preserve_text: false, ..Default::default() };
    has_words.then(|| tree(drawing, book))?.map(|tree| tree.to_string(&options).into())
}

/// The drawing as a PNG file of a width in pixels.
pub(super) fn pixels(drawing: &[u8], width: f64, book: &Book) -> Option<Vec<u8>> {
    let tree = tree(drawing, book)?;
    let scale = width as f32 / tree.size().width();
    let height = (tree.size().height() * scale).ceil().max(1.0);
    let mut pixmap = Pixmap::new((width as u32).max(1), height as u32)?;
    let scale = Transform::from_scale(scale, scale);
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

fn tree(drawing: &[u8], book: &Book) -> Option<usvg::Tree> {
    let mut options = drawing_options();
    let mut faces = fontdb::Database::new();
    for font in book.faces.iter().filter_map(|face| face.font()) {
        let bytes: Arc<Vec<u8>> = Arc::new(font.data().to_vec());
        faces.load_font_source(fontdb::Source::Binary(bytes));
    }
    let family = |role: Role| {
        let filled = book.roles.get(&role)?;
        Some(book.faces[filled.regular].family.clone())
    };
    if let Some(serif) = family(Role::Song) {
        faces.set_serif_family(&serif);
        options.font_family = serif;
    }
    if let Some(sans) = family(Role::Hei) {
        faces.set_sans_serif_family(&sans);
        faces.set_monospace_family(&sans);
    }
    options.fontdb = Arc::new(faces);
    usvg::Tree::from_data(drawing, &options).ok()
}
