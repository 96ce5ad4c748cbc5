//! Short lines between paragraphs: unnumbered headings, highlights, items and rows.

use super::first_title::is_front_matter;
use super::look::Cue;
use super::markup::is_named;
use super::numbered::is_torn;
use crate::han::is_han_numeral;
use crate::segment::dates::first_date;
use crate::segment::joins::continues;
use crate::segment::lines::End;
use crate::segment::numbering::{System, han_value};
use crate::segment::sheet::{Cut, Sheet, Verdict, is_text_letter};
use crate::segment::{Label, words};
use crate::source::Markup;

/// Marks rows of tables of which only the columns are left: stretches far apart, or
/// pipes, in at least two lines running.
pub(super) fn row(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    let cells: Vec<usize> = (0..n)
        .map(|i| {
            let line = &sheet.lines[i];
            let may_have = line.words >= 3 || line.marks.may_have(&['|']);
            if may_have && sheet.open(i) { columns_of(sheet.words(i)) } else { 0 }
        })
        .collect();
    for i in 0..n {
        let brother =
            |j: usize| cells.get(j).is_some_and(|c| *c >= 2 && c.abs_diff(cells[i]) <= 1);
        if cells[i] >= 3 && (brother(i + 1) || (i > 0 && brother(i - 1))) {
            sheet.decide(i, Label::Row, "columns", 0.8);
        }
    }
}

/// Cuts the rows of tables into their cells: at drawn lines, at tabs and at wide gaps.
pub(super) fn cells(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if sheet.label(i) != Some(Label::Row) || !sheet.cuts[i].is_empty() {
            continue;
        }
        let line = sheet.lines[i].range.clone();
        let words = sheet.words(i);
        let border = |c: char| matches!(c, '\u{2500}'..='\u{257F}' | '|');
        let drawn = words.contains(border);
        let mut ranges = Vec::new();
        let (mut start, mut blanks) = (0, 0);
        for (at, c) in words.char_indices().chain([(words.len(), '\t')]) {
            blanks = match c {
                ' ' => blanks + 1,
                '\u{3000}' | '\t' => blanks + 2,
                _ => 0,
            };
            if at == words.len() || border(c) || (!drawn && blanks >= 2) {
                let cell = &words[start..at];
                let from = start + cell.len() - cell.trim_start().len();
                if !cell.trim().is_empty() {
                    ranges.push(from..from + cell.trim().len());
                } else if drawn && start > 0 && at < words.len() {
                    ranges.push(start..start);
                }
                start = (at + c.len_utf8()).min(words.len());
            }
        }
        let verdict = Verdict { label: Label::Row, reason: "cell", confidence: 0.8 };
        sheet.cuts[i] = ranges
            .into_iter()
            .map(|r| Cut {
                range: line.start + r.start..line.start + r.end,
                verdict: verdict.clone(),
            })
            .collect();
    }
}

/// Into how many columns a line falls; 0 where it is running text.
fn columns_of(words: &str) -> usize {
    let piped = words.starts_with('|') && words.ends_with('|') && words.len() > 2;
    if piped {
        return words.matches('|').count() - 1;
    }
    if words.ends_with(['。', '，', '；']) {
        return 0;
    }
    let mut columns = 1;
    let mut blanks = 0;
    let mut digits = false;
    for c in words.chars() {
        match c {
            '\t' => blanks += 4,
            ' ' => blanks += 1,
            '\u{3000}' => blanks += 2,
            _ => {
                if blanks >= 2 {
                    columns += 1;
                }
                blanks = 0;
                digits |= c.is_ascii_digit();
            }
        }
    }
    let tabs = words.matches('\t').count() >= 2;
    if columns >= 3 && (digits || tabs) { columns } else { 0 }
}

/// Decides about short lines that open nothing new: headings over the text that
/// follows, highlights under a heading, lists.
///
/// One short line between two paragraphs is a heading. Several running are highlights
/// where a heading stands above them, and a list otherwise. A line that goes on in the
/// next one is no heading but half a sentence.
pub(super) fn unnumbered(sheet: &mut Sheet<'_>) {
    let mut i = 0;
    while i < sheet.lines.len() {
        if !fits(sheet, i) {
            i += 1;
            continue;
        }
        let mut run = vec![i];
        let mut next = i + 1;
        while let Some(j) = sheet.next_text(next).filter(|j| fits(sheet, *j)) {
            run.push(j);
            next = j + 1;
        }
        decide_run(sheet, &run);
        i = next;
    }
}

