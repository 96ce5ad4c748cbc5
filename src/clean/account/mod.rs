//! The account: where every byte of a source went, and where every byte of the result
//! came from.
//!
//! Belongs here: the list of fragments, the questions that one may ask it, and the proof
//! that it balances.
//! Does not belong here: any decision about what is to change (the passes, `segment`).

mod apply;
mod moved;
mod shift;
#[cfg(test)]
mod tests;

use std::ops::Range;

use rustc_hash::FxHashMap;

use apply::Spare;
pub(super) use apply::generous;
pub use shift::Shift;

/// What became of a fragment of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It stands in the result as it stood in the source.
    Kept,
    /// Something else stands in its place.
    Changed,
    /// It was left out.
    Dropped,
    /// It has no counterpart in the source.
    Added,
}

impl Fate {
    /// The stable word for it.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Changed => "changed",
            Fate::Dropped => "dropped",
            Fate::Added => "added",
        }
    }
}

/// One entry of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment {
    /// Start and end in the source, in bytes. Empty for what was added.
    source: (u32, u32),
    /// Start and end in the result, in bytes. Empty for what was dropped.
    output: (u32, u32),
    /// What became of it.
    pub fate: Fate,
    /// Whether it went out of the running text into a place of its own, such as a
    /// date that became metadata.
    pub moved: bool,
    rules: u16,
}

impl Fragment {
    /// The bytes of the source.
    pub fn source(&self) -> Range<usize> {
        self.source.0 as usize..self.source.1 as usize
    }

    /// The bytes of the result.
    pub fn output(&self) -> Range<usize> {
        self.output.0 as usize..self.output.1 as usize
    }

    /// Whether it stands before the byte at `at` of the result.
    fn ends_by(&self, at: usize) -> bool {
        self.output.1 as usize <= at
    }
}

/// One ordered list of fragments. The source ranges partition the source, the outputs
/// in order make up the result.
#[derive(Debug, Clone)]
pub struct Account {
    fragments: Vec<Fragment>,
    /// Every combination of rules that some fragment has, in order of application.
    /// The first is the empty one.
    rules: Vec<Vec<&'static str>>,
    known: FxHashMap<(u16, &'static str), u16>,
    source_len: u32,
    spare: Spare,
}

/// Finds the origins of ranges that come more or less in order.
#[derive(Debug, Clone)]
pub(crate) struct Origins<'a> {
    account: &'a Account,
    next: usize,
}

impl Origins<'_> {
    /// The origin of a range of the result, as [`Account::origin_of`] says.
    pub(crate) fn of(&mut self, range: &Range<usize>) -> Range<usize> {
        origin_of(range, |at| self.origin(at))
    }

    /// The origin of one byte, looked for from the last one found.
    fn origin(&mut self, at: usize) -> Range<usize> {
        let fragments = &self.account.fragments;
        while self.next > 0 && !fragments[self.next - 1].ends_by(at) {
            self.next -= 1;
        }
        while fragments.get(self.next).is_some_and(|f| f.ends_by(at)) {
            self.next += 1;
        }
        self.account.origin_in(self.next, at)
    }
}

/// The origin of a range, by that of its first and its last byte.
fn origin_of(
    range: &Range<usize>,
    mut origin: impl FnMut(usize) -> Range<usize>,
) -> Range<usize> {
    let start = origin(range.start).start;
    if range.is_empty() {
        return start..start;
    }
    start..origin(range.end - 1).end.max(start)
}

impl Account {
    /// The account of a source of which everything is kept.
    pub fn new(source: &str) -> Self {
        let len = u32::try_from(source.len()).expect("sources are limited to far less");
        let fragments = if len == 0 {
            Vec::new()
        } else {
            vec![Fragment {
                source: (0, len),
                output: (0, len),
                fate: Fate::Kept,
                moved: false,
                rules: 0,
            }]
        };
        Account {
            fragments,
            rules: vec![Vec::new()],
            known: FxHashMap::default(),
            source_len: len,
            spare: Spare::default(),
        }
    }

    /// All fragments, in order.
    pub fn fragments(&self) -> &[Fragment] {
        &self.fragments
    }

    /// The names of the rules that made a fragment what it is, in order of application.
    pub fn rules_of(&self, fragment: &Fragment) -> &[&'static str] {
        &self.rules[usize::from(fragment.rules)]
    }

    /// The bytes of the source from which the byte at `at` of the result came.
    pub fn origin(&self, at: usize) -> Range<usize> {
        self.origin_in(self.fragments.partition_point(|f| f.ends_by(at)), at)
    }

