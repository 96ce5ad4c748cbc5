//! What counts as Han, as Chinese punctuation, as full width.
//!
//! Belongs here: questions about one character that more than one stage asks.
//! Does not belong here: anything that needs the text around it.

/// Whether `c` is a Han character: the unified ideographs with all extensions, the
/// compatibility ideographs, `〇` and `々`.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '〇' | '々'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// How many characters of the main block of Han stand at the head of `text`, which is
/// UTF-8 from a character on: three bytes each. Most of a text is such runs, and nothing
/// has to be asked about their characters one by one.
pub fn leading_han(text: &[u8]) -> usize {
    // U+4E00 and U+9FFF by their first two bytes.
    let block = 0xE4B8..=0xE9BF;
    let is_common = |c: &[u8]| block.contains(&u16::from_be_bytes([c[0], c[1]]));
    text.chunks_exact(3).take_while(|c| is_common(c)).count()
}

/// Whether `c` is a kana, the prolonged sound mark included.
pub fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}')
}

/// Whether `c` is a Hangul syllable or letter.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}')
}

/// Whether `c` is a letter of the scripts that are set solid: Han or kana.
pub fn is_cjk_letter(c: char) -> bool {
    is_han(c) || is_kana(c)
}

/// Whether `c` is a letter or a digit of any script: what [`char::is_alphanumeric`] says,
/// quick for the characters that most texts are made of.
pub fn is_letter(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}' => c.is_ascii_alphanumeric(),
        '\u{2010}'..='\u{205E}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' => {
            false
        }
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Whether `c` is a mark that only stands in Chinese or Japanese text: `，。、；：？！`,
/// brackets and book-title marks. The marks that Latin text shares (`“”‘’—…·`) are not
/// among them.
pub fn is_cjk_mark(c: char) -> bool {
    matches!(c,
        '\u{3001}' | '\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301B}'
        | '！' | '（' | '）' | '，' | '：' | '；' | '？' | '［' | '］' | '｛' | '｝'
        | '～' | '＂' | '＇' | '｟' | '｠' | '．')
}

/// Whether `c` may end a sentence: `。！？` and their half-width forms `!` and `?`.
pub fn is_sentence_end(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '｡')
}

/// Whether `c` closes something: a bracket or a quotation mark.
pub fn is_closer(c: char) -> bool {
    matches!(
        c,
        '”' | '’' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '］' | ')' | ']'
    )
}

/// Whether a text begins with a full sign for an item, such as `●` or `◆`. A row of them
/// (`●●●`) hides something and is none.
pub fn begins_with_sign(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next().filter(|c| matches!(c, '●' | '○' | '■' | '◆' | '▲'));
    first.is_some() && signs.next() != first
}

/// The first apostrophe between Latin letters, `It’s` or `O’Brien`, and where it stands: a
/// Latin mark, which no Chinese face may set.
pub fn latin_apostrophe(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|&(at, c)| {
        matches!(c, '‘' | '’')
            && text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
            && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

/// Whether `c` opens something: a bracket or a quotation mark.
pub fn is_opener(c: char) -> bool {
    matches!(
        c,
        '“' | '‘' | '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '［' | '(' | '['
    )
}

/// Whether `c` is a number written in Han, such as in `二〇二六` or `第十二章`.
pub fn is_han_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '零'
            | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '两'
            | '廿'
            | '卅'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_han_ends_where_it_does() {
        let leading = |text: &str| leading_han(text.as_bytes());
        assert_eq!(leading("云溪区，"), 3);
        assert_eq!(leading("\u{4E00}\u{9FFF}\u{4DFF}"), 2);
        assert_eq!((leading("\u{A000}"), leading("a云"), leading("")), (0, 0, 0));
    }

    #[test]
    fn the_quick_answer_is_the_right_one() {
        for c in '\0'..='\u{1FFFF}' {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
