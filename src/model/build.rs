//! From a text taken apart to articles.
//!
//! Belongs here: putting stretches into the fields and blocks of articles, and nesting
//! sections.
//! Does not belong here: any decision about what a stretch is (`segment`).

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{
    Article, Block, Figure, Footnote, List, Mark, MarkKind, Origin, Paragraph, Record,
    Section, Table, Text,
};
use crate::clean::Draft;
use crate::segment::{Field, Label, Segments, Stretch, first_date, number};
use crate::source::{Hint, Markup, Picture, Source, SourceId};

/// Builds the articles of one source, and the record of what became of it.
pub fn build(source: Source, segments: Segments) -> (Vec<Article>, Record) {
    let Segments { mut draft, stretches, dropped, labels, profiles } = segments;
    let heads = head_rows(&draft.hints);
    let items = marked_items(&draft.hints);
    let notes = footnotes(&source, &draft, &stretches);
    let mut pictures = pictures(&source, &draft).into_iter().peekable();
    draft.settle();
    let Draft { text, account, hints, .. } = draft;
    let hints = emphasis(&hints);
    let clean = std::sync::Arc::new(text);
    let starts = stretches.iter().filter(|stretch| stretch.starts).count();
    let mut articles: Vec<Article> = Vec::with_capacity(starts + 1);
    let builder = Builder {
        clean: &clean,
        source: source.id,
        hints: &hints,
        heads: &heads,
        items: &items,
        notes: &notes,
    };
    let mut words_of_notes = Vec::new();
    let mut from = 0;
    for i in 1..=stretches.len() {
        if i == stretches.len() || stretches[i].starts {
            // What stands before the next article belongs to this one.
            let end = stretches.get(i).map_or(usize::MAX, |next| next.range.start);
            let mut own = Vec::new();
            while let Some(figure) = pictures.next_if(|(at, _)| *at < end) {
                own.push(figure);
            }
            let mut article = builder.article(&stretches[from..i], own);
            if let (Some(first), Some(last)) = (stretches.get(from), stretches.get(i - 1))
            {
                let range = first.range.start..last.range.end;
                article.extent = Some((source.id, account.origin_of(&range)));
            }
            let footnotes = stretches[from..i].iter();
            let footnotes = footnotes.filter(|s| s.label == Label::Footnote);
            words_of_notes.extend(footnotes.map(|s| (articles.len(), &s.range)));
            articles.push(article);
            from = i;
        }
    }
    // Words of a note that no text of any article refers to, before it or behind it, stand
    // among the notes of their article.
    for (article, words) in words_of_notes {
        let is_owner =
            |note: &Note| note.used.get() && !note.again && note.words.contains(words);
        if !notes.iter().any(is_owner) {
            articles[article].notes.push(builder.bare_text(words));
        }
    }
    let record = Record { source, clean, account, dropped, labels, profiles };
    (articles, record)
}

struct Builder<'a> {
    clean: &'a str,
    source: SourceId,
    /// Emphasis, in order of position.
    hints: &'a [(Range<usize>, MarkKind)],
    /// The head rows of tables, in order of position.
    heads: &'a [Range<usize>],
    /// The items that markup makes, in order of position.
    items: &'a [MarkedItem],
    /// The notes, in the order of the places where they are referred to.
    notes: &'a [Note],
}

/// A note of a source.
struct Note {
    /// Where it is first referred to.
    at: usize,
    /// Where its paragraphs stand.
    words: Vec<Range<usize>>,
    /// Whether it was referred to before: then its words are a copy.
    again: bool,
    /// Whether some text has it.
    used: Cell<bool>,
}

/// The notes of a source with their paragraphs.
fn footnotes(source: &Source, draft: &Draft, stretches: &[Stretch]) -> Vec<Note> {
    let number = |stretch: &Stretch| {
        draft.hints.iter().find_map(|hint| match hint.says {
            Markup::Note(number)
                if hint.range.start < stretch.range.end
                    && stretch.range.start < hint.range.end =>
            {
                Some(number)
            }
            _ => None,
        })
    };
    let mut paragraphs: BTreeMap<u32, Vec<Range<usize>>> = BTreeMap::new();
    for stretch in stretches.iter().filter(|s| s.label == Label::Footnote) {
        if let Some(number) = number(stretch) {
            paragraphs.entry(number).or_default().push(stretch.range.clone());
        }
    }
    let mut notes = Vec::new();
    let mut seen = BTreeSet::new();
    for mark in &source.note_marks {
        let Some(words) = paragraphs.get(&mark.number).cloned() else { continue };
        let (at, used) = (draft.account.place_of(mark.at), Cell::new(false));
        notes.push(Note { at, words, again: !seen.insert(mark.number), used });
    }
    notes
}

