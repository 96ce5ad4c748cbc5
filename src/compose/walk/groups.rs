//! Elements that hold others: sections, lists, tables.

use super::lines::{has_words, words_of};
use super::outline::unused;
use super::{Composer, Scope};
use crate::compose::body::{column_align, plain};
use crate::compose::sheet::{Kind, PageBreak};
use crate::compose::styles::BODY;
use crate::compose::table::Draft;
use crate::compose::template::{Element, Node};
use crate::compose::{Block, Group, Inline, Paragraph, Part, letter, references};
use crate::diag::{Diagnostic, say};
use crate::model::Text;

impl Composer<'_, '_> {
    pub(super) fn group(
        &mut self,
        element: &Element,
        scope: &mut Scope,
        out: &mut Vec<Block>,
    ) {
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
                let number = self.article_of(&element.children);
                self.speak(number.map_or(self.articles, |n| n + 1));
            }
            "ul" => (inner.list, inner.item) = (scope.list + 1, 0),
            "ol" => (inner.list, inner.item) = (scope.list + 1, 1),
            _ => {}
        }
        let mut blocks = Vec::new();
        self.blocks(&element.children, &mut inner, Some(element), &mut blocks);
        if element.name == "article" {
            self.speak(0);
            self.refer(&mut blocks);
            self.hold_end(&mut blocks);
        }
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

    /// Makes links of what an article says of its own tables, pictures and attachments.
    fn refer(&mut self, blocks: &mut [Block]) {
        let Composer { styles, anchors, .. } = self;
        let class = |paragraph: &Paragraph| styles.get(paragraph.style).class.clone();
        references::link(blocks, &class, &mut |wanted| unused(anchors, wanted));
    }

    /// What stands below an article, such as its source, is never alone on a page: the
    /// paragraph above it stays with it, as the one above 落款 does, be it the date of
    /// 落款; and so do several notes with one another.
    fn hold_end(&mut self, blocks: &mut [Block]) {
        let is_note = |block: &Block| {
            let Block::Paragraph(paragraph) = block else { return false };
            let class = &self.styles.get(paragraph.style).class;
            matches!(class.as_str(), "source-note" | "article-note")
        };
        let notes = blocks.iter().rev().take_while(|block| is_note(block)).count();
        if notes == 0 {
            return self.hold_last_line(blocks);
        }
        let end = blocks.len() - 1;
        for block in &mut blocks[(end - notes.min(end))..end] {
            if let Block::Paragraph(above) = block {
                self.hold(above);
            }
        }
    }

    /// Where an article ends with a paragraph or an item of one line, a short paragraph
    /// above it stays with it: one line does not make a page.
    fn hold_last_line(&mut self, blocks: &mut [Block]) {
        const SHORT: f64 = 3.0;
        match blocks {
            [.., Block::Group(group)] if group.part == Part::List => {
                self.hold_last_line(&mut group.blocks);
            }
            [.., Block::Paragraph(above), Block::Paragraph(last)]
                if self.lines(last) <= 1.0 && self.lines(above) <= SHORT =>
            {
                self.hold(above);
            }
            _ => {}
        }
    }

    /// How many lines a paragraph fills, as far as its words can tell.
    fn lines(&self, paragraph: &Paragraph) -> f64 {
        let indent = self.styles.get(paragraph.style).first_indent;
        let width = indent + letter::width(&paragraph.inlines);
        (width / self.cells(paragraph.style)).ceil()
    }

    /// Keeps a paragraph on the page of what follows.
    fn hold(&mut self, paragraph: &mut Paragraph) {
        paragraph.style = match paragraph.style {
            BODY => self.class_id("body-end"),
            other => self.styles.kept(other),
        };
    }

    /// A new page before what has a class whose style asks for one.
    pub(super) fn new_page(&mut self, class: &str, out: &mut Vec<Block>) {
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

    pub(super) fn table(&mut self, element: &Element, out: &mut Vec<Block>) {
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
        let draft = Draft { style, caption, head_rows, columns, rows, cell_styles };
        let table = self.fitted(draft);
        out.push(Block::Table(table));
    }
}
