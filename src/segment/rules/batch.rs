//! Batches: articles one below the other that nothing but their likeness tells apart.
//!
//! Belongs here: weighing what many small signs say about the short lines that are left,
//! and deciding about lines of one kind together.
//! Does not belong here: signs that prove an article alone (`further_titles`).

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::ops::Range;

use super::article_start::is_signed;
use super::further_titles::{group_at, is_brief_head, is_candidate, is_cut_off};
use super::head::roles;
use super::known::is_framed;
use super::likeness::{Likeness, compare};
use super::links;
use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Sheet, Verdict};
use crate::segment::{Field, Label};

/// What the heads of one kind must weigh on average, by how many there are: three titles
/// support each other. Titles of news weigh 15 to 30 by their words alone, headings −15
/// to 9.
const ENOUGH: [f32; 3] = [22.0, 16.0, 13.0];

/// How far one of a kind may stay below what is enough for all.
const SPREAD: f32 = 12.0;

/// How much of a first title that is news comes again in its first sentences.
const RESTATED: f32 = 0.4;

/// What one head must weigh that only its words make a title.
const BY_WORDS: f32 = 30.0;

/// What a head of no kind must weigh when something sets it apart.
const ALONE: f32 = 20.0;

/// A head that may be the title of an article.
struct Head {
    /// Its lines.
    lines: Vec<usize>,
    /// What sets it apart from the text above, whatever its words: see [`apart`].
    apart: f32,
    /// What kind of head it is: how many lines, and what stands above.
    kind: (usize, u8, bool),
    /// What all signs say against the whole file.
    among: f32,
    /// What all signs say against the text above.
    against: f32,
}

/// Finds the titles in a batch of articles.
///
/// Titles of a batch stand like each other: the same lines above, the same below. News
/// say in their first sentence again what the title says; what one says the others do
/// not. Headings of one article are short, and their words come again all over it. Every
/// short line over text is weighed by this, and all lines of one kind are decided
/// together: either each of them opens an article or none does.
pub(super) fn batch(sheet: &mut Sheet<'_>) {
    // Where a list of titles opens the file, it names every article.
    let announced = (0..sheet.lines.len())
        .any(|i| sheet.verdicts[i].as_ref().is_some_and(|v| v.reason == "announced"));
    if announced {
        return;
    }
    buttons(sheet);
    if is_framed(sheet) {
        return;
    }
    let counted = counted_from_the_top(sheet);
    let (restated, heads) = heads(sheet, &counted);
    // How many there are of each kind, and what they weigh together.
    let mut kinds: HashMap<(usize, u8, bool), (usize, f32)> = HashMap::default();
    for head in &heads {
        let kin = kinds.entry(head.kind).or_default();
        *kin = (kin.0 + 1, kin.1 + head.among);
    }
    let mut left = Vec::new();
    for head in heads {
        let (kin, sum) = kinds[&head.kind];
        let mean = sum / kin as f32;
        let enough = ENOUGH[kin.min(ENOUGH.len()) - 1];
        // One alone has no company to speak for it.
        let company = kin > 1
            || head.apart >= 8.0
            || (restated >= RESTATED && head.against >= BY_WORDS);
        let numbered = counted.contains(&head.lines[0]);
        let (weight, reason) =
            if company && mean >= enough && (numbered || head.among >= enough - SPREAD) {
                (head.among.max(mean) - enough, "one-of-a-batch")
            } else if head.apart >= 8.0 && head.against >= ALONE {
                (head.against - ALONE, "unlike-the-text-above")
            } else {
                left.push(head);
                continue;
            };
        // The first of them has no text above with which it could be compared.
        if let Some(first) = counted.iter().min().filter(|_| numbered) {
            sheet.overrule_keeping(*first, Label::Title, reason, 0.6);
        }
        roles(sheet, &head.lines);
        for &i in &head.lines {
            if let Some(verdict) = sheet.verdicts[i].as_mut()
                && verdict.label == Label::Title
            {
                verdict.reason = reason;
                verdict.confidence = (0.6 + weight / 60.0).clamp(0.6, 0.9);
            }
        }
    }
    items_of_a_programme(sheet, left);
}

