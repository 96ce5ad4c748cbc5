//! What several subcommands need: sources and jobs from arguments.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;

use briefpack::compose::Lang;
use briefpack::compose::style::Style;
use briefpack::compose::template::Template;
use briefpack::diag::{Diagnostic, Notes, say};
use briefpack::fonts::{Book, Role};
use briefpack::job::{Job, Value};
use briefpack::model::Pack;
use briefpack::pipeline::{self, Input};
use briefpack::segment::{Corrections, Profile};
use briefpack::source::{self, Image, Source, SourceId, left_out};

use super::{Stop, speech};

/// Sources, and how to read them.
#[derive(Debug, clap::Args)]
pub(super) struct SourceArgs {
    /// Source files, folders, or a pack.yaml; `-` reads standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Encoding of the sources, such as gb18030, big5 or utf-16le [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<String>,
    /// Rules for a kind of source: the name of a shipped profile, or a YAML file
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Vec<String>,
}

/// What a job says, on the command line.
#[derive(Debug, clap::Args)]
pub(super) struct JobArgs {
    #[command(flatten)]
    pub(super) sources: SourceArgs,
    /// Title of the pack, such as the name in a masthead
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Issue, such as 第3期
    #[arg(long, value_name = "TEXT")]
    issue: Option<String>,
    /// Who issues the pack
    #[arg(long, value_name = "TEXT")]
    issuer: Option<String>,
    /// Date of the issue, such as 2026-03-17
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Template: the name of a shipped one, or a folder
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Style: the name of a shipped one, or a YAML file
    #[arg(long, value_name = "NAME")]
    style: Option<String>,
    /// Language of the texts
    #[arg(long, value_name = "LANG")]
    text_lang: Option<TextLang>,
    /// Set a parameter of the template, such as --set internal=true
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Font of this machine for a role, such as --font fang=FangSong
    #[arg(long, value_name = "ROLE=FONT")]
    font: Vec<String>,
    /// Do not read the user's configuration
    #[arg(long)]
    no_config: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextLang {
    /// 简体中文
    #[value(name = "zh-Hans")]
    ZhHans,
    /// 繁體中文
    #[value(name = "zh-Hant")]
    ZhHant,
    /// 日本語
    Ja,
    /// 한국어
    Ko,
}

/// A job with the folder to which its paths are relative.
pub(super) struct Loaded {
    pub(super) job: Job,
    pub(super) folder: PathBuf,
    /// The job file, where there is one.
    pub(super) file: Option<PathBuf>,
}

impl JobArgs {
    /// The jobs that the arguments ask for: one for each job file, or one for all
    /// sources together.
    pub(super) fn jobs(&self) -> Result<Vec<Loaded>, Stop> {
        let files = &self.sources.files;
        let (jobs, sources): (Vec<&PathBuf>, Vec<&PathBuf>) =
            files.iter().partition(|file| is_job(file));
        if !jobs.is_empty() && !sources.is_empty() {
            return Err(mixed());
        }
        let mut loaded = if jobs.is_empty() {
            let job = Job {
                sources: sources.iter().map(|f| f.display().to_string()).collect(),
                ..Job::default()
            };
            vec![Loaded { job, folder: PathBuf::new(), file: None }]
        } else {
            jobs.into_iter().map(|file| load_job(file)).collect::<Result<_, _>>()?
        };
        for one in &mut loaded {
            self.override_job(&mut one.job)?;
        }
        Ok(loaded)
    }

