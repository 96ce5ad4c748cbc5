//! Where the readers of a page comment.
//!
//! Belongs here: where their comments begin, go on and end.
//! Does not belong here: the words of a line that is asked for comments (`look`).

use super::look::Cue;
use crate::segment::dates::first_date;
use crate::segment::sheet::Sheet;
use crate::segment::words;

/// Finds where the readers of a page comment: below a text, under a head of its own. What
/// speaks of comments there are the rules of the site, not the text.
pub(super) fn comments(sheet: &mut Sheet<'_>) {
    let (mut told, mut under) = (false, false);
    for i in 0..sheet.cues.len() {
        let prose = sheet.cues[i] == Cue::Prose;
        if told && words::is_comment_head(sheet.words(i)) {
            sheet.cues[i] = Cue::Comments;
            under = true;
        } else if under
            && (prose && words::COMMENTING.find(sheet.words(i)).is_some()
                || is_reader(sheet, i)
                || i > 0 && is_reader(sheet, i - 1))
        {
            sheet.cues[i] = Cue::Comments;
        } else if prose || sheet.cues[i] == Cue::Crumb {
            // The next text, or the next page.
            under = false;
            told = prose && (told || sheet.lines[i].letters >= 40);
        }
    }
}

/// `lin2026 [云溪网友] 2026-03-17 14:08:20`: who comments, and when, to the second.
fn is_reader(sheet: &Sheet<'_>, i: usize) -> bool {
    let line = &sheet.lines[i];
    let words = sheet.words(i);
    line.letters <= 48
        && line.colons >= 2
        && line.stops == 0
        && first_date(words, true).is_some_and(|(date, day)| {
            day.year.is_some()
                && date.start > 0
                && words[date.start..].matches(':').count() == 2
        })
}
