//! The body of an article becomes blocks.
//!
//! Belongs here: which class each part of a body takes, outline depth against visual
//! level, alignment of table columns.
//! Does not belong here: the order of an article's parts (`templates/`).

use std::ops::Range;
use std::rc::Rc;

use super::letter;
use super::sheet::{Align, StyleId};
use super::styles::BODY;
use super::table::{Draft, fit};
use super::walk::Composer;
use super::words::{self, Passage};
use super::{
    Block, Figure, Group, Image, Inline, Outline, Paragraph, Part, Table, inline_words,
};
use crate::diag::{Diagnostic, say};
use crate::fonts::is_letter;
use crate::lang::Lang;
use crate::model::{self, MarkKind, Origin, Section, Text};

/// Where in the outline a body stands.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    /// The number of the article, from 1.
    pub(super) article: usize,
    /// The depth of the heading above; 0 for none.
    pub(super) depth: u8,
    /// The depth of the sections' own outline, which is also how they look where they
    /// carry no number.
    pub(super) level: u8,
}

impl<'p> Composer<'_, 'p> {
    /// Composes the text before the first heading and the sections.
    pub(super) fn body(
        &mut self,
        article: &'p model::Article,
        stand: Stand,
        out: &mut Vec<Block>,
    ) {
        self.model_blocks(&article.blocks, Some(1), true, out);
        self.sections(&article.sections, stand, &mut 0, out);
    }

    /// Composes sections of one depth. Of their run-in headings without a number either
    /// all have a face of their own, or none.
    fn sections(
        &mut self,
        sections: &'p [Section],
        stand: Stand,
        number: &mut usize,
        out: &mut Vec<Block>,
    ) {
        let mut run_ins = sections.iter().filter_map(run_in_words);
        let stands_out = run_ins.all(|words| {
            numbered_level(words).is_some()
                || self
                    .stands_out(words.trim_start_matches(|c: char| !c.is_alphanumeric()))
        });
        for section in sections {
            self.section(section, stand, stands_out, number, out);
        }
    }

    fn section(
        &mut self,
        section: &'p Section,
        stand: Stand,
        stands_out: bool,
        number: &mut usize,
        out: &mut Vec<Block>,
    ) {
        let visual = visual_level(section, self.lang);
        let mut inner = Stand { level: stand.level.saturating_add(1), ..stand };
        if !section.run_in && !section.title.text.is_empty() {
            *number += 1;
            let style = self.class_id(&format!("heading-{visual}"));
            let inlines = self.text_inlines(&section.title, style, &[]);
            let anchor = self.anchor(&format!("a{}-{number}", stand.article));
            inner.depth = stand.depth.saturating_add(1).min(6);
            // `第三条` alone tells nobody anything in the contents.
            if !is_bare_number(&section.title.text) {
                self.entry(inner.depth, &inlines, &anchor);
            }
            out.push(Block::Paragraph(Paragraph {
                outline: Some(Outline { depth: inner.depth }),
                anchor: Some(anchor),
                ..plain(style, inlines)
            }));
        }
        self.model_blocks(&section.blocks, stands_out.then_some(visual), false, out);
        self.sections(&section.sections, inner, number, out);
    }

    /// `run_in` is the visual level of a run-in heading that carries no number, none where
    /// it has no face of its own; `opens` says that an article begins here.
    fn model_blocks(
        &mut self,
        blocks: &'p [model::Block],
        run_in: Option<u8>,
        opens: bool,
        out: &mut Vec<Block>,
    ) {
        for (number, block) in blocks.iter().enumerate() {
            match block {
                model::Block::Paragraph(paragraph) => {
                    // 落款 never stands alone on a page, nor does 附件说明 above it.
                    let closes = blocks.get(number + 1).is_some_and(|next| match next {
                        model::Block::SignOff(_) => true,
                        model::Block::List(list) => names_attachments(list),
                        _ => false,
                    });
                    let style = match closes {
                        true => self.class_id("body-end"),
                        false
                            if number == 0
                                && opens
                                && letter::calls(&paragraph.text.text) =>
                        {
                            self.class_id("addressee")
                        }
                        false => BODY,
                    };
                    let paragraph = self.body_paragraph(paragraph, style, run_in);
                    out.push(Block::Paragraph(paragraph));
                }
                model::Block::Highlights(items) => {
                    self.group_of(items, "highlights", "highlight", Part::List, out);
                }
                model::Block::List(list) if names_attachments(list) => {
                    self.attachments(&list.items, out);
                }
                model::Block::List(list) => self.list(list, out),
                model::Block::Quotation(items) => {
                    self.group_of(items, "quotation", "quoted", Part::Quotation, out);
                }
                model::Block::SignOff(items) => self.sign_off(items, out),
                model::Block::Table(table) => {
                    let table = self.model_table(table);
                    out.push(Block::Table(table));
                }
                model::Block::Figure(figure) => {
                    // Without its picture, at the head of an article, it would end the page
                    // together with the title.
                    let is_figure = |b: &_| matches!(b, model::Block::Figure(_));
                    let alone = figure.image.is_none()
                        && opens
                        && blocks[..number].iter().all(is_figure);
                    let class = if alone { "caption-opening" } else { "caption" };
                    let caption = figure.caption.as_ref();
                    let caption = caption.map(|text| self.text_paragraph(text, class));
                    let block = match &figure.image {
                        Some(image) => Some(self.figure(figure, image, caption)),
                        None => caption.map(Block::Paragraph),
                    };
                    out.extend(block);
                }
            }
        }
    }

    /// 附件说明: the first line says what it is, and all turn over under the names
    /// (GB/T 9704—2012, 7.3.4).
    fn attachments(&mut self, items: &'p [Text], out: &mut Vec<Block>) {
        let numbered = |text: &Text| {
            let name =
                text.text.trim_start_matches("附件").trim_start_matches(['：', ':']);
            name.trim_start().starts_with(|c: char| c.is_ascii_digit())
        };
        for (number, item) in items.iter().enumerate() {
            let class = match (number, numbered(item)) {
                (0, true) => "attachment",
                (0, false) => "attachment-sole",
                _ => "attachment-next",
            };
            out.push(Block::Paragraph(self.text_paragraph(item, class)));
        }
    }

    /// A picture as large as its source shows it, or as it is at 96 dots to the inch, and
    /// no larger than the type area takes with the caption.
    fn figure(
        &mut self,
        figure: &'p model::Figure,
        image: &Image,
        caption: Option<Paragraph>,
    ) -> Block {
        let style = self.class_id("figure");
        let page = self.styles.page();
        let room = |caption: &Paragraph| {
            let style = self.styles.get(caption.style);
            let mut words = String::new();
            inline_words(&caption.inlines, &mut words);
            let line = (page.measure() / style.size).max(1.0);
            let lines = (words.chars().count() as f64 / line).ceil();
            style.before + style.after + lines * style.pitch
        };
        let look = self.styles.get(style);
        let around = look.before + look.after + caption.as_ref().map_or(0.0, room);
        // A word may stand above it on the page: four fifths are the most.
        let highest = (page.depth() - around).min(page.depth() * 0.8).max(look.pitch);
        let natural = figure.width.unwrap_or(image.width * 0.75);
        let shape = image.height / image.width.max(1.0);
        let width = natural.min(page.measure()).min(highest / shape.max(1e-3));
        let words = caption.as_ref().map(|caption| {
            let mut words = String::new();
            inline_words(&caption.inlines, &mut words);
            words
        });
        let alt = figure.alt.clone().or(words).unwrap_or_else(|| {
            let file = figure.file.as_deref().unwrap_or_default();
            self.notes.push(without_words(file));
            format!("插图 {file}").trim_end().to_owned()
        });
        let height = width * shape;
        Block::Figure(Figure { style, image: image.clone(), width, height, alt, caption })
    }

    fn body_paragraph(
        &mut self,
        paragraph: &'p model::Paragraph,
        style: StyleId,
        run_in: Option<u8>,
    ) -> Paragraph {
        let text = &paragraph.text;
        let mut spans: Vec<(Range<usize>, String)> = Vec::new();
        let whole = |len: usize| len > 0 && text.text.is_char_boundary(len);
        if whole(paragraph.dateline_len) {
            spans.push((0..paragraph.dateline_len, "dateline".into()));
        }
        if whole(paragraph.run_in_len) {
            let words = &text.text[..paragraph.run_in_len];
            if let Some(level) = numbered_level(words).or(run_in) {
                spans.push((0..paragraph.run_in_len, format!("run-in-{level}")));
            }
        }
        let inlines = self.text_inlines(text, style, &spans);
        plain(style, inlines)
    }

    /// Whether a run-in heading without a number is short enough to stand out: less than
    /// half of the first line. A longer one is a topic sentence; in a face of its own it
    /// would look like a line of heading that was forgotten in the paragraph.
    fn stands_out(&self, words: &str) -> bool {
        let style = self.styles.get(BODY);
        let line = self.styles.page().measure() / style.size - style.first_indent;
        (words.chars().count() as f64) < line / 2.0
    }

    /// The inlines of a text in a paragraph of a style; `spans` are parts of it with
    /// their character classes.
    pub(super) fn text_inlines(
        &mut self,
        text: &Text,
        paragraph: StyleId,
        spans: &[(Range<usize>, String)],
    ) -> Vec<Inline> {
        let mut out = Vec::new();
        self.text_into(text, paragraph, None, spans, &mut out);
        out
    }

    /// The same, after what already stands in the line.
    pub(super) fn text_into(
        &mut self,
        text: &Text,
        paragraph: StyleId,
        style: Option<StyleId>,
        spans: &[(Range<usize>, String)],
        out: &mut Vec<Inline>,
    ) {
        let mut looks = Vec::new();
        for (range, class) in spans {
            let id = self.character_id(class, paragraph);
            looks.extend(id.map(|id| (range.clone(), id)));
        }
        for mark in &text.marks {
            let class = match mark.kind {
                MarkKind::Emphasis => "emphasis",
                MarkKind::Strong => "strong",
            };
            let id = self.character_id(class, paragraph);
            looks.extend(id.map(|id| (mark.range.clone(), id)));
        }
        let mut from = 0;
        for note in &text.notes {
            let at = note.at.min(text.text.len());
            self.part_into(text, from..at, paragraph, style, &looks, out);
            self.note_into(&note.words, paragraph, out);
            from = at;
        }
        self.part_into(text, from..text.text.len(), paragraph, style, &looks, out);
    }

    /// A part of a text.
    fn part_into(
        &mut self,
        text: &Text,
        part: Range<usize>,
        paragraph: StyleId,
        style: Option<StyleId>,
        looks: &[(Range<usize>, StyleId)],
        out: &mut Vec<Inline>,
    ) {
        let Some(words) = text.text.get(part.clone()).filter(|w| !w.is_empty()) else {
            return;
        };
        let own = |range: &Range<usize>| {
            let (start, end) = (range.start.max(part.start), range.end.min(part.end));
            (start < end).then(|| start - part.start..end - part.start)
        };
        let spans = looks.iter().filter_map(|(range, id)| Some((own(range)?, *id)));
        let origin = text.origin.map(|o| Origin { start: o.start + part.start, ..o });
        let passage = Passage { text: words, origin, style, spans: spans.collect() };
        self.set(&passage, paragraph, out);
    }

    /// A note, whose mark stays with the words before it.
    fn note_into(&mut self, words: &[Text], paragraph: StyleId, out: &mut Vec<Inline>) {
        self.class_id("footnote");
        let mut note = Vec::new();
        for (number, words) in words.iter().enumerate() {
            if number > 0 {
                note.push(Inline::LineBreak);
            }
            self.text_into(words, paragraph, None, &[], &mut note);
        }
        out.extend([Inline::NoBreak, Inline::Footnote(note)]);
    }

    pub(super) fn text_paragraph(&mut self, text: &'p Text, class: &str) -> Paragraph {
        let style = self.class_id(class);
        let inlines = self.text_inlines(text, style, &[]);
        plain(style, inlines)
    }

    fn group_of(
        &mut self,
        items: &'p [Text],
        group: &str,
        class: &str,
        part: Part,
        out: &mut Vec<Block>,
    ) {
        let style = self.class_id(group);
        let item = (part == Part::List).then_some(1);
        let blocks = items.iter().filter(|text| !text.text.is_empty()).map(|text| {
            Block::Paragraph(Paragraph { item, ..self.text_paragraph(text, class) })
        });
        let blocks = blocks.collect::<Vec<_>>();
        if !blocks.is_empty() {
            out.push(Block::Group(Group { style, part, blocks }));
        }
    }

    /// A list. What markup said of its bullets is no word of the source: the style says
    /// which sign stands for it.
    fn list(&mut self, list: &'p model::List, out: &mut Vec<Block>) {
        let style = self.class_id("list");
        // A page may put its only list into another one.
        let highest = list.depths.iter().min().copied().unwrap_or(1);
        let mut blocks = Vec::new();
        for (number, text) in list.items.iter().enumerate() {
            if text.text.is_empty() {
                continue;
            }
            let depth = list.depths.get(number).map_or(1, |depth| depth - highest + 1);
            let class = self.class_id(item_class(depth));
            let mut inlines = Vec::new();
            if list.bulleted.get(number) == Some(&true) {
                self.bullet(class, &mut inlines);
            }
            self.text_into(text, class, None, &[], &mut inlines);
            let item = Some(depth);
            blocks.push(Block::Paragraph(Paragraph { item, ..plain(class, inlines) }));
        }
        if !blocks.is_empty() {
            out.push(Block::Group(Group { style, part: Part::List, blocks }));
        }
    }

    fn model_table(&mut self, table: &'p model::Table) -> Table {
        let style = self.class_id("table");
        let (head, cell) = (self.class_id("table-head"), self.class_id("table-cell"));
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let body = table.rows.get(table.head_rows..).unwrap_or_default();
        let columns = (0..width)
            .map(|column| column_align(body.iter().filter_map(|row| row.get(column))))
            .collect();
        let mut rows = Vec::new();
        for (number, row) in table.rows.iter().enumerate() {
            let style = if number < table.head_rows { head } else { cell };
            let mut cells: Vec<_> =
                row.iter().map(|text| self.text_inlines(text, style, &[])).collect();
            cells.resize_with(width, Vec::new);
            rows.push(cells);
        }
        let draft = Draft {
            style,
            caption: table
                .caption
                .as_ref()
                .map(|caption| self.text_paragraph(caption, "table-caption")),
            head_rows: table.head_rows.min(rows.len()),
            columns,
            rows,
            cell_styles: (head, cell),
        };
        self.fitted(draft)
    }

    /// The table of a draft, and a doubt about one that does not fit.
    pub(super) fn fitted(&mut self, draft: Draft) -> Table {
        let (table, too_wide) = fit(draft, &mut self.styles);
        if too_wide {
            let first = table.rows.first().map(|row| row.concat()).unwrap_or_default();
            let mut words = String::new();
            inline_words(&first, &mut words);
            let words: String = words.chars().take(16).collect();
            self.notes.push(too_wide_table(&words, table.columns.len()));
        }
        table
    }

    pub(super) fn set(
        &mut self,
        passage: &Passage<'_>,
        paragraph: StyleId,
        out: &mut Vec<Inline>,
    ) {
        let role = self.styles.get(paragraph).font;
        let book = Rc::clone(&self.book);
        let tag = self.foreign();
        let faces = &mut self.faces;
        // The face of the role has nearly every character; only for the others are the
        // rest of the faces asked.
        let own = book.face(role, false);
        let covers_all = |c| own.is_some_and(|own| book.faces[own].covers(c));
        let mut covers = |c: char| {
            if (c.is_ascii() || !is_letter(c)) && covers_all(c) {
                return true;
            }
            let face = book.covers(role, c).filter(|face| Some(*face) != own);
            faces.extend(face);
            face.is_some() || covers_all(c)
        };
        let from = out.len();
        words::set(passage, tag, &mut covers, out);
        for inline in &out[from..] {
            if let Inline::Missing { character, origin } = inline {
                self.missing.push((*character, *origin));
            }
        }
    }
}

