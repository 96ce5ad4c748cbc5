//! `styles.xml`: every class as a style with a name that editors find in Word's list.
//!
//! Belongs here: which styles a document has, by which id.
//! Does not belong here: how a class looks in Word's units (`look`), what styles are called
//! (`names`) and how they are written down (`part`).

mod names;
mod part;
mod usage;

use std::collections::{BTreeMap, BTreeSet};

use super::look::{self, Edge};
use crate::compose::sheet::{Sheet, Style, StyleId};
use crate::compose::{Composition, Lang};
use crate::fonts::{self, Book};
use names::RESERVED;
use usage::Usage;

/// One look of a paragraph: a class, and the place that makes Word need a style for it
/// alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// The class.
    pub(super) style: StyleId,
    /// What the paragraph is.
    pub(super) role: Role,
    /// The frame it stands in and where.
    pub(super) frame: Option<(StyleId, Edge)>,
}

/// What a paragraph is for Word's outline and contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Neither.
    Text,
    /// A heading of the outline, 1 the highest.
    Heading(u8),
    /// The same without the number that the built-in style of its depth has.
    Unnumbered(u8),
    /// An entry of the contents, by depth.
    Entry(u8),
    /// The heading above the contents.
    ContentsHeading,
    /// A rule that no paragraph stands beside.
    Rule,
    /// A picture, whose line is as high as it is.
    Picture,
}

/// The styles of one document. Asking for one is what puts it into the file.
pub(super) struct Styles<'a> {
    composition: &'a Composition,
    book: &'a Book,
    /// The faces of the other languages.
    others: BTreeMap<Lang, Book>,
    /// The class that is Word's own `heading` or `toc` style of a depth: the one that most
    /// paragraphs of that depth have.
    builtin: BTreeMap<Role, StyleId>,
    /// Classes whose lines are filled from edge to edge.
    filled: BTreeSet<StyleId>,
    /// The paragraph styles that the document uses, in the order in which it asked.
    used: Vec<(Look, String)>,
    ids: BTreeMap<Look, usize>,
    footnotes: bool,
    /// The depths whose built-in heading style has numbers that Word counts.
    numbered: BTreeSet<u8>,
}

impl<'a> Styles<'a> {
    /// The styles that a composition will need.
    pub(super) fn new(composition: &'a Composition, book: &'a Book) -> Self {
        let mut usage = Usage::default();
        usage.blocks(&composition.blocks);
        composition.furniture.lines().for_each(|p| usage.fills(p));
        let mut builtin: BTreeMap<Role, (StyleId, usize)> = BTreeMap::new();
        for ((role, style), count) in usage.counts {
            let best = builtin.entry(role).or_insert((style, count));
            if count > best.1 {
                *best = (style, count);
            }
        }
        let mut styles = Styles {
            composition,
            book,
            others: composition
                .langs
                .iter()
                .map(|lang| (*lang, book.of(*lang)))
                .collect(),
            builtin: builtin.into_iter().map(|(role, (id, _))| (role, id)).collect(),
            filled: usage.filled,
            used: Vec::new(),
            ids: BTreeMap::new(),
            footnotes: false,
            numbered: BTreeSet::new(),
        };
        styles.paragraph(Look { style: StyleId(0), role: Role::Text, frame: None });
        styles
    }

    /// The sheet that the styles come from.
    pub(super) fn sheet(&self) -> &'a Sheet {
        &self.composition.sheet
    }

    /// The faces.
    pub(super) fn book(&self) -> &'a Book {
        self.book
    }

    /// The name in Word of the face that a role has in a language.
    pub(super) fn face_in(&self, lang: Lang, role: fonts::Role) -> String {
        look::face(self.others.get(&lang).unwrap_or(self.book), role)
    }

    /// The style of a class.
    pub(super) fn style(&self, id: StyleId) -> &'a Style {
        self.sheet().style(id)
    }

    /// The style of the body.
    pub(super) fn body(&self) -> &'a Style {
        self.style(StyleId(0))
    }

    /// The id of the style for a look, which is made when first asked for.
    pub(super) fn paragraph(&mut self, look: Look) -> String {
        if let Some(&at) = self.ids.get(&look) {
            return self.used[at].1.clone();
        }
        let id = self.unused_id(self.wished_id(look));
        self.ids.insert(look, self.used.len());
        self.used.push((look, id.clone()));
        id
    }

    /// The id of a character style.
    pub(super) fn character(&self, id: StyleId) -> String {
        format!("{}-char", self.style(id).class)
    }

    /// The id of a table style.
    pub(super) fn table(&self, id: StyleId) -> String {
        format!("{}-table", self.style(id).class)
    }

    /// The ids of the style of footnotes and of their marks, which the document then has.
    pub(super) fn footnotes(&mut self) -> (&'static str, &'static str) {
        self.footnotes = true;
        ("FootnoteText", "FootnoteReference")
    }

    /// The class that is Word's own style of a role.
    pub(super) fn builtin(&self, role: Role) -> Option<StyleId> {
        self.builtin.get(&role).copied()
    }

    /// Says which built-in heading styles have numbers that Word counts.
    pub(super) fn number(&mut self, depths: BTreeSet<u8>) {
        self.numbered = depths;
    }

    fn is_builtin(&self, look: Look) -> bool {
        look.frame.is_none() && self.builtin.get(&look.role) == Some(&look.style)
    }

    fn wished_id(&self, look: Look) -> String {
        let class = &self.style(look.style).class;
        if look.frame.is_none() {
            match look.role {
                Role::Text if look.style == StyleId(0) => return "Normal".into(),
                Role::Heading(depth) if self.is_builtin(look) => {
                    return format!("Heading{depth}");
                }
                Role::Entry(depth) if self.is_builtin(look) => {
                    return format!("TOC{depth}");
                }
                Role::ContentsHeading if self.is_builtin(look) => {
                    return "TOCHeading".into();
                }
                _ => {}
            }
        }
        let mut id = String::new();
        if let Some((frame, _)) = look.frame {
            id = format!("{}-", self.style(frame).class);
        }
        id.push_str(class);
        match look.role {
            Role::Text => {}
            Role::Heading(depth) => id.push_str(&format!("-outline{depth}")),
            Role::Unnumbered(depth) => id.push_str(&format!("-unnumbered{depth}")),
            Role::Entry(depth) => id.push_str(&format!("-entry{depth}")),
            Role::ContentsHeading => id.push_str("-contents"),
            Role::Rule => id.push_str("-rule"),
            Role::Picture => id.push_str("-picture"),
        }
        id.push_str(match look.frame {
            Some((_, Edge::First)) => "-first",
            Some((_, Edge::Middle)) => "-middle",
            Some((_, Edge::Last)) => "-last",
            Some((_, Edge::RuleBelow)) => "-below",
            Some((_, Edge::RuleAbove)) => "-above",
            Some((_, Edge::Any | Edge::Only)) | None => "",
        });
        id
    }

    fn unused_id(&self, wished: String) -> String {
        // Word compares ids without regard to case.
        let taken = |id: &str| {
            let is_builtin = RESERVED.iter().any(|r| r.eq_ignore_ascii_case(id));
            (is_builtin && id != "Normal")
                || self.used.iter().any(|(_, used)| used.eq_ignore_ascii_case(id))
        };
        std::iter::once(wished.clone())
            .chain((2..).map(|n| format!("{wished}-{n}")))
            .find(|id| !taken(id))
            .unwrap_or(wished)
    }
}
