//! Sections, and the heads and feet of their pages.
//!
//! Belongs here: `w:sectPr`, headers, footers, the watermark.
//! Does not belong here: where a section begins (`body`).

use super::look::{twips, twips_down};
use super::package::Kind;
use super::runs::{Around, Part, Words, note_numbers};
use super::settings::LineRules;
use super::styles::{Look, Role};
use super::xml::{Element, NAMESPACES, Xml};
use crate::compose::sheet::{Page, StyleId};
use crate::compose::{Composition, Field, Inline, Paragraph};

/// How a section begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// On the line after the section before.
    Continuous,
    /// On the next page.
    NextPage,
    /// On the next right-hand page.
    OddPage,
}

/// A stretch of pages with the same furniture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// How it begins.
    pub(super) start: Start,
    /// The words of its running head.
    pub(super) running: Option<String>,
    /// Whether it is the first of the document.
    pub(super) is_first: bool,
    /// Whether its pages are turned.
    pub(super) turned: bool,
}

/// Which pages a head or foot stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pages {
    Odd,
    Even,
    First,
}

/// The heads and feet of a document, written when a section first needs them.
pub(super) struct Furnisher<'a> {
    composition: &'a Composition,
    /// Kind of part, name and content, in the order in which they were made.
    pub(super) parts: Vec<(Kind, String, Vec<u8>)>,
}

impl<'a> Furnisher<'a> {
    /// Nothing written yet.
    pub(super) fn new(composition: &'a Composition) -> Self {
        Furnisher { composition, parts: Vec::new() }
    }

    /// Whether a head or foot shows the article: then each needs a section.
    pub(super) fn has_running_heads(&self) -> bool {
        self.slots().iter().any(|slot| slot.2.is_some_and(shows_running))
    }

