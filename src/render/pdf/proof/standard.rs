//! GB/T 9704—2012: what the sheet says against what the standard says.
//!
//! A sheet claims the standard by its grid of 22 lines of 28 characters; other sheets are
//! not measured by it.

use super::Finding;
use super::Strength::{self, General, Recommended, Required};
use crate::compose::sheet::{Align, Color, Grid, Place, Rule, Style};
use crate::compose::{Block, Composition, Field, Inline, Paragraph, Part};
use crate::diag::say;
use crate::fonts::{Book, Role};

const MM: f64 = 72.0 / 25.4;

pub(super) fn check(composition: &Composition, book: &Book) -> Vec<Finding> {
    let page = &composition.sheet.page;
    if page.grid != Some(Grid { lines: 22, characters: 28 }) {
        return Vec::new();
    }
    let mut list = Departures(Vec::new());
    list.length(
        "纸宽",
        "width of the sheet",
        page.width,
        210.0,
        0.5,
        (Required, "GB/T 9704—2012 5.1"),
    );
    list.length(
        "纸高",
        "height of the sheet",
        page.height,
        297.0,
        0.5,
        (Required, "GB/T 9704—2012 5.1"),
    );
    list.length(
        "天头",
        "top margin",
        page.top,
        37.0,
        1.0,
        (Required, "GB/T 9704—2012 5.2.1"),
    );
    list.length(
        "订口",
        "inside margin",
        page.inside,
        28.0,
        1.0,
        (Required, "GB/T 9704—2012 5.2.1"),
    );
    list.length(
        "版心宽",
        "type area width",
        page.measure(),
        156.0,
        0.5,
        (Required, "GB/T 9704—2012 5.2.1"),
    );
    list.length(
        "版心高",
        "type area height",
        page.depth(),
        225.0,
        0.5,
        (Required, "GB/T 9704—2012 5.2.1"),
    );
    let foot = page.foot_distance;
    list.length(
        "页码一字线距版心",
        "folio below the type area",
        foot,
        7.0,
        0.5,
        (Required, "GB/T 9704—2012 7.5"),
    );
    if let Some(body) = composition.sheet.styles.first() {
        list.size("正文", "body", body.size, 16.0, (General, "GB/T 9704—2012 5.2.2"));
        list.face(body, book);
        if body.color != Color::BLACK {
            list.add(
                Required,
                "GB/T 9704—2012 5.2.4",
                "正文不是黑色",
                "the body is not black",
            );
        }
    }
    folios(composition, &mut list);
    walk(&composition.blocks, composition, &mut list);
    list.0.dedup();
    list.0
}

/// What was found, in the order in which it was looked for.
struct Departures(Vec<Finding>);

impl Departures {
    fn add(
        &mut self,
        strength: Strength,
        clause: &'static str,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) {
        self.0.push(Finding {
            code: "proof/gb9704",
            strength,
            clause: Some(clause),
            spot: None,
            message: say(zh, en),
        });
    }

    fn length(
        &mut self,
        zh: &str,
        en: &str,
        points: f64,
        wanted: f64,
        slack: f64,
        rule: (Strength, &'static str),
    ) {
        let got = points / MM;
        if (got - wanted).abs() > slack {
            self.add(
                rule.0,
                rule.1,
                format!("{zh} {got:.1} 毫米，标准为 {wanted} 毫米"),
                format!("{en} is {got:.1} mm; the standard says {wanted} mm"),
            );
        }
    }

    fn size(
        &mut self,
        zh: &str,
        en: &str,
        got: f64,
        wanted: f64,
        rule: (Strength, &'static str),
    ) {
        if (got - wanted).abs() > 0.3 {
            self.add(
                rule.0,
                rule.1,
                format!("{zh}字号 {got:.1} 磅，标准为 {wanted} 磅"),
                format!(
                    "the size of the {en} is {got:.1} pt; the standard says {wanted} pt"
                ),
            );
        }
    }

    fn face(&mut self, body: &Style, book: &Book) {
        let filled = book.roles.get(&body.font);
        let stands_in = filled.is_some_and(|filled| filled.stands_in_for.is_some());
        if body.font != Role::Fang || stands_in {
            let family = filled.map_or("", |f| book.faces[f.regular].family.as_str());
            self.add(
                General,
                "GB/T 9704—2012 5.2.2",
                format!("正文用 {family}，标准为仿宋体"),
                format!("the body is set in {family}; the standard says 仿宋"),
            );
        }
    }
}

fn folios(composition: &Composition, list: &mut Departures) {
    let furniture = &composition.furniture;
    let feet = [(&furniture.foot_odd, Align::Right), (&furniture.foot_even, Align::Left)];
    for (foot, side) in feet {
        let Some(foot) = foot.as_ref().filter(|foot| has_folio(foot)) else {
            list.add(Required, "GB/T 9704—2012 7.5", "缺页码", "a page has no folio");
            continue;
        };
        let style = composition.sheet.style(foot.style);
        list.size("页码", "folio", style.size, 14.0, (General, "GB/T 9704—2012 7.5"));
        if style.align != side {
            list.add(
                Required,
                "GB/T 9704—2012 7.5",
                "页码应单页居右、双页居左",
                "folios stand right on odd pages and left on even ones",
            );
        }
        let dashes = foot.inlines.iter().filter(
            |inline| matches!(inline, Inline::Text(run) if run.text.contains('—')),
        );
        if dashes.count() < 2 {
            list.add(
                Required,
                "GB/T 9704—2012 7.5",
                "页码左右应各放一条一字线",
                "a folio stands between two dashes",
            );
        }
    }
}

fn has_folio(foot: &Paragraph) -> bool {
    foot.inlines.iter().any(|inline| matches!(inline, Inline::Field(Field::Page, _)))
}

fn walk(blocks: &[Block], composition: &Composition, list: &mut Departures) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => heading(paragraph, composition, list),
            Block::Group(group) => {
                if group.part == Part::Colophon {
                    colophon(composition.sheet.style(group.style), list);
                }
                walk(&group.blocks, composition, list);
            }
            _ => {}
        }
    }
}

/// 标题 and 层次.
fn heading(paragraph: &Paragraph, composition: &Composition, list: &mut Departures) {
    let Some(outline) = paragraph.outline else { return };
    let style = composition.sheet.style(paragraph.style);
    if outline.depth == 1 {
        list.size("标题", "title", style.size, 22.0, (General, "GB/T 9704—2012 7.3.1"));
    }
}

fn colophon(style: &Style, list: &mut Departures) {
    if style.place != Place::Foot {
        list.add(
            Required,
            "GB/T 9704—2012 7.4.1",
            "版记不在末页版心底部",
            "the colophon does not stand at the foot of the last page",
        );
    }
    let mut rule = |rule: Option<Rule>, wanted: f64| {
        let got = rule.map_or(0.0, |rule| rule.width / MM);
        if (got - wanted).abs() > 0.05 {
            list.add(
                Recommended,
                "GB/T 9704—2012 7.4.1",
                format!("版记分隔线 {got:.2} 毫米，推荐 {wanted} 毫米"),
                format!(
                    "a rule of the colophon is {got:.2} mm; {wanted} mm is recommended"
                ),
            );
        }
    };
    rule(style.rules.top, 0.35);
    rule(style.rules.bottom, 0.35);
    if style.rules.inner.is_some() {
        rule(style.rules.inner, 0.25);
    }
}
