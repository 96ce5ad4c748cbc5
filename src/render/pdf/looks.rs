//! Styles as the engine file reads them: families by name, heights in points.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::compose::Composition;
use crate::compose::sheet::{self, Align, Color, PageBreak, Place, Style};
use crate::fonts::{Book, FacePlace, Role};

/// How a paragraph, a frame or a table looks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Look {
    fonts: Vec<Family>,
    bold: bool,
    color: String,
    size: f64,
    /// From the base line up to the top of the line's box. With `descent` it makes up the
    /// pitch, whatever stands in the line.
    ascent: f64,
    descent: f64,
    tracking: f64,
    align: Align,
    first: f64,
    left: f64,
    right: f64,
    before: f64,
    after: f64,
    sticky: bool,
    together: bool,
    background: Option<String>,
    top: Option<Rule>,
    bottom: Option<Rule>,
    left_rule: Option<Rule>,
    right_rule: Option<Rule>,
    inner: Option<Rule>,
    padding: f64,
    pitch: f64,
}

/// How a run of words looks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct CharacterLook {
    fonts: Vec<Family>,
    bold: bool,
    color: String,
    size: f64,
    relative: bool,
    tracking: f64,
    dots: bool,
    underline: bool,
    superscript: bool,
}

/// A family in the order in which faces are asked for a character.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Family {
    /// For every character that it has.
    Whole(String),
    /// Only for the characters of a class.
    Only(String, &'static str),
}

/// Letters and digits that the Latin face sets. Marks that Chinese shares with Latin text
/// (“ ” ‘ ’ — … ·) and signs as wide as a Han character (× ± °) are not among them.
const LATIN: &str = r"[ -~À-ÖØ-öø-ɏͰ-ӿḀ-ỿ]";

/// A rule of a frame.
#[derive(Debug, Serialize)]
pub(super) struct Rule {
    width: f64,
    color: String,
    gap: f64,
}

/// Size and height of footnotes.
#[derive(Debug, Serialize)]
pub(super) struct Note {
    size: f64,
    ascent: f64,
    descent: f64,
}

/// The faces that a pack needs, of all that the book has: those of its roles, and those
/// that some character needs besides.
pub(super) struct Faces<'b> {
    /// The roles of the pack's language.
    pub(super) book: &'b Book,
    /// Places in [`Book::faces`].
    pub(super) used: BTreeSet<usize>,
}

impl<'b> Faces<'b> {
    /// Those that a composition and some words beside it (`also`) ask for.
    pub(super) fn of(
        composition: &Composition,
        book: &'b Book,
        also: BTreeSet<usize>,
    ) -> Faces<'b> {
        let mut used = composition.faces.clone();
        used.extend(also);
        if book.letters.iter().any(|index| used.contains(index)) {
            used.extend(&book.letters);
        }
        let mut faces = Faces { book, used };
        for style in &composition.sheet.styles {
            faces.need(book, style);
        }
        faces
    }

    /// The faces that a style takes from a book.
    pub(super) fn need(&mut self, book: &Book, style: &Style) {
        for role in [style.font, style.latin] {
            self.used.extend(book.face(role, false));
            self.used.extend(book.face(role, style.bold));
        }
    }

    /// The families that set a style's words after the roles of `book`, in order.
    pub(super) fn families(&self, book: &Book, style: &Style) -> Vec<Family> {
        let own = family_of(book, style.font, style.bold);
        let own_latin = book.roles.get(&style.font).is_some_and(|f| f.own_latin);
        let partner = if own_latin { style.font } else { style.latin };
        let latin = family_of(book, partner, style.bold);
        let beside = book.face(partner, style.bold);
        let mut families: Vec<Family> = latin
            .filter(|latin| Some(*latin) != own)
            .map(|family| Family::Only(family.into(), LATIN))
            .into_iter()
            .collect();
        families.extend(own.map(|family| Family::Whole(family.into())));
        self.with_fallback(book, self.with_letters(book, beside, families))
    }

    /// The families that set Latin words with their marks, in order.
    pub(super) fn latin_families(&self, latin: Role) -> Vec<Family> {
        let own = family_of(self.book, latin, false);
        let own = own.map(|family| Family::Whole(family.into())).into_iter().collect();
        let beside = self.book.face(latin, false);
        self.with_fallback(self.book, self.with_letters(self.book, beside, own))
    }

    /// The families for letters before those of a look, where the pack needs them: the
    /// typesetter would rather take `ź` apart into `z` and an accent, which Chinese faces
    /// have without knowing where it stands, than ask the next one. A face that the user
    /// asked for comes first: it knows its own letters.
    fn with_letters(
        &self,
        book: &Book,
        beside: Option<usize>,
        families: Vec<Family>,
    ) -> Vec<Family> {
        let used = |index: &usize| self.used.contains(index);
        let mut letters = Vec::new();
        for index in book.letters_beside(beside).into_iter().filter(used) {
            let family = Family::Whole(book.faces[index].family.clone());
            if !letters.contains(&family) {
                letters.push(family);
            }
        }
        let built = |at: usize| book.faces[at].place == FacePlace::Built;
        let first = usize::from(!beside.is_none_or(built)).min(families.len());
        let mut all = families;
        all.splice(first..first, letters);
        all
    }

    fn with_fallback(&self, book: &Book, mut families: Vec<Family>) -> Vec<Family> {
        for &index in book.fallback.iter().filter(|index| self.used.contains(index)) {
            let family = Family::Whole(book.faces[index].family.clone());
            if !families.contains(&family) {
                families.push(family);
            }
        }
        families
    }
}

