//! Profiles read and used: what an editor writes, what it does, and what is wrong with it.

use super::*;
use crate::clean;
use crate::diag::Notes;
use crate::model::{self, Pack};
use crate::segment::{self, Corrections};
use crate::source::SourceId;

fn profile(text: &str) -> Arc<Profile> {
    Arc::new(Profile::read(text, "规则/本报.yaml").unwrap_or_else(|e| panic!("{e:?}")))
}

fn fault(text: &str) -> Diagnostic {
    let mut faults = Profile::read(text, "本报.yaml").expect_err("it is wrong");
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

fn read(text: &str, profiles: &[Arc<Profile>]) -> (Pack, Notes) {
    let (source, mut notes) =
        Source::decode(SourceId(0), "a.txt", text.as_bytes(), None).expect("it is text");
    let draft = clean::run(&source, &mut notes);
    let guidance = Guidance { profiles, corrections: None };
    let segments = segment::run(&source, draft, guidance, &mut notes);
    let (articles, record) = model::build(source, segments);
    let pack = Pack { articles, records: vec![record] };
    model::check(&pack).expect("the account balances");
    (pack, notes)
}

fn dropped(pack: &Pack) -> Vec<(&str, &str)> {
    pack.records[0].dropped.iter().map(|d| (d.text.as_str(), d.reason)).collect()
}

use crate::segment::Guidance;
use crate::source::Source;

const TEXT: &str = "云溪区开展老街改造\n\
    稿源：云溪时报　　执笔：林知远\n\
    本报讯 云溪区昨日启动老街改造，计划投资三亿元，惠及沿街百姓两千余户。\n\
    订阅热线：零零零零\n\
    改造分三期进行，第一期年内完工，居民在家门口就能办好日常的事情。\n\
    请扫码领取福利\n";

#[test]
fn every_shipped_profile_reads_and_says_what_it_is_for() {
    for (name, _) in SHIPPED {
        let profile = Profile::load(name).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        assert_eq!(profile.name, *name);
        assert!(!profile.description.is_empty() && !profile.when.is_empty());
        assert!(profile.rules.len() > 10);
    }
}

#[test]
fn chinese_and_english_keys_say_the_same() {
    let chinese =
        profile("弃:\n  - 订阅热线：…\n信息:\n  来源: [稿源：]\n  作者: [执笔：]\n");
    let english = profile(
        "drop:\n  - { begins: 订阅热线： }\nfields:\n  source: [稿源：]\n  author: 执笔：\n"
            .replace("author: 执笔：", "author: [执笔：]")
            .as_str(),
    );
    for profile in [chinese, english] {
        let (pack, _) = read(TEXT, &[profile]);
        let article = &pack.articles[0];
        assert_eq!(article.source.as_ref().map(|t| t.text.as_str()), Some("云溪时报"));
        assert_eq!(article.byline.as_ref().map(|t| t.text.as_str()), Some("林知远"));
        let dropped = dropped(&pack);
        assert!(
            dropped.contains(&("订阅热线：零零零零", "profile/本报:2")),
            "{dropped:?}"
        );
    }
}

#[test]
fn a_profile_is_used_only_where_it_knows_the_source() {
    let known = profile("识别:\n  词: [订阅热线]\n弃: [订阅热线：…]\n");
    let unknown =
        profile("识别:\n  词: [订阅热线, 副刊]\n  至少: 2\n弃: [订阅热线：…]\n");
    let gone = |p: &Arc<Profile>| {
        let (pack, _) = read(TEXT, std::slice::from_ref(p));
        dropped(&pack).iter().any(|(text, _)| text.starts_with("订阅热线"))
    };
    assert!(gone(&known) && !gone(&unknown));
}

#[test]
fn places_are_above_between_and_below_the_text() {
    let gone = |place: &str| {
        let rule = format!("弃:\n  - {{ 含有: [热线, 福利], 位置: {place} }}\n");
        let (pack, _) = read(TEXT, &[profile(&rule)]);
        let by_profile =
            pack.records[0].dropped.iter().filter(|d| d.reason.starts_with("profile"));
        by_profile.map(|d| d.text.chars().next().unwrap_or(' ')).collect::<String>()
    };
    assert_eq!(
        (gone("头"), gone("中"), gone("尾")),
        ("".into(), "订".into(), "请".into())
    );
}

#[test]
fn a_rule_may_speak_of_all_lines_up_to_another() {
    let text = "云溪区开展老街改造\n本报讯 云溪区昨日启动老街改造，计划投资三亿元，惠及百姓。\n\
        猜你想看\n甲街道的新鲜事\n乙街道的新鲜事\n以上由机器推荐\n\
        改造分三期进行，第一期年内完工，居民在家门口就能办好日常的事情。\n\
        热门话题\n云溪的春天\n云溪的秋天\n";
    let rules = profile(
        "弃:\n  - { 整行: 猜你想看, 到: 以上由机器推荐 }\n  - { 整行: 热门话题, 到底: true }\n",
    );
    let (pack, _) = read(text, &[rules]);
    let gone =
        pack.records[0].dropped.iter().filter(|d| d.reason.starts_with("profile/本报"));
    assert_eq!(gone.count(), 7);
    let words: String = crate::model::outline::draw(&pack, crate::diag::Tongue::Chinese);
    assert!(words.contains("云溪区开展老街改造"));
}

#[test]
fn articles_begin_and_end_where_it_says() {
    let text = "云溪区开展老街改造，计划投资三亿元，惠及沿街百姓两千余户。\n\
        ★★★\n\
        桥东街道昨日举行书展，展出新书三千余种，吸引居民前来选购。\n\
        【民生】桥西街道新开一家食堂，老人在家门口就能吃上热饭，大家都说好。\n";
    let (pack, _) = read(text, &[profile("篇首: [【民生】…]\n篇末: [★★★]\n弃: [★★★]\n")]);
    // A line of ornaments has no words; the letters around it decide.
    assert_eq!(pack.articles.len(), 3, "{:?}", dropped(&pack));
}

#[test]
fn its_own_words_are_looked_for_as_well() {
    let rules = "疑词:\n  - { 词: 福利, 通常: 资料, 缘由: 平台改写, 除非: [福利院] }\n";
    let said = "街道整理了有关福利，放在各社区的服务台上，欢迎居民取阅。";
    let text = TEXT.replace("请扫码领取福利", said);
    let (_, notes) = read(&text, &[profile(rules)]);
    let found: Vec<_> =
        notes.iter().filter(|n| n.code == "segment/substituted-word").collect();
    assert_eq!(found.len(), 1, "{notes:?}");
    assert!(found[0].message.zh.contains("平台改写"));
}

#[test]
fn the_editor_goes_before_the_profile_and_the_profile_before_the_rules() {
    let text = "首页\n云溪区开展老街改造\n本报讯 云溪区昨日启动老街改造，计划投资三亿元，惠及百姓。\n登录\n注册\n";
    let profile = profile("标注:\n  正文: [登录, 注册]\n");
    let (source, mut notes) =
        Source::decode(SourceId(0), "a.txt", text.as_bytes(), None).expect("it is text");
    let side =
        Corrections::parse(&"a.labels".into(), &"4 弃 登录\n".into()).expect("good");
    let draft = clean::run(&source, &mut notes);
    let guidance = Guidance { profiles: &[profile], corrections: Some(&side) };
    let segments = segment::run(&source, draft, guidance, &mut notes);
    let label = |words: &str| {
        let found =
            segments.labels.iter().find(|l| &source.text[l.range.clone()] == words);
        found.map(|l| (l.label, l.reason))
    };
    assert_eq!(label("登录"), Some((Label::Chrome, "editor")));
    assert_eq!(label("注册"), Some((Label::Body, "profile/本报:2")));
    assert_eq!(label("首页").map(|l| l.0), Some(Label::Chrome));
}

#[test]
fn what_is_wrong_has_its_place_and_the_nearest_word() {
    for (text, code, line, near) in [
        ("弃了:\n  - 甲\n", "yaml/unknown-key", 1, "弃"),
        ("drop:\n  - { begin: 甲 }\n", "yaml/unknown-key", 2, "begins"),
        ("标注:\n  小标提: [甲]\n", "yaml/unknown-value", 2, "小标题"),
        ("fields:\n  sauce: [甲]\n", "yaml/unknown-value", 2, "source"),
        ("弃:\n  - { 整行: 甲, 位置: 脚 }\n", "yaml/unknown-value", 2, "尾"),
        ("弃：\n  - 甲\n", "yaml/wide-colon", 1, ": "),
        ("弃:\n  - { 位置: 尾 }\n", "profile/says-nothing", 2, "责任编辑"),
        ("弃:\n  - \" \"\n", "profile/says-nothing", 2, "责任编辑"),
    ] {
        let fault = fault(text);
        assert_eq!(fault.code, code, "{text}{fault:?}");
        let place = fault.place.as_ref().expect("it has a place");
        assert_eq!(place.line_and_column().0, line, "{text}");
        let help = fault.help.expect("it says what to do").zh;
        assert!(help.contains(near), "{text}{help}");
    }
}

#[test]
fn a_shipped_name_that_is_misspelt_is_answered() {
    let faults = Profile::load("wechet").expect_err("there is none");
    assert!(faults[0].help.as_ref().is_some_and(|h| h.zh.contains("wechat")));
}

#[test]
fn the_schema_knows_the_keys_in_both_languages() {
    let schema: serde_json::Value =
        serde_json::from_str(&schema()).expect("the schema is JSON");
    for key in ["drop", "弃", "fields", "信息", "when", "识别"] {
        assert!(schema["properties"][key].is_object(), "{key}");
    }
    let lines = &schema["$defs"]["LinesEntry"]["properties"];
    for key in ["begins", "开头", "to-end", "到底"] {
        assert!(lines[key].is_object(), "{key}: {lines}");
    }
}

#[test]
fn what_two_sources_correct_alike_is_learnt() {
    let lesson_of = |name: &str, text: &str, side: &str| {
        let (source, mut notes) =
            Source::decode(SourceId(0), name, text.as_bytes(), None).expect("it is text");
        let draft = clean::run(&source, &mut notes);
        let side = Corrections::parse(&"s".into(), &side.into()).expect("it is good");
        lesson(&source, draft, Guidance { profiles: &[], corrections: Some(&side) })
    };
    let page = |who: &str, what: &str| {
        format!(
            "云溪区{what}\n本报讯 云溪区昨日{what}，计划投资三亿元，惠及沿街百姓两千余户。\n\
             本版统筹：{who}\n云溪时报社出品，一份有温度的报纸\n"
        )
    };
    let side = "3 编辑 本版统筹：\n4 弃 云溪时报社出品\n";
    let first =
        lesson_of("a.txt", &page("林知远", "改造老街"), &side.replace("：", "：林知远"));
    let second =
        lesson_of("b.txt", &page("周晓禾", "举办书展"), &side.replace("：", "：周晓禾"));
    let only = lesson_of("a.txt", &page("林知远", "改造老街"), "4 弃 云溪时报社出品\n");
    assert!(profile_of(&[only]).is_none(), "one source teaches nothing");

    let (text, count) = profile_of(&[first, second]).expect("something is learnt");
    assert_eq!(count, 2, "{text}");
    assert!(text.contains("a.txt:4、b.txt:4"), "{text}");
    let learnt = profile(&text);
    let (pack, _) = read(&page("何青禾", "办好夜校"), &[learnt]);
    let notes: Vec<&str> =
        pack.articles[0].notes.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(notes, ["本版统筹：何青禾"], "{text}");
    assert!(
        dropped(&pack)
            .iter()
            .any(|(t, r)| t.starts_with("云溪时报社") && r.starts_with("profile/"))
    );
}
