//! Character references that a web page left behind in plain text.

use std::borrow::Cow;

use super::forms::plain;
use super::invisible::is_invisible;
use super::{Edit, Traits, View};

/// The longest reference between `&` and `;` that is looked for.
const LONGEST: usize = 8;

/// Turns `&nbsp;`, `&amp;`, `&#8220;` and their like into the characters they stand for.
///
/// Only references with their semicolon, and only the names that pages of Chinese text
/// really use. Inside a web address nothing is touched: `?a=1&lt;` never occurs, and
/// `?a=1&copy=2` has no semicolon. A page that was escaped twice writes `&amp;nbsp;`, and
/// means the same. What no other pass would leave as it is (a zero-width space, a
/// full-width letter) is not put into the text.
///
/// ```
/// # use briefpack::clean::{apply, entities};
/// assert_eq!(apply(entities, "“云溪&middot;四季”&nbsp;&#23637;览"), "“云溪·四季” 展览");
/// assert_eq!(apply(entities, "&amp;ldquo;云溪&amp;amp;rdquo;&#8203;"), "“云溪”");
/// assert_eq!(apply(entities, "R&D;甲 & 乙"), "R&D;甲 & 乙");
/// ```
pub fn entities(view: &View) -> Vec<Edit> {
    let text = view.text;
    let mut edits: Vec<Edit> = Vec::new();
    for (at, _) in view.signs(b"&") {
        if edits.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let mut end = at + 1;
        let mut with = None;
        while with.as_deref().is_none_or(|so_far| so_far == "&")
            && let Some((length, meaning)) = reference(&text[end..], view.traits)
        {
            end += length;
            with = Some(meaning);
        }
        edits.extend(with.map(|with| Edit::replace(at..end, with)));
    }
    edits
}

/// The reference with which `text`, right behind a `&`, goes on: its bytes with the
/// semicolon, and what it stands for.
fn reference(text: &str, traits: &Traits) -> Option<(usize, Cow<'static, str>)> {
    let length = text.bytes().take(LONGEST).position(|b| b == b';')?;
    Some((length + 1, meaning(text.get(..length)?, traits)?))
}

fn meaning(name: &str, traits: &Traits) -> Option<Cow<'static, str>> {
    Some(
        match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            "ldquo" => "“",
            "rdquo" => "”",
            "lsquo" => "‘",
            "rsquo" => "’",
            "mdash" => "—",
            "ndash" => "–",
            "hellip" => "…",
            "middot" => "·",
            "bull" => "•",
            "times" => "×",
            "deg" => "°",
            "permil" => "‰",
            "yen" => "¥",
            "copy" => "©",
            "reg" => "®",
            "zwnj" | "zwj" | "shy" => "",
            _ => {
                let code = match name.strip_prefix('#')? {
                    hex if hex.starts_with(['x', 'X']) => {
                        u32::from_str_radix(&hex[1..], 16).ok()?
                    }
                    decimal => decimal.parse().ok()?,
                };
                let c = char::from_u32(code).filter(|c| !c.is_control())?;
                return Some(settled(c, traits));
            }
        }
        .into(),
    )
}

/// The character as the passes over characters would leave it.
fn settled(c: char, traits: &Traits) -> Cow<'static, str> {
    match c {
        _ if is_invisible(c) => "".into(),
        '\u{2028}' | '\u{2029}' => "\n".into(),
        '\u{3000}' => "\u{3000}".into(),
        _ if c.is_whitespace() => " ".into(),
        _ => plain(c, traits).unwrap_or(c).to_string().into(),
    }
}
