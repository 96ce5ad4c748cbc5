//! Faces for roles: which file sets 宋, 黑, 楷, 仿宋 and Latin, and which characters it
//! has.
//!
//! Belongs here: the faces in the binary, faces of the machine when the user asks for
//! them, their coverage, and the names that Word and CSS know them by.
//! Does not belong here: which class of text takes which role (`styles/*.yaml`).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

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
}

/// The bytes of a font file.
#[derive(Debug, Clone)]
pub enum FaceBytes {
    /// In the binary.
    Built(&'static [u8]),
    /// Read from the machine.
    Read(Arc<Vec<u8>>),
}

impl FaceBytes {
    /// The file.
    pub fn as_slice(&self) -> &[u8] {
        match self {
            FaceBytes::Built(bytes) => bytes,
            FaceBytes::Read(bytes) => bytes,
        }
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
    /// The bold cut; `None` where the family has none, and then nothing is emboldened.
    pub bold: Option<usize>,
    /// Set where this is not the face that the role is named for: what was wanted.
    pub stands_in_for: Option<&'static str>,
    /// The name that Word users have for the role, such as `仿宋_GB2312`.
    pub word: String,
    /// The CSS font stack, generic family last.
    pub css: String,
}

/// All faces of a build.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Every face that is used.
    pub faces: Vec<Face>,
    /// Which face fills which role.
    pub roles: BTreeMap<Role, Filled>,
    /// Faces that are asked, in this order, for characters that a role's face lacks.
    pub fallback: Vec<usize>,
}