/// The rows that the markup of the source calls head rows.
fn head_rows(hints: &[Hint]) -> Vec<Range<usize>> {
    let heads = hints.iter().filter(|hint| hint.says == Markup::TableRow(true));
    heads.map(|hint| hint.range.clone()).collect()
}

/// An item that the markup of the source makes.
struct MarkedItem {
    range: Range<usize>,
    is_numbered: bool,
    /// From 1.
    depth: u8,
}

fn marked_items(hints: &[Hint]) -> Vec<MarkedItem> {
    let items = hints.iter().filter_map(|hint| match hint.says {
        Markup::ListItem { is_numbered, depth } => {
            Some(MarkedItem { range: hint.range.clone(), is_numbered, depth })
        }
        _ => None,
    });
    items.collect()
}

/// The pictures of a source as figures, with the byte of the cleaned text where they stand.
fn pictures(source: &Source, draft: &Draft) -> Vec<(usize, Figure)> {
    let figure = |picture: &Picture| Figure {
        caption: picture.caption.as_deref().map(Text::supplied),
        image: picture.image.clone(),
        file: Some(picture.name.clone()),
        width: picture.width,
        alt: picture.alt.clone(),
    };
    let place = |picture: &Picture| draft.account.place_of(picture.at);
    source.pictures.iter().map(|picture| (place(picture), figure(picture))).collect()
}

/// The emphasis among the hints.
fn emphasis(hints: &[Hint]) -> Vec<(Range<usize>, MarkKind)> {
    hints
        .iter()
        .filter_map(|hint| match hint.says {
            Markup::Emphasis => Some((hint.range.clone(), MarkKind::Emphasis)),
            Markup::Strong => Some((hint.range.clone(), MarkKind::Strong)),
            _ => None,
        })
        .filter(|(range, _)| !range.is_empty())
        .collect()
}

/// How many times the cells of its rows a table may have once short rows are filled up. A
/// row that would take more begins another table: one line of a million cells must not
/// make every line below it as wide.
const MOST_PADDING: usize = 4;

/// A table of so many cells may be as ragged as it likes.
const LEAST_CELLS: usize = 1000;

/// Sections while they are nested: the open one of each level.
#[derive(Default)]
struct Outline {
    /// How many cells the rows of the last table had, before they were filled up.
    cells: usize,
    blocks: Vec<Block>,
    sections: Vec<Section>,
    open: Vec<Section>,
}

impl Outline {
    fn close_to(&mut self, level: u8) {
        while self.open.last().is_some_and(|s| s.level >= level) {
            let Some(section) = self.open.pop() else { break };
            match self.open.last_mut() {
                Some(parent) => parent.sections.push(section),
                None => self.sections.push(section),
            }
        }
    }

    /// Opens a section. A level that would be skipped is not: no outline has holes.
    fn open(&mut self, level: u8, title: Text, number_len: usize, run_in: bool) {
        let level = level.clamp(1, self.open.len() as u8 + 1);
        self.close_to(level);
        self.open.push(Section {
            level,
            title,
            number_len,
            run_in,
            blocks: Vec::new(),
            sections: Vec::new(),
        });
    }

    fn here(&mut self) -> &mut Vec<Block> {
        match self.open.last_mut() {
            Some(section) => &mut section.blocks,
            None => &mut self.blocks,
        }
    }
}

