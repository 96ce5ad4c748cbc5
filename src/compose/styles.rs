//! The styles that a composition uses: classes become [`StyleId`]s.

use std::collections::BTreeMap;

use super::sheet::{self, Kind, PageBreak, Sheet, StyleId};
use super::style::{Look, Style};

/// Collects the styles that are used, the body first.
pub(super) struct Styles<'s> {
    style: &'s Style,
    used: Vec<sheet::Style>,
    ids: BTreeMap<String, StyleId>,
    /// Character styles that take face or colour from the paragraph around them.
    lent: BTreeMap<(String, StyleId), StyleId>,
}

/// The id of the body.
pub(super) const BODY: StyleId = StyleId(0);

impl<'s> Styles<'s> {
    pub(super) fn new(style: &'s Style) -> Self {
        let used = vec![style.body.style.clone()];
        let ids = BTreeMap::from([("body".to_owned(), BODY)]);
        Styles { style, used, ids, lent: BTreeMap::new() }
    }

    /// The look of a class.
    pub(super) fn look(&self, class: &str) -> Option<&'s Look> {
        self.style.looks.get(class)
    }

    /// The names of all classes of a kind.
    pub(super) fn classes(&self, kind: Kind) -> Vec<&'s str> {
        let of_kind = |(_, look): &(&String, &Look)| look.style.kind == kind;
        self.style.looks.iter().filter(of_kind).map(|(class, _)| class.as_str()).collect()
    }

    /// The id of a class that exists.
    pub(super) fn id(&mut self, class: &str) -> Option<StyleId> {
        if let Some(id) = self.ids.get(class) {
            return Some(*id);
        }
        let mut style = self.look(class)?.style.clone();
        // New pages are blocks of the composition, so that no renderer starts one twice.
        style.page_break = PageBreak::No;
        let id = self.push(style);
        self.ids.insert(class.to_owned(), id);
        Some(id)
    }

    /// The id of a character class inside a paragraph. What the class leaves open (face,
    /// colour, weight) is that of the words around it.
    pub(super) fn character(&mut self, class: &str, around: StyleId) -> Option<StyleId> {
        let look = self.look(class)?;
        let outer = &self.used[around.0];
        let body = &self.used[BODY.0];
        let lends = (!look.own_font && outer.font != body.font)
            || (!look.own_latin && outer.latin != body.latin)
            || (!look.own_color && outer.color != body.color)
            || (!look.own_bold && outer.bold);
        if !lends {
            return self.id(class);
        }
        let key = (class.to_owned(), around);
        if let Some(id) = self.lent.get(&key) {
            return Some(*id);
        }
        let mut style = look.style.clone();
        if !look.own_font {
            style.font = outer.font;
        }
        if !look.own_latin {
            style.latin = outer.latin;
        }
        if !look.own_color {
            style.color = outer.color;
        }
        if !look.own_bold {
            style.bold = outer.bold;
        }
        style.class = format!("{class}-in-{}", outer.class);
        style.label = format!("{}（{}）", style.label, outer.label);
        let id = self.push(style);
        self.lent.insert(key, id);
        Some(id)
    }

    /// The look of a paragraph as one of words, for a line that two paragraphs share.
    pub(super) fn as_character(&mut self, paragraph: StyleId) -> StyleId {
        let style = &self.used[paragraph.0];
        let class = format!("{}-words", style.class);
        if let Some(id) = self.ids.get(&class) {
            return *id;
        }
        let words = sheet::Style {
            label: format!("{} 文字", style.label),
            kind: Kind::Character,
            class: class.clone(),
            ..style.clone()
        };
        let id = self.push(words);
        self.ids.insert(class, id);
        id
    }

    /// A smaller (or larger) cut of a paragraph style.
    pub(super) fn scaled(&mut self, id: StyleId, factor: f64) -> StyleId {
        // Half points are as fine as Word has it.
        let size = (self.used[id.0].size * factor * 2.0).floor() / 2.0;
        let style = &self.used[id.0];
        let factor = size / style.size;
        let class = format!("{}-{}", style.class, size.to_string().replace('.', "-"));
        if let Some(id) = self.ids.get(&class) {
            return *id;
        }
        let small = sheet::Style {
            label: format!("{}（{size}磅）", style.label),
            class: class.clone(),
            size,
            pitch: style.pitch * factor,
            ..style.clone()
        };
        let id = self.push(small);
        self.ids.insert(class, id);
        id
    }

    /// A paragraph style with another indent at the right, in ems: a tenth is fine enough.
    pub(super) fn indented(&mut self, id: StyleId, right: f64) -> StyleId {
        let tenths = (right * 10.0).round();
        let style = &self.used[id.0];
        if (style.right_indent * 10.0).round() == tenths {
            return id;
        }
        let class = format!("{}-right-{tenths}", style.class);
        if let Some(id) = self.ids.get(&class) {
            return *id;
        }
        let right_indent = tenths / 10.0;
        let moved = sheet::Style {
            label: format!("{}（右空{right_indent}字）", style.label),
            class: class.clone(),
            right_indent,
            ..style.clone()
        };
        let id = self.push(moved);
        self.ids.insert(class, id);
        id
    }

    /// A paragraph style that is never parted from the paragraph below it by a page break.
    pub(super) fn kept(&mut self, id: StyleId) -> StyleId {
        let style = &self.used[id.0];
        if style.keep_with_next {
            return id;
        }
        let class = format!("{}-kept", style.class);
        if let Some(id) = self.ids.get(&class) {
            return *id;
        }
        let kept = sheet::Style {
            label: format!("{}（与下段同页）", style.label),
            class: class.clone(),
            keep_with_next: true,
            ..style.clone()
        };
        let id = self.push(kept);
        self.ids.insert(class, id);
        id
    }

    /// A style that was handed out.
    pub(super) fn get(&self, id: StyleId) -> &sheet::Style {
        &self.used[id.0]
    }

    /// The page.
    pub(super) fn page(&self) -> &sheet::Page {
        &self.style.page
    }

    fn push(&mut self, style: sheet::Style) -> StyleId {
        self.used.push(style);
        StyleId(self.used.len() - 1)
    }

    /// Page and styles, resolved.
    pub(super) fn into_sheet(self) -> Sheet {
        Sheet {
            page: self.style.page.clone(),
            styles: self.used,
            numbering: self.style.numbering,
        }
    }
}
