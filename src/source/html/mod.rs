//! Saved web pages: the text of their blocks, one a line, and what the markup says.
//!
//! Belongs here: the walk over the tree that html5ever builds, which blocks are the main
//! text, and the charset that a page declares.
//! Does not belong here: which lines are chrome (`segment` decides; a block outside the
//! main text is only told so).

mod lines;
mod main_text;

use dom_query::{Document, NodeRef};

use self::lines::Lines;
use super::pictures::ICON;
use super::{Hint, Markup, Picture};

/// A page as text.
pub(super) struct Page {
    /// The text of the blocks, one a line.
    pub(super) text: String,
    /// What the markup says about it.
    pub(super) hints: Vec<Hint>,
    /// The pictures of the main text.
    pub(super) pictures: Vec<Picture>,
}

/// The charset that a page declares in its first kilobytes.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = head.windows(8).position(|word| word == b"charset=")?;
    let rest = head[at + 8..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or(rest.strip_prefix(b"'")).unwrap_or(rest);
    let end =
        rest.iter().position(|&b| !(b.is_ascii_alphanumeric() || b"-_:".contains(&b)));
    let label = &rest[..end.unwrap_or(rest.len())];
    std::str::from_utf8(label).ok().filter(|label| !label.is_empty()).map(str::to_owned)
}

/// Reads a page.
pub(super) fn read(html: &str) -> Page {
    let document = Document::from(html);
    let (lines, lists, pictures) = (Lines::default(), Vec::new(), Vec::new());
    let mut walk = Walk { lines, lists, pictures };
    if let Some(body) = document.body() {
        walk.tree(body);
    }
    let (text, mut hints) = walk.lines.finish();
    let mut pictures = walk.pictures;
    if let Some(outside) = main_text::outside(&document, &text, &hints) {
        // A picture stands at the end of the line before it.
        pictures.retain(|picture| {
            !outside.iter().any(|o| o.start < picture.at && picture.at <= o.end)
        });
        hints.extend(
            outside.into_iter().map(|range| Hint { range, says: Markup::Outside }),
        );
        lines::sort(&mut hints);
    }
    Page { text, hints, pictures }
}

struct Walk {
    lines: Lines,
    /// The lists that are open; for a numbered one the number of its next item.
    lists: Vec<Option<i64>>,
    pictures: Vec<Picture>,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(NodeRef<'a>),
}

impl Walk {
    /// Visits every node below `root` in order. No recursion: pages nest as deep as they
    /// like.
    fn tree<'a>(&mut self, root: NodeRef<'a>) {
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
        match &*name {
            "br" => self.lines.end(),
            "hr" => self.lines.end(),
            "img" => self.picture(node),
            "em" | "i" => self.lines.open(Markup::Emphasis),
            "strong" | "b" => self.lines.open(Markup::Strong),
            "pre" => self.lines.preformatted += 1,
            "tr" if is_row_of_cells(node) => {
                self.lines.end();
                self.lines.open(Markup::TableRow(has_head_cells_only(node)));
                self.lines.in_row += 1;
            }
            "td" | "th" if self.lines.in_row > 0 => {
                self.lines.next_cell();
                self.lines.open(Markup::TableCell);
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
        self.pictures.push(Picture {
            at: self.lines.len(),
            name,
            image: None,
            alt: said("alt"),
            caption: None,
            width: size("width").map(|pixels| pixels * 0.75),
        });
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
                let number = self.lists.last_mut().and_then(|list| list.as_mut());
                self.lines.open(Markup::ListItem(number.is_some()));
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
            "tr" if is_row_of_cells(node) => {
                self.lines.in_row -= 1;
                self.lines.end();
                self.lines.close(&Markup::TableRow(has_head_cells_only(node)));
            }
            "td" | "th" if self.lines.in_row > 0 => self.lines.close(&Markup::TableCell),
            name if is_block(name) => self.leave_block(name),
            _ => {}
        }
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
                let is_numbered = self.lists.last().is_some_and(Option::is_some);
                self.lines.close(&Markup::ListItem(is_numbered));
            }
            _ => {}
        }
    }
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Elements whose contents no reader of the page sees. `rt` and `rp` are readings beside
/// the words.
fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "video"
            | "audio"
            | "canvas"
            | "head"
            | "textarea"
            | "select"
            | "datalist"
            | "rt"
            | "rp"
            | "map"
    )
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style =
        node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', ""));
    node.has_attr("hidden") || style.is_some_and(|style| style.contains("display:none"))
}

fn is_block(name: &str) -> bool {
    heading_level(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "button"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "dialog"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "legend"
                | "li"
                | "main"
                | "nav"
                | "ol"
                | "option"
                | "p"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "ul"
        )
}

