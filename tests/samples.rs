//! Every sample is built in every format and opened by readers that know nothing of this
//! program: lopdf for PDF, an XML parser for Word, html5ever for HTML.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use briefpack::compose::style::Style;
use briefpack::compose::template::Template;
use briefpack::compose::{self, Block, Composition, Inline};
use briefpack::diag::{Notes, Severity};
use briefpack::fonts::Book;
use briefpack::job::Job;
use briefpack::model::Pack;
use briefpack::pipeline::{self, Input};
use briefpack::render::{Format, pdf};
use briefpack::source::{Source, SourceId};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// A sample, read and composed.
struct Sample {
    folder: PathBuf,
    pack: Pack,
    composition: Composition,
    book: Book,
    notes: Notes,
}

/// Every folder of `samples/` that holds a `pack.yaml`.
fn samples() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)
        .expect("samples/ is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|folder| folder.join("pack.yaml").exists())
        .collect();
    folders.sort();
    assert!(folders.len() >= 2, "at least two samples: {folders:?}");
    folders.into_iter().map(|folder| compose_sample(&folder, None)).collect()
}

/// The pack of a folder in the style that its job names, or in another.
fn compose_sample(folder: &Path, style: Option<&str>) -> Sample {
    let text = fs::read_to_string(folder.join("pack.yaml")).expect("pack.yaml is UTF-8");
    let job = Job::read(&text, "pack.yaml").expect("the job is sound");
    let mut notes = Notes::new();
    let mut inputs = Vec::new();
    for pattern in &job.sources {
        let pattern = folder.join(pattern);
        let files = glob::glob(&pattern.to_string_lossy()).expect("the pattern is sound");
        for file in files {
            let id = SourceId(u32::try_from(inputs.len()).expect("samples are small"));
            let file = file.expect("it can be listed");
            let (source, mut found) =
                Source::load(id, &file, None).expect("the source can be read");
            notes.append(&mut found);
            inputs.push(Input::from(source));
        }
    }
    let mut pack = pipeline::read(inputs, &mut notes).expect("the account balances");
    let template = job.template.as_deref().expect("a sample names its template");
    let style = style.or(job.style.as_deref()).expect("a sample names its style");
    let template = Template::load(template).expect("the template is sound");
    let style = Style::load(style).expect("the style is sound");
    let book = Book::built();
    let composition =
        pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes)
            .expect("it composes");
    Sample { folder: folder.to_owned(), pack, composition, book, notes }
}

fn built(sample: &Sample) -> BTreeMap<Format, Vec<u8>> {
    let formats = [Format::Pdf, Format::Docx, Format::Html];
    let rendered =
        pipeline::render(&sample.composition, &sample.book, &formats, false, &[])
            .expect("every format can be written");
    assert_eq!(rendered.artifacts.len(), formats.len());
    rendered
        .artifacts
        .into_iter()
        .map(|artifact| (artifact.format, artifact.bytes))
        .collect()
}

/// Without white space and what only layout needs.
fn solid(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{2060}').collect()
}

/// Every paragraph of the composition stands in `found`, each after the one before.
/// Contents and page numbers may stand between them.
fn holds_all(sample: &Sample, composition: &Composition, format: &str, found: &str) {
    // The marks of notes are no words of the text, and their words stand elsewhere.
    let is_word = |c: &char| !('①'..='⑳').contains(c);
    let found: String = solid(found).chars().filter(is_word).collect();
    let mut bare = composition.clone();
    let mut notes = Vec::new();
    take_notes(&mut bare.blocks, &mut notes);
    for note in notes {
        assert!(found.contains(&solid(&note)), "{format} lacks the note “{note}”");
    }
    let mut at = 0;
    for line in compose::words(&bare).lines() {
        let line: String = solid(line).chars().filter(is_word).collect();
        let Some(place) = found[at..].find(&line) else {
            let shown: String = found[at..].chars().take(80).collect();
            panic!(
                "{}: {format} lacks “{line}” before “{shown}”",
                sample.folder.display()
            );
        };
        at += place + line.len();
    }
}

/// Takes the footnotes out of paragraphs.
fn take_notes(blocks: &mut [Block], notes: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => paragraph.inlines.retain(|inline| {
                let Inline::Footnote(words) = inline else { return true };
                let text = |inline: &Inline| match inline {
                    Inline::Text(run) => run.text.clone(),
                    _ => String::new(),
                };
                notes.push(words.iter().map(text).collect());
                false
            }),
            Block::Group(group) => take_notes(&mut group.blocks, notes),
            _ => {}
        }
    }
}

/// The text of a PDF, page by page. Heads and feet are marked as no part of the document
/// (artifacts), and are left out for that reason alone.
fn read_pdf(bytes: &[u8]) -> String {
    let mut pdf = lopdf::Document::load_mem(bytes).expect("lopdf opens it");
    let pages = pdf.get_pages();
    assert!(pages.len() >= 3, "a sample is a pack of some pages");
    let mut out = String::new();
    for (number, page) in pages {
        let content = pdf.get_page_content(page);
        let content = without_artifacts(&content);
        pdf.change_page_content(page, content).expect("it can be put back");
        out.push_str(&pdf.extract_text(&[number]).expect("its text can be read"));
    }
    out
}

