//! Links of Markdown that a plain text was left with.

use crate::segment::words::is_letter;

/// What the only link of a line shows, and where it leads: `[…](…)`, `![…](…)`. The
/// brackets of the address may have been widened like any others.
pub(super) fn link(words: &str) -> Option<(&str, &str)> {
    let inner = words.strip_prefix('!').unwrap_or(words).strip_prefix('[')?;
    let inner = inner.strip_suffix([')', '）'])?;
    inner.rsplit_once("](").or_else(|| inner.rsplit_once("]（"))
}

/// `[旧桥加固](https://…)`, `- **01 [旧桥加固](https://…)**`: a link and nothing else. What it
/// leads to makes no sentence of it.
pub(super) fn is_linked(words: &str) -> bool {
    let sign = |c: char| !is_letter(c) && !"[]()（）!".contains(c);
    let bare = words.trim_matches(sign);
    let bare = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    link(bare).is_some_and(|(shown, leads)| {
        let several = shown.contains("](") || shown.contains("]（");
        leads.starts_with("http") && (shown.starts_with("![") || !several)
    })
}

/// Where the link begins that leads from an excerpt to the whole text: `……詳全文>>`,
/// `……[详细]`.
pub(super) fn to_the_whole(words: &str) -> Option<usize> {
    const LINKS: &[&str] = &[
        "阅读全文",
        "閱讀全文",
        "详全文",
        "詳全文",
        "查看全文",
        "全文",
        "查看详情",
        "详情",
        "詳情",
        "详细",
        "詳細",
        "阅读更多",
        "閱讀更多",
        "看更多",
        "続きを読む",
        "더보기",
    ];
    // ……更多 behind what was cut off.
    if let Some(before) = words.strip_suffix("更多") {
        let cut = before.trim_end();
        let cut_off = cut.ends_with("...") || cut.ends_with('…');
        return cut_off.then_some(cut.len()).filter(|_| before.contains(is_letter));
    }
    // （全文） may be the end of a title.
    let signs = ['>', '＞', '»', ']', '］', '】'];
    if !words.ends_with(signs) {
        return None;
    }
    let bare = words.trim_end_matches(signs);
    let label = LINKS.iter().find_map(|link| bare.strip_suffix(link))?;
    let before = label.trim_end_matches(['[', '［', '【']);
    before.contains(is_letter).then_some(before.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_one_link_is_known() {
        for line in [
            "[旧桥加固](https://example.cn/1)",
            "- **01 [旧桥加固](https://example.cn/1 \"旧桥\")**",
            "[![广告](https://example.cn/1.png)](https://example.cn)",
            "![二维码](https://example.cn/1.png)",
            "[旧桥加固]（https://example.cn/1）",
        ] {
            assert!(is_linked(line), "{line}");
        }
        for line in [
            "见[通知](https://example.cn/1)和[附件](https://example.cn/2)",
            "[通知](https://example.cn/1)、[附件](https://example.cn/2)",
            "[注](见下文)",
            "[1]旧桥加固（二期）",
        ] {
            assert!(!is_linked(line), "{line}");
        }
    }
}
