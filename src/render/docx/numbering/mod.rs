//! Live numbers: which numbers of headings and items Word counts for itself.
//!
//! Belongs here: the lists of `numbering.xml`, and the proof that they come to the numbers
//! of the source.
//! Does not belong here: whether numbers are live at all (the style says so), and what a
//! number looks like (`form`).
//!
//! Headings are one list of many levels, each bound to its built-in heading style, so that
//! a paragraph that gets the style gets a number. A level counts on until a heading of a
//! higher level comes. Headings that stand together below the same heading are either all
//! counted or all left as words: where one of them is numbered otherwise than Word would
//! number it, a live number beside it would be wrong as soon as somebody adds a heading.
//! Every list of items is a list of its own in Word as well, or stays words.

mod form;

use std::collections::{BTreeMap, BTreeSet};

use super::look;
use super::styles::{Role, Styles};
use super::xml::{Element, NAMESPACES, Xml};
use crate::compose::sheet::{self, Kind, StyleId};
use crate::compose::{Block, Composition, Inline, Lang, Paragraph, Part};
use form::{Form, Number};
pub(super) use form::{plain_start, without};

/// How many levels a list of Word's has.
const LEVELS: u8 = 9;

/// The list of the headings.
const HEADINGS: usize = 1;

/// The numbers that Word counts.
pub(super) struct Numbering<'a> {
    composition: &'a Composition,
    /// The levels of the headings, from 1. `None` for those that print no number.
    headings: Vec<Option<Form>>,
    /// What is special about a paragraph, by where it lies.
    counted: BTreeMap<*const Paragraph, Counted>,
    /// The lists of items: their levels, each with its first number.
    lists: Vec<Vec<Level>>,
}

/// A level of a list of items.
#[derive(Clone, PartialEq, Eq)]
struct Level {
    form: Form,
    first: u32,
    style: StyleId,
}

/// What a paragraph says about its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Word prints so many of its first characters, as its style says.
    ByStyle { characters: usize },
    /// Word prints so many of its first characters, on a level of a list of its own.
    InList { characters: usize, level: u8, list: usize },
    /// The style of its depth has numbers, and it has none, or one that Word does not
    /// come to.
    Not,
}

impl Counted {
    /// The words of a paragraph that Word does not print by itself.
    pub(super) fn rest(self, words: &[Inline]) -> Vec<Inline> {
        match self {
            Counted::ByStyle { characters } | Counted::InList { characters, .. } => {
                form::without(words, characters)
            }
            Counted::Not => words.to_vec(),
        }
    }

    /// What the paragraph says beside its style.
    pub(super) fn said(self) -> Option<Element> {
        match self {
            Counted::InList { level, list, .. } => Some(place(level, HEADINGS + list)),
            Counted::ByStyle { .. } | Counted::Not => None,
        }
    }
}

/// A heading on its way to a number.
struct Heading<'a> {
    paragraph: &'a Paragraph,
    depth: u8,
    /// Whether its look is that of the built-in style of its depth.
    is_builtin: bool,
    number: Option<Number>,
}

impl<'a> Numbering<'a> {
    /// Finds out what Word can count in a composition. Nothing, where numbers are words.
    pub(super) fn of(composition: &'a Composition, styles: &Styles) -> Self {
        let mut numbering = Numbering {
            composition,
            headings: Vec::new(),
            counted: BTreeMap::new(),
            lists: Vec::new(),
        };
        if composition.sheet.numbering == sheet::Numbering::Text {
            return numbering;
        }
        let mut headings = Vec::new();
        numbering.collect(&composition.blocks, styles, false, &mut headings);
        numbering.count_headings(&headings);
        numbering
    }

    /// The depths whose built-in heading style is bound to the list.
    pub(super) fn bound(&self) -> BTreeSet<u8> {
        (1..=LEVELS).take(self.headings.len()).collect()
    }

    /// `w:numPr` of the built-in style of a depth.
    pub(super) fn of_style(depth: u8) -> Element {
        place(depth, HEADINGS)
    }

    /// How Word counts a paragraph, where it does.
    pub(super) fn of_paragraph(&self, paragraph: &Paragraph) -> Option<Counted> {
        self.counted.get(&std::ptr::from_ref(paragraph)).copied()
    }

