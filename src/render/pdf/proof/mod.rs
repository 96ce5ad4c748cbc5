//! The proof (校样检查): what the finished pages look like by measure.
//!
//! Belongs here: measuring the layout itself, page by page, and naming what departs from
//! good setting or from GB/T 9704, by clause and strength.
//! Does not belong here: changing anything (`compose`, the engine file).

mod draw;
pub(super) mod lines;
mod marked;
mod pages;
pub(super) mod setting;
mod standard;

use super::Layout;
use crate::compose::Composition;
use crate::diag::Say;
use crate::fonts::Book;

/// What was measured on the pages of a pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// Every page.
    pub pages: Vec<PageProof>,
    /// The faces that set the words, the most used first.
    pub faces: Vec<FaceUse>,
    /// What departs from the rules, in the order of the pages.
    pub findings: Vec<Finding>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProof {
    /// Its number, from 1.
    pub number: usize,
    /// Lines in the type area, footnotes aside.
    pub lines: usize,
    /// Characters of body size that its longest line has room for.
    pub characters: usize,
}

/// How much one face sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceUse {
    /// The family.
    pub family: String,
    /// How many characters it sets.
    pub characters: usize,
    /// The faces that it stands in for, such as `仿宋`.
    pub stands_in_for: Vec<&'static str>,
}

/// How binding a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// 规定: the standard demands it.
    Required,
    /// 一般: the standard says “generally”.
    General,
    /// 推荐: the standard or the W3C recommends it.
    Recommended,
    /// 实务: no standard says it; good houses do it.
    Custom,
}

/// One departure from a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable name, such as `proof/line-start`.
    pub code: &'static str,
    /// How binding the rule is.
    pub strength: Strength,
    /// Standard and clause, such as `GB/T 15834—2011 5.1.1`.
    pub clause: Option<&'static str>,
    /// Where on the pages; `None` where it concerns the whole pack.
    pub spot: Option<Spot>,
    /// What is found.
    pub message: Say,
}

/// A place on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// The page, from 1.
    pub page: usize,
    /// The line of the type area, from 1.
    pub line: usize,
    /// The words of that line.
    pub words: String,
    /// Left, top, right and bottom of the line, in points from the top left of the page.
    pub area: [f64; 4],
}

/// Measures the pages of a composition.
pub fn proof(layout: &Layout, composition: &Composition, book: &Book) -> Proof {
    let lines = lines::read(&layout.document);
    let mut findings = setting::check(&lines);
    findings.extend(pages::check(&lines, composition, layout));
    findings.sort_by_key(|finding| {
        finding.spot.as_ref().map_or((0, 0), |spot| (spot.page, spot.line))
    });
    findings.extend(standard::check(composition, book));
    Proof {
        pages: pages::measure(&lines, composition, layout.document.pages().len()),
        faces: faces(&lines, book),
        findings,
    }
}

