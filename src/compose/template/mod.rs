//! Templates: which parts stand in which order, with which words.
//!
//! Belongs here: loading a folder of Handlebars files, its parameters, the fields that it
//! may use, and strict parsing of what it renders.
//! Does not belong here: what becomes of the elements (`compose::walk`), and looks
//! (`style`).

mod fields;
mod manifest;
mod markup;
mod stamp;
mod syntax;

pub use manifest::{Manifest, Parameter, ParameterKind};

pub(super) use fields::{Fields, Printed, Reference};
pub(super) use markup::{Element, Node};
pub(super) use stamp::Stamp;

use std::path::Path;

use handlebars::Handlebars;

use super::builtin;
use crate::diag::{Diagnostic, Say, say};
use crate::yaml::{self, Document};

/// A template, loaded and compiled.
pub struct Template {
    /// What it is called and what it asks for.
    pub manifest: Manifest,
    /// Its Handlebars files; the number of a file is its place in this list.
    files: Vec<Document>,
    registry: Handlebars<'static>,
}

/// The largest file of a template.
const LARGEST: u64 = 4 << 20;

impl Template {
    /// Loads a template by the name of a shipped one or the path of a folder.
    pub fn load(name_or_path: &str) -> Result<Self, Vec<Diagnostic>> {
        if let Some((name, files)) =
            builtin::TEMPLATES.iter().find(|(name, _)| *name == name_or_path)
        {
            return Self::read(files.iter().map(|(file, text)| {
                (
                    (*file).to_owned(),
                    Document::new(&format!("templates/{name}/{file}"), text),
                )
            }));
        }
        let path = Path::new(name_or_path);
        if !path.is_dir() {
            let names: Vec<&str> = builtin::TEMPLATES.iter().map(|(n, _)| *n).collect();
            let message = say(
                format!("没有模板“{name_or_path}”，也没有这个文件夹"),
                format!("there is no template and no folder `{name_or_path}`"),
            );
            let mut fault = Diagnostic::error("template/not-found", message);
            fault.help = yaml::suggest(name_or_path, &names);
            return Err(vec![fault]);
        }
        Self::read(read_folder(path)?)
    }

    /// Loads a template from the texts of its files.
    pub fn read(
        files: impl IntoIterator<Item = (String, Document)>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut manifest = None;
        let mut documents = Vec::new();
        for (name, document) in files {
            if name == "template.yaml" {
                let read: Manifest = document.read()?;
                let faults = read.check(&document, fields::TOP);
                if !faults.is_empty() {
                    return Err(faults);
                }
                manifest = Some(read);
            } else if let Some(name) = name.strip_suffix(".hbs") {
                documents.push((name.to_owned(), document));
            }
        }
        let missing = |file: &str| {
            let message = say(
                format!("模板文件夹里缺少 {file}"),
                format!("the folder of the template has no {file}"),
            );
            vec![Diagnostic::error("template/missing-file", message)]
        };
        let manifest = manifest.ok_or_else(|| missing("template.yaml"))?;
        if !documents.iter().any(|(name, _)| name == "pack") {
            return Err(missing("pack.hbs"));
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.set_prevent_indent(true);
        registry.unregister_helper("log");
        fields::register_helpers(&mut registry);
        let mut faults = Vec::new();
        for (number, (name, document)) in documents.iter().enumerate() {
            if let Some(at) = document.text.find([markup::OPEN, markup::CLOSE]) {
                let message =
                    say("模板里有不该有的字符", "a character that may not be here");
                faults.push(Diagnostic::error("template/markup", message).at(
                    &document.file,
                    &document.text,
                    at..at + markup::OPEN.len_utf8(),
                ));
                continue;
            }
            let stamped = stamp::stamp(&document.text, number);
            if registry.register_template_string(name, stamped).is_err() {
                faults.push(syntax::explain(document));
            }
        }
        let files = documents.iter().map(|(_, document)| document.clone()).collect();
        let template = Template { manifest, files, registry };
        if faults.is_empty() {
            let names: Vec<&str> =
                documents.iter().map(|(name, _)| name.as_str()).collect();
            faults = template.unknown_names(&names);
        }
        if faults.is_empty() { Ok(template) } else { Err(faults) }
    }

    /// Renders the template over the fields and parses the result.
    pub(super) fn nodes(
        &self,
        fields: &Fields<'_>,
    ) -> Result<Vec<Node>, Vec<Diagnostic>> {
        let rendered = self
            .registry
            .render("pack", fields.context())
            .map_err(|error| vec![self.explain_render(&error)])?;
        markup::parse(self, &rendered)
    }

    /// The same fault with its place in the template.
    pub(super) fn at(&self, fault: Diagnostic, stamp: Option<Stamp>) -> Diagnostic {
        match stamp.and_then(|stamp| Some((stamp, self.files.get(stamp.file)?))) {
            Some((stamp, document)) => {
                let range = stamp.at..stamp.at + stamp.len;
                fault.at(&document.file, &document.text, range)
            }
            None => match self.files.first() {
                Some(document) => fault.at(&document.file, &document.text, 0..0),
                None => fault,
            },
        }
    }

    /// The words at a number of reference marks in an attribute or elsewhere.
    pub(super) fn split(words: &str) -> Vec<Node> {
        let mut out = Vec::new();
        markup::split(words, &mut out);
        out
    }
}

/// The JSON Schema of `template.yaml`, for the YAML plug-in of an editor.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Manifest);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// The names and sentences of the shipped templates, in the order in which they are shown.
pub fn shipped() -> impl Iterator<Item = &'static str> {
    builtin::TEMPLATES.iter().map(|(name, _)| *name)
}

fn read_folder(path: &Path) -> Result<Vec<(String, Document)>, Vec<Diagnostic>> {
    let fault = |message: Say| vec![Diagnostic::error("template/unreadable", message)];
    let unreadable = |path: &Path, error: &dyn std::fmt::Display| {
        fault(say(
            format!("读不了“{}”：{error}", path.display()),
            format!("can't read `{}`: {error}", path.display()),
        ))
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(path).map_err(|e| unreadable(path, &e))? {
        paths.push(entry.map_err(|e| unreadable(path, &e))?.path());
    }
    // The order of a folder differs between machines.
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        if name != "template.yaml" && !name.ends_with(".hbs") {
            continue;
        }
        let size = std::fs::metadata(&path).map_err(|e| unreadable(&path, &e))?.len();
        if size > LARGEST {
            return Err(fault(say(
                format!("“{}”太大：模板文件不超过 4 MB", path.display()),
                format!(
                    "`{}` is too large: a template file has at most 4 MB",
                    path.display()
                ),
            )));
        }
        let bytes = std::fs::read(&path).map_err(|e| unreadable(&path, &e))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            fault(say(
                format!("“{}”不是 UTF-8 编码，请另存为 UTF-8", path.display()),
                format!("`{}` is not in UTF-8: save it again so", path.display()),
            ))
        })?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        files.push((name.to_owned(), Document::new(&path.display().to_string(), text)));
    }
    Ok(files)
}
