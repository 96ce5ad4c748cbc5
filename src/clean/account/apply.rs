//! Entering edits: the only place where a text changes.

use super::shift::{Shift, Step};
use super::{Account, Fate, Fragment, split};
use crate::clean::Edit;

impl Account {
    /// Applies `edits` to `text`, each with the rule under which it is entered. They are in
    /// order and do not overlap.
    pub(in crate::clean) fn apply<'e>(
        &mut self,
        edits: impl ExactSizeIterator<Item = (&'static str, &'e Edit)> + Clone,
        text: &mut String,
    ) -> Shift {
        if edits.len() == 0 {
            return Shift::default();
        }
        let length = edits.clone().fold(text.len(), |length, (_, edit)| {
            length + edit.with.len() - edit.range.len()
        });
        let entries = self.fragments.len() + 2 * edits.len();
        let mut output = self.spare.text(length);
        let fragments = self.spare.list(entries, length);
        let mut ledger = Ledger { fragments, end: 0, last: None };
        let mut steps = Vec::with_capacity(edits.len());
        let old = std::mem::take(&mut self.fragments);
        let mut queue = old.iter();
        // What is left of the fragment under the cursor.
        let mut rest = queue.next().copied();
        let mut at = 0;
        for (rule, edit) in edits {
            assert!(edit.range.start >= at, "{rule}: edits are in order: {edit:?}");
            output.push_str(&text[at..edit.range.start]);
            let start = output.len();
            output.push_str(&edit.with);
            at = edit.range.end;

            let (from, to) = (edit.range.start as u32, edit.range.end as u32);
            steps
                .push(Step { old: (from, to), new: (start as u32, output.len() as u32) });
            // A fragment that can't be cut was entered whole by the edit before and
            // reaches into this one.
            let mut merged = ledger.last.take_if(|last| last.fragment.output.1 > from);
            if let Some(f) = rest.take_if(|f| f.output.1 <= from) {
                ledger.enter(Entry::whole(f));
                let ahead = queue.as_slice();
                let run = ahead.iter().take_while(|f| f.output.1 <= from).count();
                ledger.copy(&ahead[..run]);
                queue = ahead[run..].iter();
                rest = queue.next().copied();
            }
            while let Some(f) = rest.filter(|f| f.output.0 < to) {
                let mut part = f;
                rest = None;
                if f.fate == Fate::Kept {
                    if f.output.0 < from {
                        let (head, tail) = split(f, from);
                        ledger.enter(Entry::whole(head));
                        part = tail;
                    }
                    if from == to {
                        rest = Some(part);
                        break;
                    }
                    if to < part.output.1 {
                        let (head, tail) = split(part, to);
                        part = head;
                        rest = Some(tail);
                    }
                }
                rest = rest.or_else(|| queue.next().copied());
                let inside = from <= part.output.0 && part.output.1 <= to;
                if edit.with.is_empty() && inside && merged.is_none() {
                    if part.output.0 < part.output.1 {
                        part.rules = self.with_rule(part.rules, rule);
                        part.fate = Fate::Dropped;
                        part.moved = false;
                    }
                    ledger.enter(Entry { fragment: part, len: 0 });
                } else {
                    merged = Some(match merged {
                        None => Entry::whole(part),
                        Some(before) => self.join(before, Entry::whole(part)),
                    });
                }
            }
            if let Some(mut entry) = merged {
                let (start, end) = entry.fragment.output;
                entry.len -= to.min(end).saturating_sub(from.max(start));
                entry.len += edit.with.len() as u32;
                let f = &mut entry.fragment;
                f.rules = self.with_rule(f.rules, rule);
                f.fate = match (f.source.0 == f.source.1, entry.len == 0) {
                    (true, _) => Fate::Added,
                    (false, true) => Fate::Dropped,
                    (false, false) => Fate::Changed,
                };
                ledger.enter(entry);
            } else if !edit.with.is_empty() {
                let source = rest.map_or(self.source_len, |f| f.source.0);
                let fragment = Fragment {
                    source: (source, source),
                    output: (from, from),
                    fate: Fate::Added,
                    moved: false,
                    rules: self.with_rule(0, rule),
                };
                ledger.enter(Entry { fragment, len: edit.with.len() as u32 });
            }
        }
        output.push_str(&text[at..]);
        rest.into_iter().for_each(|f| ledger.enter(Entry::whole(f)));
        ledger.copy(queue.as_slice());
        self.fragments = ledger.finish();
        self.spare.text = std::mem::replace(text, output);
        self.spare.text.clear();
        self.spare.keep(old);
        Shift { steps }
    }

    /// Gives back the memory that was kept for further edits.
    pub(in crate::clean) fn settle(&mut self) {
        self.spare = Spare::default();
    }

    fn join(&mut self, a: Entry, b: Entry) -> Entry {
        let rules = self.union(a.fragment.rules, b.fragment.rules);
        let (a_f, b_f) = (a.fragment, b.fragment);
        Entry {
            fragment: Fragment {
                source: (a_f.source.0, b_f.source.1),
                output: (a_f.output.0, b_f.output.1),
                fate: Fate::Changed,
                moved: a_f.moved && b_f.moved,
                rules,
            },
            len: a.len + b.len,
        }
    }
}

