//! PDF files: any objects in a sound file, and any bytes that call themselves one.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes);
    if let Some(source) = reading::source("a.pdf", &file) {
        reading::read(source, &Default::default());
    }
});
