//! Runs: the words of a paragraph, its fields, links and notes.
//!
//! Belongs here: everything that stands inside a `w:p` beside its properties.
//! Does not belong here: paragraphs, and what pages repeat (`furniture`).

use std::collections::BTreeMap;

use super::PageNumbers;
use super::labels::{Label, Labels};
use super::look;
use super::package::{Kind, Relations};
use super::settings::LineRules;
use super::styles::Styles;
use super::xml::{Element, Xml};
use crate::compose::sheet::{Style, StyleId};
use crate::compose::{Field, Inline, Lang, Run};
use crate::han;

/// Which part the words go into. Each has links of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The flow.
    Document,
    /// The notes.
    Notes,
    /// A head or a foot.
    Furniture,
}

/// What stands around an inline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'r> {
    /// The class of the paragraph.
    pub(super) style: StyleId,
    /// The part it is written into.
    pub(super) part: Part,
    /// The words of the running head.
    pub(super) running: Option<&'r str>,
    /// Whether a link is open: Word has no links in links.
    pub(super) in_link: bool,
}

impl Around<'_> {
    /// A paragraph of the flow.
    pub(super) fn flow(style: StyleId) -> Self {
        Around { style, part: Part::Document, running: None, in_link: false }
    }
}

/// A hyphen where no line ends, as Word itself keeps it in a text. No file can hold this
/// character; it is written as an element of its own.
const HELD_HYPHEN: char = '\u{1E}';
const HELD: &str = "\u{1E}";

/// Writes words, and keeps what they need outside of their paragraph.
pub(super) struct Words<'s, 'a> {
    /// The styles of the document.
    pub(super) styles: &'s mut Styles<'a>,
    /// The layout's page numbers.
    pub(super) pages: &'s PageNumbers,
    /// The labels of captions.
    pub(super) labels: Labels,
    /// Bookmark by anchor.
    pub(super) bookmarks: BTreeMap<&'a str, String>,
    /// Links, pictures and furniture of the document.
    pub(super) relations: Relations,
    /// Links of the notes.
    pub(super) note_relations: Relations,
    /// The footnotes, each a whole `w:footnote`.
    pub(super) notes: Vec<Vec<u8>>,
}

impl Words<'_, '_> {
    /// Writes inlines in order.
    pub(super) fn inlines(&mut self, xml: &mut Xml, inlines: &[Inline], around: Around) {
        // Words that look alike are one run, however many pieces they come in.
        let mut same: Option<Run> = None;
        let mut tied = false;
        for inline in inlines {
            let mut text = match inline {
                Inline::NoBreak => {
                    if let Some(so_far) = &mut same
                        && so_far.text.ends_with('-')
                    {
                        so_far.text.pop();
                        so_far.text.push(HELD_HYPHEN);
                    }
                    tied = true;
                    continue;
                }
                Inline::Text(run) => Some(run.clone()),
                // Word finds faces for itself.
                Inline::Missing { character, .. } => {
                    let text = character.to_string();
                    Some(Run { text, style: None, origin: None, lang: None })
                }
                _ => None,
            };
            if let Some(run) =
                text.as_mut().filter(|run| tied && run.text.starts_with('-'))
            {
                run.text.replace_range(..1, HELD);
            }
            tied = false;
            if let (Some(so_far), Some(more)) = (&mut same, &text)
                && (so_far.style, so_far.lang) == (more.style, more.lang)
            {
                so_far.text.push_str(&more.text);
                continue;
            }
            if let Some(run) = std::mem::replace(&mut same, text) {
                self.run(xml, &run, around);
            }
            match inline {
                Inline::Text(_) | Inline::Missing { .. } | Inline::NoBreak => {}
                Inline::LineBreak => mark(xml, "w:br"),
                Inline::Fill => mark(xml, "w:tab"),
                Inline::Field(what, style) => self.field(xml, *what, *style, around),
                Inline::Footnote(words) => self.footnote(xml, words, around),
                Inline::Link { target, inlines } => {
                    self.link(xml, target, inlines, around);
                }
            }
        }
        if let Some(run) = same {
            self.run(xml, &run, around);
        }
    }

