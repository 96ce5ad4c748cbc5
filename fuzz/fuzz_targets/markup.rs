//! Markdown, web pages and YAML of any shape. The first byte says which.
#![no_main]

use reading::yaml::Document;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let name = match first % 3 {
        0 => "a.md",
        1 => "a.html",
        _ => {
            if let Ok(words) = std::str::from_utf8(rest) {
                let read = Document::new("a.yaml", words).read::<serde_json::Value>();
                if let Err(errors) = read {
                    reading::draw(&errors);
                }
            }
            return;
        }
    };
    if let Some(source) = reading::source(name, rest) {
        reading::read(source, &Default::default());
    }
});
