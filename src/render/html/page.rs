//! Paper: `@page` rules, so that a browser prints the page as a decent pack.
//!
//! Belongs here: size and margins of the sheet, heads and feet, watermark.
//! Does not belong here: anything that a screen shows (`css`), the watermark aside.
//!
//! A browser has no running heads: where a head names the article of its page, the
//! printed page names the pack.

use std::fmt::Write as _;

use super::css::number;
use super::escape;
use super::faces::Embedded;
use crate::compose::sheet::{Align, Page, Style, StyleId};
use crate::compose::{Composition, Field, Furniture, Inline, Paragraph};
use crate::fonts::{Book, Role};

/// What the words of heads and feet are set with.
struct Type<'a> {
    composition: &'a Composition,
    book: &'a Book,
    embedded: &'a Embedded,
}

/// Writes the page rules.
pub(super) fn write(
    composition: &Composition,
    book: &Book,
    embedded: &Embedded,
    out: &mut String,
) {
    let type_ = Type { composition, book, embedded };
    let page = &composition.sheet.page;
    let furniture = &composition.furniture;
    let _ = writeln!(out, "@page{{size:{};{}}}", size(page), margin(page, false));
    // The page of a table that is too wide for an upright one.
    let mm = |points: f64| number(points * 25.4 / 72.0);
    let (long, short) = (mm(page.height), mm(page.width));
    let _ = writeln!(out, "@page _turned{{size:{long}mm {short}mm}}");
    let boxes = |head: &Option<Paragraph>, foot: &Option<Paragraph>| {
        let mut text = String::new();
        for (paragraph, edge) in [(head, Edge::Top), (foot, Edge::Bottom)] {
            if let Some(paragraph) = paragraph {
                margin_boxes(&type_, paragraph, edge, &mut text);
            }
        }
        text
    };
    let odd = boxes(&furniture.head_odd, &furniture.foot_odd);
    let even = boxes(&furniture.head_even, &furniture.foot_even);
    let first = boxes(&furniture.head_first, &furniture.foot_first);
    let _ = writeln!(out, "@page :right{{{}{odd}}}", margin(page, false));
    let _ = writeln!(out, "@page :left{{{}{even}}}", margin(page, page.duplex));
    let _ = writeln!(out, "@page :first{{{}{first}}}", silence(furniture));
    if let Some(words) = &furniture.watermark {
        let _ = writeln!(
            out,
            "@media print{{body::before{{content:{};position:fixed;inset:0;display:grid;place-items:center;\
             font:700 min(12vw,90pt) var(--hei);color:#8888881f;rotate:-35deg;\
             pointer-events:none;white-space:nowrap;z-index:1}}}}",
            escape::css_string(words)
        );
    }
}

/// Empties the boxes of odd pages on the first page, which fills its own.
fn silence(furniture: &Furniture) -> String {
    let mut text = String::new();
    for (odd, edge) in [(&furniture.head_odd, "top"), (&furniture.foot_odd, "bottom")] {
        if odd.is_some() {
            for side in ["left", "center", "right"] {
                let _ = write!(text, "@{edge}-{side}{{content:none}}");
            }
        }
    }
    text
}

fn size(page: &Page) -> String {
    let mm = |points: f64| points * 25.4 / 72.0;
    let (width, height) = (mm(page.width), mm(page.height));
    if (width - 210.0).abs() < 0.5 && (height - 297.0).abs() < 0.5 {
        "A4".into()
    } else {
        format!("{}mm {}mm", number(width), number(height))
    }
}

fn margin(page: &Page, mirrored: bool) -> String {
    let (left, right) =
        if mirrored { (page.outside, page.inside) } else { (page.inside, page.outside) };
    let [top, right, bottom, left] = [page.top, right, page.bottom, left].map(number);
    format!("margin:{top}pt {right}pt {bottom}pt {left}pt;")
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Top,
    Bottom,
}

