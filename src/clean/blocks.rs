//! The passes over lines, run on one block of lines after another.
//!
//! Belongs here: where a long text is cut, and putting the blocks together again.
//! Does not belong here: what a pass does to a line.
//!
//! To run every pass over all of a long text brings all of it from the memory again for
//! each of them, together with a list of edits as long. A block, its edits and its account
//! stay in the cache.

use super::account::Blocks;
use super::inventory::Inventory;
use super::{Draft, Pass};

/// About how long a block is, in bytes.
const BLOCK: usize = 1 << 17;

/// Runs `passes` over `text`, which belongs to the account of `draft`. `None` where none
/// of them looks for anything that the text has.
///
/// What markup says and what the editor keeps has its place in the whole text; where there
/// is any, the text is one block.
pub(super) fn run(
    draft: &mut Draft,
    text: &str,
    passes: &[Pass],
    inventory: &mut Inventory,
) -> Option<String> {
    if !passes.iter().any(|pass| inventory.any(pass.looks_for)) {
        return None;
    }
    let is_whole = !draft.hints.is_empty() || !draft.untouched.is_empty();
    Some(run_on(draft, text, passes, inventory, if is_whole { text.len() } else { BLOCK }))
}

fn run_on(
    draft: &mut Draft,
    text: &str,
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
        let mut end = line_end(text, at + length);
        while !blocks.may_end(end) {
            end = line_end(text, end + 1);
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
    blocks.finish(&mut draft.account);
    draft.text.clear();
    done
}

/// The end of the line in which the byte at `at` stands, its line break included.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let line = rest.iter().position(|byte| *byte == b'\n');
    line.map_or(text.len(), |line| at + line + 1)
}
