//! `briefpack label`: the side file in which an editor corrects the labels of lines.

use std::path::{Path, PathBuf};

use briefpack::diag::{Notes, say};
use briefpack::{clean, segment};

use super::report::{Report, print};
use super::{Stop, init, output, shared};

/// Write a side file in which an editor corrects the label of each line
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Source file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Encoding of the source [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Write over a side file that is there; corrections in it that still fit are kept
    #[arg(long)]
    force: bool,
    /// Write to standard output instead
    #[arg(long)]
    stdout: bool,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let mut notes = Notes::new();
    let names = [args.file.display().to_string()];
    let encoding = args.encoding.as_deref();
    let inputs = shared::load_sources(&names, Path::new(""), encoding, &mut notes)?;
    let mut text = String::new();
    for input in &inputs {
        let draft = clean::run(&input.source, &mut notes);
        text += &segment::label_file(&input.source, &draft, &input.corrections);
    }
    report.problems(&notes);
    if args.stdout {
        return print(&text);
    }
    let side = shared::label_file(&args.file);
    if side.exists() && !args.force {
        return Err(init::there(&side).into());
    }
    output::write(&[(side.clone(), text.into_bytes())])?;
    let shown = side.display();
    report.tell(&say(
        format!("已写出 {shown}：改第二栏的词，再生成时即照此办理"),
        format!("wrote {shown}: change the words of the second column and build again"),
    ));
    Ok(())
}
