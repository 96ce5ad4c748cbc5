//! Rendering: a [`Composition`](crate::compose::Composition) is written down as PDF, Word or HTML.
//!
//! Belongs here: how each format says what the composition says.
//! Does not belong here: decisions. If two formats hold the same `if`, it belongs in
//! `compose`.

pub mod docx;
mod drawing;
pub mod html;
pub mod pdf;

use std::collections::BTreeMap;

/// A format that a pack can be built in.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A page as it is printed.
    Pdf,
    /// A Word file.
    Docx,
    /// One self-contained page for the screen.
    Html,
}

impl Format {
    /// The ending of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Docx => "docx",
            Format::Html => "html",
        }
    }
}

/// On which page each anchor of a composition stands, from 1, and how many pages there
/// are: what the layout found, for contents and the last page in Word.
#[derive(Debug, Clone, Default)]
pub struct PageNumbers {
    /// Page by anchor.
    pub of: BTreeMap<String, usize>,
    /// Number of pages.
    pub pages: usize,
    /// The height of the group at the foot in points, where the page has notes above it.
    pub foot_below_notes: Option<f64>,
}
