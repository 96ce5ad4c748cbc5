use proptest::prelude::*;

use super::{Account, Fate};
use crate::clean::Edit;

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
