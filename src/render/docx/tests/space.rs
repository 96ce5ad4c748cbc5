//! Space: lines stand where they stand on the PDF's pages.

use super::*;
use crate::compose::sheet::{PageBreak, Rules};
use crate::compose::{Group, Part};

/// The space above and below each paragraph of the flow that has words, in twips, as Word
/// reads it: what the paragraph says, else its style, else 正文.
fn spaces(file: &Opened) -> Vec<(i64, i64)> {
    let styles = file.part("word/styles.xml");
    let document = file.part("word/document.xml");
    let of_style = |id: &str, side: &str| {
        let styles = styles.find_all("w:style");
        let style = styles.into_iter().find(|s| s.attribute("w:styleId") == Some(id));
        let spacing = style.and_then(|s| s.child("w:pPr")?.child("w:spacing"));
        spacing.and_then(|s| s.attribute(side)).map(str::to_owned)
    };
    let with_words = document.find_all("w:p").into_iter();
    let with_words = with_words.filter(|p| !p.find_all("w:t").is_empty());
    with_words
        .map(|paragraph| {
            let properties = paragraph.child("w:pPr").expect("it has a style");
            let id = properties.child("w:pStyle").and_then(|s| s.attribute("w:val"));
            let id = id.expect("it has a style");
            let side = |side: &str| {
                let own = properties.child("w:spacing").and_then(|s| s.attribute(side));
                let said = own.map(str::to_owned);
                let said = said.or_else(|| of_style(id, side));
                let said = said.or_else(|| of_style("Normal", side));
                said.expect("正文 says it").parse().expect("a number")
            };
            (side("w:before"), side("w:after"))
        })
        .collect()
}

fn block(style: usize, text: &str) -> Block {
    Block::Paragraph(Paragraph { style: StyleId(style), ..paragraph(text) })
}

fn group(style: usize, blocks: Vec<Block>) -> Block {
    Block::Group(Group { style: StyleId(style), part: Part::Aside, blocks })
}

/// The styles of the fixture: 0 正文, 1 a title with space around it, 15 a frame.
fn written(blocks: Vec<Block>, change: impl Fn(&mut Composition)) -> Vec<(i64, i64)> {
    let mut composition = fixture::composition();
    composition.blocks = blocks;
    change(&mut composition);
    spaces(&opened(&composition))
}

#[test]
fn a_group_and_what_begins_it_share_the_larger_space() {
    let blocks =
        vec![block(0, "上文"), group(15, vec![block(1, "题目"), block(0, "文")])];
    let as_group = |before: f64| {
        move |composition: &mut Composition| {
            let style = &mut composition.sheet.styles[15];
            (style.rules, style.background, style.padding) =
                (Rules::default(), None, 0.0);
            (style.before, style.after) = (before, 6.0);
        }
    };
    let title = (579, 579);
    assert_eq!(written(blocks.clone(), as_group(10.0)), [(0, 0), title, (0, 120)]);
    assert_eq!(written(blocks, as_group(40.0)), [(0, 0), (800, 579), (0, 120)]);
}

#[test]
fn a_frame_has_its_space_outside_and_the_room_of_its_rules_comes_off_it() {
    let blocks =
        vec![block(0, "上文"), group(15, vec![block(1, "题目"), block(1, "又题")])];
    let spaces = written(blocks, |composition| {
        let style = &mut composition.sheet.styles[15];
        style.rules = Rules { top: style.rules.left, bottom: None, ..Rules::default() };
        (style.background, style.padding) = (None, 0.0);
        (style.before, style.after) = (10.0, 5.0);
    });
    // The rule is 3 pt thick: seven points are left of ten.
    assert_eq!(spaces, [(0, 0), (140, 579), (579, 100)]);
}

