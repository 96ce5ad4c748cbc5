//! Lines beside the text: captions, jump lines, sign-offs and notes of attachments.

use std::sync::LazyLock;

use super::metadata::is_date_only;
use crate::segment::lines::End;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::{Endings, Phrases, is_letter};
use crate::segment::{Field, Label};

/// Marks the words of pictures (图说, 图题): lines that end with who took the picture, or
/// open with 图为.
pub(super) fn caption(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || sheet.lines[i].letters > 160 {
            continue;
        }
        let words = sheet.words(i);
        let bare = words.trim_matches(|c: char| {
            matches!(
                c,
                '（' | '）' | '(' | ')' | '【' | '】' | '▲' | '△' | '▼' | '↑' | '↓'
            ) || c.is_whitespace()
        });
        let tail = bare.trim_end_matches(['。', '）', ')']);
        let credit = CREDITS.end(tail)
            || CREDITS.end(bare)
            || (bare.ends_with(" 제공") && sheet.lines[i].letters <= 14);
        // 颱風警戒範圍。圖／取自氣象署網站: who gave it, behind what it shows.
        let behind = bare.rsplit(['。', '！', '？']).next().unwrap_or("");
        let opening = OPENINGS.at_start(bare).is_some()
            || behind.len() < bare.len() && GIVEN.at_start(behind).is_some();
        let named = tail.ends_with(['摄', '攝'])
            && ["记者", "記者", "社", "（", "("].iter().any(|w| bare.contains(w));
        let short = sheet.lines[i].letters <= 24 || sheet.lines[i].stops <= 2;
        // The words of a picture are copied twice: with it, and in its place.
        let same = |j: usize| sheet.lines.len() > j && sheet.words(j) == words;
        let twice = sheet.page
            && i > 3
            && (same(i - 1) || same(i + 1))
            && sheet.labels_again(words) == 2
            && sheet.is_display(i)
            && sheet.numbers[i].is_none()
            && i + 4 > sheet.body.start
            && (0..i - 1).any(|t| sheet.lines[t].letters >= 8);
        let solid = SOLID_CREDITS.stand_in(last_characters(bare, 12));
        if (credit || named || solid) && short {
            sheet.decide(i, Label::Caption, "credit-of-a-picture", 0.85);
        } else if opening && sheet.lines[i].letters <= 90 {
            sheet.decide(i, Label::Caption, "words-of-a-picture", 0.75);
        } else if twice && same(i - 1) {
            sheet.decide(i, Label::Chrome, "words-of-a-picture-again", 0.65);
        } else if twice {
            sheet.decide(i, Label::Caption, "words-of-a-picture", 0.65);
        } else if (words.starts_with('△') || is_counted_picture(bare))
            && sheet.lines[i].letters <= 40
            && sheet.is_display(i)
        {
            sheet.decide(i, Label::Caption, "words-of-a-picture", 0.7);
        } else if (is_scene(bare) || sheet.is_display(i) && is_place_in_picture(bare))
            && between_prose(sheet, i)
        {
            sheet.decide(i, Label::Caption, "scene-of-a-picture", 0.65);
        } else if is_numbered_caption(bare) {
            sheet.decide(i, Label::Caption, "number-of-a-picture", 0.85);
        }
    }
}

/// How the words of a picture end: with who took or gave it.
static CREDITS: LazyLock<Endings> = LazyLock::new(|| {
    Endings::exactly(&[
        " 摄",
        "\u{3000}摄",
        "摄）",
        "供图",
        "网站图片",
        "资料图片",
        "资料图",
        "资料照片",
        "直播图片",
        "视频截图",
        "新华社发",
        "中新社发",
        "攝",
        "攝影",
        "提供）",
        "配图",
        "制图",
        "写真提供",
        "사진=",
    ])
});

/// How they open.
static OPENINGS: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "图为",
        "上图",
        "下图",
        "左图",
        "右图",
        "圖為",
        "图片说明",
        "图说",
        "图注",
        "圖說",
        "圖注",
        "图片来源",
        "图源",
        "图/",
        "图／",
        "圖/",
        "圖／",
        "写真：",
        "画像：",
        "사진",
    ]])
});

/// What opens the words of who gave a picture.
static GIVEN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&["图/", "图／", "圖/", "圖／", "图源", "图片来源", "圖片來源"]])
});

