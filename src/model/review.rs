//! The review page: every source beside what became of it, for the eyes of an editor.
//!
//! Belongs here: the account, the dropped lines and the doubts as one page for a browser.
//! Does not belong here: the finished pack as a page (`render::html`), and deciding what
//! is kept, changed or doubtful (`clean`, `segment`).

use std::fmt::Write;
use std::ops::Range;

use super::receipt::totals;
use super::{Dropped, Pack, Record, story};
use crate::clean::{Fate, Fragment};
use crate::diag::{Diagnostic, Severity, Tongue};
use crate::segment::{Label, Labelled};

const CSS: &str = include_str!("review.css");

/// Draws sources and results side by side: one page without script and without a request.
///
/// A row is a line of a source. What was changed, added, moved to the metadata or dropped
/// is coloured and carries the names of its rules as a tooltip; a dropped line says its
/// label and reason, and a doubt stands under the line that it speaks of. Line ends and
/// characters that cannot be seen are drawn as signs, so that every character of the
/// source stands on the page.
pub fn page(pack: &Pack, notes: &[Diagnostic], tongue: Tongue) -> String {
    let w = |zh, en| word(tongue, zh, en);
    let title = w("原文与结果对照", "Source and result, side by side");
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n",
        w("zh-CN", "en"),
    );
    legend(&mut out, tongue);
    let unplaced: Vec<&Diagnostic> = notes
        .iter()
        .filter(|note| !pack.records.iter().any(|record| speaks_of(note, record)))
        .collect();
    if !unplaced.is_empty() {
        out.push_str("<table>\n<tbody>\n");
        unplaced.iter().for_each(|note| note_row(&mut out, note, 1, tongue));
        out.push_str("</tbody>\n</table>\n");
    }
    for (source, record) in pack.records.iter().enumerate() {
        let sheet = Sheet::new(pack, source, record, notes);
        sheet.draw(&mut out, tongue);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn word(tongue: Tongue, zh: &'static str, en: &'static str) -> &'static str {
    match tongue {
        Tongue::Chinese => zh,
        Tongue::English => en,
    }
}

fn legend(out: &mut String, tongue: Tongue) {
    let w = |zh, en| word(tongue, zh, en);
    let _ = writeln!(
        out,
        "<p><ins class=\"changed\">{}</ins> <ins class=\"added\">{}</ins> \
         <mark class=\"moved\">{}</mark> <del class=\"dropped\">{}</del> \
         <span class=\"sign\">↵ U+200B</span> {}</p>",
        w("改动", "changed"),
        w("补入", "added"),
        w("移入稿件信息", "moved to the metadata"),
        w("弃去", "dropped"),
        w(
            "看不见的字符。指针停在有色处，显示依据的规则。",
            "characters that cannot be seen. Point at a colour to see its rule.",
        ),
    );
}

/// Whether a note has its place in this source.
fn speaks_of(note: &Diagnostic, record: &Record) -> bool {
    note.place.as_ref().is_some_and(|place| {
        place.file == record.source.name && place.text == record.source.text
    })
}

fn note_row(out: &mut String, note: &Diagnostic, columns: usize, tongue: Tongue) {
    let (class, name) = match note.severity {
        Severity::Error => ("note", word(tongue, "错误", "error")),
        Severity::Doubt => ("note", word(tongue, "疑点", "doubt")),
        Severity::Advice => ("note advice", word(tongue, "提示", "advice")),
    };
    let first = if columns > 1 { "<th></th>" } else { "" };
    let _ = write!(
        out,
        "<tr class=\"{class}\">{first}<td colspan=\"{columns}\"><strong>{name}</strong> "
    );
    show(out, note.message.in_tongue(tongue));
    let _ = write!(out, " <code>{}</code>", note.code);
    if let Some(help) = &note.help {
        out.push_str("<br>");
        show(out, help.in_tongue(tongue));
    }
    out.push_str("</td></tr>\n");
}

/// One source cut into lines, with both halves of each row.
struct Sheet<'a> {
    record: &'a Record,
    lines: Vec<Line<'a>>,
}

/// One line of a source.
struct Line<'a> {
    /// Its bytes, its line end included.
    range: Range<usize>,
    /// The line as it was, as HTML.
    source: String,
    /// What became of it, as HTML.
    result: String,
    /// What was left out and begins here.
    dropped: Vec<&'a Dropped>,
    /// What it was taken for, where that is not simply running text.
    label: Option<&'a Labelled>,
    /// The titles of the articles that begin here.
    articles: Vec<String>,
    notes: Vec<&'a Diagnostic>,
}

