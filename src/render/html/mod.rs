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
    use crate::compose::{Block, Inline, Part, Run, fixture, words};

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
    fn without_a_masthead_a_lone_title_is_the_first_heading() {
        let mut composition = fixture::composition();
        composition.blocks.remove(0);
        let html = render(&composition, &Book::default());
        assert!(html.contains("<h1 class=\"title\" id=\"a1\">"));
        assert!(html.contains("<h2 class=\"h1\""));
    }

    #[test]
    fn the_same_composition_gives_the_same_bytes() {
        let composition = fixture::composition();
        let book = Book::default();
        assert_eq!(render(&composition, &book), render(&composition, &book));
    }
}
