//! Words: where one ends and the next begins, for titles.
//!
//! Belongs here: cutting a short text into words with the list in `data/words.txt`.
//! Does not belong here: where a line ends (`title`).
//!
//! The list is made from the dictionary of jieba (MIT) by `data/make-words.py`. Loading
//! that dictionary into its tree takes longer than laying out a pack, and a pack has a
//! handful of long titles. So the list is sorted, and a word is looked up by halving it.

/// The words in the order of their bytes, a letter for the count behind each.
const WORDS: &str = include_str!("../../data/words.txt");

/// The natural logarithm of all counts together.
const TOTAL: f64 = 17.9;

/// What a character costs that is in no list: less likely than any word.
const UNKNOWN: f64 = TOTAL + 1.0;

/// The most characters that a word of the list has.
const LONGEST: usize = 5;

/// What the list says about some characters.
struct Found {
    /// The logarithm of the word's count; `None` for what is no word.
    count: Option<f64>,
    /// Whether a longer word begins with them.
    begins: bool,
}

/// Looks up some characters by halving the list.
fn look_up(word: &str) -> Found {
    let (bytes, word) = (WORDS.as_bytes(), word.as_bytes());
    let line_end = |start: usize| {
        let rest = bytes.get(start..).unwrap_or_default();
        start + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
    };
    let (mut low, mut high) = (0, bytes.len());
    let mut count = None;
    while low < high {
        let middle = (low + high) / 2;
        let start =
            bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let end = line_end(start);
        let Some((letter, found)) = bytes[start..end].split_last() else { break };
        match found.cmp(word) {
            std::cmp::Ordering::Equal => {
                count = Some(f64::from(letter.saturating_sub(b'a')));
                low = end + 1;
                break;
            }
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    // `low` is now the first word behind: a longer one with this beginning would be it.
    let begins = bytes.get(low..line_end(low)).is_some_and(|line| line.starts_with(word));
    Found { count, begins }
}

/// The places (counted in characters) at which a word ends, the most likely way to cut.
///
/// ```text
/// 全面推进旧房改造工程  →  全面 推进 旧房 改造 工程
/// ```
pub(super) fn word_ends(chars: &[char]) -> Vec<usize> {
    // For each place the least cost to come there, and where the last word began.
    let mut best: Vec<(f64, usize)> = vec![(f64::INFINITY, 0); chars.len() + 1];
    if let Some(first) = best.first_mut() {
        first.0 = 0.0;
    }
    let mut word = String::new();
    for start in 0..chars.len() {
        word.clear();
        for (len, c) in chars[start..].iter().take(LONGEST).enumerate() {
            word.push(*c);
            let found = look_up(&word);
            let end = start + len + 1;
            let cost = match found.count {
                Some(count) => best[start].0 + TOTAL - count,
                None if len == 0 => best[start].0 + UNKNOWN,
                None => f64::INFINITY,
            };
            if cost < best[end].0 {
                best[end] = (cost, start);
            }
            if !found.begins {
                break;
            }
        }
    }
    let mut ends = Vec::new();
    let mut at = chars.len();
    while at > 0 {
        ends.push(at);
        at = best[at].1;
    }
    ends.reverse();
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let mut start = 0;
        let mut words = Vec::new();
        for end in word_ends(&chars) {
            words.push(chars[start..end].iter().collect::<String>());
            start = end;
        }
        words.join("|")
    }

    #[test]
    fn every_line_is_found() {
        for line in WORDS.lines().step_by(997).chain(WORDS.lines().take(2)) {
            let word = &line[..line.len() - 1];
            assert!(look_up(word).count.is_some(), "{word}");
        }
        let last = WORDS.lines().last().unwrap_or_default();
        assert!(look_up(&last[..last.len() - 1]).count.is_some());
        let nothing = look_up("云溪溪");
        assert!(nothing.count.is_none() && !nothing.begins);
        assert!(look_up("高质").begins);
    }

    #[test]
    fn titles_are_cut_into_words() {
        assert_eq!(cut("全面推进旧房改造工程"), "全面|推进|旧房|改造|工程");
        assert_eq!(cut("为经济高质量发展注入新动力"), "为|经济|高质量|发展|注入|新动力");
        assert_eq!(cut("的"), "的");
        assert_eq!(cut(""), "");
    }
}