impl<'a> Sheet<'a> {
    fn new(
        pack: &Pack,
        source: usize,
        record: &'a Record,
        notes: &'a [Diagnostic],
    ) -> Self {
        let lines = lines(&record.source.text)
            .map(|range| Line {
                range,
                source: String::new(),
                result: String::new(),
                dropped: Vec::new(),
                label: None,
                articles: Vec::new(),
                notes: Vec::new(),
            })
            .collect();
        let mut sheet = Sheet { record, lines };
        for fragment in record.account.fragments() {
            sheet.fragment(fragment);
        }
        for dropped in &record.dropped {
            if let Some(line) = sheet.at(dropped.range.start) {
                line.dropped.push(dropped);
            }
        }
        for label in &record.labels {
            if let Some(line) = sheet.at(label.range.start)
                && !matches!(label.label, Label::Body | Label::Chrome)
            {
                // The first is that of the whole line.
                line.label.get_or_insert(label);
            }
        }
        for (number, article) in pack.articles.iter().enumerate() {
            if let Some((id, range)) = &article.extent
                && id.0 as usize == source
                && let Some(line) = sheet.at(range.start)
            {
                line.articles.push(format!(
                    "{} {}",
                    number + 1,
                    article.contents_title().0
                ));
            }
        }
        for note in notes.iter().filter(|note| speaks_of(note, record)) {
            let at = note.place.as_ref().map_or(0, |place| place.range.start);
            if let Some(line) = sheet.at(at) {
                line.notes.push(note);
            }
        }
        sheet
    }

    fn index(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.range.end <= at)
    }

    /// The line of a byte of the source; the last one for its end.
    fn at(&mut self, at: usize) -> Option<&mut Line<'a>> {
        let last = self.lines.len().checked_sub(1)?;
        let index = self.index(at).min(last);
        self.lines.get_mut(index)
    }

    /// Writes a fragment into the rows that it touches. What stands in its place goes into
    /// the first of them.
    fn fragment(&mut self, fragment: &Fragment) {
        let record = self.record;
        let (was, is) = (fragment.source(), &record.clean[fragment.output()]);
        let rules = named(&record.account.rules_of(fragment).join(" + "));
        let around = match (fragment.fate, fragment.moved) {
            (Fate::Kept, false) => None,
            (Fate::Dropped, _) => Some(("del", "dropped")),
            (_, true) => Some(("mark", "moved")),
            (Fate::Changed, false) => Some(("ins", "changed")),
            (Fate::Added, false) => Some(("ins", "added")),
        };
        let piece = |out: &mut String, text: &str| match around {
            None => show(out, text),
            Some(_) if text.is_empty() => {}
            Some((tag, class)) => {
                let _ = write!(out, "<{tag} class=\"{class}\" title=\"{rules}\">");
                show(out, text);
                let _ = write!(out, "</{tag}>");
            }
        };
        if fragment.fate != Fate::Kept
            && let Some(line) = self.at(was.start)
        {
            piece(&mut line.result, is);
        }
        let first = self.index(was.start);
        for line in self.lines[first..].iter_mut() {
            if line.range.start >= was.end {
                break;
            }
            let cut = was.start.max(line.range.start)..was.end.min(line.range.end);
            let text = &record.source.text[cut];
            piece(&mut line.source, text);
            if fragment.fate == Fate::Kept {
                piece(&mut line.result, text.trim_end_matches(['\n', '\r']));
            }
        }
    }

    fn draw(&self, out: &mut String, tongue: Tongue) {
        let w = |zh, en| word(tongue, zh, en);
        out.push_str("<section>\n<h2>");
        show(out, &self.record.source.name);
        let _ = writeln!(
            out,
            " <span class=\"why\">{}</span></h2>",
            self.record.source.encoding
        );
        self.totals(out, tongue);
        let _ = writeln!(
            out,
            "<table class=\"lines\">\n<thead><tr><th scope=\"col\">{}</th>\
             <th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n<tbody>",
            w("行", "line"),
            w("原文", "source"),
            w("结果", "result"),
        );
        for (number, line) in self.lines.iter().enumerate() {
            line.draw(out, number + 1, tongue);
        }
        out.push_str("</tbody>\n</table>\n</section>\n");
    }

    /// The account added up: which rule did how much.
    fn totals(&self, out: &mut String, tongue: Tongue) {
        let w = |zh, en| word(tongue, zh, en);
        let totals = totals(self.record);
        let _ = writeln!(
            out,
            "<details>\n<summary>{} {} → {}</summary>\n<table class=\"totals\">\n<tbody>",
            w("字符账：", "Characters:"),
            totals.source,
            totals.result,
        );
        for ((fate, rules), [entries, was, is]) in &totals.by_rule {
            let name = match *fate {
                "kept" => w("保留", "kept"),
                "changed" => w("改动", "changed"),
                "added" => w("补入", "added"),
                "moved" => w("移走", "moved"),
                _ => w("弃去", "dropped"),
            };
            let rules = named(rules);
            let _ = writeln!(
                out,
                "<tr><td><span class=\"{fate}\">{name}</span></td><td>{rules}</td>\
                 <td class=\"count\">×{entries}</td><td class=\"count\">{was} → {is}</td></tr>"
            );
        }
        out.push_str("</tbody>\n</table>\n</details>\n");
    }
}