/// `云溪时报记者林知远（右二）领奖`: where in a picture somebody stands.
fn is_place_in_picture(words: &str) -> bool {
    const PLACES: &[&str] = &["左", "右", "中", "前排", "后排", "後排", "前", "后", "後"];
    words.split(['（', '(']).skip(1).any(|inner| {
        let Some((inside, _)) = inner.split_once(['）', ')']) else { return false };
        let place = PLACES.iter().find_map(|p| inside.strip_prefix(*p));
        place.is_some_and(|rest| {
            rest.chars().count() <= 2
                && rest.chars().all(|c| "一二三四五六七八九左右中起排".contains(c))
        })
    })
}

/// `图 20、设施布局`, `表 3 年度用水`: a picture or a table with its number apart.
fn is_counted_picture(words: &str) -> bool {
    let Some(rest) = words.strip_prefix(['图', '圖', '図', '表']) else {
        return false;
    };
    let number = rest.trim_start();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let behind = &number[digits..];
    (1..=3).contains(&digits)
        && number.len() < rest.len()
        && (behind.starts_with(['、', '：', ':', ' ', '\u{3000}']))
        && behind.contains(is_letter)
}

/// What stands before a name at their end.
static SOLID_CREDITS: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::exactly(&[&["摄/", "摄／", "攝/", "攝／"]]));

/// The last `count` characters of `text`.
fn last_characters(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last();
    start.map_or("", |(at, _)| &text[at..])
}

/// `座谈会现场`, `林知远在会上讲话`: what a picture of a meeting shows. A title would say
/// which meeting.
fn is_scene(words: &str) -> bool {
    let scenes = ["会现场", "會現場", "会议现场", "仪式现场", "活动现场", "培训现场"];
    let speaks = ["讲话", "发言", "致辞", "講話", "發言", "致辭"];
    let meeting = || words.find("在会上").or_else(|| words.find("在會上"));
    words.chars().nth(24).is_none()
        && !words.contains(['，', '。', '：', '“', '！', '？'])
        && (scenes.iter().any(|w| words.ends_with(w))
            || (speaks.iter().any(|w| words.ends_with(w))
                && meeting().is_some_and(|at| at > 0 && !words[at..].contains('的'))))
}

/// Whether whole paragraphs stand above and below a line.
fn between_prose(sheet: &Sheet<'_>, i: usize) -> bool {
    let whole = |l: usize| sheet.is_prose(l) && sheet.lines[l].end == End::Stop;
    sheet.previous_text(i).is_some_and(whole) && sheet.next_text(i + 1).is_some_and(whole)
}

/// `图1　沿河步道`, `表 2-1：各街镇投入`: the number of a picture or table, a gap, and
/// words that are no sentence.
fn is_numbered_caption(words: &str) -> bool {
    let words = ["附图", "附表", "图", "表", "圖", "図"]
        .iter()
        .find_map(|stem| words.strip_prefix(stem))
        .unwrap_or_default()
        .trim_start_matches([' ', '\u{3000}']);
    let rest = words.trim_start_matches(|c: char| {
        c.is_ascii_digit()
            || crate::han::is_han_numeral(c)
            || matches!(c, '-' | '－' | '.')
    });
    let is_gap = |c: char| matches!(c, ' ' | '\u{3000}' | '：' | ':');
    rest.len() < words.len()
        && rest.starts_with(is_gap)
        && !rest.trim_start_matches(is_gap).is_empty()
        && !rest.ends_with(['。', '；', '：', '，', '！', '？'])
        && !rest.contains('。')
}

/// Cuts `（上接第1版）` off the head of a line and `（下转第3版）` off its end.
pub(super) fn jump(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) {
            continue;
        }
        let words = sheet.words(i);
        let range = sheet.lines[i].range.clone();
        if let Some(len) = jump_len(words, &["上接", "紧接", "接上", "上文见", "續"])
        {
            sheet.cuts[i].push(Cut {
                range: range.start..range.start + len,
                verdict: Verdict {
                    label: Label::Jump,
                    reason: "continued-from",
                    confidence: 0.95,
                },
            });
            if len == words.len() {
                sheet.decide(i, Label::Jump, "continued-from", 0.95);
            }
        } else if sheet.lines[i].marks.may_have(&['（', '(', '【'])
            && let Some(at) = words.rfind(['（', '(', '【'])
            && jump_len(&words[at..], &["下转", "下轉", "转第", "轉第", "下接"]).is_some()
        {
            sheet.cuts[i].push(Cut {
                range: range.start + at..range.end,
                verdict: Verdict {
                    label: Label::Jump,
                    reason: "continued-on",
                    confidence: 0.95,
                },
            });
            if at == 0 {
                sheet.decide(i, Label::Jump, "continued-on", 0.95);
            }
        }
    }
}

