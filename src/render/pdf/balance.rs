//! Titles of several lines: lines of about the same length.

use crate::compose::Inline;
use crate::han;

/// How far both sides of a centred paragraph must be drawn in, in points, so that its
/// lines are about equally long without becoming more. `None` where one line is enough.
///
/// Where a line may break is the typesetter's business; this only asks how many lines the
/// words fill and how narrow they may be set before there is one more.
pub(super) fn narrowing(words: &[Inline], size: f64, measure: f64) -> Option<f64> {
    let pieces = pieces(words);
    let room = measure / size;
    let lines = filled_lines(&pieces, room)?;
    if lines < 2 || pieces.iter().any(|piece| piece.width > room) {
        return None;
    }
    let (mut low, mut high) = (0.0, room);
    while high - low > 0.05 {
        let middle = (low + high) / 2.0;
        let fits = filled_lines(&pieces, middle).is_some_and(|n| n <= lines);
        if fits { high = middle } else { low = middle }
    }
    // A quarter em of slack: marks at line ends and gaps between Han and Latin are the
    // typesetter's.
    let narrow = (room - (high + 0.25).min(room)) / 2.0 * size;
    (narrow > 0.0).then_some(narrow)
}

/// Characters that stay together, and their width in ems.
struct Piece {
    width: f64,
    /// Whether a line must end behind it.
    ends_line: bool,
}

fn pieces(words: &[Inline]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut tied = true;
    let mut last = ' ';
    let mut add = |c: char, tied: &mut bool| {
        let joins = *tied || sticks(last, c);
        match pieces.last_mut() {
            Some(piece) if joins && !piece.ends_line => piece.width += width(c),
            _ => pieces.push(Piece { width: width(c), ends_line: false }),
        }
        *tied = false;
        last = c;
    };
    let mut line_ends = Vec::new();
    for inline in words {
        match inline {
            Inline::Text(run) => run.text.chars().for_each(|c| add(c, &mut tied)),
            Inline::Missing { .. } => add('〓', &mut tied),
            Inline::NoBreak => tied = true,
            Inline::LineBreak => line_ends.push(()),
            _ => {}
        }
    }
    // A title whose lines the editor broke is left as it is.
    if line_ends.is_empty() { pieces } else { Vec::new() }
}

fn width(c: char) -> f64 {
    if c.is_ascii() || matches!(c, 'À'..='ɏ') { 0.5 } else { 1.0 }
}

/// Whether no line may end between these two.
fn sticks(before: char, after: char) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    (latin(before) && latin(after))
        || han::is_opener(before)
        || han::is_closer(after)
        || (after == before && matches!(after, '—' | '…'))
        || matches!(
            after,
            '，' | '。' | '、' | '；' | '：' | '？' | '！' | '·' | '%' | '…'
        )
}

/// How many lines the pieces fill; `None` where one is wider than a line.
fn filled_lines(pieces: &[Piece], room: f64) -> Option<usize> {
    let mut lines = usize::from(!pieces.is_empty());
    let mut used = 0.0;
    for piece in pieces {
        if piece.width > room {
            return None;
        }
        if used + piece.width > room {
            lines += 1;
            used = 0.0;
        }
        used += piece.width;
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Run;

    fn title(text: &str) -> Vec<Inline> {
        vec![Inline::Text(Run {
            text: text.into(),
            style: None,
            origin: None,
            lang: None,
        })]
    }

    #[test]
    fn a_title_of_one_line_is_left_alone() {
        assert_eq!(narrowing(&title("云溪区改造旧房"), 22.0, 442.0), None);
    }

    #[test]
    fn two_lines_become_about_equal() {
        let text = "云溪区全面推进老旧小区改造工程和电梯加装工作取得新成效";
        let narrow = narrowing(&title(text), 22.0, 442.0).expect("27 characters");
        let room = (442.0 - 2.0 * narrow) / 22.0;
        assert!((13.5..15.0).contains(&room), "{room}");
    }

    #[test]
    fn lines_of_the_editor_stay() {
        let mut words = title("云溪区全面推进老旧小区改造工程");
        words.push(Inline::LineBreak);
        words.extend(title("和电梯加装工作取得新成效"));
        assert_eq!(narrowing(&words, 22.0, 442.0), None);
    }
}
