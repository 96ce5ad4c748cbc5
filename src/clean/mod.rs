//! Cleaning: repairs what normalising, scraping, copying and pasting did to the text.
//!
//! Belongs here: rules that restore what the author typed, the one driver that applies
//! their edits, and the [`Account`] that the driver keeps.
//! Does not belong here: rules that judge what a line is (`segment`), and anything about
//! how the text will look (`compose`).

mod account;
mod context;
mod doubts;
mod inventory;
mod traits;

#[cfg(test)]
mod properties;

mod dashes;
mod document_numbers;
mod ellipsis;
mod entities;
mod forms;
mod full_stops;
mod interpuncts;
mod invisible;
mod line_ends;
mod markup;
mod quotes;
mod ranges;
mod readings;
mod signs;
mod spaced_marks;
mod spaces;
mod width;

pub use account::{Account, Fate, Fragment, Shift};
pub use dashes::dashes;
pub use document_numbers::document_numbers;
pub use ellipsis::ellipsis;
pub use entities::entities;
pub use forms::forms;
pub use full_stops::full_stops;
pub use interpuncts::interpuncts;
pub use invisible::invisible;
pub use line_ends::line_ends;
pub use markup::markup;
pub use quotes::{quotes, unclosed};
pub use ranges::ranges;
pub use readings::readings;
pub use spaced_marks::spaced_marks;
pub use spaces::spaces;
pub use traits::{Language, Traits};
pub use width::width;

use inventory::Inventory;
use signs::Signs;
use std::borrow::Cow;
use std::ops::Range;

use crate::diag::Notes;
use crate::source::{Hint, Source};

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

impl Touches {
    /// Whether a pass with this promise may turn `before` into `after`.
    pub fn allows(self, before: &str, after: &str) -> bool {
        let same = |keep: fn(&char) -> bool| {
            before.chars().filter(keep).eq(after.chars().filter(keep))
        };
        match self {
            Touches::Space => {
                same(|c| !c.is_whitespace() && !invisible::is_invisible(*c))
            }
            Touches::Punctuation => same(|c| c.is_alphanumeric()),
            Touches::Words => true,
        }
    }
}

/// How much of the text a pass sees at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The whole text of a source, before anything is known about its lines.
    Text,
    /// One paragraph, after its broken lines were joined.
    Paragraph,
}

/// What a pass looks at: see [`Draft::view`].
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The text: the whole, or one paragraph without its line break.
    pub text: &'a str,
    /// What the text as a whole is like.
    pub traits: &'a Traits,
    /// What the markup of the source says about it; empty for one paragraph.
    pub hints: &'a [Hint],
    /// The places of its signs in a whole that has it from byte `start` on.
    signs: &'a [u32],
    start: usize,
}

