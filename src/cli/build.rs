//! `briefpack build`: from sources or a job to finished files.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::pipeline;
use briefpack::render::Format;
use briefpack::render::pdf::{self, Attachment, Layout};
use briefpack::source::Source;

use super::report::{Report, print};
use super::shared::{self, JobArgs, Loaded};
use super::{Stop, output};

/// Build PDF, Word and HTML
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    job: JobArgs,
    /// Write into this folder [default: the current one]
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Name of the files without ending [default: the title]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Only these formats: pdf, docx, html, separated by commas
    #[arg(long, short, value_name = "FORMATS", value_delimiter = ',', value_parser = format)]
    format: Vec<Format>,
    /// Measure the pages afterwards, as `proof` does
    #[arg(long)]
    proof: bool,
    /// Put the source files into the PDF
    #[arg(long)]
    attach_sources: bool,
    /// Put the faces into the HTML, cut down to its words
    #[arg(long)]
    web_fonts: bool,
}

fn format(word: &str) -> Result<Format, String> {
    match word.trim() {
        "pdf" => Ok(Format::Pdf),
        "docx" => Ok(Format::Docx),
        "html" => Ok(Format::Html),
        _ => Err("pdf, docx, html".into()),
    }
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    let jobs = args.job.jobs()?;
    let mut taken = BTreeMap::new();
    let out = args.out.clone().unwrap_or_default();
    let many = jobs.len() > 1;
    // All packs are finished before the first file is written, unless there are many:
    // then each is written when it is done, and names were compared before.
    for loaded in &jobs {
        if let (true, Some(file), Some(name)) =
            (many, &loaded.file, name_asked(&args, loaded))
            && let Some(other) = taken.insert(name.clone(), file.clone())
        {
            return Err(same_name(&name, &other, file).into());
        }
    }
    let paged = |loaded: &Loaded| {
        let formats = formats(&args, loaded);
        args.proof || formats.iter().any(|format| *format != Format::Html)
    };
    if jobs.first().is_some_and(paged) {
        std::thread::spawn(pdf::ready);
    }
    for loaded in jobs {
        let layout = build_one(loaded, &args, &out, &mut taken, report)?;
        if many {
            drop(layout);
            pdf::forget();
        } else {
            // The program ends now, which frees it faster.
            std::mem::forget(layout);
        }
    }
    Ok(())
}

/// The name that the arguments or the job give; `None` where it comes from the sources.
fn name_asked(args: &Args, loaded: &Loaded) -> Option<String> {
    let job = &loaded.job;
    args.name
        .as_ref()
        .or(job.output.as_ref())
        .or(job.title.as_ref())
        .map(|n| output::file_name(n))
}

/// The file of a source, as it lies on the disk, to go with the PDF.
fn attachment(source: &Source) -> Result<Attachment, Stop> {
    if &*source.name == "-" {
        return Err(Stop::Usage(
            Diagnostic::error(
                "cli/attach-stdin",
                say(
                    "从标准输入读来的稿件不能附进 PDF",
                    "a source from standard input cannot be attached",
                ),
            )
            .help("先把它存成文件", "save it to a file first"),
        ));
    }
    let file = std::path::Path::new(&*source.name);
    let bytes = std::fs::read(file).map_err(|e| shared::cannot_read(file, &e))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    Ok(Attachment {
        name: name.unwrap_or_else(|| source.name.to_string()),
        mime: source.kind.mime(),
        bytes: Arc::new(bytes),
    })
}

/// The formats that the arguments or the job ask for; all of them where neither does.
fn formats(args: &Args, loaded: &Loaded) -> Vec<Format> {
    let asked = [&args.format, &loaded.job.formats];
    let asked = asked.into_iter().find(|formats| !formats.is_empty());
    asked.cloned().unwrap_or_else(|| vec![Format::Pdf, Format::Docx, Format::Html])
}

fn build_one(
    loaded: Loaded,
    args: &Args,
    out: &std::path::Path,
    taken: &mut BTreeMap<String, PathBuf>,
    report: &mut Report,
) -> Result<Option<Layout>, Stop> {
    let progress = report.progress(&say("正在生成", "building"));
    let formats = formats(args, &loaded);
    let mut notes = Notes::new();
    let file = loaded.file.clone();
    let prepared =
        shared::prepare(loaded, args.job.sources.encoding.as_deref(), &mut notes);
    let prepared = prepared.inspect_err(|_| report.problems(&notes))?;
    let shared::Prepared { mut job, mut pack, template, style, book } = prepared;
    job.web_fonts |= args.web_fonts;
    let composed =
        pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes);
    report.problems(&notes);
    let composition = composed?;
    let attached = if args.attach_sources || job.attach_sources {
        pack.records.iter().map(|record| attachment(&record.source)).collect()
    } else {
        Ok(Vec::new())
    };
    let attached: Vec<Attachment> = attached?;
    if report.denied() {
        return Ok(None);
    }
    let rendered =
        pipeline::render(&composition, &book, &formats, args.proof, &attached)?;
    let artifacts = rendered.artifacts;
    let name =
        args.name.clone().or(job.output.clone()).unwrap_or(composition.title.clone());
    let name = output::file_name(&name);
    if let (Some(file), Some(other)) =
        (&file, taken.insert(name.clone(), file.clone().unwrap_or_default()))
        && other != *file
    {
        return Err(same_name(&name, &other, file).into());
    }
    let files: Vec<(PathBuf, Vec<u8>)> = artifacts
        .into_iter()
        .map(|a| (out.join(format!("{name}.{}", a.format.extension())), a.bytes))
        .collect();
    output::write(&files)?;
    drop(progress);
    for (path, bytes) in &files {
        let (path, size) = (path.display(), bytes.len().div_ceil(1024));
        report.tell(&say(
            format!("已写出 {path}（{size} KB）"),
            format!("wrote {path} ({size} KB)"),
        ));
    }
    if let Some(proof) = rendered.proof {
        print(&proof.to_text(report.tongue))?;
    }
    Ok(rendered.layout)
}

fn same_name(name: &str, a: &std::path::Path, b: &std::path::Path) -> Diagnostic {
    let (a, b) = (a.display(), b.display());
    Diagnostic::error(
        "output/same-name",
        say(
            format!("“{a}”和“{b}”会写成同一个文件“{name}”"),
            format!("{a} and {b} would both be written as {name}"),
        ),
    )
    .help(
        "给其中一个写上不同的 output，或分开生成到不同的文件夹",
        "give one of them another `output`, or build them into different folders",
    )
}
