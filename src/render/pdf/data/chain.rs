//! Paragraphs that hold on to what stands below them by their last lines.
//!
//! What must not stand alone on a page, such as a source, a signature or 版记, holds the
//! paragraph above it. Typst moves such a paragraph to the next page as a whole, and a long
//! one leaves half a page empty. Here a long one and what it holds become a chain: the
//! engine file measures what follows and asks for that much room below the last line.
//!
//! Belongs here: which blocks make such chains.
//! Does not belong here: what is kept together (`compose`).

use super::flow::{BlockData, Kind, ParagraphData};
use super::line;
use crate::compose::sheet::{Align, Sheet};
use crate::compose::width;

/// A paragraph of fewer lines would not be divided anyway.
const LONG: f64 = 3.0;

/// What may stand below a long paragraph.
enum Below {
    /// It holds on to what follows itself.
    Holds,
    /// The last of the chain.
    Ends,
    /// It is not for a chain.
    Other,
}

/// The blocks with a chain wherever a long paragraph holds on to short ones or to 版记.
pub(super) fn link<'a>(
    mut blocks: Vec<BlockData<'a>>,
    sheet: &Sheet,
) -> Vec<BlockData<'a>> {
    let chains: Vec<(usize, usize)> = (0..blocks.len())
        .filter(|at| holds(&blocks[*at], sheet) && lines(&blocks[*at], sheet) > LONG)
        .filter_map(|at| Some((at, end(&blocks[at + 1..], sheet)? + at + 1)))
        .collect();
    for (at, end) in chains.into_iter().rev() {
        let mut chain = blocks.drain(at..end);
        let Some(BlockData::Other(Kind::Paragraph(paragraph))) = chain.next() else {
            continue;
        };
        let rest = chain.collect();
        blocks.insert(at, BlockData::Other(Kind::Chain { paragraph, rest }));
    }
    blocks
}

/// How many of the blocks below a long paragraph make up its chain.
fn end(blocks: &[BlockData<'_>], sheet: &Sheet) -> Option<usize> {
    for (at, block) in blocks.iter().enumerate() {
        match below(block, sheet) {
            Below::Holds => {}
            Below::Ends => return Some(at + 1),
            Below::Other => return None,
        }
    }
    None
}

fn below(block: &BlockData<'_>, sheet: &Sheet) -> Below {
    match block {
        BlockData::Other(Kind::Space { .. } | Kind::Mark { .. }) => Below::Holds,
        BlockData::Other(Kind::Group { place, .. }) if *place == "foot" => Below::Ends,
        BlockData::Words(_) | BlockData::Other(Kind::Paragraph(_))
            if lines(block, sheet) <= LONG =>
        {
            if holds(block, sheet) {
                Below::Holds
            } else {
                Below::Ends
            }
        }
        _ => Below::Other,
    }
}

/// Whether a block is words that are never parted from what follows, and no heading.
fn holds(block: &BlockData<'_>, sheet: &Sheet) -> bool {
    let BlockData::Other(Kind::Paragraph(ParagraphData::Styled {
        look,
        depth,
        held,
        ..
    })) = block
    else {
        return false;
    };
    depth.is_none() && (*held || sheet.style(*look).keep_with_next)
}

/// How many lines the words of a block fill, as far as can be known before they are set;
/// none where a line does not go from edge to edge.
fn lines(block: &BlockData<'_>, sheet: &Sheet) -> f64 {
    let (look, width) = match block {
        BlockData::Words(words) => (0, width(words)),
        BlockData::Other(Kind::Paragraph(ParagraphData::Plain { plain, .. })) => {
            (0, line::items_width(plain))
        }
        BlockData::Other(Kind::Paragraph(ParagraphData::Styled {
            look, words, ..
        })) => (look.0, line::items_width(words)),
        BlockData::Other(_) => return 0.0,
    };
    let Some(style) = sheet.styles.get(look) else { return 0.0 };
    if style.align != Align::Justify {
        return 0.0;
    }
    let measure =
        sheet.page.measure() / style.size - style.left_indent - style.right_indent;
    (style.first_indent + width) / measure.max(1.0)
}
