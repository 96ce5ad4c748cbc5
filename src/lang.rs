//! The languages that a pack is set in.
//!
//! Belongs here: their names, and what follows from a language alone, wherever it is asked.
//! Does not belong here: which language a text is in (`clean`), and which faces, marks and
//! words a language asks for (`fonts`, `compose`, `render`).

/// The language of a pack or of one article. It chooses line breaking, squeezing, faces,
/// forms of characters and generated words.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
pub enum Lang {
    /// 简体中文.
    #[default]
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// 繁體中文.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// 日本語.
    #[serde(rename = "ja")]
    Ja,
    /// 한국어.
    #[serde(rename = "ko")]
    Ko,
}

impl Lang {
    /// All languages.
    pub const ALL: [Lang; 4] = [Lang::ZhHans, Lang::ZhHant, Lang::Ja, Lang::Ko];

    /// The tag that browsers and readers choose glyph forms and breaking rules by.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::ZhHans => "zh-CN",
            Lang::ZhHant => "zh-TW",
            Lang::Ja => "ja",
            Lang::Ko => "ko",
        }
    }

    /// The language that has a [`tag`](Lang::tag); `None` for tags of other languages.
    pub fn of_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Lang::ZhHans => "简体中文",
            Lang::ZhHant => "繁體中文",
            Lang::Ja => "日本語",
            Lang::Ko => "한국어",
        }
    }

    /// Whether its words are set solid: Korean alone parts them with spaces.
    pub fn is_solid(self) -> bool {
        self != Lang::Ko
    }
}
