//! `template.yaml`: what a template is called and what it asks for.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use crate::diag::{Diagnostic, Say, say};
use crate::job::Value;
use crate::yaml::Document;

/// A template's `template.yaml`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Manifest {
    /// What people call it, such as `简报`.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub description: String,
    /// What the job may say under `parameters`, in the order in which it is shown.
    #[serde(default)]
    #[schemars(with = "Vec<Parameter>")]
    pub parameters: Vec<Spanned<Parameter>>,
}

/// One thing that a template asks for.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parameter {
    /// Its name in the template and in the job: letters, digits and `-`.
    pub name: String,
    /// What people call it, such as `份号`.
    pub label: String,
    /// What kind of value it takes.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// The value when the job says nothing.
    #[serde(default)]
    pub default: Option<Value>,
    /// For `choice`: the values that may be chosen.
    #[serde(default)]
    pub values: Vec<String>,
    /// What it is for, where the label does not say enough.
    #[serde(default)]
    pub help: Option<String>,
}

/// What kind of value a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterKind {
    /// Words on one line.
    Text,
    /// Words of several lines; each is a paragraph.
    Paragraphs,
    /// Several entries.
    List,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
    /// One of `values`.
    Choice,
}

impl ParameterKind {
    fn wants(self) -> Say {
        match self {
            ParameterKind::Text => say("一行文字", "words on one line"),
            ParameterKind::Paragraphs => {
                say("文字，一行一段", "words, a line a paragraph")
            }
            ParameterKind::List => say("列表，每项前写“- ”", "a list"),
            ParameterKind::Number => say("整数", "a whole number"),
            ParameterKind::Flag => say("true 或 false", "`true` or `false`"),
            ParameterKind::Choice => say("列出的值之一", "one of its values"),
        }
    }
}

impl Parameter {
    /// The value in the shape that the kind asks for, or what was expected.
    pub(crate) fn shape(&self, value: &Value) -> Result<Value, Say> {
        let shaped = match (self.kind, value) {
            (ParameterKind::Text, Value::Words(words)) => {
                let words = words.trim();
                if words.contains('\n') { None } else { Some(Value::Words(words.into())) }
            }
            // A copy number or a year is easily written without quotation marks.
            (ParameterKind::Text, Value::Number(n)) => Some(Value::Words(n.to_string())),
            (ParameterKind::Paragraphs, Value::Words(words)) => Some(Value::List(
                words
                    .lines()
                    .map(str::trim)
                    .filter(|l| !l.is_empty())
                    .map(Into::into)
                    .collect(),
            )),
            (ParameterKind::Paragraphs | ParameterKind::List, Value::List(items)) => {
                Some(Value::List(items.clone()))
            }
            (ParameterKind::List, Value::Words(words)) => {
                Some(Value::List(vec![words.trim().into()]))
            }
            (ParameterKind::Number, Value::Number(n)) => Some(Value::Number(*n)),
            (ParameterKind::Flag, Value::Flag(flag)) => Some(Value::Flag(*flag)),
            (ParameterKind::Choice, Value::Words(words)) => self
                .values
                .iter()
                .any(|value| value == words.trim())
                .then(|| Value::Words(words.trim().into())),
            _ => None,
        };
        shaped.ok_or_else(|| {
            let wants = self.kind.wants();
            let (mut zh, mut en) = (wants.zh, wants.en);
            if self.kind == ParameterKind::Choice {
                zh = format!("{}之一", self.values.join("、"));
                en = format!("one of {}", self.values.join(", "));
            }
            say(
                format!("参数“{}”（{}）应当是{zh}", self.name, self.label),
                format!("the parameter `{}` ({}) must be {en}", self.name, self.label),
            )
        })
    }

    /// The value that stands for silence.
    pub(crate) fn empty(&self) -> Value {
        match self.kind {
            ParameterKind::Text | ParameterKind::Choice => Value::Words(String::new()),
            ParameterKind::Paragraphs | ParameterKind::List => Value::List(Vec::new()),
            ParameterKind::Number => Value::Number(0),
            ParameterKind::Flag => Value::Flag(false),
        }
    }
}

impl Manifest {
    /// Checks names and defaults; `reserved` are the names of the fields that every
    /// template has.
    pub(crate) fn check(
        &self,
        document: &Document,
        reserved: &[&str],
    ) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for entry in &self.parameters {
            let parameter = &entry.value;
            let name = parameter.name.as_str();
            let mut fault = |code, message| {
                let range = document.range(&entry.referenced);
                faults.push(Diagnostic::error(code, message).at(
                    &document.file,
                    &document.text,
                    range,
                ));
            };
            let spelt = name.chars().all(|c| c.is_alphanumeric() || c == '-');
            if name.is_empty() || !spelt {
                fault(
                    "template/bad-parameter",
                    say(
                        format!("参数名“{name}”只能用字、字母、数字和“-”"),
                        format!(
                            "the name `{name}` may only have letters, digits and `-`"
                        ),
                    ),
                );
            }
            if reserved.contains(&name) || seen.contains(&name) {
                fault(
                    "template/bad-parameter",
                    say(
                        format!("“{name}”这个名字已有他用，换一个"),
                        format!("the name `{name}` is taken: choose another"),
                    ),
                );
            }
            seen.push(name);
            if let Some(default) = &parameter.default
                && let Err(message) = parameter.shape(default)
            {
                fault("template/bad-default", message);
            }
        }
        faults
    }
}
