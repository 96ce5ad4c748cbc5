//! What styles are called.
//!
//! Belongs here: labels in Word's list of styles, the names that Word has taken.
//! Does not belong here: ids (`styles`).

use std::collections::BTreeSet;

use super::super::look::Edge;
use super::{Look, Role, Styles};

impl Styles<'_> {
    pub(super) fn label(&self, look: Look) -> String {
        let own = self.style(look.style);
        let mut label = match look.frame {
            Some((frame, _)) => format!("{}·{}", self.style(frame).label, own.label),
            None => own.label.clone(),
        };
        label.push_str(&match look.role {
            Role::Heading(depth) if look.frame.is_some() || !self.is_builtin(look) => {
                format!("（{depth}级）")
            }
            Role::Unnumbered(depth) => format!("（{depth}级，不编号）"),
            Role::Entry(depth) => format!("（目录{depth}级）"),
            Role::ContentsHeading => "（目录）".into(),
            Role::Picture => "（图）".into(),
            Role::Rule | Role::Text | Role::Heading(_) => String::new(),
        });
        label.push_str(match look.frame {
            Some((_, Edge::First)) => "（首）",
            Some((_, Edge::Middle)) => "（中）",
            Some((_, Edge::Last)) => "（末）",
            Some((_, Edge::RuleBelow)) => "（上）",
            Some((_, Edge::RuleAbove)) => "（下）",
            Some((_, Edge::Any | Edge::Only)) | None => "",
        });
        label
    }
}

/// Ids of the styles that Word brings along.
pub(super) const RESERVED: &[&str] = &[
    "Normal",
    "DefaultParagraphFont",
    "TableNormal",
    "NoList",
    "FootnoteText",
    "FootnoteReference",
    "Title",
    "Header",
    "Footer",
    "Caption",
    "Hyperlink",
];

/// Whether Chinese Word shows one of its own styles under this label, so that a custom
/// style must not be called so.
pub(super) fn is_words_own(label: &str) -> bool {
    let numbered = |stem: &str| {
        label.strip_prefix(stem).is_some_and(|rest| {
            let rest = rest.trim();
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit())
        })
    };
    let named = [
        "正文",
        "标题",
        "副标题",
        "目录",
        "目录标题",
        "题注",
        "页眉",
        "页脚",
        "引用",
        "强调",
        "要点",
        "列表",
        "列表段落",
        "脚注文本",
        "脚注引用",
        "超链接",
        "签名",
        "日期",
        "称呼",
        "结束语",
        "普通表格",
        "网格型",
        "无间隔",
    ];
    named.contains(&label)
        || ["标题", "目录", "目录 ", "TOC", "toc", "heading"].iter().any(|s| numbered(s))
}

/// Names that have been given; no two styles may share one.
#[derive(Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// The label, or what must be added to it so that it is nobody else's.
    pub(super) fn unused(&mut self, label: &str, class: &str) -> String {
        // A comma ends a name in Word.
        let label = label.replace(',', "，");
        let bare = if is_words_own(&label) || label.trim().is_empty() {
            format!("{label}（{class}）")
        } else {
            label
        };
        let mut name = bare.clone();
        let mut n = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = format!("{bare} {n}");
            n += 1;
        }
        name
    }
}
