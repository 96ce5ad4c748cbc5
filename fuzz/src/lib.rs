//! The stages that read, from bytes to a checked pack, built without the typesetter.
//!
//! The modules are those of the crate itself, taken in by their paths: compiling them with
//! the fuzzer's instruments takes a minute, the crate with everything below it half an hour.
//! They may be, because no stage knows a later one.

#![allow(dead_code, missing_docs, reason = "only a part of the crate is here")]

#[path = "../../src/clean/mod.rs"]
pub mod clean;
#[path = "../../src/diag/mod.rs"]
pub mod diag;
#[path = "../../src/han.rs"]
pub mod han;
#[path = "../../src/model/mod.rs"]
pub mod model;
#[path = "../../src/segment/mod.rs"]
pub mod segment;
#[path = "../../src/source/mod.rs"]
pub mod source;
#[path = "../../src/yaml.rs"]
pub mod yaml;

use std::sync::Arc;

use diag::{Notes, Tongue};
use model::Pack;
use segment::Corrections;
use source::{Source, SourceId};

/// The source that `bytes` make as a file called `name`, if they are one.
pub fn source(name: &str, bytes: &[u8]) -> Option<Source> {
    match Source::decode(SourceId(0), name, bytes, None) {
        Ok((source, notes)) => {
            draw(&notes);
            holds_its_hints(&source);
            Some(source)
        }
        Err(error) => {
            draw(&[error]);
            None
        }
    }
}

/// A text as a source.
pub fn text(words: &str) -> Option<Source> {
    source("a.txt", words.as_bytes())
}

/// Reads a source to the end, checks the account and that no byte is unclaimed, and writes
/// the pack in every form in which people and tools see it.
pub fn read(source: Source, corrections: &Corrections) -> Pack {
    let mut notes = Notes::new();
    let draft = clean::run(&source, &mut notes);
    draft.account.check(&source.text, &draft.text).expect("the account balances");
    let guidance = segment::Guidance::from(corrections);
    let side = segment::label_file(&source, draft.clone(), guidance);
    let name: Arc<str> = "labels.txt".into();
    Corrections::parse(&name, &side.into()).expect("what is written can be read");
    let lines = source.text.lines().count();
    let segments = segment::run(&source, draft, corrections, &mut notes);
    let (articles, record) = model::build(source, segments);
    let pack = Pack { articles, records: vec![record] };
    model::check(&pack).expect("every word is in the pack once");
    segment::duplicates::report(&pack, &mut notes);
    draw(&notes);
    model::json::write(&pack, &notes);
    pack.articles.iter().for_each(|article| drop(model::markdown::article(article)));
    model::receipt::draw(&pack, Tongue::Chinese);
    model::review::page(&pack, &notes, Tongue::English);
    for line in [1, lines / 2, lines, lines + 1] {
        model::receipt::line(&pack, line, Tongue::Chinese);
    }
    pack
}

/// Draws every note: each has a place that can be shown.
pub fn draw(notes: &[diag::Diagnostic]) {
    for note in notes.iter().take(50) {
        diag::terminal::draw(note, Tongue::Chinese, false);
        diag::json::line(note, Tongue::English);
    }
}

fn holds_its_hints(source: &Source) {
    for hint in &source.hints {
        assert!(source.text.get(hint.range.clone()).is_some(), "{hint:?} cuts the text");
    }
}
