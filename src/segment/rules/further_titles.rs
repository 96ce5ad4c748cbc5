//! The heads of further articles in the same file.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::first_title::is_front_matter;
use super::forms::{recurring_heads, title_over};
use super::head::{below, is_document_number, is_judgment, is_note, is_subtitle, roles};
use super::lead::is_lead;
use super::links;
use super::metadata::is_date_only;
use super::progress::Progress;
use super::row_of_titles::{in_an_outline, like_the_first, titles_of_cases};
use super::unnumbered::is_citation;
use crate::segment::lines::End;
use crate::segment::numbering::{Number, System};
use crate::segment::sheet::{Cut, Sheet};
use crate::segment::words::{AUTHOR_WORDS, coverage, is_letter, letters_of};
use crate::segment::{Field, Label};
use crate::source::Markup;

/// What is known of a whole file before its articles are told apart.
struct Known<'a> {
    /// The places of the first heading of a form that is filled in again and again.
    cases: HashSet<usize>,
    /// The titles over those forms where an outline counts over them.
    sections: Vec<usize>,
    /// The places of all of its headings.
    again: HashSet<usize>,
    /// Labels of the page that stand in at least three places.
    buttons: HashSet<&'a str>,
    /// For each line the value of the last chapter or article before it.
    counted: Vec<[u32; 3]>,
    /// How many lines have more blank lines above them than is usual.
    gaps: usize,
    /// Whether the text is a list of excerpts, each cut off with an ellipsis.
    excerpts: bool,
    /// Whether the file is one page with a title and one line of fields: what its text is
    /// divided into are sections.
    framed: bool,
    /// What the text says that it comes with, and the line that says so.
    annexes: HashMap<String, usize>,
}

impl<'a> Known<'a> {
    fn of(sheet: &Sheet<'a>) -> Self {
        let (mut cases, again) = recurring_heads(sheet);
        let sections = if in_an_outline(sheet, &cases) {
            cases.drain(..).filter_map(|case| title_over(sheet, case)).collect()
        } else {
            Vec::new()
        };
        let mut times: HashMap<&str, usize> = HashMap::default();
        let mut counted = Vec::with_capacity(sheet.lines.len());
        let mut last = [0; 3];
        for i in 0..sheet.lines.len() {
            counted.push(last);
            if sheet.is_chrome(i) {
                *times.entry(sheet.words(i)).or_default() += 1;
            } else if let Some(n) =
                sheet.numbers[i].filter(|_| sheet.label(i) != Some(Label::Item))
                && let Some(slot) = slot(n.system)
            {
                last[slot] = n.value;
            }
        }
        let buttons =
            times.into_iter().filter(|(_, t)| *t >= 3).map(|(w, _)| w).collect();
        let gaps = sheet.lines.iter().filter(|l| l.gap >= sheet.usual_gap + 2).count();
        Known {
            cases: cases.into_iter().collect(),
            sections,
            again,
            buttons,
            counted,
            gaps,
            excerpts: are_excerpts(sheet),
            framed: is_framed(sheet),
            annexes: annexes(sheet),
        }
    }
}

/// Whether a page has one title above its text, one line there that says when and by whom
/// it was published, and none below.
pub(super) fn is_framed(sheet: &Sheet<'_>) -> bool {
    if !sheet.page {
        return false;
    }
    let head = (sheet.body.start + 3).min(sheet.lines.len());
    let says = |i: &usize| {
        let named = |c: &Cut| {
            let label = c.verdict.label;
            c.verdict.reason == "field"
                && matches!(
                    label,
                    Label::Metadata(Field::Source | Field::Author | Field::Date)
                )
        };
        sheet.cuts[*i].iter().any(named)
    };
    (0..head).any(|i| sheet.label(i) == Some(Label::Title))
        && (0..head).any(|i| says(&i))
        && !(head..sheet.body.end.max(head)).any(|i| says(&i))
}

/// The names between `《》` in lines that issue something: `现将《…办法》印发给你们`. What
/// is issued is part of the notice.
fn annexes(sheet: &Sheet<'_>) -> HashMap<String, usize> {
    let issues = ["印发", "发布", "公布", "转发", "附件", "印發", "發布", "公佈", "轉發"];
    let mut found = HashMap::default();
    for i in 0..sheet.lines.len() {
        let words = sheet.words(i);
        if !words.contains('《') || !issues.iter().any(|w| words.contains(w)) {
            continue;
        }
        for name in words.split('《').skip(1) {
            if let Some(end) = name.find('》') {
                found.entry(letters_of(&name[..end])).or_insert(i);
            }
        }
    }
    found
}

/// Whether the head is that of something which the text above comes with.
fn is_annex(sheet: &Sheet<'_>, group: &[usize], known: &Known<'_>) -> bool {
    let Some(&first) = group.first() else { return false };
    let mut name = String::new();
    group.iter().take(3).any(|i| {
        name += &letters_of(sheet.words(*i));
        known.annexes.get(&name).is_some_and(|said| *said < first)
    })
}

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

/// The place of a system among those that count through a whole law.
fn slot(system: System) -> Option<usize> {
    match system {
        System::Part => Some(0),
        System::Chapter => Some(1),
        System::Article => Some(2),
        _ => None,
    }
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

/// Why a group of short lines is the head of a new article; `None` where it is not.
fn evidence(
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
        return group
            .iter()
            .any(|g| matches!(sheet.label(*g), Some(Label::Metadata(f)) if f != Field::Editor))
            .then_some("fields-below");
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
    let fields = group.iter().any(
        |g| matches!(sheet.label(*g), Some(Label::Metadata(f)) if f != Field::Editor),
    );
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

/// Whether a head is that of a judgment: the court, its kind, its number.
fn names_a_judgment(sheet: &Sheet<'_>, group: &[usize]) -> bool {
    group.iter().any(|g| is_judgment(sheet.words(*g)))
        && group.iter().any(|g| is_document_number(sheet.words(*g)))
}

/// `云溪区人民政府办公厅`: who signs a document, where the day stands below.
fn is_office(words: &str) -> bool {
    let ends =
        ["厅", "办公室", "委员会", "政府", "局", "部", "院", "廳", "辦公室", "委員會"];
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
