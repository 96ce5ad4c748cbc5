//! The job: what `pack.yaml` or a command line asks for.
//!
//! Belongs here: the typed job, and reading it from YAML with errors an editor
//! understands.
//! Does not belong here: carrying it out (`pipeline`).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::compose::Lang;
use crate::diag::{Diagnostic, say};
use crate::fonts::Role;
use crate::model::Date;
use crate::render::Format;
use crate::source::Image;
use crate::yaml::{Document, quoted};

/// A job: everything that decides what a pack is made of and how it looks.
///
/// The YAML form has these keys in kebab-case; every key may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Job {
    /// The title of the pack: the name in the masthead (`杨树简报`) or on the cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The issue, such as `第3期` or `2026年第3期（总第118期）`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Who issues it (编印单位).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The date of the issue, `2026-03-17`. Without it the pack has no date, and
    /// `--date` or `SOURCE_DATE_EPOCH` may give one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The template: the name of a shipped one, or the path of a folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// The style: the name of a shipped one, or the path of a YAML file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<String>,
    /// The language of the pack and its generated words. Without it: that of most of the
    /// text. An article whose letters are plainly another language keeps its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// The source files in order, paths relative to the job file; `*` and `?` stand for
    /// any characters of a name, and what they match comes in the order of the names,
    /// numbers in them by their value (`稿2.txt` before `稿10.txt`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Rules for kinds of sources (来稿规则): names of shipped profiles, or paths of YAML
    /// files. Each is used for the sources that it recognises, the first before the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
    /// The articles in the order in which they are printed. Without it: all, in the order
    /// of the sources.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Pick>,
    /// What the template asks for: the parameters of its `template.yaml`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, Value>,
    /// Faces of this machine for roles: an exact family name or the path of a font file.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fonts: BTreeMap<Role, String>,
    /// The formats to build. Without it: all three.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// The name of the files to write, without folder and ending. Without it: the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Put the source files into the PDF, which then is PDF/A-3a instead of PDF/A-2a.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub attach_sources: bool,
    /// Put the faces into the HTML, cut down to its words: every reader sees them, and the
    /// file grows by some 300 KB for a thousand different characters of a face.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub web_fonts: bool,
    /// The file that the job was read from, for places in messages.
    #[serde(skip)]
    #[schemars(skip)]
    pub document: Option<Document>,
}

/// One article of a job: which, and what the editor wants changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Pick {
    /// The source file, as it is written under `sources` or as `init` wrote it.
    pub source: String,
    /// Which article of that source, from 1. Without it: the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<usize>,
    /// A title in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A kicker in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// A subtitle in place of the one found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The language of this article, where it is another than its letters say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<Lang>,
    /// Pictures that are put into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<FigurePick>,
    /// Leave it out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub omit: bool,
}

/// A picture that the editor puts into an article.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FigurePick {
    /// The file: PNG, JPEG, GIF, WebP or SVG, its path relative to the job file.
    pub file: String,
    /// 图题, which stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// What it shows, for those who can't see it. Without it: the caption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// A few words of the paragraph or heading behind which it stands. Without it: at the
    /// end of the article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The picture, once it was read.
    #[serde(skip)]
    #[schemars(skip)]
    pub image: Option<Image>,
}

/// The value of a template's parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Value {
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Words; several lines become several paragraphs.
    Words(String),
    /// Several entries.
    List(Vec<String>),
}

impl Job {
    /// Reads a job from the text of its file. `file` is its name in messages.
    ///
    /// ```
    /// # use briefpack::job::Job;
    /// let job = Job::read("title: 云溪简报\nissue: 第3期\n", "pack.yaml").unwrap();
    /// assert_eq!(job.title.as_deref(), Some("云溪简报"));
    /// let faults = Job::read("tilte: 云溪简报\n", "pack.yaml").unwrap_err();
    /// assert!(faults[0].help.as_ref().unwrap().en.contains("`title`"));
    /// ```
    pub fn read(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let document = Document::new(file, text);
        let mut job: Job = document.read()?;
        job.document = Some(document);
        let mut faults = Vec::new();
        faults.extend(job.issue_date().err());
        for pick in job.articles.iter().filter(|pick| pick.article == Some(0)) {
            let message = say(
                format!("“{}”的文章从 1 数起，没有第 0 篇", pick.source),
                format!("the articles of `{}` are counted from 1", pick.source),
            );
            let fault = Diagnostic::error("job/bad-article", message);
            faults.push(job.blame(fault, "article"));
        }
        if faults.is_empty() { Ok(job) } else { Err(faults) }
    }

