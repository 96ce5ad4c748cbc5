//! Which lines of a page are its main text.

use std::ops::Range;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::lines::{Zones, squash};
use super::title::Named;
use super::{Hint, Markup};
use crate::han::is_letter;

/// The most lines between the title and the text that may be source, date and author.
const METADATA_LINES: usize = 8;

/// How far over the title source and date may stand.
const LINES_OVER_TITLE: usize = 4;

/// How many characters a line has at least that is looked for in the whole text of the
/// extractor. Shorter ones (`社会`, `分享`) stand in every text.
const LONG: usize = 12;

/// The longest page that the extractor is asked about, in bytes of its words: it takes
/// time with the square of the length, and what is longer is a book, not a page.
const MOST_WORDS: usize = 1 << 20;

/// How many bytes are gone through for lines that the extractor moved or left out. Where
/// more would be, it has not understood the page.
const MOST_SEARCHED: usize = 256 << 20;

/// What was found out about the main text of a page.
pub(super) struct MainText {
    /// The lines that are no part of it.
    pub(super) outside: Vec<Range<usize>>,
    /// The words of its title.
    pub(super) title: Option<Range<usize>>,
    /// Where its head ends: the first line that reads like a sentence.
    pub(super) body: usize,
    /// The lines of its head that are one field from end to end, in order.
    pub(super) fields: Vec<Range<usize>>,
    /// Lines that may be inside and only lead elsewhere: whether the page writes them as
    /// headings or as items says nothing about the text.
    pub(super) links: Vec<Range<usize>>,
}

/// A line of the page.
struct Line {
    range: Range<usize>,
    /// Its words without white space.
    words: String,
    is_inside: bool,
    /// Whether it reads like a sentence and not like a name or a menu.
    is_sentence: bool,
    /// Whether most of it leads somewhere else, or to a file.
    is_link: bool,
    is_file: bool,
    is_furniture: bool,
    /// Whether it holds several links beside words that say what they are for.
    is_menu: bool,
    /// Whether an element that is named after a source or an author is all of it.
    is_field: bool,
}

/// Tells the main text from the page around it, or `None` where the page is too much for
/// the extractor.
///
/// The extractor is believed only when it keeps most of what reads like sentences: it
/// errs on short notices, lists and pages of several articles, and a wrong word here would
/// cost text. Where it is not believed, only what is furniture by its markup and what
/// stands over the title is outside.
pub(super) fn find(
    document: &Document,
    text: &str,
    hints: &[Hint],
    zones: &Zones,
) -> Option<MainText> {
    if text.len() > MOST_WORDS {
        return None;
    }
    let config = Config { max_elements_to_parse: 50_000, ..Config::default() };
    let reader = Readability::with_document(document.clone(), None, Some(config));
    let article = reader.and_then(|mut reader| reader.parse());
    let main: String =
        squash(&article.map(|a| a.text_content).unwrap_or_default()).collect();

    let named = Named::of(document);
    let mut lines = lines(text, hints, zones);
    look_up(&mut lines, &main)?;
    keep_the_middle(&mut lines);
    let is_believed = is_believed(&lines);
    for line in &mut lines {
        line.is_inside = match is_believed {
            true => line.is_inside && !line.is_furniture,
            false => line.is_sentence || !line.is_furniture,
        };
    }
    let title = title(&lines, text, hints, &named).filter(|t| is_believed || t.is_named);
    let title = title.map(|title| title.range);
    if let Some(title) = &title {
        keep_the_head(&mut lines, title, text, &named);
    }
    if is_believed {
        leave_the_end(&mut lines, hints);
    }
    let head = title.as_ref().map_or(0..0, |title| {
        title.end..body(&lines).map_or(title.end, |line| line.range.start)
    });
    let ranges = |is_meant: &dyn Fn(&Line) -> bool| {
        let lines = lines.iter().filter(|line| !line.range.is_empty() && is_meant(line));
        lines.map(|line| line.range.clone()).collect()
    };
    Some(MainText {
        title,
        body: head.end,
        fields: ranges(&|line| line.is_field && head.contains(&line.range.start)),
        outside: ranges(&|line| !line.is_inside),
        links: ranges(&|line| line.is_inside && line.is_link && !is_believed),
    })
}

