//! The contents: a field with its entries and page numbers in it.
//!
//! Belongs here: the field. Does not belong here: which entries there are (`compose`).

use std::collections::BTreeMap;

use super::super::runs::{self, Around};
use super::super::styles::{Look, Role};
use super::super::xml::Xml;
use super::Body;
use crate::compose::sheet::PageBreak;
use crate::compose::{Block, Contents, Entry, Paragraph, inline_words};

impl<'a> Body<'_, 'a> {
    /// Where an entry leads to a paragraph that is no heading, as in an article without a
    /// title: a mark by which Word finds it again when an editor updates the contents.
    pub(super) fn entry_mark(&mut self, xml: &mut Xml, anchor: Option<&str>) {
        let Some(entry) = anchor.and_then(|anchor| self.unheaded.get(anchor)) else {
            return;
        };
        let mut words = String::new();
        inline_words(&entry.inlines, &mut words);
        let words = words.replace('\\', r"\\").replace('"', "\\\"");
        let depth = entry.depth.clamp(1, 9);
        runs::silent_field(xml, &format!("TC \"{words}\" \\l {depth}"));
    }

    pub(super) fn contents(&mut self, contents: &'a Contents) {
        if let Some(heading) = &contents.heading {
            self.paragraph(heading, Role::ContentsHeading, None);
        }
        let deepest = contents.entries.iter().map(|e| e.depth).max().unwrap_or(1);
        let last = contents.entries.len().saturating_sub(1);
        for (at, entry) in contents.entries.iter().enumerate() {
            let breaks = self.begin(PageBreak::No, None).said;
            let role = Role::Entry(entry.depth.clamp(1, 9));
            let look = Look { style: entry.style, role, frame: None };
            let mut properties = vec![self.style_of(look)];
            properties.extend(breaks);
            let mut content = Xml::piece();
            if at == 0 {
                let levels = deepest.clamp(1, 9);
                let marks = if !self.unheaded.is_empty() { "\\f " } else { "" };
                let toc = format!("TOC \\o \"1-{levels}\" {marks}\\h \\z \\u");
                runs::field_begin(&mut content, &toc);
            }
            let page = self.words.pages.of.get(&entry.anchor);
            let page = page.map(usize::to_string).unwrap_or_default();
            let bookmark = self.words.bookmarks.get(entry.anchor.as_str()).cloned();
            let around =
                Around { in_link: bookmark.is_some(), ..Around::flow(entry.style) };
            if let Some(bookmark) = &bookmark {
                let to = [("w:anchor", bookmark.as_str()), ("w:history", "1")];
                content.open("w:hyperlink", &to);
            }
            self.words.inlines(&mut content, &entry.inlines, around);
            content.open("w:r", &[]);
            content.empty("w:tab", &[]);
            content.close("w:r");
            match &bookmark {
                Some(bookmark) => {
                    runs::field(
                        &mut content,
                        &format!("PAGEREF {bookmark} \\h"),
                        &[],
                        &page,
                    );
                    content.close("w:hyperlink");
                }
                None => self.words.plain(&mut content, &page),
            }
            if at == last {
                runs::field_end(&mut content);
            }
            self.hold(properties, content.into_bytes());
            if let Some(held) = &mut self.held {
                held.ends_field = at == last;
            }
        }
    }
}

/// The entries that lead to no heading, by anchor.
pub(super) fn unheaded(blocks: &[Block]) -> BTreeMap<&str, &Entry> {
    let mut found = BTreeMap::new();
    collect_entries(blocks, &mut found);
    drop_headings(blocks, &mut found);
    found
}

fn collect_entries<'a>(blocks: &'a [Block], found: &mut BTreeMap<&'a str, &'a Entry>) {
    for block in blocks {
        match block {
            Block::Contents(contents) => {
                found.extend(contents.entries.iter().map(|e| (e.anchor.as_str(), e)));
            }
            Block::Group(group) => collect_entries(&group.blocks, found),
            Block::Paragraph(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Rule(_)
            | Block::PageBreak { .. } => {}
        }
    }
}

fn drop_headings(blocks: &[Block], found: &mut BTreeMap<&str, &Entry>) {
    for block in blocks {
        match block {
            Block::Paragraph(Paragraph {
                outline: Some(_),
                anchor: Some(anchor),
                ..
            }) => {
                found.remove(anchor.as_str());
            }
            Block::Group(group) => drop_headings(&group.blocks, found),
            Block::Paragraph(_)
            | Block::Contents(_)
            | Block::Table(_)
            | Block::Figure(_)
            | Block::Rule(_)
            | Block::PageBreak { .. } => {}
        }
    }
}