    /// The same fault with the place of a key of this job, where it was read from a file.
    #[must_use]
    pub fn blame(&self, fault: Diagnostic, key: &str) -> Diagnostic {
        let Some(document) = &self.document else { return fault };
        let mut start = 0;
        for line in document.text.split_inclusive('\n') {
            let words = line.trim_start().trim_start_matches("- ");
            let after = words.strip_prefix(key).map(str::trim_start);
            if after.is_some_and(|after| after.starts_with(':')) {
                let at = start + line.len() - words.len();
                return fault.at(&document.file, &document.text, at..at + key.len());
            }
            start += line.len();
        }
        fault.at(&document.file, &document.text, 0..0)
    }

    /// The date of the issue, where the job gives one: `2026-03-17`, `2026年3月17日` or
    /// `2026/3/17`.
    pub fn issue_date(&self) -> Result<Option<Date>, Diagnostic> {
        let Some(words) = self.date.as_deref().map(str::trim).filter(|d| !d.is_empty())
        else {
            return Ok(None);
        };
        read_date(words).map(Some).ok_or_else(|| {
            let message =
                say(format!("“{words}”不是日期"), format!("`{words}` is no date"));
            let fault = Diagnostic::error("job/bad-date", message)
                .help("写成 2026-03-17", "write it as 2026-03-17");
            self.blame(fault, "date")
        })
    }
}

/// The JSON Schema of job files, for the YAML plug-in of an editor.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Job);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

impl Job {
    /// The job as a file that an editor goes on with: every key, with a comment on what
    /// it is for; keys without a value are commented out.
    pub fn to_yaml(&self) -> String {
        let mut out = String::from(
            "# 一期的作业单。改好后运行：briefpack build 本文件\n\
             # 前面有 # 的行不起作用，去掉 # 就生效。\n\n",
        );
        let word = |value: &Option<String>| value.as_deref().map(quoted);
        line(&mut out, "title", word(&self.title), "云溪简报", "报头名或封面标题");
        line(&mut out, "issue", word(&self.issue), "第1期（总第1期）", "期号");
        line(&mut out, "issuer", word(&self.issuer), "云溪区委办公室", "编印单位");
        line(&mut out, "date", word(&self.date), "2026-03-17", "日期");
        out.push('\n');
        let template = word(&self.template);
        line(&mut out, "template", template, "digest", "模板：名称或文件夹");
        let style = word(&self.style);
        line(&mut out, "style", style, "official", "样式：名称或 YAML 文件");
        let lang = self.lang.map(|lang| plain(&lang));
        line(&mut out, "lang", lang, "zh-Hans", "语言：zh-Hans、zh-Hant、ja、ko");
        let formats: Vec<String> = self.formats.iter().map(plain).collect();
        let formats = (!formats.is_empty()).then(|| format!("[{}]", formats.join(", ")));
        line(&mut out, "formats", formats, "[pdf, docx, html]", "要哪几种文件");
        line(&mut out, "output", word(&self.output), "云溪简报", "文件名，不带扩展名");
        out.push_str("\n# 模板的参数，如份号、编者按、报送发、共印份数。\n");
        if self.parameters.is_empty() {
            out.push_str("# parameters:\n#   copies: 120\n");
        } else {
            out.push_str("parameters:\n");
            for (name, value) in &self.parameters {
                parameter(&mut out, &quoted(name), value);
            }
        }
        out.push_str("\n# 本机的字体：角色后面写字体名或文件路径。\n");
        if self.fonts.is_empty() {
            out.push_str("# fonts:\n#   fang: 仿宋_GB2312\n");
        } else {
            out.push_str("fonts:\n");
            for (role, font) in &self.fonts {
                out.push_str(&format!("  {}: {}\n", plain(role), quoted(font)));
            }
        }
        out.push_str("\n# 稿件，路径从本文件所在的文件夹算起。\nsources:");
        if self.sources.is_empty() {
            out.push_str(" []");
        }
        out.push('\n');
        for source in &self.sources {
            out.push_str(&format!("  - {}\n", quoted(source)));
        }
        out.push_str("\n# 来稿规则：自带的名字（briefpack profiles）或 YAML 文件。\n");
        if self.profiles.is_empty() {
            out.push_str("# profiles: [e-paper]\n");
        } else {
            out.push_str("profiles:\n");
            for profile in &self.profiles {
                out.push_str(&format!("  - {}\n", quoted(profile)));
            }
        }
        if !self.articles.is_empty() {
            out.push_str(
                "\n# 文章，按印出的次序；可以挪动、改标题，不要的加一行 omit: true。\narticles:\n",
            );
            self.articles.iter().for_each(|pick| pick.write(&mut out));
        }
        out
    }
}

