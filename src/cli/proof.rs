//! `briefpack proof`: the pages of a pack, measured.

use briefpack::diag::Notes;
use briefpack::pipeline;

use super::Stop;
use super::report::{Report, print};
use super::shared::{self, JobArgs};

/// Measure the pages: lines, characters, forbidden breaks, deviations from the standard
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    job: JobArgs,
    /// Print the proof as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    for loaded in args.job.jobs()? {
        let mut notes = Notes::new();
        let encoding = args.job.sources.encoding.as_deref();
        let shared::Prepared { job, mut pack, template, style, book } =
            shared::prepare(loaded, encoding, &mut notes)?;
        let composed =
            pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes);
        report.problems(&notes);
        let rendered = pipeline::render(&composed?, &book, &[], true)?;
        if let Some(proof) = rendered.proof {
            print(&if args.json {
                format!("{:#}\n", proof.to_json(report.tongue))
            } else {
                proof.to_text(report.tongue)
            })?;
        }
    }
    Ok(())
}
