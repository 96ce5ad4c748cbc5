//! The head of the first article: at the top of a text, or on a copied page.

use std::cell::LazyCell;

use super::byline::office_holder;
use super::forms::recurring_heads;
use super::further_titles::{are_excerpts, title_again};
use super::head::{
    is_document_mark, is_document_number, is_note, is_subtitle, plain_office, programme,
    roles,
};
use super::headline;
use super::lead::is_lead_alone;
use super::likeness::Told;
use super::odds;
use super::unnumbered::is_filing;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::words::is_letter;
use crate::segment::{Field, Label, words};
use crate::source::Markup;

/// Finds the title of the first article.
pub(super) fn first_title(sheet: &mut Sheet<'_>) {
    let found = |i: usize| sheet.cuts[i].iter().any(|c| c.verdict.label == Label::Title);
    if (0..sheet.lines.len().min(sheet.body.start + 3)).any(found) {
        return;
    }
    if let Some(title) =
        (0..sheet.lines.len()).find(|i| sheet.label(*i) == Some(Label::Title))
    {
        below_title(sheet, title);
        return;
    }
    let Some(title) = title_above(sheet) else { return };
    if !sheet.page {
        above_title(sheet, title);
    }
    let above = if sheet.page { 0..title } else { 0..0 };
    for above in above {
        if sheet.open(above) && is_list_of_titles(sheet, above, sheet.words(title)) {
            sheet.decide(above, Label::Chrome, "list-of-titles", 0.75);
        }
    }
    // A kicker right above it.
    if let Some(above) = sheet.previous_text(title)
        && sheet.page
        && sheet.open(above)
        && above + 1 == title
        && sheet.is_display(above)
        && sheet.lines[above].letters >= 8
        && sheet.lines[above].words <= 2
        && sheet.lines[above].indent == sheet.lines[title].indent
        && sheet.lines[title].gap == 0
        && sheet.numbers[above].is_none()
    {
        if sheet.words(above) == sheet.words(title) {
            sheet.decide(above, Label::Chrome, "title-again", 0.8);
        } else if let Some(first) = list_above(sheet, title) {
            for line in first..title {
                sheet.decide(line, Label::Chrome, "list-of-titles", 0.7);
            }
        } else if odds::is_likely_beside(sheet, above, title) {
            sheet.decide(above, Label::Chrome, "likely-page", 0.65);
        } else if !is_label(sheet.words(above)) && has_words(sheet, above) {
            sheet.decide(above, Label::Kicker, "above-the-title", 0.6);
        }
    }
    below_title(sheet, title);
}

/// The line above the text that is its title.
fn title_above(sheet: &Sheet<'_>) -> Option<usize> {
    let placed = if sheet.page { title_by_place(sheet) } else { title_of_text(sheet) };
    // One look into the text for all that is asked of its words.
    let above = 0..sheet.body.start.min(sheet.lines.len());
    let text = above.end..sheet.body.end;
    let told = LazyCell::new(|| Told::of(sheet, above.chain(placed), text, TOLD));
    let placed = if sheet.page { told_of_more(sheet, placed, || &told) } else { placed };
    headline::weighed(sheet, placed, || &told)
}

/// Gives the lines above the title of a text that was copied without its page their parts:
/// the number of a document, the name of a column or of an office, a short menu.
fn above_title(sheet: &mut Sheet<'_>, title: usize) {
    const MENU: usize = 5;
    let above: Vec<usize> = (0..title).filter(|i| sheet.open(*i)).collect();
    let label = |i: &usize| sheet.lines[*i].letters <= 10 && sheet.lines[*i].stops == 0;
    let is_menu = above.len() >= MENU && above.iter().all(label);
    for i in above {
        let words = sheet.words(i);
        if is_document_number(words) || is_document_mark(words) {
            sheet.decide(i, Label::Note, "document-number", 0.8);
        } else if is_lead_alone(words) {
            let name = words::LEAD_WORDS.at_start(words).map_or(0, str::len);
            sheet.decide(i, Label::Metadata(Field::Words), "dateline", 0.7);
            if name > 0 {
                sheet.cut(i, 0..name, Label::Metadata(Field::Source), "dateline", 0.7);
            }
        } else if is_menu || is_button(words) || odds::is_likely_beside(sheet, i, title) {
            sheet.decide(i, Label::Chrome, "above-the-title", 0.65);
        } else if sheet.is_display(i) {
            sheet.decide(i, Label::Kicker, "above-the-title", 0.6);
        }
    }
}

