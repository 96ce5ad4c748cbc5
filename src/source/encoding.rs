//! Encodings: which one a file is in, and its bytes as text.
//!
//! Belongs here: telling UTF-8, UTF-16, GB18030, Big5, Shift_JIS and EUC-KR apart, and
//! strict decoding.
//! Does not belong here: replacing what cannot be decoded. Nothing does that.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    BIG5, DecoderResult, EUC_JP, EUC_KR, Encoding, GB18030, GBK, ISO_2022_JP, SHIFT_JIS,
    UTF_8, UTF_16BE, UTF_16LE,
};

/// What was found out about the encoding of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess<'a> {
    pub(super) encoding: &'static Encoding,
    /// How many bytes at the start are the byte order mark.
    pub(super) mark: usize,
    /// An encoding that would do nearly as well.
    pub(super) rival: Option<&'static Encoding>,
    /// The text, where finding the encoding meant reading all of it.
    pub(super) text: Option<&'a str>,
}

impl<'a> Guess<'a> {
    pub(super) fn sure(encoding: &'static Encoding) -> Self {
        Guess { encoding, mark: 0, rival: None, text: None }
    }
}

/// The encodings that a text without a mark is tried for.
const LEGACY: [&Encoding; 5] = [GBK, BIG5, SHIFT_JIS, EUC_KR, EUC_JP];

/// Byte order marks, longest first.
const MARKS: [(&[u8], &Encoding); 4] = [
    (b"\x84\x31\x95\x33", GB18030),
    (b"\xEF\xBB\xBF", UTF_8),
    (b"\xFF\xFE", UTF_16LE),
    (b"\xFE\xFF", UTF_16BE),
];

/// Finds the encoding of `bytes`; `None` where nothing fits well enough to trust.
///
/// The order is from certain to likely: a byte order mark, valid UTF-8, UTF-16 by its
/// marks and line ends, UTF-8 with a few damaged bytes, and only then statistics. A
/// single-byte Western encoding is never guessed: for Chinese text that guess is wrong.
pub(super) fn detect(bytes: &[u8]) -> Option<Guess<'_>> {
    if let Some(mark) = by_mark(bytes) {
        return Some(mark);
    }
    let holds_nul = bytes.contains(&0);
    // Much quicker on Han than the standard library's.
    let utf8 = || UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    if !holds_nul && let Some(Cow::Borrowed(text)) = utf8() {
        let seven_bit_japanese = bytes.contains(&0x1B)
            && bytes.windows(3).any(|w| w == b"\x1B$B" || w == b"\x1B$@");
        return Some(if seven_bit_japanese {
            Guess::sure(ISO_2022_JP)
        } else {
            Guess { text: Some(text), ..Guess::sure(UTF_8) }
        });
    }
    if let Some(encoding) = utf16_by_its_marks(bytes) {
        return Some(Guess::sure(encoding));
    }
    if nearly_utf8(bytes) {
        return Some(Guess::sure(UTF_8));
    }
    by_statistics(bytes)
}

/// The encoding that a byte order mark names.
pub(super) fn by_mark(bytes: &[u8]) -> Option<Guess<'static>> {
    // UTF-32 LE begins like UTF-16 LE; nobody saves texts in it.
    if bytes.starts_with(b"\xFF\xFE\0\0") {
        return None;
    }
    MARKS
        .iter()
        .find(|(mark, _)| bytes.starts_with(mark))
        .map(|&(mark, encoding)| Guess { mark: mark.len(), ..Guess::sure(encoding) })
}

/// UTF-16 without a mark is told by line ends, spaces and Chinese marks on even bytes: at
/// least one unit in a hundred, and four times as many as in the other byte order. (The
/// share of Han alone takes Shift_JIS for UTF-16BE. U+3000 is not among them: in the other
/// byte order it is the digit 0.)
fn utf16_by_its_marks(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let is_sign = |unit: u16| {
        matches!(unit, 0x0A | 0x0D | 0x20 | 0x3001 | 0x3002 | 0xFF0C | 0x201C | 0x201D)
    };
    let (mut little, mut big) = (0, 0);
    for pair in bytes.chunks_exact(2) {
        little += usize::from(is_sign(u16::from_le_bytes([pair[0], pair[1]])));
        big += usize::from(is_sign(u16::from_be_bytes([pair[0], pair[1]])));
    }
    let enough = |signs: usize, others: usize| {
        signs >= 1 && signs * 100 >= bytes.len() / 2 && signs >= 4 * others
    };
    let encoding = if enough(little, big) {
        UTF_16LE
    } else if enough(big, little) {
        UTF_16BE
    } else {
        return None;
    };
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|_| encoding)
}

/// Whether `bytes` is UTF-8 but for a few bytes: more than 20 whole multi-byte characters
/// for every damaged place.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut damaged) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The further bytes of a damaged character are the same damage.
        let fresh = !chunk.valid().is_empty() || damaged == 0;
        damaged += usize::from(fresh && !chunk.invalid().is_empty());
    }
    whole > 20 * damaged
}