impl Builder<'_> {
    fn text(&self, range: &Range<usize>) -> Text {
        let raw = &self.clean[range.clone()];
        let start = range.start + (raw.len() - raw.trim_start().len());
        let words = raw.trim();
        let own = start..start + words.len();
        Text {
            text: words.to_string(),
            origin: Some(Origin { source: self.source, start }),
            marks: self.marks(&own),
            notes: self.notes(&own),
        }
    }

    /// The notes that the words of a range refer to. Each stands once, where it is first
    /// asked for.
    fn notes(&self, range: &Range<usize>) -> Vec<Footnote> {
        let from = self.notes.partition_point(|note| note.at <= range.start);
        self.notes[from..]
            .iter()
            .take_while(|note| note.at <= range.end)
            .filter(|note| !note.used.replace(true))
            .map(|note| Footnote {
                at: note.at - range.start,
                words: note
                    .words
                    .iter()
                    .map(|words| self.note_text(note, words))
                    .collect(),
            })
            .collect()
    }

    fn note_text(&self, note: &Note, words: &Range<usize>) -> Text {
        let text = self.bare_text(words);
        if note.again { Text { origin: None, ..text } } else { text }
    }

    /// A text without notes of its own.
    fn bare_text(&self, range: &Range<usize>) -> Text {
        let raw = &self.clean[range.clone()];
        let start = range.start + (raw.len() - raw.trim_start().len());
        let words = raw.trim();
        Text {
            text: words.to_string(),
            origin: Some(Origin { source: self.source, start }),
            marks: self.marks(&(start..start + words.len())),
            notes: Vec::new(),
        }
    }

    /// The emphasis inside a range, counted from its start.
    fn marks(&self, range: &Range<usize>) -> Vec<Mark> {
        // Emphasis nests a few levels deep at most, so that it is enough to look back a
        // little for what begins before the range.
        let from =
            self.hints.partition_point(|(r, _)| r.start < range.start).saturating_sub(4);
        self.hints[from..]
            .iter()
            .take_while(|(r, _)| r.start < range.end)
            .filter(|(r, _)| r.end > range.start)
            .map(|(r, kind)| Mark {
                range: r.start.max(range.start) - range.start
                    ..r.end.min(range.end) - range.start,
                kind: *kind,
            })
            .collect()
    }

    fn article(&self, stretches: &[Stretch], pictures: Vec<(usize, Figure)>) -> Article {
        let mut article = Article::default();
        let mut outline = Outline::default();
        let mut pictures = pictures.into_iter().peekable();
        for stretch in stretches {
            // The rows of a table stay together.
            let in_table = stretch.label == Label::Row
                && matches!(outline.here().last(), Some(Block::Table(_)));
            let before = |(at, _): &(usize, Figure)| *at <= stretch.range.start;
            while let Some((_, figure)) = pictures.next_if(|p| !in_table && before(p)) {
                outline.here().push(Block::Figure(figure));
            }
            self.place(stretch, &mut article, &mut outline);
        }
        let rest = pictures.map(|(_, figure)| Block::Figure(figure));
        outline.here().extend(rest);
        outline.close_to(0);
        article.blocks = outline.blocks;
        article.sections = outline.sections;
        article
    }

    /// The innermost item that words stand in, and whether they are its first ones: a
    /// second paragraph of an item has no bullet of its own.
    fn item_around(&self, words: &Range<usize>) -> Option<(&MarkedItem, bool)> {
        /// How many items are looked at: no list is nested as deep.
        const REACH: usize = 16;
        let next = self.items.partition_point(|item| item.range.start <= words.start);
        let before = self.items[..next].iter().rev().take(REACH);
        let item = before.clone().find(|item| words.start < item.range.end)?;
        let opens = self.clean[item.range.start..words.start].trim().is_empty();
        Some((item, opens))
    }

    fn place(&self, stretch: &Stretch, article: &mut Article, outline: &mut Outline) {
        // Where a note stands is known only when all articles are.
        if stretch.label == Label::Footnote {
            return;
        }
        let text = self.text(&stretch.range);
        match stretch.label {
            Label::Footnote => {}
            Label::Chrome => {}
            Label::Kicker => first(&mut article.kicker, text, &mut article.notes),
            Label::Title => first(&mut article.title, text, &mut article.notes),
            Label::Subtitle => first(&mut article.subtitle, text, &mut article.notes),
            Label::Note => first(&mut article.note, text, &mut article.notes),
            Label::Byline => {
                for part in &stretch.parts {
                    first(
                        &mut article.byline,
                        self.text(&part.range),
                        &mut article.notes,
                    );
                }
            }
            // （下转第3版） alone on its line: where the rest of the article stands.
            Label::Jump if stretch.reason == "continued-on" => article.notes.push(text),
            Label::Metadata(Field::Editor) => article.notes.push(text),
            Label::Metadata(_) => {
                for part in &stretch.parts {
                    self.field(part.label, self.text(&part.range), article);
                }
            }
            Label::Heading(level) => {
                let len = number(&text.text).map_or(0, |n| n.len);
                outline.open(level, text, len, false);
            }
            Label::Highlight => match outline.here().last_mut() {
                Some(Block::Highlights(items)) => items.push(text),
                _ => outline.here().push(Block::Highlights(vec![text])),
            },
            Label::Item | Label::Attachment => {
                let len = number(&text.text).map_or(0, |n| n.len);
                let item = self
                    .item_around(&stretch.range)
                    .filter(|_| stretch.label == Label::Item);
                let bulleted = len == 0
                    && item.is_some_and(|(item, opens)| opens && !item.is_numbered);
                let depth = item.map_or(1, |(item, _)| item.depth);
                match outline.here().last_mut() {
                    Some(Block::List(list)) => {
                        list.items.push(text);
                        list.marker_lens.push(len);
                        list.depths.push(depth);
                        list.bulleted.push(bulleted);
                    }
                    _ => outline.here().push(Block::List(List {
                        items: vec![text],
                        marker_lens: vec![len],
                        depths: vec![depth],
                        bulleted: vec![bulleted],
                    })),
                }
            }
            Label::Row => self.row(stretch, outline),
            Label::Caption => match outline.here().last_mut() {
                Some(Block::Figure(figure))
                    if figure.caption.is_none() && figure.file.is_some() =>
                {
                    figure.caption = Some(text);
                }
                _ => {
                    let figure = Figure { caption: Some(text), ..Figure::default() };
                    outline.here().push(Block::Figure(figure));
                }
            },
            Label::SignOff => match outline.here().last_mut() {
                Some(Block::SignOff(lines)) => lines.push(text),
                _ => outline.here().push(Block::SignOff(vec![text])),
            },
            Label::Quotation => match outline.here().last_mut() {
                Some(Block::Quotation(lines)) => lines.push(text),
                _ => outline.here().push(Block::Quotation(vec![text])),
            },
            Label::Body | Label::Dateline | Label::Jump | Label::RunIn(_) => {
                self.paragraph(stretch, text, article, outline);
            }
        }
    }

    fn field(&self, label: Label, text: Text, article: &mut Article) {
        let slot = match label {
            Label::Title => &mut article.title,
            Label::Metadata(Field::Source) => &mut article.source,
            Label::Metadata(Field::Author) => &mut article.byline,
            Label::Metadata(Field::Page) => &mut article.page,
            Label::Metadata(Field::Date) => {
                let date = first_date(&text.text, true).map(|(_, date)| date);
                if article.date.is_none() && date.is_some() {
                    article.date = date;
                    article.date_words = Some(text);
                } else {
                    article.notes.push(text);
                }
                return;
            }
            _ => {
                article.notes.push(text);
                return;
            }
        };
        first(slot, text, &mut article.notes);
    }

    fn row(&self, stretch: &Stretch, outline: &mut Outline) {
        let mut cells = self.cells(stretch);
        let next = self.heads.partition_point(|head| head.end <= stretch.range.start);
        let is_head =
            self.heads.get(next).is_some_and(|head| head.start < stretch.range.end);
        let real = outline.cells + cells.len();
        if let Some(Block::Table(table)) = outline.here().last_mut() {
            // Every row is as wide as the first.
            let width = table.rows.first().map_or(0, Vec::len);
            let widest = width.max(cells.len());
            if (table.rows.len() + 1) * widest <= MOST_PADDING * real + LEAST_CELLS {
                if is_head && table.head_rows == table.rows.len() {
                    table.head_rows += 1;
                }
                if widest > width {
                    let rows = table.rows.iter_mut();
                    rows.for_each(|row| row.resize_with(widest, Text::default));
                }
                cells.resize_with(widest, Text::default);
                table.rows.push(cells);
                outline.cells = real;
                return;
            }
        }
        outline.cells = cells.len();
        // 表题 stands above its table.
        let is_caption = |figure: &Figure| {
            let caption = figure.caption.as_ref();
            figure.file.is_none() && caption.is_some_and(|c| c.text.starts_with('表'))
        };
        let here = outline.here();
        let caption = match here.last() {
            Some(Block::Figure(figure)) if is_caption(figure) => figure.caption.clone(),
            _ => None,
        };
        if caption.is_some() {
            here.pop();
        }
        let head_rows = usize::from(is_head);
        here.push(Block::Table(Table { caption, head_rows, rows: vec![cells] }));
    }

    fn cells(&self, stretch: &Stretch) -> Vec<Text> {
        if stretch.parts.is_empty() {
            return vec![self.text(&stretch.range)];
        }
        stretch.parts.iter().map(|p| self.text(&p.range)).collect()
    }

    fn paragraph(
        &self,
        stretch: &Stretch,
        text: Text,
        article: &mut Article,
        outline: &mut Outline,
    ) {
        let start = text.origin.map_or(stretch.range.start, |o| o.start);
        let mut paragraph = Paragraph { text, ..Paragraph::default() };
        for part in &stretch.parts {
            let len = part.range.end.saturating_sub(start).min(paragraph.text.text.len());
            match part.label {
                Label::RunIn(level) => {
                    paragraph.run_in_len = len;
                    let end = part.range.end;
                    let title =
                        self.clean[part.range.start..end].trim_end_matches(|c: char| {
                            matches!(c, '。' | '：' | '.') || c.is_whitespace()
                        });
                    let title =
                        self.text(&(part.range.start..part.range.start + title.len()));
                    let number_len = number(&title.text).map_or(0, |n| n.len);
                    outline.open(level, title, number_len, true);
                }
                Label::Dateline => paragraph.dateline_len = len,
                Label::Jump
                    if part.range.start == start && part.reason != "continued-on" =>
                {
                    paragraph.continues = true;
                    article.continuation = true;
                }
                _ => {}
            }
        }
        outline.here().push(Block::Paragraph(paragraph));
    }
}

/// Fills an empty field; what finds it taken goes to the notes.
fn first(slot: &mut Option<Text>, text: Text, notes: &mut Vec<Text>) {
    match slot {
        None => *slot = Some(text),
        Some(_) => notes.push(text),
    }
}
