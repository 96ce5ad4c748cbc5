//! Pages: type area, sections, what stands on the foot.

use super::*;

#[test]
fn the_body_holds_twenty_eight_characters_on_twenty_two_lines() {
    let file = opened(&fixture::composition());
    let styles = file.part("word/styles.xml");
    let normal = styles
        .find_all("w:style")
        .into_iter()
        .find(|s| s.attribute("w:default") == Some("1"))
        .expect("there is a default style");
    let run = normal.child("w:rPr").expect("it has run properties");
    let value = |node: &Node, name: &str, attribute: &str| -> f64 {
        let found = node.child(name).and_then(|n| n.attribute(attribute));
        found.expect("it is said").parse().expect("it is a number")
    };
    let advance =
        value(run, "w:sz", "w:val") / 2.0 + value(run, "w:spacing", "w:val") / 20.0;
    let section = file.part("word/document.xml");
    let section = section.find_all("w:sectPr")[0];
    let side = |name: &str, attribute: &str| value(section, name, attribute) / 20.0;
    let measure =
        side("w:pgSz", "w:w") - side("w:pgMar", "w:left") - side("w:pgMar", "w:right");
    assert_eq!((measure / advance).floor(), 28.0);
    let line = value(normal.child("w:pPr").expect("lines"), "w:spacing", "w:line") / 20.0;
    let depth =
        side("w:pgSz", "w:h") - side("w:pgMar", "w:top") - side("w:pgMar", "w:bottom");
    assert_eq!((depth / line).floor(), 22.0);
    let indent = normal.child("w:pPr").and_then(|p| p.child("w:ind")).expect("an indent");
    assert_eq!(indent.attribute("w:firstLineChars"), Some("200"));
}

#[test]
fn a_running_head_has_a_section_an_article() {
    let mut composition = fixture::composition();
    composition.furniture.head_odd = Some(Paragraph {
        inlines: vec![Inline::Field(Field::Running, None)],
        ..paragraph("")
    });
    let heading = |words: &str, anchor: &str| {
        Block::Paragraph(Paragraph {
            outline: Some(Outline { depth: 1 }),
            anchor: Some(anchor.into()),
            running: Some(words.into()),
            ..paragraph(words)
        })
    };
    composition.blocks.push(Block::PageBreak { recto: false });
    composition.blocks.push(heading("第二篇", "a2"));
    composition.blocks.push(Block::PageBreak { recto: true });
    composition.blocks.push(heading("第三篇", "a3"));
    let file = opened(&composition);
    assert_eq!(file.words(), compose::words(&composition));
    let document = file.part("word/document.xml");
    let starts: Vec<_> = document
        .find_all("w:sectPr")
        .iter()
        .map(|s| s.child("w:type").and_then(|t| t.attribute("w:val")).unwrap_or_default())
        .collect();
    assert_eq!(starts, ["nextPage", "continuous", "nextPage", "oddPage"]);
    let heads: String = (1..=4)
        .map(|n| file.part(&format!("word/header{n}.xml")))
        .map(|head| {
            head.find_all("w:t").iter().map(|t| t.text.as_str()).collect::<String>() + "|"
        })
        .collect();
    assert_eq!(heads, "|把实事办实、把好事办好|第二篇|第三篇|");
}

#[test]
fn a_page_break_is_said_by_the_paragraph_behind_it() {
    let mut composition = fixture::composition();
    composition.blocks = vec![
        Block::PageBreak { recto: false },
        Block::Paragraph(paragraph("甲")),
        Block::PageBreak { recto: false },
        Block::PageBreak { recto: false },
        Block::Paragraph(paragraph("乙")),
    ];
    let document = opened(&composition).part("word/document.xml");
    let broken: Vec<_> = document
        .find_all("w:p")
        .iter()
        .map(|p| !p.find_all("w:pageBreakBefore").is_empty())
        .collect();
    assert_eq!(broken, [false, true]);
}

#[test]
fn the_rules_of_the_colophon_are_lines_of_its_frame() {
    let composition = fixture::composition();
    let is_foot = |style: &compose::sheet::Style| {
        style.place == compose::sheet::Place::Foot && style.rules.inner.is_some()
    };
    assert!(composition.sheet.styles.iter().any(is_foot), "the fixture has a colophon");
    let document = opened(&composition).part("word/document.xml");
    let framed: Vec<&Node> = document
        .find_all("w:p")
        .into_iter()
        .filter(|p| p.child("w:pPr").is_some_and(|p| p.child("w:framePr").is_some()))
        .collect();
    let drawn: String = framed
        .iter()
        .map(|p| if p.find_all("w:drawing").is_empty() { 'p' } else { '-' })
        .collect();
    // A rule above, below, and between each two lines; no paragraph border, at which
    // LibreOffice would break the frame.
    assert!(drawn.len() >= 3 && drawn.split('p').all(|rule| rule == "-"), "{drawn}");
    assert!(framed.iter().all(|p| p.find_all("w:pBdr").is_empty()));
}

