//! What Word is told about lines, pages and faces, once for the whole file.

use super::*;
use crate::compose::sheet::Align;
use crate::compose::{Lang, Table};

fn in_language(lang: Lang) -> Opened {
    let mut composition = fixture::composition();
    composition.lang = lang;
    opened(&composition)
}

fn body_style(file: &Opened) -> Node {
    let mut styles = file.part("word/styles.xml").children;
    let at = styles.iter().position(|s| s.attribute("w:default") == Some("1"));
    styles.swap_remove(at.expect("there is a default style"))
}

fn switched(properties: &Node, name: &str) -> Option<bool> {
    let switch = properties.child(name)?;
    Some(!matches!(switch.attribute("w:val"), Some("0" | "false" | "off")))
}

#[test]
fn the_body_says_how_east_asian_lines_break() {
    for (lang, solid) in
        [(Lang::ZhHans, true), (Lang::ZhHant, true), (Lang::Ja, true), (Lang::Ko, false)]
    {
        let body = body_style(&in_language(lang));
        let properties = body.child("w:pPr").expect("it has properties");
        for (name, on) in [
            ("w:widowControl", true),
            ("w:kinsoku", true),
            ("w:overflowPunct", false),
            ("w:autoSpaceDE", solid),
            ("w:autoSpaceDN", solid),
            ("w:snapToGrid", true),
        ] {
            assert_eq!(switched(properties, name), Some(on), "{name} in {lang:?}");
        }
    }
}

#[test]
fn only_justified_korean_ends_lines_inside_words() {
    for (lang, body, title) in
        [(Lang::ZhHans, Some(true), None), (Lang::Ko, Some(false), Some(true))]
    {
        let file = in_language(lang);
        let said =
            |style: &Node| switched(style.child("w:pPr").expect("pPr"), "w:wordWrap");
        assert_eq!(said(&body_style(&file)), body, "{lang:?}");
        let styles = file.part("word/styles.xml").children;
        let centred = styles.iter().find(|s| {
            let jc = s.child("w:pPr").and_then(|p| p.child("w:jc"));
            jc.is_some_and(|jc| jc.attribute("w:val") == Some("center"))
        });
        assert_eq!(said(centred.expect("titles are centred")), title, "{lang:?}");
    }
}

#[test]
fn each_language_has_its_own_lists_tag_and_squeezing() {
    for (lang, tag, squeeze, not_first, free) in [
        (
            Lang::ZhHans,
            "zh-CN",
            "compressPunctuation",
            "，。、；：？！”’）》】·—～％℃㎡㎞",
            "ー",
        ),
        (Lang::ZhHant, "zh-TW", "doNotCompress", "，。、；：？！”’）》】·—～％℃", "ー"),
        (Lang::Ja, "ja-JP", "compressPunctuation", "、。」』）ーぁっゃュ々", "中"),
        (Lang::Ko, "ko-KR", "doNotCompress", "，。？！”’）》%", "ー"),
    ] {
        let file = in_language(lang);
        let settings = file.part("word/settings.xml");
        let value = |name: &str| {
            let node = settings.child(name).expect("it is said");
            node.attribute("w:val").expect("it has a value").to_owned()
        };
        assert_eq!(value("w:characterSpacingControl"), squeeze);
        let list = value("w:noLineBreaksBefore");
        let missing: String = not_first.chars().filter(|c| !list.contains(*c)).collect();
        assert_eq!(missing, "", "may not begin a line in {lang:?}");
        assert!(!list.contains(free), "may begin a line in {lang:?}");
        let list = value("w:noLineBreaksAfter");
        assert!("（《“‘(".chars().all(|c| list.contains(c)), "{lang:?}: {list}");
        for name in ["w:noLineBreaksBefore", "w:noLineBreaksAfter"] {
            let of = settings.child(name).and_then(|n| n.attribute("w:lang"));
            assert_eq!(of, Some(tag));
        }
        let styles = file.part("word/styles.xml");
        let said = styles.find_all("w:lang")[0];
        assert_eq!(said.attribute("w:eastAsia"), Some(tag));
    }
}

#[test]
fn faces_are_named_and_none_comes_from_the_theme() {
    let file = opened(&fixture::composition());
    for (part, root) in file.all_xml() {
        for fonts in root.find_all("w:rFonts") {
            let themed = fonts.attributes.keys().find(|name| name.ends_with("Theme"));
            assert_eq!(themed, None, "{part}");
        }
        assert!(root.find_all("w:themeColor").is_empty(), "{part}");
    }
    let body = body_style(&file);
    let fonts = body.child("w:rPr").and_then(|r| r.child("w:rFonts")).expect("faces");
    let slots = ["w:ascii", "w:eastAsia", "w:hAnsi", "w:cs"];
    assert!(
        slots.iter().all(|slot| fonts.attribute(slot).is_some_and(|f| !f.is_empty()))
    );
    let table = file.part("word/fontTable.xml");
    let listed: BTreeSet<_> =
        table.find_all("w:font").iter().filter_map(|f| f.attribute("w:name")).collect();
    let styles = file.part("word/styles.xml");
    for fonts in styles.find_all("w:rFonts") {
        for slot in ["w:ascii", "w:eastAsia"] {
            let name = fonts.attribute(slot).expect("a face in each slot");
            assert!(listed.contains(name), "{name} is not in the table of fonts");
        }
    }
}

