//! Where a text stood in print: `《云溪日报》（2026年03月17日 第 01 版）`.
//!
//! Belongs here: lines that name a paper, its day and its page, and nothing else.
//! Does not belong here: the masthead over a whole issue (`mastheads`).

use std::ops::Range;

use super::head::is_periodical;
use crate::segment::dates::first_date_near;
use crate::segment::sheet::Sheet;
use crate::segment::words::is_letter;
use crate::segment::{Field, Label};

/// Reads the lines that say in which paper, on what day and on what page a text stood.
pub(super) fn citation(sheet: &mut Sheet<'_>) {
    const LONGEST: u32 = 40;
    for i in 0..sheet.lines.len() {
        let words = sheet.words(i);
        if !words.starts_with(['《', '（', '(']) || sheet.lines[i].letters > LONGEST {
            continue;
        }
        let Some(parts) = parts(words) else { continue };
        sheet.overrule(i, Label::Metadata(Field::Words), "citation", 0.85);
        for (range, field) in parts {
            sheet.cut(i, range, Label::Metadata(field), "citation", 0.85);
        }
    }
}

/// The bytes of the name of the paper, of the day and, where it is told, of the page.
fn parts(words: &str) -> Option<Vec<(Range<usize>, Field)>> {
    let open = words.find('《').filter(|at| *at <= '（'.len_utf8())? + '《'.len_utf8();
    let close = open + words[open..].find('》')?;
    let mut at = close + '》'.len_utf8();
    let (date, day) = first_date_near(&words[at..], false, 6)?;
    let date = at + date.start..at + date.end;
    let between = &words[at..date.start];
    let between = between.contains(['（', '(']) && !between.contains(is_letter)
        || words.starts_with(['（', '(']) && between.trim().is_empty();
    at = date.end;
    // 第 01 版, 第A3版：要闻
    let rest = words[at..].trim_matches(|c: char| !is_letter(c));
    let page = rest.strip_prefix('第').map_or(rest, str::trim_start);
    let number = page.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let paged =
        number.len() < page.len() && number.trim_start().starts_with(['版', '期']);
    let paper = paged || is_periodical(&words[open..close]);
    if !between || day.day.is_none() || !paper || !(rest.is_empty() || paged) {
        return None;
    }
    let mut parts = vec![(open..close, Field::Source), (date, Field::Date)];
    if paged {
        let start = at + words[at..].find(rest)?;
        parts.push((start..start + rest.len(), Field::Page));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Vec<&str> {
        parts(words).into_iter().flatten().map(|(range, _)| &words[range]).collect()
    }

    #[test]
    fn a_paper_its_day_and_its_page() {
        assert_eq!(
            read("《云溪日报》（2026年03月17日 第 01 版）"),
            ["云溪日报", "2026年03月17日", "第 01 版"]
        );
        assert_eq!(read("（《云溪日报》2026年3月17日）"), ["云溪日报", "2026年3月17日"]);
    }

    #[test]
    fn a_sentence_is_none() {
        assert!(parts("《云溪日报》2026年3月17日刊发评论员文章").is_none());
        assert!(parts("《云溪区条例》自2026年3月17日起施行").is_none());
        assert!(parts("《云溪日报》第01版").is_none());
        assert!(parts("《云溪区条例》（2026年3月17日）").is_none());
        assert!(parts("《云溪联播》 20260317").is_none());
    }
}