    fn field(
        &mut self,
        xml: &mut Xml,
        what: Field,
        style: Option<StyleId>,
        around: Around,
    ) {
        let look = style.map(|id| Element::val("w:rStyle", self.styles.character(id)));
        let look = look.as_slice();
        match what {
            Field::Page => field(xml, "PAGE", look, "1"),
            Field::Pages => {
                let pages = self.pages.pages.max(1).to_string();
                field(xml, "NUMPAGES", look, &pages);
            }
            Field::Running => {
                if let Some(running) = around.running {
                    let text = running.to_owned();
                    let words = Run { text, style, origin: None, lang: None };
                    self.run(xml, &words, around);
                }
            }
        }
    }

    /// The label of a caption.
    pub(super) fn label(&self, xml: &mut Xml, label: &Label) {
        match &label.sequence {
            Some(sequence) => {
                self.plain(xml, label.kind);
                field(xml, sequence, &[], &label.number);
            }
            None => self.plain(xml, &format!("{}{}", label.kind, label.number)),
        }
    }

    /// Words in the look of their paragraph.
    pub(super) fn plain(&self, xml: &mut Xml, text: &str) {
        for (text, face) in stretches(text) {
            run(xml, hinted(face).as_slice(), text);
        }
    }

    fn run(&self, xml: &mut Xml, words: &Run, around: Around) {
        let style = words.style.map(|id| (id, self.styles.style(id)));
        for (text, face) in stretches(&words.text) {
            let mut properties = Vec::new();
            if let Some((id, _)) = style {
                properties.push(Element::val("w:rStyle", self.styles.character(id)));
            }
            let tongue = words.lang.and_then(Lang::of_tag);
            let named = match (tongue, face) {
                (None, Face::Plain | Face::Hinted) => None,
                (tongue, _) => Some(self.face(tongue, style.map(|(_, s)| s), around)),
            };
            properties.extend(match (named, face) {
                (None, face) => hinted(face),
                (Some(name), Face::Plain) => {
                    Some(Element::new("w:rFonts").with("w:eastAsia", name))
                }
                (Some(name), Face::Hinted) => {
                    let fonts = Element::new("w:rFonts").with("w:eastAsia", name);
                    Some(fonts.with("w:hint", "eastAsia"))
                }
                (Some(name), Face::Everywhere) => Some(
                    Element::new("w:rFonts")
                        .with("w:hint", "eastAsia")
                        .with("w:ascii", &name)
                        .with("w:eastAsia", &name)
                        .with("w:hAnsi", &name),
                ),
            });
            if let Some((_, style)) = style
                && style.relative_size
                && (style.size - 1.0).abs() > 1e-6
            {
                let size = self.styles.style(around.style).size;
                properties.extend(look::scaled_size(style.size, size));
            }
            properties.extend(words.lang.and_then(language));
            run(xml, &properties, text);
        }
    }

    /// The name of the face that East Asian words have: of their own language, and of
    /// their own style where that says another one than the body.
    fn face(&self, tongue: Option<Lang>, own: Option<&Style>, around: Around) -> String {
        let styles = &self.styles;
        let note;
        let paragraph = match around.part {
            Part::Notes => {
                note = styles.footnote();
                &note
            }
            Part::Document | Part::Furniture => styles.style(around.style),
        };
        let says =
            |s: &&Style| (s.font, s.latin) != (styles.body().font, styles.body().latin);
        let role = own.filter(says).unwrap_or(paragraph).font;
        match tongue {
            Some(lang) => styles.face_in(lang, role),
            None => look::face(styles.book(), role),
        }
    }

