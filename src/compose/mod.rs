//! Composing: a pack, a template and a style become one [`Composition`].
//!
//! Belongs here: everything that must not differ between the formats: order of parts,
//! words of furniture, numbering, outline, contents, resolved styles, characters that no
//! font has.
//! Does not belong here: how a format writes any of it down (`render`).

mod body;
mod builtin;
#[cfg(test)]
pub(crate) mod fixture;
mod languages;
mod letter;
mod lexicon;
mod references;
pub mod sheet;
pub mod style;
mod styles;
mod table;
pub mod template;
#[cfg(test)]
mod tests;
pub(crate) mod title;
mod walk;
pub(crate) mod wording;
mod words;

use std::collections::BTreeSet;

use crate::diag::{self, Diagnostic, Notes, say};
use crate::fonts::Book;
use crate::job::Job;
pub use crate::lang::Lang;
use crate::model::{Date, Origin, Pack};
pub use crate::source::Image;
pub(crate) use references::label;
use sheet::{Sheet, StyleId};
use template::{Fields, Template};
pub(crate) use words::width;

/// Composes a pack as a job, a template and a style say.
///
/// Faults of job, template and style come back as errors, all of them; what an editor
/// should know (missing characters, parts that the template leaves out, articles without
/// a title) goes into `notes`.
pub fn run(
    pack: &Pack,
    job: &Job,
    template: &Template,
    style: &style::Style,
    book: &Book,
    notes: &mut Notes,
) -> Result<Composition, Vec<Diagnostic>> {
    let date = job.issue_date().map_err(|fault| vec![fault])?;
    let languages = languages::Languages::of(pack, job);
    let lang = languages.pack;
    let fields = Fields::new(template, pack, job, date, lang)?;
    let nodes = template.nodes(&fields)?;
    let style = &style.in_language(lang);
    let styles = styles::Styles::new(style);
    let book = &book.of(lang);
    let langs =
        languages.articles.iter().copied().filter(|other| *other != lang).collect();
    let mut composer =
        walk::Composer::new(template, pack, fields, styles, book, languages);
    let blocks = composer.document(&nodes);
    if !composer.faults.is_empty() {
        return Err(composer.faults);
    }
    notes.append(&mut composer.notes);
    notes.extend(missing(pack, &composer.missing));
    notes.extend(composer.unprinted());
    let first_title = || pack.articles.first().map(|article| article.contents_title().0);
    Ok(Composition {
        title: job.title.clone().or_else(first_title).unwrap_or_default(),
        author: job.issuer.clone().unwrap_or_default(),
        lang,
        langs,
        date,
        sheet: composer.styles.into_sheet(),
        blocks,
        furniture: composer.furniture,
        faces: composer.faces,
        web_fonts: job.web_fonts,
    })
}

/// The place in its source of the words at an origin.
fn place(pack: &Pack, origin: Origin, len: usize) -> Option<diag::Place> {
    let record = pack.records.get(usize::try_from(origin.source.0).ok()?)?;
    let range = record.account.origin_of(&(origin.start..origin.start + len));
    let source = &record.source;
    Some(diag::Place { file: source.name.clone(), text: source.text.clone(), range })
}

/// One doubt a character that no face has, at the first place where it stands.
fn missing(pack: &Pack, found: &[(char, Option<Origin>)]) -> Notes {
    let mut notes: Vec<(char, usize, Diagnostic)> = Vec::new();
    for (character, origin) in found {
        if let Some((_, count, _)) = notes.iter_mut().find(|(c, ..)| c == character) {
            *count += 1;
            continue;
        }
        let code = format!("U+{:04X}", u32::from(*character));
        let message = say(
            format!("没有字体有“{character}”（{code}），印作〓"),
            format!("no font has `{character}` ({code}): it is set as 〓"),
        );
        let mut doubt = Diagnostic::doubt("compose/missing-glyph", message);
        doubt.place = origin.and_then(|origin| place(pack, origin, character.len_utf8()));
        notes.push((*character, 1, doubt));
    }
    let with_count = |(_, count, mut doubt): (char, usize, Diagnostic)| {
        let (zh, en) = match count {
            1 => (String::new(), String::new()),
            n => (format!("，共 {n} 处"), format!("; it stands at {n} places")),
        };
        doubt.help = Some(say(
            format!("在 fonts 里给一个有这个字的字体{zh}"),
            format!("name a font that has it under fonts{en}"),
        ));
        doubt
    };
    notes.into_iter().map(with_count).collect()
}