/// Finds headings that stand between two rules, two or more of them: `━`, the words, `━`.
pub(super) fn between_rules(sheet: &mut Sheet<'_>) {
    let ruled = |l: usize| {
        sheet.lines[l].letters == 0
            && sheet.verdicts[l].as_ref().is_some_and(|v| v.reason == "ornament")
    };
    let framed = |i: &usize| {
        ruled(i - 1)
            && ruled(i + 1)
            && sheet.words(i - 1) == sheet.words(i + 1)
            && sheet.open(*i)
            && sheet.is_display(*i)
    };
    let inner = 1..sheet.lines.len().saturating_sub(1).max(1);
    let heads: Vec<usize> = inner.filter(framed).collect();
    if heads.len() >= 2 {
        for i in heads {
            sheet.decide(i, Label::Heading(0), "between-two-rules", 0.8);
        }
    }
}

/// Marks headings that are set in brackets, `【基本案情】`: three make it a habit.
pub(super) fn in_brackets(sheet: &mut Sheet<'_>) {
    let found: Vec<usize> = (0..sheet.lines.len())
        .filter(|i| {
            let words = sheet.words(*i);
            sheet.open(*i)
                && words.starts_with('【')
                && words.find('】').is_some_and(|at| at + '】'.len_utf8() == words.len())
                && (2..=12).contains(&sheet.lines[*i].letters)
                && sheet.next_text(i + 1).is_some()
        })
        .collect();
    if found.len() >= 3 {
        for i in found {
            sheet.decide(i, Label::Heading(0), "in-brackets", 0.85);
        }
    }
}

/// Marks the headings of short news that open with a dash, each over its own text: three
/// make it a habit.
pub(super) fn dashed(sheet: &mut Sheet<'_>) {
    let found: Vec<usize> = (0..sheet.lines.len())
        .filter(|i| {
            let words = sheet.words(*i);
            (words.starts_with("——")
                || words.starts_with("--")
                || words.starts_with("──"))
                && sheet.open(*i)
                && sheet.is_display(*i)
                && sheet.next_text(i + 1).is_some_and(|next| {
                    !sheet.is_display(next) || sheet.lines[next].end == End::Stop
                })
        })
        .collect();
    let over_text = |i: usize| sheet.previous_text(i).is_some_and(|p| sheet.is_prose(p));
    if found.len() >= 3
        && found.iter().filter(|i| over_text(**i)).count() + 2 >= found.len()
    {
        for i in found {
            sheet.decide(i, Label::Heading(0), "dashed", 0.8);
        }
    }
}

/// Marks headings that a word and a number open: `案例1`, `关键词二：绿色发展`. The word must
/// be the same, the numbers must count on from one.
pub(super) fn counted(sheet: &mut Sheet<'_>) {
    let mut rows: Vec<(String, Vec<usize>, u32)> = Vec::new();
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || !sheet.is_display(i) || sheet.lines[i].letters > 40 {
            continue;
        }
        let Some((word, value)) = word_and_number(sheet.words(i)) else { continue };
        let row =
            rows.iter_mut().rev().find(|(w, _, last)| *w == word && *last + 1 == value);
        match row {
            Some((_, lines, last)) => {
                lines.push(i);
                *last = value;
            }
            None if value == 1 => rows.push((word.to_string(), vec![i], 1)),
            None => {}
        }
    }
    for (_, lines, _) in rows {
        let apart = lines.windows(2).all(|w| {
            (w[0] + 1..w[1]).any(|i| sheet.is_prose(i) || sheet.lines[i].end == End::Stop)
        });
        if lines.len() >= 2 && apart {
            for i in lines {
                sheet.decide(i, Label::Heading(0), "counted-word", 0.8);
            }
        }
    }
}