/// A head or foot: its words at the place that its alignment says, what follows a fill at
/// the right.
fn margin_boxes(type_: &Type, paragraph: &Paragraph, edge: Edge, out: &mut String) {
    let composition = type_.composition;
    let page = &composition.sheet.page;
    let style = composition.sheet.style(paragraph.style);
    let mut parts = paragraph.inlines.split(|i| matches!(i, Inline::Fill));
    let before = parts.next().unwrap_or_default();
    let after: Vec<&[Inline]> = parts.collect();
    let part = |inlines: &[Inline]| {
        let look = own_style(inlines).map_or(style, |id| composition.sheet.style(id));
        (content(composition, inlines), look)
    };
    let contents = if after.is_empty() {
        let side = match style.align {
            Align::Left | Align::Justify => "left",
            Align::Center => "center",
            Align::Right => "right",
        };
        vec![(side, part(before))]
    } else {
        let after = after.concat();
        vec![("left", part(before)), ("right", part(&after))]
    };
    let edge_name = if edge == Edge::Top { "top" } else { "bottom" };
    for (side, (content, look)) in contents {
        if content.is_empty() {
            continue;
        }
        let _ = write!(
            out,
            "@{edge_name}-{side}{{content:{content};{}{}}}",
            face(look, type_),
            place(style, page, edge, side)
        );
    }
}

/// The character style that all words of a part of a line have.
fn own_style(inlines: &[Inline]) -> Option<StyleId> {
    let styles = inlines.iter().filter_map(|inline| match inline {
        Inline::Text(run) => Some(run.style),
        Inline::Field(_, style) => Some(*style),
        _ => None,
    });
    let mut styles = styles.collect::<Vec<_>>();
    styles.dedup();
    if let [one] = styles.as_slice() { *one } else { None }
}

/// The words and fields of a head or foot as a CSS `content` list.
fn content(composition: &Composition, inlines: &[Inline]) -> String {
    let mut parts = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Text(run) => parts.push(escape::css_string(&run.text)),
            Inline::Missing { character, .. } => {
                parts.push(escape::css_string(character.encode_utf8(&mut [0; 4])));
            }
            Inline::Field(Field::Page, _) => parts.push("counter(page)".into()),
            Inline::Field(Field::Pages, _) => parts.push("counter(pages)".into()),
            Inline::Field(Field::Running, _) => {
                parts.push(escape::css_string(&composition.title));
            }
            Inline::Link { inlines, .. } => {
                parts.extend(
                    Some(content(composition, inlines)).filter(|c| !c.is_empty()),
                );
            }
            Inline::NoBreak | Inline::LineBreak | Inline::Fill | Inline::Footnote(_) => {}
        }
    }
    parts.join(" ")
}

/// Variables of `:root` do not reach margin boxes: the families are written out.
fn face(style: &Style, type_: &Type) -> String {
    let Type { composition, book, embedded } = type_;
    let stack = |role: Role| {
        let css = book.roles.get(&role).map(|filled| filled.css.clone())?;
        let mut families = embedded.families(composition.lang, role).to_vec();
        families.push(css);
        Some(families.join(","))
    };
    let stacks: Vec<String> =
        [style.latin, style.font].into_iter().filter_map(stack).collect();
    // Words of a head are set in one stack, Latin faces first: their quotation marks would
    // be narrow, so the Chinese face comes first where it is known.
    let family = stacks.last().cloned().unwrap_or_else(|| "serif".into());
    let weight = if style.bold || style.font == Role::Biaosong { 700 } else { 400 };
    format!(
        "font:{weight} {}pt/{} {};color:#{};",
        number(style.size),
        number(style.pitch / style.size),
        family.replace(['<', '{', '}', ';'], ""),
        style.color.hex()
    )
}

/// The middle of the line stands as far from the type area as the sheet says.
fn place(style: &Style, page: &Page, edge: Edge, side: &str) -> String {
    let indent = match side {
        "left" => style.left_indent,
        "right" => style.right_indent,
        _ => 0.0,
    } * style.size;
    let half = style.pitch / 2.0;
    let (vertical, padding, distance) = match edge {
        Edge::Top => ("bottom", "padding-bottom", page.head_distance),
        Edge::Bottom => ("top", "padding-top", page.foot_distance),
    };
    let mut text = format!(
        "vertical-align:{vertical};{padding}:{}pt;",
        number((distance - half).max(0.0))
    );
    if indent > 0.0 {
        let _ = write!(text, "padding-{side}:{}pt;", number(indent));
    }
    text
}
