use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::super::{Kind, Source, SourceId};
use super::*;

/// Words on a page: from the left, from the bottom, in points, and their size.
type Words<'a> = (f64, f64, f64, &'a str);

/// A PDF whose pages have these words, in a font that is only named. `encoding` and
/// `table` are those of the font.
fn file(pages: &[&[Words<'_>]], encoding: &str, table: bool) -> Vec<u8> {
    let cmap = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap \
        1 begincodespacerange <0000> <FFFF> endcodespacerange \
        1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end";
    let unicode = if table { "/ToUnicode 5 0 R" } else { "" };
    let kids: Vec<String> =
        (0..pages.len()).map(|n| format!("{} 0 R", 10 + 2 * n)).collect();
    let mut objects = vec![
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" "))),
        (
            3,
            format!(
                "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/{encoding}\
                 /DescendantFonts[4 0 R]{unicode}>>"
            ),
        ),
        (
            4,
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000/CIDSystemInfo\
             <</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
                .to_owned(),
        ),
        (5, format!("<</Length {}>>\nstream\n{cmap}\nendstream", cmap.len())),
    ];
    for (n, words) in pages.iter().enumerate() {
        let shown: Vec<String> = words
            .iter()
            .map(|(x, y, size, text)| {
                let codes: Vec<String> =
                    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                format!("BT /F {size} Tf {x} {y} Td <{}> Tj ET", codes.concat())
            })
            .collect();
        let shown = shown.join("\n");
        let (page, content) = (10 + 2 * n, 11 + 2 * n);
        objects.push((
            page,
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R\
                 /Resources<</Font<</F 3 0 R>>>>>>"
            ),
        ));
        objects.push((
            content,
            format!("<</Length {}>>\nstream\n{shown}\nendstream", shown.len()),
        ));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects {
        places.push((number, file.len()));
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = file.len();
    file.push_str("xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        file.push_str(&format!("{number} 1\n{place:010} 00000 n \n"));
    }
    let size = places.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    file.push_str(&format!(
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    ));
    file.into_bytes()
}

fn read_file(bytes: &[u8]) -> Result<Source, Diagnostic> {
    Source::decode(SourceId(0), "来稿.pdf", bytes, None).map(|(source, _)| source)
}

fn source(pages: &[&[Words<'_>]]) -> Source {
    read_file(&file(pages, "Identity-H", true)).expect("it is read")
}

fn code(bytes: &[u8]) -> &'static str {
    read_file(bytes).expect_err("it is refused").code
}

/// Twenty-eight characters of 16 points fill the line from 80 to 528.
const FULL: &str = "云溪区把小事办好把大事办实，把群众的事当成自己的事来办，让";

#[test]
fn lines_that_follow_from_full_lines_are_joined() {
    let full: String = FULL.chars().take(28).collect();
    let first: String = FULL.chars().take(26).collect();
    let page: &[Words<'_>] = &[
        (200.0, 740.0, 22.0, "云溪区召开座谈会"),
        (112.0, 680.0, 16.0, "一、总体要求"),
        (112.0, 652.0, 16.0, &first),
        (80.0, 624.0, 16.0, &full),
        (80.0, 596.0, 16.0, "居民放心。"),
        (112.0, 568.0, 16.0, &first),
        (80.0, 540.0, 16.0, "居民满意。"),
    ];
    let source = source(&[page]);
    assert_eq!(source.kind, Kind::Pdf);
    let lines: Vec<&str> = source.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "云溪区召开座谈会".to_owned(),
            "　　一、总体要求".to_owned(),
            format!("　　{first}{full}居民放心。"),
            format!("　　{first}居民满意。"),
        ]
    );
}

