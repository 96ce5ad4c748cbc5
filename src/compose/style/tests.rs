//! The official style by the clauses of GB/T 9704—2012, and the faults of style files.

use std::path::Path;

use super::*;
use crate::compose::sheet::{Align, Place};
use crate::fonts::Role;

fn official() -> Style {
    Style::load("official").expect("the style is sound")
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.005
}

#[test]
fn clause_5_2_page_and_grid() {
    let style = official();
    let page = &style.page;
    for (points, mm) in [
        (page.width, 210.0),
        (page.height, 297.0),
        (page.top, 37.0),
        (page.inside, 28.0),
        (page.measure(), 156.0),
        (page.depth(), 225.0),
    ] {
        assert!(near(points, mm * MM), "{points} {mm}");
    }
    let body = &style.body.style;
    assert!(near(body.size * 28.0, 156.0 * MM), "28 characters a line: 5.2.3");
    assert!(near(body.pitch * 22.0, 225.0 * MM), "22 lines a page: 5.2.3");
    assert_eq!(body.font, Role::Fang, "5.2.2");
    assert!(near(body.first_indent, 2.0));
    assert_eq!(body.color.hex(), "000000", "5.2.4");
}

#[test]
fn clause_7_3_title_and_headings() {
    let style = official();
    let look = |class: &str| &style.looks[class].style;
    assert_eq!(look("title").font, Role::Biaosong);
    assert!(near(look("title").size, 22.0));
    assert_eq!(look("title").align, Align::Center);
    let faces: Vec<Role> =
        (1..=4).map(|level| look(&format!("heading-{level}")).font).collect();
    assert_eq!(faces, [Role::Hei, Role::Kai, Role::Fang, Role::Fang]);
    for level in 1..=4 {
        let heading = look(&format!("heading-{level}"));
        assert!(near(heading.size, style.body.style.size));
        assert!(heading.keep_with_next && !heading.bold);
    }
}

#[test]
fn clause_7_2_masthead() {
    let style = official();
    let name = &style.looks["name"].style;
    assert_eq!(name.font, Role::Biaosong);
    assert!(name.color.red > 150 && name.color.green < 30);
    let rule = style.looks["masthead"].style.rules.bottom.expect("there is a red rule");
    assert!(near(rule.gap, 4.0 * MM), "4 mm below the words: 7.2.7");
    assert_eq!(rule.color, name.color);
}

#[test]
fn clause_7_4_colophon() {
    let style = official();
    let colophon = &style.looks["colophon"].style;
    assert_eq!(colophon.place, Place::Foot);
    let width = |rule: Option<crate::compose::sheet::Rule>| rule.map_or(0.0, |r| r.width);
    assert!(near(width(colophon.rules.top), 0.35 * MM));
    assert!(near(width(colophon.rules.bottom), 0.35 * MM));
    assert!(near(width(colophon.rules.inner), 0.25 * MM));
    let line = &style.looks["colophon-line"].style;
    assert!(near(line.size, 14.0) && line.font == Role::Fang);
    assert!(near(line.left_indent, 1.0) && near(line.right_indent, 1.0));
    // A second line stands under the first name, behind “报：”.
    let to = &style.looks["colophon-to"].style;
    assert!(near(to.size, 14.0) && near(to.right_indent, 1.0));
    assert!(near(to.left_indent + to.first_indent, 1.0) && near(to.first_indent, -2.0));
}

#[test]
fn clause_7_5_folio() {
    let style = official();
    assert!(near(style.page.foot_distance, 7.0 * MM));
    let (odd, even) = (&style.looks["folio-odd"].style, &style.looks["folio-even"].style);
    assert!(near(odd.size, 14.0) && odd.font == Role::Song);
    assert_eq!((odd.align, even.align), (Align::Right, Align::Left));
    assert!(near(odd.right_indent, 1.0) && near(even.left_indent, 1.0));
}

