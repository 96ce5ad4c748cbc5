//! Blocks: which element says what a block of the composition is.
//!
//! Belongs here: landmarks, headings, lists, tables, figures, contents, notes.
//! Does not belong here: looks (`css`, `page`) and the inside of a line (`inline`).

use base64::Engine as _;

use super::css::{is_display, number};
use super::escape;
use super::inline::{Context, Inlines, sign};
use crate::compose::sheet::{Align, StyleId};
use crate::compose::wording::word;
use crate::compose::{
    Block, Composition, Contents, Figure, Group, Inline, Paragraph, Part, Table,
    inline_words, title, width,
};

/// The inside of `<body>`.
pub(super) struct Body {
    pub(super) html: String,
    /// Whether there are contents, which wide screens keep at the side.
    pub(super) has_contents: bool,
}

/// Writes the blocks: 版头 becomes the header of the page, 版记 its footer, and what stands
/// between them `main`.
pub(super) fn write(composition: &Composition) -> Body {
    let blocks = &composition.blocks[..];
    let has = |blocks: &[Block], part| blocks.iter().any(|b| is_part(b, part));
    let head = blocks.iter().take_while(|b| is_furniture(b, Part::Masthead)).count();
    let head = if has(&blocks[..head], Part::Masthead) { head } else { 0 };
    let (header, rest) = blocks.split_at(head);
    let foot = rest.iter().rev().take_while(|b| is_furniture(b, Part::Colophon)).count();
    let foot = if has(&rest[rest.len() - foot..], Part::Colophon) { foot } else { 0 };
    let (rest, footer) = rest.split_at(rest.len() - foot);
    let contents = usize::from(matches!(rest.first(), Some(Block::Contents(_))));
    let (contents, main) = rest.split_at(contents);

    let name = name(composition, header);
    let sole_title = name.is_none() && count_titles(blocks) == 1;
    let mut writer = Writer {
        composition,
        inlines: Inlines::new(&composition.sheet, composition.lang),
        out: String::new(),
        name,
        // The name of the pack is the only heading of level 1; without it a lone title
        // takes its place.
        shift: u8::from(!sole_title),
        has_contents: false,
        below_title: false,
    };
    let top = word(composition.lang, "top");
    writer.out.push_str(&format!("<a class=\"_skip\" href=\"#_main\">{top}</a>\n"));
    if !header.is_empty() {
        writer.element("header", header);
    }
    writer.blocks(contents);
    writer.out.push_str("<main id=\"_main\">\n");
    if name.is_none() && !sole_title {
        writer.out.push_str("<h1 class=\"_hidden\">");
        escape::text(&composition.title, &mut writer.out);
        writer.out.push_str("</h1>\n");
    }
    writer.blocks(main);
    writer.notes();
    writer.out.push_str("</main>\n");
    if !footer.is_empty() {
        writer.element("footer", footer);
    }
    writer.notes();
    Body { html: writer.out, has_contents: writer.has_contents }
}

fn is_part(block: &Block, part: Part) -> bool {
    matches!(block, Block::Group(group) if group.part == part)
}

fn is_furniture(block: &Block, part: Part) -> bool {
    is_part(block, part) || matches!(block, Block::Rule(_) | Block::PageBreak { .. })
}

/// The paragraph of the masthead that names the pack: the one that says the document's
/// title, else the largest.
fn name<'a>(composition: &Composition, header: &'a [Block]) -> Option<&'a Paragraph> {
    let mut all = Vec::new();
    header.iter().for_each(|block| paragraphs(block, &mut all));
    let says_title = |p: &&&Paragraph| {
        let mut says = String::new();
        p.inlines.iter().for_each(|inline| {
            if let Inline::Text(run) = inline {
                says.push_str(&run.text);
            }
        });
        says == composition.title
    };
    let size = |p: &&Paragraph| composition.sheet.style(p.style).size;
    all.iter().find(says_title).copied().or_else(|| {
        // The first of the largest: `max_by` alone would take the last.
        all.into_iter().rev().max_by(|a, b| size(a).total_cmp(&size(b)))
    })
}

fn paragraphs<'a>(block: &'a Block, all: &mut Vec<&'a Paragraph>) {
    match block {
        Block::Paragraph(p) if !p.inlines.is_empty() => all.push(p),
        Block::Group(group) => group.blocks.iter().for_each(|b| paragraphs(b, all)),
        _ => {}
    }
}

