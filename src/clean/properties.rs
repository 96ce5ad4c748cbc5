//! What must hold for any text whatever.

use proptest::prelude::*;

use super::{Draft, PASSES, paragraphs, run};
use crate::diag::Notes;
use crate::source::{Source, SourceId};

fn cleaned(source: &Source) -> Draft {
    let mut draft = run(source, &mut Notes::new());
    let mut ranges = Vec::new();
    let mut start = 0;
    for line in draft.text.split('\n') {
        ranges.push(start..start + line.len());
        start += line.len() + 1;
    }
    paragraphs(&mut draft, &mut ranges);
    draft
}

fn source(name: &str, bytes: &[u8]) -> Option<Source> {
    Source::decode(SourceId(0), name, bytes, None).ok().map(|(source, _)| source)
}

/// Whether a second cleaning of the whole text changes nothing.
fn is_settled(text: &str) -> bool {
    let once = run(&source("a.txt", text.as_bytes()).expect("a text"), &mut Notes::new());
    let second = source("a.txt", once.text.as_bytes()).expect("a text");
    run(&second, &mut Notes::new()).text == once.text
}

#[test]
fn room_that_goes_decides_nothing() {
    for text in [
        "会议指出要坚持.\n会议强调要落实.\n会议要求抓紧办理(限期三天. ).",
        "他说“! !-2!”！！后离开",
        "他问“ ! ! a.b...?‘云溪",
    ] {
        assert!(is_settled(text), "{text}");
    }
}

/// Text of the characters that the rules look at.
const LIVELY: &str = "[云溪区的人大一二第章号年发說國0-9a-e ,.;:?!()（），。、：“”‘’\"'《》【】\
    \\[\\]…·•~～&#—―\\-\n\r\t　\u{A0}\u{200B}\u{FEFF}ｱ５Ａ⽂]{0,60}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_bytes_are_cleaned_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for name in ["a.txt", "a.md", "a.html", "a.docx"] {
            if let Some(source) = source(name, &bytes) {
                let draft = cleaned(&source);
                let balance = draft.account.check(&source.text, &draft.text);
                balance.map_err(TestCaseError::fail)?;
            }
        }
    }

    #[test]
    fn lively_text_balances_and_keeps_its_promises(text in LIVELY) {
        let Some(source) = source("a.txt", text.as_bytes()) else { return Ok(()) };
        let mut draft = Draft::new(&source);
        for pass in PASSES {
            let before = draft.text.clone();
            let edits = (pass.edits)(&draft.view());
            draft.apply(pass.name, &edits);
            prop_assert!(pass.touches.allows(&before, &draft.text), "{}", pass.name);
            let is_looked_for = before.chars().any(pass.looks_for);
            prop_assert!(edits.is_empty() || is_looked_for, "{}", pass.name);
            draft.account.check(&source.text, &draft.text).map_err(TestCaseError::fail)?;
        }
    }

    #[test]
    fn a_second_cleaning_changes_nothing(text in LIVELY) {
        let text = format!("云溪区召开会议。\n{text}");
        let Some(first) = source("a.txt", text.as_bytes()) else { return Ok(()) };
        let once = cleaned(&first).text;
        let Some(second) = source("a.txt", once.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(&cleaned(&second).text, &once);
    }

    #[test]
    fn markdown_of_any_shape_balances(text in "[云溪#*_`>|\\-+0-9. \\[\\]()!\\\\\n\r&;<>b/]{0,60}") {
        if let Some(source) = source("a.md", text.as_bytes()) {
            let draft = cleaned(&source);
            draft.account.check(&source.text, &draft.text).map_err(TestCaseError::fail)?;
            for hint in &draft.hints {
                prop_assert!(draft.text.get(hint.range.clone()).is_some());
            }
        }
    }

    #[test]
    fn html_of_any_shape_is_read(
        tags in prop::collection::vec("(</?(p|div|table|tr|td|li|ol|ul|b|h1|pre|br|td>甲<td|span)>)|[云 \n,]{1,3}", 0..40),
    ) {
        if let Some(source) = source("a.html", tags.concat().as_bytes()) {
            for hint in &source.hints {
                prop_assert!(source.text.get(hint.range.clone()).is_some());
            }
        }
    }
}
