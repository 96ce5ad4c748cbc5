//! Inlines: words, ties, links, notes.
//!
//! Belongs here: what happens inside one paragraph.
//! Does not belong here: the paragraph's own element (`body`).

use super::escape;
use crate::compose::sheet::{Sheet, Style};
use crate::compose::wording::word;
use crate::compose::{Inline, Lang, Run, title};
use crate::han;

/// A paragraph's words on their way into the page.
pub(super) struct Inlines<'a> {
    sheet: &'a Sheet,
    lang: Lang,
    /// Footnotes met so far that have not been set yet: number and words as HTML.
    pub(super) notes: Vec<(usize, String)>,
    /// How many footnotes the page has so far.
    count: usize,
    /// Where lines of the title that is being written may end.
    seams: Vec<(usize, usize)>,
}

/// Where inlines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    /// In the text.
    Flow,
    /// Inside a link, where neither links nor notes may stand.
    Link,
}

/// What a line is made of once ties are known.
enum Piece<'a> {
    /// A part of a run, and where it stands: its inline, and its first byte there.
    Words {
        text: &'a str,
        run: &'a Run,
        at: (usize, usize),
    },
    Missing(char),
    Html(String),
}

impl<'a> Inlines<'a> {
    pub(super) fn new(sheet: &'a Sheet, lang: Lang) -> Self {
        Inlines { sheet, lang, notes: Vec::new(), count: 0, seams: Vec::new() }
    }

    /// Writes `inlines` to `out`.
    pub(super) fn write(
        &mut self,
        inlines: &[Inline],
        context: Context,
        out: &mut String,
    ) {
        let pieces = self.pieces(inlines, context);
        let mut inside_tie = false;
        for (piece, tied) in &pieces {
            if *tied && !inside_tie {
                out.push_str("<span class=\"_tie\">");
            }
            self.piece(piece, out);
            if inside_tie && !tied {
                out.push_str("</span>");
            }
            inside_tie = *tied;
        }
        if inside_tie {
            out.push_str("</span>");
        }
    }

    /// Writes a title, whose lines end between words at any width.
    pub(super) fn write_title(
        &mut self,
        inlines: &[Inline],
        context: Context,
        out: &mut String,
    ) {
        self.seams = title::seams(inlines, title::WHOLE);
        self.write(inlines, context, out);
        self.seams.clear();
    }

    /// Writes the head of a column, whose lines end between words however narrow it is.
    pub(super) fn write_head(&mut self, inlines: &[Inline], out: &mut String) {
        self.seams = title::seams(inlines, 0.0);
        self.write(inlines, Context::Flow, out);
        self.seams.clear();
    }

