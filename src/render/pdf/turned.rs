//! Turned tables: after which words they stand, and how their sheets lie.
//!
//! A table that is too wide for an upright page has pages of its own. Where it is spoken of
//! in the middle of a page, the words after it fill that page first, so that none is left
//! short; the table follows on the next one. It stays in its article, before the list of
//! attachments and the signature, and never passes another turned table.
//!
//! Belongs here: finding out what still has room before a turned table, and standing its
//! sheet upright when the pages are finished.
//! Does not belong here: which tables are turned (`compose::table`).

use std::borrow::Cow;
use std::collections::BTreeSet;

use typst::foundations::NativeElement;
use typst::introspection::{Introspector, MetadataElem};
use typst::layout::{Abs, Angle, Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::model::Document;
use typst_layout::{Page, PagedDocument};

use super::data::Data;
use super::finish::said;
use super::set_flow;
use super::world::Desk;
use crate::compose::sheet::{self, PageBreak, Sheet, StyleId};
use crate::compose::{Block, Composition};
use crate::diag::Diagnostic;
use crate::fonts::Book;

/// For so many turned tables of a pack their places are sought, each by laying out the
/// pack once; further ones stay where their source has them.
const MOST_SOUGHT: usize = 8;

/// What the flow says where a turned table was taken out, and after each block that it may
/// follow.
pub(super) const MARK: &str = "turned:";

/// The composition as pages have it, with every turned table after the words that fill the
/// page before it. Borrowed where nothing moves.
///
/// # Errors
/// What the typesetter could not do.
pub fn settle<'c>(
    composition: &'c Composition,
    book: &Book,
) -> Result<Cow<'c, Composition>, Vec<Diagnostic>> {
    let mut settled = Cow::Borrowed(composition);
    for number in 0..count(&composition.blocks).min(MOST_SOUGHT) {
        let passed = room_after(&settled, book, number)?;
        if passed > 0 {
            move_past(&mut settled.to_mut().blocks, number, passed);
        }
    }
    Ok(settled)
}

/// How many blocks after turned table `number` still end on the page on which it would
/// stand if it were no wider than others.
fn room_after(
    composition: &Composition,
    book: &Book,
    number: usize,
) -> Result<usize, Vec<Diagnostic>> {
    let data = Data::without_turned(composition, book, number);
    let desk = Desk::new(&data, book);
    let pages = set_flow(&desk, &data)?;
    let introspector = pages.introspector();
    let notes = introspector.query(&MetadataElem::ELEM.select());
    let marks = notes.iter().filter_map(|note| {
        let passed: usize = said(note)?.strip_prefix(MARK)?.parse().ok()?;
        Some((passed, introspector.page(note.location()?)?))
    });
    let marks: Vec<_> = marks.collect();
    let Some((_, home)) = marks.first() else { return Ok(0) };
    let here = marks.iter().take_while(|(_, page)| page == home);
    Ok(here.last().map_or(0, |(passed, _)| *passed))
}

fn is_turned(block: &Block) -> bool {
    matches!(block, Block::Table(table) if table.turned)
}

/// How many turned tables there are.
fn count(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Group(group) => count(&group.blocks),
        block => usize::from(is_turned(block)),
    };
    blocks.iter().map(of).sum()
}

/// Which of `blocks`, which follow a turned table, it may be moved behind: their places,
/// each plus 1.
pub(super) fn berths(blocks: &[Block], sheet: &Sheet) -> Vec<usize> {
    let mut berths = Vec::new();
    for (place, block) in blocks.iter().enumerate() {
        let style = |id: &StyleId| sheet.style(*id);
        let begins_page = |id: &StyleId| style(id).page_break != PageBreak::No;
        match block {
            Block::Paragraph(paragraph) => {
                let kept = style(&paragraph.style).keep_with_next;
                let ends = kept && paragraph.outline.is_none();
                if ends || paragraph.running.is_some() || begins_page(&paragraph.style) {
                    break;
                }
                if !kept {
                    berths.push(place + 1);
                }
            }
            Block::Group(group) => {
                if begins_page(&group.style) || count(&group.blocks) > 0 {
                    break;
                }
                berths.push(place + 1);
            }
            Block::Table(table) if table.turned || begins_page(&table.style) => break,
            Block::Figure(figure) if begins_page(&figure.style) => break,
            Block::Table(_) | Block::Figure(_) => berths.push(place + 1),
            Block::Contents(_) | Block::Rule(_) | Block::PageBreak { .. } => break,
        }
    }
    berths
}

/// Moves turned table `number` behind the next `passed` blocks. Returns how many turned
/// tables stand in `blocks`, where it is not among them.
fn move_past(blocks: &mut [Block], number: usize, passed: usize) -> Option<usize> {
    let mut seen = 0;
    for place in 0..blocks.len() {
        if let Block::Group(group) = &mut blocks[place] {
            seen += move_past(&mut group.blocks, number - seen, passed)?;
        } else if is_turned(&blocks[place]) {
            if seen == number {
                let end = (place + passed).min(blocks.len() - 1);
                blocks[place..=end].rotate_left(1);
                return None;
            }
            seen += 1;
        }
    }
    Some(seen)
}

/// The pages of turned tables, from 1: while pages are made, their sheets lie.
pub(super) fn lying(document: &PagedDocument, sheet: &sheet::Page) -> BTreeSet<usize> {
    let lies = |page: &Page| page.frame.width() > page.frame.height();
    let pages = (1..).zip(document.pages()).filter(|(_, page)| lies(page));
    if sheet.width > sheet.height {
        BTreeSet::new()
    } else {
        pages.map(|(n, _)| n).collect()
    }
}

/// The pages with every sheet upright: a turned table lies on it with its head to the left
/// (GB/T 9704—2012, 8). A sheet that lies would leave it to the printer which way it turns.
pub(super) fn upright<'d>(
    document: &'d PagedDocument,
    lying: &BTreeSet<usize>,
) -> Cow<'d, PagedDocument> {
    if lying.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut pages: Vec<Page> = document.pages().to_vec();
    let lying = (1..).zip(&mut pages).filter(|(number, _)| lying.contains(number));
    for (_, page) in lying {
        let (width, height) = (page.frame.width(), page.frame.height());
        let sheet = Frame::hard(Size::new(height, width));
        let mut group = GroupItem::new(std::mem::replace(&mut page.frame, sheet));
        group.transform = Transform::translate(Abs::zero(), width)
            .pre_concat(Transform::rotate(Angle::deg(-90.0)));
        page.frame.push(Point::zero(), FrameItem::Group(group));
    }
    let info = document.info().clone();
    Cow::Owned(PagedDocument::new(pages.into_iter().collect(), info))
}
