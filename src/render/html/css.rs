//! The sheet as CSS: one rule a class, and what every page needs besides.
//!
//! Belongs here: faces, sizes, colours and spaces of the sheet for screen and paper.
//! Does not belong here: pages, their margins, heads and feet (`page`).
//!
//! A length of the sheet is written `calc(n * var(--pt))`. On paper `--pt` is a point; on
//! a screen it is the fraction of the reader's own text size that makes body text
//! comfortable, so that everything grows with it; large print stays larger.

use std::fmt::Write as _;

use super::colors::{Colors, dimmed, hex, lit, rgb};
use super::escape;
use super::faces::{Embedded, LATIN_RANGES};
use crate::compose::sheet::{Align, Kind, PageBreak, Place, Rule, Style};
use crate::compose::{Composition, Lang};
use crate::fonts::{Book, Role};

/// Body text of this size (三号) and below is as large on a screen as the reader's own text.
/// Who chooses a style with larger text wants it larger on a screen too.
const LARGEST: f64 = 16.0;

/// Writes everything but the page rules.
pub(super) fn write(
    composition: &Composition,
    book: &Book,
    embedded: &Embedded,
    out: &mut String,
) {
    let sheet = &composition.sheet;
    let Some(body) = sheet.styles.first() else { return };
    faces(book, embedded, out);
    root(composition, book, embedded, body, out);
    ground(composition.lang, out);
    for style in &sheet.styles {
        rule(style, body, out);
    }
    if composition.lang == Lang::Ko {
        let classes: Vec<_> = justified(&sheet.styles).collect();
        let _ = writeln!(out, "{}{{word-break:normal}}", classes.join(","));
    }
    for lang in &composition.langs {
        foreign(*lang, &sheet.styles, &book.of(*lang), embedded, out);
    }
    out.push_str(SCREEN);
}

/// The CSS variable that holds the font stack of a role.
fn stack(role: Role) -> &'static str {
    match role {
        Role::Song => "--song",
        Role::Biaosong => "--biaosong",
        Role::Hei => "--hei",
        Role::Kai => "--kai",
        Role::Fang => "--fang",
        Role::LatinSerif => "--latin-serif",
        Role::LatinSans => "--latin-sans",
    }
}

/// The family of a role's Latin letters: see [`faces`].
pub(super) fn latin_family(role: Role) -> &'static str {
    if role == Role::LatinSans { "_sans" } else { "_serif" }
}

/// Families made of faces that the reader's machine has; nothing is fetched.
///
/// Latin faces serve letters and digits only, so that `“”`, `—` and `…` come from the
/// Chinese face and are full width. The face of titles is one that is black by itself;
/// it is declared bold, so that a browser never thickens it a second time.
fn faces(book: &Book, embedded: &Embedded, out: &mut String) {
    out.push_str(&embedded.rules);
    for role in [Role::LatinSerif, Role::LatinSans] {
        let families = families(book, role);
        if families.is_empty() || embedded.has_latin(role) {
            continue;
        }
        for (weight, cut) in [(400, ""), (700, " Bold")] {
            let _ = writeln!(
                out,
                "@font-face{{font-family:{};font-weight:{weight};src:{};unicode-range:{LATIN_RANGES}}}",
                latin_family(role),
                local(&families, &[cut]),
            );
        }
    }
    let families = families(book, Role::Biaosong);
    if !families.is_empty() && !embedded.has_titles() {
        let _ = writeln!(
            out,
            "@font-face{{font-family:_title;font-weight:700;src:{}}}",
            local(&families, &[" Bold", ""]),
        );
    }
}

fn local(families: &[&str], cuts: &[&str]) -> String {
    let mut sources = Vec::new();
    for family in families {
        for cut in cuts {
            sources.push(format!(
                "local({})",
                escape::css_string(&format!("{family}{cut}"))
            ));
        }
    }
    sources.join(",")
}

