//! The parts of an article: paragraphs, lists, tables, pictures, notes, signatures.

use super::*;

#[test]
fn those_to_whom_an_article_is_written_stand_flush_left() {
    let mut pack = pack();
    let call = "各街镇人民政府，区政府各部门：";
    pack.articles[0].blocks.insert(0, paragraph(call));
    pack.articles[0].blocks.push(paragraph(call));
    let composition = composed(&pack, &job(), "digest", "official");
    let mut found = Vec::new();
    classes(&composition, &composition.blocks, &mut found);
    found.retain(|class| class.starts_with("body") || class == "addressee");
    assert_eq!(found, ["addressee", "body", "body", "body-end"]);
    let style = composition.sheet.styles.iter().find(|style| style.class == "addressee");
    assert!(style.is_some_and(|style| style.first_indent == 0.0));
}

#[test]
fn a_character_without_a_font_is_set_as_missing_and_said() {
    let mut pack = pack();
    pack.articles[0].blocks.push(paragraph("甲\u{E123}乙"));
    let template = Template::load("plain").expect("the template is sound");
    let style = Style::load("official").expect("the style is sound");
    let mut notes = Notes::new();
    let composition = run(&pack, &job(), &template, &style, &Book::built(), &mut notes)
        .expect("it composes");
    assert!(notes.iter().any(|note| note.code == "compose/missing-glyph"));
    assert!(words(&composition).contains("甲\u{E123}乙"));
}

#[test]
fn a_name_stands_in_the_middle_above_its_date() {
    let lines_of = |names: &[&str]| {
        let mut pack = pack();
        let lines =
            names.iter().chain(&["2026年3月17日"]).map(|line| Text::supplied(*line));
        pack.articles[0].sections[0].blocks.push(model::Block::SignOff(lines.collect()));
        let composition = composed(&pack, &job(), "plain", "official");
        let Some(Block::Group(article)) = composition.blocks.first() else {
            panic!("no article")
        };
        let style = |block: &Block| match block {
            Block::Paragraph(p) => composition.sheet.style(p.style).clone(),
            _ => panic!("a paragraph"),
        };
        let end = article.blocks.len() - 1;
        let styles = article.blocks[end - names.len() - 1..end].iter().map(style);
        styles.map(|s| (s.right_indent, s.before > 0.0)).collect::<Vec<_>>()
    };
    // The date is 3 + 7 × 0.5 + 5 × 0.25 = 7.75 ems wide.
    assert_eq!(lines_of(&["云溪区水务局"]), [(4.9, true), (4.0, false)]);
    assert_eq!(
        lines_of(&["云溪区历史建筑和古镇保护领导小组办公室"]),
        [(0.0, true), (5.6, false)]
    );
    assert_eq!(lines_of(&["云溪区水务局", "云溪区文旅局"]).len(), 3);
}

#[test]
fn the_style_says_which_bullet_stands_for_that_of_the_source() {
    let items: Vec<Text> = ["查漏", "一是宣传"].map(Text::supplied).into();
    let list = model::List {
        items,
        marker_lens: vec![0, 6],
        depths: vec![1, 1],
        bulleted: vec![true, false],
    };
    let pack = with_blocks(vec![model::Block::List(list)]);
    let printed = |setting: &str| {
        let style = format!("name: 试\nextends: official\nclasses: {setting}\n");
        let style = Style::read(&style, "style.yaml", std::path::Path::new(""));
        let style = style.expect("the style is sound");
        let template =
            template("<ul><li>甲</li></ul>{{#each articles}}{{body}}{{/each}}");
        let template = template.expect("the template is sound");
        let mut notes = Notes::new();
        let book = Book::built();
        let composition = run(&pack, &job(), &template, &style, &book, &mut notes);
        words(&composition.expect("it composes"))
    };
    assert_eq!(printed("{}"), "●甲\n●查漏\n一是宣传\n");
    assert_eq!(printed("{ item: { bullet: ◆ } }"), "◆甲\n◆查漏\n一是宣传\n");
    assert_eq!(printed("{ item: { bullet: none } }"), "甲\n查漏\n一是宣传\n");
}

#[test]
fn an_item_of_a_list_in_a_list_looks_like_one() {
    let items: Vec<Text> = ["查漏", "入户", "登记"].map(Text::supplied).into();
    let list = model::List {
        items,
        marker_lens: vec![0; 3],
        // The page that it comes from has put the whole list into another one.
        depths: vec![2, 3, 4],
        bulleted: vec![true; 3],
    };
    let pack = with_blocks(vec![model::Block::List(list)]);
    let composition = composed(&pack, &job(), "plain", "official");
    let mut found = Vec::new();
    classes(&composition, &composition.blocks, &mut found);
    found.retain(|class| class.starts_with("item"));
    assert_eq!(found, ["item", "item-2", "item-3"]);
    assert!(words(&composition).contains("●查漏\n○入户\n■登记\n"));
}

