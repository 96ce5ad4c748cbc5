//! The outline: how deep each heading stands.
//!
//! Belongs here: levels from number systems, markers and positions.
//! Does not belong here: deciding that a line is a heading (`rules`).

use super::Label;
use super::numbering::System;
use super::sheet::Sheet;

/// What a heading looks like: headings of one article that look alike stand on one
/// level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The name of a case under a number of that system.
    Case(System),
    /// One of the headings of the form that every such case fills in.
    OfCase(System),
    /// A number of that system on a line of its own; decimal numbers by their depth.
    Numbered(System, u8),
    /// A short line, or one with a marker.
    Short,
    /// 附则, 부칙: the end of a law, on the level of its chapters.
    Backmatter,
    /// A level that the markup of the source gave.
    Marked(u8),
    /// A level that the editor or a profile gave: it holds whatever stands around it.
    Said(u8),
    /// A run-in heading with a number.
    NumberedRunIn(System),
    /// A run-in heading without one.
    RunIn,
}

/// One heading.
struct Head {
    line: usize,
    look: Look,
    value: u32,
    /// Whether the next heading stands right under it, with no text between.
    bare: bool,
}

/// Gives every heading of the lines `from..to`, one article, its level.
pub(crate) fn levels(sheet: &mut Sheet<'_>, from: usize, to: usize) {
    let mut heads: Vec<Head> = (from..to).filter_map(|i| head(sheet, i)).collect();
    for k in 1..heads.len() {
        heads[k - 1].bare = sheet.next_text(heads[k - 1].line + 1) == Some(heads[k].line);
    }
    if heads.is_empty() {
        return;
    }
    of_cases(sheet, &mut heads);
    let top = heads.iter().filter_map(system).min();
    let short_above = short_stands_above(&heads);
    let frame = frames(&heads);
    let rank = |look: Look| -> u16 {
        match look {
            Look::Marked(level) | Look::Said(level) => u16::from(level),
            Look::Case(system) => 105 + 10 * system as u16,
            Look::OfCase(system) => 106 + 10 * system as u16,
            Look::Backmatter => top.map_or(100, |system| 100 + 10 * system as u16),
            Look::Numbered(System::Decimal, depth) => {
                100 + 10 * System::Arabic as u16 + u16::from(depth)
            }
            Look::Numbered(System::Marker | System::Bullet, _) | Look::Short => {
                if let Some(system) = frame {
                    100 + 10 * system as u16
                } else if short_above {
                    50
                } else {
                    100 + 10 * System::Marker as u16
                }
            }
            Look::Numbered(system, _) => 100 + 10 * system as u16,
            Look::NumberedRunIn(System::Article) => 100 + 10 * System::Article as u16,
            // A number binds more than the way in which a heading is set: （一） run in
            // stands where （一） on its own line would.
            Look::NumberedRunIn(System::Marker | System::Bullet) | Look::RunIn => 400,
            Look::NumberedRunIn(system) => 101 + 10 * system as u16,
        }
    };
    let below = below_short(sheet, &heads);
    let mut stack: Vec<u16> = Vec::new();
    for (k, head) in heads.iter().enumerate() {
        let mut rank = rank(head.look);
        if short_above && below[k] {
            rank += 1;
        }
        if let Look::Said(level) = head.look {
            // It takes the place of what stood on its level, or hangs below what is open.
            let above = usize::from(level) - 1;
            let below = stack.last().map_or(rank, |open| open + 1);
            rank = stack.get(above).copied().unwrap_or(below);
            stack.truncate(above);
        }
        while stack.last().is_some_and(|top| *top >= rank) {
            stack.pop();
        }
        stack.push(rank);
        let level = u8::try_from(stack.len()).unwrap_or(u8::MAX);
        if let Some(verdict) = sheet.verdicts[head.line].as_mut()
            && let Label::Heading(own) = &mut verdict.label
        {
            *own = level;
        }
        for cut in &mut sheet.cuts[head.line] {
            if let Label::RunIn(own) = &mut cut.verdict.label {
                *own = level;
            }
        }
    }
}

/// For each heading whether it is a short one that stands below another short one.
///
/// It does where it stands right under it, no text between. So does what follows such a
/// heading and opens like it; and where several short ones have others right under them,
/// what has text under it stands below.
fn below_short(sheet: &Sheet<'_>, heads: &[Head]) -> Vec<bool> {
    let short = |k: usize| heads[k].look == Look::Short;
    let right_under = |k: usize| k > 0 && short(k) && short(k - 1) && heads[k - 1].bare;
    let opening = |k: usize| sheet.words(heads[k].line).chars().take(2);
    let several = (0..heads.len()).filter(|k| right_under(*k)).count() >= 2;
    let mut below = vec![false; heads.len()];
    let mut first: Option<usize> = None;
    for k in 0..heads.len() {
        if right_under(k) {
            below[k] = true;
            first = Some(k);
        } else if short(k) && !heads[k].bare {
            below[k] = first.is_some_and(|f| several || opening(f).eq(opening(k)));
            if !below[k] {
                first = None;
            }
        } else {
            first = None;
        }
    }
    below
}

