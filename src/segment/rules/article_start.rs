//! What shows that a head is that of another article.
//!
//! Belongs here: the evidence below a head, in it and above it, and its names.
//! Does not belong here: which lines make up a head, and what becomes of it
//! (`further_titles`).

use super::first_title::is_front_matter;
use super::furniture::ORIGINAL;
use super::further_titles::{is_brief_head, is_cut_off};
use super::head::{is_document_number, is_judgment, is_note, is_subtitle};
use super::known::{Known, slot};
use super::lead::is_lead;
use super::metadata::LATE_DATE;
use super::metadata::is_date_only;
use crate::segment::lines::End;
use crate::segment::numbering::{Number, System};
use crate::segment::sheet::Sheet;
use crate::segment::words::AUTHOR_WORDS;
use crate::segment::{Field, Label};

/// Why a group of short lines is the head of a new article; `None` where it is not.
pub(super) fn evidence(
    sheet: &Sheet<'_>,
    group: &[usize],
    known: &Known<'_>,
) -> Option<&'static str> {
    let first = *group.first()?;
    let last = *group.last()?;
    let next = sheet.next_text(last + 1);
    let open = group.iter().filter(|g| sheet.open(**g)).count();
    if open == 0 || open > 4 {
        return None;
    }
    // 4.9（4.0）, over the year of a table: nothing is called by figures.
    if !group
        .iter()
        .any(|g| sheet.open(*g) && sheet.words(*g).contains(char::is_alphabetic))
    {
        return None;
    }
    if group.iter().any(|g| *g != first && is_subtitle(sheet.words(*g))) {
        // A poem is signed with a dash, too: its poet is a short name.
        let name = group
            .iter()
            .any(|g| is_subtitle(sheet.words(*g)) && sheet.lines[*g].letters <= 6);
        if !name {
            return Some("subtitle-with-a-dash");
        }
    }
    let next = next?;
    let next_words = sheet.words(next);
    if sheet.cuts[next].iter().any(|c| {
        c.verdict.label == Label::Jump && c.range.start == sheet.lines[next].range.start
    }) {
        return Some("continued-from");
    }
    if known.framed {
        return heads(sheet, group).then_some("fields-below");
    }
    if is_lead(next_words) {
        return Some("lead-below");
    }
    let byline = group.iter().any(|g| sheet.label(*g) == Some(Label::Byline));
    let before = sheet.previous_text(first);
    let ended = first > 0 && has_end_mark(sheet, first, known);
    let ended_above = before.is_some_and(|b| sheet.lines[b].end == End::Stop);
    // A poem is signed by its poet, an article by its reporter.
    let reporter = group.iter().any(|g| {
        sheet.label(*g) == Some(Label::Byline)
            && AUTHOR_WORDS.find(sheet.words(*g)).is_some_and(|(_, w)| w.len() > 3)
    });
    if byline
        && (ended
            || (ended_above && reporter)
            || sheet.lines[first].gap > sheet.usual_gap
            || open >= 2)
    {
        return Some("byline-below");
    }
    let fields = heads(sheet, group);
    let signed = open == 1
        && is_office(sheet.words(first))
        && group.iter().all(|g| *g == first || is_date_only(sheet.words(*g)));
    if fields && !signed {
        return Some("fields-below");
    }
    if names_a_judgment(sheet, group) {
        return Some("kind-of-judgment");
    }
    if group.iter().any(|g| is_note(sheet.words(*g))) {
        return Some("note-below");
    }
    let deep = next < sheet.body.end;
    if is_brief_head(sheet.words(first)) && deep && !sheet.stands_again(first) {
        return Some("news-in-brief");
    }
    if signed_above(sheet, first)
        && (sheet.is_prose(next) || sheet.numbers[next].is_some())
    {
        return Some("signature-above");
    }
    // Of each article of a collection it is told below where it was taken from.
    let taken =
        |l: usize| sheet.verdicts[l].as_ref().is_some_and(|v| v.reason == ORIGINAL);
    if first > 0 && taken(first - 1) && open == 1 && sheet.is_prose(next) {
        return Some("below-the-original");
    }
    if ended_above && is_front_matter(next_words) {
        return Some("front-matter-below");
    }
    if restarts(sheet, last, next, known) {
        return Some("numbering-starts-again");
    }
    if ended_above && outline_starts(sheet, first, next) {
        return Some("outline-starts-again");
    }
    if known.cases.contains(&next) || (open == 2 && known.cases.contains(&last)) {
        return Some("headings-start-again");
    }
    if before.is_some_and(|b| closes_law(sheet.words(b))) {
        return Some("last-clause-above");
    }
    if ended_above && is_address(next_words) {
        return Some("address-below");
    }
    if known.excerpts && before.is_some_and(|b| ends_excerpt(sheet, b)) {
        return Some("excerpt-above");
    }
    if before.is_some_and(|b| is_signed(sheet.words(b))) && sheet.is_prose(next) {
        return Some("reporter-above");
    }
    if ended
        && before.is_some()
        && (sheet.is_prose(next)
            || sheet.numbers[next].is_some()
            || (sheet.lines[next].letters >= 12 && sheet.lines[next].end == End::Colon))
    {
        return Some("end-mark-above");
    }
    let apart = sheet.lines[first].gap >= sheet.usual_gap + 2 && sheet.is_prose(next);
    let rare = known.gaps * 12 <= sheet.lines.len() + 12;
    (apart && rare && before.is_some_and(|b| sheet.lines[b].end == End::Stop))
        .then_some("set-apart")
}

