//! The words that packs are made with, in each language.
//!
//! Belongs here: what a shipped template prints besides the words of sources and job.
//! Does not belong here: messages to the editor (`diag`).
//!
//! A template writes `{{words.contents}}`. What it types itself is printed as it is, in
//! every language.

use serde_json::{Map, Value as Json};

use crate::lang::Lang;
use crate::model::Date;

/// Name in templates; 简体, 繁體, 日本語, 한국어.
const WORDS: [(&str, [&str; 4]); 18] = [
    ("contents", ["目　录", "目　錄", "目　次", "차　례"]),
    ("foreword", ["编印说明", "編印說明", "はじめに", "일러두기"]),
    ("editors-note", ["编者按：", "編者按：", "編集部注：", "편집자 주: "]),
    ("source-open", ["（来源：", "（來源：", "（出典：", "(출처: "]),
    // A date without a source.
    ("date-open", ["（", "（", "（", "("]),
    ("source-close", ["）", "）", "）", ")"]),
    ("comma", ["，", "，", "、", ", "]),
    ("report-to", ["报：", "報：", "報告先：", "보고: "]),
    ("send-to", ["送：", "送：", "送付先：", "송부: "]),
    ("issue-to", ["发：", "發：", "配布先：", "배포: "]),
    ("issued", ["印发", "印發", "発行", " 발행"]),
    ("copies-open", ["（共印", "（共印", "（印刷部数", "(총 "]),
    ("copies-close", ["份）", "份）", "部）", "부 인쇄)"]),
    ("masthead", ["简报", "簡報", "資料", "자료"]),
    ("note", ["注", "註", "注", "주"]),
    ("notes", ["注释", "註釋", "注釈", "주석"]),
    ("back", ["返回正文", "返回正文", "本文へ戻る", "본문으로 돌아가기"]),
    ("top", ["跳到正文", "跳到正文", "本文へ", "본문으로"]),
];

fn column(lang: Lang) -> usize {
    match lang {
        Lang::ZhHans => 0,
        Lang::ZhHant => 1,
        Lang::Ja => 2,
        Lang::Ko => 3,
    }
}

/// All words of a language, by their names: what templates see as `words`.
pub(super) fn all(lang: Lang) -> Json {
    let entry = |(name, words): &(&str, [&str; 4])| {
        ((*name).to_owned(), Json::String(words[column(lang)].to_owned()))
    };
    Json::Object(WORDS.iter().map(entry).collect::<Map<_, _>>())
}

/// The names under `words`.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(name, _)| *name)
}

/// A word of a language by its name; empty where there is none of that name.
pub(crate) fn word(lang: Lang, name: &str) -> &'static str {
    let found = WORDS.iter().find(|(known, _)| *known == name);
    found.map_or("", |(_, words)| words[column(lang)])
}

/// A date in words, such as `2026年3月18日`; empty where nothing of it is known.
pub(super) fn date(date: &Date, lang: Lang) -> String {
    let chinese = date.chinese();
    match lang {
        Lang::ZhHans | Lang::ZhHant | Lang::Ja => chinese,
        Lang::Ko => {
            let korean =
                chinese.replace('年', "년 ").replace('月', "월 ").replace('日', "일");
            korean.trim_end().to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_has_them() {
        let day = Date { year: Some(2026), month: Some(3), day: Some(8) };
        assert_eq!(date(&day, Lang::ZhHant), "2026年3月8日");
        assert_eq!(date(&day, Lang::Ko), "2026년 3월 8일");
        assert_eq!(date(&Date { day: None, ..day }, Lang::Ko), "2026년 3월");
    }

    #[test]
    fn every_word_is_there_in_every_language() {
        for lang in Lang::ALL {
            for (name, words) in WORDS {
                assert!(!words[column(lang)].is_empty(), "{name}");
                assert_eq!(word(lang, name), all(lang)[name]);
            }
        }
    }
}
