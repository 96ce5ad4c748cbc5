//! Whole texts and their outlines: `tests/suite/read/<subject>/<point>.txt` holds a text,
//! a line `=>`, and what the reader makes of it. `UPDATE=1` accepts new outlines.
//!
//! What must hold for every case is checked here: the pack claims every word of its
//! source exactly once, and the account balances.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use briefpack::clean;
use briefpack::model::{self, Article, Block, Pack, Section};
use briefpack::segment::{self, Corrections};
use briefpack::source::{Source, SourceId};

#[test]
#[expect(clippy::disallowed_methods, reason = "only a test asks whether to accept")]
fn every_text_is_read_as_its_case_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/read");
    let mut cases = Vec::new();
    collect(&root, &mut cases);
    cases.sort();
    assert!(cases.len() >= 10, "the cases are at {}", root.display());
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    for path in cases {
        let case = fs::read_to_string(&path).expect("a case is readable");
        let (input, want) = case.split_once("\n=>\n").expect("a case has an arrow");
        let got = outline(input).unwrap_or_else(|e| format!("! {e}\n"));
        if got.trim_end() != want.trim_end() {
            if update {
                fs::write(&path, format!("{input}\n=>\n{got}"))
                    .expect("the case is writable");
            } else {
                let _ = writeln!(wrong, "{}:\nwant\n{want}\ngot\n{got}", path.display());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn collect(folder: &Path, cases: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder of cases is there") {
        let path = entry.expect("an entry is readable").path();
        if path.is_dir() {
            collect(&path, cases);
        } else if path.extension().is_some_and(|e| e == "txt") {
            cases.push(path);
        }
    }
}

/// The outline of a text, one line an element; what was dropped stands at the end.
fn outline(text: &str) -> Result<String, String> {
    let (source, mut notes) =
        Source::decode(SourceId(0), "case.txt", text.as_bytes(), None)
            .map_err(|d| d.message.en)?;
    let draft = clean::run(&source, &mut notes);
    let segments = segment::run(&source, draft, &Corrections::default(), &mut notes);
    let (articles, record) = model::build(source, segments);
    let pack = Pack { articles, records: vec![record] };
    model::check(&pack)?;
    let mut out = String::new();
    for article in &pack.articles {
        head(article, &mut out);
        blocks(&article.blocks, 1, &mut out);
        article.sections.iter().for_each(|s| section(s, &mut out));
    }
    for dropped in pack.records.iter().flat_map(|r| &r.dropped) {
        let _ = writeln!(out, "- {} [{}]", dropped.text, dropped.reason);
    }
    for note in notes {
        let _ = writeln!(out, "? {}", note.code);
    }
    Ok(out)
}

fn head(a: &Article, out: &mut String) {
    let _ = writeln!(out, "article");
    let fields = [
        ("kicker", &a.kicker),
        ("title", &a.title),
        ("subtitle", &a.subtitle),
        ("note", &a.note),
        ("byline", &a.byline),
        ("source", &a.source),
        ("page", &a.page),
    ];
    for (name, text) in fields {
        if let Some(text) = text {
            let _ = writeln!(out, "  {name}: {}", text.text);
        }
    }
    if let Some(date) = a.date {
        let _ = writeln!(out, "  date: {}", date.iso());
    }
    for note in &a.notes {
        let _ = writeln!(out, "  further: {}", note.text);
    }
}

fn section(s: &Section, out: &mut String) {
    let level = usize::from(s.level);
    let kind = if s.run_in { "run-in" } else { "heading" };
    let _ = writeln!(out, "{}{kind} {level}: {}", "  ".repeat(level), s.title.text);
    blocks(&s.blocks, level + 1, out);
    s.sections.iter().for_each(|deeper| section(deeper, out));
}

fn blocks(list: &[Block], depth: usize, out: &mut String) {
    let mut put = |kind: &str, text: &str| {
        let _ = writeln!(out, "{}{kind}: {text}", "  ".repeat(depth));
    };
    for block in list {
        match block {
            Block::Paragraph(p) => put("p", &p.text.text),
            Block::Highlights(t) => t.iter().for_each(|t| put("highlight", &t.text)),
            Block::List(l) => l.items.iter().for_each(|t| put("item", &t.text)),
            Block::Quotation(t) => t.iter().for_each(|t| put("quotation", &t.text)),
            Block::SignOff(t) => t.iter().for_each(|t| put("sign-off", &t.text)),
            Block::Figure(f) => f.caption.iter().for_each(|t| put("caption", &t.text)),
            Block::Table(t) => {
                for row in &t.rows {
                    let cells: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
                    put("row", &cells.join(" | "));
                }
            }
        }
    }
}
