//! From a text taken apart to articles.
//!
//! Belongs here: putting stretches into the fields and blocks of articles, and nesting
//! sections.
//! Does not belong here: any decision about what a stretch is (`segment`).

use std::ops::Range;

use super::{
    Article, Block, Figure, List, Mark, MarkKind, Origin, Paragraph, Record, Section,
    Table, Text,
};
use crate::clean::Draft;
use crate::segment::{Field, Label, Segments, Stretch, first_date, number};
use crate::source::{Hint, Markup, Source, SourceId};

/// Builds the articles of one source, and the record of what became of it.
pub fn build(source: Source, segments: Segments) -> (Vec<Article>, Record) {
    let Segments { draft, stretches, dropped, labels, profiles } = segments;
    let Draft { text, mut account, hints, .. } = draft;
    account.settle();
    let hints = emphasis(&hints);
    let clean: std::sync::Arc<str> = text.into();
    let mut articles = Vec::new();
    let mut from = 0;
    for i in 1..=stretches.len() {
        if i == stretches.len() || stretches[i].starts {
            let builder = Builder { clean: &clean, source: source.id, hints: &hints };
            let mut article = builder.article(&stretches[from..i]);
            if let (Some(first), Some(last)) = (stretches.get(from), stretches.get(i - 1))
            {
                let range = first.range.start..last.range.end;
                article.extent = Some((source.id, account.origin_of(&range)));
            }
            articles.push(article);
            from = i;
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
        Text {
            text: words.to_string(),
            origin: Some(Origin { source: self.source, start }),
            marks: self.marks(&(start..start + words.len())),
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

    fn article(&self, stretches: &[Stretch]) -> Article {
        let mut article = Article::default();
        let mut outline = Outline::default();
        for stretch in stretches {
            self.place(stretch, &mut article, &mut outline);
        }
        outline.close_to(0);
        article.blocks = outline.blocks;
        article.sections = outline.sections;
        article
    }

    fn place(&self, stretch: &Stretch, article: &mut Article, outline: &mut Outline) {
        let text = self.text(&stretch.range);
        match stretch.label {
            Label::Chrome => {}
            Label::Kicker => first(&mut article.kicker, text, &mut article.notes),
            Label::Title => {
                if let Some(extra) = self.fill(&mut article.title, text, stretch) {
                    article.notes.push(extra);
                }
            }
            Label::Subtitle => {
                if let Some(extra) = self.fill(&mut article.subtitle, text, stretch) {
                    article.notes.push(extra);
                }
            }
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
                match outline.here().last_mut() {
                    Some(Block::List(list)) => {
                        list.items.push(text);
                        list.marker_lens.push(len);
                    }
                    _ => outline.here().push(Block::List(List {
                        items: vec![text],
                        marker_lens: vec![len],
                    })),
                }
            }
            Label::Row => self.row(stretch, outline),
            Label::Caption => outline
                .here()
                .push(Block::Figure(Figure { caption: Some(text), ..Figure::default() })),
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

    /// A second line of the same part continues the first where nothing stands between
    /// them but white space; otherwise it is given back.
    fn fill(
        &self,
        slot: &mut Option<Text>,
        text: Text,
        stretch: &Stretch,
    ) -> Option<Text> {
        let _ = stretch;
        match slot {
            None => {
                *slot = Some(text);
                None
            }
            Some(_) => Some(text),
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
        let real = outline.cells + cells.len();
        if let Some(Block::Table(table)) = outline.here().last_mut() {
            // Every row is as wide as the first.
            let width = table.rows.first().map_or(0, Vec::len);
            let widest = width.max(cells.len());
            if (table.rows.len() + 1) * widest <= MOST_PADDING * real + LEAST_CELLS {
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
        let table = Table { rows: vec![cells], ..Table::default() };
        outline.here().push(Block::Table(table));
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
