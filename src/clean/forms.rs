//! Characters that look like others: full-width letters, radicals for Han.

use super::traits::Language;
use super::{Edit, Traits, View};

/// Turns full-width letters and digits into plain ones, and radicals that a PDF reader put
/// in the place of Han into the Han.
///
/// Digits are of half width (GB/T 15835—2011, 5.1.7), and a search for 文 never finds ⽂.
/// Signs such as `％` and `＋` stay, and so does Japanese and Korean text.
///
/// ```
/// # use briefpack::clean::{apply, forms};
/// assert_eq!(apply(forms, "２０２６年ＡＩ⼯作⼤会％"), "2026年AI工作大会％");
/// ```
pub fn forms(view: &View) -> Vec<Edit> {
    let text = view.text;
    let bytes = text.as_bytes();
    let mut edits = Vec::new();
    for (at, byte) in view.signs(b"\xE2\xEF") {
        // Radicals begin with E2 BA to E2 BF, full-width forms with EF BC or BD.
        let next = bytes.get(at + 1);
        let may_be = match byte {
            0xE2 => matches!(next, Some(0xBA..=0xBF)),
            0xEF => matches!(next, Some(0xBC | 0xBD)),
            _ => false,
        };
        if !may_be {
            continue;
        }
        let Some(c) = text[at..].chars().next() else { continue };
        if let Some(plain) = plain(c, view.traits) {
            edits.push(Edit::replace(at..at + c.len_utf8(), plain.to_string()));
        }
    }
    edits
}

/// The Han of U+2F00 to U+2FD5, in order.
const RADICALS: &str = "\
    一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀\
    寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋\
    比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸\
    缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛\
    辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻\
    黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Radicals of the supplement that simplified text is pieced together from, each with its
/// Han.
const SUPPLEMENT: &str = "⺎兀⺒巳⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟";

/// The character that `c` stands in the place of.
pub(super) fn plain(c: char, traits: &Traits) -> Option<char> {
    let code = u32::from(c);
    match c {
        // The one radical that has the glyph of another Han in each region.
        '⼾' => Some(match traits.language {
            Language::Simplified => '户',
            Language::Japanese => '戸',
            _ => '戶',
        }),
        '\u{2F00}'..='\u{2FD5}' => RADICALS.chars().nth((code - 0x2F00) as usize),
        '\u{2E80}'..='\u{2EF3}' => {
            SUPPLEMENT.chars().skip_while(|&radical| radical != c).nth(1)
        }
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' if traits.is_chinese() => {
            char::from_u32(code - 0xFEE0)
        }
        _ => None,
    }
}
