//! Learning a profile from side files: lines that were corrected alike in several sources.
//!
//! Belongs here: which corrections become rules, and the profile as a text.
//! Does not belong here: side files (`corrections`), and using a profile (`profiles`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::pattern::{fold, prefix_len};
use crate::clean::Draft;
use crate::diag::Notes;
use crate::segment::{Guidance, apply, corrections, guess, sheet, untouched};
use crate::source::Source;
use crate::yaml::quoted;

/// What one source with its side file teaches.
#[derive(Debug)]
pub struct Lesson {
    source: String,
    lines: Vec<Taught>,
}

/// One line of a source.
#[derive(Debug)]
struct Taught {
    number: usize,
    words: String,
    folded: String,
    /// The label that the program guessed, as a side file writes it.
    guess: String,
    /// The label that it has now.
    now: String,
}

impl Taught {
    /// Whether the editor changed its label into one that other lines may have as well.
    fn is_corrected(&self) -> bool {
        self.guess != self.now && !self.now.contains('续') && !self.folded.is_empty()
    }
}

/// Reads what a source and its side file teach.
pub fn lesson(source: &Source, draft: Draft, guidance: Guidance<'_>) -> Lesson {
    let (draft, placed) = untouched(source, draft, guidance, &mut Notes::new());
    let mut guessed = sheet::Sheet::new(&draft.text, &draft.hints);
    let profiles = super::that_fit(guidance.profiles, &guessed);
    guess(&mut guessed, &profiles);
    let mut sheet = guessed.clone();
    let origins = corrections::origins(&sheet.lines, &draft);
    placed.apply(&mut sheet, &origins);
    apply::starts(&mut guessed);
    apply::starts(&mut sheet);
    let numbers = corrections::numbers(&origins, source);
    let lines = numbers.iter().enumerate().map(|(i, number)| Taught {
        number: *number,
        words: sheet.words(i).to_owned(),
        folded: fold(sheet.words(i)),
        guess: corrections::said(&guessed, i),
        now: corrections::said(&sheet, i),
    });
    Lesson { source: source.name.to_string(), lines: lines.collect() }
}

/// One rule that several sources agree on.
#[derive(Debug)]
struct Learnt {
    /// The entry as YAML.
    entry: String,
    /// Where it was learnt.
    from: String,
}

/// The profile that lessons teach, as the text of a file, with the number of its rules.
/// `None` where no line was corrected alike in two sources.
///
/// A line that was corrected alike in two sources or more becomes a rule for the whole
/// line. Lines that only begin alike, up to a colon or a bar, become a rule for that
/// beginning. What any line of any lesson contradicts is not learnt.
pub fn profile_of(lessons: &[Lesson]) -> Option<(String, usize)> {
    let mut rules: BTreeMap<String, Vec<Learnt>> = BTreeMap::new();
    let mut known: BTreeSet<(usize, usize)> = BTreeSet::new();
    let all = || {
        lessons.iter().enumerate().flat_map(|(s, lesson)| {
            lesson.lines.iter().enumerate().map(move |(l, t)| (s, l, t))
        })
    };
    let mut whole: BTreeMap<(&str, &str), Vec<(usize, usize)>> = BTreeMap::new();
    let mut heads: BTreeMap<(String, &str), Vec<(usize, usize)>> = BTreeMap::new();
    for (s, l, taught) in all().filter(|(.., taught)| taught.is_corrected()) {
        whole.entry((&taught.folded, &taught.now)).or_default().push((s, l));
        if let Some(head) = head(&taught.words) {
            heads.entry((fold(head), &taught.now)).or_default().push((s, l));
        }
    }
    let sources = |places: &[(usize, usize)]| {
        places.iter().map(|(s, _)| *s).collect::<BTreeSet<_>>().len()
    };
    for ((folded, now), places) in &whole {
        let against = all().any(|(.., t)| t.folded == *folded && t.now != *now);
        if sources(places) < 2 || against {
            continue;
        }
        known.extend(places);
        let words = words_at(lessons, places);
        // Whatever the words are, the whole line is meant.
        let plain = quoted(words);
        let entry =
            if words.contains('…') { format!("{{ 整行: {plain} }}") } else { plain };
        let from = from(lessons, places);
        rules.entry((*now).to_owned()).or_default().push(Learnt { entry, from });
    }
    for ((folded, now), places) in &heads {
        let against = all().any(|(.., t)| t.folded.starts_with(folded) && t.now != *now);
        let fresh = places.iter().any(|place| !known.contains(place));
        if sources(places) < 2 || against || !fresh {
            continue;
        }
        let words = words_at(lessons, places);
        let len = prefix_len(words, folded).unwrap_or(words.len());
        let entry = quoted(&format!("{}…", &words[..len]));
        let from = from(lessons, places);
        rules.entry((*now).to_owned()).or_default().push(Learnt { entry, from });
    }
    if rules.is_empty() {
        return None;
    }
    let count = rules.values().map(Vec::len).sum();
    Some((write(lessons, &rules), count))
}

