//! Live numbers: counted from the lists as Word counts them, they are those of the source.

use super::*;
use crate::compose::sheet::Numbering;
use crate::compose::{Group, Part};

/// The words of a document with the numbers that a reader of lists counts.
fn counted(file: &Opened) -> Vec<String> {
    let numbering = file.part("word/numbering.xml");
    let styles = file.part("word/styles.xml");
    let value = |node: &Node, name: &str| {
        node.child(name).and_then(|n| n.attribute("w:val")).map(str::to_owned)
    };
    let place = |properties: &Node| {
        let number = properties.child("w:numPr")?;
        let level = value(number, "w:ilvl").map_or(0, |l| l.parse().expect("a level"));
        Some((value(number, "w:numId")?, level))
    };
    let of_style: BTreeMap<&str, (String, usize)> = styles
        .find_all("w:style")
        .into_iter()
        .filter_map(|s| Some((s.attribute("w:styleId")?, place(s.child("w:pPr")?)?)))
        .collect();
    let mut counts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut out = Vec::new();
    for paragraph in file.part("word/document.xml").find_all("w:p") {
        let properties = paragraph.child("w:pPr").expect("a paragraph has a style");
        let style = value(properties, "w:pStyle").unwrap_or_default();
        let place = place(properties).or_else(|| of_style.get(style.as_str()).cloned());
        let texts = paragraph.find_all("w:t");
        let words: String = texts.iter().map(|t| t.text.as_str()).collect();
        let Some((list, level)) = place.filter(|(list, _)| list != "0") else {
            out.push(words);
            continue;
        };
        let number = numbering
            .find_all("w:num")
            .into_iter()
            .find(|n| n.attribute("w:numId") == Some(&list))
            .expect("the list is there");
        let kind = value(number, "w:abstractNumId").expect("it has a kind");
        let levels = numbering
            .find_all("w:abstractNum")
            .into_iter()
            .find(|n| n.attribute("w:abstractNumId") == Some(&kind))
            .expect("the kind is there")
            .find_all("w:lvl");
        let of_level = levels[level];
        let count = counts.entry(list).or_default();
        count.truncate(level + 1);
        while count.len() <= level {
            let start = value(levels[count.len()], "w:start").expect("a start");
            count.push(start.parse::<u32>().expect("a number") - 1);
        }
        count[level] += 1;
        let digits = count[level].to_string();
        let shown = match value(of_level, "w:numFmt").expect("a format").as_str() {
            "none" | "bullet" => String::new(),
            "decimal" => digits,
            "chineseCountingThousand" => {
                ["一", "二", "三", "四"][count[level] as usize - 1].into()
            }
            other => panic!("unknown format {other}"),
        };
        let pattern = value(of_level, "w:lvlText").expect("a pattern");
        out.push(pattern.replace(&format!("%{}", level + 1), &shown) + &words);
    }
    out
}

fn heading(depth: u8, words: &str, number: usize) -> Block {
    let style = compose::fixture::composition()
        .sheet
        .styles
        .iter()
        .position(|s| s.class == if depth == 1 { "title" } else { "h1" });
    Block::Paragraph(Paragraph {
        style: StyleId(style.expect("the fixture has headings")),
        outline: Some(Outline { depth }),
        anchor: Some(format!("t{number}")),
        ..paragraph(words)
    })
}

fn item(depth: u8, words: &str) -> Block {
    Block::Paragraph(Paragraph { item: Some(depth), ..paragraph(words) })
}

fn list(items: &[(u8, &str)]) -> Block {
    let blocks = items.iter().map(|(depth, words)| item(*depth, words)).collect();
    Block::Group(Group { style: StyleId(0), part: Part::List, blocks })
}

/// The lines of a live document, and how many of them Word numbers.
fn live(blocks: Vec<Block>) -> (Vec<String>, usize) {
    let mut composition = fixture::composition();
    composition.blocks = blocks;
    composition.sheet.numbering = Numbering::Live;
    let file = opened(&composition);
    let typed = file.words();
    let lines = counted(&file);
    let words = compose::words(&composition);
    let wanted: Vec<&str> = words.lines().collect();
    assert_eq!(lines, wanted, "the numbers are those of the source");
    let by_word = lines.iter().zip(typed.lines()).filter(|(line, typed)| *line != typed);
    let by_word = by_word.count();
    (lines, by_word)
}

#[test]
fn numbers_that_come_out_the_same_are_counted_by_word() {
    let titles = [
        (1, "甲文"),
        (2, "一、总体要求"),
        (3, "（一）指导思想"),
        (3, "（二）目标"),
        (2, "二、措施"),
        (3, "（一）组织"),
        (1, "乙文"),
        (2, "一、情况"),
    ];
    let blocks = titles.iter().enumerate().map(|(n, (d, w))| heading(*d, w, n)).collect();
    assert_eq!(live(blocks).1, 6);
}

#[test]
fn numbers_that_would_come_out_otherwise_stay_words() {
    // One is missing, one is out of order, one begins anew without a title above it.
    for titles in [
        ["一、甲", "二、乙", "四、丁"],
        ["二、乙", "一、甲", "三、丙"],
        ["一、甲", "一、乙", "二、丙"],
        ["一、甲", "（二）乙", "三、丙"],
    ] {
        let numbered =
            titles.iter().enumerate().map(|(n, words)| heading(2, words, n + 1));
        let blocks = [heading(1, "甲文", 0)].into_iter().chain(numbered).collect();
        let mut composition = fixture::composition();
        composition.blocks = blocks;
        composition.sheet.numbering = Numbering::Live;
        let file = opened(&composition);
        assert_eq!(file.words(), compose::words(&composition), "{titles:?}");
    }
}

#[test]
fn a_heading_without_a_number_among_numbered_ones_has_none_in_word() {
    let titles = [(1, "甲文"), (2, "一、甲"), (2, "二、乙"), (2, "结语"), (2, "三、丙")];
    let blocks = titles.iter().enumerate().map(|(n, (d, w))| heading(*d, w, n)).collect();
    assert_eq!(live(blocks).1, 3);
}

#[test]
fn each_list_counts_for_itself_and_a_wrong_one_stays_words() {
    let blocks = vec![
        list(&[(1, "1.甲"), (2, "（1）子"), (2, "（2）丑"), (1, "2.乙"), (2, "（1）寅")]),
        list(&[(1, "1.甲"), (1, "2.乙")]),
        list(&[(1, "3.甲"), (1, "4.乙")]),
        list(&[(1, "●甲"), (1, "●乙")]),
        list(&[(1, "1.甲"), (1, "3.乙")]),
        list(&[(1, "1.甲"), (1, "乙")]),
    ];
    assert_eq!(live(blocks).1, 5 + 2 + 2 + 2);
}

#[test]
fn without_the_setting_every_number_is_a_word() {
    let composition = fixture::composition();
    let file = opened(&composition);
    assert!(!file.has("word/numbering.xml"));
    assert_eq!(file.words(), compose::words(&composition));
}
