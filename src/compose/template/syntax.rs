//! What Handlebars complains about, said so that an editor understands it.
//!
//! Belongs here: syntax errors, errors while rendering, names that no field, parameter,
//! helper or partial has.
//! Does not belong here: faults of the markup (`markup`).

use handlebars::template::{HelperTemplate, Parameter, TemplateElement};
use handlebars::{
    Path, PathSeg, RenderError, RenderErrorReason, Template as Parsed,
    TemplateErrorReason,
};

use super::stamp::ATTRIBUTE;
use super::{Template, fields};
use crate::compose::wording;
use crate::diag::{Diagnostic, say};
use crate::yaml::{Document, suggest};

/// Says what is wrong with a file that does not compile.
pub(super) fn explain(document: &Document) -> Diagnostic {
    // The compiled text has stamps in it; the text itself gives the right column.
    let Err(error) = Parsed::compile(&document.text) else {
        let message = say("模板写得不对", "the template is wrong");
        return Diagnostic::error("template/syntax", message);
    };
    let (message, help) = match error.reason() {
        TemplateErrorReason::MismatchingClosedHelper(open, close)
        | TemplateErrorReason::MismatchingClosedDecorator(open, close) => (
            say(
                format!("{{{{#{open}}}}} 由 {{{{/{close}}}}} 来关闭"),
                format!("{{{{#{open}}}}} is closed by {{{{/{close}}}}}"),
            ),
            say(
                format!("用 {{{{/{open}}}}} 关闭"),
                format!("close it with {{{{/{open}}}}}"),
            ),
        ),
        _ => (
            say(
                "这里或稍前的双花括号写得不对",
                "the double braces are wrong here or just before",
            ),
            say(
                "检查 {{ 与 }} 是否成对，{{#if …}}、{{#each …}} 是否有 {{/if}}、{{/each}}",
                "look for a missing }}, {{/if}} or {{/each}}",
            ),
        ),
    };
    let (line, column) = error.pos().unwrap_or((1, 1));
    let at = offset(&document.text, line, column);
    let mut fault = Diagnostic::error("template/syntax", message).at(
        &document.file,
        &document.text,
        at..at + 2,
    );
    fault.help = Some(help);
    fault
}

/// The byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line.saturating_sub(1) {
        0 => 0,
        n => text.match_indices('\n').nth(n - 1).map_or(text.len(), |(at, _)| at + 1),
    };
    let rest = &text[start..];
    let line = rest.split('\n').next().unwrap_or(rest);
    let at = line
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(line.len(), |(at, _)| at);
    start + at
}

/// The same column without the stamps that stand before it on its line.
fn unstamped(stamped: &str, column: usize) -> usize {
    let mark = format!(" {ATTRIBUTE}=\"");
    let mut removed = 0;
    for (at, _) in stamped.match_indices(&mark) {
        let start = stamped[..at].chars().count() + 1;
        let end = stamped[at + mark.len()..].find('"').unwrap_or(0);
        if start < column {
            removed += (mark.len() + end + 1).min(column - start);
        }
    }
    column - removed
}

impl Template {
    fn document(&self, name: &str) -> Option<&Document> {
        self.files.iter().find(|document| {
            document.file.rsplit(['/', '\\']).next() == Some(&format!("{name}.hbs"))
        })
    }