fn faces(lines: &[lines::Line], book: &Book) -> Vec<FaceUse> {
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for cell in lines.iter().flat_map(|line| &line.cells) {
        *counts.entry(&cell.family).or_default() += 1;
    }
    let stands_in_for = |family: &str| {
        let filled = book.roles.values();
        let of_family = filled.filter(|f| book.faces[f.regular].family == family);
        of_family.filter_map(|f| f.stands_in_for).collect()
    };
    let mut faces: Vec<FaceUse> = counts
        .into_iter()
        .map(|(family, characters)| FaceUse {
            family: family.into(),
            characters,
            stands_in_for: stands_in_for(family),
        })
        .collect();
    faces.sort_by_key(|face| std::cmp::Reverse(face.characters));
    faces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::fixture::composition;
    use crate::compose::sheet::StyleId;
    use crate::compose::{Block, Inline, Outline, Paragraph, Run};
    use crate::diag::Tongue;

    fn paragraph(style: usize, inlines: Vec<Inline>) -> Paragraph {
        let style = StyleId(style);
        let (outline, anchor) = (None, None);
        Paragraph { style, inlines, outline, anchor, item: None, running: None }
    }

    fn words(text: &str) -> Inline {
        Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
    }

    fn proof_of(blocks: Vec<Block>) -> Proof {
        let composition = Composition { blocks, ..composition() };
        let book = Book::built();
        let layout = super::super::lay_out(&composition, &book).expect("it is laid out");
        proof(&layout, &composition, &book)
    }

    fn codes(proof: &Proof) -> Vec<&'static str> {
        // Texts that are made up end where they please.
        let beside = ["proof/gb9704", "proof/nearly-empty-page"];
        let of_pages = proof.findings.iter().filter(|f| !beside.contains(&f.code));
        of_pages.map(|finding| finding.code).collect()
    }

    #[test]
    fn the_fixture_fills_its_grid() {
        let composition = composition();
        let book = Book::built();
        let layout = super::super::lay_out(&composition, &book).expect("it is laid out");
        let proof = proof(&layout, &composition, &book);
        assert_eq!(proof.pages[1], PageProof { number: 2, lines: 22, characters: 28 });
        let song = &proof.faces[0];
        assert_eq!(song.family, "Noto Serif SC");
        assert_eq!(song.stands_in_for, ["方正小标宋", "仿宋"]);
    }

    #[test]
    fn what_no_face_has_is_named_with_its_page() {
        let missing = Inline::Missing { character: '\u{1F600}', origin: None };
        let block =
            Block::Paragraph(paragraph(0, vec![words("甲"), missing, words("乙")]));
        let proof = proof_of(vec![block]);
        assert_eq!(codes(&proof), ["proof/missing-glyph"]);
        let spot = proof.findings[0].spot.as_ref().expect("its place is known");
        assert_eq!((spot.page, spot.line, spot.words.as_str()), (1, 1, "甲〓乙"));
    }

    #[test]
    fn a_dash_at_the_beginning_of_a_line_is_found() {
        // 26 characters fill the first line behind the indent; nothing ties the 连接号.
        let text = format!("{}～字字字字字字", "字".repeat(26));
        let proof = proof_of(vec![Block::Paragraph(paragraph(0, vec![words(&text)]))]);
        assert_eq!(codes(&proof), ["proof/line-start"]);
        assert_eq!(proof.findings[0].strength, Strength::Required);
        assert_eq!(proof.findings[0].spot.as_ref().map(|spot| spot.line), Some(2));
    }

    #[test]
    fn a_heading_that_ends_its_page_is_found() {
        let line = || Block::Paragraph(paragraph(0, vec![words("一行")]));
        let mut blocks: Vec<Block> = (0..21).map(|_| line()).collect();
        let outline = Some(Outline { depth: 1 });
        blocks.push(Block::Paragraph(Paragraph {
            outline,
            anchor: Some("a1".into()),
            ..paragraph(0, vec![words("总体要求")])
        }));
        blocks.push(line());
        assert_eq!(codes(&proof_of(blocks)), ["proof/stranded-heading"]);
    }

    #[test]
    fn a_page_that_ends_because_the_next_is_asked_for_is_not_short() {
        let line = || Block::Paragraph(paragraph(0, vec![words("一行")]));
        let broken = vec![line(), Block::PageBreak { recto: false }, line()];
        assert_eq!(codes(&proof_of(broken)), [] as [&str; 0]);
        // Two lines that stay together leave the last line of the first page free.
        let long = || Block::Paragraph(paragraph(0, vec![words(&"字".repeat(50))]));
        let kept: Vec<Block> = (0..21).map(|_| line()).chain([long()]).collect();
        assert_eq!(codes(&proof_of(kept)), ["proof/short-page"]);
    }

    #[test]
    fn a_last_page_of_few_lines_is_named() {
        let found = |lines: usize, broken: bool| {
            let line = || Block::Paragraph(paragraph(0, vec![words("一行")]));
            let mut blocks: Vec<Block> = (0..lines).map(|_| line()).collect();
            if broken {
                blocks.insert(22, Block::PageBreak { recto: false });
            }
            let proof = proof_of(blocks);
            let few = |f: &&Finding| f.code == "proof/nearly-empty-page";
            let finding = proof.findings.iter().find(few)?;
            finding.spot.as_ref().map(|spot| (spot.page, spot.line))
        };
        assert_eq!(found(24, false), Some((2, 2)));
        assert_eq!(found(26, false), None);
        assert_eq!(found(22, false), None);
        // Asked for.
        assert_eq!(found(24, true), None);
    }

    #[test]
    fn a_short_page_names_the_rule_that_left_it_short() {
        let said = |free: usize, blocks: Vec<Block>| {
            let line = || Block::Paragraph(paragraph(0, vec![words("一行")]));
            let page = (0..22 - free).map(|_| line()).chain(blocks).collect();
            let proof = proof_of(page);
            let finding = proof.findings.iter().find(|f| f.code == "proof/short-page");
            finding.map(|f| f.message.in_tongue(Tongue::English).to_owned())
        };
        let of_lines = |lines: usize| {
            let text = "字".repeat(28 * lines - 10);
            Block::Paragraph(paragraph(0, vec![words(&text)]))
        };
        let heading = Block::Paragraph(Paragraph {
            outline: Some(Outline { depth: 2 }),
            anchor: Some("a1-1".into()),
            ..paragraph(2, vec![words("一、总体要求")])
        });
        let first = "1 line(s) short: the first line of a paragraph ends no page alone";
        let last = "line(s) short: the last line of a paragraph begins no page alone";
        assert_eq!(said(1, vec![of_lines(4)]).as_deref(), Some(first));
        assert_eq!(said(2, vec![of_lines(3)]), Some(format!("2 {last}")));
        assert_eq!(said(3, vec![of_lines(4)]), Some(format!("1 {last}")));
        assert_eq!(
            said(2, vec![heading, of_lines(3)]).as_deref(),
            Some("2 line(s) short: a heading stays with the text below it")
        );
        assert_eq!(said(2, vec![of_lines(4)]), None);
    }

    #[test]
    fn a_marked_proof_has_the_findings_beside_the_pages_and_behind_them() {
        let text = format!("{}～字字字字字字", "字".repeat(26));
        let blocks = vec![Block::Paragraph(paragraph(0, vec![words(&text)]))];
        let composition = Composition { blocks, ..composition() };
        let book = Book::built();
        let layout = super::super::lay_out(&composition, &book).expect("it is laid out");
        let proof = proof(&layout, &composition, &book);
        let marked = layout.marked(&proof, &composition, &book, Tongue::Chinese);
        let pdf = lopdf::Document::load_mem(&marked.expect("marked")).expect("a PDF");
        assert_eq!(pdf.get_pages().len(), layout.page_numbers().pages + 1);
        let said = proof.findings[0].message.in_tongue(Tongue::Chinese);
        let of_page = |n| pdf.extract_text(&[n]).expect("text").replace('\n', "");
        assert!(of_page(1).contains(&said[..said.len().min(9)]), "{}", of_page(1));
        assert!(of_page(2).contains("校样检查"), "{}", of_page(2));
    }

    #[test]
    fn the_standard_is_measured_only_where_it_is_claimed() {
        let mut composition = composition();
        composition.sheet.page.top = 100.0;
        let book = Book::built();
        let found = |composition: &Composition| {
            let found = standard::check(composition, &book);
            found.into_iter().filter_map(|finding| finding.clause).collect::<Vec<_>>()
        };
        assert!(found(&composition).contains(&"GB/T 9704—2012 5.2.1"));
        composition.sheet.page.grid = None;
        assert!(found(&composition).is_empty());
    }

    #[test]
    fn a_proof_is_drawn_for_people_and_for_tools() {
        let missing = Inline::Missing { character: '\u{1F600}', origin: None };
        let proof = proof_of(vec![Block::Paragraph(paragraph(0, vec![missing]))]);
        let text = proof.to_text(Tongue::Chinese);
        assert!(text.contains("第 1 页  1 行"), "{text}");
        assert!(text.contains("规定[proof/missing-glyph]"), "{text}");
        let json = proof.to_json(Tongue::English);
        assert_eq!(json["findings"][0]["page"], 1);
        assert_eq!(json["pages"][0]["lines"], 1);
    }
}