    /// The same, `index` being the first fragment that does not end before it.
    fn origin_in(&self, index: usize, at: usize) -> Range<usize> {
        match self.fragments.get(index) {
            Some(f) if f.fate == Fate::Kept => {
                let start = f.source.0 as usize + (at - f.output.0 as usize);
                start..start + 1
            }
            Some(f) => f.source(),
            None => self.source_len as usize..self.source_len as usize,
        }
    }

    /// The bytes of the source from the origin of the start of `range` to the origin of
    /// its end.
    pub fn origin_of(&self, range: &Range<usize>) -> Range<usize> {
        origin_of(range, |at| self.origin(at))
    }

    /// The same for ranges that come more or less in order: a walk beside them finds every
    /// place without a search.
    pub(crate) fn origins(&self) -> Origins<'_> {
        Origins { account: self, next: 0 }
    }

    /// Where the place before the byte at `at` of the source is in the result. A place in
    /// what was dropped or changed is where that stood.
    pub fn place_of(&self, at: usize) -> usize {
        let index = self.fragments.partition_point(|f| f.source.1 as usize <= at);
        match self.fragments.get(index) {
            Some(f) if f.fate == Fate::Kept => {
                f.output.0 as usize + at.saturating_sub(f.source.0 as usize)
            }
            Some(f) => f.output.0 as usize,
            None => self.fragments.last().map_or(0, |f| f.output.1 as usize),
        }
    }

    /// Where the byte at `at` of the source stands in the result; `None` where it was
    /// dropped.
    pub fn fate_at(&self, at: usize) -> Option<&Fragment> {
        let index = self.fragments.partition_point(|f| f.source.1 as usize <= at);
        self.fragments.get(index).filter(|f| (f.source.0 as usize) <= at)
    }

    /// Checks both sides of the account against the two texts.
    ///
    /// # Errors
    /// A sentence that says where it does not balance.
    pub fn check(&self, source: &str, result: &str) -> Result<(), String> {
        let (mut s, mut o) = (0, 0);
        for f in &self.fragments {
            if f.source.0 != s || f.source.1 < f.source.0 {
                return Err(format!(
                    "source byte {s}: next fragment starts at {:?}",
                    f.source
                ));
            }
            if f.output.0 != o || f.output.1 < f.output.0 {
                return Err(format!(
                    "result byte {o}: next fragment starts at {:?}",
                    f.output
                ));
            }
            let (was, is) = (source.get(f.source()), result.get(f.output()));
            let (Some(was), Some(is)) = (was, is) else {
                return Err(format!("fragment {f:?} cuts a character"));
            };
            let holds = match f.fate {
                Fate::Kept => was == is && !was.is_empty(),
                Fate::Changed => !was.is_empty() && !is.is_empty(),
                Fate::Dropped => !was.is_empty() && is.is_empty(),
                Fate::Added => was.is_empty() && !is.is_empty(),
            };
            if !holds {
                return Err(format!("{:?} fragment: “{was}” and “{is}”", f.fate));
            }
            if f.fate != Fate::Kept && f.rules == 0 {
                return Err(format!("{:?} fragment “{was}” names no rule", f.fate));
            }
            (s, o) = (f.source.1, f.output.1);
        }
        if s as usize != source.len() || o as usize != result.len() {
            return Err(format!(
                "the account ends at source byte {s} and result byte {o}"
            ));
        }
        Ok(())
    }

    fn with_rule(&mut self, rules: u16, rule: &'static str) -> u16 {
        if let Some(&id) = self.known.get(&(rules, rule)) {
            return id;
        }
        let id = if self.rules[usize::from(rules)].contains(&rule) {
            rules
        } else {
            let mut list = self.rules[usize::from(rules)].clone();
            list.push(rule);
            self.find_or_add(list)
        };
        self.known.insert((rules, rule), id);
        id
    }

    fn find_or_add(&mut self, list: Vec<&'static str>) -> u16 {
        if let Some(id) = self.rules.iter().position(|known| *known == list) {
            return id as u16;
        }
        self.rules.push(list);
        u16::try_from(self.rules.len() - 1).expect("far fewer combinations than 65 536")
    }

    fn union(&mut self, a: u16, b: u16) -> u16 {
        let mut id = a;
        for rule in self.rules[usize::from(b)].clone() {
            id = self.with_rule(id, rule);
        }
        id
    }
}

/// Cuts a kept fragment in two at position `at` of the result.
fn split(f: Fragment, at: u32) -> (Fragment, Fragment) {
    let middle = f.source.0 + (at - f.output.0);
    let head = Fragment { source: (f.source.0, middle), output: (f.output.0, at), ..f };
    let tail = Fragment { source: (middle, f.source.1), output: (at, f.output.1), ..f };
    (head, tail)
}