    /// Says what went wrong while rendering.
    pub(super) fn explain_render(&self, error: &RenderError) -> Diagnostic {
        let known = self.known_names();
        let (message, help) = match error.reason() {
            RenderErrorReason::MissingVariable(Some(name)) => (
                say(
                    format!("这里没有“{name}”这个字段"),
                    format!("there is no field `{name}` here"),
                ),
                suggest(name, &known).or_else(|| {
                    Some(say(
                        format!("在 each 里用包的字段要写 @root.{name}"),
                        format!("inside an each, fields of the pack are @root.{name}"),
                    ))
                }),
            ),
            RenderErrorReason::PartialNotFound(name)
            | RenderErrorReason::TemplateNotFound(name) => (
                say(format!("没有片段“{name}”"), format!("there is no partial `{name}`")),
                Some(say(
                    format!("在模板文件夹里放一个 {name}.hbs"),
                    format!("put a {name}.hbs into the folder of the template"),
                )),
            ),
            RenderErrorReason::HelperNotFound(name) => (
                say(
                    format!("没有“{name}”这个助手"),
                    format!("there is no helper `{name}`"),
                ),
                suggest(name, fields::HELPERS),
            ),
            other => (
                say(
                    format!("模板执行出错：{other}"),
                    format!("the template failed: {other}"),
                ),
                None,
            ),
        };
        let mut fault = Diagnostic::error("template/render", message);
        let name = error.template_name.as_deref().unwrap_or("pack");
        if let Some(document) = self.document(name) {
            let line = error.line_no.unwrap_or(1);
            let stamped = super::stamp::stamp(&document.text, 0);
            let stamped_line =
                stamped.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            let column = unstamped(stamped_line, error.column_no.unwrap_or(1));
            let at = offset(&document.text, line, column);
            let len = document.text[at..].find("}}").map_or(0, |end| end + 2);
            fault = fault.at(&document.file, &document.text, at..at + len);
        }
        fault.help = help;
        fault
    }

    fn known_names(&self) -> Vec<&str> {
        let parameters = self.manifest.parameters.iter().map(|p| p.value.name.as_str());
        fields::TOP.iter().chain(fields::ARTICLE).copied().chain(parameters).collect()
    }

    /// Every name in the files that no field, parameter, helper or partial has. Strict
    /// rendering misses them where a branch is not taken, and `#if` takes them for false.
    pub(super) fn unknown_names(&self, partials: &[&str]) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for (number, name) in partials.iter().enumerate() {
            let Some(parsed) = self.registry.get_template(name) else { continue };
            let mut found = Vec::new();
            let mut locals = Vec::new();
            names_in(parsed, &mut locals, &mut found);
            let Some(document) = self.files.get(number) else { continue };
            let known = self.known_names();
            for name in found {
                let helper = name.role == Role::Helper;
                let partial = name.role == Role::Partial;
                let good = match name.role {
                    Role::Field => {
                        known.contains(&name.word.as_str())
                            || name.local
                            || fields::HELPERS.contains(&name.word.as_str())
                    }
                    Role::Word => wording::names().any(|known| known == name.word),
                    Role::Helper => fields::HELPERS.contains(&name.word.as_str()),
                    Role::Partial => partials.contains(&name.word.as_str()),
                };
                if good {
                    continue;
                }
                let word = &name.word;
                let words: Vec<&str> = wording::names().collect();
                let (code, message, allowed): (_, _, &[&str]) = if name.role == Role::Word
                {
                    let message = say(
                        format!("words 里没有“{word}”"),
                        format!("there is no `{word}` among the words"),
                    );
                    ("template/unknown-field", message, &words)
                } else if partial {
                    let message = say(
                        format!("没有片段“{word}”（{word}.hbs）"),
                        format!("there is no partial `{word}` ({word}.hbs)"),
                    );
                    ("template/unknown-partial", message, partials)
                } else if helper {
                    let message = say(
                        format!("没有“{word}”这个助手"),
                        format!("there is no helper `{word}`"),
                    );
                    ("template/unknown-helper", message, fields::HELPERS)
                } else {
                    let message = say(
                        format!("没有“{word}”这个字段或参数"),
                        format!("there is no field or parameter `{word}`"),
                    );
                    ("template/unknown-field", message, &known)
                };
                let mut fault = Diagnostic::error(code, message);
                fault.help = suggest(word, allowed);
                let range = place(&document.text, name.line, word);
                faults.push(fault.at(&document.file, &document.text, range));
            }
        }
        faults
    }
}

