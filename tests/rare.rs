//! Characters that few faces have: they are set from the right face, or as 〓 and named;
//! none of them stops a build.

use briefpack::compose::Lang;
use briefpack::compose::style::Style;
use briefpack::compose::template::Template;
use briefpack::diag::Notes;
use briefpack::fonts::Book;
use briefpack::job::Job;
use briefpack::model::{Article, Block, Pack, Paragraph, Text};
use briefpack::pipeline;
use briefpack::render::Format;

/// Combining marks, variation selectors, emoji (one of several characters), private use,
/// a script that no face has, and names beyond the common characters.
const ODD: &str = "café与cafe\u{301}、葛\u{E0100}、☎\u{FE0F}、😀、👨\u{200D}👩\u{200D}👧、\
    \u{E000}、ཨོཾ、沈堃、林喆、𠮷野、髙橋、㛢、韓國瑜、김철수、\u{2FFF}";

/// What no face in the binary has.
const LOST: [char; 8] = ['😀', '👨', '👩', '👧', '\u{E000}', 'ཨ', 'ོ', 'ཾ'];

fn pack() -> Pack {
    let text = Text::supplied(ODD);
    let block = Block::Paragraph(Paragraph { text, ..Paragraph::default() });
    let article = |title: &str| Article {
        title: Some(Text::supplied(title)),
        blocks: vec![block.clone()],
        ..Article::default()
    };
    // Titles are repeated in contents, running heads and outlines.
    let articles = vec![article("老旧小区😀改造"), article("김철수先生与髙橋先生座谈")];
    Pack { articles, ..Pack::default() }
}

#[test]
fn odd_characters_stop_no_format() {
    for lang in Lang::ALL {
        for template in ["digest", "compilation", "plain"] {
            let mut pack = pack();
            let job = Job {
                title: Some("简报\u{E000}😀".into()),
                lang: Some(lang),
                ..Job::default()
            };
            let template = Template::load(template).expect("it is shipped");
            let style = Style::load("official").expect("it is shipped");
            let book = Book::built();
            let mut notes = Notes::new();
            let composition =
                pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes)
                    .expect("it composes");
            for lost in LOST {
                let code = format!("U+{:04X}", u32::from(lost));
                let named = notes.iter().any(|note| {
                    note.code == "compose/missing-glyph"
                        && note.message.en.contains(&code)
                });
                assert!(named, "{lang:?}: {code} is named");
            }
            let formats = [Format::Pdf, Format::Docx, Format::Html];
            let rendered = pipeline::render(&composition, &book, &formats, true, &[])
                .expect("every format is written");
            let html = rendered.artifacts.iter().find(|a| a.format == Format::Html);
            let html = String::from_utf8_lossy(&html.expect("it was asked for").bytes);
            assert!(html.contains('😀') && html.contains("cafe\u{301}"));
            let proof = rendered.proof.expect("it was asked for");
            assert!(proof.findings.iter().any(|f| f.code == "proof/missing-glyph"));
        }
    }
}