    fn footnote(&mut self, xml: &mut Xml, words: &[Inline], around: Around) {
        // A note has no notes, and furniture can't hold any: the words stand in line.
        if around.part != Part::Document {
            self.inlines(xml, words, around);
            return;
        }
        let (text_style, mark_style) = self.styles.footnotes();
        let id = (self.notes.len() + 1).to_string();
        let marked = [Element::val("w:rStyle", mark_style)];
        // In front of its note the mark is as large as the words, as on the PDF's pages.
        let [style] = marked.clone();
        let upright = [style, Element::val("w:vertAlign", "baseline")];
        let mut note = Xml::piece();
        note.open("w:footnote", &[("w:id", &id)]);
        note.open("w:p", &[]);
        note.open("w:pPr", &[]);
        note.element(&Element::val("w:pStyle", text_style));
        note.close("w:pPr");
        open_run(&mut note, &upright);
        note.empty("w:footnoteRef", &[]);
        note.close("w:r");
        run(&mut note, &[], " ");
        // The place is taken before the words are written, so that notes keep their order.
        self.notes.push(Vec::new());
        let at = self.notes.len() - 1;
        self.inlines(&mut note, words, Around { part: Part::Notes, ..around });
        note.close("w:p");
        self.notes[at] = note.into_bytes();

        open_run(xml, &marked);
        xml.empty("w:footnoteReference", &[("w:id", &id)]);
        xml.close("w:r");
    }

    fn link(&mut self, xml: &mut Xml, target: &str, inlines: &[Inline], around: Around) {
        let inside = Around { in_link: true, ..around };
        let shown = self.labels.shown_by(target, inlines);
        let shown = shown.filter(|_| !around.in_link && around.part != Part::Furniture);
        if let Some(label) = shown {
            field_begin(xml, &format!("REF {label} \\h"));
            self.inlines(xml, inlines, inside);
            field_end(xml);
            return;
        }
        let bookmark = target.strip_prefix('#').and_then(|a| self.bookmarks.get(a));
        let attribute = match (bookmark, address(target)) {
            _ if around.in_link || around.part == Part::Furniture => None,
            (Some(bookmark), _) => Some(("w:anchor", bookmark.clone())),
            (None, Some(address)) => {
                let relations = match around.part {
                    Part::Notes => &mut self.note_relations,
                    Part::Document | Part::Furniture => &mut self.relations,
                };
                Some(("r:id", relations.add(Kind::Link, address)))
            }
            (None, None) => None,
        };
        match attribute {
            Some((name, value)) => {
                xml.open("w:hyperlink", &[(name, &value), ("w:history", "1")]);
                self.inlines(xml, inlines, inside);
                xml.close("w:hyperlink");
            }
            None => self.inlines(xml, inlines, around),
        }
    }

    /// `footnotes.xml`, or nothing where there are no notes.
    pub(super) fn notes_part(&mut self) -> Option<Vec<u8>> {
        if self.notes.is_empty() {
            return None;
        }
        let mut xml = Xml::part();
        xml.open("w:footnotes", super::xml::NAMESPACES);
        let (text_style, _) = self.styles.footnotes();
        // As much room as on the PDF's pages. In a line of the body's, which stands on the
        // grid, the rule would take twice as much.
        let room = look::twips(0.6 * self.styles.body().size);
        for (id, kind, line) in [
            ("-1", "separator", "w:separator"),
            ("0", "continuationSeparator", "w:continuationSeparator"),
        ] {
            xml.open("w:footnote", &[("w:type", kind), ("w:id", id)]);
            xml.open("w:p", &[]);
            xml.open("w:pPr", &[]);
            xml.element(&Element::switch("w:snapToGrid", false));
            xml.element(&look::spacing(0, 0, room));
            xml.element(
                &Element::new("w:ind").with("w:firstLineChars", 0).with("w:firstLine", 0),
            );
            xml.close("w:pPr");
            mark(&mut xml, line);
            xml.close("w:p");
            xml.close("w:footnote");
        }
        for (number, note) in self.notes.iter().enumerate() {
            xml.raw(note);
            let last = number + 1 == self.notes.len();
            if let Some(height) = self.pages.foot_below_notes.filter(|_| last) {
                room_for_foot(&mut xml, text_style, height);
            }
            xml.close("w:footnote");
        }
        xml.close("w:footnotes");
        Some(xml.into_bytes())
    }
}

