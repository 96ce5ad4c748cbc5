//! The fields that a template may use.
//!
//! A field that holds words of a source or a job renders as a mark that stands for a
//! reference: a number between two characters that nobody can type. Handlebars never sees
//! the words, so nothing in them can act as markup, and their positions survive. A field
//! without a value renders as nothing, which `#if` takes for false.

use handlebars::{Handlebars, handlebars_helper};
use serde_json::{Map, Value as Json, json};

use super::Template;
use super::markup::mark;
use crate::compose::wording;
use crate::diag::{Diagnostic, say};
use crate::job::{Job, Value};
use crate::lang::Lang;
use crate::model::{Article, Date, Origin, Pack, Text};
use crate::yaml::suggest;

/// The fields of the pack. `page`, `pages` and `running` are the number of the page, the
/// number of pages and the title of the article that the page shows; `words` holds the
/// words of the pack's language, such as `words.contents`. `name` is what a masthead says:
/// the title, unless that is the title of the only article and will be read below anyway.
pub(super) const TOP: &[&str] = &[
    "title", "name", "issue", "issuer", "date", "articles", "page", "pages", "running",
    "words", "this",
];

/// The fields of an article.
pub(super) const ARTICLE: &[&str] = &[
    "kicker",
    "title",
    "subtitle",
    "note",
    "byline",
    "source",
    "date",
    "edition",
    "notes",
    "body",
    "untitled",
    "continuation",
];

/// The helpers that a template may use.
pub(super) const HELPERS: &[&str] = &[
    "if", "unless", "each", "with", "lookup", "raw", "eq", "ne", "gt", "gte", "lt",
    "lte", "and", "or", "not", "len", "join", "wrap", "plus",
];

handlebars_helper!(plus: |a: i64, b: i64| a.saturating_add(b));

handlebars_helper!(join: |between: str, *parts| {
    // The words between are the first of the parameters.
    let parts = parts.iter().skip(1).filter_map(|part| part.as_str());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(between)
});

handlebars_helper!(wrap: |before: str, inner: str, after: str| {
    if inner.is_empty() { String::new() } else { format!("{before}{inner}{after}") }
});

/// `{{join "，" a b}}` puts words between the fields that are not empty;
/// `{{wrap "（" a "）"}}` puts words around a field that is not; `{{plus a b}}` adds.
pub(super) fn register_helpers(registry: &mut Handlebars<'_>) {
    registry.register_helper("join", Box::new(join));
    registry.register_helper("wrap", Box::new(wrap));
    registry.register_helper("plus", Box::new(plus));
}

/// What a mark in the rendered template stands for.
#[derive(Debug, Clone)]
pub(crate) enum Reference<'p> {
    /// Words of the pack.
    Text(&'p Text, Printed),
    /// Words that were made from the pack, such as a date, with the place that they were
    /// made from.
    Made(String, Option<Origin>, Printed),
    /// Words of the job.
    Words(String),
    /// The body of the article with this number.
    Body(usize),
    /// The number of the page.
    Page,
    /// The number of pages.
    Pages,
    /// The running head.
    Running,
}

/// Which part of the pack a reference prints: an article's number and the part's place
/// in [`Fields::parts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Printed(pub(crate) usize);

/// A part of the pack that a template should print.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// What editors call it.
    pub(crate) zh: &'static str,
    /// The same in English.
    pub(crate) en: &'static str,
    /// Its first words.
    pub(crate) words: String,
    /// Where it comes from.
    pub(crate) origin: Option<Origin>,
}

/// Fields and references of one pack.
pub(crate) struct Fields<'p> {
    context: Json,
    /// What the marks stand for.
    pub(crate) references: Vec<Reference<'p>>,
    /// Every part of the pack that a template can print.
    pub(crate) parts: Vec<Part>,
}

impl<'p> Fields<'p> {
    /// The fields of a pack and a job for a template. Faults are parameters of the job
    /// that the template does not know or that have the wrong type.
    pub(crate) fn new(
        template: &Template,
        pack: &'p Pack,
        job: &Job,
        date: Option<Date>,
        lang: Lang,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut fields =
            Fields { context: Json::Null, references: Vec::new(), parts: Vec::new() };
        let mut top = Map::new();
        let words = |fields: &mut Self, value: &Option<String>| {
            fields.words(value.as_deref().unwrap_or_default())
        };
        top.insert("title".into(), words(&mut fields, &job.title));
        let repeated = matches!(pack.articles.as_slice(), [only]
            if only.title.as_ref().is_some_and(|own| Some(&own.text) == job.title.as_ref()));
        let name = repeated.then(|| wording::word(lang, "masthead").to_owned());
        top.insert(
            "name".into(),
            words(&mut fields, &name.or_else(|| job.title.clone())),
        );
        top.insert("issue".into(), words(&mut fields, &job.issue));
        top.insert("issuer".into(), words(&mut fields, &job.issuer));
        let date = date.map(|date| wording::date(&date, lang));
        top.insert("words".into(), wording::all(lang));
        top.insert("date".into(), words(&mut fields, &date));
        for (name, reference) in [
            ("page", Reference::Page),
            ("pages", Reference::Pages),
            ("running", Reference::Running),
        ] {
            top.insert(name.into(), fields.refer(reference));
        }
        fields.parameters(template, job, &mut top)?;
        let articles = pack
            .articles
            .iter()
            .enumerate()
            .map(|(n, article)| fields.article(n, article, lang));
        let articles = articles.collect::<Vec<_>>();
        top.insert("articles".into(), Json::Array(articles));
        fields.context = Json::Object(top);
        Ok(fields)
    }

