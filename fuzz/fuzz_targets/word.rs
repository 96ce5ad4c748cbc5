//! Word files: any document in a sound package, and any bytes that call themselves one.
//! Parts are split by a line `====`: the document, its styles, its numbering, its notes.
#![no_main]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

const PARTS: [&str; 4] =
    ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml"];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let package = match std::str::from_utf8(bytes) {
        Ok(words) => package(words),
        Err(_) => bytes.to_vec(),
    };
    if let Some(source) = reading::source("a.docx", &package) {
        reading::read(source, &Default::default());
    }
});

fn package(words: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored);
    for (name, part) in PARTS.iter().zip(words.split("====\n")) {
        zip.start_file(*name, options).expect("it is written to memory");
        zip.write_all(part.as_bytes()).expect("it is written to memory");
    }
    zip.finish().expect("it is written to memory").into_inner()
}
