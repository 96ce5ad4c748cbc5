//! The output of a template, parsed: a tree of elements, words and references.
//!
//! Belongs here: strict reading of the small HTML that templates produce.
//! Does not belong here: what an element means (`compose::walk`).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Template;
use super::stamp::{ATTRIBUTE, Stamp};
use crate::diag::{Diagnostic, say};

/// Encloses the number of a reference in the output of a template. Neither character can
/// be typed: the loader refuses templates that hold one.
pub(super) const OPEN: char = '\u{FDD0}';
/// See [`OPEN`].
pub(super) const CLOSE: char = '\u{FDD1}';

/// A node of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// An element with what is in it.
    Element(Element),
    /// Words typed into the template.
    Words(String),
    /// A field: the number of a reference.
    Reference(usize),
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Its name, such as `p`.
    pub(crate) name: String,
    /// Its attributes, without the stamp.
    pub(crate) attributes: Vec<(String, String)>,
    /// Where its start tag stands in the template.
    pub(crate) stamp: Option<Stamp>,
    /// What is in it.
    pub(crate) children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Its class, where it has one.
    pub(crate) fn class(&self) -> Option<&str> {
        self.attribute("class").map(str::trim).filter(|class| !class.is_empty())
    }
}

/// The mark that stands for a reference in rendered output.
pub(super) fn mark(reference: usize) -> String {
    format!("{OPEN}{reference}{CLOSE}")
}

/// Splits words at the marks of references.
pub(super) fn split(words: &str, out: &mut Vec<Node>) {
    let mut rest = words;
    while let Some(open) = rest.find(OPEN) {
        push_words(&rest[..open], out);
        let inner = &rest[open + OPEN.len_utf8()..];
        let Some(close) = inner.find(CLOSE) else { return };
        if let Ok(reference) = inner[..close].parse() {
            out.push(Node::Reference(reference));
        }
        rest = &inner[close + CLOSE.len_utf8()..];
    }
    push_words(rest, out);
}

fn push_words(words: &str, out: &mut Vec<Node>) {
    if words.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Node::Words(before)) => before.push_str(words),
        _ => out.push(Node::Words(words.to_owned())),
    }
}