#[test]
fn every_section_has_the_grid_of_the_body() {
    let file = opened(&fixture::composition());
    let document = file.part("word/document.xml");
    let sections = document.find_all("w:sectPr");
    assert!(!sections.is_empty());
    for section in sections {
        let grid = section.child("w:docGrid").expect("a grid");
        assert_eq!(grid.attribute("w:type"), Some("lines"));
        assert_eq!(grid.attribute("w:linePitch"), Some("579"), "28.99 pt, rounded down");
        assert_eq!(grid.attribute("w:charSpace"), None, "LibreOffice misreads it");
    }
    let body = body_style(&file);
    let run = body.child("w:rPr").expect("a look");
    let value = |name: &str| run.child(name).and_then(|n| n.attribute("w:val"));
    assert_eq!((value("w:sz"), value("w:spacing")), (Some("32"), Some("-5")));
}

#[test]
fn headings_are_words_own_and_stay_with_what_follows() {
    let file = opened(&fixture::composition());
    let styles = file.part("word/styles.xml");
    let mut found = 0;
    for style in styles.find_all("w:style") {
        let name = style.child("w:name").and_then(|n| n.attribute("w:val"));
        let Some(depth) = name.and_then(|n| n.strip_prefix("heading ")) else { continue };
        found += 1;
        let depth: usize = depth.parse().expect("a depth");
        let properties = style.child("w:pPr").expect("it has properties");
        assert_eq!(switched(properties, "w:keepNext"), Some(true));
        let level = properties.child("w:outlineLvl").and_then(|l| l.attribute("w:val"));
        assert_eq!(level, Some((depth - 1).to_string().as_str()));
        let next = style.child("w:next").and_then(|n| n.attribute("w:val"));
        assert_eq!(next, Some("Normal"));
    }
    assert_eq!(found, 2);
    // What the file does not have stays out of the editor's list of styles.
    let latent = styles.child("w:latentStyles").expect("it is said");
    assert_eq!(latent.attribute("w:defSemiHidden"), Some("1"));
    assert!(styles.find_all("w:style").iter().all(|style| {
        style.attribute("w:type") != Some("paragraph")
            || style.child("w:semiHidden").is_none()
    }));
}

#[test]
fn the_head_of_a_table_comes_again_and_no_row_is_parted() {
    let document = opened(&fixture::composition()).part("word/document.xml");
    let table = document.find_all("w:tbl")[0];
    for (at, row) in table.find_all("w:tr").into_iter().enumerate() {
        let properties = row.child("w:trPr").expect("it has properties");
        assert_eq!(properties.child("w:tblHeader").is_some(), at == 0);
        assert!(properties.child("w:cantSplit").is_some());
    }
}

#[test]
fn no_row_of_a_table_stands_alone() {
    let mut composition = fixture::composition();
    let cell = || {
        let text = "甲".to_owned();
        vec![Inline::Text(Run { text, style: None, origin: None, lang: None })]
    };
    composition.blocks = vec![Block::Table(Table {
        style: StyleId(12),
        caption: None,
        head_rows: 1,
        columns: vec![(Align::Left, 1.0)],
        rows: (0..40).map(|_| vec![cell()]).collect(),
        cell_styles: (StyleId(13), StyleId(14)),
        turned: false,
    })];
    let document = opened(&composition).part("word/document.xml");
    let kept = document
        .find_all("w:tr")
        .into_iter()
        .map(|row| row.find_all("w:pPr").iter().all(|p| p.child("w:keepNext").is_some()));
    let kept: Vec<usize> =
        (0..).zip(kept).filter_map(|(row, kept)| kept.then_some(row)).collect();
    assert_eq!(kept, [0, 1, 38]);
}

#[test]
fn the_colophon_stands_on_the_foot_of_the_type_area() {
    let document = opened(&fixture::composition()).part("word/document.xml");
    let frames = document.find_all("w:framePr");
    assert!(frames.len() >= 2);
    for frame in frames {
        assert_eq!(frame.attribute("w:yAlign"), Some("bottom"));
        assert_eq!(frame.attribute("w:vAnchor"), Some("margin"));
    }
}

#[test]
fn left_hand_pages_have_feet_of_their_own() {
    let file = opened(&fixture::composition());
    assert!(file.part("word/settings.xml").child("w:evenAndOddHeaders").is_some());
    let document = file.part("word/document.xml");
    let feet = document.find_all("w:footerReference");
    let kinds: BTreeSet<_> = feet.iter().filter_map(|f| f.attribute("w:type")).collect();
    assert_eq!(
        kinds,
        ["default", "even"].into(),
        "the first page is like other odd ones"
    );

    let mut composition = fixture::composition();
    composition.furniture.foot_first = None;
    let document = opened(&composition).part("word/document.xml");
    let section = document.find_all("w:sectPr").pop().expect("a section");
    assert!(section.child("w:titlePg").is_some(), "a first page without a number");
}
