//! What stands on which page, and where on it.

use super::*;

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
fn an_empty_composition_is_one_page() {
    let layout = laid(&only(&[]));
    assert_eq!(layout.page_numbers().pages, 1);
    assert!(layout.export().is_ok());
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

/// A group of so many lines that stands at the foot of the last page.
fn at_the_foot(sheet: &mut Sheet, lines: usize) -> Block {
    let style = sheet.styles[0].clone();
    sheet.styles.push(Style { place: Place::Foot, keep_together: true, ..style });
    Block::Group(Group {
        style: StyleId(sheet.styles.len() - 1),
        part: Part::Colophon,
        blocks: only(&vec!["云溪区人民政府办公室"; lines]).blocks,
    })
}

#[test]
fn what_stands_at_the_foot_is_never_alone_on_the_last_page() {
    let sheet = composition().sheet;
    for count in 1..=50 {
        let mut composition = only(&vec!["各街镇要抓好落实。"; count]);
        composition.blocks.push(at_the_foot(&mut composition.sheet, 3));
        let layout = laid(&composition);
        let lines = base_lines(&layout, layout.document.pages().len() - 1, &sheet.page);
        assert!(lines.len() > 3, "{count} paragraphs: {lines:?}");
        let foot = sheet.page.top + sheet.page.depth() - lines[lines.len() - 1];
        assert!(foot < 20.0, "{count} paragraphs: {foot} points above the foot");
    }
}

/// How many cells each page has of a table of so many rows, the first of them its head,
/// behind so many lines.
fn cells_by_page(before: usize, rows: usize) -> Vec<usize> {
    let cell = || vec![words("甲")];
    let mut made = only(&vec!["一行正文。"; before]);
    made.blocks.push(Block::Table(compose::Table {
        style: StyleId(12),
        caption: None,
        head_rows: 1,
        columns: vec![(Align::Left, 0.5); 2],
        rows: (0..rows).map(|_| vec![cell(), cell()]).collect(),
        cell_styles: (StyleId(13), StyleId(14)),
        turned: false,
    }));
    let layout = laid(&made);
    let cells = |page: &typst_layout::Page| {
        let mut count = 0;
        walk(&page.frame, &mut |text| count += text.text.matches('甲').count());
        count
    };
    layout.document.pages().iter().map(cells).collect()
}

#[test]
fn a_low_table_is_not_divided() {
    // 22 lines a page.
    assert_eq!(cells_by_page(10, 6), [12]);
    for before in 18..22 {
        assert_eq!(cells_by_page(before, 6), [0, 12], "behind {before} lines");
    }
    // What is not low begins where it stands, and its head is repeated.
    let high = cells_by_page(18, 30);
    assert!(high[0] > 2 && high.iter().sum::<usize>() == 60 + 2, "{high:?}");
}

#[test]
fn no_row_of_a_table_stands_alone() {
    for (before, rows) in (14..22).map(|n| (n, 40)).chain((30..60).map(|n| (0, n))) {
        let cells = cells_by_page(before, rows);
        // A head and two rows, of two cells each.
        let fewest = cells.iter().filter(|count| **count > 0).min();
        assert!(fewest >= Some(&6), "{rows} rows behind {before} lines: {cells:?}");
    }
}

#[test]
fn a_long_paragraph_holds_what_is_at_the_foot_by_its_last_lines() {
    let text = "各街镇要把群众关心的小事当作自己的大事来办，做到事事有回音。".repeat(9);
    let sheet = composition().sheet;
    for before in 0..22 {
        let lines = vec!["一行正文。"; before];
        let texts: Vec<&str> = lines.into_iter().chain([text.as_str()]).collect();
        let mut composition = only(&texts);
        composition.blocks.push(at_the_foot(&mut composition.sheet, 3));
        let layout = laid(&composition);
        let pages = layout.document.pages().len();
        let lines: Vec<usize> =
            (0..pages).map(|page| base_lines(&layout, page, &sheet.page).len()).collect();
        // 22 lines a page; no last line of the paragraph stands alone above the foot.
        let least = if pages > 1 { 22 - 5 } else { 0 };
        assert!(lines[0] >= least, "{before} lines before: {lines:?}");
        assert!(lines[pages - 1] >= 3 + 2, "{before} lines before: {lines:?}");
    }
}

#[test]
fn the_space_above_what_a_long_paragraph_holds_counts() {
    let text = "各街镇要把群众关心的小事当作自己的大事来办，做到事事有回音。".repeat(5);
    for before in 0..22 {
        let lines = vec!["一行正文。"; before];
        let texts: Vec<&str> = lines.into_iter().chain([text.as_str(), "署名"]).collect();
        let mut composition = only(&texts);
        let body = composition.sheet.styles[0].clone();
        let (holding, signature) = (
            Style { keep_with_next: true, ..body.clone() },
            Style { before: body.pitch, align: Align::Right, ..body },
        );
        composition.sheet.styles.extend([holding, signature]);
        let styles = composition.sheet.styles.len();
        for (from_end, block) in composition.blocks.iter_mut().rev().take(2).enumerate() {
            let Block::Paragraph(paragraph) = block else { panic!() };
            paragraph.style = StyleId(styles - 1 - from_end);
        }
        let layout = laid(&composition);
        let last = layout.document.pages().len() - 1;
        let lines = base_lines(&layout, last, &composition.sheet.page).len();
        assert!(lines >= 3, "{before} lines before: {lines} on the last page");
    }
}
