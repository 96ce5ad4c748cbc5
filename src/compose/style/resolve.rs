//! From words to points: a chain of style files becomes one [`Style`].
//!
//! Belongs here: inheritance between entries, defaults, and arithmetic.
//! Does not belong here: reading files (`mod`) and the spelling of lengths (`units`).

use std::collections::BTreeMap;

use super::language::{
    AlignWord, BreakWord, Entry, KindWord, PageEntry, PlaceWord, RulesEntry, Word,
};
use super::units::{self, Length, MM, Measures};
use super::{Look, Style};
use crate::compose::sheet::{
    self, Align, Color, Grid, Kind, Page, PageBreak, Place, Rules,
};
use crate::fonts::Role;

/// Sizes of sheets in millimetres.
const SHEETS: [(&str, f64, f64); 5] = [
    ("A4", 210.0, 297.0),
    ("A3", 297.0, 420.0),
    ("A5", 148.0, 210.0),
    ("B5", 176.0, 250.0),
    ("16开", 184.0, 260.0),
];

/// Reads the size of a sheet: a name or width and height.
pub(super) fn sheet_size(words: &str) -> Option<(f64, f64)> {
    if let Some((_, width, height)) =
        SHEETS.iter().find(|(name, ..)| name.eq_ignore_ascii_case(words.trim()))
    {
        return Some((width * MM, height * MM));
    }
    let mut parts = words.split_whitespace().map(|part| match Length::read(part) {
        Ok(Length::Points(points)) if points >= 72.0 => Some(points),
        _ => None,
    });
    let size = (parts.next()??, parts.next()??);
    parts.next().is_none().then_some(size)
}

/// Resolves merged entries. Every word has been checked before.
pub(super) fn resolve(
    name: String,
    page: &PageEntry,
    entries: &BTreeMap<String, Entry>,
) -> Style {
    let page = resolve_page(page);
    let cell = match page.grid {
        Some(grid) => (
            page.measure() / f64::from(grid.characters),
            page.depth() / f64::from(grid.lines),
        ),
        None => (16.0, 28.0),
    };
    let mut resolver = Resolver { cell, body: None };
    let body = resolver.look("body", &flat(entries, "body"));
    resolver.body = Some(body.style.clone());
    let looks = entries
        .keys()
        .map(|class| (class.clone(), resolver.look(class, &flat(entries, class))))
        .collect();
    Style { name, page, body, looks, numbering: sheet::Numbering::default() }
}

/// An entry with everything that it inherits.
fn flat(entries: &BTreeMap<String, Entry>, class: &str) -> Entry {
    let mut entry = entries.get(class).cloned().unwrap_or_default();
    // A circle has been reported; here it only must end.
    for _ in 0..entries.len() {
        let parent = entry.based_on.take().and_then(|parent| entries.get(&parent.value));
        let Some(parent) = parent else { break };
        let label = entry.label.clone();
        entry = Entry { label, ..entry.over(parent) };
    }
    entry
}

fn resolve_page(entry: &PageEntry) -> Page {
    let (width, height) = entry
        .size
        .as_ref()
        .and_then(|word| sheet_size(&word.value))
        .unwrap_or((210.0 * MM, 297.0 * MM));
    let read = |word: &Word| match Length::read(&word.value) {
        Ok(Length::Points(points)) => points,
        _ => 0.0,
    };
    let (top, bottom, inside, outside) = match (&entry.type_area, &entry.margins) {
        (Some(area), _) => {
            let (top, inner) = (read(&area.top), read(&area.inner));
            let bottom = height - top - read(&area.height);
            (top, bottom, inner, width - inner - read(&area.width))
        }
        (None, Some(m)) => {
            (read(&m.top), read(&m.bottom), read(&m.inner), read(&m.outer))
        }
        (None, None) => (72.0, 72.0, 72.0, 72.0),
    };
    let distance = |word: &Option<Word>| word.as_ref().map_or(7.0 * MM, read);
    Page {
        width,
        height,
        top,
        bottom,
        inside,
        outside,
        duplex: entry.duplex.unwrap_or(true),
        grid: entry
            .grid
            .map(|grid| Grid { lines: grid.lines, characters: grid.characters }),
        foot_distance: distance(&entry.foot_distance),
        head_distance: distance(&entry.head_distance),
    }
}

/// The face of Latin letters and digits that a style means by naming a Chinese face alone:
/// thin figures with serifs beside 黑体 would look as if a bold cut were missing.
fn latin_beside(font: Role) -> Option<Role> {
    (font == Role::Hei).then_some(Role::LatinSans)
}

/// The smallest type of a table in points where the style names none: 小五.
const SMALLEST: f64 = 9.0;