/// The first of the headlines right above a title, where they are a list of links: under
/// the head of one, or a long row.
fn list_above(sheet: &Sheet<'_>, title: usize) -> Option<usize> {
    const ROW: usize = 6;
    let headline = |i: &usize| {
        let l = &sheet.lines[*i];
        sheet.open(*i) && sheet.is_display(*i) && l.letters >= 8
    };
    let count = (0..title).rev().take_while(headline).count();
    let first = title - count;
    let headed = first > 0
        && sheet.verdicts[first - 1]
            .as_ref()
            .is_some_and(|v| v.reason == "list-of-links");
    (count >= ROW || headed && count >= 2).then_some(first)
}

/// Gives the lines between a title and its text their parts.
fn below_title(sheet: &mut Sheet<'_>, title: usize) {
    let (cases, again) = recurring_heads(sheet);
    let mut group = vec![title];
    let mut next = title + 1;
    while let Some(i) = sheet.next_text(next) {
        next = i + 1;
        if sheet.is_prose(i) || i > title + 12 || again.contains(&i) {
            break;
        }
        match sheet.label(i) {
            None if belongs_to_title(sheet, title, i) => group.push(i),
            Some(Label::Metadata(_) | Label::Byline | Label::Caption) => {}
            _ => break,
        }
    }
    // A head has four lines at most; more of them are a form or a list.
    if group.len() > 4 {
        group.truncate(1);
    }
    if title_again(sheet, title, &group[1..]) {
        group.truncate(1);
    }
    // A single short line between a complete head and the text is the first heading.
    if let Some(&last) = group.last()
        && group.len() >= 2
        && programme(sheet.words(title)).is_none()
        && !are_excerpts(sheet)
        && is_first_heading(sheet, title, last)
    {
        group.pop();
    }
    // Right above the first heading of a filled-in form stands the title of the first
    // case; what stands above that is the title of the file.
    let named: Vec<usize> = group
        .iter()
        .copied()
        .filter(|g| !is_note(sheet.words(*g)) && !is_subtitle(sheet.words(*g)))
        .collect();
    // In a list of excerpts every item has one line of title; what stands above the first
    // is the name of the list.
    // A line with digits that comes again under every title is a field.
    let own: Vec<usize> = named
        .iter()
        .copied()
        .filter(|i| sheet.patterns_again(sheet.words(*i)) < 2)
        .collect();
    if let [list @ .., title] = &own[..]
        && !list.is_empty()
        && are_excerpts(sheet)
    {
        for &i in list {
            sheet.overrule_keeping(i, Label::Kicker, "title-of-the-list", 0.6);
        }
        sheet.overrule_keeping(*title, Label::Title, "above-the-excerpt", 0.7);
        return;
    }
    if let [first, .., last] = named[..]
        && !sheet.words(first).contains(sheet.words(last))
        && cases.first().is_some_and(|c| sheet.previous_text(*c) == Some(last))
    {
        group.retain(|g| *g != first && *g != last);
        sheet.overrule_keeping(first, Label::Kicker, "title-of-the-file", 0.6);
        sheet.decide(last, Label::Title, "above-the-form", 0.75);
        for i in group {
            sheet.decide(i, Label::Note, "below-the-title", 0.5);
        }
        return;
    }
    roles(sheet, &group);
}

/// The label of a line such as `【关键词】物业服务　公共部位`, which says something behind it:
/// what a form says, not what a text is called.
fn bracketed_label(words: &str) -> Option<&str> {
    let (label, said) = words.strip_prefix('【')?.split_once('】')?;
    let is_label = (2..=6).contains(&label.chars().count()) && !said.trim().is_empty();
    is_label.then_some(label)
}

/// Whether a line between title and text goes with the title.
fn belongs_to_title(sheet: &Sheet<'_>, title: usize, i: usize) -> bool {
    if sheet.numbers[i].is_some() || is_front_matter(sheet.words(i)) {
        return false;
    }
    // What stands over several texts is a heading of each.
    let words = sheet.words(i);
    if words != sheet.words(title) && sheet.stands_again(i) {
        return false;
    }
    if bracketed_label(words).is_some() {
        return false;
    }
    // Where the markup says which line is the title, it also says what is text.
    if matches!(sheet.markup[title], Some(Markup::Heading(_))) && sheet.block[i] != 0 {
        return is_subtitle(words) || is_note(words);
    }
    is_note(words) || (sheet.is_display(i) && sheet.lines[i].letters <= 60)
}

