//! What must hold for the reading of every text: nothing lost, every place right, the
//! editor's word kept, the same result twice.

mod lifelike;

use std::fs;
use std::path::{Path, PathBuf};

use briefpack::clean::{self, Fate};
use briefpack::diag::Notes;
use briefpack::model::{self, Article, Block, Pack, Section, Text};
use briefpack::pipeline::{self, Input};
use briefpack::segment::{self, Corrections, Guidance};
use briefpack::source::{Kind, Source, SourceId};
use lifelike::Chance;
use proptest::prelude::*;

fn source(name: &str, bytes: &[u8]) -> Option<Source> {
    Source::decode(SourceId(0), name, bytes, None).ok().map(|(source, _)| source)
}

fn read(source: Source, corrections: Corrections) -> (Pack, Notes) {
    let mut notes = Notes::new();
    let pack =
        pipeline::read(vec![Input { corrections, ..Input::from(source) }], &mut notes);
    (pack.expect("the account balances"), notes)
}

/// The sources of the samples and the inputs of the cases, each with its name.
fn known() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["samples", "tests/suite"] {
        walk(&root.join(folder), &mut files);
    }
    files.sort();
    let sources: Vec<Source> = files
        .iter()
        .filter(|file| !file.ends_with("pack.yaml"))
        .filter_map(|file| {
            let bytes = fs::read(file).expect("it can be read");
            let input = match std::str::from_utf8(&bytes) {
                Ok(text) => text.split("\n=>\n").next().unwrap_or(text).as_bytes(),
                Err(_) => &bytes,
            };
            source(&file.display().to_string(), input)
        })
        .collect();
    assert!(sources.len() > 100, "only {} sources", sources.len());
    sources
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// Lifelike texts, each with the noise of other ways.
fn made_up() -> impl Iterator<Item = Source> {
    (0..12).filter_map(|seed| {
        let text = lifelike::text(&mut Chance::new(seed), 40_000);
        source("made-up.txt", text.as_bytes())
    })
}

fn texts(pack: &Pack) -> Vec<&Text> {
    let mut found = Vec::new();
    for article in &pack.articles {
        let Article { kicker, title, subtitle, note, byline, source, .. } = article;
        let fields = [kicker, title, subtitle, note, byline, source, &article.page];
        found.extend(fields.into_iter().flatten());
        found.extend(&article.notes);
        blocks(&article.blocks, &mut found);
        article.sections.iter().for_each(|s| section(s, &mut found));
    }
    found
}

fn section<'a>(section_: &'a Section, found: &mut Vec<&'a Text>) {
    found.push(&section_.title);
    blocks(&section_.blocks, found);
    section_.sections.iter().for_each(|deeper| section(deeper, found));
}

fn blocks<'a>(list: &'a [Block], found: &mut Vec<&'a Text>) {
    for block in list {
        match block {
            Block::Paragraph(p) => found.push(&p.text),
            Block::List(list) => found.extend(&list.items),
            Block::Highlights(t) | Block::Quotation(t) | Block::SignOff(t) => {
                found.extend(t);
            }
            Block::Table(table) => found.extend(table.rows.iter().flatten()),
            Block::Figure(figure) => found.extend(&figure.caption),
        }
    }
}

/// What the source says at the place of a text, after the edits that the account records.
fn from_source(pack: &Pack, text: &Text) -> Option<String> {
    let origin = text.origin?;
    let record = &pack.records[origin.source.0 as usize];
    let wanted = origin.start..origin.start + text.text.len();
    let mut words = String::new();
    for fragment in record.account.fragments() {
        let output = fragment.output();
        let (from, to) = (output.start.max(wanted.start), output.end.min(wanted.end));
        if from >= to {
            continue;
        }
        if fragment.fate == Fate::Kept {
            let start = fragment.source().start + (from - output.start);
            words += record.source.text.get(start..start + (to - from))?;
        } else {
            words += record.clean.get(from..to)?;
        }
    }
    Some(words)
}

