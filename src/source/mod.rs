//! Sources (稿件): bytes become text with known positions.
//!
//! Belongs here: finding out what a file is and in which encoding, and reading it.
//! Does not belong here: repairing the text (`clean`) and understanding it (`segment`).
//! No stage after this one reads a source file.

mod docx;
mod encoding;
mod html;
mod kind;
mod markdown;
mod pdf;
mod pictures;

pub(crate) use markdown::settings::setting;
pub use pictures::{Format, Image, Picture, drawing_options, left_out};

use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use encoding_rs::Encoding;

use crate::diag::{Diagnostic, Notes, say};

/// The largest source that is read, in bytes. A year of a district newspaper is a tenth
/// of it; what is larger is no text that somebody wants printed.
pub const MAX_BYTES: usize = 128 << 20;

/// Which source of a pack: its place in the list of sources, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// What kind of file a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text, in whatever state.
    Text,
    /// Markdown, as an editor writes it by hand.
    Markdown,
    /// A saved web page.
    Html,
    /// A Word file.
    Docx,
    /// A PDF file that holds its text.
    Pdf,
}

impl Kind {
    /// The media type of such files, such as `text/plain`.
    pub fn mime(self) -> &'static str {
        match self {
            Kind::Text => "text/plain",
            Kind::Markdown => "text/markdown",
            Kind::Html => "text/html",
            Kind::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Kind::Pdf => "application/pdf",
        }
    }
}

/// One source, decoded. `text` is exactly what the file says: no line ending is
/// changed, no mark repaired.
#[derive(Debug, Clone)]
pub struct Source {
    /// Which source of the pack.
    pub id: SourceId,
    /// The file as the user named it, or `-`.
    pub name: Arc<str>,
    /// What kind of file.
    pub kind: Kind,
    /// The WHATWG name of the encoding it was read in, such as `gb18030`.
    pub encoding: &'static str,
    /// The decoded text. For [`Kind::Html`] and [`Kind::Docx`] the text of the blocks of
    /// the document, one a line; for [`Kind::Pdf`] the paragraphs of its pages.
    pub text: Arc<str>,
    /// What the markup of the file says about its text: empty for plain text. In order
    /// of `range.start`, outer before inner.
    pub hints: Vec<Hint>,
    /// The pictures that stand in it, in order of `at`.
    pub pictures: Vec<Picture>,
    /// Where its notes are referred to, in order of `at`.
    pub note_marks: Vec<NoteMark>,
}

/// The place of a reference to a note (注码).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoteMark {
    /// The byte of [`Source::text`] at which it stands; it takes no room there.
    pub at: usize,
    /// The note, as [`Markup::Note`] has it.
    pub number: u32,
}

/// What markup says about a range of [`Source::text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The bytes of the source's text that it speaks of.
    pub range: Range<usize>,
    /// What it says.
    pub says: Markup,
}

/// What markup can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// A heading of this level, from 1 (`#`, `<h1>`, 标题 1).
    Heading(u8),
    /// One item of a list.
    ListItem {
        /// Whether the list is numbered.
        is_numbered: bool,
        /// How deep the list stands in other lists, from 1.
        depth: u8,
    },
    /// One row of a table; `true` for the head row.
    TableRow(bool),
    /// One cell of a row.
    TableCell,
    /// A paragraph of running text: its line breaks are no paragraph breaks.
    Paragraph,
    /// A block quotation.
    Quotation,
    /// The caption of a picture or a table.
    Caption,
    /// Where a text is from, and nothing else (`云溪时报`).
    Source,
    /// Who wrote it, and nothing else (`林知远`).
    Author,
    /// A paragraph of the note of this number.
    Note(u32),
    /// Emphasis (着重).
    Emphasis,
    /// Strong emphasis (bold).
    Strong,
    /// Signs of the markup itself (`##`, `**`, `|`): no words, to be dropped.
    Syntax,
    /// Signs of the markup by which a line is told from the page around the text: the
    /// bullet of an item, the brackets and addresses of a line of links. They go where the
    /// line stays.
    Sign,
    /// A sign of the markup that ends a line: `<br>`.
    Break,
    /// Signs of the markup that part two words, as between two links.
    Gap,
    /// Outside the main text of a web page or of the pages of a PDF.
    Outside,
}

impl Markup {
    /// Whether it speaks of words inside a line, and not of lines: signs and emphasis.
    pub(crate) fn is_inside_a_line(&self) -> bool {
        matches!(
            self,
            Markup::Emphasis
                | Markup::Strong
                | Markup::Syntax
                | Markup::Sign
                | Markup::Break
                | Markup::Gap
        )
    }
}