/// An empty line of the last note, as high as the group at the foot of its page. Both
/// the notes and the text frame of that group stand on the foot of the type area, and
/// this is the only way to tell the notes to stand higher.
fn room_for_foot(xml: &mut Xml, text_style: &str, height: f64) {
    const GAP: f64 = 6.0;
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.element(&Element::val("w:pStyle", text_style));
    xml.element(&look::spacing(0, 0, look::twips(height + GAP)));
    xml.close("w:pPr");
    xml.close("w:p");
}

/// `w:footnotePr` of a section: the number form of the marks.
pub(super) fn note_numbers(rules: &LineRules) -> Element {
    Element::new("w:footnotePr")
        .holding(Element::val("w:numFmt", rules.note_numbers))
        .holding(Element::val("w:numRestart", "eachPage"))
}

fn open_run(xml: &mut Xml, properties: &[Element]) {
    xml.open("w:r", &[]);
    if !properties.is_empty() {
        xml.open("w:rPr", &[]);
        properties.iter().for_each(|p| xml.element(p));
        xml.close("w:rPr");
    }
}

/// A run of words. Tabs, line ends and held hyphens inside become Word's own.
fn run(xml: &mut Xml, properties: &[Element], text: &str) {
    if text.is_empty() {
        return;
    }
    open_run(xml, properties);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['\t', '\n', '\r', HELD_HYPHEN]).unwrap_or(rest.len());
        if end > 0 {
            xml.leaf("w:t", &[("xml:space", "preserve")], &rest[..end]);
        }
        match rest[end..].chars().next() {
            Some('\t') => xml.empty("w:tab", &[]),
            Some('\n') => xml.empty("w:br", &[]),
            Some(HELD_HYPHEN) => xml.empty("w:noBreakHyphen", &[]),
            _ => {}
        }
        rest = rest[end..].get(1..).unwrap_or("");
    }
    xml.close("w:r");
}

/// A run of one mark, such as a tab.
fn mark(xml: &mut Xml, name: &str) {
    xml.open("w:r", &[]);
    xml.empty(name, &[]);
    xml.close("w:r");
}

/// A field with the result that is shown until Word works it out.
pub(super) fn field(xml: &mut Xml, instruction: &str, look: &[Element], shown: &str) {
    field_begin(xml, instruction);
    run(xml, look, shown);
    field_end(xml);
}

/// A field that marks its place and shows nothing.
pub(super) fn silent_field(xml: &mut Xml, instruction: &str) {
    field_char(xml, "begin");
    instruct(xml, instruction);
    field_char(xml, "end");
}

/// The first half of a field: its instruction. The result follows.
pub(super) fn field_begin(xml: &mut Xml, instruction: &str) {
    field_char(xml, "begin");
    instruct(xml, instruction);
    field_char(xml, "separate");
}

fn instruct(xml: &mut Xml, instruction: &str) {
    xml.open("w:r", &[]);
    let instruction = format!(" {instruction} ");
    xml.leaf("w:instrText", &[("xml:space", "preserve")], &instruction);
    xml.close("w:r");
}

/// The end of a field.
pub(super) fn field_end(xml: &mut Xml) {
    field_char(xml, "end");
}

fn field_char(xml: &mut Xml, kind: &str) {
    xml.open("w:r", &[]);
    xml.empty("w:fldChar", &[("w:fldCharType", kind)]);
    xml.close("w:r");
}

/// `w:lang` of words in another language. English is what Word takes Latin letters for
/// anyway.
fn language(lang: &'static str) -> Option<Element> {
    let slot = match lang.split('-').next().unwrap_or(lang) {
        "en" => return None,
        "zh" | "ja" | "ko" => "w:eastAsia",
        _ => "w:val",
    };
    Some(Element::new("w:lang").with(slot, lang))
}

