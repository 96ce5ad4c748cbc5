//! The language of profiles as it is written: every key optional, in English or Chinese.
//!
//! Belongs here: the keys and their doc comments, which are also the descriptions in the
//! JSON Schema.
//! Does not belong here: what a profile does to a text (`profiles`).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_saphyr::Spanned;

use crate::segment::orders;

/// A profile: rules for one kind of source. Nothing in it is a regular expression. Keys
/// may be written in English or in Chinese.
#[derive(Debug, Clone, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(transform = chinese_keys)]
pub struct ProfileFile {
    /// 说明: what kind of source it is for, in a sentence.
    #[serde(alias = "说明")]
    pub description: Option<String>,
    /// 识别: how the kind of source is recognised. Without it every source is of that
    /// kind.
    #[serde(alias = "识别")]
    pub when: Option<When>,
    /// 弃: lines to leave out.
    #[serde(alias = "弃")]
    #[schemars(with = "Vec<Lines>")]
    pub drop: Vec<Spanned<Lines>>,
    /// 篇首: lines with which an article begins.
    #[serde(alias = "篇首")]
    #[schemars(with = "Vec<Lines>")]
    pub start: Vec<Spanned<Lines>>,
    /// 篇末: lines with which an article ends.
    #[serde(alias = "篇末")]
    #[schemars(with = "Vec<Lines>")]
    pub end: Vec<Spanned<Lines>>,
    /// 标注: lines with a fixed label, by the word for it that a side file uses (标题, 正文,
    /// 图说, 落款 … or title, body, caption, sign-off …).
    #[serde(alias = "标注")]
    #[schemars(with = "BTreeMap<LabelWord, Vec<Lines>>")]
    pub labels: BTreeMap<LabelWord, Vec<Spanned<Lines>>>,
    /// 信息: lines of metadata, by the field of which they speak: the words before what
    /// they tell, such as `稿源：`.
    #[serde(alias = "信息")]
    #[schemars(with = "BTreeMap<FieldWord, Vec<String>>")]
    pub fields: BTreeMap<FieldWord, Vec<Spanned<String>>>,
    /// 疑词: words that may stand in the place of others. They are reported, never changed.
    #[serde(alias = "疑词")]
    #[schemars(with = "Vec<Suspect>")]
    pub suspects: Vec<Spanned<Suspect>>,
}

/// 识别: by which lines a kind of source is recognised.
#[derive(Debug, Clone, Default, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(transform = chinese_keys)]
pub struct When {
    /// 行: lines that such a source has.
    #[serde(alias = "行")]
    #[schemars(with = "Vec<Lines>")]
    pub lines: Vec<Spanned<Lines>>,
    /// 词: words that occur anywhere in such a source.
    #[serde(alias = "词")]
    pub words: Vec<String>,
    /// 至少: how many of all these have to occur. Without it: one.
    #[serde(alias = "至少")]
    pub at_least: Option<usize>,
}

/// Lines, by what they say and where they stand. Everything that is given has to hold.
///
/// In its short form a string: `版面导航` is a whole line, `责任编辑：…` begins so,
/// `…阅读原文` ends so, `…广告热线…` contains it. Spaces, and whether marks and Latin
/// letters are wide or narrow, make no difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(pub LinesEntry);