/// The named families of a role's stack, without quotation marks and generic families.
fn families(book: &Book, role: Role) -> Vec<&str> {
    let css = book.roles.get(&role).map_or("", |filled| &filled.css);
    css.split(',')
        .map(|family| family.trim().trim_matches(['"', '\'']))
        .filter(|family| !family.is_empty() && !is_generic(family))
        .collect()
}

fn is_generic(family: &str) -> bool {
    matches!(
        family,
        "serif" | "sans-serif" | "monospace" | "cursive" | "fantasy" | "system-ui"
    )
}

/// The variables: length of a point, font stacks, colours for light, dark and paper.
fn root(
    composition: &Composition,
    book: &Book,
    embedded: &Embedded,
    body: &Style,
    out: &mut String,
) {
    out.push_str(
        ":root{color-scheme:light dark;--paper:#fff;--ink-soft:#555;--line:#ccc;\n",
    );
    out.push_str("--latin:var(--latin-serif);");
    let rem = number(body.size.min(LARGEST));
    let _ = writeln!(
        out,
        "--pt:calc(1rem / {rem});--wide:11vw;--tall:12vh;\
         --room:(100vw - 2.6rem);"
    );
    for role in Role::ALL {
        let generic = match role {
            Role::Hei | Role::LatinSans => "sans-serif",
            _ => "serif",
        };
        let mut stacked = embedded.families(composition.lang, role).to_vec();
        stacked.extend(families(book, role).into_iter().map(escape::css_string));
        stacked.push(generic.into());
        let _ = writeln!(out, "{}:{};", stack(role), stacked.join(","));
    }
    let colors = Colors::of(&composition.sheet.styles);
    for color in colors.inks.union(&colors.grounds) {
        let _ = write!(out, "--{}:#{};", hex(*color), hex(*color));
    }
    for color in &colors.grounds {
        let _ = write!(out, "--on-{}:#{};", hex(*color), hex(*color));
    }
    out.push_str(
        "}\n@media screen and (prefers-color-scheme:dark){:root{--paper:#17191c;",
    );
    out.push_str("--ink-soft:#a9abb0;--line:#45484d;\n");
    for color in &colors.inks {
        let _ = write!(out, "--{}:#{};", hex(*color), hex(lit(*color)));
    }
    for color in &colors.grounds {
        let _ = write!(out, "--on-{}:#{};", hex(*color), hex(dimmed(*color)));
    }
    out.push_str("}}\n");
    out.push_str(
        "@media print{:root{color-scheme:light;--pt:1pt;--wide:1000pt;--tall:1000pt;--room:100000pt}}\n",
    );
}

/// What holds for all words: breaking and spacing of the language.
fn ground(lang: Lang, out: &mut String) {
    let (trim, word_break) = match lang {
        Lang::ZhHans | Lang::Ja => ("trim-start", "normal"),
        // Marks stand in the middle of their square there and are not squeezed.
        Lang::ZhHant => ("space-all", "normal"),
        Lang::Ko => ("normal", "keep-all"),
    };
    // Korean has spaces of its own.
    let autospace = if lang.is_solid() { "normal" } else { "no-autospace" };
    let _ = writeln!(
        out,
        "body{{text-autospace:{autospace};text-spacing-trim:{trim};word-break:{word_break};\
         line-break:strict;overflow-wrap:anywhere;\
         hanging-punctuation:none;orphans:2;widows:2;font-synthesis-style:none}}"
    );
}

/// The classes of paragraphs that are filled from edge to edge. Korean ones end their lines
/// between any two syllables, as in the other formats: between words alone, they would
/// stretch the spaces of a narrow line by ems.
fn justified(styles: &[Style]) -> impl Iterator<Item = String> {
    styles
        .iter()
        .filter(|s| s.kind == Kind::Paragraph && s.align == Align::Justify && !s.balance)
        .map(|s| format!(".{}", escape::css_class(&s.class)))
}

