//! The story of one line of a source: what it was taken for and why, what was changed in
//! it and by which rule, and where it stands in the pack.
//!
//! Belongs here: finding all of that, and drawing it for people.
//! Does not belong here: the account of a whole source (`receipt`).

use std::fmt::Write;
use std::ops::Range;

use super::receipt::{change, fate_name, word};
use super::{Article, Block, Pack, Record, Section, Text};
use crate::clean::Fate;
use crate::diag::{Lines, Tongue};
use crate::segment::{Field, Label};

/// Where a line stands in the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The article, by its place in [`Pack::articles`].
    pub article: usize,
    /// The titles of the sections, the outermost first.
    pub sections: Vec<String>,
    /// What holds its words: `title`, `byline`, `paragraph` and so on, in both languages,
    /// with its number among its like under the same heading.
    pub part: (&'static str, &'static str, usize),
    /// The words of that part.
    pub words: String,
}

/// The bytes of a line of a source, counted from 1, without its line end. `None` where
/// there is no such line.
pub fn line_range(record: &Record, number: usize) -> Option<Range<usize>> {
    let text = &record.source.text;
    let lines = Lines::of(text);
    let start = lines.start(number)?;
    let end = lines.start(number + 1).unwrap_or(text.len());
    let words = text[start..end].trim_end_matches(['\n', '\r']);
    // Behind the last line end no line begins.
    (start < text.len() || number == 1).then_some(start..start + words.len())
}

/// Everywhere in the pack where words of a line stand. `source` is the place of its source
/// in [`Pack::records`].
pub fn standing(pack: &Pack, source: usize, line: &Range<usize>) -> Vec<Standing> {
    let Some(record) = pack.records.get(source) else { return Vec::new() };
    let mut out: Option<Range<usize>> = None;
    for fragment in record.account.fragments() {
        let was = fragment.source();
        if was.start >= line.end || was.end <= line.start || fragment.output().is_empty()
        {
            continue;
        }
        let is = match fragment.fate {
            Fate::Kept => {
                let start = fragment.output().start;
                start + was.start.max(line.start) - was.start
                    ..start + was.end.min(line.end) - was.start
            }
            _ => fragment.output(),
        };
        out = Some(out.map_or(is.clone(), |o| o.start.min(is.start)..o.end.max(is.end)));
    }
    let Some(range) = out else { return Vec::new() };
    let mut finder =
        Finder { source, range, sections: Vec::new(), article: 0, found: Vec::new() };
    for (number, article) in pack.articles.iter().enumerate() {
        finder.article = number;
        finder.article(article);
    }
    finder.found
}

struct Finder {
    source: usize,
    range: Range<usize>,
    sections: Vec<String>,
    article: usize,
    found: Vec<Standing>,
}

impl Finder {
    fn holds(&self, text: &Text) -> bool {
        text.origin.is_some_and(|origin| {
            origin.source.0 as usize == self.source
                && origin.start < self.range.end
                && self.range.start < origin.start + text.text.len()
        })
    }

    fn look(&mut self, text: &Text, zh: &'static str, en: &'static str, number: usize) {
        if self.holds(text) {
            self.found.push(Standing {
                article: self.article,
                sections: self.sections.clone(),
                part: (zh, en, number),
                words: text.text.clone(),
            });
        }
    }

    fn article(&mut self, article: &Article) {
        for (text, zh, en) in [
            (&article.kicker, "引题", "kicker"),
            (&article.title, "标题", "title"),
            (&article.subtitle, "副题", "subtitle"),
            (&article.note, "题注", "note"),
            (&article.byline, "署名", "byline"),
            (&article.source, "来源", "source"),
            (&article.date_words, "日期", "date"),
            (&article.page, "版次", "page of the paper"),
        ] {
            if let Some(text) = text {
                self.look(text, zh, en, 0);
            }
        }
        for (i, text) in article.notes.iter().enumerate() {
            self.look(text, "其他信息", "further metadata", i + 1);
        }
        self.blocks(&article.blocks);
        article.sections.iter().for_each(|section| self.section(section));
    }

