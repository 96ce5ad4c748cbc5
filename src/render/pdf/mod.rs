//! PDF, by Typst as a library.
//!
//! Belongs here: handing a composition to our own engine file as data, laying it out, and
//! writing the pages down as PDF/A-2a and PDF/UA-1.
//! Does not belong here: decisions about looks and words (`compose`).

mod balance;
mod data;
mod finish;
mod foot;
mod gaps;
mod latin;
mod looks;
pub mod proof;
#[cfg(test)]
mod tests;
mod torn;
mod turned;
mod untie;
mod world;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::PageNumbers;
use crate::compose::Composition;
use crate::diag::{Diagnostic, say};
use crate::fonts::Book;
use data::Data;
use finish::{Flow, Wanted};
pub use turned::settle;
use world::Desk;

/// The pages of a composition, ready to be written down.
pub struct Layout {
    document: PagedDocument,
    numbers: PageNumbers,
    /// The pages that begin because the composition asks for it.
    asked: BTreeSet<usize>,
    /// The pages of turned tables, whose sheets lie as long as they are made.
    lying: BTreeSet<usize>,
    /// Whether files go with the PDF.
    attached: bool,
}

/// A file that goes with a PDF.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The name that readers show.
    pub name: String,
    /// Its media type, such as `text/plain`.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Arc<Vec<u8>>,
}

/// Readies the typesetter: its library, its tables of line breaking and the faces of the
/// binary are made once a process, which takes some 8 ms. A program that knows that pages
/// will be wanted does this on another thread while it reads the sources; others need not.
pub fn ready() {
    // One line is set for what setting it leaves behind.
    let _ = typst::compile::<PagedDocument>(&Desk::with_first_line(&Book::built()));
}

/// Lays a composition out on pages.
pub fn lay_out(
    composition: &Composition,
    book: &Book,
) -> Result<Layout, Vec<Diagnostic>> {
    let mut data = Data::of(composition, book);
    let problems = data.dangling();
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut desk = Desk::new(&data, book);
    let mut pages = set_flow(&desk, &data)?;
    let torn = torn::find(&pages);
    if !torn.is_empty() {
        data = Data::with_torn(composition, book, torn);
        desk = Desk::new(&data, book);
        pages = set_flow(&desk, &data)?;
    }
    let flow = Flow::read(&pages, &data.anchors);
    let wanted = Wanted::of(composition, book, &flow);
    let furniture = wanted.as_ref().map(|wanted| {
        desk.turn_to_furniture(wanted.to_json());
        set(&desk)
    });
    let furniture = furniture.transpose()?;
    let (wanted, furniture) = (wanted.as_ref(), furniture.as_ref());
    let (document, foot_below_notes) =
        finish::finish(&pages, &flow, wanted, furniture, composition);
    let numbers = PageNumbers { foot_below_notes, ..flow.page_numbers() };
    let lying = turned::lying(&document, &composition.sheet.page);
    let layout = Layout { document, numbers, asked: flow.asked, lying, attached: false };
    let problems = layout.missing_glyphs();
    if problems.is_empty() { Ok(layout) } else { Err(problems) }
}

/// Sets the flow, with all cores. Typst sets a run of pages on one core, but remembers every
/// paragraph that it set, in whichever file it stood: where later stretches of the flow are
/// set ahead on other cores, it takes their lines from memory when it comes to them.
fn set_flow(desk: &Desk, data: &Data<'_>) -> Result<PagedDocument, Vec<Diagnostic>> {
    let ahead = || {
        let stretches = data.stretches(rayon::current_num_threads());
        stretches.into_par_iter().for_each(|stretch| {
            // What is wrong there will be wrong again in the flow, which says so.
            let _ = set(&desk.with_stretch(stretch));
        });
    };
    rayon::join(|| set(desk), ahead).0
}

/// Sets the file that lies on the desk.
fn set(desk: &Desk) -> Result<PagedDocument, Vec<Diagnostic>> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(desk);
    let pages =
        output.map_err(|errors| errors.iter().map(in_our_words).collect::<Vec<_>>())?;
    // A warning means that the pages are not what the engine file asks for: page numbers
    // that did not settle, a family that is not there.
    if warnings.is_empty() {
        Ok(pages)
    } else {
        Err(warnings.iter().map(in_our_words).collect())
    }
}