/// The word and the number with which a line opens, where a mark or a gap parts them from
/// the rest or nothing follows. Pictures, tables and attachments are counted, too, but
/// head nothing.
fn word_and_number(words: &str) -> Option<(&str, u32)> {
    let at = words.find(|c: char| c.is_ascii_digit() || is_han_numeral(c))?;
    let word = words[..at].trim_end();
    let letters = word.chars().count();
    let no_heads = ["附", "图", "圖", "表", "第", "注", "式", "之"];
    if !(2..=4).contains(&letters)
        || !word.chars().all(is_text_letter)
        || no_heads.iter().any(|n| word.starts_with(n) || word.ends_with(n))
    {
        return None;
    }
    let rest = &words[at..];
    let len = rest
        .find(|c: char| !c.is_ascii_digit() && !is_han_numeral(c))
        .unwrap_or(rest.len());
    let value = rest[..len].parse().ok().or_else(|| han_value(&rest[..len]))?;
    let parted = rest[len..]
        .chars()
        .next()
        .is_none_or(|c| matches!(c, '：' | ':' | '、' | ' ' | '\u{3000}' | '｜' | '|'));
    (parted && (1..=99).contains(&value)).then_some((word, value))
}

/// Whether a line may be a heading or a highlight.
fn fits(sheet: &Sheet<'_>, i: usize) -> bool {
    if !sheet.open(i) || !sheet.is_display(i) || i >= sheet.body.end.max(1) {
        return false;
    }
    // Only signs and figures head nothing, `[1-2]`, nor does a day or an hour.
    let words = sheet.words(i);
    if is_speech(words)
        || !words.chars().any(char::is_alphabetic)
        || sheet.lines[i].digits > 0 && is_moment(words)
        || words::EDITOR_WORDS.at_start(words).is_some()
            && sheet.seen_alone(i) == Cue::Editor
    {
        return false;
    }
    // The last of a series of clauses: ……需要40年；/ ……只需要7年
    let opening = |i: usize| sheet.words(i).chars().take(2).collect::<String>();
    if sheet.previous_text(i).is_some_and(|p| {
        sheet.lines[p].end == End::Pause && opening(p) == opening(i) && p + 1 == i
    }) {
        return false;
    }
    let bulleted = sheet.numbers[i].is_some_and(|n| !matches!(n.system, System::Marker));
    !bulleted && sheet.cuts[i].is_empty()
}

/// `2026年3月17日上午10:20-11:10`, `2026年3月17日 10时35分更新`: a day with its year, and
/// hardly a word beside it.
fn is_moment(words: &str) -> bool {
    const BESIDE: usize = 5;
    let Some((date, day)) = first_date(words, true) else { return false };
    let beside = [&words[..date.start], &words[date.end..]];
    let letters = |w: &&str| w.chars().filter(|c| c.is_alphabetic()).count();
    day.day.is_some() && is_report(&words[date.end..])
        || day.year.is_some()
            && day.day.is_some()
            && beside.iter().map(letters).sum::<usize>() <= BESIDE
}

/// `云溪新闻网 3月17日报道`: by whom and on what day a report was filed, and nothing else.
pub(super) fn is_filing(words: &str) -> bool {
    first_date(words, true)
        .is_some_and(|(date, day)| day.day.is_some() && is_report(&words[date.end..]))
}

/// What stands behind the day on which a report was filed.
fn is_report(words: &str) -> bool {
    ["报道", "報道", "報導", "电", "電", "讯", "訊"].contains(&words.trim())
}

