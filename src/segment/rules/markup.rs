//! What the markup of the source says: it knows better than any guess.

use std::ops::Range;

use super::head::is_periodical;
use super::look::Cue;
use crate::segment::dates::first_date;
use crate::segment::lines::End;
use crate::segment::numbering::System;
use crate::segment::sheet::{Cut, Sheet, Verdict};
use crate::segment::words::{is_letter, letters_of};
use crate::segment::{Field, Label};
use crate::source::{Markup, setting};

/// Takes over what Markdown, HTML and Word say about their lines.
///
/// A heading is one, and so are an item, a row and a quotation. The lines of one
/// paragraph belong together. What stands outside the main text of a web page is chrome,
/// unless a later rule reads a field in it.
pub(super) fn markup(sheet: &mut Sheet<'_>) {
    front_matter(sheet);
    of_a_reader(sheet);
    if sheet.hints.is_empty() {
        left_over(sheet);
    } else {
        hinted(sheet);
        sheet.marks.sort_by_key(|mark| mark.start);
    }
    // A trail of links and a row of buttons are those of the page, however it sets them.
    for i in 0..sheet.lines.len() {
        if matches!(sheet.markup[i], Some(Markup::Heading(_)))
            && matches!(sheet.seen_alone(i), Cue::Crumb | Cue::Control)
        {
            sheet.markup[i] = None;
        }
    }
    let mut heads = (0..sheet.lines.len())
        .filter(|i| matches!(sheet.markup[*i], Some(Markup::Heading(_))));
    if let Some(second) = heads.nth(1) {
        sheet.among_heads = second + 1..heads.next_back().unwrap_or(second);
    }
    decide(sheet);
}

/// Notes for every line what the hints say about it.
fn hinted(sheet: &mut Sheet<'_>) {
    let hints = sheet.hints;
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut next = 0;
    let mut blocks = 0;
    for i in 0..sheet.lines.len() {
        let line = sheet.lines[i].range.clone();
        open.retain(|(h, _)| hints[*h].range.end > line.start);
        while next < hints.len() && hints[next].range.start < line.end {
            let hint = &hints[next];
            if hint.range.end > line.start && !hint.range.is_empty() {
                blocks += u32::from(hint.says == Markup::Paragraph);
                open.push((next, blocks));
            }
            next += 1;
        }
        for (h, block) in &open {
            let hint = &hints[*h];
            match hint.says {
                Markup::Heading(_)
                | Markup::ListItem { .. }
                | Markup::TableRow(_)
                | Markup::Quotation
                | Markup::Caption
                | Markup::Source
                | Markup::Author
                | Markup::Note(_)
                | Markup::Outside => sheet.markup[i] = Some(hint.says.clone()),
                Markup::Paragraph => sheet.block[i] = *block,
                Markup::TableCell => {
                    let from = hint.range.start.max(line.start);
                    let to = hint.range.end.min(line.end);
                    let verdict =
                        Verdict { label: Label::Row, reason: "cell", confidence: 1.0 };
                    sheet.cuts[i].push(Cut { range: from..to, verdict });
                }
                Markup::Sign => {
                    let from = hint.range.start.max(line.start);
                    let to = hint.range.end.min(line.end);
                    if from < to {
                        sheet.marks.push(from..to);
                    }
                }
                // Where a line is bold from end to end, no mark at its end denies that it
                // is a heading.
                Markup::Strong if bold_line(sheet, i, &hint.range) => {
                    sheet.lines[i].end = End::Bare;
                }
                Markup::Emphasis
                | Markup::Strong
                | Markup::Syntax
                | Markup::Break
                | Markup::Gap => {}
            }
        }
        let row = open.iter().map(|(h, _)| &hints[*h]);
        if let Some(row) = row.clone().find(|h| matches!(h.says, Markup::TableRow(_))) {
            let row = row.range.clone();
            empty_cells(sheet, i, row);
        }
    }
}

/// Whether `bold` is all of a line of which no markup says that it is a paragraph.
fn bold_line(sheet: &Sheet<'_>, i: usize, bold: &Range<usize>) -> bool {
    const LONGEST: u32 = 60;
    let line = &sheet.lines[i];
    sheet.block[i] == 0
        && line.letters <= LONGEST
        && bold.start <= line.range.start
        && line.range.end <= bold.end
}

