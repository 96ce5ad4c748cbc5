//! Bylines (署名).

use std::ops::Range;

use super::fields::{Hit, fields};
use crate::segment::lines::End;
use crate::segment::sheet::{Sheet, is_text_letter};
use crate::segment::words::is_letter;
use crate::segment::{Field, Label, words};

/// Marks lines that name the authors: `■记者 杨…`, `本报记者 甲 乙 通讯员 丙`, `（评论员 甲 乙）`.
///
/// A word such as 记者 must open the line, perhaps behind the name of the paper, and
/// nothing but names may follow it. The words are dropped, the names are kept.
pub(super) fn byline(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) {
            continue;
        }
        let line = &sheet.lines[i];
        if line.letters > 70 || line.letters < 3 || line.end == End::Stop {
            continue;
        }
        let words = sheet.words(i);
        let under_title = || {
            i <= sheet.body.start
                && i > 0
                && sheet.previous_text(i).is_some_and(|above| !sheet.is_prose(above))
        };
        // 记者 林知远　周晓禾　来源：云溪网: a field behind the names.
        let behind = if line.colons > 0 { field_behind(words) } else { None };
        let own = behind.as_ref().map_or(words, |(at, _)| words[..*at].trim_end());
        let Some(names) =
            names(own).or_else(|| office_holder(own).filter(|_| under_title()))
        else {
            continue;
        };
        let label = match behind {
            Some(_) => Label::Metadata(Field::Words),
            None => Label::Byline,
        };
        sheet.decide(i, label, "names-behind-reporter", 0.9);
        sheet.cut(i, names, Label::Metadata(Field::Author), "names", 0.9);
        if let Some((_, field)) = behind {
            sheet.cut(i, field.value, Label::Metadata(field.field), "field", 0.9);
        }
    }
}

/// The source that a line names behind other words and white space, and where its label
/// begins.
fn field_behind(words: &str) -> Option<(usize, Hit)> {
    let found = fields(words).hits.into_iter().find(|h| {
        h.labelled && h.field == Field::Source && !h.value.is_empty() && h.value.start > 0
    })?;
    let label = words[..found.value.start].trim_end().trim_end_matches(['：', ':']);
    let at = label.rfind(char::is_whitespace)?;
    Some((at, found))
}

/// The names of a byline.
pub(crate) fn names(text: &str) -> Option<Range<usize>> {
    let from = text.len() - text.trim_start_matches(|c: char| !is_letter(c)).len();
    if let Some(name) = korean(text) {
        return Some(name);
    }
    if let Some(names) = department(text) {
        return Some(names);
    }
    // In Korean the name stands before the word.
    let (at, word) =
        words::AUTHOR_WORDS.find(&text[from..]).filter(|(_, w)| *w != "기자")?;
    let at = from + at;
    // Before it at most the name of a paper.
    let before = &text[from..at];
    let letters = before.chars().filter(|c| is_letter(*c)).count();
    if letters > 10
        || before
            .chars()
            .any(|c| matches!(c, '，' | '。' | '：' | '、' | '“' | ':' | '《'))
    {
        return None;
    }
    let single = word.chars().nth(1).is_none();
    // 长文、网址: one character behind another is the end of a word.
    if single && before.ends_with(is_letter) {
        return None;
    }
    let mut start = at + word.len();
    // A second word: 本报记者 is one, “记者、通讯员” two.
    let rest = &text[start..];
    let skipped = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '：' | ':' | '/' | '／' | '丨' | '|' | '、')
    });
    if single && skipped.len() == rest.len() {
        return None;
    }
    // 记者节, 通讯员队伍建设: set solid, and without a sign before it, only a name of two
    // or three characters is one.
    let glued = skipped.len() == rest.len();
    let solid = glued && from == 0;
    let ends = |c: char| c.is_whitespace() || matches!(c, '/' | '／');
    if solid && !(2..=3).contains(&rest.split(ends).next().unwrap_or("").chars().count())
    {
        return None;
    }
    start += rest.len() - skipped.len();
    // 記者会見室, 记者协会: the beginning of another word, not of a name.
    let about = ["简介", "簡介", "介绍", "介紹", "手记", "手記", "感言", "后记", "名单"];
    if about.iter().any(|w| skipped.starts_with(w)) {
        return None;
    }
    let other = ["会", "會", "协会", "協會", "站", "证", "證", "节", "節", "招待", "团"];
    if glued && !single && other.iter().any(|w| skipped.starts_with(w)) {
        return None;
    }
    let end = text
        .trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, '）' | ')' | '】' | '■' | '□')
        })
        .len();
    let named = without_place(text.get(start..end)?);
    let end = start + without_task(named).len();
    if end <= start || !are_names(&text[start..end]) {
        return None;
    }
    Some(start..end)
}

