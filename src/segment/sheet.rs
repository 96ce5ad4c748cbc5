//! The sheet on which the rules write: the lines of a text, and what is known of them.
//!
//! Belongs here: the state that rules share, and questions about neighbouring lines.
//! Does not belong here: rules.

use rustc_hash::FxHashMap as HashMap;
use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::lines::{End, Line, measure};
use super::numbering::{Number, number};
use super::pairs::{Pairs, pair};
use super::rules::{Cue, cue};
use super::words::is_letter;
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
    /// What each line looks like, seen alone; empty until [`Sheet::look`].
    alone: Vec<Cue>,
    /// The same, and what its neighbours show of it; empty until [`Sheet::look`], and once
    /// the rules know where the page is.
    pub cues: Vec<Cue>,
    /// What each line is; `None` while no rule has decided.
    pub verdicts: Vec<Option<Verdict>>,
    /// The parts into which lines were cut, in order; empty for whole lines.
    pub cuts: Vec<Vec<Cut>>,
    /// What the markup of the source says about each line.
    pub markup: Vec<Option<Markup>>,
    /// The lines among headings that the markup names: behind the second of them, before
    /// the last.
    pub among_heads: Range<usize>,
    /// For each line the paragraph of the markup to which it belongs, counted from 1.
    pub block: Vec<u32>,
    /// How many bytes of markup stand before and behind the words of each line: signs
    /// that a plain text was left with.
    pub signs: Vec<(usize, usize)>,
    /// Signs of markup inside lines, in order: bytes of the text that go.
    pub marks: Vec<Range<usize>>,
    /// What the markup says, in order of position.
    pub hints: &'a [Hint],
    /// Short lines that stand in more than one place, with how many; counted once
    /// somebody asks, and before any line changes.
    repeats: OnceCell<HashMap<&'a str, usize>>,
    /// The same for short lines with digits, which are left out of them.
    patterns: OnceCell<HashMap<String, usize>>,
    /// The lines from the first to the last paragraph of the main text.
    pub body: Range<usize>,
    /// Whether the text was copied with the page around it.
    pub page: bool,
    /// The odds of each line being part of that page; empty before they are weighed.
    pub odds: Vec<Option<f32>>,
    /// The blank lines that usually stand between two paragraphs.
    pub usual_gap: u32,
    /// Whether blank lines stand between the paragraphs of the main text.
    pub spaced: bool,
    /// Whether paragraphs are indented.
    pub indented: bool,
    /// The lines at which an article begins.
    pub starts: Vec<bool>,
    /// The lines of which the editor says that they go on from the line before.
    pub joined: Vec<bool>,
    /// The lines that stay as they are, to the character.
    pub verbatim: Vec<bool>,
    /// The pairs of neighbouring letters that occur inside its lines, once many are asked
    /// for.
    pairs: OnceCell<Pairs<()>>,
    /// How many were asked for so far.
    asked: Cell<usize>,
}

impl<'a> Sheet<'a> {
    /// A sheet of which nothing is decided.
    pub(crate) fn new(text: &'a str, hints: &'a [Hint]) -> Self {
        Self::of_lines(text, hints, measure(text))
    }

    /// A sheet of some lines of `text`, of which nothing is decided.
    pub(crate) fn of_lines(text: &'a str, hints: &'a [Hint], lines: Vec<Line>) -> Self {
        let numbers = lines.iter().map(|l| number(&text[l.range.clone()])).collect();
        Self::of_numbered(text, hints, lines, numbers)
    }

    fn of_numbered(
        text: &'a str,
        hints: &'a [Hint],
        lines: Vec<Line>,
        numbers: Vec<Option<Number>>,
    ) -> Self {
        let n = lines.len();
        Sheet {
            verdicts: vec![None; n],
            cuts: vec![Vec::new(); n],
            markup: vec![None; n],
            block: vec![0; n],
            signs: vec![(0, 0); n],
            starts: vec![false; n],
            joined: vec![false; n],
            verbatim: vec![false; n],
            ..Self::bare(text, hints, lines, numbers)
        }
    }