fn decide_run(sheet: &mut Sheet<'_>, run: &[usize]) {
    // 时间：… / 地点：…: the lines of a form, which head nothing.
    let of_form = |i: &usize| is_labelled(sheet.words(*i));
    let around = [run[0].checked_sub(1), run.last().map(|l| l + 1)];
    let beside = around.iter().flatten().filter(|i| **i < sheet.lines.len());
    if run.iter().all(of_form)
        && run.iter().chain(beside).filter(|i| of_form(i)).count() >= 2
    {
        return;
    }
    let first = run[0];
    let last = run[run.len() - 1];
    let before = sheet.previous_text(first);
    let after = sheet.next_text(last + 1);
    let under = before.and_then(|b| sheet.label(b));
    let heading_above = matches!(under, Some(Label::Heading(_)));
    let title_above = matches!(
        under,
        Some(
            Label::Title
                | Label::Subtitle
                | Label::Kicker
                | Label::Byline
                | Label::Metadata(_)
                | Label::Note
        )
    );
    let text_after = after.is_some_and(|a| {
        a < sheet.body.end
            && (sheet.is_prose(a)
                || sheet.lines[a].end == End::Stop
                || matches!(
                    sheet.label(a),
                    Some(Label::Heading(_) | Label::Row | Label::Item)
                )
                || sheet.lines[a].end == End::Colon
                || sheet.numbers[a].is_some())
    });
    let list_above =
        before.is_some_and(|b| sheet.lines[b].end == End::Colon && sheet.is_prose(b));
    if run.len() == 1 {
        let Some(after) = after.filter(|_| text_after) else { return };
        // The markup that names the title says that this is a paragraph.
        let named = |b: usize| matches!(sheet.markup[b], Some(Markup::Heading(_)));
        let told = sheet.block[first] != 0 || is_named(sheet.words(first));
        if title_above && before.is_some_and(named) && told {
            return;
        }
        if let Some(before) = before
            && sheet.open(before)
            && continues(sheet, before, first).is_some()
        {
            return;
        }
        if sheet.open(after)
            && continues(sheet, first, after).is_some_and(|e| e.is_strong())
        {
            return;
        }
        if is_torn(sheet, first) {
            return;
        }
        // The words of a picture stand once for it and once below it.
        if [first.checked_sub(1), Some(first + 1)]
            .into_iter()
            .flatten()
            .any(|i| i < sheet.lines.len() && sheet.words(i) == sheet.words(first))
        {
            return;
        }
        // What stands between two headings of a form is what was filled in.
        let of_form = |i: usize| {
            sheet.verdicts[i]
                .as_ref()
                .is_some_and(|v| matches!(v.reason, "form" | "in-brackets"))
        };
        if before.is_some_and(of_form) && (of_form(after) || sheet.starts[after]) {
            return;
        }
        // Where blank lines stand between the paragraphs, a line that has none above it
        // is no heading.
        let runs_on = sheet.spaced
            && sheet.lines[first].gap == 0
            && sheet.lines[after].gap == 0
            && sheet.lines[first].letters >= 24
            && before.is_some_and(|b| b + 1 == first && sheet.is_prose(b));
        if runs_on {
            return;
        }
        let opens = is_front_matter(sheet.words(first));
        if !opens && (sheet.lines[first].letters > 46 || is_aside(sheet.words(first))) {
            return;
        }
        sheet.decide(
            first,
            Label::Heading(0),
            "short-line-over-text",
            if title_above { 0.6 } else { 0.8 },
        );
        return;
    }
    if heading_above && text_after && run.len() >= 2 && sheet.lines[last].letters <= 60 {
        for &i in run {
            sheet.decide(i, Label::Highlight, "short-lines-under-a-heading", 0.8);
        }
        return;
    }
    if list_above {
        for &i in run {
            sheet.decide(i, Label::Item, "list-after-colon", 0.7);
        }
        return;
    }
    if !text_after {
        return;
    }
    // The last of them heads the text; the first may head it too.
    if run.len() == 2 {
        let long = |i: usize| sheet.lines[i].letters > 40 || is_aside(sheet.words(i));
        let (first_long, last_long) = (long(first), long(last));
        if !first_long {
            sheet.decide(first, Label::Heading(0), "two-short-lines-over-text", 0.6);
        }
        if !last_long {
            sheet.decide(last, Label::Heading(0), "two-short-lines-over-text", 0.55);
        }
        return;
    }
    let short = |i: usize| sheet.lines[i].letters <= 30 && !is_aside(sheet.words(i));
    let last_short = short(last);
    if short(first)
        && before.is_some_and(|b| sheet.is_prose(b))
        && sheet.lines[last].gap <= sheet.lines[first].gap
    {
        sheet.decide(first, Label::Heading(0), "short-line-over-short-lines", 0.55);
        for &i in &run[1..] {
            sheet.decide(i, Label::Highlight, "short-lines-under-a-heading", 0.6);
        }
        return;
    }
    for &i in &run[..run.len() - 1] {
        sheet.decide(i, Label::Item, "short-lines", 0.5);
    }
    if last_short {
        sheet.decide(last, Label::Heading(0), "short-line-over-text", 0.5);
    }
}

