//! The receipt: what became of every character of a source, and under which rule.
//!
//! Belongs here: the account as a text for people: totals and the list.
//! Does not belong here: keeping the account (`clean`), and the story of one line
//! (`story`).

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Pack, Record};
use crate::clean::{Fate, Fragment};
use crate::diag::{Finger, Tongue};

pub(super) fn word(tongue: Tongue, zh: &'static str, en: &'static str) -> &'static str {
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

pub(super) fn fate_name(fragment: &Fragment, tongue: Tongue) -> &'static str {
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
    let mut dropped = record.dropped.iter().peekable();
    for fragment in record.account.fragments() {
        if fragment.fate == Fate::Kept && !fragment.moved {
            continue;
        }
        let range = fragment.source();
        let (line, column) = finger.go(&record.source.text, range.start);
        let (fate, change) = (fate_name(fragment, tongue), change(record, fragment));
        let _ = write!(out, "  {line}:{column} {fate} {change}");
        // The account knows the profile; which of its lines decided, the label.
        while dropped.next_if(|d| d.range.end <= range.start).is_some() {}
        if let Some(why) = dropped.peek().filter(|d| d.range.start < range.end)
            && why.reason.starts_with("profile/")
            && fragment.fate == Fate::Dropped
        {
            let _ = write!(out, " {}", why.reason);
        }
        out.push('\n');
    }
}

pub(super) fn change(record: &Record, fragment: &Fragment) -> String {
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
