//! Cases as texts: every `tests/suite/<stage>/<rule>/<point>.txt` is a test of its name.
//!
//! A case is an input, a line `=>`, and the output. `UPDATE=1 cargo test --test suite`
//! accepts new outputs; read the diff before you commit it.
//!
//! In `clean` the rule is a pass. Characters that nobody sees are written `\u{200B}`, and
//! each line counts as a paragraph. In `read` the rule is a subject, and the output is the
//! outline of the pack, what was dropped and the codes of the doubts. A first line
//! `file: case.md` says that the text is Markdown or a web page. Before the text may stand
//! a profile and a side file, each under a line `profile:` or `labels:` and ended by `---`.
//!
//! What must hold for every case is checked here: a pass keeps its promise and changes
//! nothing the second time, the account balances, and the pack claims every word of its
//! source exactly once.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use briefpack::clean::{self, Draft, Edit, PASSES, Pass, Scope};
use briefpack::diag::{Diagnostic, Notes};
use briefpack::model::{self, Article, Block, Pack, Section};
use briefpack::segment::{self, Corrections, Guidance, Profile};
use briefpack::source::{Source, SourceId};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let mut trials: Vec<Trial> = paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap_or(&path).with_extension("");
            let rule = root_of(&name);
            Trial::test(name.to_string_lossy(), move || run(&rule, &path))
        })
        .collect();
    for pass in PASSES {
        let folder = root.join("clean").join(pass.name);
        trials.push(Trial::test(format!("{} has a case", pass.name), move || {
            if folder.is_dir() { Ok(()) } else { Err("write one".into()) }
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
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

/// The stage and the rule of a case.
fn root_of(name: &Path) -> (String, String) {
    let mut parts = name.iter().map(|part| part.to_string_lossy().into_owned());
    (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

#[expect(clippy::disallowed_methods, reason = "only a test asks whether to accept")]
fn run((stage, rule): &(String, String), path: &Path) -> Result<(), Failed> {
    let case = fs::read_to_string(path)?;
    let (given, want) = case.split_once("\n=>\n").ok_or("the case has no line `=>`")?;
    let (file, input) =
        match given.strip_prefix("file: ").and_then(|g| g.split_once('\n')) {
            Some((file, input)) => (file, input),
            None => ("case.txt", given),
        };
    let got = match stage.as_str() {
        "clean" => cleaned(rule, file, input)?,
        "read" | "guided" => outline(file, input)?,
        other => return Err(format!("there is no stage {other}").into()),
    };
    if got.trim_end() == want.trim_end() {
        return Ok(());
    }
    if std::env::var_os("UPDATE").is_some() {
        return Ok(fs::write(path, format!("{given}\n=>\n{}\n", got.trim_end()))?);
    }
    Err(format!("want\n{want}\ngot\n{got}").into())
}

/// What one pass makes of a text. What every pass promises is checked on the way.
fn cleaned(rule: &str, file: &str, input: &str) -> Result<String, Failed> {
    let pass =
        PASSES.iter().find(|pass| pass.name == rule).ok_or("there is no such pass")?;
    let (source, _) =
        Source::decode(SourceId(0), file, unescape(input)?.as_bytes(), None)
            .map_err(|d| d.message.en)?;
    let mut draft = Draft::new(&source);
    let wanted = edits(pass, &draft);
    if !wanted.is_empty() && !source.text.chars().any(pass.looks_for) {
        return Err("the pass edits a text that has nothing it looks for".into());
    }
    draft.apply(pass.name, &wanted);
    draft.account.check(&source.text, &draft.text)?;
    if !pass.touches.allows(&source.text, &draft.text) {
        return Err(format!("the pass may only touch {:?}", pass.touches).into());
    }
    let once = draft.text;
    let again = Source { text: once.as_str().into(), hints: Vec::new(), ..source };
    let mut second = Draft::new(&again);
    second.apply(pass.name, &edits(pass, &second));
    if second.text != once {
        return Err(format!("a second run makes of it\n{}", second.text).into());
    }
    Ok(escape(&once))
}

/// The edits of a pass: on the whole text, or on each line where it sees paragraphs.
fn edits(pass: &Pass, draft: &Draft) -> Vec<Edit> {
    if pass.scope == Scope::Text {
        return (pass.edits)(&draft.view());
    }
    let mut start = 0;
    let mut all = Vec::new();
    for line in draft.text.split('\n') {
        let edits = (pass.edits)(&draft.view_of(&(start..start + line.len())));
        all.extend(edits.into_iter().map(|Edit { range, with }| Edit {
            range: start + range.start..start + range.end,
            with,
        }));
        start += line.len() + 1;
    }
    all
}

/// Turns `\u{200B}` into the character.
fn unescape(text: &str) -> Result<String, Failed> {
    let mut parts = text.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').ok_or("an escape is not closed")?;
        let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        out.push(c.ok_or_else(|| format!("{code} is no character"))?);
        out += rest;
    }
    Ok(out)
}

/// Turns every character that a reader of the case would not see into `\u{200B}`.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let is_seen = match c {
            '\n' | ' ' | '\u{3000}' => true,
            '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' => false,
            '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{2F00}'..='\u{2FDF}' => false,
            _ => !c.is_control() && !c.is_whitespace(),
        };
        if is_seen {
            out.push(c);
        } else {
            let _ = write!(out, "\\u{{{:X}}}", u32::from(c));
        }
    }
    out
}

/// The outline of a text, one line an element; what was dropped stands at the end.
fn outline(file: &str, text: &str) -> Result<String, Failed> {
    let (profile, text) = part("profile:\n", text)?;
    let (side, text) = part("labels:\n", text)?;
    let profiles: Vec<Arc<Profile>> = match profile {
        Some(words) => vec![Arc::new(Profile::read(words, "case.yaml").map_err(said)?)],
        None => Vec::new(),
    };
    let side = side.map(|words| Corrections::parse(&"case.labels".into(), &words.into()));
    let corrections = side.transpose().map_err(said)?;
    let (source, mut notes): (Source, Notes) =
        Source::decode(SourceId(0), file, text.as_bytes(), None)
            .map_err(|d| d.message.en)?;
    let draft = clean::run(&source, &mut notes);
    let guidance = Guidance { profiles: &profiles, corrections: corrections.as_ref() };
    let segments = segment::run(&source, draft, guidance, &mut notes);
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

/// What stands under `name` before the text of a case, and the rest.
fn part<'a>(name: &str, text: &'a str) -> Result<(Option<&'a str>, &'a str), Failed> {
    let Some(rest) = text.strip_prefix(name) else { return Ok((None, text)) };
    let (part, rest) = rest.split_once("---\n").ok_or("a part is not ended by `---`")?;
    Ok((Some(part), rest))
}

fn said(faults: Vec<Diagnostic>) -> Failed {
    let said: Vec<String> = faults.into_iter().map(|fault| fault.message.en).collect();
    said.join("; ").into()
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
    if a.continuation {
        let _ = writeln!(out, "  its beginning is missing");
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
            Block::Paragraph(p) => {
                put("p", &p.text.text);
                for note in &p.text.notes {
                    let words: Vec<&str> =
                        note.words.iter().map(|words| words.text.as_str()).collect();
                    let before = &p.text.text[..note.at];
                    put("note behind", &format!("{before}: {}", words.join(" / ")));
                }
            }
            Block::Highlights(t) => t.iter().for_each(|t| put("highlight", &t.text)),
            Block::List(l) => {
                for (text, bulleted) in l.items.iter().zip(&l.bulleted) {
                    put(if *bulleted { "item with bullet" } else { "item" }, &text.text);
                }
            }
            Block::Quotation(t) => t.iter().for_each(|t| put("quotation", &t.text)),
            Block::SignOff(t) => t.iter().for_each(|t| put("sign-off", &t.text)),
            Block::Figure(f) => {
                if let Some(file) = &f.file {
                    put(
                        "picture",
                        format!("{file} {}", f.alt.as_deref().unwrap_or("")).trim(),
                    );
                }
                f.caption.iter().for_each(|t| put("caption", &t.text));
            }
            Block::Table(t) => {
                t.caption.iter().for_each(|c| put("caption", &c.text));
                for (number, row) in t.rows.iter().enumerate() {
                    let cells: Vec<&str> = row.iter().map(|c| c.text.as_str()).collect();
                    let kind = if number < t.head_rows { "head row" } else { "row" };
                    put(kind, &cells.join(" | "));
                }
            }
        }
    }
}
