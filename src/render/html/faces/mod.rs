//! Faces inside the page, cut down to its words: where the editor asks for them, a reader
//! without Chinese fonts sees what the PDF shows.
//!
//! Belongs here: which words are set in which face, and the `@font-face` rules.
//! Does not belong here: cutting (`woff`), and the faces of the reader's machine (`css`).
//!
//! The faces are those of the PDF: each role in each language has its own, and characters
//! that it lacks come from the same other faces. About 300 KB for a thousand different
//! characters of one face.

mod woff;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::iter;

use base64::Engine as _;

use super::css::latin_family;
use super::inline::sign;
use crate::compose::sheet::{Sheet, Style, StyleId};
use crate::compose::wording::word;
use crate::compose::{Block, Composition, Field, Inline, Lang, Paragraph};
use crate::fonts::{Book, Helps, Role};

/// What is cut for a page. Nothing, where it carries no faces.
#[derive(Default)]
pub(super) struct Embedded {
    /// `@font-face` rules.
    pub(super) rules: String,
    /// The families that come first in the stack of a role in a language.
    families: BTreeMap<(Lang, Role), Vec<String>>,
    /// The roles of Latin letters that have a face of their own in the page.
    latin: BTreeSet<Role>,
}

/// A face as a family of the page knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Family {
    /// Han and everything else that is not Latin, named by the face of upright text.
    Face(usize),
    /// Titles, which are black by themselves.
    Title,
    /// Latin letters.
    Latin(Role),
}

impl Family {
    fn name(self) -> String {
        match self {
            Family::Face(at) => format!("_face{at}"),
            Family::Title => "_title".into(),
            Family::Latin(role) => latin_family(role).into(),
        }
    }
}

/// The characters that each weight of each family needs: family, whether it is bold, and
/// the face that has them.
type Needs = BTreeMap<(Family, bool, usize), BTreeSet<char>>;

impl Embedded {
    /// Cuts the faces for a composition, where it asks for them.
    pub(super) fn of(composition: &Composition, book: &Book) -> Embedded {
        if !composition.web_fonts {
            return Embedded::default();
        }
        let mut reader = Reader {
            sheet: &composition.sheet,
            pack: composition.lang,
            books: composition.langs.iter().map(|lang| (*lang, book.of(*lang))).collect(),
            book,
            needs: Needs::new(),
            embedded: Embedded::default(),
            notes: 0,
        };
        reader.blocks(&composition.blocks);
        reader.furniture(composition);
        reader.signs();
        let Reader { needs, mut embedded, .. } = reader;
        embedded.rules = rules(&needs, book);
        embedded
    }

    /// The families to put before those of the reader's machine.
    pub(super) fn families(&self, lang: Lang, role: Role) -> &[String] {
        self.families.get(&(lang, role)).map_or(&[], Vec::as_slice)
    }

    /// Whether Latin letters of a role come from inside the page.
    pub(super) fn has_latin(&self, role: Role) -> bool {
        self.latin.contains(&role)
    }

    /// Whether titles do.
    pub(super) fn has_titles(&self) -> bool {
        self.rules.contains("font-family:_title;")
    }
}

/// The letters that Latin families serve.
pub(super) const LATIN_RANGES: &str = "U+20-7E,U+A0-B6,U+B8-24F,U+1E00-1EFF";

fn is_latin(c: char) -> bool {
    matches!(c, '\u{20}'..='\u{7E}' | '\u{A0}'..='\u{B6}' | '\u{B8}'..='\u{24F}'
        | '\u{1E00}'..='\u{1EFF}')
}

