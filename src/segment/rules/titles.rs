//! Titles: kicker, title, subtitle and note, at the head of a file and inside it.

use crate::han;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::segment::dates::first_date;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::{Field, Label, words};
use crate::source::Markup;

/// Takes the title out of `新华社云溪1月2日电 题：…`.
pub(super) fn title_in_dateline(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || sheet.lines[i].letters > 80 || !sheet.is_display(i) {
            continue;
        }
        let words = sheet.words(i);
        let Some(lead) = lead_len(words) else { continue };
        let rest = words[lead..].trim_start();
        let Some(title) = rest.strip_prefix("题：").or_else(|| rest.strip_prefix("题:"))
        else {
            continue;
        };
        let range = sheet.lines[i].range.clone();
        let title = range.end - title.trim_start().len();
        let mut cuts = Vec::new();
        let mut push = |range: Range<usize>, label: Label| {
            let verdict = Verdict { label, reason: "title-in-dateline", confidence: 0.9 };
            cuts.push(Cut { range, verdict });
        };
        if let Some(name) = words::LEAD_WORDS.at_start(words) {
            push(range.start..range.start + name.len(), Label::Metadata(Field::Source));
        }
        if let Some((date, _)) = first_date(&words[..lead], false) {
            push(
                range.start + date.start..range.start + date.end,
                Label::Metadata(Field::Date),
            );
        }
        push(title..range.end, Label::Title);
        sheet.decide(i, Label::Metadata(Field::Words), "title-in-dateline", 0.9);
        sheet.cuts[i] = cuts;
    }
}

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
    let title = if sheet.page { title_of_page(sheet) } else { title_of_text(sheet) };
    let Some(title) = title else { return };
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
        sheet.decide(above, Label::Kicker, "above-the-title", 0.6);
    }
    below_title(sheet, title);
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
    // A single short line between a complete head and the text is the first heading.
    if let Some(&last) = group.last()
        && group.len() >= 2
        && is_first_heading(sheet, title, last)
    {
        group.pop();
    }
    // Right above the first heading of a filled-in form stands the title of the first
    // case; what stands above that is the title of the file.
    if let [first, .., last] = group[..]
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

/// Whether a line between title and text goes with the title.
fn belongs_to_title(sheet: &Sheet<'_>, title: usize, i: usize) -> bool {
    if sheet.numbers[i].is_some() {
        return false;
    }
    // Where the markup says which line is the title, it also says what is text.
    let words = sheet.words(i);
    if matches!(sheet.markup[title], Some(Markup::Heading(_))) && sheet.block[i] != 0 {
        return is_subtitle(words) || is_note(words);
    }
    is_note(words) || (sheet.is_display(i) && sheet.lines[i].letters <= 60)
}