impl Source {
    /// Reads the file at `path`. `encoding` overrules what is found out about a text.
    ///
    /// # Errors
    /// The file cannot be read, is too large, or [`Source::decode`] refuses its bytes.
    pub fn load(
        id: SourceId,
        path: &Path,
        encoding: Option<&str>,
    ) -> Result<(Source, Notes), Diagnostic> {
        let name = path.to_string_lossy();
        let size = std::fs::metadata(path).map_err(|e| unreadable(&name, &e))?;
        if size.is_dir() {
            return Err(is_a_folder(&name));
        }
        refuse_too_large(&name, size.len())?;
        let bytes = std::fs::read(path).map_err(|e| unreadable(&name, &e))?;
        let (mut source, mut notes) = Source::decode(id, &name, &bytes, encoding)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        source.load_pictures(folder, &mut notes);
        Ok((source, notes))
    }

    /// Makes a source of the bytes of a file called `name`.
    ///
    /// `encoding` is what a person says about it, such as `gbk`; it is not asked for where
    /// the file itself says (a Word file). The notes tell of guesses that somebody should
    /// look at.
    ///
    /// # Errors
    /// The bytes are no text, are empty, or hold a byte that the encoding does not allow:
    /// a source is read whole or not at all.
    pub fn decode(
        id: SourceId,
        name: &str,
        bytes: &[u8],
        encoding: Option<&str>,
    ) -> Result<(Source, Notes), Diagnostic> {
        refuse_too_large(name, bytes.len() as u64)?;
        let mut kind = kind::of(name, bytes)?;
        let mut notes = Notes::new();
        let wanted = encoding.map(|label| wanted_encoding(name, label)).transpose()?;
        let mut note_marks = Vec::new();
        let Content { text, hints, encoding, pictures } = match kind {
            Kind::Text | Kind::Markdown => {
                let (text, encoding) = text_of(name, bytes, wanted, &mut notes)?;
                if kind == Kind::Text && !kind::is_markdown(&text) {
                    let (hints, pictures) = (Vec::new(), Vec::new());
                    Content { text, hints, encoding: encoding.name(), pictures }
                } else {
                    kind = Kind::Markdown;
                    let markdown::Read { hints, pictures, note_marks: marks } =
                        markdown::read(&text);
                    note_marks = marks;
                    Content { hints, text, encoding: encoding.name(), pictures }
                }
            }
            Kind::Html => {
                let wanted = wanted.or_else(|| declared_encoding(bytes));
                let (markup, encoding) = text_of(name, bytes, wanted, &mut notes)?;
                if html::is_too_deep(&markup) {
                    return Err(too_deep(name));
                }
                let page = html::read(&markup);
                let html::Page { text, hints, pictures } = page;
                let text = text.into();
                Content { text, hints, encoding: encoding.name(), pictures }
            }
            Kind::Docx => docx::read(name, bytes, &mut note_marks, &mut notes)?,
            Kind::Pdf => pdf::read(name, bytes, &mut notes)?,
        };
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty() {
            return Err(empty(name));
        }
        let name: Arc<str> = name.into();
        note_marks.sort_by_key(|mark| mark.at);
        let mut source =
            Source { id, name, kind, encoding, text, hints, pictures, note_marks };
        source.sort_pictures(&mut notes);
        for note in &mut notes {
            if note.place.is_none() {
                *note = note.clone().at(&source.name, &source.text, 0..0);
            }
        }
        Ok((source, notes))
    }
}

/// What a file says, whatever its kind.
struct Content {
    text: Arc<str>,
    hints: Vec<Hint>,
    encoding: &'static str,
    pictures: Vec<Picture>,
}

/// The encoding that a web page declares. Valid UTF-8 beyond ASCII is believed before it:
/// browsers save pages in UTF-8 and leave the old declaration in.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    if encoding::by_mark(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    html::declared_charset(bytes).and_then(|label| encoding::named(&label))
}

impl Source {
    /// Takes up the pictures that the source holds itself, and says how many would have to
    /// be fetched.
    fn sort_pictures(&mut self, notes: &mut Notes) {
        let mut pictures = std::mem::take(&mut self.pictures);
        let before = pictures.len();
        pictures.retain(|p| p.name.starts_with("data:") || !pictures::is_remote(&p.name));
        let remote = before - pictures.len();
        if remote > 0 {
            notes.push(Diagnostic::advice(
                "source/pictures",
                say(
                    format!("有 {remote} 幅图片在网上，没有收入：本程序不联网"),
                    format!("{remote} pictures are on the network and left out: nothing is fetched"),
                ),
            ));
        }
        pictures.retain_mut(|picture| {
            let Some(bytes) = pictures::embedded(&picture.name) else { return true };
            picture.name = picture.alt.clone().unwrap_or_else(|| "data:".into());
            match Image::read(bytes) {
                Ok(image) => picture.image = Some(image),
                Err(why) => notes.push(self.without(picture, &why)),
            }
            picture.image.is_some()
        });
        pictures.sort_by_key(|picture| picture.at);
        self.pictures = pictures;
    }
}

