//! What stands in a line, how wide it is and where the line ends.

use super::*;
use crate::han;

#[test]
fn an_apostrophe_in_a_latin_word_is_narrow() {
    let layout = laid(&only(&["说It’s好", "说“好”吗"]));
    let mut widths = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        for glyph in &text.glyphs {
            if matches!(&text.text[glyph.range()], "’" | "“") {
                widths.push(glyph.x_advance.get());
            }
        }
    });
    assert_eq!(widths.len(), 2, "{widths:?}");
    assert!(widths[0] < 0.4 && widths[1] >= 0.5, "{widths:?}");
}

#[test]
fn ties_hold_a_line_together() {
    let filler = "字".repeat(27);
    let mut composition = only(&[""]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        let parts = [words(&filler), Inline::NoBreak, words("·"), Inline::NoBreak];
        paragraph.inlines = parts.into_iter().chain([words("字字字字字字")]).collect();
    }
    let layout = laid(&composition);
    let mut starts = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        starts.extend(text.text.chars().next());
    });
    assert!(!starts.contains(&'·'), "{starts:?}");
}

#[test]
fn words_in_another_language_are_set_with_latin_marks() {
    let mut composition = only(&["见"]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        paragraph.inlines.push(Inline::Text(Run {
            text: "the “quick” fox".into(),
            style: None,
            origin: None,
            lang: Some("en"),
        }));
    }
    let layout = laid(&composition);
    let mut widths = Vec::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        let of = text.glyphs.iter().filter(|glyph| &text.text[glyph.range()] == "“");
        widths.extend(of.map(|glyph| glyph.x_advance.get()));
    });
    assert!(matches!(widths[..], [width] if width < 0.5), "{widths:?}");
}

#[test]
fn footnotes_have_an_even_pitch() {
    let mut composition = only(&["甲"]);
    let long = "注文较长的脚注要排成三行，".repeat(9);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        paragraph.inlines.push(Inline::Footnote(vec![words(&long)]));
    }
    let layout = laid(&composition);
    let lines = base_lines(&layout, 0, &composition.sheet.page);
    let [.., a, b, c] = lines[..] else { panic!("{lines:?}") };
    assert!(((c - b) - (b - a)).abs() < 0.01, "{lines:?}");
}

#[test]
fn the_sign_that_begins_a_paragraph_is_small_and_takes_a_whole_cell() {
    let layout = laid(&only(&["● 甲，●乙", "●●●丙"]));
    let size = composition().sheet.styles[0].size;
    let mut cells = Vec::new();
    for line in proof::lines::read(&layout.document) {
        cells.extend(line.sizes_and_places());
    }
    let of = |c: char| cells.iter().filter(move |cell| cell.0 == c).collect::<Vec<_>>();
    let signs = of('●');
    let small: Vec<bool> = signs.iter().map(|sign| sign.1 < 0.7 * size).collect();
    assert_eq!(small, [true, false, false, false, false]);
    assert!((of('甲')[0].2 - signs[0].2 - size).abs() < 0.01);
}

#[test]
fn a_space_before_a_line_break_moves_no_centred_line() {
    let mut composition = only(&["甲"]);
    let style = composition.sheet.styles[0].clone();
    composition.sheet.styles.push(Style {
        align: Align::Center,
        first_indent: 0.0,
        ..style
    });
    let centred = StyleId(composition.sheet.styles.len() - 1);
    let Block::Paragraph(title) = &mut composition.blocks[0] else { panic!() };
    title.style = centred;
    title.inlines = vec![words("甲乙 "), Inline::LineBreak, words("丙丁")];
    let lines = proof::lines::read(&laid(&composition).document);
    let first: Vec<f64> = lines
        .iter()
        .filter_map(|line| Some(line.sizes_and_places().first()?.2))
        .collect();
    assert!((first[0] - first[1]).abs() < 0.01, "{first:?}");
}