/// What the last text and the last list took in memory, for the next ones: asking for a
/// hundred megabytes anew costs as much as a pass.
#[derive(Debug, Clone, Default)]
pub(super) struct Spare {
    text: String,
    fragments: Vec<Fragment>,
}

/// How many bytes of a text there are to an entry of its account, about: a text with all
/// the faults that we know has an entry for thirty bytes.
const BYTES_OF_ENTRY: usize = 16;

impl Spare {
    /// An empty text with room for `length` bytes. What is too small is let go, not grown:
    /// growing would copy what nobody reads any more.
    fn text(&mut self, length: usize) -> String {
        let spare = std::mem::take(&mut self.text);
        if spare.capacity() >= length {
            return spare;
        }
        drop(spare);
        String::with_capacity(generous(length))
    }

    /// The same for a list of `entries` about a text of `length` bytes. It gets its room
    /// for all passes at once: what stays empty takes no memory.
    pub(super) fn list(&mut self, entries: usize, length: usize) -> Vec<Fragment> {
        let spare = std::mem::take(&mut self.fragments);
        if spare.capacity() >= entries {
            return spare;
        }
        drop(spare);
        Vec::with_capacity(generous(entries).max(length / BYTES_OF_ENTRY))
    }

    /// Keeps the memory of a list that is done with.
    pub(super) fn keep(&mut self, mut list: Vec<Fragment>) {
        list.clear();
        self.fragments = list;
    }
}

/// Room to spare, because one pass after the other makes a text longer.
pub(in crate::clean) fn generous(least: usize) -> usize {
    least + least / 8
}

/// A fragment while edits are applied: its output range is that of the old text.
struct Entry {
    fragment: Fragment,
    /// How long its output is in the new text, in bytes.
    len: u32,
}

/// The new account while edits are applied: what is final, and the last entry, which the
/// next edit may still reach.
struct Ledger {
    fragments: Vec<Fragment>,
    /// Where the result ends so far.
    end: u32,
    last: Option<Entry>,
}

impl Ledger {
    fn enter(&mut self, entry: Entry) {
        if let Some(Entry { fragment, len }) = self.last.replace(entry) {
            self.write(fragment, len);
        }
    }

    /// Takes over fragments that no edit reaches.
    fn copy(&mut self, run: &[Fragment]) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        self.settle();
        let (from, start) = (first.output.0, self.end);
        self.end = start + (last.output.1 - from);
        self.fragments.extend(run.iter().map(|f| {
            let output = (f.output.0 - from + start, f.output.1 - from + start);
            Fragment { output, ..*f }
        }));
    }

    fn write(&mut self, fragment: Fragment, len: u32) {
        let start = self.end;
        self.end += len;
        if fragment.source.0 < fragment.source.1 || len > 0 {
            self.fragments.push(Fragment { output: (start, self.end), ..fragment });
        }
    }

    /// Makes the last entry final: no edit reaches it any more.
    fn settle(&mut self) {
        if let Some(Entry { fragment, len }) = self.last.take() {
            self.write(fragment, len);
        }
    }

    fn finish(mut self) -> Vec<Fragment> {
        self.settle();
        self.fragments
    }
}

impl Entry {
    fn whole(fragment: Fragment) -> Self {
        Entry { len: fragment.output.1 - fragment.output.0, fragment }
    }
}