/// The content of a page without the words of its artifacts.
fn without_artifacts(content: &[u8]) -> Vec<u8> {
    let mut content = lopdf::content::Content::decode(content).expect("it is sound");
    let mut marks: Vec<bool> = Vec::new();
    content.operations.retain(|operation| {
        match operation.operator.as_str() {
            "BMC" | "BDC" => {
                let tag = operation.operands.first().and_then(|tag| tag.as_name().ok());
                let is_aside = marks.last() == Some(&true);
                marks.push(is_aside || tag == Some(b"Artifact"));
            }
            "EMC" => {
                marks.pop();
            }
            "Tj" | "TJ" | "'" | "\"" => return marks.last() != Some(&true),
            _ => {}
        }
        true
    });
    content.encode().expect("it can be written")
}

/// The text of the body of a Word file; every part must be well-formed.
fn read_docx(bytes: &[u8]) -> String {
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is a zip");
    let (mut body, mut notes) = (String::new(), String::new());
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).expect("the part is there");
        let name = part.name().to_owned();
        if !name.ends_with(".xml") && !name.ends_with(".rels") {
            continue;
        }
        let mut xml = String::new();
        part.read_to_string(&mut xml).expect("parts are UTF-8");
        let text = read_xml(&name, &xml);
        match name.as_str() {
            "word/document.xml" => body = text,
            "word/footnotes.xml" => notes = text,
            _ => {}
        }
    }
    body + &notes
}

/// The words in `w:t` elements, and hyphens that hold a line.
fn read_xml(name: &str, xml: &str) -> String {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut out, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("{name} is not sound: {e}")) {
            Event::Start(e) if e.name().as_ref() == "w:t" => inside = true,
            Event::End(e) if e.name().as_ref() == "w:t" => inside = false,
            Event::Empty(e) if e.name().as_ref() == "w:noBreakHyphen" => out.push('-'),
            Event::Text(e) if inside => out.push_str(&e),
            Event::GeneralRef(e) if inside => {
                out.push_str(match &*e {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("{name}: &{other}; is not expected"),
                });
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

/// The text of a page; `head` and `nav` aside.
fn read_html(bytes: &[u8]) -> String {
    let html = std::str::from_utf8(bytes).expect("pages are UTF-8");
    let dom = html5ever::parse_document(RcDom::default(), Default::default()).one(html);
    assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
    let mut out = String::new();
    collect(&dom.document, &mut out);
    out
}

fn collect(node: &Handle, out: &mut String) {
    match &node.data {
        NodeData::Text { contents } => out.push_str(&contents.borrow()),
        NodeData::Element { name, .. } if matches!(&*name.local, "head" | "nav") => {
            return;
        }
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| collect(child, out));
}

#[test]
fn every_format_holds_the_words_composed() {
    for sample in samples() {
        let files = built(&sample);
        // On pages a turned table may follow the words that fill the page before it.
        let book = sample.book.of(sample.composition.lang);
        let paged = pdf::settle(&sample.composition, &book).expect("it is laid out");
        holds_all(&sample, &paged, "PDF", &read_pdf(&files[&Format::Pdf]));
        holds_all(&sample, &paged, "DOCX", &read_docx(&files[&Format::Docx]));
        let html = read_html(&files[&Format::Html]);
        holds_all(&sample, &sample.composition, "HTML", &html);
    }
}

/// What the proof may not find on a page of the torture text. It names loose lines, which
/// nothing can help beside an address, and characters that no face has.
const FORBIDDEN: [&str; 6] = [
    "proof/line-start",
    "proof/line-end",
    "proof/split-mark",
    "proof/split-number",
    "proof/single-character",
    "proof/stranded-heading",
];

#[test]
fn the_torture_text_keeps_the_rules_in_every_style_and_format() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torture");
    for style in ["official", "modern", "large-print"] {
        let sample = compose_sample(&folder, Some(style));
        assert_eq!(sample.composition.langs.len(), 3, "articles keep their languages");
        let formats = [Format::Pdf, Format::Docx, Format::Html];
        let rendered =
            pipeline::render(&sample.composition, &sample.book, &formats, true, &[])
                .expect("every format can be written");
        let files: BTreeMap<Format, Vec<u8>> =
            rendered.artifacts.into_iter().map(|a| (a.format, a.bytes)).collect();
        let book = sample.book.of(sample.composition.lang);
        let paged = pdf::settle(&sample.composition, &book).expect("it is laid out");
        holds_all(&sample, &paged, "DOCX", &read_docx(&files[&Format::Docx]));
        let html = read_html(&files[&Format::Html]);
        holds_all(&sample, &sample.composition, "HTML", &html);
        let proof = rendered.proof.expect("it was asked for");
        let broken: Vec<String> = proof
            .findings
            .iter()
            .filter(|finding| FORBIDDEN.contains(&finding.code))
            .map(|finding| format!("{}: {:?}", finding.code, finding.spot))
            .collect();
        assert!(broken.is_empty(), "{style}: {broken:#?}");
    }
}

/// No block of a source is lost or taken for something else: each file is one article, and
/// nothing but the signs of Markdown is dropped.
#[test]
fn the_torture_text_is_read_as_it_was_meant() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torture");
    let sample = compose_sample(&folder, None);
    assert_eq!(sample.pack.articles.len(), sample.pack.records.len());
    for article in &sample.pack.articles {
        assert!(article.title.is_some() && article.byline.is_none(), "{article:?}");
    }
    let words = compose::words(&sample.composition);
    for captions in ["表1　只有", "表2　长表", "表3　宽表", "表4　一格", "图1　四个"]
    {
        assert!(words.contains(captions), "{captions}");
    }
}

