//! Hard wraps: line ends that a program or a printer put into paragraphs.
//!
//! Belongs here: finding the width at which a text or a part of it is wrapped, and
//! undoing the line ends that this width explains, before any rule looks at a line.
//! Does not belong here: sentences torn for other reasons, by a page or a copy (`joins`).

use std::ops::Range;

use super::joins::space_between;
use super::lines::{End, Line, columns, measure, measure_again};
use super::numbering::{System, number};
use crate::clean::{Draft, Edit, Shift};
use crate::han;
use crate::source::Hint;

/// The name under which the joins stand in the account.
const RULE: &str = "segment/join-hard-wrap";

/// How a stretch of lines is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wrap {
    /// The width of a full line.
    full: Measure,
    /// How a paragraph is told from a line that goes on.
    paragraphs: Paragraphs,
}

/// The width of a line: some programs count columns, some characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Measure {
    Columns(u32),
    Characters(u32),
}

/// What sets a paragraph off where every line end may be a wrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paragraphs {
    /// More blank lines than stand between the lines of one paragraph.
    Gap(u32),
    /// The indent of its first line, beyond that of the lines that go on.
    Indent(u32),
    /// Nothing but the line before it, which is not full.
    Nothing,
}

impl Measure {
    fn of(self, line: &Line) -> u32 {
        match self {
            Measure::Columns(_) => line.indent + line.width,
            Measure::Characters(_) => line.indent / 2 + line.chars,
        }
    }

    fn value(self) -> u32 {
        match self {
            Measure::Columns(v) | Measure::Characters(v) => v,
        }
    }

    /// How much shorter a line may be than the longest and still be full: a mark that
    /// hangs, and one that was carried over.
    fn slack(self) -> u32 {
        match self {
            Measure::Columns(_) => 6,
            Measure::Characters(_) => 3,
        }
    }

    /// Whether a line is about as long as lines get here.
    fn is_near(self, line: &Line) -> bool {
        self.of(line) + self.slack() >= self.value()
    }

    /// Whether nothing of the next line would have fitted behind the line.
    fn leaves_no_room(self, line: &Line, next: &str) -> bool {
        let (chars, columns) = first_unit(next);
        let unit = match self {
            Measure::Columns(_) => columns,
            Measure::Characters(_) => chars,
        };
        self.of(line) + unit as u32 > self.value()
    }
}

/// A text without its hard wraps.
#[derive(Debug)]
pub(crate) struct Unwrapped {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Where lines were joined.
    pub seams: Vec<usize>,
}

/// Undoes the hard wraps of a text.
///
/// A wrapped text shows in its lengths: lines that end in mid-sentence are all about as
/// long as the longest, and no line is longer. What opens a paragraph there shows in
/// the lines behind those: more blank lines, or an indent. A line that `keeps` stays
/// the first of its own, whatever its neighbours say.
pub(crate) fn undo(
    draft: &mut Draft,
    keeps: impl Fn(&Draft, &Range<usize>) -> bool,
) -> Unwrapped {
    let lines = measure(&draft.text);
    let wraps = find(&draft.text, &lines);
    if wraps.iter().all(Option::is_none) {
        return Unwrapped { lines, seams: Vec::new() };
    }
    let marked = marked(&lines, &draft.hints);
    let mut edits = Vec::new();
    let mut joined = vec![false; lines.len()];
    for i in 1..lines.len() {
        let (a, b) = (&lines[i - 1], &lines[i]);
        let (words_a, words_b) =
            (&draft.text[a.range.clone()], &draft.text[b.range.clone()]);
        let Some(wrap) = wraps[i - 1] else { continue };
        if marked[i - 1] || marked[i] || !goes_on(wrap, a, b, words_a, words_b) {
            continue;
        }
        if keeps(draft, &b.range) {
            continue;
        }
        let space = space_between(words_a, words_b, a.trailing_space);
        edits.push(Edit::replace(
            a.range.end..b.range.start,
            if space { " " } else { "" },
        ));
        joined[i] = true;
    }
    let ends: Vec<usize> = edits.iter().map(|edit| edit.range.end).collect();
    let shift = draft.apply(RULE, &edits);
    let seams = ends.into_iter().map(|end| shift.map(end)).collect();
    drop(edits);
    Unwrapped { lines: moved(&draft.text, lines, &joined, &shift), seams }
}