    fn collect(
        &mut self,
        blocks: &'a [Block],
        styles: &Styles,
        framed: bool,
        headings: &mut Vec<Heading<'a>>,
    ) {
        let is_rule = |at: Option<usize>| {
            at.is_some_and(|at| matches!(blocks.get(at), Some(Block::Rule(_))))
        };
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(paragraph) => {
                    let Some(outline) = paragraph.outline else { continue };
                    let depth = outline.depth.clamp(1, LEVELS);
                    let own = styles.builtin(Role::Heading(depth));
                    // A rule beside it or a frame around it needs a style of its own.
                    let apart =
                        framed || is_rule(at.checked_sub(1)) || is_rule(Some(at + 1));
                    headings.push(Heading {
                        paragraph,
                        depth,
                        is_builtin: own == Some(paragraph.style) && !apart,
                        number: Number::of(&paragraph.inlines)
                            .filter(|number| !number.form.is_bullet()),
                    });
                }
                Block::Group(group) => {
                    if group.part == Part::List {
                        self.count_items(&group.blocks);
                    }
                    let style = self.composition.sheet.style(group.style);
                    let framed =
                        framed || style.kind == Kind::Frame && look::draws(style);
                    self.collect(&group.blocks, styles, framed, headings);
                }
                Block::Table(_)
                | Block::Figure(_)
                | Block::Contents(_)
                | Block::Rule(_)
                | Block::PageBreak { .. } => {}
            }
        }
    }

    /// Decides depth by depth, from the highest: what deeper headings count from depends
    /// on which of the higher ones are in the list.
    fn count_headings(&mut self, headings: &[Heading<'a>]) {
        let mut in_list = vec![false; headings.len()];
        let mut levels: Vec<Option<Form>> = Vec::new();
        for depth in 1..=LEVELS {
            let form = usual_form(headings, depth);
            let live =
                form.as_ref().map(|form| counted_here(headings, &in_list, depth, form));
            let live = live.unwrap_or_default();
            let form = form.filter(|_| !live.is_empty());
            for (at, heading) in headings.iter().enumerate() {
                if heading.depth != depth || !heading.is_builtin {
                    continue;
                }
                // On a level without numbers every heading is there to make the deeper
                // ones begin again.
                in_list[at] = form.is_none() || live.contains(&at);
                let counted = match &heading.number {
                    Some(number) if live.contains(&at) => {
                        Counted::ByStyle { characters: number.length }
                    }
                    _ if form.is_some() => Counted::Not,
                    _ => continue,
                };
                self.counted.insert(heading.paragraph, counted);
            }
            levels.push(form);
        }
        while levels.last().is_some_and(Option::is_none) {
            levels.pop();
        }
        self.headings = levels;
    }

    /// Makes a list of Word's of items, if all come to the numbers that they have.
    fn count_items(&mut self, blocks: &'a [Block]) {
        let mut levels: Vec<Level> = Vec::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut found = Vec::new();
        for block in blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            let Some(depth) = paragraph.item else { continue };
            let depth = depth.clamp(1, LEVELS);
            let Some(number) = Number::of(&paragraph.inlines) else { return };
            let at = usize::from(depth - 1);
            // A level that nothing stood on before has the form of its first item.
            if at > levels.len() {
                return;
            }
            if at == levels.len() {
                let Number { form, value, .. } = number.clone();
                levels.push(Level { form, first: value, style: paragraph.style });
            }
            let level = &levels[at];
            counts.truncate(at + 1);
            if counts.len() == at + 1 {
                counts[at] += 1;
            } else {
                counts.push(level.first);
            }
            let right = level.form.is_bullet() || number.value == counts[at];
            if level.form != number.form || level.style != paragraph.style || !right {
                return;
            }
            found.push((paragraph, number.length, depth));
        }
        if found.is_empty() {
            return;
        }
        self.lists.push(levels);
        let list = self.lists.len();
        for (paragraph, characters, level) in found {
            let counted = Counted::InList { characters, level, list };
            self.counted.insert(paragraph, counted);
        }
    }

    /// `numbering.xml`, or nothing where Word counts nothing.
    pub(super) fn part(&self, styles: &Styles) -> Option<Vec<u8>> {
        if self.headings.is_empty() && self.lists.is_empty() {
            return None;
        }
        let lang = self.composition.lang;
        let mut kinds: Vec<&[Level]> = Vec::new();
        for list in &self.lists {
            if !kinds.contains(&list.as_slice()) {
                kinds.push(list);
            }
        }
        let mut xml = Xml::part();
        xml.open("w:numbering", &NAMESPACES[..1]);
        xml.element(&self.heading_list(styles, lang));
        for (at, levels) in kinds.iter().enumerate() {
            let levels = levels.iter().zip(1..).map(|(level, depth)| {
                let style = styles.style(level.style);
                let own = row(depth, level.first, Some(&level.form), lang);
                let indents = Element::new("w:pPr").holding(look::indents_of(style));
                own.holding(indents).holding(face())
            });
            xml.element(&abstract_list(at + HEADINGS, levels));
        }
        let number = |id: usize, kind: usize| {
            Element::new("w:num")
                .with("w:numId", id)
                .holding(Element::val("w:abstractNumId", kind))
        };
        xml.element(&number(HEADINGS, 0));
        for (at, list) in self.lists.iter().enumerate() {
            let kind = kinds.iter().position(|kind| *kind == list.as_slice());
            let mut element =
                number(HEADINGS + at + 1, HEADINGS + kind.unwrap_or_default());
            // Each list begins anew, also where another of its kind stands above.
            for (depth, level) in list.iter().enumerate() {
                let start = Element::val("w:startOverride", level.first);
                element = element.holding(
                    Element::new("w:lvlOverride").with("w:ilvl", depth).holding(start),
                );
            }
            xml.element(&element);
        }
        xml.close("w:numbering");
        Some(xml.into_bytes())
    }

    fn heading_list(&self, styles: &Styles, lang: Lang) -> Element {
        let levels = (1..=LEVELS).map(|depth| {
            let form = self.headings.get(usize::from(depth - 1)).and_then(Option::as_ref);
            let mut level = row(depth, 1, form, lang);
            let style = styles.builtin(Role::Heading(depth));
            let bound = style.filter(|_| usize::from(depth) <= self.headings.len());
            if let Some(style) = bound {
                // After start and format, as the schema has it.
                let id = Element::val("w:pStyle", format!("Heading{depth}"));
                level.children.insert(2, id);
                let indents = look::indents_of(styles.style(style));
                level = level.holding(Element::new("w:pPr").holding(indents));
            }
            level.holding(face())
        });
        abstract_list(0, levels)
    }
}