fn count_titles(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(p) => usize::from(p.outline.is_some_and(|o| o.depth == 1)),
            Block::Group(group) => count_titles(&group.blocks),
            _ => 0,
        })
        .sum()
}

struct Writer<'a> {
    composition: &'a Composition,
    inlines: Inlines<'a>,
    out: String,
    name: Option<&'a Paragraph>,
    shift: u8,
    has_contents: bool,
    /// Whether a heading or another line of a title stands right above.
    below_title: bool,
}

impl Writer<'_> {
    fn element(&mut self, element: &str, blocks: &[Block]) {
        self.out.push_str(&format!("<{element}>\n"));
        self.blocks(blocks);
        self.out.push_str(&format!("</{element}>\n"));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.below_title &= matches!(block, Block::Paragraph(_) | Block::Group(_));
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(p) => self.paragraph(p),
            Block::Group(group) => self.group(group),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Contents(contents) => self.contents(contents),
            Block::Rule(style) => {
                self.out.push_str("<hr");
                self.class(*style, "");
                self.out.push_str(">\n");
            }
            Block::PageBreak { recto } => {
                let class = if *recto { "_recto" } else { "_page" };
                self.out.push_str(&format!("<div class=\"{class}\"></div>\n"));
            }
        }
    }

    fn paragraph(&mut self, p: &Paragraph) {
        let heading = match p.outline {
            _ if self.name.is_some_and(|name| std::ptr::eq(name, p)) => Some(1),
            Some(outline) if !p.inlines.is_empty() => {
                Some((outline.depth + self.shift).clamp(1, 6))
            }
            _ => None,
        };
        let element = heading.map_or_else(|| "p".into(), |depth| format!("h{depth}"));
        self.words_in(&element, p);
        self.out.push('\n');
    }

    /// `<element class id>` with the words of a paragraph. What follows a fill stands at
    /// the right.
    fn words_in(&mut self, element: &str, p: &Paragraph) {
        let fills = p.inlines.iter().any(|i| matches!(i, Inline::Fill));
        self.out.push_str(&format!("<{element}"));
        let lines = self.lines(p);
        let style = self.composition.sheet.style(p.style);
        let of_title = p.outline.is_some() || style.balance && style.keep_with_next;
        let leads = std::mem::replace(&mut self.below_title, of_title)
            && !of_title
            && lines <= 1.0;
        let more = match fills {
            true => "_fill",
            // One line below a heading is not enough to begin a text with.
            false if leads => "_lead",
            // Chromium leaves the last of three lines alone on a page, whatever `widows`
            // says: it has to keep them together.
            false if (1.9..3.15).contains(&lines) => "_whole",
            false => "",
        };
        self.class(p.style, more);
        if let Some(anchor) = &p.anchor {
            self.out.push_str(" id=\"");
            escape::attribute(anchor, &mut self.out);
            self.out.push('"');
        }
        self.fit(p, fills);
        self.out.push('>');
        if fills {
            for part in p.inlines.split(|i| matches!(i, Inline::Fill)) {
                self.out.push_str("<span>");
                self.inlines.write(part, Context::Flow, &mut self.out);
                self.out.push_str("</span> ");
            }
        } else if self.composition.sheet.style(p.style).balance {
            self.inlines.write_title(&p.inlines, Context::Flow, &mut self.out);
        } else {
            self.inlines.write(&p.inlines, Context::Flow, &mut self.out);
        }
        self.out.push_str(&format!("</{element}>"));
    }

    /// Tells a display line how many ems of it stay together, so that they fit on a phone.
    fn fit(&mut self, p: &Paragraph, fills: bool) {
        let sheet = &self.composition.sheet;
        let style = sheet.style(p.style);
        if fills
            || !style.balance
            || !sheet.styles.first().is_some_and(|body| is_display(style, body))
        {
            return;
        }
        let widest =
            title::widest_part(&p.inlines, &title::seams(&p.inlines, title::WHOLE));
        self.out.push_str(&format!(" style=\"--fit:{}\"", number(widest.max(1.0))));
    }

    /// About how many lines a paragraph takes on paper.
    fn lines(&self, p: &Paragraph) -> f64 {
        let sheet = &self.composition.sheet;
        let style = sheet.style(p.style);
        let mut words = String::new();
        inline_words(&p.inlines, &mut words);
        let indents = style.left_indent + style.right_indent;
        let measure = sheet.page.measure() / style.size - indents;
        (width(&words) + style.first_indent.max(0.0)) / measure.max(1.0)
    }

    fn class(&mut self, style: StyleId, more: &str) {
        self.out.push_str(" class=\"");
        escape::attribute(&self.composition.sheet.style(style).class, &mut self.out);
        if !more.is_empty() {
            self.out.push(' ');
            self.out.push_str(more);
        }
        self.out.push('"');
    }

    fn group(&mut self, group: &Group) {
        if group.part == Part::List {
            return self.list(group);
        }
        let element = match group.part {
            Part::Article => "article",
            Part::Section => "section",
            Part::Aside => "aside",
            Part::Quotation => "blockquote",
            Part::Masthead | Part::Colophon | Part::Plain | Part::List => "div",
        };
        self.out.push_str(&format!("<{element}"));
        self.class(group.style, "");
        if group.part == Part::Article
            && let Some(anchor) = first_anchor(&group.blocks)
        {
            self.out.push_str(" aria-labelledby=\"");
            escape::attribute(anchor, &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(">\n");
        self.blocks(&group.blocks);
        if group.part == Part::Article {
            self.notes();
        }
        self.out.push_str(&format!("</{element}>\n"));
    }

    /// Items nest by their depth; the bullet or number is among their words.
    fn list(&mut self, group: &Group) {
        let mut open = 0;
        // Where the words of the item stand that a nested list belongs to, in ems.
        let mut left = 0.0;
        for block in &group.blocks {
            let depth = match block {
                Block::Paragraph(p) => usize::from(p.item.unwrap_or(1)).clamp(1, 9),
                _ => open.max(1),
            };
            if depth <= open {
                self.out.push_str("</li>\n");
            }
            while open > depth {
                self.out.push_str("</ul></li>\n");
                open -= 1;
            }
            while open < depth {
                if open == 0 {
                    self.out.push_str("<ul");
                    self.class(group.style, "_list");
                    self.out.push_str(" role=\"list\">");
                } else if left > 0.0 {
                    self.out.push_str(&format!(
                        "<ul class=\"_list\" role=\"list\" style=\"margin-left:-{}em\">",
                        number(left)
                    ));
                    left = 0.0;
                } else {
                    self.out.push_str("<ul class=\"_list\" role=\"list\">");
                }
                open += 1;
                if open < depth {
                    self.out.push_str("<li>");
                }
            }
            match block {
                Block::Paragraph(p) => {
                    left = self.composition.sheet.style(p.style).left_indent;
                    self.words_in("li", p);
                    // The end tag comes when it is known that nothing is nested.
                    self.out.truncate(self.out.len() - "</li>".len());
                }
                other => {
                    self.out.push_str("<li>");
                    self.block(other);
                }
            }
        }
        while open > 0 {
            self.out.push_str("</li></ul>\n");
            open -= 1;
        }
    }

    fn contents(&mut self, contents: &Contents) {
        self.has_contents = true;
        let label = word(self.composition.lang, "contents").replace('　', "");
        self.out.push_str(&format!("<nav aria-label=\"{label}\" class=\"_contents\">\n"));
        if let Some(heading) = &contents.heading {
            self.words_in("p", heading);
            self.out.push('\n');
        }
        self.out.push_str("<ol class=\"_list\" role=\"list\">\n");
        for entry in &contents.entries {
            self.out.push_str("<li");
            self.class(entry.style, &format!("_depth-{}", entry.depth));
            self.out.push_str("><a href=\"#");
            escape::attribute(&entry.anchor, &mut self.out);
            self.out.push_str("\">");
            // Where its lines end on paper says nothing about a screen.
            let words = entry.inlines.iter().filter(|i| !matches!(i, Inline::LineBreak));
            let words: Vec<Inline> = words.cloned().collect();
            self.inlines.write_title(&words, Context::Link, &mut self.out);
            self.out.push_str("</a></li>\n");
        }
        self.out.push_str("</ol>\n</nav>\n");
    }

    fn table(&mut self, table: &Table) {
        // A wide table scrolls in its own box, which the keyboard must reach.
        let wide = if table.turned { " _turned" } else { "" };
        self.out.push_str(&format!(
            "<div class=\"_scroll{wide}\" tabindex=\"0\" role=\"group\" aria-label=\""
        ));
        let mut name = String::new();
        if let Some(caption) = &table.caption {
            inline_words(&caption.inlines, &mut name);
        }
        let name = if name.is_empty() { "表格" } else { name.as_str() };
        escape::attribute(name, &mut self.out);
        self.out.push_str("\">\n<table");
        self.class(table.style, "");
        self.out.push_str(">\n");
        if let Some(caption) = &table.caption {
            self.words_in("caption", caption);
            self.out.push('\n');
        }
        // Shares of the measure: a browser widens a column that its words need wider.
        self.out.push_str("<colgroup>");
        for (_, share) in &table.columns {
            let percent = number(share * 100.0);
            self.out.push_str(&format!("<col style=\"width:{percent}%\">"));
        }
        self.out.push_str("</colgroup>\n");
        let (head, body) = table.rows.split_at(table.head_rows.min(table.rows.len()));
        for (part, element, rows, style) in [
            ("thead", "th scope=\"col\"", head, table.cell_styles.0),
            ("tbody", "td", body, table.cell_styles.1),
        ] {
            if rows.is_empty() {
                continue;
            }
            self.out.push_str(&format!("<{part}>\n"));
            for row in rows {
                self.row(row, element, style, &table.columns);
            }
            self.out.push_str(&format!("</{part}>\n"));
        }
        self.out.push_str("</table>\n</div>\n");
    }

    fn row(
        &mut self,
        row: &[Vec<Inline>],
        open: &str,
        style: StyleId,
        columns: &[(Align, f64)],
    ) {
        /// A cell of so few ems is one word, which a narrow column must not divide.
        const SHORT: f64 = 4.0;
        let close = &open[..2];
        self.out.push_str("<tr>");
        for (i, cell) in row.iter().enumerate() {
            let align = match columns.get(i).map(|column| column.0) {
                Some(Align::Right) => "_right",
                Some(Align::Center) => "_center",
                Some(Align::Left | Align::Justify) | None => "_left",
            };
            let mut words = String::new();
            inline_words(cell, &mut words);
            let whole = if width(&words) <= SHORT { " _short" } else { "" };
            self.out.push_str(&format!("<{open}"));
            self.class(style, &format!("{align}{whole}"));
            self.out.push('>');
            match close {
                "th" => self.inlines.write_head(cell, &mut self.out),
                _ => self.inlines.write(cell, Context::Flow, &mut self.out),
            }
            self.out.push_str(&format!("</{close}>"));
        }
        self.out.push_str("</tr>\n");
    }

    fn figure(&mut self, figure: &Figure) {
        let image = &figure.image;
        // A browser shows it as wide as paper does, and narrower where there is no room.
        let (width, height) = (figure.width / 0.75, figure.height / 0.75);
        self.out.push_str("<figure");
        let stands = match self.composition.sheet.style(figure.style).align {
            Align::Center => "_center",
            Align::Right => "_right",
            _ => "",
        };
        self.class(figure.style, stands);
        self.out.push_str("><img alt=\"");
        escape::attribute(&figure.alt, &mut self.out);
        self.out.push_str(&format!(
            "\" width=\"{width:.0}\" height=\"{height:.0}\" src=\"data:{};base64,",
            image.format.media()
        ));
        base64::engine::general_purpose::STANDARD
            .encode_string(image.bytes.as_slice(), &mut self.out);
        self.out.push_str("\">");
        if let Some(caption) = &figure.caption {
            self.words_in("figcaption", caption);
        }
        self.out.push_str("</figure>\n");
    }

    /// The footnotes met since the last call, each with the way back.
    fn notes(&mut self) {
        let notes = std::mem::take(&mut self.inlines.notes);
        if notes.is_empty() {
            return;
        }
        let (first, _) = notes[0];
        let lang = self.composition.lang;
        let (notes_word, note, back) =
            (word(lang, "notes"), word(lang, "note"), word(lang, "back"));
        self.out.push_str(&format!(
            "<section class=\"_notes\" role=\"doc-endnotes\" aria-label=\"{notes_word} {note}{first}\">\n\
             <ol class=\"_list\" role=\"list\">\n"
        ));
        for (number, words) in notes {
            let sign = sign(number);
            self.out.push_str(&format!(
                "<li id=\"_n{number}\"><a href=\"#_r{number}\" role=\"doc-backlink\" \
                 aria-label=\"{back} {sign}\">{sign}</a> {words}</li>\n"
            ));
        }
        self.out.push_str("</ol>\n</section>\n");
    }
}

/// The anchor of the heading that an article opens with.
fn first_anchor(blocks: &[Block]) -> Option<&str> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(p) if p.outline.is_some() => p.anchor.as_deref(),
        Block::Group(group) if group.part == Part::Plain => first_anchor(&group.blocks),
        _ => None,
    })
}
