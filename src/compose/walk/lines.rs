//! Elements inside a line, and the words and fields between them.

use super::Composer;
use crate::compose::sheet::{Kind, StyleId};
use crate::compose::template::{Element, Node, Printed, Reference, Template};
use crate::compose::words::Passage;
use crate::compose::{Field, Inline, inline_words, title};
use crate::diag::{Diagnostic, say};

impl Composer<'_, '_> {
    /// The words of a paragraph, white space at its ends gone.
    pub(super) fn paragraph_inlines(
        &mut self,
        element: &Element,
        id: StyleId,
    ) -> Vec<Inline> {
        let sides = element
            .class()
            .and_then(|class| self.styles.look(class))
            .is_some_and(|look| look.sides);
        let mut out = Vec::new();
        let mut spans = 0;
        for (number, node) in element.children.iter().enumerate() {
            let edge = (number == 0, number + 1 == element.children.len());
            if let (true, Node::Element(span)) = (sides, node)
                && span.name == "span"
            {
                let mut inner = Vec::new();
                self.inline(node, id, None, (true, true), &mut inner);
                if spans > 0 && has_words(&inner) {
                    out.push(Inline::Fill);
                }
                spans += 1;
                out.append(&mut inner);
                continue;
            }
            if sides && matches!(node, Node::Words(words) if words.trim().is_empty()) {
                continue;
            }
            self.inline(node, id, None, edge, &mut out);
        }
        out
    }

    /// The same words with line breaks where the style asks for balanced lines.
    pub(super) fn balanced(&self, inlines: Vec<Inline>, id: StyleId) -> Vec<Inline> {
        self.balanced_beside(inlines, id, 0.0)
    }

    /// The words of an entry of the contents: its last line has room for the leader and
    /// the number of the page.
    pub(super) fn entry_lines(&self, inlines: Vec<Inline>, id: StyleId) -> Vec<Inline> {
        /// A number of three digits and the gap before its dots, in ems.
        const LEADER_AND_NUMBER: f64 = 2.1;
        self.balanced_beside(inlines, id, LEADER_AND_NUMBER)
    }

    /// Balanced lines that leave `taken` ems of their measure free.
    fn balanced_beside(
        &self,
        inlines: Vec<Inline>,
        id: StyleId,
        taken: f64,
    ) -> Vec<Inline> {
        if !self.styles.get(id).balance {
            return inlines;
        }
        title::balance(inlines, self.cells(id) - taken)
    }

    /// How many cells of its size a line of a paragraph has.
    pub(super) fn cells(&self, id: StyleId) -> f64 {
        let style = self.styles.get(id);
        let indents = (style.left_indent + style.right_indent) * style.size;
        (self.styles.page().measure() - indents) / style.size
    }

    pub(super) fn inlines(
        &mut self,
        nodes: &[Node],
        paragraph: StyleId,
        style: Option<StyleId>,
        out: &mut Vec<Inline>,
    ) {
        for node in nodes {
            self.inline(node, paragraph, style, (false, false), out);
        }
    }

    /// One node inside a paragraph. `edge` says whether it is the first and the last.
    pub(super) fn inline(
        &mut self,
        node: &Node,
        paragraph: StyleId,
        style: Option<StyleId>,
        edge: (bool, bool),
        out: &mut Vec<Inline>,
    ) {
        match node {
            Node::Words(words) => {
                let words = collapse(words, edge);
                self.literal(&words, paragraph, style, out);
            }
            Node::Reference(reference) => {
                self.reference(*reference, paragraph, style, out);
            }
            Node::Element(element) => self.inline_element(element, paragraph, style, out),
        }
    }

    /// Words typed into the template.
    pub(super) fn literal(
        &mut self,
        words: &str,
        paragraph: StyleId,
        style: Option<StyleId>,
        out: &mut Vec<Inline>,
    ) {
        let passage = Passage { text: words, origin: None, style, spans: Vec::new() };
        self.set(&passage, paragraph, out);
    }

    /// The sign before an item of a list without numbers, as its style has it.
    pub(in crate::compose) fn bullet(&mut self, item: StyleId, out: &mut Vec<Inline>) {
        let class = self.styles.get(item).class.as_str();
        let sign = self.styles.look(class).and_then(|look| look.bullet);
        if let Some(sign) = sign {
            self.literal(sign.encode_utf8(&mut [0; 4]), item, None, out);
        }
    }