    fn override_job(&self, job: &mut Job) -> Result<(), Stop> {
        let set = |place: &mut Option<String>, given: &Option<String>| {
            if given.is_some() {
                place.clone_from(given);
            }
        };
        set(&mut job.title, &self.title);
        set(&mut job.issue, &self.issue);
        set(&mut job.issuer, &self.issuer);
        set(&mut job.date, &self.date);
        set(&mut job.template, &self.template);
        set(&mut job.style, &self.style);
        // Those of the command line go before those of the job.
        job.profiles.splice(0..0, self.sources.profile.iter().cloned());
        if job.date.is_none() {
            job.date = epoch_date();
        }
        if let Some(lang) = self.text_lang {
            job.lang = Some(match lang {
                TextLang::ZhHans => Lang::ZhHans,
                TextLang::ZhHant => Lang::ZhHant,
                TextLang::Ja => Lang::Ja,
                TextLang::Ko => Lang::Ko,
            });
        }
        for pair in &self.set {
            let (key, value) = split_pair(pair, "--set")?;
            job.parameters.insert(key.into(), value_of(value));
        }
        if !self.no_config {
            for (role, font) in configured_fonts()? {
                job.fonts.entry(role).or_insert(font);
            }
        }
        for pair in &self.font {
            let (role, font) = split_pair(pair, "--font")?;
            job.fonts.insert(role_of(role)?, font.into());
        }
        Ok(())
    }
}

fn is_job(file: &Path) -> bool {
    file.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

fn mixed() -> Stop {
    Stop::Usage(
        Diagnostic::error(
            "cli/mixed",
            say(
                "不能同时给出 pack.yaml 和稿件",
                "a pack.yaml and sources are given together",
            ),
        )
        .help(
            "把稿件写进 pack.yaml 的 sources，或者只给稿件",
            "list the sources in pack.yaml, or give sources only",
        ),
    )
}

pub(super) fn load_job(file: &Path) -> Result<Loaded, Stop> {
    let text = read_text(file)?;
    let job = Job::read(&text, &file.display().to_string())?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Loaded { job, folder, file: Some(file.to_owned()) })
}

/// A YAML file as text, whatever encoding an editor's machine left it in.
pub(super) fn read_text(file: &Path) -> Result<String, Stop> {
    let bytes = std::fs::read(file).map_err(|e| cannot_read(file, &e))?;
    let name = file.display().to_string();
    let (source, _) = Source::decode(SourceId(0), &name, &bytes, None)?;
    Ok(source.text.to_string())
}

pub(super) fn cannot_read(file: &Path, error: &std::io::Error) -> Diagnostic {
    source::unreadable(&file.display().to_string(), error)
}

fn split_pair<'a>(pair: &'a str, option: &str) -> Result<(&'a str, &'a str), Stop> {
    pair.split_once('=').ok_or_else(|| {
        Stop::Usage(
            Diagnostic::error(
                "cli/no-value",
                say(
                    format!("{option} 后面的“{pair}”里没有 ="),
                    format!("“{pair}” after {option} has no ="),
                ),
            )
            .help("写成 名称=值", "write NAME=VALUE"),
        )
    })
}

fn value_of(value: &str) -> Value {
    match value {
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        // A number with leading zeros is a name: 份号 000003.
        _ => match value.parse::<i64>() {
            Ok(number) if number.to_string() == value => Value::Number(number),
            _ => Value::Words(value.into()),
        },
    }
}

fn role_of(name: &str) -> Result<Role, Stop> {
    Role::ALL.into_iter().find(|role| role.key() == name).ok_or_else(|| {
        let known = Role::ALL.map(Role::key).join(", ");
        Stop::Usage(
            Diagnostic::error(
                "cli/unknown-role",
                say(
                    format!("没有字体角色“{name}”"),
                    format!("there is no role “{name}”"),
                ),
            )
            .help(format!("可用的角色：{known}"), format!("the roles are {known}")),
        )
    })
}

