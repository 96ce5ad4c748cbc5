//! Paragraph styles: which are headings, which are numbered, which make up a table of
//! contents.

use std::collections::HashMap;

use super::tree::Element;

/// What a paragraph style says, its parents included.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// The level of a heading, from 1.
    pub(super) heading: Option<u8>,
    /// The list it numbers with, and the level there.
    pub(super) list: Option<(String, u8)>,
    /// Whether it is an entry of a table of contents.
    pub(super) is_contents: bool,
    /// Whether it is a caption (题注).
    pub(super) is_caption: bool,
}

/// The styles of a file by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// How many parents of a style are followed; a circle ends there.
const MAX_PARENTS: usize = 20;

impl Styles {
    pub(super) fn read(part: Option<&Element>) -> Self {
        let Some(part) = part else { return Styles::default() };
        let by_id: HashMap<&str, &Element> = part
            .all("style")
            .filter_map(|style| Some((style.attribute("styleId")?, style)))
            .collect();
        let mut styles = HashMap::new();
        for style in part.all("style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let mut found = Style::default();
            let mut next = Some(style);
            for _ in 0..MAX_PARENTS {
                let Some(style) = next else { break };
                found.inherit(style);
                next = style.value("basedOn").and_then(|id| by_id.get(id)).copied();
            }
            found.heading = found.heading.filter(|&level| level <= 9);
            styles.insert(id.to_owned(), found);
        }
        Styles(styles)
    }

    /// What the style with that id says.
    pub(super) fn get(&self, id: Option<&str>) -> Style {
        id.and_then(|id| self.0.get(id)).cloned().unwrap_or_default()
    }
}

impl Style {
    /// Takes over what the child has not said itself.
    fn inherit(&mut self, style: &Element) {
        let name = style.value("name").unwrap_or_default().to_ascii_lowercase();
        let properties = style.child("pPr");
        let outline = properties.and_then(outline_level).or_else(|| level_of_name(&name));
        self.heading = self.heading.or(outline);
        self.list = self.list.take().or_else(|| properties.and_then(list_of));
        self.is_caption |= matches!(name.as_str(), "caption" | "题注" | "图题" | "表题");
        self.is_contents |= name.starts_with("toc ") || name.starts_with("目录");
    }
}

/// The level that `heading 1`, `标题 1` or `Title` stands for.
fn level_of_name(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(1);
    }
    let number = name.strip_prefix("heading ").or(name.strip_prefix("标题 "))?;
    number.trim().parse().ok()
}

/// The heading level of paragraph properties; 10 stands for “body text”.
pub(super) fn outline_level(properties: &Element) -> Option<u8> {
    let level: u8 = properties.value("outlineLvl")?.parse().ok()?;
    level.checked_add(1)
}

/// The list of paragraph properties and the level there. List 0 is no list.
pub(super) fn list_of(properties: &Element) -> Option<(String, u8)> {
    let list = properties.child("numPr")?;
    let level = list.value("ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((list.value("numId")?.to_owned(), level))
}