/// The bytes of a bracket at the head of `text` that opens with one of `openings` and
/// names a page.
fn jump_len(text: &str, openings: &[&str]) -> Option<usize> {
    let open = text.chars().next().filter(|c| matches!(c, '（' | '(' | '【' | '['));
    let inner = &text[open.map_or(0, char::len_utf8)..];
    if !openings.iter().any(|o| inner.starts_with(o)) {
        return None;
    }
    let end = match open {
        Some(_) => text.find(['）', ')', '】', ']'])?,
        None => inner.find(['版', '页', '頁'])?,
    };
    let close = text[end..].chars().next().map_or(0, char::len_utf8);
    let words = &text[..end + close];
    let paged = words.contains(['版', '页', '頁', '面']) || words.chars().count() <= 8;
    (paged && words.chars().count() <= 24).then_some(end + close)
}

/// Marks the signature and the date under a text (落款).
///
/// They are the last lines of the text: a date alone, and short lines without
/// punctuation right above it.
pub(super) fn sign_off(sheet: &mut Sheet<'_>) {
    signers(sheet);
    sent_to(sheet);
    for i in 1..sheet.lines.len() {
        if !sheet.open(i) || i <= sheet.body.start {
            continue;
        }
        let line = &sheet.lines[i];
        if line.letters > 24 || !is_date_only(sheet.words(i)) {
            continue;
        }
        let Some(previous) = sheet.previous_text(i) else { continue };
        if sheet.is_display(previous) && !sheet.open(previous) {
            continue;
        }
        // A date between a title and its text belongs to the title.
        if sheet.next_text(i + 1).is_some_and(|next| sheet.is_prose(next)) {
            continue;
        }
        sheet.decide(i, Label::SignOff, "date-under-the-text", 0.8);
        let mut above = previous;
        for _ in 0..3 {
            let l = &sheet.lines[above];
            let signature = sheet.open(above)
                && l.letters <= 30
                && l.end == End::Bare
                && l.pauses == 0
                && sheet.numbers[above].is_none();
            if !signature || above == 0 {
                break;
            }
            sheet.decide(above, Label::SignOff, "signature", 0.7);
            let Some(next) = sheet.previous_text(above) else { break };
            above = next;
        }
    }
}

/// Marks to whom a bulletin is sent, in at least two lines below its text: `报：区委办公室`,
/// `发：各街道`.
fn sent_to(sheet: &mut Sheet<'_>) {
    let to =
        ["报：", "送：", "发：", "抄报：", "抄送：", "主送：", "分送：", "發：", "報："];
    let is_sent = |sheet: &Sheet<'_>, i: usize| {
        sheet.open(i)
            && sheet.lines[i].letters <= 60
            && sheet.lines[i].end != End::Stop
            && to.iter().any(|t| sheet.words(i).starts_with(t))
    };
    let mut i = sheet.body.start + 1;
    while i < sheet.lines.len() {
        let first = i;
        while i < sheet.lines.len() && is_sent(sheet, i) {
            i += 1;
        }
        for line in (first..i).filter(|_| i >= first + 2) {
            sheet.decide(line, Label::SignOff, "sent-to", 0.75);
        }
        i = i.max(first + 1);
    }
}

/// Marks the names of those who signed: at least two lines of names, set apart by wide
/// spaces, under a paragraph.
fn signers(sheet: &mut Sheet<'_>) {
    let names = |sheet: &Sheet<'_>, i: usize| -> usize {
        let words = sheet.words(i);
        if !words.contains('\u{3000}') || sheet.lines[i].pauses + sheet.lines[i].stops > 0
        {
            return 0;
        }
        let tokens: Vec<usize> =
            words.split_whitespace().map(|t| t.chars().count()).collect();
        let letters: usize = tokens.iter().skip(1).sum();
        let short = tokens.iter().skip(1).all(|t| *t <= 4)
            && letters * 2 <= (tokens.len() - 1) * 7
            && tokens[0] <= 8;
        let han = sheet.lines[i].han == sheet.lines[i].letters;
        if short && han { tokens.len() } else { 0 }
    };
    let mut i = 0;
    while i < sheet.lines.len() {
        let first = i;
        let mut most = 0;
        while i < sheet.lines.len() && sheet.open(i) && names(sheet, i) >= 2 {
            most = most.max(names(sheet, i));
            i += 1;
        }
        let under_text = || {
            let above = sheet.previous_text(first);
            above.is_some_and(|p| sheet.lines[p].end == End::Stop && sheet.is_prose(p))
        };
        if i - first >= 2 && most >= 3 && under_text() {
            for line in first..i {
                sheet.decide(line, Label::SignOff, "names-under-the-text", 0.75);
            }
        }
        i = i.max(first + 1);
    }
}

