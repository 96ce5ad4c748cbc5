//! The account: where every byte of a source went, and where every byte of the result
//! came from.

use std::collections::HashMap;
use std::ops::Range;

use super::Edit;

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
    known: HashMap<(u16, &'static str), u16>,
    source_len: u32,
    spare: Spare,
}

/// What the last text and the last list took in memory, for the next ones: asking for a
/// hundred megabytes anew costs as much as a pass.
#[derive(Debug, Clone, Default)]
struct Spare {
    text: String,
    fragments: Vec<Fragment>,
}

impl Spare {
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

/// How positions moved when edits were applied.
#[derive(Debug, Clone, Default)]
pub struct Shift {
    steps: Vec<Step>,
}

/// One edit: its range in the old text, and where its words stand in the new one.
#[derive(Debug, Clone, Copy)]
struct Step {
    old: (u32, u32),
    new: (u32, u32),
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
            known: HashMap::new(),
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

    /// Marks what stands in `range` of the result as moved out of the running text.
    pub fn mark_moved(&mut self, rule: &'static str, ranges: &[Range<usize>]) {
        let mut next = Vec::with_capacity(self.fragments.len() + 2 * ranges.len());
        let mut ranges = ranges.iter().peekable();
        for fragment in std::mem::take(&mut self.fragments) {
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
    }

    /// Applies `edits` to `text`, each with the rule under which it is entered. They are in
    /// order and do not overlap.
    pub(super) fn apply<'e>(
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
        self.spare = Spare { text: std::mem::replace(text, output), fragments: old };
        self.spare.text.clear();
        self.spare.fragments.clear();
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
}

/// Cuts a kept fragment in two at position `at` of the result.
fn split(f: Fragment, at: u32) -> (Fragment, Fragment) {
    let middle = f.source.0 + (at - f.output.0);
    let head = Fragment { source: (f.source.0, middle), output: (f.output.0, at), ..f };
    let tail = Fragment { source: (middle, f.source.1), output: (at, f.output.1), ..f };
    (head, tail)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Edits in order that do not overlap, from what chance proposes: a character to begin
    /// at, how many to replace, and by what.
    fn edits(text: &str, proposals: &[(usize, usize, String)]) -> Vec<Edit> {
        let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends.push(text.len());
        let mut proposals = proposals.to_vec();
        proposals.sort();
        let mut edits: Vec<Edit> = Vec::new();
        let mut next = 0;
        for (from, length, with) in proposals {
            let from = from.min(ends.len() - 1);
            let to = (from + length).min(ends.len() - 1);
            if from < next || (from == to && with.is_empty()) {
                continue;
            }
            edits.push(Edit::replace(ends[from]..ends[to], with));
            next = to + usize::from(from == to);
        }
        edits
    }

    fn edited(text: &str, edits: &[Edit]) -> String {
        let mut result = text.to_owned();
        for edit in edits.iter().rev() {
            result.replace_range(edit.range.clone(), &edit.with);
        }
        result
    }

    fn proposals() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
        prop::collection::vec((0_usize..30, 0_usize..4, "[x溪]{0,2}"), 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn it_balances_after_any_edits(
            source in "[a云,。]{0,12}",
            rounds in prop::collection::vec(proposals(), 1..5),
        ) {
            let mut text = source.clone();
            let mut account = Account::new(&source);
            for (round, proposals) in rounds.iter().enumerate() {
                let edits = edits(&text, proposals);
                let (old, expected) = (text.clone(), edited(&text, &edits));
                let rule = ["甲", "乙", "丙", "丁"][round % 4];
                let shift = account.apply(edits.iter().map(|edit| (rule, edit)), &mut text);
                prop_assert_eq!(&text, &expected);
                account.check(&source, &text).map_err(TestCaseError::fail)?;
                for (at, c) in old.char_indices() {
                    let is_edited = edits.iter().any(|edit| edit.range.contains(&at));
                    if !is_edited {
                        let now = shift.map(at);
                        prop_assert_eq!(text[now..].chars().next(), Some(c));
                    }
                    let range = shift.map_range(&(at..old.len()));
                    prop_assert_eq!(&shift.walk().map_range(&(at..old.len())), &range);
                    prop_assert!(text.get(range).is_some());
                }
                let mut origins = account.origins();
                for at in (0..text.len()).chain([0, text.len()]) {
                    let range = at..text.len();
                    prop_assert_eq!(origins.of(&range), account.origin_of(&range));
                }
            }
        }

        #[test]
        fn marking_as_moved_changes_no_balance(
            source in "[a云,。]{1,12}",
            proposals in proposals(),
            start in 0_usize..12,
            length in 1_usize..12,
        ) {
            let mut text = source.clone();
            let mut account = Account::new(&source);
            let edits = edits(&text, &proposals);
            account.apply(edits.iter().map(|edit| ("甲", edit)), &mut text);
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            if let Some(&from) = ends.get(start) {
                let to = ends.get(start + length).copied().unwrap_or(text.len());
                account.mark_moved("乙", std::slice::from_ref(&(from..to)));
                account.check(&source, &text).map_err(TestCaseError::fail)?;
                for fragment in account.fragments() {
                    let out = fragment.output();
                    let is_inside = from <= out.start && out.end <= to && !out.is_empty();
                    prop_assert!(!is_inside || fragment.moved, "{:?}", fragment);
                }
            }
        }
    }

    #[test]
    fn every_byte_of_the_result_knows_where_it_came_from() {
        let source = "他说。。。好";
        let mut text = source.to_owned();
        let mut account = Account::new(source);
        account.apply([("ellipsis", &Edit::replace(6..15, "……"))].into_iter(), &mut text);
        assert_eq!(text, "他说……好");
        assert_eq!(account.origin_of(&(6..12)), 6..15);
        assert_eq!(account.origin(12), 15..16);
        let fate = account.fate_at(8).map(|fragment| fragment.fate);
        assert_eq!(fate, Some(Fate::Changed));
    }

    #[test]
    fn what_a_second_rule_drops_was_changed_by_two() {
        let source = "甲,乙";
        let mut text = source.to_owned();
        let mut account = Account::new(source);
        account.apply([("points", &Edit::replace(3..4, "，"))].into_iter(), &mut text);
        account.apply([("chrome", &Edit::drop(3..6))].into_iter(), &mut text);
        let dropped = account.fate_at(3).expect("every byte has a fate");
        assert_eq!(dropped.fate, Fate::Dropped);
        assert_eq!(account.rules_of(dropped), ["points", "chrome"]);
        account.check(source, &text).expect("it balances");
    }
}