#[test]
fn every_text_stands_where_its_place_says() {
    for source in known().into_iter().chain(made_up()) {
        let (pack, _) = read(source, Corrections::default());
        for text in texts(&pack).into_iter().filter(|text| text.origin.is_some()) {
            let there = from_source(&pack, text);
            assert_eq!(
                there.as_ref(),
                Some(&text.text),
                "{}",
                pack.records[0].source.name
            );
        }
    }
}

#[test]
fn a_clean_text_stays_as_it_is() {
    for first in known().into_iter().chain(made_up()) {
        let once = clean::run(&first, &mut Notes::new()).text;
        let Some(second) = source("clean.txt", once.as_bytes()) else { continue };
        let twice = clean::run(&second, &mut Notes::new()).text;
        assert_eq!(twice, *second.text, "{}", first.name);
    }
}

#[test]
fn a_second_reading_says_the_same() {
    for source in known().into_iter().chain(made_up()) {
        let written = |(pack, notes): (Pack, Notes)| model::json::write(&pack, &notes);
        let first = written(read(source.clone(), Corrections::default()));
        let second = written(read(source, Corrections::default()));
        assert_eq!(first.to_string(), second.to_string());
    }
}

/// The side file of a source, each label turned by `change`.
fn corrected(source: &Source, change: impl Fn(usize, &str) -> String) -> Corrections {
    let draft = clean::run(source, &mut Notes::new());
    let file = segment::label_file(source, draft, Guidance::default());
    let mut number = 0;
    let lines = file.lines().map(|line| {
        let mut fields = line.splitn(3, '\t');
        match (fields.next(), fields.next(), fields.next()) {
            (Some(at), Some(label), Some(words)) if !line.starts_with('#') => {
                number += 1;
                format!("{at}\t{}\t{words}\n", change(number, label))
            }
            _ => format!("{line}\n"),
        }
    });
    let file: String = lines.collect();
    Corrections::parse(&"labels.txt".into(), &file.into()).expect("it can be read")
}

#[test]
fn an_unchanged_side_file_changes_nothing() {
    for source in known().into_iter().chain(made_up()) {
        let corrections = corrected(&source, |_, label| label.to_owned());
        let written = |(pack, _): (Pack, Notes)| {
            let mut json = model::json::write(&pack, &[]);
            json["removed"].take();
            json["sources"].take();
            serde_json::to_string_pretty(&json).expect("it is JSON")
        };
        let plain = written(read(source.clone(), Corrections::default()));
        let replayed = written(read(source.clone(), corrections));
        assert_eq!(plain, replayed, "{}", source.name);
    }
}

#[test]
fn a_line_that_goes_on_from_a_byline_is_kept() {
    let text = "云溪区召开会议\n林知远\n周晓禾\n会议听取了汇报，讨论了下一阶段的安排。\n";
    let source = source("a.txt", text.as_bytes()).expect("it is a text");
    let corrections = corrected(&source, |number, label| match number {
        2 => "署名".to_owned(),
        3 => "续".to_owned(),
        _ => label.to_owned(),
    });
    let (pack, _) = read(source, corrections);
    let byline = pack.articles[0].byline.as_ref().map(|text| text.text.as_str());
    assert_eq!(byline, Some("林知远周晓禾"));
}

#[test]
fn a_line_left_untouched_stands_in_the_source_to_the_character() {
    // Of Markdown the words are left untouched, its signs are none of them.
    let plain = known().into_iter().filter(|source| source.kind == Kind::Text);
    for source in plain.chain(made_up()) {
        let corrections = corrected(&source, |_, _| "原样".to_owned());
        let squash = |text: &str| text.split_whitespace().collect::<Vec<_>>().concat();
        let (name, whole) = (source.name.clone(), squash(&source.text));
        let (pack, notes) = read(source, corrections);
        let unused = notes.iter().find(|note| note.code == "segment/correction-unused");
        assert!(unused.is_none(), "{name}: {unused:?}");
        for text in texts(&pack) {
            assert!(whole.contains(&squash(&text.text)), "{name}: {}", text.text);
        }
    }
}

/// The nanoseconds that this thread has been running; `None` where the system does not say.
fn running() -> Option<u64> {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    said.split_whitespace().next()?.parse().ok()
}

