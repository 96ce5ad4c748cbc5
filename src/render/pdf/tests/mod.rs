//! Whole layouts of small compositions: the file, its words, and what is no file.

mod lines;
mod pages;

use super::*;
use crate::compose::fixture::composition;
use typst::layout::Point;

use crate::compose::sheet::{Align, Page, Place, Sheet, Style, StyleId};
use crate::compose::{self, Block, Group, Inline, Paragraph, Part, Run};
use crate::lang::Lang;
use crate::source::{Source, SourceId};

fn laid(composition: &Composition) -> Layout {
    lay_out(composition, &Book::built()).expect("the composition can be laid out")
}

/// The composition with these paragraphs of the body style alone.
fn only(texts: &[&str]) -> Composition {
    let paragraph = |text: &&str| {
        Block::Paragraph(Paragraph {
            style: StyleId(0),
            inlines: vec![words(text)],
            outline: None,
            anchor: None,
            item: None,
            running: None,
        })
    };
    Composition { blocks: texts.iter().map(paragraph).collect(), ..composition() }
}

fn words(text: &str) -> Inline {
    Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
}

/// The base lines of the type area of a page, from the top, in points.
fn base_lines(layout: &Layout, page: usize, sheet: &Page) -> Vec<f64> {
    let mut lines = Vec::new();
    collect(&layout.document.pages()[page].frame, 0.0, &mut lines);
    lines.retain(|y| *y < sheet.top + sheet.depth());
    lines.sort_by(f64::total_cmp);
    lines.dedup_by(|a, b| (*a - *b).abs() < 0.01);
    lines
}

fn collect(frame: &Frame, above: f64, lines: &mut Vec<f64>) {
    for (at, item) in frame.items() {
        let y = above + at.y.to_pt();
        match item {
            FrameItem::Group(group) => collect(&group.frame, y, lines),
            FrameItem::Text(_) => lines.push(y),
            _ => {}
        }
    }
}

fn text_of(bytes: &[u8]) -> String {
    let document = lopdf::Document::load_mem(bytes).expect("a reader opens it");
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).expect("its text can be read")
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn the_same_composition_gives_the_same_bytes() {
    let first = laid(&composition()).export().expect("it is written");
    forget();
    let second = laid(&composition()).export().expect("it is written");
    assert!(first == second);
    assert!(first.starts_with(b"%PDF-1.7"));
}

#[test]
fn contents_show_the_page_on_which_an_anchor_stands() {
    let layout = laid(&composition());
    let numbers = layout.page_numbers();
    assert_eq!(numbers.pages, layout.document.pages().len());
    assert_eq!(numbers.of.get("a1"), Some(&1));
    assert_eq!(numbers.of.get("a1-1"), Some(&1));
}

#[test]
fn a_foreign_reader_finds_the_words() {
    let composition = composition();
    let bytes = laid(&composition).export().expect("it is written");
    let found = folded(&text_of(&bytes));
    for line in compose::words(&composition).lines() {
        let line = folded(line).replace('\u{1F600}', "〓");
        // The mark of a footnote stands between the words, its words below them.
        for part in line.split("据区统计局数据。") {
            // A line of a paragraph may end on one page and go on over its folio.
            let start: String = part.chars().take(10).collect();
            assert!(found.contains(&start), "{start} is not in {found}");
        }
    }
}

#[test]
fn source_text_is_no_markup() {
    let text = "#let x = 1 与 *星* _下_ $a$ \\ @b <c> [d] // e";
    let bytes = laid(&only(&[text])).export().expect("it is written");
    assert!(folded(&text_of(&bytes)).contains(&folded(text)));
}

#[test]
fn a_character_without_a_glyph_is_an_error_and_not_a_box() {
    let problems = lay_out(&only(&["甲\u{1F600}乙"]), &Book::built()).err();
    let codes: Vec<_> = problems.into_iter().flatten().map(|d| d.code).collect();
    assert_eq!(codes, ["pdf/no-glyph"]);
}

#[test]
fn a_link_that_leads_nowhere_is_an_error() {
    let mut composition = only(&["甲"]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        let target = "#nowhere".into();
        paragraph.inlines.push(Inline::Link { target, inlines: vec![words("上文")] });
    }
    let problems = lay_out(&composition, &Book::built()).err();
    let codes: Vec<_> = problems.into_iter().flatten().map(|d| d.code).collect();
    assert_eq!(codes, ["pdf/no-anchor"]);
}

#[test]
fn pictures_tables_and_watermarks_are_written() {
    let mut composition = composition();
    composition.blocks.push(Block::Figure(compose::Figure {
        style: StyleId(0),
        image: compose::Image::read(compose::fixture::pixel().to_vec()).expect("a pixel"),
        width: 60.0,
        height: 60.0,
        alt: "一个灰点".into(),
        caption: None,
    }));
    composition.furniture.watermark = Some("内部资料".into());
    let bytes = laid(&composition).export().expect("it is written");
    assert!(folded(&text_of(&bytes)).contains("内部资料"));
}

#[test]
fn pages_set_ahead_are_the_same() {
    let text: Vec<String> = (1..200)
        .map(|n| format!("第{n}段：云溪区把小事办好，把大事办实。").repeat(4))
        .collect();
    let composition = only(&text.iter().map(String::as_str).collect::<Vec<_>>());
    let set_by = |hands: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(hands).build();
        let bytes = pool.expect("threads").install(|| laid(&composition).export());
        bytes.expect("a PDF")
    };
    assert_eq!(set_by(1), set_by(3));
}

#[test]
fn stretches_hold_the_end_of_the_flow_in_order() {
    let text: Vec<String> =
        (1..500).map(|n| format!("第{n}段，云溪区。").repeat(9)).collect();
    let composition = only(&text.iter().map(String::as_str).collect::<Vec<_>>());
    let book = Book::built();
    let data = Data::of(&composition, &book);
    let flow = String::from_utf8(data.flow()).expect("JSON");
    assert!(data.stretches(1).is_empty());
    for hands in 2..=4 {
        let stretches = data.stretches(hands);
        assert_eq!(stretches.len(), hands - 1);
        let blocks = |stretch: &Vec<u8>| {
            let stretch = std::str::from_utf8(stretch).expect("JSON").to_owned();
            let from =
                stretch.find("\"blocks\":[").expect("blocks") + "\"blocks\":[".len();
            stretch[from..stretch.len() - "]}".len()].to_owned()
        };
        let joined: Vec<String> = stretches.iter().map(blocks).collect();
        let ahead = joined.join(",");
        assert!(flow.ends_with(&format!(",{ahead}]}}")), "{hands} hands");
        assert!(ahead.len() * 2 > flow.len(), "the other hands set the larger part");
    }
}
