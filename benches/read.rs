//! How fast sources are read: bytes to text, text to clean text, and to a pack.
//!
//! The texts are made up (`tests/lifelike`): pages, reports and news with the faults that
//! their ways bring along. What a run takes in memory is told by `/usr/bin/time -v`:
//!
//! ```text
//! cargo bench --bench read --no-run
//! /usr/bin/time -v target/release/deps/read-* --bench 'pack.*100'
//! ```

#[path = "../tests/lifelike/mod.rs"]
mod lifelike;

use briefpack::clean;
use briefpack::diag::Notes;
use briefpack::pipeline::{self, Input};
use briefpack::segment::{self, Corrections};
use briefpack::source::{Source, SourceId};
use divan::Bencher;
use divan::counter::BytesCount;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// How long the texts are, in megabytes; the longest is near the limit of a source.
const MEGABYTES: [usize; 3] = [1, 10, 100];

fn text(megabytes: usize) -> String {
    lifelike::text(&mut lifelike::Chance::new(megabytes as u64), megabytes * 1_000_000)
}

fn source(text: &str) -> Source {
    let (source, _) = Source::decode(SourceId(0), "news.txt", text.as_bytes(), None)
        .expect("the text is one");
    source
}

#[divan::bench(sample_count = 3, args = MEGABYTES)]
fn decode(bencher: Bencher, megabytes: usize) {
    let text = text(megabytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| source(&text));
}

#[divan::bench(sample_count = 3, args = MEGABYTES)]
fn clean(bencher: Bencher, megabytes: usize) {
    let source = source(&text(megabytes));
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench_local(|| clean::run(&source, &mut Notes::new()));
}

#[divan::bench(sample_count = 3, args = MEGABYTES)]
fn segment(bencher: Bencher, megabytes: usize) {
    let source = source(&text(megabytes));
    bencher
        .counter(BytesCount::of_str(&source.text))
        .with_inputs(|| clean::run(&source, &mut Notes::new()))
        .bench_local_values(|draft| {
            segment::run(&source, draft, &Corrections::default(), &mut Notes::new())
        });
}

/// From bytes to a pack that has been checked: all that a build does before it composes.
#[divan::bench(sample_count = 3, args = MEGABYTES)]
fn pack(bencher: Bencher, megabytes: usize) {
    let text = text(megabytes);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        pipeline::read(vec![Input::from(source(&text))], &mut Notes::new())
            .expect("the account balances")
    });
}

#[divan::bench(sample_count = 3, args = clean::PASSES.iter().map(|pass| pass.name))]
fn pass(bencher: Bencher, name: &str) {
    let draft = clean::run(&source(&text(5)), &mut Notes::new());
    let pass = clean::PASSES.iter().find(|pass| pass.name == name).expect("a pass");
    let view = draft.view();
    bencher.counter(BytesCount::of_str(view.text)).bench_local(|| (pass.edits)(&view));
}
