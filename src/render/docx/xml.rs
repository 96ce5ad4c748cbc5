//! Writing XML: a thin layer over quick-xml, and elements that can be compared.
//!
//! Belongs here: well-formedness. Whatever is passed in, what comes out is XML 1.0.
//! Does not belong here: what any element means.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Namespaces that a document, a head, a foot and the notes declare.
pub(super) const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
];

/// A part, or a piece of one, in the making.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// A piece without declaration.
    pub(super) fn piece() -> Self {
        Xml(Writer::new(Vec::new()))
    }

    /// A part, which begins with an XML declaration.
    pub(super) fn part() -> Self {
        let mut xml = Self::piece();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// Opens an element.
    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = start(name, attributes);
        self.event(Event::Start(start));
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start = start(name, attributes);
        self.event(Event::Empty(start));
    }

    /// An element that holds nothing but text.
    pub(super) fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Words. Characters that XML cannot hold are left out.
    pub(super) fn text(&mut self, text: &str) {
        self.event(Event::Text(BytesText::new(&legal(text))));
    }

    /// An element with all it holds.
    pub(super) fn element(&mut self, element: &Element) {
        let mut start = BytesStart::new(element.name);
        for (name, value) in &element.attributes {
            start.push_attribute((*name, legal(value).as_ref()));
        }
        if element.children.is_empty() {
            self.event(Event::Empty(start));
        } else {
            self.event(Event::Start(start));
            element.children.iter().for_each(|child| self.element(child));
            self.close(element.name);
        }
    }

    /// XML that is already written.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.get_mut().extend_from_slice(bytes);
    }

    /// What has been written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner()
    }

    fn event(&mut self, event: Event) {
        self.0.write_event(event).expect("a vector takes every byte");
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, legal(value).as_ref()));
    }
    start
}

/// The text without the characters that XML 1.0 has no way to write: most control
/// characters, and U+FFFE and U+FFFF.
fn legal(text: &str) -> std::borrow::Cow<'_, str> {
    let allowed = |c: char| {
        !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}'
            | '\u{FFFE}' | '\u{FFFF}')
    };
    if text.chars().all(allowed) {
        text.into()
    } else {
        text.chars().filter(|&c| allowed(c)).collect::<String>().into()
    }
}

/// An element that is made before it is written, so that two can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name, such as `w:jc`.
    pub(super) name: &'static str,
    /// Its attributes, in the order in which they are written.
    pub(super) attributes: Vec<(&'static str, String)>,
    /// What it holds.
    pub(super) children: Vec<Element>,
}

impl Element {
    /// An element without attributes.
    pub(super) fn new(name: &'static str) -> Self {
        Element { name, attributes: Vec::new(), children: Vec::new() }
    }

    /// An element with its value in `w:val`.
    pub(super) fn val(name: &'static str, value: impl ToString) -> Self {
        Self::new(name).with("w:val", value)
    }

    /// A switch, on or off.
    pub(super) fn switch(name: &'static str, on: bool) -> Self {
        if on { Self::new(name) } else { Self::val(name, 0) }
    }

    /// The same element with one more attribute.
    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Gives an attribute another value.
    pub(super) fn set(&mut self, name: &'static str, value: impl ToString) {
        self.attributes.retain(|a| a.0 != name);
        self.attributes.push((name, value.to_string()));
    }

    /// The same element with one more child.
    #[must_use]
    pub(super) fn holding(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let mut xml = Xml::piece();
        xml.leaf("w:t", &[("w:val", "a\u{1}\"<")], "甲\u{0}\u{FFFE}乙 & <丙>\t");
        let written = String::from_utf8(xml.into_bytes()).expect("UTF-8 went in");
        assert_eq!(written, "<w:t w:val=\"a&quot;&lt;\">甲乙 &amp; &lt;丙&gt;\t</w:t>");
    }
}