struct Resolver {
    /// Width and height of a cell of the grid.
    cell: (f64, f64),
    /// The body, once it is known.
    body: Option<sheet::Style>,
}

impl Resolver {
    fn look(&self, class: &str, entry: &Entry) -> Look {
        let kind = match entry.kind {
            Some(KindWord::Character) => Kind::Character,
            Some(KindWord::Frame) => Kind::Frame,
            Some(KindWord::Table) => Kind::Table,
            Some(KindWord::Paragraph) | None => Kind::Paragraph,
        };
        let body = self.body.as_ref();
        let body_size = body.map_or(self.cell.0, |b| b.size);
        let body_pitch = body.map_or(self.cell.1, |b| b.pitch);
        let measures = |em, grid| Measures { em, line: body_pitch, grid };
        let length = |word: &Option<Word>| {
            word.as_ref().and_then(|word| Length::read(&word.value).ok())
        };
        let (size, relative_size) = match (length(&entry.size), kind) {
            (Some(Length::Em(ems)), Kind::Character) => (ems, true),
            (Some(length), _) => (length.points(measures(body_size, self.cell.0)), false),
            (None, Kind::Character) => (1.0, true),
            (None, _) => (body_size, false),
        };
        let em = if relative_size { body_size * size } else { size };
        let points = |word: &Option<Word>, grid: f64| {
            length(word).map(|length| length.points(measures(em, grid)))
        };
        let ems = |word: &Option<Word>| points(word, self.cell.0).unwrap_or(0.0) / em;
        let down = |word: &Option<Word>| points(word, self.cell.1).unwrap_or(0.0);
        let color = |word: &Option<Word>| {
            word.as_ref().and_then(|word| units::color(&word.value).ok())
        };
        let style = sheet::Style {
            class: class.to_owned(),
            label: entry.label.clone().unwrap_or_else(|| class.to_owned()),
            kind,
            font: entry.font.or(body.map(|b| b.font)).unwrap_or(Role::Song),
            latin: entry
                .latin
                .or(entry.font.and_then(latin_beside))
                .or(body.map(|b| b.latin))
                .unwrap_or(Role::LatinSerif),
            size,
            relative_size,
            smallest: points(&entry.smallest, self.cell.0).unwrap_or(SMALLEST),
            bold: entry.bold.unwrap_or(false),
            color: color(&entry.color).or(body.map(|b| b.color)).unwrap_or(Color::BLACK),
            align: entry.align.map_or(Align::Justify, Align::from),
            first_indent: ems(&entry.first_indent),
            left_indent: ems(&entry.left_indent),
            right_indent: ems(&entry.right_indent),
            pitch: points(&entry.pitch, self.cell.1).unwrap_or(body_pitch),
            before: down(&entry.before),
            after: down(&entry.after),
            keep_with_next: entry.keep_with_next.unwrap_or(false),
            keep_together: entry.keep_together.unwrap_or(false),
            balance: entry.balance.unwrap_or(false),
            page_break: match entry.page_break {
                Some(BreakWord::Before) => PageBreak::Before,
                Some(BreakWord::Recto) => PageBreak::Recto,
                Some(BreakWord::No) | None => PageBreak::No,
            },
            place: match entry.place {
                Some(PlaceWord::Foot) => Place::Foot,
                Some(PlaceWord::Flow) | None => Place::Flow,
            },
            rules: entry
                .rules
                .as_ref()
                .map_or_else(Rules::default, |rules| self.rules(rules, em, body_pitch)),
            background: color(&entry.background),
            padding: down(&entry.padding),
            dots: entry.dots.unwrap_or(false),
            underline: entry.underline.unwrap_or(false),
            tracking: ems(&entry.tracking),
            superscript: entry.superscript.unwrap_or(false),
        };
        Look {
            sides: entry.align == Some(AlignWord::Sides),
            own_font: entry.font.is_some(),
            own_latin: entry.latin.or(entry.font).is_some(),
            own_color: entry.color.is_some(),
            own_bold: entry.bold.is_some(),
            bullet: entry
                .bullet
                .as_ref()
                .and_then(|word| units::bullet(&word.value).ok().flatten()),
            style,
        }
    }

    fn rules(&self, rules: &RulesEntry, em: f64, line: f64) -> Rules {
        let measures = Measures { em, line, grid: self.cell.1 };
        let read = |word: &Option<Word>| {
            word.as_ref()
                .and_then(|word| units::rule(&word.value, measures).ok())
                .flatten()
        };
        Rules {
            top: read(&rules.top),
            bottom: read(&rules.bottom),
            left: read(&rules.left),
            right: read(&rules.right),
            inner: read(&rules.inner),
        }
    }
}
