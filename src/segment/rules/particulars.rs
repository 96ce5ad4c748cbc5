//! The particulars of a meeting: `1 日時 …`, `2 場所 …`, `时间：…`, `地点：…`.

use std::sync::LazyLock;

use crate::segment::Label;
use crate::segment::sheet::Sheet;
use crate::segment::words::Phrases;

/// What the lines say when something takes place.
static WHEN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "日時",
        "日时",
        "时间",
        "時間",
        "开会时间",
        "開會時間",
        "会议时间",
        "會議時間",
        "일시",
    ]])
});

/// What they say where, who was there, and what about.
static WHERE_AND_WHO: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::exactly(&[&[
        "場所",
        "地点",
        "地點",
        "会议地点",
        "會議地點",
        "会場",
        "장소",
        "出席",
        "出席者",
        "出席人员",
        "出席人員",
        "出席委員",
        "参加人员",
        "參加人員",
        "参加者",
        "参会人员",
        "主持",
        "主持人",
        "主席",
        "记录",
        "記錄",
        "记录人",
        "列席",
        "列席人员",
        "列席人員",
        "缺席",
        "欠席",
        "議題",
        "议题",
        "議事",
        "참석자",
        "참석",
    ]])
});

/// Keeps the particulars of a meeting in the text: they are neither its date and authors
/// nor titles, whatever words they hold.
///
/// When and at least one more of them must stand one below the other, each behind its
/// label and a gap or a colon. What goes on counting behind them is a heading:
/// `3 質疑項目`.
pub(super) fn particulars(sheet: &mut Sheet<'_>) {
    let mut i = 0;
    while i < sheet.lines.len() {
        let mut run = Vec::new();
        let mut next = Some(i);
        while let Some(line) =
            next.filter(|l| says(sheet, *l, &WHEN) || says(sheet, *l, &WHERE_AND_WHO))
        {
            run.push(line);
            next = sheet.next_text(line + 1);
        }
        let when = run.iter().any(|l| says(sheet, *l, &WHEN));
        let more = run.iter().any(|l| says(sheet, *l, &WHERE_AND_WHO));
        if when && more {
            for &line in &run {
                sheet.decide(line, Label::Body, "particulars-of-a-meeting", 0.85);
            }
            let counted = run.last().and_then(|l| count(sheet.words(*l)).0);
            if let (Some(counted), Some(after)) = (counted, next)
                && count(sheet.words(after)).0 == Some(counted + 1)
                && sheet.open(after)
                && sheet.is_display(after)
            {
                sheet.decide(after, Label::Heading(0), "counted-on", 0.75);
            }
        }
        i = run.last().map_or(i, |l| *l) + 1;
    }
}

/// Whether a line is one of the labels, a gap or a colon, and what it labels.
fn says(sheet: &Sheet<'_>, line: usize, labels: &Phrases) -> bool {
    if !sheet.open(line) || sheet.lines[line].letters > 80 {
        return false;
    }
    let (_, words) = count(sheet.words(line));
    labels.at_start(words).is_some_and(|label| {
        let rest = &words[label.len()..];
        let value = rest.trim_start_matches([' ', '\u{3000}', '\t', '：', ':']);
        value.len() < rest.len() && !value.is_empty()
    })
}

/// The number before a line, and the line without it.
fn count(words: &str) -> (Option<u32>, &str) {
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let rest = words[digits..].trim_start_matches(['.', '．', '、', ' ', '\u{3000}']);
    let number = words[..digits]
        .parse()
        .ok()
        .filter(|_| (1..=2).contains(&digits) && rest.len() < words.len() - digits);
    (number, if number.is_some() { rest } else { words })
}
