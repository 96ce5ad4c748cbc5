//! What a line of a copied page looks like, seen alone: the cues that tell text from the
//! page around it.
//!
//! Belongs here: the form and the words of one line.
//! Does not belong here: what follows from where lines stand (`page`, `pages`).

use std::sync::LazyLock;

use super::fields::is_count;
use crate::segment::dates::first_date;
use crate::segment::lines::{End, Line};
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words;
use crate::segment::words::{Endings, Phrases, is_letter};

/// What a line looks like, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    /// Running text.
    Prose,
    /// Nothing but labels of a page.
    Control,
    /// A legal notice of the site.
    Notice,
    /// The head of a list of links.
    LinkHead,
    /// An appeal to the reader of the page.
    Appeal,
    /// 当前位置：首页 > …
    Crumb,
    /// Many short stretches in a row.
    Row,
    /// A short line behind a bullet.
    Bullet,
    /// The editors of the page.
    Editor,
    /// A notice of the site that could be part of a form as well.
    Weak,
    /// A link that says where it leads: `…一覧へ>`.
    Link,
    /// Where readers comment, and the rules for it.
    Comments,
    /// Something else.
    Plain,
}

impl Cue {
    /// How much the line speaks for (above 0) or against being in the main text.
    pub(super) fn weight(self, letters: u32) -> i64 {
        match self {
            Cue::Prose => i64::from(letters.min(150)),
            Cue::Control => -30,
            Cue::Notice => -100,
            Cue::LinkHead | Cue::Comments => -400,
            Cue::Appeal => -40,
            Cue::Crumb => -80,
            Cue::Row => -40,
            Cue::Bullet => -14,
            Cue::Editor => -120,
            Cue::Weak => -5,
            Cue::Link => -20,
            Cue::Plain => -1,
        }
    }

    /// Whether it shows that a page was copied.
    pub(super) fn is_evidence(self) -> bool {
        !matches!(
            self,
            Cue::Prose
                | Cue::Plain
                | Cue::Bullet
                | Cue::Editor
                | Cue::Row
                | Cue::Weak
                | Cue::Link
        )
    }
}

