//! Stamps: every literal start tag of a template learns where it stands.
//!
//! A fault that is found after Handlebars has run (an unknown element, a class without a
//! style) must point at the line that the editor wrote. So the loader writes file and
//! offset into each start tag as an attribute before the template is compiled.

use std::fmt::Write;

/// The attribute that carries a stamp.
pub(super) const ATTRIBUTE: &str = "bp-at";

/// Where a start tag stands: the number of its file and its byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Which file of the template.
    pub(crate) file: usize,
    /// The byte at which the tag begins.
    pub(crate) at: usize,
    /// The bytes of the tag's name with its `<`.
    pub(crate) len: usize,
}

impl Stamp {
    /// Reads the value of a stamp.
    pub(super) fn read(value: &str) -> Option<Self> {
        let mut parts = value.split('.').map(str::parse);
        let (file, at, len) =
            (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        Some(Stamp { file, at, len })
    }
}

/// The template with a stamp in every literal start tag. Line breaks stay where they are,
/// so that lines in messages of Handlebars remain true.
pub(super) fn stamp(text: &str, file: usize) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"<!--") {
            at = end_of(text, at, "-->");
        } else if rest.starts_with(b"{{!--") {
            at = end_of(text, at, "--}}");
        } else if rest.starts_with(b"{{") {
            at = end_of(text, at, "}}");
        } else if rest[0] == b'<' && rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let name = rest[1..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
                .count();
            let end = at + 1 + name;
            out.push_str(&text[copied..end]);
            let _ = write!(out, " {ATTRIBUTE}=\"{file}.{at}.{}\"", name + 1);
            copied = end;
            at = end;
        } else {
            at += 1;
        }
    }
    out.push_str(&text[copied..]);
    out
}

/// The offset after the next `end`, or the end of the text.
fn end_of(text: &str, from: usize, end: &str) -> usize {
    text.as_bytes()[from..]
        .windows(end.len())
        .position(|window| window == end.as_bytes())
        .map_or(text.len(), |at| from + at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_tags_are_stamped_and_nothing_else() {
        let text = "<p>{{#if (lt a b)}}<b{{/if}}</p><!-- <i> -->";
        let stamped = stamp(text, 3);
        assert_eq!(
            stamped,
            "<p bp-at=\"3.0.2\">{{#if (lt a b)}}<b bp-at=\"3.19.2\"{{/if}}</p><!-- <i> -->"
        );
        assert_eq!(Stamp::read("3.19.2"), Some(Stamp { file: 3, at: 19, len: 2 }));
    }
}
