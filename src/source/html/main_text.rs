//! Which blocks of a page are its main text.

use std::ops::Range;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use super::{Hint, Markup};

/// The longest run of lines between the title and the text that may be source, date and
/// author.
const METADATA_LINES: usize = 8;

/// The longest page that the extractor is asked about, in bytes of its words: it takes
/// time with the square of the length, and what is longer is a book, not a page.
const MOST_WORDS: usize = 1 << 20;

/// How many bytes are gone through for lines that the extractor moved or left out. Where
/// more would be, it has not understood the page.
const MOST_SEARCHED: usize = 256 << 20;

/// The lines outside the main text, or `None` where it cannot be told with confidence.
///
/// The extractor is believed only when it keeps most of what reads like sentences: it
/// errs on short notices, lists and pages of several articles, and a wrong word here would
/// cost text.
pub(super) fn outside(
    document: &Document,
    text: &str,
    hints: &[Hint],
    links: &[Range<usize>],
) -> Option<Vec<Range<usize>>> {
    if text.len() > MOST_WORDS {
        return None;
    }
    let config = Config { max_elements_to_parse: 50_000, ..Config::default() };
    let mut reader =
        Readability::with_document(document.clone(), None, Some(config)).ok()?;
    let article = reader.parse().ok()?;
    let main: String = squash(&article.text_content).collect();
    let title: String = squash(&article.title).collect();

    let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
    let mut cursor = 0;
    let mut searched = 0;
    let mut start = 0;
    for line in text.split('\n') {
        let words: String = squash(line).collect();
        // In order first; a line that the extractor moved is looked for everywhere.
        let found = main[cursor..].find(&words).map(|at| cursor + at);
        if let Some(at) = found {
            cursor = at + words.len();
        }
        if found.is_none() {
            searched += 2 * main.len();
        }
        if searched > MOST_SEARCHED {
            return None;
        }
        let is_title = words.chars().count() >= 4 && title.contains(&words);
        let is_inside = found.is_some() || main.contains(&words) || is_title;
        lines.push((start..start + line.len(), is_inside));
        start += line.len() + 1;
    }
    let is_sentence = |range: &Range<usize>| {
        text[range.clone()].contains(['。', '，', ',']) && range.len() > 60
    };
    keep_the_middle(&mut lines, links, is_sentence);
    keep_title_and_metadata(&mut lines, hints);
    let weight = |inside: bool| -> usize {
        lines
            .iter()
            .filter(|(range, is_inside)| *is_inside == inside && is_sentence(range))
            .map(|(range, _)| range.len())
            .sum()
    };
    let (kept, left) = (weight(true), weight(false));
    (kept > 0 && kept >= 4 * left).then(|| {
        lines
            .into_iter()
            .filter(|(range, is_inside)| !is_inside && !range.is_empty())
            .map(|(range, _)| range)
            .collect()
    })
}

/// The heading of the page is inside, and so are the few lines between it and the text.
fn keep_title_and_metadata(lines: &mut [(Range<usize>, bool)], hints: &[Hint]) {
    let is_top_heading = |range: &Range<usize>| {
        hints.iter().any(|hint| {
            matches!(hint.says, Markup::Heading(1))
                && hint.range.start <= range.start
                && range.end <= hint.range.end
        })
    };
    for (range, is_inside) in lines.iter_mut() {
        *is_inside |= is_top_heading(range);
    }
    let inside: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.1).map(|(i, _)| i).collect();
    if let Some(&[title, text]) =
        inside.windows(2).next().and_then(|two| two.first_chunk())
        && text - title <= METADATA_LINES
    {
        for line in &mut lines[title..text] {
            line.1 = true;
        }
    }
}

/// What stands between two sentences of the text is inside too, unless it is a link: the
/// extractor writes some lines differently (numbers of lists, readings), and a line that
/// is not found again is no reason to lose it.
fn keep_the_middle(
    lines: &mut [(Range<usize>, bool)],
    links: &[Range<usize>],
    is_sentence: impl Fn(&Range<usize>) -> bool,
) {
    let is_text =
        |(range, is_inside): &(Range<usize>, bool)| *is_inside && is_sentence(range);
    let Some(first) = lines.iter().position(is_text) else { return };
    let last = lines.iter().rposition(is_text).unwrap_or(first);
    for (range, is_inside) in &mut lines[first..last] {
        let next = links.partition_point(|link| link.end <= range.start);
        let linked: usize = links[next..]
            .iter()
            .take_while(|link| link.start < range.end)
            .map(|link| link.end.min(range.end) - link.start.max(range.start))
            .sum();
        *is_inside |= linked * 2 < range.len();
    }
}

/// The characters of `text` without white space.
fn squash(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace())
}