/// Walks over all words and notes which face has to set them.
struct Reader<'a> {
    sheet: &'a Sheet,
    pack: Lang,
    book: &'a Book,
    books: BTreeMap<Lang, Book>,
    needs: Needs,
    embedded: Embedded,
    notes: usize,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => self.paragraph(p),
                Block::Group(group) => self.blocks(&group.blocks),
                Block::Table(table) => {
                    table.caption.iter().for_each(|p| self.paragraph(p));
                    for (at, row) in table.rows.iter().enumerate() {
                        let (head, body) = table.cell_styles;
                        let style = if at < table.head_rows { head } else { body };
                        row.iter().for_each(|cell| self.inlines(cell, style));
                    }
                }
                Block::Figure(figure) => {
                    figure.caption.iter().for_each(|p| self.paragraph(p));
                }
                Block::Contents(contents) => {
                    contents.heading.iter().for_each(|p| self.paragraph(p));
                    for entry in &contents.entries {
                        self.inlines(&entry.inlines, entry.style);
                    }
                }
                Block::Rule(_) | Block::PageBreak { .. } => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        self.inlines(&paragraph.inlines, paragraph.style);
    }

    fn inlines(&mut self, inlines: &[Inline], around: StyleId) {
        let sheet = self.sheet;
        for inline in inlines {
            match inline {
                Inline::Text(run) => {
                    let style = sheet.style(run.style.unwrap_or(around));
                    let lang = run.lang.and_then(Lang::of_tag).unwrap_or(self.pack);
                    run.text.chars().for_each(|c| self.character(c, style, lang));
                }
                Inline::Link { inlines, .. } => self.inlines(inlines, around),
                Inline::Footnote(words) => {
                    self.notes += 1;
                    let number = sign(self.notes);
                    let style = sheet.style(around);
                    number.chars().for_each(|c| self.character(c, style, self.pack));
                    self.inlines(words, StyleId(0));
                    // Notes are set in the face of 宋体 on a screen.
                    self.plain(&number, Role::Song);
                    let mut said = String::new();
                    crate::compose::inline_words(words, &mut said);
                    self.plain(&said, Role::Song);
                }
                Inline::Missing { .. }
                | Inline::NoBreak
                | Inline::LineBreak
                | Inline::Fill
                | Inline::Field(..) => {}
            }
        }
    }

    /// Heads and feet of printed pages, whose letters come from the Chinese face too.
    fn furniture(&mut self, composition: &Composition) {
        for paragraph in composition.furniture.lines() {
            let mut words = String::from("0123456789");
            crate::compose::inline_words(&paragraph.inlines, &mut words);
            let running = |i: &Inline| matches!(i, Inline::Field(Field::Running, _));
            if paragraph.inlines.iter().any(running) {
                words.push_str(&composition.title);
            }
            let own = paragraph.inlines.iter().filter_map(|inline| match inline {
                Inline::Text(run) => run.style,
                Inline::Field(_, style) => *style,
                _ => None,
            });
            let mut styles: Vec<StyleId> = own.collect();
            styles.push(paragraph.style);
            styles.dedup();
            for style in styles {
                let style = self.sheet.style(style);
                let bold = style.bold || style.font == Role::Biaosong;
                for c in words.chars() {
                    self.han(c, style.font, bold, self.pack);
                }
            }
        }
    }

    /// What the page itself says.
    fn signs(&mut self) {
        let said = |what| word(self.pack, what);
        let (top, contents) = (said("top"), said("contents"));
        self.plain(top, Role::Hei);
        self.plain(contents, Role::Song);
        // Whatever a reader may find in Latin is there: these letters cost little.
        let ascii: String = (' '..='~').collect();
        for role in self.embedded.latin.clone() {
            for c in ascii.chars() {
                self.latin(c, role, false);
            }
        }
    }

    fn plain(&mut self, words: &str, role: Role) {
        for c in words.chars() {
            if is_latin(c) {
                let latin =
                    if role == Role::Hei { Role::LatinSans } else { Role::LatinSerif };
                self.latin(c, latin, false);
            } else {
                self.han(c, role, false, self.pack);
            }
        }
    }

    fn character(&mut self, c: char, style: &Style, lang: Lang) {
        if c.is_control() {
            return;
        }
        let bold = style.bold || style.font == Role::Biaosong;
        if is_latin(c) {
            self.latin(c, style.latin, bold);
        } else {
            self.han(c, style.font, bold, lang);
        }
    }

    /// Latin letters are those of the pack's language everywhere.
    fn latin(&mut self, c: char, role: Role, bold: bool) {
        let role = if role == Role::LatinSans { role } else { Role::LatinSerif };
        let Some(own) = self.book.face(role, bold) else { return };
        self.embedded.latin.insert(role);
        let has = |face: &usize| self.book.faces[*face].covers(c);
        let mut letters = self.book.letters_beside(Some(own));
        letters.retain(|face| self.book.faces[*face].bold == self.book.faces[own].bold);
        let others = letters.into_iter().chain(self.book.covers(role, c));
        let face = iter::once(own).chain(others).find(has).unwrap_or(own);
        self.needs.entry((Family::Latin(role), bold, face)).or_default().insert(c);
    }

    fn han(&mut self, c: char, role: Role, bold: bool, lang: Lang) {
        let book = self.books.get(&lang).unwrap_or(self.book);
        let Some(filled) = book.roles.get(&role) else { return };
        let black = filled.bold.filter(|face| bold && book.faces[*face].covers(c));
        let own = Some(filled.regular).filter(|face| book.faces[*face].covers(c));
        let (family, bold, face) = match (role, black, own) {
            // Titles in another language have no family of their own.
            (Role::Biaosong, _, Some(face)) if lang == self.pack => {
                (Family::Title, true, face)
            }
            (_, Some(face), _) => (Family::Face(filled.regular), true, face),
            (_, None, Some(face)) => (Family::Face(face), false, face),
            (_, None, None) => match book.covers(role, c) {
                Some(other) => (Family::Face(other), false, other),
                None => return,
            },
        };
        self.needs.entry((family, bold, face)).or_default().insert(c);
        if family != Family::Title {
            let families = self.embedded.families.entry((lang, role)).or_default();
            let name = family.name();
            if !families.contains(&name) {
                // The role's own face comes before those that help it out.
                let own = family == Family::Face(filled.regular);
                families.insert(if own { 0 } else { families.len() }, name);
            }
        }
    }
}

