//! Finding the words of [`super::cues`] in a line, in one pass over it.
//!
//! Belongs here: the lookup tables and the questions asked of them.
//! Does not belong here: the words (`cues`), and what follows from them (`rules`).

use std::borrow::Cow;
use std::cmp::Reverse;
use std::hash::Hash;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::cues;
pub(crate) use crate::han::is_letter;

/// Characters of the lists with their traditional forms behind them. A list names the
/// simplified form of a phrase; the traditional one follows from it.
const TRADITIONAL: &str = "\
     内內华華别別册冊声聲财財质質运運选選类類纪紀组組细細纸紙药藥译譯谈談过過这這达達连連远遠\
     则則战戰劳勞样樣测測纳納价價让讓负負贴貼购購赛賽轮輪软軟钟鐘钱錢铁鐵银銀队隊难難风風飞飛\
     专專业業个個为為举舉习習乡鄉书書于於产產仅僅从從们們众眾会會传傳体體侨僑党黨兴興\
     关關养養写寫军軍农農击擊划劃创創动動务務协協单單历歷发發台臺号號后後听聽员員国國\
     图圖坛壇处處备備复複头頭娱娛学學实實审審对對导導将將层層属屬师師带帶帮幫广廣库庫\
     应應开開弃棄当當录錄态態怀懷总總户戶扩擴执執扫掃报報护護担擔换換据據摄攝数數断斷\
     无無时時暂暫术術机機权權条條来來构構标標栏欄检檢欢歡气氣没沒浏瀏济濟湾灣游遊滚滾\
     热熱点點现現环環电電画畫疗療确確碍礙离離称稱笔筆签籤简簡约約级級纠糾红紅线線终終\
     经經绍紹结結给給络絡统統继繼续續维維综綜编編缩縮网網职職联聯脑腦舆輿艺藝节節荐薦\
     营營补補装裝见見规規视視览覽观觀觉覺触觸订訂认認议議讯訊记記许許论論设設访訪证證\
     评評识識诉訴词詞诚誠话話询詢详詳语語请請读讀责責贫貧费費资資赞讚车車转轉载載辑輯\
     输輸还還进進违違适適邮郵链鏈错錯键鍵长長门門闭閉问問间間闻聞阅閱际際隐隱页頁项項\
     顶頂顾顧领領频頻题題馈饋馆館验驗优優隶隸异異击擊较較旧舊预預试試获獲轻輕触觸";

/// The traditional form of a phrase; `None` where it is the same.
fn traditional(phrase: &str) -> Option<String> {
    static FORMS: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
        let mut signs = TRADITIONAL.chars().filter(|c| !c.is_whitespace());
        std::iter::from_fn(|| Some((signs.next()?, signs.next()?))).collect()
    });
    let form = |c: char| FORMS.get(&c).copied();
    let differs = phrase.chars().any(|c| form(c).is_some());
    differs.then(|| phrase.chars().map(|c| form(c).unwrap_or(c)).collect())
}

/// A phrase of two Han characters as it is set to the width of three: `记 者`.
fn spread(phrase: &str) -> Option<String> {
    let mut signs = phrase.chars();
    let (first, last) = (signs.next()?, signs.next()?);
    let han = crate::han::is_han(first) && crate::han::is_han(last);
    (han && signs.next().is_none()).then(|| format!("{first} {last}"))
}

/// A set of characters that refuses nearly every character of a text at once: one bit for
/// each of its values, small enough to stay at hand. It may take one that it was not
/// given, and never refuses one that it was.
pub(crate) struct Few<const WORDS: usize = 64>([u64; WORDS]);

impl<const WORDS: usize> Few<WORDS> {
    /// How many bits it has.
    pub(crate) const BITS: usize = WORDS * u64::BITS as usize;

    /// A set of whatever is told apart by a number below [`Few::BITS`].
    pub(crate) fn of_bits(bits: impl Iterator<Item = usize>) -> Self {
        let mut few = Few([0; WORDS]);
        bits.for_each(|bit| few.0[bit / 64] |= 1 << (bit % 64));
        few
    }

    /// Whether what has this number may be one of them.
    #[inline]
    pub(crate) fn holds(&self, bit: usize) -> bool {
        self.0[bit / 64] >> (bit % 64) & 1 != 0
    }
}

impl Few {
    /// The low bits of a character: of neighbours of a block no two are alike, and UTF-8
    /// has them in its last two bytes.
    fn bit(c: char) -> usize {
        c as usize % Self::BITS
    }

