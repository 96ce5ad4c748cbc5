//! `briefpack init`: a `pack.yaml` that lists the articles that were found.

use std::path::{Path, PathBuf};

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::job::Pick;
use briefpack::pipeline;

use super::report::{Report, print};
use super::shared::{self, JobArgs};
use super::{Stop, output};

/// Write a pack.yaml that lists the articles found, to reorder, retitle or omit
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    job: JobArgs,
    /// Write this file; `-` writes to standard output [default: pack.yaml]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let out = args.out.unwrap_or_else(|| "pack.yaml".into());
    let folder = out.parent().unwrap_or(Path::new("")).to_owned();
    for loaded in args.job.jobs()? {
        let mut notes = Notes::new();
        let encoding = args.job.sources.encoding.as_deref();
        let mut job = loaded.job;
        let wanted = shared::Wanted {
            names: &job.sources,
            folder: &loaded.folder,
            profiles: &job.profiles,
            encoding,
        };
        let inputs = shared::load_sources(&wanted, &mut notes)?;
        let pack = pipeline::read(inputs, &mut notes)?;
        report.problems(&notes);
        let written = |name: &str| relative(Path::new(name), &folder);
        job.sources = pack.records.iter().map(|r| written(&r.source.name)).collect();
        for profile in &mut job.profiles {
            if loaded.folder.join(&*profile).is_file() {
                *profile = written(&loaded.folder.join(&*profile).display().to_string());
            }
        }
        let mut number = 0;
        let mut last = None;
        job.articles.clear();
        for article in &pack.articles {
            let source = article.extent.as_ref().map(|(id, _)| *id);
            number = if source == last { number + 1 } else { 1 };
            last = source;
            let Some(record) = source.and_then(|id| pack.records.get(id.0 as usize))
            else {
                continue;
            };
            job.articles.push(Pick {
                source: written(&record.source.name),
                article: Some(number),
                title: Some(article.contents_title().0)
                    .filter(|_| article.title.is_some()),
                ..Pick::default()
            });
        }
        let yaml = job.to_yaml();
        if out == Path::new("-") {
            print(&yaml)?;
            continue;
        }
        if out.exists() && !args.force {
            return Err(there(&out).into());
        }
        output::write(&[(out.clone(), yaml.into_bytes())])?;
        let (shown, count) = (out.display(), job.articles.len());
        report.tell(&say(
            format!("已写出 {shown}，列出 {count} 篇文章"),
            format!("wrote {shown} with {count} article(s)"),
        ));
    }
    Ok(())
}

/// A source's path as it is written in a job file in `folder`.
fn relative(source: &Path, folder: &Path) -> String {
    let inside = source.strip_prefix(folder).ok().filter(|_| folder != Path::new(""));
    if let Some(inside) = inside {
        return inside.display().to_string();
    }
    if folder == Path::new("") || source.is_absolute() {
        return source.display().to_string();
    }
    // The job file stands in another folder than the one the path starts from.
    std::path::absolute(source)
        .map_or_else(|_| source.display().to_string(), |path| path.display().to_string())
}

pub(super) fn there(file: &Path) -> Diagnostic {
    let shown = file.display();
    Diagnostic::error(
        "output/there-already",
        say(format!("“{shown}”已经存在"), format!("{shown} is there already")),
    )
    .help("要覆盖它，加上 --force", "to write over it, add --force")
}