fn hinted(face: Face) -> Option<Element> {
    (face != Face::Plain).then(|| Element::new("w:rFonts").with("w:hint", "eastAsia"))
}

/// How a stretch of words says in which face it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    /// Not at all.
    Plain,
    /// By the hint.
    Hinted,
    /// By the hint, and by the name of the Chinese face in every slot: LibreOffice does not
    /// read hints. It takes a mark that Chinese and Latin share from the face of the words
    /// before, and from the Latin one where there are none.
    Everywhere,
}

/// How Word chooses the face of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// By the character alone, and it is East Asian.
    Han,
    /// By the hint of the run: marks and signs that Chinese and Latin text share.
    Shared,
    /// By the hint as well, but it is a letter: with the hint `é` would leave its word.
    Letter,
    /// By the character alone, and it is Latin or white.
    Plain,
}

fn slot(c: char) -> Slot {
    match c {
        '\0'..='\u{7F}' => Slot::Plain,
        '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}'
        | '\u{250}'..='\u{2AF}'
        | '\u{370}'..='\u{52F}'
        | '\u{1E00}'..='\u{1FFF}'
        // Raised and lowered figures and signs, which no Chinese face of Word's has.
        | '²' | '³' | '¹'
        | '\u{2070}'..='\u{209F}' => Slot::Letter,
        '\u{80}'..='\u{BF}' | '\u{D7}' | '\u{F7}' | '\u{2B0}'..='\u{36F}' => Slot::Shared,
        '\u{2000}'..='\u{2BFF}' => Slot::Shared,
        _ => Slot::Han,
    }
}

/// Cuts words where the face must be said in another way. A stretch with the hint sets
/// `“”‘’—…·` and signs such as `①` in the Chinese face, full width; the rest of it is set as
/// always.
///
/// Marks between Latin letters stay Latin: the apostrophe of `Xi’an`, quotation marks
/// inside an English sentence.
fn stretches(text: &str) -> Vec<(&str, Face)> {
    let mut out: Vec<(&str, Face)> = Vec::new();
    let mut start = 0;
    // Whether the stretch so far is Chinese, whether it has a mark that needs saying, and
    // whether it is nothing but marks whose face is named.
    let (mut chinese, mut hint, mut named) = (true, false, false);
    let mut before = None;
    // Whether the words so far end in Chinese ones.
    let mut follows_han = false;
    for (at, c) in text.char_indices() {
        let kind = slot(c);
        let wants = match kind {
            Slot::Han => Some(true),
            Slot::Letter => Some(false),
            Slot::Shared => {
                let after = text[at + c.len_utf8()..].chars().find(is_telling);
                Some(!(before.is_some_and(is_latin) && after.is_some_and(is_latin)))
            }
            Slot::Plain => None,
        };
        let names = kind == Slot::Shared
            && wants == Some(true)
            && !(follows_han && c >= '\u{2000}');
        if wants.is_some_and(|wants| wants != chinese) || names != named {
            if start < at {
                out.push((&text[start..at], face_of(hint, named)));
            }
            start = at;
            chinese = wants.unwrap_or(chinese);
            (hint, named) = (false, names);
        }
        hint |= chinese && kind == Slot::Shared;
        match kind {
            Slot::Han => follows_han = true,
            Slot::Letter => follows_han = false,
            Slot::Plain if !c.is_whitespace() => follows_han = false,
            Slot::Plain | Slot::Shared => {}
        }
        if is_telling(&c) {
            before = Some(c);
        }
    }
    if start < text.len() {
        out.push((&text[start..], face_of(hint, named)));
    }
    out
}

fn face_of(hint: bool, named: bool) -> Face {
    match (hint, named) {
        (_, true) => Face::Everywhere,
        (true, false) => Face::Hinted,
        (false, false) => Face::Plain,
    }
}

/// Whether a character tells which script it stands in.
fn is_telling(c: &char) -> bool {
    c.is_alphanumeric() || han::is_cjk_mark(*c)
}

