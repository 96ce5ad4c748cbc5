//! The edges of a text: where the foot of its page begins, and what a page has left above
//! and below a text that was copied without it.
//!
//! Belongs here: the lines right above and right below a text.
//! Does not belong here: where the text is (`page`).

use super::fields::fields;
use super::furniture::PICTURES;
use super::links::is_linked;
use super::look::Cue;
use super::metadata::is_date_only;
use super::ways::is_home;
use crate::segment::Label;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words::{self, is_letter};
use crate::source::Markup;

/// Drops the keywords of a page above its text: many words and names, a comma between
/// each two of them.
pub(super) fn keywords(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    const MANY: u32 = 8;
    const WORD: usize = 10;
    for (i, cue) in cues.iter().enumerate().skip(1) {
        let line = &sheet.lines[i];
        let row = line.commas >= MANY
            && line.commas * 4 >= line.pauses * 3
            && line.stops == 0
            && line.colons == 0
            && sheet.numbers[i].is_none();
        let word = |w: &str| {
            let letters = w.chars().filter(|c| is_letter(*c)).count();
            letters <= WORD
        };
        if row && sheet.open(i) && sheet.words(i).split([',', '，', '、']).all(word) {
            sheet.decide(i, Label::Chrome, "keywords", 0.75);
        } else if *cue == Cue::Prose {
            return;
        }
    }
}

/// Drops the links of Markdown at the end of a text, with their heads: at least three of
/// them, and not a sentence among them.
pub(super) fn linked(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    const FEW: usize = 3;
    let n = cues.len();
    let (mut count, mut top) = (0, n);
    for i in (0..n).rev() {
        if is_linked(sheet.words(i)) {
            count += 1;
            top = i;
        } else if cues[i] == Cue::LinkHead && top == i + 1 {
            top = i;
        } else if matches!(sheet.markup[i], Some(Markup::Heading(_))) && top == i + 1 {
            // A heading over nothing but links.
            top = i;
        } else if !(sheet.is_chrome(i) || sheet.is_display(i) && cues[i] != Cue::Prose) {
            break;
        }
    }
    for i in (top..n).filter(|_| count >= FEW) {
        sheet.overrule(i, Label::Chrome, "links-at-the-end", 0.75);
    }
}

/// Drops the headlines that a site has set below a text, behind its editors, without a
/// word of their own: nothing there is a sentence, counted, or a field.
pub(super) fn behind_the_editors(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    let Some(last) = cues.iter().rposition(|c| *c == Cue::Prose) else { return };
    let editors = |i: &usize| cues[*i] == Cue::Editor;
    let Some(lowest) = (last..cues.len()).rfind(editors) else { return };
    let of_text = |i: usize| {
        let line = &sheet.lines[i];
        let counted = sheet.numbers[i].is_some_and(|n| n.system != System::Bullet);
        let goes_on = matches!(line.end, End::Pause | End::Colon);
        let said = line.end == End::Stop && !sheet.is_display(i);
        let words = sheet.words(i);
        counted || goes_on || said || words.contains("附件") || is_date_only(words)
    };
    // Behind the first of them, or at least behind the last.
    let first = (last..cues.len()).find(editors).unwrap_or(lowest);
    let behind = [first, lowest].map(|editors| editors + 1..cues.len());
    let Some(behind) = behind.into_iter().find(|lines| !lines.clone().any(of_text))
    else {
        return;
    };
    for i in behind {
        let found = fields(sheet.words(i));
        if sheet.open(i) && !found.hits.iter().any(|hit| hit.labelled) {
            sheet.decide(i, Label::Chrome, "behind-the-editors", 0.75);
        }
    }
}

/// Drops single labels of a page that were copied along at the edges of a text.
pub(super) fn edges(sheet: &mut Sheet<'_>, cues: &[Cue]) {
    let sure = |sheet: &Sheet<'_>, i: usize| {
        matches!(cues[i], Cue::Appeal | Cue::Control | Cue::Notice | Cue::Crumb)
            && (sheet.lines[i].letters >= 4
                || matches!(sheet.words(i), "正文" | "本文" | "본문"))
            || is_file(sheet.words(i))
    };
    let n = teasers(sheet, cues).unwrap_or(cues.len());
    for i in n..cues.len() {
        sheet.decide(i, Label::Chrome, "teaser-at-the-end", 0.75);
    }
    let mut last = n;
    // The head of a list of links of which none was copied.
    let headed = |i: usize| cues[i] == Cue::LinkHead;
    while last > 1
        && (sheet.is_chrome(last - 1) || sure(sheet, last - 1) || headed(last - 1))
    {
        last -= 1;
        sheet.decide(last, Label::Chrome, "label-at-the-end", 0.8);
    }
    // Between a title and its text: 字号变大|字号变小.
    let told = cues.iter().position(|c| *c == Cue::Prose).unwrap_or(0);
    for (i, cue) in cues.iter().enumerate().take(told.min(last)).skip(1) {
        if *cue == Cue::Control && sheet.open(i) && sheet.lines[i].letters >= 6 {
            sheet.decide(i, Label::Chrome, "label-in-the-head", 0.75);
        }
    }
    for i in 0..menu_at_the_top(sheet, cues) {
        sheet.decide(i, Label::Chrome, "menu-at-the-top", 0.75);
    }
    let mut first = 0;
    while first + 1 < last && (sheet.is_chrome(first) || sure(sheet, first)) {
        sheet.decide(first, Label::Chrome, "label-at-the-top", 0.8);
        first += 1;
    }
}

