//! Which characters a text has: what lets a rule that would find nothing be passed over.

/// How many words of bits the basic plane takes.
const WORDS: usize = 0x1_0000 / 64;

/// The different characters of a text.
#[derive(Debug)]
pub(super) struct Inventory {
    /// One bit for every character of the basic plane that occurs.
    seen: Box<[u64; WORDS]>,
    chars: Vec<char>,
}

impl Inventory {
    /// The characters of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut inventory = Inventory { seen: Box::new([0; WORDS]), chars: Vec::new() };
        inventory.add(text);
        inventory
    }

    /// Adds those of `text`.
    pub(super) fn add(&mut self, text: &str) {
        for c in text.chars() {
            if let Some((word, bit)) = place(c) {
                if self.seen[word] & bit == 0 {
                    self.seen[word] |= bit;
                    self.chars.push(c);
                }
            } else if !self.chars.contains(&c) {
                self.chars.push(c);
            }
        }
    }

    /// Whether `c` occurs.
    pub(super) fn has(&self, c: char) -> bool {
        match place(c) {
            Some((word, bit)) => self.seen[word] & bit != 0,
            None => self.chars.contains(&c),
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
        let mut inventory = Inventory::of("云溪𠮷");
        assert!(inventory.has('溪') && inventory.has('𠮷') && !inventory.has('区'));
        assert!(!inventory.any(|c| c == '&'));
        inventory.add("&𠮷");
        assert!(inventory.any(|c| c == '&'));
        assert_eq!(inventory.chars.len(), 4);
    }
}