/// The form that most of a depth's headings have, if most have a number at all.
fn usual_form(headings: &[Heading], depth: u8) -> Option<Form> {
    let mut forms: BTreeMap<&Form, usize> = BTreeMap::new();
    let mut all = 0;
    for heading in headings.iter().filter(|h| h.depth == depth && h.is_builtin) {
        all += 1;
        if let Some(number) = &heading.number {
            *forms.entry(&number.form).or_default() += 1;
        }
    }
    let (form, count) = forms.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > all).then(|| form.clone())
}

/// The headings of a depth whose numbers Word comes to. `in_list` says which of the higher
/// ones make it begin again.
fn counted_here(
    headings: &[Heading],
    in_list: &[bool],
    depth: u8,
    form: &Form,
) -> BTreeSet<usize> {
    let mut live = BTreeSet::new();
    let mut count = 0;
    let mut together: Vec<usize> = Vec::new();
    let mut settle = |together: &mut Vec<usize>, count: &mut u32| {
        let numbered: Vec<usize> =
            together.drain(..).filter(|at| headings[*at].number.is_some()).collect();
        let right = numbered.iter().zip(*count + 1..).all(|(at, expected)| {
            let heading = &headings[*at];
            let number = heading.number.as_ref();
            heading.is_builtin
                && number.is_some_and(|n| n.form == *form && n.value == expected)
        });
        if right {
            *count += numbered.len() as u32;
            live.extend(numbered);
        }
    };
    for (at, heading) in headings.iter().enumerate() {
        if heading.depth == depth {
            together.push(at);
        } else if heading.depth < depth {
            settle(&mut together, &mut count);
            if in_list[at] {
                count = 0;
            }
        }
    }
    settle(&mut together, &mut count);
    live
}

/// `w:numPr`: a level, counted from 1, of a list.
fn place(level: u8, list: usize) -> Element {
    Element::new("w:numPr")
        .holding(Element::val("w:ilvl", level - 1))
        .holding(Element::val("w:numId", list))
}

fn abstract_list(id: usize, levels: impl Iterator<Item = Element>) -> Element {
    let list = Element::new("w:abstractNum")
        .with("w:abstractNumId", id)
        // Word tells lists apart by these.
        .holding(Element::val("w:nsid", format!("{:08X}", 0x2B8E_0000 + id)))
        .holding(Element::val("w:multiLevelType", "multilevel"));
    levels.fold(list, Element::holding)
}

/// A level up to its properties.
fn row(depth: u8, first: u32, form: Option<&Form>, lang: Lang) -> Element {
    let (format, pattern) = match form {
        Some(form) => (form.format(lang), form.pattern(depth)),
        None => ("none", String::new()),
    };
    Element::new("w:lvl")
        .with("w:ilvl", depth - 1)
        .holding(Element::val("w:start", first.max(1)))
        .holding(Element::val("w:numFmt", format))
        .holding(Element::val("w:suff", "nothing"))
        .holding(Element::val("w:lvlText", pattern))
        .holding(Element::val("w:lvlJc", "left"))
}

/// Signs that Chinese and Latin text share come from the Chinese face.
fn face() -> Element {
    let fonts = Element::new("w:rFonts").with("w:hint", "eastAsia");
    Element::new("w:rPr").holding(fonts)
}