    /// A sheet with nothing on it but what follows from its lines.
    fn bare(
        text: &'a str,
        hints: &'a [Hint],
        lines: Vec<Line>,
        numbers: Vec<Option<Number>>,
    ) -> Self {
        Sheet {
            text,
            numbers,
            alone: Vec::new(),
            cues: Vec::new(),
            verdicts: Vec::new(),
            cuts: Vec::new(),
            markup: Vec::new(),
            among_heads: 0..0,
            block: Vec::new(),
            signs: Vec::new(),
            marks: Vec::new(),
            hints,
            repeats: OnceCell::new(),
            patterns: OnceCell::new(),
            body: 0..lines.len(),
            page: false,
            odds: Vec::new(),
            spaced: false,
            usual_gap: usual_gap(&lines),
            indented: indented(&lines),
            starts: Vec::new(),
            joined: Vec::new(),
            verbatim: Vec::new(),
            pairs: OnceCell::new(),
            asked: Cell::new(0),
            lines,
        }
    }

    /// A sheet of its own for some of the lines, with what is decided about them.
    pub(crate) fn part(&self, lines: Range<usize>) -> Self {
        let part = |cues: &[Cue]| cues.get(lines.clone()).unwrap_or_default().to_vec();
        Sheet {
            alone: part(&self.alone),
            cues: part(&self.cues),
            verdicts: self.verdicts[lines.clone()].to_vec(),
            cuts: self.cuts[lines.clone()].to_vec(),
            markup: self.markup[lines.clone()].to_vec(),
            block: self.block[lines.clone()].to_vec(),
            signs: self.signs[lines.clone()].to_vec(),
            starts: self.starts[lines.clone()].to_vec(),
            joined: self.joined[lines.clone()].to_vec(),
            verbatim: self.verbatim[lines.clone()].to_vec(),
            ..Self::bare(
                self.text,
                self.hints,
                self.lines[lines.clone()].to_vec(),
                self.numbers[lines].to_vec(),
            )
        }
    }

    /// Takes over what was decided about the lines from `first` on, each part of the text
    /// having been read by itself.
    pub(crate) fn take(&mut self, first: usize, part: Self) {
        let lines = first..first + part.lines.len();
        self.page |= part.page;
        self.marks.extend(part.marks);
        self.lines.splice(lines.clone(), part.lines);
        self.numbers.splice(lines.clone(), part.numbers);
        self.verdicts.splice(lines.clone(), part.verdicts);
        self.cuts.splice(lines.clone(), part.cuts);
        self.signs.splice(lines.clone(), part.signs);
        self.markup.splice(lines.clone(), part.markup);
        self.starts.splice(lines, part.starts);
    }

    /// Looks at every line alone: what several rules ask of it is found out once.
    pub(crate) fn look(&mut self) {
        self.alone = (0..self.lines.len()).map(|i| cue(self, i)).collect();
        self.cues = self.alone.clone();
    }

    /// What a line looks like, seen alone.
    pub(crate) fn seen_alone(&self, line: usize) -> Cue {
        self.alone.get(line).copied().unwrap_or_else(|| cue(self, line))
    }

