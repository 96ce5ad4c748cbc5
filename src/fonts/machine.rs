//! Faces of this machine, for users who ask for one by path or by name.
//!
//! Belongs here: finding the file, and the list of names kept between runs.
//! Does not belong here: any face that nobody asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::text::Font;

use super::{Coverage, Face, FaceBytes, FacePlace, Helps, Shared};
use crate::diag::{Diagnostic, say};

/// What a wish was found to be.
pub(super) struct Found {
    /// The name that Word users have for it.
    pub(super) name: String,
    pub(super) regular: Face,
    pub(super) bold: Option<Face>,
}

/// One face in the list of fonts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    path: PathBuf,
    index: u32,
    weight: u16,
}

/// All upright faces of the machine by family name, in every language the font has.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Index {
    families: BTreeMap<String, Vec<Entry>>,
}

/// Finds the face that a user wished for: the path of a font file, with `#2` behind it
/// for the second face of a collection, or an exact family name.
pub(super) fn find(
    wish: &str,
    folder: &Path,
    index: Option<&Path>,
) -> Result<Found, Diagnostic> {
    match as_path(wish) {
        Some((path, number)) => by_path(&folder.join(path), number),
        None => by_name(wish, index),
    }
}

/// A wish is a path when it has a separator or the ending of a font file.
fn as_path(wish: &str) -> Option<(&Path, u32)> {
    let (path, number) = match wish.rsplit_once('#') {
        Some((path, number)) => match number.parse::<u32>() {
            Ok(number) => (path, number.saturating_sub(1)),
            Err(_) => (wish, 0),
        },
        None => (wish, 0),
    };
    let lower = path.to_lowercase();
    let ending = [".ttf", ".otf", ".ttc", ".otc"].iter().any(|end| lower.ends_with(end));
    (ending || path.contains(['/', '\\'])).then(|| (Path::new(path), number))
}

fn by_path(path: &Path, index: u32) -> Result<Found, Diagnostic> {
    let regular = read(path, index)?;
    Ok(Found { name: regular.family.clone(), regular, bold: None })
}

fn read(path: &Path, index: u32) -> Result<Face, Diagnostic> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| {
        Diagnostic::error(
            "fonts/unreadable",
            say(
                format!("读不了字体文件 {shown}：{error}"),
                format!("cannot read the font file {shown}: {error}"),
            ),
        )
    })?;
    let bytes = Arc::new(bytes);
    let Some(font) = Font::new(Bytes::new(Shared(bytes.clone())), index) else {
        return Err(Diagnostic::error(
            "fonts/not-a-font",
            say(
                format!("{shown} 不是字体文件，或其中没有第 {} 款字体", index + 1),
                format!("{shown} is not a font file, or has no face {}", index + 1),
            ),
        )
        .help("请用 .ttf、.otf 或 .ttc 文件", "use a .ttf, .otf or .ttc file"));
    };
    let family = font.info().family.as_str().into();
    let bold = font.info().variant.weight.to_number() >= 600;
    let coverage = Coverage::of(&font);
    Ok(Face {
        family,
        bold,
        bytes: FaceBytes::Read(bytes),
        index,
        place: FacePlace::File(path.into()),
        helps: Helps::Everywhere,
        parsed: Arc::new(OnceLock::from(Some((font, coverage)))),
    })
}

fn by_name(name: &str, kept: Option<&Path>) -> Result<Found, Diagnostic> {
    // The kept list is only believed when the file it names still is that face.
    if let Some(entries) = kept.and_then(load).and_then(|mut i| i.families.remove(name))
        && let Ok(found) = open(name, &entries)
    {
        return Ok(found);
    }
    let index = scan();
    if let Some(path) = kept {
        store(path, &index);
    }
    match index.families.get(name) {
        Some(entries) => open(name, entries),
        None => Err(not_found(name, &index)),
    }
}

