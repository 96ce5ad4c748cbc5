//! Cleaning: repairs what normalising, scraping, copying and pasting did to the text.
//!
//! Belongs here: rules that restore what the author typed, the one driver that applies
//! their edits, and the [`Account`] that the driver keeps.
//! Does not belong here: rules that judge what a line is (`segment`), and anything about
//! how the text will look (`compose`).

mod account;

pub use account::{Account, Fate, Fragment, Shift};

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::source::Source;

/// One change of a text: the bytes of `range` give way to `with`.
///
/// An empty `range` adds, an empty `with` drops. Edits of one pass are in order and do
/// not overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes of the text as the pass saw it.
    pub range: Range<usize>,
    /// What stands there instead.
    pub with: Cow<'static, str>,
}

impl Edit {
    /// An edit that removes `range`.
    pub fn drop(range: Range<usize>) -> Self {
        Edit { range, with: Cow::Borrowed("") }
    }

    /// An edit that puts `with` in the place of `range`.
    pub fn replace(range: Range<usize>, with: impl Into<Cow<'static, str>>) -> Self {
        Edit { range, with: with.into() }
    }
}

/// What a pass may change: a promise that the driver and every test case check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touches {
    /// Only white space and invisible characters.
    Space,
    /// Marks and spaces, never a letter or a digit.
    Punctuation,
    /// Letters too: a pass that removes something that was put in.
    Words,
}

/// How much of the text a pass sees at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole text of a source, before anything is known about its lines.
    Text,
    /// One paragraph, after its broken lines were joined.
    Paragraph,
}

/// A source text on its way to the pack, together with the way back.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The text as it stands after the passes so far.
    pub text: String,
    /// Where every byte of it came from, and where every byte of the source went.
    pub account: Account,
}

impl Draft {
    /// The source as it is: everything kept.
    pub fn new(source: &Source) -> Self {
        Draft { text: source.text.to_string(), account: Account::new(&source.text) }
    }

    /// Applies the edits of one rule and enters them into the account.
    ///
    /// Edits must be in order and must not overlap. Returns how positions moved.
    pub fn apply(&mut self, rule: &'static str, edits: &[Edit]) -> Shift {
        self.account.apply(rule, edits, &mut self.text)
    }
}

/// The source of a draft, for what needs both.
pub type SourceText = Arc<str>;
