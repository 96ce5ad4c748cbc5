//! Pictures: PNG, JPEG and GIF as they are; WebP, SVG and photographs that lie on their
//! side, which not every Word shows as they should be, as pixels that it does.
//!
//! Belongs here: `w:drawing`, and what Word can't show made into what it can.
//! Does not belong here: captions (`body`) and sizes (`compose`).

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use super::package::{Kind, Relations};
use super::xml::Xml;
use crate::compose::sheet::{Color, Rule};
use crate::compose::{Figure, Image};
use crate::diag::{Diagnostic, say};
use crate::fonts::Book;
use crate::render::drawing;
use crate::source::Format;

/// English metric units to the point.
const EMU: f64 = 12_700.0;

/// The pictures of a document.
#[derive(Default)]
pub(super) struct Pictures {
    /// Name, media type, bytes.
    pub(super) files: Vec<(String, &'static str, Arc<Vec<u8>>)>,
    drawn: usize,
}

/// A picture that Word can show.
struct Shown {
    bytes: Arc<Vec<u8>>,
    ending: &'static str,
    media: &'static str,
}

impl Pictures {
    /// Draws a figure.
    pub(super) fn draw(
        &mut self,
        xml: &mut Xml,
        figure: &Figure,
        book: &Book,
        relations: &mut Relations,
    ) -> Result<(), Diagnostic> {
        let shown = shown(figure, book).ok_or_else(|| unreadable(figure))?;
        let name = self.file(shown);
        let id = relations.add(Kind::Image, name);
        self.inline(xml, (figure.width, figure.height), &id, &figure.alt);
        Ok(())
    }

    /// A rule as a picture of one pixel: the only one that Word and LibreOffice both draw
    /// between the paragraphs of a text frame.
    pub(super) fn rule(
        &mut self,
        xml: &mut Xml,
        width: f64,
        rule: Rule,
        relations: &mut Relations,
    ) {
        let Color { red, green, blue } = rule.color;
        let pixel = image::RgbImage::from_pixel(1, 1, image::Rgb([red, green, blue]));
        let mut png = Cursor::new(Vec::new());
        if pixel.write_to(&mut png, ImageFormat::Png).is_err() {
            return;
        }
        let (ending, media) = ("png", "image/png");
        let shown = Shown { bytes: Arc::new(png.into_inner()), ending, media };
        let name = self.file(shown);
        let id = relations.add(Kind::Image, name);
        self.inline(xml, (width, rule.width), &id, "分隔线");
    }

    /// A picture in the line, of a size in points.
    fn inline(
        &mut self,
        xml: &mut Xml,
        (width, height): (f64, f64),
        id: &str,
        alt: &str,
    ) {
        let cx = format!("{:.0}", (width * EMU).max(1.0));
        let cy = format!("{:.0}", (height * EMU).max(1.0));
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
        xml.empty("wp:docPr", &[("id", &number), ("name", &title), ("descr", alt)]);
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
        let own = [("id", number.as_str()), ("name", &title), ("descr", alt)];
        xml.empty("pic:cNvPr", &own);
        xml.empty("pic:cNvPicPr", &[]);
        xml.close("pic:nvPicPr");
        xml.open("pic:blipFill", &[]);
        xml.empty("a:blip", &[("r:embed", id)]);
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

/// How fine a drawing is made into pixels: 300 to the inch, as printers have it.
const FINE: f64 = 300.0 / 72.0;

/// PNG, GIF and upright JPEG as they are; what Word shows wrongly or not at all as PNG.
fn shown(figure: &Figure, book: &Book) -> Option<Shown> {
    let image = &figure.image;
    let as_it_is = |ending, media| Shown { bytes: image.bytes.clone(), ending, media };
    let png = |bytes| Shown { bytes: Arc::new(bytes), ending: "png", media: "image/png" };
    Some(match image.format {
        Format::Png => as_it_is("png", "image/png"),
        Format::Gif => as_it_is("gif", "image/gif"),
        Format::Svg => png(drawing::pixels(&image.bytes, figure.width * FINE, book)?),
        Format::Webp => {
            let mut out = Cursor::new(Vec::new());
            decoded(image, ImageFormat::WebP)?
                .write_to(&mut out, ImageFormat::Png)
                .ok()?;
            png(out.into_inner())
        }
        Format::Jpeg => match orientation(image) {
            Orientation::NoTransforms => as_it_is("jpeg", "image/jpeg"),
            turn => {
                let mut picture = decoded(image, ImageFormat::Jpeg)?;
                picture.apply_orientation(turn);
                let mut out = Vec::new();
                let coder = JpegEncoder::new_with_quality(&mut out, 92);
                picture.into_rgb8().write_with_encoder(coder).ok()?;
                let (ending, media) = ("jpeg", "image/jpeg");
                Shown { bytes: Arc::new(out), ending, media }
            }
        },
    })
}

fn decoded(image: &Image, format: ImageFormat) -> Option<DynamicImage> {
    image::load_from_memory_with_format(&image.bytes, format).ok()
}

/// How a photograph must be turned to stand upright. Word does not turn it.
fn orientation(image: &Image) -> Orientation {
    let bytes = Cursor::new(image.bytes.as_slice());
    let reader = ImageReader::with_format(bytes, ImageFormat::Jpeg);
    let decoder = reader.into_decoder();
    let turn = decoder.ok().and_then(|mut decoder| decoder.orientation().ok());
    turn.unwrap_or(Orientation::NoTransforms)
}

fn unreadable(figure: &Figure) -> Diagnostic {
    let (alt, format) = (&figure.alt, figure.image.format.ending());
    Diagnostic::error(
        "docx/unreadable-image",
        say(
            format!("图片“{alt}”（{format}）放不进 Word 文件"),
            format!("the image “{alt}” ({format}) cannot go into a Word file"),
        ),
    )
    .help("把它另存为 PNG 再用", "save it as PNG")
}
