//! Covers: what a reader of Markdown would take for signs, and is none.
//!
//! Belongs here: finding the settings of a page, ornaments, indents and tags of HTML, and
//! writing something harmless over them, byte for byte, so that every place stays where it
//! is.
//! Does not belong here: what Markdown says (`markdown`).

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::settings;

/// A text in which what is no Markdown is covered.
pub(super) struct Cover {
    /// As long as the text, line by line.
    pub(super) text: String,
    /// The tags of HTML in it, in order.
    pub(super) tags: Vec<Tag>,
}

/// A tag of HTML among the lines.
pub(super) struct Tag {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it stands for.
    pub(super) is: TagIs,
}

/// What a tag stands for.
pub(super) enum TagIs {
    /// A line break, `<br>`.
    Break,
    /// A picture, `<img src="…" alt="…">`.
    Picture {
        /// Its address.
        name: String,
        /// What it shows.
        alt: Option<String>,
    },
    /// Nothing that the words would need: `<center>`.
    Sign,
}

impl Cover {
    /// Covers the settings at the head of a page, the lines of signs that underline no
    /// heading, and the tags of HTML.
    pub(super) fn of(text: &str, lines: &[Range<usize>]) -> Self {
        let mut covered = text.as_bytes().to_vec();
        let tags = tags(text, lines);
        // A letter neither parts words from the signs beside them nor opens a block.
        for tag in &tags {
            for byte in &mut covered[tag.range.clone()] {
                if !matches!(byte, b'\r' | b'\n') {
                    *byte = b'x';
                }
            }
        }
        if let Some(end) = settings::end(text) {
            blank(&mut covered[..end]);
        }
        for i in 1..lines.len() {
            if is_ornament(text, lines, i) {
                blank(&mut covered[lines[i].clone()]);
            }
        }
        Cover { text: String::from_utf8_lossy(&covered).into_owned(), tags }
    }

    /// Covers the blanks at the head of lines that Markdown takes for code: in Chinese
    /// texts they are the indent of a paragraph. Whether there were any.
    pub(super) fn uncover_indents<'a>(
        &mut self,
        root: &'a AstNode<'a>,
        lines: &[Range<usize>],
    ) -> bool {
        let mut blanks = Vec::new();
        for node in root.descendants() {
            let data = node.data.borrow();
            let NodeValue::CodeBlock(code) = &data.value else { continue };
            if code.fenced {
                continue;
            }
            let (first, last) = (data.sourcepos.start.line, data.sourcepos.end.line);
            for line in lines.iter().take(last).skip(first.saturating_sub(1)) {
                let words = &self.text[line.clone()];
                let len = words.len() - words.trim_start_matches([' ', '\t']).len();
                blanks.push(line.start..line.start + len);
            }
        }
        for range in &blanks {
            let cover = "x".repeat(range.len());
            self.text.replace_range(range.clone(), &cover);
        }
        !blanks.is_empty()
    }
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|b| !matches!(b, b'\r' | b'\n')).for_each(|b| *b = b' ');
}

/// Whether line `i` is a line of `=` or `-` that underlines no heading: what it would
/// underline ends like a sentence, opens like something else, is too long, is one of
/// several lines, or words stand right below.
fn is_ornament(text: &str, lines: &[Range<usize>], i: usize) -> bool {
    const LONGEST: usize = 60;
    let line = |i: usize| lines.get(i).map_or("", |line| text[line.clone()].trim());
    let signs = line(i);
    let all = |sign: char| signs.len() >= 2 && signs.chars().all(|c| c == sign);
    if !(all('=') || all('-')) {
        return false;
    }
    let words = line(i - 1);
    if words.is_empty() {
        return false;
    }
    let opens = words.starts_with(['#', '>', '|', '!', '<', '-', '*', '+', '=', '`']);
    let ends =
        words.ends_with(['。', '；', '：', '，', ':', ';', ',', '…', '”', '）', ')']);
    let alone = i < 2 || line(i - 2).is_empty();
    opens || ends || words.chars().count() > LONGEST || !alone || !line(i + 1).is_empty()
}

/// The tags that people and programs leave in Markdown.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "button",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "meta",
    "nav",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
    "wbr",
];

/// The longest tag or comment that is looked for, in bytes.
const LONGEST_TAG: usize = 4000;