#[test]
fn a_ground_reaches_as_far_as_its_padding() {
    let styles = opened(&fixture::composition()).part("word/styles.xml");
    let boxed = styles
        .find_all("w:style")
        .into_iter()
        .find(|style| style.child("w:pPr").is_some_and(|p| p.child("w:shd").is_some()));
    let borders = boxed.and_then(|s| s.child("w:pPr")?.child("w:pBdr")).expect("a box");
    for side in ["w:top", "w:bottom"] {
        let rule = borders.child(side).expect("Word fills no further than its rules");
        assert_eq!(rule.attribute("w:space"), Some("8"));
        assert_eq!(rule.attribute("w:color"), Some("FAF4F0"));
    }
}

#[test]
fn the_head_of_a_page_that_was_asked_for_keeps_a_titles_own_space() {
    let article = || group(15, vec![block(1, "题目")]);
    let opens = Block::PageBreak { recto: false };
    let blocks = vec![article(), opens, article()];
    let spaces = written(blocks, |composition| {
        let style = &mut composition.sheet.styles[15];
        (style.rules, style.background, style.padding) = (Rules::default(), None, 0.0);
        (style.before, style.page_break) = (60.0, PageBreak::No);
    });
    assert_eq!(spaces, [(579, 579), (579, 579)]);
}

#[test]
fn notes_begin_where_they_begin_on_the_pdfs_pages() {
    let file = opened(&fixture::composition());
    let notes = file.part("word/footnotes.xml");
    for separator in &notes.children[..2] {
        let properties = separator.find_all("w:pPr")[0];
        let spacing = properties.child("w:spacing").expect("a height of its own");
        assert_eq!(spacing.attribute("w:lineRule"), Some("exact"));
        assert_eq!(spacing.attribute("w:line"), Some("190"), "0.6 of 15.8 pt");
        let grid = properties.child("w:snapToGrid").and_then(|g| g.attribute("w:val"));
        assert_eq!(grid, Some("0"));
    }
    let mark = notes.children[2].find_all("w:r")[0].child("w:rPr").expect("a look");
    let place = mark.child("w:vertAlign").and_then(|v| v.attribute("w:val"));
    assert_eq!(place, Some("baseline"), "in front of its note the mark is full size");
}

#[test]
fn the_number_of_an_entry_stands_within_its_indents() {
    let styles = opened(&fixture::composition()).part("word/styles.xml");
    let entries = styles.find_all("w:style").into_iter();
    let entries = entries.filter(|style| {
        style.attribute("w:styleId").is_some_and(|id| id.starts_with("TOC"))
            && !style.find_all("w:tab").is_empty()
    });
    let mut seen = 0;
    for entry in entries {
        let properties = entry.child("w:pPr").expect("the style of entries");
        let stop = properties.find_all("w:tab")[0];
        assert_eq!(stop.attribute("w:pos"), Some("8844"), "it stands on the edge");
        let indent = properties.child("w:ind").expect("an indent");
        // What stands behind a right indent LibreOffice leaves out.
        assert_eq!(indent.attribute("w:right"), Some("0"));
        seen += 1;
    }
    assert!(seen > 0, "the fixture has contents");
}

#[test]
fn a_space_of_one_line_is_no_twip_higher_than_a_line() {
    let blocks = vec![block(0, "上文"), block(1, "题目")];
    let found = written(blocks, |composition| {
        composition.sheet.styles[0].pitch = 28.99;
        composition.sheet.styles[1].before = 28.99;
    });
    assert_eq!(found[1].0, 579);
}

#[test]
fn the_room_in_a_cell_goes_by_the_size_of_its_words() {
    let mut composition = fixture::composition();
    let table = |block: &Block| match block {
        Block::Table(table) => Some(table.clone()),
        _ => None,
    };
    let found = composition.blocks.iter().find_map(|block| match block {
        Block::Group(group) => group.blocks.iter().find_map(table),
        block => table(block),
    });
    let table = found.expect("the fixture has a table");
    composition.sheet.styles[table.cell_styles.1.0].size = 10.0;
    let document = opened(&composition).part("word/document.xml");
    let properties = document.find_all("w:tblPr");
    let margins = properties[0].child("w:tblCellMar").expect("it says its room");
    for side in ["w:left", "w:right"] {
        let width = margins.child(side).and_then(|side| side.attribute("w:w"));
        assert_eq!(width, Some("80"), "{side}");
    }
}
