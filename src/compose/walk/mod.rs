//! The walk over what a template rendered: elements become blocks.
//!
//! Belongs here: the meaning of each element, outline and contents, heads and feet, and
//! the faults of a template that only show in its output.
//! Does not belong here: bodies (`body`), characters (`words`).

mod furniture;
mod groups;
mod lines;
mod outline;

use std::collections::BTreeSet;
use std::rc::Rc;

use super::body::{item_class, plain};
use super::languages::Languages;
use super::sheet::{Kind, StyleId};
use super::styles::{BODY, Styles};
use super::template::{Element, Fields, Node, Reference, Template};
use super::{Block, Furniture, Inline, Paragraph};
use crate::diag::{Diagnostic, Notes, Say, say};
use crate::fonts::Book;
use crate::lang::Lang;
use crate::model::{Origin, Pack};
use crate::yaml::suggest;
use lines::{has_words, words_of};

/// The elements of the template language.
const ELEMENTS: &[&str] = &[
    "section",
    "header",
    "footer",
    "article",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "span",
    "em",
    "strong",
    "u",
    "sup",
    "sub",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "thead",
    "tbody",
    "caption",
    "tr",
    "th",
    "td",
    "figcaption",
    "blockquote",
    "aside",
    "nav",
    "hr",
    "br",
    "a",
    "footnote",
    "watermark",
];

/// Everything that is known while a template's output becomes a composition.
pub(in crate::compose) struct Composer<'a, 'p> {
    pub(in crate::compose) template: &'a Template,
    pub(in crate::compose) pack: &'p Pack,
    pub(in crate::compose) fields: Fields<'p>,
    pub(in crate::compose) styles: Styles<'a>,
    /// The faces of the language that the walk is in.
    pub(in crate::compose) book: Rc<Book>,
    languages: Languages,
    /// The language that the walk is in.
    pub(in crate::compose) lang: Lang,
    /// Faces beyond those of the styles that some character needs.
    pub(in crate::compose) faces: BTreeSet<usize>,
    pub(in crate::compose) notes: Notes,
    pub(in crate::compose) faults: Vec<Diagnostic>,
    /// Characters that no face has, in the order in which they were met.
    pub(in crate::compose) missing: Vec<(char, Option<Origin>)>,
    /// Which parts of the pack stand in the composition, by article and part.
    pub(in crate::compose) printed: Vec<bool>,
    /// The same for the bodies of the articles.
    pub(in crate::compose) bodies: Vec<bool>,
    pub(in crate::compose) furniture: Furniture,
    /// Whether the template speaks of head and foot of the first page.
    first_given: (bool, bool),
    /// Classes that were asked for and do not exist: each is reported once.
    unknown: BTreeSet<String>,
    anchors: BTreeSet<String>,
    entries: Vec<Heading>,
    /// How many levels each table of contents shows.
    tocs: Vec<u8>,
    articles: usize,
}

struct Heading {
    depth: u8,
    inlines: Vec<Inline>,
    anchor: String,
}

/// Where the walk stands.
#[derive(Clone, Copy, Default)]
struct Scope {
    /// The depth of the last heading of the elements around.
    depth: u8,
    /// Inside `<article>`, the number of the article.
    article: Option<usize>,
    /// Whether the article's title has been seen.
    titled: bool,
    /// How deep lists are nested.
    list: u8,
    /// The number of the next item of a numbered list; 0 where items carry none.
    item: usize,
}
impl<'a, 'p> Composer<'a, 'p> {
    pub(in crate::compose) fn new(
        template: &'a Template,
        pack: &'p Pack,
        fields: Fields<'p>,
        styles: Styles<'a>,
        book: &Book,
        languages: Languages,
    ) -> Self {
        Composer {
            template,
            pack,
            printed: vec![false; fields.parts.len()],
            bodies: vec![false; pack.articles.len()],
            fields,
            styles,
            book: Rc::new(book.clone()),
            lang: languages.pack,
            languages,
            faces: BTreeSet::new(),
            notes: Vec::new(),
            faults: Vec::new(),
            missing: Vec::new(),
            furniture: Furniture::default(),
            first_given: (false, false),
            unknown: BTreeSet::new(),
            anchors: BTreeSet::new(),
            entries: Vec::new(),
            tocs: Vec::new(),
            articles: 0,
        }
    }