/// The text of a file that is one, and the encoding it was read in.
fn text_of(
    name: &str,
    bytes: &[u8],
    wanted: Option<&'static Encoding>,
    notes: &mut Notes,
) -> Result<(Arc<str>, &'static Encoding), Diagnostic> {
    let guess = match wanted {
        Some(encoding) => encoding::by_mark(bytes)
            .filter(|guess| guess.encoding == encoding)
            .unwrap_or(encoding::Guess::sure(encoding)),
        None => encoding::detect(bytes).ok_or_else(|| unknown_encoding(name, bytes))?,
    };
    if let Some(rival) = guess.rival {
        let (this, that) = (guess.encoding.name(), rival.name());
        notes.push(
            Diagnostic::doubt(
                "source/encoding-unsure",
                say(
                    format!("按 {this} 读取，但也可能是 {that}"),
                    format!("read as {this}, but it may as well be {that}"),
                ),
            )
            .help(
                format!("核对文字；不对就用 --encoding {that}"),
                format!("look at the words; if they are wrong, use --encoding {that}"),
            ),
        );
    }
    let text = match guess.text {
        Some(text) => text.into(),
        None => encoding::decode(&bytes[guess.mark..], guess.encoding)
            .map_err(|bad| undecodable(name, bytes, &guess, bad))?
            .into(),
    };
    Ok((text, guess.encoding))
}

fn wanted_encoding(name: &str, label: &str) -> Result<&'static Encoding, Diagnostic> {
    encoding::named(label).ok_or_else(|| {
        Diagnostic::error(
            "source/unknown-encoding-name",
            say(
                format!("{name}：没有叫“{label}”的编码"),
                format!("{name}: there is no encoding called “{label}”"),
            ),
        )
        .help(
            "可用：utf-8、utf-16le、utf-16be、gb18030、big5、shift_jis、euc-jp、euc-kr",
            "use one of utf-8, utf-16le, utf-16be, gb18030, big5, shift_jis, euc-jp, euc-kr",
        )
    })
}

fn refuse_too_large(name: &str, size: u64) -> Result<(), Diagnostic> {
    if size <= MAX_BYTES as u64 {
        return Ok(());
    }
    let (megabytes, limit) = (size >> 20, MAX_BYTES >> 20);
    Err(Diagnostic::error(
        "source/too-large",
        say(
            format!("{name}：有 {megabytes} MB，单个来稿最多 {limit} MB"),
            format!("{name}: {megabytes} MB, and a source has at most {limit} MB"),
        ),
    )
    .help("拆成几个文件", "split it into several files"))
}

fn too_deep(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/too-deep",
        say(
            format!("{name}：网页的标签嵌套过深，不像正常的网页"),
            format!("{name}: its tags nest deeper than those of any page"),
        ),
    )
    .help(
        "在浏览器里打开，把文字复制到 .txt 文件里再用",
        "open it in a browser and copy its words into a .txt file",
    )
}

/// A file that cannot be read, and why, in both languages.
pub fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::NotFound => {
            say("没有这个文件或文件夹", "there is no such file or folder")
        }
        io::ErrorKind::PermissionDenied => {
            say("没有读取权限", "you have no permission to read it")
        }
        _ => say(error.to_string(), error.to_string()),
    };
    Diagnostic::error(
        "source/unreadable",
        say(
            format!("读不了 {name}：{}", why.zh),
            format!("cannot read {name}: {}", why.en),
        ),
    )
    .help("检查文件名和权限", "check the name of the file and its permissions")
}

fn is_a_folder(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/folder",
        say(
            format!("{name} 是文件夹，不是文件"),
            format!("{name} is a folder, not a file"),
        ),
    )
    .help(format!("写成 {name}/*.txt"), format!("say {name}/*.txt"))
}

fn empty(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/empty",
        say(
            format!("{name} 是空的，没有文字"),
            format!("{name} is empty: it has no words"),
        ),
    )
    .help("换一个文件，或从来稿清单里去掉", "name another file, or take it off the list")
}