    fn section(&mut self, section: &Section) {
        if !section.run_in {
            self.look(&section.title, "小标题", "heading", 0);
        }
        self.sections.push(section.title.text.clone());
        self.blocks(&section.blocks);
        section.sections.iter().for_each(|deeper| self.section(deeper));
        self.sections.pop();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut paragraphs = 0;
        for block in blocks {
            let mut lines = |texts: &[Text], zh, en| {
                for (i, text) in texts.iter().enumerate() {
                    self.look(text, zh, en, i + 1);
                }
            };
            match block {
                Block::Paragraph(p) => {
                    paragraphs += 1;
                    self.look(&p.text, "正文段", "paragraph", paragraphs);
                }
                Block::Highlights(texts) => lines(texts, "提要", "highlight"),
                Block::List(list) => lines(&list.items, "列项", "item"),
                Block::Quotation(texts) => lines(texts, "引文", "quotation"),
                Block::SignOff(texts) => lines(texts, "落款", "sign-off"),
                Block::Table(table) => {
                    for (i, row) in table.rows.iter().enumerate() {
                        if let Some(cell) = row.iter().find(|cell| self.holds(cell)) {
                            self.look(cell, "表行", "row", i + 1);
                        }
                    }
                    if let Some(caption) = &table.caption {
                        self.look(caption, "表题", "caption", 0);
                    }
                }
                Block::Figure(figure) => {
                    if let Some(caption) = &figure.caption {
                        self.look(caption, "图说", "caption", 0);
                    }
                }
            }
        }
    }
}

/// Draws the story of a line. `page` tells on which page of a built pack a place stands.
/// `None` where the source has no such line.
pub fn draw(
    pack: &Pack,
    source: usize,
    number: usize,
    tongue: Tongue,
    page: &dyn Fn(&Standing) -> Option<usize>,
) -> Option<String> {
    let record = pack.records.get(source)?;
    let line = line_range(record, number)?;
    let w = |zh, en| word(tongue, zh, en);
    let mut out = String::new();
    let mut put = |name: &str, words: &str| {
        let _ = writeln!(out, "{name}  {words}");
    };
    put(&format!("{}:{number}", record.source.name), record.source.encoding);
    put(w("原文", "source "), record.source.text[line.clone()].trim());
    let labels = record.labels.iter().filter(|l| {
        l.range.start < line.end && line.start < l.range.end && !l.range.is_empty()
    });
    for (i, label) in labels.enumerate() {
        let name = label_name(label.label, tongue);
        let words = &record.source.text[label.range.clone()];
        let part = if i > 0 { format!("“{}” ", words.trim()) } else { String::new() };
        let why = reason_words(label.reason, tongue);
        let sure = (label.confidence * 100.0).round();
        let how = w("把握", "sure");
        put(w("标签", "label  "), &format!("{part}{name}  [{why}]  {how} {sure}%"));
    }
    let (mut result, mut changes) = (String::new(), Vec::new());
    let with_end = line.start..(line.end + 1).min(record.source.text.len());
    for fragment in record.account.fragments() {
        let range = fragment.source();
        let outside = range.end <= line.start || range.start >= with_end.end;
        if outside && !(range.is_empty() && line.contains(&range.start)) {
            continue;
        }
        if fragment.fate == Fate::Kept {
            let cut = range.start.max(line.start)..range.end.min(line.end);
            if cut.start >= cut.end {
                continue;
            }
            result.push_str(&record.source.text[cut.clone()]);
            if fragment.moved {
                let rules = record.account.rules_of(fragment).join(" + ");
                let words = record.source.text[cut].trim();
                changes.push(format!("{} “{words}” [{rules}]", w("移走", "moved")));
            }
        } else {
            if range.start >= line.start {
                result.push_str(&record.clean[fragment.output()]);
            }
            let name = fate_name(fragment, tongue);
            changes.push(format!("{name} {}", change(record, fragment)));
        }
    }
    for dropped in &record.dropped {
        let here = dropped.range.start < line.end && line.start < dropped.range.end;
        if here && dropped.reason.starts_with("profile/") {
            let why = reason_words(dropped.reason, tongue);
            changes.push(format!("{} [{why}]", w("弃去", "dropped")));
        }
    }
    let change_head = w("变动", "changes");
    changes.iter().for_each(|change| put(change_head, change));
    let standing = standing(pack, source, &line);
    for place in &standing {
        put(w("位置", "stands "), &place_words(pack, place, page(place), tongue));
    }
    if standing.is_empty() {
        put(w("位置", "stands "), w("不在材料里", "nowhere in the pack"));
    }
    let result = result.trim();
    put(
        w("结果", "result "),
        if result.is_empty() { w("（空）", "(nothing)") } else { result },
    );
    Some(out)
}

