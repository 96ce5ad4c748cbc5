//! `briefpack extract`: the cleaned text as Markdown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::model::markdown;
use briefpack::pipeline;

use super::report::{Report, print};
use super::shared::{self, SourceArgs};
use super::{Stop, output};

/// Write the cleaned text as Markdown, to be edited and used as a source
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    sources: SourceArgs,
    /// Write one file an article into this folder [default: standard output]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
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
    let pack = pipeline::read(inputs, &mut notes)?;
    report.problems(&notes);
    let Some(out) = args.out else {
        let texts: Vec<String> = pack.articles.iter().map(markdown::article).collect();
        return print(&texts.join("\n"));
    };
    let mut files: BTreeMap<PathBuf, Vec<u8>> = BTreeMap::new();
    let mut number = 0;
    let mut last = None;
    for article in &pack.articles {
        let source = article.extent.as_ref().map(|(id, _)| *id);
        number = if source == last { number + 1 } else { 1 };
        last = source;
        let name = source
            .and_then(|id| pack.records.get(id.0 as usize))
            .map_or("-", |record| &*record.source.name);
        let stem = Path::new(name).file_stem().and_then(|s| s.to_str()).unwrap_or("-");
        let path = out.join(format!("{}-{number}.md", output::file_name(stem)));
        let text = markdown::article(article).into_bytes();
        if files.insert(path.clone(), text).is_some() {
            return Err(same_name(&path).into());
        }
    }
    let count = files.len();
    output::write(&files.into_iter().collect::<Vec<_>>())?;
    let shown = out.display();
    report.tell(&say(
        format!("已把 {count} 篇文章写到 {shown}"),
        format!("wrote {count} article(s) to {shown}"),
    ));
    Ok(())
}

fn same_name(path: &Path) -> Diagnostic {
    let shown = path.display();
    Diagnostic::error(
        "output/same-name",
        say(
            format!("两个稿件都会写成“{shown}”"),
            format!("two sources would both be written as {shown}"),
        ),
    )
    .help("分开写到不同的文件夹", "write them into different folders")
}
