//! A pack drawn as a tree, for a person who wants to see what was read.
//!
//! Belongs here: the drawing that `briefpack inspect` prints and that test cases compare.
//! Does not belong here: the form for tools ([`super::json`]).

use std::fmt::Write;

use super::{Article, Block, Pack, Record, Section, Text};
use crate::diag::{Lines, Tongue};
use crate::source::SourceId;

/// Draws every source of the pack with its articles, their parts and what was dropped.
pub fn draw(pack: &Pack, tongue: Tongue) -> String {
    let finder = Finder::new(pack);
    let mut out = String::new();
    for (i, record) in pack.records.iter().enumerate() {
        let id = SourceId(i as u32);
        let name = &record.source.name;
        let _ = writeln!(out, "{name}  [{}]", record.source.encoding);
        let articles = pack
            .articles
            .iter()
            .filter(|a| a.extent.as_ref().is_some_and(|(source, _)| *source == id));
        for (n, one) in articles.enumerate() {
            article(&mut out, &finder, one, n + 1, tongue);
        }
        dropped(&mut out, record, tongue);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn word(tongue: Tongue, zh: &'static str, en: &'static str) -> &'static str {
    match tongue {
        Tongue::Chinese => zh,
        Tongue::English => en,
    }
}

fn article(
    out: &mut String,
    finder: &Finder<'_>,
    a: &Article,
    number: usize,
    tongue: Tongue,
) {
    let w = |zh, en| word(tongue, zh, en);
    let title = match &a.title {
        Some(title) => title.text.clone(),
        None => w("（无题）", "(no title)").to_owned(),
    };
    let line = a.title.as_ref().map(|t| finder.at(t)).unwrap_or_default();
    let _ = writeln!(out, "├─ {number} {title}{line}");
    let mut field = |name: &str, text: &Option<Text>| {
        if let Some(text) = text {
            let _ = writeln!(out, "│  · {name} {}{}", text.text, finder.at(text));
        }
    };
    field(w("引题", "kicker"), &a.kicker);
    field(w("副题", "subtitle"), &a.subtitle);
    field(w("题注", "note"), &a.note);
    field(w("署名", "byline"), &a.byline);
    field(w("来源", "source"), &a.source);
    field(w("版面", "page"), &a.page);
    if let Some(date) = a.dated() {
        let _ = writeln!(out, "│  · {} {}", w("日期", "date"), date.iso());
    }
    for note in &a.notes {
        let _ = writeln!(
            out,
            "│  · {} {}{}",
            w("附记", "further"),
            note.text,
            finder.at(note)
        );
    }
    if a.continuation {
        let _ = writeln!(out, "│  · {}", w("缺开头（上接）", "its beginning is missing"));
    }
    blocks(out, &a.blocks, 1, tongue);
    for part in &a.sections {
        section(out, finder, part, 1, tongue);
    }
}

fn section(
    out: &mut String,
    finder: &Finder<'_>,
    part: &Section,
    depth: usize,
    tongue: Tongue,
) {
    let indent = "│  ".repeat(depth);
    let run_in =
        if part.run_in { word(tongue, "（同行标题）", " (run-in)") } else { "" };
    let (title, line) = (&part.title.text, finder.at(&part.title));
    let _ = writeln!(out, "{indent}├─ {title}{run_in}{line}");
    blocks(out, &part.blocks, depth + 1, tongue);
    for inner in &part.sections {
        section(out, finder, inner, depth + 1, tongue);
    }
}

/// One line for each kind of block: how many, and how many characters.
fn blocks(out: &mut String, blocks: &[Block], depth: usize, tongue: Tongue) {
    let indent = "│  ".repeat(depth);
    let mut rest = blocks;
    while let Some(first) = rest.first() {
        let kind = name(first, tongue);
        let same = rest.iter().take_while(|b| name(b, tongue) == kind).count();
        let (run, after) = rest.split_at(same);
        rest = after;
        let entries: usize = run.iter().map(entries).sum();
        let characters: usize = run.iter().map(characters).sum();
        let unit = word(tongue, "字", " characters");
        let _ = writeln!(out, "{indent}{kind} ×{entries}，{characters}{unit}");
    }
}

fn name(block: &Block, tongue: Tongue) -> &'static str {
    match block {
        Block::Paragraph(_) => word(tongue, "正文", "paragraphs"),
        Block::Highlights(_) => word(tongue, "提要", "highlights"),
        Block::List(_) => word(tongue, "列表", "list items"),
        Block::Table(_) => word(tongue, "表格", "table rows"),
        Block::Figure(_) => word(tongue, "图", "figures"),
        Block::Quotation(_) => word(tongue, "引文", "quotations"),
        Block::SignOff(_) => word(tongue, "落款", "sign-off"),
    }
}

fn entries(block: &Block) -> usize {
    match block {
        Block::Paragraph(_) | Block::Figure(_) => 1,
        Block::Highlights(items) | Block::Quotation(items) | Block::SignOff(items) => {
            items.len()
        }
        Block::List(list) => list.items.len(),
        Block::Table(table) => table.rows.len(),
    }
}

fn characters(block: &Block) -> usize {
    let count = |texts: &[Text]| texts.iter().map(|t| t.text.chars().count()).sum();
    match block {
        Block::Paragraph(p) => p.text.text.chars().count(),
        Block::Highlights(items) | Block::Quotation(items) | Block::SignOff(items) => {
            count(items)
        }
        Block::List(list) => count(&list.items),
        Block::Table(table) => table.rows.iter().map(|row| count(row)).sum(),
        Block::Figure(figure) => {
            figure.caption.as_ref().map_or(0, |c| c.text.chars().count())
        }
    }
}

/// Finds the lines of the source in which texts begin.
struct Finder<'a> {
    pack: &'a Pack,
    lines: Vec<Lines>,
}

impl<'a> Finder<'a> {
    fn new(pack: &'a Pack) -> Self {
        let lines = pack.records.iter().map(|r| Lines::of(&r.source.text)).collect();
        Finder { pack, lines }
    }

    /// The line in which a text begins, as `  :12`.
    fn at(&self, text: &Text) -> String {
        let found = text.origin.and_then(|origin| {
            let source = origin.source.0 as usize;
            let start = self.pack.records.get(source)?.account.origin(origin.start).start;
            Some(self.lines.get(source)?.line(start))
        });
        found.map_or_else(String::new, |line| format!("  :{line}"))
    }
}

fn dropped(out: &mut String, record: &Record, tongue: Tongue) {
    let lines: Vec<_> =
        record.dropped.iter().filter(|d| !d.text.trim().is_empty()).collect();
    if lines.is_empty() {
        return;
    }
    let head = word(tongue, "弃去", "dropped");
    let _ = writeln!(out, "└─ {head} ×{}", lines.len());
    for line in lines {
        let text = line.text.trim();
        let mut shown: String = text.chars().take(40).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        let _ = writeln!(out, "   - {shown}  [{}: {}]", line.label, line.reason);
    }
}
