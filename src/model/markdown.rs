//! A pack as Markdown: cleaned text that an editor can change and feed back as a source.
//!
//! Belongs here: writing articles so that reading the Markdown gives the same articles.
//! Does not belong here: reading Markdown (`source`).

use super::check::texts;
use super::{
    Article, Block, Footnote, List, Mark, MarkKind, Paragraph, Section, Table, Text,
};

/// One article as Markdown: title `#`, sections `##` and deeper, metadata as a list of
/// `- 来源：…` lines under the title.
pub fn article(article: &Article) -> String {
    let mut out = String::new();
    let mut lead = |prefix: &str, text: &Option<Text>| {
        if let Some(text) = text {
            out.push_str(&format!("{prefix}{}\n\n", inline(text)));
        }
    };
    lead("引题：", &article.kicker);
    lead("# ", &article.title);
    lead("——", &strip_dash(&article.subtitle));
    lead("", &article.note);
    lead("作者：", &article.byline);
    lead("来源：", &article.source);
    if let Some(date) = &article.date {
        out.push_str(&format!("日期：{}\n\n", date.iso()));
    }
    let mut lead = |prefix: &str, text: &Option<Text>| {
        if let Some(text) = text {
            out.push_str(&format!("{prefix}{}\n\n", inline(text)));
        }
    };
    lead("版面：", &article.page);
    blocks(&article.blocks, &mut out);
    for part in &article.sections {
        section(part, &mut out);
    }
    for note in texts(article).iter().flat_map(|text| &text.notes) {
        let mut indent = format!("[^{}]: ", name(note));
        for words in &note.words {
            out.push_str(&format!("{indent}{}\n\n", inline(words)));
            indent = "    ".into();
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// A name that no other note of the source has: the place of its words there.
fn name(note: &Footnote) -> String {
    let origin = note.words.first().and_then(|words| words.origin);
    origin.map_or("0".into(), |origin| format!("{}-{}", origin.source.0, origin.start))
}

/// The subtitle without the dash that a source may already have.
fn strip_dash(subtitle: &Option<Text>) -> Option<Text> {
    subtitle.as_ref().map(|text| {
        let words = text.text.trim_start_matches(['—', '─', '-', '–']).trim_start();
        let cut = text.text.len() - words.len();
        Text {
            text: words.to_owned(),
            origin: None,
            notes: text
                .notes
                .iter()
                .filter(|note| note.at >= cut)
                .map(|note| Footnote { at: note.at - cut, ..note.clone() })
                .collect(),
            marks: text
                .marks
                .iter()
                .filter(|m| m.range.start >= cut)
                .map(|m| Mark {
                    range: m.range.start - cut..m.range.end - cut,
                    ..m.clone()
                })
                .collect(),
        }
    })
}

fn section(part: &Section, out: &mut String) {
    if !part.run_in {
        let depth = usize::from(part.level.min(5)) + 1;
        out.push_str(&format!("{} {}\n\n", "#".repeat(depth), inline(&part.title)));
    }
    blocks(&part.blocks, out);
    for inner in &part.sections {
        section(inner, out);
    }
}

fn blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => paragraph(p, out),
            Block::Highlights(items) => bullets(items, out),
            Block::List(list) => list_items(list, out),
            Block::Quotation(lines) => {
                for line in lines {
                    out.push_str(&format!("> {}\n>\n", inline(line)));
                }
                out.truncate(out.len() - 2);
                out.push('\n');
            }
            Block::SignOff(lines) => {
                for line in lines {
                    out.push_str(&format!("{}\n\n", inline(line)));
                }
            }
            Block::Table(t) => table(t, out),
            Block::Figure(figure) => {
                let caption = figure.caption.as_ref().map(inline).unwrap_or_default();
                if let Some(file) = &figure.file {
                    let alt = figure.alt.clone().map(Text::supplied).unwrap_or_default();
                    out.push_str(&format!("![{}](<{file}>)\n\n", inline(&alt)));
                }
                if !caption.is_empty() {
                    out.push_str(&format!("{caption}\n\n"));
                }
            }
        }
    }
}

