//! `briefpack explain`: the whole story of one line of a source.

use std::path::{Path, PathBuf};

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::model::story::{self, Standing};
use briefpack::model::{Pack, Record};
use briefpack::pipeline;
use briefpack::render::pdf;

use super::report::{Report, print};
use super::{Stop, shared};

/// Tell the whole story of one line of a source
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Source and line, such as report.txt:12
    #[arg(value_name = "FILE:LINE")]
    place: String,
    /// Read the source as this pack.yaml does, and tell the page on which the line stands
    #[arg(long, value_name = "FILE")]
    pack: Option<PathBuf>,
    /// Encoding of the source [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Rules for a kind of source: the name of a shipped profile, or a YAML file
    #[arg(long, value_name = "NAME")]
    profile: Vec<String>,
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
    let encoding = args.encoding.as_deref();
    let story = if let Some(job) = &args.pack {
        let mut loaded = shared::load_job(job)?;
        loaded.job.profiles.splice(0..0, args.profile);
        let prepared = shared::prepare(loaded, encoding, &mut notes)?;
        let shared::Prepared { job, mut pack, template, style, book } = prepared;
        let source = find(&pack, file)?;
        let composed =
            pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes)?;
        let layout = pdf::lay_out(&*pdf::settle(&composed, &book)?, &book)?;
        let numbers = layout.page_numbers();
        let page = |standing: &Standing| {
            let article = format!("a{}", standing.article + 1);
            layout
                .page_of(&standing.words, numbers.of.get(&article).copied().unwrap_or(1))
        };
        story::draw(&pack, source, line, report.tongue, &page)
    } else {
        let names = [file.to_owned()];
        let wanted = shared::Wanted {
            names: &names,
            folder: Path::new(""),
            profiles: &args.profile,
            encoding,
        };
        let inputs = shared::load_sources(&wanted, &mut notes)?;
        let pack = pipeline::read(inputs, &mut notes)?;
        story::draw(&pack, 0, line, report.tongue, &|_| None)
    };
    match story {
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

/// The source of a pack that a person calls `file`: by its path, or by the end of it.
fn find(pack: &Pack, file: &str) -> Result<usize, Diagnostic> {
    let file_path = Path::new(file);
    let is = |record: &Record| {
        let name = Path::new(&*record.source.name);
        name == file_path || name.ends_with(file_path) || file_path.ends_with(name)
    };
    pack.records.iter().position(is).ok_or_else(|| {
        let names: Vec<&str> = pack.records.iter().map(|r| &*r.source.name).collect();
        Diagnostic {
            help: briefpack::yaml::suggest(file, &names),
            ..Diagnostic::error(
                "cli/not-in-the-pack",
                say(
                    format!("这份材料里没有稿件“{file}”"),
                    format!("{file} is no source of this pack"),
                ),
            )
        }
    })
}