    fn slots(&self) -> [(Kind, Pages, Option<&'a Paragraph>); 6] {
        let furniture = &self.composition.furniture;
        [
            (Kind::Header, Pages::Odd, furniture.head_odd.as_ref()),
            (Kind::Header, Pages::Even, furniture.head_even.as_ref()),
            (Kind::Header, Pages::First, furniture.head_first.as_ref()),
            (Kind::Footer, Pages::Odd, furniture.foot_odd.as_ref()),
            (Kind::Footer, Pages::Even, furniture.foot_even.as_ref()),
            (Kind::Footer, Pages::First, furniture.foot_first.as_ref()),
        ]
    }

    /// Whether the first page looks unlike other right-hand pages.
    fn first_differs(&self) -> bool {
        let furniture = &self.composition.furniture;
        let pairs = [
            (&furniture.head_first, &furniture.head_odd),
            (&furniture.foot_first, &furniture.foot_odd),
        ];
        pairs.iter().any(|(first, odd)| format!("{first:?}") != format!("{odd:?}"))
    }

    /// `w:sectPr` of a section.
    pub(super) fn section(&mut self, section: &Section, words: &mut Words) -> Element {
        let composition = self.composition;
        let page = &composition.sheet.page;
        let first_differs = self.first_differs();
        let mut out = Element::new("w:sectPr");
        for (kind, pages, paragraph) in self.slots() {
            let wanted = match pages {
                Pages::Odd => true,
                Pages::Even => super::settings::sides_differ(composition),
                Pages::First => first_differs && section.is_first,
            };
            let watermark = composition
                .furniture
                .watermark
                .as_deref()
                .filter(|w| kind == Kind::Header && !w.is_empty());
            // Every section names all its heads and feet, also empty ones: LibreOffice
            // loses the page number of those that it takes from another section.
            let empty = paragraph.is_none() && watermark.is_none();
            if !wanted || (empty && pages != Pages::First) {
                continue;
            }
            let running = section.running.as_deref();
            let strip = section.turned.then(|| Strip::of(kind, pages, page, composition));
            let what = Furnishing { paragraph, running, watermark, strip };
            let part = furnish(kind, what, page, words);
            let id = words.relations.add(kind, self.place(kind, part));
            let name = match kind {
                Kind::Header => "w:headerReference",
                _ => "w:footerReference",
            };
            let pages = match pages {
                Pages::Odd => "default",
                Pages::Even => "even",
                Pages::First => "first",
            };
            out = out.holding(Element::new(name).with("w:type", pages).with("r:id", id));
        }
        if !words.notes.is_empty() {
            out = out.holding(note_numbers(&LineRules::of(composition.lang)));
        }
        let start = match section.start {
            Start::Continuous => "continuous",
            Start::NextPage => "nextPage",
            Start::OddPage => "oddPage",
        };
        out = out
            .holding(Element::val("w:type", start))
            .holding(size(page, section.turned))
            .holding(margins(page, composition, section.turned))
            .holding(Element::new("w:cols").with("w:space", 425));
        if first_differs && section.is_first {
            out = out.holding(Element::new("w:titlePg"));
        }
        let pitch = twips_down(composition.sheet.style(StyleId(0)).pitch);
        out.holding(
            Element::new("w:docGrid")
                .with("w:type", "lines")
                .with("w:linePitch", pitch.max(20)),
        )
    }

    /// The name of a part with this content, which is added unless it is there already.
    fn place(&mut self, kind: Kind, part: Vec<u8>) -> String {
        if let Some(same) = self.parts.iter().find(|p| p.0 == kind && p.2 == part) {
            return same.1.clone();
        }
        let number = self.parts.iter().filter(|p| p.0 == kind).count() + 1;
        let word = if kind == Kind::Header { "header" } else { "footer" };
        let name = format!("{word}{number}.xml");
        self.parts.push((kind, name.clone(), part));
        name
    }
}

fn shows_running(paragraph: &Paragraph) -> bool {
    paragraph
        .inlines
        .iter()
        .any(|inline| matches!(inline, Inline::Field(Field::Running, _)))
}

fn size(page: &Page, turned: bool) -> Element {
    let (width, height) =
        if turned { (page.height, page.width) } else { (page.width, page.height) };
    let size =
        Element::new("w:pgSz").with("w:w", twips(width)).with("w:h", twips(height));
    if width > height { size.with("w:orient", "landscape") } else { size }
}

fn margins(page: &Page, composition: &Composition, turned: bool) -> Element {
    let pitch = |paragraphs: [&Option<Paragraph>; 2]| {
        let style = paragraphs.into_iter().flatten().next().map(|p| p.style);
        composition.sheet.style(style.unwrap_or(StyleId(0))).pitch
    };
    let furniture = &composition.furniture;
    let head = pitch([&furniture.head_odd, &furniture.head_first]);
    let foot = pitch([&furniture.foot_odd, &furniture.foot_first]);
    // Word measures from the edge of the sheet to the far edge of the line, we from the
    // type area to its middle.
    let from_edge = |margin: f64, distance: f64, pitch: f64| {
        twips((margin - distance - pitch / 2.0).max(0.0))
    };
    // The upper edge of a turned page is the left one of an upright page.
    if turned {
        return Element::new("w:pgMar")
            .with("w:top", twips(page.inside))
            .with("w:right", twips(page.top))
            .with("w:bottom", twips(page.outside))
            .with("w:left", twips(page.bottom))
            .with("w:header", from_edge(page.inside, page.head_distance, head))
            .with("w:footer", from_edge(page.outside, page.foot_distance, foot))
            .with("w:gutter", 0);
    }
    Element::new("w:pgMar")
        .with("w:top", twips(page.top))
        .with("w:right", twips(page.outside))
        .with("w:bottom", twips(page.bottom))
        .with("w:left", twips(page.inside))
        .with("w:header", from_edge(page.top, page.head_distance, head))
        .with("w:footer", from_edge(page.bottom, page.foot_distance, foot))
        .with("w:gutter", 0)
}

/// One head or foot.
fn furnish(kind: Kind, what: Furnishing, page: &Page, words: &mut Words) -> Vec<u8> {
    let Furnishing { paragraph, running, watermark, strip } = what;
    let root = if kind == Kind::Header { "w:hdr" } else { "w:ftr" };
    let mut xml = Xml::part();
    xml.open(root, NAMESPACES);
    xml.open("w:p", &[]);
    let style = paragraph.map_or(StyleId(0), |p| p.style);
    let look = Look { style, role: Role::Text, frame: None };
    let id = words.styles.paragraph(look);
    xml.open("w:pPr", &[]);
    xml.element(&Element::val("w:pStyle", id));
    xml.close("w:pPr");
    if let Some(watermark) = watermark {
        draw_watermark(&mut xml, watermark, page);
    }
    if let Some(paragraph) = paragraph {
        let around = Around { style, part: Part::Furniture, running, in_link: false };
        let mut line = Xml::piece();
        words.inlines(&mut line, &paragraph.inlines, around);
        match strip {
            Some(strip) => {
                let look = Element::val("w:pStyle", words.styles.paragraph(look));
                strip.draw(&mut xml, &look, &line.into_bytes());
            }
            None => xml.raw(&line.into_bytes()),
        }
    }
    xml.close("w:p");
    xml.close(root);
    xml.into_bytes()
}

/// What a head or a foot holds.
struct Furnishing<'a> {
    paragraph: Option<&'a Paragraph>,
    running: Option<&'a str>,
    watermark: Option<&'a str>,
    /// On a turned page, where the line stands instead.
    strip: Option<Strip>,
}

