//! Quotation marks, paired over a whole paragraph.

use std::ops::Range;

use super::context::{is_chinese_line, letter_after, letter_before};
use super::{Edit, View};
use crate::han::is_cjk_letter;

/// Turns straight quotation marks in a Chinese paragraph into pairs of curly ones, and
/// rights pairs that were typed with one sign.
///
/// GB/T 15834—2011, 4.8: `“”` outside, `‘’` inside. Straight marks are taken in turns; a
/// paragraph in which they do not come out even is left as it is, and the open one is a
/// doubt. Inches, apostrophes and Latin quotations are no Chinese marks. A paragraph whose
/// marks all point the same way (`”云溪”`) is paired likewise; where they point both ways,
/// the author may mean something, and nothing is touched.
///
/// ```
/// # use briefpack::clean::{apply, quotes};
/// assert_eq!(apply(quotes, r#"推进"一网通办"和'好办'"#), "推进“一网通办”和‘好办’");
/// assert_eq!(apply(quotes, "推进”一网通办”"), "推进“一网通办”");
/// assert_eq!(apply(quotes, r#"他说:"明天"#), r#"他说:"明天"#);
/// ```
pub fn quotes(view: &View) -> Vec<Edit> {
    let text = view.text;
    if !view.traits.is_chinese() {
        return Vec::new();
    }
    let one_way = one_way(view);
    let is_touched = one_way.is_some() || view.has_any(b"\"'");
    if !is_touched || !is_chinese_line(text) {
        return Vec::new();
    }
    let corners = view.traits.corner_quotes;
    let mut edits = Vec::new();
    edits.extend(pair(text, '"', if corners { ["「", "」"] } else { ["“", "”"] }));
    edits.extend(pair(text, '\'', if corners { ["『", "』"] } else { ["‘", "’"] }));
    edits.extend(one_way.into_iter().flat_map(|mark| right_one_way(text, mark)));
    edits.sort_unstable_by_key(|edit| edit.range.start);
    edits
}