/// The lines of the text after the joins. What was not joined is as it was, at another
/// place.
fn moved(text: &str, mut lines: Vec<Line>, joined: &[bool], shift: &Shift) -> Vec<Line> {
    let mut walk = shift.walk();
    let (mut next, mut kept) = (0, 0);
    while next < lines.len() {
        let first = next;
        next += 1;
        while joined.get(next).is_some_and(|joined| *joined) {
            next += 1;
        }
        let range =
            walk.map_range(&(lines[first].range.start..lines[next - 1].range.end));
        lines.swap(kept, first);
        let line = &mut lines[kept];
        if next - first > 1 {
            *line = measure_again(text, &range, line.gap);
        }
        line.range = range;
        kept += 1;
    }
    lines.truncate(kept);
    lines
}

/// The lines for which the markup of the source says what belongs together.
fn marked(lines: &[Line], hints: &[Hint]) -> Vec<bool> {
    let mut marked = vec![false; lines.len()];
    let blocks = hints.iter().filter(|h| !h.says.is_inside_a_line()).map(|h| &h.range);
    for range in blocks {
        let first = lines.partition_point(|l| l.range.end <= range.start);
        for (line, marked) in lines[first..].iter().zip(&mut marked[first..]) {
            if line.range.start >= range.end {
                break;
            }
            *marked = true;
        }
    }
    marked
}

/// Whether a line goes on in the next.
fn goes_on(wrap: Wrap, a: &Line, b: &Line, words_a: &str, words_b: &str) -> bool {
    let may_be_row = |line: &Line| line.words > 1 || line.marks.may_have(&BARS);
    if !wrap.full.is_near(a)
        || (may_be_row(a) && is_row(words_a))
        || (may_be_row(b) && is_row(words_b))
    {
        return false;
    }
    match wrap.paragraphs {
        Paragraphs::Gap(gap) if b.gap > gap => return false,
        Paragraphs::Indent(indent) if b.indent >= indent => return false,
        Paragraphs::Nothing if b.indent >= a.indent + 2 => return false,
        _ => {}
    }
    let last = words_a.chars().next_back();
    let torn = matches!(last, Some('、' | '，'));
    let opens = number(words_b).is_some_and(|n| {
        // ·: between the halves of a name.
        n.system != System::Bullet || words_b[..n.len].ends_with(char::is_whitespace)
    });
    if opens && !torn {
        return false;
    }
    match a.end {
        End::Bare | End::Pause => true,
        // Behind a colon a list begins on a new line, whatever room there was.
        End::Colon => wrap.full.is_near(b),
        // A short line below may be a heading that is not set off.
        End::Stop if wrap.paragraphs == Paragraphs::Nothing || b.end == End::Bare => {
            wrap.full.leaves_no_room(a, words_b)
        }
        End::Stop => true,
    }
}

/// What draws the lines of a table.
const BARS: [char; 3] = ['│', '┃', '|'];

/// Whether a line falls into columns: wide gaps inside it, or drawn lines.
fn is_row(words: &str) -> bool {
    let mut blanks = 0;
    let mut gaps = 0;
    for c in words.chars() {
        match c {
            ' ' => blanks += 1,
            '\u{3000}' => blanks += 2,
            '\t' => blanks += 4,
            _ if BARS.contains(&c) => return true,
            _ => {
                gaps += usize::from(blanks >= 3);
                blanks = 0;
            }
        }
    }
    gaps >= 1
}

/// What has to stay together at the head of a line, in characters and in columns:
/// opening brackets, a word or one character, and the marks that may not begin a line.
fn first_unit(words: &str) -> (usize, usize) {
    let (mut chars, mut width) = (0, 0);
    let mut rest = words.chars().peekable();
    let mut take = |rest: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        if let Some(c) = rest.next() {
            chars += 1;
            width += columns(c);
        }
    };
    while rest.peek().is_some_and(|c| han::is_opener(*c)) {
        take(&mut rest);
    }
    let word = rest.peek().is_some_and(char::is_ascii_alphanumeric);
    take(&mut rest);
    while word && rest.peek().is_some_and(char::is_ascii_alphanumeric) {
        take(&mut rest);
    }
    while rest.peek().is_some_and(|c| {
        han::is_closer(*c) || han::is_sentence_end(*c) || "，、；：".contains(*c)
    }) {
        take(&mut rest);
    }
    (chars.max(1), width.max(2))
}

