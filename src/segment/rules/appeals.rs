//! What a site says to its readers: its program is to be fetched, an article to be praised,
//! its words not to be copied.
//!
//! Belongs here: the form and the words of one line.
//! Does not belong here: what follows from where such a line stands (`page`).

use std::sync::LazyLock;

use crate::segment::lines::Line;
use crate::segment::words::{Phrases, is_letter};

/// `下载云溪APP`: a site asks for its program to be fetched.
pub(super) fn is_app(words: &str) -> bool {
    let programs = ["APP", "App", "app", "客户端", "客戶端"];
    let fetch = ["下载", "下載", "打开", "打開"];
    let opens = |w: &&str| words.starts_with(*w);
    let asked = || fetch.iter().any(opens) || ["扫码", "立即"].iter().any(opens);
    programs.iter().any(|w| words.ends_with(w)) && asked()
        // 云溪新闻客户端点击或扫描下载
        || fetch.iter().any(|w| words.ends_with(w))
            && programs.iter().any(|w| words.contains(w))
}

/// `下载云溪APP`, `還想看更多新聞嗎？歡迎下載…`: what an app or a page is praised with.
pub(super) fn invites(words: &str) -> bool {
    if !PRAISED.stand_in(words) {
        return false;
    }
    let app =
        ["APP", "App", "客户端", "客戶端", "应用"].iter().any(|w| words.contains(w));
    let head = words.trim_start_matches(|c: char| !is_letter(c));
    let load = ["下载", "下載", "欢迎下载", "歡迎下載", "立即下载", "立即下載"];
    // 海量资讯，尽在云溪客户端
    if app && (words.contains("尽在") || words.contains("盡在")) {
        return true;
    }
    let more = ["更多新闻", "更多新聞", "更多精彩", "看新聞", "看新闻"];
    (app && load.iter().any(|w| head.starts_with(w)))
        || (app || words.contains("粉絲團") || words.contains("粉丝团"))
            && more.iter().any(|w| words.contains(w))
}

/// What is praised so.
static PRAISED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&["APP", "App", "客户端", "客戶端", "应用", "粉絲團", "粉丝团"]])
});

/// `觉得有用，请随手点赞、在看、转发`: what an author asks of the reader of an article.
pub(super) fn asks_for_praise(words: &str) -> bool {
    let asked =
        ["点赞", "在看", "转发", "分享", "收藏", "关注", "星标", "點讚", "轉發", "關注"];
    let reader = ["请", "欢迎", "记得", "别忘", "随手", "點", "一键", "三连", "你", "您"];
    words.contains(['赞', '讚'])
        && asked.iter().filter(|w| words.contains(**w)).count() >= 3
        && reader.iter().any(|w| words.contains(w))
}

/// `为获得最佳浏览效果，建议使用 Chrome 浏览器`: with what program a site is to be seen.
pub(super) fn asks_for_a_browser(words: &str) -> bool {
    let browser = ["浏览器", "瀏覽器", "Chrome", "Firefox", "ブラウザ", "브라우저"];
    let asked = ["建议使用", "建議使用", "最佳浏览", "最佳瀏覽"];
    browser.iter().any(|w| words.contains(w)) && asked.iter().any(|w| words.contains(w))
}

/// `【本文权益归云溪网所有。未经授权，不得转载、摘编等。】`: a line that is one bracket, and in
/// it what nobody may do.
pub(super) fn is_bracketed_notice(words: &str) -> bool {
    let whole = [('【', '】'), ('［', '］'), ('[', ']'), ('（', '）'), ('(', ')')];
    let bracketed = whole.iter().any(|(o, c)| {
        words
            .strip_prefix(*o)
            .and_then(|w| w.strip_suffix(*c))
            .is_some_and(|inside| !inside.contains([*o, *c]))
    });
    let forbids = [
        "不得转载",
        "禁止转载",
        "不得轉載",
        "禁止轉載",
        "请勿转载",
        "請勿轉載",
        "不得摘编",
    ];
    bracketed && forbids.iter().any(|w| words.contains(w))
}

