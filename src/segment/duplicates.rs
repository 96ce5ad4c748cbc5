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
    let letters = pack.records.iter().map(|r| r.clean.len() / '一'.len_utf8());
    let prints = Prints::of(letters.sum::<usize>() / SAMPLE as usize);
    let mut shingles = Shingles::new(prints);
    for (i, article) in pack.articles.iter().enumerate() {
        shingles.begin(i);
        shingles.blocks(&article.blocks);
        article.sections.iter().for_each(|s| shingles.section(s));
    }
    let mut prints = shingles.prints;
    prints.sort();
    let article = |print: u64| (print & u64::from(u32::MAX)) as usize;
    let mut sizes = vec![0_usize; count];
    let mut shared: Vec<(usize, &[u64])> = Vec::new();
    for holders in prints.of_one_hash() {
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

/// The prints of all articles: one number for every sampled shingle, its hash above, the
/// article below. They are kept in heaps by the head of the hash, so that sorting one of
/// them stays at one place of the memory.
struct Prints {
    heaps: Vec<Vec<u64>>,
}

/// How many bits of the hash tell the heaps apart.
const HEAD: u32 = 6;

impl Prints {
    /// Room for about as many as are `expected`.
    fn of(expected: usize) -> Self {
        let each = (expected + expected / 8) >> HEAD;
        Prints { heaps: (0..1 << HEAD).map(|_| Vec::with_capacity(each)).collect() }
    }

    fn extend(&mut self, prints: &[u64]) {
        for print in prints {
            self.heaps[(print >> (u64::BITS - HEAD)) as usize].push(*print);
        }
    }

    /// Puts them in the order of hash and article, and each once.
    fn sort(&mut self) {
        let mut room = Vec::new();
        for heap in &mut self.heaps {
            sort_heap(heap, &mut room);
            heap.dedup();
        }
    }

    /// The prints of each hash, once they are sorted.
    fn of_one_hash(&self) -> impl Iterator<Item = &[u64]> {
        self.heaps.iter().flat_map(|heap| heap.chunk_by(|a, b| a >> 32 == b >> 32))
    }
}

/// Sorts the prints of one heap: many of them digit by digit of their hash, for hashes
/// spread evenly. Prints of one hash come in the order of the articles, and stay in it.
fn sort_heap(prints: &mut Vec<u64>, room: &mut Vec<u64>) {
    const DIGIT: u32 = (u32::BITS - HEAD) / 2;
    const FEW: usize = 1 << (DIGIT - 2);
    if prints.len() < FEW {
        prints.sort_unstable();
        return;
    }
    room.resize(prints.len(), 0);
    for shift in [32, 32 + DIGIT] {
        let digit = |print: &u64| (print >> shift) as usize & ((1 << DIGIT) - 1);
        let mut places = [0_u32; 1 << DIGIT];
        prints.iter().for_each(|print| places[digit(print)] += 1);
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        for print in prints.iter() {
            let place = &mut places[digit(print)];
            room[*place as usize] = *print;
            *place += 1;
        }
        std::mem::swap(prints, room);
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

/// The shingles of one article after the other, while their letters come in.
struct Shingles {
    prints: Prints,
    article: u64,
    /// The letters of a piece of text, behind the last ones before it: as many as a
    /// shingle has, zeros before the first letter.
    letters: Box<[u32; SHINGLE + PIECE]>,
    /// How many shingles are still to begin with such a zero.
    short: usize,
    /// The polynomial of the last letters.
    hash: u64,
}

/// The most bytes that are looked at together.
const PIECE: usize = 4096;

/// The base of the polynomial: any odd number with bits all over.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The factor with which a letter leaves the polynomial.
const LEAVING: u64 = BASE.wrapping_pow(SHINGLE as u32 + 1);

impl Shingles {
    fn new(prints: Prints) -> Self {
        let letters = Box::new([0; SHINGLE + PIECE]);
        Shingles { prints, article: 0, letters, short: 0, hash: 0 }
    }

    /// Begins the next article.
    fn begin(&mut self, article: usize) {
        self.article = article as u64;
        self.letters[..SHINGLE].fill(0);
        (self.short, self.hash) = (SHINGLE - 1, 0);
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
        let mut rest = text.text.as_str();
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(rest.floor_char_boundary(PIECE));
            // Every character is written, and kept by counting it: where letters end is
            // chance, and a branch would guess wrong.
            let mut end = SHINGLE;
            for c in piece.chars() {
                self.letters[end] = u32::from(c);
                end += usize::from(is_letter(c));
            }
            self.enter(end);
            rest = behind;
        }
    }

    /// Enters the prints of the shingles that end with one of the letters before `end`.
    /// The hash is the same on every machine and in every run.
    fn enter(&mut self, end: usize) {
        // Which of them are kept is chance, too.
        let mut kept = [0; 64];
        let mut count = 0;
        let (mut hash, mut short) = (self.hash, self.short);
        for letters in self.letters[..end].windows(SHINGLE + 1) {
            let (gone, new) = (u64::from(letters[0]), u64::from(letters[SHINGLE]));
            hash = (hash.wrapping_add(new).wrapping_mul(BASE))
                .wrapping_sub(gone.wrapping_mul(LEAVING));
            if short > 0 {
                short -= 1;
                continue;
            }
            let mixed = (hash ^ (hash >> 32)).wrapping_mul(BASE);
            kept[count] = mixed >> 32 << 32 | self.article;
            count += usize::from((mixed >> 7).is_multiple_of(SAMPLE));
            if count == kept.len() {
                self.prints.extend(&kept);
                count = 0;
            }
        }
        (self.hash, self.short) = (hash, short);
        self.prints.extend(&kept[..count]);
        self.letters.copy_within(end - SHINGLE..end, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_are_in_the_order_of_hash_and_article() {
        let mixed = |n: u64| (n.wrapping_mul(BASE) >> 20).wrapping_mul(BASE);
        for count in [5000, 500_000] {
            let all: Vec<u64> =
                (0..count).map(|n| mixed(n % 70_000) >> 32 << 32 | (n / 100)).collect();
            let mut prints = Prints::of(all.len());
            prints.extend(&all);
            prints.sort();
            let sorted: Vec<u64> = prints.heaps.concat();
            let mut expected = all;
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(sorted, expected);
            assert!(
                prints
                    .of_one_hash()
                    .all(|same| same[0] >> 32 == same[same.len() - 1] >> 32)
            );
        }
    }
}
