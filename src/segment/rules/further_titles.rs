//! The heads of further articles in the same file.

use rustc_hash::FxHashSet as HashSet;

use super::article_start::evidence;
use super::first_title::is_front_matter;
use super::head::{below, is_note, is_subtitle, roles};
use super::known::{Known, is_annex};
use super::links;
use super::progress::Progress;
use super::row_of_titles::{like_the_first, titles_of_cases};
use super::unnumbered::is_citation;
use crate::segment::Label;
use crate::segment::sheet::Sheet;
use crate::segment::words::{coverage, is_letter, letters_of};
use crate::source::Markup;

/// Whether at least three paragraphs before a short line are cut off with an ellipsis,
/// and most of those that stand there.
pub(super) fn are_excerpts(sheet: &Sheet<'_>) -> bool {
    let (mut cut, mut all) = (0, 0);
    for i in 0..sheet.lines.len() {
        let text = sheet.open(i) && !sheet.is_display(i) && sheet.lines[i].letters >= 4;
        let last = || match sheet.next_text(i + 1) {
            None => true,
            Some(next) => {
                sheet.is_display(next)
                    || matches!(sheet.label(next), Some(Label::Metadata(_)))
            }
        };
        if text && last() {
            all += 1;
            cut += usize::from(is_cut_off(sheet.words(i)));
        }
    }
    cut >= 3 && cut * 3 >= all * 2
}

/// Whether a text is cut off: `由水務署負責，…`, `……詳全文>>`.
pub(super) fn is_cut_off(words: &str) -> bool {
    words.ends_with('…') || words.ends_with("...") || links::to_the_whole(words).is_some()
}

/// Finds the titles of further articles in the same file.
///
/// Nothing but evidence makes a new article: a subtitle with a dash, a byline or a lead
/// (`本报讯`, `新华社…电`) under the title, a jump line, an end mark above it, more blank
/// lines than elsewhere, or numbering that starts again.
pub(super) fn further_titles(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    for title in like_the_first(sheet) {
        sheet.overrule(title, Label::Title, "like-the-first-title", 0.75);
    }
    let known = Known::of(sheet);
    for &title in &known.sections {
        sheet.decide(title, Label::Heading(0), "case-in-an-outline", 0.8);
    }
    for title in titles_of_cases(sheet, &known.cases) {
        sheet.overrule(title, Label::Title, "headings-start-again", 0.85);
    }
    let mut progress = Progress::new(sheet);
    let mut i = sheet.next_text(0).map_or(0, |f| f + 1);
    while i < n {
        if !is_candidate(sheet, i) {
            i += 1;
            continue;
        }
        if is_shelf_again(sheet, i) {
            sheet.decide(i, Label::Chrome, "label-again", 0.7);
            i += 1;
            continue;
        }
        let mut group = group_at(sheet, i, &known.again);
        if is_brief_head(sheet.words(i)) {
            group.truncate(1);
        }
        // 序言 is the first heading of a text, not a line of its head.
        let front = group.iter().position(|g| is_front_matter(sheet.words(*g)));
        if let Some(at) = front.filter(|at| *at > 0) {
            group.truncate(at);
        }
        let last = group.last().copied().unwrap_or(i);
        if head_again(sheet, &group) {
            i = last + 1;
            continue;
        }
        if progress.is_in_a_head(sheet, &group) {
            i += 1;
            continue;
        }
        if is_annex(sheet, &group, &known) {
            sheet.decide(group[0], Label::Heading(1), "what-is-issued", 0.75);
            i += 1;
            continue;
        }
        // Short lines above a head may belong to the text before it.
        let found = (0..group.len()).find_map(|from| {
            let first = group[from];
            let may = from == 0 || (group.len() > 2 && is_candidate(sheet, first));
            let reason = evidence(sheet, &group[from..], &known).filter(|_| may)?;
            Some((from, reason))
        });
        if let Some((from, reason)) = found {
            group.drain(..from);
            if reason == "signature-above" && issues(sheet, group[0]) {
                sheet.decide(group[0], Label::Heading(1), "what-is-issued", 0.75);
                i = last + 1;
                continue;
            }
            let lines: Vec<usize> = group
                .iter()
                .copied()
                .filter(|g| sheet.open(*g) || sheet.label(*g) == Some(Label::Heading(0)))
                .collect();
            roles(sheet, &lines);
            if let Some(verdict) = sheet.verdicts[lines[0]].as_mut() {
                verdict.reason = reason;
            }
            i = last + 1;
        } else {
            // The lines above the head may belong to the end of the text before.
            i += 1;
        }
    }
}

/// Whether a line of a page is the name of a department that stands over more than one
/// title of it: `新聞快訊`.
fn is_shelf_again(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.page
        && sheet.lines[i].letters <= 6
        && sheet.labels_again(sheet.words(i)) >= 2
        && sheet.next_text(i + 1).is_some_and(|title| {
            sheet.is_display(title)
                && sheet.lines[title].letters >= 8
                && sheet.next_text(title + 1).is_some_and(|text| !sheet.is_display(text))
        })
}

