//! The flow: words, headings, contents, notes, pictures.

use super::*;
use crate::source::{Source, SourceId};

#[test]
fn words_are_those_of_the_composition() {
    let composition = fixture::composition();
    assert_eq!(opened(&composition).words(), compose::words(&composition));
}

#[test]
fn docx_rs_finds_headings_by_their_styles() {
    let file = opened(&fixture::composition());
    let docx = read_docx(&file.bytes).expect("docx-rs opens it");
    let mut headings = Vec::new();
    for child in &docx.document.children {
        let DocumentChild::Paragraph(p) = child else { continue };
        let style = p.property.style.as_ref().map(|s| s.val.clone()).unwrap_or_default();
        if style.starts_with("Heading") {
            headings.push((style, p.raw_text()));
        }
    }
    assert_eq!(
        headings,
        [
            ("Heading1".to_owned(), "把实事办实、把好事办好".to_owned()),
            ("Heading2".to_owned(), "一、总体要求".to_owned()),
        ]
    );
}

#[test]
fn each_class_is_a_style_and_paragraphs_say_no_more_than_its_name() {
    let file = opened(&fixture::composition());
    let document = file.part("word/document.xml");
    let said: BTreeSet<_> = document
        .find_all("w:pPr")
        .iter()
        .flat_map(|p| p.children.iter().map(|c| c.name.clone()))
        .collect();
    // Beside it: the frame at the page foot and its rules, the alignment of columns, a
    // table's caption, the thin first paragraph, space that belongs to a group.
    assert_eq!(
        said.into_iter().collect::<Vec<_>>(),
        [
            "w:framePr",
            "w:ind",
            "w:jc",
            "w:keepNext",
            "w:pStyle",
            "w:snapToGrid",
            "w:spacing"
        ]
    );
}

#[test]
fn contents_show_the_page_numbers_of_the_layout_and_ask_nothing() {
    let file = opened(&fixture::composition());
    let document = file.part("word/document.xml");
    let links: Vec<_> = document.find_all("w:hyperlink");
    let bookmarks: BTreeSet<_> = document
        .find_all("w:bookmarkStart")
        .into_iter()
        .filter_map(|b| b.attribute("w:name"))
        .collect();
    let entry = links.first().expect("the contents have an entry");
    let shown: String = entry.find_all("w:t").iter().map(|t| t.text.as_str()).collect();
    assert_eq!(shown, "把实事办实、把好事办好7");
    for link in links {
        let anchor = link.attribute("w:anchor").expect("links lead inside");
        assert!(bookmarks.contains(anchor), "{anchor}");
    }
    let settings = file.part("word/settings.xml");
    assert!(settings.child("w:updateFields").is_none());
    let begun = document.find_all("w:fldChar");
    let kinds = |kind| {
        begun.iter().filter(|f| f.attribute("w:fldCharType") == Some(kind)).count()
    };
    assert_eq!(kinds("begin"), kinds("end"));
    assert!(begun.iter().all(|f| f.attribute("w:dirty").is_none()));
}

#[test]
fn notes_are_footnotes_with_circled_numbers() {
    let file = opened(&fixture::composition());
    let notes = file.part("word/footnotes.xml");
    let ids: Vec<_> = notes.children.iter().filter_map(|n| n.attribute("w:id")).collect();
    assert_eq!(ids, ["-1", "0", "1"]);
    let settings = file.part("word/settings.xml");
    let form = settings
        .child("w:footnotePr")
        .and_then(|f| f.child("w:numFmt"))
        .and_then(|f| f.attribute("w:val"));
    assert_eq!(form, Some("decimalEnclosedCircle"));
}

#[test]
fn pictures_say_what_they_show_and_stay_with_their_captions() {
    let mut composition = fixture::composition();
    composition.blocks = vec![Block::Figure(figure()), Block::Figure(figure())];
    let file = opened(&composition);
    let document = file.part("word/document.xml");
    let alt: Vec<_> = document
        .find_all("wp:docPr")
        .iter()
        .filter_map(|d| Some((d.attribute("id")?, d.attribute("descr")?)))
        .map(|(id, alt)| (id.to_owned(), alt.to_owned()))
        .collect();
    assert_eq!(
        alt,
        [("1".into(), "一个灰点".into()), ("2".into(), "一个灰点".to_owned())]
    );
    assert!(
        document.find_all("w:p")[0]
            .child("w:pPr")
            .is_some_and(|p| { p.child("w:keepNext").is_some() })
    );
    // The same picture is kept once.
    assert!(file.has("word/media/image1.png") && !file.has("word/media/image2.png"));
}

