//! Word files: the text of their paragraphs, one a line, and what the styles say.
//!
//! Belongs here: headings by style or outline level, the numbers that Word computes,
//! tables, notes, and what tracked changes come to when they are accepted.
//! Does not belong here: looks (fonts, sizes, colours), headers and footers.

mod body;
mod numbering;
mod package;
mod styles;
mod tree;

use std::collections::BTreeMap;

use self::body::Body;
use self::package::{Fault, Package};
use self::tree::Element;
use super::{Content, Image, NoteMark, Picture, left_out};
use crate::diag::{Diagnostic, Notes, say};

/// Reads a Word file.
///
/// # Errors
/// It is no zip archive, holds no document, is broken, or unpacks to too much.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    note_marks: &mut Vec<NoteMark>,
    notes: &mut Notes,
) -> Result<Content, Diagnostic> {
    let mut package = Package::open(bytes).map_err(|why| refused(name, why))?;
    let document = part(name, &mut package, "word/document.xml")?
        .ok_or_else(|| no_document(name, &package))?;
    let mut optional = |path| part(name, &mut package, path);
    let styles = optional("word/styles.xml")?;
    let numbering = optional("word/numbering.xml")?;
    let footnotes = optional("word/footnotes.xml")?;
    let endnotes = optional("word/endnotes.xml")?;

    let mut body = Body::new(
        styles::Styles::read(styles.as_ref()),
        numbering::Numbering::read(numbering.as_ref()),
    );
    body.document(&document);
    body.notes(footnotes.as_ref(), "footnote");
    body.notes(endnotes.as_ref(), "endnote");
    let targets = part(name, &mut package, "word/_rels/document.xml.rels")?;
    let mut read = body.finish();
    *note_marks = std::mem::take(&mut read.note_marks);
    let pictures = std::mem::take(&mut read.pictures);
    let pictures = load_pictures(pictures, targets.as_ref(), &mut package, notes);
    if read.drawings > 0 {
        let drawings = read.drawings;
        notes.push(
            Diagnostic::advice(
                "source/drawings",
                say(
                    format!("有 {drawings} 个图表或形状不是图片，没有收入"),
                    format!("{drawings} charts or shapes are no pictures and left out"),
                ),
            )
            .help(
                "在 Word 里把它另存为图片再插入",
                "save them as pictures in Word first",
            ),
        );
    }
    if read.changes > 0 {
        let changes = read.changes;
        notes.push(
            Diagnostic::advice(
                "source/tracked-changes",
                say(
                    format!("有 {changes} 处修订，按全部接受读取"),
                    format!("{changes} tracked changes are read as if all were accepted"),
                ),
            )
            .help("若不应接受，先在 Word 里处理", "settle them in Word if that is wrong"),
        );
    }
    if read.comments > 0 {
        let comments = read.comments;
        notes.push(Diagnostic::advice(
            "source/comments",
            say(
                format!("没有收入 {comments} 条批注"),
                format!("{comments} comments are left out"),
            ),
        ));
    }
    Ok(Content { text: read.text.into(), hints: read.hints, encoding: "UTF-8", pictures })
}

/// Reads the pictures that the file holds. What it only points to is left out.
fn load_pictures(
    pictures: Vec<Picture>,
    targets: Option<&Element>,
    package: &mut Package<'_>,
    notes: &mut Notes,
) -> Vec<Picture> {
    let mut found = Vec::new();
    // One that stands in many places is unpacked once.
    let mut known: BTreeMap<String, Image> = BTreeMap::new();
    for mut picture in pictures {
        let target = targets.and_then(|targets| {
            targets.all("Relationship").find(|t| t.attribute("Id") == Some(&picture.name))
        });
        let Some(target) = target else { continue };
        let address = target.attribute("Target").unwrap_or_default().to_owned();
        picture.name = address.rsplit('/').next().unwrap_or(&address).to_owned();
        if target.attribute("TargetMode") == Some("External") {
            let why = say("不在 Word 文件里", "is not in the Word file");
            notes.push(left_out(&picture.name, &why));
            continue;
        }
        let path = match address.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("word/{address}"),
        };
        let image = match known.get(&path) {
            Some(image) => Ok(image.clone()),
            None => match package.unpack(&path) {
                Ok(Some(bytes)) => Image::read(bytes),
                Err(Fault::TooLarge) => Err(say("太大了", "is too large")),
                Ok(None) | Err(Fault::Broken) => {
                    Err(say("不在 Word 文件里", "is not in the Word file"))
                }
            },
        };
        match image {
            Ok(image) => {
                known.entry(path).or_insert_with(|| image.clone());
                picture.image = Some(image);
                found.push(picture);
            }
            Err(why) => notes.push(left_out(&picture.name, &why)),
        }
    }
    found
}