    /// Cuts the words at the ties. The flag says that a piece and the next one stay on
    /// one line; only the characters at the seam are tied, so that a line can still
    /// break elsewhere in the words.
    fn pieces<'i>(
        &mut self,
        inlines: &'i [Inline],
        context: Context,
    ) -> Vec<(Piece<'i>, bool)> {
        let mut pieces: Vec<(Piece<'i>, bool)> = Vec::with_capacity(inlines.len());
        let mut tie = false;
        for (number, inline) in inlines.iter().enumerate() {
            let piece = match inline {
                Inline::NoBreak => {
                    tie |= tie_last(&mut pieces);
                    continue;
                }
                Inline::Text(run) if run.text.is_empty() => continue,
                Inline::Text(run) => {
                    let head = if tie { first_cluster(&run.text) } else { 0 };
                    if head > 0 && head < run.text.len() {
                        let (text, at) = (&run.text[..head], (number, 0));
                        pieces.push((Piece::Words { text, run, at }, false));
                    }
                    let rest = if head == run.text.len() { 0 } else { head };
                    Piece::Words { text: &run.text[rest..], run, at: (number, rest) }
                }
                Inline::Missing { character, .. } => Piece::Missing(*character),
                other => {
                    let mut html = String::new();
                    self.other(other, context, &mut html);
                    if html.is_empty() {
                        continue;
                    }
                    Piece::Html(html)
                }
            };
            tie = false;
            pieces.push((piece, false));
        }
        pieces
    }

    /// Words, and `<wbr>` where a line of a title may end. The sign that begins a paragraph
    /// is as small as in the other formats.
    fn words(&self, text: &str, at: (usize, usize), out: &mut String) {
        let mut start = 0;
        let sign = text.chars().next().filter(|_| at == (0, 0));
        if let Some(sign) = sign.filter(|_| han::begins_with_sign(text)) {
            // Its cell is space enough, and a space would be stretched.
            start = text.len() - text[sign.len_utf8()..].trim_start_matches(' ').len();
            out.push_str(&format!("<span class=\"_sign\">{sign}</span>"));
        }
        for (_, seam) in self.seams.iter().filter(|seam| seam.0 == at.0) {
            let Some(end) = seam.checked_sub(at.1).filter(|end| *end < text.len()) else {
                continue;
            };
            if end >= start && !is_between_marks(text, end) {
                latin_marks(&text[start..end], out);
                out.push_str("<wbr>");
                start = end;
            }
        }
        let base = start;
        for end in address_seams(&text[base..]) {
            latin_marks(&text[start..base + end], out);
            out.push_str("<wbr>");
            start = base + end;
        }
        latin_marks(&text[start..], out);
    }

    fn other(&mut self, inline: &Inline, context: Context, out: &mut String) {
        match inline {
            Inline::LineBreak => out.push_str("<br>"),
            // What follows a fill is set by `body`, which sees the whole paragraph.
            Inline::Fill => out.push(' '),
            Inline::Footnote(words) if context == Context::Flow => {
                self.footnote(words, out);
            }
            Inline::Link { target, inlines } => {
                if context == Context::Flow && may_lead(target) {
                    out.push_str("<a href=\"");
                    escape::attribute(target, out);
                    out.push_str("\">");
                    self.write(inlines, Context::Link, out);
                    out.push_str("</a>");
                } else {
                    self.write(inlines, context, out);
                }
            }
            // A screen has no pages; on paper the browser numbers them (`page`).
            Inline::Field(..) | Inline::Footnote(_) => {}
            Inline::Text(_) | Inline::Missing { .. } | Inline::NoBreak => {}
        }
    }

    fn footnote(&mut self, words: &[Inline], out: &mut String) {
        self.count += 1;
        let number = self.count;
        let sign = sign(number);
        let note = word(self.lang, "note");
        out.push_str(&format!(
            "<sup class=\"_ref\"><a id=\"_r{number}\" href=\"#_n{number}\" \
             role=\"doc-noteref\" aria-label=\"{note}{sign}\">{sign}</a></sup>"
        ));
        let mut html = String::new();
        self.write(words, Context::Flow, &mut html);
        self.notes.push((number, html));
    }

    fn piece(&self, piece: &Piece, out: &mut String) {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Missing(c) => escape::text(c.encode_utf8(&mut [0; 4]), out),
            Piece::Words { text, run, at } => {
                let style = run.style.map(|id| self.sheet.style(id));
                let element = style.map_or("span", element);
                let marked = style.is_some() || run.lang.is_some();
                if marked {
                    out.push('<');
                    out.push_str(element);
                    if let Some(style) = style {
                        out.push_str(" class=\"");
                        escape::attribute(&style.class, out);
                        out.push('"');
                    }
                    if let Some(lang) = run.lang {
                        out.push_str(" lang=\"");
                        escape::attribute(lang, out);
                        out.push('"');
                    }
                    out.push('>');
                }
                self.words(text, *at, out);
                if marked {
                    out.push_str("</");
                    out.push_str(element);
                    out.push('>');
                }
            }
        }
    }
}