/// `版权声明：未经本网授权，不得转载……`: what a site declares, at any length.
pub(super) fn is_declaration(words: &str, line: &Line) -> bool {
    // The notice under Korean pages that addresses on them must not be gathered.
    if line.hangul > 0 && ["이메일", "수집", "거부"].iter().all(|w| words.contains(w))
    {
        return line.letters <= 300;
    }
    // 【免责声明】本文仅代表……
    let words = words.trim_start_matches(['【', '[', '★', '*', '“', '"']);
    let opening = DECLARATIONS.at_start(words).map(|o| &words[o.len()..]);
    let Some(declared) = opening.or_else(|| of_a_site(words, line)) else {
        return false;
    };
    line.letters <= 500
        && [
            "转载", "轉載", "本网", "本站", "版权", "版權", "观点", "觀點", "无关",
            "無關",
        ]
        .iter()
        .any(|w| declared.contains(w))
}

/// What is declared in `云溪网声明：凡本网注明……`.
fn of_a_site<'a>(words: &'a str, line: &Line) -> Option<&'a str> {
    // The name, the word and its colon, a character of four bytes at most.
    const HEAD: usize = (8 + 3) * 4;
    let head = &words[..words.floor_char_boundary(HEAD)];
    if line.colons == 0 || line.pauses == 0 || !head.contains("声明") {
        return None;
    }
    let (name, rest) = words.split_once("声明：").or(words.split_once("声明:"))?;
    let short = name.chars().count() <= 8 && !name.contains(['，', '。', '“']);
    let opens = ["凡", "本网", "本站"].iter().any(|w| rest.starts_with(w));
    (short && opens).then_some(rest)
}

/// How declarations of a site open.
static DECLARATIONS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "版权声明",
        "版權聲明",
        "免责声明",
        "免責聲明",
        "特别声明",
        "本网声明",
        "凡本网",
        "凡注明",
        "本网站所有",
        "本站所有",
    ]])
});

/// Whether a sentence that holds one of the everyday words of a disclaimer disclaims
/// something: 销量下降不代表需求减少 tells, 不代表本网观点 disclaims.
pub(super) fn disclaims(words: &str) -> bool {
    const EVERYDAY: &[&str] = &["仅供参考", "仅代表", "不代表"];
    const OF_SITES: &[&str] = &[
        "本网",
        "本站",
        "本平台",
        "本报",
        "本公众号",
        "平台",
        "网站",
        "转载",
        "转发",
        "版权",
        "侵权",
        "观点",
        "立场",
        "投资",
        "文章",
        "原创",
        "作者",
        "轉載",
        "轉發",
        "版權",
        "侵權",
        "觀點",
        "立場",
        "投資",
        "原創",
        "網站",
        "智慧財產",
        "评论",
        "評論",
        "留言",
    ];
    let others = DISCLAIMERS
        .iter()
        .any(|d| !EVERYDAY.iter().any(|e| d.contains(e)) && words.contains(d));
    others || OF_SITES.iter().any(|w| words.contains(w))
}

/// `请作者与本站联系索取稿酬`, `转载时必须注明原始出处`: what a site says of the rights in what
/// it shows, to those who have them and to those who want to use it.
///
/// A text may speak of fees and of sources, too: of these words one alone is not enough.
pub(super) fn speaks_of_rights(words: &str) -> bool {
    const SHORT: usize = 40;
    let site = ["本网", "本站", "本網"];
    let reach = ["联系", "聯系", "聯繫", "聯絡"];
    let rights = ["稿酬", "稿费", "删除", "刪除", "撤下", "版权", "版權", "著作"];
    let named = ["注明", "註明"];
    let origin = ["出处", "出處", "来源", "來源"];
    let stand = |list: &[&str]| list.iter().any(|w| words.contains(w));
    stand(&site) && stand(&reach) && stand(&rights)
        || words.trim_start_matches(['※', '*', ' ']).starts_with(['转', '轉'])
            && stand(&["转载", "轉載"])
            && stand(&named)
            && stand(&origin)
            && words.chars().count() <= SHORT
}

/// Appeals that stand in whole sentences.
pub(super) const DISCLAIMERS: &[&str] = &[
    "仅供参考",
    "仅代表",
    "不代表",
    "不代表本",
    "上传并发布",
    "系信息发布平台",
    "联系我们删除",
    "联系删除",
    "通知我们删除",
    "本站域名",
    "下面是小编",
    "以下是小编",
    "小编为大家整理",
    "浏览器收藏夹",
    "より良いウェブサイト",
    "お寄せいただいた評価",
    "属原作者",
    "归原作者",
    "如涉及版权",
    "如涉侵权",
    "如有侵权",
    "侵权请",
];
