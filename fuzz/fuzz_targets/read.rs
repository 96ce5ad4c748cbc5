//! A whole reading of any text: labels, joins, articles, and the proof that no byte of the
//! source is unaccounted for.
#![no_main]

libfuzzer_sys::fuzz_target!(|words: &str| {
    if let Some(source) = reading::text(words) {
        reading::read(source, &Default::default());
    }
});