impl<'a> View<'a> {
    /// The places of the signs that begin with one of the bytes `wanted`, each with its first
    /// byte. No letter can be wanted but those of full width.
    fn signs(
        &self,
        wanted: &'static [u8],
    ) -> impl Iterator<Item = (usize, u8)> + use<'a> {
        // A bit for each byte: there are many short paragraphs, each with a table of its own.
        let mut table = [0_u64; 4];
        for byte in wanted {
            table[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
        let is_wanted =
            move |byte: u8| table[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0;
        let View { text, start, .. } = *self;
        let places = self.signs.iter().map(move |place| *place as usize - start);
        places
            .map(|at| (at, text.as_bytes()[at]))
            .filter(move |(_, byte)| is_wanted(*byte))
    }

    /// Whether it has a sign that begins with one of the bytes `wanted`.
    fn has_any(&self, wanted: &'static [u8]) -> bool {
        self.signs(wanted).next().is_some()
    }

    /// The runs of signs in it: a sign begins with one of the bytes of `first`, and `sign` says
    /// how many bytes the one at the start of its argument has, if it is one.
    fn runs(
        &self,
        first: &'static [u8],
        sign: impl Fn(&[u8]) -> Option<usize> + 'a,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let all = self.text.as_bytes();
        let mut done = 0;
        self.signs(first).filter_map(move |(start, _)| {
            if start < done {
                return None;
            }
            done = start;
            while let Some(length) = sign(&all[done..]) {
                done += length;
            }
            (start < done).then_some(start..done)
        })
    }
}

/// One rule of cleaning.
#[derive(Debug, Clone, Copy)]
pub struct Pass {
    /// Its stable name: in the account, in the folder of its cases, in its file.
    pub name: &'static str,
    /// How much it sees at once.
    pub scope: Scope,
    /// What it may change.
    pub touches: Touches,
    /// What it looks for: a text without any such character has nothing for it. It is
    /// asked for no Han of the main block but `一`, which stands for all of them.
    pub looks_for: fn(char) -> bool,
    /// The edits that it wants.
    pub edits: fn(&View) -> Vec<Edit>,
}

/// Every pass, in the order in which they run.
pub const PASSES: &[Pass] = &[
    // Markup first: what it says is known by position, and it is no text.
    text("markup", Touches::Words, |_| true, markup),
    // Characters next: every later pass may rely on `\n`, on plain spaces, and on a
    // character being what it looks like.
    text(
        "line-ends",
        Touches::Space,
        |c| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'),
        line_ends,
    ),
    text("invisible", Touches::Space, invisible::is_invisible, invisible),
    text(
        "spaces",
        Touches::Space,
        |c| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\u{3000}'),
        spaces,
    ),
    text(
        "forms",
        Touches::Words,
        |c| matches!(c, '\u{2E80}'..='\u{2FD5}' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'),
        forms,
    ),
    // Once nothing invisible parts their letters; what they stand for is settled at once.
    text("entities", Touches::Words, |c| c == '&', entities),
    // Readings before the width of marks, so that `(ren)` never becomes `（ren）`.
    text("readings", Touches::Words, |c| matches!(c, '(' | '（'), readings),
    text(
        "ellipsis",
        Touches::Punctuation,
        |c| matches!(c, '.' | '。' | '…' | '⋯' | '·'),
        ellipsis,
    ),
    text(
        "dashes",
        Touches::Punctuation,
        |c| matches!(c, '-' | '—' | '―' | '─' | '－'),
        dashes,
    ),
    // Document numbers before the width of brackets, so that `(2026)` becomes `〔2026〕` at once.
    text(
        "document-numbers",
        Touches::Punctuation,
        |c| matches!(c, '(' | '[' | '（' | '［' | '【'),
        document_numbers,
    ),
    text("full-stops", Touches::Punctuation, |c| c == '.', full_stops),
    text(
        "width",
        Touches::Punctuation,
        |c| matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')'),
        width,
    ),
    text("ranges", Touches::Punctuation, |c| c == '~', ranges),
    text(
        "interpuncts",
        Touches::Punctuation,
        |c| matches!(c, '•' | '‧' | '∙' | '⋅' | '・' | '･'),
        interpuncts,
    ),
    // Spaces last: only a mark of full width brings its own.
    text("spaced-marks", Touches::Space, |c| matches!(c, ' ' | '\u{3000}'), spaced_marks),
    // Over joined lines: what opens on one line and closes on the next.
    paragraph(
        "quotes",
        Touches::Punctuation,
        |c| matches!(c, '"' | '\'' | '“' | '”'),
        quotes,
    ),
    paragraph(
        "width",
        Touches::Punctuation,
        |c| matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')'),
        width,
    ),
    paragraph(
        "spaced-marks",
        Touches::Space,
        |c| matches!(c, ' ' | '\u{3000}'),
        spaced_marks,
    ),
];

const fn text(
    name: &'static str,
    touches: Touches,
    looks_for: fn(char) -> bool,
    edits: fn(&View) -> Vec<Edit>,
) -> Pass {
    Pass { name, scope: Scope::Text, touches, looks_for, edits }
}

const fn paragraph(
    name: &'static str,
    touches: Touches,
    looks_for: fn(char) -> bool,
    edits: fn(&View) -> Vec<Edit>,
) -> Pass {
    Pass { name, scope: Scope::Paragraph, touches, looks_for, edits }
}

/// Runs the passes that see the whole text. What somebody must look at goes into `notes`.
pub fn run(source: &Source, notes: &mut Notes) -> Draft {
    let inventory = Inventory::of(&source.text);
    doubts::characters(source, &inventory, notes);
    passes(Draft::new(source), inventory)
}

/// Runs the same passes and leaves `untouched`, bytes of the source in order, as they are
/// to the character. No pass of a later stage changes them either.
pub(crate) fn run_around(source: &Source, untouched: Vec<Range<usize>>) -> Draft {
    let draft = Draft { untouched, ..Draft::new(source) };
    passes(draft, Inventory::of(&source.text))
}

fn passes(mut draft: Draft, mut inventory: Inventory) -> Draft {
    for pass in PASSES.iter().filter(|pass| pass.scope == Scope::Text) {
        if !inventory.any(pass.looks_for) {
            continue;
        }
        let edits = (pass.edits)(&draft.view());
        edits.iter().for_each(|edit| inventory.add(&edit.with));
        draft.apply_pass(pass, &edits);
    }
    draft
}

/// Runs the passes that see a paragraph over each of `ranges` (in order, not
/// overlapping), and moves the ranges along. Returns how positions moved, step by step.
pub fn paragraphs(draft: &mut Draft, ranges: &mut [Range<usize>]) -> Vec<Shift> {
    let mut shifts = Vec::new();
    for pass in PASSES.iter().filter(|pass| pass.scope == Scope::Paragraph) {
        let mut edits = Vec::new();
        for (range, view) in ranges.iter().zip(draft.views(&*ranges)) {
            let wanted = (pass.edits)(&view).into_iter();
            edits.extend(wanted.map(|edit| Edit {
                range: range.start + edit.range.start..range.start + edit.range.end,
                with: edit.with,
            }));
        }
        if edits.is_empty() {
            continue;
        }
        let shift = draft.apply_pass(pass, &edits);
        let mut walk = shift.walk();
        for range in ranges.iter_mut() {
            *range = walk.map_range(range);
        }
        shifts.push(shift);
    }
    shifts
}

/// What one rule makes of a text that stands for itself.
pub fn apply(edits: fn(&View) -> Vec<Edit>, text: &str) -> String {
    let (traits, signs) = (Traits::of(text), Signs::of(text));
    let signs = &signs.within(&(0..text.len()));
    let view = View { text, traits: &traits, hints: &[], signs, start: 0 };
    let mut result = text.to_owned();
    for edit in edits(&view).into_iter().rev() {
        result.replace_range(edit.range, &edit.with);
    }
    result
}

/// A source text on its way to the pack, together with the way back.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The text as it stands after the passes so far.
    pub text: String,
    /// Where every byte of it came from, and where every byte of the source went.
    pub account: Account,
    /// What the text as a whole is like.
    pub traits: Traits,
    /// What the markup of the source says, at the places where the text now stands.
    pub hints: Vec<Hint>,
    /// What no pass may change, in order, at the places where the text now stands.
    untouched: Vec<Range<usize>>,
    /// The places of its signs.
    signs: Signs,
}

