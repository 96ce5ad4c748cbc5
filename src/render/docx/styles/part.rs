//! `styles.xml` itself.
//!
//! Belongs here: how a style is written down, the styles that every Word file has.
//! Does not belong here: which styles there are (`styles`), arithmetic (`look`).

use super::super::look::{self, Fill, Framed};
use super::super::numbering::Numbering;
use super::super::settings::LineRules;
use super::super::xml::{Element, NAMESPACES, Xml};
use super::names::{Names, is_words_own};
use super::{Look, Role, Styles};
use crate::compose::Lang;
use crate::compose::sheet::{Align, Kind, Rules, Style, StyleId};

impl Styles<'_> {
    /// The whole part.
    pub(in crate::render::docx) fn part(&self) -> Vec<u8> {
        let mut names = Names::default();
        let mut xml = Xml::part();
        xml.open("w:styles", &NAMESPACES[..1]);
        self.defaults(&mut xml);
        for (at, (look, id)) in self.used.iter().enumerate() {
            self.paragraph_style(&mut xml, *look, id, at == 0, &mut names);
        }
        self.bare_styles(&mut xml);
        for (at, style) in self.sheet().styles.iter().enumerate() {
            let asked = self.used.iter().any(|(look, _)| look.style == StyleId(at));
            match style.kind {
                // Word has a style of its own for notes.
                Kind::Paragraph if self.footnotes && style.class == "footnote" => {}
                Kind::Paragraph if !asked => {
                    let look = Look { style: StyleId(at), role: Role::Text, frame: None };
                    let id = self.unused_id(self.wished_id(look));
                    self.paragraph_style(&mut xml, look, &id, false, &mut names);
                }
                Kind::Character => {
                    self.character_style(&mut xml, StyleId(at), &mut names);
                }
                Kind::Table => self.table_style(&mut xml, StyleId(at), &mut names),
                Kind::Paragraph | Kind::Frame => {}
            }
        }
        if self.footnotes {
            self.footnote_styles(&mut xml);
        }
        xml.close("w:styles");
        xml.into_bytes()
    }

    fn defaults(&self, xml: &mut Xml) {
        let rules = LineRules::of(self.composition.lang);
        xml.open("w:docDefaults", &[]);
        xml.open("w:rPrDefault", &[]);
        xml.open("w:rPr", &[]);
        xml.element(&look::fonts(self.body(), self.book).with("w:hint", "eastAsia"));
        xml.element(
            &Element::val("w:lang", "en-US")
                .with("w:eastAsia", rules.tag)
                .with("w:bidi", "ar-SA"),
        );
        xml.close("w:rPr");
        xml.close("w:rPrDefault");
        xml.empty("w:pPrDefault", &[]);
        xml.close("w:docDefaults");
        // Word brings along some four hundred styles. Those that the file does not have stay
        // out of the editor's list until she asks for them.
        xml.empty(
            "w:latentStyles",
            &[
                ("w:defLockedState", "0"),
                ("w:defUIPriority", "99"),
                ("w:defSemiHidden", "1"),
                ("w:defUnhideWhenUsed", "1"),
                ("w:defQFormat", "0"),
                ("w:count", "376"),
            ],
        );
    }

    fn paragraph_style(
        &self,
        xml: &mut Xml,
        look: Look,
        id: &str,
        is_body: bool,
        names: &mut Names,
    ) {
        let style = self.style(look.style);
        let body = self.body();
        xml.open(
            "w:style",
            &if is_body {
                vec![("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", id)]
            } else {
                vec![("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", id)]
                    .into_iter()
                    .filter(|a| a.0 != "w:customStyle" || !self.is_named_by_word(look))
                    .collect()
            },
        );
        let label = self.label(look);
        let builtin = match look.role {
            _ if is_body => Some("Normal".to_owned()),
            Role::Heading(depth) if self.is_builtin(look) => {
                Some(format!("heading {depth}"))
            }
            Role::Entry(depth) if self.is_builtin(look) => Some(format!("toc {depth}")),
            Role::ContentsHeading if self.is_builtin(look) => Some("TOC Heading".into()),
            _ => None,
        };
        match builtin {
            Some(name) => {
                xml.element(&Element::val("w:name", &name));
                let known_as = names.unused(&label, &style.class);
                if known_as == label && !is_words_own(&label) {
                    xml.element(&Element::val("w:aliases", known_as));
                }
            }
            None => {
                let name = names.unused(&label, &style.class);
                xml.element(&Element::val("w:name", name));
            }
        }
        if !is_body {
            xml.element(&Element::val("w:basedOn", "Normal"));
            if style.keep_with_next
                || matches!(look.role, Role::Heading(_) | Role::Unnumbered(_))
            {
                xml.element(&Element::val("w:next", "Normal"));
            }
        }
        if let Role::Entry(_) = look.role {
            xml.element(&Element::val("w:uiPriority", 39));
        }
        xml.element(&Element::new("w:qFormat"));

        let mut paragraph = self.paragraph_properties(look);
        let mut run = look::run_properties(style, self.book);
        if is_body {
            // What Word assumes anyway need not be said.
            let silent = ["w:keepNext", "w:keepLines", "w:pageBreakBefore"];
            paragraph.retain(|p| {
                !(silent.contains(&p.name)
                    && p.attributes.contains(&("w:val", "0".into())))
                    && p.name != "w:outlineLvl"
            });
            run.retain(|p| p.attributes.first() != Some(&("w:val", "0".to_owned())));
            insert_line_rules(&mut paragraph, style, self.composition.lang);
        } else {
            let body_look = Look { style: StyleId(0), role: Role::Text, frame: None };
            let plain = self.paragraph_properties(body_look);
            paragraph.retain(|p| !plain.contains(p));
            let plain = look::run_properties(body, self.book);
            run.retain(|p| !plain.contains(p));
            let whole = words_stay_whole(style, self.composition.lang);
            if whole != words_stay_whole(body, self.composition.lang) {
                // In the order of the schema: before all that stands before `w:spacing`.
                let at = paragraph.iter().position(|p| {
                    matches!(p.name, "w:spacing" | "w:ind" | "w:jc" | "w:outlineLvl")
                });
                let at = at.unwrap_or(paragraph.len());
                paragraph.insert(at, Element::switch("w:wordWrap", whole));
            }
            // Only lines of the body's pitch stand on the grid. Word leaves lines of an
            // exact height alone anyway; LibreOffice would stretch them to whole cells. The
            // line of a picture is as high as that, and both would stretch it.
            if (style.pitch - body.pitch).abs() > 0.01 || look.role == Role::Picture {
                let at = paragraph.iter().position(|p| {
                    matches!(p.name, "w:spacing" | "w:ind" | "w:jc" | "w:outlineLvl")
                });
                let free = Element::switch("w:snapToGrid", false);
                paragraph.insert(at.unwrap_or(paragraph.len()), free);
            }
        }
        properties(xml, "w:pPr", &paragraph);
        properties(xml, "w:rPr", &run);
        xml.close("w:style");
    }

    fn is_named_by_word(&self, look: Look) -> bool {
        look.role != Role::Text && self.is_builtin(look)
    }

    fn paragraph_properties(&self, look: Look) -> Vec<Element> {
        let framed =
            look.frame.map(|(frame, edge)| Framed { frame: self.style(frame), edge });
        let (outline, fill) = match look.role {
            Role::Heading(depth) | Role::Unnumbered(depth) => (Some(depth), None),
            Role::Entry(_) => (None, Some(Fill::Dots)),
            Role::Text | Role::ContentsHeading | Role::Rule | Role::Picture => {
                (None, None)
            }
        };
        let fill = fill.or(self.filled.contains(&look.style).then_some(Fill::Space));
        let page = &self.sheet().page;
        let style = self.style(look.style);
        let mut properties =
            look::paragraph_properties(style, framed, outline, fill, page);
        if let Role::Heading(depth) = look.role
            && self.is_builtin(look)
            && self.numbered.contains(&depth)
        {
            let after = |p: &Element| p.name == "w:widowControl";
            let at = properties.iter().position(after).map_or(0, |at| at + 1);
            properties.insert(at, Numbering::of_style(depth));
        }
        let spacing = properties.iter_mut().find(|p| p.name == "w:spacing");
        if let Some(spacing) = spacing {
            match look.role {
                Role::Rule => spacing.set("w:line", 20),
                Role::Picture => {
                    spacing.set("w:line", 240);
                    spacing.set("w:lineRule", "auto");
                }
                Role::Text
                | Role::Heading(_)
                | Role::Unnumbered(_)
                | Role::Entry(_)
                | Role::ContentsHeading => {}
            }
        }
        properties
    }

    fn character_style(&self, xml: &mut Xml, id: StyleId, names: &mut Names) {
        let style = self.style(id);
        let own_id = self.character(id);
        xml.open(
            "w:style",
            &[("w:type", "character"), ("w:customStyle", "1"), ("w:styleId", &own_id)],
        );
        xml.element(&Element::val("w:name", names.unused(&style.label, &style.class)));
        xml.element(&Element::val("w:basedOn", "DefaultParagraphFont"));
        xml.element(&Element::new("w:qFormat"));
        let lang = self.composition.lang;
        let look = look::character_properties(style, self.body(), self.book, lang);
        properties(xml, "w:rPr", &look);
        xml.close("w:style");
    }

    fn table_style(&self, xml: &mut Xml, id: StyleId, names: &mut Names) {
        let style = self.style(id);
        let own_id = self.table(id);
        xml.open(
            "w:style",
            &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", &own_id)],
        );
        xml.element(&Element::val("w:name", names.unused(&style.label, &style.class)));
        xml.element(&Element::val("w:basedOn", "TableNormal"));
        xml.element(&Element::new("w:qFormat"));
        xml.open("w:tblPr", &[]);
        if let Some(borders) = table_borders(&style.rules) {
            xml.element(&borders);
        }
        // As on the PDF's pages: the padding above and below the words. A rule takes room in Word, which the padding above it makes up for.
        let side = look::beside_cell(style.size).to_string();
        let padding = style.padding.max(1.5);
        let rule = style.rules.inner.map_or(0.0, |rule| rule.width);
        let above = look::twips((padding - rule).max(0.0)).to_string();
        let below = look::twips(padding).to_string();
        xml.open("w:tblCellMar", &[]);
        for (name, width) in [
            ("w:top", &above),
            ("w:left", &side),
            ("w:bottom", &below),
            ("w:right", &side),
        ] {
            xml.empty(name, &[("w:w", width), ("w:type", "dxa")]);
        }
        xml.close("w:tblCellMar");
        xml.close("w:tblPr");
        xml.close("w:style");
    }

    /// The styles that every Word file has without saying how they look.
    fn bare_styles(&self, xml: &mut Xml) {
        let bare = |xml: &mut Xml, kind, id, name: &str, priority: u8| {
            xml.open(
                "w:style",
                &[("w:type", kind), ("w:default", "1"), ("w:styleId", id)],
            );
            xml.element(&Element::val("w:name", name));
            xml.element(&Element::val("w:uiPriority", priority));
            xml.element(&Element::new("w:semiHidden"));
            xml.element(&Element::new("w:unhideWhenUsed"));
        };
        bare(xml, "character", "DefaultParagraphFont", "Default Paragraph Font", 1);
        xml.close("w:style");
        bare(xml, "table", "TableNormal", "Normal Table", 99);
        xml.open("w:tblPr", &[]);
        xml.element(&Element::new("w:tblInd").with("w:w", 0).with("w:type", "dxa"));
        xml.open("w:tblCellMar", &[]);
        for (name, width) in
            [("w:top", "0"), ("w:left", "108"), ("w:bottom", "0"), ("w:right", "108")]
        {
            xml.empty(name, &[("w:w", width), ("w:type", "dxa")]);
        }
        xml.close("w:tblCellMar");
        xml.close("w:tblPr");
        xml.close("w:style");
        bare(xml, "numbering", "NoList", "No List", 99);
        xml.close("w:style");
    }

    fn footnote_styles(&self, xml: &mut Xml) {
        let style = self.footnote();
        xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", "FootnoteText")]);
        xml.element(&Element::val("w:name", "footnote text"));
        xml.element(&Element::val("w:basedOn", "Normal"));
        xml.element(&Element::new("w:qFormat"));
        let page = &self.sheet().page;
        let mut paragraph = look::paragraph_properties(&style, None, None, None, page);
        let body = look::paragraph_properties(self.body(), None, None, None, page);
        paragraph.retain(|p| !body.contains(p));
        // A note is not held to the grid of the page.
        let at = paragraph.iter().position(|p| p.name == "w:spacing");
        paragraph.insert(at.unwrap_or(0), Element::switch("w:snapToGrid", false));
        properties(xml, "w:pPr", &paragraph);
        let plain = look::run_properties(self.body(), self.book);
        let mut run = look::run_properties(&style, self.book);
        run.retain(|p| !plain.contains(p));
        properties(xml, "w:rPr", &run);
        xml.close("w:style");
        xml.open(
            "w:style",
            &[("w:type", "character"), ("w:styleId", "FootnoteReference")],
        );
        xml.element(&Element::val("w:name", "footnote reference"));
        xml.element(&Element::val("w:basedOn", "DefaultParagraphFont"));
        xml.element(&Element::new("w:qFormat"));
        properties(xml, "w:rPr", &[Element::val("w:vertAlign", "superscript")]);
        xml.close("w:style");
    }

    /// How footnotes look: the class `footnote` of the sheet, or the body at three
    /// quarters of its size.
    pub(in crate::render::docx) fn footnote(&self) -> Style {
        let of_class = |s: &&Style| s.class == "footnote" && s.kind == Kind::Paragraph;
        match self.sheet().styles.iter().find(of_class) {
            Some(style) => style.clone(),
            None => Style {
                size: self.body().size * 0.75,
                pitch: self.body().pitch * 0.75,
                first_indent: 0.0,
                ..self.body().clone()
            },
        }
    }
}

