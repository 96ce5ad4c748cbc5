//! The side file of an editor: any text is read or refused, and what is read is obeyed
//! without losing a word. The input is a side file and a source with `====` between them.
#![no_main]

use std::sync::Arc;

use reading::segment::Corrections;

libfuzzer_sys::fuzz_target!(|words: &str| {
    let (side, text) = words.split_once("====\n").unwrap_or((words, "云溪区召开会议。\n"));
    let (name, side): (Arc<str>, Arc<str>) = ("labels.txt".into(), side.into());
    match Corrections::parse(&name, &side) {
        Ok(corrections) => {
            if let Some(source) = reading::text(text) {
                reading::read(source, &corrections);
            }
        }
        Err(errors) => reading::draw(&errors),
    }
});
