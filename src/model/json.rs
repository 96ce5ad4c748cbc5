//! The stable JSON form of a pack.
//!
//! Belongs here: the documented interchange format `briefpack/1`.
//! Does not belong here: anything that is not in the pack.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Article, Block, Pack, Record, Section, Text};
use crate::diag::{Diagnostic, Finger, Lines, Tongue};
use crate::source::Kind;

/// The name and version of the format.
pub const FORMAT: &str = "briefpack/1";

/// Writes a pack as JSON.
///
/// The top level holds `format`, `articles`, `removed` (what was left out, as it stood
/// in the source), `sources` and `doubts`. Every text has an `at`: source file, line and
/// column from 1. A run-in section's title stands at the head of its first paragraph,
/// too (`"runin": true`).
pub fn write(pack: &Pack, doubts: &[Diagnostic]) -> Value {
    let places = Places::new(pack);
    let mut finger = Finger::default();
    let removed: Vec<Value> = pack
        .records
        .iter()
        .flat_map(|record| record.dropped.iter().map(move |dropped| (record, dropped)))
        .map(|(record, dropped)| {
            json!({
                "text": dropped.text,
                "label": dropped.label,
                "rule": dropped.reason,
                "at": places.source(record.source.id.0 as usize, dropped.range.start),
            })
        })
        .collect();
    json!({
        "format": FORMAT,
        "articles": pack.articles.iter().map(|a| article(a, &places)).collect::<Vec<_>>(),
        "removed": removed,
        "sources": pack.records.iter().map(source).collect::<Vec<_>>(),
        "doubts": doubts.iter().map(|d| doubt(d, &mut finger)).collect::<Vec<_>>(),
    })
}

/// Where every line of every source begins.
struct Places<'a> {
    pack: &'a Pack,
    lines: Vec<Lines>,
}

impl<'a> Places<'a> {
    fn new(pack: &'a Pack) -> Self {
        let lines = pack.records.iter().map(|r| Lines::of(&r.source.text)).collect();
        Places { pack, lines }
    }

    fn source(&self, source: usize, at: usize) -> Value {
        let (Some(record), Some(lines)) =
            (self.pack.records.get(source), self.lines.get(source))
        else {
            return Value::Null;
        };
        let (line, column) = lines.place(&record.source.text, at);
        json!({ "file": &*record.source.name, "line": line, "column": column })
    }

    fn of(&self, text: &Text) -> Value {
        let Some(origin) = text.origin else { return Value::Null };
        let source = origin.source.0 as usize;
        let Some(record) = self.pack.records.get(source) else { return Value::Null };
        self.source(source, record.account.origin(origin.start).start)
    }
}

/// What a source is, and how much of it met which fate, in bytes.
fn source(record: &Record) -> Value {
    let mut totals: BTreeMap<&'static str, BTreeMap<String, usize>> = BTreeMap::new();
    for fragment in record.account.fragments() {
        let rules = record.account.rules_of(fragment);
        let rules = if rules.is_empty() { "-".to_string() } else { rules.join(" ") };
        let bytes = fragment.source().len().max(fragment.output().len());
        let fate = if fragment.moved { "moved" } else { fragment.fate.word() };
        *totals.entry(fate).or_default().entry(rules).or_default() += bytes;
    }
    let kind = match record.source.kind {
        Kind::Text => "text",
        Kind::Markdown => "markdown",
        Kind::Html => "html",
        Kind::Docx => "docx",
        Kind::Pdf => "pdf",
    };
    json!({
        "name": &*record.source.name,
        "kind": kind,
        "encoding": record.source.encoding,
        "account": totals,
    })
}

fn words(text: Option<&Text>) -> Value {
    text.map_or(Value::Null, |t| Value::String(t.text.clone()))
}