/// Lines in the long form.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(transform = chinese_keys)]
pub struct LinesEntry {
    /// 整行: the whole line is one of these.
    #[serde(alias = "整行")]
    pub whole: Words,
    /// 开头: it begins with one of these.
    #[serde(alias = "开头")]
    pub begins: Words,
    /// 结尾: it ends with one of these.
    #[serde(alias = "结尾")]
    pub ends: Words,
    /// 含有: it contains one of these.
    #[serde(alias = "含有")]
    pub contains: Words,
    /// 位置: where it stands.
    #[serde(alias = "位置")]
    pub place: Option<PlaceWord>,
    /// 至多: how many letters it has at the most.
    #[serde(alias = "至多")]
    pub at_most: Option<usize>,
    /// 到: all lines from it to the next line that is one of these. Without such a line:
    /// it alone.
    #[serde(alias = "到")]
    pub through: Words,
    /// 到底: all lines from it to the end of the article.
    #[serde(alias = "到底")]
    pub to_end: bool,
    /// 从头: all lines from the beginning of the file to it.
    #[serde(alias = "从头")]
    pub from_top: bool,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceWord {
    /// 头: above the first paragraph of running text.
    #[serde(alias = "头")]
    Head,
    /// 尾: below the last one.
    #[serde(alias = "尾")]
    Foot,
    /// 中: between them.
    #[serde(alias = "中")]
    Between,
}

/// 疑词: a word that may stand in the place of another.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(transform = chinese_keys)]
pub struct Suspect {
    /// 词: the word as it stands in the text.
    #[serde(alias = "词")]
    pub word: String,
    /// 通常: what usually stands there.
    #[serde(alias = "通常")]
    pub usual: String,
    /// 缘由: why, in half a sentence.
    #[serde(alias = "缘由", default)]
    pub why: Option<String>,
    /// 除非: words that hold it and are right, such as `实行院长负责制` for `实行院长`.
    #[serde(alias = "除非", default)]
    pub except: Words,
}

/// One word or a list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

/// The word for a label, as a side file uses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LabelWord(pub(super) String);

/// Which of the metadata a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldWord {
    /// 来源.
    #[serde(alias = "来源")]
    Source,
    /// 日期.
    #[serde(alias = "日期")]
    Date,
    /// 作者.
    #[serde(alias = "作者")]
    Author,
    /// 版次.
    #[serde(alias = "版次")]
    Page,
    /// 编辑 and others: kept as they stand.
    #[serde(alias = "编辑")]
    Editor,
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Lines;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("words, or `whole:`, `begins:`, `ends:`, `contains:`")
            }

            fn visit_str<E: de::Error>(self, words: &str) -> Result<Lines, E> {
                Ok(Lines(LinesEntry::short(words)))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Lines, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Lines, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Lines, A::Error> {
                LinesEntry::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(Lines)
            }
        }
        from.deserialize_any(Either)
    }
}

impl LinesEntry {
    /// What the short form means: `…` stands for any words.
    pub(super) fn short(words: &str) -> Self {
        let list = |word: &str| Words(vec![word.trim().to_owned()]);
        let core = words.trim();
        let open = core.starts_with('…');
        let close = core.ends_with('…');
        let parts: Vec<&str> =
            core.split('…').map(str::trim).filter(|p| !p.is_empty()).collect();
        let mut lines = LinesEntry::default();
        match parts.as_slice() {
            [] => lines.whole = list(core),
            [one] => match (open, close) {
                (false, false) => lines.whole = list(one),
                (false, true) => lines.begins = list(one),
                (true, false) => lines.ends = list(one),
                (true, true) => lines.contains = list(one),
            },
            [first, .., last] => {
                if !open {
                    lines.begins = list(first);
                }
                if !close {
                    lines.ends = list(last);
                }
                if open || close {
                    lines.contains = list(if open { first } else { last });
                }
            }
        }
        lines
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("words, or a list of words")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Words, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Words, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = list.next_element()? {
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        from.deserialize_any(Either)
    }
}

impl<'de> Deserialize<'de> for LabelWord {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        static WORDS: LazyLock<Vec<&'static str>> =
            LazyLock::new(|| orders::words().collect());
        let word = String::deserialize(from)?;
        let known = word.split(['+', '＋']).all(|part| orders::order(part).is_some());
        if known {
            Ok(LabelWord(word))
        } else {
            Err(de::Error::unknown_variant(&word, &WORDS))
        }
    }
}

impl JsonSchema for Lines {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lines".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let long = generator.subschema_for::<LinesEntry>();
        json_schema!({
            "description": "版面导航 is a whole line, 责任编辑：… begins so, …阅读原文 ends so, \
                            …广告热线… contains it; or the long form.",
            "anyOf": [{ "type": "string" }, { "type": "integer" }, long],
        })
    }
}

impl JsonSchema for Words {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One word or a list of them.",
            "anyOf": [
                { "type": ["string", "integer"] },
                { "type": "array", "items": { "type": ["string", "integer"] } },
            ],
        })
    }
}

impl JsonSchema for LabelWord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Label".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": orders::words().collect::<Vec<_>>() })
    }
}

impl JsonSchema for FieldWord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Field".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": [
            "source", "date", "author", "page", "editor",
            "来源", "日期", "作者", "版次", "编辑",
        ] })
    }
}

impl JsonSchema for PlaceWord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Place".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": ["head", "foot", "between", "头", "尾", "中"] })
    }
}

/// Gives every key its Chinese name as well: the word before the colon of its description.
fn chinese_keys(schema: &mut Schema) {
    let Some(serde_json::Value::Object(keys)) = schema.get_mut("properties") else {
        return;
    };
    let more: Vec<(String, serde_json::Value)> = keys
        .values()
        .filter_map(|value| {
            let said = value.get("description")?.as_str()?;
            let (name, _) = said.split_once(':')?;
            let han = !name.is_empty() && name.chars().all(crate::han::is_cjk_letter);
            han.then(|| (name.to_owned(), value.clone()))
        })
        .collect();
    keys.extend(more);
    // A key that must be there may be there in either language.
    schema.remove("required");
}
