//! How a class looks, as Word's properties: points and ems become twips, half points and
//! eighths.
//!
//! Belongs here: arithmetic from [`Style`] to `w:pPr` and `w:rPr`, every child in the
//! order of the schema.
//! Does not belong here: names and ids of styles (`styles`).

use super::xml::Element;
use crate::compose::Lang;
use crate::compose::sheet::{Align, Color, Page, PageBreak, Rule, Rules, Style};
use crate::fonts::{Book, Role};

/// Twips (twentieths of a point), rounded.
pub(super) fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

/// Twips, rounded down: a page of exact lines, and of the space between them, must not be a
/// twip too short for its last.
pub(super) fn twips_down(points: f64) -> i64 {
    (points * 20.0 + 1e-6).floor() as i64
}

/// Size of type in half points, which is as fine as Word has it.
fn half_points(size: f64) -> i64 {
    ((size * 2.0).round() as i64).max(1)
}

/// Space between characters in twips.
///
/// It makes up for the half points: 15.79 pt is written as 16 pt with five twips taken
/// off, which sets 28 characters on 156 mm. Rounding down keeps the promised number of
/// characters on the line.
fn character_spacing(style: &Style) -> i64 {
    let written = half_points(style.size) as f64 / 2.0;
    let exact = (style.size - written + style.tracking * style.size) * 20.0;
    if exact.abs() < 0.5 { 0 } else { (exact + 1e-6).floor() as i64 }
}

/// The name of a role's face in Word.
pub(super) fn face(book: &Book, role: Role) -> String {
    match book.roles.get(&role) {
        Some(filled) => filled.word.clone(),
        None => role_name(role).into(),
    }
}

/// The face that every Word has for a role.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::Song | Role::Biaosong => "宋体",
        Role::Hei => "黑体",
        Role::Kai => "楷体",
        Role::Fang => "仿宋",
        Role::LatinSerif => "Times New Roman",
        Role::LatinSans => "Arial",
    }
}

/// `w:rFonts` with a face in each slot.
pub(super) fn fonts(style: &Style, book: &Book) -> Element {
    let latin = face(book, style.latin);
    Element::new("w:rFonts")
        .with("w:ascii", &latin)
        .with("w:eastAsia", face(book, style.font))
        .with("w:hAnsi", &latin)
        .with("w:cs", latin)
}

/// Every run property that a paragraph style says, also what it says no to.
pub(super) fn run_properties(style: &Style, book: &Book) -> Vec<Element> {
    vec![
        fonts(style, book),
        Element::switch("w:b", style.bold),
        Element::switch("w:bCs", style.bold),
        Element::val("w:color", style.color.hex()),
        Element::val("w:spacing", character_spacing(style)),
        Element::val("w:sz", half_points(style.size)),
        Element::val("w:szCs", half_points(style.size)),
    ]
}

/// The run properties of a character style: only what differs from the body, so that it
/// keeps the look of the paragraph in everything else.
pub(super) fn character_properties(
    style: &Style,
    body: &Style,
    book: &Book,
    lang: Lang,
) -> Vec<Element> {
    let mut own = style.clone();
    if style.relative_size {
        own.size = body.size;
    }
    let plain = run_properties(body, book);
    let mut properties: Vec<_> =
        run_properties(&own, book).into_iter().filter(|p| !plain.contains(p)).collect();
    if style.underline {
        properties.push(Element::val("w:u", "single"));
    }
    if style.superscript {
        properties.push(Element::val("w:vertAlign", "superscript"));
    }
    if style.dots {
        // Below the characters in Chinese, above them in Japanese and Korean.
        let place = match lang {
            Lang::ZhHans | Lang::ZhHant => "underDot",
            Lang::Ja | Lang::Ko => "dot",
        };
        properties.push(Element::val("w:em", place));
    }
    properties
}

/// `w:sz` of a run whose character style is a factor of the size around it.
pub(super) fn scaled_size(factor: f64, around: f64) -> [Element; 2] {
    let size = half_points(factor * around);
    [Element::val("w:sz", size), Element::val("w:szCs", size)]
}

/// Whether a frame shows: by rules, a ground, or by standing apart from the margins.
pub(super) fn draws(frame: &Style) -> bool {
    frame.rules != Default::default()
        || frame.background.is_some()
        || frame.padding != 0.0
        || frame.left_indent != 0.0
        || frame.right_indent != 0.0
}

/// What a frame adds to the paragraphs that stand in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Framed<'a> {
    /// The style of the frame.
    pub(super) frame: &'a Style,
    /// Which of the frame's rules this paragraph draws.
    pub(super) edge: Edge,
}

/// Where a paragraph stands in its frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edge {
    /// All paragraphs carry the same rules and Word draws one box around them.
    Any,
    /// The only one.
    Only,
    /// The first of several that differ.
    First,
    /// One between.
    Middle,
    /// The last.
    Last,
    /// No frame, but a rule below the paragraph.
    RuleBelow,
    /// No frame, but a rule above the paragraph.
    RuleAbove,
}