/// Puts the empty cells of a row between the others, where tabs part them: an empty cell
/// has no words of which markup could say anything.
fn empty_cells(sheet: &mut Sheet<'_>, i: usize, row: Range<usize>) {
    let line = sheet.lines[i].range.clone();
    let count = sheet.text[row.clone()].matches('\t').count() + 1;
    if count <= sheet.cuts[i].len() || sheet.cuts[i].is_empty() {
        return;
    }
    let mut at = row.start;
    let mut cells = Vec::new();
    for words in sheet.text[row].split('\t') {
        let start = at + words.len() - words.trim_start().len();
        let end = (start + words.trim().len()).clamp(line.start, line.end);
        let verdict = Verdict { label: Label::Row, reason: "cell", confidence: 1.0 };
        cells.push(Cut { range: start.clamp(line.start, end)..end, verdict });
        at += words.len() + 1;
    }
    sheet.cuts[i] = cells;
}

/// Signs of Markdown that a plain text was left with: `## …`, and lines that are bold
/// from end to end. A `#` counts only where several lines have one: alone it is a number
/// sign.
fn left_over(sheet: &mut Sheet<'_>) {
    let hashes = |words: &str| {
        let level = words.bytes().take_while(|b| *b == b'#').count();
        (1..=6).contains(&level).then_some(level).filter(|l| words[*l..].starts_with(' '))
    };
    let n = sheet.lines.len();
    let many = (0..n).filter(|i| hashes(sheet.words(*i)).is_some()).take(2).count() == 2;
    let bold = many
        || (0..n).filter(|i| bold_len(sheet.words(*i)).is_some()).take(3).count() == 3;
    for i in 0..n {
        let words = sheet.words(i);
        if let Some(at) = escape(words) {
            let at = sheet.lines[i].range.start + at;
            sheet.marks.push(at..at + 1);
        }
        if let Some(len) = bold_len(words).filter(|_| bold) {
            let close = sheet.lines[i].range.start + 2 + len;
            sheet.marks.push(close..close + 2);
            take_signs(sheet, i, 2, 0);
            continue;
        }
        if let Some(level) = hashes(words).filter(|_| many || i == 0) {
            let rest = words[level..].trim_start();
            let before = words.len() - rest.len();
            sheet.markup[i] = Some(Markup::Heading(u8::try_from(level).unwrap_or(6)));
            take_signs(sheet, i, before, 0);
            link(sheet, i);
        } else if let Some(inner) =
            words.strip_prefix("**").and_then(|w| w.strip_suffix("**"))
            && !inner.contains('*')
            && !inner.trim().is_empty()
        {
            take_signs(sheet, i, 2, 2);
        }
    }
}

/// Where the backslash of `1\. 修桥` stands.
fn escape(words: &str) -> Option<usize> {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let escaped = (1..=2).contains(&digits) && words[digits..].starts_with("\\.");
    escaped.then_some(digits)
}

/// The bytes between the signs of `**第一条**　为了……`, the bold words with which a line
/// opens; `None` where nothing stands behind them.
fn bold_len(words: &str) -> Option<usize> {
    const MOST: usize = 40;
    let inner = words.strip_prefix("**")?;
    let len = inner.find("**")?;
    let bold = &inner[..len];
    let whole = !bold.is_empty() && bold.trim() == bold && bold.chars().count() <= MOST;
    (whole && inner.len() > len + 2).then_some(len)
}

