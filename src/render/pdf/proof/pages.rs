//! The page: its lines, what stands at its foot, and what no face could set.

use super::super::Layout;
use super::lines::{Kind, Line};
use super::{Finding, PageProof, Strength};
use crate::compose::{Block, Composition, Inline, Paragraph};
use crate::diag::say;

/// Lines and characters of every page.
pub(super) fn measure(
    lines: &[Line],
    composition: &Composition,
    pages: usize,
) -> Vec<PageProof> {
    let body = composition.sheet.styles.first().map_or(16.0, |style| style.size);
    let of = |number: usize| {
        let on = lines.iter().filter(move |line| line.page == number && line.is_text());
        let of_body = on.clone().filter(|line| (line.size - body).abs() < 0.1);
        let widths = of_body.map(|line| (line.right() - line.left()) / body);
        let widest = widths.fold(0.0, f64::max);
        PageProof {
            number,
            lines: on.map(|line| line.number).max().unwrap_or(0),
            characters: widest.round() as usize,
        }
    };
    (1..=pages).map(of).collect()
}

/// Everything about whole pages.
pub(super) fn check(
    lines: &[Line],
    composition: &Composition,
    layout: &Layout,
) -> Vec<Finding> {
    let mut findings = missing(lines, composition);
    for page in 1..layout.numbers.pages {
        let on = |n: usize| lines.iter().filter(move |line| line.page == n);
        let last = on(page).rfind(|line| line.is_text());
        let next: Vec<&Line> = on(page + 1).filter(|line| line.is_text()).collect();
        let Some(last) = last.filter(|_| !next.is_empty()) else { continue };
        if last.kind == Kind::Heading {
            findings.push(stranded(last));
        }
        let notes = on(page).any(|line| line.kind == Kind::Note);
        // What stands on a turned sheet is no full page of text.
        let turned = |page: usize| layout.lying.contains(&page);
        if !notes && !turned(page) && !layout.asked.contains(&(page + 1)) {
            findings.extend(short(last, &next, turned(page + 1), composition));
        }
    }
    for page in 2..=layout.numbers.pages {
        // A page of its own, such as a cover, or one that other words fill.
        let opens = |page: usize| layout.asked.contains(&page);
        let ends = page == layout.numbers.pages || opens(page + 1);
        if ends && !opens(page) && !layout.lying.contains(&page) {
            let on = lines.iter().filter(|line| line.page == page && line.is_text());
            findings.extend(nearly_empty(&on.collect::<Vec<_>>(), composition));
        }
    }
    findings
}

/// The last page of an article or of the pack with no more than so many lines is one that
/// a few words fewer would save.
const FEW: usize = 3;

/// A page that has little more than the end of what began before it. 版记 at its foot does
/// not count.
fn nearly_empty(lines: &[&Line], composition: &Composition) -> Option<Finding> {
    let page = &composition.sheet.page;
    let pitch = composition.sheet.styles.first()?.pitch;
    let mut count = 0;
    let mut below = page.top;
    for line in lines {
        // A gap of three lines: a picture, or what stands at the foot.
        if line.y - below > 4.0 * pitch {
            break;
        }
        count += usize::from(line.y - below > 1.0);
        below = line.y;
    }
    let last = lines.get(count.checked_sub(1)?)?;
    let rest = lines.iter().filter(|line| line.y > below + 1.0);
    let foot = page.top + page.depth() / 2.0;
    (count <= FEW && rest.clone().all(|line| line.y > foot)).then(|| Finding {
        code: "proof/nearly-empty-page",
        strength: Strength::Custom,
        clause: None,
        spot: Some(last.spot()),
        message: say(
            format!("本页只有 {count} 行：前面少 {count} 行就省去一页"),
            format!("only {count} line(s): as many fewer before it save a page"),
        ),
    })
}

fn stranded(line: &Line) -> Finding {
    Finding {
        code: "proof/stranded-heading",
        strength: Strength::Custom,
        clause: None,
        spot: Some(line.spot()),
        message: say("标题落在页末，正文在下一页", "a heading ends its page"),
    }
}