fn place_words(
    pack: &Pack,
    place: &Standing,
    page: Option<usize>,
    tongue: Tongue,
) -> String {
    let w = |zh, en| word(tongue, zh, en);
    let article = &pack.articles[place.article];
    let number = place.article + 1;
    let title = article.contents_title().0;
    let mut words = match tongue {
        Tongue::Chinese => format!("第 {number} 篇《{title}》"),
        Tongue::English => format!("article {number}, “{title}”"),
    };
    for section in &place.sections {
        let _ = write!(words, " › {section}");
    }
    let (zh, en, n) = place.part;
    let _ = write!(words, " › {}", w(zh, en));
    if n > 0 {
        let _ = write!(words, " {n}");
    }
    if let Some(page) = page {
        let _ = match tongue {
            Tongue::Chinese => write!(words, "，印在第 {page} 页"),
            Tongue::English => write!(words, ", printed on page {page}"),
        };
    }
    words
}

/// What an editor calls a label: the words that a side file uses, and those of the trade
/// for parts of lines.
pub(super) fn label_name(label: Label, tongue: Tongue) -> String {
    let (zh, en) = match label {
        Label::Chrome => ("弃（页面杂项）", "drop (furniture of the page)"),
        Label::Metadata(Field::Source) => ("来源", "source"),
        Label::Metadata(Field::Date) => ("日期", "date"),
        Label::Metadata(Field::Author) => ("作者", "author"),
        Label::Metadata(Field::Page) => ("版次", "page of the paper"),
        Label::Metadata(Field::Editor) => ("编辑", "editor"),
        Label::Metadata(Field::Words) => ("刊期", "metadata"),
        Label::Kicker => ("引题", "kicker"),
        Label::Title => ("标题", "title"),
        Label::Subtitle => ("副题", "subtitle"),
        Label::Note => ("题注", "note"),
        Label::Byline => ("署名", "byline"),
        Label::Dateline => ("电头", "dateline"),
        Label::Heading(level) => {
            return match (tongue, level) {
                (Tongue::Chinese, 0) => "小标题".into(),
                (Tongue::Chinese, _) => format!("小标题（{level} 级）"),
                (Tongue::English, 0) => "heading".into(),
                (Tongue::English, _) => format!("heading of level {level}"),
            };
        }
        Label::RunIn(_) => ("同行标题", "run-in heading"),
        Label::Highlight => ("提要", "highlight"),
        Label::Item => ("列项", "item"),
        Label::Row => ("表行", "row"),
        Label::Caption => ("图说", "caption"),
        Label::Footnote => ("脚注", "footnote"),
        Label::Body => ("正文", "body"),
        Label::Jump => ("转接", "jump line"),
        Label::SignOff => ("落款", "sign-off"),
        Label::Attachment => ("附件", "attachment"),
        Label::Quotation => ("引文", "quotation"),
    };
    word(tongue, zh, en).to_owned()
}

/// A reason in words: the line of a profile, the side file, or the name of a rule.
pub(super) fn reason_words(reason: &str, tongue: Tongue) -> String {
    if reason == "editor" {
        return word(tongue, "编辑的标注文件", "the editor's side file").to_owned();
    }
    let profile = reason.strip_prefix("profile/").and_then(|rest| rest.rsplit_once(':'));
    match (profile, tongue) {
        (Some((name, line)), Tongue::Chinese) => format!("来稿规则 {name} 第 {line} 行"),
        (Some((name, line)), Tongue::English) => format!("profile {name}, line {line}"),
        (None, _) => reason.to_owned(),
    }
}