/// `社会中心／综合报道`: the department that reports, where no one is named.
fn department(text: &str) -> Option<Range<usize>> {
    let (office, report) = text.split_once(['/', '／'])?;
    let reports = ["報導", "报道", "報道", "报导"];
    let fits = ["中心", "組", "组", "部"].iter().any(|o| office.ends_with(o))
        && (3..=8).contains(&office.chars().count())
        && (4..=6).contains(&report.chars().count())
        && reports.iter().any(|r| report.ends_with(r))
        && text.chars().all(|c| is_text_letter(c) || matches!(c, '/' | '／'));
    fits.then_some(0..text.len())
}

/// The name of who holds an office, right under a title: `云溪区区长 林知远`.
pub(super) fn office_holder(text: &str) -> Option<Range<usize>> {
    let (office, name) = text.rsplit_once([' ', '\u{3000}'])?;
    let office = office.trim_end();
    let offices = [
        "省长",
        "市长",
        "县长",
        "区长",
        "州长",
        "镇长",
        "乡长",
        "旗长",
        "主席",
        "主任",
        "书记",
        "部长",
        "厅长",
        "局长",
        "院长",
        "检察长",
        "会长",
        "校长",
        "董事长",
        "总经理",
        "市長",
        "縣長",
        "區長",
        "部長",
        "局長",
        "院長",
    ];
    let fits = offices.iter().any(|o| office.ends_with(o))
        && (2..=24).contains(&office.chars().count())
        && (2..=4).contains(&name.chars().count())
        && name.chars().all(crate::han::is_cjk_letter)
        && !office.contains(['，', '。', '：', '、', '“', '《']);
    fits.then(|| text.len() - name.len()..text.len())
}

/// The name in `임하늘 기자`, perhaps behind its paper, and before the address of its post.
fn korean(text: &str) -> Option<Range<usize>> {
    let at = text.find("기자")?;
    let behind = text[at + "기자".len()..].trim();
    let post = behind.contains('@') && behind.is_ascii();
    let before = text[..at].trim_end();
    let name = before.split([' ', '=', '|', '[', '(']).next_back()?;
    let hangul = name.chars().all(crate::han::is_hangul);
    let paper = before[..before.len() - name.len()].trim_end_matches([' ', '=', '|']);
    let fits = (2..=4).contains(&name.chars().count())
        && paper.split_whitespace().count() <= 1
        && before.len() < at;
    (hangul && fits && (post || behind.is_empty()))
        .then(|| before.len() - name.len()..before.len())
}

/// The names before ` 摄`, ` 摄影报道`: what those who are named have done.
fn without_task(names: &str) -> &str {
    const TASKS: &[&str] = &["摄", "攝", "摄影", "攝影", "摄影报道", "文/图", "图/文"];
    let task = names.rsplit(char::is_whitespace).next().filter(|t| TASKS.contains(t));
    task.map_or(names, |task| names[..names.len() - task.len()].trim_end())
}