fn paragraph(p: &Paragraph, out: &mut String) {
    out.push_str(&format!("{}\n\n", guarded(&inline(&p.text))));
}

fn bullets(items: &[Text], out: &mut String) {
    for item in items {
        out.push_str(&format!("- {}\n", inline(item)));
    }
    out.push('\n');
}

fn list_items(list: &List, out: &mut String) {
    for (number, item) in list.items.iter().enumerate() {
        let depth = list.depths.get(number).copied().unwrap_or(1);
        let indent = "  ".repeat(usize::from(depth.saturating_sub(1).min(8)));
        out.push_str(&format!("{indent}- {}\n", inline(item)));
    }
    out.push('\n');
}

fn table(t: &Table, out: &mut String) {
    if let Some(caption) = &t.caption {
        out.push_str(&format!("{}\n\n", inline(caption)));
    }
    let width = t.rows.iter().map(Vec::len).max().unwrap_or(0);
    let row = |cells: &[Text]| {
        let mut line = String::from("|");
        for i in 0..width {
            let cell = cells.get(i).map(inline).unwrap_or_default();
            line.push_str(&format!(" {} |", cell.replace('|', "\\|")));
        }
        line + "\n"
    };
    for (i, cells) in t.rows.iter().enumerate() {
        if i == t.head_rows.min(1) && t.head_rows == 0 {
            out.push_str(&row(&[]));
        }
        if i == t.head_rows.min(1) {
            out.push_str(&format!("|{}\n", " --- |".repeat(width)));
        }
        out.push_str(&row(cells));
    }
    out.push('\n');
}

/// The words with their emphasis, and with every sign that Markdown would take for its own
/// escaped.
fn inline(text: &Text) -> String {
    let mut out = String::with_capacity(text.text.len());
    let mark = |at: usize, out: &mut String| {
        for note in text.notes.iter().filter(|note| note.at == at) {
            out.push_str(&format!("[^{}]", name(note)));
        }
    };
    for (at, c) in text.text.char_indices() {
        mark(at, &mut out);
        for mark in text.marks.iter().rev().filter(|m| m.range.end == at) {
            out.push_str(sign(mark.kind));
        }
        for mark in text.marks.iter().filter(|m| m.range.start == at) {
            out.push_str(sign(mark.kind));
        }
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    for mark in text.marks.iter().rev().filter(|m| m.range.end == text.text.len()) {
        out.push_str(sign(mark.kind));
    }
    mark(text.text.len(), &mut out);
    out
}

fn sign(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Emphasis => "*",
        MarkKind::Strong => "**",
    }
}

/// A paragraph whose first sign would make it something else in Markdown is escaped.
fn guarded(words: &str) -> String {
    let digits =
        words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = &words[digits..];
    if digits > 0 && (after.starts_with(". ") || after.starts_with(") ")) {
        return format!("{}\\{after}", &words[..digits]);
    }
    if words.starts_with(['#', '>', '+', '-', '=', '|', '~']) {
        return format!("\\{words}");
    }
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markdown_are_escaped() {
        assert_eq!(inline(&Text::supplied("2*3 [注] a_b")), "2\\*3 \\[注\\] a\\_b");
        assert_eq!(guarded("# 不是标题"), "\\# 不是标题");
        assert_eq!(guarded("1. 不是列表"), "1\\. 不是列表");
        assert_eq!(guarded("2026年"), "2026年");
    }

    #[test]
    fn emphasis_is_written_where_it_stands() {
        let text = Text {
            marks: vec![Mark { range: 3..9, kind: MarkKind::Strong }],
            ..Text::supplied("要落实好")
        };
        assert_eq!(inline(&text), "要**落实**好");
    }
}
