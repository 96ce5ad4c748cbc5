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

/// How deep the blocks of a page may nest. Browsers stop at 512; the time that the parser
/// takes grows with the square of the depth.
const DEEPEST: usize = 4096;

/// Whether blocks that must be closed nest deeper in `html` than any page does.
pub(super) fn is_too_deep(html: &str) -> bool {
    const BLOCKS: [&[u8]; 12] = [
        b"div",
        b"span",
        b"section",
        b"article",
        b"blockquote",
        b"ul",
        b"ol",
        b"dl",
        b"table",
        b"center",
        b"font",
        b"template",
    ];
    let bytes = html.as_bytes();
    let mut depth = 0_usize;
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<') {
        let rest = &bytes[at + 1..];
        let (closes, name) = match rest.strip_prefix(b"/") {
            Some(name) => (true, name),
            None => (false, rest),
        };
        let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if length > 10 || !BLOCKS.iter().any(|b| b.eq_ignore_ascii_case(&name[..length]))
        {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Reads a page.
pub(super) fn read(html: &str) -> Page {
    let document = Document::from(html);
    let mut walk = Walk {
        lines: Lines::default(),
        lists: Vec::new(),
        pictures: Vec::new(),
        column: 0,
        spans: Vec::new(),
    };
    if let Some(body) = document.body() {
        walk.tree(body);
    }
    let (text, mut hints, links) = walk.lines.finish();
    let mut pictures = walk.pictures;
    if let Some(outside) = main_text::outside(&document, &text, &hints, &links) {
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
    /// The column of the next cell of the open row.
    column: usize,
    /// For every column of the open table how many rows a cell above still takes.
    spans: Vec<usize>,
}

/// The most columns and rows that one cell may take.
const MOST_CELLS: usize = 100;

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
            "a" => self.lines.open_link(),
            "span" if stands_apart(node) => self.lines.gap(),
            "pre" => self.lines.preformatted += 1,
            "table" if self.lines.in_row == 0 => {
                self.spans.clear();
                self.enter_block("table", node);
            }
            "tr" if is_row_of_cells(node) => {
                self.lines.end();
                self.lines.open(Markup::TableRow(has_head_cells_only(node)));
                self.lines.open_row();
                self.column = 0;
            }
            "td" | "th" if self.lines.in_row > 0 => {
                self.enter_cell(node);
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

    /// Begins a cell behind those that cells of the rows above take.
    fn enter_cell(&mut self, node: &NodeRef<'_>) {
        let size = |name: &str| {
            let size = node.attr(name).and_then(|size| size.trim().parse().ok());
            size.unwrap_or(1_usize).clamp(1, MOST_CELLS)
        };
        if self.lines.in_row > 1 {
            self.lines.next_cell();
            return;
        }
        while let Some(rows) = self.spans.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.lines.next_cell();
            self.column += 1;
        }
        self.lines.next_cell();
        for _ in 0..size("colspan") {
            if self.spans.len() <= self.column {
                self.spans.push(0);
            }
            self.spans[self.column] = size("rowspan") - 1;
            self.column += 1;
        }
    }

    /// Puts empty cells where a cell took several columns.
    fn leave_cell(&mut self, node: &NodeRef<'_>) {
        let columns = node.attr("colspan").and_then(|size| size.trim().parse().ok());
        for _ in 1..columns.unwrap_or(1_usize).clamp(1, MOST_CELLS) {
            self.lines.next_cell();
        }
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
            "a" => self.lines.close_link(),
            "span" if stands_apart(node) => self.lines.gap(),
            "tr" if is_row_of_cells(node) => {
                for rows in self.spans.iter_mut().skip(self.column) {
                    *rows = rows.saturating_sub(1);
                }
                self.lines.close_row();
                self.lines.close(&Markup::TableRow(has_head_cells_only(node)));
            }
            "td" | "th" if self.lines.in_row > 0 => {
                self.lines.close(&Markup::TableCell);
                self.leave_cell(node);
            }
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

/// Whether a `span` is one of several that stand side by side with nothing between them:
/// source, date and author of a page, which its style sheet parts. The spans of a
/// paragraph are parts of its words.
fn stands_apart(node: &NodeRef<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let holds_fields =
        parent.node_name().is_some_and(|n| matches!(&*n, "div" | "section" | "header"));
    holds_fields && {
        let mut spans = 0;
        parent.children_it(false).all(|child| {
            spans += usize::from(child.has_name("span"));
            !child.is_text() || child.text().trim().is_empty()
        }) && spans >= 2
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
    fn cells_stay_in_their_columns() {
        let table = "<table><tr><th>街道<th colspan=2>户数</tr>\
                     <tr><td rowspan=2>桥东<td>东段<td>12</tr><tr><td>西段<td>9</tr></table>";
        assert_eq!(read(table).text, "街道\t户数\n桥东\t东段\t12\n\t西段\t9");
        let said = said(table);
        assert!(said.contains(&("\t西段\t9".to_owned(), Markup::TableRow(false))));
    }

    #[test]
    fn fields_of_a_page_stand_apart_and_words_of_a_paragraph_do_not() {
        let fields = "<div><span>来源：云溪时报</span><span>作者：林知远</span></div>";
        assert_eq!(read(fields).text, "来源：云溪时报 作者：林知远");
        assert_eq!(read("<p><span>云</span><span>溪</span></p>").text, "云溪");
        assert_eq!(read("<div>在<span>云</span><span>溪</span></div>").text, "在云溪");
    }

    #[test]
    fn nothing_in_the_middle_of_the_text_is_outside() {
        let sentence =
            "会议指出，要坚持稳中求进，推动云溪区各项工作取得新成效，办好实事。";
        let body = format!("<p>{sentence}</p>").repeat(4);
        let page = read(&format!(
            "<body><div class=nav><a href=/>首页</a></div><div id=content><h1>云溪区工作安排</h1>\
             {body}<ol><li>修路<li>通水</ol><p>北<ruby>峪<rt>yù</rt></ruby>口开工。</p>\
             <ul><li><a href=/x>推荐的另一篇文章</a></ul>{body}</div>\
             <div class=footer><a href=/c>联系我们</a></div></body>"
        ));
        let outside: Vec<&str> = page
            .hints
            .iter()
            .filter(|hint| hint.says == Markup::Outside)
            .map(|hint| &page.text[hint.range.clone()])
            .collect();
        for line in ["1. 修路", "2. 通水", "北峪口开工。"] {
            assert!(!outside.contains(&line), "{outside:?}");
        }
        assert!(outside.contains(&"首页"), "{outside:?}");
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