/// The date that `SOURCE_DATE_EPOCH` gives, in UTC.
fn epoch_date() -> Option<String> {
    let seconds: i64 = speech::environment("SOURCE_DATE_EPOCH")?.parse().ok()?;
    let (year, month, day) = civil(seconds.div_euclid(86_400));
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// Year, month and day of a day counted from 1970-01-01 (Gregorian calendar).
fn civil(days: i64) -> (i64, i64, i64) {
    // Years are counted from 1 March, so that the leap day is the last of its year.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524
        - day_of_era / 146_096)
        / 365;
    let day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month =
        if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The folder of the user's configuration: `BRIEFPACK_CONFIG`, or `briefpack` in the
/// place that the system has for such files.
fn config_folder() -> Option<PathBuf> {
    let set = |name| speech::environment(name).map(PathBuf::from);
    set("BRIEFPACK_CONFIG")
        .or_else(|| set("XDG_CONFIG_HOME").map(|dir| dir.join("briefpack")))
        .or_else(|| set("APPDATA").map(|dir| dir.join("briefpack")))
        .or_else(|| set("HOME").map(|dir| dir.join(".config/briefpack")))
}

/// Where the index of the machine's fonts is kept.
pub(super) fn font_index() -> Option<PathBuf> {
    let set = |name| speech::environment(name).map(PathBuf::from);
    set("XDG_CACHE_HOME")
        .map(|dir| dir.join("briefpack"))
        .or_else(|| set("LOCALAPPDATA").map(|dir| dir.join("briefpack")))
        .or_else(|| set("HOME").map(|dir| dir.join(".cache/briefpack")))
        .map(|dir| dir.join("fonts.json"))
}

/// The fonts that the user's configuration gives to roles: `fonts:` of `config.yaml`,
/// written as in a job.
fn configured_fonts() -> Result<Vec<(Role, String)>, Stop> {
    let Some(file) = config_folder().map(|dir| dir.join("config.yaml")) else {
        return Ok(Vec::new());
    };
    if !file.exists() {
        return Ok(Vec::new());
    }
    Ok(load_job(&file)?.job.fonts.into_iter().collect())
}

/// The fonts that a job file, the command line and the user's configuration ask for, and
/// the folder to which paths among them are relative.
pub(super) fn wanted_fonts(
    files: &[PathBuf],
    given: &[String],
    no_config: bool,
) -> Result<(BTreeMap<Role, String>, PathBuf), Stop> {
    let mut wanted = BTreeMap::new();
    let mut folder = PathBuf::new();
    for file in files {
        let loaded = load_job(file)?;
        wanted.extend(loaded.job.fonts);
        folder = loaded.folder;
    }
    if !no_config {
        for (role, font) in configured_fonts()? {
            wanted.entry(role).or_insert(font);
        }
    }
    for pair in given {
        let (role, font) = split_pair(pair, "--font")?;
        wanted.insert(role_of(role)?, font.into());
    }
    Ok((wanted, folder))
}

/// Which sources to read, and how.
pub(super) struct Wanted<'a> {
    /// Files, folders and patterns, in order.
    pub(super) names: &'a [String],
    /// The folder to which they are relative.
    pub(super) folder: &'a Path,
    /// Profiles, by name or path.
    pub(super) profiles: &'a [String],
    /// The encoding that a person names.
    pub(super) encoding: Option<&'a str>,
}

/// Reads every source that is wanted, in the order in which they are named; what a folder
/// or a pattern holds comes in the order of the names.
pub(super) fn load_sources(
    wanted: &Wanted<'_>,
    notes: &mut Notes,
) -> Result<Vec<Input>, Stop> {
    let Wanted { names, folder, encoding, .. } = *wanted;
    let profiles = load_profiles(wanted.profiles, folder)?;
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        match expand(name, folder) {
            Ok(mut found) => files.append(&mut found),
            Err(problem) => problems.push(problem),
        }
    }
    let mut inputs = Vec::new();
    for file in files {
        let id = SourceId(u32::try_from(inputs.len()).unwrap_or(u32::MAX));
        match load_source(id, &file, encoding) {
            Ok((mut input, mut found)) => {
                notes.append(&mut found);
                input.profiles.clone_from(&profiles);
                inputs.push(input);
            }
            Err(mut found) => problems.append(&mut found),
        }
    }
    if problems.is_empty() { Ok(inputs) } else { Err(Stop::Failed(problems)) }
}

/// Reads profiles by their names, or by paths relative to `folder`.
fn load_profiles(names: &[String], folder: &Path) -> Result<Vec<Arc<Profile>>, Stop> {
    let mut profiles: Vec<Arc<Profile>> = Vec::new();
    let mut problems = Vec::new();
    for name in names {
        let inside = folder.join(name);
        let place =
            if inside.is_file() { inside.display().to_string() } else { name.clone() };
        match Profile::load(&place) {
            Ok(profile) if profiles.iter().any(|known| known.name == profile.name) => {}
            Ok(profile) => profiles.push(Arc::new(profile)),
            Err(mut found) => problems.append(&mut found),
        }
    }
    if problems.is_empty() { Ok(profiles) } else { Err(Stop::Failed(problems)) }
}

