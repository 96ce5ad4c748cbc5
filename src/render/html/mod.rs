//! HTML: one self-contained page that reads well on a phone and prints well from a
//! browser.
//!
//! Belongs here: which element says what a block of the composition is, the sheet as
//! CSS, and what only a screen needs (skip link, contents at the side, dark colours).
//! Does not belong here: order, words and numbers of anything (`compose`).
//!
//! The page asks for nothing: no script, no font, no picture is fetched, and a content
//! security policy holds the browser to it. Its faces are those of the reader's machine, or
//! lie in the page itself (`faces`).

mod body;
mod colors;
mod css;
mod escape;
mod faces;
mod inline;
mod page;

use crate::compose::Composition;
use crate::fonts::Book;

/// Writes a composition down as one HTML file.
///
/// The words come in the order of [`words`](crate::compose::words), but for footnotes,
/// which stand at the end of their article.
pub fn render(composition: &Composition, book: &Book) -> String {
    let body = body::write(composition);
    let mut out = String::with_capacity(body.html.len() + 16 * 1024);
    out.push_str("<!DOCTYPE html>\n<html lang=\"");
    out.push_str(composition.lang.tag());
    out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; img-src data:; font-src data:\">\n",
    );
    out.push_str(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
    );
    out.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n");
    out.push_str("<meta name=\"generator\" content=\"briefpack\">\n");
    if !composition.author.is_empty() {
        meta(&mut out, "author", &composition.author);
    }
    if let Some(date) = composition.date {
        meta(&mut out, "dcterms.date", &date.iso());
    }
    out.push_str("<title>");
    escape::text(&composition.title, &mut out);
    out.push_str("</title>\n<style>\n");
    let embedded = faces::Embedded::of(composition, book);
    css::write(composition, book, &embedded, &mut out);
    page::write(composition, book, &embedded, &mut out);
    out.push_str("</style>\n</head>\n<body");
    if body.has_contents {
        out.push_str(" class=\"_with-contents\"");
    }
    out.push_str(">\n");
    out.push_str(&body.html);
    out.push_str("</body>\n</html>\n");
    out
}

fn meta(out: &mut String, name: &str, content: &str) {
    out.push_str("<meta name=\"");
    out.push_str(name);
    out.push_str("\" content=\"");
    escape::attribute(content, out);
    out.push_str("\">\n");
}

#[cfg(test)]
mod tests {
    use html5ever::tendril::TendrilSink;
    use markup5ever_rcdom::{Handle, NodeData, RcDom};

    use super::*;
    use crate::compose::sheet::StyleId;
    use crate::compose::{
        Block, Inline, Lang, Outline, Paragraph, Part, Run, fixture, words,
    };

    /// The words of the page as html5ever reads them: contents, skip link and notes aside.
    fn read(html: &str) -> String {
        let dom =
            html5ever::parse_document(RcDom::default(), Default::default()).one(html);
        assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
        let mut out = String::new();
        collect(&dom.document, &mut out);
        out
    }

