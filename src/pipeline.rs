//! From a job to finished files: the whole program on one page.
//!
//! Belongs here: the order of the stages, and what runs beside what.
//! Does not belong here: anything a stage does, and anything that reads a disk or prints.

use std::sync::Arc;

use rayon::prelude::*;

use crate::arrange;
use crate::clean;
use crate::compose::{self, Composition, style::Style, template::Template};
use crate::diag::{Diagnostic, Notes, say};
use crate::fonts::Book;
use crate::job::Job;
use crate::model::{self, Article, Pack, Record};
use crate::render::pdf::proof::{self, Proof};
use crate::render::pdf::{Attachment, Layout};
use crate::render::{self, Format};
use crate::segment::{self, Corrections, Guidance, Profile};
use crate::source::Source;

/// A source with what the editor said about its lines.
#[derive(Debug, Clone)]
pub struct Input {
    /// The source as it was read.
    pub source: Source,
    /// The labels that the editor corrected; empty where nobody did.
    pub corrections: Corrections,
    /// The profiles that may be used, the first before the rest.
    pub profiles: Vec<Arc<Profile>>,
}

impl Input {
    /// What people say about the source.
    pub fn guidance(&self) -> Guidance<'_> {
        Guidance { profiles: &self.profiles, corrections: Some(&self.corrections) }
    }
}

impl From<Source> for Input {
    fn from(source: Source) -> Self {
        Input { source, corrections: Corrections::default(), profiles: Vec::new() }
    }
}

/// Reads sources into a pack: cleans, segments and models each, several at a time, and
/// checks that the account of every one balances.
///
/// # Errors
/// Where an account does not balance: then a character would be lost silently, and
/// nothing may be built.
pub fn read(inputs: Vec<Input>, notes: &mut Notes) -> Result<Pack, Vec<Diagnostic>> {
    let given: Vec<Arc<Profile>> =
        inputs.first().map(|input| input.profiles.clone()).unwrap_or_default();
    let read: Vec<_> = inputs.into_par_iter().map(read_one).collect();
    let mut pack = Pack::default();
    for (articles, record, mut found) in read {
        if articles.is_empty() {
            notes.push(nothing_kept(&record));
        }
        pack.articles.extend(articles);
        pack.records.push(record);
        notes.append(&mut found);
    }
    model::check(&pack).map_err(|why| vec![unbalanced(&why)])?;
    segment::duplicates::report(&pack, notes);
    notes.extend(given.iter().filter(|profile| !is_used(profile, &pack)).map(unused));
    Ok(pack)
}

fn is_used(profile: &Arc<Profile>, pack: &Pack) -> bool {
    pack.records
        .iter()
        .any(|record| record.profiles.iter().any(|p| p.name == profile.name))
}

fn unused(profile: &Arc<Profile>) -> Diagnostic {
    let name = &profile.name;
    Diagnostic::advice(
        "profile/unused",
        say(
            format!("没有一个来稿像来稿规则“{name}”所说的那一类，没有用上"),
            format!("no source is of the kind that the profile `{name}` is for"),
        ),
    )
    .help(
        "不需要就别写它；需要就改它的“识别”",
        "leave it out, or change what it recognises (`when:`)",
    )
}

fn read_one(input: Input) -> (Vec<Article>, Record, Notes) {
    let mut notes = Notes::new();
    let draft = clean::run(&input.source, &mut notes);
    let segments = segment::run(&input.source, draft, input.guidance(), &mut notes);
    let (articles, record) = model::build(input.source, segments);
    (articles, record, notes)
}

fn nothing_kept(record: &Record) -> Diagnostic {
    let (name, text) = (&record.source.name, &record.source.text);
    Diagnostic::doubt(
        "segment/nothing-kept",
        say(
            format!("{name} 里没有读出文章，全部当作页面杂项弃去了"),
            format!("no article was found in {name}: all of it was dropped as furniture"),
        ),
    )
    .at(name, text, 0..0)
    .help(
        "用 briefpack inspect 看弃去了什么；弃错了，用 briefpack label 改正",
        "see with `briefpack inspect` what was dropped, and correct it with `briefpack label`",
    )
}

fn unbalanced(why: &str) -> Diagnostic {
    Diagnostic::error(
        "account/unbalanced",
        say(
            format!("字符账目不平，停止生成：{why}"),
            format!("the account of characters does not balance: {why}"),
        ),
    )
    .help(
        "这是程序的错误，请把稿件和这条消息交给开发者",
        "this is a fault of the program: send the source and this message to its developers",
    )
}

