//! The job: what `pack.yaml` or a command line asks for.
//!
//! Belongs here: the typed job, and reading it from YAML with errors an editor
//! understands.
//! Does not belong here: carrying it out (`pipeline`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compose::Lang;
use crate::diag::{Diagnostic, say};
use crate::fonts::Role;
use crate::model::Date;
use crate::render::Format;

/// A job: everything that decides what a pack is made of and how it looks.
///
/// The YAML form has these keys in kebab-case; every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Job {
    /// The title of the pack: the name in the masthead (`杨树简报`) or on the cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The issue, such as `第3期` or `2026年第3期（总第118期）`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Who issues it (编印单位).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The date of the issue, `2026-03-17`. Without it the pack has no date, and
    /// `--date` or `SOURCE_DATE_EPOCH` may give one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The template: the name of a shipped one, or the path of a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The style: the name of a shipped one, or the path of a YAML file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The language of the texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The source files in order, paths relative to the job file; `*` and `?` stand for
    /// any characters of a name, and what they match comes in the order of the names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The articles in the order in which they are printed. Without it: all, in the order
    /// of the sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Pick>,
    /// What the template asks for: the parameters of its `template.yaml`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Value>,
    /// Faces of this machine for roles: an exact family name or the path of a font file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fonts: BTreeMap<Role, String>,
    /// The formats to build. Without it: all three.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// The name of the files to write, without folder and ending. Without it: the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
}

/// One article of a job: which, and what the editor wants changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Pick {
    /// The source file, as it is written under `sources` or as `init` wrote it.
    pub source: String,
    /// Which article of that source, from 1. Without it: the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<usize>,
    /// A title in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A kicker in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// A subtitle in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub omit: bool,
}

/// The value of a template's parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Words; several lines become several paragraphs.
    Words(String),
    /// Several entries.
    List(Vec<String>),
}

impl Job {
    /// The date of the issue, where the job gives one: `2026-03-17`, `2026年3月17日` or
    /// `2026/3/17`.
    pub fn issue_date(&self) -> Result<Option<Date>, Diagnostic> {
        let Some(words) = self.date.as_deref().map(str::trim).filter(|d| !d.is_empty())
        else {
            return Ok(None);
        };
        read_date(words).map(Some).ok_or_else(|| {
            let message =
                say(format!("“{words}”不是日期"), format!("`{words}` is no date"));
            Diagnostic::error("job/bad-date", message)
                .help("写成 2026-03-17", "write it as 2026-03-17")
        })
    }
}

fn read_date(words: &str) -> Option<Date> {
    let mut parts = words
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.trim().parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let whole = parts.next().is_none() && year >= 1000 && (1..=days).contains(&day);
    whole.then_some(Date {
        year: Some(i32::from(year)),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
    })
}