/// Whether the last line of a head is rather the first heading of the text: the rest of
/// the head is complete without it, and other headings of its kind follow.
fn is_first_heading(sheet: &Sheet<'_>, title: usize, last: usize) -> bool {
    let words = sheet.words(last);
    if is_subtitle(words) || is_note(words) || last == title {
        return false;
    }
    let meta_between = (title..last)
        .any(|i| matches!(sheet.label(i), Some(Label::Metadata(_) | Label::Byline)));
    let prose_next = sheet.next_text(last + 1).is_some_and(|n| sheet.is_prose(n));
    let others = (last + 1..sheet.body.end.min(sheet.lines.len()))
        .filter(|i| {
            sheet.open(*i)
                && sheet.is_display(*i)
                && sheet.numbers[*i].is_none()
                && sheet.lines[*i].letters <= 30
                && sheet.next_text(i + 1).is_some_and(|n| sheet.is_prose(n))
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
    while matches!(
        sheet.label(first),
        Some(Label::Metadata(_) | Label::Byline | Label::Caption)
    ) {
        first = sheet.next_text(first + 1)?;
    }
    let open = sheet.open(first)
        || (sheet.label(first) == Some(Label::Heading(0))
            && sheet.numbers[first]
                .is_some_and(|n| n.value != 1 || n.system == System::Marker)
            && sheet.numbers[first].is_none_or(|n| n.system > System::Article));
    (open && sheet.is_display(first) && !sheet.is_prose(first)).then_some(first)
}

/// The title of a copied page: right above its date and source, or the last candidate
/// above the text.
fn title_of_page(sheet: &Sheet<'_>) -> Option<usize> {
    let start = sheet.body.start.min(sheet.lines.len());
    let fits = |i: usize| {
        let l = &sheet.lines[i];
        (sheet.open(i) || sheet.label(i) == Some(Label::Heading(0)))
            && l.letters >= 4
            && sheet.is_display(i)
            && sheet.numbers[i].is_none_or(|n| n.system != System::Bullet)
            && !words_are_title_of_site(sheet.words(i))
    };
    let meta = (0..(start + 3).min(sheet.lines.len()))
        .filter(
            |i| matches!(sheet.label(*i), Some(Label::Metadata(f)) if f != Field::Editor),
        )
        .collect::<Vec<_>>();
    for &m in meta.iter().rev() {
        let above = (m.saturating_sub(4)..m)
            .rev()
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
    let last = (0..start).rev().find(|i| fits(*i))?;
    // The topmost of a run of open lines right above the text.
    let mut top = last;
    while top > 0 && fits(top - 1) && top > last.saturating_sub(3) {
        top -= 1;
    }
    Some(top)
}

/// `云溪时报数字报刊平台-…`: the name of the site, not of an article.
fn words_are_title_of_site(words: &str) -> bool {
    ["平台-", "网站-", "官网", "门户网", "人民政府-", "数字报"]
        .iter()
        .any(|w| words.contains(w))
}

/// Whether a line is a subtitle by its form: it opens with a dash.
pub(super) fn is_subtitle(words: &str) -> bool {
    words.starts_with("——")
        || words.starts_with("――")
        || words.starts_with("──")
        || words.starts_with("--")
}

/// Whether a line is a note under a title (题注): when and by whom a text was adopted.
pub(super) fn is_note(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
    if letters > 200 {
        return false;
    }
    let bare = words.trim_matches(|c: char| {
        matches!(c, '（' | '）' | '(' | ')' | '〔' | '〕') || c.is_whitespace()
    });
    let dated = bare.contains('年') && bare.contains('月');
    let verbs = [
        "通过",
        "公布",
        "发布",
        "批准",
        "修订",
        "修正",
        "施行",
        "通過",
        "公布",
        "發布",
        "修正",
        "制定",
        "印发",
        "宣布",
        "法律第",
        "令第",
        "号）",
        "號令",
    ];
    if dated && bare.ends_with(['号', '號']) && bare.contains('第') {
        return true;
    }
    let adopted = verbs.iter().any(|v| bare.ends_with(v))
        || (words.starts_with(['（', '(']) && verbs.iter().any(|v| bare.contains(v)));
    let ends = !words.ends_with(['。', '，']);
    dated && adopted && ends
}

/// Gives the lines of a head their parts.
fn roles(sheet: &mut Sheet<'_>, group: &[usize]) {
    let mut plain = Vec::new();
    for &i in group {
        let words = sheet.words(i);
        if is_note(words) {
            sheet.decide(i, Label::Note, "adopted", 0.85);
        } else if is_subtitle(words) {
            sheet.decide(i, Label::Subtitle, "dash", 0.95);
        } else {
            plain.push(i);
        }
    }
    // 公文: the name of the organ, the document number, then the title.
    if let Some(at) = plain.iter().position(|i| is_official_title(sheet.words(*i)))
        && at > 0
    {
        for &i in &plain[..at] {
            let number = is_document_number(sheet.words(i));
            sheet.overrule_keeping(
                i,
                if number { Label::Note } else { Label::Kicker },
                "above-an-official-title",
                0.75,
            );
        }
        plain.drain(..at);
    }
    plain.retain(|i| {
        let office = plain_office(sheet, *i) && *i != group[0];
        if office {
            let range = sheet.lines[*i].range.clone();
            let verdict = Verdict {
                label: Label::Metadata(Field::Author),
                reason: "office",
                confidence: 0.7,
            };
            sheet.decide(*i, Label::Byline, "office-below-the-title", 0.7);
            sheet.cuts[*i].push(Cut { range, verdict });
        }
        !office
    });
    let dashed = group.iter().any(|i| is_subtitle(sheet.words(*i)));
    match plain[..] {
        [] => {}
        [title] => sheet.overrule_keeping(title, Label::Title, "head", 0.85),
        [one, two]
            if (dashed
                || (sheet.lines[two].words >= 2 && sheet.lines[two].letters >= 8))
                && sheet.lines[one].words == 1
                && sheet.lines[one].letters >= 6
                && !meta_between(sheet, one, two) =>
        {
            sheet.decide(one, Label::Kicker, "above-a-spaced-title", 0.6);
            sheet.overrule_keeping(two, Label::Title, "head", 0.7);
        }
        [title, ref rest @ ..] => {
            sheet.overrule_keeping(title, Label::Title, "head", 0.8);
            for &i in rest {
                sheet.decide(i, Label::Subtitle, "below-the-title", 0.6);
            }
        }
    }
}

/// `…关于…的通知`.
fn is_official_title(words: &str) -> bool {
    let kinds = [
        "通知", "意见", "决定", "办法", "方案", "函", "批复", "公告", "通告", "报告",
        "请示", "规定", "通报", "决议", "公报", "命令", "议案", "纪要", "细则", "公告",
        "令",
    ];
    let bare = words.trim_end_matches(['）', ')']);
    words.contains("关于") && kinds.iter().any(|k| bare.ends_with(k))
}

/// `云政办发〔2026〕12号`.
fn is_document_number(words: &str) -> bool {
    words.ends_with(['号', '號'])
        && words.contains(['〔', '[', '［', '（', '第'])
        && words.chars().filter(|c| c.is_alphanumeric()).count() <= 24
        && words.contains(|c: char| c.is_ascii_digit())
}

/// Whether a line is the name of an office and nothing else.
fn plain_office(sheet: &Sheet<'_>, i: usize) -> bool {
    let ends = [
        "统计局",
        "办公室",
        "委员会",
        "人民政府",
        "人民法院",
        "人民检察院",
        "财政局",
        "改革局",
        "编辑部",
        "工作组",
        "课题组",
        "研究室",
        "宣传部",
        "组织部",
        "党组",
    ];
    let l = &sheet.lines[i];
    sheet.open(i)
        && l.letters <= 16
        && l.pauses == 0
        && l.words == 1
        && ends.iter().any(|e| sheet.words(i).ends_with(e))
}

fn meta_between(sheet: &Sheet<'_>, a: usize, b: usize) -> bool {
    (a + 1..b).any(|i| matches!(sheet.label(i), Some(Label::Metadata(_) | Label::Byline)))
}

/// What is known of a whole file before its articles are told apart.
struct Known<'a> {
    /// The places of the first heading of a form that is filled in again and again.
    cases: HashSet<usize>,
    /// The places of all of its headings.
    again: HashSet<usize>,
    /// Labels of the page that stand in at least three places.
    buttons: HashSet<&'a str>,
    /// For each line the value of the last chapter or article before it.
    counted: Vec<[u32; 3]>,
    /// How many lines have more blank lines above them than is usual.
    gaps: usize,
}

impl<'a> Known<'a> {
    fn of(sheet: &Sheet<'a>) -> Self {
        let (cases, again) = recurring_heads(sheet);
        let mut times: HashMap<&str, usize> = HashMap::new();
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
        Known { cases: cases.into_iter().collect(), again, buttons, counted, gaps }
    }
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
    let known = Known::of(sheet);
    let mut i = sheet.next_text(0).map_or(0, |f| f + 1);
    while i < n {
        if !is_candidate(sheet, i) {
            i += 1;
            continue;
        }
        let mut group = group_at(sheet, i, &known.again);
        if is_brief_head(sheet.words(i)) {
            group.truncate(1);
        }
        let last = group.last().copied().unwrap_or(i);
        if let Some(reason) = evidence(sheet, &group, &known) {
            let lines: Vec<usize> = group
                .iter()
                .copied()
                .filter(|g| sheet.open(*g) || sheet.label(*g) == Some(Label::Heading(0)))
                .collect();
            roles(sheet, &lines);
            if let Some(verdict) = sheet.verdicts[lines[0]].as_mut() {
                verdict.reason = reason;
            }
        }
        i = last + 1;
    }
}

/// `国内联播快讯`: the head of a batch of short news.
fn is_brief_head(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
    letters <= 10
        && ["快讯", "简讯", "短讯", "速览", "简报", "快訊", "簡訊"]
            .iter()
            .any(|w| words.ends_with(w))
}

/// Whether the text above is signed and dated, a note in brackets aside.
fn signed_above(sheet: &Sheet<'_>, first: usize) -> bool {
    let mut i = first;
    for _ in 0..3 {
        let Some(above) = sheet.previous_text(i) else { return false };
        let words = sheet.words(above);
        if super::metadata::is_date_only(words) && sheet.lines[above].letters <= 24 {
            return true;
        }
        if !words.starts_with(['（', '(']) {
            return false;
        }
        i = above;
    }
    false
}

fn is_candidate(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.open(i)
        && i < sheet.body.end
        && sheet.is_display(i)
        && sheet.lines[i].letters >= 4
        && sheet.numbers[i].is_none()
        && !is_subtitle(sheet.words(i))
        && !(sheet.words(i).starts_with(['（', '('])
            && sheet.words(i).ends_with(['）', ')']))
        && !is_backmatter(sheet.words(i))
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
fn group_at(sheet: &Sheet<'_>, i: usize, again: &HashSet<usize>) -> Vec<usize> {
    let mut group = vec![i];
    let mut next = i + 1;
    while let Some(j) = sheet.next_text(next) {
        let goes_on = match sheet.label(j) {
            None => {
                (sheet.is_display(j) || is_note(sheet.words(j)))
                    && sheet.numbers[j].is_none()
                    && sheet.lines[j].gap <= sheet.usual_gap + 2
            }
            Some(Label::Byline | Label::Metadata(_) | Label::Caption) => true,
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
    if is_lead(next_words) {
        return Some("lead-below");
    }
    let byline = group.iter().any(|g| sheet.label(*g) == Some(Label::Byline));
    let before = sheet.previous_text(first);
    let ended = first > 0 && has_end_mark(sheet, first, known);
    if byline && (ended || sheet.lines[first].gap > sheet.usual_gap || open >= 2) {
        return Some("byline-below");
    }
    let fields = group.iter().any(
        |g| matches!(sheet.label(*g), Some(Label::Metadata(f)) if f != Field::Editor),
    );
    if fields {
        return Some("fields-below");
    }
    if group.iter().any(|g| is_note(sheet.words(*g))) {
        return Some("note-below");
    }
    let deep = next < sheet.body.end;
    if is_brief_head(sheet.words(first)) && deep {
        return Some("news-in-brief");
    }
    if signed_above(sheet, first)
        && (sheet.is_prose(next) || sheet.numbers[next].is_some())
    {
        return Some("signature-above");
    }
    if restarts(sheet, last, next, known) {
        return Some("numbering-starts-again");
    }
    if known.cases.contains(&next) || (open == 2 && known.cases.contains(&last)) {
        return Some("headings-start-again");
    }
    if ended
        && before.is_some()
        && (sheet.is_prose(next) || sheet.numbers[next].is_some())
    {
        return Some("end-mark-above");
    }
    let apart = sheet.lines[first].gap >= sheet.usual_gap + 2 && sheet.is_prose(next);
    let rare = known.gaps * 12 <= sheet.lines.len() + 12;
    (apart && rare && before.is_some_and(|b| sheet.lines[b].end == End::Stop))
        .then_some("set-apart")
}

/// Whether the line opens like a news lead: `本报讯`, `新华社云溪1月2日电`, `央视网消息：`.
pub(super) fn is_lead(words: &str) -> bool {
    lead_len(words).is_some()
}

/// The bytes of a dateline at the head of a line.
pub(super) fn lead_len(text: &str) -> Option<usize> {
    let open =
        text.chars().next().filter(|c| matches!(c, '【' | '（' | '(' | '〔' | '['));
    let inner = &text[open.map_or(0, char::len_utf8)..];
    let Some(word) = words::LEAD_WORDS.at_start(inner) else {
        return station_len(inner).filter(|_| open.is_none());
    };
    let head: String = inner[word.len()..].chars().take(44).collect();
    let offset = open.map_or(0, char::len_utf8) + word.len();
    // 本报讯 12月7日: nothing else is needed.
    if word.ends_with('讯') || word.ends_with('訊') || word.ends_with("消息") {
        let mut end = offset;
        let rest = &text[end..];
        if rest.starts_with(['（', '(']) {
            let close = rest.find(['）', ')']).filter(|c| *c < 90)?;
            end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
        }
        if open.is_some() {
            let close =
                text[end..].find(['】', '）', ')', '〕', ']']).filter(|c| *c < 60)?;
            end += close + text[end + close..].chars().next().map_or(0, char::len_utf8);
        }
        let rest = &text[end..];
        let mark = rest.chars().next().filter(|c| matches!(c, '：' | ':' | '，'));
        end += mark.filter(|c| *c != '，').map_or(0, char::len_utf8);
        let Some(next) = text[end..].chars().next() else { return Some(end) };
        return (next.is_whitespace()
            || mark.is_some()
            || end > offset
            || next.is_ascii_digit()
            || next == '（')
            .then_some(end)
            .or(Some(end).filter(|_| han::is_han(next)));
    }
    // 新华社…电: a place and a day, then 电 or 讯.
    let stop = head
        .find(['电', '電', '讯', '訊'])
        .filter(|at| !head[..*at].contains(['，', '。', '；']))?;
    let dated = head[..stop].contains(['月', '日']);
    let sign = head[stop..].chars().next().map_or(0, char::len_utf8);
    dated.then_some(offset + stop + sign).map(|end| {
        let rest = &text[end..];
        let mut end = end;
        if rest.starts_with(['（', '('])
            && rest.contains("记者")
            && let Some(close) = rest.find(['）', ')']).filter(|c| *c < 120)
        {
            end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
        }
        if text[end..].starts_with(['】', '〕', ']']) {
            end += text[end..].chars().next().map_or(0, char::len_utf8);
        }
        end
    })
}

/// The bytes of `云溪台消息（云溪新闻）：`: a name that ends with 消息 or 讯, perhaps the
/// programme in brackets, and a colon.
fn station_len(text: &str) -> Option<usize> {
    let mut end = 0;
    for c in text.chars().take(12) {
        if !han::is_han(c) {
            return None;
        }
        end += c.len_utf8();
        if text[..end].ends_with("消息") || matches!(c, '讯' | '訊') {
            break;
        }
    }
    if !text[..end].ends_with("消息") && !text[..end].ends_with(['讯', '訊']) {
        return None;
    }
    let rest = &text[end..];
    if rest.starts_with(['（', '(']) {
        let close = rest.find(['）', ')']).filter(|c| *c < 60)?;
        end += close + rest[close..].chars().next().map_or(0, char::len_utf8);
    }
    let colon = text[end..].chars().next().filter(|c| matches!(c, '：' | ':'))?;
    Some(end + colon.len_utf8())
}

/// Whether something right above line `i` ends an article: a byline, editors, `（完）`, or
/// a label of the page that stands after every item.
fn has_end_mark(sheet: &Sheet<'_>, i: usize, known: &Known<'_>) -> bool {
    let above = i - 1;
    match sheet.label(above) {
        Some(Label::Byline | Label::SignOff | Label::Metadata(_)) => return true,
        Some(Label::Chrome) => {
            // A button under one article stands under all of them: it comes again.
            let reason = sheet.verdicts[above].as_ref().map_or("", |v| v.reason);
            return known.buttons.contains(sheet.words(above))
                && matches!(reason, "control" | "appeal" | "ornament");
        }
        _ => {}
    }
    let words = sheet.words(above);
    ["（完）", "(完)", "（完)", "【完】", "（全文完）", "（未完待续）"]
        .iter()
        .any(|w| words.ends_with(w))
}

/// Whether the numbering of the outline starts again below a head: the next numbered
/// line has the value 1 in a system that had gone on before.
fn restarts(sheet: &Sheet<'_>, last: usize, next: usize, known: &Known<'_>) -> bool {
    let Some(number) = sheet.numbers[next] else { return false };
    // Sections of a chapter count from one by themselves; chapters and articles do not.
    number.value == 1 && slot(number.system).is_some_and(|s| known.counted[last][s] > 1)
}

/// Lines that open the same sequence of headings again and again: 基本案情 in a file of
/// cases. The places of the first heading of the sequence, and those of all of them.
fn recurring_heads(sheet: &Sheet<'_>) -> (Vec<usize>, HashSet<usize>) {
    let mut seen: HashMap<&str, Vec<usize>> = HashMap::new();
    for i in 0..sheet.lines.len() {
        let l = &sheet.lines[i];
        let bare = sheet.words(i).trim_matches(|c: char| !c.is_alphanumeric());
        if !sheet.is_chrome(i) && (2..=10).contains(&l.letters) && sheet.is_display(i) {
            seen.entry(bare).or_default().push(i);
        }
    }
    let mut first: Option<Vec<usize>> = None;
    let mut sequences = 0;
    let mut all = HashSet::new();
    for (_, places) in ordered(seen) {
        if places.len() < 2 {
            continue;
        }
        // Every time a line that may be a title stands above it.
        let titled = places.iter().all(|p| {
            sheet
                .previous_text(*p)
                .is_some_and(|b| sheet.is_display(b) && sheet.lines[b].letters >= 8)
        });
        sequences += 1;
        all.extend(places.iter().copied());
        if titled && first.as_ref().is_none_or(|f| f[0] > places[0]) {
            first = Some(places);
        }
    }
    // One recurring line alone may be anything; two or more are a form that is filled in.
    if sequences < 2 {
        return (Vec::new(), HashSet::new());
    }
    (first.unwrap_or_default(), all)
}

fn ordered(map: HashMap<&str, Vec<usize>>) -> Vec<(&str, Vec<usize>)> {
    let mut list: Vec<_> = map.into_iter().collect();
    list.sort_by_key(|(_, places)| places[0]);
    list
}
