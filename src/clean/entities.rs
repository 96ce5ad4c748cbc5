//! Character references that a web page left behind in plain text.

use super::{Edit, View};

/// The longest reference between `&` and `;` that is looked for.
const LONGEST: usize = 8;

/// Turns `&nbsp;`, `&amp;`, `&#8220;` and their like into the characters they stand for.
///
/// Only references with their semicolon, and only the names that pages of Chinese text
/// really use. Inside a web address nothing is touched: `?a=1&lt;` never occurs, and
/// `?a=1&copy=2` has no semicolon.
///
/// ```
/// # use briefpack::clean::{apply, entities};
/// assert_eq!(apply(entities, "“云溪&middot;四季”&nbsp;&#23637;览"), "“云溪·四季” 展览");
/// assert_eq!(apply(entities, "R&D;甲 & 乙"), "R&D;甲 & 乙");
/// ```
pub fn entities(view: &View) -> Vec<Edit> {
    let text = view.text;
    super::context::ascii(text, b"&")
        .filter_map(|(at, _)| {
            let bytes = &text.as_bytes()[at + 1..];
            let length = bytes.iter().take(LONGEST).position(|&b| b == b';')?;
            let with = meaning(text.get(at + 1..at + 1 + length)?)?;
            Some(Edit::replace(at..at + length + 2, with))
        })
        .collect()
}

fn meaning(name: &str) -> Option<std::borrow::Cow<'static, str>> {
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
                return Some(c.to_string().into());
            }
        }
        .into(),
    )
}
