//! The page around an article: which lines the site put there.

use std::ops::Range;

use super::edges;
use super::links::to_the_whole;
use super::lists::{counted_on, linked_lists};
use super::look::Cue;
use super::menu::{above_the_menu, is_dated_head, menu_above};
use super::odds;
use crate::segment::Label;
use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::Sheet;
use crate::segment::words;
use crate::segment::words::is_letter;

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
    // A trail above the first paragraph is none, however long the menu before it.
    let strange = foreign(sheet, &cues);
    sheet.odds = odds::odds(sheet);
    likely(sheet, &mut cues);
    let told = (0..n)
        .find(|i| cues[*i] == Cue::Prose && !(strange && is_latin(sheet, *i)))
        .unwrap_or(0);
    let certain = cues.iter().enumerate().any(|(i, c)| {
        *c == Cue::Crumb && i < told
            || (matches!(c, Cue::Notice | Cue::Crumb) && (i < edge || i + edge >= n))
            || (*c == Cue::LinkHead && i * 3 > n && edges::only_links(sheet, i))
    });
    sheet.page = certain || evidence >= 2;
    edges::keywords(sheet, &cues);
    edges::linked(sheet, &cues);
    if !sheet.page {
        for i in odds::fringes(sheet, &told_lines(&cues)).into_iter().flatten() {
            sheet.decide(i, Label::Chrome, "likely-page", 0.7);
        }
        edges::edges(sheet, &cues);
        edges::behind_the_editors(sheet, &cues);
        sheet.body = first_prose(sheet, &cues)..n;
        sheet.spaced = spaced(sheet);
        return;
    }
    above_the_menu(sheet, &cues);
    let (start, prose) = heaviest(sheet, &cues, strange);
    // A page of which nothing stands above the text has no lines to be dropped there.
    let sign = |i: usize| {
        (cues[i].is_evidence() || matches!(cues[i], Cue::Row | Cue::Link))
            && !sheet.is_chrome(i)
    };
    let told = |i: &usize| cues[*i] == Cue::Prose && !sheet.is_chrome(*i);
    let first = (0..start).find(told).filter(|_| !(0..start).any(sign));
    let start = first.unwrap_or(start);
    let (start, prose) = counted_on(sheet, &cues, start, prose);
    let end = edges::foot(sheet, &cues, prose);
    sheet.body = start..end;
    sheet.spaced = spaced(sheet);
    linked_lists(sheet, &cues);
    head_labels(sheet, &cues);
    let mut listed = Listed::default();
    for (i, cue) in cues.iter().enumerate() {
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
            Cue::Likely
                if !inside
                    || odds::is_likely(sheet, i, odds::SENTENCE, &(start..end)) =>
            {
                sheet.decide(i, Label::Chrome, "likely-page", 0.7);
            }
            Cue::Row
            | Cue::Bullet
            | Cue::Editor
            | Cue::Prose
            | Cue::Plain
            | Cue::Likely
            | Cue::Weak => {}
        }
    }
    edges::behind_the_editors(sheet, &cues);
}

/// Finds the lines that are more likely part of the page than of the text: sentences, and
/// what does not stand above the text, where it may be the title.
fn likely(sheet: &Sheet<'_>, cues: &mut [Cue]) {
    let text = told_lines(cues);
    let told: Vec<usize> = (0..cues.len()).filter(|i| cues[*i] == Cue::Prose).collect();
    let letters =
        |lines: &[usize]| lines.iter().map(|i| sheet.lines[*i].letters).sum::<u32>();
    let strange: Vec<usize> = told
        .iter()
        .copied()
        .filter(|i| odds::is_likely(sheet, *i, odds::SENTENCE, &text))
        .collect();
    // A good part of what a page tells is its text: odds against nearly all of it err.
    let sure = letters(&strange) * 3 <= letters(&told) * 2;
    for i in strange.into_iter().filter(|i| sure || is_latin(sheet, *i)) {
        cues[i] = Cue::Likely;
    }
    let text = told_lines(cues);
    for (i, cue) in cues.iter_mut().enumerate().skip(text.start) {
        let label = matches!(cue, Cue::Plain | Cue::Bullet | Cue::Weak);
        let needed = if i < text.end { odds::INSIDE } else { odds::LABEL };
        if label && odds::is_likely(sheet, i, needed, &text) {
            *cue = Cue::Likely;
        }
    }
}