/// Words of articles in another language: its own faces, by the role that their paragraph
/// has, and its own breaks.
fn foreign(
    lang: Lang,
    styles: &[Style],
    book: &Book,
    embedded: &Embedded,
    out: &mut String,
) {
    let tag = lang.tag();
    if lang == Lang::Ko {
        let _ = writeln!(
            out,
            "[lang={tag}]{{word-break:keep-all;text-autospace:no-autospace}}"
        );
        let classes: Vec<_> = justified(styles).collect();
        let _ =
            writeln!(out, ":is({}) [lang={tag}]{{word-break:normal}}", classes.join(","));
    }
    for role in Role::ALL {
        let of_role = |style: &&Style| style.font == role && style.kind != Kind::Frame;
        let within: Vec<String> = styles
            .iter()
            .filter(of_role)
            .map(|style| format!(".{}", escape::css_class(&style.class)))
            .collect();
        if within.is_empty() {
            continue;
        }
        let generic = if role == Role::Hei { "sans-serif" } else { "serif" };
        let mut stack = embedded.families(lang, role).to_vec();
        stack.extend(families(book, role).into_iter().map(escape::css_string));
        stack.push(generic.into());
        let sans = role == Role::Hei;
        let latin = latin_family(if sans { Role::LatinSans } else { Role::LatinSerif });
        let _ = writeln!(
            out,
            ":is({within}) [lang={tag}],:is({within})[lang={tag}]{{font-family:{latin},{}}}",
            stack.join(","),
            within = within.join(","),
        );
    }
}

/// One class, one rule.
fn rule(style: &Style, body: &Style, out: &mut String) {
    let class = escape::css_class(&style.class);
    let mut set = Declarations(String::new());
    match style.kind {
        Kind::Character => character(style, body, &mut set),
        Kind::Paragraph => {
            type_(style, body, &mut set);
            paragraph(style, &mut set);
            around(style, &mut set);
        }
        Kind::Frame => around(style, &mut set),
        Kind::Table => {
            around(style, &mut set);
            if style.padding > 0.0 {
                set.put("--cell", length(style.padding));
            }
        }
    }
    let _ = writeln!(out, ".{class}{{{}}}", set.0);
    if style.kind == Kind::Frame && draws_nothing(style) {
        unboxed(&class, style.page_break, out);
    }
    if style.balance {
        // Where its lines end on paper says nothing about a phone.
        let _ = writeln!(
            out,
            "@media screen and (max-width:40rem){{.{class} br{{display:none}}}}"
        );
    }
    if style.keep_with_next {
        // The lines of a head are even, and stay together.
        let whole = if style.balance { ";break-inside:avoid" } else { "" };
        let _ = writeln!(
            out,
            "h1.{class},h2.{class},h3.{class},h4.{class},h5.{class},h6.{class},.{class}{{break-after:avoid{whole}}}"
        );
    }
    if let Some(inner) = style.rules.inner {
        let line = line(inner);
        let between = match style.kind {
            Kind::Table => format!(".{class} :is(tbody tr,tr+tr)>*"),
            _ => format!(".{class}>*+*"),
        };
        let _ = writeln!(out, "{between}{{border-top:{line}}}");
    }
}

/// Whether a frame has neither space nor lines nor ground.
fn draws_nothing(style: &Style) -> bool {
    let spaces = [style.before, style.after, style.left_indent, style.right_indent];
    spaces.iter().all(|space| *space == 0.0)
        && style.padding == 0.0
        && style.rules == Default::default()
        && style.background.is_none()
        && !style.keep_together
        && style.place == Place::Flow
}

/// On paper an article that draws nothing is no box. Chromium heeds `break-before: avoid`
/// only between boxes that stand side by side: with boxes around them it would part 版记 and
/// notes from the last words above.
fn unboxed(class: &str, page_break: PageBreak, out: &mut String) {
    let _ =
        writeln!(out, "@media print{{:is(article,section).{class}{{display:contents}}");
    let value = match page_break {
        PageBreak::No => return out.push_str("}\n"),
        PageBreak::Before => "page",
        PageBreak::Recto => "recto",
    };
    let _ = writeln!(
        out,
        ":is(article,section).{class}>:first-child,\
         :is(article,section).{class}>:is(article,section,div):first-child>:first-child\
         {{break-before:{value}}}}}"
    );
}

