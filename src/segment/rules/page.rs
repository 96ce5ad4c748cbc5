//! The page around an article: which lines the site put there.

use crate::segment::Label;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words;
use crate::segment::words::is_letter;

/// What a line looks like, seen alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
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
    /// Something else.
    Plain,
}

impl Cue {
    /// How much the line speaks for (above 0) or against being in the main text.
    fn weight(self, letters: usize) -> i64 {
        match self {
            Cue::Prose => letters.min(150) as i64,
            Cue::Control => -30,
            Cue::Notice => -100,
            Cue::LinkHead => -400,
            Cue::Appeal => -40,
            Cue::Crumb => -80,
            Cue::Row => -40,
            Cue::Bullet => -14,
            Cue::Editor => -120,
            Cue::Weak => -60,
            Cue::Link => -20,
            Cue::Plain => -1,
        }
    }

    /// Whether it shows that a page was copied.
    fn is_evidence(self) -> bool {
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

/// Finds the main text of a copied page and drops what stands around it.
///
/// Every line has a weight: running text counts for the article, labels, notices, lists
/// of links and rows of short words count against it. The stretch of lines with the
/// greatest sum is the main text. Outside it nearly everything is chrome; inside it only
/// lines that are chrome by themselves. A text without any sign of a page keeps every
/// line.
pub(super) fn page(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    let cues: Vec<Cue> = (0..n).map(|i| cue(sheet, i)).collect();
    let evidence = cues.iter().filter(|c| c.is_evidence()).count();
    // One sign may be an accident, unless it stands at an edge of the text.
    let edge = (n / 8).clamp(3, 30);
    let certain = cues.iter().enumerate().any(|(i, c)| {
        matches!(c, Cue::Notice | Cue::Crumb) && (i < edge || i + edge >= n)
    });
    sheet.page = certain || evidence >= 2;
    if !sheet.page {
        sheet.body = first_prose(&cues)..n;
        return;
    }
    let (start, end) = heaviest(sheet, &cues);
    sheet.body = start..end;
    for (i, cue) in cues.into_iter().enumerate() {
        if !sheet.open(i) {
            continue;
        }
        let inside = (start..end).contains(&i);
        match cue {
            Cue::Control => sheet.decide(i, Label::Chrome, "control", 0.9),
            Cue::Notice => sheet.decide(i, Label::Chrome, "site-notice", 0.9),
            Cue::Crumb => sheet.decide(i, Label::Chrome, "breadcrumb", 0.9),
            Cue::Appeal => sheet.decide(i, Label::Chrome, "appeal", 0.8),
            Cue::LinkHead => sheet.decide(i, Label::Chrome, "list-of-links", 0.8),
            Cue::Row if !inside => sheet.decide(i, Label::Chrome, "navigation", 0.8),
            Cue::Bullet if !inside => sheet.decide(i, Label::Chrome, "navigation", 0.8),
            Cue::Weak if !inside => sheet.decide(i, Label::Chrome, "site-notice", 0.7),
            Cue::Link => sheet.decide(i, Label::Chrome, "link", 0.7),
            Cue::Row
            | Cue::Bullet
            | Cue::Editor
            | Cue::Prose
            | Cue::Plain
            | Cue::Weak => {}
        }
    }
}

/// Drops what is left around the main text of a copied page, once titles and metadata
/// have been taken out of it.
pub(super) fn around(sheet: &mut Sheet<'_>) {
    if !sheet.page {
        return;
    }
    let body = sheet.body.clone();
    let top = (0..body.start)
        .find(|i| matches!(sheet.label(*i), Some(Label::Title | Label::Kicker)));
    let above = top.unwrap_or(0);
    for i in 0..above {
        if !is_field(sheet, i) {
            sheet.overrule(i, Label::Chrome, "above-the-title", 0.7);
        }
    }
    let title = top.map(|t| sheet.words(t));
    for i in above + 1..body.start {
        if sheet.is_chrome(i) || is_field(sheet, i) {
            continue;
        }
        let words = sheet.words(i);
        if Some(words) == title {
            sheet.overrule(i, Label::Chrome, "title-again", 0.8);
        } else if sheet.lines[i].letters <= 10
            && words::CONTROLS.at_start(words).is_some_and(|w| w.len() > 3)
        {
            sheet.overrule(i, Label::Chrome, "control", 0.7);
        }
    }
    let mut chrome = false;
    for i in body.end..sheet.lines.len() {
        chrome |= sheet.is_chrome(i);
        if chrome && !is_field(sheet, i) {
            sheet.overrule(i, Label::Chrome, "below-the-text", 0.7);
        }
    }
}

/// Whether a line was read as metadata or as the names of the authors.
fn is_field(sheet: &Sheet<'_>, i: usize) -> bool {
    matches!(sheet.label(i), Some(Label::Metadata(_) | Label::Byline | Label::Chrome))
}

fn first_prose(cues: &[Cue]) -> usize {
    cues.iter().position(|c| *c == Cue::Prose).unwrap_or(0)
}

/// The stretch of lines with the greatest sum of weights.
fn heaviest(sheet: &Sheet<'_>, cues: &[Cue]) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, 0), i64::MIN);
    let (mut start, mut sum) = (0, 0i64);
    for (i, cue) in cues.iter().enumerate() {
        let furniture = sheet.is_chrome(i);
        let weight = if furniture { 0 } else { cue.weight(sheet.lines[i].letters) };
        if sum <= 0 {
            start = i;
            sum = 0;
        }
        sum += weight;
        if sum > best_sum {
            best_sum = sum;
            best = (start, i + 1);
        }
    }
    best
}

/// What line `i` looks like, seen alone.
fn cue(sheet: &Sheet<'_>, i: usize) -> Cue {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    // A whole paragraph is text whatever words it holds. A notice of the site may be a
    // sentence too, but not a long one.
    let prose = sheet.is_prose(i);
    if prose && line.letters > 150 && line.stops > 0 {
        return Cue::Prose;
    }
    if !(prose && line.stops > 0 && line.letters > 24) && sheet.is_control(i) {
        return Cue::Control;
    }
    if is_crumb(words, line.letters) {
        return Cue::Crumb;
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
    if cued
        && line.letters <= 16
        && words::LINK_HEADS.find(words).is_some_and(|(at, _)| {
            words[..at].chars().filter(|c| is_letter(*c)).count() <= 4
        })
        && line.end != End::Stop
    {
        return Cue::LinkHead;
    }
    if is_pager(words) {
        return Cue::Control;
    }
    if words.ends_with(['>', '＞', '»', '›'])
        && !words.ends_with("/>")
        && line.letters <= 40
        && !words.starts_with('<')
    {
        return Cue::Link;
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
        && words::APPEALS.find(words).is_some_and(|(_, w)| {
            matches!(w, "仅代表" | "不代表" | "不代表本" | "上传并发布" | "信息发布平台")
        })
    {
        return Cue::Appeal;
    }
    if words::EDITOR_WORDS
        .at_start(words.trim_start_matches(|c: char| !is_letter(c)))
        .is_some_and(|w| words.contains([':', '：']) && w.len() < words.len())
        && line.letters <= 60
    {
        return Cue::Editor;
    }
    if prose || (line.end == End::Stop && line.letters >= 5) {
        return Cue::Prose;
    }
    if is_row(words, line.words, line.letters, line.pauses) {
        return Cue::Row;
    }
    let bullet = sheet.numbers[i].is_some_and(|n| n.system == System::Bullet);
    if bullet && line.letters <= 36 {
        return Cue::Bullet;
    }
    Cue::Plain
}

/// `首页 > 新闻 > 正文`, with or without 当前位置 before it.
fn is_crumb(words: &str, letters: usize) -> bool {
    if letters > 90 {
        return false;
    }
    let steps = words.matches(['>', '＞', '»', '›']).count();
    if steps == 0 {
        return false;
    }
    let named = ["位置", "首页", "首頁", "現在位置", "ホーム", "トップ", "홈"]
        .iter()
        .any(|w| words.contains(w));
    (steps >= 1 && named) || steps >= 2 || (words.contains(">>") && letters <= 20)
}

/// `【1】【2】【3】`, `上一篇：…`.
fn is_pager(words: &str) -> bool {
    let mut rest = words.trim();
    let mut count = 0;
    while let Some(inner) = rest.strip_prefix(['【', '[', '［']) {
        let Some(end) = inner.find(['】', ']', '］']) else { break };
        if !inner[..end].trim().chars().all(|c| c.is_ascii_digit()) {
            break;
        }
        count += 1;
        rest = inner[end..].trim_start_matches(['】', ']', '］']).trim_start();
    }
    if count >= 2 && rest.is_empty() {
        return true;
    }
    [
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "上一條",
        "下一條",
        "前の記事",
        "次の記事",
        "이전글",
        "다음글",
    ]
    .iter()
    .any(|w| words.trim_start_matches(|c: char| !is_letter(c)).starts_with(w))
}

/// Many short stretches in a row: a bar of links.
fn is_row(words: &str, stretches: usize, letters: usize, pauses: usize) -> bool {
    if pauses > 0 {
        return false;
    }
    let bars = words.matches(['|', '｜', '丨', '│']).count();
    let parts = stretches.max(bars + 1);
    (parts >= 5 && letters <= parts * 6) || (bars >= 2 && letters <= (bars + 1) * 12)
}
