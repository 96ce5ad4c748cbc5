//! What a text as a whole is like: the evidence that single marks don't carry.

use super::inventory::Set;
use crate::han::{is_han, is_hangul, is_kana};

/// The language a text is written in, as far as cleaning must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    Simplified,
    /// 繁體中文.
    Traditional,
    /// 日本語.
    Japanese,
    /// 한국어.
    Korean,
    /// Anything else.
    Other,
}

/// What was found out about a text before any pass changed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// The language of most of its letters.
    pub language: Language,
    /// Whether the letters leave no doubt about it.
    pub plain: bool,
    /// Whether somebody put the text through Unicode normalisation (NFKC): then
    /// `，：；？！（）…` cannot occur in it, while `、。“”《》` do.
    pub normalised: bool,
    /// Whether it quotes with `「」`.
    pub corner_quotes: bool,
    /// Whether it ends its sentences with a Latin full stop throughout.
    pub latin_stops: bool,
}

/// How much of a text is looked at: some hundred pages tell as much as ten thousand.
const SAMPLE: usize = 1 << 20;

impl Traits {
    /// Looks at `text`.
    pub fn of(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(SAMPLE)];
        let mut count = Count::default();
        let sides = (Set::of(SIMPLIFIED), Set::of(TRADITIONAL));
        let mut before = '\n';
        for c in text.chars() {
            count.character(before, c, &sides);
            before = c;
        }
        Traits {
            language: count.language(),
            plain: count.is_plain(),
            normalised: count.wide == 0 && count.narrow > 0,
            corner_quotes: count.corners > 0,
            latin_stops: count.latin_stops >= 3 && count.stops * 10 < count.latin_stops,
        }
    }

    /// Whether Chinese punctuation is at home in it.
    pub fn is_chinese(&self) -> bool {
        matches!(self.language, Language::Simplified | Language::Traditional)
    }
}

#[derive(Default)]
struct Count {
    han: usize,
    kana: usize,
    hangul: usize,
    latin: usize,
    simplified: usize,
    traditional: usize,
    /// Marks that normalisation would have taken away.
    wide: usize,
    /// Narrow marks right behind a Han character.
    narrow: usize,
    corners: usize,
    stops: usize,
    /// Latin full stops between a Han character and another, or the end of a line.
    latin_stops: usize,
}

impl Count {
    fn character(&mut self, before: char, c: char, sides: &(Set, Set)) {
        match c {
            // Most of a text.
            '\u{4E00}'..='\u{9FFF}' => {
                self.han += 1;
                self.simplified += usize::from(sides.0.has(c));
                self.traditional += usize::from(sides.1.has(c));
            }
            'a'..='z' | 'A'..='Z' => self.latin += 1,
            ',' | ';' | ':' | '?' | '!' | '(' => {
                self.narrow += usize::from(is_han(before));
            }
            '.' => self.latin_stops += usize::from(is_han(before)),
            '，' | '：' | '；' | '？' | '！' | '（' | '）' | '…' | '\u{3000}' => {
                self.wide += 1;
            }
            '。' => self.stops += 1,
            '「' => self.corners += 1,
            _ if is_han(c) => self.han += 1,
            _ if is_kana(c) => self.kana += 1,
            _ if is_hangul(c) => self.hangul += 1,
            _ => {}
        }
    }

    fn language(&self) -> Language {
        let solid = self.han + self.kana;
        if self.hangul * 10 > (solid + self.hangul) * 3 {
            return Language::Korean;
        }
        if self.kana * 10 > solid {
            return Language::Japanese;
        }
        // An English word is as long as three to four Han.
        if self.han == 0 || self.latin > 8 * self.han {
            return Language::Other;
        }
        if self.traditional > self.simplified {
            Language::Traditional
        } else {
            Language::Simplified
        }
    }
}

impl Count {
    /// Whether nobody could take the text for another language: kana and Hangul speak for
    /// themselves; a Chinese text needs ten characters that only its own kind has, and
    /// five of them for each of the other kind.
    fn is_plain(&self) -> bool {
        let chinese = |own: usize, other: usize| own >= 10 && own >= 5 * other;
        match self.language() {
            Language::Japanese | Language::Korean => true,
            Language::Simplified => chinese(self.simplified, self.traditional),
            Language::Traditional => chinese(self.traditional, self.simplified),
            Language::Other => false,
        }
    }
}

/// The commonest characters that only simplified text has.
const SIMPLIFIED: &str = "国会这来对发经时为们学区业实务产现动进设关开体员长级应党领导组织质规划书记济过还将条总办议报个见与";

/// The commonest characters that only traditional text has.
const TRADITIONAL: &str = "國會這來對發經時為們學區業實務產現動進設關開體員長級應黨領導組織質規劃書記濟過還將條總辦議報個見與";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_by_their_letters() {
        let of = |text| Traits::of(text).language;
        assert_eq!(of("云溪区召开会议"), Language::Simplified);
        assert_eq!(of("雲溪區召開會議"), Language::Traditional);
        assert_eq!(of("雲渓市は会議を開催しました"), Language::Japanese);
        assert_eq!(of("운계구(雲溪區)는 회의를 개최하였다"), Language::Korean);
        assert_eq!(of("Yunxi (云溪) is a district of hills"), Language::Other);
    }

    #[test]
    fn a_few_letters_leave_doubt() {
        assert!(!Traits::of("雲溪區召開會議").plain);
        assert!(
            Traits::of(
                "縣議會議員問縣長：國際會議為何於縣內舉辦？經濟發展組織時程為何？"
            )
            .plain
        );
        assert!(Traits::of("雲渓市は会議を開催しました").plain);
    }

    #[test]
    fn one_wide_mark_shows_that_nobody_normalised() {
        assert!(Traits::of("会议指出,要坚持。").normalised);
        assert!(!Traits::of("会议指出,要坚持，再坚持。").normalised);
    }
}
