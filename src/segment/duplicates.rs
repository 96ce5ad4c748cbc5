//! The same article in two sources.
//!
//! Belongs here: finding near-duplicates among all articles of a pack, and reporting
//! them.
//! Does not belong here: leaving one of them out (`job`, when the editor asks for it).

use super::words::is_letter;
use crate::diag::{Diagnostic, Notes, say};
use crate::model::{Block, Pack, Section, Text};

/// How many letters make a shingle: long enough that two texts on one subject share
/// hardly any.
const SHINGLE: usize = 10;

/// One in so many shingles is looked at, chosen by its hash and so the same in every
/// text.
const SAMPLE: u64 = 4;

/// The share of the shorter text that has to occur in the longer one.
const SHARE: f64 = 0.5;

/// The most articles that a phrase may stand in: one that half the pack holds says nothing
/// about any two of them.
const HOLDERS: usize = 16;

/// Finds pairs of articles of which the shorter is at least half contained in the other,
/// as `(earlier, later, share)`.
pub fn duplicates(pack: &Pack) -> Vec<(usize, usize, f64)> {
    let count = pack.articles.len();
    if count < 2 {
        return Vec::new();
    }
    // One number for every sampled shingle of an article: its hash above, the article below.
    let letters = pack.records.iter().map(|r| r.clean.len() / '一'.len_utf8());
    let expected = letters.sum::<usize>() / SAMPLE as usize;
    let mut prints: Vec<u64> = Vec::with_capacity(expected + expected / 8);
    for (i, article) in pack.articles.iter().enumerate() {
        let mut shingles = Shingles::of(i, &mut prints);
        shingles.blocks(&article.blocks);
        article.sections.iter().for_each(|s| shingles.section(s));
    }
    sort_by_hash(&mut prints);
    prints.dedup();
    let article = |print: u64| (print & u64::from(u32::MAX)) as usize;
    let mut sizes = vec![0_usize; count];
    let mut shared: Vec<(usize, &[u64])> = Vec::new();
    for holders in prints.chunk_by(|a, b| a >> 32 == b >> 32) {
        holders.iter().for_each(|print| sizes[article(*print)] += 1);
        if (2..=HOLDERS).contains(&holders.len()) {
            let earlier = &holders[..holders.len() - 1];
            let behind = |at| &holders[at + 1..];
            shared.extend(
                earlier.iter().enumerate().map(|(at, p)| (article(*p), behind(at))),
            );
        }
    }
    shared.sort_unstable_by_key(|(earlier, _)| *earlier);
    let mut found = Vec::new();
    let mut common = vec![0_usize; count];
    for phrases in shared.chunk_by(|a, b| a.0 == b.0) {
        let i = phrases[0].0;
        let mut later: Vec<usize> = Vec::new();
        for print in phrases.iter().flat_map(|(_, behind)| behind.iter()) {
            let j = article(*print);
            if common[j] == 0 {
                later.push(j);
            }
            common[j] += 1;
        }
        later.sort_unstable();
        for j in later {
            let least = sizes[i].min(sizes[j]);
            let share = std::mem::take(&mut common[j]) as f64 / least.max(1) as f64;
            if least >= 8 && share >= SHARE {
                found.push((i, j, share));
            }
        }
    }
    found
}

/// Sorts prints by their hash, digit by digit: hashes spread evenly, and there are millions.
/// Prints of one hash stay in order, which is that of the articles.
fn sort_by_hash(prints: &mut Vec<u64>) {
    const DIGIT: u32 = 11;
    let mut sorted = vec![0; prints.len()];
    for shift in (32..u64::BITS).step_by(DIGIT as usize) {
        let digit = |print: &u64| (print >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_usize; 1 << DIGIT];
        prints.iter().for_each(|print| places[digit(print)] += 1);
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for print in prints.iter() {
            let place = &mut places[digit(print)];
            sorted[*place] = *print;
            *place += 1;
        }
        std::mem::swap(prints, &mut sorted);
    }
}