/// Whether the text above is signed and dated, a note in brackets aside.
fn signed_above(sheet: &Sheet<'_>, first: usize) -> bool {
    let mut i = first;
    for _ in 0..3 {
        let Some(above) = sheet.previous_text(i) else { return false };
        let words = sheet.words(above);
        if is_date_only(words) && sheet.lines[above].letters <= 24 {
            return true;
        }
        if !words.starts_with(['（', '(']) {
            return false;
        }
        i = above;
    }
    false
}

/// Whether a head is that of a judgment: the court, its kind, its number.
fn names_a_judgment(sheet: &Sheet<'_>, group: &[usize]) -> bool {
    group.iter().any(|g| is_judgment(sheet.words(*g)))
        && group.iter().any(|g| is_document_number(sheet.words(*g)))
}

/// `云溪区人民政府办公厅`: who signs a document, where the day stands below.
fn is_office(words: &str) -> bool {
    let ends = [
        "厅",
        "办公室",
        "委员会",
        "政府",
        "局",
        "部",
        "院",
        "廳",
        "辦公室",
        "委員會",
        "有限公司",
        "有限责任公司",
    ];
    words.chars().count() <= 24
        && !words.contains([' ', '\u{3000}', '，', '：', '《', '“'])
        && ends.iter().any(|e| words.ends_with(e))
}

/// `第三十六条　本条例自2026年10月1日起施行。`: with it a law ends.
fn closes_law(words: &str) -> bool {
    let ends = ["起施行。", "起实施。", "施行。", "から施行する。", "부터 시행한다."];
    words.chars().count() <= 60
        && words.contains(|c: char| c.is_ascii_digit() || crate::han::is_han_numeral(c))
        && ends.iter().any(|e| words.ends_with(e))
        && ["自", "本法", "本", "この", "이 "].iter().any(|w| words.contains(w))
}

/// `各位代表：`, `尊敬的各位来宾：`: whom a speech addresses.
fn is_address(words: &str) -> bool {
    let whom = ["各位", "尊敬的", "同志们", "同学们", "女士们", "亲爱的", "敬爱的"];
    words.ends_with(['：', ':'])
        && words.chars().count() <= 30
        && whom.iter().any(|w| words.starts_with(w))
}

/// Whether a line ends one of a list of excerpts: itself cut off, or the fields under
/// one that is.
fn ends_excerpt(sheet: &Sheet<'_>, line: usize) -> bool {
    let mut i = line;
    while matches!(sheet.label(i), Some(Label::Metadata(_))) {
        match sheet.previous_text(i) {
            Some(above) => i = above,
            None => return false,
        }
    }
    is_cut_off(sheet.words(i))
}

/// Whether a paragraph ends with its reporter in brackets: `……贡献力量。（林知远 摄影报道）`.
pub(super) fn is_signed(words: &str) -> bool {
    let Some(inner) = words.strip_suffix(['）', ')']) else { return false };
    let Some(open) = inner.rfind(['（', '(']) else { return false };
    let inside = inner[open..].trim_start_matches(['（', '(']);
    let reports = [
        "记者",
        "記者",
        "通讯员",
        "报道",
        "報導",
        "摄影",
        "攝影",
        "文/图",
        "图/文",
        "供稿",
    ];
    open > 30
        && inside.chars().count() <= 30
        && reports.iter().any(|w| inside.contains(w))
        && !inside.contains(['，', '。', '；'])
}