fn open(name: &str, entries: &[Entry]) -> Result<Found, Diagnostic> {
    let nearest = |weight: u16| entries.iter().min_by_key(|e| e.weight.abs_diff(weight));
    let (Some(regular), Some(heavy)) = (nearest(400), nearest(700)) else {
        return Err(not_found(name, &Index::default()));
    };
    let face = read(&regular.path, regular.index)?;
    let bold = if heavy != regular && heavy.weight >= 600 {
        Some(read(&heavy.path, heavy.index)?)
    } else {
        None
    };
    Ok(Found { name: name.into(), regular: face, bold })
}

fn not_found(name: &str, index: &Index) -> Diagnostic {
    let problem = Diagnostic::error(
        "fonts/not-found",
        say(
            format!("本机没有名为“{name}”的字体"),
            format!("this machine has no font family named \"{name}\""),
        ),
    );
    let wanted = name.to_lowercase();
    let near: Vec<&str> = index
        .families
        .keys()
        .filter(|family| {
            let family = family.to_lowercase();
            family.contains(&wanted) || wanted.contains(&family)
        })
        .map(String::as_str)
        .take(5)
        .collect();
    if near.is_empty() {
        problem.help(
            "写字体文件的路径，或去掉这一项",
            "give the path of a font file, or leave the entry out",
        )
    } else {
        let list = near.join("、");
        problem.help(
            format!("名称相近的有：{list}"),
            format!("there are similar names: {}", near.join(", ")),
        )
    }
}

fn load(path: &Path) -> Option<Index> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Keeps the list for the next run. A list that can't be kept costs time, nothing else.
fn store(path: &Path, index: &Index) {
    let Ok(text) = serde_json::to_vec(index) else { return };
    if let Some(folder) = path.parent() {
        let _ = fs::create_dir_all(folder);
    }
    let beside = path.with_extension("new");
    if fs::write(&beside, text).is_ok() {
        let _ = fs::rename(&beside, path);
    }
}

fn scan() -> Index {
    let mut machine = fontdb::Database::new();
    machine.load_system_fonts();
    let mut index = Index::default();
    for face in machine.faces() {
        let path = match &face.source {
            fontdb::Source::File(path) | fontdb::Source::SharedFile(path, _) => path,
            fontdb::Source::Binary(_) => continue,
        };
        if face.style != fontdb::Style::Normal {
            continue;
        }
        for (family, _) in &face.families {
            let entry =
                Entry { path: path.clone(), index: face.index, weight: face.weight.0 };
            let entries = index.families.entry(family.clone()).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    }
    for entries in index.families.values_mut() {
        entries.sort_by(|a, b| (&a.path, a.index).cmp(&(&b.path, b.index)));
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_with_the_ending_of_a_font_is_a_path() {
        assert_eq!(as_path("simfang.ttf"), Some((Path::new("simfang.ttf"), 0)));
        assert_eq!(as_path("字体/合集.ttc#2"), Some((Path::new("字体/合集.ttc"), 1)));
        assert_eq!(as_path("仿宋_GB2312"), None);
    }

    #[test]
    fn a_face_is_read_from_a_file() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        let found = find("BriefpackKai-Regular.ttf", &folder, None).expect("it is there");
        assert_eq!(found.regular.family, "Briefpack Kai");
        assert!(found.regular.covers('楷'));
        assert!(!found.regular.covers('“'));
    }

    #[test]
    fn a_file_that_is_no_font_is_an_error() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let problem = find("./Cargo.toml", folder, None).err().map(|d| d.code);
        assert_eq!(problem, Some("fonts/not-a-font"));
        let problem = find("./none.ttf", folder, None).err().map(|d| d.code);
        assert_eq!(problem, Some("fonts/unreadable"));
    }

    #[test]
    fn a_list_that_is_out_of_date_is_not_believed() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let kept = folder.path().join("fonts.json");
        let mut index = Index::default();
        let gone = Entry { path: folder.path().join("gone.ttf"), index: 0, weight: 400 };
        index.families.insert("没有的字体甲乙丙".into(), vec![gone]);
        store(&kept, &index);
        let problem = by_name("没有的字体甲乙丙", Some(&kept)).err().map(|d| d.code);
        assert_eq!(problem, Some("fonts/not-found"));
        let renewed = load(&kept).expect("the list was renewed");
        assert!(!renewed.families.contains_key("没有的字体甲乙丙"));
    }
}
