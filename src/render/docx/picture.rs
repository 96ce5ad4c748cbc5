//! Pictures: PNG, JPEG and GIF as they are. WebP and SVG, which only part of all Words can
//! show, are refused with a word about what to do.
//!
//! Belongs here: sizes of pictures and `w:drawing`.
//! Does not belong here: captions (`body`).

use super::package::{Kind, Relations};
use super::xml::Xml;
use crate::compose::Figure;
use crate::compose::sheet::Page;
use crate::diag::{Diagnostic, say};

/// English metric units to the point.
const EMU: f64 = 12_700.0;

/// The pictures of a document.
#[derive(Default)]
pub(super) struct Pictures {
    /// Name, media type, bytes.
    pub(super) files: Vec<(String, &'static str, Vec<u8>)>,
    drawn: usize,
}

/// A picture that Word can show.
struct Shown {
    bytes: Vec<u8>,
    ending: &'static str,
    media: &'static str,
    /// Width and height in pixels.
    size: (f64, f64),
}

impl Pictures {
    /// Draws a figure as large as it is at 96 dots to the inch, and no larger than the
    /// type area takes.
    pub(super) fn draw(
        &mut self,
        xml: &mut Xml,
        figure: &Figure,
        page: &Page,
        relations: &mut Relations,
    ) -> Result<(), Diagnostic> {
        let shown = readable(figure).ok_or_else(|| unreadable(figure))?;
        let (width, height) = (shown.size.0 * 0.75, shown.size.1 * 0.75);
        let fit = (page.measure() / width).min(page.depth() * 0.8 / height).min(1.0);
        let cx = format!("{:.0}", (width * fit * EMU).max(1.0));
        let cy = format!("{:.0}", (height * fit * EMU).max(1.0));
        let name = self.file(shown);
        let id = relations.add(Kind::Image, name);
        self.drawn += 1;
        let number = self.drawn.to_string();
        let title = format!("图 {number}");

        xml.open("w:r", &[]);
        xml.open("w:drawing", &[]);
        xml.open(
            "wp:inline",
            &[("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")],
        );
        xml.empty("wp:extent", &[("cx", &cx), ("cy", &cy)]);
        xml.empty(
            "wp:docPr",
            &[("id", &number), ("name", &title), ("descr", &figure.alt)],
        );
        xml.open("wp:cNvGraphicFramePr", &[]);
        let drawing = "http://schemas.openxmlformats.org/drawingml/2006/main";
        let picture = "http://schemas.openxmlformats.org/drawingml/2006/picture";
        xml.empty(
            "a:graphicFrameLocks",
            &[("xmlns:a", drawing), ("noChangeAspect", "1")],
        );
        xml.close("wp:cNvGraphicFramePr");
        xml.open("a:graphic", &[("xmlns:a", drawing)]);
        xml.open("a:graphicData", &[("uri", picture)]);
        xml.open("pic:pic", &[("xmlns:pic", picture)]);
        xml.open("pic:nvPicPr", &[]);
        let own = [("id", number.as_str()), ("name", &title), ("descr", &figure.alt)];
        xml.empty("pic:cNvPr", &own);
        xml.empty("pic:cNvPicPr", &[]);
        xml.close("pic:nvPicPr");
        xml.open("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", &id)]);
        xml.open("a:stretch", &[]);
        xml.empty("a:fillRect", &[]);
        xml.close("a:stretch");
        xml.close("pic:blipFill");
        xml.open("pic:spPr", &[]);
        xml.open("a:xfrm", &[]);
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", &[("cx", &cx), ("cy", &cy)]);
        xml.close("a:xfrm");
        xml.open("a:prstGeom", &[("prst", "rect")]);
        xml.empty("a:avLst", &[]);
        xml.close("a:prstGeom");
        xml.close("pic:spPr");
        xml.close("pic:pic");
        xml.close("a:graphicData");
        xml.close("a:graphic");
        xml.close("wp:inline");
        xml.close("w:drawing");
        xml.close("w:r");
        Ok(())
    }

    fn file(&mut self, shown: Shown) -> String {
        if let Some(same) = self.files.iter().find(|f| f.2 == shown.bytes) {
            return same.0.clone();
        }
        let name = format!("media/image{}.{}", self.files.len() + 1, shown.ending);
        self.files.push((name.clone(), shown.media, shown.bytes));
        name
    }
}

fn readable(figure: &Figure) -> Option<Shown> {
    let bytes = figure.image.as_slice();
    let (ending, media, size) = match bytes {
        [0x89, b'P', b'N', b'G', ..] => ("png", "image/png", png_size(bytes)?),
        [0xFF, 0xD8, ..] => ("jpeg", "image/jpeg", jpeg_size(bytes)?),
        [b'G', b'I', b'F', b'8', ..] => ("gif", "image/gif", gif_size(bytes)?),
        _ => return None,
    };
    let size = (f64::from(size.0), f64::from(size.1));
    let seen = size.0 > 0.0 && size.1 > 0.0;
    seen.then(|| Shown { bytes: bytes.to_vec(), ending, media, size })
}

fn big_endian(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn big_endian_16(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    Some((big_endian(bytes, 16)?, big_endian(bytes, 20)?))
}

fn gif_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let low_first = |at: usize| {
        let pair = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_le_bytes(pair)))
    };
    Some((low_first(6)?, low_first(8)?))
}

/// Walks from marker to marker until one that begins a frame, which says the size.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xFF {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Fill bytes, and markers without a length.
            0xFF => at += 1,
            0x01 | 0xD0..=0xD8 => at += 2,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                return Some((
                    big_endian_16(bytes, at + 7)?,
                    big_endian_16(bytes, at + 5)?,
                ));
            }
            _ => at += 2 + usize::try_from(big_endian_16(bytes, at + 2)?).ok()?,
        }
    }
}

fn unreadable(figure: &Figure) -> Diagnostic {
    let Figure { alt, format, .. } = figure;
    Diagnostic::error(
        "docx/unreadable-image",
        say(
            format!("图片“{alt}”（{format}）放不进 Word 文件"),
            format!("the image “{alt}” ({format}) cannot go into a Word file"),
        ),
    )
    .help(
        "Word 只普遍支持 PNG、JPEG 和 GIF：把它另存为 PNG",
        "every Word shows PNG, JPEG and GIF: save it as PNG",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_from_the_heads_of_files() {
        let png = crate::compose::fixture::pixel();
        assert_eq!(png_size(&png), Some((1, 1)));
        assert_eq!(gif_size(b"GIF89a\x10\x01\x20\x00"), Some((272, 32)));
        let jpeg = b"\xFF\xD8\xFF\xE0\x00\x04ab\xFF\xC2\x00\x0B\x08\x00\x20\x01\x10\x01";
        assert_eq!(jpeg_size(jpeg), Some((272, 32)));
        for cut in 0..jpeg.len() - 2 {
            assert_eq!(jpeg_size(&jpeg[..cut]), None);
        }
    }
}