#[test]
fn a_dash_fills_its_cells_in_every_face() {
    // GB/T 15834—2011, 5.1.4: two cells for the 破折号, one for the 一字线.
    for lang in [Lang::ZhHans, Lang::ZhHant, Lang::Ja] {
        for style in 0..composition().sheet.styles.len() {
            let mut made = Composition { lang, ..only(&["甲——乙—丙"]) };
            let Block::Paragraph(paragraph) = &mut made.blocks[0] else { panic!() };
            paragraph.style = StyleId(style);
            let lines = proof::lines::read(&laid(&made).document);
            let line = lines.iter().find(|line| line.words().contains('甲'));
            let cells = line.expect("the line").sizes_and_places();
            let at = |wanted: char| {
                let found =
                    cells.iter().find(|cell| cell.0 == wanted).expect("it is set");
                found.2 / found.1
            };
            let widths = (at('乙') - at('甲'), at('丙') - at('乙'));
            assert!((widths.0 - 3.0).abs() < 0.01, "{lang:?} {style}: {widths:?}");
            assert!((widths.1 - 2.0).abs() < 0.01, "{lang:?} {style}: {widths:?}");
        }
    }
}

#[test]
fn no_line_of_a_heading_is_one_character() {
    let mut composition = only(&["甲"]);
    let style = composition.sheet.styles[0].clone();
    composition.sheet.styles.push(Style { align: Align::Left, ..style });
    let flush_left = StyleId(composition.sheet.styles.len() - 1);
    for length in 20..60 {
        let Block::Paragraph(heading) = &mut composition.blocks[0] else { panic!() };
        heading.style = flush_left;
        heading.outline = Some(compose::Outline { depth: 1 });
        heading.anchor = Some("a1".into());
        heading.inlines = vec![words(&"字".repeat(length))];
        let lines = proof::lines::read(&laid(&composition).document);
        let last = lines.iter().rfind(|line| line.words().contains('字'));
        let count = last.map_or(0, |line| line.words().matches('字').count());
        assert!(count > 1, "{length} characters");
    }
}

#[test]
fn the_letters_of_a_ligature_are_read_back() {
    let text = "写信到office@yunxi.example——请说明来意……";
    let lines = proof::lines::read(&laid(&only(&[text])).document);
    assert!(lines.iter().any(|line| line.words().trim() == text), "{}", lines[0].words());
}

#[test]
fn finished_pages_have_no_ties() {
    let mut composition = only(&[""]);
    if let Some(Block::Paragraph(paragraph)) = composition.blocks.first_mut() {
        let tied = "2026年3月18日，办在3～5天里。".chars();
        let tied = tied.flat_map(|c| [words(&c.to_string()), Inline::NoBreak]);
        paragraph.inlines = tied.collect();
    }
    let layout = laid(&composition);
    let mut said = String::new();
    walk(&layout.document.pages()[0].frame, &mut |text| {
        assert!(text.glyphs.iter().all(|glyph| !text.text[glyph.range()].is_empty()));
        said.push_str(&text.text);
    });
    assert!(said.contains("2026年3月18日，办在3～5天里。"), "{said}");
}

/// How far the Han of the loosest line stand apart, in ems: the last line is not filled.
fn loosest(layout: &Layout) -> f64 {
    let lines = proof::lines::read(&layout.document);
    let filled = proof::setting::paragraphs(&lines).into_iter().flat_map(|lines| {
        let filled = lines.len() - 1;
        lines.into_iter().take(filled)
    });
    filled.map(proof::setting::apart).fold(0.0, f64::max)
}

#[test]
fn lines_share_what_one_has_too_much() {
    for before in 1..28 {
        let text = format!(
            "{}自2026年4月1日起施行，预计受惠126000人次，{}。",
            "云溪".repeat(before),
            "把群众的小事办好，把大事办实".repeat(6)
        );
        let apart = loosest(&laid(&only(&[&text])));
        assert!(apart < 0.08, "{apart:.3} em in {text}");
    }
}