struct Declarations(String);

impl Declarations {
    fn put(&mut self, name: &str, value: impl AsRef<str>) {
        let _ = write!(self.0, "{name}:{};", value.as_ref());
    }
}

/// Face, size, weight and colour of a paragraph.
fn type_(style: &Style, body: &Style, set: &mut Declarations) {
    set.put("font-family", family(style));
    if style.latin == Role::LatinSans {
        set.put("--latin", "var(--latin-sans)");
    }
    set.put("font-size", size(style.size, body.size));
    let black = style.bold || style.font == Role::Biaosong;
    set.put("font-weight", if black { "700" } else { "400" });
    // Never tighter on a screen than three quarters of a line apart in running text.
    let pitch = style.pitch / style.size;
    set.put("line-height", number(pitch));
    set.put("color", format!("var(--{})", hex(rgb(style.color))));
    if style.tracking != 0.0 {
        set.put("letter-spacing", format!("{}em", number(style.tracking)));
    }
}

/// The families of a style: Latin letters first, from faces that have nothing else, then
/// the Chinese face.
fn family(style: &Style) -> String {
    let title = if style.font == Role::Biaosong { "_title," } else { "" };
    format!("{},{title}var({})", latin_family(style.latin), stack(style.font))
}

/// How much larger than body text a line must be to give way on a narrow screen.
const DISPLAY: f64 = 1.3;

/// Whether the lines of a style give way on a narrow screen.
pub(super) fn is_display(style: &Style, body: &Style) -> bool {
    style.size > body.size * DISPLAY
}

/// A size that grows with the reader's text; display sizes give way on a narrow screen.
fn size(points: f64, body: f64) -> String {
    if points > body * DISPLAY {
        format!("min({},var(--wide),var(--room) / var(--fit,1))", length(points))
    } else {
        length(points)
    }
}

/// How the lines of a paragraph stand.
fn paragraph(style: &Style, set: &mut Declarations) {
    let align = match style.align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    };
    set.put("text-align", align);
    set.put("text-indent", format!("{}em", number(style.first_indent)));
    // Lines that do not fill the measure are even.
    let even = style.balance || matches!(style.align, Align::Center | Align::Right);
    set.put("text-wrap", if even { "balance" } else { "pretty" });
    if style.balance {
        // Its words say where a line may end (`Inlines::write_title`).
        set.put("word-break", "keep-all");
    }
}

/// Space, rules, ground, and where it may not be torn apart.
fn around(style: &Style, set: &mut Declarations) {
    let em = |n: f64| if n == 0.0 { "0".into() } else { format!("{}em", number(n)) };
    let (top, bottom) = (space(style.before, style), space(style.after, style));
    let right = em(style.right_indent);
    // A hanging first line must not leave the column.
    let left = em(style.left_indent.max(-style.first_indent.min(0.0)));
    if style.kind == Kind::Table {
        set.put("margin", format!("{top} 0 {bottom}"));
    } else if style.kind == Kind::Paragraph
        && style.rules == Default::default()
        && style.background.is_none()
    {
        set.put("margin", format!("{top} 0 {bottom}"));
        set.put("padding", format!("0 {right} 0 {left}"));
    } else {
        set.put("margin", format!("{top} {right} {bottom} {left}"));
        let gap = |rule: Option<Rule>| {
            let gap = rule.map_or(0.0, |rule| rule.gap).max(style.padding);
            if gap == 0.0 { "0".into() } else { length(gap) }
        };
        let rules = &style.rules;
        set.put(
            "padding",
            [rules.top, rules.right, rules.bottom, rules.left].map(gap).join(" "),
        );
    }
    for (side, rule) in [
        ("border-top", style.rules.top),
        ("border-bottom", style.rules.bottom),
        ("border-left", style.rules.left),
        ("border-right", style.rules.right),
    ] {
        if let Some(rule) = rule {
            set.put(side, line(rule));
        }
    }
    if let Some(ground) = style.background {
        set.put("background", format!("var(--on-{})", hex(rgb(ground))));
        set.put("print-color-adjust", "exact");
    }
    if style.keep_together {
        set.put("break-inside", "avoid");
    }
    match style.page_break {
        PageBreak::No => {}
        PageBreak::Before => set.put("break-before", "page"),
        PageBreak::Recto => set.put("break-before", "recto"),
    }
    match style.place {
        Place::Flow => {}
        // A browser can't set a block on the foot of the last page: it ends the flow and
        // stays in one piece.
        Place::Foot => {
            set.put("break-inside", "avoid");
            set.put("break-before", "avoid");
        }
    }
}

