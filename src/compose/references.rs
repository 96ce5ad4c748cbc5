//! References: where an article speaks of its own tables, pictures and attachments, the
//! words lead there.
//!
//! Belongs here: which words are a reference, and what they lead to.
//! Does not belong here: how a format makes a link (`render`).
//!
//! Only what is certain is a link: `见图2`, `（附件1）`, never the end of `代表1人`; and only
//! within one article, because each counts its tables and pictures for itself.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Block, Inline, Paragraph, Run, inline_words};
use crate::model::Origin;

/// The kinds of things that texts count, as they call them.
const KINDS: [&str; 5] = ["附件", "图", "圖", "図", "表"];

/// What a reference may follow, besides the beginning of a paragraph.
const BEFORE: &str = "见如据按照由从在与和及至、，。；：（(“《";

/// Makes links of the references in the blocks of one article. `class` tells the class of a
/// paragraph, `anchor` makes a name that nothing else has.
pub(super) fn link(
    blocks: &mut [Block],
    class: &dyn Fn(&Paragraph) -> String,
    anchor: &mut dyn FnMut(&str) -> String,
) {
    let mut targets = BTreeMap::new();
    each(blocks, &mut |paragraph, is_caption| {
        let Some(name) = names(paragraph, is_caption, &class(paragraph)) else { return };
        let wanted = || format!("r{}", targets.len() + 1);
        let own = paragraph.anchor.clone();
        let own = own.unwrap_or_else(|| anchor(&wanted()));
        paragraph.anchor = Some(own.clone());
        targets.entry(name).or_insert(own);
    });
    if targets.is_empty() {
        return;
    }
    each(blocks, &mut |paragraph, is_caption| {
        let is_target = names(paragraph, is_caption, &class(paragraph)).is_some();
        if !is_target && paragraph.outline.is_none() {
            paragraph.inlines = linked(std::mem::take(&mut paragraph.inlines), &targets);
        }
    });
}

/// Walks over all paragraphs; the flag says that one is the caption of a table or picture.
fn each(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Paragraph, bool)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => visit(paragraph, false),
            Block::Group(group) => each(&mut group.blocks, visit),
            Block::Table(table) => table.caption.iter_mut().for_each(|p| visit(p, true)),
            Block::Figure(figure) => {
                figure.caption.iter_mut().for_each(|p| visit(p, true));
            }
            Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
        }
    }
}

/// What other words call a paragraph: `表1` of a caption, `附件2` of a line of 附件说明.
fn names(paragraph: &Paragraph, is_caption: bool, class: &str) -> Option<String> {
    let mut words = String::new();
    inline_words(&paragraph.inlines, &mut words);
    if class.starts_with("attachment") {
        let rest = words.trim_start_matches("附件").trim_start_matches(['：', ':']);
        return Some(format!("附件{}", number(rest.trim_start())));
    }
    let (kind, number) = label(&words)?;
    is_caption.then(|| format!("{kind}{number}"))
}

/// What a caption begins with and is called by, such as `图` and `2`.
pub(crate) fn label(words: &str) -> Option<(&'static str, &str)> {
    let kind = KINDS[1..].iter().find(|kind| words.starts_with(**kind))?;
    let number = number(&words[kind.len()..]);
    (!number.is_empty()).then_some((*kind, number))
}

fn number(words: &str) -> &str {
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    &words[..end]
}

fn linked(inlines: Vec<Inline>, targets: &BTreeMap<String, String>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    let mut before = None;
    for inline in inlines {
        let Inline::Text(run) = inline else {
            out.push(inline);
            continue;
        };
        let last = run.text.chars().next_back();
        let mut from = 0;
        while let Some((range, target)) = first(&run.text, from, before, targets) {
            out.extend(part(&run, from..range.start));
            out.push(Inline::Link {
                target: format!("#{target}"),
                inlines: part(&run, range.clone()).into_iter().collect(),
            });
            from = range.end;
        }
        let length = run.text.len();
        match from {
            0 => out.push(Inline::Text(run)),
            _ => out.extend(part(&run, from..length)),
        }
        before = last.or(before);
    }
    out
}

/// The first reference in words from a place on, and where it leads. `before` is the
/// character that stands in front of all.
fn first<'t>(
    words: &str,
    from: usize,
    before: Option<char>,
    targets: &'t BTreeMap<String, String>,
) -> Option<(Range<usize>, &'t str)> {
    let found = KINDS.iter().flat_map(|kind| {
        words[from..].match_indices(kind).map(move |(at, _)| (from + at, *kind))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_unstable();
    found.into_iter().find_map(|(at, kind)| {
        let number = number(&words[at + kind.len()..]);
        let end = at + kind.len() + number.len();
        let target = targets.get(&words[at..end])?;
        let in_front = words[..at].chars().next_back().or(before);
        let goes_on = words[end..].starts_with(['.', '-', '－', '—', '%', '％']);
        let stands_alone = in_front.is_none_or(|c| BEFORE.contains(c));
        // Without a number the word alone says little: `附件` is a reference behind 见.
        let told = !number.is_empty() || in_front == Some('见');
        (stands_alone && told && !goes_on).then_some((at..end, target.as_str()))
    })
}

/// A part of a run, if there is anything in it.
fn part(run: &Run, range: Range<usize>) -> Option<Inline> {
    let text = run.text.get(range.clone()).filter(|text| !text.is_empty())?.to_owned();
    let origin = run.origin.map(|o| Origin { start: o.start + range.start, ..o });
    Some(Inline::Text(Run { text, origin, ..run.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::body::plain;
    use crate::compose::sheet::StyleId;

    fn paragraph(words: &str) -> Block {
        let run = Run { text: words.into(), style: None, origin: None, lang: None };
        Block::Paragraph(plain(StyleId(0), vec![Inline::Text(run)]))
    }

    /// The links that a paragraph gets in an article with 附件1, 附件2 and nothing else.
    fn links(words: &str) -> String {
        let mut blocks =
            vec![paragraph(words), paragraph("附件：1.甲"), paragraph("2.乙")];
        let class = |p: &Paragraph| {
            let mut words = String::new();
            inline_words(&p.inlines, &mut words);
            let is_line = words.starts_with("附件：") || words.starts_with("2.");
            if is_line { "attachment".to_owned() } else { "body".to_owned() }
        };
        link(&mut blocks, &class, &mut |wanted| wanted.to_owned());
        let Block::Paragraph(first) = &blocks[0] else { panic!("it stays a paragraph") };
        let mut all = String::new();
        inline_words(&first.inlines, &mut all);
        assert_eq!(all, words, "no word is lost");
        let shown = first.inlines.iter().map(|inline| match inline {
            Inline::Link { target, inlines } => {
                let mut words = String::new();
                inline_words(inlines, &mut words);
                format!("[{words}]({target})")
            }
            other => {
                let mut words = String::new();
                inline_words(std::slice::from_ref(other), &mut words);
                words
            }
        });
        shown.collect()
    }

    #[test]
    fn a_reference_leads_to_what_it_names() {
        assert_eq!(links("清单（附件1）已印发。"), "清单（[附件1](#r1)）已印发。");
        assert_eq!(links("见附件2、附件1。"), "见[附件2](#r2)、[附件1](#r1)。");
    }

    #[test]
    fn what_only_looks_like_one_leads_nowhere() {
        for words in
            ["见附件3。", "见附件12。", "请打开附件1.docx。", "原附件1已作废", "有附件"]
        {
            assert_eq!(links(words), words);
        }
    }
}