/// Takes what is left in a programme for titles, too: it has items and no sections.
fn items_of_a_programme(sheet: &mut Sheet<'_>, left: Vec<Head>) {
    let titles = (0..sheet.lines.len()).filter(|i| sheet.label(*i) == Some(Label::Title));
    let named = |v: &Verdict| matches!(v.reason, "masthead" | "programme-and-day");
    // Three titles, or heads that all stand alike: set apart from the text above, and
    // their own text right below.
    let alike = || {
        left.len() >= 3
            && left.iter().all(|head| {
                let &[line] = &head.lines[..] else { return false };
                let gap = |i: usize| sheet.lines.get(i).map_or(0, |l| l.gap);
                gap(line) > 0 && gap(line + 1) == 0 && sheet.is_prose(line + 1)
            })
    };
    let programme = !sheet.page
        && sheet.verdicts.iter().flatten().any(named)
        && (titles.take(3).count() == 3 || alike());
    for head in left.into_iter().filter(|_| programme) {
        if let [line] = head.lines[..]
            && head.against >= -SPREAD
        {
            sheet.decide(line, Label::Title, "item-of-a-programme", 0.6);
        }
    }
}

/// Drops what stands under every excerpt, or at its end, and leads to the whole: `[全文]`,
/// `【详细】`.
fn buttons(sheet: &mut Sheet<'_>) {
    let ends: Vec<(usize, usize)> = (0..sheet.lines.len())
        .filter(|i| sheet.open(*i) && sheet.is_prose(*i) && sheet.cuts[*i].is_empty())
        .filter_map(|i| links::to_the_whole(sheet.words(i)).map(|at| (i, at)))
        .collect();
    let several = ends.len() >= 2;
    for (i, at) in ends.into_iter().filter(|_| several) {
        let end = sheet.words(i).len();
        sheet.cut(i, at..end, Label::Chrome, "button-again", 0.75);
    }
    let below_text = |sheet: &Sheet<'_>, i: usize| {
        let words = sheet.words(i);
        let bracketed = words.starts_with(['[', '［', '【', '（', '(', '>', '»'])
            && words.ends_with([']', '］', '】', '）', ')', '>', '»']);
        let above = sheet.previous_text(i).is_some_and(|a| {
            sheet.is_prose(a)
                || sheet.lines[a].end == End::Stop
                || is_cut_off(sheet.words(a))
        });
        let head = sheet
            .next_text(i + 1)
            .is_none_or(|n| sheet.is_display(n) && !sheet.is_prose(n));
        bracketed && above && head
    };
    let short: Vec<usize> = (0..sheet.lines.len())
        .filter(|i| {
            sheet.open(*i)
                && sheet.lines[*i].letters <= 6
                && sheet.labels_again(sheet.words(*i)) >= 2
        })
        .collect();
    // How often each stands there, and how often at all: a line may be torn.
    let mut alike: HashMap<&str, (usize, usize)> = HashMap::default();
    for &i in &short {
        let count = alike.entry(sheet.words(i)).or_default();
        count.0 += usize::from(below_text(sheet, i));
        count.1 += 1;
    }
    for i in short {
        if alike.get(sheet.words(i)).is_some_and(|(there, all)| there * 3 >= all * 2) {
            sheet.decide(i, Label::Chrome, "button-again", 0.75);
        }
    }
}

/// Every head that may open an article, with what speaks for it.
///
/// The first figure is how much of the first title comes again in the opening of its text.
fn heads(sheet: &Sheet<'_>, counted: &HashSet<usize>) -> (f32, Vec<Head>) {
    let n = sheet.lines.len();
    let none = HashSet::default();
    let mut parts: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut groups: Vec<Option<Vec<usize>>> = Vec::new();
    let mut brief = false;
    let mut i = 0;
    while i < n {
        if sheet.is_chrome(i) {
            i += 1;
            continue;
        }
        let head = matches!(sheet.label(i), Some(Label::Title | Label::Kicker));
        let group = if head {
            brief = is_brief_head(sheet.words(i));
            let mut end = i + 1;
            while end < n && is_head(sheet.label(end)) {
                end += 1;
            }
            Some((i..end, None))
        } else if is_candidate(sheet, i) || counted.contains(&i) {
            let group = group_at(sheet, i, &none);
            let open: Vec<usize> = group
                .iter()
                .copied()
                .filter(|g| sheet.open(*g) || counted.contains(g))
                .collect();
            let end = group.last().map_or(i, |l| l + 1);
            // The items of news in brief are parts of it.
            let fits =
                !brief && open.len() <= 3 && parts.len() < n && over_text(sheet, end);
            Some((i..end, fits.then_some(open)))
        } else {
            None
        };
        let Some((lines, group)) = group else {
            if let Some(last) = parts.last_mut() {
                last.1.end = i + 1;
            } else {
                parts.push((0..0, i..i + 1));
                groups.push(None);
            }
            i += 1;
            continue;
        };
        i = lines.end;
        parts.push((lines.clone(), lines.end..lines.end));
        groups.push(group);
    }
    if groups.iter().skip(1).all(Option::is_none) {
        return (0.0, Vec::new());
    }
    let likeness = compare(sheet, &parts, |k| k == 0 || groups[k].is_some());
    let mut heads = Vec::new();
    for (k, group) in groups.into_iter().enumerate() {
        let Some(lines) = group.filter(|_| k > 0) else { continue };
        let like = likeness[k];
        let mut apart = apart(sheet, lines[0]);
        if !counted.contains(&lines[0]) {
            apart += counting(sheet, lines[0], &parts[k].1);
        }
        let other = apart + form(sheet, &lines);
        heads.push(Head {
            apart,
            kind: kind(sheet, &lines),
            among: among(&like) + other,
            against: against(&like) + other,
            lines,
        });
    }
    (likeness.first().map_or(0.0, |l| l.restated), heads)
}