fn part(
    name: &str,
    package: &mut Package<'_>,
    path: &str,
) -> Result<Option<Element>, Diagnostic> {
    let Some(bytes) = package.unpack(path).map_err(|why| refused(name, why))? else {
        return Ok(None);
    };
    let guess = super::encoding::by_mark(&bytes);
    let (encoding, mark) =
        guess.map_or((encoding_rs::UTF_8, 0), |guess| (guess.encoding, guess.mark));
    let xml =
        super::encoding::decode(&bytes[mark..], encoding).map_err(|_| broken(name))?;
    drop(bytes);
    tree::parse(&xml, package.nodes()).map(Some).map_err(|why| refused(name, why))
}

fn refused(name: &str, why: Fault) -> Diagnostic {
    match why {
        Fault::Broken => broken(name),
        Fault::TooLarge => too_large(name),
    }
}

fn too_large(name: &str) -> Diagnostic {
    let most = package::MOST_BYTES >> 20;
    Diagnostic::error(
        "source/too-large",
        say(
            format!("{name}：解压后超过 {most} MB，或有几百万个标签，不像正常的 Word 文件"),
            format!(
                "{name}: it unpacks to more than {most} MB or to millions of tags, unlike \
                 any Word file"
            ),
        ),
    )
    .help(
        "拆成几个文件，或把文字复制到 .txt 文件里再用",
        "split it into several files, or copy its words into a .txt file",
    )
}

fn broken(name: &str) -> Diagnostic {
    Diagnostic::error(
        "source/broken-word",
        say(
            format!("{name} 损坏，不能作为 Word 文件打开"),
            format!("{name} is damaged: it cannot be opened as a Word file"),
        ),
    )
    .help("用 Word 或 WPS 打开并另存一次", "open it in Word or WPS and save it again")
}

