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

/// How the words of an address are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Short words stay whole.
    Whole,
    /// A line may end anywhere within them.
    Parted,
}

/// Cuts words into stretches. Words without a long Latin stretch come back as they are.
pub(super) fn stretches<'t>(words: &'t str, address: Address) -> Vec<Stretch<'t>> {
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
            push(from, to, Stretch::Address(pieces(run, address)), &mut out);
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
    run.contains("://") || run.starts_with("www.") || run.contains('\\') || mail
}

/// The pieces of an address or a path. Numbers stay whole, and no line begins with a mark: lines end
/// behind the marks that part an address (`.`, `-`, `?`, `=`, `\\`), behind a stroke only where a
/// number follows. (GB/T 15834—2011, 5.1.9, means the stroke between Chinese words; what
/// reads these pages does not know.) Inside of words they end only where the piece is longer
/// than [`WHOLE`], for a gap of its width would tear the line open, and anywhere in an
/// address as long as a line, which has nothing else to give, or in one that tears its line
/// open all the same.
fn pieces(address: &str, words: Address) -> Vec<&str> {
    const LINE: usize = 32;
    let bytes = address.as_bytes();
    // `https://` stays with what follows it.
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let division = match words {
        Address::Parted => Division { whole: 0, part: 1, sides: (2, 2) },
        Address::Whole if address.len() > LINE => {
            Division { whole: 0, part: 3, sides: (3, 1) }
        }
        Address::Whole => Division { whole: WHOLE, part: 3, sides: (2, 2) },
    };
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut push = |start: usize, end: usize| {
        let from = scheme.saturating_sub(start);
        divide(&address[start..end], from, division, &mut pieces);
    };
    for at in scheme + 1..bytes.len() {
        let (before, after) = (bytes[at - 1], bytes[at]);
        let cut = if b".-_=&?#%+~@\\".contains(&before) {
            after.is_ascii_alphanumeric() && at - start > 1
        } else {
            before == b'/' && after.is_ascii_digit()
        };
        if cut {
            push(start, at);
            start = at;
        }
    }
    push(start, bytes.len());
    pieces
}

/// A piece of so many characters is not divided: it is as wide as four Han, and leaves a
/// third of an em between the characters of half a line.
const WHOLE: usize = 7;

/// How a piece is divided inside its words.
#[derive(Clone, Copy)]
struct Division {
    /// A piece of so many characters stays whole.
    whole: usize,
    /// The fewest characters of a part.
    part: usize,
    /// The fewest letters before and behind a cut.
    sides: (usize, usize),
}

/// Divides a piece inside its words, behind its first `from` bytes.
fn divide<'t>(piece: &'t str, from: usize, division: Division, out: &mut Vec<&'t str>) {
    let Division { whole, part, sides } = division;
    let letters = |bytes: &[u8], side: usize| {
        bytes.len() >= side && bytes.iter().take(side).all(u8::is_ascii_alphabetic)
    };
    let bytes = piece.as_bytes();
    let mut start = 0;
    for at in from + 1..bytes.len() {
        let long = at - start.max(from) >= part && piece.len() - start > whole;
        let before = &bytes[from.max(at.saturating_sub(sides.0))..at];
        if long && letters(before, sides.0) && letters(&bytes[at..], sides.1) {
            out.push(&piece[start..at]);
            start = at;
        }
    }
    out.push(&piece[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_inside_its_words() {
        let address = "https://example.invalid/notices/2026/03/17/12/a.html?id=42";
        let pieces = pieces(address, Address::Whole);
        assert_eq!(pieces.concat(), address);
        assert_eq!(pieces[0], "https://exa");
        for pair in pieces.windows(2) {
            let number = pair[1].starts_with(|c: char| c.is_ascii_digit());
            assert!(!pair[0].ends_with('/') || number, "{pieces:?}");
        }
        assert!(pieces.iter().all(|piece| piece.len() <= 11), "{pieces:?}");
    }

    #[test]
    fn words_of_an_address_stay_whole_beside_a_mark() {
        assert_eq!(
            pieces("yunxi.office@a.org?from=mobile", Address::Whole),
            ["yunxi.", "office@", "a.", "org?", "from=", "mobile"]
        );
        let path = pieces(
            "www.example.invalid/does/not/exist/anywhere/at/all/news",
            Address::Whole,
        );
        assert!(path.iter().all(|piece| piece.len() <= 13), "{path:?}");
    }

    #[test]
    fn an_address_that_tears_its_line_open_is_cut_anywhere() {
        assert_eq!(
            pieces("office@example.invalid", Address::Parted),
            [
                "of", "f", "i", "ce@", "ex", "a", "m", "p", "le.", "in", "v", "a", "l",
                "id"
            ]
        );
    }

    #[test]
    fn a_path_is_cut_behind_its_strokes() {
        assert_eq!(
            stretches(r"见C:\yunxi\2026\汇总表", Address::Whole)[1],
            Stretch::Address(vec![r"C:\", r"yunxi\", r"2026\"])
        );
    }

    #[test]
    fn only_long_latin_words_are_touched() {
        let stretches = |words| stretches(words, Address::Whole);
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
