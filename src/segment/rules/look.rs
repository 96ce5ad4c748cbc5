//! What a line of a copied page looks like, seen alone: the cues that tell text from the
//! page around it.
//!
//! Belongs here: the form and the words of one line.
//! Does not belong here: what follows from where lines stand (`page`, `pages`).

use std::sync::LazyLock;

use super::appeals::{self, DISCLAIMERS};
use super::fields::is_count;
use super::headline::is_kind_of_document;
use super::links::{is_linked, is_row_of_links};
use super::ways;
use crate::segment::dates::first_date;
use crate::segment::lines::{End, Line};
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words;
use crate::segment::words::{Phrases, is_letter};

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
    /// A link that says where it leads, `…一覧へ>`, or several and nothing else.
    Link,
    /// Where readers comment, and the rules for it.
    Comments,
    /// What no sign of its own betrays, but the odds of all it has together.
    Likely,
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
            Cue::Likely => -10,
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
                | Cue::Likely
        )
    }
}

/// What line `i` looks like, seen alone.
pub(crate) fn cue(sheet: &Sheet<'_>, i: usize) -> Cue {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    if line.marks.may_have(&[']']) && is_row_of_links(words) {
        return Cue::Link;
    }
    // A whole paragraph is text whatever words it holds. A notice of the site may be a
    // sentence too, but not a long one.
    let prose = sheet.is_prose(i);
    if appeals::is_declaration(words, line) {
        return Cue::Notice;
    }
    if prose && line.letters > 150 && line.stops > 0 {
        return Cue::Prose;
    }
    if ways::is_crumb(words, line) || is_skip_link(words, line.letters) {
        return Cue::Crumb;
    }
    if line.letters <= 40 && (is_tag_list(words, line) || is_size_of_type(words)) {
        return Cue::Control;
    }
    if is_reach(words, line) {
        return Cue::Weak;
    }
    if line.digits >= 8 && ways::is_line_of_a_paper(words) {
        return Cue::Notice;
    }
    if line.letters <= 120 && appeals::is_bracketed_notice(words) {
        return Cue::Notice;
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
    if cued && line.letters <= 120 && appeals::asks_for_a_browser(words) {
        return Cue::Notice;
    }
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
        && !is_kind_of_document(words)
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
    if line.letters <= 16 && appeals::is_app(words) {
        return Cue::Control;
    }
    if ways::is_pager(words)
        || (line.letters <= 24 && ways::turns_the_page(words))
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
    if (line.letters <= 60 && line.end != End::Stop && appeals::invites(words))
        || (line.letters <= 120 && line.digits == 0 && appeals::asks_for_praise(words))
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
        && (appeals::speaks_of_rights(words)
            || DISCLAIMERS.iter().any(|w| words.contains(w)) && appeals::disclaims(words))
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
            let signed = words.contains([':', '：', '|', '丨', '｜']);
            // 責編 林知遠
            let names = || {
                let rest = &head[w.len()..];
                words::EDITOR_WORDS.at_start(head).is_some()
                    && rest.starts_with([' ', '\u{3000}'])
                    && rest.split_whitespace().all(words::is_person)
            };
            w.len() < words.len() && (signed || names())
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
    // A question may be the title as well.
    if (prose || (line.end == End::Stop && line.letters >= 5)) && !sheet.asks(i) {
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

/// `往期硬核推荐：`: the head of a list of what an account wrote before.
fn is_earlier(words: &str) -> bool {
    let bare = words.trim_matches(|c: char| !is_letter(c));
    let ends = ["推荐", "回顾", "精选", "精彩", "阅读", "文章", "内容", "推薦", "回顧"];
    bare.starts_with("往期") && ends.iter().any(|end| bare.ends_with(end))
}

/// `字号变大| 字号变小`, `【字体：大 中 小】`: with what a reader sets how large the type is.
fn is_size_of_type(words: &str) -> bool {
    const SIZES: &str = "大中小变變调調放缩縮增减減加默认認标標准準恢复復原超特";
    let mut parts = words.split(|c: char| !is_letter(c)).filter(|w| !w.is_empty());
    let size = |w: &str| w.chars().all(|c| SIZES.contains(c) || "AT".contains(c));
    parts.next().and_then(behind_type).is_some_and(|rest| {
        size(rest)
            && (!rest.is_empty() || words.chars().count() <= 12)
            && parts.all(|w| behind_type(w).is_some_and(size) || size(w))
    })
}

/// What follows the word for type.
fn behind_type(words: &str) -> Option<&str> {
    ["字号", "字體", "字体", "字號", "文字"].iter().find_map(|n| words.strip_prefix(n))
}

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

/// Many short stretches in a row: a bar of links.
fn is_row(words: &str, stretches: u32, letters: u32, pauses: u32) -> bool {
    if pauses > 0 {
        return false;
    }
    let bars = words.matches(['|', '｜', '丨', '│']).count() as u32;
    let parts = stretches.max(bars + 1);
    (parts >= 5 && letters <= parts * 6) || (bars >= 2 && letters <= (bars + 1) * 12)
}