/// Texts of some `lines` of one kind: what makes a rule look far, if it does.
fn monotonous(lines: usize) -> Vec<(&'static str, String)> {
    let mut chance = Chance::new(7);
    let mut all = |line: &str, each: usize| -> String {
        // Every 字 stands for any character.
        let mut any = || char::from_u32(0x4E00 + chance.below(3000) as u32);
        let repeated = line.repeat(lines / each);
        repeated.chars().map(|c| if c == '字' { any().unwrap_or(c) } else { c }).collect()
    };
    let news =
        "字字字字字字字字字字字字\n　　字字字字字字字字字字字字。字字字字字字字。\n\n";
    let text = all(news, lines);
    let links = all("登录 注册\n", 2);
    vec![
        ("articles", all(news, 2)),
        ("headings", all("一、字字字字字字字字\n字字字字字字字字字字\n", 2)),
        ("signatures", all("2026年3月17日\n云溪区统计局\n", 2)),
        ("quotations", all("“字字字字字字字字字字字字字字字字\n", 1)),
        ("letters", all("字\n", 1)),
        ("one letter", all("云\n", 1)),
        ("bullets", format!("首页 > 正文\n{}{text}", all("● 字字字字字字\n", 1))),
        ("links", format!("首页 > 正文\n{links}{text}{links}")),
    ]
}

/// How long it takes to read a text, and to find its lines by a side file that speaks of
/// every one.
fn durations(text: &str) -> Option<[u64; 2]> {
    let source = source("news.txt", text.as_bytes()).expect("it is a text");
    let corrections = corrected(&source, |_, label| label.to_owned());
    let read = |corrections: &Corrections| {
        let before = running()?;
        let mut notes = Notes::new();
        let draft = clean::run(&source, &mut notes);
        let segments = segment::run(&source, draft, corrections, &mut notes);
        drop(model::build(source.clone(), segments));
        Some(running()? - before)
    };
    Some([read(&Corrections::default())?, read(&corrections)?])
}

#[test]
fn a_text_that_is_longer_takes_longer_and_no_more() {
    const LINES: usize = 1_000;
    const TIMES: usize = 16;
    // Between the sixteenfold of what is linear and the 256fold of what is not.
    const MOST: u64 = 40;
    // The system counts in such steps, in nanoseconds.
    const STEP: u64 = 4_000_000;
    for ((kind, short), (_, long)) in
        monotonous(LINES).iter().zip(&monotonous(LINES * TIMES))
    {
        // Only Linux counts for every thread by itself.
        let found = durations(short).zip(durations(long));
        assert!(found.is_some() || !cfg!(target_os = "linux"), "schedstat is there");
        for (short, long) in found.into_iter().flat_map(|(a, b)| a.into_iter().zip(b)) {
            assert!(
                long < short.max(STEP) * MOST,
                "{kind}: {short} ns, and {long} ns for {TIMES} times"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for name in ["a.txt", "a.md", "a.html", "a.docx"] {
            if let Some(source) = source(name, &bytes) {
                read(source, Corrections::default());
            }
        }
    }

    #[test]
    fn any_text_is_read_to_the_last_word(text in any::<String>(), seed in any::<u64>()) {
        let mut chance = Chance::new(seed);
        let around = lifelike::text(&mut chance, 2_000);
        for text in [format!("{around}\n{text}"), format!("{text}\n{around}{text}")] {
            if let Some(source) = source("a.txt", text.as_bytes()) {
                read(source, Corrections::default());
            }
        }
    }

    #[test]
    fn any_orders_of_an_editor_lose_no_word(seed in any::<u64>()) {
        const LABELS: [&str; 14] = [
            "标题", "副题", "署名", "小标题2", "提要", "列项", "表行", "正文", "刊期",
            "编辑", "弃", "续", "篇首", "原样",
        ];
        let text = lifelike::text(&mut Chance::new(seed), 3_000);
        if let Some(source) = source("a.txt", text.as_bytes()) {
            let corrections = corrected(&source, |number, label| {
                let mut chance = Chance::new(seed ^ number as u64);
                let kept = chance.once_in(2);
                if kept { label.to_owned() } else { chance.one(&LABELS).to_owned() }
            });
            read(source, corrections);
        }
    }
}