/// Characters as a `unicode-range`.
fn ranges(characters: &BTreeSet<char>) -> String {
    let ranges: Vec<String> =
        characters.iter().map(|c| format!("U+{:X}", u32::from(*c))).collect();
    ranges.join(",")
}

fn rules(needs: &Needs, book: &Book) -> String {
    let mut out = String::new();
    for ((family, bold, face), characters) in needs {
        let face = &book.faces[*face];
        let cut =
            woff::cut(face.bytes.as_slice(), face.index, characters.iter().copied());
        let Some(cut) = cut else { continue };
        // A family without a bold cut is never emboldened.
        let other = |((f, b, _), _): (&(Family, bool, usize), &BTreeSet<char>)| {
            f == family && b != bold
        };
        let weight = match (family, bold) {
            (Family::Title, _) => "700",
            _ if !needs.iter().any(other) => "400 700",
            (_, true) => "700",
            (_, false) => "400",
        };
        let _ = write!(
            out,
            "@font-face{{font-family:{};font-weight:{weight};src:url(data:font/woff;base64,",
            family.name()
        );
        base64::engine::general_purpose::STANDARD.encode_string(&cut, &mut out);
        out.push_str(") format(\"woff\")");
        if let Family::Latin(_) = family {
            // A face for letters stands beside the one that has all others.
            let ranges = match face.helps {
                Helps::WithLetters => ranges(characters),
                _ => LATIN_RANGES.into(),
            };
            let _ = write!(out, ";unicode-range:{ranges}");
        }
        out.push_str("}\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::fixture;

    fn embedded() -> Embedded {
        let composition = Composition { web_fonts: true, ..fixture::composition() };
        Embedded::of(&composition, &Book::built())
    }

    #[test]
    fn a_page_carries_faces_only_where_it_is_asked_to() {
        let none = Embedded::of(&fixture::composition(), &Book::built());
        assert!(
            none.rules.is_empty() && none.families(Lang::ZhHans, Role::Song).is_empty()
        );
        let rules = embedded().rules;
        assert!(rules.contains("@font-face"));
        // Nothing is fetched.
        let sources = rules.matches("src:url(").count();
        assert_eq!(sources, rules.matches("src:url(data:font/woff;base64,").count());
    }

    #[test]
    fn every_family_of_a_stack_is_declared_once_a_weight() {
        let embedded = embedded();
        let stacks = embedded.families.values().flatten();
        for family in stacks {
            let rule = format!("font-family:{family};");
            assert!(embedded.rules.contains(&rule), "{family}");
        }
        let mut heads: Vec<&str> = embedded
            .rules
            .lines()
            .filter_map(|rule| rule.split_once("src:").map(|parts| parts.0))
            .collect();
        let all = heads.len();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), all);
    }

    #[test]
    fn letters_that_the_chinese_face_lacks_stand_in_the_same_family() {
        let mut composition = Composition { web_fonts: true, ..fixture::composition() };
        let run = crate::compose::Run {
            text: "Dvořák".into(),
            style: None,
            origin: None,
            lang: None,
        };
        composition.blocks.push(Block::Paragraph(Paragraph {
            style: StyleId(0),
            inlines: vec![Inline::Text(run)],
            outline: None,
            anchor: None,
            item: None,
            running: None,
        }));
        let rules = Embedded::of(&composition, &Book::built()).rules;
        let of_family = rules.lines().filter(|rule| rule.contains("font-family:_serif;"));
        assert_eq!(of_family.filter(|rule| rule.ends_with("range:U+159}")).count(), 1);
    }

    #[test]
    fn each_character_is_cut_from_a_face_that_has_it() {
        let composition = Composition { web_fonts: true, ..fixture::composition() };
        let book = Book::built();
        let mut reader = Reader {
            sheet: &composition.sheet,
            pack: composition.lang,
            book: &book,
            books: BTreeMap::new(),
            needs: Needs::new(),
            embedded: Embedded::default(),
            notes: 0,
        };
        reader.blocks(&composition.blocks);
        let cut: BTreeSet<char> = reader.needs.values().flatten().copied().collect();
        for c in crate::compose::words(&composition).chars() {
            let drawn = book.covers(Role::Song, c).is_some() && !c.is_control();
            assert!(cut.contains(&c) || !drawn, "{c:?}");
        }
        for ((_, _, face), characters) in &reader.needs {
            let face = &book.faces[*face];
            for c in characters.iter().filter(|c| !is_latin(**c)) {
                assert!(face.covers(*c), "{c} is not in {}", face.family);
            }
        }
    }
}
