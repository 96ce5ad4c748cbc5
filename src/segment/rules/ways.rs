//! Where a page stands on its site, and the way to the next one.
//!
//! Belongs here: trails of links, rows of departments and pagers, seen alone.
//! Does not belong here: what follows from where they stand (`page`, `pages`).

use std::sync::LazyLock;

use crate::segment::lines::Line;
use crate::segment::words::{Endings, Phrases, is_letter};

/// `首页 > 新闻 > 正文`, with or without 当前位置 before it.
pub(super) fn is_crumb(words: &str, line: &Line) -> bool {
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
    if steps == 0 && is_way(words, line) {
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
fn is_way(words: &str, line: &Line) -> bool {
    const TOLD: [char; 5] = ['。', '，', '；', '！', '？'];
    let letters = line.letters;
    if letters > 60
        || line.colons == 0 && line.words <= 2
        || line.marks.may_have(&TOLD) && words.contains(TOLD)
    {
        return false;
    }
    let here = words.find("位置").filter(|at| *at <= 24).map(|at| &words[at + 6..]);
    let steps = here.and_then(|rest| rest.strip_prefix(['：', ':']));
    let mut row = words.split_whitespace();
    steps.is_some_and(|steps| {
        let steps = steps.trim_start();
        letters <= 40 && HOMES.iter().any(|h| steps.starts_with(h))
    }) || row.next().is_some_and(is_home) && row.count() >= 2
}

/// What a site calls its first page.
const HOMES: &[&str] =
    &["首页", "首頁", "网站首页", "網站首頁", "主页", "トップページ", "ホーム", "HOME"];

/// Whether words are the way to the first page of a site.
pub(super) fn is_home(words: &str) -> bool {
    HOMES.contains(&words)
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

/// `下一版»本期共4版`: the way to the next page of a paper.
pub(super) fn turns_the_page(words: &str) -> bool {
    let head = words.trim_start_matches(|c: char| !is_letter(c));
    ["上一版", "下一版"].iter().any(|turn| {
        head.strip_prefix(turn).is_some_and(|rest| {
            // 下一版»本期共4版，当前第1版
            let counted = rest.contains("共") && rest.matches('版').count() >= 2;
            rest.starts_with(|c: char| !is_letter(c))
                && (counted || !rest.contains(['，', '。']))
        })
    })
}

/// `2026-03-17 旧桥通车 1 1 云溪时报 c17408.html 1 …`: what an electronic paper sets below
/// an article for its own use: the day, the title, the paper, the name of its file.
pub(super) fn is_line_of_a_paper(words: &str) -> bool {
    let file = |w: &str| {
        [".html", ".htm"].iter().any(|end| {
            w.strip_suffix(end).is_some_and(|name| {
                name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            })
        })
    };
    let bytes = words.as_bytes();
    if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
        return false;
    }
    let mut parts = words.split_whitespace();
    parts.next().is_some_and(|day| day.len() == 10) && parts.any(file)
}

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