/// Whether a list is 附件说明: it says so itself.
/// The class of the items of a list that is nested so deep, from 1. Deeper ones look like
/// the third.
pub(super) fn item_class(depth: u8) -> &'static str {
    match depth {
        0 | 1 => "item",
        2 => "item-2",
        _ => "item-3",
    }
}

fn names_attachments(list: &model::List) -> bool {
    list.items.first().is_some_and(|item| item.text.starts_with("附件"))
}

fn too_wide_table(words: &str, columns: usize) -> Diagnostic {
    let message = say(
        format!("表格“{words}……”有 {columns} 栏，横排、小五号字也排不下"),
        format!("the table “{words}……” has {columns} columns and fits no turned page"),
    );
    Diagnostic::doubt("compose/wide-table", message)
        .help("分成几个表", "make several tables of it")
}

fn without_words(file: &str) -> Diagnostic {
    let message = say(
        format!("图片“{file}”没有图题，也没有说明文字：看不见的读者不知道画的是什么"),
        format!("the picture “{file}” has neither caption nor description"),
    );
    Diagnostic::advice("compose/no-alt", message).help(
        "在稿件里给图片写说明（![说明](文件)），或在 figures 里写 alt",
        "describe it in the source, or under figures with alt",
    )
}

/// A paragraph with nothing but style and words.
pub(super) fn plain(style: StyleId, inlines: Vec<Inline>) -> Paragraph {
    Paragraph { style, inlines, outline: None, anchor: None, item: None, running: None }
}

