//! `briefpack inspect`: what was read, before anything is printed.

use briefpack::compose;
use briefpack::diag::Notes;
use briefpack::model::{json, outline, receipt, review};
use briefpack::pipeline;

use super::Stop;
use super::report::{Report, print};
use super::shared::{self, JobArgs};

/// Show what was read: outline, labels, doubts, dropped lines
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    job: JobArgs,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct View {
    /// Print the pack as JSON, in its documented stable form
    #[arg(long)]
    json: bool,
    /// Print the account of characters: what became of each, and under which rule
    #[arg(long)]
    receipt: bool,
    /// Print the bare words of the finished pack
    #[arg(long)]
    words: bool,
    /// Print a page for a browser with source and result side by side
    #[arg(long)]
    html: bool,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    for loaded in args.job.jobs()? {
        let mut notes = Notes::new();
        let encoding = args.job.sources.encoding.as_deref();
        if args.view.words {
            let shared::Prepared { job, mut pack, template, style, book } =
                shared::prepare(loaded, encoding, &mut notes)?;
            let composed =
                pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes);
            report.problems(&notes);
            print(&compose::words(&composed?))?;
            continue;
        }
        let wanted = shared::Wanted {
            names: &loaded.job.sources,
            folder: &loaded.folder,
            profiles: &loaded.job.profiles,
            encoding,
        };
        let inputs = shared::load_sources(&wanted, &mut notes)?;
        let pack = pipeline::read(inputs, &mut notes)?;
        if args.view.json {
            // The doubts are part of the JSON; `--deny` still counts them.
            report.problems(&[]);
            report.count(&notes);
            print(&format!("{:#}\n", json::write(&pack, &notes)))?;
        } else if args.view.receipt {
            report.count(&notes);
            print(&receipt::draw(&pack, report.tongue))?;
        } else if args.view.html {
            report.count(&notes);
            print(&review::page(&pack, &notes, report.tongue))?;
        } else {
            print(&outline::draw(&pack, report.tongue))?;
            report.problems(&notes);
        }
    }
    Ok(())
}
