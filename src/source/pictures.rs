//! Pictures of sources: what they are, and reading them from the disk.
//!
//! Belongs here: where a picture stands in its source, which files may be read for it,
//! and whether its bytes can be shown.
//! Does not belong here: how large it is printed (`compose`), and its caption where that
//! is a line of the text (`segment`).
//!
//! Nothing is fetched. A source may be anybody's text, so it can name only files of its
//! own folder and the folders below: `../secret.png`, an absolute path and a link that
//! leads out are not read. A job is the editor's own word, and the pictures that it names
//! may stand anywhere.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use image::{ImageDecoder, ImageFormat, ImageReader};
use resvg::usvg;

use super::{Kind, Source};
use crate::diag::{Diagnostic, Notes, Say, say};

/// A picture of a source.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The byte of [`Source::text`] at which it stands; it takes no room there.
    pub at: usize,
    /// The file as the source names it, or a name for what the source holds itself.
    pub name: String,
    /// The picture, once it was read.
    pub image: Option<Image>,
    /// What it shows, as the source says.
    pub alt: Option<String>,
    /// The caption, where the markup of the source has one that is no line of the text.
    pub caption: Option<String>,
    /// How wide the source shows it, in points, where the source says.
    pub width: Option<f64>,
}

/// A picture that can be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The file, byte for byte.
    pub bytes: Arc<Vec<u8>>,
    /// What kind of file.
    pub format: Format,
    /// Width in pixels (1/96 inch), as it is seen: a photograph that says it was taken
    /// upright is upright.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
}

/// The kinds of pictures that are carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF; only its first picture is printed.
    Gif,
    /// WebP.
    Webp,
    /// SVG.
    Svg,
}

impl Format {
    /// The ending of such files, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Jpeg => "jpg",
            Format::Gif => "gif",
            Format::Webp => "webp",
            Format::Svg => "svg",
        }
    }

    /// The media type, such as `image/png`.
    pub fn media(self) -> &'static str {
        match self {
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
            Format::Gif => "image/gif",
            Format::Webp => "image/webp",
            Format::Svg => "image/svg+xml",
        }
    }
}

/// Below this many pixels a picture of a page is a button or a bullet.
pub(super) const ICON: f64 = 48.0;

/// The largest picture file that is read.
const MAX_BYTES: u64 = 64 << 20;

/// The most pixels of a picture: a page at 1200 dots to the inch has 140 million.
const MAX_PIXELS: f64 = 150e6;

impl Image {
    /// Makes an image of the bytes of a file, after looking whether all of it can be
    /// shown: the typesetter refuses a whole pack for one broken picture.
    ///
    /// # Errors
    /// What is wrong with it, as a predicate: it is of no known kind, broken or too large.
    pub fn read(bytes: Vec<u8>) -> Result<Image, Say> {
        let format = match bytes.as_slice() {
            [0x89, b'P', b'N', b'G', ..] => Format::Png,
            [0xFF, 0xD8, ..] => Format::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Format::Gif,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                Format::Webp
            }
            bytes if is_svg(bytes) => Format::Svg,
            _ => {
                return Err(say(
                    "不是 PNG、JPEG、GIF、WebP 或 SVG 图片",
                    "is no PNG, JPEG, GIF, WebP or SVG picture",
                ));
            }
        };
        let (width, height) = match format {
            Format::Svg => vector_size(&bytes)?,
            _ => pixels(&bytes, format)?,
        };
        Ok(Image { bytes: Arc::new(bytes), format, width, height })
    }

    /// Reads the picture at a path that an editor named.
    ///
    /// # Errors
    /// The file cannot be read, or [`Image::read`] refuses it.
    pub fn load(path: &Path) -> Result<Image, Say> {
        let unreadable = |error: std::io::Error| match error.kind() {
            std::io::ErrorKind::NotFound => say("没有这个文件", "is not there"),
            _ => say(format!("读不了：{error}"), format!("cannot be read: {error}")),
        };
        let size = std::fs::metadata(path).map_err(unreadable)?.len();
        if size > MAX_BYTES {
            return Err(too_large());
        }
        Image::read(std::fs::read(path).map_err(unreadable)?)
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]);
    head.contains("<svg")
        && head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<')
}

