//! The faces in the binary, and which of them set each language. `fonts/ORIGIN.md` says
//! where they come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Book, Face, FaceBytes, FacePlace, Filled, Helps, Packed, Parsed, Role};
use crate::lang::Lang;

const SERIF: usize = 0;
const SERIF_BOLD: usize = 1;
const SANS: usize = 2;
const KAI: usize = 3;
const RARE: usize = 4;
const SERIF_TC: usize = 5;
const SANS_TC: usize = 6;
const SERIF_JP: usize = 7;
const SANS_JP: usize = 8;
const SERIF_KR: usize = 9;
const SANS_KR: usize = 10;
const LETTERS: usize = 11;
const LETTERS_BOLD: usize = 12;
const LETTERS_SANS: usize = 13;

static SERIF_FILE: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular.ttf");
static SANS_FILE: &[u8] = include_bytes!("../../fonts/NotoSansSC-Medium.ttf");

macro_rules! packed {
    ($file:literal, $bases:expr) => {
        Packed::new(include_bytes!(concat!("../../fonts/", $file, ".packed")), || $bases)
    };
}

static RARE_FILE: Packed = packed!("NotoSerifSCRare-Regular", vec![SERIF_FILE]);
static SERIF_TC_FILE: Packed =
    packed!("NotoSerifTC-Regular", vec![SERIF_FILE, RARE_FILE.face()]);
static SANS_TC_FILE: Packed = packed!("NotoSansTC-Medium", vec![SANS_FILE]);
static SERIF_JP_FILE: Packed =
    packed!("NotoSerifJP-Regular", vec![SERIF_FILE, RARE_FILE.face()]);
static SANS_JP_FILE: Packed = packed!("NotoSansJP-Medium", vec![SANS_FILE]);
static SERIF_KR_FILE: Packed =
    packed!("NotoSerifKR-Regular", vec![SERIF_FILE, RARE_FILE.face()]);
static SANS_KR_FILE: Packed = packed!("NotoSansKR-Medium", vec![SANS_FILE]);
static LETTERS_FILE: Packed = packed!("BriefpackLatin-Regular", Vec::new());
static LETTERS_BOLD_FILE: Packed = packed!("BriefpackLatin-Bold", Vec::new());
static LETTERS_SANS_FILE: Packed = packed!("BriefpackLatinSans-Medium", Vec::new());

/// Family, file, what it helps with: in the order of the constants above.
const FACES: [(&str, FaceBytes, Helps); 14] = {
    use FaceBytes::{Built, Packed};
    use Helps::{Everywhere, WithHan, WithHangul, WithLetters};
    const BOLD: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Bold.ttf");
    const KAI: &[u8] = include_bytes!("../../fonts/BriefpackKai-Regular.ttf");
    [
        ("Noto Serif SC", Built(SERIF_FILE), Everywhere),
        ("Noto Serif SC", Built(BOLD), Everywhere),
        ("Noto Sans SC", Built(SANS_FILE), Everywhere),
        ("Briefpack Kai", Built(KAI), Everywhere),
        ("Noto Serif SC Rare", Packed(&RARE_FILE), WithHan),
        ("Noto Serif TC", Packed(&SERIF_TC_FILE), WithHan),
        ("Noto Sans TC", Packed(&SANS_TC_FILE), WithHan),
        ("Noto Serif JP", Packed(&SERIF_JP_FILE), WithHan),
        ("Noto Sans JP", Packed(&SANS_JP_FILE), WithHan),
        ("Noto Serif KR", Packed(&SERIF_KR_FILE), WithHangul),
        ("Noto Sans KR", Packed(&SANS_KR_FILE), WithHangul),
        ("Briefpack Latin", Packed(&LETTERS_FILE), WithLetters),
        ("Briefpack Latin", Packed(&LETTERS_BOLD_FILE), WithLetters),
        ("Briefpack Latin Sans", Packed(&LETTERS_SANS_FILE), WithLetters),
    ]
};

/// These faces never change, so they are parsed once a process.
static PARSED: LazyLock<[Parsed; FACES.len()]> = LazyLock::new(Default::default);