fn no_document(name: &str, package: &Package<'_>) -> Diagnostic {
    let what = if package.has("xl/workbook.xml") {
        say("是 Excel 表格", "is an Excel workbook")
    } else if package.has("ppt/presentation.xml") {
        say("是 PowerPoint 演示文稿", "is a PowerPoint presentation")
    } else if package.has("content.xml") {
        say("是 OpenDocument 文件", "is an OpenDocument file")
    } else {
        say("是压缩包，不是 Word 文件", "is an archive and no Word file")
    };
    Diagnostic::error(
        "source/not-word",
        say(format!("{name} {}", what.zh), format!("{name} {}", what.en)),
    )
    .help("另存为 .docx 或 .txt（UTF-8）再用", "save it as .docx or .txt (UTF-8) first")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::source::{Markup, Source, SourceId};

    fn file(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, body) in parts {
            writer.start_file(*path, SimpleFileOptions::default()).expect("a new entry");
            let xml = format!("<?xml version=\"1.0\"?><w:x xmlns:w=\"w\">{body}</w:x>");
            let content = if path.contains("/media/") { body } else { xml.as_str() };
            writer.write_all(content.as_bytes()).expect("written to memory");
        }
        writer.finish().expect("written to memory").into_inner()
    }

    fn source(parts: &[(&str, &str)]) -> (Source, Notes) {
        Source::decode(SourceId(0), "a.docx", &file(parts), None).expect("it is read")
    }

    fn document(body: &str) -> (Source, Notes) {
        source(&[("word/document.xml", &format!("<w:body>{body}</w:body>"))])
    }

    fn said(source: &Source) -> Vec<(&str, Markup)> {
        source
            .hints
            .iter()
            .map(|h| (&source.text[h.range.clone()], h.says.clone()))
            .collect()
    }

    #[test]
    fn a_paragraph_is_a_line() {
        let (source, _) = document(
            "<w:p><w:r><w:t>云溪区</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>简报&amp;</w:t></w:r></w:p>\
             <w:p/><w:p><w:r><w:t xml:space=\"preserve\">甲 </w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>",
        );
        assert_eq!(&*source.text, "云溪区简报&\n\n甲 \t乙\n丙");
        assert!(said(&source).contains(&("简报&", Markup::Strong)));
    }

    #[test]
    fn headings_come_from_styles_and_outline_levels() {
        let styles = "<w:style w:styleId=\"a1\"><w:name w:val=\"heading 2\"/></w:style>\
             <w:style w:styleId=\"b\"><w:basedOn w:val=\"c\"/></w:style>\
             <w:style w:styleId=\"c\"><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr></w:style>";
        let paragraph = |properties: &str, text: &str| {
            format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
        };
        let body = [
            paragraph("<w:pStyle w:val=\"a1\"/>", "甲"),
            paragraph("<w:pStyle w:val=\"b\"/>", "乙"),
            paragraph("<w:outlineLvl w:val=\"0\"/>", "丙"),
            paragraph("<w:outlineLvl w:val=\"9\"/>", "丁"),
        ]
        .concat();
        let body = format!("<w:body>{body}</w:body>");
        let (source, _) =
            source(&[("word/document.xml", &body), ("word/styles.xml", styles)]);
        assert_eq!(
            said(&source),
            [
                ("甲", Markup::Heading(2)),
                ("乙", Markup::Heading(3)),
                ("丙", Markup::Heading(1)),
                ("丁", Markup::Paragraph),
            ]
        );
    }

    #[test]
    fn numbers_that_word_computes_become_text() {
        let level = |at: u8, format: &str, text: &str| {
            format!(
                "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
                 <w:isLgl/><w:lvlText w:val=\"{text}\"/></w:lvl>"
            )
        };
        let numbering = format!(
            "<w:abstractNum w:abstractNumId=\"7\">{}{}</w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>",
            level(0, "chineseCounting", "%1、").replace("<w:isLgl/>", ""),
            level(1, "decimal", "%1.%2"),
        );
        let item = |level: u8, text: &str| {
            format!(
                "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>\
                 </w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
            )
        };
        let body = [
            item(0, "总则"),
            item(1, "甲"),
            item(1, "乙"),
            item(0, "附则"),
            item(1, "丙"),
        ];
        let body = format!("<w:body>{}</w:body>", body.concat());
        let (source, _) =
            source(&[("word/document.xml", &body), ("word/numbering.xml", &numbering)]);
        assert_eq!(&*source.text, "一、总则\n1.1 甲\n1.2 乙\n二、附则\n2.1 丙");
    }

    #[test]
    fn tracked_changes_are_accepted_and_said() {
        let (source, notes) = document(
            "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>五</w:delText></w:r></w:del>\
             <w:ins><w:r><w:t>六</w:t></w:r></w:ins></w:p>",
        );
        assert_eq!(&*source.text, "增长六");
        assert_eq!(notes[0].code, "source/tracked-changes");
    }

    #[test]
    fn tables_have_rows_and_cells() {
        let cell =
            |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
        let table =
            format!("<w:tbl>{}{}</w:tbl>", row("街道", "户数"), row("桥东", "12"));
        let (source, _) = document(&table);
        assert_eq!(&*source.text, "街道\t户数\n桥东\t12");
        assert_eq!(said(&source)[3], ("桥东\t12", Markup::TableRow(false)));
        assert_eq!(said(&source)[5], ("12", Markup::TableCell));
    }

    #[test]
    fn a_text_box_stands_behind_its_paragraph() {
        let (source, notes) = document(
            "<w:p><w:r><w:t>甲</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p>\
             </w:txbxContent></w:pict><w:t>乙</w:t><w:drawing/></w:r></w:p>",
        );
        assert_eq!(&*source.text, "甲乙\n框");
        assert_eq!(notes[0].code, "source/drawings");
    }

    #[test]
    fn pictures_are_taken_out_of_the_file() {
        let drawing = |id: &str| {
            format!(
                "<w:p><w:r><w:t>甲</w:t><w:drawing><wp:inline><wp:extent cx=\"127000\"/>\
                 <wp:docPr descr=\"步道\"/><a:blip r:embed=\"{id}\"/></wp:inline></w:drawing>\
                 </w:r></w:p>"
            )
        };
        let body = format!("<w:body>{}{}</w:body>", drawing("r1"), drawing("r2"));
        let targets = "<Relationship Id=\"r1\" Target=\"media/image1.svg\"/>\
             <Relationship Id=\"r2\" Target=\"https://a.invalid/b.png\" TargetMode=\"External\"/>";
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
        let (source, notes) = source(&[
            ("word/document.xml", &body),
            ("word/_rels/document.xml.rels", targets),
            ("word/media/image1.svg", svg),
        ]);
        let [picture] = source.pictures.as_slice() else { panic!("one picture") };
        assert_eq!((picture.at, picture.name.as_str()), (3, "image1.svg"));
        assert_eq!((picture.width, picture.alt.as_deref()), (Some(10.0), Some("步道")));
        assert!(picture.image.is_some());
        assert_eq!(notes[0].code, "source/picture");
    }

    #[test]
    fn notes_stand_at_the_end() {
        let body = "<w:body><w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p></w:body>";
        let notes = "<w:footnote w:id=\"-1\"><w:p/></w:footnote>\
             <w:footnote w:id=\"2\"><w:p><w:r><w:t>说明</w:t></w:r></w:p></w:footnote>";
        let (source, _) =
            source(&[("word/document.xml", body), ("word/footnotes.xml", notes)]);
        assert_eq!(&*source.text, "甲\n说明");
        assert_eq!(source.note_marks, [NoteMark { at: 3, number: 0 }]);
        assert!(said(&source).contains(&("说明", Markup::Note(0))));
    }

    #[test]
    fn what_is_no_word_file_is_refused() {
        let code = |bytes: &[u8]| {
            Source::decode(SourceId(0), "a.docx", bytes, None).expect_err("refused").code
        };
        assert_eq!(code(b"PK\x03\x04 not a zip"), "source/broken-word");
        assert_eq!(code(&file(&[("xl/workbook.xml", "")])), "source/not-word");
        let deep = "<w:p>".repeat(5000);
        assert_eq!(code(&file(&[("word/document.xml", &deep)])), "source/broken-word");
    }

    #[test]
    fn a_file_that_unpacks_without_an_end_is_refused() {
        let code = |bytes: &[u8]| {
            assert!(bytes.len() < 2 << 20, "it is small: {}", bytes.len());
            Source::decode(SourceId(0), "a.docx", bytes, None).expect_err("refused").code
        };
        let long = " ".repeat(package::MOST_BYTES as usize);
        assert_eq!(code(&file(&[("word/document.xml", &long)])), "source/too-large");
        let tags = "<a/>".repeat(package::MOST_NODES + 1);
        assert_eq!(code(&file(&[("word/document.xml", &tags)])), "source/too-large");
    }

    #[test]
    fn parts_share_what_a_file_may_unpack_to() {
        let bytes = file(&[("a", "云溪"), ("b", "云溪")]);
        let mut package = Package::open(&bytes).expect("it is one");
        let first = package.unpack("a").expect("it is read").expect("it is there");
        package.leave(first.len() as u64 - 1);
        assert_eq!(package.unpack("b"), Err(Fault::TooLarge));
        assert_eq!(package.unpack("c"), Ok(None));
    }
}