fn too_large() -> Say {
    say("太大了", "is too large")
}

fn broken(error: impl std::fmt::Display) -> Say {
    say(format!("坏了：{error}"), format!("is broken: {error}"))
}

/// Width and height of a picture made of pixels, all of which can be read.
fn pixels(bytes: &[u8], format: Format) -> Result<(f64, f64), Say> {
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Gif => ImageFormat::Gif,
        Format::Webp | Format::Svg => ImageFormat::WebP,
    };
    let reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if f64::from(width) * f64::from(height) > MAX_PIXELS {
        return Err(too_large());
    }
    let turned = decoder.orientation().map_or(0, |turn| turn.to_exif()) > 4;
    image::DynamicImage::from_decoder(decoder).map_err(broken)?;
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Ok((f64::from(width), f64::from(height)))
}

/// Width and height of a drawing. One that asks for other files is refused: it could
/// name any file of the machine.
fn vector_size(bytes: &[u8]) -> Result<(f64, f64), Say> {
    let text = std::str::from_utf8(bytes).map_err(broken)?;
    let foreign = ["href=\"", "href='"].iter().any(|mark| {
        text.match_indices(mark).any(|(at, _)| {
            let target = text[at + mark.len()..].trim_start();
            !target.starts_with('#') && !target.starts_with("data:")
        })
    });
    let tree = usvg::Tree::from_str(text, &drawing_options()).map_err(broken)?;
    if foreign && text.contains("<image") {
        return Err(say("里面还引用了别的文件", "asks for other files"));
    }
    let size = tree.size();
    Ok((f64::from(size.width()), f64::from(size.height())))
}

/// How a drawing is read: without any file beside it.
pub fn drawing_options() -> usvg::Options<'static> {
    let mut options = usvg::Options::default();
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
}

/// A picture that stands in a source as a `data:` address.
pub(super) fn embedded(address: &str) -> Option<Vec<u8>> {
    let (kind, data) = address.strip_prefix("data:")?.split_once(',')?;
    if !kind.ends_with(";base64") {
        return Some(percent_decoded(data));
    }
    let data: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    base64::engine::general_purpose::STANDARD.decode(data).ok()
}

/// Whether an address leads away from the machine.
pub(super) fn is_remote(address: &str) -> bool {
    let address = address.trim_start();
    address.starts_with("//")
        || address.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric())
        })
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code =
            bytes.get(at + 1..at + 3).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

impl Source {
    /// Reads the pictures that the source names, from `folder` and the folders below it.
    /// One that cannot be read is a doubt: its caption stays.
    pub fn load_pictures(&mut self, folder: &Path, notes: &mut Notes) {
        for number in 0..self.pictures.len() {
            let picture = &self.pictures[number];
            if picture.image.is_some() {
                continue;
            }
            match inside(folder, &picture.name).and_then(|path| Image::load(&path)) {
                Ok(image) => self.pictures[number].image = Some(image),
                Err(why) => notes.push(self.without(picture, &why)),
            }
        }
        // Pages are full of dots and arrows that say nothing.
        let is_icon = |image: &Image| image.width < ICON || image.height < ICON;
        let is_page = self.kind == Kind::Html;
        self.pictures.retain(|p| !is_page || !p.image.as_ref().is_some_and(is_icon));
    }

    /// A doubt about a picture that is left out.
    pub(super) fn without(&self, picture: &Picture, why: &Say) -> Diagnostic {
        left_out(&picture.name, why).at(&self.name, &self.text, picture.at..picture.at)
    }
}

