//! Run-in headings (同行标题): the first sentence of a paragraph names its subject.

use std::ops::Range;
use std::sync::LazyLock;

use crate::segment::Label;
use crate::segment::joins::continues;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::{Phrases, is_letter};

/// A paragraph whose first sentence may be a heading.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    line: usize,
    /// Bytes of the sentence, number and stop included.
    len: usize,
    /// Letters of the sentence without its number.
    letters: usize,
    system: Option<System>,
}

/// Cuts run-in headings off the paragraphs that they head.
///
/// A first sentence is a heading when it is short, says no more than a subject
/// (`修好村口的路。`, no finite clause such as `……是……`), has a whole paragraph behind it,
/// and has company: neighbouring paragraphs of the same section open in the same way. A
/// short first sentence alone is a sentence. Numbered paragraphs are run-in headings
/// only where nearly all of their brothers have one; otherwise they are items.
pub(super) fn run_in(sheet: &mut Sheet<'_>) {
    let torn = torn(sheet);
    let found: Vec<Option<Candidate>> =
        (0..sheet.lines.len()).map(|i| candidate(sheet, i, &torn)).collect();
    numbered(sheet, &found);
    plain(sheet, &found, &torn);
}

/// For every line whether it is the second half of a torn paragraph.
fn torn(sheet: &Sheet<'_>) -> Vec<bool> {
    let mut torn = vec![false; sheet.lines.len()];
    let mut last: Option<usize> = None;
    for (i, torn) in torn.iter_mut().enumerate() {
        if sheet.is_chrome(i) {
            continue;
        }
        *torn = sheet.open(i)
            && last.is_some_and(|a| sheet.open(a) && continues(sheet, a, i).is_some());
        last = Some(i);
    }
    torn
}

fn cut(sheet: &mut Sheet<'_>, c: Candidate, reason: &'static str, confidence: f32) {
    let start = sheet.lines[c.line].range.start;
    sheet.cuts[c.line].push(Cut {
        range: start..start + c.len,
        verdict: Verdict { label: Label::RunIn(0), reason, confidence },
    });
}

/// Numbered paragraphs: brothers decide together.
fn numbered(sheet: &mut Sheet<'_>, found: &[Option<Candidate>]) {
    let n = sheet.lines.len();
    let mut done = vec![false; n];
    for i in 0..n {
        let Some(number) = sheet.numbers[i] else { continue };
        if done[i] || !sheet.open(i) || !sheet.cuts[i].is_empty() {
            continue;
        }
        if matches!(
            number.system,
            System::Part | System::Chapter | System::Division | System::Article
        ) {
            continue;
        }
        // The brothers: the same system, counting on, up to a heading above it.
        let mut brothers = vec![i];
        let mut heads = 0;
        let mut value = number.value;
        for (j, seen) in done.iter_mut().enumerate().take(n.min(i + 400)).skip(i + 1) {
            if sheet.is_chrome(j) {
                continue;
            }
            if let Some(m) = sheet.numbers[j] {
                if m.system == number.system {
                    if m.value != 0 && m.value != value + 1 {
                        break;
                    }
                    if sheet.open(j) {
                        value = m.value;
                        brothers.push(j);
                        *seen = true;
                    } else if m.value != 0 {
                        // A heading of its own among them: they are mixed.
                        value = m.value;
                        heads += 1;
                    }
                } else if m.system < number.system
                    && sheet.label(j).is_some()
                    && !counts_on(sheet, j, number.system, value)
                {
                    break;
                }
            }
            if matches!(sheet.label(j), Some(Label::Title | Label::Heading(_)))
                && sheet.numbers[j].is_none()
            {
                break;
            }
        }
        let with: Vec<Candidate> = brothers.iter().filter_map(|b| found[*b]).collect();
        let named = with.len() + heads;
        let enough =
            !with.is_empty() && named >= 2 && named * 10 >= (brothers.len() + heads) * 8;
        let legal = matches!(number.system, System::Spoken | System::Ordinal);
        if enough || (legal && with.len() >= 2) {
            for c in with {
                cut(sheet, c, "numbered-first-sentence", 0.85);
            }
        }
    }
}

