//! The passes over lines, run on one block of lines after another.
//!
//! Belongs here: where a long text is cut, and putting the blocks together again.
//! Does not belong here: what a pass does to a line.
//!
//! To run every pass over all of a long text brings all of it from the memory again for
//! each of them, together with a list of edits as long. A block, its edits and its account
//! stay in the cache.

use std::borrow::Cow;

use super::account::Blocks;
use super::inventory::Inventory;
use super::{Draft, Pass};

/// About how long a block is, in bytes.
const BLOCK: usize = 1 << 17;

/// Runs `passes` over `text`, which belongs to the account of `draft`, and returns what
/// they make of it.
///
/// What markup says and what the editor keeps has its place in the whole text; where there
/// is any, the text is one block.
pub(super) fn run<'t>(
    draft: &mut Draft,
    text: Cow<'t, str>,
    passes: &[Pass],
    inventory: &mut Inventory,
) -> Cow<'t, str> {
    if text.is_empty() || !passes.iter().any(|pass| inventory.any(pass.looks_for)) {
        return text;
    }
    let is_whole = !draft.hints.is_empty() || !draft.untouched.is_empty();
    let length = if is_whole { text.len() } else { BLOCK };
    Cow::Owned(run_on(draft, text, passes, inventory, length))
}

fn run_on(
    draft: &mut Draft,
    text: Cow<'_, str>,
    passes: &[Pass],
    inventory: &mut Inventory,
    length: usize,
) -> String {
    // A mark of full width has three bytes: the text gets longer. There is a fragment for
    // every other mark or so.
    let mut done = String::with_capacity(text.len() + text.len() / 8);
    let mut blocks = Blocks::of(&mut draft.account, text.len() / 24 + 1);
    let mut at = 0;
    while at < text.len() {
        let mut end = line_end(&text, at + length);
        while !blocks.may_end(end) {
            end = line_end(&text, end + 1);
        }
        draft.text.clear();
        draft.text.push_str(&text[at..end]);
        blocks.open(&mut draft.account, end);
        for pass in passes {
            if inventory.any(pass.looks_for) {
                let edits = (pass.edits)(&draft.view());
                edits.iter().for_each(|edit| inventory.add(&edit.with));
                draft.apply_pass(pass, &edits);
            }
        }
        blocks.close(&draft.account, draft.text.len());
        done.push_str(&draft.text);
        at = end;
    }
    let old = match text {
        Cow::Borrowed(_) => String::new(),
        Cow::Owned(old) => old,
    };
    blocks.finish(&mut draft.account, old);
    done
}

/// The end of the line in which the byte at `at` stands, its line break included.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let line = rest.iter().position(|byte| *byte == b'\n');
    line.map_or(text.len(), |line| at + line + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clean::{PASSES, Scope};
    use crate::source::{Source, SourceId};

    /// The text that blocks of about this length make of a source, and the entries of its
    /// account.
    fn cleaned(source: &Source, length: usize) -> (String, Vec<String>) {
        let mut draft = Draft::with(source, String::new());
        let mut inventory = Inventory::of(&source.text);
        let mut text = Cow::Borrowed(&*source.text);
        for group in PASSES.chunk_by(|a, b| a.scope == b.scope) {
            if group[0].scope == Scope::Lines {
                let new = run_on(&mut draft, text, group, &mut inventory, length);
                draft.account.check(&source.text, &new).expect("it balances");
                text = Cow::Owned(new);
            }
        }
        let account = &draft.account;
        let entry = |f| format!("{f:?} {:?}", account.rules_of(f));
        // Rules have their numbers in the order in which they were first needed.
        let numbered = |entry: String| {
            let (before, behind) = entry.split_once("rules: ").unwrap_or_default();
            let (_, names) = behind.split_once(' ').unwrap_or_default();
            format!("{before}{names}")
        };
        let entries = account.fragments().iter().map(entry).map(numbered).collect();
        (text.into_owned(), entries)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn blocks_make_what_the_whole_makes(
            text in "([云溪区。,:()“”.~·\\-\\[\\]a-c0-9 \u{A0}\u{200B}\u{3000}Ａ⽂]|&nbsp;|&#8232;|\r\n|\n|\r){1,60}",
            length in 0_usize..30,
        ) {
            let name = "a.txt";
            let text = format!("云溪区{text}");
            let (source, _) = Source::decode(SourceId(0), name, text.as_bytes(), None)
                .expect("it is a text");
            prop_assert_eq!(cleaned(&source, length), cleaned(&source, source.text.len()));
        }
    }
}