/// What a character style adds to the paragraph around it: only what differs from body
/// text, so that bold words of a red title stay red.
fn character(style: &Style, body: &Style, set: &mut Declarations) {
    if style.font != body.font || style.latin != body.latin {
        set.put("font-family", family(style));
    }
    if style.relative_size {
        if style.size != 1.0 {
            set.put("font-size", format!("{}em", number(style.size)));
        }
    } else if style.size != body.size {
        set.put("font-size", length(style.size));
    }
    if style.bold || style.font == Role::Biaosong {
        set.put("font-weight", "700");
    }
    if style.color != body.color {
        set.put("color", format!("var(--{})", hex(rgb(style.color))));
    }
    if style.tracking != 0.0 {
        set.put("letter-spacing", format!("{}em", number(style.tracking)));
    }
    if style.dots {
        set.put("text-emphasis", "filled dot");
        set.put("text-emphasis-position", "under right");
    }
    if style.underline {
        set.put("text-decoration", "underline");
        set.put("text-underline-offset", ".25em");
    }
    if style.superscript {
        set.put("vertical-align", "super");
        set.put("line-height", "0");
    }
    if let Some(ground) = style.background {
        set.put("background", format!("var(--on-{})", hex(rgb(ground))));
    }
}

fn line(rule: Rule) -> String {
    format!("{} solid var(--{})", length(rule.width), hex(rgb(rule.color)))
}

/// Space above or below: what is a third of a page on paper is no third of a phone.
fn space(points: f64, style: &Style) -> String {
    if points == 0.0 {
        "0".into()
    } else if points > style.size * 4.0 {
        format!("min({},var(--tall))", length(points))
    } else {
        length(points)
    }
}

fn length(points: f64) -> String {
    format!("calc({} * var(--pt))", number(points))
}

