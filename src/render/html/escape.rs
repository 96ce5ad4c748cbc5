//! Escaping: source text is data, whatever it looks like.
//!
//! Belongs here: the three contexts in which words reach the file.

/// Words between tags. Control characters that HTML forbids are left out.
pub(super) fn text(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
}

/// Words inside a double-quoted attribute.
pub(super) fn attribute(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
}

/// A double-quoted CSS string. `<` is written as an escape too, so that no words can end
/// the style element.
pub(super) fn css_string(words: &str) -> String {
    let mut out = String::from("\"");
    for c in words.chars() {
        match c {
            '"' | '\\' | '<' | '>' | '&' => out.push_str(&format!("\\{:x} ", c as u32)),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A class name as CSS writes it: a leading digit, or anything beyond ASCII letters,
/// digits, `-` and `_`, is escaped.
pub(super) fn css_class(class: &str) -> String {
    let mut out = String::new();
    for (i, c) in class.chars().enumerate() {
        let plain = c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if plain && !(i == 0 && (c.is_ascii_digit() || c == '-')) {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", c as u32));
        }
    }
    out
}

fn is_forbidden(c: char) -> bool {
    let code = c as u32;
    (c.is_control() && !matches!(c, '\t' | '\n'))
        || code & 0xFFFE == 0xFFFE
        || (0xFDD0..=0xFDEF).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_words_is_words() {
        let mut out = String::new();
        text("<b>&amp;\u{0}\"", &mut out);
        attribute("\" onload=\"<", &mut out);
        assert_eq!(out, "&lt;b&gt;&amp;amp;\"&quot; onload=&quot;&lt;");
    }

    #[test]
    fn a_css_string_ends_neither_itself_nor_its_element() {
        assert_eq!(css_string("\"</style>"), r#""\22 \3c /style\3e ""#);
    }

    #[test]
    fn a_class_may_begin_with_a_digit() {
        assert_eq!(css_class("1st"), r"\31 st");
        assert_eq!(css_class("contents-1"), "contents-1");
    }
}
