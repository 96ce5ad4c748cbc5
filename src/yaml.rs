//! Reading YAML that people write by hand: jobs, styles and template manifests.
//!
//! Belongs here: turning YAML into typed values with errors that an editor understands,
//! and the nearest match for a misspelt word.
//! Does not belong here: what the keys mean (`job`, `compose::style`,
//! `compose::template`).

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_saphyr::{Error, Location};

use crate::diag::{Diagnostic, Say, say};

/// The text of a YAML file together with its name, for places in messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file as the user named it.
    pub file: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

impl Document {
    /// A document of these words.
    pub fn new(file: &str, text: &str) -> Self {
        Document { file: file.into(), text: text.into() }
    }

    /// Reads the document as a `T`.
    ///
    /// Faults that the parser explains badly (tabs, a full-width colon after a key) are
    /// looked for first, so that the message names the cure.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> {
        let (mut faults, mut suspected) = self.faults_of_typing();
        let text = self.text.trim_start_matches('\u{FEFF}');
        // A file of comments only is a mapping in which every key is left out.
        let empty = text.lines().all(|line| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line == "---"
        });
        let options = serde_saphyr::options! {
            with_snippet: false,
            // A copy number such as 000001 keeps its zeros.
            leading_zero_numbers_as_strings: true,
            budget: serde_saphyr::budget! { max_nodes: 100_000, max_anchors: 100, max_aliases: 100 },
        };
        match serde_saphyr::from_str_with_options(
            if empty { "{}" } else { text },
            options,
        ) {
            Ok(value) if faults.is_empty() => Ok(value),
            Ok(_) => Err(faults),
            Err(error) => {
                if faults.is_empty() {
                    let explained = self.explain(&error);
                    let line = |fault: &Diagnostic| {
                        fault.place.as_ref().map(|place| place.line_and_column().0)
                    };
                    suspected.retain(|fault| line(fault) == line(&explained));
                    faults.push(suspected.pop().unwrap_or(explained));
                }
                Err(faults)
            }
        }
    }

    /// The bytes of the scalar at a location: up to the end of its line or the next
    /// comma, bracket or comment.
    pub fn range(&self, location: &Location) -> Range<usize> {
        let Some(start) = self.offset(location) else { return 0..0 };
        let rest = &self.text[start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let len = match quote {
            Some(quote) => rest[1..].find(quote).map(|at| at + 2),
            None => rest.find(['\n', '\r', ',', '}', ']', '#']),
        };
        let scalar = rest[..len.unwrap_or(rest.len())].trim_end();
        let key = scalar.find(": ").or(scalar.strip_suffix(':').map(str::len));
        start..start + key.filter(|_| quote.is_none()).unwrap_or(scalar.len()).max(1)
    }

    fn offset(&self, location: &Location) -> Option<usize> {
        let line = usize::try_from(location.line()).ok()?.checked_sub(1)?;
        let column = usize::try_from(location.column()).ok()?.saturating_sub(1);
        let start = if line == 0 {
            0
        } else {
            self.text.match_indices('\n').nth(line - 1).map(|(at, _)| at + 1)?
        };
        let rest = &self.text[start..];
        let bom = if line == 0 && rest.starts_with('\u{FEFF}') { 1 } else { 0 };
        let at = rest.char_indices().nth(column + bom).map_or(rest.len(), |(at, _)| at);
        Some(start + at)
    }

    /// What was typed wrongly, and what was so only if the file can't be read: an entry of a
    /// list may be words with a full-width colon in them.
    fn faults_of_typing(&self) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut suspected = Vec::new();
        let mut start = 0;
        // The indent of the key whose literal text (`|` or `>`) is being read.
        let mut literal: Option<usize> = None;
        for line in self.text.split_inclusive('\n') {
            let body = line.trim_end();
            let indent = body.len() - body.trim_start().len();
            if literal.is_some_and(|key| body.is_empty() || indent > key) {
                start += line.len();
                continue;
            }
            literal = body.ends_with(['|', '>']).then_some(indent);
            let spaces = &body[..indent];
            if let Some(at) = spaces.find('\t') {
                faults.push(
                    Diagnostic::error(
                        "yaml/tab",
                        say("这一行用制表符缩进", "this line is indented with a tab"),
                    )
                    .at(&self.file, &self.text, start + at..start + at + 1)
                    .help("改用空格缩进", "indent it with spaces"),
                );
            }
            let is_entry = body.trim_start().starts_with("- ");
            let words = body.trim_start().trim_start_matches("- ");
            let at = start + body.len() - words.len();
            if let Some(colon) = wide_colon(words) {
                let place = at + colon..at + colon + '：'.len_utf8();
                let list = if is_entry { &mut suspected } else { &mut faults };
                list.push(
                    Diagnostic::error(
                        "yaml/wide-colon",
                        say(
                            "键的后面是全角冒号“：”",
                            "the key is followed by a full-width colon `：`",
                        ),
                    )
                    .at(&self.file, &self.text, place)
                    .help(
                        "改成半角冒号加一个空格“: ”",
                        "write a half-width colon and a space, `: `",
                    ),
                );
            }
            start += line.len();
        }
        (faults, suspected)
    }

    fn explain(&self, error: &Error) -> Diagnostic {
        let error = error.without_snippet();
        let (code, message, help) = explain(error);
        let mut diagnostic = Diagnostic::error(code, message);
        if let Some(range) = error.location().map(|location| self.range(&location)) {
            diagnostic = diagnostic.at(&self.file, &self.text, range);
        }
        diagnostic.help = help;
        diagnostic
    }
}