/// Code, line and help of every fault of a style.
fn faults(text: &str) -> Vec<(&'static str, usize)> {
    let faults = Style::read(text, "style.yaml", Path::new("")).expect_err("it is wrong");
    let line = |fault: &Diagnostic| {
        fault.place.as_ref().map_or(0, |place| place.line_and_column().0)
    };
    faults.iter().map(|fault| (fault.code, line(fault))).collect()
}

#[test]
fn an_unknown_key_has_a_nearest_match() {
    let text = "classes:\n  title:\n    colour: red\n";
    assert_eq!(faults(text), [("yaml/unknown-key", 3)]);
    let found = Style::read(text, "style.yaml", Path::new("")).expect_err("it is wrong");
    assert!(found[0].help.as_ref().is_some_and(|help| help.en.contains("`color`")));
}

#[test]
fn bad_values_are_all_reported_with_their_lines() {
    let text = "page:\n  size: A9\n  foot-distance: 2em\nclasses:\n  title:\n    \
                size: 特号\n    color: reddish\n    pitch: 28\n    rules: { top: thick }\n";
    let bad = "style/bad-value";
    assert_eq!(
        faults(text),
        [(bad, 2), (bad, 3), (bad, 6), (bad, 8), (bad, 7), (bad, 9)]
    );
}

#[test]
fn unknown_faces_and_alignments_are_refused() {
    assert_eq!(faults("classes:\n  title: { font: simsun }\n")[0].1, 2);
    assert_eq!(faults("classes:\n  title:\n    align: centre\n")[0].1, 3);
}

#[test]
fn inheritance_is_checked() {
    assert_eq!(
        faults("classes:\n  one:\n    based-on: titel\n"),
        [("style/unknown-class", 3)]
    );
    let circle = "classes:\n  one: { based-on: two }\n  two: { based-on: one }\n";
    assert_eq!(faults(circle), [("style/circle", 2), ("style/circle", 3)]);
    assert_eq!(faults("name: 甲\nextends: offical\n"), [("style/not-found", 2)]);
}

#[test]
fn a_type_area_must_fit_its_sheet() {
    let text = "page:\n  size: A5\n  type-area: { top: 37mm, inner: 28mm, width: 156mm, \
                height: 225mm }\n";
    assert_eq!(faults(text), [("style/no-room", 1)]);
}

#[test]
fn a_style_says_only_what_differs() {
    let text = "extends: official\nclasses:\n  title: { color: 蓝 }\n  \
                mine: { based-on: title, size: 小二, rules: { bottom: 1pt } }\n";
    let style = Style::read(text, "style.yaml", Path::new("")).expect("it is sound");
    let title = &style.looks["title"].style;
    assert_eq!((title.font, title.color.hex()), (Role::Biaosong, "1F4E9A".into()));
    let mine = &style.looks["mine"].style;
    assert_eq!((mine.font, mine.color), (title.font, title.color));
    assert!(near(mine.size, 18.0) && mine.rules.bottom.is_some());
}

#[test]
fn an_empty_style_is_the_base() {
    let style =
        Style::read("# 还没写\n", "style.yaml", Path::new("")).expect("it is sound");
    assert!(style.looks.contains_key("colophon"));
}

#[test]
fn the_schema_knows_every_key_of_the_shipped_styles() {
    let schema: serde_json::Value =
        serde_json::from_str(&schema()).expect("the schema is JSON");
    let entry = &schema["$defs"]["Entry"]["properties"];
    for key in ["font", "size", "based-on", "first-indent", "rules", "keep-with-next"] {
        assert!(entry[key]["description"].is_string(), "{key}");
    }
}

#[test]
fn a_style_says_who_counts_and_passes_it_on() {
    assert_eq!(official().numbering, Numbering::Text);
    let read = |text: &str| Style::read(text, "live.yaml", Path::new(""));
    let live = read("extends: official\nnumbering: live\n").expect("it is a style");
    assert_eq!(live.numbering, Numbering::Live);
    let wrong = read("numbering: automatic\n").expect_err("there is no such word");
    assert!(wrong.iter().any(|fault| fault.place.is_some()), "{wrong:?}");
}