/// Whether the numbers of a system go on behind line `j` with the one after `value`, as
/// they do where they count through several sections.
fn counts_on(sheet: &Sheet<'_>, j: usize, system: System, value: u32) -> bool {
    (j + 1..sheet.lines.len().min(j + 12))
        .filter_map(|k| sheet.numbers[k])
        .find(|n| n.system == system)
        .is_some_and(|n| n.value == value + 1)
}

/// Paragraphs without a number: neighbours decide together.
fn plain(sheet: &mut Sheet<'_>, found: &[Option<Candidate>], torn: &[bool]) {
    // The paragraphs of each section in order.
    let mut section: Vec<usize> = Vec::new();
    let n = sheet.lines.len();
    let is_torn = |i: usize| torn[i];
    for i in 0..=n {
        let ends = i == n
            || matches!(
                sheet.label(i),
                Some(Label::Heading(_) | Label::Title | Label::Kicker | Label::Subtitle)
            )
            || sheet.cuts[i].iter().any(|c| matches!(c.verdict.label, Label::RunIn(_)));
        if ends {
            decide_section(sheet, found, &section);
            section.clear();
            continue;
        }
        let prose = sheet.open(i) && sheet.is_prose(i) && !is_torn(i);
        if prose && sheet.numbers[i].is_none() {
            section.push(i);
        }
    }
}

fn decide_section(sheet: &mut Sheet<'_>, found: &[Option<Candidate>], section: &[usize]) {
    let mut at = 0;
    while at < section.len() {
        let mut end = at;
        while end < section.len()
            && found[section[end]].is_some_and(|c| c.system.is_none())
        {
            end += 1;
        }
        let run: Vec<Candidate> =
            section[at..end].iter().filter_map(|i| found[*i]).collect();
        // Two of many paragraphs may open with a short sentence by accident.
        let opening = |c: &Candidate| sheet.words(c.line).chars().next();
        let company = run.len() >= 3
            || run.len() * 3 >= section.len()
            || run.windows(2).all(|w| opening(&w[0]) == opening(&w[1]));
        if run.len() >= 2 && company && alike(sheet, &run) {
            for c in run {
                cut(sheet, c, "first-sentences-alike", 0.75);
            }
        }
        at = end.max(at + 1);
    }
}

/// Whether sentences are built alike: about as long, or opening with the same word.
fn alike(sheet: &Sheet<'_>, run: &[Candidate]) -> bool {
    let longest = run.iter().map(|c| c.letters).max().unwrap_or(0);
    let shortest = run.iter().map(|c| c.letters).min().unwrap_or(0);
    let opening = |c: &Candidate| sheet.words(c.line).chars().next();
    let same = run.windows(2).all(|w| opening(&w[0]) == opening(&w[1]));
    same || longest <= shortest + 9
}

fn candidate(sheet: &Sheet<'_>, i: usize, torn: &[bool]) -> Option<Candidate> {
    if !sheet.open(i) || !sheet.cuts[i].is_empty() || torn[i] {
        return None;
    }
    let line = &sheet.lines[i];
    if !line.marks.may_have(&['。']) {
        return None;
    }
    let number = sheet.numbers[i];
    let words = sheet.words(i);
    let head = number.map_or(0, |n| n.len);
    let sentence = first_sentence(&words[head..])?;
    let title =
        words[head..][sentence.clone()].trim_end_matches(['。', '：', '.', '？', '！']);
    let letters = title.chars().filter(|c| is_letter(*c)).count();
    let pauses = title.chars().filter(|c| matches!(c, '，' | ',' | '；' | ';')).count();
    let next = sheet.next_text(i + 1).filter(|next| torn[*next]);
    let rest = line.letters.saturating_sub(letters as u32)
        + next.map_or(0, |next| sheet.lines[next].letters);
    let (most, commas) = if number.is_some() { (46, 3) } else { (24, 1) };
    let least = if number.is_some() { 2 } else { 4 };
    if letters < least
        || letters > most
        || pauses > commas
        || rest < 14
        || rest * 2 < letters as u32 * 3
    {
        return None;
    }
    if line.end == End::Bare && line.stops < 2 && number.is_none() && next.is_none() {
        return None;
    }
    if is_clause(title, number.is_some()) {
        return None;
    }
    Some(Candidate {
        line: i,
        len: head + sentence.end,
        letters,
        system: number.map(|n| n.system),
    })
}