/// The tags and comments of HTML in a text, outside of code.
fn tags(text: &str, lines: &[Range<usize>]) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut from = 0;
    for line in lines {
        let words = &text[line.clone()];
        let trimmed = words.trim_start();
        let opens = ["```", "~~~"].into_iter().find(|sign| trimmed.starts_with(sign));
        match (fence, opens) {
            (None, Some(sign)) => fence = Some(sign),
            (Some(open), Some(sign)) if open == sign => fence = None,
            _ => {}
        }
        if fence.is_some() || opens.is_some() {
            continue;
        }
        let mut at = line.start.max(from);
        let (mut counted, mut ticks) = (line.start, 0);
        while at < line.end
            && let Some(next) = text[at..line.end].find('<')
        {
            let start = at + next;
            at = start + 1;
            ticks += text[counted..start].matches('`').count();
            counted = start;
            if ticks % 2 == 1 {
                continue;
            }
            if let Some(tag) = tag(text, start) {
                at = tag.range.end;
                from = at;
                found.push(tag);
            }
        }
    }
    found
}

/// The tag or comment that begins at byte `start`.
fn tag(text: &str, start: usize) -> Option<Tag> {
    let mut most = text.len().min(start + LONGEST_TAG);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let rest = &text[start..most];
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = start + 4 + comment.find("-->")? + 3;
        return Some(Tag { range: start..end, is: TagIs::Sign });
    }
    let inner = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = inner[..len].to_ascii_lowercase();
    TAGS.binary_search(&name.as_str()).ok()?;
    let behind = &inner[len..];
    if !behind.starts_with(['>', '/', ' ', '\t', '\n', '\r']) {
        return None;
    }
    let close = behind.find('>')?;
    let attributes = &behind[..close];
    // What opens again before it is closed is no tag; and a blank line ends any.
    if attributes.contains('<') || attributes.contains("\n\n") {
        return None;
    }
    let range = start..start + (rest.len() - inner.len()) + len + close + 1;
    let some = |name| attribute(attributes, name).filter(|value| !value.is_empty());
    let is = match name.as_str() {
        "br" => TagIs::Break,
        "img" => match some("src") {
            Some(name) => TagIs::Picture { name, alt: some("alt") },
            None => TagIs::Sign,
        },
        _ => TagIs::Sign,
    };
    Some(Tag { range, is })
}

/// The value of an attribute in the words of a tag behind its name.
fn attribute(words: &str, name: &str) -> Option<String> {
    let at = words.match_indices(name).map(|(at, _)| at).find(|at| {
        words[..*at].ends_with(char::is_whitespace)
            && words[at + name.len()..].trim_start().starts_with('=')
    })?;
    let value = words[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let quoted =
        ['"', '\''].into_iter().find_map(|q| value.strip_prefix(q)?.split(q).next());
    let bare = || value.split(char::is_whitespace).next().unwrap_or_default();
    Some(quoted.unwrap_or_else(bare).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::line_ranges;
    use super::*;

    fn cover(text: &str) -> String {
        Cover::of(text, &line_ranges(text)).text
    }

    #[test]
    fn names_of_tags_are_in_order() {
        assert!(TAGS.is_sorted());
    }

    #[test]
    fn every_place_stays() {
        for text in [
            "---\ntitle: 云溪\n---\n正文",
            "<b>云</b><br>溪\r\n<!-- 一\n二 -->三",
            "<",
            "<b",
        ] {
            assert_eq!(cover(text).len(), text.len(), "{text}");
            assert_eq!(cover(text).matches('\n').count(), text.matches('\n').count());
        }
    }

    #[test]
    fn settings_and_ornaments_are_covered_and_headings_are_not() {
        assert_eq!(cover("---\ntitle: a\n---\nb").trim(), "b");
        assert!(!cover("正文。\n-----\n").contains('-'));
        assert!(!cover("甲\n乙\n=====\n").contains('='));
        assert!(!cover("甲\n=====\n乙\n").contains('='));
        assert!(cover("云溪简报\n=====\n\n正文。").contains('='));
    }

    #[test]
    fn only_tags_of_html_are_tags() {
        for text in ["<通知>", "1 < 2 > 1", "`<b>`", "<T>", "<abcde>", "```\n<b>\n```"]
        {
            assert_eq!(cover(text), text, "{text}");
        }
    }
}
