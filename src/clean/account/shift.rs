//! How positions moved when a text changed.

use std::ops::Range;

/// How positions moved when edits were applied.
#[derive(Debug, Clone, Default)]
pub struct Shift {
    pub(super) steps: Vec<Step>,
}

/// One edit: its range in the old text, and where its words stand in the new one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) old: (u32, u32),
    pub(super) new: (u32, u32),
}

impl Shift {
    /// Where the old position `at` is now. A position inside replaced text goes to the
    /// start of the replacement.
    pub fn map(&self, at: usize) -> usize {
        self.start(at, self.steps.partition_point(|step| step.old.1 as usize <= at))
    }

    /// Where the old range is now: what was added at its edges is outside, what was
    /// added inside is inside.
    pub fn map_range(&self, range: &Range<usize>) -> Range<usize> {
        let next = self.steps.partition_point(|step| step.is_before_end(range.end));
        let end = self.end(range.end, next);
        self.map(range.start).min(end)..end
    }

    /// The same for ranges that come more or less in order: a walk beside them finds
    /// every place without a search.
    pub fn walk(&self) -> Walk<'_> {
        Walk { shift: self, next: 0 }
    }

    /// Every edit in order: its range in the old text, and where its words stand now.
    pub(in crate::clean) fn edits(
        &self,
    ) -> impl ExactSizeIterator<Item = (Range<u32>, Range<u32>)> {
        self.steps.iter().map(|step| (step.old.0..step.old.1, step.new.0..step.new.1))
    }

    /// Whether nothing moved.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Where `at` is now, `next` being the first step that does not end before it or on it.
    fn start(&self, at: usize, next: usize) -> usize {
        match self.steps.get(next) {
            Some(step) if (step.old.0 as usize) < at => step.new.0 as usize,
            _ => self.behind(at, next),
        }
    }

    /// The same for the end of a range: text added exactly at `at` stays behind it.
    fn end(&self, at: usize, next: usize) -> usize {
        match self.steps.get(next) {
            Some(step) if (step.old.0 as usize) < at => step.new.1 as usize,
            _ => self.behind(at, next),
        }
    }

    /// Where `at`, which no step touches, is now: `next` is the first step behind it.
    fn behind(&self, at: usize, next: usize) -> usize {
        match next.checked_sub(1).and_then(|i| self.steps.get(i)) {
            Some(step) => step.new.1 as usize + (at - step.old.1 as usize),
            None => at,
        }
    }
}

impl Step {
    /// Whether it lies before a range's end at `at`: what is added there is behind it.
    fn is_before_end(&self, at: usize) -> bool {
        let (start, end) = (self.old.0 as usize, self.old.1 as usize);
        end < at || (end == at && start < end)
    }
}

/// Maps ranges that come more or less in order.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    shift: &'a Shift,
    next: usize,
}

impl Walk<'_> {
    /// Where the old range is now, as [`Shift::map_range`] says.
    pub fn map_range(&mut self, range: &Range<usize>) -> Range<usize> {
        let start =
            self.shift.start(range.start, self.seek(|s| s.old.1 as usize <= range.start));
        let end = self.shift.end(range.end, self.seek(|s| s.is_before_end(range.end)));
        start.min(end)..end
    }

    /// The first step that is not `before`, looked for from the last one found.
    fn seek(&mut self, before: impl Fn(&Step) -> bool) -> usize {
        let steps = &self.shift.steps;
        while self.next > 0 && !before(&steps[self.next - 1]) {
            self.next -= 1;
        }
        while steps.get(self.next).is_some_and(&before) {
            self.next += 1;
        }
        self.next
    }
}
