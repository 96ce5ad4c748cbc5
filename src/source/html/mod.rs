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
            let is_sign = *is_link && picture.at < main.body;
            !is_sign && !is_in(&main.outside, picture.at)
        });
        let head = main.title.as_ref().map_or(0..0, |title| title.end..main.body);
        hints.retain(|hint| match hint.says {
            Markup::Source | Markup::Author => main.fields.contains(&hint.range),
            // Between title and text, a list is of fields.
            Markup::ListItem { .. } if head.contains(&hint.range.start) => false,
            _ => !(is_structure(&hint.says) && is_in(&main.links, hint.range.end)),
        });
        if let Some(title) = main.title {
            title::tell(&mut hints, title, &main.outside);
        }
        let outside = main.outside.into_iter();
        hints.extend(outside.map(|range| Hint { range, says: Markup::Outside }));
        lines::sort(&mut hints);
    } else {
        hints.retain(|hint| !matches!(hint.says, Markup::Source | Markup::Author));
    }
    let pictures = pictures.into_iter().map(|(picture, _)| picture).collect();
    Page { text, hints, pictures }
}

/// Whether a hint gives a line a place in the text.
fn is_structure(says: &Markup) -> bool {
    matches!(
        says,
        Markup::Heading(_)
            | Markup::ListItem { .. }
            | Markup::Caption
            | Markup::Quotation
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

    fn item(is_numbered: bool, depth: u8) -> Markup {
        Markup::ListItem { is_numbered, depth }
    }

    /// What is said to be outside, and the heading of the first level.
    fn outline(html: &str) -> (Vec<String>, Option<String>) {
        let said = said(html);
        let of = |says: &Markup| {
            let lines = said.iter().filter(|(_, s)| s == says);
            lines.map(|(words, _)| words.clone()).collect::<Vec<_>>()
        };
        (of(&Markup::Outside), of(&Markup::Heading(1)).pop())
    }

    const SENTENCE: &str =
        "会议指出，要坚持稳中求进，推动云溪区各项工作取得新成效，办好群众身边的事。";

    fn text(paragraphs: usize) -> String {
        (0..paragraphs).map(|i| format!("<p>第{i}段：{SENTENCE}</p>")).collect()
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
        assert_eq!(said[1], ("1. 甲".to_owned(), item(true, 1)));
        assert_eq!(said[2], ("2. 乙丙".to_owned(), item(true, 1)));
        assert_eq!(said[3], ("丙".to_owned(), Markup::Strong));
        assert_eq!(said[4], ("丁".to_owned(), item(false, 1)));
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
        let body = text(4);
        let (outside, _) = outline(&format!(
            "<body><div class=nav><a href=/>首页</a></div><div id=content><h1>云溪区工作安排</h1>\
             {body}<ol><li>修路<li>通水</ol><p>北<ruby>峪<rt>yù</rt></ruby>口开工。</p>\
             <ul><li><a href=/x>推荐的另一篇文章</a></ul>{body}</div>\
             <div class=footer><a href=/c>联系我们</a></div></body>"
        ));
        for line in ["1. 修路", "2. 通水", "北峪口开工。"] {
            assert!(!outside.contains(&line.to_owned()), "{outside:?}");
        }
        assert!(outside.contains(&"首页".to_owned()), "{outside:?}");
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
        let (outside, _) = outline(&format!(
            "<body><div class=nav><ul><li><a href=/>首页</a><li><a href=/b>要闻</a></ul></div>\
             <div id=content><h1>云溪区召开学习讨论会</h1><p>来源：云溪日报</p>{}</div>\
             <div class=footer><a href=/c>联系我们</a> <a href=/d>版权说明</a></div></body>",
            text(8)
        ));
        assert_eq!(outside, ["首页", "要闻", "联系我们 版权说明"]);
    }

    #[test]
    fn the_title_is_what_the_head_names_and_not_another_heading() {
        let (outside, title) = outline(&format!(
            "<head><title>云溪区开通夜间公交_云溪时报</title></head><body><h1>云溪时报</h1>\
             <ul><li><a href=/a>要闻</a><li><a href=/b>社会</a></ul><div id=content>\
             <h2>云溪区开通夜间公交</h2><div>2031-03-05</div>{}</div></body>",
            text(6)
        ));
        assert_eq!(title.as_deref(), Some("云溪区开通夜间公交"));
        assert!(outside.contains(&"云溪时报".to_owned()), "{outside:?}");
        assert!(!outside.contains(&"2031-03-05".to_owned()), "{outside:?}");
    }

    #[test]
    fn a_name_of_a_column_that_the_text_repeats_is_still_outside() {
        let (outside, _) = outline(&format!(
            "<body><div class=menu><ul><li><a href=/a>段</a><li><a href=/b>云溪区</a></ul></div>\
             <div id=content><h1>云溪区开通夜间公交</h1>{}</div></body>",
            text(6)
        ));
        assert_eq!(outside, ["段", "云溪区"]);
    }

    #[test]
    fn source_and_author_are_read_from_the_names_of_elements() {
        let page = format!(
            "<head><meta property=og:title content=云溪区开通夜间公交></head><body><article>\
             <h1>云溪区开通夜间公交</h1><div class=post-source>云溪时报</div>\
             <div class=author><a href=/u/1>林知远</a></div>\
             <ul class=share><li><a href=#>分享</a></ul>{}\
             <div class=author>关于我们</div></article></body>",
            text(6)
        );
        let said = said(&page);
        assert!(said.contains(&("云溪时报".to_owned(), Markup::Source)), "{said:?}");
        assert!(said.contains(&("林知远".to_owned(), Markup::Author)), "{said:?}");
        assert!(said.contains(&("分享".to_owned(), Markup::Outside)), "{said:?}");
        assert!(!said.contains(&("关于我们".to_owned(), Markup::Author)), "{said:?}");
    }

    #[test]
    fn comments_in_sentences_do_not_hide_the_text() {
        let (outside, _) = outline(&format!(
            "<body><div id=content><h1>云溪区开通夜间公交</h1>{}</div><div id=comments>{}\
             </div></body>",
            text(6),
            format!("<p>希望早点开通，我家门口也有一站，上夜班的人再也不用走回家，{SENTENCE}</p>")
                .repeat(3)
        ));
        assert_eq!(outside.len(), 3, "{outside:?}");
        assert!(outside.iter().all(|line| line.starts_with("希望")), "{outside:?}");
    }

    #[test]
    fn a_text_in_a_block_named_after_comments_is_not_lost() {
        let (outside, _) = outline(&format!(
            "<body><div class=nav><a href=/>首页</a></div><div class=comment-body>\
             <h1>时评：公交要开到家门口</h1>{}</div></body>",
            text(6)
        ));
        assert!(!outside.iter().any(|line| line.contains("会议")), "{outside:?}");
    }

    #[test]
    fn pages_of_several_articles_lose_none() {
        let article =
            format!("<div class=post><h1>云溪区开通夜间公交</h1>{}</div>", text(4));
        let (outside, _) = outline(&format!(
            "<head><title>云溪区开通夜间公交</title></head><body><nav><a href=/>首页</a></nav>\
             {article}<div class=post><h1>桥东街道翻修旧楼</h1>{}</div></body>",
            text(4).replace("会议", "大会")
        ));
        assert_eq!(outside, ["首页"]);
    }

    #[test]
    fn a_note_of_the_page_over_its_menu_is_not_the_text() {
        let note = "本站使用若干技术改善阅读体验，您继续浏览即表示同意，详情请见说明页面，谢谢。";
        let menu: String =
            (0..8).map(|i| format!("<li><a href=/{i}>栏目{i}</a>")).collect();
        let (outside, title) = outline(&format!(
            "<head><title>轮胎店起火 - 云溪网</title></head><body><div class=note><p>{note}</p>\
             <p>{note}</p></div><ul>{menu}</ul><div class=c><h1>轮胎店起火</h1>\
             <div>2031/03/05 10:48</div>{}</div></body>",
            text(3)
        ));
        assert_eq!(title.as_deref(), Some("轮胎店起火"));
        assert_eq!(outside.len(), 10, "{outside:?}");
        assert!(!outside.iter().any(|line| line.contains("会议")), "{outside:?}");
    }

    #[test]
    fn a_decree_over_the_title_of_a_law_is_text() {
        let menu: String =
            (0..8).map(|i| format!("<li><a href=/{i}>栏目{i}</a>")).collect();
        let (outside, _) = outline(&format!(
            "<head><title>云溪区河道条例</title></head><body><ul>{menu}</ul><div class=c>\
             <p>现公布《云溪区河道条例》，自2031年5月1日起施行，原有规定同时废止。</p>\
             <h1>云溪区河道条例</h1>{}</div></body>",
            text(6)
        ));
        assert!(!outside.iter().any(|line| line.contains("现公布")), "{outside:?}");
    }

    #[test]
    fn a_date_beside_a_link_is_inside() {
        let (outside, _) = outline(&format!(
            "<body><div id=c><h1>云溪区开通夜间公交</h1><div>2031-03-05 10:48 \
             <a href=/r>云溪时报记者林知远桥东街道报道</a></div>{}</div></body>",
            text(6)
        ));
        assert!(outside.is_empty(), "{outside:?}");
    }

    #[test]
    fn attachments_are_text_and_headings_over_nothing_are_not() {
        let (outside, _) = outline(&format!(
            "<body><div id=content><h1>云溪区开通夜间公交</h1>{}<p>附件：\
             <a href=/f/1.docx>1. 线路表</a></p><p><a href=/f/2.xls?v=1>2. 站点表</a></p></div>\
             <div class=more><h4>相关阅读</h4><ul><li><a href=/x>桥东街道翻修旧楼</a></ul></div>\
             </body>",
            text(6)
        ));
        assert_eq!(outside, ["相关阅读", "桥东街道翻修旧楼"]);
    }

    #[test]
    fn a_list_in_a_list_is_deeper() {
        let said = said("<ul><li>甲<ol><li>乙</ol><li>丙</ul>");
        let depth_of = |wanted: &str| {
            said.iter().rev().find_map(|(words, says)| match says {
                Markup::ListItem { depth, .. } if words.ends_with(wanted) => Some(*depth),
                _ => None,
            })
        };
        assert_eq!([depth_of("乙"), depth_of("丙")], [Some(2), Some(1)]);
    }

    #[test]
    fn words_and_what_they_mean_are_items_and_paragraphs_in_a_list_are_not() {
        let page =
            format!("<dl><dt>办理时间<dd>工作日</dl><dl><dd><p>{SENTENCE}</p></dl>");
        let items: Vec<_> =
            said(&page).into_iter().filter(|(_, s)| *s == item(false, 1)).collect();
        let words: Vec<&str> = items.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(words, ["办理时间", "工作日"]);
    }

    #[test]
    fn text_that_a_script_would_show_is_read() {
        let page =
            read("<div id=js_content style='visibility: hidden;'><p>正文</p></div>");
        assert_eq!(page.text, "正文");
    }

    #[test]
    fn signs_that_lead_elsewhere_are_no_pictures_of_the_text() {
        let page = read(&format!(
            "<head><title>云溪区开通夜间公交</title></head><body><div id=content>\
             <h1>云溪区开通夜间公交</h1><a href=/share><img src=share.png></a>{}\
             <a href=/big.jpg><img src=bus.jpg alt=夜间公交></a>{}</div></body>",
            text(3),
            text(3)
        ));
        let names: Vec<&str> = page.pictures.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["bus.jpg"]);
    }
}