#[test]
fn a_drawing_becomes_pixels() {
    let mut composition = fixture::composition();
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
         <text x=\"2\" y=\"15\">云溪</text></svg>";
    let (image, width, height) = (image(drawing.into()), 72.0, 36.0);
    let figure = Figure { image, width, height, ..figure() };
    composition.blocks = vec![Block::Figure(figure)];
    let file = opened(&composition);
    let png = &file.parts["word/media/image1.png"];
    let pixels = ::image::load_from_memory(png).expect("a PNG file").into_rgba8();
    // An inch at 300 dots.
    assert_eq!(pixels.dimensions(), (300, 150));
    assert!(pixels.pixels().any(|pixel| pixel.0[3] > 200), "the words are drawn");
}

#[test]
fn words_that_look_alike_are_one_run() {
    let mut composition = fixture::composition();
    let mut tied = paragraph("第3");
    tied.inlines.extend([Inline::NoBreak, plain("期"), Inline::NoBreak, plain("简报")]);
    composition.blocks = vec![Block::Paragraph(tied)];
    let document = opened(&composition).part("word/document.xml");
    let runs: Vec<_> = document.find_all("w:t").iter().map(|t| t.text.clone()).collect();
    assert_eq!(runs, ["第3期简报"]);
}

#[test]
fn the_hyphen_of_a_number_holds_its_line_and_reads_as_a_hyphen() {
    let mut composition = fixture::composition();
    let mut date = paragraph("见2024");
    date.inlines.extend([Inline::NoBreak, plain("-"), Inline::NoBreak, plain("05日，")]);
    date.inlines.push(plain("Wi-Fi"));
    composition.blocks = vec![Block::Paragraph(date)];
    let file = opened(&composition);
    let document = file.part("word/document.xml");
    let run = &document.find_all("w:r")[0].children;
    let said: Vec<_> = run
        .iter()
        .filter(|node| node.name != "w:rPr")
        .map(
            |node| if node.name == "w:t" { node.text.clone() } else { node.name.clone() },
        )
        .collect();
    assert_eq!(said, ["见2024", "w:noBreakHyphen", "05日，Wi-Fi"]);
    let (read, _) = Source::decode(SourceId(0), "件.docx", &file.bytes, None)
        .expect("our reader of Word files opens it");
    assert!(read.text.contains("见2024-05日，Wi-Fi"), "{}", read.text);
}

#[test]
fn the_space_around_a_table_is_that_of_its_neighbours() {
    let mut composition = fixture::composition();
    for style in composition
        .sheet
        .styles
        .iter_mut()
        .filter(|s| s.kind == crate::compose::sheet::Kind::Table)
    {
        (style.before, style.after) = (14.0, 12.0);
    }
    let document = opened(&composition).part("word/document.xml");
    let body = &document.find_all("w:body")[0].children;
    let at = body.iter().position(|block| block.name == "w:tbl").expect("a table");
    let said = |block: &Node, side: &str| {
        let spacing = block.find_all("w:pPr")[0].find_all("w:spacing");
        spacing.first().and_then(|spacing| spacing.attribute(side).map(str::to_owned))
    };
    // The table's rules are a point thick and take room of their own.
    assert_eq!(said(&body[at - 1], "w:after").as_deref(), Some("260"));
    assert_eq!(said(&body[at + 1], "w:before").as_deref(), Some("220"));
}

#[test]
fn notes_leave_room_for_the_group_at_the_foot_of_their_page() {
    let composition = fixture::composition();
    let last_line = |pages: &PageNumbers| {
        let notes = Opened::new(&composition, pages).part("word/footnotes.xml");
        let last = notes.find_all("w:footnote").into_iter().last().expect("a note");
        let paragraphs = last.find_all("w:p");
        let line = paragraphs.last().and_then(|p| {
            p.find_all("w:spacing").first()?.attribute("w:line").map(str::to_owned)
        });
        (paragraphs.len(), line)
    };
    assert_eq!(last_line(&pages()), (1, None));
    let below = PageNumbers { foot_below_notes: Some(60.0), ..pages() };
    assert_eq!(last_line(&below), (2, Some("1320".to_owned())));
}