/// Columns of numbers stand right, all others left. A cell without words, or with a dash
/// for a value that there is not, says nothing.
pub(super) fn column_align<'t>(cells: impl Iterator<Item = &'t Text>) -> Align {
    let mut numbers = 0;
    let says = |cell: &&Text| cell.text.chars().any(|c| !is_blank(c));
    for cell in cells.filter(says) {
        if !is_number(&cell.text) {
            return Align::Left;
        }
        numbers += 1;
    }
    if numbers > 0 { Align::Right } else { Align::Left }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '－' | '—' | '–' | '−' | '/' | '／' | '…')
}

fn is_number(words: &str) -> bool {
    let words = words.trim();
    words.chars().any(|c| c.is_ascii_digit())
        && words.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '.' | ',' | '，' | '%' | '‰' | '+' | '-' | '−' | '—' | ' ' | '±'
                )
        })
}

/// How a heading looks: as its number says (一、 is 1, （一） 2, 1. 3, （1） 4), else as
/// deep as it stands.
///
/// Japanese and Korean papers count otherwise (第1, 1, (1); 1., 가., 1)): there the depth
/// decides.
fn visual_level(section: &Section, lang: Lang) -> u8 {
    let numbered = numbered_level(&section.title.text)
        .filter(|_| matches!(lang, Lang::ZhHans | Lang::ZhHant));
    numbered.unwrap_or(section.level.clamp(1, 4))
}