/// The headings that count through a file which begins with the first of them, each right
/// over a text: they may be the titles of its pieces.
fn counted_from_the_top(sheet: &Sheet<'_>) -> HashSet<usize> {
    let heading = |i: usize| sheet.label(i) == Some(Label::Heading(0));
    let mut found = HashSet::default();
    let first = sheet.next_text(0).filter(|i| heading(*i));
    let Some(system) = first
        .and_then(|first| sheet.numbers[first])
        .filter(|n| n.value == 1 && matches!(n.system, System::Han | System::Arabic))
        .map(|n| n.system)
    else {
        return found;
    };
    for i in 0..sheet.lines.len() {
        let Some(number) = sheet.numbers[i].filter(|_| !sheet.is_chrome(i)) else {
            continue;
        };
        // Numbers of another kind below them make them sections.
        let next = number.system == system && number.value as usize == found.len() + 1;
        if !next || !heading(i) || !over_text(sheet, i + 1) || sheet.lines[i].letters < 8
        {
            return HashSet::default();
        }
        found.insert(i);
    }
    if found.len() < 3 {
        found.clear();
    }
    found
}

fn is_head(label: Option<Label>) -> bool {
    matches!(
        label,
        Some(
            Label::Title
                | Label::Subtitle
                | Label::Kicker
                | Label::Note
                | Label::Byline
                | Label::Metadata(_)
        )
    )
}

fn over_text(sheet: &Sheet<'_>, next: usize) -> bool {
    sheet.next_text(next).is_some_and(|n| {
        sheet.is_prose(n)
            || sheet.numbers[n].is_some()
            || (sheet.open(n) && !sheet.is_display(n) && sheet.lines[n].letters >= 20)
    })
}

/// What kind of head it is: those of one batch have the same lines, with the same above
/// them.
fn kind(sheet: &Sheet<'_>, lines: &[usize]) -> (usize, u8, bool) {
    let first = lines[0];
    let above = match first.checked_sub(1).and_then(|a| sheet.label(a)) {
        Some(Label::Chrome) => 1,
        Some(Label::Metadata(_) | Label::Byline | Label::SignOff) => 2,
        _ => 0,
    };
    (lines.len().min(2), above, sheet.lines[first].gap > sheet.usual_gap)
}

/// What its words say among all articles of the file.
fn among(like: &Likeness) -> f32 {
    40.0 * like.restated.min(0.75) - 60.0 * like.elsewhere - 50.0 * like.shared
}

/// What its words say against the text above.
fn against(like: &Likeness) -> f32 {
    40.0 * like.restated.min(0.75) - 60.0 * like.head_before - 50.0 * like.text_before
}

/// What sets a head apart from the text above: a paragraph that is cut off or signed, a
/// button that stands above several heads, a line drawn across, more blank lines.
/// Numbers that begin anew count, too: see [`counting`].
fn apart(sheet: &Sheet<'_>, first: usize) -> f32 {
    let mut sum = 0.0;
    let above = first - 1;
    if sheet.is_chrome(above) {
        let words = sheet.words(above);
        let drawn = sheet.lines[above].letters == 0 && words.chars().count() >= 3;
        if drawn {
            sum += 12.0;
        } else if sheet.labels_again(words) >= 2 {
            sum += 14.0;
        } else {
            sum += 4.0;
        }
    }
    if let Some(text) = sheet.previous_text(first) {
        let words = sheet.words(text);
        if is_cut_off(words) {
            sum += 12.0;
        } else if is_signed(words) || is_named(words) {
            sum += 14.0;
        }
        if sheet.label(text) == Some(Label::Metadata(Field::Editor)) {
            sum += 10.0;
        }
    }
    let gap = sheet.lines[first].gap;
    if gap > sheet.usual_gap {
        sum += 4.0 * (gap - sheet.usual_gap).min(2) as f32;
    } else if gap < sheet.usual_gap {
        sum -= 4.0;
    }
    sum
}