/// Every paragraph property that a style says, also what it says no to.
pub(super) fn paragraph_properties(
    style: &Style,
    framed: Option<Framed>,
    outline: Option<u8>,
    fill: Option<Fill>,
    page: &Page,
) -> Vec<Element> {
    let mut left = style.left_indent * style.size;
    let mut right = style.right_indent * style.size;
    let mut borders = None;
    let mut background = style.background;
    let (mut before, mut after) = (style.before, style.after);
    if let Some(framed) = framed {
        let (around, wider) = frame_borders(framed, left, right);
        left += wider.0;
        right += wider.1;
        borders = around;
        background = background.or(framed.frame.background);
        match framed.edge {
            Edge::RuleBelow => after += framed.frame.after,
            Edge::RuleAbove => before += framed.frame.before,
            Edge::Any | Edge::Only | Edge::First | Edge::Middle | Edge::Last => {}
        }
    } else if let Some(own) = own_borders(style) {
        borders = Some(own);
        let thicker = |rule: Option<Rule>| {
            rule.map_or(0.0, |rule| thickness(rule, rule.gap + style.padding))
        };
        before = (before - thicker(style.rules.top)).max(0.0);
        after = (after - thicker(style.rules.bottom)).max(0.0);
    }
    let mut out = vec![
        Element::switch("w:keepNext", style.keep_with_next),
        Element::switch("w:keepLines", style.keep_together),
        Element::switch("w:pageBreakBefore", style.page_break == PageBreak::Before),
    ];
    out.push(Element::new("w:widowControl"));
    out.extend(borders);
    out.extend(background.map(shade));
    out.extend(fill.map(|fill| fill.tabs(page.measure() - right, left)));
    out.push(spacing(
        twips_down(before),
        twips_down(after),
        twips_down(style.pitch).max(20),
    ));
    out.push(indents(left, right, style.first_indent, style.size));
    out.push(Element::val("w:jc", alignment(style.align)));
    out.push(Element::val("w:outlineLvl", outline.map_or(9, |d| d.clamp(1, 9) - 1)));
    out
}

/// Lines of exactly that height, and the space above and below their paragraph, in twips.
pub(super) fn spacing(before: i64, after: i64, line: i64) -> Element {
    Element::new("w:spacing")
        .with("w:before", before)
        .with("w:after", after)
        .with("w:line", line)
        .with("w:lineRule", "exact")
}

/// `w:ind` of a style outside of any frame.
pub(super) fn indents_of(style: &Style) -> Element {
    let (left, right) = (style.left_indent * style.size, style.right_indent * style.size);
    indents(left, right, style.first_indent, style.size)
}

/// `w:ind`. The first line is counted in characters, so that it follows when an editor
/// chooses another size; the twips beside it serve readers that do not count.
fn indents(left: f64, right: f64, first: f64, size: f64) -> Element {
    let all =
        Element::new("w:ind").with("w:left", twips(left)).with("w:right", twips(right));
    if first < 0.0 {
        all.with("w:hanging", twips(-first * size))
    } else {
        all.with("w:firstLineChars", (first * 100.0).round() as i64)
            .with("w:firstLine", twips(first * size))
    }
}

/// `w:jc` of an alignment.
pub(super) fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "both",
    }
}

/// `w:shd` that fills with one colour.
pub(super) fn shade(color: Color) -> Element {
    Element::val("w:shd", "clear").with("w:color", "auto").with("w:fill", color.hex())
}

/// What stands between the two ends of a line that is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Nothing.
    Space,
    /// Dots, as in contents.
    Dots,
}

impl Fill {
    /// The tab stop at the right edge.
    fn tabs(self, right: f64, left: f64) -> Element {
        let mut stop = Element::val("w:tab", "right");
        if self == Fill::Dots {
            stop = stop.with("w:leader", "dot");
        }
        let at = twips(right).max(twips(left) + 20);
        Element::new("w:tabs").holding(stop.with("w:pos", at))
    }
}

/// Word keeps at most 31 points between a rule and the words.
const WIDEST_GAP: f64 = 31.0;

fn border(name: &'static str, rule: Rule, space: f64) -> Element {
    Element::val(name, "single")
        .with("w:sz", eighths(rule.width))
        .with("w:space", space.clamp(0.0, WIDEST_GAP).round() as i64)
        .with("w:color", rule.color.hex())
}

/// How much more room a rule takes in Word than on the PDF's pages, which draw it on the
/// edge of the gap: its width, and what rounding the gap to points adds to it.
fn thickness(rule: Rule, space: f64) -> f64 {
    let written = space.clamp(0.0, WIDEST_GAP).round();
    eighths(rule.width) as f64 / 8.0 + written - space
}

/// How much more room the upper and the lower edge of a frame take in Word. The space
/// outside of it makes up for that, so that lines stand where they stand in the PDF.
pub(super) fn frame_thickness(frame: &Style) -> (f64, f64) {
    let thicker = |rule: Option<Rule>| {
        let rule = rule.or_else(|| ground_edge(frame))?;
        Some(thickness(rule, rule.gap + frame.padding))
    };
    let Rules { top, bottom, .. } = frame.rules;
    (thicker(top).unwrap_or_default(), thicker(bottom).unwrap_or_default())
}