fn article(a: &Article, places: &Places<'_>) -> Value {
    let mut map = Map::new();
    map.insert("title".into(), words(a.title.as_ref()));
    map.insert("kicker".into(), words(a.kicker.as_ref()));
    map.insert("subtitle".into(), words(a.subtitle.as_ref()));
    map.insert("note".into(), words(a.note.as_ref()));
    map.insert("byline".into(), words(a.byline.as_ref()));
    map.insert("source".into(), words(a.source.as_ref()));
    map.insert("date".into(), a.dated().map_or(Value::Null, |d| Value::String(d.iso())));
    map.insert("page".into(), words(a.page.as_ref()));
    map.insert(
        "notes".into(),
        a.notes.iter().map(|t| Value::String(t.text.clone())).collect(),
    );
    map.insert("continuation".into(), Value::Bool(a.continuation));
    let at = a.title.as_ref().map_or(Value::Null, |t| places.of(t));
    map.insert("at".into(), at);
    let mut first = blocks(&a.blocks, places);
    if let (Some(note), Value::Array(list)) = (&a.note, &mut first) {
        list.insert(0, entry("note", note, places));
    }
    map.insert("blocks".into(), first);
    map.insert("sections".into(), sections(&a.sections, places));
    Value::Object(map)
}

fn sections(list: &[Section], places: &Places<'_>) -> Value {
    list.iter()
        .map(|s| {
            let highlights: Vec<&str> = match s.blocks.first() {
                Some(Block::Highlights(items)) => {
                    items.iter().map(|t| t.text.as_str()).collect()
                }
                _ => Vec::new(),
            };
            let rest = &s.blocks[usize::from(!highlights.is_empty())..];
            json!({
                "level": s.level,
                "title": s.title.text,
                "number": &s.title.text[..s.number_len.min(s.title.text.len())],
                "runin": s.run_in,
                "at": places.of(&s.title),
                "highlights": highlights,
                "blocks": blocks(rest, places),
                "sections": sections(&s.sections, places),
            })
        })
        .collect()
}

fn entry(kind: &str, text: &Text, places: &Places<'_>) -> Value {
    json!({ "kind": kind, "text": text.text, "at": places.of(text) })
}

fn blocks(list: &[Block], places: &Places<'_>) -> Value {
    let mut out = Vec::new();
    for block in list {
        let mut push = |kind: &str, text: &Text| out.push(entry(kind, text, places));
        match block {
            Block::Paragraph(p) => push("p", &p.text),
            Block::Highlights(items) => items.iter().for_each(|t| push("highlight", t)),
            Block::List(list) => list.items.iter().for_each(|t| push("li", t)),
            Block::Table(table) => {
                table.caption.iter().for_each(|t| push("caption", t));
                for row in &table.rows {
                    let text: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
                    let first = row.first().cloned().unwrap_or_default();
                    push("table", &Text { text: text.join("\t"), ..first });
                }
            }
            Block::Figure(figure) => {
                let nothing = Text::default();
                let caption = figure.caption.as_ref();
                if caption.is_some() || figure.file.is_some() {
                    push("caption", caption.unwrap_or(&nothing));
                }
                if let (Some(file), Some(Value::Object(map))) =
                    (&figure.file, out.last_mut())
                {
                    map.insert("image".into(), json!(file));
                    map.insert("alt".into(), json!(figure.alt));
                }
            }
            Block::Quotation(lines) => lines.iter().for_each(|t| push("quote", t)),
            Block::SignOff(lines) => lines.iter().for_each(|t| push("sign", t)),
        }
    }
    Value::Array(out)
}

fn doubt(d: &Diagnostic, finger: &mut Finger) -> Value {
    let place = d.place.as_ref().map_or(Value::Null, |p| {
        let (line, column) = finger.find(p);
        json!({ "file": &*p.file, "line": line, "column": column })
    });
    json!({
        "severity": d.severity.word(),
        "code": d.code,
        "message": d.message.in_tongue(Tongue::English),
        "message_zh": d.message.in_tongue(Tongue::Chinese),
        "at": place,
    })
}