/// A pack ready to be written down: typed, styled, numbered. A renderer takes no further
/// decision.
#[derive(Debug, Clone)]
pub struct Composition {
    /// The title of the document, for its metadata.
    pub title: String,
    /// Who issues it, for its metadata. Empty where nobody is named.
    pub author: String,
    /// The language of the text.
    pub lang: Lang,
    /// The other languages that articles of it are in.
    pub langs: BTreeSet<Lang>,
    /// The date of the issue, which is also the date in the files' metadata.
    pub date: Option<Date>,
    /// Page and styles, resolved: nothing is inherited any more.
    pub sheet: Sheet,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Heads and feet of the pages.
    pub furniture: Furniture,
    /// The faces beyond those of the styles that some character needs: places in
    /// [`Book::faces`].
    pub faces: BTreeSet<usize>,
    /// Whether the HTML carries its faces.
    pub web_fonts: bool,
}

/// One block of the flow.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph, or a heading where `outline` is set.
    Paragraph(Paragraph),
    /// Blocks that stand together in a frame, on a background or at a page foot, as their
    /// style says.
    Group(Group),
    /// A table.
    Table(Table),
    /// A picture with its caption.
    Figure(Figure),
    /// The table of contents.
    Contents(Contents),
    /// A rule across the type area, drawn as its style's top rule says.
    Rule(StyleId),
    /// What follows begins on a new page; `recto` on a right-hand one.
    PageBreak {
        /// Whether the new page must be a right-hand (odd) one.
        recto: bool,
    },
}

/// A paragraph or a heading.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// How it looks.
    pub style: StyleId,
    /// Its words.
    pub inlines: Vec<Inline>,
    /// Set for headings: their place in the document's outline.
    pub outline: Option<Outline>,
    /// A name that contents and references point to. Unique in the composition; made of
    /// ASCII letters, digits and `-`.
    pub anchor: Option<String>,
    /// Set where the words are one item of a list: how deep it is nested, from 1. The
    /// item's bullet or number is its first inline.
    pub item: Option<u8>,
    /// Where a new article begins: the words of its running head.
    pub running: Option<String>,
}

/// A heading's place in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// 1 is the highest; no level is skipped, whatever the heading looks like.
    pub depth: u8,
}

/// Blocks that stand together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Frame, background, place (in the flow or at the foot of the last page).
    pub style: StyleId,
    /// What kind of part it is, for formats with semantics.
    pub part: Part,
    /// The blocks in it.
    pub blocks: Vec<Block>,
}

/// What a group stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// 版头 of an issue, or a cover.
    Masthead,
    /// One article.
    Article,
    /// A titled part of an article.
    Section,
    /// An aside, such as 编者按.
    Aside,
    /// A block quotation.
    Quotation,
    /// A list: every paragraph in it is an item.
    List,
    /// 版记.
    Colophon,
    /// Anything else.
    Plain,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// How it looks.
    pub style: StyleId,
    /// 表题, which stands above.
    pub caption: Option<Paragraph>,
    /// How many of the first rows are repeated on every page.
    pub head_rows: usize,
    /// For each column how its cells are aligned (numbers to the right), and which part of
    /// the width it takes; the parts make up 1.
    pub columns: Vec<(sheet::Align, f64)>,
    /// The cells: `rows[r][c]`, every row as long as `columns`.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// The styles of head cells and body cells.
    pub cell_styles: (StyleId, StyleId),
    /// Whether it stands on turned pages of its own, because it is too wide for an upright
    /// one (GB/T 9704—2012, 8).
    pub turned: bool,
}

/// A picture.
#[derive(Debug, Clone)]
pub struct Figure {
    /// How it looks.
    pub style: StyleId,
    /// The picture.
    pub image: Image,
    /// How wide it is shown, in points: never wider than the type area.
    pub width: f64,
    /// How high it is shown, in points: so high that its caption finds room below it.
    pub height: f64,
    /// What it shows, for those who can't see it.
    pub alt: String,
    /// 图题, which stands below.
    pub caption: Option<Paragraph>,
}

/// The table of contents. Its page numbers are found by laying out.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The paragraph above it (`目　录`), which is no heading of the outline.
    pub heading: Option<Paragraph>,
    /// The entries in order.
    pub entries: Vec<Entry>,
}

/// One entry of the contents.
#[derive(Debug, Clone)]
pub struct Entry {
    /// How it looks: one style a depth.
    pub style: StyleId,
    /// How deep it stands, from 1.
    pub depth: u8,
    /// Its words, the same as those of the heading.
    pub inlines: Vec<Inline>,
    /// The anchor it leads to.
    pub anchor: String,
}

