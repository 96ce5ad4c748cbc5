//! The lines of a head (标题组): kicker, title, subtitle and note, each known by its form
//! and its place.
//!
//! Belongs here: what each line of a head is once the head is known.
//! Does not belong here: where heads stand (`first_title`, `further_titles`).

use std::ops::Range;

use super::byline::office_holder;
use super::look::Cue;
use super::metadata::is_date_only;
use super::odds;
use crate::model::Date;
use crate::segment::dates::first_date;
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::words::{is_letter, letters_of};
use crate::segment::{Field, Label, words};

/// Gives the lines of a head their parts.
pub(super) fn roles(sheet: &mut Sheet<'_>, group: &[usize]) {
    let mut plain = Vec::new();
    let whole = title_lines(sheet, group);
    for &i in group {
        let words = sheet.words(i);
        let first = i == group[0]
            && !(is_document_number(words)
                && group.len() > 1
                && has_title_below(sheet, group));
        if !first && (is_document_number(words) || is_document_mark(words)) {
            sheet.decide(i, Label::Note, "document-number", 0.85);
        } else if whole.contains(&i) {
            sheet.overrule_keeping(i, Label::Title, "official-title", 0.85);
        } else if is_note(words) {
            sheet.decide(i, Label::Note, "adopted", 0.85);
        } else if is_subtitle(words) {
            sheet.decide(i, Label::Subtitle, "dash", 0.95);
        } else {
            plain.push(i);
        }
    }
    // What a court's list calls a judgment stands above its own head.
    if let Some(first) = plain.first().copied()
        && is_named_judgment(sheet.words(first))
    {
        let below = plain[1..].iter().take_while(|i| {
            let words = sheet.words(**i);
            is_judgment(words) || is_court(words)
        });
        let below = below.count();
        for i in plain.drain(1..=below) {
            sheet.overrule_keeping(i, Label::Note, "head-of-the-judgment", 0.75);
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
    // ……主题活动——: what goes on in the line below.
    if let [first, _, ..] = plain[..]
        && sheet.words(first).ends_with(['—', '─'])
        && !is_subtitle(sheet.words(first))
    {
        plain.remove(0);
        sheet.overrule_keeping(first, Label::Kicker, "goes-on-in-the-title", 0.75);
    }
    // The court stands above the kind of its judgment, the number below.
    if let Some(at) = plain.iter().position(|i| is_judgment(sheet.words(*i)))
        && at > 0
        && group.iter().any(|i| is_document_number(sheet.words(*i)))
    {
        for i in plain.drain(..at) {
            sheet.overrule_keeping(i, Label::Kicker, "court", 0.8);
        }
    }
    // 【干部论坛】: the column.
    plain.retain(|i| {
        let words = sheet.words(*i);
        let column = *i != group[0] && words.starts_with('【') && words.ends_with('】');
        if column {
            sheet.decide(*i, Label::Kicker, "column", 0.7);
        }
        !column
    });
    plain.retain(|i| {
        let words = sheet.words(*i);
        let named = if *i == group[0] {
            None
        } else if plain_office(sheet, *i) {
            Some(0..words.len())
        } else {
            office_holder(words)
        };
        let Some(name) = named else { return true };
        sheet.decide(*i, Label::Byline, "office-below-the-title", 0.7);
        sheet.cut(*i, name, Label::Metadata(Field::Author), "office", 0.7);
        false
    });
    let dashed = group.iter().any(|i| is_subtitle(sheet.words(*i)));
    match plain[..] {
        [] => {}
        [office, title]
            if is_body(sheet.words(office))
                && sheet.lines[title].letters >= 6
                && !is_body(sheet.words(title))
                && !meta_between(sheet, office, title) =>
        {
            sheet.overrule_keeping(office, Label::Kicker, "who-it-is-about", 0.65);
            sheet.overrule_keeping(title, Label::Title, "head", 0.75);
        }
        [title] => sheet.overrule_keeping(title, Label::Title, "head", 0.85),
        [one, two]
            if (dashed
                || (sheet.lines[two].words >= 2 && sheet.lines[two].letters >= 8))
                && sheet.lines[one].words == 1
                && sheet.lines[one].letters >= 6
                && !meta_between(sheet, one, two)
                && may_be_subtitle(sheet, one, two) =>
        {
            sheet.decide(one, Label::Kicker, "above-a-spaced-title", 0.6);
            sheet.overrule_keeping(two, Label::Title, "head", 0.7);
        }
        [first, title, ref rest @ ..] if programme(sheet.words(first)).is_some() => {
            take_programme(sheet, first);
            sheet.overrule_keeping(title, Label::Title, "below-a-programme", 0.7);
            below(sheet, title, rest);
        }
        [title, ref rest @ ..] => {
            sheet.overrule_keeping(title, Label::Title, "head", 0.8);
            below(sheet, title, rest);
        }
    }
}

/// Whether a line below the first of a head may be the title.
fn has_title_below(sheet: &Sheet<'_>, group: &[usize]) -> bool {
    group[1..].iter().any(|i| {
        let words = sheet.words(*i);
        sheet.is_display(*i) && !is_note(words) && !is_subtitle(words)
    })
}

/// Decides about lines that nothing but their place below a title makes part of it.
pub(super) fn below(sheet: &mut Sheet<'_>, title: usize, lines: &[usize]) {
    for &i in lines {
        let odds = |l: usize| sheet.odds.get(l).copied().flatten().unwrap_or_default();
        if sheet.words(i) == sheet.words(title) {
            sheet.decide(i, Label::Chrome, "title-again", 0.8);
        } else if matches!(sheet.seen_alone(i), Cue::Control | Cue::Appeal) {
            sheet.decide(i, Label::Chrome, "control", 0.8);
        } else if is_outlet(sheet, i) {
            let name = 0..sheet.words(i).len();
            sheet.decide(
                i,
                Label::Metadata(Field::Words),
                "outlet-below-the-title",
                0.65,
            );
            let source = Label::Metadata(Field::Source);
            sheet.cut(i, name, source, "outlet-below-the-title", 0.65);
        } else if odds::is_likely_beside(sheet, i, title) {
            sheet.decide(i, Label::Chrome, "likely-page", 0.65);
        } else if may_be_subtitle(sheet, title, i)
            && odds(i) < odds::DOUBTFUL.max(odds(title))
        {
            sheet.decide(i, Label::Subtitle, "below-the-title", 0.6);
        } else {
            sheet.decide(i, Label::Note, "no-subtitle", 0.5);
        }
    }
}

/// Whether a line is the name of a paper or a site and nothing else.
fn is_outlet(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    line.words == 1 && line.pauses == 0 && words::is_media(sheet.words(i))
}

/// The bytes of the name in `云溪播报 2026-03-17`: a programme or paper and its day.
pub(super) fn programme(words: &str) -> Option<usize> {
    let day = words.split_whitespace().last()?;
    let name = words[..words.len() - day.len()].trim_end();
    (name.chars().count() <= 12 && is_periodical(name) && is_date_only(day))
        .then_some(name.len())
}

/// Whether a name is that of a programme or a paper by its last word, or by the one before
/// `文字版`, which says that its words were written down.
pub(super) fn is_periodical(name: &str) -> bool {
    let spoken = ["完整文字稿", "文字稿", "文字版", "文字实录"];
    let name =
        spoken.iter().find_map(|w| name.strip_suffix(w)).map_or(name, str::trim_end);
    let ends = [
        "联播",
        "聯播",
        "播报",
        "播報",
        "新闻",
        "新聞",
        "报",
        "報",
        "刊",
        "快讯",
        "快訊",
        "简讯",
        "簡訊",
        "要闻",
        "要聞",
        "文摘",
        "ニュース",
        "신문",
        "일보",
        "뉴스",
    ];
    let name = name.trim_end_matches(['》', '」']);
    ends.iter().any(|e| name.ends_with(e))
}

/// Reads the name of a programme as the source and its day as the date.
fn take_programme(sheet: &mut Sheet<'_>, line: usize) {
    let Some(name) = programme(sheet.words(line)) else { return };
    let words = sheet.words(line);
    let (end, day) = (words.len(), words.len() - words[name..].trim_start().len());
    sheet.overrule(line, Label::Metadata(Field::Words), "programme-and-day", 0.7);
    for (part, field) in [(0..name, Field::Source), (day..end, Field::Date)] {
        sheet.cut(line, part, Label::Metadata(field), "programme-and-day", 0.7);
    }
}

/// Whether a line that only its place makes a subtitle has the form of one: words that
/// say more than the title, and no bar and no field among them.
fn may_be_subtitle(sheet: &Sheet<'_>, title: usize, i: usize) -> bool {
    let (words, above) = (sheet.words(i), sheet.words(title));
    let text = words.chars().any(is_text_letter) || !above.chars().any(is_text_letter);
    let bar = words.contains(['|', '｜', '丨']);
    // 10:35, ページ番号:042, 更新日:2026年
    let field = words
        .split([':', '：'])
        .skip(1)
        .any(|behind| behind.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    text && !bar && !field && !above.contains(words)
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
    let letters = words.chars().filter(|c| is_letter(*c)).count();
    if letters > 200 {
        return false;
    }
    let bare = words.trim_matches(|c: char| {
        matches!(c, '（' | '）' | '(' | ')' | '〔' | '〕') || c.is_whitespace()
    });
    // 中共云溪区委办公室　云溪区人民政府办公室印发: who issued it.
    let issued =
        ["印发", "印發", "发布", "公布", "發布"].iter().any(|w| bare.ends_with(w));
    let offices = ["厅", "办公室", "委员会", "人民政府", "局", "部", "廳", "辦公室"];
    if issued
        && letters <= 40
        && !bare.contains("关于")
        && offices.iter().any(|o| bare.contains(o))
        && !bare.contains(['，', '。', '、', '：'])
    {
        return true;
    }
    // （2026年3月17日，云溪）: when and where a speech was given.
    let inside = words.starts_with(['（', '(']) && words.ends_with(['）', ')']);
    let whole = |(at, day): &(Range<usize>, Date)| at.start == 0 && day.day.is_some();
    if inside
        && letters <= 24
        && !is_date_only(bare)
        && first_date(bare, false).is_some_and(|d| whole(&d))
    {
        return true;
    }
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

/// The lines of an official title that was broken in the middle of its phrase:
/// `……关于印发云溪区` / `全民健身实施计划的通知`.
pub(super) fn title_lines(sheet: &Sheet<'_>, group: &[usize]) -> Vec<usize> {
    for pair in group.windows(2) {
        if let &[upper, lower] = pair
            && lower == upper + 1
            && sheet.lines[lower].gap == 0
            && is_broken_off(sheet.words(upper))
            && is_rest_of_title(sheet.words(lower))
        {
            return vec![upper, lower];
        }
    }
    for first in 0..group.len() {
        if !sheet.words(group[first]).contains("关于")
            || is_official_title(sheet.words(group[first]))
        {
            continue;
        }
        let mut words = sheet.words(group[first]).to_string();
        for last in first + 1..group.len().min(first + 4) {
            words += sheet.words(group[last]);
            if is_official_title(&words) {
                return group[first..=last].to_vec();
            }
        }
    }
    Vec::new()
}

/// `预中标结果公示`, `统计公报`: kinds of documents that say nothing without the line above.
fn is_rest_of_title(words: &str) -> bool {
    const LONGEST: usize = 14;
    const TAILS: &[&str] = &[
        "公示",
        "公告",
        "公报",
        "实施方案",
        "工作方案",
        "活动方案",
        "实施细则",
        "实施办法",
        "管理办法",
        "应急预案",
        "实施意见",
        "发展规划",
        "实施计划",
        "暂行规定",
        "暂行办法",
        "結果公示",
        "公報",
        "實施方案",
        "實施計畫",
        "管理辦法",
    ];
    words.chars().count() <= LONGEST
        && words.chars().all(is_text_letter)
        && !words.starts_with("关于")
        && TAILS.iter().any(|tail| words.ends_with(tail))
}

/// Whether a line is long and names neither an office nor the whole of a document.
fn is_broken_off(words: &str) -> bool {
    const SHORTEST: usize = 10;
    const OFFICES: &[&str] = &[
        "局", "委", "办", "厅", "府", "院", "会", "司", "心", "部", "处", "站", "队",
        "社", "校", "学", "所", "行", "店", "厂", "馆", "团", "组", "署", "庭", "會",
        "廳", "辦",
    ];
    let bare = words.trim_end_matches(['）', ')', '》', '”']);
    let letters = words.chars().filter(|c| is_letter(*c)).count();
    letters >= SHORTEST
        && !OFFICES.iter().any(|o| bare.ends_with(o))
        && !KINDS.iter().any(|k| bare.ends_with(k))
        && !words.ends_with(['。', '，', '：', '！', '？'])
        && !is_note(words)
        && !is_document_number(words)
}

/// `[시행 2026. 10. 1.]`, `（2026年修正本）`: a mark in brackets under the title of a law.
pub(super) fn is_document_mark(words: &str) -> bool {
    words.starts_with(['[', '［', '〔'])
        && words.ends_with([']', '］', '〕'])
        && words.contains(|c: char| c.is_ascii_digit())
}

/// The kinds of official documents.
pub(super) const KINDS: &[&str] = &[
    "通知", "意见", "决定", "办法", "方案", "函", "批复", "公告", "通告", "报告", "请示",
    "规定", "通报", "决议", "公报", "命令", "议案", "纪要", "细则", "令", "意見", "決定",
    "辦法", "批復", "報告", "請示", "規定", "通報", "決議", "公報", "議案", "紀要",
    "細則",
];

/// `…关于…的通知`.
fn is_official_title(words: &str) -> bool {
    let bare = words.trim_end_matches(['）', ')']);
    ["关于", "關於", "關于"].iter().any(|w| words.contains(w))
        && KINDS.iter().any(|k| bare.ends_with(k))
}

/// What courts and prosecutors call what they decide.
const JUDGMENTS: &[&str] = &[
    "判决书",
    "裁定书",
    "决定书",
    "调解书",
    "起诉书",
    "抗诉书",
    "通知书",
    "判決書",
    "裁定書",
    "決定書",
    "調解書",
    "起訴書",
];

/// `民 事 判 决 书`: what kind of judgment a court has set under its name.
pub(super) fn is_judgment(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    bare.chars().count() <= 14 && JUDGMENTS.iter().any(|k| bare.ends_with(k))
}

/// `林某诉云溪建筑公司劳动争议一审民事判决书`: a judgment, and who went to court.
fn is_named_judgment(words: &str) -> bool {
    const SHORTEST: usize = 12;
    let letters = letters_of(words);
    let parties = ["与", "诉", "與", "訴", "纠纷", "糾紛", "罪", "一案"];
    letters.chars().count() >= SHORTEST
        && JUDGMENTS.iter().any(|k| letters.ends_with(k))
        && parties.iter().any(|p| letters.contains(p))
}

/// `云溪市云溪区人民法院`.
fn is_court(words: &str) -> bool {
    let bare = letters_of(words);
    bare.ends_with("法院") && bare.chars().count() <= 24
}

/// `云政办发〔2026〕12号`, `（2026年第3号）`.
pub(super) fn is_document_number(words: &str) -> bool {
    let bare = words.strip_prefix(['（', '(']).and_then(|w| w.strip_suffix(['）', ')']));
    bare.unwrap_or(words).ends_with(['号', '號'])
        && words.contains(['〔', '[', '［', '（', '﹝', '第'])
        && words.chars().filter(|c| is_letter(*c)).count() <= 24
        && words.contains(|c: char| c.is_ascii_digit())
}

/// `云溪区总工会`: the name of a body over a title that says what it does.
fn is_body(words: &str) -> bool {
    let ends =
        ["工会", "总工会", "工會", "商会", "协会", "公司", "法院", "检察院", "委员会"];
    (4..=16).contains(&words.chars().count())
        && words.chars().all(is_text_letter)
        && ends.iter().any(|e| words.ends_with(e))
}

/// Whether a line is the name of an office and nothing else.
pub(super) fn plain_office(sheet: &Sheet<'_>, i: usize) -> bool {
    let ends = [
        "统计局",
        "办公室",
        "办公厅",
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