#[test]
fn heads_and_folios_are_outside_and_paragraphs_go_on_over_them() {
    let full: String = FULL.chars().take(28).collect();
    let pages: Vec<Vec<Words<'_>>> = ["— 1 —", "— 2 —", "— 3 —"]
        .iter()
        .map(|folio| {
            let mut page: Vec<Words<'_>> = vec![(80.0, 800.0, 9.0, "云溪简报")];
            for line in 0..10 {
                page.push((80.0, 740.0 - f64::from(line) * 28.0, 16.0, full.as_str()));
            }
            page.push((280.0, 60.0, 14.0, folio));
            page
        })
        .collect();
    let pages: Vec<&[Words<'_>]> = pages.iter().map(Vec::as_slice).collect();
    let source = source(&pages);
    let first = source.text.lines().find(|line| line.len() > 100).expect("a paragraph");
    assert_eq!(first, full.repeat(30));
    let outside: Vec<&str> = source
        .hints
        .iter()
        .filter(|hint| hint.says == Markup::Outside)
        .map(|hint| &source.text[hint.range.clone()])
        .collect();
    assert_eq!(outside.len(), 6);
    assert!(outside.contains(&"— 2 —") && outside.contains(&"云溪简报"), "{outside:?}");
}

#[test]
fn letters_drawn_twice_are_read_once() {
    let source = source(&[&[
        (80.0, 700.0, 16.0, "云溪简报"),
        (80.4, 700.0, 16.0, "云溪简报"),
        (80.0, 660.0, 16.0, "好好学习"),
    ]]);
    assert_eq!(source.text.matches("云溪简报").count(), 1);
    assert!(source.text.contains("好好学习"));
}

#[test]
fn columns_keep_the_order_in_which_they_are_drawn() {
    let line = |x: f64, n: i32, text: &'static str| -> Words<'static> {
        (x, 740.0 - f64::from(n) * 20.0, 10.0, text)
    };
    let left = (0..10).map(|n| line(60.0, n, "左栏的文字排到这里为止了"));
    let right = (0..10).map(|n| line(320.0, n, "右栏的文字排到这里为止了"));
    let page: Vec<Words<'_>> = left.chain(right).collect();
    let source = source(&[&page]);
    let last_left = source.text.rfind('左').expect("left");
    let first_right = source.text.find('右').expect("right");
    assert!(last_left < first_right);
}

#[test]
fn a_gap_is_a_space() {
    let source = source(&[&[
        (80.0, 700.0, 16.0, "云溪区人民政府办公室"),
        (400.0, 700.0, 16.0, "三月十八日"),
    ]]);
    assert_eq!(source.text.trim(), "云溪区人民政府办公室\u{3000}三月十八日");
}

#[test]
fn what_cannot_be_read_with_certainty_is_refused() {
    let page: &[Words<'_>] = &[(80.0, 700.0, 16.0, "云溪区")];
    assert_eq!(code(&file(&[page], "Identity-H", false)), "source/pdf-no-characters");
    assert_eq!(code(&file(&[page], "GBK-EUC-H", true)), "source/pdf-no-characters");
    assert_eq!(code(&file(&[&[]], "Identity-H", true)), "source/pdf-scanned");
    let upright: Vec<Words<'_>> = "云溪区把小事办好"
        .char_indices()
        .map(|(at, c)| {
            (
                80.0,
                700.0 - at as f64 * 6.0,
                16.0,
                &"云溪区把小事办好"[at..at + c.len_utf8()],
            )
        })
        .collect();
    assert_eq!(code(&file(&[&upright], "Identity-H", true)), "source/pdf-upright");
    assert_eq!(code(b"%PDF-1.7\n..."), "source/pdf-broken");
}

#[test]
fn what_would_take_for_ever_is_refused() {
    let page: &[Words<'_>] = &[(80.0, 700.0, 16.0, "云溪区")];
    let sound = String::from_utf8(file(&[page], "Identity-H", true)).expect("text");
    // The font is drawn by way of twenty-five forms, each of which draws the next one twice.
    let forms: String = (100..125)
        .map(|n| {
            format!(
                "{n} 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Length 11\
                 /Resources<</XObject<</X {} 0 R>>>>>>\nstream\n/X Do /X Do\nendstream\n\
                 endobj\n",
                n + 1
            )
        })
        .collect();
    let bomb = sound
        .replace("<</Font<<", "<</XObject<</X 100 0 R>>/Font<<")
        .replace("BT /F", "/X Do /F")
        .replace("xref\n0 1", &format!("{forms}xref\n0 1"))
        .replace("startxref\n", "startxref\n9");
    assert_eq!(code(bomb.as_bytes()), "source/pdf-drawing");
    let nested = ["[".repeat(1_000_000), "]".repeat(1_000_000)].concat();
    let deep = sound.replace("/Type/Catalog", &format!("/Type/Catalog/X {nested}"));
    assert_eq!(code(deep.as_bytes()), "source/pdf-broken");
    let drawn = sound.replace("BT /F", &format!("{nested} TJ BT /F"));
    assert_eq!(code(drawn.as_bytes()), "source/pdf-broken");
    // The same in a form that is drawn, packed.
    let packed = {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(nested.as_bytes()).expect("written to memory");
        encoder.finish().expect("written to memory")
    };
    let (before, behind) = sound.split_at(sound.find("xref\n0 1").expect("a table"));
    let form = format!(
        "90 0 obj\n<</Type/XObject/Subtype/Form/Filter/FlateDecode/Length {}>>\nstream\n",
        packed.len()
    );
    let hidden = [before.as_bytes(), form.as_bytes(), &packed, b"\nendstream\nendobj\n"];
    let hidden = [&hidden.concat(), behind.as_bytes()].concat();
    assert_eq!(code(&hidden), "source/pdf-broken");
}
