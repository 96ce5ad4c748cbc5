//! Marking what left the running text for a place of its own.

use std::ops::Range;

use super::{Account, Fate, split};

impl Account {
    /// Marks what stands in `range` of the result as moved out of the running text.
    pub fn mark_moved(&mut self, rule: &'static str, ranges: &[Range<usize>]) {
        let entries = self.fragments.len() + 2 * ranges.len();
        let mut next = self.spare.list(entries, 0);
        let old = std::mem::take(&mut self.fragments);
        let mut ranges = ranges.iter().peekable();
        for &fragment in &old {
            let mut rest = fragment;
            while let Some(range) = ranges.peek() {
                let (start, end) = (range.start as u32, range.end as u32);
                if start >= rest.output.1 || rest.output.0 == rest.output.1 {
                    break;
                }
                if rest.fate == Fate::Kept {
                    if start > rest.output.0 {
                        let (head, tail) = split(rest, start);
                        next.push(head);
                        rest = tail;
                    }
                    let mut tail = None;
                    if end < rest.output.1 {
                        let (head, after) = split(rest, end);
                        rest = head;
                        tail = Some(after);
                    }
                    rest.moved = true;
                    rest.rules = self.with_rule(rest.rules, rule);
                    match tail {
                        Some(after) => {
                            next.push(rest);
                            rest = after;
                            ranges.next();
                        }
                        None => {
                            if end == rest.output.1 {
                                ranges.next();
                            }
                            break;
                        }
                    }
                } else {
                    rest.moved = true;
                    rest.rules = self.with_rule(rest.rules, rule);
                    if end <= rest.output.1 {
                        ranges.next();
                    }
                    break;
                }
            }
            next.push(rest);
        }
        self.fragments = next;
        self.spare.keep(old);
    }
}