fn lines(text: &str, hints: &[Hint], zones: &Zones) -> Vec<Line> {
    let fields: Vec<&Range<usize>> = hints
        .iter()
        .filter(|hint| matches!(hint.says, Markup::Source | Markup::Author))
        .map(|hint| &hint.range)
        .collect();
    let mut start = 0;
    let lines = text.split('\n').map(|words| {
        let range = start..start + words.len();
        start = range.end + 1;
        let within = |zone: &[Range<usize>]| {
            let next = zone.partition_point(|z| z.end <= range.start);
            let zone = zone[next..].iter().take_while(|z| z.start < range.end);
            zone.fold((0, 0), |(count, bytes), z| {
                let covered = z.end.min(range.end) - z.start.max(range.start);
                (count + 1, bytes + covered)
            })
        };
        let mostly = |zone| within(zone).1 * 2 >= range.len().max(1);
        let is_sentence = words.contains(['。', '，', ',']) && words.len() > 60;
        let next = fields.partition_point(|field| field.start < range.start);
        Line {
            words: squash(words).collect(),
            is_inside: false,
            is_sentence,
            is_menu: !is_sentence && {
                let (count, bytes) = within(&zones.links);
                count >= 2 && bytes * 3 >= range.len()
            },
            is_field: is_field(words)
                && fields.get(next).is_some_and(|field| **field == range),
            is_link: mostly(&zones.links),
            is_file: mostly(&zones.files),
            is_furniture: mostly(&zones.furniture),
            range,
        }
    });
    lines.collect()
}

/// Whether `words` can be the name of a source or an author, and no more: no label, no
/// date, no dash or bar between two fields.
fn is_field(words: &str) -> bool {
    let words = words.trim();
    let is_of_name = |c: char| {
        is_letter(c) && !c.is_numeric()
            || matches!(c, ' ' | '\u{3000}' | '·' | '・' | '．')
    };
    (2..=20).contains(&words.chars().count()) && words.chars().all(is_of_name)
}

/// Finds out which lines the extractor kept. `None` where that takes too long.
///
/// Long lines are looked for everywhere, for the extractor moves some. A short one counts
/// only where it stands in the page: between the long lines around it.
fn look_up(lines: &mut [Line], main: &str) -> Option<()> {
    let mut searched = 0;
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (i, line) in lines.iter_mut().enumerate() {
        if line.words.chars().nth(LONG - 1).is_none() {
            continue;
        }
        let at = main.find(&line.words);
        searched += at.unwrap_or(main.len());
        if searched > MOST_SEARCHED {
            return None;
        }
        line.is_inside = at.is_some();
        found.extend(at.map(|at| (i, at)));
    }
    let mut cursor = 0;
    let mut next = in_order(&found).into_iter().peekable();
    for (i, line) in lines.iter_mut().enumerate() {
        if next.next_if(|(anchor, _)| *anchor == i).is_some_and(|(_, at)| {
            cursor = at + line.words.len();
            true
        }) || line.is_inside
            || line.words.is_empty()
        {
            continue;
        }
        let until = next.peek().map_or(main.len(), |(_, at)| *at);
        if let Some(at) = main.get(cursor..until).and_then(|m| m.find(&line.words)) {
            line.is_inside = true;
            cursor += at + line.words.len();
        }
    }
    Some(())
}

/// The longest run of places that go forward, of lines that do.
fn in_order(found: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // For every length the find that ends the run whose end stands first.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(found.len());
    for (i, (_, at)) in found.iter().enumerate() {
        let length = ends.partition_point(|end| found[*end].1 < *at);
        before.push(length.checked_sub(1).map(|l| ends[l]));
        if length == ends.len() {
            ends.push(i);
        } else {
            ends[length] = i;
        }
    }
    let mut run: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |i| before[*i])
            .map(|i| found[i])
            .collect();
    run.reverse();
    run
}

/// What stands between two sentences of the text is inside too, unless it is a link: the
/// extractor writes some lines differently (numbers of lists, readings), and a line that
/// is not found again is no reason to lose it. A link to a file is an attachment, also
/// behind the text.
fn keep_the_middle(lines: &mut [Line]) {
    let is_text = |line: &Line| line.is_inside && line.is_sentence && !line.is_furniture;
    let Some(first) = lines.iter().position(is_text) else { return };
    let last = lines.iter().rposition(is_text).unwrap_or(first);
    for (i, line) in lines.iter_mut().enumerate().skip(first) {
        let is_between = i < last && !line.is_link && !line.is_furniture;
        line.is_inside |= is_between || (line.is_file && !line.is_furniture);
    }
}

/// The first line of the text that reads like a sentence.
fn body(lines: &[Line]) -> Option<&Line> {
    lines.iter().find(|line| line.is_inside && line.is_sentence && !line.is_furniture)
}

/// A title, and whether the head of the page names it.
struct Title {
    range: Range<usize>,
    is_named: bool,
}

