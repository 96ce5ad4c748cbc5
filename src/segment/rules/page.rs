//! The page around an article: which lines the site put there.

use crate::segment::Label;
use crate::segment::lines::{End, Line};
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words;
use crate::segment::words::{Phrases, is_letter};
use std::sync::LazyLock;

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
    pub(super) fn weight(self, letters: usize) -> i64 {
        match self {
            Cue::Prose => letters.min(150) as i64,
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

/// Finds the main text of a copied page and drops what stands around it.
///
/// Every line has a weight: running text counts for the article, labels, notices, lists
/// of links and rows of short words count against it. The stretch of lines with the
/// greatest sum is the main text. Outside it nearly everything is chrome; inside it only
/// lines that are chrome by themselves. A text without any sign of a page keeps every
/// line.
pub(super) fn page(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    let mut cues = std::mem::take(&mut sheet.cues);
    trail_in_pieces(sheet, &mut cues);
    let evidence = cues.iter().filter(|c| c.is_evidence()).count();
    // One sign may be an accident, unless it stands at an edge of the text.
    let edge = (n / 8).clamp(3, 30);
    let certain = cues.iter().enumerate().any(|(i, c)| {
        (matches!(c, Cue::Notice | Cue::Crumb) && (i < edge || i + edge >= n))
            || (*c == Cue::LinkHead && i * 3 > n && only_links(sheet, i))
    });
    sheet.page = certain || evidence >= 2;
    if !sheet.page {
        edges(sheet, &cues);
        sheet.body = first_prose(&cues)..n;
        sheet.spaced = spaced(sheet);
        return;
    }
    let (start, prose) = heaviest(sheet, &cues);
    let (start, prose) = counted_on(sheet, &cues, start, prose);
    let end = foot(sheet, &cues, prose);
    sheet.body = start..end;
    sheet.spaced = spaced(sheet);
    linked_lists(sheet, &cues);
    head_labels(sheet, &cues);
    let mut listed = Listed::default();
    for (i, cue) in cues.into_iter().enumerate() {
        listed.see(sheet, i);
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
            Cue::Comments => sheet.decide(i, Label::Chrome, "comments", 0.8),
            Cue::Row if !inside => sheet.decide(i, Label::Chrome, "navigation", 0.8),
            Cue::Bullet if !inside && !listed.is_listed => {
                sheet.decide(i, Label::Chrome, "navigation", 0.8);
            }
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

/// Sees what only its neighbours show of a line: a heading in the words of a button, and
/// the links of a list that were cut off.
pub(super) fn neighbours(sheet: &mut Sheet<'_>) {
    let mut cut = 0;
    for i in 0..sheet.cues.len() {
        // お問い合わせ over a whole sentence is a heading of the text, not a button.
        if sheet.cues[i] == Cue::Control
            && sheet.words(i).ends_with("問い合わせ")
            && sheet.cues.get(i + 1) == Some(&Cue::Prose)
            && sheet.lines[i + 1].end == End::Stop
        {
            sheet.cues[i] = Cue::Plain;
        }
        cut = if is_cut_off(sheet, i) { cut + 1 } else { 0 };
        if cut >= 3 {
            for link in i + 1 - cut..=i {
                sheet.cues[link] = Cue::Link;
            }
        }
    }
}

/// `2 小店也能算大账，店主们……`: a counted or bulleted link of which the end is missing.
fn is_cut_off(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let counted = sheet.numbers[i].is_some()
        || (1..=2).contains(&digits) && words[digits..].starts_with([' ', '\u{3000}']);
    counted
        && (4..=30).contains(&line.letters)
        && !words.contains('。')
        && (words.ends_with("...") || words.ends_with('…'))
}

/// Finds where the readers of a page comment: below a text, under a head of its own. What
/// speaks of comments there are the rules of the site, not the text.
pub(super) fn comments(sheet: &mut Sheet<'_>) {
    let (mut told, mut under) = (false, false);
    for i in 0..sheet.cues.len() {
        let prose = sheet.cues[i] == Cue::Prose;
        if told && words::is_comment_head(sheet.words(i)) {
            sheet.cues[i] = Cue::Comments;
            under = true;
        } else if under && prose && words::COMMENTING.find(sheet.words(i)).is_some() {
            sheet.cues[i] = Cue::Comments;
        } else if prose || sheet.cues[i] == Cue::Crumb {
            // The next text, or the next page.
            under = false;
            told = prose && (told || sheet.lines[i].letters >= 40);
        }
    }
}

/// Drops the labels of a page between its title and its text: the name of the department,
/// and the last step of a trail that was set one step a line.
fn head_labels(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    let head = 0..sheet.body.start.min(cues.len());
    for i in head.clone() {
        if cues[i] != Cue::Plain || !sheet.open(i) {
            continue;
        }
        let words = sheet.words(i);
        if words::is_channel(words) {
            sheet.decide(i, Label::Chrome, "department", 0.7);
        } else if is_file(words) {
            sheet.decide(i, Label::Chrome, "attached-file", 0.75);
        }
        let step = i > 0 && cues[i - 1] == Cue::Link;
        let bare =
            words.trim_start_matches(|c: char| c.is_ascii_digit() || ". ".contains(c));
        if step
            && bare.len() < words.len()
            && head.clone().any(|j| j > i && sheet.words(j) == bare)
        {
            sheet.decide(i, Label::Chrome, "breadcrumb", 0.8);
        }
    }
}

/// Finds a trail of which every step has a line of its own: short lines around a line that
/// is nothing but `>`.
fn trail_in_pieces(sheet: &Sheet<'_>, cues: &mut [Cue]) {
    for i in 1..cues.len().saturating_sub(1) {
        if sheet.lines[i].letters == 0 && matches!(sheet.words(i), ">" | "›" | "»" | "＞")
        {
            for step in [i - 1, i + 1] {
                if cues[step] != Cue::Prose && sheet.lines[step].letters <= 16 {
                    cues[step] = Cue::Crumb;
                }
            }
        }
    }
}

/// Whether the bulleted lines that come stand under a heading that is counted, behind
/// others that are: menus of a page are not.
#[derive(Default)]
struct Listed {
    is_listed: bool,
}

impl Listed {
    /// Goes on to the next line.
    fn see(&mut self, sheet: &Sheet<'_>, i: usize) {
        if sheet.numbers[i].is_some_and(|n| n.system == System::Bullet) {
            return;
        }
        let value = count(sheet, i).filter(|v| *v > 1);
        self.is_listed = value.is_some_and(|value| {
            (i.saturating_sub(8)..i).any(|l| count(sheet, l) == Some(value - 1))
        });
    }
}

/// The number with which a heading is counted: `2 `, `二、`.
fn count(sheet: &Sheet<'_>, line: usize) -> Option<u32> {
    let words = sheet.words(line);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let apart = words[digits..].starts_with([' ', '\u{3000}']) && digits <= 2;
    words[..digits]
        .parse::<u32>()
        .ok()
        .filter(|_| apart)
        .or_else(|| sheet.numbers[line].filter(|n| n.value > 0).map(|n| n.value))
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
    // Without a title, what the site has put above its trail.
    let trail = (0..body.start)
        .rev()
        .find(|i| sheet.verdicts[*i].as_ref().is_some_and(|v| v.reason == "breadcrumb"));
    let above = top.or(trail).unwrap_or(0);
    // A few whole lines between the last label of the page and the title may belong to
    // the text: they stay rather than be lost.
    let labels = (0..above).rev().find(|i| sheet.is_chrome(*i)).map_or(0, |i| i + 1);
    let near = (labels..above).filter(|i| !is_field(sheet, *i)).count() <= 3;
    // A site may tell something of itself in the first line, above its trail.
    let crumb =
        |i: usize| sheet.verdicts[i].as_ref().is_some_and(|v| v.reason == "breadcrumb");
    let of_site = (0..above)
        .find(|i| crumb(*i))
        .and_then(|crumb| sheet.previous_text(crumb))
        .filter(|i| (0..*i).all(|above| sheet.is_chrome(above)));
    for i in 0..above {
        if of_site == Some(i) {
            sheet.overrule(i, Label::Chrome, "above-the-trail", 0.7);
            continue;
        }
        let whole = near && i >= labels && sheet.lines[i].letters >= 14;
        let over = || sheet.next_text(i + 1).is_some_and(|next| tells(sheet, next));
        if tells(sheet, i) {
            continue;
        }
        if sheet.open(i) && sheet.lines[i].letters >= 6 && sheet.is_display(i) && over() {
            sheet.decide(i, Label::Title, "over-what-is-told", 0.6);
        } else if !is_field(sheet, i) && !whole {
            sheet.overrule(i, Label::Chrome, "above-the-title", 0.7);
        }
    }
    let title = top.map(|t| sheet.words(t));
    for i in above + 1..body.start {
        if sheet.is_chrome(i) || is_field(sheet, i) {
            continue;
        }
        let words = sheet.words(i);
        let latin = || !words.chars().any(crate::segment::sheet::is_text_letter);
        if Some(words) == title && sheet.label(i) != Some(Label::Title) {
            sheet.overrule(i, Label::Chrome, "title-again", 0.8);
        } else if sheet.open(i) && sheet.labels_again(words) >= 2 && latin() {
            sheet.decide(i, Label::Chrome, "again-on-the-page", 0.7);
        } else if sheet.lines[i].letters <= 10
            && (words::CONTROLS.at_start(words).is_some_and(|w| w.len() > 3)
                || (sheet.open(i)
                    && words::LABELS.at_start(words).is_some_and(|w| w == words)))
        {
            sheet.overrule(i, Label::Chrome, "control", 0.7);
        }
    }
    // Once more inside the text it is the name of a picture.
    for i in body.clone() {
        if sheet.open(i) && Some(sheet.words(i)) == title && sheet.lines[i].letters >= 8 {
            sheet.decide(i, Label::Chrome, "title-again", 0.8);
        }
    }
    for i in body.end..sheet.lines.len() {
        if !is_field(sheet, i) {
            sheet.overrule(i, Label::Chrome, "below-the-text", 0.7);
        }
    }
}

/// Whether a line tells something in several whole sentences. Its place alone is no reason
/// to drop it: the title found may be that of the next text.
fn tells(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    line.letters >= 40 && line.stops >= 2 && line.end == End::Stop && line.is_prose()
}

/// Drops the links under the head of a list in the midst of a text whose numbers go on
/// behind them.
fn linked_lists(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    for head in sheet.body.clone() {
        if cues[head] != Cue::LinkHead {
            continue;
        }
        let mut end = head + 1;
        while end < cues.len()
            && matches!(cues[end], Cue::Plain | Cue::Row | Cue::Bullet | Cue::Link)
            && sheet.lines[end].letters <= 40
            && sheet.numbers[end].is_none_or(|n| n.system == System::Bullet)
        {
            end += 1;
        }
        let goes_on =
            sheet.numbers.get(end).copied().flatten().is_some_and(|n| n.value > 1);
        for i in (head + 1..end).filter(|_| goes_on) {
            sheet.decide(i, Label::Chrome, "list-of-links", 0.75);
        }
    }
}

/// Drops single labels of a page that were copied along at the edges of a text.
fn edges(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    let sure = |sheet: &Sheet<'_>, i: usize| {
        matches!(cues[i], Cue::Appeal | Cue::Control | Cue::Notice | Cue::Crumb)
            && (sheet.lines[i].letters >= 4
                || matches!(sheet.words(i), "正文" | "本文" | "본문"))
    };
    let n = cues.len();
    let mut last = n;
    while last > 1 && (sheet.is_chrome(last - 1) || sure(sheet, last - 1)) {
        last -= 1;
        sheet.decide(last, Label::Chrome, "label-at-the-end", 0.8);
    }
    let mut first = 0;
    while first + 1 < last && (sheet.is_chrome(first) || sure(sheet, first)) {
        sheet.decide(first, Label::Chrome, "label-at-the-top", 0.8);
        first += 1;
    }
}

/// Whether nothing but links follows the head of a list of them: no sentence ends there.
fn only_links(sheet: &Sheet<'_>, head: usize) -> bool {
    let mut links = 0;
    for i in head + 1..sheet.lines.len() {
        if sheet.words(i).ends_with(['。', '”', '」']) {
            return false;
        }
        links += 1;
    }
    links >= 2
}

/// Takes in what a page has put its links in the midst of: where the numbers of a law or
/// a list go on behind a foot, or began before a head, the text does too.
fn counted_on(
    sheet: &Sheet<'_>,
    cues: &[Cue],
    mut start: usize,
    mut end: usize,
) -> (usize, usize) {
    let number = |i: usize| {
        sheet.numbers[i].filter(|n| {
            n.value > 0
                && n.system >= System::Chapter
                && n.system < System::Marker
                && !sheet.is_chrome(i)
                && matches!(cues[i], Cue::Prose | Cue::Plain)
        })
    };
    let follows = |a: usize, b: usize| {
        number(a).zip(number(b)).is_some_and(|(a, b)| {
            a.system == b.system && b.value == a.value + 1 && b.value > 1
        })
    };
    // A short list elsewhere on the page may go on by accident; articles do not.
    let counted =
        |from: usize, to: usize| (from..to).filter(|i| number(*i).is_some()).count();
    if counted(start, end) < 3 {
        return (start, end);
    }
    const REACH: usize = 80;
    let last_of = |from: usize, to: usize, b: usize| {
        let own = number(b).map(|n| n.system);
        (from..to).rev().find(|i| own.is_some() && number(*i).map(|n| n.system) == own)
    };
    let mut next = end;
    while next < cues.len().min(end + REACH) {
        let prose = matches!(cues[next], Cue::Prose);
        if prose && last_of(start, end, next).is_some_and(|a| follows(a, next)) {
            end = next + 1;
        }
        next += 1;
    }
    // What stands behind the last number belongs to it up to the foot.
    while end < cues.len() && matches!(cues[end], Cue::Prose) {
        end += 1;
    }
    let mut before = start;
    while before > start.saturating_sub(REACH) && before > 0 {
        before -= 1;
        let first = (start..end).find(|i| {
            number(*i).map(|n| n.system) == number(before).map(|n| n.system)
                && number(*i).is_some()
        });
        let prose = matches!(cues[before], Cue::Prose);
        if prose && first.is_some_and(|b| follows(before, b)) {
            start = before;
        }
    }
    (start, end)
}

/// Where the foot of the page begins, `prose` being the end of the last paragraph.
///
/// Signatures, attachments and lists of names stand below the last paragraph, too. The
/// foot begins with the first line that no text has, and takes in what leads up to it:
/// addresses, bars of links.
fn foot(sheet: &Sheet<'_>, cues: &[Cue], prose: usize) -> usize {
    let Some(mut foot) = (prose..cues.len()).find(|i| cues[*i].is_evidence()) else {
        return cues.len();
    };
    // Behind the editors of the page nothing belongs to the text any more.
    if let Some(editors) = (prose..foot).rfind(|i| cues[*i] == Cue::Editor) {
        foot = editors + 1;
    }
    while foot > prose {
        let leads_up = match cues[foot - 1] {
            Cue::Weak | Cue::Row | Cue::Link => true,
            Cue::Bullet => sheet.lines[prose - 1].end != End::Colon,
            // （云溪时报）: the paper of the text, between it and the numbers.
            Cue::Plain if is_bracketed(sheet.words(foot - 1)) => {
                foot - 1 > prose && cues[foot - 2] == Cue::Weak
            }
            // ★云溪时报提醒您：…, over the numbers.
            Cue::Plain if sheet.words(foot - 1).starts_with(['★', '●', '※', '☆']) => {
                cues.get(foot) == Some(&Cue::Weak)
            }
            _ => sheet.is_chrome(foot - 1),
        };
        if !leads_up {
            break;
        }
        foot -= 1;
    }
    foot
}

/// `云溪区名单.docx`: the name of a file, and nothing else.
fn is_file(words: &str) -> bool {
    const KINDS: &[&str] = &[
        ".doc", ".docx", ".xls", ".xlsx", ".pdf", ".ppt", ".pptx", ".zip", ".rar",
        ".hwp", ".hwpx", ".ofd", ".wps", ".odt", ".csv", ".jpg", ".png",
    ];
    let lower = words.to_ascii_lowercase();
    KINDS.iter().any(|kind| lower.ends_with(kind)) && words.chars().count() <= 80
}

/// Whether blank lines stand between the paragraphs of the text.
fn spaced(sheet: &Sheet<'_>) -> bool {
    let text = (sheet.body.start + 1..sheet.body.end).filter(|i| sheet.is_prose(*i));
    let (apart, all) = text.fold((0, 0), |(apart, all), i| {
        (apart + usize::from(sheet.lines[i].gap > 0), all + 1)
    });
    apart >= 3 && apart * 2 > all
}

/// A word or two in brackets, and nothing else.
fn is_bracketed(words: &str) -> bool {
    words.starts_with(['(', '（'])
        && words.ends_with([')', '）'])
        && words.chars().filter(|c| is_letter(*c)).count() <= 6
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
pub(crate) fn cue(sheet: &Sheet<'_>, i: usize) -> Cue {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    // A whole paragraph is text whatever words it holds. A notice of the site may be a
    // sentence too, but not a long one.
    let prose = sheet.is_prose(i);
    if is_declaration(words, line.letters) {
        return Cue::Notice;
    }
    if prose && line.letters > 150 && line.stops > 0 {
        return Cue::Prose;
    }
    if is_crumb(words, line.letters) || is_skip_link(words, line.letters) {
        return Cue::Crumb;
    }
    if line.letters <= 40 && is_tag_list(words) {
        return Cue::Control;
    }
    if is_reach(words, line) {
        return Cue::Weak;
    }
    if !(prose && line.stops > 0 && line.letters > 24) && sheet.is_control(i) {
        return Cue::Control;
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
    if line.letters <= 16 && is_app(words) {
        return Cue::Control;
    }
    if is_pager(words) || (!prose && line.letters <= 60 && has_icon(words)) {
        return Cue::Control;
    }
    if words.ends_with(['>', '＞', '»', '›'])
        && !words.ends_with("/>")
        && line.letters <= 40
        && !words.starts_with('<')
    {
        return Cue::Link;
    }
    if line.letters <= 60 && line.end != End::Stop && invites(words) {
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
        && words::APPEALS.find(words).is_some_and(|(_, w)| DISCLAIMERS.contains(&w))
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
    let stretches = if line.hangul * 2 > line.letters { 1 } else { line.words };
    if is_row(words, stretches, line.letters, line.pauses) {
        return Cue::Row;
    }
    let bullet = sheet.numbers[i].is_some_and(|n| n.system == System::Bullet);
    if bullet && line.letters <= 36 {
        return Cue::Bullet;
    }
    Cue::Plain
}

/// `跳到主要內容`, `本文へスキップ`: only a page has a link that skips its head.
fn is_skip_link(words: &str, letters: usize) -> bool {
    letters <= 30
        && !words.ends_with(['。', '，'])
        && [
            "跳到主要",
            "跳至主要",
            "跳至内容",
            "跳至內容",
            "飛ばして本文",
            "跳转到主要",
            "跳轉到主要",
            "跳过导航",
            "スキップ",
            "본문 바로가기",
            "메뉴 바로가기",
        ]
        .iter()
        .any(|w| words.contains(w))
}

/// `下载云溪APP`: a site asks for its program to be fetched.
fn is_app(words: &str) -> bool {
    let app =
        ["APP", "App", "app", "客户端", "客戶端"].iter().any(|w| words.ends_with(w));
    app && ["下载", "下載", "打开", "打開", "扫码", "立即"]
        .iter()
        .any(|w| words.starts_with(w))
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
        && words.find(['：', ':']).is_some_and(|at| {
            let number = words[at..].trim_start_matches(['：', ':', ' ']);
            help.iter().any(|w| words[..at].ends_with(w))
                && number.starts_with(|c: char| c.is_ascii_digit())
        })
    {
        return true;
    }
    let named = ["FAX", "Fax", "TEL", "Tel", "전화", "팩스", "電話", "传真", "傳真"];
    let count: usize = named.iter().map(|w| words.matches(w).count()).sum();
    line.digits * 4 >= line.letters
        && line.digits >= 16
        && count >= 1
        && line.letters <= 200
}

/// `下载云溪APP`, `還想看更多新聞嗎？歡迎下載…`: what an app or a page is praised with.
fn invites(words: &str) -> bool {
    let app =
        ["APP", "App", "客户端", "客戶端", "应用"].iter().any(|w| words.contains(w));
    let head = words.trim_start_matches(|c: char| !is_letter(c));
    let load = ["下载", "下載", "欢迎下载", "歡迎下載", "立即下载", "立即下載"];
    let more = ["更多新闻", "更多新聞", "更多精彩", "看新聞", "看新闻"];
    (app && load.iter().any(|w| head.starts_with(w)))
        || (app || words.contains("粉絲團") || words.contains("粉丝团"))
            && more.iter().any(|w| words.contains(w))
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
fn is_tag_list(words: &str) -> bool {
    if is_hash_tags(words) {
        return true;
    }
    [
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
    ]
    .iter()
    .any(|w| words.starts_with(w))
        && !words.ends_with('。')
}

/// `版权声明：未经本网授权，不得转载……`: what a site declares, at any length.
fn is_declaration(words: &str, letters: usize) -> bool {
    let opens = [
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
    ];
    // The notice under Korean pages that addresses on them must not be gathered.
    if words.contains("이메일") && words.contains("수집") && words.contains("거부")
    {
        return letters <= 300;
    }
    let Some(rest) = opens.iter().find_map(|o| words.strip_prefix(*o)) else {
        return false;
    };
    letters <= 500
        && ["转载", "轉載", "本网", "本站", "版权", "版權"]
            .iter()
            .any(|w| rest.contains(w))
}

/// `首页 > 新闻 > 正文`, with or without 当前位置 before it.
fn is_crumb(words: &str, letters: usize) -> bool {
    if letters > 90 {
        return false;
    }
    let place =
        ["現在地", "현재위치", "현재 위치", "현재 페이지 경로", "当前位置", "目前位置"];
    if letters <= 9
        && place.iter().any(|w| words.trim_end_matches(['：', ':']).ends_with(w))
    {
        return true;
    }
    let icons =
        words.matches("chevron_right").count() + words.matches("arrow_forward").count();
    let steps = words.matches(['>', '＞', '»', '›']).count() + icons;
    if steps == 0 {
        let dashes =
            [" - ", "→", " / "].iter().map(|s| words.matches(s).count()).sum::<usize>();
        return dashes >= 1
            && words.find("位置").is_some_and(|at| at <= 24)
            && ["首页", "首頁", "主页"].iter().any(|w| words.contains(w));
    }
    let named = ["位置", "首页", "首頁", "現在位置", "ホーム", "トップ", "홈"]
        .iter()
        .any(|w| words.contains(w));
    (steps >= 1 && named) || steps >= 2 || (words.contains(">>") && letters <= 20)
}

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

/// Appeals that stand in whole sentences.
const DISCLAIMERS: &[&str] = &[
    "仅供参考",
    "仅代表",
    "不代表",
    "不代表本",
    "上传并发布",
    "信息发布平台",
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
fn is_row(words: &str, stretches: usize, letters: usize, pauses: usize) -> bool {
    if pauses > 0 {
        return false;
    }
    let bars = words.matches(['|', '｜', '丨', '│']).count();
    let parts = stretches.max(bars + 1);
    (parts >= 5 && letters <= parts * 6) || (bars >= 2 && letters <= (bars + 1) * 12)
}