/// `序言`, `前　言`: the heading of the first part of a text.
pub(super) fn is_front_matter(words: &str) -> bool {
    let names = [
        "序", "序言", "前言", "引言", "导言", "導言", "绪论", "緒論", "前文", "전문",
        "서문",
    ];
    names.iter().any(|name| words.chars().filter(|c| is_letter(*c)).eq(name.chars()))
}

/// Whether the last line of a head is rather the first heading of the text: the rest of
/// the head is complete without it, and other headings of its kind follow.
fn is_first_heading(sheet: &Sheet<'_>, title: usize, last: usize) -> bool {
    let words = sheet.words(last);
    if is_subtitle(words) || is_note(words) || last == title || plain_office(sheet, last)
    {
        return false;
    }
    let meta_between = (title..last)
        .any(|i| matches!(sheet.label(i), Some(Label::Metadata(_) | Label::Byline)));
    let prose_next = sheet.next_text(last + 1).is_some_and(|n| {
        sheet.is_prose(n) || sheet.lines[n].end == End::Stop && !sheet.is_display(n)
    });
    let others = (last + 1..sheet.body.end.min(sheet.lines.len()))
        .filter(|i| {
            sheet.open(*i)
                && sheet.is_display(*i)
                && sheet.numbers[*i].is_none()
                && sheet.lines[*i].letters <= 30
                && sheet
                    .next_text(i + 1)
                    .is_some_and(|n| sheet.is_prose(n) || sheet.numbers[n].is_some())
                && sheet
                    .previous_text(*i)
                    .is_some_and(|p| sheet.is_prose(p) || sheet.lines[p].end == End::Stop)
        })
        .take(2)
        .count();
    let short = sheet.lines[last].letters <= 16;
    let alone = (title + 1..last).all(|i| !sheet.open(i));
    prose_next && short && others >= 1 && (alone || meta_between)
}

/// The title of a text that begins with it.
fn title_of_text(sheet: &Sheet<'_>) -> Option<usize> {
    let mut first = sheet.next_text(0)?;
    // A dateline on a line of its own is none either.
    while matches!(
        sheet.label(first),
        Some(Label::Metadata(_) | Label::Byline | Label::Caption | Label::Note)
    ) || is_lead_alone(sheet.words(first))
    {
        first = sheet.next_text(first + 1)?;
    }
    // 地方動態：, over the first title of a list.
    if sheet.lines[first].end == End::Colon
        && sheet.lines[first].letters <= 8
        && sheet.open(first)
        && let Some(next) = sheet.next_text(first + 1)
        && sheet.open(next)
        && sheet.is_display(next)
        && sheet.lines[next].letters >= 8
        && sheet.numbers[next].is_none()
        && sheet.next_text(next + 1).is_some_and(|text| !sheet.is_display(text))
    {
        return Some(next);
    }
    // A short label, or a number, over the title of which it is none.
    // Fields may stand between them.
    let field = |i: &usize| matches!(sheet.label(*i), Some(Label::Metadata(_)));
    let below = first + 1..sheet.lines.len();
    let fields = below.clone().take_while(field).count();
    if let Some(next) = sheet.next_text(first + 1 + fields)
        && sheet.open(first)
        && (sheet.lines[first].letters <= 3 || !has_words(sheet, first))
        && sheet.open(next)
        && sheet.is_display(next)
        && sheet.lines[next].letters >= 8
        && (sheet.lines[next].gap > 0 || fields > 0)
        && sheet.numbers[next].is_none()
        && sheet.next_text(next + 1).is_some_and(|text| sheet.is_prose(text))
    {
        return Some(next);
    }
    let open = sheet.open(first)
        || (sheet.label(first) == Some(Label::Heading(0))
            && sheet.numbers[first]
                .is_some_and(|n| n.value != 1 || n.system == System::Marker)
            && sheet.numbers[first].is_none_or(|n| n.system > System::Article));
    (open && sheet.is_display(first) && !sheet.is_prose(first)).then_some(first)
}

