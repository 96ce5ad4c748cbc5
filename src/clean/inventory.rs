//! Which characters a text has: what lets a rule that would find nothing be passed over.

use crate::han::leading_han;

/// How many words of bits the basic plane takes.
const WORDS: usize = 0x1_0000 / 64;

/// A set of characters, one bit for each of the basic plane.
#[derive(Debug)]
pub(super) struct Set {
    bits: Box<[u64; WORDS]>,
    /// Those of other planes: few, where there are any.
    further: Vec<char>,
}

impl Set {
    fn new() -> Self {
        Set { bits: Box::new([0; WORDS]), further: Vec::new() }
    }

    /// The characters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut set = Set::new();
        for c in text.chars() {
            set.insert(c);
        }
        set
    }

    /// Adds `c`; whether it is new.
    fn insert(&mut self, c: char) -> bool {
        let is_new = !self.has(c);
        match place(c) {
            Some((word, bit)) => self.bits[word] |= bit,
            None if is_new => self.further.push(c),
            None => {}
        }
        is_new
    }

    /// Whether `c` is in it.
    pub(super) fn has(&self, c: char) -> bool {
        match place(c) {
            Some((word, bit)) => self.bits[word] & bit != 0,
            None => self.further.contains(&c),
        }
    }
}

/// The different characters of a text. Those of the main block of Han count as one, `一`:
/// no rule looks for one of them, and they are most of a text.
#[derive(Debug)]
pub(super) struct Inventory {
    seen: Set,
    chars: Vec<char>,
}

impl Inventory {
    /// The characters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut inventory = Inventory { seen: Set::new(), chars: Vec::new() };
        inventory.add(text);
        inventory
    }

    /// Adds those of `text`.
    pub(super) fn add(&mut self, text: &str) {
        let mut rest = text;
        let mut has_han = false;
        loop {
            let run = leading_han(rest.as_bytes());
            rest = &rest[3 * run..];
            if run > 0 && !has_han {
                has_han = true;
                self.insert('一');
            }
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { break };
            rest = chars.as_str();
            if !self.seen.has(c) {
                self.insert(c);
            }
        }
    }

    fn insert(&mut self, c: char) {
        if self.seen.insert(c) {
            self.chars.push(c);
        }
    }

    /// Whether a character occurs that `is_one` names.
    pub(super) fn any(&self, is_one: fn(char) -> bool) -> bool {
        self.chars.iter().any(|&c| is_one(c))
    }
}

fn place(c: char) -> Option<(usize, u64)> {
    let code = c as usize;
    (code < 0x1_0000).then_some((code / 64, 1 << (code % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_found_and_no_other() {
        let set = Set::of("云溪𠮷");
        assert!(set.has('溪') && set.has('𠮷') && !set.has('区') && !set.has('𠮶'));
        let mut inventory = Inventory::of("云，溪𠮷");
        assert!(!inventory.any(|c| c == '&'));
        inventory.add("云&，𠮷");
        assert!(inventory.any(|c| c == '&'));
        assert_eq!(inventory.chars, ['一', '，', '𠮷', '&']);
    }
}