#[test]
fn the_colophon_belongs_to_the_page_of_the_words_before_it() {
    let document = opened(&fixture::composition()).part("word/document.xml");
    let paragraphs = document.find_all("w:p");
    let says = |p: &Node, name: &str| {
        p.child("w:pPr").is_some_and(|properties| properties.child(name).is_some())
    };
    let first = paragraphs.iter().position(|p| says(p, "w:framePr"));
    let first = first.expect("the fixture has a colophon");
    assert!(says(paragraphs[first - 1], "w:keepNext"), "the words before it");
    let behind = paragraphs[first..].iter().find(|p| !says(p, "w:framePr"));
    let behind = behind.expect("a frame belongs to the paragraph behind it");
    assert!(behind.find_all("w:t").is_empty());
}

#[test]
fn a_turned_table_has_a_section_of_its_own() {
    let mut composition = fixture::composition();
    fn turn(blocks: &mut [Block]) -> usize {
        let turned = blocks.iter_mut().map(|block| match block {
            Block::Table(table) => {
                table.turned = true;
                1
            }
            Block::Group(group) => turn(&mut group.blocks),
            _ => 0,
        });
        turned.sum()
    }
    assert_eq!(turn(&mut composition.blocks), 1);
    let document = opened(&composition).part("word/document.xml");
    let sizes = document.find_all("w:pgSz");
    let turned: Vec<bool> = sizes
        .iter()
        .map(|size| size.attribute("w:orient") == Some("landscape"))
        .collect();
    assert_eq!(turned.iter().filter(|turned| **turned).count(), 1, "{turned:?}");
    assert_eq!(turned.first(), Some(&false));
    // Its folio runs downwards at the left edge, where upright pages have it at the foot.
    let file = opened(&composition);
    let parts = file.all_xml();
    let feet = parts.iter().filter(|(name, _)| name.starts_with("word/footer"));
    let boxed = feet.filter(|(_, foot)| !foot.find_all("w:txbxContent").is_empty());
    let mut tops = Vec::new();
    for (_, foot) in boxed {
        let shape = foot.find_all("v:shape");
        let style = shape[0].attribute("style").expect("it has a place");
        let value = |name: &str| {
            let rest = style.split(name).nth(1).and_then(|rest| rest.split("pt").next());
            rest.expect("it is said").parse::<f64>().expect("it is a length")
        };
        let page = &composition.sheet.page;
        assert!(value("margin-left:") < page.bottom, "beside the type area");
        assert!((value("height:") - page.measure()).abs() < 0.1);
        tops.push(value("margin-top:").round());
        let fields: String =
            foot.find_all("w:instrText").iter().map(|i| i.text.as_str()).collect();
        assert!(fields.contains("PAGE"));
    }
    // Odd pages from the spine, even ones from the other edge.
    tops.sort_by(f64::total_cmp);
    assert_eq!(tops, [74.0, 79.0]);
}

#[test]
fn sections_name_all_their_feet_and_none_ends_inside_the_contents() {
    let mut composition = fixture::composition();
    composition.furniture.head_odd = Some(Paragraph {
        inlines: vec![Inline::Field(Field::Running, None)],
        ..paragraph("")
    });
    let contents =
        composition.blocks.iter().position(|b| matches!(b, Block::Contents(_)));
    let contents = contents.expect("the fixture has contents");
    composition.blocks.insert(contents + 1, Block::PageBreak { recto: false });
    let document = opened(&composition).part("word/document.xml");
    let sections = document.find_all("w:sectPr");
    assert!(sections.len() > 1);
    for section in &sections {
        let feet = section.find_all("w:footerReference");
        let kinds: BTreeSet<_> =
            feet.iter().filter_map(|f| f.attribute("w:type")).collect();
        assert!(kinds.contains("default") && kinds.contains("even"), "{kinds:?}");
    }
    for paragraph in document.find_all("w:p") {
        let ends =
            paragraph.child("w:pPr").is_some_and(|p| p.child("w:sectPr").is_some());
        assert!(!ends || paragraph.find_all("w:fldChar").is_empty());
    }
}
