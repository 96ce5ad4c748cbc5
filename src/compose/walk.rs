//! The walk over what a template rendered: elements become blocks.
//!
//! Belongs here: the meaning of each element, outline and contents, heads and feet, and
//! the faults of a template that only show in its output.
//! Does not belong here: bodies (`body`), characters (`words`).

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Stand, column_align, plain};
use super::sheet::{Kind, PageBreak, StyleId};
use super::styles::{BODY, Styles};
use super::template::{Element, Fields, Node, Printed, Reference, Template};
use super::words::Passage;
use super::{
    Block, Contents, Entry, Furniture, Group, Inline, Outline, Paragraph, Part, Table,
    title,
};
use crate::diag::{Diagnostic, Notes, say};
use crate::fonts::Book;
use crate::model::{Origin, Pack, Text};
use crate::yaml::suggest;

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
];

/// Everything that is known while a template's output becomes a composition.
pub(super) struct Composer<'a, 'p> {
    pub(super) template: &'a Template,
    pub(super) pack: &'p Pack,
    pub(super) fields: Fields<'p>,
    pub(super) styles: Styles<'a>,
    pub(super) book: &'a Book,
    pub(super) notes: Notes,
    pub(super) faults: Vec<Diagnostic>,
    /// Characters that no face has, in the order in which they were met.
    pub(super) missing: Vec<(char, Option<Origin>)>,
    /// Which parts of the pack stand in the composition, by [`Printed`].
    pub(super) printed: Vec<bool>,
    /// The same for the bodies of the articles.
    pub(super) bodies: Vec<bool>,
    pub(super) furniture: Furniture,
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
    pub(super) fn new(
        template: &'a Template,
        pack: &'p Pack,
        fields: Fields<'p>,
        styles: Styles<'a>,
        book: &'a Book,
    ) -> Self {
        Composer {
            template,
            pack,
            printed: vec![false; fields.parts.len()],
            bodies: vec![false; pack.articles.len()],
            fields,
            styles,
            book,
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

    /// Walks over the whole output.
    pub(super) fn document(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.blocks(nodes, &mut Scope::default(), None, &mut blocks);
        // The first page is an odd one, unless the template says what stands there.
        if !self.first_given.0 {
            self.furniture.head_first.clone_from(&self.furniture.head_odd);
        }
        if !self.first_given.1 {
            self.furniture.foot_first.clone_from(&self.furniture.foot_odd);
        }
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

    /// The id of a class that the body uses. A class without a style is reported once
    /// and set as body.
    pub(super) fn class_id(&mut self, class: &str) -> StyleId {
        if let Some(id) = self.styles.id(class) {
            return id;
        }
        self.no_style(class, None, Kind::Paragraph);
        BODY
    }

    /// The same for a character class in a paragraph.
    pub(super) fn character_id(
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
                    self.loose_reference(*reference, scope, parent, out)
                }
                Node::Element(element) => self.element(element, scope, out),
            }
        }
    }