/// Parses what a template rendered.
pub(super) fn parse(
    template: &Template,
    rendered: &str,
) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let mut reader = Reader::from_str(rendered);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut faults = Vec::new();
    let mut root: Vec<Node> = Vec::new();
    let mut open: Vec<Element> = Vec::new();
    // The last start tag read: where to point when what follows has no stamp.
    let mut last: Option<Stamp> = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let message = say(
                    format!("这里或这之后的标记写得不对：{error}"),
                    format!("the markup is wrong here or soon after: {error}"),
                );
                let fault = Diagnostic::error("template/markup", message).help(
                    "检查 < > 和引号是否成对；文字里的 < 写成 &lt;，& 写成 &amp;",
                    "look for an open tag or quotation mark; write `<` as &lt; and & as &amp;",
                );
                faults.push(template.at(fault, last));
                return Err(faults);
            }
        };
        let into = match open.last_mut() {
            Some(element) => &mut element.children,
            None => &mut root,
        };
        match event {
            Event::Start(tag) => {
                let element = element(template, &tag, last, &mut faults);
                last = element.stamp.or(last);
                open.push(element);
            }
            Event::Empty(tag) => {
                let element = element(template, &tag, last, &mut faults);
                last = element.stamp.or(last);
                into.push(Node::Element(element));
            }
            Event::End(tag) => {
                let name = tag.name().as_ref().to_owned();
                let Some(depth) = open.iter().rposition(|element| element.name == name)
                else {
                    let message = say(
                        format!("</{name}> 没有对应的 <{name}>"),
                        format!("</{name}> closes nothing: there is no open <{name}>"),
                    );
                    let fault = Diagnostic::error("template/stray-end-tag", message)
                        .help(format!("删去 </{name}>"), format!("remove the </{name}>"));
                    faults.push(template.at(fault, last));
                    continue;
                };
                for unclosed in &open[depth + 1..] {
                    faults.push(never_closed(template, unclosed));
                }
                let mut closed = open.split_off(depth);
                let Some(mut first) = (!closed.is_empty()).then(|| closed.remove(0))
                else {
                    continue;
                };
                // What was left open inside belongs to the element that is closed now.
                first.children.extend(closed.into_iter().map(Node::Element));
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(first)),
                    None => root.push(Node::Element(first)),
                }
            }
            Event::Text(text) => split(text.into_inner().as_ref(), into),
            Event::CData(text) => push_words(text.into_inner().as_ref(), into),
            Event::GeneralRef(entity) => match character(&entity) {
                Some(character) => push_words(character.encode_utf8(&mut [0; 4]), into),
                None => {
                    let name = entity.into_inner();
                    let message =
                        say(format!("不认识 &{name};"), format!("&{name}; is not known"));
                    let fault = Diagnostic::error("template/unknown-entity", message).help(
                        "直接写出这个字符，或用 &amp; &lt; &gt; &quot; &nbsp; &#8212; 一类",
                        "write the character itself, or &amp; &lt; &gt; &quot; &nbsp; &#8212;",
                    );
                    faults.push(template.at(fault, last));
                }
            },
            Event::Comment(_) => {}
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {
                let message = say(
                    "模板里不要写 <?…?> 和 <!DOCTYPE …>",
                    "a template has no <?…?> and no <!DOCTYPE …>",
                );
                let fault = Diagnostic::error("template/markup", message);
                faults.push(template.at(fault, last));
            }
            Event::Eof => break,
        }
    }
    faults.extend(open.iter().map(|unclosed| never_closed(template, unclosed)));
    if faults.is_empty() { Ok(root) } else { Err(faults) }
}

fn never_closed(template: &Template, element: &Element) -> Diagnostic {
    let name = &element.name;
    let message = say(format!("<{name}> 没有关闭"), format!("<{name}> is never closed"));
    let fault = Diagnostic::error("template/unclosed-tag", message).help(
        format!("在它结束的地方写 </{name}>"),
        format!("write </{name}> where it ends"),
    );
    template.at(fault, element.stamp)
}

fn element(
    template: &Template,
    tag: &BytesStart<'_>,
    last: Option<Stamp>,
    faults: &mut Vec<Diagnostic>,
) -> Element {
    let mut element = Element {
        name: tag.name().as_ref().to_owned(),
        attributes: Vec::new(),
        stamp: None,
        children: Vec::new(),
    };
    let mut broken = None;
    for attribute in tag.attributes() {
        match attribute {
            Ok(attribute) => {
                let name = attribute.key.as_ref().to_owned();
                let value = match quick_xml::escape::unescape(&attribute.value) {
                    Ok(value) => value.into_owned(),
                    Err(error) => {
                        broken = Some(error.to_string());
                        continue;
                    }
                };
                if name == ATTRIBUTE {
                    element.stamp = Stamp::read(&value);
                } else {
                    element.attributes.push((name, value));
                }
            }
            Err(error) => broken = Some(error.to_string()),
        }
    }
    if let Some(error) = broken {
        let message = say(
            format!("<{}> 的属性写得不对：{error}", element.name),
            format!("an attribute of <{}> is wrong: {error}", element.name),
        );
        let fault = Diagnostic::error("template/markup", message).help(
            "属性写成 名=\"值\"，同名的只写一次",
            "write attributes as name=\"value\", each name once",
        );
        faults.push(template.at(fault, element.stamp.or(last)));
    }
    element
}

fn character(entity: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if entity.is_char_ref() {
        return entity.resolve_char_ref().ok().flatten().filter(|c| !c.is_control());
    }
    match entity.borrow().into_inner().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        "emsp" => Some('\u{3000}'),
        "mdash" => Some('—'),
        "middot" => Some('·'),
        _ => None,
    }
}