fn words_at<'a>(lessons: &'a [Lesson], places: &[(usize, usize)]) -> &'a str {
    places.first().map_or("", |(s, l)| lessons[*s].lines[*l].words.as_str())
}

/// Where a rule was learnt: the first places.
fn from(lessons: &[Lesson], places: &[(usize, usize)]) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = places
        .iter()
        .take(SHOWN)
        .map(|(s, l)| format!("{}:{}", lessons[*s].source, lessons[*s].lines[*l].number))
        .collect();
    if places.len() > SHOWN {
        shown.push(format!("等 {} 处", places.len()));
    }
    shown.join("、")
}

/// What a line opens with up to a colon or a bar, sign included.
fn head(words: &str) -> Option<&str> {
    let (at, c) = words
        .char_indices()
        .take(14)
        .find(|(_, c)| matches!(c, '：' | ':' | '｜' | '|' | '丨' | '】' | '］'))?;
    let head = &words[..at + c.len_utf8()];
    let letters = head.chars().filter(|c| c.is_alphanumeric()).count();
    (letters >= 2 && at + c.len_utf8() < words.len()).then_some(head)
}

fn write(lessons: &[Lesson], rules: &BTreeMap<String, Vec<Learnt>>) -> String {
    let mut out = String::from(
        "# 来稿规则，从改过的标注中学到。写法见 docs/profiles.md；看一遍，不对的删去。\n\
         # 用法：briefpack build 稿件.txt --profile 本文件，或在 pack.yaml 里写 profiles: [本文件]\n",
    );
    let names: Vec<&str> = lessons.iter().map(|lesson| lesson.source.as_str()).collect();
    let _ = writeln!(out, "说明: {}", quoted(&format!("从 {} 学到", names.join("、"))));
    let signs = signs(lessons);
    if signs.is_empty() {
        out += "# 识别:  # 这些来稿没有共同的行；不写“识别”，点名用到的来稿都照此办理\n#   行: []\n";
    } else {
        let least = signs.len().div_ceil(2);
        let _ = writeln!(out, "识别:\n  至少: {least}\n  行:");
        for sign in signs {
            let _ = writeln!(out, "    - {sign}");
        }
    }
    let mut labels = String::new();
    for (label, list) in rules {
        let (key, indent) = match label.as_str() {
            "弃" => ("弃", ""),
            other => (other, "  "),
        };
        let mut block = format!("{indent}{key}:\n");
        for Learnt { entry, from } in list {
            let _ = writeln!(block, "{indent}  - {entry}  # {from}");
        }
        if indent.is_empty() {
            out += &block;
        } else {
            labels += &block;
        }
    }
    if !labels.is_empty() {
        let _ = write!(out, "标注:\n{labels}");
    }
    out
}

/// Lines that every source has and that are part of its page: what the kind of source is
/// recognised by.
fn signs(lessons: &[Lesson]) -> Vec<String> {
    const MOST: usize = 4;
    let Some((first, rest)) = lessons.split_first() else { return Vec::new() };
    let mut seen = BTreeSet::new();
    first
        .lines
        .iter()
        .filter(|t| {
            t.now == "弃" && t.words.chars().filter(|c| c.is_alphanumeric()).count() >= 2
        })
        .filter(|t| seen.insert(&t.folded))
        .filter(|t| {
            rest.iter().all(|lesson| lesson.lines.iter().any(|l| l.folded == t.folded))
        })
        .take(MOST)
        .map(|t| {
            let plain = quoted(&t.words);
            if t.words.contains('…') { format!("{{ 整行: {plain} }}") } else { plain }
        })
        .collect()
}
