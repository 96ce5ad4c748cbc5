//! `briefpack explain`: the whole story of one line of a source.

use std::path::Path;

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::model::receipt;
use briefpack::pipeline;

use super::report::{Report, print};
use super::{Stop, shared};

/// Tell the whole story of one line of a source
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Source and line, such as report.txt:12
    #[arg(value_name = "FILE:LINE")]
    place: String,
    /// Encoding of the source [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let parsed = args.place.rsplit_once(':').and_then(|(file, line)| {
        Some((file, line.parse::<usize>().ok().filter(|n| *n > 0)?))
    });
    let Some((file, line)) = parsed else {
        return Err(Stop::Usage(
            Diagnostic::error(
                "cli/no-line",
                say(
                    format!("“{}”里没有行号", args.place),
                    format!("“{}” names no line", args.place),
                ),
            )
            .help("写成 稿件.txt:12", "write it as report.txt:12"),
        ));
    };
    let mut notes = Notes::new();
    let names = [file.to_owned()];
    let inputs = shared::load_sources(
        &names,
        Path::new(""),
        args.encoding.as_deref(),
        &mut notes,
    )?;
    let pack = pipeline::read(inputs, &mut notes)?;
    match receipt::line(&pack, line, report.tongue) {
        Some(story) => print(&story),
        None => Err(Diagnostic::error(
            "cli/no-such-line",
            say(
                format!("“{file}”没有第 {line} 行"),
                format!("{file} has no line {line}"),
            ),
        )
        .into()),
    }
}