fn load_source(
    id: SourceId,
    file: &Path,
    encoding: Option<&str>,
) -> Result<(Input, Notes), Vec<Diagnostic>> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)
            .map_err(|e| vec![cannot_read(file, &e)])?;
        let (mut source, mut notes) =
            Source::decode(id, "-", &bytes, encoding).map_err(one)?;
        source.load_pictures(Path::new(""), &mut notes);
        return Ok((source.into(), notes));
    }
    let (source, notes) = Source::load(id, file, encoding).map_err(one)?;
    let side = label_file(file);
    let corrections = match std::fs::read(&side) {
        Ok(bytes) => {
            let name = side.display().to_string();
            let (text, _) = Source::decode(id, &name, &bytes, None).map_err(one)?;
            Corrections::parse(&text.name, &text.text)?
        }
        Err(_) => Corrections::default(),
    };
    Ok((Input { corrections, ..source.into() }, notes))
}

fn one(problem: Diagnostic) -> Vec<Diagnostic> {
    vec![problem]
}

/// The side file with the editor's labels: `稿件.txt` has `稿件.txt.labels`.
pub(super) fn label_file(source: &Path) -> PathBuf {
    let mut name = source.as_os_str().to_owned();
    name.push(".labels");
    name.into()
}

const ENDINGS: [&str; 7] = ["txt", "text", "md", "markdown", "html", "htm", "docx"];

fn expand(name: &str, folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let path = folder.join(name);
    if name == "-" {
        return Ok(vec![PathBuf::from("-")]);
    }
    if path.is_dir() {
        let entries = std::fs::read_dir(&path).map_err(|e| cannot_read(&path, &e))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|file| {
                let ending = file.extension().and_then(|e| e.to_str()).unwrap_or("");
                file.is_file() && ENDINGS.iter().any(|e| ending.eq_ignore_ascii_case(e))
            })
            .collect();
        files.sort_by(|a, b| in_order(a, b));
        return if files.is_empty() { Err(nothing_there(name)) } else { Ok(files) };
    }
    if path.exists() || !name.contains(['*', '?', '[']) {
        return Ok(vec![path]);
    }
    let pattern = path.to_string_lossy();
    let mut files: Vec<PathBuf> = glob::glob(&pattern)
        .map(|found| found.filter_map(Result::ok).filter(|f| f.is_file()).collect())
        .unwrap_or_default();
    files.sort_by(|a, b| in_order(a, b));
    if files.is_empty() { Err(nothing_there(name)) } else { Ok(files) }
}

/// The order of two files: by their names, numbers in them by their value, so that
/// `稿2.txt` goes before `稿10.txt`.
fn in_order(a: &Path, b: &Path) -> Ordering {
    let (one, two) = (a.to_string_lossy(), b.to_string_lossy());
    let (mut one_rest, mut two_rest) = (&*one, &*two);
    loop {
        let (Some(c), Some(d)) = (one_rest.chars().next(), two_rest.chars().next())
        else {
            // The shorter goes first; names that differ in zeros only, as they are spelt.
            return one_rest.len().cmp(&two_rest.len()).then_with(|| a.cmp(b));
        };
        let step = if c.is_ascii_digit() && d.is_ascii_digit() {
            let (m, n) = (take_number(&mut one_rest), take_number(&mut two_rest));
            m.len().cmp(&n.len()).then(m.cmp(n))
        } else {
            one_rest = &one_rest[c.len_utf8()..];
            two_rest = &two_rest[d.len_utf8()..];
            c.cmp(&d)
        };
        if step != Ordering::Equal {
            return step;
        }
    }
}

/// Takes the number at the head of `rest` and returns its digits without leading zeros.
fn take_number<'a>(rest: &mut &'a str) -> &'a str {
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at(len);
    *rest = after;
    digits.trim_start_matches('0')
}