/// A stretch of words, or something else that stands in a line.
#[derive(Debug, Clone)]
pub enum Inline {
    /// Words.
    Text(Run),
    /// A character that no face has. Formats with faces of their own set `〓`.
    Missing {
        /// The character.
        character: char,
        /// Where it stands in its source.
        origin: Option<Origin>,
    },
    /// A line may not break here, whatever stands left and right.
    NoBreak,
    /// A line breaks here.
    LineBreak,
    /// What follows stands at the right edge of the same line.
    Fill,
    /// Words that are known only when pages are made, with a character style on top of
    /// the paragraph's.
    Field(Field, Option<StyleId>),
    /// A footnote: its mark stands here, its words at the foot of the page.
    Footnote(Vec<Inline>),
    /// Words that lead to an anchor of this document (`#name`) or to an address.
    Link {
        /// `#anchor` or an `https:`, `http:` or `mailto:` address.
        target: String,
        /// The words.
        inlines: Vec<Inline>,
    },
}

/// Words that each page has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Field {
    /// The number of the page.
    Page,
    /// The number of pages.
    Pages,
    /// The running head of the article that the page shows.
    Running,
}

/// Words of one look.
#[derive(Debug, Clone)]
pub struct Run {
    /// The words.
    pub text: String,
    /// A character style on top of the paragraph's; `None` for the paragraph's own look.
    pub style: Option<StyleId>,
    /// Where the words come from; `None` for words of the template or the job.
    pub origin: Option<Origin>,
    /// The language of these words where it is not the pack's, such as `en`.
    pub lang: Option<&'static str>,
}

/// Heads and feet.
#[derive(Debug, Clone, Default)]
pub struct Furniture {
    /// Head of right-hand (odd) pages.
    pub head_odd: Option<Paragraph>,
    /// Head of left-hand (even) pages.
    pub head_even: Option<Paragraph>,
    /// Foot of right-hand (odd) pages.
    pub foot_odd: Option<Paragraph>,
    /// Foot of left-hand (even) pages.
    pub foot_even: Option<Paragraph>,
    /// Head of the first page; `None` for no head there.
    pub head_first: Option<Paragraph>,
    /// Foot of the first page; `None` for no foot there.
    pub foot_first: Option<Paragraph>,
    /// Words set across every page, large and pale; `None` for none.
    pub watermark: Option<String>,
}

impl Furniture {
    /// Its heads and feet, those that there are.
    pub fn lines(&self) -> impl Iterator<Item = &Paragraph> {
        let heads = [&self.head_odd, &self.head_even, &self.head_first];
        let feet = [&self.foot_odd, &self.foot_even, &self.foot_first];
        heads.into_iter().chain(feet).flatten()
    }
}

/// The words of the flow, in reading order: what the readers of the finished files must
/// find again. Contents entries and furniture are not among them.
pub fn words(composition: &Composition) -> String {
    let mut out = String::new();
    composition
        .blocks
        .iter()
        .for_each(|b| block_words(b, &mut |words| out.push_str(words)));
    out
}

/// How many characters [`words()`] has.
pub fn characters(composition: &Composition) -> usize {
    let mut count = 0;
    let mut add = |words: &str| count += words.chars().count();
    composition.blocks.iter().for_each(|block| block_words(block, &mut add));
    count
}

fn block_words(block: &Block, say: &mut dyn FnMut(&str)) {
    match block {
        Block::Paragraph(p) => paragraph_words(p, say),
        Block::Group(group) => group.blocks.iter().for_each(|b| block_words(b, say)),
        Block::Table(table) => {
            table.caption.iter().for_each(|p| paragraph_words(p, say));
            for row in &table.rows {
                for (i, cell) in row.iter().enumerate() {
                    if i > 0 {
                        say("\t");
                    }
                    say_inlines(cell, say);
                }
                say("\n");
            }
        }
        Block::Figure(figure) => {
            figure.caption.iter().for_each(|p| paragraph_words(p, say));
        }
        Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
    }
}

fn paragraph_words(paragraph: &Paragraph, say: &mut dyn FnMut(&str)) {
    say_inlines(&paragraph.inlines, say);
    say("\n");
}

/// The words of a few inlines, as [`words()`] has them.
pub(crate) fn inline_words(inlines: &[Inline], out: &mut String) {
    say_inlines(inlines, &mut |words| out.push_str(words));
}

fn say_inlines(inlines: &[Inline], say: &mut dyn FnMut(&str)) {
    for inline in inlines {
        match inline {
            Inline::Text(run) => say(&run.text),
            Inline::Missing { character, .. } => say(character.encode_utf8(&mut [0; 4])),
            Inline::NoBreak | Inline::LineBreak | Inline::Field(..) => {}
            Inline::Fill => say(" "),
            Inline::Footnote(note) => say_inlines(note, say),
            Inline::Link { inlines, .. } => say_inlines(inlines, say),
        }
    }
}
