//! Kinds: whether a file is text, Markdown, a web page, a Word file or a PDF, and what it
//! must not be.

use super::Kind;
use crate::diag::{Diagnostic, Say, say};

/// The kind of the file called `name`: by its ending, by its first bytes where the ending
/// says nothing.
///
/// # Errors
/// The bytes are those of a file that cannot be a source, with what to do about it.
pub(super) fn of(name: &str, bytes: &[u8]) -> Result<Kind, Diagnostic> {
    if let Some((code, what, help)) = foreign(bytes) {
        return Err(Diagnostic {
            help: Some(help),
            ..Diagnostic::error(
                code,
                say(format!("{name} 是{}", what.zh), format!("{name} is {}", what.en)),
            )
        });
    }
    // Whatever they are called.
    if bytes.starts_with(PDF) {
        return Ok(Kind::Pdf);
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    Ok(match ending.as_deref() {
        Some("docx" | "docm") => Kind::Docx,
        Some("md" | "markdown" | "mdown" | "mkd") => Kind::Markdown,
        Some("html" | "htm" | "xhtml" | "shtml") => Kind::Html,
        Some("pdf") => Kind::Pdf,
        _ if bytes.starts_with(ZIP) => Kind::Docx,
        _ if looks_like_html(bytes) => Kind::Html,
        _ => Kind::Text,
    })
}

const PDF: &[u8] = b"%PDF-";
const ZIP: &[u8] = b"PK\x03\x04";

fn looks_like_html(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let starts = |tag: &[u8]| {
        bytes.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag))
    };
    starts(b"<!doctype html") || starts(b"<html")
}

/// Files that people take for texts: their code, what they are, and what to do.
fn foreign(bytes: &[u8]) -> Option<(&'static str, Say, Say)> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"\xD0\xCF\x11\xE0") {
        return Some((
            "source/old-word",
            say(
                "旧版 Office 文件（.doc、.wps 等）",
                "a file of an old Office version (.doc, .wps)",
            ),
            say("用 Word 或 WPS 另存为 .docx", "save it as .docx with Word or WPS"),
        ));
    }
    if starts(b"{\\rtf") {
        return Some((
            "source/rtf",
            say(" RTF 文件", "an RTF file"),
            say("用 Word 或 WPS 另存为 .docx", "save it as .docx with Word or WPS"),
        ));
    }
    let pictures_and_archives: [&[u8]; 12] = [
        b"\x89PNG",
        b"\xFF\xD8\xFF",
        b"GIF8",
        b"BM6",
        b"II*\0",
        b"MM\0*",
        b"\x1F\x8B",
        b"7z\xBC\xAF",
        b"Rar!",
        b"\x7FELF",
        b"SQLite format 3",
        b"RIFF",
    ];
    pictures_and_archives.iter().any(|magic| starts(magic)).then(|| {
        (
            "source/not-text",
            say(
                "图片、压缩包或程序，不是文本",
                "a picture, an archive or a program, not a text",
            ),
            say(
                "另存为 .txt（UTF-8）、.docx 或 .html 再用",
                "save it as .txt (UTF-8), .docx or .html first",
            ),
        )
    })
}
