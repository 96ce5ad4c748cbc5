//! Faces for roles: which file sets 宋, 黑, 楷, 仿宋 and Latin, and which characters it
//! has.
//!
//! Belongs here: the faces in the binary, faces of the machine when the user asks for
//! them, their coverage, and the names that Word and CSS know them by.
//! Does not belong here: which class of text takes which role (`styles/*.yaml`).

mod built;
mod coverage;
mod machine;
mod packed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::Font;

use crate::diag::{Diagnostic, Notes, say};
use crate::han::{is_han, is_hangul};
use crate::lang::Lang;
use coverage::Coverage;

/// The job of a face in a style. A style names roles, never families.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 宋体, the body face.
    Song,
    /// 小标宋, the face of titles.
    Biaosong,
    /// 黑体.
    Hei,
    /// 楷体.
    Kai,
    /// 仿宋.
    Fang,
    /// Latin letters and digits with serifs.
    LatinSerif,
    /// Latin letters and digits without serifs.
    LatinSans,
}

impl Role {
    /// The name of the role in a job or a style, such as `fang`.
    pub fn key(self) -> &'static str {
        match self {
            Role::Song => "song",
            Role::Biaosong => "biaosong",
            Role::Hei => "hei",
            Role::Kai => "kai",
            Role::Fang => "fang",
            Role::LatinSerif => "latin-serif",
            Role::LatinSans => "latin-sans",
        }
    }

    /// The name of the role for people, such as `仿宋`.
    pub fn label(self) -> &'static str {
        match self {
            Role::Song => "宋体",
            Role::Biaosong => "小标宋",
            Role::Hei => "黑体",
            Role::Kai => "楷体",
            Role::Fang => "仿宋",
            Role::LatinSerif => "西文衬线体",
            Role::LatinSans => "西文无衬线体",
        }
    }

    /// All roles, in the order in which they are shown.
    pub const ALL: [Role; 7] = [
        Role::Song,
        Role::Biaosong,
        Role::Hei,
        Role::Kai,
        Role::Fang,
        Role::LatinSerif,
        Role::LatinSans,
    ];
}

/// One face that a role resolves to.
#[derive(Debug, Clone)]
pub struct Face {
    /// The family name inside the font file, as the typesetter must ask for it.
    pub family: String,
    /// Whether this is the bold cut of its family.
    pub bold: bool,
    /// The font file.
    pub bytes: FaceBytes,
    /// Which face of a collection.
    pub index: u32,
    /// Where it comes from, for `briefpack fonts`.
    pub place: FacePlace,
    /// What it is asked for where another face lacks a character.
    pub helps: Helps,
    parsed: Parsed,
}

/// What a face of the fallback chain is asked for. A face of another region is there for
/// its script alone: Han of a Chinese text must not come from a Korean face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helps {
    /// Everything.
    Everywhere,
    /// Han characters.
    WithHan,
    /// Hangul.
    WithHangul,
    /// Letters of Latin, Greek and Cyrillic and the signs beside them that Chinese faces
    /// lack (`Ł`, `ř`, `₂`).
    WithLetters,
}

impl Helps {
    fn with(self, c: char) -> bool {
        match self {
            Helps::Everywhere => true,
            Helps::WithHan => is_han(c),
            Helps::WithHangul => is_hangul(c),
            Helps::WithLetters => is_letter(c),
        }
    }
}

/// Whether `c` is set with Latin letters and not with Chinese marks: Latin, Greek and
/// Cyrillic with their marks, phonetic signs, raised and lowered ones. `“ ” — … ·`, which
/// Chinese shares, and signs as wide as a Han character (`× ± °`) are not.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, ' '..='~' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='\u{52F}'
        | '\u{1D00}'..='\u{1FFF}' | '\u{2070}'..='\u{209C}' | '\u{2C60}'..='\u{2C7F}'
        | '\u{A71C}'..='\u{A7FF}' | '\u{AB53}'..='\u{AB67}' | '\u{FB00}'..='\u{FB06}')
}

/// A face as the typesetter holds it and the characters it has: parsed when it is first
/// asked for, and for faces of the binary once a process. `None` where it is no font.
type Parsed = Arc<OnceLock<Option<(Font, Coverage)>>>;

impl Face {
    /// The face as the typesetter holds it.
    pub(crate) fn font(&self) -> Option<&Font> {
        self.parsed().map(|(font, _)| font)
    }