#[test]
fn gaps_beside_latin_widen_before_han_come_apart() {
    let mut widened = 0;
    for before in 1..28 {
        let text = format!("{}自2026年12月", "云溪".repeat(before));
        let text = format!("{text}受惠1260000人次，{}。", "把群众的小事办好".repeat(3));
        let layout = laid(&only(&[&text]));
        let lines = proof::lines::read(&layout.document);
        let paragraphs = proof::setting::paragraphs(&lines);
        let filled: Vec<_> =
            paragraphs[0].iter().map(|line| line.sizes_and_places()).collect();
        let right = |line: &[(char, f64, f64)]| line.last().map_or(0.0, |last| last.2);
        let edge = filled.iter().map(|line| right(line)).fold(0.0, f64::max);
        for line in &filled[..filled.len().saturating_sub(1)] {
            let apart = |kind: fn(char, char, char) -> bool| {
                let cells = line.windows(3);
                let cells = cells.filter(move |of| kind(of[0].0, of[1].0, of[2].0));
                cells.map(|of| (of[2].2 - of[1].2) / of[1].1 - 1.0)
            };
            let solid = |before: char, a, b| {
                !before.is_ascii() && han::is_han(a) && han::is_han(b)
            };
            let han = apart(solid).fold(0.0, f64::max);
            let gap = apart(|before, a, b| {
                !before.is_ascii() && han::is_han(a) && b.is_ascii_digit()
            });
            let least = gap.fold(f64::INFINITY, f64::min);
            assert!(han < 0.01 || least > 0.49, "{han:.3} {least:.3} em in {text}");
            assert!(least < 0.25 + 0.25 + han + 0.01 || least.is_infinite());
            assert!(edge - right(line) < line[0].1 + 0.01, "short line in {text}");
            widened += usize::from(least > 0.26 && least.is_finite());
        }
    }
    assert!(widened > 0);
}

#[test]
fn a_line_that_stays_loose_is_set_tighter() {
    let mut tight = 0;
    for before in 8..26 {
        let mut composition = only(&[""]);
        let Block::Paragraph(paragraph) = &mut composition.blocks[0] else { panic!() };
        // No line ends within these six.
        let tied = "连片成线水清".chars();
        let tied = tied.flat_map(|c| [words(&c.to_string()), Inline::NoBreak]);
        paragraph.inlines = vec![words(&"字".repeat(before))];
        paragraph.inlines.extend(tied);
        paragraph.inlines.push(words(&"，办好。".repeat(12)));
        let layout = laid(&composition);
        let lines = proof::lines::read(&layout.document);
        let paragraphs = proof::setting::paragraphs(&lines);
        let filled = &paragraphs[0][..paragraphs[0].len() - 1];
        let apart = filled.iter().map(|line| proof::setting::apart(line));
        tight += apart.filter(|apart| (-1.0 / 31.0..-0.005).contains(apart)).count();
    }
    assert!(tight > 0);
}

#[test]
fn a_unit_gives_up_its_tie_where_its_line_would_be_torn_open() {
    let laid_after = |before: usize| {
        let mut composition = only(&[""]);
        let Block::Paragraph(paragraph) = &mut composition.blocks[0] else { panic!() };
        let filler = "云".repeat(before);
        let parts = [words(&filler), words("1234567.8"), Inline::NoBreak, words("亿")];
        paragraph.inlines = parts.into_iter().chain([Inline::NoBreak]).collect();
        paragraph.inlines.push(words("元，办好，办好，办好，办好，办好，办好。"));
        let layout = laid(&composition);
        let lines = proof::lines::read(&layout.document);
        lines.iter().any(|line| line.words().ends_with('亿'))
    };
    let divided = (4..26).filter(|before| laid_after(*before)).count();
    assert!(divided > 0 && divided < 4, "{divided}");
}

#[test]
fn an_address_gives_up_its_words_where_its_line_would_be_torn_open() {
    let (mut whole, mut parted) = (0, 0);
    for before in 1..28 {
        let text = format!(
            "{}写信到yunxi.office@example.invalid，{}。",
            "云溪".repeat(before),
            "办公室当天回信".repeat(6)
        );
        let layout = laid(&only(&[&text]));
        let apart = loosest(&layout);
        assert!(apart <= proof::setting::LOOSE, "{apart:.3} em in {text}");
        let lines = proof::lines::read(&layout.document);
        let last = lines.iter().filter_map(|line| line.words().chars().next_back());
        let last: Vec<char> = last.collect();
        whole += usize::from(last.iter().any(|c| matches!(c, '.' | '@')));
        parted += usize::from(last.iter().any(char::is_ascii_alphabetic));
    }
    assert!(whole > 0 && parted > 0, "{whole} {parted}");
}
