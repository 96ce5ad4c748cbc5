//! Diagnostics: one type for everything that is wrong or doubtful, in two languages.
//!
//! Belongs here: the type, and its drawings for terminals ([`terminal`]) and tools
//! ([`json`]).
//! Does not belong here: deciding what is wrong (every stage does that for itself), and
//! printing (only `cli/` does).

pub mod json;
pub mod terminal;

use std::ops::Range;
use std::sync::Arc;

/// A sentence for the user in both languages of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Say {
    /// 中文. No full stop.
    pub zh: String,
    /// English. No full stop.
    pub en: String,
}

/// The same sentence in Chinese and in English.
pub fn say(zh: impl Into<String>, en: impl Into<String>) -> Say {
    Say { zh: zh.into(), en: en.into() }
}

/// The language in which messages are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tongue {
    /// 中文.
    Chinese,
    /// English.
    #[default]
    English,
}

impl Say {
    /// The sentence in the language asked for.
    pub fn in_tongue(&self, tongue: Tongue) -> &str {
        match tongue {
            Tongue::Chinese => &self.zh,
            Tongue::English => &self.en,
        }
    }
}

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack cannot be built.
    Error,
    /// 疑点: the pack is built, but somebody must look before it is handed out.
    Doubt,
    /// Worth knowing, nothing to be done: an assumption, a substituted font.
    Advice,
}

impl Severity {
    /// The stable word for it: `error`, `doubt` or `advice`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Doubt => "doubt",
            Severity::Advice => "advice",
        }
    }
}

/// A place in a text that the user can open: a source, a template, a style or a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The whole text of that file, so that the line can be drawn.
    pub text: Arc<str>,
    /// The bytes of `text` that are to blame.
    pub range: Range<usize>,
}

impl Place {
    /// Line and column of the first character to blame, both from 1; a column is one
    /// character. A line ends with a line feed, a carriage return, or both.
    pub fn line_and_column(&self) -> (usize, usize) {
        Finger::default().find(self)
    }
}

/// A finger that goes along texts and tells lines and columns: many places that come in
/// order cost one reading of the text together, however long its lines are.
#[derive(Debug, Clone, Default)]
pub struct Finger {
    /// The text that it is on.
    text: Option<Arc<str>>,
    at: usize,
    lines: usize,
    columns: usize,
}

impl Finger {
    /// What [`Place::line_and_column`] says.
    pub fn find(&mut self, place: &Place) -> (usize, usize) {
        if self.text.as_ref().is_none_or(|text| !Arc::ptr_eq(text, &place.text)) {
            *self = Finger { text: Some(place.text.clone()), ..Finger::default() };
        }
        self.go(&place.text, place.range.start)
    }

    /// Goes to the byte at `at` of `text`, which is the same at every call, and tells its
    /// line and column, both from 1.
    pub(crate) fn go(&mut self, text: &str, at: usize) -> (usize, usize) {
        let at = floor_char(text, at.min(text.len()));
        if at < self.at {
            (self.at, self.lines, self.columns) = (0, 0, 0);
        }
        for (here, c) in text[self.at..at].char_indices() {
            let next = text.as_bytes().get(self.at + here + 1);
            if c == '\n' || (c == '\r' && next != Some(&b'\n')) {
                self.lines += 1;
                self.columns = 0;
            } else {
                self.columns += 1;
            }
        }
        self.at = at;
        (self.lines + 1, self.columns + 1)
    }
}

/// Where the lines of a text begin: for finding many places without counting anew.
#[derive(Debug, Clone)]
pub struct Lines {
    /// The first byte of every line.
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`. A line ends with a line feed, a carriage return, or both.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = |(at, byte): (usize, &u8)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        };
        let starts = std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends));
        Lines { starts: starts.collect() }
    }

    /// The first byte of a line, counted from 1; `None` where there is no such line.
    pub fn start(&self, line: usize) -> Option<usize> {
        self.starts.get(line.checked_sub(1)?).copied()
    }

    /// The line of the byte at `at`, from 1.
    pub fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).max(1)
    }

    /// Line and column of the byte at `at` of `text`, both from 1; a column is one
    /// character.
    pub fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let at = floor_char(text, at.min(text.len()));
        let line = self.line(at);
        (line, text[self.starts[line - 1]..at].chars().count() + 1)
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A problem in a source, job, template or style, tied to the place that caused it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Stable name, such as `segment/unclosed-quotation`: tests, documentation and
    /// `--deny` use it.
    pub code: &'static str,
    /// What is wrong, in the editor's words. No full stop.
    pub message: Say,
    /// Where. `None` only when no text is to blame.
    pub place: Option<Place>,
    /// What to do, as an imperative.
    pub help: Option<Say>,
}

impl Diagnostic {
    /// A problem that stops the pack.
    pub fn error(code: &'static str, message: Say) -> Self {
        Diagnostic { severity: Severity::Error, code, message, place: None, help: None }
    }

    /// Something an editor must look at; the pack is built all the same.
    pub fn doubt(code: &'static str, message: Say) -> Self {
        Diagnostic { severity: Severity::Doubt, ..Self::error(code, message) }
    }

    /// Something worth knowing.
    pub fn advice(code: &'static str, message: Say) -> Self {
        Diagnostic { severity: Severity::Advice, ..Self::error(code, message) }
    }

    /// The same problem with its place.
    #[must_use]
    pub fn at(mut self, file: &Arc<str>, text: &Arc<str>, range: Range<usize>) -> Self {
        self.place = Some(Place { file: file.clone(), text: text.clone(), range });
        self
    }

    /// The same problem with what to do about it.
    #[must_use]
    pub fn help(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(say(zh, en));
        self
    }
}

/// Everything that was found and does not stop the pack, in the order in which it was
/// found.
pub type Notes = Vec<Diagnostic>;