/// A full-width colon that stands where a key ends: the words before it look like a key
/// and no half-width colon follows them.
fn wide_colon(words: &str) -> Option<usize> {
    if words.starts_with(['#', '"', '\'', '{', '[', '|', '>']) {
        return None;
    }
    let at = words.find('：')?;
    let key = &words[..at];
    let is_key = !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    (is_key && !words.contains(": ") && !words.ends_with(':')).then_some(at)
}

fn explain(error: &Error) -> (&'static str, Say, Option<Say>) {
    match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            ("yaml/unknown-key", unknown_key(field), suggest(field, expected))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => (
            "yaml/unknown-value",
            say(
                format!("这里不能用“{variant}”"),
                format!("`{variant}` can't stand here"),
            ),
            suggest(variant, expected),
        ),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("?");
            (
                "yaml/duplicate-key",
                say(
                    format!("键“{key}”写了两次"),
                    format!("the key `{key}` stands twice"),
                ),
                Some(say("删去其中一个", "remove one of them")),
            )
        }
        Error::SerdeMissingField { field, .. } => (
            "yaml/missing-key",
            say(format!("缺少键“{field}”"), format!("the key `{field}` is missing")),
            Some(say(format!("补上“{field}: …”"), format!("add `{field}: …`"))),
        ),
        Error::SerdeInvalidType { expected, .. }
        | Error::SerdeInvalidValue { expected, .. }
        | Error::SerdeInvalidLength { expected, .. } => (
            "yaml/wrong-type",
            say(format!("这里应当是{expected}"), format!("expected {expected} here")),
            None,
        ),
        Error::InvalidScalar { ty, .. } => (
            "yaml/wrong-type",
            say(format!("这里应当是{}", kind_zh(ty)), format!("expected {ty} here")),
            None,
        ),
        Error::Unexpected { expected, .. } => (
            "yaml/wrong-type",
            say(
                format!("这里应当是{}", kind_zh(expected)),
                format!("expected {expected}"),
            ),
            None,
        ),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. } => (
            "yaml/too-large",
            say(
                "文件太大，或者别名展开过多",
                "the file is too large, or its aliases are",
            ),
            None,
        ),
        other => {
            let words = other.to_string();
            let words = words.lines().next().unwrap_or_default().to_owned();
            let help =
                say("检查缩进、引号和冒号", "check indents, quotation marks and colons");
            ("yaml/syntax", say(format!("YAML 语法不对：{words}"), words), Some(help))
        }
    }
}

fn kind_zh(kind: &str) -> &str {
    match kind {
        "bool" | "boolean" => "true 或 false",
        k if k.contains("mapping") => "“键: 值”一组",
        k if k.contains("sequence") => "以“- ”开头的列表",
        k if k.starts_with(['i', 'u']) && k.len() <= 5 => "整数",
        k if k.contains("int") => "整数",
        k if k.contains("float") || k.starts_with('f') => "数字",
        k if k.contains("str") => "文字",
        other => other,
    }
}

/// Words as a YAML scalar: bare where nothing in them can be misread, else quoted.
pub(crate) fn quoted(words: &str) -> String {
    let bare = words.chars().all(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '_' | '/' | '.' | '，' | '。' | '、' | '（' | '）' | '《' | '》'
            )
    }) && words.chars().next().is_some_and(|c| c.is_alphabetic())
        && !matches!(
            words.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if bare {
        return words.to_owned();
    }
    // JSON strings are YAML strings.
    serde_json::to_string(words).unwrap_or_default()
}

/// The sentence for a key that does not exist.
pub(crate) fn unknown_key(key: &str) -> Say {
    say(format!("没有“{key}”这个键"), format!("there is no key `{key}`"))
}

/// “Did you mean …?”, and all the words that are allowed where they are few.
pub fn suggest(word: &str, allowed: &[&str]) -> Option<Say> {
    let list = allowed.join("、");
    let list_en = allowed.join(", ");
    match nearest(word, allowed) {
        Some(near) if allowed.len() > 12 => {
            Some(say(format!("是不是“{near}”？"), format!("did you mean `{near}`?")))
        }
        Some(near) => Some(say(
            format!("是不是“{near}”？可用的有：{list}"),
            format!("did you mean `{near}`? Allowed are: {list_en}"),
        )),
        None if allowed.is_empty() => None,
        None => Some(say(format!("可用的有：{list}"), format!("allowed are: {list_en}"))),
    }
}

/// The allowed word that is nearest to a misspelt one, where one is near enough.
///
/// ```
/// # use briefpack::yaml::nearest;
/// assert_eq!(nearest("tilte", &["title", "subtitle"]), Some("title"));
/// assert_eq!(nearest("xyz", &["title", "subtitle"]), None);
/// ```
pub fn nearest<'a>(word: &str, allowed: &[&'a str]) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1) + 1;
    allowed
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| {
            *distance < limit.min(candidate.chars().count().max(2))
                || same_letters(word, candidate)
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `pageBreak` and `page_break` are `page-break`.
fn same_letters(a: &str, b: &str) -> bool {
    let bare = |word: &str| -> String {
        word.chars()
            .filter(|c| !matches!(c, '-' | '_' | ' '))
            .flat_map(char::to_lowercase)
            .collect()
    };
    bare(a) == bare(b)
}

/// How many characters must be put in, taken out, replaced or swapped.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost =
                (above[j] + usize::from(x != y)).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}