impl Pick {
    fn write(&self, out: &mut String) {
        out.push_str(&format!("  - source: {}\n", quoted(&self.source)));
        if let Some(article) = self.article {
            out.push_str(&format!("    article: {article}\n"));
        }
        for (key, value) in [
            ("kicker", &self.kicker),
            ("title", &self.title),
            ("subtitle", &self.subtitle),
        ] {
            if let Some(value) = value {
                out.push_str(&format!("    {key}: {}\n", quoted(value)));
            }
        }
        if !self.figures.is_empty() {
            out.push_str("    figures:\n");
        }
        for figure in &self.figures {
            out.push_str(&format!("      - file: {}\n", quoted(&figure.file)));
            for (key, value) in [
                ("caption", &figure.caption),
                ("alt", &figure.alt),
                ("after", &figure.after),
            ] {
                if let Some(value) = value {
                    out.push_str(&format!("        {key}: {}\n", quoted(value)));
                }
            }
        }
        if self.omit {
            out.push_str("    omit: true\n");
        }
    }
}

fn line(
    out: &mut String,
    key: &str,
    value: Option<String>,
    example: &str,
    comment: &str,
) {
    let (off, value) = match value {
        Some(value) => ("", value),
        None => ("# ", example.to_owned()),
    };
    out.push_str(&format!("{off}{key}: {value}  # {comment}\n"));
}

fn parameter(out: &mut String, name: &str, value: &Value) {
    match value {
        Value::Flag(flag) => out.push_str(&format!("  {name}: {flag}\n")),
        Value::Number(number) => out.push_str(&format!("  {name}: {number}\n")),
        Value::Words(words) => out.push_str(&format!("  {name}: {}\n", quoted(words))),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
            out.push_str(&format!("  {name}: [{}]\n", items.join(", ")));
        }
    }
}

