//! What makes a text a letter: whom it is written to, and who signs it.
//!
//! Belongs here: knowing 主送机关, and where the lines of a signature stand.
//! Does not belong here: finding signatures in sources (`segment`).

use super::sheet::Align;
use super::walk::Composer;
use super::words::is_wide;
use super::{Block, Inline};
use crate::lang::Lang;
use crate::model::Text;

/// Whether the first paragraph of an article says whom it is written to: 主送机关 of a
/// letter (`各街镇人民政府，区政府各部门：`), or those who are spoken to
/// (`各位代表：`, `同志们：`). It stands flush left (GB/T 9704—2012, 7.3.2).
///
/// It is one short phrase that ends with a colon. What announces words or a list
/// (`区长指出：`, `现将有关事项通知如下：`) calls nobody.
pub(super) fn calls(words: &str) -> bool {
    const LONGEST: usize = 90;
    const PEOPLE: [&str; 11] = [
        "们", "們", "同志", "代表", "委员", "委員", "来宾", "來賓", "先生", "女士",
        "领导",
    ];
    const BODIES: [&str; 24] = [
        "政府",
        "部门",
        "部門",
        "单位",
        "單位",
        "机关",
        "機關",
        "局",
        "委",
        "委员会",
        "委員會",
        "办",
        "办公室",
        "厅",
        "廳",
        "处",
        "處",
        "所",
        "院",
        "校",
        "公司",
        "中心",
        "组织",
        "會",
    ];
    let Some(called) = words.trim().strip_suffix(['：', ':']) else { return false };
    let called = called.trim_end();
    let told = |c| matches!(c, '。' | '；' | '！' | '？' | '：' | '“' | '「' | '《');
    if called.is_empty() || called.contains(told) || called.chars().count() > LONGEST {
        return false;
    }
    // `各街镇（办事处）`: what is said in brackets does not count.
    let bare = match called.strip_suffix(['）', ')']) {
        Some(inner) => {
            inner.rsplit_once(['（', '(']).map_or(called, |(before, _)| before)
        }
        None => called,
    };
    let ends = |list: &[&str]| list.iter().any(|word| bare.ends_with(word));
    let dear = ["尊敬的", "敬爱的", "敬愛的", "亲爱的", "各位"];
    let opens = |list: &[&str]| list.iter().any(|word| called.starts_with(word));
    let each = || called.split(['，', '、', ',', ' ']).any(|part| part.contains('各'));
    let whole_name =
        || called.chars().count() <= 20 && !called.contains(['到', '在', '对', '将']);
    (ends(&PEOPLE) && (opens(&dear) || whole_name()))
        || (ends(&BODIES) && (each() || whole_name()))
        || (opens(&dear) && called.chars().count() <= 20)
}

impl<'p> Composer<'_, 'p> {
    /// 落款: names above their date, one line below the text. In Chinese a name stands in the
    /// middle above the date, and where it is much longer, the date in the middle below it
    /// (GB/T 9704—2012, 7.3.5.1).
    pub(super) fn sign_off(&mut self, items: &'p [Text], out: &mut Vec<Block>) {
        let Some((last, names)) = items.split_last() else { return };
        let class = |number: usize| match (number, number + 1 == items.len()) {
            (0, true) => "sign-off-sole",
            (0, false) => "sign-off-first",
            (_, true) => "sign-off-end",
            _ => "sign-off",
        };
        let mut lines: Vec<_> = (0..)
            .zip(items)
            .map(|(number, item)| self.text_paragraph(item, class(number)))
            .collect();
        let chinese = matches!(self.lang, Lang::ZhHans | Lang::ZhHant);
        if chinese && !names.is_empty() && is_date(&last.text) {
            let widths: Vec<f64> =
                lines.iter().map(|line| width(&line.inlines)).collect();
            let date = widths.last().copied().unwrap_or(0.0);
            let longest = widths.iter().copied().fold(0.0, f64::max);
            for (line, width) in lines.iter_mut().zip(widths) {
                let style = self.styles.get(line.style);
                if style.align == Align::Right {
                    // The longest line keeps to the type area, and the others to its middle.
                    let from_edge = style.right_indent + (date - width) / 2.0;
                    let beyond = ((longest - date) / 2.0 - style.right_indent).max(0.0);
                    line.style = self.styles.indented(line.style, from_edge + beyond);
                }
            }
        }
        out.extend(lines.into_iter().map(Block::Paragraph));
    }
}

/// Whether a line is a date: `2026年4月10日`, `二〇二六年四月`.
fn is_date(words: &str) -> bool {
    let words = words.trim();
    words.ends_with(['日', '月']) && words.contains('年') && words.chars().count() <= 16
}

/// How wide words are, in ems: a quarter stands between Han and Latin.
pub(super) fn width(inlines: &[Inline]) -> f64 {
    let mut words = String::new();
    super::inline_words(inlines, &mut words);
    let mut width = 0.0;
    let mut before = None;
    for wide in words.chars().map(is_wide) {
        let meets = before.is_some_and(|before| before != wide);
        width += if wide { 1.0 } else { 0.5 } + if meets { 0.25 } else { 0.0 };
        before = Some(wide);
    }
    width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_are_called_are_known() {
        for words in [
            "各街镇人民政府（办事处），区政府各部门：",
            "云溪区人民政府：",
            "各位代表：",
            "同志们：",
            "尊敬的各位来宾、女士们、先生们：",
            "各鄉鎮公所：",
        ] {
            assert!(calls(words), "{words}");
        }
        for words in [
            "现将有关事项通知如下：",
            "区长沈某指出：",
            "会议强调：“要抓落实。”：",
            "记者来到竹桥街道办事处：",
            "区政府办公室",
            "：",
        ] {
            assert!(!calls(words), "{words}");
        }
    }

    #[test]
    fn dates_are_known() {
        assert!(["2026年4月10日", "二〇二六年四月"].iter().all(|words| is_date(words)));
        assert!(!["云溪区水务局", "2026年第3期"].iter().any(|words| is_date(words)));
    }
}
