//! The proof as pages: each finding marked where it stands, and the list of all at the end.
//!
//! Belongs here: laying marks over finished pages.
//! Does not belong here: finding anything (`mod.rs` and what it calls).

use serde::Serialize;
use typst::layout::Point;
use typst::model::Document;
use typst_layout::{Page, PagedDocument};
use typst_pdf::PdfOptions;

use super::super::data::json;
use super::super::world::Desk;
use super::super::{Layout, in_our_words, set};
use super::{Finding, Proof, Strength};
use crate::compose::Composition;
use crate::diag::{Diagnostic, Tongue};
use crate::fonts::{Book, Role};

/// `/marks.json`.
#[derive(Serialize)]
struct Marks {
    width: f64,
    height: f64,
    lang: &'static str,
    fonts: Vec<String>,
    /// The colours of [`Strength`], the most binding first.
    inks: [&'static str; 4],
    title: &'static str,
    nothing: &'static str,
    pages: Vec<MarkedPage>,
    findings: Vec<Listed>,
}

#[derive(Serialize)]
struct MarkedPage {
    #[serde(skip)]
    number: usize,
    /// The right edge of the type area, where the margin begins.
    edge: f64,
    marks: Vec<Mark>,
}

#[derive(Serialize)]
struct Mark {
    number: usize,
    strength: usize,
    area: [f64; 4],
    words: String,
}

#[derive(Serialize)]
struct Listed {
    number: usize,
    strength: usize,
    words: String,
    place: String,
}

impl Layout {
    /// The pages with every finding of `proof` marked where it stands and told in the
    /// margin, and the list of all findings behind them, as a PDF for the desk: it makes
    /// no claim to PDF/A or PDF/UA, and reads no contents or links.
    ///
    /// # Errors
    /// What the typesetter could not do.
    pub fn marked(
        &self,
        proof: &Proof,
        composition: &Composition,
        book: &Book,
        tongue: Tongue,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let marks = Marks::of(proof, composition, book, tongue);
        let set = set(&Desk::with_marks(book, json(&marks)))?;
        let mut pages: Vec<Page> = self.document.pages().to_vec();
        let (overlays, list) = set.pages().split_at(marks.pages.len());
        for (marked, overlay) in marks.pages.iter().zip(overlays) {
            if let Some(page) = pages.get_mut(marked.number - 1) {
                page.frame.push_frame(Point::zero(), overlay.frame.clone());
            }
        }
        pages.extend_from_slice(list);
        let document =
            PagedDocument::new(pages.into_iter().collect(), self.document.info().clone());
        let options = PdfOptions { tagged: false, ..PdfOptions::default() };
        typst_pdf::pdf(&document, &options)
            .map_err(|errors| errors.iter().map(in_our_words).collect())
    }
}

impl Marks {
    fn of(
        proof: &Proof,
        composition: &Composition,
        book: &Book,
        tongue: Tongue,
    ) -> Marks {
        let page = &composition.sheet.page;
        let findings = || proof.findings.iter().zip(1..);
        let mut pages: Vec<MarkedPage> = Vec::new();
        for (finding, number) in findings() {
            let Some(spot) = &finding.spot else { continue };
            let mark = Mark {
                number,
                strength: ink(finding.strength),
                area: spot.area,
                words: words(finding, tongue),
            };
            match pages.last_mut().filter(|page| page.number == spot.page) {
                Some(page) => page.marks.push(mark),
                None => {
                    let even = spot.page % 2 == 0;
                    let margin =
                        if page.duplex && even { page.inside } else { page.outside };
                    pages.push(MarkedPage {
                        number: spot.page,
                        edge: page.width - margin,
                        marks: vec![mark],
                    });
                }
            }
        }
        let listed = |(finding, number): (&Finding, usize)| Listed {
            number,
            strength: ink(finding.strength),
            words: format!(
                "{} {}",
                finding.strength.word(tongue),
                words(finding, tongue)
            ),
            place: finding.place(tongue).unwrap_or_default(),
        };
        let (lang, title, nothing) = match tongue {
            Tongue::Chinese => ("zh", "校样检查", "没有发现问题"),
            Tongue::English => ("en", "Proof", "nothing found"),
        };
        let faces = book.roles.get(&Role::Hei).into_iter().map(|filled| filled.regular);
        let faces = faces.chain(book.fallback.iter().copied());
        Marks {
            width: page.width,
            height: page.height,
            lang,
            fonts: faces.map(|face| book.faces[face].family.clone()).collect(),
            inks: ["#c00000", "#c55a11", "#1f5fa8", "#606060"],
            title,
            nothing,
            pages,
            findings: findings().map(listed).collect(),
        }
    }
}

fn ink(strength: Strength) -> usize {
    match strength {
        Strength::Required => 0,
        Strength::General => 1,
        Strength::Recommended => 2,
        Strength::Custom => 3,
    }
}

fn words(finding: &Finding, tongue: Tongue) -> String {
    let message = finding.message.in_tongue(tongue);
    match finding.clause {
        Some(clause) if tongue == Tongue::Chinese => format!("{message}（{clause}）"),
        Some(clause) => format!("{message} ({clause})"),
        None => message.to_owned(),
    }
}
