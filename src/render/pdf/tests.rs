use super::*;
use crate::compose::fixture::composition;
use typst::layout::Point;

use crate::compose::sheet::{Align, Page, Place, Style, StyleId};
use crate::compose::{self, Block, Group, Inline, Paragraph, Part, Run};
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
    text.chars().filter(|c| !c.is_whitespace() && *c != TIE).collect()
}

const TIE: char = '\u{2060}';

#[test]
fn the_same_composition_gives_the_same_bytes() {
    let first = laid(&composition()).export().expect("it is written");
    forget();
    let second = laid(&composition()).export().expect("it is written");
    assert!(first == second);
    assert!(first.starts_with(b"%PDF-1.7"));
}

#[test]
fn a_full_page_has_the_lines_of_its_grid() {
    let composition = composition();
    let layout = laid(&composition);
    let page = &composition.sheet.page;
    let lines = base_lines(&layout, 1, page);
    assert_eq!(lines.len(), 22);
    for pair in lines.windows(2) {
        assert!((pair[1] - pair[0] - 28.99).abs() < 0.01, "{pair:?}");
    }
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
fn an_apostrophe_in_a_latin_word_is_narrow() {
    let layout = laid(&only(&["说It’s好", "说“好”吗"]));
    let mut widths = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        for glyph in &text.glyphs {
            if matches!(&text.text[glyph.range()], "’" | "“") {
                widths.push(glyph.x_advance.get());
            }
        }
    });
    assert_eq!(widths.len(), 2, "{widths:?}");
    assert!(widths[0] < 0.4 && widths[1] >= 0.5, "{widths:?}");
}

#[test]
fn ties_hold_a_line_together() {
    let filler = "字".repeat(27);
    let mut composition = only(&[""]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        let parts = [words(&filler), Inline::NoBreak, words("·"), Inline::NoBreak];
        paragraph.inlines = parts.into_iter().chain([words("字字字字字字")]).collect();
    }
    let layout = laid(&composition);
    let mut starts = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        starts.extend(text.text.chars().find(|c| *c != TIE));
    });
    assert!(!starts.contains(&'·'), "{starts:?}");
}

#[test]
fn an_empty_composition_is_one_page() {
    let layout = laid(&only(&[]));
    assert_eq!(layout.page_numbers().pages, 1);
    assert!(layout.export().is_ok());
}

#[test]
fn words_in_another_language_are_set_with_latin_marks() {
    let mut composition = only(&["见"]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        paragraph.inlines.push(Inline::Text(Run {
            text: "the “quick” fox".into(),
            style: None,
            origin: None,
            lang: Some("en"),
        }));
    }
    let layout = laid(&composition);
    let mut widths = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        let of = text.glyphs.iter().filter(|glyph| &text.text[glyph.range()] == "“");
        widths.extend(of.map(|glyph| glyph.x_advance.get()));
    });
    assert!(matches!(widths[..], [width] if width < 0.5), "{widths:?}");
}

