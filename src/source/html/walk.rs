//! The walk over the tree of a page: what each element does to the lines.

use dom_query::NodeRef;

use super::elements::{
    field, heading_level, is_block, is_entry, is_hidden, is_unseen, stands_apart, zone,
};
use super::lines::Lines;
use super::tables::{Columns, has_head_cells_only, is_row_of_cells};
use crate::source::pictures::ICON;
use crate::source::{Markup, Picture};

/// A walk over the tree of a page, in the order of its words.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) lines: Lines,
    /// The lists that are open; for a numbered one the number of its next item.
    lists: Vec<Option<i64>>,
    /// The pictures, and whether each leads elsewhere.
    pub(super) pictures: Vec<(Picture, bool)>,
    columns: Columns,
    /// How many `article` and `main` are open.
    articles: usize,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(NodeRef<'a>),
}

impl Walk {
    /// Visits every node below `root` in order. No recursion: pages nest as deep as they
    /// like.
    pub(super) fn tree<'a>(&mut self, root: NodeRef<'a>) {
        let mut steps = vec![Step::Enter(root)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node) if node.is_text() => self.lines.text(&node.text()),
                Step::Enter(node) if node.is_element() => {
                    if self.enter(&node) {
                        steps.push(Step::Leave(node));
                        steps.extend(node.children_it(true).map(Step::Enter));
                    }
                }
                Step::Enter(_) => {}
                Step::Leave(node) => self.leave(&node),
            }
        }
    }

    /// Whether what stands inside `node` is to be read.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        let Some(name) = node.node_name() else { return false };
        if is_unseen(&name) || is_hidden(node) {
            return false;
        }
        if let Some(zone) = zone(node, &name, self.articles > 0) {
            self.lines.open_zone(zone);
        }
        self.articles += usize::from(holds_text(&name));
        if let Some(field) = field(node) {
            self.lines.open(field);
        }
        match &*name {
            "br" | "hr" => self.lines.end(),
            "img" => self.picture(node),
            "em" | "i" => self.lines.open(Markup::Emphasis),
            "strong" | "b" => self.lines.open(Markup::Strong),
            "span" if stands_apart(node) => self.lines.gap(),
            "pre" => self.lines.preformatted += 1,
            "table" if self.lines.in_row == 0 => {
                self.columns.enter_table();
                self.enter_block("table", node);
            }
            "tr" if is_row_of_cells(node) => {
                self.lines.end();
                self.lines.open(Markup::TableRow(has_head_cells_only(node)));
                self.lines.open_row();
                self.columns.enter_row();
            }
            "td" | "th" if self.lines.in_row > 0 => {
                self.columns.enter_cell(&mut self.lines, node);
                self.lines.open(Markup::TableCell);
            }
            "dt" | "dd" if self.lines.in_row == 0 && is_entry(node) => {
                self.lines.end();
                self.lines.open(Markup::ListItem { is_numbered: false, depth: 1 });
            }
            name if is_block(name) => self.enter_block(name, node),
            _ => {}
        }
        true
    }

    /// A picture with words about it, or one large enough to be more than a button.
    fn picture(&mut self, node: &NodeRef<'_>) {
        let said = |name: &str| {
            let words = node.attr(name)?.trim().to_owned();
            Some(words).filter(|words| !words.is_empty())
        };
        // Pages that load pictures late keep the address in an attribute of their own.
        let is_blank = |address: &String| !address.starts_with("data:image/gif");
        let address = said("src")
            .filter(is_blank)
            .or_else(|| said("data-src"))
            .or_else(|| said("data-original"));
        let size = |name: &str| {
            let words = said(name)?;
            words.trim_end_matches("px").parse::<f64>().ok().filter(|n| *n > 0.0)
        };
        let is_small = |size: Option<f64>| size.is_some_and(|pixels| pixels < ICON);
        let Some(name) = address else { return };
        if is_small(size("width")) || is_small(size("height")) {
            return;
        }
        let picture = Picture {
            at: self.lines.len(),
            name,
            image: None,
            alt: said("alt"),
            caption: None,
            width: size("width").map(|pixels| pixels * 0.75),
        };
        self.pictures.push((picture, self.lines.is_in_link()));
    }

    fn enter_block(&mut self, name: &str, node: &NodeRef<'_>) {
        if self.lines.in_row > 0 {
            self.lines.gap();
            return;
        }
        self.lines.end();
        if let Some(level) = heading_level(name) {
            self.lines.open(Markup::Heading(level));
        }
        match name {
            "p" => self.lines.open(Markup::Paragraph),
            "blockquote" => self.lines.open(Markup::Quotation),
            "figcaption" | "caption" => self.lines.open(Markup::Caption),
            "ul" => self.lists.push(None),
            "ol" => {
                let start =
                    node.attr("start").and_then(|start| start.trim().parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            "li" => {
                let item = self.item();
                self.lines.open(item);
                let number = self.lists.last_mut().and_then(|list| list.as_mut());
                if let Some(number) = number {
                    // The browser writes the number; to the reader it is part of the text.
                    self.lines.text(&format!("{number}. "));
                    *number = number.saturating_add(1);
                }
            }
            _ => {}
        }
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name() else { return };
        match &*name {
            "em" | "i" => self.lines.close(&Markup::Emphasis),
            "strong" | "b" => self.lines.close(&Markup::Strong),
            "pre" => {
                self.lines.preformatted -= 1;
                self.lines.end();
            }
            "span" if stands_apart(node) => self.lines.gap(),
            "tr" if is_row_of_cells(node) => {
                self.columns.leave_row();
                self.lines.close_row();
                self.lines.close(&Markup::TableRow(has_head_cells_only(node)));
            }
            "td" | "th" if self.lines.in_row > 0 => {
                self.lines.close(&Markup::TableCell);
                Columns::leave_cell(&mut self.lines, node);
            }
            "dt" | "dd" if self.lines.in_row == 0 && is_entry(node) => {
                self.lines.end();
                self.lines.close(&Markup::ListItem { is_numbered: false, depth: 1 });
            }
            name if is_block(name) => self.leave_block(name),
            _ => {}
        }
        if let Some(field) = field(node) {
            self.lines.close(&field);
        }
        self.articles -= usize::from(holds_text(&name));
        if let Some(zone) = zone(node, &name, self.articles > 0) {
            self.lines.close_zone(zone);
        }
    }

    /// What the lists around it say of an item.
    fn item(&self) -> Markup {
        let is_numbered = self.lists.last().is_some_and(Option::is_some);
        let depth = u8::try_from(self.lists.len().max(1)).unwrap_or(u8::MAX);
        Markup::ListItem { is_numbered, depth }
    }

    fn leave_block(&mut self, name: &str) {
        if self.lines.in_row > 0 {
            self.lines.gap();
            return;
        }
        self.lines.end();
        if let Some(level) = heading_level(name) {
            self.lines.close(&Markup::Heading(level));
        }
        match name {
            "p" => self.lines.close(&Markup::Paragraph),
            "blockquote" => self.lines.close(&Markup::Quotation),
            "figcaption" | "caption" => self.lines.close(&Markup::Caption),
            "ul" | "ol" => drop(self.lists.pop()),
            "li" => {
                let item = self.item();
                self.lines.close(&item);
            }
            _ => {}
        }
    }
}

/// Whether an element says that it holds the text of the page.
fn holds_text(name: &str) -> bool {
    matches!(name, "article" | "main")
}
