//! Arranging: the editor's order, titles and omissions, carried out on a pack.
//!
//! Belongs here: what `articles:` of a job says about the articles that were found.
//! Does not belong here: finding them (`segment`), and how they look (`compose`).

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, say};
use crate::job::{Job, Pick};
use crate::model::{Article, Pack, Text};

/// Puts the articles of `pack` into the order of `job.articles`, with the titles given
/// there, and leaves out what is to be omitted. Without such a list nothing changes; an
/// article that the list does not name is left out.
///
/// # Errors
/// An entry that names a source or an article that is not there, or one named twice.
pub fn run(job: &Job, pack: &mut Pack) -> Result<(), Vec<Diagnostic>> {
    if job.articles.is_empty() {
        return Ok(());
    }
    // The articles of each source, in the order in which they stand there.
    let mut found: BTreeMap<usize, Vec<Option<Article>>> = BTreeMap::new();
    for article in std::mem::take(&mut pack.articles) {
        let source = article.extent.as_ref().map_or(0, |(id, _)| id.0 as usize);
        found.entry(source).or_default().push(Some(article));
    }
    let mut errors = Vec::new();
    for pick in &job.articles {
        let source =
            pack.records.iter().position(|r| names(&r.source.name, &pick.source));
        let Some(source) = source else {
            errors.push(no_source(pick, pack));
            continue;
        };
        let articles = found.entry(source).or_default();
        let number = pick.article.unwrap_or(1);
        match number.checked_sub(1).and_then(|i| articles.get_mut(i)) {
            None => errors.push(no_article(pick, number, articles.len())),
            Some(slot) => match slot.take() {
                None => errors.push(twice(pick, number)),
                Some(_) if pick.omit => {}
                Some(article) => pack.articles.push(retitled(article, pick)),
            },
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

/// Whether a source's path ends with the path that the job wrote, whole names compared.
fn names(source: &str, written: &str) -> bool {
    source == written || Path::new(source).ends_with(Path::new(written))
}

fn retitled(mut article: Article, pick: &Pick) -> Article {
    let replace = |place: &mut Option<Text>, given: &Option<String>| {
        if let Some(words) = given {
            *place =
                Some(words.trim()).filter(|words| !words.is_empty()).map(Text::supplied);
        }
    };
    replace(&mut article.kicker, &pick.kicker);
    replace(&mut article.title, &pick.title);
    replace(&mut article.subtitle, &pick.subtitle);
    article
}

fn no_source(pick: &Pick, pack: &Pack) -> Diagnostic {
    let known: Vec<&str> = pack.records.iter().map(|r| &*r.source.name).collect();
    let known = known.join("、");
    Diagnostic::error(
        "job/unknown-source",
        say(
            format!("articles 里写的稿件“{}”不在 sources 之中", pick.source),
            format!("`articles` names “{}”, which is not among the sources", pick.source),
        ),
    )
    .help(format!("现有稿件：{known}"), format!("the sources are: {known}"))
}

fn no_article(pick: &Pick, number: usize, there: usize) -> Diagnostic {
    Diagnostic::error(
        "job/unknown-article",
        say(
            format!("稿件“{}”没有第 {number} 篇，只有 {there} 篇", pick.source),
            format!("“{}” has no article {number}, only {there}", pick.source),
        ),
    )
    .help(
        "用 briefpack inspect 看该稿件分出了哪几篇",
        "see with `briefpack inspect` which articles it holds",
    )
}

fn twice(pick: &Pick, number: usize) -> Diagnostic {
    Diagnostic::error(
        "job/article-twice",
        say(
            format!("稿件“{}”的第 {number} 篇在 articles 里写了两次", pick.source),
            format!("`articles` names article {number} of “{}” twice", pick.source),
        ),
    )
    .help("删去其中一条", "delete one of the two entries")
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_path_is_matched_by_whole_names_from_its_end() {
        assert!(names("packs/sources/a.txt", "sources/a.txt"));
        assert!(names("a.txt", "a.txt"));
        assert!(!names("packs/extra.txt", "a.txt"));
    }
}
