//! The same article in two sources.
//!
//! Belongs here: finding near-duplicates among all articles of a pack, and reporting
//! them.
//! Does not belong here: leaving one of them out (`job`, when the editor asks for it).

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Diagnostic, Notes, say};
use crate::model::{Block, Pack, Section};

/// How many letters make a shingle: long enough that two texts on one subject share
/// hardly any.
const SHINGLE: usize = 10;

/// One in so many shingles is looked at, chosen by its hash and so the same in every
/// text.
const SAMPLE: u64 = 4;

/// The share of the shorter text that has to occur in the longer one.
const SHARE: f64 = 0.5;

/// Finds pairs of articles of which the shorter is at least half contained in the other,
/// as `(earlier, later, share)`.
pub fn duplicates(pack: &Pack) -> Vec<(usize, usize, f64)> {
    let prints: Vec<Vec<u64>> = pack
        .articles
        .iter()
        .map(|article| {
            let mut letters = Vec::new();
            blocks(&article.blocks, &mut letters);
            article.sections.iter().for_each(|s| section(s, &mut letters));
            fingerprint(&letters)
        })
        .collect();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    for (i, print) in prints.iter().enumerate() {
        for hash in print {
            holders.entry(*hash).or_default().push(i);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (i, print) in prints.iter().enumerate() {
        for hash in print {
            // A phrase that half the pack holds says nothing about any two articles.
            let list = holders.get(hash).map_or(&[][..], Vec::as_slice);
            for &j in list.iter().filter(|j| **j > i && list.len() <= 16) {
                *shared.entry((i, j)).or_default() += 1;
            }
        }
    }
    shared
        .into_iter()
        .filter_map(|((i, j), count)| {
            let least = prints[i].len().min(prints[j].len());
            let share = count as f64 / least.max(1) as f64;
            (least >= 8 && share >= SHARE).then_some((i, j, share))
        })
        .collect()
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

fn section(s: &Section, letters: &mut Vec<char>) {
    blocks(&s.blocks, letters);
    s.sections.iter().for_each(|deeper| section(deeper, letters));
}

fn blocks(list: &[Block], letters: &mut Vec<char>) {
    let mut push =
        |text: &str| letters.extend(text.chars().filter(|c| c.is_alphanumeric()));
    for block in list {
        match block {
            Block::Paragraph(p) => push(&p.text.text),
            Block::List(list) => list.items.iter().for_each(|t| push(&t.text)),
            Block::Quotation(texts) => texts.iter().for_each(|t| push(&t.text)),
            Block::Highlights(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::SignOff(_) => {}
        }
    }
}

/// The sampled hashes of the shingles of a text, each once.
fn fingerprint(letters: &[char]) -> Vec<u64> {
    let mut print: Vec<u64> = letters
        .windows(SHINGLE)
        .map(|w| {
            // FNV-1a: the same on every machine and in every run.
            w.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, c| {
                (hash ^ u64::from(*c as u32)).wrapping_mul(0x0100_0000_01b3)
            })
        })
        .filter(|hash| (hash >> 7) % SAMPLE == 0)
        .collect();
    print.sort_unstable();
    print.dedup();
    print
}