/// What line `i` looks like, seen alone.
pub(crate) fn cue(sheet: &Sheet<'_>, i: usize) -> Cue {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    // A whole paragraph is text whatever words it holds. A notice of the site may be a
    // sentence too, but not a long one.
    let prose = sheet.is_prose(i);
    if is_declaration(words, line) {
        return Cue::Notice;
    }
    if prose && line.letters > 150 && line.stops > 0 {
        return Cue::Prose;
    }
    if is_crumb(words, line) || is_skip_link(words, line.letters) {
        return Cue::Crumb;
    }
    if line.letters <= 40 && is_tag_list(words, line) {
        return Cue::Control;
    }
    if is_reach(words, line) {
        return Cue::Weak;
    }
    if !(prose && line.stops > 0 && line.letters > 24) && sheet.is_control(i) {
        return Cue::Control;
    }
    if line.marks.may_have(&[']']) && is_linked(words) {
        return Cue::Row;
    }
    // A numbered sentence belongs to a law or a list, whatever it forbids.
    let article = sheet.numbers[i].is_some_and(|n| n.system != System::Bullet);
    if article && line.end == End::Stop {
        return Cue::Prose;
    }
    // One look for all words of pages; most lines have none.
    let cued = words::PAGE_CUES.find(words).is_some();
    if cued
        && let Some((at, _)) = words::NOTICES.find(words)
        && (line.stops == 0 || at * 3 < words.len() || words.contains('©'))
        && line.letters <= 160
        && !(line.end == End::Stop && line.pauses >= 2 && !words.contains("ICP"))
    {
        return Cue::Notice;
    }
    if cued
        && words::WEAK_NOTICES.find(words).is_some()
        && line.end != End::Stop
        && line.letters <= 60
        && line.stops == 0
        && line.commas <= 1
        && !article
    {
        return Cue::Weak;
    }
    if line.letters <= 12 && is_earlier(words) {
        return Cue::LinkHead;
    }
    if cued
        && line.letters <= 16
        && words::LINK_HEADS.find(words).is_some_and(|(at, _)| {
            words[..at].chars().filter(|c| is_letter(*c)).count() <= 4
        })
        && line.end != End::Stop
    {
        return Cue::LinkHead;
    }
    if line.letters <= 16 && is_app(words) {
        return Cue::Control;
    }
    if is_pager(words)
        || (line.letters <= 24 && turns_the_page(words))
        || is_count(words)
        || (!prose
            && line.letters <= 60
            && line.marks.may_have(&['_'])
            && has_icon(words))
    {
        return Cue::Control;
    }
    if words.ends_with(['>', '＞', '»', '›'])
        && !words.ends_with("/>")
        && line.letters <= 40
        && !words.starts_with('<')
    {
        return Cue::Link;
    }
    if (line.letters <= 60 && line.end != End::Stop && invites(words))
        || (line.letters <= 120 && line.digits == 0 && asks_for_praise(words))
    {
        return Cue::Appeal;
    }
    if cued
        && line.letters <= 60
        && !(line.end == End::Stop && line.letters > 24 && line.pauses > 1)
        && words::APPEALS.find(words).is_some()
        && !prose
    {
        return Cue::Appeal;
    }
    if cued
        && prose
        && line.letters <= 160
        && DISCLAIMERS.iter().any(|w| words.contains(w))
        && disclaims(words)
    {
        return Cue::Appeal;
    }
    let head = words.trim_start_matches(|c: char| !is_letter(c));
    let named = [&words::EDITOR_WORDS, &words::AUTHOR_WORDS];
    if named
        .iter()
        .filter_map(|list| list.at_start(head))
        .max_by_key(|w| w.len())
        .is_some_and(|w| {
            words.contains([':', '：', '|', '丨', '｜']) && w.len() < words.len()
        })
        && line.letters <= 60
        // 编辑同志：…… is what a reader writes to the paper.
        && !(prose && line.end == End::Stop)
    {
        return Cue::Editor;
    }
    // The titles of a page of a paper, one behind the other.
    let titles = line.words >= 6
        && line.stops == 0
        && line.commas <= 2
        && line.letters <= line.words * 20
        && line.hangul * 2 < line.letters
        && line.han * 3 > line.letters * 2;
    if titles {
        return Cue::Row;
    }
    if prose || (line.end == End::Stop && line.letters >= 5) {
        return Cue::Prose;
    }
    // Korean parts all its words; only bars tell its links apart.
    let stretches = match line.words {
        _ if line.hangul * 2 > line.letters => 1,
        few @ 0..5 => few,
        // Bullets and other signs are none.
        _ => words.split_whitespace().filter(|w| w.contains(is_letter)).count() as u32,
    };
    // 林知远  2026. 3. 17. 10:35
    let dated = line.digits >= 8
        && line.colons > 0
        && line.letters <= 30
        && first_date(words, true)
            .is_some_and(|(_, d)| d.year.is_some() && d.day.is_some());
    if !dated && is_row(words, stretches, line.letters, line.pauses) {
        return Cue::Row;
    }
    let bullet = sheet.numbers[i].is_some_and(|n| n.system == System::Bullet);
    if bullet && line.letters <= 36 {
        return Cue::Bullet;
    }
    Cue::Plain
}

/// `跳到主要內容`, `本文へスキップ`: only a page has a link that skips its head.
fn is_skip_link(words: &str, letters: u32) -> bool {
    letters <= 30 && !words.ends_with(['。', '，']) && SKIPS.stand_in(words)
}

/// Words of a link that skips the head of a page.
static SKIPS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "跳到主要",
        "跳至主要",
        "跳至内容",
        "跳至內容",
        "飛ばして本文",
        "とばして",
        "本文エリアへ",
        "本文へ移動",
        "本文へジャンプ",
        "跳转到主要",
        "跳轉到主要",
        "跳过导航",
        "スキップ",
        "본문 바로가기",
        "메뉴 바로가기",
    ]])
});

