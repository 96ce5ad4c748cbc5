//! Word files: a [`Composition`] as an OOXML package.
//!
//! Belongs here: how Word says what the composition says: named styles, fields, sections,
//! footnotes, and the package around them.
//! Does not belong here: decisions about words, order or look (`compose`), and where pages
//! end, which the layout finds ([`PageNumbers`]).
//!
//! The parts are written with quick-xml, every element in the order that the schema fixes,
//! and zipped with a fixed time: the same composition gives the same bytes, in any thread
//! and however often. docx-rs was tried as the model and given up: it has no properties on
//! styles, no language, no theme and no core properties, breaks the schema some hundred
//! times a file and counts its ids process-wide, so that each of its parts had to be
//! written anew. It serves where it is strong, as the foreign reader of our tests.
//!
//! | in the composition | in Word |
//! | --- | --- |
//! | a class of paragraphs | a named style based on 正文 (`styles`) |
//! | a heading of depth 2 | the built-in `heading 2`, whatever its class |
//! | a class inside a frame | a style of its own that carries rules and background, so that a paragraph typed into the frame stands in it |
//! | a group at the foot | the same, with a text frame bound to the foot of the page |
//! | a number that Word comes to | a list bound to the heading styles, where the style asks for live numbers; words elsewhere (`numbering`) |
//! | contents | a `TOC` field with the entries and page numbers already in it, and a `TC` field where an entry leads to no heading |
//! | a reference to a caption | a `REF` field that shows the label of the caption (`labels`) |
//! | a running head | a section an article, with the words in its head |
//! | "no break here" | nothing: U+2060 breaks Word's search, and its lists of marks that may not begin or end a line hold the rest |

mod body;
mod furniture;
mod labels;
mod look;
mod numbering;
mod package;
mod picture;
mod runs;
mod settings;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

use super::PageNumbers;
use crate::compose::Composition;
use crate::diag::Diagnostic;
use crate::fonts::Book;

/// Writes a composition down as a Word file.
///
/// `pages` are the numbers that contents, cross-references and folios show until Word
/// counts for itself. Nothing in the file asks the reader to update fields.
pub fn render(
    composition: &Composition,
    book: &Book,
    pages: &PageNumbers,
) -> Result<Vec<u8>, Diagnostic> {
    let mut styles = styles::Styles::new(composition, book);
    let document = body::write(composition, pages, &mut styles)?;
    package::pack(composition, book, pages, &styles, document)
}