    /// The language of the words that are being set, where it is not the pack's.
    pub(in crate::compose) fn foreign(&self) -> Option<&'static str> {
        (self.lang != self.languages.pack).then(|| self.lang.tag())
    }

    /// Goes over to the language of an article (by its number, from 1), and with 0 back
    /// to that of the pack.
    fn speak(&mut self, article: usize) {
        let of_article =
            article.checked_sub(1).and_then(|n| self.languages.articles.get(n));
        let lang = of_article.copied().unwrap_or(self.languages.pack);
        if lang != self.lang {
            self.book = Rc::new(self.book.of(lang));
            self.lang = lang;
        }
    }

    /// The article whose body stands in an element.
    fn article_of(&self, nodes: &[Node]) -> Option<usize> {
        nodes.iter().find_map(|node| match node {
            Node::Reference(at) => match self.fields.references.get(*at)? {
                Reference::Body(number) => Some(*number),
                _ => None,
            },
            Node::Element(element) => self.article_of(&element.children),
            Node::Words(_) => None,
        })
    }

    /// Walks over the whole output.
    pub(in crate::compose) fn document(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks(nodes, &mut Scope::default(), None, &mut blocks);
        // The first page is an odd one, unless the template says what stands there.
        if !self.first_given.0 {
            self.furniture.head_first.clone_from(&self.furniture.head_odd);
        }
        if !self.first_given.1 {
            self.furniture.foot_first.clone_from(&self.furniture.foot_odd);
        }
        self.settle_heads();
        self.fit_running(&mut blocks);
        let mut tocs = std::mem::take(&mut self.tocs).into_iter();
        self.fill_contents(&mut blocks, &mut tocs);
        // A page break that nothing stands before would print an empty sheet.
        let first = blocks.iter().position(|b| !matches!(b, Block::PageBreak { .. }));
        blocks.drain(..first.unwrap_or(blocks.len()));
        blocks
    }

    fn fault(&mut self, fault: Diagnostic, element: Option<&Element>) {
        let fault = self.template.at(fault, element.and_then(|element| element.stamp));
        // The same line of a template stands for many articles.
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Reports an element that stands where it can't, or that there is none of. `place`
    /// says where, as a predicate; `help` is for an element that exists.
    fn no_place(&mut self, element: &Element, place: &Say, help: Option<Say>) {
        let name = element.name.as_str();
        let fault = if ELEMENTS.contains(&name) {
            let (zh, en) =
                (format!("<{name}> {}", place.zh), format!("<{name}> {}", place.en));
            Diagnostic { help, ..Diagnostic::error("template/misplaced", say(zh, en)) }
        } else {
            let message = say(
                format!("没有 <{name}> 这个元素"),
                format!("there is no element <{name}>"),
            );
            let help = suggest(name, ELEMENTS);
            Diagnostic { help, ..Diagnostic::error("template/unknown-element", message) }
        };
        self.fault(fault, Some(element));
    }

    /// The id of a class that the body uses. A class without a style is reported once
    /// and set as body.
    pub(in crate::compose) fn class_id(&mut self, class: &str) -> StyleId {
        if let Some(id) = self.styles.id(class) {
            return id;
        }
        self.no_style(class, None, Kind::Paragraph);
        BODY
    }

    /// The same for a character class in a paragraph.
    pub(in crate::compose) fn character_id(
        &mut self,
        class: &str,
        around: StyleId,
    ) -> Option<StyleId> {
        let id = self.styles.character(class, around);
        if id.is_none() {
            self.no_style(class, None, Kind::Character);
        }
        id
    }

    fn no_style(&mut self, class: &str, element: Option<&Element>, kind: Kind) {
        if !self.unknown.insert(class.to_owned()) {
            return;
        }
        let message = say(
            format!("类“{class}”在样式里没有写"),
            format!("the class `{class}` has no entry in the style"),
        );
        let mut fault = Diagnostic::error("template/class-without-style", message);
        fault.help = suggest(class, &self.styles.classes(kind)).or_else(|| {
            Some(say(
                format!("在样式的 classes 下加一项“{class}: {{ … }}”"),
                format!("add an entry `{class}: {{ … }}` under classes in the style"),
            ))
        });
        self.fault(fault, element);
    }

    /// The id of an element's class, which must be of a kind.
    fn element_id(&mut self, element: &Element, default: &str, kind: Kind) -> StyleId {
        let class = element.class().unwrap_or(default);
        let Some(look) = self.styles.look(class) else {
            self.no_style(class, Some(element), kind);
            return BODY;
        };
        if look.style.kind != kind {
            let zh = |kind| match kind {
                Kind::Paragraph => "段落（paragraph）",
                Kind::Character => "字符（character）",
                Kind::Frame => "框（frame）",
                Kind::Table => "表格（table）",
            };
            let message = say(
                format!(
                    "类“{class}”是{}，<{}> 要的是{}",
                    zh(look.style.kind),
                    element.name,
                    zh(kind)
                ),
                format!(
                    "the class `{class}` is of another kind than <{}> takes",
                    element.name
                ),
            );
            let mut fault = Diagnostic::error("template/wrong-kind", message);
            fault.help = suggest(class, &self.styles.classes(kind));
            self.fault(fault, Some(element));
            return BODY;
        }
        self.styles.id(class).unwrap_or(BODY)
    }

    fn blocks(
        &mut self,
        nodes: &[Node],
        scope: &mut Scope,
        parent: Option<&Element>,
        out: &mut Vec<Block>,
    ) {
        for node in nodes {
            match node {
                Node::Words(words) if words.trim().is_empty() => {}
                Node::Words(words) => {
                    let words: String = words.trim().chars().take(12).collect();
                    let message = say(
                        format!("文字“{words}”不在段落里"),
                        format!("the words `{words}` stand in no paragraph"),
                    );
                    let fault = Diagnostic::error("template/loose-words", message)
                        .help("放进 <p>…</p>", "put them into <p>…</p>");
                    self.fault(fault, parent);
                }
                Node::Reference(reference) => {
                    self.loose_reference(*reference, scope, parent, out);
                }
                Node::Element(element) => self.element(element, scope, out),
            }
        }
    }

    fn element(&mut self, element: &Element, scope: &mut Scope, out: &mut Vec<Block>) {
        self.check_attributes(element);
        match element.name.as_str() {
            "p" | "dt" | "dd" | "figcaption" => {
                let default = match element.name.as_str() {
                    "dt" => "term",
                    "dd" => "definition",
                    "figcaption" => "caption",
                    _ => "body",
                };
                let id = self.element_id(element, default, Kind::Paragraph);
                let inlines = self.paragraph_inlines(element, id);
                if has_words(&inlines) {
                    self.new_page(element.class().unwrap_or(default), out);
                    // A divider belongs to what follows it, and so does its running head.
                    let running = (element.class() == Some("divider-title"))
                        .then(|| words_of(&inlines));
                    let inlines = self.balanced(inlines, id);
                    let paragraph = Paragraph { running, ..plain(id, inlines) };
                    out.push(Block::Paragraph(paragraph));
                }
            }
            "li" => {
                let class = item_class(scope.list);
                let id = self.element_id(element, class, Kind::Paragraph);
                let mut inlines = self.paragraph_inlines(element, id);
                if has_words(&inlines) {
                    let mut marked = Vec::new();
                    match scope.item {
                        0 => self.bullet(id, &mut marked),
                        n => self.literal(&format!("{n}. "), id, None, &mut marked),
                    }
                    scope.item += usize::from(scope.item > 0);
                    marked.append(&mut inlines);
                    let item = Some(scope.list.max(1));
                    out.push(Block::Paragraph(Paragraph { item, ..plain(id, marked) }));
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, scope, out),
            "section" | "header" | "footer" | "article" | "div" | "aside"
            | "blockquote" | "ul" | "ol" | "dl" => match element.attribute("page") {
                Some(page) => {
                    let page = page.to_owned();
                    self.furniture(element, &page);
                }
                None => self.group(element, scope, out),
            },
            "nav" => self.contents(element, out),
            "watermark" => self.watermark(element),
            "hr" => {
                let id = self.element_id(element, "rule", Kind::Frame);
                out.push(Block::Rule(id));
            }
            "table" => self.table(element, out),
            _ => {
                let place = say("不能放在这里", "can't stand here");
                let help = say("放进 <p>…</p>", "put it into <p>…</p>");
                self.no_place(element, &place, Some(help));
            }
        }
    }

    fn check_attributes(&mut self, element: &Element) {
        for (name, _) in &element.attributes {
            let allowed: &[&str] = match element.name.as_str() {
                "header" | "footer" => &["class", "page"],
                "nav" => &["class", "toc"],
                "a" => &["class", "href"],
                _ => &["class"],
            };
            if !allowed.contains(&name.as_str()) {
                let message = say(
                    format!("<{}> 没有属性“{name}”", element.name),
                    format!("<{}> has no attribute `{name}`", element.name),
                );
                let mut fault = Diagnostic::error("template/unknown-attribute", message);
                fault.help = suggest(name, allowed);
                self.fault(fault, Some(element));
            }
        }
    }
}
