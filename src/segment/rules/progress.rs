//! How far a file is read in search of further heads.
//!
//! Belongs here: what was told since the last title, found out once for every line.
//! Does not belong here: what makes a head (`further_titles`).

use super::head::is_note;
use crate::segment::Label;
use crate::segment::sheet::Sheet;

/// How far a file is read in search of further heads: whether anything was told since the
/// last title.
pub(super) struct Progress {
    /// The lines read so far.
    read: usize,
    /// Whether a title stands among them.
    titled: bool,
    /// Whether something is told behind the last title, or behind the top without one.
    told: bool,
    /// The first title of the file, where nothing is told above it.
    first: Option<usize>,
}

impl Progress {
    pub(super) fn new(sheet: &Sheet<'_>) -> Self {
        let n = sheet.lines.len();
        let title = (0..n).find(|i| sheet.label(*i) == Some(Label::Title));
        let first = title.filter(|title| !(0..*title).any(|i| tells(sheet, i)));
        Progress { read: 0, titled: false, told: false, first }
    }

    /// Whether a group of lines belongs to a head that is found already: nothing is told
    /// between it and the title above it, or the first title of the file below it.
    pub(super) fn is_in_a_head(&mut self, sheet: &Sheet<'_>, group: &[usize]) -> bool {
        let Some(&top) = group.first() else { return false };
        let is_title = |i: usize| sheet.label(i) == Some(Label::Title);
        for i in self.read..top {
            self.titled |= is_title(i);
            self.told = !is_title(i) && (self.told || tells(sheet, i));
        }
        self.read = self.read.max(top);
        if group.iter().any(|i| is_title(*i) || is_note(sheet.words(*i))) {
            return false;
        }
        let above = self.titled && !self.told;
        above || !self.titled && self.first.is_some_and(|first| first > top)
    }
}

/// Whether a line is part of a text, not of a head.
fn tells(sheet: &Sheet<'_>, i: usize) -> bool {
    match sheet.label(i) {
        None => sheet.is_prose(i) || sheet.lines[i].letters >= 4 && !sheet.is_display(i),
        Some(Label::Chrome | Label::Metadata(_) | Label::Byline | Label::Kicker) => false,
        Some(Label::Subtitle | Label::Note | Label::Title) => false,
        Some(_) => true,
    }
}
