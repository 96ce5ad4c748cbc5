//! The account of a text that is changed one block after another.

use super::apply::Spare;
use super::{Account, Fate, Fragment, split};

/// What is left of the account of the old text, and that of the new one so far.
///
/// Between [`Blocks::open`] and [`Blocks::close`] an account is that of one block: its
/// results count from the start of the block.
#[derive(Debug)]
pub(in crate::clean) struct Blocks {
    old: Vec<Fragment>,
    /// The first fragment of the next block.
    next: usize,
    /// Where in the old text it begins.
    at: u32,
    done: Vec<Fragment>,
    /// Where the new text ends so far.
    end: u32,
    source_len: u32,
    spare: Spare,
}

impl Blocks {
    /// Takes the fragments of `account`; about `entries` are expected.
    pub(in crate::clean) fn of(account: &mut Account, entries: usize) -> Self {
        Blocks {
            old: std::mem::take(&mut account.fragments),
            next: 0,
            at: 0,
            done: Vec::with_capacity(entries),
            end: 0,
            source_len: account.source_len,
            spare: std::mem::take(&mut account.spare),
        }
    }

    /// Whether a block may end at the byte at `end` of the old text: what was changed there
    /// stays whole.
    pub(in crate::clean) fn may_end(&self, end: usize) -> bool {
        let rest = &self.old[self.next..];
        let over = rest.get(rest.partition_point(|f| f.ends_by(end)));
        over.is_none_or(|f| f.fate == Fate::Kept || f.output.0 as usize >= end)
    }

    /// Makes `account` that of the next block, which ends at the byte at `end` of the old
    /// text, where it may end.
    pub(in crate::clean) fn open(&mut self, account: &mut Account, end: usize) {
        let (start, end) = (self.at, end as u32);
        let within = |f: Fragment| Fragment {
            output: (f.output.0 - start, f.output.1 - start),
            ..f
        };
        account.fragments.clear();
        while let Some(f) = self.old.get_mut(self.next).filter(|f| f.output.0 <= end) {
            if f.output.1 > end {
                if f.output.0 < end {
                    let (head, tail) = split(*f, end);
                    *f = tail;
                    account.fragments.push(within(head));
                }
                break;
            }
            account.fragments.push(within(*f));
            self.next += 1;
        }
        self.at = end;
        account.source_len =
            account.fragments.last().map_or(self.source_len, |f| f.source.1);
    }

    /// Takes in the account of a block of which the new text has `length` bytes. What was
    /// cut only where the blocks meet is one again.
    pub(in crate::clean) fn close(&mut self, account: &Account, length: usize) {
        let start = self.end;
        self.end += length as u32;
        let mut new = account
            .fragments
            .iter()
            .map(|f| Fragment { output: (f.output.0 + start, f.output.1 + start), ..*f })
            .peekable();
        if let (Some(last), Some(first)) = (self.done.last_mut(), new.peek())
            && last.fate == Fate::Kept
            && *first
                == (Fragment { source: first.source, output: first.output, ..*last })
            && last.source.1 == first.source.0
        {
            (last.source.1, last.output.1) = (first.source.1, first.output.1);
            new.next();
        }
        self.done.extend(new);
    }

    /// Makes `account` that of the whole text again. The memory of the `old` text will be
    /// that of the next one.
    pub(in crate::clean) fn finish(self, account: &mut Account, old: String) {
        account.fragments = self.done;
        account.source_len = self.source_len;
        account.spare = self.spare.or(old, self.old);
    }
}