fn is_latin(c: char) -> bool {
    slot(c) == Slot::Letter || c.is_ascii_alphabetic()
}

/// An address that Word accepts in its list of targets, or `None` where the words should
/// rather stand without a link: one bad address and Word refuses the whole file.
fn address(target: &str) -> Option<String> {
    let scheme = target.split_once(':')?.0.to_ascii_lowercase();
    let rest = match scheme.as_str() {
        "http" | "https" => target.get(scheme.len() + 1..)?.strip_prefix("//")?,
        "mailto" => target.get(scheme.len() + 1..)?,
        _ => return None,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    if scheme != "mailto" {
        let host = authority.rsplit('@').next().unwrap_or("");
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if name.is_empty()
            || !name.chars().all(is_name)
            || !port.chars().all(|c| c.is_ascii_digit())
            || port.len() > 5
        {
            return None;
        }
    } else if authority.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        if c.is_whitespace() || c.is_control() || "<>\"{}|\\^`[]".contains(c) {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    use Face::{Everywhere, Hinted, Plain};

    #[test]
    fn shared_marks_are_chinese_in_chinese() {
        assert_eq!(stretches("把“实事”办实"), [("把“实事”办实", Hinted)]);
        assert_eq!(
            stretches("推出“OK”计划"),
            [("推出“OK", Hinted), ("”", Everywhere), ("计划", Plain)]
        );
        assert_eq!(stretches("全区"), [("全区", Plain)]);
        assert_eq!(stretches("at 9 o"), [("at 9 o", Plain)]);
        assert_eq!(stretches("“"), [("“", Everywhere)]);
    }

    #[test]
    fn marks_without_chinese_words_before_them_name_their_face() {
        assert_eq!(stretches("●要压实"), [("●", Everywhere), ("要压实", Plain)]);
        assert_eq!(stretches("“‘绣’出"), [("“‘", Everywhere), ("绣’出", Hinted)]);
        assert_eq!(
            stretches("2026—2028年"),
            [("2026", Plain), ("—", Everywhere), ("2028年", Plain)]
        );
        assert_eq!(
            stretches("阿依·古丽……"),
            [("阿依", Plain), ("·", Everywhere), ("古丽……", Hinted)]
        );
    }

    #[test]
    fn shared_marks_are_latin_in_latin() {
        assert_eq!(stretches("Xi’an"), [("Xi", Plain), ("’an", Plain)]);
        let mixed = "看“the ‘old’ town”图";
        let parts = stretches(mixed);
        assert_eq!(parts.iter().map(|p| p.0).collect::<String>(), mixed);
        assert!(parts.contains(&("看“the ", Hinted)), "{parts:?}");
        assert!(parts.contains(&("‘old’ town", Plain)), "{parts:?}");
        assert!(parts.contains(&("”", Everywhere)), "{parts:?}");
    }

    #[test]
    fn accented_letters_stay_in_their_word() {
        assert_eq!(
            stretches("在“café”里"),
            [("在“caf", Hinted), ("é", Plain), ("”", Everywhere), ("里", Plain)]
        );
    }

    #[test]
    fn raised_and_lowered_signs_are_latin() {
        assert_eq!(
            stretches("约“10⁻³”和H₂O"),
            [
                ("约“10", Hinted),
                ("⁻³", Plain),
                ("”", Everywhere),
                ("和H", Plain),
                ("₂O", Plain)
            ]
        );
    }

    #[test]
    fn bad_addresses_are_no_links() {
        for bad in [
            "",
            "云溪",
            "javascript:alert(1)",
            "http:/a",
            "https://",
            "http://甲 乙/",
            "http://a:b/",
            "mailto:",
            "ftp://a",
            "HTTP:甲",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
        assert_eq!(address("https://a.cn/甲 乙"), Some("https://a.cn/甲%20乙".into()));
        assert_eq!(address("mailto:a@b.cn"), Some("mailto:a@b.cn".into()));
    }
}
