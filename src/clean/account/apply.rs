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
        let (mut output, fragments) =
            std::mem::take(&mut self.spare).room(length, entries);
        let mut ledger = Ledger { fragments, end: 0, last: None };
        let mut steps = Vec::with_capacity(edits.len());
        let old = std::mem::take(&mut self.fragments);
        let mut queue = old.iter().copied();
        // What is left of the fragment under the cursor.
        let mut rest = queue.next();
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
            while let Some(f) = rest.filter(|f| f.output.1 <= from) {
                ledger.enter(Entry::whole(f));
                rest = queue.next();
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
                rest = rest.or_else(|| queue.next());
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
        rest.into_iter().chain(queue).for_each(|f| ledger.enter(Entry::whole(f)));
        self.fragments = ledger.finish();
        self.spare = Spare::default().or(std::mem::replace(text, output), old);
        Shift { steps }
    }

    /// Gives back the memory that was kept for further edits.
    pub(crate) fn settle(&mut self) {
        self.spare = Spare::default();
        self.fragments.shrink_to_fit();
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

impl Spare {
    /// The larger one of this and of a text and a list that nobody needs any more.
    pub(super) fn or(mut self, mut text: String, mut fragments: Vec<Fragment>) -> Self {
        text.clear();
        fragments.clear();
        if self.text.capacity() < text.capacity() {
            self.text = text;
        }
        if self.fragments.capacity() < fragments.capacity() {
            self.fragments = fragments;
        }
        self
    }

    /// Room for a text of `length` bytes and a list of `entries`. What is too small is let
    /// go, not grown: growing would copy what nobody reads any more. What comes instead
    /// has some room to spare, because one pass after the other makes a text longer.
    fn room(self, length: usize, entries: usize) -> (String, Vec<Fragment>) {
        let generous = |least: usize| least + least / 8;
        let text = match self.text {
            text if text.capacity() >= length => text,
            small => {
                drop(small);
                String::with_capacity(generous(length))
            }
        };
        let fragments = match self.fragments {
            fragments if fragments.capacity() >= entries => fragments,
            small => {
                drop(small);
                Vec::with_capacity(generous(entries))
            }
        };
        (text, fragments)
    }
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

    fn write(&mut self, fragment: Fragment, len: u32) {
        let start = self.end;
        self.end += len;
        if fragment.source.0 < fragment.source.1 || len > 0 {
            self.fragments.push(Fragment { output: (start, self.end), ..fragment });
        }
    }

    fn finish(mut self) -> Vec<Fragment> {
        if let Some(Entry { fragment, len }) = self.last.take() {
            self.write(fragment, len);
        }
        self.fragments
    }
}

impl Entry {
    fn whole(fragment: Fragment) -> Self {
        Entry { len: fragment.output.1 - fragment.output.0, fragment }
    }
}