/// Takes the settings of a page between two lines `---` apart: what they say of title,
/// author, source and day is told, the rest, `sidebar: auto`, goes, and so do the items of
/// a list of words. A whole sentence among them stays text.
fn front_matter(sheet: &mut Sheet<'_>) {
    const MOST: usize = 60;
    let n = sheet.lines.len();
    let rule = |sheet: &Sheet<'_>, i: usize| sheet.words(i) == "---";
    let item = |sheet: &Sheet<'_>, i: usize| {
        sheet.words(i).starts_with("- ") || sheet.lines[i].indent > 0
    };
    let mut i = 0;
    while i + 2 < n {
        let mut end = i + 1;
        while rule(sheet, i)
            && end < n.min(i + MOST)
            && (setting(sheet.words(end)).is_some() || (end > i + 1 && item(sheet, end)))
        {
            end += 1;
        }
        if end > i + 1 && end < n && rule(sheet, end) {
            sheet.decide(i, Label::Chrome, "front-matter", 0.9);
            sheet.decide(end, Label::Chrome, "front-matter", 0.9);
            let again = if i == 0 { title_again(sheet, i + 1..end) } else { Vec::new() };
            let titled =
                again.is_empty() && (end..n).any(|l| sheet.words(l).starts_with("# "));
            for (count, line) in again.iter().enumerate() {
                let label = if count == 0 { Label::Title } else { Label::Chrome };
                sheet.decide(*line, label, "title-of-the-settings", 0.9);
            }
            let mut key = "";
            for line in i + 1..end {
                let words = sheet.words(line);
                let value = setting(words).map(|(own, at)| {
                    key = own;
                    at
                });
                let below = !again.is_empty() && key.eq_ignore_ascii_case("title");
                let first = i == 0 && !titled && !below;
                let item = if words.starts_with("- ") { 2 } else { 0 };
                say_setting(sheet, line, key, value.unwrap_or(item), first);
            }
            i = end;
        }
        i += 1;
    }
}

/// Takes the head with which services that turn a page into Markdown begin: `Title: …`,
/// `URL Source: …` and `Markdown Content:`. The title is told where the text says it
/// again, and here where it does not.
fn of_a_reader(sheet: &mut Sheet<'_>) {
    const MOST: usize = 8;
    let n = sheet.lines.len();
    let value = |sheet: &Sheet<'_>, i: usize, key: &str| {
        let words = sheet.words(i);
        let rest = words.strip_prefix(key)?.trim_start();
        let value = rest.strip_prefix([':', '：'])?.trim_start();
        Some(words.len() - value.len())
    };
    if n == 0 || value(sheet, 0, "Title").is_none() {
        return;
    }
    let ends = |i: &usize| value(sheet, *i, "Markdown Content").is_some();
    let Some(end) = (1..n.min(MOST)).find(ends) else { return };
    let title = letters_of(&sheet.words(0)[value(sheet, 0, "Title").unwrap_or(0)..]);
    // Some services cut the name of the site off, others leave it on.
    let said = (end + 1..n).find(|i| {
        let letters = letters_of(sheet.words(*i));
        letters.chars().count() >= 4 && !sheet.is_prose(*i) && letters == title
    });
    if let Some(line) = said {
        sheet.decide(line, Label::Title, "title-of-the-settings", 0.9);
    }
    for line in 0..=end {
        let told =
            [("Title", Label::Title), ("Published Time", Label::Metadata(Field::Date))];
        let found = told
            .into_iter()
            .find_map(|(key, label)| Some((value(sheet, line, key)?, label)))
            .filter(|(at, label)| match label {
                Label::Title => said.is_none() && *at < sheet.words(line).len(),
                _ => first_date(&sheet.words(line)[*at..], true).is_some(),
            });
        match found {
            Some((at, label)) => {
                let whole = at..sheet.words(line).len();
                sheet.decide(line, Label::Metadata(Field::Words), "front-matter", 0.9);
                sheet.cut(line, whole, label, "front-matter", 0.9);
            }
            None => sheet.decide(line, Label::Chrome, "front-matter", 0.9),
        }
    }
}

/// The lines right below the settings that say their title again, word for word.
fn title_again(sheet: &Sheet<'_>, settings: Range<usize>) -> Vec<usize> {
    const FAR: usize = 12;
    let title = settings.clone().find_map(|line| {
        let words = sheet.words(line);
        let (key, at) = setting(words)?;
        key.eq_ignore_ascii_case("title").then(|| letters_of(&words[at..]))
    });
    let Some(title) = title.filter(|title| !title.is_empty()) else { return Vec::new() };
    (settings.end..sheet.lines.len().min(settings.end + FAR))
        .take_while(|line| !sheet.is_prose(*line))
        .filter(|line| letters_of(sheet.words(*line)) == title)
        .collect()
}