    /// Takes signs off both ends of a line: it is read anew without them.
    pub(crate) fn narrow(&mut self, line: usize, before: usize, behind: usize) {
        self.repeats();
        self.patterns();
        let range = &mut self.lines[line].range;
        *range = range.start + before..range.end - behind;
        self.numbers[line] = number(self.words(line));
        let seen = cue(self, line);
        for cues in [&mut self.alone, &mut self.cues] {
            cues.get_mut(line).into_iter().for_each(|cue| *cue = seen);
        }
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

    /// Gives a part of a line a label of its own: the bytes `part` of its words.
    pub(crate) fn cut(
        &mut self,
        line: usize,
        part: Range<usize>,
        label: Label,
        reason: &'static str,
        confidence: f32,
    ) {
        let start = self.lines[line].range.start;
        let verdict = Verdict { label, reason, confidence };
        self.cuts[line]
            .push(Cut { range: start + part.start..start + part.end, verdict });
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
    /// like a sentence.
    pub(crate) fn is_display(&self, line: usize) -> bool {
        let l = &self.lines[line];
        if l.letters < 2 || l.letters > 72 {
            return false;
        }
        // Two commas make a sentence that was broken off, not a heading.
        if l.commas >= 2 && l.letters >= 24 {
            return false;
        }
        match l.end {
            End::Bare => {
                (l.stops <= 1 || l.letters <= 30 && self.calls(line))
                    && !(l.pauses >= 3 && l.letters >= 50)
                    && !(l.marks.may_have(&['。', '.'])
                        && goes_on_behind_a_stop(self.words(line)))
            }
            End::Stop => {
                let last = self.words(line).chars().next_back();
                l.stops == 1
                    && l.letters <= 34
                    && matches!(last, Some('！' | '？' | '!' | '?'))
            }
            End::Pause | End::Colon => false,
        }
    }

    /// Whether every sentence of a line but the last is a call or a question: `好消息！河边
    /// 步道免费！周末就去走走`.
    fn calls(&self, line: usize) -> bool {
        let ends = self.words(line).chars().filter(|c| "。！？!?；".contains(*c));
        ends.clone().all(|c| "！？!?".contains(c))
            && ends.count() == self.lines[line].stops as usize
    }

    /// Whether a line reads as running text.
    pub(crate) fn is_prose(&self, line: usize) -> bool {
        self.lines[line].is_prose()
    }

    /// Whether a line is one short question or call and nothing else: the form of a
    /// headline as much as of a sentence, `旧桥何时通车？`.
    pub(crate) fn asks(&self, line: usize) -> bool {
        let l = &self.lines[line];
        l.end == End::Stop && l.commas <= 1 && self.is_display(line)
    }

    fn repeats(&self) -> &HashMap<&'a str, usize> {
        self.repeats.get_or_init(|| repeats(self.text, &self.lines))
    }

    fn patterns(&self) -> &HashMap<String, usize> {
        self.patterns.get_or_init(|| patterns(self.text, &self.lines))
    }

    /// How often a short line stands in the text with the same letters, whatever its
    /// digits, or with digits in the same places behind a word or two: `云溪2026.3.17 10:35`.
    pub(crate) fn patterns_again(&self, words: &str) -> usize {
        let count = |key: &str| self.patterns().get(key).copied().unwrap_or(0);
        count(&pattern(words)).max(count(&figures(words)))
    }

    /// Whether two letters stand next to each other inside a line of the text.
    pub(crate) fn has_pair(&self, first: char, second: char) -> bool {
        if !is_text_letter(first) || !is_text_letter(second) {
            return false;
        }
        // To look for a few is quicker than to list them all.
        self.asked.update(|asked| asked + 1);
        if self.asked.get() <= LOOKED_FOR {
            let pair = String::from_iter([first, second]);
            let lines = 0..self.lines.len().min(SAMPLE);
            return lines.into_iter().any(|i| self.words(i).contains(&pair));
        }
        self.pairs
            .get_or_init(|| pairs(self.text, &self.lines))
            .get(pair(first, second))
            .is_some()
    }

    /// How often a short line stands in the text, word for word.
    pub(crate) fn labels_again(&self, words: &str) -> usize {
        self.repeats().get(words).copied().unwrap_or(0)
    }

    /// Whether a short line stands word for word in another place that is not chrome.
    pub(crate) fn stands_again(&self, line: usize) -> bool {
        let words = self.words(line);
        self.labels_again(words) >= 2
            && (0..self.lines.len())
                .any(|i| i != line && self.words(i) == words && !self.is_chrome(i))
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

/// Whether a sentence ends inside `words` and another begins: `加强培训。各地区要`.
pub(crate) fn goes_on_behind_a_stop(words: &str) -> bool {
    // A Korean sentence ends with 다 or 요 and a full stop.
    let korean = |end: char| {
        let mut stops = words.rmatch_indices('.').map(|(at, _)| &words[..at]);
        let before = stops.find_map(|before| before.strip_suffix(end));
        before.map(str::len).filter(|at| *at > 0)
    };
    let stop = words.rfind('。').or_else(|| korean('다')).or_else(|| korean('요'));
    stop.is_some_and(|at| words[at..].chars().filter(|c| is_letter(*c)).count() >= 3)
}

fn usual_gap(lines: &[Line]) -> u32 {
    let mut counts = [0usize; 8];
    for line in lines.iter().skip(1) {
        counts[line.gap.min(7) as usize] += 1;
    }
    (0..8).max_by_key(|g| (counts[*g as usize], 8 - g)).unwrap_or(0)
}

/// Whether long lines begin with the indent of a Chinese paragraph and other lines do
/// not stand further to the right.
fn indented(lines: &[Line]) -> bool {
    let (mut long, mut indented, mut flush) = (0_usize, 0_usize, 0_usize);
    for line in lines.iter().filter(|l| l.letters >= 24) {
        long += 1;
        indented += usize::from((2..=8).contains(&line.indent));
        flush += usize::from(line.indent == 0);
    }
    long >= 3 && indented * 10 >= long * 3 && indented + flush >= long * 8 / 10
}

/// A line without its digits.
fn pattern(words: &str) -> String {
    words.chars().filter(|c| is_letter(*c) && !c.is_numeric()).collect()
}

/// The places of the digits of a line with at most a word or two beside them; empty for
/// other lines.
fn figures(words: &str) -> String {
    let mut letters = 0;
    let mut places = String::new();
    for c in words.chars() {
        if c.is_ascii_digit() {
            places.push('0');
        } else if is_letter(c) {
            letters += 1;
        } else {
            places.push(c);
        }
    }
    let digits = places.bytes().filter(|b| *b == b'0').count();
    if letters <= 6 && digits >= 6 { places } else { String::new() }
}

fn patterns(text: &str, lines: &[Line]) -> HashMap<String, usize> {
    let mut places: HashMap<String, usize> = HashMap::default();
    for line in lines.iter().filter(|l| l.letters <= 40 && l.digits >= 4) {
        let words = &text[line.range.clone()];
        *places.entry(pattern(words)).or_default() += 1;
        let figures = figures(words);
        if !figures.is_empty() {
            *places.entry(figures).or_default() += 1;
        }
    }
    places.retain(|_, count| *count > 1);
    places
}

/// Short lines that stand in more than one place, with how many.
fn repeats<'a>(text: &'a str, lines: &[Line]) -> HashMap<&'a str, usize> {
    let mut places: HashMap<&str, usize> = HashMap::default();
    for line in lines.iter().filter(|l| l.letters <= 40) {
        *places.entry(&text[line.range.clone()]).or_default() += 1;
    }
    places.retain(|_, count| *count > 1);
    places
}

/// Whether `c` is a letter of running East Asian text.
pub(crate) fn is_text_letter(c: char) -> bool {
    han::is_cjk_letter(c) || han::is_hangul(c)
}

/// The most lines of which the pairs of letters are looked at: enough to know the words
/// of a text.
const SAMPLE: usize = 4000;

/// How many pairs of letters are looked for in a sheet before all are listed.
const LOOKED_FOR: usize = 16;

fn pairs(text: &str, lines: &[Line]) -> Pairs<()> {
    let mut found = Pairs::new();
    for line in lines.iter().take(SAMPLE) {
        let mut previous = None;
        for c in text[line.range.clone()].chars() {
            let letter = Some(c).filter(|c| is_text_letter(*c));
            if let (Some(a), Some(b)) = (previous, letter) {
                found.enter(pair(a, b));
            }
            previous = letter;
        }
    }
    found
}