impl Look {
    pub(super) fn of(style: &Style, faces: &Faces<'_>) -> Look {
        let (ascent, descent) = line_box(style.size, style.pitch);
        Look {
            fonts: faces.families(faces.book, style),
            bold: is_bold(faces.book, style),
            color: css(style.color),
            size: style.size,
            ascent,
            descent,
            tracking: style.tracking,
            align: style.align,
            first: style.first_indent,
            left: style.left_indent,
            right: style.right_indent,
            before: style.before,
            after: style.after,
            sticky: style.keep_with_next,
            together: style.keep_together,
            background: style.background.map(css),
            top: Rule::of(style.rules.top),
            bottom: Rule::of(style.rules.bottom),
            left_rule: Rule::of(style.rules.left),
            right_rule: Rule::of(style.rules.right),
            inner: Rule::of(style.rules.inner),
            padding: style.padding,
            pitch: style.pitch,
        }
    }
}

impl CharacterLook {
    pub(super) fn of(style: &Style, faces: &Faces<'_>) -> CharacterLook {
        CharacterLook {
            fonts: faces.families(faces.book, style),
            bold: is_bold(faces.book, style),
            color: css(style.color),
            size: style.size,
            relative: style.relative_size,
            tracking: style.tracking,
            dots: style.dots,
            underline: style.underline,
            superscript: style.superscript,
        }
    }
}

impl Rule {
    fn of(rule: Option<sheet::Rule>) -> Option<Rule> {
        rule.map(|r| Rule { width: r.width, color: css(r.color), gap: r.gap })
    }
}

impl Note {
    /// 注文: as the style `footnote` says, else one and a half sizes below the body
    /// (小五 under 五号), on a pitch of one and a half ems.
    pub(super) fn of(styles: &[Style]) -> Note {
        let own = styles.iter().find(|style| style.class == "footnote");
        let (size, pitch) = match (own, styles.first()) {
            (Some(style), _) => (style.size, style.pitch),
            (None, Some(body)) => (body.size * 0.72, body.size * 0.72 * 1.5),
            (None, None) => (9.0, 13.5),
        };
        let (ascent, descent) = line_box(size, pitch);
        Note { size, ascent, descent }
    }
}

/// The height of a line above and below its base line: the em box of a Han character
/// (0.88 above, 0.12 below) in the middle of the pitch.
fn line_box(size: f64, pitch: f64) -> (f64, f64) {
    let half = (pitch - size) / 2.0;
    (0.88 * size + half, 0.12 * size + half)
}

fn css(color: Color) -> String {
    format!("#{}", color.hex())
}

/// Whether a bold cut is asked for. A family without one is set as it is: nothing is
/// emboldened.
pub(super) fn is_bold(book: &Book, style: &Style) -> bool {
    book.face(style.font, style.bold).is_some_and(|face| book.faces[face].bold)
}

fn family_of(book: &Book, role: Role, bold: bool) -> Option<&str> {
    book.face(role, bold).map(|face| book.faces[face].family.as_str())
}

/// Whether a style is nothing but words in the flow, so that the page's own settings do.
pub(super) fn is_plain(style: &Style) -> bool {
    !has_frame(style)
        && style.before == 0.0
        && style.after == 0.0
        && style.left_indent == 0.0
        && style.right_indent == 0.0
        && style.first_indent >= 0.0
        && !style.keep_with_next
        && !style.keep_together
        && !style.balance
        && style.page_break == PageBreak::No
}

/// Whether a style draws or places something around its content.
pub(super) fn has_frame(style: &Style) -> bool {
    let rules = &style.rules;
    let drawn = [rules.top, rules.bottom, rules.left, rules.right, rules.inner];
    drawn.iter().any(Option::is_some)
        || style.background.is_some()
        || style.padding != 0.0
        || style.place == Place::Foot
}