/// The names before `／云溪報導`: where the report is from.
fn without_place(names: &str) -> &str {
    let Some(at) = names.rfind(['/', '／']) else { return names };
    let place = names[at..].trim_start_matches(['/', '／']);
    let reports = ["报道", "報導", "報道", "报导", "電", "电", "讯", "訊"];
    let long = (3..=10).contains(&place.chars().count());
    if long && reports.iter().any(|w| place.ends_with(w)) {
        names[..at].trim_end()
    } else {
        names
    }
}

/// Whether a text is a row of names of two to four Han characters, or of one name in
/// another script, with words such as 通讯员 and 摄 between them.
pub(crate) fn are_names(text: &str) -> bool {
    // 林知远本报通讯员周晓禾: set solid.
    if let Some((at, word)) = words::AUTHOR_WORDS.find(text)
        && word.chars().nth(1).is_some()
        && text[..at].ends_with(crate::han::is_cjk_letter)
        && text[at + word.len()..].starts_with(crate::han::is_cjk_letter)
    {
        return are_names(&text[..at]) && are_names(&text[at + word.len()..]);
    }
    let mut names = 0;
    let mut singles = 0;
    for token in text.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '、' | '，'
                    | ','
                    | '/'
                    | '／'
                    | '·'
                    | '('
                    | '（'
                    | '）'
                    | ')'
                    | '：'
                    | ':'
                    | '|'
                    | '丨'
            )
    }) {
        if token.is_empty() {
            continue;
        }
        if words::EDITOR_WORDS.at_start(token).is_some_and(|w| w.len() == token.len()) {
            return false;
        }
        let office = ["记者", "記者", "通讯员", "通訊員", "评论员", "기자"];
        if words::AUTHOR_WORDS.at_start(token).is_some_and(|w| w.len() == token.len())
            || (token.chars().count() > 4 && office.iter().any(|w| token.ends_with(w)))
            || matches!(
                token,
                "摄" | "摄影"
                    | "报道"
                    | "报导"
                    | "攝影"
                    | "報導"
                    | "视频"
                    | "综合"
                    | "摄影报道"
                    | "摄影记者"
                    | "图"
                    | "文图"
            )
        {
            continue;
        }
        let count = token.chars().count();
        let han = token.chars().filter(|c| crate::han::is_cjk_letter(*c)).count();
        let hangul = token.chars().filter(|c| crate::han::is_hangul(*c)).count();
        match (count, han, hangul) {
            (1, 1, _) => singles += 1,
            (2..=4, h, _) if h == count => names += 1,
            (2..=5, _, h) if h == count => names += 1,
            _ => return false,
        }
    }
    (names > 0 || singles == 2) && singles % 2 == 0 && names <= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_make_a_byline() {
        for (text, want) in [
            ("■记者 林知远 周晓禾", "林知远 周晓禾"),
            ("云溪时报记者林知远", "林知远"),
            ("（评论员 林知远 周晓禾）", "林知远 周晓禾"),
            ("作者：林知远", "林知远"),
            ("記者林知遠／云溪報導", "林知遠"),
            ("云溪新聞|記者林知遠/云溪報導", "林知遠"),
            ("임하늘 기자", "임하늘"),
            ("운계일보 임하늘 기자 haneul@example.com", "임하늘"),
            ("本报记者 林知远 通讯员 周晓禾", "林知远 通讯员 周晓禾"),
            ("□本报记者林知远本报通讯员周晓禾", "林知远本报通讯员周晓禾"),
        ] {
            assert_eq!(names(text).map(|r| &text[r]), Some(want), "{text}");
        }
        for text in [
            "记者从区医保局了解到",
            "记者节活动在云溪举行",
            "作者简介",
            "文化广场",
            "通讯员队伍建设",
            "場所 記者会見室",
            "云溪记者站",
            "대학생 명예기자",
            "기자 간담회",
            "表中有长文、网址和注",
        ] {
            assert_eq!(names(text), None, "{text}");
        }
    }
}