/// Whether a heading is nothing but its number: `第三条`.
fn is_bare_number(words: &str) -> bool {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let unit = |c| matches!(c, '条' | '條' | '款' | '章' | '节' | '節' | '篇');
    let number = words.strip_prefix('第').and_then(|rest| rest.strip_suffix(unit));
    number.is_some_and(|number| {
        !number.is_empty()
            && number.chars().all(|c| c.is_ascii_digit() || crate::han::is_han_numeral(c))
    })
}

/// The words of the run-in heading of a section, where it has one.
fn run_in_words(section: &Section) -> Option<&str> {
    let model::Block::Paragraph(first) = section.blocks.first()? else { return None };
    let words = first.text.text.get(..first.run_in_len)?;
    (section.run_in && !words.is_empty()).then_some(words)
}

/// The level that the number at the start of a heading stands for (GB/T 9704—2012, 7.3.3).
fn numbered_level(words: &str) -> Option<u8> {
    let words = words.trim_start();
    let bracketed = words.strip_prefix(['（', '(']);
    let inner = bracketed.unwrap_or(words);
    let han = inner.chars().take_while(|c| crate::han::is_han_numeral(*c)).count();
    let digits = inner.chars().take_while(char::is_ascii_digit).count();
    let after = inner.chars().nth(han.max(digits))?;
    match (bracketed.is_some(), han > 0, digits > 0) {
        (true, true, _) => matches!(after, '）' | ')').then_some(2),
        (true, _, true) => matches!(after, '）' | ')').then_some(4),
        (false, true, _) => matches!(after, '、' | '，').then_some(1),
        (false, _, true) => matches!(after, '.' | '．' | '、').then_some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_says_how_a_heading_looks() {
        assert_eq!(numbered_level("一、总体要求"), Some(1));
        assert_eq!(numbered_level("（十二）旧房改造"), Some(2));
        assert_eq!(numbered_level("3.加装电梯"), Some(3));
        assert_eq!(numbered_level("（4）资金"), Some(4));
        assert_eq!(numbered_level("一条心"), None);
        assert_eq!(numbered_level("2026年工作"), None);
    }

    #[test]
    fn a_number_alone_is_known() {
        assert!(
            ["第3條", "第 十二 条", "第三章"].iter().all(|words| is_bare_number(words))
        );
        assert!(
            !["第三章 附则", "第条", "第一"].iter().any(|words| is_bare_number(words))
        );
    }

    #[test]
    fn columns_of_numbers_stand_right() {
        let cells = ["82.5%", "1,200", "", "—", "/"].map(Text::supplied);
        assert_eq!(column_align(cells.iter()), Align::Right);
        let cells = ["—", "——"].map(Text::supplied);
        assert_eq!(column_align(cells.iter()), Align::Left);
        let cells = ["82.5%", "三成"].map(Text::supplied);
        assert_eq!(column_align(cells.iter()), Align::Left);
    }
}
