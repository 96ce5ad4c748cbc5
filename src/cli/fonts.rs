//! `briefpack fonts`: which face fills each role, and where it comes from.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use unicode_width::UnicodeWidthStr;

use briefpack::diag::Tongue;
use briefpack::fonts::{Book, FacePlace, Role};

use super::Stop;
use super::report::{Report, print};
use super::shared;

/// Show which face fills each role, and where it comes from
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A pack.yaml whose fonts are to be shown
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Font of this machine for a role, such as --font fang=FangSong
    #[arg(long, value_name = "ROLE=FONT")]
    font: Vec<String>,
    /// Do not read the user's configuration
    #[arg(long)]
    no_config: bool,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let (wanted, folder) = shared::wanted_fonts(&args.files, &args.font, args.no_config)?;
    let book = Book::with_wanted(&wanted, &folder, shared::font_index().as_deref())?;
    print(&draw(&book, report.tongue))
}

fn draw(book: &Book, tongue: Tongue) -> String {
    let mut out = String::new();
    for role in Role::ALL {
        let Some(filled) = book.roles.get(&role) else { continue };
        let Some(face) = book.faces.get(filled.regular) else { continue };
        let place = match (&face.place, tongue) {
            (FacePlace::Built, Tongue::Chinese) => "程序自带".to_owned(),
            (FacePlace::Built, Tongue::English) => "in the binary".to_owned(),
            (FacePlace::File(file), _) => shown(file),
        };
        let stands_in = match (filled.stands_in_for, tongue) {
            (Some(wanted), Tongue::Chinese) => format!("（代替{wanted}）"),
            (Some(wanted), Tongue::English) => format!(" (stands in for {wanted})"),
            (None, _) => String::new(),
        };
        let bold = filled.bold.and_then(|i| book.faces.get(i));
        let bold = match (bold, tongue) {
            (Some(_), _) => "",
            (None, Tongue::Chinese) => "，无粗体",
            (None, Tongue::English) => ", no bold",
        };
        let name = format!("{} {}", role.key(), role.label());
        let pad = " ".repeat(26usize.saturating_sub(name.width_cjk()));
        let _ = writeln!(out, "{name}{pad}{}{stands_in}{bold}  [{place}]", face.family);
        let _ = writeln!(out, "{}Word: {}", " ".repeat(26), filled.word);
    }
    out
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}
