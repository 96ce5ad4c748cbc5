//! Bytes in any encoding become a text or a refusal with a place that can be shown.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    reading::source("a.txt", bytes);
    for label in ["utf-8", "utf-16le", "gb18030", "big5", "shift_jis", "euc-kr"] {
        let (id, name) = (reading::source::SourceId(0), "a.txt");
        match reading::source::Source::decode(id, name, bytes, Some(label)) {
            Ok((source, notes)) => {
                assert!(!source.text.contains('\u{FFFD}') || holds_replacement(bytes, label));
                reading::draw(&notes);
            }
            Err(error) => reading::draw(&[error]),
        }
    }
});

/// Whether the bytes spell U+FFFD themselves: decoding never puts it in.
fn holds_replacement(bytes: &[u8], label: &str) -> bool {
    let spelt: &[u8] = match label {
        "utf-8" => b"\xEF\xBF\xBD",
        "utf-16le" => b"\xFD\xFF",
        "gb18030" => b"\x84\x31\xA4\x37",
        _ => return false,
    };
    bytes.windows(spelt.len()).any(|w| w == spelt) || bytes.starts_with(b"\xFE\xFF")
}