/// Whether a paragraph ends with a name in brackets: `……贡献力量。（林知远）`.
fn is_named(words: &str) -> bool {
    let Some(inner) = words.strip_suffix(['）', ')']) else { return false };
    let Some(open) = inner.rfind(['（', '(']) else { return false };
    let name = inner[open..].trim_start_matches(['（', '(']);
    let ended = inner[..open].trim_end().ends_with(['。', '！', '”', '？']);
    ended
        && (2..=14).contains(&name.chars().count())
        && name.split([' ', '\u{3000}', '、']).all(|n| {
            (1..=4).contains(&n.chars().count())
                && n.chars().all(crate::han::is_cjk_letter)
        })
}

/// What the form of a head and the lines around it say.
fn form(sheet: &Sheet<'_>, lines: &[usize]) -> f32 {
    let (first, last) = (lines[0], lines[lines.len() - 1]);
    let words = sheet.words(first);
    let letters = lines.iter().map(|l| sheet.lines[*l].letters).max().unwrap_or(0);
    let mut sum = (1.5 * (letters as f32 - 8.0)).clamp(-12.0, 12.0);
    if let Some(above) = sheet.previous_text(first) {
        sum -= match sheet.lines[above].end {
            End::Stop => 0.0,
            End::Colon | End::Pause => 40.0,
            End::Bare if ends_well(sheet, above) => 0.0,
            End::Bare => 10.0,
        };
    }
    let next = sheet.next_text(last + 1);
    if let Some(next) = next {
        let opening: String = sheet.words(next).chars().take(16).collect();
        if is_news(&opening) {
            sum += 6.0;
        }
        // Verses and lists stand under headings, news are longer.
        if sheet.lines[next].letters < 20 && sheet.numbers[next].is_none() {
            sum -= 8.0;
        }
        if ["问：", "答：", "记者：", "問：", "問:", "问:", "Q："]
            .iter()
            .any(|q| opening.starts_with(q))
        {
            sum -= 15.0;
        }
    }
    if words.starts_with(['“', '「', '"']) && words.ends_with(['”', '」', '"']) {
        sum -= 10.0;
    }
    // The name of a work that is quoted.
    if words.starts_with('《') && words.ends_with('》') {
        sum -= 20.0;
    }
    if words.ends_with(['？', '?']) {
        sum -= 4.0;
    }
    sum
}

/// Whether a line that ends with no mark ends something: fields, a signature, a bracket.
fn ends_well(sheet: &Sheet<'_>, line: usize) -> bool {
    let words = sheet.words(line);
    matches!(
        sheet.label(line),
        Some(
            Label::Metadata(_)
                | Label::Byline
                | Label::SignOff
                | Label::Row
                | Label::Caption
        )
    ) || is_cut_off(words)
        || words.ends_with(['）', ')'])
}

/// Whether a text opens like news: with a day, or with how the paper knows.
fn is_news(opening: &str) -> bool {
    ["近日", "日前", "今天", "昨日", "昨天", "今日", "记者", "記者", "据", "據", "지난"]
        .iter()
        .any(|w| opening.starts_with(w))
        || first_date(opening, false).is_some()
        || opening.contains(['日', '일'])
            && opening.contains(|c: char| c.is_ascii_digit())
}

/// What the numbers around a head say: an outline that goes on below it was not over; one
/// that begins anew below it, or with a number that stands higher, was.
fn counting(sheet: &Sheet<'_>, first: usize, text: &Range<usize>) -> f32 {
    const REACH: usize = 200;
    let numbered = |i: &usize| {
        !sheet.is_chrome(*i)
            && sheet.numbers[*i].is_some_and(|n| {
                n.value > 0
                    && (System::Part..=System::BracketedArabic).contains(&n.system)
            })
    };
    let to = (text.start + REACH).min(sheet.lines.len());
    let below = (text.start..to).find(numbered).and_then(|i| sheet.numbers[i]);
    let Some(below) = below else { return 0.0 };
    let mut above = (first.saturating_sub(REACH)..first)
        .rev()
        .filter(numbered)
        .filter_map(|i| sheet.numbers[i])
        .peekable();
    let Some(last) = above.peek().copied() else { return 0.0 };
    // 一、 is the highest number of most outlines: nothing stands above it.
    let highest = below.system == System::Han;
    match above.find(|n| n.system == below.system) {
        Some(same) if below.value == same.value + 1 => -40.0,
        Some(same) if below.value == 1 && same.value > 1 => {
            if highest {
                14.0
            } else {
                8.0
            }
        }
        None if below.value == 1 && below.system < last.system => 8.0,
        _ => 0.0,
    }
}
