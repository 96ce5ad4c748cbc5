//! Frames: rules, grounds and the foot of the page around paragraphs.
//!
//! Belongs here: which frame a paragraph stands in and what it says because of it.
//! Does not belong here: how a frame looks (`look`).

use super::super::look::{self, Edge, twips};
use super::super::styles::{Look, Role};
use super::super::xml::{Element, Xml};
use super::{Above, Body, keep_with_next};
use crate::compose::sheet::{Kind, Place, Rule, Style, StyleId};
use crate::compose::{Block, Composition, Group, Paragraph};
use crate::diag::Diagnostic;

/// The frame around the paragraphs that are being written.
pub(super) struct Frame {
    style: StyleId,
    /// Whether one box goes around all of them.
    is_one_box: bool,
    /// Whether anything is drawn: else its paragraphs look as they do outside of it.
    draws: bool,
    /// How many there are, and how many have been written.
    count: usize,
    written: usize,
    before: f64,
    after: f64,
}

/// How a paragraph stands in the frame around it.
pub(super) struct InFrame {
    /// The frame and the paragraph's place in it, where the frame draws anything.
    pub(super) frame: Option<(StyleId, Edge)>,
    /// The space above the paragraph, in points.
    pub(super) before: f64,
    /// The space below it, in points.
    pub(super) after: f64,
}

impl<'a> Body<'_, 'a> {
    /// The frame that the next paragraph stands in, its place there, and the space around
    /// it. A frame that is drawn ends where its first and last paragraph end, and has the
    /// space outside; one that is not shares it with them, the larger counts.
    pub(super) fn in_frame(&mut self, own: &Style, above: Above) -> InFrame {
        let alone = match above {
            Above::All | Above::Own => own.before,
            Above::Nothing => 0.0,
        };
        let mut here = InFrame { frame: None, before: alone, after: own.after };
        let Some(frame) = self.frame.as_mut() else { return here };
        frame.written += 1;
        let is_first = frame.written == 1;
        let is_last = frame.written >= frame.count;
        let edge = match (frame.is_one_box, is_first, is_last) {
            (true, _, _) => Edge::Any,
            (false, true, true) => Edge::Only,
            (false, true, false) => Edge::First,
            (false, false, true) => Edge::Last,
            (false, false, false) => Edge::Middle,
        };
        let style = self.words.styles.style(frame.style);
        if style.place == Place::Foot {
            return here;
        }
        let (top, bottom) = look::frame_thickness(style);
        if is_first {
            here.before = match (above, frame.draws) {
                (Above::All, false) => own.before.max(frame.before),
                (Above::Own, false) => own.before,
                (Above::All | Above::Own, true) => (frame.before - top).max(0.0),
                (Above::Nothing, _) => 0.0,
            };
        }
        if is_last {
            here.after = if frame.draws {
                (frame.after - bottom).max(0.0)
            } else {
                own.after.max(frame.after)
            };
        }
        here.frame = frame.draws.then_some((frame.style, edge));
        here
    }

    pub(super) fn group(&mut self, group: &'a Group) -> Result<(), Diagnostic> {
        let style = self.words.styles.style(group.style);
        if style.kind != Kind::Frame {
            return self.blocks(&group.blocks);
        }
        self.wait_for(style.page_break);
        let mut paragraphs = Vec::new();
        collect_paragraphs(self.composition, &group.blocks, &mut paragraphs);
        let indents = |p: &&Paragraph| {
            let style = self.words.styles.style(p.style);
            let sides = [style.left_indent, style.right_indent];
            sides.map(|indent| twips(indent * style.size))
        };
        let alike =
            paragraphs.windows(2).all(|pair| indents(&pair[0]) == indents(&pair[1]));
        let draws = look::draws(style) || style.place == Place::Foot;
        if !draws && self.in_drawn_frame() {
            return self.blocks(&group.blocks);
        }
        // A group that begins another one has the space above that as well.
        let outer =
            self.frame.as_mut().filter(|outer| outer.written == 0 && !outer.draws);
        let before = outer.map_or(0.0, |outer| std::mem::take(&mut outer.before));
        let frame = Frame {
            style: group.style,
            draws,
            // LibreOffice makes one text frame only of paragraphs with the same rules.
            is_one_box: style.place == Place::Foot
                || (alike && style.rules.inner.is_none()),
            count: paragraphs.len(),
            written: 0,
            before: style.before.max(before),
            after: style.after,
        };
        let outer = self.frame.replace(frame);
        if self.in_foot() {
            self.keep_beside_foot();
        }
        let done = self.blocks(&group.blocks);
        if self.in_foot() {
            self.foot_rule(style.rules.bottom);
        }
        self.frame = outer;
        done
    }

    pub(super) fn in_drawn_frame(&self) -> bool {
        self.frame.as_ref().is_some_and(|frame| frame.draws)
    }

    pub(super) fn in_foot(&self) -> bool {
        let frame = self.frame.as_ref().map(|frame| self.words.styles.style(frame.style));
        frame.is_some_and(|style| style.place == Place::Foot)
    }

    /// Keeps the last words before 版记 on its page, and with them the heading above them:
    /// it never stands on a page alone.
    fn keep_beside_foot(&mut self) {
        if let Some(held) = &mut self.held
            && !held.is_framed()
            && !held
                .properties
                .iter()
                .any(|p| ["w:keepNext", "w:sectPr"].contains(&p.name))
        {
            keep_with_next(&mut held.properties);
        }
    }

    /// The rule above the next paragraph of 版记: the upper one, or one between two.
    pub(super) fn foot_rule_before(&mut self) {
        let Some(frame) = self.frame.as_ref().filter(|_| self.in_foot()) else { return };
        let rules = &self.words.styles.style(frame.style).rules;
        let rule = if frame.written == 0 { rules.top } else { rules.inner };
        self.foot_rule(rule);
    }

    /// A rule of 版记 as a line of its own in the text frame: LibreOffice draws no rules
    /// between the paragraphs of a frame, and breaks the frame where they differ.
    fn foot_rule(&mut self, rule: Option<Rule>) {
        let Some(rule) = rule else { return };
        let page = &self.composition.sheet.page;
        let height = twips(rule.width + 2.0 * rule.gap).max(30);
        let look = Look { style: StyleId(0), role: Role::Text, frame: None };
        let properties = vec![
            self.style_of(look),
            look::foot_frame(page),
            Element::switch("w:snapToGrid", false),
            look::spacing(0, 0, height),
            Element::new("w:ind")
                .with("w:left", 0)
                .with("w:right", 0)
                .with("w:firstLineChars", 0)
                .with("w:firstLine", 0),
            Element::val("w:jc", "left"),
        ];
        let mut content = Xml::piece();
        let relations = &mut self.words.relations;
        self.pictures.rule(&mut content, page.measure(), rule, relations);
        self.hold(properties, content.into_bytes());
    }
}

/// The paragraphs that draw the rules of a frame: all in it that are in no frame further
/// in.
fn collect_paragraphs<'a>(
    composition: &Composition,
    blocks: &'a [Block],
    out: &mut Vec<&'a Paragraph>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => out.push(p),
            Block::Group(group)
                if composition.sheet.style(group.style).kind != Kind::Frame =>
            {
                collect_paragraphs(composition, &group.blocks, out);
            }
            Block::Table(table) => out.extend(&table.caption),
            Block::Figure(figure) => out.extend(&figure.caption),
            Block::Contents(contents) => out.extend(&contents.heading),
            Block::Group(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
        }
    }
}