#[test]
fn attachments_turn_over_under_their_names() {
    let found = |items: &[&str]| {
        let pack = with_blocks(vec![paragraph("请遵照执行。"), list(items)]);
        let composition = composed(&pack, &job(), "plain", "official");
        let mut out = Vec::new();
        classes(&composition, &composition.blocks, &mut out);
        out.retain(|class| class.starts_with("attachment") || class == "item");
        out
    };
    let two = ["附件：1.任务分解表", "2.项目库"];
    assert_eq!(found(&two), ["attachment", "attachment-next"]);
    assert_eq!(found(&["附件：任务分解表"]), ["attachment-sole"]);
    assert_eq!(found(&["一是任务", "二是项目"]), ["item", "item"]);
}

#[test]
fn a_note_stands_behind_the_words_that_refer_to_it() {
    let note = model::Footnote { at: 12, words: vec![Text::supplied("注文。")] };
    let text =
        Text { notes: vec![note], ..Text::supplied("水岸更新，完成投资。") };
    let body = model::Block::Paragraph(Body { text, ..Body::default() });
    let composition = composed(&with_blocks(vec![body]), &job(), "plain", "official");
    let mut drawn = String::new();
    fn walk(blocks: &[Block], drawn: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    for inline in &p.inlines {
                        match inline {
                            Inline::Text(run) => drawn.push_str(&run.text),
                            Inline::NoBreak => drawn.push('~'),
                            Inline::Footnote(_) => drawn.push('①'),
                            _ => {}
                        }
                    }
                }
                Block::Group(group) => walk(&group.blocks, drawn),
                _ => {}
            }
        }
    }
    walk(&composition.blocks, &mut drawn);
    assert!(drawn.contains("水岸更新~①，完成投资。"), "{drawn}");
}

/// The table of a pack with one.
fn table_of(rows: &[&[&str]]) -> (Table, Vec<f64>) {
    let rows = rows.iter();
    let rows = rows.map(|row| row.iter().map(|cell| Text::supplied(*cell)).collect());
    let table = model::Table { caption: None, head_rows: 1, rows: rows.collect() };
    let pack = with_blocks(vec![paragraph("见下表。"), model::Block::Table(table)]);
    let composition = composed(&pack, &job(), "plain", "official");
    let sizes = composition.sheet.styles.iter().map(|style| style.size).collect();
    fn find(blocks: &[Block]) -> Option<Table> {
        blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Group(group) => find(&group.blocks),
            _ => None,
        })
    }
    (find(&composition.blocks).expect("there is a table"), sizes)
}

#[test]
fn a_wide_table_shrinks_and_a_wider_one_is_turned() {
    let size = |(table, sizes): &(Table, Vec<f64>)| sizes[table.cell_styles.1.0];
    let plain = table_of(&[&["街镇", "数量"], &["竹桥街道", "82"]]);
    assert_eq!((size(&plain), plain.0.turned), (12.0, false));
    let wide = table_of(&[&["数量"; 10], &["1,234.50"; 10]]);
    assert!((9.0..12.0).contains(&size(&wide)) && !wide.0.turned, "{}", size(&wide));
    let wider = table_of(&[&["数量"; 13], &["1,234.50"; 13]]);
    assert!(wider.0.turned && size(&wider) >= 9.0);
    let whole: f64 = wider.0.columns.iter().map(|column| column.1).sum();
    assert!((whole - 1.0).abs() < 1e-9);
}

#[test]
fn a_picture_stays_in_the_type_area_and_its_caption_describes_it() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"3000\"/>";
    let figure = model::Figure {
        caption: Some(Text::supplied("图1　步道")),
        image: Some(Image::read(svg.into()).expect("a drawing")),
        file: Some("a.svg".into()),
        ..model::Figure::default()
    };
    let pack = with_blocks(vec![paragraph("见图。"), model::Block::Figure(figure)]);
    let composition = composed(&pack, &job(), "plain", "official");
    fn find(blocks: &[Block]) -> Option<Figure> {
        blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => Some(figure.clone()),
            Block::Group(group) => find(&group.blocks),
            _ => None,
        })
    }
    let figure = find(&composition.blocks).expect("there is a figure");
    assert_eq!(figure.alt, "图1　步道");
    assert!(figure.height <= composition.sheet.page.depth() * 0.8 + 0.01);
    assert!((figure.height / figure.width - 3000.0 / 900.0).abs() < 0.01);
}