/// The lines from the first to the last that tell something.
fn told_lines(cues: &[Cue]) -> Range<usize> {
    let told = |c: &Cue| *c == Cue::Prose;
    let first = cues.iter().position(told).unwrap_or(0);
    first..cues.iter().rposition(told).map_or(0, |last| last + 1)
}

/// Sees what only its neighbours show of a line: a heading in the words of a button, and
/// the links of a list that were cut off.
pub(super) fn neighbours(sheet: &mut Sheet<'_>) {
    let (mut cut, mut torn, mut dated) = (0, 0, 0);
    for i in 0..sheet.cues.len() {
        // お問い合わせ over a whole sentence is a heading of the text, not a button.
        if sheet.cues[i] == Cue::Control
            && sheet.words(i).ends_with("問い合わせ")
            && sheet.cues.get(i + 1) == Some(&Cue::Prose)
            && sheet.lines[i + 1].end == End::Stop
        {
            sheet.cues[i] = Cue::Plain;
        }
        dated = if is_dated_link(sheet, i) { dated + 1 } else { 0 };
        if is_share(sheet, i) {
            sheet.cues[i] = Cue::Control;
        }
        cut = if is_cut_off(sheet, i) { cut + 1 } else { 0 };
        if cut >= 3 {
            for link in i + 1 - cut..=i {
                sheet.cues[link] = Cue::Link;
            }
        }
        torn = if is_torn_headline(sheet, i) { torn + 1 } else { 0 };
        if torn >= 3 {
            for link in i + 1 - torn..=i {
                sheet.cues[link] = Cue::Row;
            }
        }
    }
    teasers(sheet);
    marked_heads(sheet);
    counted_labels(sheet);
    rankings(sheet);
    // At the end of a page: the latest news of the site.
    let n = sheet.cues.len();
    if dated >= 3 && (0..n - dated).any(|i| sheet.cues[i] == Cue::Prose) {
        sheet.cues[n - dated] = Cue::LinkHead;
        sheet.cues[n - dated + 1..].fill(Cue::Link);
    }
}

/// Finds what a page shows of its other articles: the opening of each, cut off and with a
/// link to the whole, and the title above it. Where most of what is told is of that kind,
/// it is the text.
fn teasers(sheet: &mut Sheet<'_>) {
    const FEWEST: usize = 2;
    let told = |i: &usize| sheet.cues[*i] == Cue::Prose;
    let cut = |i: &usize| told(i) && to_the_whole(sheet.words(*i)).is_some();
    let teasers: Vec<usize> = (0..sheet.cues.len()).filter(cut).collect();
    if teasers.len() < FEWEST {
        return;
    }
    let letters = |i: usize| sheet.lines[i].letters;
    let all: u32 = (0..sheet.cues.len()).filter(told).map(letters).sum();
    if teasers.iter().map(|i| letters(*i)).sum::<u32>() * 2 > all {
        return;
    }
    for i in teasers {
        sheet.cues[i] = Cue::Link;
        if i > 0 && sheet.cues[i - 1] == Cue::Plain && sheet.is_display(i - 1) {
            sheet.cues[i - 1] = Cue::Link;
        }
    }
}

/// Reads the words of a button as a heading where they are counted and the count goes on:
/// `8.联系方式` behind `7.发布公告的媒介`.
fn counted_labels(sheet: &mut Sheet<'_>) {
    const REACH: usize = 60;
    for i in 0..sheet.cues.len() {
        let number = sheet.numbers[i].filter(|n| n.value > 1);
        let Some(number) = number.filter(|_| sheet.cues[i] == Cue::Control) else {
            continue;
        };
        let before = |j: usize| {
            sheet.numbers[j]
                .is_some_and(|n| n.system == number.system && n.value + 1 == number.value)
        };
        if (i.saturating_sub(REACH)..i).any(before) {
            sheet.cues[i] = Cue::Plain;
        }
    }
}

/// Finds the links of a ranking: under its head lines that count from one, a gap behind
/// each number, however long what they lead to is called.
fn rankings(sheet: &mut Sheet<'_>) {
    const FEWEST: usize = 3;
    for head in 0..sheet.cues.len() {
        if sheet.cues[head] != Cue::LinkHead {
            continue;
        }
        let counted = |k: usize| {
            let words = sheet.words(head + k);
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            words[..digits].parse() == Ok(k)
                && words[digits..].starts_with([' ', '\u{3000}'])
                && !words.ends_with('。')
        };
        let n = sheet.cues.len() - head;
        let count = (1..n).take_while(|k| counted(*k)).count();
        if count >= FEWEST {
            sheet.cues[head + 1..=head + count].fill(Cue::Link);
        }
    }
}

