//! Lines that follow from full lines make a paragraph.

use std::ops::Range;

use super::furniture;
use super::lines::Line;
use crate::han;

/// How much more room than the next words would take a full line may leave, in ems: marks
/// may be squeezed.
const SLACK: f64 = 0.3;

/// The longest word that goes to the next line as a whole, in ems.
const LONGEST_UNIT: f64 = 8.0;

/// What the pages of a file say.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// One paragraph a line, an em-indent as two ideographic spaces, an empty line where
    /// the page leaves one, a form feed between pages.
    pub(super) text: String,
    /// Where running heads, running feet and folios stand in it. Those between the halves
    /// of a paragraph stand after it.
    pub(super) furniture: Vec<Range<usize>>,
}

/// Puts the lines of pages together.
pub(super) fn of(pages: &[Vec<Line>]) -> Read {
    let measures = Measures::of(pages);
    let furniture = furniture::of(pages, measures.pitch);
    let mut read = Read::default();
    let mut waiting: Vec<Waiting<'_>> = Vec::new();
    let mut before: Option<Placed<'_>> = None;
    for (n, (page, furniture)) in pages.iter().zip(furniture).enumerate() {
        if n > 0 {
            waiting.push(Waiting::Page);
        }
        for (line, is_furniture) in page.iter().zip(furniture) {
            if is_furniture {
                waiting.push(Waiting::Furniture(line));
                continue;
            }
            let (left, right) = measures.edges(page, line);
            let placed = Placed { line, page: n, left, right };
            let last = before.as_ref();
            if last.is_some_and(|last| measures.goes_on(last, &placed)) {
                if wants_space(&read.text, &line.text) {
                    read.text.push(' ');
                }
                read.text.push_str(line.text.trim_start());
            } else {
                if last.is_some() {
                    read.text.push('\n');
                }
                if last.is_some_and(|last| measures.is_apart(last, &placed)) {
                    read.text.push('\n');
                }
                read.put(&mut waiting);
                read.start(&placed);
            }
            before = Some(placed);
        }
    }
    read.text.push('\n');
    read.put(&mut waiting);
    read
}

/// What stands between two lines of the text.
enum Waiting<'a> {
    /// The end of a page.
    Page,
    Furniture(&'a Line),
}

/// A line in its column.
struct Placed<'a> {
    line: &'a Line,
    page: usize,
    left: f64,
    right: f64,
}

impl Placed<'_> {
    /// How far the line is indented, in ems.
    fn indent(&self) -> f64 {
        (self.line.x - self.left) / self.line.size
    }
}

/// One line in so many is full at least.
const FULL: usize = 40;

/// One line in so many begins at the left edge at least: numbers hang before it.
const BEGUN: usize = 8;

/// The indents of a first line, in ems.
const INDENTS: Range<f64> = 1.5..2.6;

impl Read {
    /// Puts down what stands between two lines, each on a line of its own.
    fn put(&mut self, waiting: &mut Vec<Waiting<'_>>) {
        for one in waiting.drain(..) {
            match one {
                Waiting::Page => self.text.push('\u{C}'),
                Waiting::Furniture(line) => {
                    let start = self.text.len();
                    self.text.push_str(&line.text);
                    self.furniture.push(start..self.text.len());
                    self.text.push('\n');
                }
            }
        }
    }

    fn start(&mut self, placed: &Placed<'_>) {
        let has_own = placed.line.text.starts_with(char::is_whitespace);
        if INDENTS.contains(&placed.indent()) && !has_own {
            self.text.push_str("\u{3000}\u{3000}");
        }
        self.text.push_str(&placed.line.text);
    }
}

/// What is usual in a file, in points.
struct Measures {
    /// The distance of lines.
    pitch: f64,
    /// Where full lines end.
    end: f64,
    /// Whether first lines are indented.
    indents: bool,
}

impl Measures {
    fn of(pages: &[Vec<Line>]) -> Measures {
        let mut measures =
            Measures { pitch: usual_pitch(pages), end: usual_end(pages), indents: false };
        let all: usize = pages.iter().map(Vec::len).sum();
        let lines =
            pages.iter().flat_map(|page| page.iter().map(move |line| (page, line)));
        let indented = lines.filter(|(page, line)| {
            let (left, _) = measures.edges(page, line);
            INDENTS.contains(&((line.x - left) / line.size))
        });
        measures.indents = indented.count() * 12 > all;
        measures
    }

    /// Whether a line goes on with the paragraph of the line before it.
    fn goes_on(&self, before: &Placed<'_>, placed: &Placed<'_>) -> bool {
        let (last, line) = (before.line, placed.line);
        let same_type = (last.size - line.size).abs() < 0.06 * line.size;
        let room = before.right - last.end;
        let full = room < (SLACK + first_unit(&line.text)) * line.size;
        let near = if before.page == placed.page {
            line.y > last.y && line.y - last.y < 1.35 * self.pitch.max(line.size)
        } else {
            // At the head of a page nothing but an indent tells a new paragraph.
            let end = last.text.trim_end_matches(han::is_closer);
            let is_whole = end.ends_with(|c| han::is_sentence_end(c) || c == '；');
            before.page + 1 == placed.page && (self.indents || !is_whole)
        };
        same_type && near && full && placed.indent().abs() < 0.6
    }

    /// Whether the page leaves room between two lines.
    fn is_apart(&self, before: &Placed<'_>, placed: &Placed<'_>) -> bool {
        before.page == placed.page
            && placed.line.y - before.line.y > 1.6 * self.pitch.max(placed.line.size)
    }

