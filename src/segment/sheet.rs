//! The sheet on which the rules write: the lines of a text, and what is known of them.
//!
//! Belongs here: the state that rules share, and questions about neighbouring lines.
//! Does not belong here: rules.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::{End, Line, measure};
use super::numbering::{Number, number};
use super::{Label, words};
use crate::han;
use crate::source::{Hint, Markup};

/// What a rule decided about a line.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// What it is.
    pub label: Label,
    /// The name of the rule.
    pub reason: &'static str,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// A part of a line that is something else than the rest of it.
#[derive(Debug, Clone)]
pub(crate) struct Cut {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub verdict: Verdict,
}

/// The lines of a text and everything that the rules have found out about them.
#[derive(Debug, Clone)]
pub(crate) struct Sheet<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its lines that are not blank.
    pub lines: Vec<Line>,
    /// The number or marker at the head of each line.
    pub numbers: Vec<Option<Number>>,
    /// What each line is; `None` while no rule has decided.
    pub verdicts: Vec<Option<Verdict>>,
    /// The parts into which lines were cut, in order; empty for whole lines.
    pub cuts: Vec<Vec<Cut>>,
    /// What the markup of the source says about each line.
    pub markup: Vec<Option<Markup>>,
    /// For each line the paragraph of the markup to which it belongs, counted from 1.
    pub block: Vec<u32>,
    /// How many bytes of markup stand before and behind the words of each line: signs
    /// that a plain text was left with.
    pub signs: Vec<(usize, usize)>,
    /// What the markup says, in order of position.
    pub hints: &'a [Hint],
    /// For each line the width at which its region is wrapped, in columns and in
    /// characters; 0 where it is not.
    pub wrap: Vec<(usize, usize)>,
    /// The lines from the first to the last paragraph of the main text.
    pub body: Range<usize>,
    /// Whether the text was copied with the page around it.
    pub page: bool,
    /// The blank lines that usually stand between two paragraphs.
    pub usual_gap: usize,
    /// Whether paragraphs are indented.
    pub indented: bool,
    /// The lines at which an article begins.
    pub starts: Vec<bool>,
    /// The lines of which the editor says that they go on from the line before.
    pub joined: Vec<bool>,
    /// The lines that stay as they are, to the character.
    pub verbatim: Vec<bool>,
    /// The pairs of neighbouring letters that occur inside its lines.
    pub pairs: HashSet<(char, char)>,
}

impl<'a> Sheet<'a> {
    /// A sheet of which nothing is decided.
    pub(crate) fn new(text: &'a str, hints: &'a [Hint]) -> Self {
        let lines = measure(text);
        let numbers = lines.iter().map(|l| number(&text[l.range.clone()])).collect();
        let n = lines.len();
        let mut sheet = Sheet {
            text,
            numbers,
            verdicts: vec![None; n],
            cuts: vec![Vec::new(); n],
            markup: vec![None; n],
            block: vec![0; n],
            signs: vec![(0, 0); n],
            hints,
            wrap: Vec::new(),
            body: 0..n,
            page: false,
            usual_gap: usual_gap(&lines),
            indented: indented(&lines),
            starts: vec![false; n],
            joined: vec![false; n],
            verbatim: vec![false; n],
            pairs: pairs(text, &lines),
            lines,
        };
        sheet.wrap = wrap(&sheet.lines);
        sheet
    }

