//! Cleaning any text balances, keeps its promises, and finds nothing to do a second time.
#![no_main]

use reading::clean::{Draft, PASSES, run};
use reading::diag::Notes;

libfuzzer_sys::fuzz_target!(|words: &str| {
    let Some(source) = reading::text(words) else { return };
    let mut draft = Draft::new(&source);
    for pass in PASSES {
        let before = draft.text.clone();
        let edits = (pass.edits)(&draft.view());
        assert!(
            edits.is_empty() || before.chars().any(pass.looks_for),
            "{} looks for too little",
            pass.name
        );
        draft.apply(pass.name, &edits);
        assert!(pass.touches.allows(&before, &draft.text), "{} breaks its promise", pass.name);
        draft.account.check(&source.text, &draft.text).expect("the account balances");
    }
    let once = run(&source, &mut Notes::new());
    // What is left may begin like a web page, and be read as one.
    let again = reading::text(&once.text).filter(|again| again.kind == source.kind);
    if let Some(again) = again {
        let twice = run(&again, &mut Notes::new());
        // An entity written with entities (`&am&#112;;`) is one only the second time.
        let nested = PASSES.iter().any(|pass| {
            let mut draft = Draft::new(&again);
            draft.traits = once.traits;
            pass.name == "entities" && !(pass.edits)(&draft.view()).is_empty()
        });
        assert!(
            nested
                || once.traits != twice.traits
                || twice.text == again.text.as_ref(),
            "{:?} becomes {:?} at the second time",
            again.text,
            twice.text
        );
    }
});