    /// A set of `chars`.
    pub(crate) fn of(chars: impl Iterator<Item = char>) -> Self {
        Self::of_bits(chars.map(Self::bit))
    }

    /// What either of two sets may hold.
    pub(crate) fn or(mut self, other: &Few) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
        self
    }

    /// Whether `c` may be one of them.
    #[inline]
    pub(crate) fn may_hold(&self, c: char) -> bool {
        self.holds(Self::bit(c))
    }

    /// The places in `text` at which one of them may stand.
    pub(crate) fn places(&self, text: &str) -> impl Iterator<Item = usize> {
        let mut rest = text.as_bytes();
        std::iter::from_fn(move || {
            loop {
                // Most of a text: characters of three bytes, one after the other.
                while let &[0xE0..=0xEF, second, third, ref behind @ ..] = rest {
                    let start = text.len() - rest.len();
                    rest = behind;
                    let bit = usize::from(second & 0x3F) << 6 | usize::from(third & 0x3F);
                    if self.holds(bit) {
                        return Some(start);
                    }
                }
                let start = text.len() - rest.len();
                let (bit, length) = match rest {
                    [] => return None,
                    [byte @ ..0x80, ..] => (usize::from(*byte), 1),
                    _ => {
                        let c = text[start..].chars().next()?;
                        (Self::bit(c), c.len_utf8())
                    }
                };
                rest = &rest[length..];
                if self.holds(bit) {
                    return Some(start);
                }
            }
        })
    }
}

/// Phrases by what all of a list share, the longest first.
type Lists<K> = FxHashMap<K, Vec<Cow<'static, str>>>;

fn lists<K: Hash + Eq>(
    phrases: impl Iterator<Item = Cow<'static, str>>,
    key: impl Fn(&str) -> Option<K>,
) -> Lists<K> {
    let mut lists = Lists::default();
    for (key, phrase) in phrases.filter_map(|phrase| Some((key(&phrase)?, phrase))) {
        lists.entry(key).or_insert_with(Vec::new).push(phrase);
    }
    lists.values_mut().for_each(|list| list.sort_by_key(|phrase| Reverse(phrase.len())));
    lists
}

/// A set of phrases, looked up by their first two characters.
pub(crate) struct Phrases {
    firsts: Few,
    openings: Few<OPENINGS>,
    lists: Lists<Opening>,
}

/// The first two characters of a phrase or a text, the second 0 where there is none.
type Opening = (u32, u32);

/// How many words of bits the openings of phrases take: there are more of them than first
/// characters.
const OPENINGS: usize = 256;

/// The bit of an opening.
fn bit((first, second): Opening) -> usize {
    (first.wrapping_mul(31) ^ second) as usize % Few::<OPENINGS>::BITS
}

/// The opening of `text`, if it is not empty.
fn opening(text: &str) -> Option<Opening> {
    let mut signs = text.chars().map(u32::from);
    Some((signs.next()?, signs.next().unwrap_or(0)))
}

