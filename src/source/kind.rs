//! Kinds: whether a file is text, Markdown, a web page, a Word file or a PDF, and what it
//! must not be.

use super::Kind;
use super::markdown::settings;
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

/// Whether a text that nothing says of is Markdown: by signs that nobody sets in a plain
/// text.
///
/// One of these is enough:
/// - settings between two lines `---` at its head;
/// - a link or a picture with its address, `[words](https://…)`, `![](…)`;
/// - two headings below the first level, `## …`, or one under a first line `# …`;
/// - a table: a row of cells over a row of dashes;
/// - three lines that open with bold words and go on behind a colon, or are bold from end
///   to end.
///
/// A lone `#`, `*` or `-` proves nothing: they are number signs, notes and dashes.
pub(super) fn is_markdown(text: &str) -> bool {
    if settings::end(text).is_some() || has_link(text) {
        return true;
    }
    let (mut titles, mut headings, mut bold) = (0, 0, 0);
    let mut above = "";
    let mut first = true;
    for line in text.lines() {
        let words = line.trim_start_matches('\u{FEFF}').trim_end();
        if words.is_empty() {
            above = "";
            continue;
        }
        let level = words.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&level) && words[level..].starts_with(' ') {
            titles += usize::from(level == 1 && first);
            headings += usize::from(level > 1);
        }
        bold += usize::from(opens_bold(words));
        if titles + headings >= 2 || bold >= 3 || is_below_a_row(words, above) {
            return true;
        }
        above = words;
        first = false;
    }
    false
}

/// `[words](https://…)`, `![words](…)`.
fn has_link(text: &str) -> bool {
    const LONGEST: usize = 300;
    const FARTHEST: usize = 2000;
    text.match_indices("](").any(|(at, _)| {
        let behind = &text[at + 2..];
        let mut open = at.saturating_sub(LONGEST);
        while !text.is_char_boundary(open) {
            open += 1;
        }
        let line = text[open..at].rfind('\n').map_or(open, |end| open + end + 1);
        let Some(bracket) = text[line..at].rfind('[').map(|b| line + b) else {
            return false;
        };
        let mut address = behind.char_indices().take(FARTHEST);
        let end = address.find(|(_, c)| matches!(c, '\n' | ')'));
        let end = end.filter(|(_, c)| *c == ')');
        let picture = text[..bracket].ends_with('!');
        let leads =
            ["http://", "https://", "/", "./", "../", "data:", "javascript:", "#"];
        end.is_some() && (picture || leads.iter().any(|lead| behind.starts_with(lead)))
    })
}

/// `**小标题**`, `**时间**：……`, `- **时间：**……`.
fn opens_bold(words: &str) -> bool {
    let words = words.trim_start();
    let bullets = ["- ", "* ", "+ "];
    let bare = bullets.iter().find_map(|b| words.strip_prefix(b)).unwrap_or(words);
    let Some(inner) = bare.strip_prefix("**") else { return false };
    let Some(end) = inner.find("**") else { return false };
    let (bold, rest) = (&inner[..end], &inner[end + 2..]);
    let opens = |words: &str| words.starts_with([':', '：']);
    bold.starts_with(|c: char| c.is_alphanumeric() || "“《【（".contains(c))
        && (rest.is_empty() || opens(rest) || bold.ends_with([':', '：']))
}

/// Whether a line is the row of dashes below a row of cells.
fn is_below_a_row(words: &str, above: &str) -> bool {
    let cells = |row: &str| row.trim().trim_matches('|').split('|').count();
    let dashes = |cell: &str| {
        let bare = cell.trim().trim_matches(':');
        bare.len() >= 2 && bare.bytes().all(|b| b == b'-')
    };
    words.contains('|')
        && above.contains('|')
        && words.trim().trim_matches('|').split('|').all(dashes)
        && cells(words) == cells(above)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_with_signs_that_nobody_sets_in_a_plain_text_are_markdown() {
        for text in [
            "---\ntitle: 云溪区简报\n---\n正文。",
            "详见[通知](https://example.cn/1)。",
            "![河道](images/1.png)",
            "# 简报\n\n## 一、概况\n",
            "正文。\n\n## 一\n\n## 二\n",
            "| 项目 | 数量 |\n| --- | ---: |\n| 电梯 | 82 |",
            "**时间**：今天\n- **地点：**区里\n**概况**\n",
        ] {
            assert!(is_markdown(text), "{text}");
        }
    }

    #[test]
    fn plain_texts_are_none() {
        for text in [
            "# 1\n正文。",
            "#云溪 #河道\n",
            "# 注释一\n# 注释二\n# 注释三\n",
            "* 注：数据截至三月\n- 甲\n- 乙\n",
            "张**、李**、王**等人\n**公司与**公司\n**村\n",
            "a[1](b)、[注](见下文)",
            "--------\n正文。\n--------\n",
            "甲 | 乙\n----\n",
            "---\n正文：一\n---\n",
        ] {
            assert!(!is_markdown(text), "{text}");
        }
    }
}