/// Where a menu ends that stands at the very top: many bulleted short lines of which most
/// end alike, as the names of offices do, or many short ones behind the way home.
fn menu_at_the_top(sheet: &Sheet<'_>, cues: &[Cue]) -> usize {
    const MANY: usize = 8;
    const ENDING: usize = 3;
    let bullet = |i: usize| cues[i] == Cue::Bullet && sheet.lines[i].colons == 0;
    let step = |i: usize| {
        let line = &sheet.lines[i];
        (1..=6).contains(&line.letters)
            && line.digits == 0
            && line.stops + line.pauses + line.colons == 0
            && sheet.numbers[i].is_none()
    };
    let told = cues.iter().position(|c| *c == Cue::Prose).unwrap_or(0);
    let bullets = (0..told).take_while(|i| bullet(*i)).count();
    let steps = (0..told).take_while(|i| step(*i)).count();
    let ending = |i: usize| {
        let words = sheet.words(i);
        let from = words.char_indices().rev().nth(ENDING - 1).map_or(0, |(at, _)| at);
        &words[from..]
    };
    // A list of what is to be done may open a text as well.
    let alike = || {
        let like = |i: &usize| ending(*i) == ending(bullets / 2);
        (0..bullets).filter(like).count() * 3 >= bullets * 2
    };
    match (bullets, steps) {
        (MANY.., _) if alike() => bullets,
        (_, MANY..) if is_home(sheet.words(0)) => steps,
        _ => 0,
    }
}

/// Where the head of a list of links stands below a text and, right under it, the beginning
/// of another one, cut off in the middle: `新闻推荐` over `近日，云溪大集上摊位有序，古玩...`.
fn teasers(sheet: &Sheet<'_>, cues: &[Cue]) -> Option<usize> {
    const FEW: usize = 4;
    let head = cues.iter().rposition(|c| *c == Cue::LinkHead)?;
    let below = cues.len() - head - 1;
    let torn = || {
        let teaser = sheet.words(head + 1);
        teaser.ends_with("...") || teaser.ends_with('…')
    };
    let told = cues[..head].contains(&Cue::Prose);
    (told && (1..FEW).contains(&below) && torn()).then_some(head)
}

/// Whether nothing but links follows the head of a list of them: no sentence ends there.
pub(super) fn only_links(sheet: &Sheet<'_>, head: usize) -> bool {
    let mut links = 0;
    for i in head + 1..sheet.lines.len() {
        // A headline may end with a name in quotation marks, a sentence does with its stop.
        let line = &sheet.lines[i];
        let quoted = sheet.words(i).ends_with(['”', '」']);
        if sheet.words(i).ends_with('。')
            || quoted && (line.stops > 0 || line.letters > 40)
        {
            return false;
        }
        links += 1;
    }
    links >= 2
}

/// Where the foot of the page begins, `prose` being the end of the last paragraph.
///
/// Signatures, attachments and lists of names stand below the last paragraph, too. The
/// foot begins with the first line that no text has, and takes in what leads up to it:
/// addresses, bars of links.
pub(super) fn foot(sheet: &Sheet<'_>, cues: &[Cue], prose: usize) -> usize {
    let Some(mut foot) = (prose..cues.len()).find(|i| cues[*i].is_evidence()) else {
        // | 简介 | 联系方式 | 留言 |: a bar of links may be all of a foot.
        let bar = |i: &usize| {
            let labels = words::coverage(sheet.words(*i)).labels;
            cues[*i] == Cue::Row && labels > 0 && sheet.lines[*i].digits == 0
        };
        let bars = (prose..cues.len()).rev().take_while(bar).count();
        return cues.len() - bars;
    };
    // Behind the editors of the page nothing belongs to the text any more.
    if let Some(editors) = (prose..foot).rfind(|i| cues[*i] == Cue::Editor) {
        foot = editors + 1;
    }
    foot = menu(sheet, cues, prose, foot);
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

/// Where the menu in the foot of a page begins: many short lines right above its first
/// sign, of which at least two, or two below it, are labels that every site has.
fn menu(sheet: &Sheet<'_>, cues: &[Cue], prose: usize, foot: usize) -> usize {
    const MANY: usize = 6;
    const BELOW: usize = 6;
    const LABELS: usize = 2;
    let short = |i: &usize| {
        let line = &sheet.lines[*i];
        let form = line.letters <= 18 && line.stops == 0 && line.pauses == 0;
        form && line.colons == 0 && line.digits == 0 && sheet.numbers[*i].is_none()
    };
    let run = (prose..foot).rev().take_while(short).count();
    let label = |i: &usize| matches!(cues[*i], Cue::Control | Cue::Link | Cue::LinkHead);
    let end = (foot + BELOW).min(cues.len());
    let labels = (foot - run..end).filter(label).count();
    if run >= MANY && labels >= LABELS { foot - run } else { foot }
}

/// `云溪区名单.docx`: the name of a file, and nothing else.
pub(super) fn is_file(words: &str) -> bool {
    const KINDS: &[&str] = &[
        ".doc", ".docx", ".xls", ".xlsx", ".pdf", ".ppt", ".pptx", ".zip", ".rar",
        ".hwp", ".hwpx", ".ofd", ".wps", ".odt", ".csv",
    ];
    let lower = words.to_ascii_lowercase();
    KINDS.iter().chain(PICTURES).any(|kind| lower.ends_with(kind))
        && words.chars().count() <= 80
}

/// A word or two in brackets, and nothing else.
fn is_bracketed(words: &str) -> bool {
    words.starts_with(['(', '（'])
        && words.ends_with([')', '）'])
        && words.chars().filter(|c| is_letter(*c)).count() <= 6
}
