//! A part of a Word file as a tree of elements.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Fault;

/// How deep elements may nest. Word's own files stay below 60.
const MAX_DEPTH: usize = 400;

/// An element with its name and attributes without prefixes.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The characters right inside it.
    pub(super) text: String,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The first element of that name below it, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.children.iter().find_map(|child| {
            if child.name == name { Some(child) } else { child.find(name) }
        })
    }

    /// All children of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The `val` of the first child of that name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Whether the switch of that name is on: `<w:b/>`, but not `<w:b w:val="0"/>`.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.child(name).is_some_and(|switch| {
            !matches!(switch.attribute("val"), Some("0" | "false" | "off" | "none"))
        })
    }
}

/// The root element of `xml`. Every element and attribute is counted down from `nodes`.
///
/// # Errors
/// It is not well formed, nests too deep, or has more nodes than are left.
pub(super) fn parse(xml: &str, nodes: &mut usize) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    let mut count = |element: Element| {
        let left = nodes.checked_sub(1 + element.attributes.len());
        *nodes = left.unwrap_or(0);
        left.map(|_| element).ok_or(Fault::TooLarge)
    };
    loop {
        let event = reader.read_event().map_err(|_| Fault::Broken)?;
        let above = open.last_mut().ok_or(Fault::Broken)?;
        match event {
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    return Err(Fault::Broken);
                }
                open.push(count(element(&start))?);
            }
            Event::Empty(start) => above.children.push(count(element(&start))?),
            Event::End(_) => {
                let done = open.pop().ok_or(Fault::Broken)?;
                open.last_mut().ok_or(Fault::Broken)?.children.push(done);
            }
            Event::Text(text) => above.text.push_str(&text.xml10_content()),
            Event::CData(text) => above.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => above.text.push(c),
                _ => {
                    let sign = predefined(&reference.xml10_content());
                    above.text.push(sign.ok_or(Fault::Broken)?);
                }
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let mut root = open.pop().ok_or(Fault::Broken)?;
    let root = open.is_empty().then(|| root.children.pop()).flatten();
    root.ok_or(Fault::Broken)
}

fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

fn element(start: &BytesStart<'_>) -> Element {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let attributes = start
        .attributes()
        .flatten()
        .map(|attribute| {
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
            (local(attribute.key.as_ref()), value)
        })
        .collect();
    Element { name: local(start.name().as_ref()), attributes, ..Element::default() }
}