/// The faces, with the roles that they fill in a language.
pub(super) fn book(lang: Lang) -> Book {
    let face = |(at, ((family, bytes, helps), parsed)): (usize, (_, &Parsed))| Face {
        family: str::to_owned(family),
        bold: matches!(at, SERIF_BOLD | LETTERS_BOLD),
        bytes,
        index: 0,
        place: FacePlace::Built,
        helps,
        parsed: parsed.clone(),
    };
    let faces = FACES.into_iter().zip(PARSED.iter()).enumerate().map(face).collect();
    let (roles, fallback) = match lang {
        Lang::ZhHans => simplified(),
        Lang::ZhHant => traditional(),
        Lang::Ja => japanese(),
        Lang::Ko => korean(),
    };
    // `Ł` and `ř` stand in words whose other letters are those of the role's face.
    let letters = vec![LETTERS, LETTERS_BOLD, LETTERS_SANS];
    Book { faces, roles, fallback, letters, ..Book::default() }
}

type Roles = BTreeMap<Role, Filled>;

/// How a role is filled: face, bold, what it stands in for, the name in Word, the stack.
type Row = (Role, usize, Option<usize>, Option<&'static str>, &'static str, String);

fn roles(rows: [Row; Role::ALL.len()]) -> Roles {
    let fill = |(role, regular, bold, stands_in_for, word, css): Row| {
        let (own_latin, word) = (false, str::to_owned(word));
        (role, Filled { regular, bold, own_latin, stands_in_for, word, css })
    };
    rows.into_iter().map(fill).collect()
}

/// 简体. Characters that the three faces lack come from the face of rare ones, Hangul from
/// the Korean face.
fn simplified() -> (Roles, Vec<usize>) {
    let bold = Some(SERIF_BOLD);
    let roles = roles([
        (Role::Song, SERIF, bold, None, "宋体", SONG_CSS.into()),
        (
            Role::Biaosong,
            SERIF_BOLD,
            bold,
            Some("方正小标宋"),
            "方正小标宋简体",
            BIAOSONG_CSS.into(),
        ),
        (Role::Hei, SANS, None, None, "黑体", HEI_CSS.into()),
        (Role::Kai, KAI, None, None, "楷体_GB2312", KAI_CSS.into()),
        (Role::Fang, SERIF, bold, Some("仿宋"), "仿宋_GB2312", FANG_CSS.into()),
        (Role::LatinSerif, SERIF, bold, None, TIMES, LATIN_SERIF_CSS.into()),
        (Role::LatinSans, SANS, None, None, ARIAL, LATIN_SANS_CSS.into()),
    ]);
    (roles, vec![SERIF, SANS, KAI, RARE, SERIF_KR])
}

/// The roles of a region with two faces. Its titles and its bold words are set in the
/// black face without serifs, as 黑體, ゴシック and 고딕 are there.
fn of_two(serif: usize, sans: usize, names: &Names) -> Roles {
    let bold = Some(sans);
    let song = || css(names.serif, "serif");
    let hei = || css(names.sans, "sans-serif");
    let kai = || format!("{}, {}", css(names.kai, "").trim_end_matches(", "), song());
    let mut roles = roles([
        (Role::Song, serif, bold, None, names.word_song, song()),
        (Role::Biaosong, sans, bold, None, names.word_hei, hei()),
        (Role::Hei, sans, None, None, names.word_hei, hei()),
        (Role::Kai, serif, bold, Some(names.kai_label), names.word_kai, kai()),
        (Role::Fang, serif, bold, names.fang_label, names.word_fang, song()),
        (Role::LatinSerif, serif, bold, None, TIMES, LATIN_SERIF_CSS.into()),
        (Role::LatinSans, sans, None, None, ARIAL, LATIN_SANS_CSS.into()),
    ]);
    // `1. 受付時間` must not begin with a thin figure.
    for role in [Role::Biaosong, Role::Hei] {
        roles.entry(role).and_modify(|filled| filled.own_latin = true);
    }
    roles
}

/// What Word and browsers call the faces of a region.
struct Names {
    word_song: &'static str,
    word_hei: &'static str,
    word_kai: &'static str,
    word_fang: &'static str,
    /// What the serif face stands in for where a style asks for 楷 or 仿宋.
    kai_label: &'static str,
    fang_label: Option<&'static str>,
    serif: &'static [&'static str],
    sans: &'static [&'static str],
    kai: &'static [&'static str],
}

fn css(names: &[&str], generic: &str) -> String {
    let mut stack: String = names.iter().map(|name| format!("\"{name}\", ")).collect();
    stack.push_str(generic);
    stack
}