/// The sign of a footnote: `①` to `㊿`, then plain digits in brackets.
pub(super) fn sign(number: usize) -> String {
    let circled = match number {
        1..=20 => 0x2460 + number - 1,
        21..=35 => 0x3251 + number - 21,
        36..=50 => 0x32B1 + number - 36,
        _ => return format!("[{number}]"),
    };
    u32::try_from(circled)
        .ok()
        .and_then(char::from_u32)
        .map(String::from)
        .unwrap_or_default()
}

/// Words, their apostrophes between Latin letters from a Latin face.
fn latin_marks(mut text: &str, out: &mut String) {
    while let Some((at, mark)) = han::latin_apostrophe(text) {
        escape::text(&text[..at], out);
        out.push_str(&format!("<span class=\"_latin\">{mark}</span>"));
        text = &text[at + mark.len_utf8()..];
    }
    escape::text(text, out);
}

/// How many characters make an address long: a phone holds about as many on a line.
const LONG: usize = 25;

/// Where a long address or path may go on in the next line: behind its signs, so that none
/// of them begins a line.
fn address_seams(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let solid = |b: &&u8| b.is_ascii_graphic();
    (1..bytes.len()).filter(move |at| {
        let (before, behind) = bytes.split_at(*at);
        b"/\\?&=.-_:@#,+~%".contains(&before[at - 1])
            && behind[0].is_ascii_alphanumeric()
            && {
                let left = before.iter().rev().take(LONG).take_while(solid).count();
                let right = behind.iter().take(LONG).take_while(solid).count();
                left > 1 && left + right >= LONG
            }
    })
}

/// The element that says what a character style says: the look itself is the class's.
fn element(style: &Style) -> &'static str {
    if style.superscript {
        "sup"
    } else if style.dots {
        "em"
    } else if style.bold {
        "strong"
    } else if style.underline {
        "u"
    } else {
        "span"
    }
}

fn may_lead(target: &str) -> bool {
    target.starts_with('#')
        || ["https://", "http://", "mailto:"].iter().any(|scheme| {
            target.get(..scheme.len()).is_some_and(|t| t.eq_ignore_ascii_case(scheme))
        })
}