/// The title: what stands over the text and in the head of the page, a heading before a
/// plain line, and the last of several. Where the head of the page does not name it, it is
/// the only heading of the first level.
fn title(lines: &[Line], text: &str, hints: &[Hint], named: &Named) -> Option<Title> {
    let body = body(lines)?.range.start;
    let is_free = |range: &Range<usize>| {
        let at = lines.partition_point(|line| line.range.end <= range.start);
        range.start < body && lines.get(at).is_some_and(|line| !line.is_furniture)
    };
    let headings = |levels: Range<u8>| {
        hints
            .iter()
            .filter(move |h| matches!(h.says, Markup::Heading(l) if levels.contains(&l)))
            .map(|hint| hint.range.clone())
            .filter(is_free)
    };
    let is_named = |range: &Range<usize>| named.is_title(&text[range.clone()]);
    let plain = || {
        let lines = lines.iter().filter(|line| !line.is_link);
        lines.map(|line| line.range.clone()).filter(is_free).rfind(is_named)
    };
    if let Some(range) = headings(1..4).rfind(is_named).or_else(plain) {
        return Some(Title { range, is_named: true });
    }
    let mut tops = headings(1..2);
    tops.next()
        .filter(|_| tops.next().is_none())
        .map(|range| Title { range, is_named: false })
}

/// The title is inside, and so are the lines of source, date and author below it, or
/// right above. What else stands before the text is not; least of all the title once more.
fn keep_the_head(lines: &mut [Line], title: &Range<usize>, text: &str, named: &Named) {
    let is_title = |line: &Line| {
        line.range.start < title.end
            && title.start < line.range.end.max(line.range.start + 1)
    };
    let Some(first) = lines.iter().position(is_title) else { return };
    let last = lines.iter().rposition(is_title).unwrap_or(first);
    let words: String = lines[first..=last].iter().map(|l| l.words.as_str()).collect();
    let body = lines[last + 1..]
        .iter()
        .position(|line| line.is_inside && line.is_sentence)
        .map_or(lines.len(), |at| last + 1 + at);
    let is_plain = |line: &Line| {
        !line.is_link && !line.is_menu && !line.is_furniture && !line.words.is_empty()
    };
    let is_field = |line: &Line| {
        let words = &text[line.range.clone()];
        line.is_field
            || is_plain(line)
                && !line.is_sentence
                && (holds_year(words) || named.is_name(words))
    };
    let is_over_all = !lines[..first].iter().any(|l| l.is_inside && l.is_sentence);
    let few =
        lines[last + 1..body].iter().filter(|l| is_plain(l)).count() <= METADATA_LINES;
    for line in &mut lines[last + 1..body] {
        line.is_inside &= is_plain(line);
        line.is_inside |= is_field(line) || few && is_plain(line);
    }
    for (i, line) in lines[..first].iter_mut().enumerate() {
        let is_near = first - i <= LINES_OVER_TITLE;
        line.is_inside &= !is_over_all;
        line.is_inside |= is_near && is_field(line);
        line.is_inside &= line.words != words;
    }
    for line in &mut lines[first..=last] {
        line.is_inside = true;
    }
}

/// Whether a year of four digits stands in `words`.
fn holds_year(words: &str) -> bool {
    words.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
    })
}

/// Headings behind the text with nothing below them (`相关阅读`) are outside.
fn leave_the_end(lines: &mut [Line], hints: &[Hint]) {
    let headings: Vec<&Range<usize>> = hints
        .iter()
        .filter(|hint| matches!(hint.says, Markup::Heading(_)))
        .map(|hint| &hint.range)
        .collect();
    for line in lines.iter_mut().rev().filter(|line| line.is_inside) {
        let next = headings.partition_point(|h| h.end <= line.range.start);
        let is_heading = headings.get(next).is_some_and(|h| h.start <= line.range.start);
        if !is_heading || line.is_sentence {
            return;
        }
        line.is_inside = false;
    }
}

/// Words of the small print of a page: copyright, privacy, browsers.
const SMALL_PRINT: [&str; 12] = [
    "版权",
    "版權",
    "著作權",
    "著作権",
    "저작권",
    "隐私",
    "隱私",
    "浏览器",
    "瀏覽器",
    "ブラウザ",
    "copyright",
    "cookie",
];

/// Whether the text that was found is most of what the page has to read. What readers
/// wrote below it and the small print do not count, as long as they are not longer.
fn is_believed(lines: &[Line]) -> bool {
    let is_by_the_way = |line: &Line| {
        line.is_furniture || {
            let words = line.words.to_ascii_lowercase();
            SMALL_PRINT.iter().any(|word| words.contains(word))
        }
    };
    let (mut kept, mut left, mut by_the_way) = (0, 0, 0);
    for line in lines.iter().filter(|line| line.is_sentence) {
        match line.is_inside {
            true if line.is_furniture => by_the_way += line.range.len(),
            true => kept += line.range.len(),
            false if is_by_the_way(line) => by_the_way += line.range.len(),
            false => left += line.range.len(),
        }
    }
    kept > 0 && kept >= 4 * left && kept >= by_the_way
}