/// Whether a `tr` is the row of a real table. Old pages lay out everything with tables: a
/// cell with several blocks, lists or a table in it is layout.
fn is_row_of_cells(row: &NodeRef<'_>) -> bool {
    let mut cells = 0;
    for cell in row.children_it(false) {
        let is_cell = cell.has_name("td") || cell.has_name("th");
        cells += usize::from(is_cell);
        if is_cell && holds_blocks(&cell) {
            return false;
        }
    }
    cells >= 2
}

fn holds_blocks(cell: &NodeRef<'_>) -> bool {
    let mut blocks = 0;
    for node in cell.descendants_it() {
        let Some(name) = node.node_name() else { continue };
        match &*name {
            "table" | "ul" | "ol" | "form" | "article" | "section" => return true,
            name if heading_level(name).is_some() => return true,
            "p" | "div" => blocks += 1,
            _ => {}
        }
    }
    blocks > 3
}

fn has_head_cells_only(row: &NodeRef<'_>) -> bool {
    !row.children_it(false).any(|cell| cell.has_name("td"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(html: &str) -> Vec<(String, Markup)> {
        let page = read(html);
        let words = |hint: &Hint| page.text[hint.range.clone()].to_owned();
        page.hints.iter().map(|hint| (words(hint), hint.says.clone())).collect()
    }

    #[test]
    fn a_block_is_a_line() {
        let page = read(
            "<body><h1>云溪<br>简报</h1><div>甲<p>乙\n丙 <b>丁</b></p>戊</div>\
             <script>var x</script><!-- 注 --><p style='display: none'>藏</p></body>",
        );
        assert_eq!(page.text, "云溪\n简报\n甲\n乙丙 丁\n戊");
    }

    #[test]
    fn headings_lists_and_emphasis_are_told() {
        let said = said("<h2>一、总则</h2><ol><li>甲<li>乙<b>丙</b></ol><ul><li>丁</ul>");
        assert_eq!(said[0], ("一、总则".to_owned(), Markup::Heading(2)));
        assert_eq!(said[1], ("1. 甲".to_owned(), Markup::ListItem(true)));
        assert_eq!(said[2], ("2. 乙丙".to_owned(), Markup::ListItem(true)));
        assert_eq!(said[3], ("丙".to_owned(), Markup::Strong));
        assert_eq!(said[4], ("丁".to_owned(), Markup::ListItem(false)));
    }

    #[test]
    fn a_real_table_has_rows_and_cells_and_a_layout_has_not() {
        let table =
            "<table><tr><th>街道<th>户数</tr><tr><td><p>桥东</p><td>12</tr></table>";
        let said = said(table);
        assert_eq!(said[0], ("街道\t户数".to_owned(), Markup::TableRow(true)));
        assert_eq!(said[3], ("桥东\t12".to_owned(), Markup::TableRow(false)));
        assert_eq!(said[5], ("12".to_owned(), Markup::TableCell));
        let layout = "<table><tr><td><ul><li>甲</ul><td><p>乙</p></table>";
        assert_eq!(read(layout).text, "甲\n乙");
    }

    #[test]
    fn blanks_collapse_and_ruby_goes() {
        let page = read("<p>  开放   data\n 平台&nbsp;甲<ruby>溪<rt>xī</rt></ruby> </p>");
        assert_eq!(page.text, "开放 data 平台\u{A0}甲溪");
        assert_eq!(read("<pre>甲\n  乙</pre>").text, "甲\n  乙");
    }

    #[test]
    fn a_charset_is_read_from_the_head() {
        let of = |head: &str| declared_charset(head.as_bytes());
        assert_eq!(of("<meta charset=\"GBK\">").as_deref(), Some("gbk"));
        assert_eq!(
            of("<meta content='text/html; charset=big5'>").as_deref(),
            Some("big5")
        );
        assert_eq!(of("<meta name=x>"), None);
    }

    #[test]
    fn navigation_is_outside_and_the_article_is_not() {
        let sentence =
            "会议指出，要坚持稳中求进，推动云溪区各项工作取得新成效，办好群众身边的事。";
        let body: String =
            (0..8).map(|i| format!("<p>第{i}段：{sentence}</p>")).collect();
        let page = read(&format!(
            "<body><div class=nav><ul><li><a href=/>首页</a><li><a href=/b>要闻</a></ul></div>\
             <div id=content><h1>云溪区召开学习讨论会</h1><p>来源：云溪日报</p>{body}</div>\
             <div class=footer><a href=/c>联系我们</a> <a href=/d>版权说明</a></div></body>"
        ));
        let outside: Vec<&str> = page
            .hints
            .iter()
            .filter(|hint| hint.says == Markup::Outside)
            .map(|hint| &page.text[hint.range.clone()])
            .collect();
        assert!(
            outside.contains(&"首页") && outside.contains(&"联系我们 版权说明"),
            "{outside:?}"
        );
        assert!(
            !outside.iter().any(|line| line.contains("会议") || line.contains("来源"))
        );
    }
}