impl Line<'_> {
    fn draw(&self, out: &mut String, number: usize, tongue: Tongue) {
        for title in &self.articles {
            out.push_str("<tr class=\"article\"><th></th><td colspan=\"2\">");
            out.push_str(word(tongue, "文章 ", "article "));
            show(out, title);
            out.push_str("</td></tr>\n");
        }
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{number}</th><td>{}</td><td>",
            self.source
        );
        if let Some(label) = self.label {
            let name = story::label_name(label.label, tongue);
            let why = story::reason_words(label.reason, tongue);
            let sure = (label.confidence * 100.0).round();
            let title = named(&format!("{why} {sure}%"));
            let _ = write!(out, "<span class=\"label\" title=\"{title}\">{name}</span>");
        }
        out.push_str(&self.result);
        for dropped in &self.dropped {
            let label = label_name(dropped.label, tongue);
            let _ = write!(out, " <span class=\"why\">{label} · ");
            show(out, &story::reason_words(dropped.reason, tongue));
            out.push_str("</span>");
        }
        out.push_str("</td></tr>\n");
        for note in &self.notes {
            note_row(out, note, 2, tongue);
        }
    }
}

/// What an editor calls the label of something dropped; the stable word where there is no
/// other.
fn label_name(label: &'static str, tongue: Tongue) -> &'static str {
    match (tongue, label) {
        (Tongue::Chinese, "chrome") => "页面杂项",
        (Tongue::Chinese, "metadata") => "稿件信息",
        (Tongue::Chinese, "field-words") => "信息项名",
        (Tongue::Chinese, "jump") => "转接行",
        _ => label,
    }
}

/// The lines of a text with their ends: a line feed, a carriage return, or both, as
/// [`crate::diag::Place::line_and_column`] counts them.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let len = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => at + 2,
            Some(at) => at + 1,
            None => rest.len(),
        };
        start += len;
        Some(start - len..start)
    })
}

/// Writes text as HTML. A character that cannot be seen becomes a sign that names it.
fn show(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' => out.push_str("<i class=\"sign\" data-is=\"A\">↵</i>"),
            '\r' => out.push_str("<i class=\"sign\" data-is=\"D\">␍</i>"),
            c if is_unseen(c) => {
                let code = u32::from(c);
                let _ = write!(
                    out,
                    "<i class=\"sign\" data-is=\"{code:X}\">U+{code:04X}</i>"
                );
            }
            c => out.push(c),
        }
    }
}

/// Names of rules as HTML, also for an attribute: a profile is called as its file is.
fn named(rules: &str) -> String {
    let mut out = String::new();
    show(&mut out, &rules.replace('"', "”"));
    out
}

/// Controls, invisible and private characters, and what no HTML file may hold.
fn is_unseen(c: char) -> bool {
    match c {
        '\t' => false,
        '\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' => true,
        '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{FFF9}'..='\u{FFFC}' => true,
        '\u{FDD0}'..='\u{FDEF}' => true,
        c => c.is_control() || u32::from(c) & 0xFFFE == 0xFFFE,
    }
}

#[cfg(test)]
mod tests {
    use html5ever::tendril::TendrilSink;
    use markup5ever_rcdom::{Handle, NodeData, RcDom};
    use proptest::prelude::*;

    use super::*;
    use crate::diag::{Notes, say};
    use crate::source::{Source, SourceId};

    const TEXT: &str = "网站首页 > 要闻 > <正文>\r\n\
        云溪区启动\u{200B}\"老街\"改造\n\
        来源:云溪日报   2026-03-17\n\
        本报讯 云溪区昨日启动老街改造,计划投资3.5亿元 , 惠及\n\
        沿街百姓。。。\n\
        一、人人参与 & 共享\n\
        改造要听百姓的意见。\u{0}\u{E000}\u{FFFE}\n\
        分享到：微信 微博\n\
        【打印】【关闭】";

