//! The receipt: what became of every character of a source, and under which rule.
//!
//! Belongs here: the account as a text for people: totals, the list, and the story of one
//! line.
//! Does not belong here: keeping the account (`clean`).

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Pack, Record};
use crate::clean::{Fate, Fragment};
use crate::diag::{Finger, Tongue};

fn word(tongue: Tongue, zh: &'static str, en: &'static str) -> &'static str {
    match tongue {
        Tongue::Chinese => zh,
        Tongue::English => en,
    }
}

/// How many characters of a source, and of its result, have which fate under which rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Characters of the source, all in all.
    pub source: usize,
    /// Characters of the result, all in all.
    pub result: usize,
    /// By fate and rules: entries of the account, characters of the source, characters of
    /// the result.
    pub by_rule: BTreeMap<(&'static str, String), [usize; 3]>,
}

/// Adds up the account of one source. The columns of [`Totals::by_rule`] sum up to
/// [`Totals::source`] and [`Totals::result`].
pub fn totals(record: &Record) -> Totals {
    let mut totals = Totals::default();
    for fragment in record.account.fragments() {
        let was = record.source.text[fragment.source()].chars().count();
        let is = record.clean[fragment.output()].chars().count();
        totals.source += was;
        totals.result += is;
        let key = (fate(fragment), record.account.rules_of(fragment).join(" + "));
        let entry = totals.by_rule.entry(key).or_default();
        entry[0] += 1;
        entry[1] += was;
        entry[2] += is;
    }
    totals
}

/// The stable word for what became of a fragment: `moved` goes before the rest.
pub fn fate(fragment: &Fragment) -> &'static str {
    if fragment.moved { "moved" } else { fragment.fate.word() }
}

fn fate_name(fragment: &Fragment, tongue: Tongue) -> &'static str {
    if fragment.moved {
        return word(tongue, "移走", "moved");
    }
    match fragment.fate {
        Fate::Kept => word(tongue, "保留", "kept"),
        Fate::Changed => word(tongue, "改动", "changed"),
        Fate::Dropped => word(tongue, "弃去", "dropped"),
        Fate::Added => word(tongue, "补入", "added"),
    }
}

/// Draws the receipts of all sources: first the totals by rule, then every entry that is
/// not simply kept, with its place.
pub fn draw(pack: &Pack, tongue: Tongue) -> String {
    let mut out = String::new();
    for record in &pack.records {
        one(&mut out, record, tongue);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn one(out: &mut String, record: &Record, tongue: Tongue) {
    let w = |zh, en| word(tongue, zh, en);
    let totals = totals(record);
    let _ = writeln!(
        out,
        "{}：{} {} → {} {}，{}",
        record.source.name,
        w("原文", "source"),
        totals.source,
        w("结果", "result"),
        totals.result,
        w("账目平", "balanced"),
    );
    for ((fate, rules), [entries, was, is]) in &totals.by_rule {
        let _ = writeln!(out, "  {fate:<8}{was:>8} → {is:<8} ×{entries:<6} {rules}");
    }
    let mut finger = Finger::default();
    for fragment in record.account.fragments() {
        if fragment.fate == Fate::Kept && !fragment.moved {
            continue;
        }
        let (line, column) = finger.go(&record.source.text, fragment.source().start);
        let _ = writeln!(
            out,
            "  {line}:{column} {} {}",
            fate_name(fragment, tongue),
            change(record, fragment)
        );
    }
}

fn change(record: &Record, fragment: &Fragment) -> String {
    let was = &record.source.text[fragment.source()];
    let is = &record.clean[fragment.output()];
    let rules = record.account.rules_of(fragment).join(" + ");
    match fragment.fate {
        Fate::Kept => format!("{was:?} [{rules}]"),
        Fate::Changed => format!("{was:?} → {is:?} [{rules}]"),
        Fate::Dropped => format!("{was:?} [{rules}]"),
        Fate::Added => format!("{is:?} [{rules}]"),
    }
}

/// The story of one line of the first source, counted from 1: its words, what each part of
/// it became under which rule, and what stands in the pack. `None` where there is no such
/// line.
pub fn line(pack: &Pack, number: usize, tongue: Tongue) -> Option<String> {
    let record = pack.records.first()?;
    let source = &record.source.text;
    let mut start = 0;
    let line = source.split_inclusive('\n').enumerate().find_map(|(i, line)| {
        let here = start;
        start += line.len();
        (i + 1 == number).then_some(here..here + line.len())
    })?;
    let w = |zh, en| word(tongue, zh, en);
    let mut out = String::new();
    let _ = writeln!(out, "{}:{number}", record.source.name);
    let _ = writeln!(out, "{} {}", w("原文", "source"), source[line.clone()].trim_end());
    let mut result = String::new();
    for fragment in record.account.fragments() {
        let range = fragment.source();
        if range.end <= line.start || range.start >= line.end {
            continue;
        }
        let whole = line.start <= range.start && range.end <= line.end;
        match fragment.fate {
            Fate::Kept => {
                let cut = range.start.max(line.start)..range.end.min(line.end);
                result.push_str(&source[cut.clone()]);
                if fragment.moved {
                    let rules = record.account.rules_of(fragment).join(" + ");
                    let words = source[cut].trim();
                    let _ = writeln!(out, "  {} {words:?} [{rules}]", w("移走", "moved"));
                }
            }
            Fate::Changed | Fate::Dropped | Fate::Added => {
                if whole {
                    result.push_str(&record.clean[fragment.output()]);
                }
                let name = fate_name(fragment, tongue);
                let _ = writeln!(out, "  {name} {}", change(record, fragment));
            }
        }
    }
    for dropped in &record.dropped {
        if dropped.range.start < line.end && line.start < dropped.range.end {
            let (label, reason) = (dropped.label, dropped.reason);
            let _ = writeln!(out, "  {} {label}: {reason}", w("标签", "label"));
        }
    }
    let standing = standing(pack, &line);
    if !standing.is_empty() {
        let _ = writeln!(out, "  {} {standing}", w("位置", "stands in"));
    }
    let _ = writeln!(out, "{} {}", w("结果", "result"), result.trim());
    Some(out)
}

/// In which article a stretch of the first source stands.
fn standing(pack: &Pack, line: &std::ops::Range<usize>) -> String {
    pack.articles
        .iter()
        .enumerate()
        .filter(|(_, a)| {
            a.extent.as_ref().is_some_and(|(id, range)| {
                id.0 == 0 && range.start < line.end && line.start < range.end
            })
        })
        .map(|(i, a)| format!("{} {}", i + 1, a.contents_title().0))
        .collect::<Vec<_>>()
        .join("；")
}