    /// A field between blocks: only a body may stand there.
    fn loose_reference(
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
    fn untitled(
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
        if let Some(first) = out[from..].iter_mut().find_map(first_paragraph) {
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
            advice.place = origin.and_then(|origin| super::place(self.pack, origin, 3));
            self.notes.push(advice);
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
                    out.push(Block::Paragraph(plain(id, inlines)));
                }
            }
            "li" => {
                let id = self.element_id(element, "item", Kind::Paragraph);
                let mut inlines = self.paragraph_inlines(element, id);
                if has_words(&inlines) {
                    let mark = match scope.item {
                        0 => "· ".to_owned(),
                        n => format!("{n}. "),
                    };
                    scope.item += usize::from(scope.item > 0);
                    let mut marked = Vec::new();
                    self.literal(&mark, id, None, &mut marked);
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
            "hr" => {
                let id = self.element_id(element, "rule", Kind::Frame);
                out.push(Block::Rule(id));
            }
            "table" => self.table(element, out),
            name => {
                let known = ELEMENTS.contains(&name);
                let message = if known {
                    say(
                        format!("<{name}> 不能放在这里"),
                        format!("<{name}> can't stand here"),
                    )
                } else {
                    say(
                        format!("没有 <{name}> 这个元素"),
                        format!("there is no element <{name}>"),
                    )
                };
                let code =
                    if known { "template/misplaced" } else { "template/unknown-element" };
                let mut fault = Diagnostic::error(code, message);
                fault.help = if known {
                    Some(say("放进 <p>…</p>", "put it into <p>…</p>"))
                } else {
                    suggest(name, ELEMENTS)
                };
                self.fault(fault, Some(element));
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

    /// A new page before what has a class whose style asks for one.
    fn new_page(&mut self, class: &str, out: &mut Vec<Block>) {
        let wanted = self.styles.look(class).map(|look| look.style.page_break);
        let recto = match wanted {
            Some(PageBreak::Before) => false,
            Some(PageBreak::Recto) => true,
            Some(PageBreak::No) | None => return,
        };
        match out.last_mut() {
            Some(Block::PageBreak { recto: before }) => *before |= recto,
            _ => out.push(Block::PageBreak { recto }),
        }
    }

    fn heading(&mut self, element: &Element, scope: &mut Scope, out: &mut Vec<Block>) {
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
        let inlines = if self.styles.get(id).balance {
            let style = self.styles.get(id);
            let measure = self.styles.page().measure()
                - (style.left_indent + style.right_indent) * style.size;
            title::balance(inlines, measure / style.size)
        } else {
            inlines
        };
        out.push(Block::Paragraph(Paragraph {
            outline: Some(Outline { depth }),
            anchor: Some(anchor),
            running,
            ..plain(id, inlines)
        }));
    }

    fn group(&mut self, element: &Element, scope: &mut Scope, out: &mut Vec<Block>) {
        let (part, default) = match element.name.as_str() {
            "header" => (Part::Masthead, Some("masthead")),
            "footer" => (Part::Colophon, Some("colophon")),
            "article" => (Part::Article, Some("article")),
            "section" => (Part::Section, Some("section")),
            "aside" => (Part::Aside, Some("aside")),
            "blockquote" => (Part::Quotation, Some("quotation")),
            "ul" | "ol" => (Part::List, Some("list")),
            "dl" => (Part::Plain, Some("list")),
            _ => (Part::Plain, None),
        };
        let mut inner = *scope;
        match element.name.as_str() {
            "article" => {
                self.articles += 1;
                inner.article = Some(self.articles);
                inner.titled = false;
            }
            "ul" => (inner.list, inner.item) = (scope.list + 1, 0),
            "ol" => (inner.list, inner.item) = (scope.list + 1, 1),
            _ => {}
        }
        let mut blocks = Vec::new();
        self.blocks(&element.children, &mut inner, Some(element), &mut blocks);
        // A title inside a header or a div is the title of the article around it.
        if !matches!(element.name.as_str(), "article" | "section") {
            (scope.depth, scope.titled) = (inner.depth, inner.titled);
        }
        let class = element.class().or(default);
        let Some(class) = class else {
            out.append(&mut blocks);
            return;
        };
        let class = class.to_owned();
        let style = self.element_id(element, &class, Kind::Frame);
        if blocks.iter().all(|block| matches!(block, Block::PageBreak { .. })) {
            return;
        }
        self.new_page(&class, out);
        // A page break at the head of a group stands before the group.
        if let Some(Block::PageBreak { recto }) = blocks.first() {
            let recto = *recto;
            blocks.remove(0);
            match out.last_mut() {
                Some(Block::PageBreak { recto: before }) => *before |= recto,
                _ => out.push(Block::PageBreak { recto }),
            }
        }
        out.push(Block::Group(Group { style, part, blocks }));
    }

    fn contents(&mut self, element: &Element, out: &mut Vec<Block>) {
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
    fn fill_contents(
        &mut self,
        blocks: &mut Vec<Block>,
        tocs: &mut impl Iterator<Item = u8>,
    ) {
        let mut empty = None;
        for (place, block) in blocks.iter_mut().enumerate() {
            match block {
                Block::Contents(contents) => {
                    let levels = tocs.next().unwrap_or(1);
                    let shown =
                        self.entries.iter().filter(|heading| heading.depth <= levels);
                    let shown: Vec<_> = shown
                        .map(|h| (h.depth, h.inlines.clone(), h.anchor.clone()))
                        .collect();
                    for (depth, inlines, anchor) in shown {
                        let style = self.class_id(&format!("contents-{depth}"));
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

    fn furniture(&mut self, element: &Element, page: &str) {
        let mut blocks = Vec::new();
        self.blocks(&element.children, &mut Scope::default(), Some(element), &mut blocks);
        let mut paragraphs = blocks.into_iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        let paragraph = paragraphs.next();
        if paragraphs.next().is_some() {
            let message = say("书眉和页脚只能有一段", "a head or foot has one paragraph");
            let fault = Diagnostic::error("template/furniture", message);
            self.fault(fault, Some(element));
        }
        let head = element.name == "header";
        if matches!(page, "first" | "all") {
            self.first_given.0 |= head;
            self.first_given.1 |= !head;
        }
        let f = &mut self.furniture;
        let (odd, even, first) = match head {
            true => (&mut f.head_odd, &mut f.head_even, &mut f.head_first),
            false => (&mut f.foot_odd, &mut f.foot_even, &mut f.foot_first),
        };
        match page {
            "odd" => *odd = paragraph,
            "even" => *even = paragraph,
            "first" => *first = paragraph,
            "all" => {
                odd.clone_from(&paragraph);
                even.clone_from(&paragraph);
                *first = paragraph;
            }
            other => {
                let message = say(
                    format!("page=\"{other}\" 不对"),
                    format!("page=\"{other}\" is wrong"),
                );
                let mut fault = Diagnostic::error("template/bad-attribute", message);
                fault.help = suggest(other, &["odd", "even", "first", "all"]);
                self.fault(fault, Some(element));
            }
        }
    }

    fn table(&mut self, element: &Element, out: &mut Vec<Block>) {
        let style = self.element_id(element, "table", Kind::Table);
        let (head, cell) = (self.class_id("table-head"), self.class_id("table-cell"));
        let mut caption = None;
        let mut rows: Vec<(bool, Vec<Vec<Inline>>)> = Vec::new();
        let mut queue: Vec<&Node> = element.children.iter().rev().collect();
        while let Some(node) = queue.pop() {
            let Node::Element(part) = node else { continue };
            match part.name.as_str() {
                "thead" | "tbody" => queue.extend(part.children.iter().rev()),
                "caption" => {
                    let id = self.element_id(part, "table-caption", Kind::Paragraph);
                    let inlines = self.paragraph_inlines(part, id);
                    caption = has_words(&inlines).then(|| plain(id, inlines));
                }
                "tr" => {
                    let mut cells = Vec::new();
                    let mut all_heads = true;
                    for node in &part.children {
                        let Node::Element(one) = node else { continue };
                        let is_head = one.name == "th";
                        if !is_head && one.name != "td" {
                            let message = say(
                                "表格的行里只能有 <th> 和 <td>",
                                "a row has <th> and <td> only",
                            );
                            let fault = Diagnostic::error("template/misplaced", message);
                            self.fault(fault, Some(one));
                            continue;
                        }
                        all_heads &= is_head;
                        cells.push(
                            self.paragraph_inlines(
                                one,
                                if is_head { head } else { cell },
                            ),
                        );
                    }
                    if cells.iter().any(|cell| has_words(cell)) {
                        rows.push((all_heads, cells));
                    }
                }
                _ => {
                    let message = say(
                        "表格里只能有 <caption>、<thead>、<tbody> 和 <tr>",
                        "a table has <caption>, <thead>, <tbody> and <tr> only",
                    );
                    let fault = Diagnostic::error("template/misplaced", message);
                    self.fault(fault, Some(part));
                }
            }
        }
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        if width == 0 {
            return;
        }
        let head_rows = rows.iter().take_while(|(head, _)| *head).count();
        let columns = (0..width)
            .map(|column| {
                let texts: Vec<Text> = rows[head_rows..]
                    .iter()
                    .filter_map(|(_, cells)| cells.get(column))
                    .map(|cell| Text::supplied(words_of(cell)))
                    .collect();
                column_align(texts.iter())
            })
            .collect();
        let rows = rows
            .into_iter()
            .map(|(_, mut cells)| {
                cells.resize_with(width, Vec::new);
                cells
            })
            .collect();
        let cell_styles = (head, cell);
        out.push(Block::Table(Table {
            style,
            caption,
            head_rows,
            columns,
            rows,
            cell_styles,
        }));
    }

    /// The words of a paragraph, white space at its ends gone.
    fn paragraph_inlines(&mut self, element: &Element, id: StyleId) -> Vec<Inline> {
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

    fn inlines(
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
    fn inline(
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
                self.reference(*reference, paragraph, style, out)
            }
            Node::Element(element) => self.inline_element(element, paragraph, style, out),
        }
    }

    /// Words typed into the template.
    fn literal(
        &mut self,
        words: &str,
        paragraph: StyleId,
        style: Option<StyleId>,
        out: &mut Vec<Inline>,
    ) {
        let passage = Passage { text: words, origin: None, style, spans: Vec::new() };
        self.set(&passage, paragraph, out);
    }

    fn reference(
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
            Reference::Page => out.push(Inline::Page),
            Reference::Pages => out.push(Inline::Pages),
            Reference::Running => out.push(Inline::Running),
            Reference::Body(_) => {
                let message = say(
                    "{{body}} 是一组段落，不能放在 <p> 里",
                    "{{body}} is made of paragraphs and can't stand in a <p>",
                );
                self.fault(Diagnostic::error("template/misplaced", message), None);
            }
        }
    }

    fn inline_element(
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
                    out.push(Inline::Footnote(note));
                }
                return;
            }
            name => {
                let known = ELEMENTS.contains(&name);
                let message = if known {
                    say(
                        format!("<{name}> 不能放在一行文字里"),
                        format!("<{name}> can't stand inside a line of words"),
                    )
                } else {
                    say(
                        format!("没有 <{name}> 这个元素"),
                        format!("there is no element <{name}>"),
                    )
                };
                let code =
                    if known { "template/misplaced" } else { "template/unknown-element" };
                let mut fault = Diagnostic::error(code, message);
                fault.help = (!known).then(|| suggest(name, ELEMENTS)).flatten();
                self.fault(fault, Some(element));
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
    fn attribute_words(&mut self, value: &str) -> String {
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

    /// A name that no other place of the composition has.
    pub(super) fn anchor(&mut self, wanted: &str) -> String {
        let mut anchor = wanted.to_owned();
        let mut number = 1;
        while !self.anchors.insert(anchor.clone()) {
            number += 1;
            anchor = format!("{wanted}-{number}x");
        }
        anchor
    }

    /// Remembers a heading for the contents.
    pub(super) fn entry(&mut self, depth: u8, inlines: &[Inline], anchor: &str) {
        let inlines = inlines
            .iter()
            .filter(|inline| !matches!(inline, Inline::LineBreak | Inline::Footnote(_)))
            .cloned()
            .map(|inline| match inline {
                // The look of the entry is that of its own style.
                Inline::Text(run) => Inline::Text(super::Run { style: None, ..run }),
                other => other,
            })
            .collect();
        self.entries.push(Heading { depth, inlines, anchor: anchor.to_owned() });
    }

    /// What the job named: how often each class was used is of no interest here, only
    /// which parts the template left out.
    pub(super) fn unprinted(&self) -> Vec<Diagnostic> {
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
                    .and_then(|origin| super::place(self.pack, origin, part.words.len()));
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

/// Whether inlines print anything.
fn has_words(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(run) => !run.text.trim().is_empty(),
        Inline::Missing { .. } | Inline::Page | Inline::Pages | Inline::Running => true,
        Inline::NoBreak | Inline::LineBreak | Inline::Fill => false,
        Inline::Footnote(_) => true,
        Inline::Link { inlines, .. } => has_words(inlines),
    })
}

/// The bare words of inlines.
fn words_of(inlines: &[Inline]) -> String {
    let mut out = String::new();
    super::inline_words(inlines, &mut out);
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