/// One finished file.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Its format.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Composes a pack after a job: the hinge between what it says and how it looks.
///
/// # Errors
/// Everything that is wrong in the job, the template and the style.
pub fn compose(
    pack: &mut Pack,
    job: &Job,
    template: &Template,
    style: &Style,
    book: &Book,
    notes: &mut Notes,
) -> Result<Composition, Vec<Diagnostic>> {
    arrange::run(job, pack)?;
    let composition = compose::run(pack, job, template, style, book, notes)?;
    let roles = composition.sheet.styles.iter().flat_map(|s| [s.font, s.latin]).collect();
    notes.extend(book.of(composition.lang).stand_ins(&roles));
    Ok(composition)
}

/// The most characters that one pack may have: some nine thousand pages after GB/T 9704,
/// for which the typesetter needs about 5 GB of memory.
pub const MOST_CHARACTERS: usize = 5_000_000;

fn too_long(characters: usize) -> Diagnostic {
    Diagnostic::error(
        "render/too-long",
        say(
            format!("材料共 {characters} 字，一份材料最多 {MOST_CHARACTERS} 字"),
            format!(
                "the pack has {characters} characters, and at most {MOST_CHARACTERS} are set"
            ),
        ),
    )
    .help("分成几份材料", "make several packs of it")
}

/// What became of a composition.
pub struct Rendered {
    /// The files, in the order in which their formats were asked for.
    pub artifacts: Vec<Artifact>,
    /// What was measured on the pages, where that was asked for.
    pub proof: Option<Proof>,
    /// The pages themselves, where they were laid out. Freeing them takes about a tenth
    /// as long as making them, so a program that ends anyway need not.
    pub layout: Option<Layout>,
}

/// Writes a composition down in each format asked for. The layout is made once, where a
/// format or the proof needs pages; Word and HTML are written while the PDF is exported.
/// The PDF carries the `attached` files; the other formats cannot.
///
/// # Errors
/// What the layout or a format could not do.
pub fn render(
    composition: &Composition,
    book: &Book,
    formats: &[Format],
    proof: bool,
    attached: &[Attachment],
) -> Result<Rendered, Vec<Diagnostic>> {
    let asked = |format| formats.contains(&format);
    let characters = compose::characters(composition);
    if characters > MOST_CHARACTERS {
        return Err(vec![too_long(characters)]);
    }
    let book = &book.of(composition.lang);
    let paged = proof || asked(Format::Pdf) || asked(Format::Docx);
    let html = || asked(Format::Html).then(|| render::html::render(composition, book));
    let pages = || -> Result<_, Vec<Diagnostic>> {
        if !paged {
            return Ok((None, None, None, None));
        }
        let composition = &*render::pdf::settle(composition, book)?;
        let mut layout = render::pdf::lay_out(composition, book)?;
        layout.attach(attached)?;
        let numbers = layout.page_numbers();
        let (pdf, docx) = rayon::join(
            || asked(Format::Pdf).then(|| layout.export()).transpose(),
            || {
                let write = || render::docx::render(composition, book, numbers);
                let docx = asked(Format::Docx).then(write).transpose();
                docx.map_err(|problem| vec![problem])
            },
        );
        let proof = proof.then(|| proof::proof(&layout, composition, book));
        Ok((pdf?, docx?, proof, Some(layout)))
    };
    let (pages, html) = rayon::join(pages, html);
    let (mut pdf, mut docx, proof, layout) = pages?;
    let mut html = html.map(String::into_bytes);
    let artifacts = formats.iter().filter_map(|&format| {
        let bytes = match format {
            Format::Pdf => pdf.take(),
            Format::Docx => docx.take(),
            Format::Html => html.take(),
        };
        bytes.map(|bytes| Artifact { format, bytes })
    });
    Ok(Rendered { artifacts: artifacts.collect(), proof, layout })
}

/// Fills in what a job leaves open and what the program can assume without inventing
/// anything, and says what it assumed.
pub fn assume(job: &mut Job, pack: &Pack, notes: &mut Notes) {
    if job.title.is_none() {
        let only = match pack.articles.as_slice() {
            [only] => only.title.as_ref().map(|title| title.text.clone()),
            _ => None,
        };
        let title = only.unwrap_or_else(|| "简报".into());
        notes.push(assumed(
            format!("没有给出材料名称，用“{title}”"),
            format!("no title was given: “{title}” is used"),
            "--title",
        ));
        job.title = Some(title);
    }
    if job.date.is_none() {
        notes.push(assumed(
            "没有给出印发日期，报头不印日期".into(),
            "no date was given: the masthead shows none".into(),
            "--date",
        ));
    }
    if job.template.is_none() && job.style.is_none() {
        notes.push(assumed(
            "没有指定模板和样式，用 digest（简报）和 official（公文）".into(),
            "no template and style were given: digest and official are used".into(),
            "--template, --style",
        ));
    }
}

fn assumed(zh: String, en: String, option: &str) -> Diagnostic {
    Diagnostic::advice("job/assumed", say(zh, en)).help(
        format!("要改，用 {option}，或写进 pack.yaml（briefpack init）"),
        format!("to change it use {option}, or write a pack.yaml (briefpack init)"),
    )
}