/// How much of a line the text must say again for it to be a title, and how little it
/// says of a line that belongs to the page.
const RESTATED: f32 = 0.5;
const STRANGE: f32 = 0.2;

/// How many paragraphs of the text are asked for it.
const TOLD: usize = 40;

/// The title of a copied page, `placed` being the line that has its place: but of a place
/// that holds words of which the text has `told` nothing, and a line above the text of which
/// it says most, the line has it.
fn told_of_more<'t>(
    sheet: &Sheet<'_>,
    placed: Option<usize>,
    told: impl FnOnce() -> &'t Told,
) -> Option<usize> {
    let heads_fields = |t: usize| {
        (t + 1..(t + 3).min(sheet.lines.len())).any(|i| {
            sheet.cuts[i].iter().any(|c| {
                c.verdict.reason == "field"
                    && matches!(c.verdict.label, Label::Metadata(_))
            })
        })
    };
    if placed.is_some_and(heads_fields) {
        return placed;
    }
    let told = told();
    let said = |i: usize| told.restated(sheet, i);
    if placed.is_some_and(|placed| said(placed).is_none_or(|s| s >= STRANGE)) {
        return placed;
    }
    let best = (0..sheet.body.start.min(sheet.lines.len()))
        .filter(|i| sheet.lines[*i].letters >= 8 && may_be_title(sheet, *i))
        .filter(|i| !sheet.words(*i).starts_with(['(', '（']))
        .filter_map(|i| said(i).filter(|s| *s >= RESTATED).map(|s| (i, s)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let Some((mut first, _)) = best else { return placed };
    // The upper half of a title that was set on two lines.
    while first > 0
        && sheet.lines[first].gap == 0
        && may_be_title(sheet, first - 1)
        && said(first - 1).is_some_and(|s| s >= RESTATED)
    {
        first -= 1;
    }
    Some(first)
}

/// Whether a line above the text of a page has the form of a title.
pub(super) fn may_be_title(sheet: &Sheet<'_>, i: usize) -> bool {
    let l = &sheet.lines[i];
    let words = sheet.words(i);
    (sheet.open(i) || sheet.label(i) == Some(Label::Heading(0)))
        && l.letters >= if sheet.numbers[i].is_some() { 3 } else { 4 }
        && sheet.is_display(i)
        && sheet.numbers[i].is_none_or(|n| {
            n.system != System::Bullet && n.system > System::Article && n.value != 1
        })
        && !words_are_title_of_site(words)
        && !is_label(words)
        && !is_note(words)
        && !is_document_mark(words)
        && !is_bracketed_field(words)
        && !words.contains("://")
        && !words.contains("www.")
        && !is_credit(words)
        && !is_lead_alone(words)
        && office_holder(words).is_none()
        && !is_filing(words)
        && !is_in_columns(words)
        && !is_subtitle(words)
        && has_words(sheet, i)
        && !is_step(sheet, i)
}

/// The title by its place: right above the date and the source of the page, or the last
/// candidate above the text.
fn title_by_place(sheet: &Sheet<'_>) -> Option<usize> {
    let start = sheet.body.start.min(sheet.lines.len());
    let fits = |i: usize| may_be_title(sheet, i);
    // The trail at the head of a page, and the name of its window, end with the title.
    let named = (0..start).find(|i| {
        let words = sheet.words(*i);
        sheet.lines[*i].letters >= 8
            && fits(*i)
            && (0..*i).any(|above| {
                let trail = sheet.words(above);
                (sheet.is_chrome(above) || is_list_of_titles(sheet, above, words))
                    && trail.len() > words.len()
                    && trail.contains(words)
            })
    });
    if named.is_some() {
        return named;
    }
    let meta = (0..(start + 3).min(sheet.lines.len()))
        .filter(
            |i| matches!(sheet.label(*i), Some(Label::Metadata(f)) if f != Field::Editor),
        )
        .collect::<Vec<_>>();
    for &m in meta.iter().rev() {
        // Buttons between title and date take no place.
        let above = (m.saturating_sub(12)..m)
            .rev()
            .filter(|i| {
                m - i <= 4 || (!sheet.is_chrome(*i) && sheet.lines[*i].letters >= 8)
            })
            .take(8)
            .take_while(|i| !sheet.is_prose(*i) || fits(*i))
            .find(|i| fits(*i));
        let below = (m + 1..start.max(m + 1)).find(|i| fits(*i));
        // Above the metadata nothing but the page: the title stands below.
        match (above, below) {
            (Some(a), None) => return Some(a),
            (Some(a), Some(b)) => {
                let nearer = m - a <= 2 && sheet.lines[a].letters >= 8;
                return Some(if nearer { a } else { b });
            }
            (None, Some(b)) => return Some(b),
            (None, None) => {}
        }
    }
    // Nothing above the trail is the title of what stands below it.
    let crumb =
        |i: &usize| sheet.verdicts[*i].as_ref().is_some_and(|v| v.reason == "breadcrumb");
    let from = (0..start).rev().find(crumb).map_or(0, |crumb| crumb + 1);
    let last = (from..start).rev().find(|i| fits(*i))?;
    // The topmost of a run of open lines right above the text, notes stepped over.
    let mut top = last;
    for i in (last.saturating_sub(3).max(from)..last).rev() {
        let words = sheet.words(i);
        if fits(i) {
            top = i;
        } else if !is_note(words) && !is_document_mark(words) {
            break;
        }
    }
    Some(top)
}

/// `節目內容     欄目介紹     主創人員`: short stretches with wide gaps between them.
fn is_in_columns(words: &str) -> bool {
    const WIDE: &str = "   ";
    let stretches = words.split(WIDE).filter(|w| !w.trim().is_empty());
    words.matches(WIDE).count() >= 2
        && stretches.clone().count() >= 3
        && stretches.clone().all(|w| w.trim().chars().count() <= 8)
}

/// `운계구 제공`: who gave a picture or figures.
fn is_credit(words: &str) -> bool {
    words.ends_with(" 제공") && words.chars().count() <= 16
}

/// Whether a line holds letters of the language of the text: `UPDATE 12:38 (Sun)` above
/// Korean names nothing.
fn has_words(sheet: &Sheet<'_>, i: usize) -> bool {
    let text = |words: &str| words.chars().any(is_text_letter);
    text(sheet.words(i))
        || sheet.next_text(sheet.body.start).is_none_or(|t| !text(sheet.words(t)))
}

/// Whether a line is the last step of a trail that is written as a list: the same words
/// stand below it without its number.
fn is_step(sheet: &Sheet<'_>, i: usize) -> bool {
    let Some(number) = sheet.numbers[i] else { return false };
    let words = &sheet.words(i)[number.len..];
    (i + 1..sheet.lines.len().min(i + 6)).any(|j| sheet.words(j) == words)
}

/// Whether a long line is the list of the titles of a page of a paper: stretches between
/// white space, `title` one of them, and no sentence.
fn is_list_of_titles(sheet: &Sheet<'_>, line: usize, title: &str) -> bool {
    let words = sheet.words(line);
    sheet.lines[line].words >= 4
        && sheet.lines[line].stops <= 1
        && !words.ends_with(['。', '”'])
        && words.find(title).is_some_and(|at| {
            words[..at].is_empty() || words[..at].ends_with([' ', '\u{3000}'])
        })
}

/// `【发布日期】2026.03.17`, `【关键词】防汛`: a field of a collection of laws or cases.
fn is_bracketed_field(words: &str) -> bool {
    const NAMES: &[&str] = &[
        "日期",
        "部门",
        "机关",
        "字号",
        "文号",
        "级别",
        "类别",
        "时效",
        "效力",
        "单位",
        "关键词",
        "案由",
        "案号",
        "要旨",
        "要点",
    ];
    bracketed_label(words).is_some_and(|label| NAMES.iter().any(|w| label.contains(w)))
}

/// `导航`: whether a line is a button of a page and nothing else. The name of a column, of
/// which a word stands among the labels of sites, is none.
fn is_button(words: &str) -> bool {
    let found = words::coverage(words);
    found.controls > 0 && found.covered == found.letters
}

/// Whether labels of a page make up a good part of a short line: `云溪网 正文`.
fn is_label(words: &str) -> bool {
    let found = words::coverage(words);
    words.ends_with("更多") || found.letters <= 16 && found.is_good_part()
}

/// `云溪时报数字报刊平台-…`: the name of the site, not of an article.
fn words_are_title_of_site(words: &str) -> bool {
    ["平台-", "网站-", "官网", "官方网站", "门户网", "人民政府-", "数字报"]
        .iter()
        .any(|w| words.contains(w))
}