/// 繁體. Official letters are set in 標楷體, of which there is none under an open licence
/// with the forms of the region.
fn traditional() -> (Roles, Vec<usize>) {
    let names = Names {
        word_song: "新細明體",
        word_hei: "微軟正黑體",
        word_kai: "標楷體",
        word_fang: "標楷體",
        kai_label: "標楷體",
        fang_label: Some("標楷體"),
        serif: &[
            "Noto Serif TC",
            "Source Han Serif TC",
            "Noto Serif CJK TC",
            "Songti TC",
            "PMingLiU",
        ],
        sans: &[
            "Noto Sans TC",
            "Source Han Sans TC",
            "Noto Sans CJK TC",
            "PingFang TC",
            "Microsoft JhengHei",
        ],
        kai: &["DFKai-SB", "BiauKai", "Kaiti TC"],
    };
    (of_two(SERIF_TC, SANS_TC, &names), vec![SERIF_TC, RARE, SERIF, SERIF_KR])
}

/// 日本語. Kanji beyond JIS level 1 and those of names come from the Chinese faces.
fn japanese() -> (Roles, Vec<usize>) {
    let names = Names {
        word_song: "ＭＳ 明朝",
        word_hei: "ＭＳ ゴシック",
        word_kai: "HG正楷書体-PRO",
        word_fang: "ＭＳ 明朝",
        kai_label: "楷書体",
        fang_label: None,
        serif: &[
            "Noto Serif JP",
            "Source Han Serif",
            "Noto Serif CJK JP",
            "Hiragino Mincho ProN",
            "Yu Mincho",
            "MS Mincho",
        ],
        sans: &[
            "Noto Sans JP",
            "Source Han Sans",
            "Noto Sans CJK JP",
            "Hiragino Kaku Gothic ProN",
            "Yu Gothic",
            "MS Gothic",
        ],
        kai: &["Klee", "YuKyokasho", "HGSeikaishotaiPRO"],
    };
    (of_two(SERIF_JP, SANS_JP, &names), vec![SERIF_JP, RARE, SERIF, SERIF_KR])
}

/// 한국어. Hanja beyond those of the schools come from the faces of 繁體.
fn korean() -> (Roles, Vec<usize>) {
    let names = Names {
        word_song: "바탕",
        word_hei: "맑은 고딕",
        word_kai: "궁서",
        word_fang: "바탕",
        kai_label: "궁서",
        fang_label: None,
        serif: &[
            "Noto Serif KR",
            "Source Han Serif K",
            "Noto Serif CJK KR",
            "AppleMyungjo",
            "Batang",
        ],
        sans: &[
            "Noto Sans KR",
            "Source Han Sans K",
            "Noto Sans CJK KR",
            "Apple SD Gothic Neo",
            "Malgun Gothic",
        ],
        kai: &["Gungsuh"],
    };
    (of_two(SERIF_KR, SANS_KR, &names), vec![SERIF_KR, SERIF_TC, RARE, SERIF])
}

const TIMES: &str = "Times New Roman";
const ARIAL: &str = "Arial";

const SONG_CSS: &str = "\"Noto Serif SC\", \"Source Han Serif SC\", \
    \"Noto Serif CJK SC\", \"Songti SC\", SimSun, STSong, serif";
const BIAOSONG_CSS: &str = "\"FZXiaoBiaoSong-B05S\", \"方正小标宋简体\", \
    \"Noto Serif SC\", \"Source Han Serif SC\", \"Noto Serif CJK SC\", \"Songti SC\", \
    SimSun, serif";
const HEI_CSS: &str = "\"Noto Sans SC\", \"Source Han Sans SC\", \
    \"Noto Sans CJK SC\", \"PingFang SC\", \"Microsoft YaHei\", SimHei, sans-serif";
const KAI_CSS: &str = "\"LXGW WenKai\", \"Kaiti SC\", KaiTi, STKaiti, \
    \"Noto Serif SC\", \"Noto Serif CJK SC\", serif";
const FANG_CSS: &str = "FangSong, \"FangSong_GB2312\", STFangsong, \
    \"Noto Serif SC\", \"Source Han Serif SC\", \"Noto Serif CJK SC\", serif";
const LATIN_SERIF_CSS: &str = "\"Times New Roman\", \"Liberation Serif\", serif";
const LATIN_SANS_CSS: &str = "Arial, \"Helvetica Neue\", \"Liberation Sans\", sans-serif";