/// A doubt about a picture that is left out, without its place.
pub fn left_out(name: &str, why: &Say) -> Diagnostic {
    let name: String = name.chars().take(80).collect();
    Diagnostic::doubt(
        "source/picture",
        say(
            format!("图片“{name}”没有收入：{}", why.zh),
            format!("the picture “{name}” is left out: it {}", why.en),
        ),
    )
    .help(
        "把图片（PNG、JPEG、GIF、WebP 或 SVG）放在稿件所在的文件夹里，或在 pack.yaml 的 figures 里指明",
        "put the picture (PNG, JPEG, GIF, WebP or SVG) into the folder of the source, or name it under figures in pack.yaml",
    )
}

/// The path of a file that a source names, where the source may name it.
fn inside(folder: &Path, name: &str) -> Result<PathBuf, Say> {
    let outside =
        || say("不在稿件所在的文件夹里", "does not stand in the folder of the source");
    let missing = || say("没有这个文件", "is not there");
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let here = here.canonicalize().map_err(|_| missing())?;
    let bare = name.split(['?', '#']).next().unwrap_or(name);
    let decoded = String::from_utf8(percent_decoded(bare)).unwrap_or_default();
    let mut wrong = outside();
    for written in [name, bare, &decoded] {
        let relative = Path::new(written);
        if written.is_empty() || relative.is_absolute() || is_remote(written) {
            continue;
        }
        match here.join(relative).canonicalize() {
            Ok(path) if path.starts_with(&here) => return Ok(path),
            Ok(_) => wrong = outside(),
            Err(_) if written.split(['/', '\\']).any(|part| part == "..") => {}
            Err(_) => wrong = missing(),
        }
    }
    Err(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"/>";

    #[test]
    fn a_source_reads_only_below_its_folder() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("sources");
        std::fs::create_dir_all(folder.join("img")).expect("made");
        for place in ["out.svg", "sources/img/in side.svg"] {
            std::fs::write(root.path().join(place), DRAWING).expect("written");
        }
        assert!(inside(&folder, "img/in%20side.svg").is_ok());
        assert!(inside(&folder, "img/in side.svg?v=2").is_ok());
        let why = |name: &str| inside(&folder, name).expect_err("refused").en;
        assert!(why("../out.svg").contains("folder"));
        assert!(why("img/none.png").contains("not there"));
        assert!(why("/etc/hostname").contains("folder"));
        assert!(why("file:///etc/hostname").contains("folder"));
        #[cfg(unix)]
        {
            let link = folder.join("link.svg");
            std::os::unix::fs::symlink(root.path().join("out.svg"), link).expect("made");
            assert!(why("link.svg").contains("folder"));
        }
    }

    #[test]
    fn what_can_not_be_shown_is_refused() {
        let image = Image::read(DRAWING.into()).expect("a drawing");
        assert_eq!((image.width, image.height, image.format), (40.0, 20.0, Format::Svg));
        let png = crate::compose::fixture::pixel();
        assert_eq!(Image::read(png.to_vec()).expect("a pixel").width, 1.0);
        assert!(Image::read(png[..40].to_vec()).is_err());
        assert!(Image::read(b"BM\0\0".to_vec()).is_err());
        let spy = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">\
             <image href=\"/etc/passwd\" width=\"9\" height=\"9\"/></svg>";
        assert!(Image::read(spy.into()).is_err());
    }

    #[test]
    fn data_addresses_are_read() {
        assert_eq!(
            embedded("data:image/png;base64,AQID").as_deref(),
            Some(&[1, 2, 3][..])
        );
        assert_eq!(embedded("data:image/svg+xml,%3Csvg").as_deref(), Some(&b"<svg"[..]));
        assert_eq!(embedded("a.png"), None);
        assert!(is_remote("https://a.invalid/a.png") && is_remote("//a.invalid/a.png"));
        assert!(!is_remote("图/a.png") && !is_remote("C:\\a.png"));
    }
}