#[test]
fn blank_pages_before_right_hand_ones_carry_nothing() {
    let mut composition = only(&["甲"]);
    let second = only(&["乙"]).blocks.remove(0);
    composition.blocks.extend([Block::PageBreak { recto: true }, second]);
    let layout = laid(&composition);
    assert_eq!(layout.page_numbers().pages, 3);
    let mut count = 0;
    walk(&layout.document.pages()[1].frame, &mut |_| count += 1);
    assert_eq!(count, 0);
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
fn footnotes_have_an_even_pitch() {
    let mut composition = only(&["甲"]);
    let long = "注文较长的脚注要排成三行，".repeat(9);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        paragraph.inlines.push(Inline::Footnote(vec![words(&long)]));
    }
    let layout = laid(&composition);
    let lines = base_lines(&layout, 0, &composition.sheet.page);
    let [.., a, b, c] = lines[..] else { panic!("{lines:?}") };
    assert!(((c - b) - (b - a)).abs() < 0.01, "{lines:?}");
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

#[test]
fn a_group_at_the_foot_stands_below_the_notes_of_its_page() {
    let with = |notes: &[&str]| {
        let mut composition = composition();
        let notes = notes.iter().map(|note| Inline::Footnote(vec![words(note)]));
        let inlines = [words("正文。")].into_iter().chain(notes).collect();
        let mut body = only(&["正文。"]).blocks;
        if let Some(Block::Paragraph(paragraph)) = body.first_mut() {
            paragraph.inlines = inlines;
        }
        composition.blocks.retain(
            |block| matches!(block, Block::Group(g) if g.part == compose::Part::Colophon),
        );
        composition.blocks.splice(0..0, body);
        composition
    };
    let spots = |composition: &Composition, notes: bool| {
        let layout = laid(composition);
        assert_eq!(layout.page_numbers().foot_below_notes.is_some(), notes);
        let proof = proof::proof(&layout, composition, &Book::built());
        assert_eq!(proof.pages.len(), 1);
        let lines = proof::lines::read(&layout.document);
        let of = |wanted: &str| {
            let line = lines.iter().find(|line| line.words().contains(wanted));
            line.map_or(f64::NAN, |line| line.y)
        };
        [of("注一"), of("注二"), of("报："), of("印发")]
    };
    let [.., first, last] = spots(&with(&[]), false);
    let [one, two, above, below] = spots(&with(&["注一。", "注二。"]), true);
    assert!((above - first).abs() < 0.1 && (below - last).abs() < 0.1, "{above} {below}");
    assert!(one < two && two + 9.0 < above, "{one} {two} {above}");
    let page = composition().sheet.page;
    assert!(below < page.top + page.depth());
}

/// Paragraphs of one line each, with a turned table behind the first `before` of them.
fn with_turned_table(before: usize, after: usize) -> Composition {
    let lines: Vec<String> =
        (1..=before + after).map(|n| format!("第{n}行正文。")).collect();
    let mut made = only(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let cell = |text: String| vec![words(&text)];
    let row = |head: bool| {
        (1..=12).map(move |n| cell(format!("{n}{}", if head { "月" } else { "" })))
    };
    made.blocks.insert(
        before,
        Block::Table(compose::Table {
            style: StyleId(12),
            caption: None,
            head_rows: 1,
            columns: vec![(compose::sheet::Align::Right, 1.0 / 12.0); 12],
            rows: vec![row(true).collect(), row(false).collect()],
            cell_styles: (StyleId(13), StyleId(14)),
            turned: true,
        }),
    );
    made
}

/// Behind how many blocks the turned table stands, and how many pages there are.
fn settled(composition: &Composition) -> (usize, usize) {
    let settled = settle(composition, &Book::built()).expect("it can be laid out");
    let table = |block: &Block| matches!(block, Block::Table(table) if table.turned);
    let behind = settled.blocks.iter().position(table).expect("the table is there");
    (behind, laid(&settled).page_numbers().pages)
}

#[test]
fn words_after_a_turned_table_fill_the_page_before_it() {
    // 22 lines a page.
    assert_eq!(settled(&with_turned_table(5, 30)), (22, 3));
    assert_eq!(settled(&with_turned_table(5, 3)), (8, 2));
    assert_eq!(settled(&with_turned_table(22, 3)), (22, 3), "a full page");
}

#[test]
fn a_turned_table_stays_before_what_ends_its_article() {
    let mut composition = with_turned_table(3, 6);
    let kept = composition.sheet.styles.len();
    let style = composition.sheet.styles[0].clone();
    composition.sheet.styles.push(Style { keep_with_next: true, ..style });
    let Block::Paragraph(signature) = &mut composition.blocks[6] else { panic!() };
    signature.style = StyleId(kept);
    assert_eq!(settled(&composition).0, 5, "before the signature");
    let Block::Paragraph(title) = &mut composition.blocks[5] else { panic!() };
    title.running = Some("下一篇".into());
    assert_eq!(settled(&composition).0, 4, "before the next article");
    let mut two = with_turned_table(3, 6);
    let another = two.blocks[3].clone();
    two.blocks.insert(6, another);
    assert_eq!(settled(&two).0, 5, "before the next turned table");
}

#[test]
fn every_sheet_is_upright_when_it_is_written() {
    let mut composition = with_turned_table(2, 2);
    composition.furniture.watermark = Some("内部资料".into());
    let layout = laid(&composition);
    assert_eq!(layout.lying, [2].into());
    let bytes = layout.export().expect("it is written");
    let pdf = lopdf::Document::load_mem(&bytes).expect("a reader opens it");
    for page in pdf.get_pages().into_values() {
        let page = pdf.get_dictionary(page).expect("a page");
        let sides = page.get(b"MediaBox").and_then(lopdf::Object::as_array);
        let sides: Vec<f32> =
            sides.expect("sides").iter().filter_map(|s| s.as_float().ok()).collect();
        assert!(sides[2] < sides[3], "{sides:?}");
    }
    let (read, _) =
        Source::decode(SourceId(0), "表.pdf", &bytes, None).expect("it is read");
    assert!(read.text.contains("1月\u{3000}2月"), "{}", read.text);
    // Reading from left to right on the lying sheet is reading upwards on the upright one.
    let upright = turned::upright(&layout.document, &layout.lying);
    let (_, FrameItem::Group(sheet)) =
        upright.pages()[1].frame.items().next().expect("one")
    else {
        panic!("the sheet is turned as a whole")
    };
    let corner = Point::zero().transform(sheet.transform);
    assert!(corner.x.to_pt().abs() < 0.01);
    assert!((corner.y.to_pt() - composition.sheet.page.height).abs() < 0.01);
}

#[test]
fn the_sign_that_begins_a_paragraph_is_small_and_takes_a_whole_cell() {
    let layout = laid(&only(&["● 甲，●乙", "●●●丙"]));
    let size = composition().sheet.styles[0].size;
    let mut cells = Vec::new();
    for line in proof::lines::read(&layout.document) {
        cells.extend(line.sizes_and_places());
    }
    let of = |c: char| cells.iter().filter(move |cell| cell.0 == c).collect::<Vec<_>>();
    let signs = of('●');
    let small: Vec<bool> = signs.iter().map(|sign| sign.1 < 0.7 * size).collect();
    assert_eq!(small, [true, false, false, false, false]);
    assert!((of('甲')[0].2 - signs[0].2 - size).abs() < 0.01);
}

#[test]
fn what_stands_at_the_foot_is_never_alone_on_the_last_page() {
    let sheet = composition().sheet;
    for count in 1..=50 {
        let mut composition = only(&vec!["各街镇要抓好落实。"; count]);
        let style = composition.sheet.styles[0].clone();
        composition.sheet.styles.push(Style {
            place: Place::Foot,
            keep_together: true,
            ..style
        });
        let style = StyleId(composition.sheet.styles.len() - 1);
        let blocks = only(&["云溪区人民政府办公室"; 3]).blocks;
        composition.blocks.push(Block::Group(Group {
            style,
            part: Part::Colophon,
            blocks,
        }));
        let layout = laid(&composition);
        let lines = base_lines(&layout, layout.document.pages().len() - 1, &sheet.page);
        assert!(lines.len() > 3, "{count} paragraphs: {lines:?}");
        let foot = sheet.page.top + sheet.page.depth() - lines[lines.len() - 1];
        assert!(foot < 20.0, "{count} paragraphs: {foot} points above the foot");
    }
}

#[test]
fn a_space_before_a_line_break_moves_no_centred_line() {
    let mut composition = only(&["甲"]);
    let style = composition.sheet.styles[0].clone();
    composition.sheet.styles.push(Style {
        align: Align::Center,
        first_indent: 0.0,
        ..style
    });
    let centred = StyleId(composition.sheet.styles.len() - 1);
    let Block::Paragraph(title) = &mut composition.blocks[0] else { panic!() };
    title.style = centred;
    title.inlines = vec![words("甲乙 "), Inline::LineBreak, words("丙丁")];
    let lines = proof::lines::read(&laid(&composition).document);
    let first: Vec<f64> = lines
        .iter()
        .filter_map(|line| Some(line.sizes_and_places().first()?.2))
        .collect();
    assert!((first[0] - first[1]).abs() < 0.01, "{first:?}");
}