fn unknown_encoding(name: &str, bytes: &[u8]) -> Diagnostic {
    if bytes.contains(&0) {
        return Diagnostic::error(
            "source/not-text",
            say(format!("{name} 不是文本文件"), format!("{name} is not a text file")),
        )
        .help(
            "另存为 .txt（UTF-8）、.docx 或 .html 再用",
            "save it as .txt (UTF-8), .docx or .html first",
        );
    }
    Diagnostic::error(
        "source/unknown-encoding",
        say(
            format!("看不出 {name} 用的是哪种编码"),
            format!("cannot tell which encoding {name} is in"),
        ),
    )
    .help(
        "用 --encoding 指明，例如 gb18030、big5、shift_jis 或 euc-kr",
        "name it with --encoding, such as gb18030, big5, shift_jis or euc-kr",
    )
}

fn undecodable(
    name: &str,
    bytes: &[u8],
    guess: &encoding::Guess<'_>,
    bad: encoding::Undecodable,
) -> Diagnostic {
    let at = guess.mark + bad.at;
    let shown: Vec<String> = bytes[at..]
        .iter()
        .take(bad.length.clamp(1, 4))
        .map(|b| format!("{b:02X}"))
        .collect();
    let (shown, line) = (shown.join(" "), bad.before.matches('\n').count() + 1);
    let encoding = guess.encoding.name();
    let text: Arc<str> = bad.before.into();
    let end = text.len();
    Diagnostic::error(
        "source/undecodable",
        say(
            format!(
                "{name} 第 {line} 行、第 {at} 字节（从 0 数起）的 {shown} 不是 {encoding} 文字"
            ),
            format!("{name}, line {line}, byte {at} (from 0): {shown} is no {encoding} text"),
        ),
    )
    .at(&name.into(), &text, end..end)
    .help(
        "在编辑器里修好这一处并另存为 UTF-8；若编码认错了，用 --encoding 指明",
        "repair the place and save as UTF-8, or name the encoding with --encoding",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<(Source, Notes), Diagnostic> {
        Source::decode(SourceId(0), name, bytes, None)
    }

    fn code(name: &str, bytes: &[u8]) -> &'static str {
        read(name, bytes).expect_err("it is refused").code
    }

    #[test]
    fn text_is_exactly_what_the_file_says() {
        let (source, notes) =
            read("a.txt", b"\xEF\xBB\xBF\xE4\xBA\x91\r\n\r\xE6\xBA\xAA").expect("read");
        assert_eq!(&*source.text, "云\r\n\r溪");
        assert_eq!((source.encoding, source.kind), ("UTF-8", Kind::Text));
        assert!(notes.is_empty());
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(code("a.txt", b""), "source/empty");
        assert_eq!(code("a.txt", b"\xEF\xBB\xBF \r\n"), "source/empty");
        assert_eq!(code("a.txt", b"%PDF-1.7\n..."), "source/pdf-broken");
        assert_eq!(code("a.doc", b"\xD0\xCF\x11\xE0\xA1\xB1"), "source/old-word");
        assert_eq!(code("a.txt", b"\x89PNG\r\n\x1a\n"), "source/not-text");
        assert_eq!(code("a.txt", b"ab\0\x01\x02cd\0\0"), "source/not-text");
        assert_eq!(code("a.html", "<div>".repeat(5000).as_bytes()), "source/too-deep");
        let page = "<div>云溪<p>区</div>".repeat(5000);
        assert!(read("a.html", page.as_bytes()).is_ok(), "long is not deep");
    }

    #[test]
    fn a_bad_byte_is_named_with_line_and_place() {
        let mut bytes =
            "云溪区召开学习讨论会，部署明年重点工作。\n会议指出，".repeat(2).into_bytes();
        let at = bytes.len();
        bytes.push(0xFF);
        let error = read("a.txt", &bytes).expect_err("it is refused");
        assert_eq!(error.code, "source/undecodable");
        assert!(error.message.en.contains(&format!("byte {at}")), "{}", error.message.en);
        assert!(error.message.zh.contains("FF 不是 UTF-8"), "{}", error.message.zh);
        let place = error.place.expect("it has a place");
        assert_eq!(place.line_and_column(), (3, 6));
    }

    #[test]
    fn a_person_may_name_the_encoding() {
        let bytes = b"\xD4\xC6\xCF\xAA";
        let read = |label| Source::decode(SourceId(0), "a.txt", bytes, Some(label));
        assert_eq!(&*read("gbk").expect("read").0.text, "云溪");
        assert_eq!(
            read("gbq").expect_err("unknown").code,
            "source/unknown-encoding-name"
        );
    }
}