/// How the region of each line is wrapped; `None` where it is not.
fn find(text: &str, lines: &[Line]) -> Vec<Option<Wrap>> {
    let mut wraps = regions(lines);
    let Some(full) = whole(lines) else { return wraps };
    let whole = Wrap { full, paragraphs: paragraphs(text, lines, full) };
    // A narrower column has a width of its own.
    let mut near = 0;
    for i in 0..lines.len() + REGION {
        near += usize::from(lines.get(i).is_some_and(|l| full.is_near(l)));
        let Some(middle) = i.checked_sub(REGION) else { continue };
        if near > 0 || wraps[middle].is_none() {
            wraps[middle] = Some(whole);
        }
        let first = middle.checked_sub(REGION).and_then(|f| lines.get(f));
        near -= usize::from(first.is_some_and(|l| full.is_near(l)));
    }
    wraps
}

/// The width at which the text as a whole is wrapped.
fn whole(lines: &[Line]) -> Option<Measure> {
    let characters = peak(lines, Measure::Characters(0), 18..=70);
    let columns = peak(lines, Measure::Columns(0), 36..=140);
    match (characters, columns) {
        (Some((_, a)), Some((full, b))) if b >= a => Some(Measure::Columns(full)),
        (Some((full, _)), _) => Some(Measure::Characters(full)),
        (None, Some((full, _))) => Some(Measure::Columns(full)),
        (None, None) => None,
    }
}

/// The length at which nearly all lines end that break a sentence off, and how many of
/// them have exactly that length; `None` where there is no such length.
fn peak(
    lines: &[Line],
    measure: Measure,
    lengths: std::ops::RangeInclusive<u32>,
) -> Option<(u32, usize)> {
    let mut open = vec![0usize; *lengths.end() as usize + 8];
    let mut exact = 0;
    let mut full = 0;
    for line in lines.iter().filter(|l| matches!(l.end, End::Bare | End::Pause)) {
        if let Some(count) = open.get_mut(measure.of(line) as usize) {
            *count += 1;
        }
    }
    for length in lengths.clone() {
        let ended = open[length as usize];
        if ended > exact {
            (full, exact) = (length, ended);
        }
    }
    let slack = measure.slack();
    // A mark may hang beyond the most frequent length, or have been carried over.
    let near = |l: &Line| {
        let length = measure.of(l);
        length + slack >= full && length <= full + slack
    };
    let breaks = lines.iter().filter(|l| matches!(l.end, End::Bare | End::Pause));
    let (mut at, mut between, mut prose) = (0, 0, 0);
    for line in breaks {
        if near(line) {
            at += 1;
            let text = line.stops + line.pauses > 0 || line.hangul * 2 > line.letters;
            prose += usize::from(text);
        } else if measure.of(line) * 2 > full && measure.of(line) < full {
            between += 1;
        }
    }
    let beyond = lines.iter().filter(|l| measure.of(l) > full + slack).count();
    let wrapped = at >= 5
        && at * 8 >= lines.len()
        && at >= between * 2
        && prose * 20 >= at * 11
        && beyond * 33 <= lines.len();
    wrapped.then_some((full, exact))
}