/// `下载云溪APP`: a site asks for its program to be fetched.
fn is_app(words: &str) -> bool {
    let programs = ["APP", "App", "app", "客户端", "客戶端"];
    let fetch = ["下载", "下載", "打开", "打開"];
    let opens = |w: &&str| words.starts_with(*w);
    let asked = || fetch.iter().any(opens) || ["扫码", "立即"].iter().any(opens);
    programs.iter().any(|w| words.ends_with(w)) && asked()
        // 云溪新闻客户端点击或扫描下载
        || programs.iter().any(|w| words.contains(w))
            && fetch.iter().any(|w| words.ends_with(w))
}

/// `[旧桥加固](https://…)`, `- **[旧桥加固](https://…)**`: a link of Markdown and nothing else.
/// What it leads to makes no sentence of it.
pub(super) fn is_linked(words: &str) -> bool {
    let sign = |c: char| {
        !is_letter(c) && !matches!(c, '[' | ']' | '(' | ')' | '（' | '）' | '!')
    };
    let bare = words.trim_matches(sign);
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let opens = ["[![", "!["].iter().any(|sign| bare.starts_with(sign));
    // The brackets of an address may have been widened like any others.
    let inner = bare
        .strip_prefix('[')
        .or_else(|| bare.strip_prefix("!["))
        .filter(|_| bare.ends_with([')', '）']));
    let text = inner.and_then(|w| w.find("](http").or_else(|| w.find("]（http")));
    text.is_some_and(|end| {
        let behind = &bare[bare.len() - inner.map_or(0, str::len) + end..];
        opens || !behind[1..].contains("](")
    })
}

/// `phone_iphone`, `chevron_right`: the name of a picture that a page draws as a letter.
fn has_icon(words: &str) -> bool {
    words.split_whitespace().any(|word| {
        let parts: Vec<&str> = word.split('_').collect();
        parts.len() >= 2
            && parts
                .iter()
                .all(|p| p.len() >= 2 && p.bytes().all(|b| b.is_ascii_lowercase()))
    })
}

/// Where a house can be reached: little but numbers of telephones behind their words.
fn is_reach(words: &str, line: &Line) -> bool {
    // 生命線：1995, 自殺諮詢專線：0800-000000（24小時）
    let help = ["專線", "专线", "热线", "熱線", "生命線", "生命线", "諮詢電話"];
    if line.letters <= 40
        && line.end != End::Stop
        && line.colons > 0
        && words.find(['：', ':']).is_some_and(|at| {
            let number = words[at..].trim_start_matches(['：', ':', ' ']);
            help.iter().any(|w| words[..at].ends_with(w))
                && number.starts_with(|c: char| c.is_ascii_digit())
        })
    {
        return true;
    }
    let named = ["FAX", "Fax", "TEL", "Tel", "전화", "팩스", "電話", "传真", "傳真"];
    line.digits * 4 >= line.letters
        && line.digits >= 16
        && line.letters <= 200
        && named.iter().any(|w| words.contains(w))
}

/// `下载云溪APP`, `還想看更多新聞嗎？歡迎下載…`: what an app or a page is praised with.
fn invites(words: &str) -> bool {
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

/// `下一版»本期共4版`: the way to the next page of a paper.
fn turns_the_page(words: &str) -> bool {
    let head = words.trim_start_matches(|c: char| !is_letter(c));
    ["上一版", "下一版"].iter().any(|turn| {
        head.strip_prefix(turn).is_some_and(|rest| {
            rest.starts_with(|c: char| !is_letter(c)) && !rest.contains(['，', '。'])
        })
    })
}

/// `往期硬核推荐：`: the head of a list of what an account wrote before.
fn is_earlier(words: &str) -> bool {
    let bare = words.trim_matches(|c: char| !is_letter(c));
    let ends = ["推荐", "回顾", "精选", "精彩", "阅读", "文章", "内容", "推薦", "回顧"];
    bare.starts_with("往期") && ends.iter().any(|end| bare.ends_with(end))
}

/// `觉得有用，请随手点赞、在看、转发`: what an author asks of the reader of an article.
fn asks_for_praise(words: &str) -> bool {
    let asked =
        ["点赞", "在看", "转发", "分享", "收藏", "关注", "星标", "點讚", "轉發", "關注"];
    let reader = ["请", "欢迎", "记得", "别忘", "随手", "點", "一键", "三连", "你", "您"];
    words.contains(['赞', '讚'])
        && asked.iter().filter(|w| words.contains(**w)).count() >= 3
        && reader.iter().any(|w| words.contains(w))
}

/// What is praised so.
static PRAISED: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&["APP", "App", "客户端", "客戶端", "应用", "粉絲團", "粉丝团"]])
});