/// Takes a signature in brackets under the text, `（云溪区统计局）`, for the byline.
pub(super) fn bracketed_signature(sheet: &mut Sheet<'_>) {
    let end = sheet.body.end.min(sheet.lines.len());
    let tail = (end.saturating_sub(2)..sheet.lines.len().min(end + 3))
        .filter(|i| *i > sheet.body.start);
    for i in tail.collect::<Vec<_>>() {
        let words = sheet.words(i);
        let inner =
            words.strip_prefix(['（', '(']).and_then(|w| w.strip_suffix(['）', ')']));
        let Some(inner) = inner else { continue };
        let office = [
            "局",
            "办",
            "办公室",
            "委",
            "部",
            "处",
            "厅",
            "院",
            "社",
            "中心",
            "政府",
            "委员会",
            "署",
            "會",
            "会",
        ]
        .iter()
        .any(|w| inner.ends_with(w));
        let above =
            sheet.previous_text(i).is_some_and(|p| sheet.lines[p].end == End::Stop);
        if sheet.open(i)
            && above
            && office
            && sheet.lines[i].letters <= 20
            && sheet.lines[i].pauses == 0
        {
            let start = sheet.lines[i].range.start + words.len()
                - words.trim_start_matches(['（', '(']).len();
            sheet.decide(i, Label::Byline, "signature-in-brackets", 0.75);
            sheet.cuts[i].push(Cut {
                range: start..start + inner.len(),
                verdict: Verdict {
                    label: Label::Metadata(Field::Author),
                    reason: "signature-in-brackets",
                    confidence: 0.75,
                },
            });
        }
    }
}

/// Marks `附件1` on a line of its own, behind the text, and the title of the attachment
/// right below it.
fn attached(sheet: &mut Sheet<'_>) {
    for i in sheet.body.start + 1..sheet.lines.len() {
        let words = sheet.words(i);
        let number = words.strip_prefix("附件").or_else(|| words.strip_prefix("附表"));
        let alone = number.is_some_and(|n| {
            let bare = n.trim_end_matches(['：', ':']).trim();
            bare.chars().all(char::is_numeric) && (!bare.is_empty() || n.is_empty())
        });
        if !alone || !sheet.open(i) || sheet.next_text(i + 1).is_none() {
            continue;
        }
        sheet.decide(i, Label::Heading(1), "attached", 0.8);
        let Some(title) = sheet.next_text(i + 1) else { continue };
        let text = sheet.next_text(title + 1);
        if sheet.open(title)
            && sheet.is_display(title)
            && sheet.lines[title].letters >= 6
            && sheet.numbers[title].is_none()
            && text.is_some()
        {
            sheet.decide(title, Label::Heading(2), "title-of-an-attachment", 0.75);
        }
    }
}

/// Marks `附件：1. …` and the lines below it.
pub(super) fn attachment(sheet: &mut Sheet<'_>) {
    attached(sheet);
    let mut i = 0;
    while i < sheet.lines.len() {
        let words = sheet.words(i);
        let opens = sheet.open(i)
            && (words.starts_with("附件：")
                || words.starts_with("附件:")
                || words.starts_with("附：")
                || words.starts_with("附表："))
            && sheet.lines[i].letters <= 80
            && sheet.lines[i].end != End::Stop;
        if opens {
            sheet.decide(i, Label::Attachment, "attachment", 0.9);
            let mut next = i + 1;
            while next < sheet.lines.len()
                && sheet.open(next)
                && (sheet.numbers[next].is_some()
                    || is_numbered(sheet.words(next), next - i + 1))
                && sheet.lines[next].end == End::Bare
            {
                sheet.decide(next, Label::Attachment, "attachment", 0.8);
                next += 1;
            }
            i = next;
        } else {
            i += 1;
        }
    }
}

/// Whether a line begins with this number: `2.2026年项目表` does with 2, whatever follows.
fn is_numbered(words: &str, number: usize) -> bool {
    let rest = words.strip_prefix(&number.to_string());
    rest.is_some_and(|rest| rest.starts_with(['.', '．', '、']))
}
