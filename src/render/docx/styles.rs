//! `styles.xml`: every class as a style with a name that editors find in Word's list.
//!
//! Belongs here: which styles a document has, what they are called and how they are based
//! on each other.
//! Does not belong here: how a class looks in Word's units (`look`).

use std::collections::{BTreeMap, BTreeSet};

use super::look::{self, Edge, Fill, Framed};
use super::settings::LineRules;
use super::xml::{Element, NAMESPACES, Xml};
use crate::compose::sheet::{Kind, Rules, Sheet, Style, StyleId};
use crate::compose::{Block, Composition, Inline, Lang, Paragraph};
use crate::fonts::{self, Book};

/// One look of a paragraph: a class, and the place that makes Word need a style for it
/// alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Look {
    /// The class.
    pub(super) style: StyleId,
    /// What the paragraph is.
    pub(super) role: Role,
    /// The frame it stands in and where.
    pub(super) frame: Option<(StyleId, Edge)>,
}

/// What a paragraph is for Word's outline and contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Neither.
    Text,
    /// A heading of the outline, 1 the highest.
    Heading(u8),
    /// An entry of the contents, by depth.
    Entry(u8),
    /// The heading above the contents.
    ContentsHeading,
    /// A rule that no paragraph stands beside.
    Rule,
    /// A picture, whose line is as high as it is.
    Picture,
}

/// The styles of one document. Asking for one is what puts it into the file.
pub(super) struct Styles<'a> {
    composition: &'a Composition,
    book: &'a Book,
    /// The faces of the other languages.
    others: BTreeMap<Lang, Book>,
    /// The class that is Word's own `heading` or `toc` style of a depth: the one that most
    /// paragraphs of that depth have.
    builtin: BTreeMap<Role, StyleId>,
    /// Classes whose lines are filled from edge to edge.
    filled: BTreeSet<StyleId>,
    /// The paragraph styles that the document uses, in the order in which it asked.
    used: Vec<(Look, String)>,
    ids: BTreeMap<Look, usize>,
    footnotes: bool,
}

impl<'a> Styles<'a> {
    /// The styles that a composition will need.
    pub(super) fn new(composition: &'a Composition, book: &'a Book) -> Self {
        let mut usage = Usage::default();
        usage.blocks(&composition.blocks);
        let furniture = &composition.furniture;
        for paragraph in [
            &furniture.head_odd,
            &furniture.head_even,
            &furniture.head_first,
            &furniture.foot_odd,
            &furniture.foot_even,
            &furniture.foot_first,
        ] {
            paragraph.iter().for_each(|p| usage.fills(p));
        }
        let mut builtin: BTreeMap<Role, (StyleId, usize)> = BTreeMap::new();
        for ((role, style), count) in usage.counts {
            let best = builtin.entry(role).or_insert((style, count));
            if count > best.1 {
                *best = (style, count);
            }
        }
        let mut styles = Styles {
            composition,
            book,
            others: composition
                .langs
                .iter()
                .map(|lang| (*lang, book.of(*lang)))
                .collect(),
            builtin: builtin.into_iter().map(|(role, (id, _))| (role, id)).collect(),
            filled: usage.filled,
            used: Vec::new(),
            ids: BTreeMap::new(),
            footnotes: false,
        };
        styles.paragraph(Look { style: StyleId(0), role: Role::Text, frame: None });
        styles
    }

