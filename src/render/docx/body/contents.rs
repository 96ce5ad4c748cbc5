//! The contents: a field with its entries and page numbers in it.
//!
//! Belongs here: the field. Does not belong here: which entries there are (`compose`).

use super::super::runs::{self, Around};
use super::super::styles::{Look, Role};
use super::super::xml::Xml;
use super::Body;
use crate::compose::Contents;
use crate::compose::sheet::PageBreak;

impl<'a> Body<'_, 'a> {
    pub(super) fn contents(&mut self, contents: &'a Contents) {
        if let Some(heading) = &contents.heading {
            self.paragraph(heading, Role::ContentsHeading, None);
        }
        let deepest = contents.entries.iter().map(|e| e.depth).max().unwrap_or(1);
        let last = contents.entries.len().saturating_sub(1);
        for (at, entry) in contents.entries.iter().enumerate() {
            let breaks = self.begin(PageBreak::No, None);
            let role = Role::Entry(entry.depth.clamp(1, 9));
            let look = Look { style: entry.style, role, frame: None };
            let mut properties = vec![self.style_of(look)];
            properties.extend(breaks);
            let mut content = Xml::piece();
            if at == 0 {
                let levels = deepest.clamp(1, 9);
                let toc = format!("TOC \\o \"1-{levels}\" \\h \\z \\u");
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