/// Whether fields of a head stand among some lines. The date of a page that stands below
/// the first lines of its text heads nothing.
fn heads(sheet: &Sheet<'_>, group: &[usize]) -> bool {
    group.iter().filter_map(|g| sheet.verdicts[*g].as_ref()).any(|v| {
        matches!(v.label, Label::Metadata(field) if field != Field::Editor)
            && v.reason != LATE_DATE
    })
}

/// Whether something right above line `i` ends an article: a byline, editors, `（完）`, or
/// a label of the page that stands after every item.
fn has_end_mark(sheet: &Sheet<'_>, i: usize, known: &Known<'_>) -> bool {
    let above = i - 1;
    match sheet.label(above) {
        Some(Label::Byline | Label::SignOff | Label::Metadata(_)) => return true,
        Some(Label::Chrome) => {
            // Below a picture stand the buttons of the picture.
            let text = sheet.previous_text(i);
            if text.is_some_and(|t| sheet.label(t) == Some(Label::Caption)) {
                return false;
            }
            // A button under one article stands under all of them: it comes again.
            let reason = sheet.verdicts[above].as_ref().map_or("", |v| v.reason);
            let again = reason == "control" && stands_over_heads(sheet, above);
            return again
                || known.buttons.contains(sheet.words(above))
                    && matches!(reason, "control" | "appeal" | "ornament");
        }
        _ => {}
    }
    let words = sheet.words(above);
    ["（完）", "(完)", "（完)", "【完】", "（全文完）", "（未完待续）"]
        .iter()
        .any(|w| words.ends_with(w))
}

/// Whether a label of the page stands in more than one place, each time right over a short
/// line with its text: the name of a department over each of its pieces.
fn stands_over_heads(sheet: &Sheet<'_>, label: usize) -> bool {
    let words = sheet.words(label);
    let over_head = |i: usize| {
        i + 2 < sheet.lines.len()
            && sheet.is_display(i + 1)
            && !sheet.is_chrome(i + 1)
            && sheet.next_text(i + 2).is_some_and(|text| !sheet.is_display(text))
    };
    words.chars().count() > 2
        && sheet.labels_again(words) >= 2
        && (0..sheet.lines.len()).filter(|i| sheet.words(*i) == words).all(over_head)
}

/// Whether the numbering of the outline starts again below a head: the next numbered
/// line has the value 1 in a system that had gone on before.
fn restarts(sheet: &Sheet<'_>, last: usize, next: usize, known: &Known<'_>) -> bool {
    let Some(number) = sheet.numbers[next] else { return false };
    // Sections of a chapter count from one by themselves; chapters and articles do not.
    number.value == 1 && slot(number.system).is_some_and(|s| known.counted[last][s] > 1)
}

/// Whether a new outline begins below a head that has no number: `一、` and `二、` stand
/// there, while the text above had counted with them, too, or with lower numbers only.
///
/// Where the text has chapters, each of them may count anew; and a short head may be that
/// of a part.
fn outline_starts(sheet: &Sheet<'_>, first: usize, next: usize) -> bool {
    const REACH: usize = 120;
    const TITLE: u32 = 12;
    if sheet.lines[first].letters < TITLE {
        return false;
    }
    let heads = |i: &usize| matches!(sheet.label(*i), Some(Label::Heading(_)));
    let number = |i: usize| sheet.numbers[i].filter(|n| n.value > 0);
    let mut below =
        (next..sheet.lines.len().min(next + REACH)).filter(heads).filter_map(number);
    let counts = |n: Option<Number>, value: u32| {
        n.is_some_and(|n| n.system == System::Han && n.value == value)
    };
    if !counts(below.next(), 1) || !counts(below.find(|n| n.system == System::Han), 2) {
        return false;
    }
    let mut above = (first.saturating_sub(REACH)..first)
        .rev()
        .filter(heads)
        .filter_map(number)
        .peekable();
    above.peek().is_some() && above.all(|n| n.system >= System::Han)
}
