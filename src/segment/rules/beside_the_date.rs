//! Names that stand beside the date of a page without a label.
//!
//! Belongs here: telling a paper, a person or an account in the words around a date.
//! Does not belong here: which lines are fields (`metadata`), and fields with a label
//! (`fields`).

use std::ops::Range;

use super::fields::Fields;
use super::metadata::tells_the_hour;
use crate::segment::dates::first_date;
use crate::segment::words::is_letter;
use crate::segment::{Field, words};

/// What a line tells that has the day and the hour of an article at one end and at most
/// three words beside them, each of them a paper or who reports; without the hour one word:
/// `2026-03-17 10:35云溪时报 记者林知远／云溪报道`, `lin_zhiyuan 2026-03-17 10:35:08`.
pub(super) fn beside_a_date(words: &str) -> Option<Vec<(Range<usize>, Field)>> {
    let (date, day) = first_date(words, true)?;
    let clock = tells_the_hour(&words[date.start..]) && day.year.is_some();
    let (before, behind) = (&words[..date.start], &words[date.end..]);
    // The hour may stand apart.
    let hour = behind.len()
        - behind
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ')
            .len();
    let (from, rest) = if before.contains(is_letter) {
        (0, before)
    } else {
        (date.end + hour, &behind[hour..])
    };
    let other = before.contains(is_letter) && behind[hour..].contains(is_letter);
    if day.year.is_none() || day.day.is_none() || other || !rest.contains(is_letter) {
        return None;
    }
    let mut parts = Vec::new();
    let mut at = from;
    for word in rest.split_inclusive([' ', '\u{3000}', '|', '｜']) {
        let bare = word.trim_matches(|c: char| !is_letter(c));
        let start = at + word.find(bare)?;
        at += word.len();
        // 임지원 기자: what she is, behind her name.
        let named = parts.last().is_some_and(|(_, field)| *field == Field::Author);
        if bare.is_empty() || bare == "기자" && named {
            continue;
        }
        let (skip, len, field) = who(bare)?;
        parts.push((start + skip..start + skip + len, field));
    }
    let one_each = |f| parts.iter().filter(|(_, field)| *field == f).count() <= 1;
    // 2026-03-17 林知远: without an hour nobody but who wrote it.
    if !clock && parts.len() > 1
        || parts.len() > 3
        || !one_each(Field::Source)
        || !one_each(Field::Author)
    {
        return None;
    }
    parts.push((date, Field::Date));
    parts.sort_by_key(|(range, _)| range.start);
    Some(parts)
}

/// Whom a word beside a date names: how many bytes of it stand before the name, how many
/// the name has, and what it is of.
fn who(word: &str) -> Option<(usize, usize, Field)> {
    let reporter =
        ["記者", "记者", "通讯员", "通訊員"].iter().find(|w| word.starts_with(**w));
    if let Some(reporter) = reporter {
        let name = &word[reporter.len()..];
        let len = name.find(['／', '/']).unwrap_or(name.len());
        let count = name[..len].chars().count();
        let all = word.chars().count();
        let whole = (2..=8).contains(&count) && all <= 20;
        return whole.then_some((reporter.len(), len, Field::Author));
    }
    let korean = word.trim_end_matches("기자").chars().collect::<Vec<_>>();
    let handle = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b))
        && (3..=20).contains(&word.len())
        && word.bytes().any(|b| b.is_ascii_lowercase());
    let field = if words::is_media(word) {
        Field::Source
    } else if words::is_person(word)
        || handle
        || korean.len() == 3 && korean.iter().all(|c| crate::han::is_hangul(*c))
    {
        Field::Author
    } else {
        return None;
    };
    Some((0, word.len(), field))
}

/// The one word that stands beside the date and the hour of a page, where it names a
/// person or a paper: `林知远 2026-03-17 10:35`.
pub(super) fn unlabelled(words: &str, found: &Fields) -> Option<(Range<usize>, Field)> {
    let mut from = 0;
    let mut between = Vec::with_capacity(found.hits.len() + 1);
    for hit in &found.hits {
        between.push(from..hit.value.start);
        from = hit.value.end.max(from);
    }
    between.push(from..words.len());
    let mut named = None;
    for range in between {
        let part = words.get(range.clone())?;
        let bare = part.trim_matches(|c: char| !is_letter(c));
        if bare.is_empty() {
            continue;
        }
        let field = if words::is_person(bare) {
            Field::Author
        } else if words::is_media(bare) {
            Field::Source
        } else {
            return None;
        };
        let start = range.start + part.find(bare)?;
        if named.replace((start..start + bare.len(), field)).is_some() {
            return None;
        }
    }
    named
}