/// The same of a table, whose rules the PDF draws on the edges of its rows.
pub(super) fn table_thickness(table: &Style) -> (f64, f64) {
    let width = |rule: Option<Rule>| rule.map_or(0.0, |rule| rule.width);
    (width(table.rules.top), width(table.rules.bottom))
}

/// The room on each side of the words of a cell in twips, as on the PDF's pages: two
/// fifths of their size.
pub(super) fn beside_cell(size: f64) -> i64 {
    twips(0.4 * size)
}

/// A hairline in the colour of the ground: Word fills the ground as far as its rules.
fn ground_edge(frame: &Style) -> Option<Rule> {
    let color = frame.background?;
    (frame.padding > 0.0).then_some(Rule { width: 0.25, color, gap: 0.0 })
}

/// Thickness of a rule in eighths of a point.
pub(super) fn eighths(width: f64) -> i64 {
    ((width * 8.0).round() as i64).clamp(2, 96)
}

fn own_borders(style: &Style) -> Option<Element> {
    let rules = &style.rules;
    let mut around = Element::new("w:pBdr");
    for (name, rule) in [
        ("w:top", rules.top),
        ("w:left", rules.left),
        ("w:bottom", rules.bottom),
        ("w:right", rules.right),
        ("w:between", rules.inner),
    ] {
        if let Some(rule) = rule {
            around.children.push(border(name, rule, rule.gap + style.padding));
        }
    }
    (!around.children.is_empty()).then_some(around)
}

/// The rules of a frame on a paragraph that is indented by `left` and `right`, and how
/// much further it must be indented so that the frame ends where the type area ends.
///
/// Word draws the upper and lower rules as wide as the left and right ones stand apart.
/// Where a frame has none of those, but its words are indented, hairlines in the colour of
/// the ground stand in for them.
fn frame_borders(framed: Framed, left: f64, right: f64) -> (Option<Element>, (f64, f64)) {
    let Framed { frame, edge } = framed;
    let rules = &frame.rules;
    let ground = frame.background.unwrap_or(Color { red: 255, green: 255, blue: 255 });
    let boxed =
        frame.background.is_some() || rules.left.is_some() || rules.right.is_some();
    let padding = if boxed { frame.padding } else { 0.0 };
    let outer = (frame.left_indent * frame.size, frame.right_indent * frame.size);
    let upper = rules.top.or_else(|| ground_edge(frame));
    let lower = rules.bottom.or_else(|| ground_edge(frame));
    let any = boxed || upper.is_some() || lower.is_some();
    if !any && rules.inner.is_none() {
        return (None, outer);
    }
    let side = |rule: Option<Rule>, indent: f64| {
        let inset = padding + rule.map_or(0.0, |r| r.gap);
        let space = inset + indent;
        let hairline = Rule { width: 0.25, color: ground, gap: 0.0 };
        let drawn = rule.or((space > 0.0).then_some(hairline));
        let thickness = rule.map_or(0.0, |r| r.width);
        (drawn, space, inset + thickness)
    };
    let (left_rule, left_space, left_wider) = side(rules.left, left);
    let (right_rule, right_space, right_wider) = side(rules.right, right);
    let top = match edge {
        Edge::Any | Edge::Only | Edge::First => upper,
        Edge::RuleAbove => rules.top,
        Edge::Middle | Edge::Last | Edge::RuleBelow => None,
    };
    let bottom = match edge {
        Edge::Any | Edge::Only | Edge::Last => lower,
        Edge::First | Edge::Middle => rules.inner,
        // A rule of its own is drawn as the style's upper one.
        Edge::RuleBelow => rules.top,
        Edge::RuleAbove => None,
    };
    let mut around = Element::new("w:pBdr");
    let gap = |rule: Rule| rule.gap + padding;
    let between = rules.inner.filter(|_| edge == Edge::Any);
    around.children.extend(top.map(|rule| border("w:top", rule, gap(rule))));
    around.children.extend(left_rule.map(|rule| border("w:left", rule, left_space)));
    around.children.extend(bottom.map(|rule| border("w:bottom", rule, gap(rule))));
    around.children.extend(right_rule.map(|rule| border("w:right", rule, right_space)));
    around.children.extend(between.map(|rule| border("w:between", rule, gap(rule))));
    let around = (!around.children.is_empty()).then_some(around);
    (around, (outer.0 + left_wider, outer.1 + right_wider))
}

/// A text frame on the foot of the type area. It stands on the paragraphs and not in their
/// style, and is no floating table, because LibreOffice leaves both in the flow.
pub(super) fn foot_frame(page: &Page) -> Element {
    Element::new("w:framePr")
        .with("w:w", twips(page.measure()))
        .with("w:wrap", "notBeside")
        .with("w:vAnchor", "margin")
        .with("w:hAnchor", "margin")
        .with("w:xAlign", "left")
        .with("w:yAlign", "bottom")
}