fn nothing_there(name: &str) -> Diagnostic {
    let endings = ENDINGS.join("、");
    Diagnostic::error(
        "source/none-found",
        say(format!("“{name}”那里没有稿件"), format!("there are no sources at {name}")),
    )
    .help(
        format!("稿件的扩展名可以是 {endings}"),
        format!("sources end in {}", ENDINGS.join(", ")),
    )
}

/// A job with everything it needs to be composed.
pub(super) struct Prepared {
    pub(super) job: Job,
    pub(super) pack: Pack,
    pub(super) template: Template,
    pub(super) style: Style,
    pub(super) book: Book,
}

/// Reads sources, template, style and fonts of a job, and fills in what it leaves open.
pub(super) fn prepare(
    loaded: Loaded,
    encoding: Option<&str>,
    notes: &mut Notes,
) -> Result<Prepared, Stop> {
    let Loaded { mut job, folder, file } = loaded;
    if job.sources.is_empty() {
        return Err(no_sources(file.as_deref()).into());
    }
    let wanted = Wanted {
        names: &job.sources,
        folder: &folder,
        profiles: &job.profiles,
        encoding,
    };
    let inputs = load_sources(&wanted, notes)?;
    load_figures(&mut job, &folder, notes);
    let pack = pipeline::read(inputs, notes)?;
    pipeline::assume(&mut job, &pack, notes);
    let place = |name: &str| {
        let inside = folder.join(name);
        if inside.exists() { inside.display().to_string() } else { name.to_owned() }
    };
    let template = Template::load(&place(job.template.as_deref().unwrap_or("digest")))?;
    let style = Style::load(&place(job.style.as_deref().unwrap_or("official")))?;
    let book = Book::with_wanted(&job.fonts, &folder, font_index().as_deref())?;
    Ok(Prepared { job, pack, template, style, book })
}

/// Reads the pictures that a job puts into articles. One that cannot be read is a doubt,
/// and its caption stays.
fn load_figures(job: &mut Job, folder: &Path, notes: &mut Notes) {
    let document = job.document.clone();
    for figure in job.articles.iter_mut().flat_map(|pick| &mut pick.figures) {
        match Image::load(&folder.join(&figure.file)) {
            Ok(image) => figure.image = Some(image),
            Err(why) => {
                let doubt = left_out(&figure.file, &why);
                let place = document.as_ref().and_then(|document| {
                    let at = document.text.find(&figure.file)?;
                    Some((document, at..at + figure.file.len()))
                });
                notes.push(match place {
                    Some((document, range)) => {
                        doubt.at(&document.file, &document.text, range)
                    }
                    None => doubt,
                });
            }
        }
    }
}

fn no_sources(file: Option<&Path>) -> Diagnostic {
    let shown = file.map(|f| f.display().to_string()).unwrap_or_default();
    Diagnostic::error(
        "job/no-sources",
        say(format!("“{shown}”没有列出任何稿件"), format!("{shown} lists no sources")),
    )
    .help("加上 sources: [稿件.txt]", "add `sources: [file.txt]`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(20_779), (2026, 11, 22));
    }

    #[test]
    fn numbers_in_names_count_by_value() {
        let mut names: Vec<PathBuf> =
            ["稿10.txt", "b.txt", "稿2.txt", "稿02b.txt", "a.txt", "稿2/1.txt", "稿.txt"]
                .map(PathBuf::from)
                .to_vec();
        names.sort_by(|a, b| in_order(a, b));
        let names: Vec<&str> = names.iter().filter_map(|n| n.to_str()).collect();
        let wanted =
            ["a.txt", "b.txt", "稿.txt", "稿2.txt", "稿2/1.txt", "稿02b.txt", "稿10.txt"];
        assert_eq!(names, wanted);
    }

    #[test]
    fn a_copy_number_keeps_its_zeros() {
        assert_eq!(value_of("000003"), Value::Words("000003".into()));
        assert_eq!(value_of("3"), Value::Number(3));
        assert_eq!(value_of("true"), Value::Flag(true));
    }
}
