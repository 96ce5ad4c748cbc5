//! The faces in the binary. `fonts/ORIGIN.md` says where they come from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Book, Face, FaceBytes, FacePlace, Filled, Parsed, Role};

const SERIF: usize = 0;
const SERIF_BOLD: usize = 1;
const SANS: usize = 2;
const KAI: usize = 3;

/// Family, whether bold, file: in the order of the constants above.
const FACES: [(&str, bool, &[u8]); 4] = [
    ("Noto Serif SC", false, include_bytes!("../../fonts/NotoSerifSC-Regular.ttf")),
    ("Noto Serif SC", true, include_bytes!("../../fonts/NotoSerifSC-Bold.ttf")),
    ("Noto Sans SC", false, include_bytes!("../../fonts/NotoSansSC-Medium.ttf")),
    ("Briefpack Kai", false, include_bytes!("../../fonts/BriefpackKai-Regular.ttf")),
];

/// These faces never change, so they are parsed once a process.
static PARSED: LazyLock<[Parsed; FACES.len()]> = LazyLock::new(Default::default);

pub(super) fn book() -> Book {
    let faces = FACES
        .iter()
        .zip(PARSED.iter())
        .map(|(&(family, bold, bytes), parsed)| Face {
            family: family.into(),
            bold,
            bytes: FaceBytes::Built(bytes),
            index: 0,
            place: FacePlace::Built,
            parsed: parsed.clone(),
        })
        .collect();
    let filled = |regular, bold, stands_in_for, word: &str, css: &str| Filled {
        regular,
        bold,
        stands_in_for,
        word: word.into(),
        css: css.into(),
    };
    let bold = Some(SERIF_BOLD);
    let roles = BTreeMap::from([
        (Role::Song, filled(SERIF, bold, None, "宋体", SONG_CSS)),
        (
            Role::Biaosong,
            filled(SERIF_BOLD, bold, Some("方正小标宋"), "方正小标宋简体", BIAOSONG_CSS),
        ),
        (Role::Hei, filled(SANS, None, None, "黑体", HEI_CSS)),
        (Role::Kai, filled(KAI, None, None, "楷体_GB2312", KAI_CSS)),
        (Role::Fang, filled(SERIF, bold, Some("仿宋"), "仿宋_GB2312", FANG_CSS)),
        (Role::LatinSerif, filled(SERIF, bold, None, "Times New Roman", LATIN_SERIF_CSS)),
        (Role::LatinSans, filled(SANS, None, None, "Arial", LATIN_SANS_CSS)),
    ]);
    Book { faces, roles, fallback: vec![SERIF, SANS, KAI] }
}

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