    fn read(text: &str) -> (Pack, Notes) {
        let (source, mut notes) =
            Source::decode(SourceId(0), "a<b>&\".txt", text.as_bytes(), Some("utf-8"))
                .expect("it is UTF-8");
        let draft = crate::clean::run(&source, &mut notes);
        let corrections = crate::segment::Corrections::default();
        let segments = crate::segment::run(&source, draft, &corrections, &mut notes);
        let (articles, record) = crate::model::build(source, segments);
        (Pack { articles, records: vec![record] }, notes)
    }

    fn parse(html: &str) -> RcDom {
        let dom =
            html5ever::parse_document(RcDom::default(), Default::default()).one(html);
        assert!(dom.errors.borrow().is_empty(), "{:?}", dom.errors.borrow());
        dom
    }

    fn attribute(node: &Handle, wanted: &str) -> Option<String> {
        let NodeData::Element { attrs, .. } = &node.data else { return None };
        let attrs = attrs.borrow();
        let found = attrs.iter().find(|a| &*a.name.local == wanted)?;
        Some(found.value.to_string())
    }

    fn is(node: &Handle, tag: &str) -> bool {
        matches!(&node.data, NodeData::Element { name, .. } if &*name.local == tag)
    }

    /// The text of a cell with its signs turned back into what they stand for.
    fn words(node: &Handle, out: &mut String) {
        if let Some(code) = attribute(node, "data-is") {
            let code = u32::from_str_radix(&code, 16).expect("a sign names a character");
            out.extend(char::from_u32(code));
            return;
        }
        if let NodeData::Text { contents } = &node.data {
            out.push_str(&contents.borrow());
        }
        node.children.borrow().iter().for_each(|child| words(child, out));
    }

    /// The second cell of every row that has a number.
    fn sources(node: &Handle, out: &mut String) {
        let children = node.children.borrow();
        let is_line = |c: &Handle| {
            is(c, "th") && attribute(c, "scope").is_some_and(|scope| scope == "row")
        };
        if is(node, "tr") && children.first().is_some_and(is_line) {
            words(&children[1], out);
        }
        children.iter().for_each(|child| sources(child, out));
    }

    fn source_column(html: &str) -> String {
        let mut out = String::new();
        sources(&parse(html).document, &mut out);
        out
    }

    #[test]
    fn every_character_of_the_source_stands_on_the_page() {
        let (pack, notes) = read(TEXT);
        for tongue in [Tongue::Chinese, Tongue::English] {
            assert_eq!(source_column(&page(&pack, &notes, tongue)), TEXT);
        }
    }

    #[test]
    fn what_became_of_a_fragment_is_marked_with_its_rule() {
        let (pack, notes) = read(TEXT);
        let html = page(&pack, &notes, Tongue::English);
        for mark in [
            "<ins class=\"changed\" title=\"width\">，</ins>",
            "<ins class=\"changed\" title=\"ellipsis\">……</ins>",
            "<del class=\"dropped\" title=\"invisible\"><i class=\"sign\" \
             data-is=\"200B\">U+200B</i></del>",
            "<mark class=\"moved\"",
            "<span class=\"why\">chrome · ",
        ] {
            assert!(html.contains(mark), "{mark} is missing in\n{html}");
        }
    }

    #[test]
    fn a_doubt_stands_under_its_line() {
        let (pack, _) = read("甲\r\n乙\r丙\n丁\n");
        let source = &pack.records[0].source;
        let at = source.text.find('丙').expect("it is there");
        let placed = Diagnostic::doubt("segment/example", say("疑<乙>", "odd <b>")).at(
            &source.name,
            &source.text,
            at..at + 3,
        );
        let unplaced = Diagnostic::advice("fonts/example", say("提示", "advice"));
        let html = page(&pack, &[placed, unplaced], Tongue::English);
        parse(&html);
        let row = html.find("odd &lt;b&gt;").expect("the doubt is drawn");
        let number = |n: usize| html.find(&format!("<th scope=\"row\">{n}</th>"));
        assert!(number(3).is_some_and(|at| at < row));
        assert!(number(4).is_some_and(|at| row < at));
        let advice = html.find("fonts/example").expect("the advice is drawn");
        assert!(number(1).is_some_and(|at| advice < at));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_text_comes_back_whole(
            text in "云([云溪区。，,.<&\"()“”一、 \\r\\n\\x00\u{FEFF}\u{3000}]|\\PC){0,60}"
        ) {
            let (pack, notes) = read(&text);
            let html = page(&pack, &notes, Tongue::Chinese);
            prop_assert_eq!(source_column(&html), pack.records[0].source.text.to_string());
        }
    }
}