/// Decides about one line of the settings. `key` names the setting to which it belongs,
/// `at` is where its value begins.
fn say_setting(sheet: &mut Sheet<'_>, line: usize, key: &str, at: usize, first: bool) {
    let words = sheet.words(line);
    let signs = |c: char| c.is_whitespace() || "\"'[]".contains(c);
    let value = words[at..].trim_matches(signs);
    // One pair of quotation marks is that of the setting.
    let value = match value.strip_prefix('“').and_then(|v| v.strip_suffix('”')) {
        Some(inner) => inner.trim_matches(|c| "[]".contains(c)),
        None => value,
    };
    let label = match key.to_ascii_lowercase().as_str() {
        "title" => Some(Label::Title),
        "author" | "authors" => Some(Label::Metadata(Field::Author)),
        "source" => Some(Label::Metadata(Field::Source)),
        "date" | "published" => Some(Label::Metadata(Field::Date)),
        _ => None,
    };
    let told = match label {
        // 云溪联播文字稿 · 2026年3月17日 names the issue, not what is in it.
        Some(Label::Title)
            if name_and_day(value).is_some_and(|(n, _)| is_periodical(&value[n])) =>
        {
            false
        }
        Some(Label::Metadata(Field::Date)) => first_date(value, true).is_some(),
        Some(_) => value.contains(is_letter) && !value.contains("://"),
        None => false,
    };
    let Some(label) = label.filter(|_| told && first) else {
        // What a page says of itself in whole sentences may be all that it says.
        let whole = sheet.is_prose(line) && sheet.lines[line].stops > 0;
        if !whole || is_summary(sheet, line, key) || is_said_below(sheet, line, value) {
            sheet.decide(line, Label::Chrome, "front-matter", 0.9);
        }
        return;
    };
    let start = words.find(value).unwrap_or(at);
    let part = start..start + value.len();
    sheet.decide(line, Label::Metadata(Field::Words), "front-matter", 0.9);
    sheet.cut(line, part, label, "front-matter", 0.9);
}

/// Whether a setting sums up a text that stands below it whole.
fn is_summary(sheet: &Sheet<'_>, line: usize, key: &str) -> bool {
    const PARAGRAPHS: usize = 3;
    let keys = ["description", "abstract", "summary", "excerpt", "digest"];
    let told = (line + 1..sheet.lines.len()).filter(|i| sheet.is_prose(*i));
    keys.contains(&key.to_ascii_lowercase().as_str())
        && told.take(PARAGRAPHS).count() == PARAGRAPHS
}

/// Whether the text below says a setting again, clause by clause: it tells how the text
/// begins.
fn is_said_below(sheet: &Sheet<'_>, line: usize, value: &str) -> bool {
    const LONG: usize = 10;
    const FAR: usize = 40;
    let below = line + 1..sheet.lines.len().min(line + FAR);
    let said = |clause: &str| below.clone().any(|i| sheet.words(i).contains(clause));
    let clauses = value.split(['，', '。', '；', '：', '？', '！']).map(str::trim);
    let mut clauses = clauses.filter(|clause| clause.contains(is_letter)).peekable();
    value.chars().count() >= LONG && clauses.peek().is_some() && clauses.all(said)
}

/// Takes the address off a line that is one link: `[…](https://…)`.
fn link(sheet: &mut Sheet<'_>, i: usize) {
    let words = sheet.words(i);
    let inner = words.strip_prefix('[').filter(|_| words.ends_with([')', '）']));
    let Some(close) = inner.and_then(|w| w.find("](").or_else(|| w.find("]（"))) else {
        return;
    };
    if words[1 + close..].contains("://") {
        let (before, behind) = sheet.signs[i];
        take_signs(sheet, i, 1, words.len() - 1 - close);
        sheet.signs[i] = (before + 1, behind + words.len() - 1 - close);
    }
}

fn take_signs(sheet: &mut Sheet<'_>, i: usize, before: usize, behind: usize) {
    sheet.signs[i] = (before, behind);
    sheet.narrow(i, before, behind);
}

/// Whether the head of a file was read as that of an issue.
fn is_masthead(sheet: &Sheet<'_>, line: usize) -> bool {
    sheet.verdicts[line].as_ref().is_some_and(|v| v.reason == "masthead")
}