/// `#云溪 #河道`: nothing but tags.
fn is_hash_tags(words: &str) -> bool {
    let mut tags = words.split_whitespace();
    words.len() > 1
        && tags.all(|t| {
            t.strip_prefix(['#', '＃']).is_some_and(|tag| tag.starts_with(is_letter))
        })
}

/// `标签：云溪 河道`: the tags of an article.
fn is_tag_list(words: &str, line: &Line) -> bool {
    (line.marks.may_have(&['#', '＃']) && is_hash_tags(words))
        || (line.marks.may_have(&['：', ':']) && is_search_box(words))
        || (TAG_WORDS.at_start(words).is_some() && !words.ends_with('。'))
}

/// Words before the tags of an article.
static TAG_WORDS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "标签：",
        "标签:",
        "標籤：",
        "关键词：",
        "关键字：",
        "關鍵字：",
        "關鍵字:",
        "關鍵詞：",
        "关键字:",
        "关键词:",
        "キーワード：",
        "키워드",
        "推荐访问：",
        "推荐访问:",
        "Tags:",
        "Tags：",
        "タグ：",
        "태그 :",
    ]])
});

/// `热门搜索：防汛 旧桥`: what a search box offers.
fn is_search_box(words: &str) -> bool {
    const BOXES: &[&str] = &["搜索", "热搜", "熱搜", "热词", "熱詞", "検索", "검색어"];
    let Some((name, offered)) = words.split_once(['：', ':']) else { return false };
    name.chars().count() <= 6
        && BOXES.iter().any(|b| name.trim_end().ends_with(b))
        && offered.split_whitespace().count() >= 2
        && !offered.contains(['，', '。', ','])
}

