//! Labels: what captions are called by, and the words that refer to them.
//!
//! Belongs here: which captions Word counts and which fields show their labels.
//! Does not belong here: what is a reference (`compose`), how a field is written (`runs`).
//!
//! The label of a caption that the text refers to has a bookmark, and the words that refer
//! to it are a `REF` field with the label already in it: an editor who renumbers a caption
//! updates the field. Where the style asks for live numbers the number of every caption is
//! a `SEQ` field. One that does not follow the caption before it, such as the first of an
//! article, says with what number it begins, so that Word comes to the numbers in the text.

use std::collections::BTreeMap;

use super::numbering::{plain_start, without};
use crate::compose::sheet::Numbering;
use crate::compose::{Block, Composition, Inline, Paragraph, inline_words, label};

/// The label of a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Label {
    /// What is counted, such as `图`.
    pub(super) kind: &'static str,
    /// Its number.
    pub(super) number: String,
    /// The instruction of the field that counts it, where Word does.
    pub(super) sequence: Option<String>,
    /// The bookmark around it, where the text refers to it.
    pub(super) bookmark: Option<String>,
}

impl Label {
    /// The words of a caption behind its label.
    pub(super) fn rest(&self, words: &[Inline]) -> Vec<Inline> {
        without(words, self.kind.chars().count() + self.number.chars().count())
    }
}

/// The labels of a composition.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Label by the anchor of its caption, where the text refers to it.
    referred: BTreeMap<String, Label>,
    /// Label by where its caption lies.
    captions: BTreeMap<*const Paragraph, Label>,
}

impl Labels {
    /// Finds the captions that have a label, and those that the text refers to.
    pub(super) fn of(composition: &Composition) -> Self {
        let mut links = BTreeMap::new();
        let mut captions = Vec::new();
        walk(&composition.blocks, &mut links, &mut captions);
        let live = composition.sheet.numbering == Numbering::Live;
        let mut last: BTreeMap<&str, u32> = BTreeMap::new();
        let mut labels = Labels::default();
        for caption in captions {
            let words = plain_start(&caption.inlines);
            let Some((kind, number)) = label(&words) else { continue };
            let counted = number.parse().ok().filter(|_| !number.starts_with('0'));
            let sequence = counted.filter(|_| live).map(|number: u32| {
                let before = last.insert(kind, number).unwrap_or_default();
                let follows = before.checked_add(1) == Some(number);
                let from = if follows { String::new() } else { format!(" \\r {number}") };
                format!("SEQ {kind} \\* ARABIC{from}")
            });
            let named = format!("{kind}{number}");
            let anchor = caption.anchor.as_deref();
            let referred = anchor.filter(|anchor| {
                links.get(*anchor).is_some_and(|words| words.contains(&named))
            });
            let bookmark =
                referred.map(|_| format!("_Ref{:08}", labels.referred.len() + 1));
            let label = Label { kind, number: number.to_owned(), sequence, bookmark };
            if let Some(anchor) = referred {
                labels.referred.insert(anchor.to_owned(), label.clone());
            }
            if label.sequence.is_some() || label.bookmark.is_some() {
                labels.captions.insert(std::ptr::from_ref(caption), label);
            }
        }
        labels
    }

    /// The label of a caption, where Word knows anything of it.
    pub(super) fn of_caption(&self, caption: &Paragraph) -> Option<&Label> {
        self.captions.get(&std::ptr::from_ref(caption))
    }

    /// The bookmark that a link shows, where its words are the label of what it leads to.
    pub(super) fn shown_by(&self, target: &str, words: &[Inline]) -> Option<&str> {
        let label = self.referred.get(target.strip_prefix('#')?)?;
        let named = format!("{}{}", label.kind, label.number);
        (said(words) == named).then_some(label.bookmark.as_deref()?)
    }
}

fn said(inlines: &[Inline]) -> String {
    let mut words = String::new();
    inline_words(inlines, &mut words);
    words
}

/// Collects the words of links by the anchor they lead to, and captions in reading order.
fn walk<'a>(
    blocks: &'a [Block],
    links: &mut BTreeMap<&'a str, Vec<String>>,
    captions: &mut Vec<&'a Paragraph>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => collect_links(&paragraph.inlines, links),
            Block::Group(group) => walk(&group.blocks, links, captions),
            Block::Table(table) => {
                captions.extend(&table.caption);
                let caption = table.caption.iter().map(|caption| &caption.inlines);
                caption.chain(table.rows.iter().flatten()).for_each(|words| {
                    collect_links(words, links);
                });
            }
            Block::Figure(figure) => {
                captions.extend(&figure.caption);
                figure.caption.iter().for_each(|c| collect_links(&c.inlines, links));
            }
            Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
        }
    }
}

fn collect_links<'a>(inlines: &'a [Inline], links: &mut BTreeMap<&'a str, Vec<String>>) {
    for inline in inlines {
        match inline {
            Inline::Link { target, inlines } => {
                if let Some(anchor) = target.strip_prefix('#') {
                    links.entry(anchor).or_default().push(said(inlines));
                }
            }
            Inline::Footnote(words) => collect_links(words, links),
            Inline::Text(_)
            | Inline::Missing { .. }
            | Inline::NoBreak
            | Inline::LineBreak
            | Inline::Fill
            | Inline::Field(..) => {}
        }
    }
}