impl Phrases {
    /// The phrases of some lists, with the forms that follow from them: traditional ones,
    /// and those that are set wide.
    pub(crate) fn new(lists: &[&[&'static str]]) -> Self {
        let phrases = lists
            .iter()
            .flat_map(|list| list.iter())
            .flat_map(|phrase| {
                let own = Some(Cow::Borrowed(*phrase));
                own.into_iter().chain(traditional(phrase).map(Cow::Owned))
            })
            .flat_map(|form| {
                let spread = spread(&form);
                std::iter::once(form).chain(spread.map(Cow::Owned))
            });
        Self::of(phrases)
    }

    /// The phrases of some lists as they are.
    pub(crate) fn exactly(lists: &[&[&'static str]]) -> Self {
        Self::of(lists.concat().into_iter().map(Cow::Borrowed))
    }

    fn of(phrases: impl Iterator<Item = Cow<'static, str>>) -> Self {
        let lists = lists(phrases, opening);
        let firsts = lists.values().filter_map(|list| list.first()?.chars().next());
        let openings = lists.keys().map(|opening| bit(*opening));
        Phrases { firsts: Few::of(firsts), openings: Few::of_bits(openings), lists }
    }

    /// The characters with which they begin.
    pub(crate) fn firsts(&self) -> &Few {
        &self.firsts
    }

    /// The longest phrase with which `text` begins.
    #[inline]
    pub(crate) fn at_start(&self, text: &str) -> Option<&str> {
        let first = text.chars().next().filter(|c| self.firsts.may_hold(*c))?;
        self.longest(first, text)
    }

    fn longest(&self, first: char, text: &str) -> Option<&str> {
        let longest = |second: u32| {
            let opening = (u32::from(first), second);
            if !self.openings.holds(bit(opening)) {
                return None;
            }
            self.lists.get(&opening)?.iter().find(|p| text.starts_with(p.as_ref()))
        };
        let second = text[first.len_utf8()..].chars().next().map_or(0, u32::from);
        // A phrase of one character is shorter than any other.
        longest(second).or_else(|| longest(0)).map(AsRef::as_ref)
    }

    /// The first place where `text` holds one of the phrases.
    pub(crate) fn find(&self, text: &str) -> Option<(usize, &str)> {
        self.firsts
            .places(text)
            .find_map(|at| self.at_start(&text[at..]).map(|phrase| (at, phrase)))
    }

    /// Whether one of the phrases stands in `text`.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }
}

/// A set of phrases, looked up by their last character.
pub(crate) struct Endings {
    lasts: Few,
    lists: Lists<char>,
}

impl Endings {
    /// The phrases of a list as they are.
    pub(crate) fn exactly(list: &[&'static str]) -> Self {
        let phrases = list.iter().map(|phrase| Cow::Borrowed(*phrase));
        let lists = lists(phrases, |phrase| phrase.chars().next_back());
        Endings { lasts: Few::of(lists.keys().copied()), lists }
    }

    /// Whether `text` ends with one of the phrases.
    #[inline]
    pub(crate) fn end(&self, text: &str) -> bool {
        let last = text.chars().next_back().filter(|c| self.lasts.may_hold(*c));
        last.is_some_and(|last| self.any(last, text))
    }

    fn any(&self, last: char, text: &str) -> bool {
        let list = self.lists.get(&last);
        list.is_some_and(|list| list.iter().any(|p| text.ends_with(p.as_ref())))
    }
}

macro_rules! phrases {
    ($name:ident, $($list:expr),+) => {
        /// The lookup table of the list of that name.
        pub(crate) static $name: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[$($list),+]));
    };
}

phrases!(CONTROLS, cues::CONTROLS);
phrases!(LABELS, cues::CONTROLS, cues::CHANNELS);
phrases!(NOTICES, cues::NOTICES);
phrases!(WEAK_NOTICES, cues::WEAK_NOTICES);
phrases!(LINK_HEADS, cues::LINK_HEADS);
phrases!(APPEALS, cues::APPEALS);
phrases!(PAGE_CUES, cues::NOTICES, cues::WEAK_NOTICES, cues::LINK_HEADS, cues::APPEALS);
phrases!(SOURCE_WORDS, cues::SOURCE_WORDS);
phrases!(DATE_WORDS, cues::DATE_WORDS);
phrases!(AUTHOR_WORDS, cues::AUTHOR_WORDS);
phrases!(EDITOR_WORDS, cues::EDITOR_WORDS);
phrases!(PAGE_WORDS, cues::PAGE_WORDS);
phrases!(SHELF_WORDS, cues::SHELF_WORDS);
phrases!(
    FIELD_WORDS,
    cues::SOURCE_WORDS,
    cues::DATE_WORDS,
    cues::EDITOR_WORDS,
    cues::PAGE_WORDS,
    cues::AUTHOR_WORDS,
    cues::CONTROLS,
    cues::SHELF_WORDS
);
phrases!(LEAD_WORDS, cues::LEAD_WORDS);
phrases!(COMMENTING, cues::COMMENTING);
phrases!(PLACEHOLDERS, cues::PLACEHOLDERS);

/// The letters and digits of a text, without spaces and signs.
pub(crate) fn letters_of(text: &str) -> String {
    text.chars().filter(|c| is_letter(*c)).collect()
}

/// Whether a line is the head of the place where readers comment, and nothing else.
pub(crate) fn is_comment_head(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !is_letter(c));
    cues::COMMENT_HEADS.contains(&bare)
}

/// Whether a line is the name of a department of a news site, and nothing else.
pub(crate) fn is_channel(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !is_letter(c));
    let stem = ["新闻", "新聞", "频道", "頻道"]
        .iter()
        .find_map(|end| bare.strip_suffix(*end).filter(|stem| !stem.is_empty()))
        .unwrap_or(bare);
    cues::CHANNELS.contains(&stem) || cues::CHANNELS.contains(&bare)
}

/// Whether a word reads as the name of a person: a common surname and one or two
/// characters more, and not the name of a place.
pub(crate) fn is_person(text: &str) -> bool {
    let count = text.chars().count();
    let places = [
        "省", "市", "县", "縣", "区", "區", "镇", "鎮", "乡", "鄉", "村", "州", "山",
        "江", "河", "湖", "路", "街", "网", "網", "报", "報", "社", "台", "局",
    ];
    count == 3
        && text.chars().all(crate::han::is_han)
        && text.starts_with(|c| cues::SURNAMES.contains(c))
        && !places.iter().any(|p| text.ends_with(p))
        && !is_channel(text)
}

/// Whether a word reads as the name of a paper, a station or a news site.
pub(crate) fn is_media(text: &str) -> bool {
    let count = text.chars().count();
    (3..=12).contains(&count)
        && text.chars().all(crate::segment::sheet::is_text_letter)
        && cues::MEDIA.iter().any(|m| text.ends_with(m))
        // 关注云溪网: a button.
        && !["关注", "订阅", "下载", "關注", "訂閱", "下載"].iter().any(|w| text.starts_with(w))
        && !is_channel(text)
}

/// How much of a line the labels of a page cover: nothing at all where it has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Coverage {
    /// Letters and digits that belong to a label.
    pub covered: usize,
    /// All letters and digits.
    pub letters: usize,
    /// How many labels.
    pub labels: usize,
    /// How many of them are controls, not names of departments.
    pub controls: usize,
}