/// `w:tblBorders` of a table's rules.
fn table_borders(rules: &Rules) -> Option<Element> {
    let mut borders = Element::new("w:tblBorders");
    for (name, rule) in [
        ("w:top", rules.top),
        ("w:left", rules.left),
        ("w:bottom", rules.bottom),
        ("w:right", rules.right),
        ("w:insideH", rules.inner),
    ] {
        borders.children.extend(rule.map(|rule| {
            Element::val(name, "single")
                .with("w:sz", look::eighths(rule.width))
                .with("w:space", 0)
                .with("w:color", rule.color.hex())
        }));
    }
    (!borders.children.is_empty()).then_some(borders)
}

/// How Word breaks East Asian lines, said once in 正文: marks kept from the line's ends,
/// none hung outside the type area, a quarter space between Han and Latin, and the grid.
/// Korean has spaces of its own, and its marks are as wide as Latin ones.
fn insert_line_rules(properties: &mut Vec<Element>, style: &Style, lang: Lang) {
    let solid = lang.is_solid();
    let whole = words_stay_whole(style, lang);
    let rules = [
        ("w:kinsoku", true),
        ("w:wordWrap", whole),
        ("w:overflowPunct", false),
        ("w:topLinePunct", solid),
        ("w:autoSpaceDE", solid),
        ("w:autoSpaceDN", solid),
        ("w:snapToGrid", true),
    ];
    let at = properties.iter().position(|p| p.name == "w:spacing");
    let at = at.unwrap_or(properties.len());
    properties.splice(at..at, rules.map(|(name, on)| Element::switch(name, on)));
}

/// Whether lines end between words alone: everywhere but in justified Korean, as in the
/// other formats.
fn words_stay_whole(style: &Style, lang: Lang) -> bool {
    lang != Lang::Ko || style.align != Align::Justify
}

fn properties(xml: &mut Xml, name: &'static str, properties: &[Element]) {
    if !properties.is_empty() {
        xml.open(name, &[]);
        properties.iter().for_each(|p| xml.element(p));
        xml.close(name);
    }
}