/// Reads the one heading of the first level as the head of an issue, where it is a name
/// and a day and nothing else, and takes the headings one level below for the titles:
/// `# 云溪播报 2026-03-17` over `## 1. …`. Returns their level and their places.
///
/// What says below the head how the file was collected is no part of the issue, and a
/// heading that gives its name and day once more opens nothing.
fn issue(
    sheet: &mut Sheet<'_>,
    tops: &[usize],
    first: Option<usize>,
) -> Option<(u8, Vec<usize>)> {
    let (&head, brothers) = tops.split_first()?;
    // Above it stand no more than the settings of a page and a line or two about it.
    let settings = || {
        sheet.verdicts[0].as_ref().is_some_and(|v| v.reason == "front-matter")
            && (0..head).filter(|i| sheet.open(*i)).count() <= 2
    };
    if first != Some(head) && !settings() {
        return None;
    }
    let level = |i: usize| match sheet.markup[i] {
        Some(Markup::Heading(level)) => Some(level),
        _ => None,
    };
    let n = sheet.lines.len();
    // Some set the name of the issue on the level of its titles.
    let below = match brothers {
        [] => (head + 1..n).filter_map(level).min()?,
        _ => level(head)?,
    };
    let mut titles: Vec<usize> =
        (head + 1..n).filter(|i| level(*i) == Some(below)).collect();
    let (name, day) = name_and_day(sheet.words(head))?;
    if titles.len() < 2 || !is_periodical(&sheet.words(head)[name.clone()]) {
        return None;
    }
    let name_words = &sheet.words(head)[name.clone()];
    sheet.decide(head, Label::Metadata(Field::Words), "masthead", 0.9);
    // A line above it that stands below the settings speaks of the issue.
    for i in 0..head {
        sheet.decide(i, Label::Metadata(Field::Words), "masthead", 0.8);
    }
    for (range, field) in [(name, Field::Source), (day, Field::Date)] {
        sheet.cut(head, range, Label::Metadata(field), "masthead", 0.9);
    }
    collected(sheet, head, titles[0]);
    // Its name and day once more, with or without a number before them.
    let again = |sheet: &Sheet<'_>, i: usize| {
        let words = sheet.words(i);
        let words = &words[sheet.numbers[i].map_or(0, |number| number.len)..];
        words.starts_with(name_words) && name_and_day(words).is_some()
    };
    let mut i = titles[0];
    while i < n && (again(sheet, i) || sheet.lines[i].letters == 0) {
        sheet.decide(i, Label::Metadata(Field::Words), "masthead", 0.85);
        titles.retain(|t| *t != i);
        i += 1;
    }
    Some((below, titles))
}

/// A name and the day behind it, where a line holds nothing else.
fn name_and_day(words: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (day, _) = first_date(words, false)?;
    let name = words[..day.start].trim_end_matches(|c: char| !is_letter(c) && c != '》');
    let letters = name.chars().filter(|c| is_letter(*c)).count();
    // The hour of the broadcast: 20260317 19:00.
    let hour = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | ' ');
    let rest =
        words[day.end..].trim_matches(hour).chars().filter(|c| is_letter(*c)).count();
    ((2..=12).contains(&letters) && rest == 0).then_some((0..name.len(), day))
}

/// Drops what a file says between its head and its first piece about how it was
/// collected: labels and values, an address among them.
fn collected(sheet: &mut Sheet<'_>, head: usize, first: usize) {
    let labelled = |sheet: &Sheet<'_>, i: usize| {
        let words = sheet.words(i).trim_start_matches(['-', '*', '•', ' ']);
        words
            .find(['：', ':'])
            .is_some_and(|at| (2..=8).contains(&words[..at].chars().count()))
    };
    let lines = head + 1..first;
    if lines.len() >= 2
        && lines.clone().all(|i| labelled(sheet, i))
        && lines.clone().any(|i| sheet.words(i).contains("://"))
    {
        for i in lines {
            sheet.decide(i, Label::Chrome, "how-it-was-collected", 0.8);
        }
    }
}

/// Whether right below a heading stands where its text is from, or the heading again.
fn heads_a_text(sheet: &Sheet<'_>, heading: usize) -> bool {
    let Some(below) = sheet.next_text(heading + 1) else { return false };
    let words = sheet.words(below);
    let address = words.contains("://") && sheet.lines[below].words <= 2;
    sheet.markup[below].is_none()
        && (address
            || (sheet.lines[below].letters >= 6 && sheet.words(heading).contains(words)))
}

