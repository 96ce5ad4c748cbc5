//! Joins: which lines are halves of one paragraph.
//!
//! Belongs here: the evidence that a line goes on in the next one, and the places where
//! a join is refused because words seem to be missing.
//! Does not belong here: what a line is (`rules`), and the edit itself (`apply`).

use super::Label;
use super::lines::End;
use super::sheet::{Sheet, is_text_letter};
use crate::han;

/// Why a line goes on in the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// The editor says so.
    Editor,
    /// The markup of the source says so.
    Markup,
    /// A bracket or quotation mark opened in it is closed in the next.
    Unclosed,
    /// It ends with a comma, or with a word that needs another behind it.
    Pending,
    /// The next one opens with a sign or a word that cannot open a sentence.
    Bound,
    /// A page number stands between the halves.
    PageNumber,
    /// Its last letter and the first of the next make a word of this text.
    Word,
    /// Nothing but a sentence broken off, and a long one that follows.
    Broken,
}

impl Evidence {
    /// Whether it holds against a line that could be a heading, too.
    pub(crate) fn is_strong(self) -> bool {
        matches!(
            self,
            Evidence::Editor
                | Evidence::Markup
                | Evidence::Unclosed
                | Evidence::Pending
                | Evidence::Bound
        )
    }

    /// The name of the rule under which the join stands in the account.
    pub(crate) fn rule(self) -> &'static str {
        match self {
            Evidence::Editor => "segment/join-editor",
            Evidence::Markup => "segment/join-markup",
            Evidence::Unclosed => "segment/join-unclosed-bracket",
            Evidence::Pending => "segment/join-sentence-goes-on",
            Evidence::Bound => "segment/join-bound-word",
            Evidence::PageNumber => "segment/join-page-break",
            Evidence::Word => "segment/join-broken-word",
            Evidence::Broken => "segment/join-broken-sentence",
        }
    }
}

/// What stands between a line and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seam {
    /// A paragraph ends there.
    Apart,
    /// The line goes on; `true` where a space belongs between the words.
    Joined(Evidence, bool),
    /// The sentence breaks off, and what follows does not fit.
    Lost,
}

/// For every line what stands between it and the text before it.
pub(crate) fn seams(sheet: &Sheet<'_>) -> Vec<Seam> {
    let mut seams = vec![Seam::Apart; sheet.lines.len()];
    let mut last: Option<usize> = None;
    for (i, between) in seams.iter_mut().enumerate() {
        if sheet.is_chrome(i) {
            continue;
        }
        if let Some(a) = last
            && sheet.joined[i]
        {
            *between = Seam::Joined(Evidence::Editor, needs_space(sheet, a, i));
        } else if let Some(a) = last
            && !sheet.verbatim[i]
            && !sheet.verbatim[a]
            && !sheet.starts[i]
            && joinable(sheet, a, true)
            && joinable(sheet, i, false)
        {
            *between = seam(sheet, a, i);
        }
        last = Some(i);
    }
    seams
}

/// Whether a line is running text that can be continued, or can continue.
fn joinable(sheet: &Sheet<'_>, i: usize, first: bool) -> bool {
    match sheet.label(i) {
        None | Some(Label::Body) => true,
        Some(Label::Item | Label::Quotation) => first,
        _ => false,
    }
}

fn seam(sheet: &Sheet<'_>, a: usize, b: usize) -> Seam {
    if let Some(evidence) = continues(sheet, a, b) {
        return Seam::Joined(evidence, needs_space(sheet, a, b));
    }
    let (la, lb) = (&sheet.lines[a], &sheet.lines[b]);
    let broken = matches!(la.end, End::Bare)
        && la.letters >= 40
        && la.stops + la.pauses >= 2
        && sheet.words(a).chars().next_back().is_some_and(is_text_letter);
    if broken && lb.end == End::Stop && lb.letters < 16 && sheet.numbers[b].is_none() {
        return Seam::Lost;
    }
    Seam::Apart
}

