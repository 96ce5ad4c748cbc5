//! The settings of a page (front matter): lines `title: …` between two lines `---`.

/// The most lines that the settings of a page have.
const MOST: usize = 60;

/// The key of a setting, `date: 2026-03-17`, and where its value begins. Its colon may
/// have been widened like any other.
pub(crate) fn setting(words: &str) -> Option<(&str, usize)> {
    let at = words.find([':', '：'])?;
    let key = &words[..at];
    let wide = words[at..].starts_with('：');
    let behind = at + if wide { '：'.len_utf8() } else { 1 };
    let named = !key.is_empty()
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let apart = wide || words[behind..].is_empty() || words[behind..].starts_with(' ');
    (named && apart).then_some((key, behind))
}

/// Where the settings end with which a text opens, behind the line that closes them.
pub(in crate::source) fn end(text: &str) -> Option<usize> {
    let body = text.trim_start_matches(['\u{FEFF}', '\n', '\r', ' ']);
    let mut at = text.len() - body.len();
    for (i, line) in body.split_inclusive('\n').take(MOST).enumerate() {
        let words = line.trim();
        at += line.len();
        let closes = words == "---" && i > 1;
        let goes_on = i > 1
            && (words.is_empty()
                || words.starts_with("- ")
                || line.starts_with([' ', '\t']));
        match i {
            0 if words == "---" => {}
            0 => return None,
            _ if closes => return Some(at),
            _ if setting(words).is_some() || goes_on => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_stand_between_two_rules() {
        let text = "---\ntitle: 云溪\ntags:\n  - 甲\n---\n正文";
        assert_eq!(end(text).map(|at| &text[at..]), Some("正文"));
        for text in
            ["---\n正文\n---\n", "---\ntitle: 云溪\n", "title: 云溪\n---\n", "---\n---\n"]
        {
            assert_eq!(end(text), None, "{text}");
        }
    }
}