/// Lines that stand alone but head nothing: a speech, a name in brackets, a poet.
fn is_aside(words: &str) -> bool {
    let quoted = (words.starts_with('“')
        && words.ends_with('”')
        && words.matches('“').count() == 1
        && words.contains(['，', '。', '？', '！']))
        || (words.starts_with('「') && words.ends_with('」'));
    let torn = words.matches('“').count() != words.matches('”').count()
        || words.matches('《').count() != words.matches('》').count()
        || words.matches('（').count() != words.matches('）').count();
    let bracketed = words.starts_with(['（', '(', '<', '＜', '〈', '［', '[', '〔'])
        && words.ends_with(['）', ')', '>', '＞', '〉', '］', ']', '〕']);
    // A dash at the end announces what follows.
    let unfinished = words.ends_with(['—', '…', '─']);
    let marked = words.starts_with(['※', '＊', '*', '注']) || words.starts_with("——");
    // 【类别】文件 is a field, 甲镇、乙镇、丙镇、丁镇 a list.
    let field = words.starts_with('【') && !words.ends_with('】');
    let list = words.matches(['、', '/', '／']).count() >= 3;
    if is_citation(words) || field || list || is_exclamation(words) {
        return true;
    }
    let file =
        words.ends_with(['）', ')']) && (words.contains("KB") || words.contains("MB"));
    quoted || torn || bracketed || unfinished || marked || file || words.contains("http")
}

/// `女士们、先生们！`, `干杯！`: what a speaker calls out.
fn is_exclamation(words: &str) -> bool {
    let whom = ["们", "們", "各位", "大家", "代表", "委员"];
    words.ends_with(['！', '!'])
        && (words.chars().count() <= 6
            || words.chars().count() <= 24 && whom.iter().any(|w| words.contains(w)))
}

/// `居民林知远：这下方便多了！`: what somebody says, a whole sentence behind a colon.
pub(super) fn is_speech(words: &str) -> bool {
    let Some(at) = words.find(['：', ':']) else { return false };
    let speaker = words[..at].chars().count();
    let ended = words.trim_end_matches(['”', '」', '"']);
    // A question is one's own where an office stands before the name.
    let office = words[..at].contains([' ', '\u{3000}'])
        || ["记者", "記者", "主持人"].iter().any(|w| words[..at].ends_with(w));
    let asks = office && ended.ends_with(['？', '?']);
    (2..=16).contains(&speaker) && (asks || ended.ends_with(['。', '！', '!', '…']))
}

/// `地址：云溪区政府大楼`: a short label, a colon and what it is.
fn is_labelled(words: &str) -> bool {
    words.find(['：', ':']).is_some_and(|at| {
        let label = words[..at].chars().filter(|c| !c.is_whitespace()).count();
        let rest = words[at..].chars().count();
        (2..=6).contains(&label) && rest > 1
    })
}

/// `《云溪区河道管理条例》第三条`, `《云溪区河道管理条例》（2026年修订）`.
pub(super) fn is_citation(words: &str) -> bool {
    let Some(at) = words.find('》').filter(|_| words.starts_with('《')) else {
        return false;
    };
    let rest = words[at + '》'.len_utf8()..].trim_start();
    rest.starts_with('第')
        || (rest.starts_with(['（', '(']) && rest.ends_with(['）', ')']))
}

/// Marks items: bulleted lines, and numbered lines that are whole sentences.
pub(super) fn item(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        let Some(number) = sheet.numbers[i] else { continue };
        if !sheet.open(i) || !sheet.cuts[i].is_empty() {
            continue;
        }
        let labelled = matches!(
            number.system,
            System::Part
                | System::Chapter
                | System::Division
                | System::Article
                | System::Ordinal
                | System::Spoken
        );
        if !labelled {
            sheet.decide(i, Label::Item, "numbered-sentence", 0.7);
        }
    }
}