    /// The left and right edge of the column in which a line stands: of all lines that
    /// stand over or under it.
    fn edges(&self, page: &[Line], line: &Line) -> (f64, f64) {
        let over = |other: &&Line| {
            let common = line.end.min(other.end) - line.x.max(other.x);
            common > 0.5 * (line.end - line.x).min(other.end - other.x)
        };
        let column = || page.iter().filter(over);
        let end = edge(column().map(|l| l.end).collect(), line.size, FULL).max(line.end);
        // A page with a few short lines does not show its edge.
        let end = if column().count() < 8 { end.max(self.end) } else { end };
        let left = -edge(column().map(|l| -l.x).collect(), line.size, BEGUN);
        (left, end)
    }
}

/// Whether a space stood where a line ended: between words of letters, and in Korean.
fn wants_space(text: &str, next: &str) -> bool {
    let (last, next) = (text.chars().next_back(), next.trim_start().chars().next());
    last.is_some_and(is_narrow) && next.is_some_and(is_narrow)
}

/// The width of what cannot be parted at the beginning of a line, in ems: a Han character
/// or a word with its marks. A line before it is full where there was no room for this.
fn first_unit(text: &str) -> f64 {
    let mut characters = text.trim_start().chars().peekable();
    let mut width = 0.0;
    while let Some(c) = characters.next_if(|c| han::is_opener(*c)) {
        width += ems(c);
    }
    if let Some(first) = characters.next() {
        width += ems(first);
        if is_narrow(first) {
            while let Some(c) =
                characters.next_if(|c| !c.is_whitespace() && !han::is_cjk_letter(*c))
            {
                width += ems(c);
            }
        }
    }
    let after =
        |c: &char| han::is_closer(*c) || han::is_sentence_end(*c) || CLOSING.contains(*c);
    while let Some(c) = characters.next_if(after) {
        width += ems(c);
    }
    width.min(LONGEST_UNIT)
}

/// Marks that never begin a line, beyond brackets and the ends of sentences.
const CLOSING: &str = "，、；：,.;:!?%％…—·～";

/// The width of a character in ems, near enough.
fn ems(c: char) -> f64 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

fn is_narrow(c: char) -> bool {
    c.is_alphanumeric() && !han::is_cjk_letter(c)
}

/// The distance between base lines that most lines keep.
fn usual_pitch(pages: &[Vec<Line>]) -> f64 {
    let mut pitches: Vec<f64> = pages
        .iter()
        .flat_map(|page| page.windows(2).map(|pair| pair[1].y - pair[0].y))
        .filter(|pitch| *pitch > 1.0)
        .collect();
    pitches.sort_by(f64::total_cmp);
    pitches.get(pitches.len() / 2).copied().unwrap_or(0.0)
}

/// Where the lines of most pages end that have text to fill them.
fn usual_end(pages: &[Vec<Line>]) -> f64 {
    let pages = pages.iter().filter(|page| page.len() >= 8);
    let ends =
        pages.map(|page| edge(page.iter().map(|l| l.end).collect(), page[0].size, FULL));
    let mut ends: Vec<f64> = ends.collect();
    ends.sort_by(f64::total_cmp);
    ends.get(ends.len() / 2).copied().unwrap_or(0.0)
}

/// The edge of a column, of the places at which its lines end: the farthest at which one
/// in so many does, and two at least. Marks that hang, and a line that is too long, make no
/// edge.
fn edge(mut ends: Vec<f64>, size: f64, one_in: usize) -> f64 {
    ends.sort_by(|a, b| b.total_cmp(a));
    let several = (ends.len() / one_in).max(2).min(ends.len());
    let near = 0.6 * size;
    // From the farthest end to the nearest, so that both borders of what is near only
    // move on: a page may have thousands of lines.
    let (mut from, mut to) = (0, 0);
    let is_one_of_several = |end: &&f64| {
        from += ends[from..].iter().take_while(|other| *other - *end >= near).count();
        to += ends[to..].iter().take_while(|other| *end - *other < near).count();
        to >= from + several
    };
    ends.iter().find(is_one_of_several).or(ends.first()).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::edge;

    /// What the comment of [`edge`] says, word for word.
    fn spelt_out(mut ends: Vec<f64>, size: f64, one_in: usize) -> f64 {
        ends.sort_by(|a, b| b.total_cmp(a));
        let several = (ends.len() / one_in).max(2).min(ends.len());
        let near = |end: f64| {
            ends.iter().filter(|other| (**other - end).abs() < 0.6 * size).count()
        };
        ends.iter().find(|end| near(**end) >= several).or(ends.first()).copied().unwrap()
    }

    #[test]
    fn the_edge_is_where_several_lines_end() {
        // Lines that end all over the page, crowded in places.
        let ends: Vec<f64> = (0..600_u32)
            .map(|n| f64::from(n * n % 557) + f64::from(n % 7) * 0.25)
            .collect();
        for count in [1, 2, 3, 8, 40, 41, 90, 333, 600] {
            for size in [0.0, 0.5, 3.0, 16.0, 100.0, f64::INFINITY] {
                for one_in in [1, 8, 40] {
                    let ends = ends[..count].to_vec();
                    let told = edge(ends.clone(), size, one_in);
                    assert_eq!(told, spelt_out(ends, size, one_in), "{count} {size}");
                }
            }
        }
        assert_eq!(edge(Vec::new(), 16.0, 8), 0.0);
    }
}