/// Reads `●` as the marker of a heading where each of them, three or more, stands over a
/// paragraph of its own.
fn marked_heads(sheet: &mut Sheet<'_>) {
    const SIGNS: [char; 2] = ['●', '○'];
    let signed = |i: &usize| {
        sheet.numbers[*i].is_some_and(|n| n.system == System::Bullet)
            && sheet.words(*i).starts_with(SIGNS)
    };
    let heads: Vec<usize> = (0..sheet.cues.len()).filter(signed).collect();
    let over_text = |i: &usize| {
        let below = i + 1;
        sheet.is_display(*i)
            && (4..=30).contains(&sheet.lines[*i].letters)
            && below < sheet.lines.len()
            && sheet.numbers[below].is_none()
            && sheet.cues[below] == Cue::Prose
    };
    if heads.len() < 3 || !heads.iter().all(over_text) {
        return;
    }
    for i in heads {
        sheet.cues[i] = Cue::Plain;
        if let Some(number) = sheet.numbers[i].as_mut() {
            number.system = System::Marker;
        }
    }
}

/// `用Cloudy傳送` over three buttons: the first of a bar of them names where to share.
fn is_share(sheet: &Sheet<'_>, i: usize) -> bool {
    const BUTTONS: usize = 3;
    let named = || {
        let latin = sheet.words(i).bytes().filter(u8::is_ascii_alphabetic);
        latin.count() >= 4
    };
    let button = |b: usize| sheet.cues[b] == Cue::Control || sheet.lines[b].letters == 0;
    sheet.cues[i] == Cue::Plain
        && sheet.lines[i].letters <= 12
        && i + BUTTONS < sheet.cues.len()
        && (i + 1..=i + BUTTONS).all(button)
        && named()
}

/// `- 新桥明日通车2026-03-17`: a link behind a bullet, and the day of what it leads to.
fn is_dated_link(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let bulleted = sheet.numbers[i].is_some_and(|n| n.system == System::Bullet);
    if !bulleted || line.letters > 60 || line.digits == 0 {
        return false;
    }
    let day = "2026-03-17".len();
    let Some(at) = words.len().checked_sub(day).filter(|at| words.is_char_boundary(*at))
    else {
        return false;
    };
    let title = words[..at].trim_end_matches(|c: char| !is_letter(c));
    let date = first_date(&words[at..], true);
    title.chars().filter(|c| is_letter(*c)).count() >= 6
        && !words.contains(['。', '；'])
        && date.is_some_and(|(range, d)| range.len() == day && d.day.is_some())
}

/// `旧桥加固两月 “桥上挤满了看…`: a headline that had no room, in a row of them.
fn is_torn_headline(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    let torn = words.ends_with("...") || words.ends_with('…') && !words.ends_with("……");
    torn && (8..=40).contains(&line.letters) && !words.contains(['。', '：'])
}

