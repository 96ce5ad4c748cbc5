//! PDF files: the glyphs of their pages, put together into paragraphs by their places.
//!
//! Belongs here: which character a glyph is, which glyphs make a line, where a paragraph
//! begins, which lines stand on page after page in the same place, and refusing files whose
//! text cannot be read with certainty.
//! Does not belong here: what the words say; pictures.

mod furniture;
mod glyphs;
mod limits;
mod lines;
mod paragraphs;
#[cfg(test)]
mod tests;
mod unpack;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::object::dict::keys::{ENCODING, SUBTYPE};
use hayro_interpret::hayro_syntax::object::{Dict, Name, Object};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use glyphs::Unreadable;
use unpack::Packed;

use super::{Content, Hint, Markup};
use crate::diag::{Diagnostic, Notes, say};

/// The most pages that are read. A year of a weekly bulletin has fewer.
const MOST_PAGES: usize = 5_000;

/// The most lines of a page. A page of a newspaper has a third of them.
const MOST_LINES: usize = 4_000;

/// Of so many characters one may be unknown, and then it is set as U+FFFD: more is no text.
const UNKNOWN_ONE_IN: usize = 500;

/// Reads a PDF file.
///
/// # Errors
/// It is broken, locked or too large, has no text (a scan), has text that no table of characters
/// stands behind, or is set in columns from top to bottom.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    notes: &mut Notes,
) -> Result<Content, Diagnostic> {
    if limits::nests_too_deep(bytes) {
        return Err(broken(name));
    }
    unpack::check(bytes, unpack::MOST).map_err(|why| match why {
        Packed::TooDeep => broken(name),
        Packed::TooLarge => too_much(name),
    })?;
    let file = Pdf::new(Arc::new(bytes.to_vec())).map_err(|why| refused(name, &why))?;
    let pages = file.pages();
    if pages.len() > MOST_PAGES {
        return Err(too_many_pages(name, pages.len()));
    }
    if let Some(encoding) = foreign_encoding(&file) {
        return Err(no_characters(name, Some(&encoding)));
    }
    let read = glyphs::read(&file).map_err(|why| match why {
        Unreadable::Broken => broken(name),
        Unreadable::Endless(page) => endless(name, page),
    })?;
    let (all, unknown) = read.iter().flat_map(|page| &page.glyphs).fold(
        (0, 0),
        |(all, unknown), glyph| {
            (all + 1, unknown + usize::from(glyph.text.contains('\u{FFFD}')))
        },
    );
    if all == 0 {
        return Err(scanned(name));
    }
    if unknown * UNKNOWN_ONE_IN > all {
        return Err(no_characters(name, None));
    }
    let pages: Vec<_> = read.iter().map(lines::of).collect();
    if pages.iter().any(|page| page.upright) {
        return Err(upright(name));
    }
    if let Some(n) = pages.iter().position(|page| page.lines.len() > MOST_LINES) {
        return Err(drawing(name, n + 1));
    }
    let lines: Vec<_> = pages.into_iter().map(|page| page.lines).collect();
    let paragraphs::Read { text, furniture } = paragraphs::of(&lines);
    let outside = |range| Hint { range, says: Markup::Outside };
    let hints = furniture.into_iter().map(outside).collect();
    let count = lines.len();
    notes.push(
        Diagnostic::advice(
            "source/pdf",
            say(
                format!("PDF 里没有段落，只有字的位置：{count} 页的断行按位置接上了"),
                format!(
                    "a PDF has no paragraphs, only places of letters: the lines of {count} \
                     pages were joined by them"
                ),
            ),
        )
        .help(
            "对照原件看一遍；有原稿（.docx、.txt）就用原稿",
            "compare it with the PDF, or use the file it was made from",
        ),
    );
    Ok(Content { text: text.into(), hints, encoding: "UTF-8", pictures: Vec::new() })
}

