//! Arranging: the editor's order, titles and omissions, carried out on a pack.
//!
//! Belongs here: what `articles:` of a job says about the articles that were found.
//! Does not belong here: finding them (`segment`), and how they look (`compose`).

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::{Diagnostic, say};
use crate::job::{FigurePick, Job, Pick};
use crate::model::{Article, Block, Figure, Pack, Section, Text};

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
                Some(article) => {
                    let mut article = retitled(article, pick);
                    for figure in &pick.figures {
                        errors.extend(illustrate(&mut article, figure, job).err());
                    }
                    pack.articles.push(article);
                }
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

/// Puts a picture behind the block that has its words, or at the end of the article.
fn illustrate(
    article: &mut Article,
    pick: &FigurePick,
    job: &Job,
) -> Result<(), Diagnostic> {
    let block = Block::Figure(Figure {
        caption: pick.caption.clone().map(Text::supplied),
        image: pick.image.clone(),
        file: Some(pick.file.clone()),
        width: None,
        alt: pick.alt.clone(),
    });
    let Some(after) = pick.after.as_deref() else {
        last_blocks(article).push(block);
        return Ok(());
    };
    let left = insert(&mut article.blocks, after, block);
    let left = article.sections.iter_mut().fold(left, |left, section| {
        left.and_then(|block| insert_below(section, after, block))
    });
    match left {
        None => Ok(()),
        Some(_) => Err(job.blame(no_such_words(after), "after")),
    }
}

fn last_blocks(article: &mut Article) -> &mut Vec<Block> {
    fn deepest(section: &mut Section) -> &mut Vec<Block> {
        if section.sections.is_empty() {
            return &mut section.blocks;
        }
        let last = section.sections.len() - 1;
        deepest(&mut section.sections[last])
    }
    match article.sections.last_mut() {
        Some(section) => deepest(section),
        None => &mut article.blocks,
    }
}

/// Gives the block back where no words of the section are those looked for.
fn insert_below(section: &mut Section, after: &str, block: Block) -> Option<Block> {
    if !section.run_in && section.title.text.contains(after) {
        section.blocks.insert(0, block);
        return None;
    }
    let left = insert(&mut section.blocks, after, block);
    section.sections.iter_mut().fold(left, |left, inner| {
        left.and_then(|block| insert_below(inner, after, block))
    })
}

fn insert(blocks: &mut Vec<Block>, after: &str, block: Block) -> Option<Block> {
    let has = |texts: &[Text]| texts.iter().any(|text| text.text.contains(after));
    let found = blocks.iter().position(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text.text.contains(after),
        Block::Highlights(items) | Block::Quotation(items) | Block::SignOff(items) => {
            has(items)
        }
        Block::List(list) => has(&list.items),
        Block::Table(table) => {
            has(table.caption.as_slice()) || table.rows.iter().any(|row| has(row))
        }
        Block::Figure(figure) => has(figure.caption.as_slice()),
    });
    match found {
        Some(at) => {
            // Several pictures behind one paragraph keep the order of the job.
            let figures = blocks[at + 1..]
                .iter()
                .take_while(|block| matches!(block, Block::Figure(_)))
                .count();
            blocks.insert(at + 1 + figures, block);
            None
        }
        None => Some(block),
    }
}

fn no_such_words(after: &str) -> Diagnostic {
    Diagnostic::error(
        "job/figure-after",
        say(
            format!("文章里没有“{after}”，不知道图片放在哪里"),
            format!("no paragraph of the article has “{after}”: where does the picture stand?"),
        ),
    )
    .help(
        "照抄那一段里连续的几个字；不写 after，图片就放在文末",
        "copy a few words of that paragraph; without `after` the picture ends the article",
    )
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
    use super::*;

    #[test]
    fn a_path_is_matched_by_whole_names_from_its_end() {
        assert!(names("packs/sources/a.txt", "sources/a.txt"));
        assert!(names("a.txt", "a.txt"));
        assert!(!names("packs/extra.txt", "a.txt"));
    }

    #[test]
    fn a_picture_stands_behind_the_words_that_the_job_names() {
        let paragraph = |words: &str| {
            let text = Text::supplied(words);
            Block::Paragraph(crate::model::Paragraph { text, ..Default::default() })
        };
        let section = Section {
            level: 1,
            title: Text::supplied("一、水岸"),
            number_len: 0,
            run_in: false,
            blocks: vec![paragraph("步道全长四公里。")],
            sections: Vec::new(),
        };
        let mut article = Article {
            blocks: vec![paragraph("柳色初新。"), paragraph("居民散步。")],
            sections: vec![section],
            ..Article::default()
        };
        let mut put = |file: &str, after: Option<&str>| {
            let after = after.map(str::to_owned);
            let pick = FigurePick { file: file.into(), after, ..FigurePick::default() };
            illustrate(&mut article, &pick, &Job::default())
        };
        put("a.png", Some("柳色")).expect("it is there");
        put("b.png", Some("柳色")).expect("it is there");
        put("c.png", Some("水岸")).expect("it is there");
        put("d.png", None).expect("an article has an end");
        let fault = put("e.png", Some("没有的话")).expect_err("nowhere");
        assert_eq!(fault.code, "job/figure-after");
        let drawn = |blocks: &[Block]| -> Vec<String> {
            let name = |block: &Block| match block {
                Block::Figure(figure) => figure.file.clone().unwrap_or_default(),
                _ => "p".into(),
            };
            blocks.iter().map(name).collect()
        };
        assert_eq!(drawn(&article.blocks), ["p", "a.png", "b.png", "p"]);
        assert_eq!(drawn(&article.sections[0].blocks), ["c.png", "p", "d.png"]);
    }
}
