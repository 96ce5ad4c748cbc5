//! The order of the stages, held by reading the source: a stage knows the stages before
//! it and none after it, and the world outside is touched only where it may be.

use std::fs;
use std::path::{Path, PathBuf};

/// The stages in the order of the flow.
const STAGES: [&str; 6] = ["source", "clean", "segment", "model", "compose", "render"];

/// What serves all stages and knows none.
const SERVANTS: [&str; 5] = ["diag", "han", "lang", "yaml", "fonts"];

/// Later stages whose types an earlier one may name, with the reason.
const EXCEPTIONS: [(&str, &str); 1] = [
    // The types of the model are what segmenting fills in; the functions of the model
    // come after it.
    ("segment", "model"),
];

/// Where files may be read or written: sources, faces of the machine, profiles, templates
/// and styles that a user names, and the command line.
const READS_DISK: [&str; 7] = [
    "source/",
    "segment/profiles/",
    "fonts/machine.rs",
    "compose/style/",
    "compose/template/",
    "cli/",
    "main.rs",
];

/// One file of the program: its path under `src/` and its code without comments and
/// tests.
struct File {
    path: String,
    code: Vec<(usize, String)>,
}

impl File {
    /// The stage or servant that it belongs to.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    fn says(&self, word: &str) -> Option<String> {
        self.code
            .iter()
            .find(|(_, line)| line.contains(word))
            .map(|(number, line)| format!("src/{}:{number}: {}", self.path, line.trim()))
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).expect("it was found there");
            let text = fs::read_to_string(path).expect("source files are UTF-8");
            File { path: name.to_string_lossy().replace('\\', "/"), code: code(&text) }
        })
        .filter(|file| !file.path.ends_with("tests.rs"))
        .collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            walk(&path, paths);
        } else if path.extension().is_some_and(|e| e == "rs") {
            paths.push(path);
        }
    }
}

/// The numbered lines of code: no comments, and nothing from the test module on.
fn code(text: &str) -> Vec<(usize, String)> {
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines()
        .enumerate()
        .map(|(i, line)| (i + 1, line.to_string()))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .collect()
}

/// The modules of the crate that a line names: `crate::a`, `crate::{a, b::c}`.
fn named(line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, found) in line.match_indices("crate::") {
        let rest = &line[at + found.len()..];
        let word = |s: &str| {
            s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        if let Some(list) = rest.strip_prefix('{') {
            names.extend(list.split(',').map(|item| word(item.trim_start())));
        } else {
            names.push(word(rest));
        }
    }
    names
}

#[test]
fn the_reader_of_use_lines_sees_every_name() {
    assert_eq!(named("use crate::model::{Date, Text};"), ["model"]);
    assert_eq!(named("use crate::{diag::Notes, render};"), ["diag", "render"]);
    assert_eq!(named("let x = crate::han::is_han(c);"), ["han"]);
    assert_eq!(code("// crate::render\nuse a;"), [(2, "use a;".to_string())]);
}

#[test]
fn a_stage_knows_none_after_it() {
    let place = |module: &str| STAGES.iter().position(|stage| *stage == module);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files() {
        let Some(own) = place(file.module()) else { continue };
        for (number, line) in &file.code {
            for name in named(line) {
                let Some(other) = place(&name) else { continue };
                seen += 1;
                let excused = EXCEPTIONS.contains(&(file.module(), name.as_str()));
                if other > own && !excused {
                    wrong.push(format!("src/{}:{number}: {}", file.path, line.trim()));
                }
            }
        }
    }
    assert!(seen > 20, "the stages name each other: {seen} places found");
    assert!(wrong.is_empty(), "a stage names a later one:\n{}", wrong.join("\n"));
}

#[test]
fn what_serves_all_stages_knows_none() {
    let mut wrong = Vec::new();
    for file in files().iter().filter(|f| SERVANTS.contains(&f.module())) {
        for (number, line) in &file.code {
            let names = named(line);
            if names.iter().any(|name| STAGES.contains(&name.as_str())) {
                wrong.push(format!("src/{}:{number}: {}", file.path, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reading_never_hears_of_the_job() {
    let early = ["source", "clean", "segment", "model"];
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| early.contains(&file.module()))
        .filter_map(|file| {
            file.says("crate::job").or_else(|| file.says("crate::pipeline"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints() {
    let outside = |file: &&File| !file.path.starts_with("cli/") && file.path != "main.rs";
    let wrong: Vec<String> = files()
        .iter()
        .filter(outside)
        .filter_map(|file| {
            ["println!", "print!(", "eprint!(", "dbg!("].iter().find_map(|p| file.says(p))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_disk_is_touched_only_where_it_may_be() {
    let wrong: Vec<String> = files()
        .iter()
        .filter(|file| !READS_DISK.iter().any(|place| file.path.starts_with(place)))
        .filter_map(|file| {
            [
                "std::fs",
                "fs::read",
                "File::open",
                "std::env",
                "SystemTime",
                "Instant::now",
            ]
            .iter()
            .find_map(|word| file.says(word))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn renderers_do_not_know_each_other() {
    let formats = ["pdf", "docx", "html"];
    let mut wrong = Vec::new();
    for file in files() {
        let Some(own) =
            formats.iter().find(|f| file.path.starts_with(&format!("render/{f}/")))
        else {
            continue;
        };
        for other in formats.iter().filter(|f| f != &own) {
            wrong.extend(file.says(&format!("render::{other}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_doubt_and_every_advice_is_in_the_list_for_editors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list =
        fs::read_to_string(root.join("docs/doubts.md")).expect("the list is there");
    let mut codes = Vec::new();
    for file in files() {
        let code: Vec<&str> = file.code.iter().map(|(_, line)| line.as_str()).collect();
        let code = code.join("\n");
        let calls = ["Diagnostic::doubt(", "Diagnostic::advice(", ".doubt("];
        for (at, call) in calls.iter().flat_map(|c| code.match_indices(c)) {
            let rest = code[at + call.len()..].trim_start();
            let word = rest.strip_prefix('"').and_then(|r| r.split('"').next());
            codes.extend(word.map(str::to_owned));
        }
    }
    assert!(codes.len() > 20, "they are found: {codes:?}");
    codes.retain(|code| !list.contains(&format!("`{code}`")));
    assert!(codes.is_empty(), "not in docs/doubts.md: {codes:?}");
}