impl Layout {
    /// On which page each anchor stands.
    pub fn page_numbers(&self) -> &PageNumbers {
        &self.numbers
    }

    /// On which page words begin, from page `from` on: the first place where they are set
    /// one after the other. White space and the ties between words do not count.
    pub fn page_of(&self, words: &str, from: usize) -> Option<usize> {
        let solid =
            |c: &char| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{2060}');
        let wanted: String = words.chars().filter(solid).collect();
        let (mut set, mut ends) = (String::new(), Vec::new());
        for page in self.document.pages().iter().skip(from.saturating_sub(1)) {
            walk(&page.frame, &mut |text| {
                for glyph in &text.glyphs {
                    set.extend(text.text[glyph.range()].chars().filter(solid));
                }
            });
            ends.push(set.len());
        }
        let at = set.find(&wanted).filter(|_| !wanted.is_empty())?;
        Some(ends.partition_point(|end| *end <= at) + from.max(1))
    }

    /// Puts files into the PDF, such as the sources of the pack. Readers show them in a
    /// list, with their place in it before their names.
    ///
    /// # Errors
    /// What the typesetter could not do.
    pub fn attach(&mut self, files: &[Attachment]) -> Result<(), Vec<Diagnostic>> {
        if files.is_empty() {
            return Ok(());
        }
        let set = set(&Desk::with_files(files))?;
        self.document = finish::attach(&self.document, &set);
        self.attached = true;
        Ok(())
    }

    /// The PDF: PDF/UA-1 and PDF/A-2a, or PDF/A-3a where files are attached, which PDF/A-2
    /// forbids; the same bytes for the same pages.
    pub fn export(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let archive = if self.attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
        let standards = PdfStandards::new(&[archive, PdfStandard::Ua_1])
            .map_err(|error| vec![trouble(error.message())])?;
        let options = PdfOptions {
            creator: Smart::Custom(Some(CREATOR.into())),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&turned::upright(&self.document, &self.lying), &options)
            .map_err(|errors| errors.iter().map(in_our_words).collect())
    }

    /// Characters that reached a page without a glyph: PDF/A forbids them, and nobody can
    /// read them. Compose sets 〓 for what no face has, so that there are none.
    fn missing_glyphs(&self) -> Vec<Diagnostic> {
        let mut missing = Vec::new();
        for page in self.document.pages() {
            walk(&page.frame, &mut |text| {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    missing.extend(text.text[glyph.range()].chars());
                }
            });
        }
        missing.sort_unstable();
        missing.dedup();
        missing.into_iter().map(no_glyph).collect()
    }
}

/// WORD JOINER, the sign that holds two characters on one line.
const TIE: char = '\u{2060}';

/// What `/Creator` of a PDF says.
const CREATOR: &str = concat!("briefpack ", env!("CARGO_PKG_VERSION"));

/// Forgets what earlier layouts left in Typst's cache. For programs that make many packs:
/// without it every pack leaves some 3 MB behind. Call it while nothing is laid out.
pub fn forget() {
    comemo::evict(0);
}

fn walk(frame: &Frame, visit: &mut impl FnMut(&typst::text::TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, visit),
            FrameItem::Text(text) => visit(text),
            _ => {}
        }
    }
}

fn no_glyph(c: char) -> Diagnostic {
    let code = u32::from(c);
    Diagnostic::error(
        "pdf/no-glyph",
        say(
            format!("没有字体能排“{c}”（U+{code:04X}）"),
            format!("no face has a glyph for '{c}' (U+{code:04X})"),
        ),
    )
}

fn in_our_words(problem: &SourceDiagnostic) -> Diagnostic {
    let mut problem_said = problem.message.to_string();
    for hint in &problem.hints {
        problem_said.push_str("; ");
        problem_said.push_str(&hint.v);
    }
    trouble(&problem_said)
}

fn trouble(said: &str) -> Diagnostic {
    Diagnostic::error(
        "pdf/typst",
        say(format!("排版引擎报错：{said}"), format!("the typesetter says: {said}")),
    )
}