/// The bytes of the first sentence, stop included, when it ends inside `text`.
fn first_sentence(text: &str) -> Option<Range<usize>> {
    let mut depth = 0i32;
    for (at, c) in text.char_indices().take(70) {
        match c {
            '“' | '《' | '（' | '「' | '(' => depth += 1,
            '”' | '》' | '）' | '」' | ')' => depth -= 1,
            '。' if depth <= 0 => {
                let end = at + c.len_utf8();
                return (!text[end..].trim().is_empty()).then_some(0..end);
            }
            '！' | '？' | '；' | '…' if depth <= 0 => return None,
            _ => {}
        }
    }
    None
}

/// Words that hold 是 or 有 without being the verb.
const HARMLESS: &[&str] = &[
    "实事求是",
    "求是",
    "有效",
    "有序",
    "有力",
    "有机",
    "国有",
    "所有",
    "有限",
    "有关",
    "拥有",
    "享有",
    "有为",
    "有利",
    "有温度",
    "公有",
    "特有",
    "固有",
    "有形",
    "有偿",
    "有望",
    "有条不紊",
    "有进",
    "有作为",
    "更有",
    "将来",
    "会议",
    "社会",
    "机会",
    "协会",
    "委员会",
    "大会",
    "会展",
    "工会",
    "会计",
    "城会",
    "已有",
    "自由",
    "理由",
    "由来",
    "应对",
    "应急",
    "应用",
    "适应",
    "响应",
    "反应",
    "对应",
    "相应",
    "供应",
    "效应",
    "被动",
    "他山",
    "其他",
    "利他",
    "我国",
    "我市",
    "我区",
    "我省",
    "我县",
    "自我",
    "忘我",
];

static HARMLESS_WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[HARMLESS]));

/// Words that make a sentence of what they stand in.
const MODAL: &[&str] = &[
    "应当", "不得", "可以", "是指", "可能", "必须", "我们", "他们", "表示", "认为",
    "指出", "介绍", "说", "，由", "组成",
];

static MODAL_WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[MODAL]));

/// Whether a sentence says something of its subject with a finite verb or a modal one,
/// rather than name a subject or a task.
fn is_clause(title: &str, numbered: bool) -> bool {
    let mut bare = title.to_string();
    if HARMLESS_WORDS.find(title).is_some() {
        for word in HARMLESS {
            bare = bare.replace(word, "");
        }
    }
    let opening = [
        "但",
        "而",
        "同时",
        "此外",
        "其中",
        "因此",
        "目前",
        "今年",
        "去年",
        "明年",
        "当前",
        "近年",
        "会上",
        "会议",
        "记者",
        "据",
        "他",
        "她",
        "我",
        "这",
        "那",
        "在此",
        "然而",
        "不过",
        "如果",
        "虽然",
        "由于",
        "为了",
        "截至",
        "全会",
        "本法",
        "本条例",
        "本办法",
        "前款",
        "何为",
        "首先",
        "其次",
    ];
    if !numbered && opening.iter().any(|w| bare.starts_with(w)) {
        return true;
    }
    if MODAL_WORDS.find(&bare).is_some() && MODAL.iter().any(|w| bare.contains(w)) {
        return true;
    }
    if numbered {
        return false;
    }
    // 农业增加值12345万元，同比增长9.9%: figures are told, not named.
    if bare.chars().filter(char::is_ascii_digit).count() >= 4 || bare.contains('%') {
        return true;
    }
    let finite = ['是', '有', '由', '被', '已', '了', '吗', '呢', '吧', '啊', '“'];
    if bare.chars().next().is_some_and(|c| c == '“' || c.is_ascii_digit()) {
        return true;
    }
    // 两岸正好相反, 宽窄不一: how something is, not what comes.
    let told = ["很", "也", "其", "不一", "相反", "不同", "相同", "不等"];
    if told.iter().any(|w| bare.contains(w)) {
        return true;
    }
    finite.iter().take(9).any(|f| bare.contains(*f))
        || bare.starts_with("将")
        || bare.contains("将会")
}