    pub(super) fn reference(
        &mut self,
        reference: usize,
        paragraph: StyleId,
        style: Option<StyleId>,
        out: &mut Vec<Inline>,
    ) {
        let Some(reference) = self.fields.references.get(reference).cloned() else {
            return;
        };
        match reference {
            Reference::Text(text, Printed(part)) => {
                self.printed[part] = true;
                self.text_into(text, paragraph, style, &[], out);
            }
            Reference::Made(words, origin, Printed(part)) => {
                self.printed[part] = true;
                // The words are not those of the source, only their place is.
                let from = out.len();
                self.literal(&words, paragraph, style, out);
                for inline in &mut out[from..] {
                    if let Inline::Missing { origin: place, .. } = inline {
                        *place = origin;
                    }
                }
            }
            Reference::Words(words) => self.literal(&words, paragraph, style, out),
            Reference::Page => out.push(Inline::Field(Field::Page, style)),
            Reference::Pages => out.push(Inline::Field(Field::Pages, style)),
            Reference::Running => out.push(Inline::Field(Field::Running, style)),
            Reference::Body(_) => {
                let message = say(
                    "{{body}} 是一组段落，不能放在 <p> 里",
                    "{{body}} is made of paragraphs and can't stand in a <p>",
                );
                self.fault(Diagnostic::error("template/misplaced", message), None);
            }
        }
    }

    pub(super) fn inline_element(
        &mut self,
        element: &Element,
        paragraph: StyleId,
        style: Option<StyleId>,
        out: &mut Vec<Inline>,
    ) {
        self.check_attributes(element);
        let default = match element.name.as_str() {
            "em" => Some("emphasis"),
            "strong" => Some("strong"),
            "u" => Some("underline"),
            "sup" => Some("superscript"),
            "sub" => Some("subscript"),
            "span" | "a" => None,
            "br" => {
                out.push(Inline::LineBreak);
                return;
            }
            "footnote" => {
                let mut note = Vec::new();
                self.inlines(&element.children, paragraph, None, &mut note);
                if has_words(&note) {
                    self.class_id("footnote");
                    out.push(Inline::Footnote(note));
                }
                return;
            }
            _ => {
                let place =
                    say("不能放在一行文字里", "can't stand inside a line of words");
                self.no_place(element, &place, None);
                return;
            }
        };
        let inner = match element.class().or(default) {
            Some(class) => {
                let class = class.to_owned();
                match self.styles.look(&class).map(|look| look.style.kind) {
                    Some(Kind::Character) => self.styles.character(&class, paragraph),
                    Some(_) => {
                        self.element_id(element, &class, Kind::Character);
                        style
                    }
                    None => {
                        self.no_style(&class, Some(element), Kind::Character);
                        style
                    }
                }
            }
            None => style,
        };
        if element.name != "a" {
            self.inlines(&element.children, paragraph, inner, out);
            return;
        }
        let mut inlines = Vec::new();
        self.inlines(&element.children, paragraph, inner, &mut inlines);
        let target = self.attribute_words(element.attribute("href").unwrap_or_default());
        let good = ["#", "https://", "http://", "mailto:"];
        if !good.iter().any(|start| target.starts_with(start)) {
            let message = say(
                format!("链接“{target}”不行"),
                format!("the link `{target}` is not allowed"),
            );
            let fault = Diagnostic::error("template/bad-link", message).help(
                "以 #、https://、http:// 或 mailto: 开头",
                "start it with #, https://, http:// or mailto:",
            );
            self.fault(fault, Some(element));
        } else if has_words(&inlines) {
            out.push(Inline::Link { target, inlines });
        }
    }

    /// An attribute with its fields filled in.
    pub(super) fn attribute_words(&mut self, value: &str) -> String {
        let mut out = String::new();
        for node in Template::split(value) {
            match node {
                Node::Words(words) => out.push_str(&words),
                Node::Reference(reference) => {
                    match self.fields.references.get(reference) {
                        Some(Reference::Text(text, _)) => out.push_str(&text.text),
                        Some(Reference::Made(words, ..) | Reference::Words(words)) => {
                            out.push_str(words);
                        }
                        _ => {}
                    }
                }
                Node::Element(_) => {}
            }
        }
        out
    }
}

/// Whether inlines print anything.
pub(super) fn has_words(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(run) => !run.text.trim().is_empty(),
        Inline::Missing { .. } | Inline::Field(..) => true,
        Inline::NoBreak | Inline::LineBreak | Inline::Fill => false,
        Inline::Footnote(_) => true,
        Inline::Link { inlines, .. } => has_words(inlines),
    })
}

/// The bare words of inlines.
pub(super) fn words_of(inlines: &[Inline]) -> String {
    let mut out = String::new();
    inline_words(inlines, &mut out);
    out
}

/// White space as a template means it: a line break between tags or Chinese words is
/// none, any other white space is one space. Ideographic spaces stay.
fn collapse(words: &str, edge: (bool, bool)) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_whitespace()) {
        out.push_str(&rest[..at]);
        let tail = rest[at..].trim_start_matches(|c: char| c.is_ascii_whitespace());
        let space = &rest[at..rest.len() - tail.len()];
        let wide = out.chars().last().is_none_or(|c| !c.is_ascii())
            || tail.chars().next().is_none_or(|c| !c.is_ascii());
        if !(space.contains('\n') && wide) {
            out.push(' ');
        }
        rest = tail;
    }
    out.push_str(rest);
    if edge.0 {
        out = out.trim_start_matches(' ').to_owned();
    }
    if edge.1 {
        out.truncate(out.trim_end_matches(' ').len());
    }
    out
}