/// Takes the straight `mark` in turns, opening and closing.
fn pair(text: &str, mark: char, with: [&'static str; 2]) -> Vec<Edit> {
    let mut places: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices(mark) {
        let is_open = places.len() % 2 == 1;
        if !is_inch_or_apostrophe(text, at, is_open) {
            places.push(at);
        }
    }
    if !places.len().is_multiple_of(2) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for two in places.chunks_exact(2) {
        let (open, close) = (two[0], two[1]);
        let inside = &text[open + 1..close];
        let is_ours = |c: Option<char>| c.is_some_and(is_cjk_letter);
        if inside.contains(is_cjk_letter)
            || is_ours(letter_before(text, open))
            || is_ours(letter_after(text, close + 1))
        {
            edits.push(Edit::replace(open..open + 1, with[0]));
            edits.push(Edit::replace(close..close + 1, with[1]));
        }
    }
    edits
}

/// A straight mark behind a digit while no quotation is open, or between two Latin letters.
fn is_inch_or_apostrophe(text: &str, at: usize, is_open: bool) -> bool {
    let left = text[..at].chars().next_back();
    let right = text[at + 1..].chars().next();
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_apostrophe = text.as_bytes()[at] == b'\'' && is_latin(left) && is_latin(right);
    let is_inch = left.is_some_and(|c| c.is_ascii_digit()) && !is_open;
    is_apostrophe || is_inch
}

/// The one curly mark that a paragraph has, where it has it an even number of times and
/// never the other.
fn one_way(view: &View) -> Option<char> {
    let (mut opening, mut closing) = (0_usize, 0_usize);
    // Curly marks begin with this byte, and nothing else of most paragraphs does.
    for (at, _) in view.signs(b"\xE2") {
        opening += usize::from(view.text[at..].starts_with('“'));
        closing += usize::from(view.text[at..].starts_with('”'));
    }
    match (opening, closing) {
        (0, n) if n > 0 && n % 2 == 0 => Some('”'),
        (n, 0) if n > 0 && n % 2 == 0 => Some('“'),
        _ => None,
    }
}

/// Pairs the marks of a paragraph that has only `mark`.
fn right_one_way(text: &str, mark: char) -> Vec<Edit> {
    let (other, wrong) = if mark == '”' { ("“", 0) } else { ("”", 1) };
    text.match_indices(mark)
        .enumerate()
        .filter(|(i, _)| i % 2 == wrong)
        .map(|(_, (at, sign))| Edit::replace(at..at + sign.len(), other))
        .collect()
}

/// The opening marks of `paragraphs` that are never closed, and the closing ones that
/// were never opened: for each the number of the paragraph and its bytes there.
///
/// A quotation may run over several paragraphs. Then each may begin with an opening mark
/// of its own, and only the last one closes.
pub fn unclosed<'a>(
    paragraphs: impl IntoIterator<Item = View<'a>>,
) -> Vec<(usize, Range<usize>)> {
    let mut wrong = Vec::new();
    let mut open: Vec<(usize, usize, char)> = Vec::new();
    // How many of each are open: what is not there need not be looked for.
    let mut counts = [0_usize; 4];
    let kind = |c: char| match c {
        '“' => 0,
        '‘' => 1,
        '「' => 2,
        _ => 3,
    };
    for (number, view) in paragraphs.into_iter().enumerate() {
        let text = view.text;
        // What an earlier paragraph left open may be repeated at the start of this one.
        let carried = open.len();
        let mut repeated = 0;
        let words = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let mut at_start = words;
        // Quotation marks begin with one of these bytes.
        let marks = view.signs(b"\xE2\xE3");
        for (at, c) in marks.filter_map(|(at, _)| Some((at, text[at..].chars().next()?)))
        {
            match c {
                '“' | '‘' | '「' | '『' => {
                    if at == at_start && repeated < carried && open[repeated].2 == c {
                        repeated += 1;
                        at_start = at + c.len_utf8();
                    } else {
                        open.push((number, at, c));
                        counts[kind(c)] += 1;
                    }
                }
                '”' | '’' | '」' | '』' => {
                    let opener = match c {
                        '”' => '“',
                        '’' => '‘',
                        '」' => '「',
                        _ => '『',
                    };
                    let found = (counts[kind(opener)] > 0)
                        .then(|| open.iter().rposition(|&(_, _, mark)| mark == opener))
                        .flatten();
                    match found {
                        Some(found) => {
                            for (i, (number, at, mark)) in open.drain(found..).enumerate()
                            {
                                counts[kind(mark)] -= 1;
                                if i > 0 {
                                    wrong.push((number, at..at + mark.len_utf8()));
                                }
                            }
                        }
                        None if c == '’' && is_in_latin(text, at) => {}
                        None => wrong.push((number, at..at + c.len_utf8())),
                    }
                }
                _ => {}
            }
        }
    }
    wrong.extend(open.into_iter().map(|(number, at, c)| (number, at..at + c.len_utf8())));
    wrong.sort_by_key(|(number, range)| (*number, range.start));
    wrong
}

/// Whether the apostrophe at `at` stands behind a Latin letter.
fn is_in_latin(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use crate::clean::Draft;
    use crate::source::{Source, SourceId};

    fn unclosed<const N: usize>(paragraphs: [&str; N]) -> Vec<(usize, Range<usize>)> {
        let text = paragraphs.join("\n");
        let (source, _) =
            Source::decode(SourceId(0), "a.txt", text.as_bytes(), None).expect("a text");
        let draft = Draft::new(&source);
        let mut start = 0;
        let views = paragraphs.map(|paragraph| {
            let range = start..start + paragraph.len();
            start = range.end + 1;
            draft.view_of(&range)
        });
        super::unclosed(views)
    }

    #[test]
    fn a_quotation_over_paragraphs_is_closed_once() {
        assert_eq!(unclosed(["他说：“明天来。", "“后天走。”"]), []);
        assert_eq!(unclosed(["他说：“明天来。", "后天走。"]), [(0, 9..12)]);
        assert_eq!(unclosed(["明天来。”"]), [(0, 12..15)]);
        assert_eq!(unclosed(["“甲‘乙’丙”", "it’s"]), []);
    }

    #[test]
    fn a_mark_that_is_never_closed_inside_another_is_found() {
        assert_eq!(unclosed(["“甲‘乙丙”"]), [(0, 6..9)]);
    }
}