    /// The words of a line.
    pub(crate) fn words(&self, line: usize) -> &'a str {
        &self.text[self.lines[line].range.clone()]
    }

    /// What a line is, as far as decided.
    pub(crate) fn label(&self, line: usize) -> Option<Label> {
        self.verdicts[line].as_ref().map(|v| v.label)
    }

    /// Whether no rule has decided yet.
    pub(crate) fn open(&self, line: usize) -> bool {
        self.verdicts[line].is_none()
    }

    /// Decides what a line is. What was decided before stays.
    pub(crate) fn decide(
        &mut self,
        line: usize,
        label: Label,
        reason: &'static str,
        confidence: f32,
    ) {
        if self.verdicts[line].is_none() {
            self.verdicts[line] = Some(Verdict { label, reason, confidence });
        }
    }

    /// Decides what a line is, whatever was decided before.
    pub(crate) fn overrule(
        &mut self,
        line: usize,
        label: Label,
        reason: &'static str,
        confidence: f32,
    ) {
        self.verdicts[line] = Some(Verdict { label, reason, confidence });
        self.cuts[line].clear();
    }

    /// Decides what a line is, whatever was decided before; its parts stay.
    pub(crate) fn overrule_keeping(
        &mut self,
        line: usize,
        label: Label,
        reason: &'static str,
        confidence: f32,
    ) {
        self.verdicts[line] = Some(Verdict { label, reason, confidence });
    }

    /// Whether a line is part of the page, not of the text.
    pub(crate) fn is_chrome(&self, line: usize) -> bool {
        self.label(line) == Some(Label::Chrome)
    }

    /// Whether the running text passes over a line: chrome, and notes, which stand where
    /// their marks are.
    fn is_passed_over(&self, line: usize) -> bool {
        matches!(self.label(line), Some(Label::Chrome | Label::Footnote))
    }

    /// The next line that is not chrome, from `line` on.
    pub(crate) fn next_text(&self, mut line: usize) -> Option<usize> {
        while line < self.lines.len() {
            if !self.is_passed_over(line) {
                return Some(line);
            }
            line += 1;
        }
        None
    }

    /// The last line before `line` that is not chrome.
    pub(crate) fn previous_text(&self, line: usize) -> Option<usize> {
        (0..line).rev().find(|i| !self.is_passed_over(*i))
    }

    /// Whether a line may stand by itself, as titles and headings do: short, not ended
    /// like a sentence, and not the broken end of a wrapped line.
    pub(crate) fn is_display(&self, line: usize) -> bool {
        let l = &self.lines[line];
        if l.letters < 2 || l.letters > 72 {
            return false;
        }
        if self.is_full(line) {
            return false;
        }
        // Two commas make a sentence that was broken off, not a heading.
        if l.commas >= 2 && l.letters >= 24 {
            return false;
        }
        match l.end {
            End::Bare => l.stops <= 1 && !(l.pauses >= 3 && l.letters >= 50),
            End::Stop => {
                let last = self.words(line).chars().next_back();
                l.stops == 1
                    && l.letters <= 34
                    && matches!(last, Some('！' | '？' | '!' | '?'))
            }
            End::Pause | End::Colon => false,
        }
    }

    /// Whether a line fills the width at which its region is wrapped, in columns or in
    /// characters: both ways of counting are in use.
    pub(crate) fn is_full(&self, line: usize) -> bool {
        let l = &self.lines[line];
        let (columns, chars) = self.wrap[line];
        columns > 0 && (l.width + 6 >= columns || l.chars + 3 >= chars)
    }

    /// Whether a line reads as running text, wrapped lines included.
    pub(crate) fn is_prose(&self, line: usize) -> bool {
        let l = &self.lines[line];
        l.is_prose() || (self.is_full(line) && l.letters >= 12)
    }

    /// Whether the line holds nothing but labels of a page.
    pub(crate) fn is_control(&self, line: usize) -> bool {
        let l = &self.lines[line];
        if l.letters == 0 || l.letters > 120 {
            return false;
        }
        let c = words::coverage(self.words(line));
        if c.controls == 0 && c.labels < 3 {
            return false;
        }
        c.covered * 10 >= c.letters * 8
            || (c.labels >= 5 && c.covered * 10 >= c.letters * 6)
    }
}

fn usual_gap(lines: &[Line]) -> usize {
    let mut counts = [0usize; 8];
    for line in lines.iter().skip(1) {
        counts[line.gap.min(7)] += 1;
    }
    (0..8).max_by_key(|g| (counts[*g], 8 - g)).unwrap_or(0)
}

/// Whether long lines begin with the indent of a Chinese paragraph and other lines do
/// not stand further to the right.
fn indented(lines: &[Line]) -> bool {
    let long: Vec<_> = lines.iter().filter(|l| l.letters >= 24).collect();
    let indented = long.iter().filter(|l| (2..=8).contains(&l.indent)).count();
    long.len() >= 3 && indented * 10 >= long.len() * 3 && {
        let flush = long.iter().filter(|l| l.indent == 0).count();
        indented + flush >= long.len() * 8 / 10
    }
}

/// How many lines on either side make up the region of a line.
const REGION: usize = 8;

/// For each line the width at which its region is wrapped, or 0.
///
/// A region is wrapped when no line of it is wide, and several lines that are not ended
/// like a sentence reach nearly the same width. A list of links or of headings has
/// lines of all widths; paragraphs that are not wrapped are far wider.
fn wrap(lines: &[Line]) -> Vec<(usize, usize)> {
    let mut widths = vec![(0, 0); lines.len()];
    for (i, width) in widths.iter_mut().enumerate() {
        let region = &lines[i.saturating_sub(REGION)..lines.len().min(i + REGION + 1)];
        let widest = region.iter().map(|l| l.width).max().unwrap_or(0);
        let longest = region.iter().map(|l| l.chars).max().unwrap_or(0);
        if !(24..=130).contains(&widest) {
            continue;
        }
        let near = |l: &&Line| l.width + 6 >= widest || l.chars + 3 >= longest;
        let full = region.iter().filter(near).filter(|l| l.end != End::Stop).count();
        let marked = region.iter().filter(|l| l.stops + l.pauses > 0).count();
        let hangul = region.iter().filter(|l| l.hangul * 2 > l.letters).count();
        if full >= 3
            && full * 4 >= region.len()
            && (marked * 2 >= region.len() || hangul * 2 >= region.len())
        {
            *width = (widest, longest);
        }
    }
    widths
}

/// Whether `c` is a letter of running East Asian text.
pub(crate) fn is_text_letter(c: char) -> bool {
    han::is_cjk_letter(c) || han::is_hangul(c)
}

/// The most lines of which the pairs of letters are looked at: enough to know the words
/// of a text.
const SAMPLE: usize = 4000;

fn pairs(text: &str, lines: &[Line]) -> HashSet<(char, char)> {
    let mut found = HashSet::new();
    for line in lines.iter().take(SAMPLE) {
        let mut previous = None;
        for c in text[line.range.clone()].chars() {
            let letter = Some(c).filter(|c| is_text_letter(*c));
            if let (Some(a), Some(b)) = (previous, letter) {
                found.insert((a, b));
            }
            previous = letter;
        }
    }
    found
}
