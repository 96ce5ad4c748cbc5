//! Which language a pack and each of its articles is set in.
//!
//! Belongs here: the order of authority: the job, then what the letters say.
//! Does not belong here: counting letters (`clean`), and what follows from a language.

use std::collections::BTreeMap;

use crate::clean::{Language, Traits};
use crate::job::Job;
use crate::lang::Lang;
use crate::model::{Article, Pack};

/// The language of a pack and of each of its articles, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Languages {
    pub(super) pack: Lang,
    pub(super) articles: Vec<Lang>,
}

/// What the letters of an article say: its language, whether that is beyond doubt, and how
/// much text there is, in bytes.
struct Evidence {
    lang: Lang,
    plain: bool,
    len: usize,
}

impl Languages {
    /// The languages of a pack whose articles stand in the order of the job.
    ///
    /// The job decides for the pack; without its word, the language of most of the text.
    /// An article is in the language that its entry in the job names, else in its own
    /// where its letters leave no doubt (kana, Hangul, many characters that only one kind
    /// of Chinese has), else in that of the pack.
    pub(super) fn of(pack: &Pack, job: &Job) -> Languages {
        let evidence: Vec<Option<Evidence>> =
            pack.articles.iter().map(|article| evidence(pack, article)).collect();
        let pack_lang = job.lang.unwrap_or_else(|| most(&evidence));
        let mut picks = job.articles.iter().filter(|pick| !pick.omit);
        let articles = evidence.into_iter().map(|evidence| {
            let asked = picks.next().and_then(|pick| pick.lang);
            let found = evidence.filter(|found| found.plain).map(|found| found.lang);
            asked.or(found).unwrap_or(pack_lang)
        });
        Languages { articles: articles.collect(), pack: pack_lang }
    }
}

fn most(evidence: &[Option<Evidence>]) -> Lang {
    let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
    for found in evidence.iter().flatten() {
        *counts.entry(found.lang).or_default() += found.len;
    }
    let most =
        counts.into_iter().max_by_key(|(lang, len)| (*len, std::cmp::Reverse(*lang)));
    most.map_or(Lang::default(), |(lang, _)| lang)
}

fn evidence(pack: &Pack, article: &Article) -> Option<Evidence> {
    let (source, range) = article.extent.as_ref()?;
    let record = pack.records.get(usize::try_from(source.0).ok()?)?;
    let text = record.source.text.get(range.clone())?;
    let traits = Traits::of(text);
    let lang = match traits.language {
        Language::Simplified => Lang::ZhHans,
        Language::Traditional => Lang::ZhHant,
        Language::Japanese => Lang::Ja,
        Language::Korean => Lang::Ko,
        Language::Other => return None,
    };
    Some(Evidence { lang, plain: traits.plain, len: text.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{self, Input};
    use crate::source::{Source, SourceId};

    fn pack(texts: &[&str]) -> Pack {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let input = |(n, text): (usize, &&str)| {
            let path = folder.path().join(format!("{n}.txt"));
            std::fs::write(&path, text).expect("it can be written");
            let id = SourceId(u32::try_from(n).expect("there are few"));
            Input::from(Source::load(id, &path, None).expect("it can be read").0)
        };
        let inputs = texts.iter().enumerate().map(input).collect();
        pipeline::read(inputs, &mut Vec::new()).expect("the account balances")
    }

    const HANS: &str = "云溪区召开会议\n\n云溪区这次会议对发展经济、组织动员、开展规划、进行设计作出了总体安排，要求各单位认真学习领会。\n";
    const JA: &str =
        "相談窓口について\n\n雲渓市は、相談窓口についての会議を開催しました。\n";

    #[test]
    fn the_letters_decide_where_the_job_is_silent() {
        let languages = Languages::of(&pack(&[HANS, JA, HANS]), &Job::default());
        assert_eq!(languages.pack, Lang::ZhHans);
        assert_eq!(languages.articles, [Lang::ZhHans, Lang::Ja, Lang::ZhHans]);
        let languages = Languages::of(&pack(&[JA]), &Job::default());
        assert_eq!(languages.pack, Lang::Ja);
    }

    #[test]
    fn the_job_decides_over_doubtful_letters() {
        let job = Job { lang: Some(Lang::ZhHant), ..Job::default() };
        let doubtful = "文化中心\n\n文化中心今日正式啟用，市民可自由入內。\n";
        let languages = Languages::of(&pack(&[doubtful, JA]), &job);
        assert_eq!(languages.articles, [Lang::ZhHant, Lang::Ja]);
        let job = Job::read(
            "lang: zh-Hant\narticles:\n- { source: 0.txt, lang: ko }\n",
            "pack.yaml",
        )
        .expect("the job is sound");
        let languages = Languages::of(&pack(&[doubtful]), &job);
        assert_eq!(languages.articles, [Lang::Ko]);
    }
}