/// At most three decimals, none of them a trailing zero.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// What every page needs, whatever its style.
const SCREEN: &str = "\
*,*::before,*::after{box-sizing:border-box}
html{font-size:112.5%;scroll-padding-top:1rem;-webkit-text-size-adjust:100%;\
text-size-adjust:100%}
body{margin:0;background:var(--paper)}
h1,h2,h3,h4,h5,h6{break-after:avoid;break-inside:avoid}
em,strong,u,sup{font:inherit;text-decoration:none}
em{font-style:normal}
a{color:inherit;text-decoration-thickness:.06em;text-underline-offset:.25em}
a:focus-visible,[tabindex]:focus-visible{outline:.15em solid currentColor;\
outline-offset:.15em}
:target{text-decoration:underline;text-decoration-thickness:.06em;\
text-underline-offset:.3em;text-decoration-color:var(--ink-soft)}
img{max-width:100%;height:auto}
figure{margin-inline:0;break-inside:avoid}
figure>img{display:block}
figure._center>img{margin-inline:auto}
figure._right>img{margin-inline-start:auto}
table{border-collapse:collapse;width:100%}
caption{break-after:avoid}
thead{display:table-header-group}
tr{break-inside:avoid}
tbody>tr:is(:first-child,:nth-last-child(2)){break-after:avoid}
th,td{vertical-align:middle}
._scroll :is(th,td){padding:.25em var(--cell,.3em);text-indent:0;overflow-wrap:break-word}
th._left,td._left{text-align:left}
th._center,td._center{text-align:center}
th._right,td._right{text-align:right;font-variant-numeric:tabular-nums}
td._right,._short{white-space:nowrap}
th{word-break:keep-all}
hr{border:0;height:0}
._scroll{overflow-x:auto}
._turned table{min-width:56em}
._tie{white-space:nowrap}
._latin{font-family:var(--latin)}
._sign{display:inline-block;width:1.61em;font-size:.62em;vertical-align:.23em;line-height:0;\
text-indent:0}
._list{list-style:none;margin:0;padding:0}
._fill{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:2em;\
text-indent:0}
._ref{font-size:.75em;line-height:0;vertical-align:super;font-weight:400}
._ref a,._notes a[role]{text-decoration:none;padding:0 .1em}
._notes{margin:2em 0;padding-top:.75em;border-top:1px solid var(--line);font-size:.85em;\
line-height:1.75;font-family:_serif,var(--song)}
._contents li{text-indent:0}
._contents a{display:block;text-decoration:none;text-wrap:balance;word-break:keep-all}
._contents a:hover{text-decoration:underline}
._hidden{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;\
clip-path:inset(50%);white-space:nowrap}
._skip{position:absolute;left:1rem;top:-6rem;padding:.5rem 1rem;background:var(--paper);\
font-family:_sans,var(--hei);z-index:2}
._skip:focus{top:1rem}
@media screen{
body>header,body>main,body>footer,body>nav{max-width:38em;margin-inline:auto;\
padding-inline:1.25rem}
body>header{padding-top:2rem}
body>footer{padding-block:3rem 2rem}
body>main{padding-bottom:2rem}
._contents{padding-block:1rem}
._contents a{padding-block:.15em}
._contents ._depth-2{padding-left:1.5em}
._contents ._depth-3{padding-left:3em}
article+article{margin-top:4rem;border-top:1px solid var(--line);padding-top:1rem}
._page+*,._recto+*,main>section:first-child{margin-top:3rem}
._turned caption{text-align:start}
}
@media screen and (max-width:40rem){
html{font-size:106.25%}
}
@media screen and (min-width:70rem){
._with-contents{padding-left:18rem}
._with-contents>._contents,._with-contents>main>._contents{position:fixed;inset:0 auto 0 0;\
width:18rem;max-width:none;margin:0;padding:2rem 1.5rem;overflow-y:auto;\
border-right:1px solid var(--line);font-size:.85rem}
._contents>p,._contents li{font-size:1em;line-height:1.6;margin-block:0 .35em}
._contents>p{font-size:1.2em;text-align:left}
}
@media screen and (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
html{font-size:12pt}
._skip{display:none}
._scroll{overflow:visible}
._turned{page:_turned}
._turned table{min-width:0}
._page,._recto{display:none}
main,body>footer{display:contents}
._page+*,._page+:is(article,section,div)>:first-child,\
._page+:is(article,section,div)>:is(article,section,div):first-child>:first-child{break-before:page}
._recto+*,._recto+:is(article,section,div)>:first-child,\
._recto+:is(article,section,div)>:is(article,section,div):first-child>:first-child{break-before:recto}
:is(main,article,section)>:is(._page,._recto):last-child{display:block;break-after:page}
:has(>._page:last-child){break-after:page}
:has(>._recto:last-child){break-after:recto}
._whole{break-inside:avoid}
a{text-decoration:none}
:target{text-decoration:none}
._lead{break-after:avoid}
._notes{break-before:avoid}
._notes:not(:has(li:nth-child(9))){break-inside:avoid}
._scroll:not(:has(tbody>tr:nth-child(6))){break-inside:avoid}
tbody>tr:first-child,tbody>tr:nth-last-child(2),tbody>tr:nth-last-child(3){break-after:avoid}
._contents ul{margin-block:0}
body>footer>:first-child{break-before:avoid;margin-top:1em}
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_trailing_zeros() {
        assert_eq!([2.0, 1.8360, -0.0001].map(number), ["2", "1.836", "0"]);
    }
}