/// Ties the last character of the pieces to what will follow. False where nothing can be
/// tied.
fn tie_last(pieces: &mut Vec<(Piece<'_>, bool)>) -> bool {
    let Some((last, tied)) = pieces.last_mut() else { return false };
    if let Piece::Words { text, run, at } = last {
        let (text, run, at) = (*text, *run, *at);
        // A line ends before a space that is tied: what stands before the space holds it.
        let seam = last_cluster(text.trim_end_matches(' '));
        if seam > 0 {
            *last = Piece::Words { text: &text[..seam], run, at };
            let (text, at) = (&text[seam..], (at.0, at.1 + seam));
            pieces.push((Piece::Words { text, run, at }, true));
            return true;
        }
    }
    *tied = true;
    true
}

/// The byte length of the first character with the marks that combine with it.
fn first_cluster(text: &str) -> usize {
    text.char_indices()
        .skip(1)
        .find(|(_, c)| !combines(*c))
        .map_or(text.len(), |(i, _)| i)
}

/// Where the last character begins, with the marks that combine with it.
fn last_cluster(text: &str) -> usize {
    text.char_indices().rev().find(|(_, c)| !combines(*c)).map_or(0, |(i, _)| i)
}

/// Whether `c` belongs to the character before it.
fn combines(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{200D}' | '\u{20D0}'..='\u{20FF}' | '\u{3099}'
        | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
        | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether a place is between two marks. A line may end there without being told so.
fn is_between_marks(text: &str, at: usize) -> bool {
    let mark = |c: char| han::is_cjk_mark(c) || matches!(c, '“' | '”' | '‘' | '’');
    text[..at].ends_with(mark) && text[at..].starts_with(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::fixture;

    fn html(inlines: &[Inline]) -> String {
        let composition = fixture::composition();
        let mut out = String::new();
        Inlines::new(&composition.sheet, composition.lang).write(
            inlines,
            Context::Flow,
            &mut out,
        );
        out
    }

    fn words(text: &str) -> Inline {
        Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
    }

    #[test]
    fn a_tie_holds_the_characters_at_the_seam() {
        let line = [words("甲乙—"), Inline::NoBreak, words("丙丁")];
        assert_eq!(html(&line), "甲乙<span class=\"_tie\">—丙</span>丁");
    }

    #[test]
    fn ties_in_a_row_make_one_stretch() {
        let line = [
            words("甲乙"),
            Inline::NoBreak,
            words("·"),
            Inline::NoBreak,
            words("丙丁"),
            words("戊"),
        ];
        assert_eq!(html(&line), "甲<span class=\"_tie\">乙·丙</span>丁戊");
    }

    #[test]
    fn a_title_may_break_between_its_words() {
        let composition = fixture::composition();
        let mut inlines = Inlines::new(&composition.sheet, composition.lang);
        let mut out = String::new();
        let title = [words("水岸更新"), words("三年行动的评估")];
        inlines.write_title(&title, Context::Flow, &mut out);
        assert_eq!(out, "水岸更新<wbr>三年<wbr>行动的<wbr>评估");
    }

    #[test]
    fn marks_that_touch_are_not_parted() {
        // A browser squeezes them only where nothing stands between them.
        let composition = fixture::composition();
        let mut inlines = Inlines::new(&composition.sheet, composition.lang);
        let mut out = String::new();
        let title = [words("原标题：《水岸更新三年行动的评估》")];
        inlines.write_title(&title, Context::Flow, &mut out);
        assert!(out.contains("：《") && out.contains("<wbr>"), "{out}");
    }

    #[test]
    fn the_sign_that_begins_a_paragraph_is_small() {
        assert_eq!(html(&[words("●甲●乙")]), "<span class=\"_sign\">●</span>甲●乙");
        assert_eq!(html(&[words("● 甲")]), "<span class=\"_sign\">●</span>甲");
        assert_eq!(html(&[words("●●甲")]), "●●甲");
    }

    #[test]
    fn an_apostrophe_of_a_latin_word_is_latin() {
        assert_eq!(
            html(&[words("O’Brien说‘好’")]),
            "O<span class=\"_latin\">’</span>Brien说‘好’"
        );
    }

    #[test]
    fn a_long_address_breaks_behind_its_signs() {
        assert_eq!(
            html(&[words("见https://a.example/notices/index.html?id=42。")]),
            "见https://<wbr>a.<wbr>example/<wbr>notices/<wbr>index.<wbr>html?<wbr>id=<wbr>42。"
        );
        assert_eq!(html(&[words("A/B型Wi-Fi，GB/T 9704")]), "A/B型Wi-Fi，GB/T 9704");
    }

    #[test]
    fn a_tie_at_the_edge_holds_nothing() {
        assert_eq!(html(&[Inline::NoBreak, words("甲")]), "甲");
        let open = html(&[words("甲"), Inline::NoBreak]);
        assert_eq!(open, "<span class=\"_tie\">甲</span>");
    }

    #[test]
    fn a_tied_space_is_held_from_both_sides() {
        let line = [words("共3 "), Inline::NoBreak, words("200"), words("户")];
        assert_eq!(html(&line), "共<span class=\"_tie\">3 2</span>00户");
    }

    #[test]
    fn a_link_leads_only_where_a_page_may() {
        let link = |target: &str| Inline::Link {
            target: target.into(),
            inlines: vec![words("此处")],
        };
        assert_eq!(html(&[link("javascript:alert(1)")]), "此处");
        assert_eq!(
            html(&[link("https://a.example/?a=1&b=\"")]),
            "<a href=\"https://a.example/?a=1&amp;b=&quot;\">此处</a>"
        );
    }

    #[test]
    fn notes_go_on_being_numbered_after_fifty() {
        assert_eq!(
            [1, 20, 21, 36, 50, 51].map(sign),
            ["①", "⑳", "㉑", "㊱", "㊿", "[51]"]
        );
    }
}