    fn parsed(&self) -> Option<&(Font, Coverage)> {
        let parse = || {
            let bytes = match &self.bytes {
                FaceBytes::Built(bytes) => Bytes::new(*bytes),
                FaceBytes::Packed(packed) => Bytes::new(packed.face()),
                FaceBytes::Read(bytes) => Bytes::new(Shared(bytes.clone())),
            };
            let font = Font::new(bytes, self.index)?;
            let coverage = Coverage::of(&font);
            Some((font, coverage))
        };
        self.parsed.get_or_init(parse).as_ref()
    }

    /// Whether the face has a glyph for `c`. Characters that are never drawn, such as
    /// U+2060, are in every face.
    pub fn covers(&self, c: char) -> bool {
        coverage::is_never_drawn(c)
            || self.parsed().is_some_and(|(_, coverage)| coverage.contains(c))
    }
}

/// The bytes of a font file.
#[derive(Debug, Clone)]
pub enum FaceBytes {
    /// In the binary, as they are.
    Built(&'static [u8]),
    /// In the binary, packed: unpacked when they are first asked for.
    Packed(&'static Packed),
    /// Read from the machine.
    Read(Arc<Vec<u8>>),
}

impl FaceBytes {
    /// The file.
    pub fn as_slice(&self) -> &[u8] {
        match self {
            FaceBytes::Built(bytes) => bytes,
            FaceBytes::Packed(packed) => packed.face(),
            FaceBytes::Read(bytes) => bytes,
        }
    }
}

/// A face that lies packed in the binary, and stays in memory once it was unpacked.
#[derive(Debug)]
pub struct Packed {
    packed: &'static [u8],
    /// The faces that it is a difference from.
    bases: fn() -> Vec<&'static [u8]>,
    face: OnceLock<Vec<u8>>,
}

impl Packed {
    const fn new(packed: &'static [u8], bases: fn() -> Vec<&'static [u8]>) -> Packed {
        Packed { packed, bases, face: OnceLock::new() }
    }

    fn face(&self) -> &[u8] {
        let unpack = || packed::unpack(self.packed, &(self.bases)()).unwrap_or_default();
        self.face.get_or_init(unpack)
    }
}

/// Lets Typst read the same bytes that the book holds.
struct Shared(Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Where a face comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacePlace {
    /// Carried in the binary.
    Built,
    /// A file of the machine, because the user asked for it.
    File(PathBuf),
}

/// How one role is filled.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The face for upright text, and its bold cut where the family has one. Indexes
    /// into [`Book::faces`].
    pub regular: usize,
    /// The bold cut. Where the family has none, the face that bold words change to
    /// instead, or `None`: nothing is ever emboldened.
    pub bold: Option<usize>,
    /// Whether it sets Latin letters too, whatever face a style asks for them: black
    /// titles with thin letters between would be spotted.
    pub own_latin: bool,
    /// Set where this is not the face that the role is named for: what was wanted.
    pub stands_in_for: Option<&'static str>,
    /// The name that Word users have for the role, such as `仿宋_GB2312`.
    pub word: String,
    /// The CSS font stack, generic family last.
    pub css: String,
}

/// All faces of a build, and the roles that they fill in one language.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Every face that there is.
    pub faces: Vec<Face>,
    /// Which face fills which role.
    pub roles: BTreeMap<Role, Filled>,
    /// Faces that are asked, in this order, for characters that a role's face lacks.
    pub fallback: Vec<usize>,
    /// Faces for the letters that Chinese faces lack. One of each kind and weight: where
    /// one is needed, all are there.
    pub letters: Vec<usize>,
    /// What the user asked for, in every language.
    wanted: BTreeMap<Role, Wanted>,
}

/// A face of the machine that the user asked for.
#[derive(Debug, Clone)]
struct Wanted {
    regular: usize,
    bold: Option<usize>,
    name: String,
}

impl Book {
    /// The faces in the binary, as they set simplified Chinese: they set everything
    /// unless the user asks for others, so that two machines give the same bytes.
    pub fn built() -> Book {
        built::book(Lang::default())
    }

    /// The same faces with the roles of a language. What the user asked for fills its
    /// role in every language.
    #[must_use]
    pub fn of(&self, lang: Lang) -> Book {
        let Book { roles, fallback, letters, .. } = built::book(lang);
        let mut book = Book { roles, fallback, letters, ..self.clone() };
        for (role, wanted) in &self.wanted {
            book.fill(*role, wanted);
        }
        book
    }