/// `版权声明：未经本网授权，不得转载……`: what a site declares, at any length.
fn is_declaration(words: &str, line: &Line) -> bool {
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
    if line.colons == 0 || line.pauses == 0 {
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

/// `首页 > 新闻 > 正文`, with or without 当前位置 before it.
fn is_crumb(words: &str, line: &Line) -> bool {
    let (letters, marks) = (line.letters, line.marks);
    if letters > 90 {
        return false;
    }
    if letters <= 9 && PLACES.end(words.trim_end_matches(['：', ':'])) {
        return true;
    }
    let icons = |word: &str| {
        if marks.may_have(&['_']) { words.matches(word).count() } else { 0 }
    };
    let arrows = ['>', '＞', '»', '›'];
    let arrows = if marks.may_have(&arrows) { parted(words, arrows) } else { 0 };
    let steps = arrows + icons("chevron_right") + icons("arrow_forward");
    if steps == 0 && is_way(words, letters) {
        return true;
    }
    if steps == 0 {
        return marks.may_have(&['-', '→', '/'])
            && [" - ", "→", " / "].iter().any(|s| words.contains(s))
            && words.find("位置").is_some_and(|at| at <= 24)
            && ["首页", "首頁", "主页"].iter().any(|w| words.contains(w));
    }
    let named = ["位置", "首页", "首頁", "現在位置", "ホーム", "トップ", "홈"]
        .iter()
        .any(|w| words.contains(w));
    named || steps >= 2 || (words.contains(">>") && letters <= 20)
}

/// `您的当前位置：首页正文`, `首页 新闻 政务 服务 互动`: where a page stands, its steps run
/// together, or the row of its departments.
fn is_way(words: &str, letters: u32) -> bool {
    if letters > 60 || words.contains(['。', '，', '；', '！', '？']) {
        return false;
    }
    let homes = [
        "首页",
        "首頁",
        "网站首页",
        "網站首頁",
        "主页",
        "トップページ",
        "ホーム",
        "HOME",
    ];
    let home = |w: &str| homes.contains(&w);
    let here = words.find("位置").filter(|at| *at <= 24).map(|at| &words[at + 6..]);
    let steps = here.and_then(|rest| rest.strip_prefix(['：', ':']));
    let mut row = words.split_whitespace();
    steps.is_some_and(|steps| {
        let steps = steps.trim_start();
        letters <= 40 && homes.iter().any(|h| steps.starts_with(h))
    }) || row.next().is_some_and(home) && row.count() >= 2
}

/// How many times `signs`, one or several in a row, part words.
fn parted(words: &str, signs: [char; 4]) -> usize {
    let mut count = 0;
    let mut open = false;
    for part in words.split(signs) {
        let letters = part.contains(is_letter);
        count += usize::from(open && letters);
        open |= letters;
    }
    // 首页 > stands at the end of a line as well.
    count.max(usize::from(words.trim_end().ends_with(signs)))
}

/// Words behind which a page says where it stands.
static PLACES: LazyLock<Endings> = LazyLock::new(|| {
    Endings::exactly(&[
        "現在地",
        "현재위치",
        "현재 위치",
        "현재 페이지 경로",
        "当前位置",
        "目前位置",
    ])
});

/// `【1】【2】【3】`, `上一页 1 … 5 6 7 下一页`, `上一篇：…`.
pub(super) fn is_pager(words: &str) -> bool {
    let mut rest = words;
    let mut steps = 0;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let len = match PAGER.at_start(rest) {
            Some(label) => label.len(),
            None if digits > 0 => digits,
            None if c.is_alphanumeric() => {
                steps = 0;
                break;
            }
            None => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        steps += 1;
        rest = &rest[len..];
    }
    let turns = || {
        words.contains(['«', '»', '‹', '›'])
            || words.matches(['【', '[', '［']).count() >= 2
            || words.matches('第').count() >= 2
            || TURN_WORDS.stand_in(words)
    };
    if steps >= 2 && turns() && !words.contains(['.', '．', '年', '/']) {
        return true;
    }
    // The arrow before it may have become a digit: `3上一篇`.
    let bare = words.trim_start_matches(|c: char| !is_letter(c) || c.is_ascii_digit());
    NEIGHBOURS.at_start(bare).is_some()
}

/// Labels of the links that lead from one article to the next.
static NEIGHBOURS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "上一篇",
        "下一篇",
        "上一則",
        "下一則",
        "上一则",
        "下一则",
        "이전기사",
        "다음기사",
        "이전 기사",
        "다음 기사",
        "上一条",
        "下一条",
        "上一條",
        "下一條",
        "前の記事",
        "次の記事",
        "이전글",
        "다음글",
    ]])
});

/// Whether a sentence that holds one of the everyday words of a disclaimer disclaims
/// something: 销量下降不代表需求减少 tells, 不代表本网观点 disclaims.
fn disclaims(words: &str) -> bool {
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

/// Appeals that stand in whole sentences.
const DISCLAIMERS: &[&str] = &[
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

/// Labels of the links that turn the pages of a list.
const TURNS: &[&str] = &[
    "第一页",
    "第一頁",
    "首页",
    "首頁",
    "上一页",
    "上一頁",
    "下一页",
    "下一頁",
    "最后一页",
    "最後一頁",
    "最后页",
    "尾页",
    "尾頁",
    "末页",
    "末頁",
    "前一页",
    "后一页",
    "前一頁",
    "後一頁",
    "跳转",
    "转到",
    "次の",
    "前の",
    "次へ",
    "前へ",
    "이전",
    "다음",
    "처음",
    "마지막",
];

/// Words that stand among those labels.
const PAGES: &[&str] = &["第", "页", "頁", "共", "件", "GO", "最初", "最後"];

static TURN_WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::exactly(&[TURNS]));
static PAGER: LazyLock<Phrases> = LazyLock::new(|| Phrases::exactly(&[TURNS, PAGES]));

/// Many short stretches in a row: a bar of links.
fn is_row(words: &str, stretches: u32, letters: u32, pauses: u32) -> bool {
    if pauses > 0 {
        return false;
    }
    let bars = words.matches(['|', '｜', '丨', '│']).count() as u32;
    let parts = stretches.max(bars + 1);
    (parts >= 5 && letters <= parts * 6) || (bars >= 2 && letters <= (bars + 1) * 12)
}