/// Looks at the cases that an outline counts over, and at the headings under each of them.
fn of_cases(sheet: &Sheet<'_>, heads: &mut [Head]) {
    let reason = |h: &Head| sheet.verdicts[h.line].as_ref().map_or("", |v| v.reason);
    let is_case = |h: &Head| reason(h) == "case-in-an-outline";
    let Some(first) = heads.iter().position(is_case) else { return };
    let Some(over) = heads[..first].iter().rev().find_map(system) else { return };
    for head in &mut heads[first..] {
        if is_case(head) {
            head.look = Look::Case(over);
        } else if matches!(reason(head), "form" | "in-brackets") {
            head.look = Look::OfCase(over);
        }
    }
}

fn head(sheet: &Sheet<'_>, i: usize) -> Option<Head> {
    let number = sheet.numbers[i];
    let run_in = sheet.cuts[i].iter().any(|c| matches!(c.verdict.label, Label::RunIn(_)));
    let value = number.map_or(0, |n| n.value);
    let said = sheet.verdicts[i]
        .as_ref()
        .is_some_and(|v| v.reason == "editor" || v.reason.starts_with("profile/"));
    let look = match (sheet.label(i), number) {
        (Some(Label::Heading(level)), _) if level > 0 && said => Look::Said(level),
        (Some(Label::Heading(level)), _) if level > 0 => Look::Marked(level),
        (Some(Label::Heading(_)), Some(n)) => Look::Numbered(n.system, n.depth),
        (Some(Label::Heading(_)), None) if is_backmatter(sheet.words(i)) => {
            Look::Backmatter
        }
        (Some(Label::Heading(_)), None) => Look::Short,
        _ if run_in => match number {
            Some(n) => Look::NumberedRunIn(n.system),
            None => Look::RunIn,
        },
        _ => return None,
    };
    Some(Head { line: i, look, value, bare: false })
}

/// The system of the topmost numbers where short headings only stand before the first
/// and behind the last of them (`序言`, `结语`): they stand on the same level.
fn frames(heads: &[Head]) -> Option<System> {
    let top = heads.iter().filter_map(system).min()?;
    let short = |h: &Head| matches!(h.look, Look::Short);
    let first = heads.iter().position(|h| system(h) == Some(top))?;
    let last = heads.iter().rposition(|h| system(h) == Some(top))?;
    let outside = heads[..first].iter().filter(|h| short(h)).count();
    let inside = heads[first..last].iter().any(short);
    let apart = !heads[..first].iter().any(|h| h.bare);
    // One closes what one has opened; more go on with an outline of their own.
    let closing = heads[last + 1..].iter().filter(|h| short(h)).count() <= 1;
    (closing && outside == 1 && !inside && first == 1 && last > first && apart)
        .then_some(top)
}

/// The number system of a heading, markers aside.
fn system(h: &Head) -> Option<System> {
    match h.look {
        Look::Numbered(s, _) | Look::NumberedRunIn(s)
            if !matches!(s, System::Marker | System::Bullet) =>
        {
            Some(s)
        }
        _ => None,
    }
}

/// `附则`, `부칙`, `附 則`.
fn is_backmatter(words: &str) -> bool {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    ["附则", "附則", "부칙", "附录", "附錄", "别表", "別表"]
        .iter()
        .any(|w| bare.starts_with(w))
}

/// Whether short headings stand above the numbered ones: the numbers start again under
/// them, or go on regardless.
///
/// `总体要求` over `一、…`, `二、…` and `重点任务` over `一、…` again: above. `一、…` with
/// `背景` under it before `二、…`: below.
fn short_stands_above(heads: &[Head]) -> bool {
    let numbered = |h: &&Head| matches!(h.look, Look::Numbered(s, _) if s != System::Marker && s != System::Bullet);
    let Some(top) = heads
        .iter()
        .filter(numbered)
        .map(|h| match h.look {
            Look::Numbered(system, _) => system,
            _ => System::Bullet,
        })
        .min()
    else {
        return true;
    };
    let short = |h: &Head| {
        matches!(h.look, Look::Short | Look::Numbered(System::Marker | System::Bullet, _))
    };
    let (mut above, mut below) = (0, 0);
    let mut value = 0;
    let mut since = false;
    let mut bare = false;
    for h in heads {
        if short(h) {
            since = true;
            bare = h.bare;
        } else if matches!(h.look, Look::Numbered(s, _) if s == top) {
            if since {
                if h.value == 1 {
                    // Nothing stands under the short one but the numbers.
                    above += if bare { 2 } else { 1 };
                } else if h.value == value + 1 {
                    below += 1;
                }
            }
            since = false;
            value = h.value;
        }
    }
    // Short headings only behind the last number hang on it unless they were above
    // before.
    // Two that have texts of their own before the first number, and no number that goes
    // on behind a short one: what is numbered hangs on the short ones.
    let outer = |h: &&Head| !matches!(h.look, Look::Numbered(s, _) if s == top);
    let plain = |h: &&Head| matches!(h.look, Look::Short);
    let before = heads.iter().take_while(outer).filter(plain).count();
    // So does where short ones go on behind the last number.
    let behind = heads.iter().rev().take_while(outer).filter(plain).count();
    above >= 2 && above > below
        || above >= 1 && below == 0 && (before >= 2 || before == 1 && behind >= 2)
        || (above == 0 && below == 0 && heads.first().is_some_and(short))
}