/// A page that a keep rule left short of lines. `next` are the lines of the page after it,
/// which may be a turned one.
fn short(
    last: &Line,
    next: &[&Line],
    turned: bool,
    composition: &Composition,
) -> Option<Finding> {
    let page = &composition.sheet.page;
    let grid = page.grid?;
    let pitch = page.depth() / f64::from(grid.lines);
    let body = composition.sheet.styles.first()?;
    let foot = last.y + 0.12 * last.size + (body.pitch - body.size) / 2.0;
    let room = ((page.top + page.depth() - foot + 0.1) / pitch).floor() as usize;
    let (zh, en) = if turned {
        ("下一页是横排的表，再下面的段落排不下", "a turned table follows on its own page")
    } else {
        kept_by(last, next, room)
    };
    (room > 0).then(|| Finding {
        code: "proof/short-page",
        strength: Strength::General,
        clause: Some("GB/T 9704—2012 5.2.3"),
        spot: Some(last.spot()),
        message: say(
            format!("本页少排 {room} 行：{zh}"),
            format!("{room} line(s) short: {en}"),
        ),
    })
}

/// The rule for which lines that had room went to the next page.
fn kept_by(last: &Line, next: &[&Line], room: usize) -> (&'static str, &'static str) {
    let Some(first) = next.first() else { return ("", "") };
    let of_paragraph = next.iter().take_while(|line| line.paragraph == first.paragraph);
    let lines = of_paragraph.count();
    let goes_on = first.paragraph.is_some() && first.paragraph == last.paragraph;
    match first.kind {
        Kind::Heading => ("标题须与下文同页", "a heading stays with the text below it"),
        Kind::Table => ("表格的下一行排不下", "the next row of the table has no room"),
        // Two lines, or three of which two had room: one would have been left alone.
        _ if (goes_on || room > 1) && lines == room + 1 => {
            ("段末一行不单独成页首", "the last line of a paragraph begins no page alone")
        }
        _ if !goes_on && room == 1 && lines > 1 => {
            ("段首一行不单独留页末", "the first line of a paragraph ends no page alone")
        }
        _ => ("下面的内容须整体同页", "what follows is kept together"),
    }
}

/// Characters that no face has, each with the page where 〓 stands for it.
fn missing(lines: &[Line], composition: &Composition) -> Vec<Finding> {
    let mut characters = Vec::new();
    for block in &composition.blocks {
        missing_in(block, &mut characters);
    }
    let marks: Vec<&Line> = lines
        .iter()
        .filter(|line| line.kind != Kind::Contents)
        .flat_map(|line| {
            line.cells.iter().filter(|cell| cell.c == '〓').map(move |_| line)
        })
        .collect();
    // A source may have a 〓 of its own; then the places can't be told apart.
    let known = marks.len() == characters.len();
    let finding = |(n, c): (usize, char)| {
        let code = u32::from(c);
        Finding {
            code: "proof/missing-glyph",
            strength: Strength::Required,
            clause: None,
            spot: known.then(|| marks[n].spot()),
            message: say(
                format!("没有字体能排“{c}”（U+{code:04X}），以〓代"),
                format!("no face has {c} (U+{code:04X}); 〓 stands for it"),
            ),
        }
    };
    characters.into_iter().enumerate().map(finding).collect()
}

fn missing_in(block: &Block, found: &mut Vec<char>) {
    let mut paragraph = |p: &Paragraph| missing_among(&p.inlines, found);
    match block {
        Block::Paragraph(p) => paragraph(p),
        Block::Group(group) => group.blocks.iter().for_each(|b| missing_in(b, found)),
        Block::Table(table) => {
            table.caption.iter().for_each(&mut paragraph);
            table.rows.iter().flatten().for_each(|cell| missing_among(cell, found));
        }
        Block::Figure(figure) => figure.caption.iter().for_each(paragraph),
        Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => {}
    }
}

fn missing_among(inlines: &[Inline], found: &mut Vec<char>) {
    for inline in inlines {
        match inline {
            Inline::Missing { character, .. } => found.push(*character),
            Inline::Footnote(words) | Inline::Link { inlines: words, .. } => {
                missing_among(words, found);
            }
            _ => {}
        }
    }
}
