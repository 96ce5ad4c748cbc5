//! Which line of a page is its title.

use std::ops::Range;

use dom_query::Document;

use super::{Hint, Markup, lines};
use crate::han::is_letter;

/// What a page says about itself outside its text.
#[derive(Default)]
pub(super) struct Named {
    /// Its title, as it calls itself in its head, the surest first.
    titles: Vec<String>,
    /// The names of its site, its source and its author.
    names: Vec<String>,
}

/// The names under which the head of a page gives its title, without that of the site,
/// the surest first.
const TITLES: [&str; 7] = [
    "articletitle",
    "headline",
    "og:title",
    "twitter:title",
    "dc.title",
    "title",
    "sailthru.title",
];

/// The names under which it gives site, source and author.
const NAMES: [&str; 8] = [
    "og:site_name",
    "sitename",
    "application-name",
    "contentsource",
    "source",
    "author",
    "article:author",
    "dc.creator",
];

/// The fewest letters that make a title: the names of columns are shorter.
const FEWEST: usize = 4;

impl Named {
    /// Reads what the head of `document` says.
    pub(super) fn of(document: &Document) -> Self {
        let mut said = Vec::new();
        for meta in document.select("meta[content]").nodes() {
            let Some(content) = meta.attr("content") else { continue };
            let content = content.trim();
            for key in ["property", "name", "itemprop"] {
                if let Some(name) = meta.attr(key).filter(|_| !content.is_empty()) {
                    let name = name.trim().to_ascii_lowercase();
                    said.push((name, content.to_owned()));
                }
            }
        }
        let of = |names: &[&str]| -> Vec<String> {
            let values = names.iter().flat_map(|name| {
                said.iter().filter(move |(key, _)| key == name).map(|(_, v)| v.clone())
            });
            values.collect()
        };
        let mut titles = of(&TITLES);
        if let Some(title) = document.select("title").nodes().first() {
            titles.push(title.text().trim().to_owned());
        }
        Named { titles, names: of(&NAMES) }
    }

    /// Whether `words` are the title of the page or a part of it that stands for itself,
    /// such as `云溪简报` in `云溪简报_云溪网`, but not the name of the site.
    pub(super) fn is_title(&self, words: &str) -> bool {
        let squashed: String = lines::squash(words).collect();
        if squashed.chars().filter(|c| is_letter(*c)).count() < FEWEST {
            return false;
        }
        let is_name =
            self.names.iter().any(|name| lines::squash(name).eq(squashed.chars()));
        !is_name && self.titles.iter().any(|title| stands_in(title, &squashed))
    }

    /// Whether `words` name the source, the site or the author.
    pub(super) fn is_name(&self, words: &str) -> bool {
        let squashed: String = lines::squash(words).collect();
        self.names.iter().any(|name| {
            let name: String = lines::squash(name).collect();
            name.chars().count() >= 2 && squashed.contains(&name)
        })
    }
}

/// Whether `words`, without white space, stand in `title` with no letter beside them.
fn stands_in(title: &str, words: &str) -> bool {
    // White space parts a title from the name of the site, and stands in titles too.
    let squashed: String = lines::squash(title).collect();
    let blanks: Vec<usize> = title
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| lines::squash(&title[..at]).map(char::len_utf8).sum())
        .collect();
    squashed.match_indices(words).any(|(at, found)| {
        let end = at + found.len();
        let before = squashed[..at].chars().next_back();
        let after = squashed[end..].chars().next();
        (before.is_none_or(|c| !is_letter(c)) || blanks.contains(&at))
            && (after.is_none_or(|c| !is_letter(c)) || blanks.contains(&end))
    })
}

/// Says that the words of `title` are the title of the page: a heading over all others.
///
/// Where other headings of the first level stand in the text, the page may hold several
/// articles: then nothing is changed.
pub(super) fn tell(hints: &mut Vec<Hint>, title: Range<usize>, outside: &[Range<usize>]) {
    let is_outside = |range: &Range<usize>| {
        let next = outside.partition_point(|o| o.end <= range.start);
        outside.get(next).is_some_and(|o| o.start <= range.start)
    };
    let is_title =
        |range: &Range<usize>| range.start < title.end && title.start < range.end;
    let is_rival = |hint: &Hint| {
        hint.says == Markup::Heading(1)
            && !is_title(&hint.range)
            && !is_outside(&hint.range)
    };
    if hints.iter().any(is_rival) {
        return;
    }
    hints.retain(|hint| !(super::is_structure(&hint.says) && is_title(&hint.range)));
    hints.push(Hint { range: title, says: Markup::Heading(1) });
    lines::sort(hints);
}
