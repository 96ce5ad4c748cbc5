//! Saved web pages: the text of their blocks, one a line, and what the markup says.
//!
//! Belongs here: the walk over the tree that html5ever builds, which blocks are the main
//! text, and the charset that a page declares.
//! Does not belong here: which lines are chrome (`segment` decides; a block outside the
//! main text is only told so).

mod elements;
mod lines;
mod main_text;
mod tables;
mod title;
mod walk;

use std::ops::Range;

use dom_query::Document;

use self::walk::Walk;
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
    let mut walk = Walk::default();
    if let Some(body) = document.body() {
        walk.tree(body);
    }
    let (text, mut hints, zones) = walk.lines.finish();
    let mut pictures = walk.pictures;
    if let Some(main) = main_text::find(&document, &text, &hints, &zones) {
        let is_in = |ranges: &[Range<usize>], at: usize| {
            let next = ranges.partition_point(|range| range.end < at);
            ranges.get(next).is_some_and(|range| range.start < at)
        };
        // A picture stands at the end of the line before it. One that leads elsewhere is a
        // sign of the page, where it stands over the text.
        pictures.retain(|(picture, is_link)| {
            !is_in(&main.outside, picture.at) && !(*is_link && picture.at < main.body)
        });
        hints.retain(|hint| {
            !(is_structure(&hint.says) && is_in(&main.links, hint.range.end))
        });
        if let Some(title) = main.title {
            title::tell(&mut hints, title, &main.outside);
        }
        let outside = main.outside.into_iter();
        hints.extend(outside.map(|range| Hint { range, says: Markup::Outside }));
        lines::sort(&mut hints);
    }
    let pictures = pictures.into_iter().map(|(picture, _)| picture).collect();
    Page { text, hints, pictures }
}

/// Whether a hint gives a line a place in the text.
fn is_structure(says: &Markup) -> bool {
    matches!(
        says,
        Markup::Heading(_) | Markup::ListItem(_) | Markup::Caption | Markup::Quotation
    )
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