/// `2 小店也能算大账，店主们……`: a counted or bulleted link of which the end is missing.
fn is_cut_off(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    if !(4..=30).contains(&line.letters) || !words.ends_with(['.', '…']) {
        return false;
    }
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let counted = sheet.numbers[i].is_some()
        || (1..=2).contains(&digits) && words[digits..].starts_with([' ', '\u{3000}']);
    counted && !words.contains('。') && (words.ends_with("...") || words.ends_with('…'))
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
        let sign = || {
            let of_text = crate::segment::sheet::is_text_letter;
            // The figures of a table are no sign of the page.
            let figure = words.contains(|c: char| c.is_ascii_digit())
                && words.contains(['.', '．', '%', '％', '-', '－']);
            !figure && !words.chars().any(of_text)
        };
        if words::is_channel(words) {
            sheet.decide(i, Label::Chrome, "department", 0.7);
        } else if sheet.lines[i].letters <= 2 && sign() {
            // 0, A+, T | T: how many comments, how large the letters.
            sheet.decide(i, Label::Chrome, "sign-of-the-page", 0.75);
        } else if edges::is_file(words) {
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
    // So does a form: labels with what they say.
    let form = (labels..above).filter(|i| sheet.lines[*i].end == End::Colon).count() >= 3;
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
        let whole = i >= labels && (near && sheet.lines[i].letters >= 14 || form);
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
    // Below a button in the midst of the text stands another one.
    for i in body.clone().filter(|i| *i > 0) {
        let words = sheet.words(i);
        let latin = !words.chars().any(crate::segment::sheet::is_text_letter);
        let below = sheet.verdicts[i - 1].as_ref().is_some_and(|v| v.reason == "control");
        if sheet.open(i)
            && latin
            && below
            && sheet.lines[i].letters <= 20
            && sheet.lines[i].digits == 0
            && sheet.labels_again(words) >= 2
        {
            sheet.decide(i, Label::Chrome, "again-on-the-page", 0.7);
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
pub(super) fn tells(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    line.letters >= 40 && line.stops >= 2 && line.end == End::Stop && line.is_prose()
}

/// Whether blank lines stand between the paragraphs of the text.
fn spaced(sheet: &Sheet<'_>) -> bool {
    let text = (sheet.body.start + 1..sheet.body.end).filter(|i| sheet.is_prose(*i));
    let (apart, all) = text.fold((0, 0), |(apart, all), i| {
        (apart + usize::from(sheet.lines[i].gap > 0), all + 1)
    });
    apart >= 3 && apart * 2 > all
}

/// Whether a line was read as metadata or as the names of the authors.
fn is_field(sheet: &Sheet<'_>, i: usize) -> bool {
    matches!(sheet.label(i), Some(Label::Metadata(_) | Label::Byline | Label::Chrome))
}

fn first_prose(sheet: &Sheet<'_>, cues: &[Cue]) -> usize {
    let told = |i: &usize| cues[*i] == Cue::Prose && !sheet.is_chrome(*i);
    (0..cues.len()).find(told).unwrap_or(0)
}

/// What the first paragraph under a head weighs more than others: as much as a long one,
/// so that a short text is not lost among what a site says of itself.
const OPENING: i64 = 150;

/// The first paragraph that stands under a title and its date, and the line of the date.
pub(super) fn opening(sheet: &Sheet<'_>, cues: &[Cue]) -> Option<(usize, usize)> {
    // A date further down is that of something else.
    const REACH: usize = 12;
    let mut dated = None;
    for (i, cue) in cues.iter().enumerate() {
        let line = &sheet.lines[i];
        match cue {
            Cue::LinkHead | Cue::Notice | Cue::Comments => dated = None,
            Cue::Prose if line.letters >= 20 => {
                if let Some(date) = dated.filter(|d| i <= d + REACH) {
                    return Some((i, date));
                }
                dated = None;
            }
            _ if line.digits >= 6
                && line.letters <= 60
                && is_dated_head(sheet, cues, i) =>
            {
                dated = Some(i);
            }
            _ => {}
        }
    }
    None
}

/// Whether a page in East Asian writing says something in Latin letters, too: which
/// languages it can be read in, and what its cookies are for.
pub(super) fn foreign(sheet: &Sheet<'_>, cues: &[Cue]) -> bool {
    let (mut own, mut latin) = (0, 0);
    for i in (0..cues.len()).filter(|i| cues[*i] == Cue::Prose) {
        *(if is_latin(sheet, i) { &mut latin } else { &mut own }) +=
            sheet.lines[i].letters;
    }
    latin > 0 && own > latin
}

/// Whether hardly a letter of a line is East Asian.
pub(super) fn is_latin(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    (line.han + line.kana + line.hangul) * 8 < line.letters
}

/// The stretch of lines with the greatest sum of weights. What is written in Latin letters
/// weighs nothing where that is `strange`.
fn heaviest(sheet: &Sheet<'_>, cues: &[Cue], strange: bool) -> (usize, usize) {
    let (mut best, mut best_sum) = ((0, 0), i64::MIN);
    let (mut start, mut sum) = (0, 0i64);
    let opening = opening(sheet, cues);
    let menu = opening.and_then(|(_, date)| menu_above(sheet, cues, date));
    for (i, cue) in cues.iter().enumerate() {
        let furniture = sheet.is_chrome(i);
        let foreign = strange && *cue == Cue::Prose && is_latin(sheet, i);
        let weight =
            if furniture || foreign { 0 } else { cue.weight(sheet.lines[i].letters) };
        if sum <= 0 || menu == Some(i) {
            start = i;
            sum = 0;
        }
        sum += weight + if opening.is_some_and(|o| o.0 == i) { OPENING } else { 0 };
        if sum > best_sum {
            best_sum = sum;
            best = (start, i + 1);
        }
    }
    best
}
