//! Headings and contents: what navigation shows.
//!
//! Belongs here: headings, articles without a title, anchors, tables of contents, and
//! what the template left unprinted.
//! Does not belong here: other elements (`groups`, `lines`).

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{has_words, words_of};
use super::{Composer, Heading, Scope};
use crate::compose::body::{Stand, plain};
use crate::compose::sheet::Kind;
use crate::compose::styles::BODY;
use crate::compose::template::{Element, Reference};
use crate::compose::{Block, Contents, Entry, Inline, Outline, Paragraph, Run, place};
use crate::diag::{Diagnostic, say};
use crate::model::{Origin, Text};

impl<'p> Composer<'_, 'p> {
    /// A field between blocks: only a body may stand there.
    pub(super) fn loose_reference(
        &mut self,
        reference: usize,
        scope: &Scope,
        parent: Option<&Element>,
        out: &mut Vec<Block>,
    ) {
        let pack = self.pack;
        if let Some(Reference::Body(number)) = self.fields.references.get(reference) {
            let number = *number;
            let Some(article) = pack.articles.get(number) else { return };
            if let Some(printed) = self.bodies.get_mut(number) {
                *printed = true;
            }
            let from = out.len();
            let stand = Stand {
                article: scope.article.unwrap_or(number + 1),
                depth: scope.depth,
                level: 1,
            };
            if scope.article.is_some() && !scope.titled {
                self.untitled(article, stand, out);
            } else {
                self.body(article, stand, out);
            }
            if out.len() == from {
                let message = say("这篇文章没有正文", "the article has no body");
                let (title, _) = article.contents_title();
                self.notes.push(
                    Diagnostic::doubt("compose/empty-article", message).help(
                        format!("查看《{title}》的稿件"),
                        format!("look at the source of `{title}`"),
                    ),
                );
            }
            return;
        }
        let message = say("字段不在段落里", "a field stands in no paragraph");
        let fault = Diagnostic::error("template/loose-words", message)
            .help("放进 <p>…</p>", "put it into <p>…</p>");
        self.fault(fault, parent);
    }

    /// The body of an article that prints no title. Its first paragraph carries anchor
    /// and running head, and the contents show the first words.
    pub(super) fn untitled(
        &mut self,
        article: &'p crate::model::Article,
        stand: Stand,
        out: &mut Vec<Block>,
    ) {
        let (words, generated) = article.contents_title();
        if words.is_empty() {
            self.body(article, stand, out);
            return;
        }
        let anchor = self.anchor(&format!("a{}", stand.article));
        let depth = stand.depth.saturating_add(1);
        let text = Text::supplied(words.clone());
        let inlines = self.text_inlines(&text, BODY, &[]);
        self.entry(depth, &inlines, &anchor);
        let from = out.len();
        self.body(article, stand, out);
        let opening = self.styles.id("body-opening");
        if let Some(first) = out[from..].iter_mut().find_map(first_paragraph) {
            // Without a title nothing else sets it apart from the article before.
            if first.style == BODY {
                first.style = opening.unwrap_or(BODY);
            }
            first.running = Some(words.clone());
            // A heading may come first; then the entry leads to it.
            match &first.anchor {
                Some(own) => {
                    let own = own.clone();
                    for entry in self.entries.iter_mut().filter(|e| e.anchor == anchor) {
                        entry.anchor.clone_from(&own);
                    }
                }
                None => first.anchor = Some(anchor),
            }
        }
        if generated {
            let message = say(
                format!("这篇文章没有标题，目录里写作“{words}”"),
                format!("an article has no title: the contents show `{words}`"),
            );
            let mut advice = Diagnostic::advice("compose/untitled", message).help(
                "在 pack.yaml 的 articles 里给它一个 title",
                "give it a title under articles in pack.yaml",
            );
            let origin = article.blocks.iter().find_map(first_origin);
            advice.place = origin.and_then(|origin| place(self.pack, origin, 3));
            self.notes.push(advice);
        }
    }

    pub(super) fn heading(
        &mut self,
        element: &Element,
        scope: &mut Scope,
        out: &mut Vec<Block>,
    ) {
        let asked = element.name[1..].parse::<u8>().unwrap_or(1);
        let default = match asked {
            1 => "title".to_owned(),
            n => format!("heading-{}", (n - 1).min(4)),
        };
        let id = self.element_id(element, &default, Kind::Paragraph);
        let inlines = self.paragraph_inlines(element, id);
        if !has_words(&inlines) {
            return;
        }
        let plain_words = words_of(&inlines);
        let class = element.class().unwrap_or(&default).to_owned();
        self.new_page(&class, out);
        let depth = asked.min(scope.depth.saturating_add(1));
        let anchor = match scope.article.filter(|_| !scope.titled) {
            Some(number) => self.anchor(&format!("a{number}")),
            None => {
                let number = self.entries.len() + 1;
                self.anchor(&format!("h{number}"))
            }
        };
        let running =
            (scope.article.is_some() && !scope.titled).then(|| plain_words.clone());
        scope.titled |= scope.article.is_some();
        scope.depth = depth;
        self.entry(depth, &inlines, &anchor);
        let inlines = self.balanced(inlines, id);
        out.push(Block::Paragraph(Paragraph {
            outline: Some(Outline { depth }),
            anchor: Some(anchor),
            running,
            ..plain(id, inlines)
        }));
    }

    /// A name that no other place of the composition has.
    pub(in crate::compose) fn anchor(&mut self, wanted: &str) -> String {
        unused(&mut self.anchors, wanted)
    }

    /// Remembers a heading for the contents.
    pub(in crate::compose) fn entry(
        &mut self,
        depth: u8,
        inlines: &[Inline],
        anchor: &str,
    ) {
        let inlines = inlines
            .iter()
            .filter(|inline| !matches!(inline, Inline::LineBreak | Inline::Footnote(_)))
            .cloned()
            .map(|inline| match inline {
                // The look of the entry is that of its own style.
                Inline::Text(run) => Inline::Text(Run { style: None, ..run }),
                other => other,
            })
            .collect();
        self.entries.push(Heading { depth, inlines, anchor: anchor.to_owned() });
    }

    pub(super) fn contents(&mut self, element: &Element, out: &mut Vec<Block>) {
        let toc = element.attribute("toc").unwrap_or("1");
        let Some(levels) = toc.trim().parse::<u8>().ok().filter(|levels| *levels <= 3)
        else {
            let message = say(
                format!("toc=\"{toc}\" 不对：写 0 到 3，是目录的级数"),
                format!(
                    "toc=\"{toc}\" is wrong: write 0 to 3, the levels of the contents"
                ),
            );
            self.fault(
                Diagnostic::error("template/bad-attribute", message),
                Some(element),
            );
            return;
        };
        let mut inner = Vec::new();
        let mut scope = Scope::default();
        self.blocks(&element.children, &mut scope, Some(element), &mut inner);
        let heading = inner.into_iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        if levels == 0 {
            return;
        }
        if let Some(class) = element.class() {
            let class = class.to_owned();
            self.new_page(&class, out);
        }
        self.tocs.push(levels);
        out.push(Block::Contents(Contents { heading, entries: Vec::new() }));
    }

    /// Puts the entries into the tables of contents, now that all headings are known.
    pub(super) fn fill_contents(
        &mut self,
        blocks: &mut Vec<Block>,
        tocs: &mut impl Iterator<Item = u8>,
    ) {
        let mut empty = None;
        for (place, block) in blocks.iter_mut().enumerate() {
            match block {
                Block::Contents(contents) => {
                    let levels = tocs.next().unwrap_or(1);
                    let one =
                        self.entries.iter().filter(|h| h.depth <= levels).count() == 1;
                    // One line tells nobody where to turn to: its parts do.
                    let levels = (levels + u8::from(one)).min(3);
                    let shown =
                        self.entries.iter().filter(|heading| heading.depth <= levels);
                    let shown: Vec<_> = shown
                        .map(|h| (h.depth, h.inlines.clone(), h.anchor.clone()))
                        .collect();
                    for (depth, inlines, anchor) in shown {
                        let style = self.class_id(&format!("contents-{depth}"));
                        let inlines = self.entry_lines(inlines, style);
                        contents.entries.push(Entry { style, depth, inlines, anchor });
                    }
                    if contents.entries.is_empty() {
                        empty = Some(place);
                    }
                }
                Block::Group(group) => self.fill_contents(&mut group.blocks, tocs),
                _ => {}
            }
        }
        if let Some(place) = empty {
            blocks.remove(place);
        }
    }

    /// What the job named: how often each class was used is of no interest here, only
    /// which parts the template left out.
    pub(in crate::compose) fn unprinted(&self) -> Vec<Diagnostic> {
        // One advice a kind of part, at the first place, so that fifty articles do not
        // say fifty times the same.
        let mut kinds: BTreeMap<&str, (usize, Diagnostic)> = BTreeMap::new();
        let parts = self.fields.parts.iter().zip(&self.printed);
        for (part, _) in parts.filter(|(_, printed)| !**printed) {
            let (count, _) = kinds.entry(part.zh).or_insert_with(|| {
                let message = say(
                    format!("模板没有印{}：“{}”", part.zh, part.words),
                    format!("the template leaves out {}: `{}`", part.en, part.words),
                );
                let mut advice = Diagnostic::advice("compose/unprinted", message);
                advice.place = part
                    .origin
                    .and_then(|origin| place(self.pack, origin, part.words.len()));
                (0, advice)
            });
            *count += 1;
        }
        let mut found = Vec::new();
        for (count, mut advice) in kinds.into_values() {
            if count > 1 {
                advice.help = Some(say(
                    format!("这样的共 {count} 处"),
                    format!("there are {count} such places"),
                ));
            }
            found.push(advice);
        }
        for (article, _) in
            self.pack.articles.iter().zip(&self.bodies).filter(|(_, printed)| !**printed)
        {
            let (title, _) = article.contents_title();
            let message = say(
                format!("模板没有印《{title}》的正文"),
                format!("the template leaves out the body of `{title}`"),
            );
            found.push(Diagnostic::doubt("compose/unprinted-body", message));
        }
        found
    }
}

/// A name that is not taken, which then is.
pub(super) fn unused(taken: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut anchor = wanted.to_owned();
    let mut number = 1;
    while !taken.insert(anchor.clone()) {
        number += 1;
        anchor = format!("{wanted}-{number}x");
    }
    anchor
}

fn first_paragraph(block: &mut Block) -> Option<&mut Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Group(group) => group.blocks.iter_mut().find_map(first_paragraph),
        _ => None,
    }
}

fn first_origin(block: &crate::model::Block) -> Option<Origin> {
    use crate::model::Block as B;
    match block {
        B::Paragraph(paragraph) => paragraph.text.origin,
        B::Highlights(items) | B::Quotation(items) | B::SignOff(items) => {
            items.first()?.origin
        }
        B::List(list) => list.items.first()?.origin,
        B::Table(_) | B::Figure(_) => None,
    }
}