/// What sets paragraphs off in a text that is wrapped throughout.
fn paragraphs(text: &str, lines: &[Line], full: Measure) -> Paragraphs {
    let pairs = || lines.windows(2).map(|w| (&w[0], &w[1]));
    let inside: Vec<&Line> = pairs()
        .filter(|(a, b)| {
            full.is_near(a)
                && matches!(a.end, End::Bare | End::Pause)
                && number(&text[b.range.clone()]).is_none()
        })
        .map(|(_, b)| b)
        .collect();
    let behind: Vec<&Line> = pairs()
        .filter(|(a, _)| !full.is_near(a) && a.end == End::Stop)
        .map(|(_, b)| b)
        .collect();
    let usual = |of: fn(&Line) -> u32| {
        let mut counts = [0usize; 12];
        inside.iter().for_each(|l| counts[of(l).min(11) as usize] += 1);
        let best = (0..12).max_by_key(|v| (counts[*v as usize], 12 - v)).unwrap_or(0);
        (counts[best as usize] * 10 >= inside.len() * 8).then_some(best)
    };
    let most = |lines: &[&Line], test: &dyn Fn(&Line) -> bool| {
        lines.len() >= 2
            && lines.iter().filter(|l| test(l)).count() * 10 >= lines.len() * 8
    };
    if let Some(gap) = usual(|l| l.gap)
        && most(&behind, &|l| l.gap > gap)
    {
        return Paragraphs::Gap(gap);
    }
    if let Some(indent) = usual(|l| l.indent) {
        let set_in = behind.iter().filter(|l| l.indent >= indent + 2).count();
        if behind.len() >= 2 && set_in * 10 >= behind.len() * 6 {
            return Paragraphs::Indent(indent + 2);
        }
    }
    Paragraphs::Nothing
}

/// How many lines on either side make up the region of a line.
const REGION: usize = 8;

/// How wide the widest line of a wrapped region may be, in columns.
const WIDEST: u32 = 130;

/// How wide it must be.
const NARROWEST: u32 = 24;

/// The widths of regions where the text as a whole is not wrapped.
///
/// A region is wrapped when no line of it is wide, and several lines that are not ended
/// like a sentence reach nearly the same width. A list of links or of headings has
/// lines of all widths; paragraphs that are not wrapped are far wider.
fn regions(lines: &[Line]) -> Vec<Option<Wrap>> {
    let mut wraps = vec![None; lines.len()];
    let mut last_wide = None;
    let mut ahead = lines.iter().enumerate();
    ahead.by_ref().take(REGION).for_each(|(at, line)| {
        last_wide = Some(at).filter(|_| line.width > WIDEST).or(last_wide);
    });
    for (i, wrap) in wraps.iter_mut().enumerate() {
        if let Some((at, line)) = ahead.next()
            && line.width > WIDEST
        {
            last_wide = Some(at);
        }
        if last_wide.is_some_and(|wide| wide + REGION >= i) {
            continue;
        }
        let region = &lines[i.saturating_sub(REGION)..lines.len().min(i + REGION + 1)];
        let widest = region.iter().map(|l| l.width).max().unwrap_or(0);
        let longest = region.iter().map(|l| l.chars).max().unwrap_or(0);
        if widest < NARROWEST {
            continue;
        }
        let measures = [Measure::Columns(widest), Measure::Characters(longest)];
        let near = |l: &&Line| measures.iter().any(|m| m.is_near(l));
        let full = region.iter().filter(near).filter(|l| l.end != End::Stop).count();
        let marked = region.iter().filter(|l| l.stops + l.pauses > 0).count();
        let hangul = region.iter().filter(|l| l.hangul * 2 > l.letters).count();
        if full >= 3
            && full * 4 >= region.len()
            && (marked * 2 >= region.len() || hangul * 2 >= region.len())
        {
            let left = region.iter().map(|l| l.indent).min().unwrap_or(0);
            let set_in = region.iter().any(|l| l.indent >= left + 2);
            let paragraphs =
                if set_in { Paragraphs::Indent(left + 2) } else { Paragraphs::Nothing };
            let by_columns = measures[0].is_near(&lines[i]);
            let full = measures[usize::from(!by_columns)];
            *wrap = Some(Wrap { full, paragraphs });
        }
    }
    wraps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, SourceId};

    #[test]
    fn lines_that_were_joined_are_measured_anew() {
        let line = "云溪区昨天召开会议，研究老旧小区改造和河道治理等工作，会议强调";
        let one = format!("会议\n\n　　{line}\n  {line}\n{line}了。\n\n\n　　完。\n");
        let text = one.repeat(9);
        let (source, _) = Source::decode(SourceId(0), "news.txt", text.as_bytes(), None)
            .expect("a text");
        let mut draft = Draft::new(&source);
        let found = undo(&mut draft, |_, _| false);
        assert!(found.seams.len() >= 9, "{found:?}");
        assert_eq!(found.lines, measure(&draft.text));
    }
}