/// A value that is one word without signs: a language, a format, a role.
fn plain(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn read_date(words: &str) -> Option<Date> {
    let mut parts = words
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(|part| part.trim().parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let whole = parts.next().is_none() && year >= 1000 && (1..=days).contains(&day);
    whole.then_some(Date {
        year: Some(i32::from(year)),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> Diagnostic {
        let mut faults = Job::read(text, "pack.yaml").expect_err("the job is wrong");
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults.remove(0)
    }

    fn line_of(fault: &Diagnostic) -> (usize, usize) {
        fault.place.as_ref().expect("the fault has a place").line_and_column()
    }

    #[test]
    fn what_is_written_reads_back() {
        let job = Job {
            title: Some("云溪简报：“新”事 # 1".into()),
            issue: Some("第3期".into()),
            date: Some("2026-03-17".into()),
            lang: Some(Lang::ZhHant),
            sources: vec!["稿件/a b.txt".into(), "- c.txt".into()],
            profiles: vec!["e-paper".into(), "规则/本报.yaml".into()],
            articles: vec![Pick {
                source: "稿件/a b.txt".into(),
                article: Some(2),
                title: Some("no".into()),
                omit: true,
                ..Pick::default()
            }],
            parameters: BTreeMap::from([
                ("editors-note".into(), Value::Words("第一段\n第二段".into())),
                ("copies".into(), Value::Number(120)),
                ("serial".into(), Value::Words("000001".into())),
                ("flag".into(), Value::Flag(true)),
                ("list".into(), Value::List(vec!["甲: 乙".into()])),
            ]),
            fonts: BTreeMap::from([(Role::Fang, "仿宋_GB2312".into())]),
            formats: vec![Format::Pdf, Format::Html],
            ..Job::default()
        };
        let yaml = job.to_yaml();
        let read =
            Job::read(&yaml, "pack.yaml").unwrap_or_else(|e| panic!("{yaml}\n{e:?}"));
        assert_eq!(Job { document: None, ..read }, job, "{yaml}");
    }

    #[test]
    fn an_empty_job_reads_back() {
        let yaml = Job::default().to_yaml();
        let read =
            Job::read(&yaml, "pack.yaml").unwrap_or_else(|e| panic!("{yaml}\n{e:?}"));
        assert_eq!(Job { document: None, ..read }, Job::default());
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_place() {
        let fault = fault("title: 云溪简报\nisue: 第3期\n");
        assert_eq!(fault.code, "yaml/unknown-key");
        assert_eq!(line_of(&fault), (2, 1));
        assert!(fault.help.is_some_and(|help| help.zh.contains("issue")));
    }

    #[test]
    fn a_full_width_colon_is_explained() {
        let fault = fault("title: 云溪简报\nissue：第3期\n");
        assert_eq!(fault.code, "yaml/wide-colon");
        assert_eq!(line_of(&fault), (2, 6));
    }

    #[test]
    fn a_full_width_colon_inside_words_is_fine() {
        assert!(Job::read("title: 云溪简报：新事\n", "pack.yaml").is_ok());
        let note = "parameters:\n  editors-note: |\n    编者按：好\n    主题：新\n";
        assert!(Job::read(note, "pack.yaml").is_ok());
    }

    #[test]
    fn a_tab_is_explained() {
        let fault = fault("sources:\n\t- a.txt\n");
        assert_eq!(fault.code, "yaml/tab");
        assert_eq!(line_of(&fault), (2, 1));
    }

    #[test]
    fn a_duplicate_key_has_its_line() {
        let fault = fault("title: 甲\nissue: 乙\ntitle: 丙\n");
        assert_eq!(fault.code, "yaml/duplicate-key");
        assert_eq!(line_of(&fault).0, 3);
    }

    #[test]
    fn a_format_that_does_not_exist_lists_those_that_do() {
        let fault = fault("formats: [pdf, word]\n");
        assert_eq!(fault.code, "yaml/unknown-value");
        assert_eq!(line_of(&fault), (1, 16));
        assert!(fault.help.is_some_and(|help| help.en.contains("docx")));
    }

    #[test]
    fn a_date_that_is_none_is_refused() {
        for date in ["2026-02-30", "明天", "2026-13-01", "26-3-1"] {
            let fault = fault(&format!("title: 甲\ndate: {date}\n"));
            assert_eq!(fault.code, "job/bad-date");
            assert_eq!(line_of(&fault).0, 2);
        }
        let job =
            Job::read("date: 2026年3月17日\n", "pack.yaml").expect("the date is good");
        let date = job.issue_date().expect("the date is good").expect("there is a date");
        assert_eq!(date.chinese(), "2026年3月17日");
    }

    #[test]
    fn a_copy_number_keeps_its_zeros() {
        let job = Job::read("parameters:\n  serial: 000001\n", "pack.yaml")
            .expect("it is good");
        assert_eq!(job.parameters["serial"], Value::Words("000001".into()));
    }

    #[test]
    fn a_wrong_type_is_named() {
        let fault = fault("sources: a.txt\n");
        assert_eq!(fault.code, "yaml/wrong-type");
        assert_eq!(line_of(&fault).0, 1);
    }
}