/// The place on a turned page where upright pages have their head or foot, so that a bound
/// pack has all of them at the same edge (GB/T 9704—2012, 8). In points from the corner of
/// the turned sheet.
#[derive(Clone, Copy)]
struct Strip {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Strip {
    fn of(kind: Kind, pages: Pages, page: &Page, composition: &Composition) -> Strip {
        let furniture = &composition.furniture;
        let line = match (kind, pages) {
            (Kind::Header, Pages::Even) => &furniture.head_even,
            (Kind::Header, Pages::Odd | Pages::First) => &furniture.head_odd,
            (_, Pages::Even) => &furniture.foot_even,
            (_, Pages::Odd | Pages::First) => &furniture.foot_odd,
        };
        let style = line.as_ref().map_or(StyleId(0), |paragraph| paragraph.style);
        let width = composition.sheet.style(style).pitch;
        // The foot of an upright page is the left edge of a turned one.
        let middle = match kind {
            Kind::Header => page.height - page.top + page.head_distance,
            _ => page.bottom - page.foot_distance,
        };
        let mirrored = pages == Pages::Even && page.duplex;
        let top = if mirrored { page.outside } else { page.inside };
        Strip { left: middle - width / 2.0, top, width, height: page.measure() }
    }

    /// A box without lines, in which the line runs downwards.
    fn draw(self, xml: &mut Xml, look: &Element, line: &[u8]) {
        let Strip { left, top, width, height } = self;
        xml.open("w:r", &[]);
        xml.open("w:pict", &[]);
        let kind = [
            ("id", "_x0000_t202"),
            ("coordsize", "21600,21600"),
            ("o:spt", "202"),
            ("path", "m,l,21600r21600,l21600,xe"),
        ];
        xml.empty("v:shapetype", &kind);
        let style = format!(
            "position:absolute;margin-left:{left:.1}pt;margin-top:{top:.1}pt;\
             width:{width:.1}pt;height:{height:.1}pt;z-index:1;\
             mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
        );
        let shape = [
            ("id", "Furniture1"),
            ("o:spid", "_x0000_s2050"),
            ("type", "#_x0000_t202"),
            ("style", &style),
            ("o:allowincell", "f"),
            ("filled", "f"),
            ("stroked", "f"),
        ];
        xml.open("v:shape", &shape);
        let flow = [("style", "layout-flow:vertical"), ("inset", "0,0,0,0")];
        xml.open("v:textbox", &flow);
        xml.open("w:txbxContent", &[]);
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        xml.element(look);
        xml.close("w:pPr");
        xml.raw(line);
        xml.close("w:p");
        xml.close("w:txbxContent");
        xml.close("v:textbox");
        xml.close("v:shape");
        xml.close("w:pict");
        xml.close("w:r");
    }
}

/// Words across the page, in the shape that Word's own watermark dialogue makes and finds
/// again.
fn draw_watermark(xml: &mut Xml, words: &str, page: &Page) {
    let cells: f64 =
        words.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum::<f64>().max(1.0);
    // Two thirds of the page's diagonal, and never taller than a sixth of its width.
    let width = (page.width.hypot(page.height) * 0.62).min(cells * page.width / 6.0);
    let height = width / cells;
    xml.open("w:r", &[]);
    xml.open("w:pict", &[]);
    xml.open(
        "v:shapetype",
        &[
            ("id", "_x0000_t136"),
            ("coordsize", "21600,21600"),
            ("o:spt", "136"),
            ("adj", "10800"),
            ("path", "m@7,l@8,m@5,21600l@6,21600e"),
        ],
    );
    xml.open("v:formulas", &[]);
    for formula in [
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
        "mid @5 @6",
        "mid @8 @5",
        "mid @7 @8",
        "mid @6 @7",
        "sum @6 0 @5",
    ] {
        xml.empty("v:f", &[("eqn", formula)]);
    }
    xml.close("v:formulas");
    xml.empty(
        "v:path",
        &[
            ("textpathok", "t"),
            ("o:connecttype", "custom"),
            ("o:connectlocs", "@9,0;@10,10800;@11,21600;@12,10800"),
            ("o:connectangles", "270,180,90,0"),
        ],
    );
    xml.empty("v:textpath", &[("on", "t"), ("fitshape", "t")]);
    xml.close("v:shapetype");
    let style = format!(
        "position:absolute;margin-left:0;margin-top:0;width:{width:.1}pt;\
         height:{height:.1}pt;rotation:315;z-index:-251658752;\
         mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
         mso-position-vertical:center;mso-position-vertical-relative:margin"
    );
    xml.open(
        "v:shape",
        &[
            ("id", "PowerPlusWaterMarkObject1"),
            ("o:spid", "_x0000_s2049"),
            ("type", "#_x0000_t136"),
            ("alt", words),
            ("style", &style),
            ("o:allowincell", "f"),
            ("fillcolor", "silver"),
            ("stroked", "f"),
        ],
    );
    xml.empty("v:fill", &[("opacity", ".5")]);
    let face = "font-family:\"黑体\";font-size:1pt";
    xml.empty("v:textpath", &[("style", face), ("string", words)]);
    xml.close("v:shape");
    xml.close("w:pict");
    xml.close("w:r");
}
