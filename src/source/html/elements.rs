//! What the elements of a page are: blocks, headings, links, furniture, things unseen.

use dom_query::NodeRef;

use super::Markup;
use super::lines::Zone;

/// The endings of files that a notice has attached: a link to one is part of the text.
const FILES: [&str; 15] = [
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "ofd", "ceb", "rtf",
    "zip", "rar", "7z",
];

/// The endings of pictures: a link to one shows it larger.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "gif", "webp", "bmp", "svg"];

/// The zone that an element makes of its words, if any. `in_article` says whether an
/// `article` or a `main` is open: there, a foot and a side are parts of the text.
pub(super) fn zone(node: &NodeRef<'_>, name: &str, in_article: bool) -> Option<Zone> {
    match name {
        "a" => link(node),
        "button" => Some(Zone::Link),
        "nav" | "menu" | "dialog" => Some(Zone::Furniture),
        "footer" | "aside" if !in_article => Some(Zone::Furniture),
        "html" | "body" | "main" | "article" => None,
        _ => (is_furniture_by_role(node) || is_for_comments(node))
            .then_some(Zone::Furniture),
    }
}

fn link(node: &NodeRef<'_>) -> Option<Zone> {
    let address = node.attr("href")?;
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_one_of = |files: &[&str]| files.iter().any(|f| f.eq_ignore_ascii_case(ending));
    if is_one_of(&PICTURES) {
        return None;
    }
    Some(if is_one_of(&FILES) { Zone::File } else { Zone::Link })
}

fn is_furniture_by_role(node: &NodeRef<'_>) -> bool {
    node.attr("role").is_some_and(|role| {
        matches!(&*role, "navigation" | "search" | "contentinfo" | "menu" | "menubar")
    })
}

/// Whether a block says by its name that readers write there.
fn is_for_comments(node: &NodeRef<'_>) -> bool {
    is_called(
        node,
        &["comment", "comments", "commentlist", "pinglun", "liuyan", "disqus"],
    )
}

/// What an element says by its name about a text whose source or author it holds.
pub(super) fn field(node: &NodeRef<'_>) -> Option<Markup> {
    let says = |name: &str, values: &[&str]| {
        node.attr(name).is_some_and(|value| values.contains(&value.trim()))
    };
    if says("itemprop", &["author"])
        || says("rel", &["author"])
        || is_called(node, &["author", "byline", "reporter", "writer", "zuozhe"])
    {
        return Some(Markup::Author);
    }
    (says("itemprop", &["publisher"]) || is_called(node, &["source", "laiyuan"]))
        .then_some(Markup::Source)
}

/// Whether a word of the identifier or of the classes of an element is one of `names`.
fn is_called(node: &NodeRef<'_>, names: &[&str]) -> bool {
    ["id", "class"].into_iter().filter_map(|name| node.attr(name)).any(|value| {
        value
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| names.iter().any(|name| name.eq_ignore_ascii_case(word)))
    })
}

/// Whether a `dt` or a `dd` is one short line of a list of words and what they mean. Old
/// pages lay out whole texts with them.
pub(super) fn is_entry(node: &NodeRef<'_>) -> bool {
    let other = if node.has_name("dt") {
        node.next_element_sibling().filter(|next| next.has_name("dd"))
    } else {
        node.prev_element_sibling().filter(|before| before.has_name("dt"))
    };
    let is_plain = |node: &NodeRef<'_>| {
        !node
            .descendants_it()
            .any(|d| d.node_name().is_some_and(|name| is_block(&name) || &*name == "br"))
    };
    other.is_some_and(|other| is_plain(&other) && is_plain(node))
}

/// Whether a `span` is one of several that stand side by side with nothing between them:
/// source, date and author of a page, which its style sheet parts. The spans of a
/// paragraph are parts of its words.
pub(super) fn stands_apart(node: &NodeRef<'_>) -> bool {
    let Some(parent) = node.parent() else { return false };
    let holds_fields =
        parent.node_name().is_some_and(|n| matches!(&*n, "div" | "section" | "header"));
    holds_fields && {
        let mut spans = 0;
        parent.children_it(false).all(|child| {
            spans += usize::from(child.has_name("span"));
            !child.is_text() || child.text().trim().is_empty()
        }) && spans >= 2
    }
}

pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Elements whose contents no reader of the page sees. `rt` and `rp` are readings beside
/// the words.
pub(super) fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "video"
            | "audio"
            | "canvas"
            | "head"
            | "textarea"
            | "select"
            | "datalist"
            | "rt"
            | "rp"
            | "map"
    )
}

pub(super) fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style =
        node.attr("style").map(|style| style.to_ascii_lowercase().replace(' ', ""));
    node.has_attr("hidden") || style.is_some_and(|style| style.contains("display:none"))
}

pub(super) fn is_block(name: &str) -> bool {
    heading_level(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "button"
                | "caption"
                | "center"
                | "dd"
                | "details"
                | "dialog"
                | "div"
                | "dl"
                | "dt"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "legend"
                | "li"
                | "main"
                | "nav"
                | "ol"
                | "option"
                | "p"
                | "section"
                | "summary"
                | "table"
                | "tbody"
                | "td"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "ul"
        )
}