/// Reports near-duplicates as doubts.
pub fn report(pack: &Pack, notes: &mut Notes) {
    for (i, j, share) in duplicates(pack) {
        let (first, _) = pack.articles[i].contents_title();
        let (second, _) = pack.articles[j].contents_title();
        let percent = (share * 100.0).round() as u32;
        let message = say(
            format!("《{second}》与《{first}》有 {percent}% 相同"),
            format!("“{second}” and “{first}” have {percent} % in common"),
        );
        let mut doubt = Diagnostic::doubt("segment/duplicate", message)
            .help("留一篇，或在任务里写 omit", "keep one, or write omit in the job");
        if let Some((source, range)) = &pack.articles[j].extent
            && let Some(record) = pack.records.get(source.0 as usize)
        {
            let end = record.source.text[range.clone()]
                .find('\n')
                .map_or(range.end, |at| range.start + at);
            doubt = doubt.at(&record.source.name, &record.source.text, range.start..end);
        }
        notes.push(doubt);
    }
}

/// The shingles of an article, while its letters come in.
struct Shingles<'a> {
    article: u64,
    prints: &'a mut Vec<u64>,
    /// The last letters, as a ring.
    letters: [u64; SHINGLE],
    /// How many letters are in the ring.
    count: usize,
    /// Where in the ring the next letter goes.
    next: usize,
    /// The polynomial of the last letters.
    hash: u64,
}

/// The base of the polynomial: any odd number with bits all over.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The factor with which a letter leaves the polynomial.
const LEAVING: u64 = BASE.wrapping_pow(SHINGLE as u32 + 1);

impl<'a> Shingles<'a> {
    fn of(article: usize, prints: &'a mut Vec<u64>) -> Self {
        let article = article as u64;
        Shingles { article, prints, letters: [0; SHINGLE], count: 0, next: 0, hash: 0 }
    }

    fn section(&mut self, s: &Section) {
        self.blocks(&s.blocks);
        s.sections.iter().for_each(|deeper| self.section(deeper));
    }

    fn blocks(&mut self, list: &[Block]) {
        for block in list {
            match block {
                Block::Paragraph(p) => self.text(&p.text),
                Block::List(list) => list.items.iter().for_each(|t| self.text(t)),
                Block::Quotation(texts) => texts.iter().for_each(|t| self.text(t)),
                Block::Highlights(_)
                | Block::Table(_)
                | Block::Figure(_)
                | Block::SignOff(_) => {}
            }
        }
    }

    fn text(&mut self, text: &Text) {
        text.text.chars().filter(|c| is_letter(*c)).for_each(|c| self.letter(c));
    }

    /// Takes a letter in. The hash is the same on every machine and in every run.
    fn letter(&mut self, c: char) {
        let slot = &mut self.letters[self.next];
        self.next = if self.next + 1 == SHINGLE { 0 } else { self.next + 1 };
        let gone = std::mem::replace(slot, u64::from(u32::from(c)));
        self.hash = (self.hash.wrapping_add(*slot).wrapping_mul(BASE))
            .wrapping_sub(gone.wrapping_mul(LEAVING));
        self.count = (self.count + 1).min(SHINGLE);
        let mixed = (self.hash ^ (self.hash >> 32)).wrapping_mul(BASE);
        if self.count >= SHINGLE && (mixed >> 7).is_multiple_of(SAMPLE) {
            self.prints.push(mixed >> 32 << 32 | self.article);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_are_in_the_order_of_hash_and_article() {
        let mixed = |n: u64| (n.wrapping_mul(BASE) >> 20).wrapping_mul(BASE);
        let mut prints: Vec<u64> =
            (0..5000).map(|n| mixed(n % 700) >> 32 << 32 | (n / 100)).collect();
        let mut expected = prints.clone();
        expected.sort_unstable();
        sort_by_hash(&mut prints);
        assert_eq!(prints, expected);
    }
}
