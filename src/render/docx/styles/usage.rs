//! What a document uses of each class.
//!
//! Belongs here: counting. Does not belong here: what follows from it (`styles`).

use std::collections::{BTreeMap, BTreeSet};

use super::Role;
use crate::compose::sheet::StyleId;
use crate::compose::{Block, Inline, Paragraph};

/// What the document uses of each class.
#[derive(Default)]
pub(super) struct Usage {
    /// How often each class has each role.
    pub(super) counts: BTreeMap<(Role, StyleId), usize>,
    /// Classes with lines that are filled from edge to edge.
    pub(super) filled: BTreeSet<StyleId>,
}

impl Usage {
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    self.fills(paragraph);
                    if let Some(outline) = paragraph.outline {
                        let role = Role::Heading(outline.depth.clamp(1, 9));
                        *self.counts.entry((role, paragraph.style)).or_default() += 1;
                    }
                }
                Block::Group(group) => self.blocks(&group.blocks),
                Block::Contents(contents) => {
                    for entry in &contents.entries {
                        let role = Role::Entry(entry.depth.clamp(1, 9));
                        *self.counts.entry((role, entry.style)).or_default() += 1;
                    }
                    if let Some(heading) = &contents.heading {
                        self.fills(heading);
                        let role = Role::ContentsHeading;
                        *self.counts.entry((role, heading.style)).or_default() += 1;
                    }
                }
                Block::Table(table) => {
                    table.caption.iter().for_each(|p| self.fills(p));
                }
                Block::Figure(figure) => {
                    figure.caption.iter().for_each(|p| self.fills(p));
                }
                Block::Rule(_) | Block::PageBreak { .. } => {}
            }
        }
    }

    pub(super) fn fills(&mut self, paragraph: &Paragraph) {
        if paragraph.inlines.iter().any(|i| matches!(i, Inline::Fill)) {
            self.filled.insert(paragraph.style);
        }
    }
}
