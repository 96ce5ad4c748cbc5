//! `briefpack proof`: the pages of a pack, measured.

use std::path::PathBuf;

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::pipeline;

use super::report::{Report, print};
use super::shared::{self, JobArgs};
use super::{Stop, output};

/// Measure the pages: lines, characters, forbidden breaks, deviations from the standard
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    job: JobArgs,
    /// Print the proof as JSON
    #[arg(long)]
    json: bool,
    /// Also write the pages with every finding marked to this PDF
    #[arg(long, value_name = "FILE.pdf")]
    marked: Option<PathBuf>,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let jobs = args.job.jobs()?;
    if args.marked.is_some() && jobs.len() > 1 {
        return Err(Stop::Usage(one_pack_only()));
    }
    for loaded in jobs {
        let mut notes = Notes::new();
        let encoding = args.job.sources.encoding.as_deref();
        let shared::Prepared { job, mut pack, template, style, book } =
            shared::prepare(loaded, encoding, &mut notes)?;
        let composed =
            pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes);
        report.problems(&notes);
        let composition = composed?;
        let rendered = pipeline::render(&composition, &book, &[], true, &[])?;
        if let Some(proof) = rendered.proof {
            if let (Some(file), Some(layout)) = (&args.marked, &rendered.layout) {
                let pages = layout.marked(&proof, &composition, &book, report.tongue)?;
                output::write(&[(file.clone(), pages)])?;
            }
            print(&if args.json {
                format!("{:#}\n", proof.to_json(report.tongue))
            } else {
                proof.to_text(report.tongue)
            })?;
        }
    }
    Ok(())
}

fn one_pack_only() -> Diagnostic {
    Diagnostic::error(
        "cli/one-pack",
        say("--marked 一次只能用于一份材料", "--marked takes one pack at a time"),
    )
    .help(
        "对每份 pack.yaml 各运行一次 briefpack proof --marked",
        "run `briefpack proof --marked` once for each pack.yaml",
    )
}