    fn collect(node: &Handle, out: &mut String) {
        match &node.data {
            NodeData::Text { contents } => out.push_str(&contents.borrow()),
            NodeData::Element { name, attrs, .. } => {
                let class = attrs
                    .borrow()
                    .iter()
                    .find(|a| &*a.name.local == "class")
                    .map(|a| a.value.to_string())
                    .unwrap_or_default();
                let aside = ["_skip", "_ref", "_notes", "_contents", "_hidden"];
                if &*name.local == "head" || aside.contains(&class.as_str()) {
                    return;
                }
            }
            _ => {}
        }
        node.children.borrow().iter().for_each(|child| collect(child, out));
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    #[test]
    fn the_words_read_back_are_the_words_composed() {
        let composition = fixture::composition();
        let html = render(&composition, &Book::default());
        let note = "据区统计局数据。";
        assert_eq!(
            solid(&read(&html)),
            solid(&words(&composition)).replacen(note, "", 1)
        );
        assert!(html.contains(note));
    }

    #[test]
    fn source_text_never_acts_as_markup() {
        let nasty = "</p><script>alert(1)</script><b>&amp;{{x}}#*$";
        let mut composition = fixture::composition();
        composition.title = nasty.into();
        composition.furniture.watermark = Some(nasty.into());
        for block in &mut composition.blocks {
            if let Block::Group(group) = block
                && group.part == Part::Article
                && let Some(Block::Paragraph(p)) = group.blocks.get_mut(1)
            {
                p.inlines = vec![Inline::Text(Run {
                    text: nasty.into(),
                    style: None,
                    origin: None,
                    lang: None,
                })];
            }
        }
        let html = render(&composition, &Book::default());
        assert_eq!(solid(&read(&html)), solid(&words(&composition)));
        assert!(!html.contains("<script"));
    }

    #[test]
    fn one_heading_names_the_pack_and_no_level_is_skipped() {
        let html = render(&fixture::composition(), &Book::default());
        assert!(html.contains("<h1 class=\"name\">云溪简报</h1>"));
        let levels: Vec<u8> = html
            .match_indices("<h")
            .filter_map(|(at, _)| {
                html.as_bytes().get(at + 2).filter(|b| b.is_ascii_digit())
            })
            .map(|b| b - b'0')
            .collect();
        assert_eq!(levels, [1, 2, 3]);
    }

    #[test]
    fn a_line_below_a_heading_stays_with_what_follows() {
        let mut composition = fixture::composition();
        let paragraph = |words: &str, outline| {
            let run = Run { text: words.into(), style: None, origin: None, lang: None };
            let (inlines, style) = (vec![Inline::Text(run)], StyleId(0));
            let (anchor, item, running) = (None, None, None);
            Block::Paragraph(Paragraph { style, inlines, outline, anchor, item, running })
        };
        composition.blocks = vec![
            paragraph("一、总体要求", Some(Outline { depth: 1 })),
            paragraph("云溪区水务局", None),
            paragraph("云溪区文旅局", None),
        ];
        let html = render(&composition, &Book::default());
        assert!(html.contains("_lead\">云溪区水务局<"), "{html}");
        assert!(!html.contains("_lead\">云溪区文旅局<"));
    }

    #[test]
    fn justified_korean_ends_lines_inside_words() {
        let mut composition = fixture::composition();
        let broken = |html: &str| html.contains("{word-break:normal}");
        assert!(!broken(&render(&composition, &Book::default())));
        composition.lang = Lang::Ko;
        let html = render(&composition, &Book::default());
        assert!(broken(&html) && html.contains("word-break:keep-all;line-break:strict"));
    }

    #[test]
    fn on_paper_an_article_that_draws_nothing_is_no_box() {
        let html = render(&fixture::composition(), &Book::default());
        let notes = "._notes{break-before:avoid}";
        assert!(
            html.contains("main,body>footer{display:contents}") && html.contains(notes)
        );
    }

    #[test]
    fn without_a_masthead_a_lone_title_is_the_first_heading() {
        let mut composition = fixture::composition();
        composition.blocks.remove(0);
        let html = render(&composition, &Book::default());
        assert!(html.contains("<h1 class=\"title\" id=\"a1\""));
        assert!(html.contains("<h2 class=\"h1\""));
    }

    /// The declarations of every rule for `selector` in the part of the sheet for `media`.
    fn declared(html: &str, media: &str, selector: &str) -> String {
        let style = html.split("</style>").next().unwrap_or_default();
        let (_, part) = style.split_once(media).expect("the sheet has that part");
        let part = part.split_once("\n}\n").map_or(part, |(part, _)| part);
        part.lines()
            .filter_map(|line| line.strip_suffix('}')?.split_once('{'))
            .filter(|(selectors, _)| selectors.split(',').any(|s| s == selector))
            .map(|(_, declarations)| format!("{declarations};"))
            .collect()
    }

    fn page() -> String {
        render(&fixture::composition(), &Book::default())
    }

    #[test]
    fn a_phone_has_no_lines_of_paper() {
        let phone = "@media screen and (max-width:40rem){.title br{display:none}}";
        assert!(page().contains(phone) && !page().contains(".body br"));
        // Sides that do not fit beside one another stand one above the other.
        assert!(page().contains("._fill{display:flex;flex-wrap:wrap;"));
        // The caption of a table that scrolls begins where the table does.
        let screen = declared(&page(), "@media screen{", "._turned caption");
        assert!(screen.contains("text-align:start"));
        // A long word in a cell breaks before the table leaves the page.
        assert!(page().contains("text-indent:0;overflow-wrap:break-word}"));
    }

    #[test]
    fn a_page_that_is_full_is_followed_by_no_empty_one() {
        let paper = "@media print{\n";
        assert!(declared(&page(), paper, "._page").contains("display:none"));
        assert!(declared(&page(), paper, "._page+*").contains("break-before:page"));
        assert!(declared(&page(), paper, "._recto+*").contains("break-before:recto"));
        // Nothing follows it in the cover, which ends with it.
        let last = declared(&page(), paper, ":has(>._page:last-child)");
        assert!(last.contains("break-after:page"));
        // Nor do the entries of contents take more room than their lines.
        assert!(!declared(&page(), paper, "._contents a").contains("padding"));
    }

    #[test]
    fn three_lines_stay_on_one_page() {
        let of_length = |length: usize| {
            let mut composition = fixture::composition();
            let article = composition.blocks.iter_mut().find_map(|block| match block {
                Block::Group(group) if group.part == Part::Article => Some(group),
                _ => None,
            });
            let paragraph = article.and_then(|article| match article.blocks.get_mut(1) {
                Some(Block::Paragraph(paragraph)) => Some(paragraph),
                _ => None,
            });
            paragraph.expect("the fixture has one").inlines = vec![Inline::Text(Run {
                text: "字".repeat(length),
                style: None,
                origin: None,
                lang: None,
            })];
            let html = render(&composition, &Book::default());
            let at = html.find("字字").expect("it is there");
            html[..at].rsplit('<').next().unwrap_or_default().contains(" _whole")
        };
        let lines = fixture::composition().sheet.page.measure();
        let size = fixture::composition().sheet.styles[0].size;
        let line = (lines / size) as usize;
        assert!(!of_length(line));
        assert!(of_length(line * 5 / 2));
        assert!(!of_length(line * 4));
        assert!(declared(&page(), "@media print{\n", "._whole").contains("avoid"));
    }

    #[test]
    fn no_row_of_a_table_stands_alone() {
        let rows = "tbody>tr:is(:first-child,:nth-last-child(2)){break-after:avoid}";
        assert!(page().contains(rows));
    }

    #[test]
    fn the_lines_of_a_title_stay_on_one_page() {
        assert!(page().contains(".title{break-after:avoid;break-inside:avoid}"));
        // Lines that are not even are those of a paragraph, which may be divided.
        let mut composition = fixture::composition();
        composition.sheet.styles.iter_mut().for_each(|style| style.balance = false);
        let html = render(&composition, &Book::default());
        assert!(html.contains(".title{break-after:avoid}"));
    }

    #[test]
    fn large_print_is_large_on_a_screen_too() {
        let of_size = |size: f64| {
            let mut composition = fixture::composition();
            composition.sheet.styles[0].size = size;
            let html = render(&composition, &Book::default());
            let (_, pt) = html.split_once("--pt:calc(1rem / ").expect("it is declared");
            let rem: f64 = pt.split(')').next().unwrap_or("").parse().expect("a number");
            size / rem
        };
        assert_eq!([10.5, 12.0, 16.0].map(of_size), [1.0, 1.0, 1.0]);
        assert!(of_size(18.0) > 1.1);
    }

    #[test]
    fn the_same_composition_gives_the_same_bytes() {
        let composition = fixture::composition();
        let book = Book::default();
        assert_eq!(render(&composition, &book), render(&composition, &book));
    }
}
