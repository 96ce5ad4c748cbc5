//! `briefpack label`: the side file in which an editor corrects the labels of lines, and
//! the profile that several such files teach.

use std::path::{Path, PathBuf};

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::pipeline::Input;
use briefpack::segment::profiles;
use briefpack::{clean, segment};

use super::report::{Report, print};
use super::shared::SourceArgs;
use super::{Stop, init, output, shared};

/// Write side files in which an editor corrects the label of each line
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    sources: SourceArgs,
    /// Write over what is there; corrections in it that still fit are kept
    #[arg(long)]
    force: bool,
    /// Write to standard output instead
    #[arg(long)]
    stdout: bool,
    /// Make a profile of what the side files of these sources correct alike
    #[arg(long, value_name = "FILE")]
    learn: Option<PathBuf>,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let mut notes = Notes::new();
    let names: Vec<String> =
        args.sources.files.iter().map(|f| f.display().to_string()).collect();
    let wanted = shared::Wanted {
        names: &names,
        folder: Path::new(""),
        profiles: &args.sources.profile,
        encoding: args.sources.encoding.as_deref(),
    };
    let inputs = shared::load_sources(&wanted, &mut notes)?;
    if let Some(file) = &args.learn {
        return learn(&args, file, &inputs, report);
    }
    let mut texts = Vec::new();
    for input in &inputs {
        let draft = clean::run(&input.source, &mut notes);
        let text = segment::label_file(&input.source, draft, input.guidance());
        let side = shared::label_file(Path::new(&*input.source.name));
        texts.push((side, text));
    }
    report.problems(&notes);
    if args.stdout || inputs.iter().any(|input| &*input.source.name == "-") {
        let all: Vec<&str> = texts.iter().map(|(_, text)| text.as_str()).collect();
        return print(&all.concat());
    }
    if let Some((there, _)) = texts.iter().find(|(side, _)| side.exists() && !args.force)
    {
        return Err(init::there(there).into());
    }
    let files: Vec<(PathBuf, Vec<u8>)> =
        texts.into_iter().map(|(side, text)| (side, text.into_bytes())).collect();
    output::write(&files)?;
    for (side, _) in &files {
        let shown = side.display();
        report.tell(&say(
            format!("已写出 {shown}：改第二栏的词，再生成时即照此办理"),
            format!(
                "wrote {shown}: change the words of the second column and build again"
            ),
        ));
    }
    Ok(())
}

/// Writes the profile that the side files of the sources teach.
fn learn(
    args: &Args,
    file: &Path,
    inputs: &[Input],
    report: &mut Report,
) -> Result<(), Stop> {
    if file.exists() && !args.force && !args.stdout {
        return Err(init::there(file).into());
    }
    let mut notes = Notes::new();
    let lessons: Vec<_> = inputs
        .iter()
        .map(|input| {
            let draft = clean::run(&input.source, &mut notes);
            profiles::lesson(&input.source, draft, input.guidance())
        })
        .collect();
    let Some((text, count)) = profiles::profile_of(&lessons) else {
        return Err(nothing_learnt().into());
    };
    if args.stdout {
        return print(&text);
    }
    output::write(&[(file.to_owned(), text.into_bytes())])?;
    let (shown, sources) = (file.display(), inputs.len());
    report.tell(&say(
        format!("已从 {sources} 个来稿学到 {count} 条规则，写在 {shown}，请看一遍"),
        format!(
            "learnt {count} rule(s) from {sources} sources into {shown}: look it over"
        ),
    ));
    Ok(())
}

fn nothing_learnt() -> Diagnostic {
    Diagnostic::error(
        "profile/nothing-learnt",
        say(
            "这些来稿的标注文件里，没有哪一行在两个来稿里改得一样",
            "no line was corrected alike in the side files of two of these sources",
        ),
    )
    .help(
        "先用 briefpack label 写出标注文件，在两个以上的来稿里改好",
        "write side files with `briefpack label` first, and correct them in two sources or more",
    )
}