impl Draft {
    /// The source as it is: everything kept.
    pub fn new(source: &Source) -> Self {
        let mut text = String::with_capacity(account::generous(source.text.len()));
        text.push_str(&source.text);
        Draft {
            signs: Signs::of(&text),
            text,
            account: Account::new(&source.text),
            traits: Traits::of(&source.text),
            hints: source.hints.clone(),
            untouched: Vec::new(),
        }
    }

    /// What a pass sees of it that looks at the whole.
    pub fn view(&self) -> View<'_> {
        View { hints: &self.hints, ..self.view_of(&(0..self.text.len())) }
    }

    /// What a pass sees of the paragraph in `range`.
    pub fn view_of(&self, range: &Range<usize>) -> View<'_> {
        View {
            text: &self.text[range.clone()],
            traits: &self.traits,
            hints: &[],
            signs: self.signs.within(range),
            start: range.start,
        }
    }

    /// What a pass sees of each of the paragraphs in `ranges`, which are in order and do not
    /// overlap.
    pub fn views<'a>(
        &'a self,
        ranges: impl IntoIterator<Item = &'a Range<usize>>,
    ) -> impl Iterator<Item = View<'a>> {
        let mut signs = self.signs.walk();
        ranges.into_iter().map(move |range| View {
            text: &self.text[range.clone()],
            traits: &self.traits,
            hints: &[],
            signs: signs.next_within(range),
            start: range.start,
        })
    }

    /// Gives back the memory that was kept for further passes.
    pub(crate) fn settle(&mut self) {
        self.account.settle();
        self.signs = Signs::default();
    }

    /// Applies the edits of one rule and enters them into the account.
    ///
    /// Edits must be in order and must not overlap. Returns how positions moved.
    pub fn apply(&mut self, rule: &'static str, edits: &[Edit]) -> Shift {
        self.enter(edits.iter().map(|edit| (rule, edit)))
    }

    /// Applies edits that each stand under a rule of their own, and enters them.
    ///
    /// Edits must be in order and must not overlap. Returns how positions moved.
    pub(crate) fn enter<'e>(
        &mut self,
        edits: impl ExactSizeIterator<Item = (&'static str, &'e Edit)> + Clone,
    ) -> Shift {
        let shift = self.account.apply(edits, &mut self.text);
        if !shift.is_empty() {
            self.signs.follow(&self.text, &shift);
            let mut walk = shift.walk();
            for hint in &mut self.hints {
                hint.range = walk.map_range(&hint.range);
            }
            for range in &mut self.untouched {
                *range = shift.map_range(range);
            }
        }
        shift
    }

    fn apply_pass(&mut self, pass: &Pass, edits: &[Edit]) -> Shift {
        debug_assert!(
            edits.iter().all(|edit| pass
                .touches
                .allows(&self.text[edit.range.clone()], &edit.with)),
            "{} may only touch {:?}",
            pass.name,
            pass.touches
        );
        if self.untouched.is_empty() {
            return self.apply(pass.name, edits);
        }
        let mut allowed = edits.to_vec();
        allowed.retain(|edit| !self.is_untouched(&edit.range));
        self.apply(pass.name, &allowed)
    }

    /// Whether an edit of `range` would reach into what no pass may change.
    fn is_untouched(&self, range: &Range<usize>) -> bool {
        let next = self.untouched.partition_point(|kept| kept.end <= range.start);
        self.untouched.get(next).is_some_and(|kept| {
            kept.start < range.end || (range.is_empty() && kept.start < range.start)
        })
    }
}