/// The encoding of a font whose codes cannot be told apart without tables that this
/// program does not carry: its words would be left out without a sign.
fn foreign_encoding(file: &Pdf) -> Option<String> {
    file.objects().into_iter().find_map(|object| {
        let Object::Dict(font): Object<'_> = object else { return None };
        let font: Dict<'_> = font;
        if font.get::<Name<'_>>(SUBTYPE)?.as_str() != "Type0" {
            return None;
        }
        let encoding = font.get::<Name<'_>>(ENCODING)?;
        let known = matches!(encoding.as_str(), "Identity-H" | "Identity-V");
        (!known).then(|| encoding.as_str().to_owned())
    })
}

fn refused(name: &str, why: &LoadPdfError) -> Diagnostic {
    match why {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Diagnostic::error(
                "source/pdf-locked",
                say(
                    format!("{name} 有密码，打不开"),
                    format!("{name} is locked by a password"),
                ),
            )
            .help(
                "在阅读器里解除密码另存一份",
                "take the password off in a reader and save a copy",
            )
        }
        _ => broken(name),
    }
}

fn broken(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/pdf-broken",
        say(
            format!("{name} 不是完整的 PDF 文件"),
            format!("{name} is no whole PDF file"),
        ),
    )
    .help(
        "重新下载或另存一份；在阅读器里能打开的，全选复制到 .txt",
        "fetch or save it again, or copy all in a reader into a .txt",
    )
}

fn too_many_pages(name: &str, pages: usize) -> Diagnostic {
    Diagnostic::error(
        "source/too-large",
        say(
            format!("{name}：有 {pages} 页，单个来稿最多 {MOST_PAGES} 页"),
            format!("{name}: {pages} pages, and a source has at most {MOST_PAGES}"),
        ),
    )
    .help("拆成几个文件", "split it into several files")
}

fn too_much(name: &str) -> Diagnostic {
    let most = unpack::MOST >> 20;
    Diagnostic::error(
        "source/too-large",
        say(
            format!("{name}：解压后超过 {most} MB"),
            format!("{name}: it unpacks to more than {most} MB"),
        ),
    )
    .help(
        "拆成几个文件；或在阅读器里全选，复制到 .txt",
        "split it into several files, or copy all in a reader into a .txt",
    )
}

fn scanned(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/pdf-scanned",
        say(
            format!("{name} 里只有图，没有文字：多半是扫描件"),
            format!("{name} has pictures and no text: it is probably a scan"),
        ),
    )
    .help(
        "先用文字识别（OCR）软件取出文字，校对后存成 .txt",
        "take its text out with OCR first, proofread it and save it as .txt",
    )
}

fn no_characters(name: &str, encoding: Option<&str>) -> Diagnostic {
    let encoding = encoding.map(|e| format!("（{e}）")).unwrap_or_default();
    Diagnostic::error(
        "source/pdf-no-characters",
        say(
            format!("{name} 的字体没有带字符表{encoding}，读出来会错字漏字，所以不读"),
            format!(
                "the fonts of {name} have no table of characters{encoding}: its text would \
                 be read wrongly, so it is not read"
            ),
        ),
    )
    .help(
        "试试 pdftotext 稿件.pdf，或在阅读器里全选复制到 .txt；要对照原件校对",
        "try `pdftotext file.pdf`, or copy all in a reader into a .txt, and proofread it",
    )
}

fn drawing(name: &str, page: usize) -> Diagnostic {
    Diagnostic::error(
        "source/pdf-drawing",
        say(
            format!("{name} 第 {page} 页的文字散成了几千处，是图纸，不是文章"),
            format!("page {page} of {name} has words in thousands of places: a drawing"),
        ),
    )
    .help("在阅读器里选取要用的文字，复制到 .txt", "copy the words you need into a .txt")
}

fn endless(name: &str, page: usize) -> Diagnostic {
    Diagnostic::error(
        "source/pdf-drawing",
        say(
            format!("{name} 到第 {page} 页已经画了上百万笔，是图纸，不是文章"),
            format!("{name} has drawn a million strokes by page {page}: a drawing"),
        ),
    )
    .help("在阅读器里选取要用的文字，复制到 .txt", "copy the words you need into a .txt")
}

fn upright(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/pdf-upright",
        say(format!("{name} 是竖排的，读不了"), format!("{name} is set top to bottom")),
    )
    .help("在阅读器里全选复制到 .txt", "copy all in a reader into a .txt")
}