    /// What Handlebars sees.
    pub(super) fn context(&self) -> &Json {
        &self.context
    }

    fn refer(&mut self, reference: Reference<'p>) -> Json {
        self.references.push(reference);
        Json::String(mark(self.references.len() - 1))
    }

    fn words(&mut self, words: &str) -> Json {
        let words = words.trim();
        if words.is_empty() {
            return Json::String(String::new());
        }
        self.refer(Reference::Words(words.to_owned()))
    }

    fn part(
        &mut self,
        zh: &'static str,
        en: &'static str,
        words: &str,
        origin: Option<Origin>,
    ) -> Printed {
        let words = words.chars().take(20).collect();
        self.parts.push(Part { zh, en, words, origin });
        Printed(self.parts.len() - 1)
    }

    fn text(
        &mut self,
        zh: &'static str,
        en: &'static str,
        text: &'p Option<Text>,
    ) -> Json {
        match text {
            Some(text) if !text.text.is_empty() => {
                let printed = self.part(zh, en, &text.text, text.origin);
                self.refer(Reference::Text(text, printed))
            }
            _ => Json::String(String::new()),
        }
    }

    fn article(&mut self, number: usize, article: &'p Article, lang: Lang) -> Json {
        let mut map = Map::new();
        for (name, zh, en, text) in [
            ("kicker", "引题", "the kicker", &article.kicker),
            ("title", "标题", "the title", &article.title),
            ("subtitle", "副题", "the subtitle", &article.subtitle),
            ("note", "题注", "the note", &article.note),
            ("byline", "署名", "the byline", &article.byline),
            ("source", "来源", "the source", &article.source),
            ("edition", "版次", "the page of the paper", &article.page),
        ] {
            let value = self.text(zh, en, text);
            map.insert(name.into(), value);
        }
        let date =
            article.date.map(|date| wording::date(&date, lang)).filter(|d| !d.is_empty());
        let date_words = article.date_words.as_ref();
        let date = match (date, date_words) {
            (Some(date), words) => {
                let origin = words.and_then(|words| words.origin);
                let printed = self.part("日期", "the date", &date, origin);
                self.refer(Reference::Made(date, origin, printed))
            }
            (None, Some(_)) => self.text("日期", "the date", &article.date_words),
            (None, None) => Json::String(String::new()),
        };
        map.insert("date".into(), date);
        let notes = article.notes.iter().map(|note| {
            let printed = self.part("附记", "a note", &note.text, note.origin);
            self.refer(Reference::Text(note, printed))
        });
        let notes = notes.collect::<Vec<_>>();
        map.insert("notes".into(), Json::Array(notes));
        let body = self.refer(Reference::Body(number));
        map.insert("body".into(), body);
        map.insert("untitled".into(), json!(article.title.is_none()));
        map.insert("continuation".into(), json!(article.continuation));
        Json::Object(map)
    }

    fn parameters(
        &mut self,
        template: &Template,
        job: &Job,
        top: &mut Map<String, Json>,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let known: Vec<&str> =
            template.manifest.parameters.iter().map(|p| p.value.name.as_str()).collect();
        for name in job.parameters.keys().filter(|name| !known.contains(&name.as_str())) {
            let message = say(
                format!("模板“{}”没有参数“{name}”", template.manifest.name),
                format!("the template has no parameter `{name}`"),
            );
            let mut fault = Diagnostic::error("job/unknown-parameter", message);
            fault.help = suggest(name, &known);
            faults.push(job.blame(fault, name));
        }
        for parameter in template.manifest.parameters.iter().map(|p| &p.value) {
            let given = job.parameters.get(&parameter.name);
            let value = match given.or(parameter.default.as_ref()) {
                Some(value) => match parameter.shape(value) {
                    Ok(value) => value,
                    Err(message) => {
                        let fault = Diagnostic::error("job/bad-parameter", message);
                        faults.push(job.blame(fault, &parameter.name));
                        continue;
                    }
                },
                None => parameter.empty(),
            };
            let value = match value {
                Value::Flag(flag) => json!(flag),
                Value::Number(number) => json!(number),
                // A choice is compared in the template, so it is given as it is.
                Value::Words(words) if !parameter.values.is_empty() => json!(words),
                Value::Words(words) => self.words(&words),
                Value::List(items) => {
                    Json::Array(items.iter().map(|item| self.words(item)).collect())
                }
            };
            top.insert(parameter.name.clone(), value);
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
}