#[test]
fn the_same_job_gives_the_same_bytes() {
    for sample in samples() {
        let again = compose_sample(&sample.folder, None);
        let (first, second) = (built(&sample), built(&again));
        for (format, bytes) in &first {
            let same = second[format] == *bytes;
            assert!(same, "{}: {format:?} differs", sample.folder.display());
        }
    }
}

#[test]
fn the_account_of_every_source_balances() {
    for sample in samples() {
        assert!(!sample.pack.records.is_empty());
        for record in &sample.pack.records {
            record
                .account
                .check(&record.source.text, &record.clean)
                .unwrap_or_else(|why| panic!("{}: {why}", record.source.name));
        }
    }
}

/// `expected-doubts.txt` names every doubt that a careful reader has, one a line: code,
/// file and line. A false alarm is worse than a miss, so both are counted.
#[test]
fn the_doubts_are_those_expected() {
    for sample in samples() {
        let file = sample.folder.join("expected-doubts.txt");
        let expected = fs::read_to_string(&file).expect("the list is there");
        let mut expected: Vec<String> = expected
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        let mut found: Vec<String> = sample
            .notes
            .iter()
            .filter(|note| note.severity == Severity::Doubt)
            .map(|note| {
                let place = note.place.as_ref().map_or(String::new(), |place| {
                    let name = Path::new(&*place.file).file_name().unwrap_or_default();
                    format!(" {}:{}", name.to_string_lossy(), place.line_and_column().0)
                });
                format!("{}{place}", note.code)
            })
            .collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{}", file.display());
    }
}

/// Nothing of a site's or a reader's furniture reaches the page.
#[test]
fn no_chrome_is_printed() {
    for sample in samples() {
        let words = compose::words(&sample.composition);
        for chrome in
            ["上一篇", "下载客户端", "我要举报", "ICP备", "扫码", "关闭窗口", "浏览次数"]
        {
            assert!(!words.contains(chrome), "{}: {chrome}", sample.folder.display());
        }
    }
}

/// One piece of each kind of mess, and what must have become of it.
#[test]
fn the_mess_is_cleared_up() {
    let words: String =
        samples().iter().map(|sample| compose::words(&sample.composition)).collect();
    for mended in [
        "产业链上下游衔接不紧", // a word cut by the page break of a newspaper
        "“城区安全运行的几个问题”为题", // injected readings
        "改造老旧小区42万平方米，惠及5 300余户", // half-width punctuation
        "（上接第1版）把精打细算", // an article whose beginning is missing
        "鼓励使用木、竹、石等本地材料", // another word cut
    ] {
        assert!(words.contains(mended), "“{mended}” is printed");
    }
    let forged = "干部队伍建设更多云溪样本";
    assert!(!words.contains(forged), "what was lost at the source is not glued together");
}

#[test]
fn the_pdf_of_a_pack_can_be_a_source() {
    for sample in samples() {
        let pdf = &built(&sample)[&Format::Pdf];
        let (source, _) = Source::decode(SourceId(0), "pack.pdf", pdf, None)
            .expect("our own PDF is read");
        let lines: Vec<String> = source.text.lines().map(solid).collect();
        let mut bare = sample.composition.clone();
        take_notes(&mut bare.blocks, &mut Vec::new());
        let words = compose::words(&bare);
        let is_word = |c: &char| !('①'..='⑳').contains(c);
        let has = |line: &str| {
            let line = solid(line);
            lines.iter().any(|found| {
                found.chars().filter(is_word).collect::<String>().contains(&line)
            })
        };
        // Paragraphs of some lines; what stands in a table is no paragraph.
        let long: Vec<&str> =
            words.lines().filter(|line| line.chars().count() > 60).collect();
        let torn: Vec<&&str> = long.iter().filter(|line| !has(line)).collect();
        assert!(torn.is_empty(), "{}: torn: {torn:#?}", sample.folder.display());
    }
}
