//! Latin words and addresses in justified lines: where they may be divided.
//!
//! Belongs here: what keeps a line with a long Latin stretch from being torn open.
//! Does not belong here: ties (`compose`), and Latin letters as a face (`looks`).

/// A stretch of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    /// Words that need nothing.
    Plain(&'t str),
    /// One Latin word that may be hyphenated.
    Word(&'t str),
    /// An address: a line may end between its pieces and nowhere else.
    Address(Vec<&'t str>),
}

/// A word of fewer letters is never divided: it leaves no gap that shows.
const LONG: usize = 7;

/// Cuts words into stretches. Words without a long Latin stretch come back as they are.
pub(super) fn stretches<'t>(words: &'t str) -> Vec<Stretch<'t>> {
    let mut out = Vec::new();
    let mut plain = 0;
    let mut push = |from: usize, to: usize, stretch, out: &mut Vec<Stretch<'t>>| {
        if plain < from {
            out.push(Stretch::Plain(&words[plain..from]));
        }
        out.push(stretch);
        plain = to;
    };
    for (from, to) in runs(words, |b| b.is_ascii_graphic()) {
        let run = &words[from..to];
        if is_address(run) {
            push(from, to, Stretch::Address(pieces(run)), &mut out);
            continue;
        }
        for (start, end) in runs(run, |b| b.is_ascii_alphabetic()) {
            let word = &run[start..end];
            let capitals = word.bytes().filter(u8::is_ascii_uppercase).count();
            if capitals <= 1 {
                push(from + start, from + end, Stretch::Word(word), &mut out);
            }
        }
    }
    if plain < words.len() {
        out.push(Stretch::Plain(&words[plain..]));
    }
    out
}

/// The runs of at least [`LONG`] bytes of a kind, as ranges.
fn runs(words: &str, kind: impl Fn(u8) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in words.bytes().chain([b' ']).enumerate() {
        if !kind(byte) {
            if at - start >= LONG {
                found.push((start, at));
            }
            start = at + 1;
        }
    }
    found
}

fn is_address(run: &str) -> bool {
    let mail = run.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.contains('@')
    });
    run.contains("://") || run.starts_with("www.") || mail
}

/// The pieces of an address. Numbers stay whole, and no line begins with a mark. Lines end
/// inside of words first; behind a stroke only where a number follows. (GB/T 15834—2011,
/// 5.1.9 means the stroke between Chinese words.)
fn pieces(address: &str) -> Vec<&str> {
    let bytes = address.as_bytes();
    // `https://` stays with what follows it.
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let mut pieces = Vec::new();
    let (mut start, mut letters) = (0, 0);
    for at in 1..bytes.len() {
        let (before, after) = (bytes[at - 1], bytes[at]);
        letters = if letter(at - 1) { letters + 1 } else { 0 };
        let piece = &bytes[start..at];
        let cut = if at <= scheme {
            false
        } else if letters > 0 && letter(at) {
            letters % 3 == 0
        } else if b".-_=&?#%+~".contains(&before) {
            after.is_ascii_alphanumeric() && piece.len() > 1
        } else {
            before == b'/' && after.is_ascii_digit()
        };
        if cut {
            pieces.push(&address[start..at]);
            start = at;
        }
    }
    pieces.push(&address[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_inside_its_words() {
        let address = "https://example.invalid/notices/2026/03/17/12/a.html?id=42";
        let pieces = pieces(address);
        assert_eq!(pieces.concat(), address);
        assert_eq!(pieces[0], "https://exa");
        for pair in pieces.windows(2) {
            let number = pair[1].starts_with(|c: char| c.is_ascii_digit());
            assert!(!pair[0].ends_with('/') || number, "{pieces:?}");
        }
        assert!(pieces.iter().all(|piece| piece.len() <= 11), "{pieces:?}");
    }

    #[test]
    fn only_long_latin_words_are_touched() {
        assert_eq!(
            stretches("用GDP和open data说话"),
            [Stretch::Plain("用GDP和open data说话")]
        );
        assert_eq!(
            stretches("约pneumonia病"),
            [Stretch::Plain("约"), Stretch::Word("pneumonia"), Stretch::Plain("病")]
        );
        assert_eq!(stretches("BRIEFPACK"), [Stretch::Plain("BRIEFPACK")]);
        let mail = stretches("写信到yunxi.office@example.invalid。");
        assert!(matches!(&mail[1], Stretch::Address(pieces) if pieces.len() > 4));
        assert_eq!(mail[2], Stretch::Plain("。"));
    }
}
