//! The package: parts, schema, ids, bytes.

use super::*;

#[test]
fn a_second_file_and_one_from_a_thread_have_the_same_bytes() {
    let first = opened(&fixture::composition()).bytes;
    let second = opened(&fixture::composition()).bytes;
    assert!(first == second);
    let threads: Vec<_> = (0..3)
        .map(|_| std::thread::spawn(|| opened(&fixture::composition()).bytes))
        .collect();
    for thread in threads {
        assert!(thread.join().expect("the thread ends") == first);
    }
}

#[test]
fn every_target_is_in_the_package_and_every_part_has_a_type() {
    let mut composition = fixture::composition();
    composition.blocks.push(Block::Figure(figure()));
    let file = opened(&composition);
    for (name, rels) in file.all_xml().iter().filter(|p| p.0.ends_with(".rels")) {
        let (folder, _) = name.split_once("_rels/").expect("relationships have a folder");
        for relation in &rels.children {
            if relation.attribute("TargetMode").is_none() {
                let target = relation.attribute("Target").expect("it points somewhere");
                assert!(file.has(&format!("{folder}{target}")), "{name}: {target}");
            }
        }
    }
    let types = file.part("[Content_Types].xml");
    let covered = |name: &str| {
        types.children.iter().any(|t| {
            t.attribute("PartName") == Some(&format!("/{name}"))
                || t.attribute("Extension")
                    .is_some_and(|e| e != "xml" && name.ends_with(&format!(".{e}")))
        })
    };
    for name in file.parts.keys().filter(|n| *n != "[Content_Types].xml") {
        assert!(covered(name), "{name}");
    }
}

/// The order that ECMA-376 fixes for the children of an element, as far as we write them.
const ORDER: &[(&str, &str)] = &[
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs \
         kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN adjustRightInd \
         snapToGrid spacing ind jc outlineLvl rPr sectPr",
    ),
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs vanish color spacing sz szCs u vertAlign em lang",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr type pgSz pgMar cols titlePg docGrid",
    ),
    ("w:pBdr", "top left bottom right between"),
    ("w:tblPr", "tblStyle tblW jc tblInd tblBorders tblCellMar tblLook"),
    (
        "w:style",
        "name aliases basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr",
    ),
    (
        "w:settings",
        "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl \
         noLineBreaksAfter noLineBreaksBefore footnotePr compat themeFontLang \
         clrSchemeMapping decimalSymbol listSeparator",
    ),
];

#[test]
fn children_stand_in_the_order_of_the_schema() {
    let mut composition = fixture::composition();
    composition.furniture.watermark = Some("内部资料".into());
    for (part, root) in opened(&composition).all_xml() {
        for (parent, order) in ORDER {
            let order: Vec<_> = order.split_whitespace().collect();
            for node in root.find_all(parent) {
                let mut last = 0;
                for child in &node.children {
                    let name = child.name.trim_start_matches("w:");
                    let at = order.iter().position(|o| *o == name);
                    let at = at.unwrap_or_else(|| panic!("{part}: {name} in {parent}"));
                    assert!(at >= last, "{part}: {name} stands too late in {parent}");
                    last = at;
                }
            }
        }
    }
}

#[test]
fn ids_and_names_of_styles_are_their_own() {
    let styles = opened(&fixture::composition()).part("word/styles.xml");
    let mut ids = BTreeSet::new();
    let mut names = BTreeSet::new();
    for style in styles.find_all("w:style") {
        let id = style.attribute("w:styleId").expect("a style has an id").to_lowercase();
        let name = style.child("w:name").and_then(|n| n.attribute("w:val"));
        let name = name.expect("a style has a name").to_lowercase();
        assert!(ids.insert(id.clone()), "two styles with the id {id}");
        assert!(names.insert(name.clone()), "two styles called {name}");
    }
    for (part, root) in opened(&fixture::composition()).all_xml() {
        for used in ["w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"] {
            for node in root.find_all(used) {
                let id =
                    node.attribute("w:val").expect("it names a style").to_lowercase();
                assert!(ids.contains(&id), "{part}: no style {id}");
            }
        }
    }
}

#[test]
fn what_xml_cannot_hold_and_what_looks_like_markup_does_no_harm() {
    let mut composition = fixture::composition();
    let nasty =
        "甲\u{0}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}乙<w:p/>&amp;]]>\"'{{x}}\u{301}\u{1F600}";
    composition.title = nasty.into();
    composition.author = nasty.into();
    composition.furniture.watermark = Some(nasty.into());
    for style in &mut composition.sheet.styles {
        style.label = nasty.into();
    }
    let mut hostile = paragraph(nasty);
    hostile.anchor = Some("x\" y".into());
    hostile.inlines.push(Inline::Link {
        target: "https://例子.cn/\"><\u{1}".into(),
        inlines: vec![plain(nasty)],
    });
    hostile
        .inlines
        .push(Inline::Footnote(vec![plain(nasty), Inline::Footnote(vec![plain("注")])]));
    composition.blocks.insert(0, Block::Paragraph(hostile));
    let file = opened(&composition);
    file.all_xml();
    let allowed = |c: &char| {
        !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
    };
    let wanted: String = compose::words(&composition).chars().filter(allowed).collect();
    assert_eq!(file.words(), wanted);
}

#[test]
fn nothing_at_all_is_still_a_word_file() {
    let mut composition = fixture::composition();
    composition.blocks.clear();
    composition.furniture = compose::Furniture::default();
    composition.title.clear();
    let file = Opened::new(&composition, &PageNumbers::default());
    assert_eq!(file.words().trim(), "");
    assert!(read_docx(&file.bytes).is_ok());
}