    /// The faces in the binary, with roles filled by faces of this machine as `wanted`
    /// says: the path of a font file (relative paths from `folder`) or an exact family
    /// name. Names are looked up in the list of fonts kept in the file `index`, which is
    /// made or renewed when a name is not in it.
    pub fn with_wanted(
        wanted: &BTreeMap<Role, String>,
        folder: &Path,
        index: Option<&Path>,
    ) -> Result<Book, Vec<Diagnostic>> {
        let mut book = Book::built();
        let mut problems = Vec::new();
        for (role, wish) in wanted {
            match machine::find(wish, folder, index) {
                Ok(found) => book.add(*role, found),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }

    fn add(&mut self, role: Role, found: machine::Found) {
        let regular = self.faces.len();
        self.faces.push(found.regular);
        let bold = found.bold.map(|face| {
            self.faces.push(face);
            regular + 1
        });
        let wanted = Wanted { regular, bold, name: found.name };
        self.fill(role, &wanted);
        self.wanted.insert(role, wanted);
    }

    fn fill(&mut self, role: Role, wanted: &Wanted) {
        let generic = match role {
            Role::Hei | Role::LatinSans => "sans-serif",
            _ => "serif",
        };
        let &Wanted { regular, bold, ref name } = wanted;
        let old = self.roles.get(&role).map_or(generic, |filled| filled.css.as_str());
        let css = format!("\"{name}\", {old}");
        let word = name.clone();
        let filled =
            Filled { regular, bold, own_latin: false, stands_in_for: None, word, css };
        self.roles.insert(role, filled);
    }

    /// The face of a role; for bold words its bold cut, or the face that takes its place.
    pub fn face(&self, role: Role, bold: bool) -> Option<usize> {
        let filled = self.roles.get(&role)?;
        Some(filled.bold.filter(|_| bold).unwrap_or(filled.regular))
    }

    /// The face that sets `c` where a style asks for `role`: the face of the role, for
    /// letters that of its Latin partner, or the first of those for letters and of the
    /// fallback chain that has the character. `None` where no face has it.
    pub fn covers(&self, role: Role, c: char) -> Option<usize> {
        let filled = self.roles.get(&role);
        let partner = match role {
            _ if !is_letter(c) || filled.is_some_and(|f| f.own_latin) => role,
            Role::Hei | Role::LatinSans => Role::LatinSans,
            _ => Role::LatinSerif,
        };
        let own = self.roles.get(&partner).map(|filled| filled.regular);
        if let Some(own) = own.filter(|own| self.faces[*own].covers(c)) {
            return Some(own);
        }
        let helps =
            |at: &usize| self.faces[*at].helps.with(c) && self.faces[*at].covers(c);
        let beside = self.letters_beside(self.face(partner, false));
        beside.into_iter().chain(self.fallback.iter().copied()).find(helps)
    }

    /// The faces for letters, those first that are of the kind of `face`.
    pub fn letters_beside(&self, face: Option<usize>) -> Vec<usize> {
        let sans = |at: usize| self.faces[at].family.contains("Sans");
        let wanted = face.is_some_and(sans);
        let mut letters = self.letters.clone();
        letters.sort_by_key(|at| sans(*at) != wanted);
        letters
    }

    /// One advice for each role in `used` that another face stands in for.
    pub fn stand_ins(&self, used: &BTreeSet<Role>) -> Notes {
        let stand_in = |role: &Role| {
            let filled = self.roles.get(role)?;
            let wanted = filled.stands_in_for?;
            let family = &self.faces[filled.regular].family;
            let label = role.label();
            Some(
                Diagnostic::advice(
                    "fonts/stand-in",
                    say(
                        format!("{label}用 {family} 代替：程序不带{wanted}"),
                        format!(
                            "{family} stands in for {wanted}, which has no open licence"
                        ),
                    ),
                )
                .help(
                    format!("在 fonts 里给 {} 指定本机字体的名称或路径", role.key()),
                    format!("name a font of this machine under fonts: {}", role.key()),
                ),
            )
        };
        used.iter().filter_map(stand_in).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_filled() {
        let book = Book::built();
        for role in Role::ALL {
            assert!(book.roles.contains_key(&role), "{role:?}");
            for c in "政府，2026年“”——……①㎡〇℃ABCé".chars() {
                assert!(book.covers(role, c).is_some(), "{role:?} {c}");
            }
        }
    }

    #[test]
    fn family_names_are_those_in_the_files() {
        for face in Book::built().faces {
            assert!(!face.bytes.as_slice().is_empty(), "{} is unpacked", face.family);
            let bytes = typst::foundations::Bytes::new(face.bytes.as_slice().to_vec());
            let font = typst::text::Font::new(bytes, face.index).expect("it is a font");
            assert_eq!(font.info().family.as_str(), face.family);
            assert_eq!(font.info().variant.weight.to_number() >= 600, face.bold);
        }
    }

    #[test]
    fn narrow_quotation_marks_of_the_kai_come_from_the_song() {
        let book = Book::built();
        let face = book.covers(Role::Kai, '“').map(|at| book.faces[at].family.as_str());
        assert_eq!(face, Some("Noto Serif SC"));
    }

    #[test]
    fn no_character_comes_from_the_face_of_another_region() {
        let face = |lang: Lang, c: char| {
            let book = Book::built().of(lang);
            book.covers(Role::Song, c).map(|at| book.faces[at].family.clone())
        };
        let han = (0x3400..0x9FFF).chain(0x20000..0x2A6E0).filter_map(char::from_u32);
        let han: Vec<char> = han.collect();
        for (lang, foreign) in [
            (Lang::ZhHans, ["TC", "JP", "KR"]),
            (Lang::ZhHant, ["JP", "KR", "Kai"]),
            (Lang::Ja, ["TC", "KR", "Kai"]),
            (Lang::Ko, ["JP", "Sans", "Kai"]),
        ] {
            let book = Book::built().of(lang);
            for c in &han {
                let face = book.covers(Role::Song, *c);
                let family = face.map_or("", |at| book.faces[at].family.as_str());
                assert!(
                    !foreign.iter().any(|f| family.ends_with(f)),
                    "{lang:?} {c} {family}"
                );
            }
        }
        assert_eq!(face(Lang::ZhHans, '髙').as_deref(), Some("Noto Serif SC Rare"));
        assert_eq!(face(Lang::ZhHans, '김').as_deref(), Some("Noto Serif KR"));
        assert_eq!(face(Lang::ZhHant, '說').as_deref(), Some("Noto Serif TC"));
        assert_eq!(face(Lang::Ja, '髙').as_deref(), Some("Noto Serif JP"));
        assert_eq!(face(Lang::Ko, '河').as_deref(), Some("Noto Serif KR"));
        assert_eq!(face(Lang::Ko, '堃').as_deref(), Some("Noto Serif TC"));
    }

    #[test]
    fn letters_that_chinese_faces_lack_come_from_their_partner() {
        for lang in [Lang::ZhHans, Lang::ZhHant, Lang::Ja, Lang::Ko] {
            let book = Book::built().of(lang);
            let family = |role: Role, c: char| {
                book.covers(role, c).map(|at| book.faces[at].family.clone())
            };
            for c in "źŁřğơŋѓїҐώἈ₂⁻".chars() {
                for role in [Role::Song, Role::Kai, Role::LatinSerif, Role::Hei] {
                    let face = family(role, c).unwrap_or_default();
                    assert!(face.starts_with("Briefpack Latin"), "{lang:?} {role:?} {c}");
                }
            }
            for c in "źŁřўΎ₂".chars() {
                assert_eq!(family(Role::Kai, c).as_deref(), Some("Briefpack Latin"));
                assert_eq!(family(Role::Hei, c).as_deref(), Some("Briefpack Latin Sans"));
            }
        }
    }

    #[test]
    fn what_no_face_has_is_known_before_it_is_set() {
        let book = Book::built();
        assert_eq!(book.covers(Role::Song, '\u{1F600}'), None);
        assert_eq!(book.covers(Role::Song, '\u{E000}'), None);
        assert!(book.covers(Role::Song, '\u{2060}').is_some());
    }

    #[test]
    fn a_stand_in_is_named_where_it_is_used() {
        let notes = Book::built().stand_ins(&BTreeSet::from([Role::Fang, Role::Hei]));
        assert_eq!(notes.len(), 1);
        assert_eq!(notes[0].code, "fonts/stand-in");
    }
}
