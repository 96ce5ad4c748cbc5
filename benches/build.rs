//! How long a pack takes from the start of the program to its end; `benches/read.rs` has
//! the stages inside one process.
//!
//! Packs are the samples, and the sources named by `BRIEFPACK_BENCH_SOURCES` (paths with a
//! colon between them) where it is set. For comparison, `bare` starts a program that sets
//! the words of the first sample with the same faces by Typst and does nothing else; it is
//! run where it has been built:
//!
//! ```text
//! cargo build --release --examples && cargo bench --bench build
//! ```

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use divan::Bencher;

fn main() {
    divan::main();
}

/// A pack to build: its name and the arguments that name it.
struct Work {
    name: &'static str,
    arguments: Vec<String>,
}

impl std::fmt::Display for Work {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark may be told what to measure")]
fn works() -> Vec<Work> {
    let sample = |name: &'static str| {
        let job = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        Work { name, arguments: vec![job.join("pack.yaml").display().to_string()] }
    };
    let mut works = vec![sample("yunxi-digest"), sample("yunxi-meeting")];
    if let Ok(sources) = std::env::var("BRIEFPACK_BENCH_SOURCES") {
        let mut arguments: Vec<String> = sources.split(':').map(str::to_owned).collect();
        arguments.extend(["--title".into(), "简报".into()]);
        works.push(Work { name: "named sources", arguments });
    }
    works
}

fn program(arguments: &[String], more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefpack"));
    command.args(["--quiet", "build"]).args(arguments).args(more);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn cold(bencher: Bencher, work: &Work, formats: &str) {
    let out = tempfile::tempdir().expect("a temporary folder");
    let folder = out.path().display().to_string();
    bencher.bench(|| {
        let done = program(&work.arguments, &["--format", formats, "--out", &folder]);
        let status = { done }.status().expect("the program starts");
        assert!(status.success(), "the pack is built");
    });
}

#[divan::bench(args = works(), sample_count = 15)]
fn cold_pdf(bencher: Bencher, work: &Work) {
    cold(bencher, work, "pdf");
}

#[divan::bench(args = works(), sample_count = 15)]
fn cold_all_formats(bencher: Bencher, work: &Work) {
    cold(bencher, work, "pdf,docx,html");
}

#[divan::bench(args = works(), sample_count = 15)]
fn cold_html(bencher: Bencher, work: &Work) {
    cold(bencher, work, "html");
}

#[divan::bench(args = works(), sample_count = 15)]
fn cold_docx(bencher: Bencher, work: &Work) {
    cold(bencher, work, "docx");
}

/// Where `cargo build --release --examples` puts the bare program.
fn bare_program() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_BIN_EXE_briefpack")).parent()?;
    Some(folder.join("examples/bare_typst")).filter(|program| program.exists())
}

#[divan::bench(args = works(), sample_count = 15)]
fn bare(bencher: Bencher, work: &Work) {
    let Some(bare) = bare_program() else { return };
    let out = tempfile::tempdir().expect("a temporary folder");
    let words = Command::new(env!("CARGO_BIN_EXE_briefpack"))
        .args(["--quiet", "inspect", "--words"])
        .args(&work.arguments)
        .output()
        .expect("the program starts");
    let file = out.path().join("words.txt");
    std::fs::write(&file, words.stdout).expect("written");
    let pdf = out.path().join("bare.pdf");
    bencher.bench(|| {
        let status =
            Command::new(&bare).arg(&file).arg(&pdf).status().expect("it starts");
        assert!(status.success(), "the words are set");
    });
}
