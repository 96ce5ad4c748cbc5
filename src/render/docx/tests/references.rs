//! References, and entries of the contents that lead to no heading.

use super::*;
use crate::compose::sheet::Numbering;
use crate::compose::{Contents, Entry};

fn instructions(file: &Opened) -> Vec<String> {
    let document = file.part("word/document.xml");
    let fields = document.find_all("w:instrText");
    fields.iter().map(|i| i.text.trim().to_owned()).collect()
}

fn captioned(words: &str, anchor: &str) -> Block {
    let caption = Paragraph { anchor: Some(anchor.into()), ..paragraph(words) };
    Block::Figure(Figure { caption: Some(caption), ..figure() })
}

fn referring(words: &str, anchor: &str) -> Block {
    let link = Inline::Link { target: format!("#{anchor}"), inlines: vec![plain(words)] };
    let inlines = vec![plain("详见"), link, plain("。")];
    Block::Paragraph(Paragraph { inlines, ..paragraph("") })
}

fn composed(blocks: Vec<Block>, numbering: Numbering) -> (Opened, String) {
    let mut composition = fixture::composition();
    composition.blocks = blocks;
    composition.sheet.numbering = numbering;
    (opened(&composition), compose::words(&composition))
}

/// The words between the two ends of a bookmark.
fn marked(file: &Opened, name: &str) -> String {
    let document = file.part("word/document.xml");
    let holds = |p: &&Node| {
        let starts = p.find_all("w:bookmarkStart");
        starts.iter().any(|b| b.attribute("w:name") == Some(name))
    };
    let paragraphs = document.find_all("w:p");
    let paragraph = paragraphs.into_iter().find(holds).expect("the bookmark is there");
    let mut id = None;
    let mut words = String::new();
    for child in &paragraph.children {
        match child.name.as_str() {
            "w:bookmarkStart" if child.attribute("w:name") == Some(name) => {
                id = child.attribute("w:id");
            }
            "w:bookmarkEnd" if id.is_some() && child.attribute("w:id") == id => break,
            _ if id.is_some() => {
                words.extend(child.find_all("w:t").iter().map(|t| t.text.as_str()));
            }
            _ => {}
        }
    }
    words
}

#[test]
fn a_reference_is_a_field_that_shows_the_label_of_its_caption() {
    let blocks = vec![captioned("图2　分季度投入", "r2"), referring("图2", "r2")];
    let (file, words) = composed(blocks, Numbering::Text);
    assert_eq!(instructions(&file), ["REF _Ref00000001 \\h"]);
    assert_eq!(marked(&file, "_Ref00000001"), "图2");
    assert!(words.contains("详见图2。"));
    let shown = file.part("word/document.xml");
    let shown: String = shown.find_all("w:t").iter().map(|t| t.text.as_str()).collect();
    assert!(shown.contains("详见图2。"), "the label stands in the field already");
}

#[test]
fn words_that_are_no_label_stay_a_link() {
    let blocks = vec![
        captioned("图2　分季度投入", "r2"),
        referring("上图", "r2"),
        captioned("图12　另一幅", "r3"),
        referring("图1", "r3"),
    ];
    let (file, _) = composed(blocks, Numbering::Text);
    assert_eq!(instructions(&file), Vec::<String>::new());
    let links = file.part("word/document.xml").find_all("w:hyperlink").len();
    assert_eq!(links, 2);
}

#[test]
fn live_captions_are_counted_and_come_to_the_numbers_of_the_source() {
    let captions =
        ["图1　甲", "图2　乙", "表1　丙", "图1　又一篇", "图3　缺了一幅", "图　无号"];
    let blocks = captions.iter().enumerate();
    let blocks = blocks.map(|(at, words)| captioned(words, &format!("r{at}"))).collect();
    let (file, _) = composed(blocks, Numbering::Live);
    assert_eq!(
        instructions(&file),
        [
            "SEQ 图 \\* ARABIC",
            "SEQ 图 \\* ARABIC",
            "SEQ 表 \\* ARABIC",
            "SEQ 图 \\* ARABIC \\r 1",
            "SEQ 图 \\* ARABIC \\r 3",
        ]
    );
}

#[test]
fn an_article_without_a_title_stays_in_the_contents_when_word_makes_them_anew() {
    let mut composition = fixture::composition();
    let entry = |words: &str, anchor: &str| Entry {
        style: StyleId(7),
        depth: 1,
        inlines: vec![plain(words)],
        anchor: anchor.into(),
    };
    let entries = vec![entry("有题", "a1"), entry("他说\"好\"……", "a2")];
    let titled = Paragraph {
        outline: Some(Outline { depth: 1 }),
        anchor: Some("a1".into()),
        ..paragraph("有题")
    };
    let untitled =
        Paragraph { anchor: Some("a2".into()), ..paragraph("他说\"好\"。") };
    composition.blocks = vec![
        Block::Contents(Contents { heading: None, entries }),
        Block::Paragraph(titled),
        Block::Paragraph(untitled),
    ];
    let file = opened(&composition);
    let said = instructions(&file);
    assert!(said[0].starts_with("TOC \\o \"1-1\" \\f"), "{said:?}");
    assert_eq!(said[1], "PAGEREF _a1 \\h");
    assert_eq!(said[3..], ["TC \"他说\\\"好\\\"……\" \\l 1"]);

    let all_titled = instructions(&opened(&fixture::composition()));
    assert!(
        all_titled.iter().all(|said| !said.contains("\\f") && !said.starts_with("TC"))
    );
}