fn decide(sheet: &mut Sheet<'_>) {
    let n = sheet.lines.len();
    // The level of the highest headings: some writers begin with `###`.
    let level = |i: usize| match sheet.markup[i] {
        Some(Markup::Heading(level)) => Some(level),
        _ => None,
    };
    let top = (0..n).filter_map(level).min().unwrap_or(1);
    let tops: Vec<usize> = (0..n).filter(|i| level(*i) == Some(top)).collect();
    let deeper = (0..n).any(|i| level(i).is_some_and(|l| l > top));
    let outside =
        |i: &usize| sheet.markup[*i] == Some(Markup::Outside) || sheet.is_chrome(*i);
    let linked = |i: &usize| {
        sheet.lines[*i].marks.may_have(&[']'])
            && matches!(
                sheet.seen_alone(*i),
                Cue::Row | Cue::Link | Cue::Crumb | Cue::Control
            )
    };
    let first = (0..n).find(|i| !outside(i) && !linked(i));
    let (top, tops, first) = match issue(sheet, &tops, first) {
        Some((level, titles)) => (level, titles, tops.first().copied()),
        None => (top, tops, first),
    };
    // One heading of the first level is the title. Several, with headings below them,
    // are the titles of several articles; without any below they are sections, unless
    // each stands over the head of a text of its own.
    let titles = (tops.len() == 1
        && tops.first().zip(first).is_some_and(|(t, f)| *t <= f + 3))
        || (tops.len() > 1
            && (deeper || tops.iter().all(|t| heads_a_text(sheet, *t)))
            && tops.first() == first.as_ref())
        || tops
            .first()
            .is_some_and(|t| first.is_some_and(|f| f < *t && is_masthead(sheet, f)));
    for i in 0..n {
        match sheet.markup[i].clone() {
            Some(Markup::Heading(level)) if titles && level == top => {
                sheet.decide(i, Label::Title, "markup", 0.95);
            }
            Some(Markup::Heading(level)) => {
                let level = if titles { level.saturating_sub(top).max(1) } else { level };
                sheet.decide(i, Label::Heading(level), "markup", 0.95);
            }
            Some(Markup::TableRow(_)) => sheet.decide(i, Label::Row, "markup", 0.98),
            // A bullet that is left to see may be that of the page.
            Some(Markup::ListItem { .. }) if is_bulleted(sheet, i) => {}
            Some(Markup::ListItem { .. }) => sheet.decide(i, Label::Item, "markup", 0.9),
            Some(Markup::Note(_)) => sheet.decide(i, Label::Footnote, "markup", 0.95),
            Some(Markup::Caption) => sheet.decide(i, Label::Caption, "markup", 0.9),
            // `> 来源：云溪日报` may be a field.
            Some(Markup::Quotation) if is_labelled(sheet, i) => {}
            Some(Markup::Quotation) => sheet.decide(i, Label::Quotation, "markup", 0.9),
            Some(Markup::Source) => field(sheet, i, Field::Source),
            Some(Markup::Author) => field(sheet, i, Field::Author),
            Some(Markup::Outside) => sheet.decide(i, Label::Chrome, "outside", 0.9),
            _ => {}
        }
    }
}

/// Whether a line is short and begins with a word before a colon.
fn is_labelled(sheet: &Sheet<'_>, i: usize) -> bool {
    const LABEL: usize = 8;
    let words = sheet.words(i);
    let label = words.find(['：', ':']).map(|at| words[..at].chars().count());
    !sheet.is_prose(i) && label.is_some_and(|chars| (2..=LABEL).contains(&chars))
}

/// `时间：十二月七日上午`: a line that a word names, and no second line of a title.
pub(super) fn is_named(words: &str) -> bool {
    words.find('：').is_some_and(|at| words[..at].chars().count() == 2)
}

/// Takes the lines that the markup quotes and no rule knew better for quotations.
pub(super) fn quoted(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if sheet.markup[i] == Some(Markup::Quotation) {
            sheet.decide(i, Label::Quotation, "markup", 0.9);
        }
    }
}

fn is_bulleted(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.numbers[i].is_some_and(|n| n.system == System::Bullet)
}

/// A line that is one field from end to end.
fn field(sheet: &mut Sheet<'_>, i: usize, field: Field) {
    let (label, end) = (Label::Metadata(field), sheet.words(i).len());
    sheet.decide(i, label, "markup", 0.9);
    sheet.cut(i, 0..end, label, "markup", 0.9);
}