fn by_statistics(bytes: &[u8]) -> Option<Guess<'static>> {
    if bytes.contains(&0) {
        return None;
    }
    // A megabyte tells as much as a hundred.
    let sample = &bytes[..bytes.len().min(1 << 20)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let best = detector.guess(None, Utf8Detection::Deny);
    if !LEGACY.contains(&best) {
        return None;
    }
    let likely = plausibility(sample, best)?;
    // Hangul takes fewer rows than any set of common Han: a text of some length that
    // keeps to them is no Chinese.
    let is_settled = best == EUC_KR && likely >= 900 && sample.len() >= 40;
    let rival = LEGACY
        .into_iter()
        .filter(|&other| other != best && !is_settled)
        .filter_map(|other| Some((plausibility(sample, other)?, other)))
        .filter(|&(other, _)| is_close(other, likely))
        .max_by_key(|&(other, _)| other)
        .map(|(_, other)| modern(other));
    Some(Guess { rival, ..Guess::sure(modern(best)) })
}

/// How many in a thousand of the characters of two bytes are common ones, if `sample` is
/// in `encoding`; `None` where it cannot be.
///
/// The legacy sets have their common characters in rows of their own: kana and level 1 of
/// the Han, or the Hangul syllables. A text read in the wrong one scatters.
fn plausibility(sample: &[u8], encoding: &'static Encoding) -> Option<u32> {
    // The cut at the end of a sample may stand inside a character.
    let sample = &sample[..sample.len().min(1 << 16)];
    let (mut pairs, mut common, mut kana) = (0_u32, 0_u32, 0_u32);
    let mut at = 0;
    while let Some(&lead) = sample.get(at) {
        if lead < 0x80 || (encoding == SHIFT_JIS && (0xA1..=0xDF).contains(&lead)) {
            // Half-width kana are possible in Shift_JIS, and rare.
            pairs += u32::from(lead >= 0x80);
            at += 1;
            continue;
        }
        let Some(pair) = sample.get(at..at + 2) else { break };
        if encoding == GBK && pair[1].is_ascii_digit() {
            // `©` and `•` of a web page take four bytes in GB18030.
            let Some(four) = sample.get(at..at + 4) else { break };
            GB18030.decode_without_bom_handling_and_without_replacement(four)?;
            pairs += 1;
            at += 4;
            continue;
        }
        encoding.decode_without_bom_handling_and_without_replacement(pair)?;
        pairs += 1;
        kana += u32::from(matches!(lead, 0xA4 | 0xA5));
        common += u32::from(match lead {
            _ if encoding == SHIFT_JIS => (0x81..=0x97).contains(&lead),
            _ if encoding == BIG5 => (0xA1..=0xC6).contains(&lead),
            _ if encoding == EUC_KR => (0xA1..=0xC8).contains(&lead) && pair[1] >= 0xA1,
            _ if encoding == EUC_JP => {
                (0xA1..=0xA5).contains(&lead) || (0xB0..=0xCF).contains(&lead)
            }
            _ => {
                pair[1] >= 0xA1
                    && ((0xA1..=0xA3).contains(&lead) || (0xB0..=0xD7).contains(&lead))
            }
        });
        at += 2;
    }
    // No Japanese without kana; the level 1 of its Han covers Hangul row for row.
    if encoding == EUC_JP && kana * 10 < pairs {
        return None;
    }
    (pairs > 0).then(|| common * 1000 / pairs)
}

/// Whether the second is so near the first that a person should decide.
fn is_close(second: u32, first: u32) -> bool {
    second * 100 >= first * 95
}

/// What is labelled GBK is read as its superset GB18030.
pub(super) fn modern(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// The encoding that a person calls by `label`.
pub(super) fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim();
    let alias = match label.to_ascii_lowercase().as_str() {
        "cp932" | "ms932" => "shift_jis",
        "cp949" | "uhc" => "euc-kr",
        "cp936" | "gb" => "gb18030",
        "cp950" | "big5-eten" => "big5",
        "utf16" | "utf16le" | "utf-16-le" => "utf-16le",
        "utf16be" | "utf-16-be" => "utf-16be",
        _ => label,
    };
    Encoding::for_label_no_replacement(alias.as_bytes()).map(modern)
}

/// A place in a file that its encoding does not allow.
#[derive(Debug)]
pub(super) struct Undecodable {
    /// The text before it.
    pub(super) before: String,
    /// The first offending byte.
    pub(super) at: usize,
    /// The bytes that make no character.
    pub(super) length: usize,
}