/// Whether line `a` goes on in line `b`, and how we know.
pub(crate) fn continues(sheet: &Sheet<'_>, a: usize, b: usize) -> Option<Evidence> {
    let (la, lb) = (&sheet.lines[a], &sheet.lines[b]);
    let (wa, wb) = (sheet.words(a), sheet.words(b));
    if sheet.block[a] != 0 || sheet.block[b] != 0 {
        return (sheet.block[a] == sheet.block[b]).then_some(Evidence::Markup);
    }
    if sheet.numbers[b].is_some()
        || sheet.cuts[b].first().is_some_and(|c| c.range.start == lb.range.start)
    {
        return None;
    }
    if matches!(la.end, End::Stop | End::Colon) || la.letters < 6 || wb.starts_with("——")
    {
        return None;
    }
    // Verses and the lines of a form are short on both sides.
    if la.letters <= 14 && lb.letters <= 14 {
        return None;
    }
    if sheet.indented && lb.indent >= 2 && lb.indent >= la.indent {
        return None;
    }
    let first = wb.chars().next()?;
    let last = wa.chars().next_back()?;
    if unclosed(wa, wb) {
        return Some(Evidence::Unclosed);
    }
    if last != '；' && last != ';' && la.end == End::Pause {
        return (!is_series(sheet, a, b)).then_some(Evidence::Pending);
    }
    if la.end == End::Pause {
        return None;
    }
    if la.letters >= 12
        && (matches!(first, '，' | '。' | '；' | '、' | '：' | ',' | ';')
            || han::is_closer(first))
    {
        return Some(Evidence::Bound);
    }
    let long = la.is_prose() || la.letters >= 24;
    if long
        && la.letters >= 12
        && matches!(
            last,
            '和' | '与'
                | '與'
                | '及'
                | '对'
                | '對'
                | '把'
                | '将'
                | '從'
                | '从'
                | '向'
                | '被'
                | '使'
                | '让'
                | '给'
                | '并'
                | '而'
                | '或'
                | '其'
                | '该'
                | '每'
                | '于'
                | '由'
                | '所'
        )
        && is_text_letter(first)
    {
        return Some(Evidence::Pending);
    }
    if long && matches!(first, '的' | '地' | '得' | '了' | '着' | '们' | '之') {
        return Some(Evidence::Bound);
    }
    let number_between = (a + 1..b)
        .any(|i| sheet.verdicts[i].as_ref().is_some_and(|v| v.reason == "page-number"));
    if number_between && la.letters >= 12 {
        return Some(Evidence::PageNumber);
    }
    if !long || !is_end_of_letters(last) {
        return None;
    }
    let tail = lb.letters;
    if lb.end == End::Stop && la.stops + la.pauses > 0 && sheet.has_pair(last, first) {
        return Some(Evidence::Word);
    }
    // The last letters of a word, cut off by the page.
    if tail <= 3 && lb.end == End::Stop {
        return Some(Evidence::Broken);
    }
    let sentence = la.stops + la.pauses >= 1
        || la.letters >= 60
        || (sheet.spaced && lb.gap == 0 && b == a + 1);
    (sentence && tail >= 16 && (lb.is_prose() || lb.stops > 0))
        .then_some(Evidence::Broken)
}

/// Whether line `a` is one of a series of clauses that all open with the same word and
/// stand in lines of their own: `鉴于……，`.
fn is_series(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    let opening = |i: usize| -> String { sheet.words(i).chars().take(2).collect() };
    let own = opening(a);
    opening(b) == own
        || sheet
            .previous_text(a)
            .is_some_and(|p| opening(p) == own && sheet.lines[p].end == End::Pause)
}

fn is_end_of_letters(c: char) -> bool {
    is_text_letter(c) || c.is_ascii_alphanumeric()
}

/// Whether a bracket or quotation mark opened in `a` is closed in `b` before another is
/// opened there.
fn unclosed(a: &str, b: &str) -> bool {
    let mut open = Vec::new();
    for c in a.chars() {
        if han::is_opener(c) {
            open.push(c);
        } else if han::is_closer(c) {
            open.pop();
        }
    }
    let Some(&last) = open.last() else { return false };
    for c in b.chars().take(200) {
        if han::is_opener(c) && kind(c) == kind(last) {
            return false;
        }
        if han::is_closer(c) && kind(c) == kind(last) {
            return true;
        }
    }
    false
}

fn kind(c: char) -> u8 {
    match c {
        '“' | '”' => 1,
        '‘' | '’' => 2,
        '（' | '）' | '(' | ')' => 3,
        '《' | '》' => 4,
        '〈' | '〉' => 5,
        '「' | '」' => 6,
        '『' | '』' => 7,
        '【' | '】' => 8,
        '〔' | '〕' => 9,
        _ => 10,
    }
}

/// Whether a space belongs where two lines meet: between Latin words, and where the
/// first ends with one in a script that uses spaces.
pub(crate) fn space_between(first: &str, second: &str, trailing_space: bool) -> bool {
    let last = first.chars().next_back();
    let next = second.chars().next();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let hangul = last.is_some_and(|c| han::is_hangul(c) || c.is_ascii_punctuation())
        && next.is_some_and(|c| han::is_hangul(c) || c.is_ascii_alphanumeric());
    (latin(last) && latin(next)) || (hangul && trailing_space)
}

fn needs_space(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    space_between(sheet.words(a), sheet.words(b), sheet.lines[a].trailing_space)
}