impl Coverage {
    /// Whether labels make up two fifths of the letters: more than a sentence has.
    pub(crate) fn is_good_part(&self) -> bool {
        self.labels > 0 && self.covered * 5 >= self.letters * 2
    }
}

/// Covers `text` greedily with labels, the longest first.
///
/// A label of one character counts only where it stands alone between separators:
/// `大 中 小`, but not the 中 of 中国.
pub(crate) fn coverage(text: &str) -> Coverage {
    let mut found = Coverage::default();
    // Where the last label ends.
    let mut end = None;
    let mut at = 0;
    while let Some(next) = LABELS.firsts().places(&text[at..]).next() {
        at += next;
        let Some(c) = text[at..].chars().next() else { break };
        // A label may open with a sign, such as `+1`; it separates otherwise.
        if !is_letter(c) {
            at += c.len_utf8();
            continue;
        }
        let alone = || end != Some(at) && !text[..at].ends_with(is_letter);
        let label = LABELS.at_start(&text[at..]).filter(|label| {
            let after = text[at + label.len()..].chars().next();
            let closed = after.is_none_or(|n| !is_letter(n));
            let short = label.chars().nth(1).is_none();
            // Latin labels end where the word ends.
            let latin =
                label.chars().next_back().is_some_and(|l| l.is_ascii_alphabetic())
                    && after.is_some_and(|n| n.is_ascii_alphabetic());
            !(latin || short && !(closed && alone()))
        });
        match label {
            Some(label) => {
                let letters = label.chars().filter(|c| is_letter(*c)).count();
                found.covered += letters;
                found.labels += 1;
                if CONTROLS.at_start(label).is_some_and(|l| l.len() == label.len()) {
                    found.controls += 1;
                }
                at += label.len();
                end = Some(at);
            }
            None => at += c.len_utf8(),
        }
    }
    if found.labels > 0 {
        found.letters = text.chars().filter(|c| is_letter(*c)).count();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_at_both_ends_and_inside() {
        let phrases = Phrases::exactly(&[&["上一页", "上一", "é", "Top", "𠮷"]]);
        assert_eq!(phrases.at_start("上一页 下"), Some("上一页"));
        assert_eq!(phrases.at_start("下一页"), None);
        for (text, found) in [
            ("云溪，上一篇", Some((9, "上一"))),
            ("café", Some((3, "é"))),
            ("回Top", Some((3, "Top"))),
            ("云𠮷溪", Some((3, "𠮷"))),
            ("上 一 To", None),
            ("", None),
        ] {
            assert_eq!(phrases.find(text), found, "{text}");
        }
        let endings = Endings::exactly(&["供图", "资料图"]);
        assert!(endings.end("区委供图") && endings.end("资料图"));
        assert!(!endings.end("地图") && !endings.end(""));
    }

    #[test]
    fn a_few_characters_are_never_refused() {
        let few = Few::of("云é𠮷a".chars());
        let text = "x云yéz𠮷，a";
        let places: Vec<usize> = few.places(text).collect();
        assert_eq!(places, [1, 5, 8, 15]);
    }
}