    /// The sheet that the styles come from.
    pub(super) fn sheet(&self) -> &'a Sheet {
        &self.composition.sheet
    }

    /// The faces.
    pub(super) fn book(&self) -> &'a Book {
        self.book
    }

    /// The style of a class.
    /// The name in Word of the face that a role has in a language.
    pub(super) fn face_in(&self, lang: Lang, role: fonts::Role) -> String {
        look::face(self.others.get(&lang).unwrap_or(self.book), role)
    }

    pub(super) fn style(&self, id: StyleId) -> &'a Style {
        self.sheet().style(id)
    }

    /// The style of the body.
    pub(super) fn body(&self) -> &'a Style {
        self.style(StyleId(0))
    }

    /// The id of the style for a look, which is made when first asked for.
    pub(super) fn paragraph(&mut self, look: Look) -> String {
        if let Some(&at) = self.ids.get(&look) {
            return self.used[at].1.clone();
        }
        let id = self.unused_id(self.wished_id(look));
        self.ids.insert(look, self.used.len());
        self.used.push((look, id.clone()));
        id
    }

    /// The id of a character style.
    pub(super) fn character(&self, id: StyleId) -> String {
        format!("{}-char", self.style(id).class)
    }

    /// The id of a table style.
    pub(super) fn table(&self, id: StyleId) -> String {
        format!("{}-table", self.style(id).class)
    }

    /// The ids of the style of footnotes and of their marks, which the document then has.
    pub(super) fn footnotes(&mut self) -> (&'static str, &'static str) {
        self.footnotes = true;
        ("FootnoteText", "FootnoteReference")
    }

    fn is_builtin(&self, look: Look) -> bool {
        look.frame.is_none() && self.builtin.get(&look.role) == Some(&look.style)
    }

    fn wished_id(&self, look: Look) -> String {
        let class = &self.style(look.style).class;
        if look.frame.is_none() {
            match look.role {
                Role::Text if look.style == StyleId(0) => return "Normal".into(),
                Role::Heading(depth) if self.is_builtin(look) => {
                    return format!("Heading{depth}");
                }
                Role::Entry(depth) if self.is_builtin(look) => {
                    return format!("TOC{depth}");
                }
                Role::ContentsHeading if self.is_builtin(look) => {
                    return "TOCHeading".into();
                }
                _ => {}
            }
        }
        let mut id = String::new();
        if let Some((frame, _)) = look.frame {
            id = format!("{}-", self.style(frame).class);
        }
        id.push_str(class);
        match look.role {
            Role::Text => {}
            Role::Heading(depth) => id.push_str(&format!("-outline{depth}")),
            Role::Entry(depth) => id.push_str(&format!("-entry{depth}")),
            Role::ContentsHeading => id.push_str("-contents"),
            Role::Rule => id.push_str("-rule"),
            Role::Picture => id.push_str("-picture"),
        }
        id.push_str(match look.frame {
            Some((_, Edge::First)) => "-first",
            Some((_, Edge::Middle)) => "-middle",
            Some((_, Edge::Last)) => "-last",
            Some((_, Edge::RuleBelow)) => "-below",
            Some((_, Edge::RuleAbove)) => "-above",
            Some((_, Edge::Any | Edge::Only)) | None => "",
        });
        id
    }

    fn unused_id(&self, wished: String) -> String {
        // Word compares ids without regard to case.
        let taken = |id: &str| {
            let is_builtin = RESERVED.iter().any(|r| r.eq_ignore_ascii_case(id));
            (is_builtin && id != "Normal")
                || self.used.iter().any(|(_, used)| used.eq_ignore_ascii_case(id))
        };
        std::iter::once(wished.clone())
            .chain((2..).map(|n| format!("{wished}-{n}")))
            .find(|id| !taken(id))
            .unwrap_or(wished)
    }

    fn label(&self, look: Look) -> String {
        let own = self.style(look.style);
        let mut label = match look.frame {
            Some((frame, _)) => format!("{}·{}", self.style(frame).label, own.label),
            None => own.label.clone(),
        };
        label.push_str(&match look.role {
            Role::Heading(depth) if look.frame.is_some() || !self.is_builtin(look) => {
                format!("（{depth}级）")
            }
            Role::Entry(depth) => format!("（目录{depth}级）"),
            Role::ContentsHeading => "（目录）".into(),
            Role::Picture => "（图）".into(),
            Role::Rule | Role::Text | Role::Heading(_) => String::new(),
        });
        label.push_str(match look.frame {
            Some((_, Edge::First)) => "（首）",
            Some((_, Edge::Middle)) => "（中）",
            Some((_, Edge::Last)) => "（末）",
            Some((_, Edge::RuleBelow)) => "（上）",
            Some((_, Edge::RuleAbove)) => "（下）",
            Some((_, Edge::Any | Edge::Only)) | None => "",
        });
        label
    }

    /// The whole part.
    pub(super) fn part(&self) -> Vec<u8> {
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
            if style.keep_with_next || matches!(look.role, Role::Heading(_)) {
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
            insert_line_rules(&mut paragraph, self.composition.lang);
        } else {
            let body_look = Look { style: StyleId(0), role: Role::Text, frame: None };
            let plain = self.paragraph_properties(body_look);
            paragraph.retain(|p| !plain.contains(p));
            let plain = look::run_properties(body, self.book);
            run.retain(|p| !plain.contains(p));
            // Only lines of the body's pitch stand on the grid. Word leaves lines of an
            // exact height alone anyway; LibreOffice would stretch them to whole cells.
            if (style.pitch - body.pitch).abs() > 0.01 {
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
            Role::Heading(depth) => (Some(depth), None),
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
        let side = look::twips(style.padding.max(2.0)).to_string();
        xml.open("w:tblCellMar", &[]);
        for name in ["w:left", "w:right"] {
            xml.empty(name, &[("w:w", &side), ("w:type", "dxa")]);
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
    fn footnote(&self) -> Style {
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
fn insert_line_rules(properties: &mut Vec<Element>, lang: Lang) {
    let solid = lang.is_solid();
    let at = properties.iter().position(|p| p.name == "w:spacing");
    let rules = [
        ("w:kinsoku", true),
        ("w:wordWrap", true),
        ("w:overflowPunct", false),
        ("w:topLinePunct", solid),
        ("w:autoSpaceDE", solid),
        ("w:autoSpaceDN", solid),
        ("w:snapToGrid", true),
    ];
    let at = at.unwrap_or(properties.len());
    properties.splice(at..at, rules.map(|(name, on)| Element::switch(name, on)));
}

fn properties(xml: &mut Xml, name: &'static str, properties: &[Element]) {
    if !properties.is_empty() {
        xml.open(name, &[]);
        properties.iter().for_each(|p| xml.element(p));
        xml.close(name);
    }
}

/// Ids of the styles that Word brings along.
const RESERVED: &[&str] = &[
    "Normal",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
    "FootnoteText",
    "FootnoteReference",
    "Title",
    "Header",
    "Footer",
    "Caption",
    "Hyperlink",
];

/// Whether Chinese Word shows one of its own styles under this label, so that a custom
/// style must not be called so.
fn is_words_own(label: &str) -> bool {
    let numbered = |stem: &str| {
        label.strip_prefix(stem).is_some_and(|rest| {
            let rest = rest.trim();
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())
        })
    };
    let named = [
        "正文",
        "标题",
        "副标题",
        "目录",
        "目录标题",
        "题注",
        "页眉",
        "页脚",
        "引用",
        "强调",
        "要点",
        "列表",
        "列表段落",
        "脚注文本",
        "脚注引用",
        "超链接",
        "签名",
        "日期",
        "称呼",
        "结束语",
        "普通表格",
        "网格型",
        "无间隔",
    ];
    named.contains(&label)
        || ["标题", "目录", "目录 ", "TOC", "toc", "heading"].iter().any(|s| numbered(s))
}

/// Names that have been given; no two styles may share one.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    /// The label, or what must be added to it so that it is nobody else's.
    fn unused(&mut self, label: &str, class: &str) -> String {
        // A comma ends a name in Word.
        let label = label.replace(',', "，");
        let bare = if is_words_own(&label) || label.trim().is_empty() {
            format!("{label}（{class}）")
        } else {
            label
        };
        let mut name = bare.clone();
        let mut n = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{bare} {n}");
            n += 1;
        }
        name
    }
}

/// What the document uses of each class.
#[derive(Default)]
struct Usage {
    counts: BTreeMap<(Role, StyleId), usize>,
    filled: BTreeSet<StyleId>,
}

impl Usage {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.fills(paragraph);
                    if let Some(outline) = paragraph.outline {
                        let role = Role::Heading(outline.depth.clamp(1, 9));
                        *self.counts.entry((role, paragraph.style)).or_default() += 1;
                    }
                }
                Block::Group(group) => self.blocks(&group.blocks),
                Block::Contents(contents) => {
                    for entry in &contents.entries {
                        let role = Role::Entry(entry.depth.clamp(1, 9));
                        *self.counts.entry((role, entry.style)).or_default() += 1;
                    }
                    if let Some(heading) = &contents.heading {
                        self.fills(heading);
                        let role = Role::ContentsHeading;
                        *self.counts.entry((role, heading.style)).or_default() += 1;
                    }
                }
                Block::Table(table) => {
                    table.caption.iter().for_each(|p| self.fills(p));
                }
                Block::Figure(figure) => {
                    figure.caption.iter().for_each(|p| self.fills(p));
                }
                Block::Rule(_) | Block::PageBreak { .. } => {}
            }
        }
    }

    fn fills(&mut self, paragraph: &Paragraph) {
        if paragraph.inlines.iter().any(|i| matches!(i, Inline::Fill)) {
            self.filled.insert(paragraph.style);
        }
    }
}
