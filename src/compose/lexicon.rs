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

/// The logarithm of a word's count, or `None` for what is no word.
fn count(word: &str) -> Option<f64> {
    let bytes = WORDS.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = (low + high) / 2;
        let start =
            bytes[..middle].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let len = bytes[start..].iter().position(|b| *b == b'\n')?;
        let line = &bytes[start..start + len];
        let (found, letter) = line.split_at(line.len().checked_sub(1)?);
        match found.cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => {
                return letter.first().map(|letter| f64::from(letter - b'a'));
            }
            std::cmp::Ordering::Less => low = start + len + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
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
            let cost = match count(&word) {
                Some(count) => TOTAL - count,
                None if len == 0 => UNKNOWN,
                None => continue,
            };
            let end = start + len + 1;
            let cost = best[start].0 + cost;
            if cost < best[end].0 {
                best[end] = (cost, start);
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
            assert!(count(word).is_some(), "{word}");
        }
        assert_eq!(
            WORDS.lines().last().map(|l| count(&l[..l.len() - 1]).is_some()),
            Some(true)
        );
        assert_eq!(count("云溪溪"), None);
    }

    #[test]
    fn titles_are_cut_into_words() {
        assert_eq!(cut("全面推进旧房改造工程"), "全面|推进|旧房|改造|工程");
        assert_eq!(cut("为经济高质量发展注入新动力"), "为|经济|高质量|发展|注入|新动力");
        assert_eq!(cut("的"), "的");
        assert_eq!(cut(""), "");
    }
}