/// Gives the lines of a head their parts that says the title above once more, with no
/// text between the two: a site sets its own title over the whole head of a document.
/// Returns whether it is one.
fn head_again(sheet: &mut Sheet<'_>, group: &[usize]) -> bool {
    let Some(&first) = group.first() else { return false };
    let mut above = first;
    let mut formula = Vec::new();
    let title = loop {
        let Some(line) = sheet.previous_text(above) else { return false };
        let words = sheet.words(line);
        match sheet.label(line) {
            Some(Label::Title) => break line,
            _ if first - line > 8 => return false,
            // 云溪県環境基本条例をここに公布する。
            _ if words.contains("公布") && sheet.lines[line].stops == 1 => {
                formula.push(line);
            }
            _ if sheet.is_prose(line) => return false,
            Some(Label::Heading(_) | Label::Item | Label::Row) => return false,
            _ => {}
        }
        above = line;
    };
    let own = letters_of(sheet.words(title));
    if formula.iter().any(|line| !letters_of(sheet.words(*line)).contains(&own)) {
        return false;
    }
    title_again(sheet, title, group)
}

/// Gives the lines of a head around one that says the title again their parts. Returns
/// whether there is one.
pub(super) fn title_again(sheet: &mut Sheet<'_>, title: usize, group: &[usize]) -> bool {
    let own = letters_of(sheet.words(title));
    let again = |sheet: &Sheet<'_>, i: usize| {
        let words = letters_of(sheet.words(i));
        words.chars().count() >= 6 && own.contains(&words)
    };
    let Some(at) = group.iter().position(|i| again(sheet, *i)) else { return false };
    for (k, &i) in group.iter().enumerate() {
        if k == at || k > at && again(sheet, i) {
            sheet.decide(i, Label::Chrome, "title-again", 0.8);
        } else if is_subtitle(sheet.words(i)) && k > at {
            sheet.decide(i, Label::Subtitle, "dash", 0.9);
        } else if k > at && sheet.words(group[at]) == sheet.words(title) {
            below(sheet, title, &[i]);
        } else if k > at && !is_note(sheet.words(i)) {
            // What follows it may be the first heading.
            break;
        } else {
            sheet.decide(i, Label::Note, "around-the-title-again", 0.5);
        }
    }
    true
}

/// `国内联播快讯`: the head of a batch of short news.
pub(super) fn is_brief_head(words: &str) -> bool {
    let letters = words.chars().filter(|c| is_letter(*c)).count();
    letters <= 10
        && ["快讯", "简讯", "短讯", "速览", "简报", "快訊", "簡訊"]
            .iter()
            .any(|w| words.ends_with(w))
}

/// Whether the article above line `i` is a notice that issues something (印发……的通知):
/// what follows its signature is what it issues.
fn issues(sheet: &Sheet<'_>, i: usize) -> bool {
    let mut title = String::new();
    for above in (0..i).rev() {
        if sheet.label(above) == Some(Label::Title) {
            title.insert_str(0, sheet.words(above));
        } else if !title.is_empty() {
            break;
        }
    }
    ["印发", "印發", "转发", "发布"].iter().any(|w| title.contains(w))
        && title.trim_end_matches(['》', '）']).ends_with("通知")
}

pub(super) fn is_candidate(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.open(i)
        && i < sheet.body.end
        && sheet.is_display(i)
        && sheet.lines[i].letters >= 4
        && !is_below_marked(sheet, i)
        && sheet.numbers[i].is_none()
        && !is_subtitle(sheet.words(i))
        && !is_bar(sheet, i)
        && !(sheet.words(i).starts_with(['（', '('])
            && sheet.words(i).ends_with(['）', ')']))
        && !is_backmatter(sheet.words(i))
        && !is_citation(sheet.words(i))
}

/// Whether a line without markup stands among headings that have it, above and below:
/// then the markup has named the heads.
fn is_below_marked(sheet: &Sheet<'_>, i: usize) -> bool {
    let is_marked = matches!(sheet.markup[i], Some(Markup::Heading(_)));
    !is_marked && sheet.among_heads.contains(&i)
}

/// `收藏本页  下载PDF版  返回顶部`: a row of which much is labels of a page.
fn is_bar(sheet: &Sheet<'_>, i: usize) -> bool {
    if sheet.lines[i].words < 3 {
        return false;
    }
    let c = coverage(sheet.words(i));
    c.controls > 0 && c.labels >= 2 && c.is_good_part()
}

/// 附则, 附录: parts of the text before, not a new one.
fn is_backmatter(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    [
        "附则", "附則", "附录", "附錄", "附件", "附表", "부칙", "別表", "别表", "別記",
        "備考", "附：",
    ]
    .iter()
    .any(|w| bare.starts_with(w))
}

/// The lines of a head that begins at `i`.
pub(super) fn group_at(
    sheet: &Sheet<'_>,
    i: usize,
    again: &HashSet<usize>,
) -> Vec<usize> {
    let mut group = vec![i];
    let mut next = i + 1;
    while let Some(j) = sheet.next_text(next) {
        let goes_on = match sheet.label(j) {
            None => {
                (sheet.is_display(j) || is_note(sheet.words(j)))
                    && sheet.numbers[j].is_none()
                    && sheet.lines[j].gap <= sheet.usual_gap + 2
            }
            Some(Label::Byline | Label::Metadata(_) | Label::Caption) => {
                j < sheet.body.end || i >= sheet.body.end
            }
            _ => false,
        };
        if !goes_on || group.len() >= 6 || again.contains(&j) {
            break;
        }
        group.push(j);
        next = j + 1;
    }
    group
}