/// The first place at or after a line where a word stands inside braces.
fn place(text: &str, line: usize, word: &str) -> std::ops::Range<usize> {
    let start = offset(text, line, 1);
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text[start..]
        .match_indices(word)
        .map(|(at, _)| start + at)
        .find(|at| {
            let before = &text[..*at];
            let inside = before.rfind("{{") > before.rfind("}}");
            let whole = !before.ends_with(is_part)
                && !text[at + word.len()..].starts_with(is_part);
            inside && whole
        })
        .map_or(start..start, |at| at..at + word.len())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Field,
    /// A name under `words`.
    Word,
    Helper,
    Partial,
}

struct Name {
    word: String,
    role: Role,
    line: usize,
    /// Whether a block parameter or an argument of a partial has this name.
    local: bool,
}

fn names_in(parsed: &Parsed, locals: &mut Vec<String>, out: &mut Vec<Name>) {
    for (element, mapping) in parsed.elements.iter().zip(&parsed.mapping) {
        let line = mapping.0;
        match element {
            TemplateElement::Expression(helper)
            | TemplateElement::HtmlExpression(helper) => {
                expression(helper, line, locals, out);
            }
            TemplateElement::HelperBlock(helper) => {
                expression(helper, line, locals, out);
                let before = locals.len();
                for parameter in block_parameters(helper) {
                    locals.push(parameter);
                }
                for inner in [&helper.template, &helper.inverse].into_iter().flatten() {
                    names_in(inner, locals, out);
                }
                locals.truncate(before);
            }
            TemplateElement::PartialExpression(partial)
            | TemplateElement::PartialBlock(partial) => {
                if let Parameter::Name(name) = &partial.name {
                    out.push(Name {
                        word: name.clone(),
                        role: Role::Partial,
                        line,
                        local: false,
                    });
                }
                for parameter in &partial.params {
                    parameter_names(parameter, line, locals, out);
                }
            }
            _ => {}
        }
    }
}

fn block_parameters(helper: &HelperTemplate) -> Vec<String> {
    use handlebars::template::BlockParam;
    let name = |parameter: &Parameter| match parameter {
        Parameter::Name(name) => Some(name.clone()),
        _ => None,
    };
    match &helper.block_param {
        Some(BlockParam::Single(one)) => name(one).into_iter().collect(),
        Some(BlockParam::Pair((one, two))) => {
            name(one).into_iter().chain(name(two)).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn expression(
    helper: &HelperTemplate,
    line: usize,
    locals: &[String],
    out: &mut Vec<Name>,
) {
    let bare = !helper.block && helper.params.is_empty() && helper.hash.is_empty();
    match &helper.name {
        Parameter::Name(name) if !bare => {
            out.push(Name { word: name.clone(), role: Role::Helper, line, local: false });
        }
        name => parameter_names(name, line, locals, out),
    }
    for parameter in &helper.params {
        parameter_names(parameter, line, locals, out);
    }
}

fn parameter_names(
    parameter: &Parameter,
    line: usize,
    locals: &[String],
    out: &mut Vec<Name>,
) {
    match parameter {
        Parameter::Name(name) => {
            let local = locals.contains(name);
            out.push(Name { word: name.clone(), role: Role::Field, line, local });
        }
        Parameter::Path(Path::Relative((segments, _))) => {
            let mut role = Role::Field;
            for segment in segments {
                let PathSeg::Named(name) = segment else { continue };
                // `this` is the entry of a list; numbers are places in one.
                let special = name == "this" || name.parse::<usize>().is_ok();
                let local = special || locals.contains(name);
                out.push(Name { word: name.clone(), role, line, local });
                role = if name == "words" { Role::Word } else { Role::Field };
            }
        }
        Parameter::Path(_) | Parameter::Literal(_) => {}
        Parameter::Subexpression(sub) => {
            if let TemplateElement::Expression(helper) = sub.element.as_ref() {
                expression(helper, line, locals, out);
            }
        }
        // The crate may learn more kinds; strict rendering checks them all the same.
        _ => {}
    }
}