/// The text of `bytes`, or the first place that cannot be decoded.
pub(super) fn decode(
    bytes: &[u8],
    encoding: &'static Encoding,
) -> Result<String, Undecodable> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => {
                let at = error.valid_up_to();
                Err(Undecodable {
                    before: String::from_utf8_lossy(&bytes[..at]).into_owned(),
                    at,
                    length: error.error_len().unwrap_or(bytes.len() - at),
                })
            }
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    let (result, read) =
        decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(bad, after) => {
            let at = read.saturating_sub(usize::from(bad) + usize::from(after));
            Err(Undecodable { before: text, at, length: usize::from(bad) })
        }
        // The buffer holds the worst case, so this is never seen; an error is still
        // better than a text that ends too soon.
        DecoderResult::OutputFull => {
            Err(Undecodable { before: text, at: read, length: 1 })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIMPLIFIED: &str =
        "云溪区召开学习讨论会，部署明年重点工作。会议指出，要坚持稳中求进。";
    const TRADITIONAL: &str =
        "雲溪區召開學習討論會，部署明年重點工作。會議指出，要堅持穩中求進。";
    const JAPANESE: &str = "雲渓市は、来年度の重点施策について説明会を開催しました。";
    const KOREAN: &str = "운계구는 내년도 중점 업무에 관한 설명회를 개최하였다.";

    fn read(text: &str, encoding: &'static Encoding) -> Guess<'static> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "the sample can be written in {}", encoding.name());
        Guess { text: None, ..detect(&bytes).expect("an encoding is found") }
    }

    #[test]
    fn every_legacy_encoding_is_told_from_the_others() {
        assert_eq!(read(SIMPLIFIED, GBK), Guess::sure(GB18030));
        assert_eq!(read(TRADITIONAL, BIG5), Guess::sure(BIG5));
        assert_eq!(read(JAPANESE, SHIFT_JIS), Guess::sure(SHIFT_JIS));
        assert_eq!(read(KOREAN, EUC_KR), Guess::sure(EUC_KR));
    }

    #[test]
    fn a_short_text_is_right_or_a_question() {
        // A few bytes fit several encodings. A wrong guess must at least say so.
        for (encoding, texts) in [
            (GB18030, &["云溪", "你好", "第三期", "附件：1. 名单", "“好”", "喆鑫堃"][..]),
            (BIG5, &["雲溪", "雲溪區", "一、主旨", "附件：1. 名單", "「好」"]),
            (SHIFT_JIS, &["第三期", "別紙１", "お知らせ", "「はい」", "ｶﾀｶﾅ"]),
            (EUC_KR, &["알림", "운계구", "제1조(목적)", "3월 17일", "大韓民國"]),
        ] {
            for text in texts {
                let bytes = encoding.encode(text).0;
                let Some(guess) = detect(&bytes) else { continue };
                let sure = guess.rival.is_none();
                assert!(guess.encoding == encoding || !sure, "{text}: {guess:?}");
            }
        }
    }

    #[test]
    fn words_of_another_encoding_are_named_with_their_place() {
        // Two files pasted together: no encoding fits both halves.
        let mut bytes = SIMPLIFIED.repeat(4).into_bytes();
        let at = bytes.len();
        bytes.extend_from_slice(&GBK.encode("云溪").0);
        assert_eq!(detect(&bytes).map(|guess| guess.encoding), Some(UTF_8));
        assert_eq!(decode(&bytes, UTF_8).expect_err("the end is GBK").at, at);
    }

    #[test]
    fn utf16_is_found_without_a_mark() {
        let units = SIMPLIFIED.encode_utf16();
        let little: Vec<u8> = units.clone().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units.flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(&little), Some(Guess::sure(UTF_16LE)));
        assert_eq!(detect(&big), Some(Guess::sure(UTF_16BE)));
        assert_eq!(decode(&big, UTF_16BE).ok().as_deref(), Some(SIMPLIFIED));
    }

    #[test]
    fn signs_of_four_bytes_do_not_hide_gb18030() {
        let page = format!("  • 登录\n{SIMPLIFIED}\n© 云溪时报");
        assert_eq!(read(&page, GB18030), Guess::sure(GB18030));
    }

    #[test]
    fn zeros_do_not_hide_the_byte_order() {
        let page = format!("{SIMPLIFIED}\n电话：0000-0000000，邮编：000000");
        let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(detect(&big), Some(Guess::sure(UTF_16BE)));
    }

    #[test]
    fn a_damaged_byte_does_not_make_utf8_something_else() {
        let mut bytes = SIMPLIFIED.as_bytes().to_vec();
        bytes[30] = 0xFF;
        assert_eq!(detect(&bytes), Some(Guess::sure(UTF_8)));
        let error = decode(&bytes, UTF_8).expect_err("it cannot be decoded");
        assert_eq!((error.at, error.before.chars().count()), (30, 10));
    }

    #[test]
    fn the_place_of_a_bad_byte_is_exact_in_every_encoding() {
        for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_KR] {
            let error = decode(b"ab\nc\xFF\xFFd", encoding).expect_err("FF is no letter");
            assert_eq!((error.at, error.before.as_str()), (4, "ab\nc"), "{encoding:?}");
        }
        let error = decode(b"a\0\0\xD8b\0", UTF_16LE).expect_err("half a surrogate");
        assert_eq!(error.before, "a");
    }

    #[test]
    fn western_text_is_a_question_not_a_guess() {
        assert_eq!(
            detect(b"d\xE9j\xE0 vu, na\xEFve, \xE9l\xE8ve, cr\xE8me br\xFBl\xE9e"),
            None
        );
    }
}
