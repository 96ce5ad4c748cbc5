//! Styles: YAML files that say how the classes of a template look.
//!
//! Belongs here: the language of style files, inheritance, units of the trade, and the
//! result: a [`Style`] that has a [`Look`] for every class.
//! Does not belong here: which class stands where (`template`).

mod language;
mod resolve;
#[cfg(test)]
mod tests;
mod units;

pub use language::{
    AlignWord, BreakWord, Entry, GridEntry, KindWord, Margins, NumberingWord, PageEntry,
    PlaceWord, RulesEntry, StyleFile, TypeArea,
};
pub use units::{Length, MM, Measures, SIZES};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::builtin;
use super::sheet::{self, Numbering, Page};
use crate::diag::{Diagnostic, Say, say};
use crate::lang::Lang;
use crate::yaml::{self, Document};
use language::Word;

/// A style, read, inherited and computed.
#[derive(Debug, Clone)]
pub struct Style {
    /// What people call it.
    pub name: String,
    /// The page.
    pub page: Page,
    /// The look of the body.
    pub body: Look,
    /// Every class and its look.
    pub looks: BTreeMap<String, Look>,
    /// Who counts headings and list items in a Word file.
    pub numbering: Numbering,
}

/// The look of one class.
#[derive(Debug, Clone)]
pub struct Look {
    /// How it looks.
    pub style: sheet::Style,
    /// Whether its parts go to the two ends of the line.
    pub sides: bool,
    /// Whether a character entry brings its own face. Without one the words around it
    /// lend theirs.
    pub own_font: bool,
    /// The same for the face of Latin letters.
    pub own_latin: bool,
    /// The same for the colour.
    pub own_color: bool,
    /// The same for the weight.
    pub own_bold: bool,
    /// The sign before an item of a list without numbers.
    pub bullet: Option<char>,
}

/// How many files may extend each other.
const DEEPEST: usize = 16;

impl Style {
    /// Reads a style by the name of a shipped one or the path of a file.
    pub fn load(name_or_path: &str) -> Result<Self, Vec<Diagnostic>> {
        let file = find(name_or_path, Path::new("")).map_err(|message| {
            vec![with_names(Diagnostic::error("style/not-found", message), name_or_path)]
        })?;
        file.chain()
    }

    /// The same style for a language: Japanese and Korean paragraphs are indented by one
    /// character where Chinese ones are by two.
    pub(super) fn in_language(&self, lang: Lang) -> Style {
        let mut style = self.clone();
        if matches!(lang, Lang::ZhHans | Lang::ZhHant) {
            return style;
        }
        let looks = style.looks.values_mut().chain([&mut style.body]);
        for look in looks.filter(|look| look.style.first_indent == 2.0) {
            look.style.first_indent = 1.0;
        }
        style
    }

    /// Reads a style from its text. `file` is its name in messages, and relative paths in
    /// it are relative to `folder`.
    pub fn read(text: &str, file: &str, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Found {
            document: Document::new(file, text),
            folder: folder.to_owned(),
            root: false,
        }
        .chain()
    }
}

/// The JSON Schema of style files, for the YAML plug-in of an editor.
pub fn schema() -> String {
    let schema = schemars::schema_for!(StyleFile);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

fn with_names(diagnostic: Diagnostic, wanted: &str) -> Diagnostic {
    let names: Vec<&str> = builtin::STYLES.iter().map(|(name, _)| *name).collect();
    Diagnostic { help: yaml::suggest(wanted, &names), ..diagnostic }
}

/// A style file that was found.
struct Found {
    document: Document,
    /// The folder from which its own paths are taken.
    folder: PathBuf,
    /// Whether it is the one that every chain ends with.
    root: bool,
}

fn find(name_or_path: &str, folder: &Path) -> Result<Found, Say> {
    if let Some((name, text)) = builtin::STYLES.iter().find(|(n, _)| *n == name_or_path) {
        let document = Document::new(&format!("styles/{name}.yaml"), text);
        return Ok(Found { document, folder: folder.to_owned(), root: *name == "base" });
    }
    let path = folder.join(name_or_path);
    let looks_like_path = name_or_path.contains(['/', '\\', '.']) || path.is_file();
    if !looks_like_path {
        return Err(say(
            format!("没有名为“{name_or_path}”的样式"),
            format!("there is no style `{name_or_path}`"),
        ));
    }
    let bytes = std::fs::read(&path).map_err(|error| {
        say(
            format!("读不了样式文件“{}”：{error}", path.display()),
            format!("can't read the style `{}`: {error}", path.display()),
        )
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        say(
            format!("样式文件“{}”不是 UTF-8 编码，请另存为 UTF-8", path.display()),
            format!("the style `{}` is not in UTF-8: save it again so", path.display()),
        )
    })?;
    Ok(Found {
        document: Document::new(&path.display().to_string(), &text),
        folder: path.parent().unwrap_or(folder).to_owned(),
        root: false,
    })
}

impl Found {
    /// Reads the file and all that it extends, and resolves them.
    fn chain(self) -> Result<Style, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let mut links: Vec<(Document, StyleFile)> = Vec::new();
        let mut next = Some(self);
        while let Some(found) = next.take() {
            let file: StyleFile = found.document.read()?;
            check(&found.document, &file, &mut faults);
            let parent = match &file.extends {
                Some(word) => Some((word.value.clone(), Some(word.clone()))),
                None if found.root => None,
                None => Some(("base".to_owned(), None)),
            };
            if let Some((name, word)) = parent {
                if links.len() >= DEEPEST {
                    let message =
                        say("样式互相继承，绕成了圈", "styles extend in a circle");
                    faults.push(at(
                        Diagnostic::error("style/circle", message),
                        &found.document,
                        word.as_ref(),
                    ));
                } else {
                    match find(&name, &found.folder) {
                        Ok(found) => next = Some(found),
                        Err(message) => faults.push(at(
                            with_names(
                                Diagnostic::error("style/not-found", message),
                                &name,
                            ),
                            &found.document,
                            word.as_ref(),
                        )),
                    }
                }
            }
            links.push((found.document, file));
        }
        let (page, entries) = merge(&links);
        check_parents(&links, &entries, &mut faults);
        if let Some((document, _)) =
            links.first().filter(|_| faults.is_empty() && !entries.contains_key("body"))
        {
            let message =
                say("样式没有 body（正文）一项", "the style has no entry `body`");
            faults.push(at(Diagnostic::error("style/no-body", message), document, None));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let name = links.iter().find_map(|(_, file)| file.name.clone());
        let numbering = links.iter().find_map(|(_, file)| file.numbering);
        let style = Style {
            numbering: numbering.map(Numbering::from).unwrap_or_default(),
            ..resolve::resolve(name.unwrap_or_default(), &page, &entries)
        };
        let page = &style.page;
        let outside = page.outside < 0.0 || page.bottom < 0.0;
        let narrow = page.measure() < 72.0 || page.depth() < 72.0;
        if let Some((document, _)) = links.first().filter(|_| outside || narrow) {
            let message = say(
                "版心放不进纸张：检查 size、type-area 或 margins",
                "the type area does not fit the sheet: look at size, type-area or margins",
            );
            return Err(vec![at(
                Diagnostic::error("style/no-room", message),
                document,
                None,
            )]);
        }
        Ok(style)
    }
}

fn at(diagnostic: Diagnostic, document: &Document, word: Option<&Word>) -> Diagnostic {
    match word {
        Some(word) => {
            let range = document.range(&word.referenced);
            diagnostic.at(&document.file, &document.text, range)
        }
        None => diagnostic.at(&document.file, &document.text, 0..0),
    }
}

fn merge(links: &[(Document, StyleFile)]) -> (PageEntry, BTreeMap<String, Entry>) {
    let mut page = PageEntry::default();
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for (_, file) in links.iter().rev() {
        page = file.page.over(&page);
        for (class, entry) in &file.classes {
            let merged = match entries.get(class) {
                Some(parent) => entry.value.over(parent),
                None => entry.value.clone(),
            };
            entries.insert(class.clone(), merged);
        }
    }
    (page, entries)
}

/// What a word must be.
enum Must {
    Length,
    /// A length that does not depend on the type: page and margins.
    Fixed,
    Color,
    Rule,
    Sheet,
    Bullet,
}

fn check(document: &Document, file: &StyleFile, faults: &mut Vec<Diagnostic>) {
    let mut word = |word: &Option<Word>, must: Must| {
        let Some(word) = word else { return };
        let measures = Measures { em: 16.0, line: 28.0, grid: 16.0 };
        let read = match must {
            Must::Length => Length::read(&word.value).map(drop),
            Must::Fixed => match Length::read(&word.value) {
                Ok(Length::Points(points)) if points >= 0.0 => Ok(()),
                Ok(_) => Err(say(
                    format!("“{}”在这里不行：用 mm 或 pt", word.value),
                    format!("`{}` can't stand here: use mm or pt", word.value),
                )),
                Err(message) => Err(message),
            },
            Must::Color => units::color(&word.value).map(drop),
            Must::Bullet => units::bullet(&word.value).map(drop),
            Must::Rule => units::rule(&word.value, measures).map(drop),
            Must::Sheet => resolve::sheet_size(&word.value).map(drop).ok_or_else(|| {
                say(
                    format!("“{}”不是纸张：用 A4、A3、A5、B5、16开或“宽 高”", word.value),
                    format!(
                        "`{}` is no sheet: use A4, A3, A5, B5, 16开 or `210mm 297mm`",
                        word.value
                    ),
                )
            }),
        };
        if let Err(message) = read {
            let fault = Diagnostic::error("style/bad-value", message);
            faults.push(at(fault, document, Some(word)));
        }
    };
    let page = &file.page;
    word(&page.size, Must::Sheet);
    word(&page.foot_distance, Must::Fixed);
    word(&page.head_distance, Must::Fixed);
    if let Some(area) = &page.type_area {
        for side in [&area.top, &area.inner, &area.width, &area.height] {
            word(&Some(side.clone()), Must::Fixed);
        }
    }
    if let Some(margins) = &page.margins {
        for side in [&margins.top, &margins.bottom, &margins.inner, &margins.outer] {
            word(&Some(side.clone()), Must::Fixed);
        }
    }
    for entry in file.classes.values().map(|entry| &entry.value) {
        for length in [
            &entry.size,
            &entry.first_indent,
            &entry.left_indent,
            &entry.right_indent,
            &entry.pitch,
            &entry.before,
            &entry.after,
            &entry.padding,
            &entry.tracking,
        ] {
            word(length, Must::Length);
        }
        word(&entry.color, Must::Color);
        word(&entry.background, Must::Color);
        word(&entry.bullet, Must::Bullet);
        if let Some(rules) = &entry.rules {
            for rule in
                [&rules.top, &rules.bottom, &rules.left, &rules.right, &rules.inner]
            {
                word(rule, Must::Rule);
            }
        }
    }
    if let Some(grid) = page
        .grid
        .filter(|g| !(1..=200).contains(&g.lines) || !(1..=200).contains(&g.characters))
    {
        let message = say(
            format!("网格 {}行×{}字排不了：各为 1 到 200", grid.lines, grid.characters),
            "lines and characters of the grid must be 1 to 200",
        );
        faults.push(at(Diagnostic::error("style/bad-value", message), document, None));
    }
    for (class, entry) in &file.classes {
        let good = class.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !good || class.is_empty() {
            let message = say(
                format!("类名“{class}”只能用字母、数字和“-”"),
                format!("the class `{class}` may only have letters, digits and `-`"),
            );
            let range = document.range(&entry.referenced);
            faults.push(Diagnostic::error("style/bad-class", message).at(
                &document.file,
                &document.text,
                range,
            ));
        }
    }
}

fn check_parents(
    links: &[(Document, StyleFile)],
    entries: &BTreeMap<String, Entry>,
    faults: &mut Vec<Diagnostic>,
) {
    let names: Vec<&str> = entries.keys().map(String::as_str).collect();
    for (document, file) in links {
        for (class, entry) in &file.classes {
            let Some(word) = &entry.value.based_on else { continue };
            if !entries.contains_key(&word.value) {
                let message = say(
                    format!("“{class}”所依据的“{}”不存在", word.value),
                    format!(
                        "`{class}` is based on `{}`, which does not exist",
                        word.value
                    ),
                );
                let mut fault = Diagnostic::error("style/unknown-class", message);
                fault.help = yaml::suggest(&word.value, &names);
                faults.push(at(fault, document, Some(word)));
                continue;
            }
            let mut seen = vec![class.as_str()];
            let mut parent = Some(word.value.as_str());
            while let Some(name) = parent {
                if seen.contains(&name) {
                    let message = say(
                        format!("“{class}”绕一圈又依据了自己"),
                        format!("`{class}` is based on itself in a circle"),
                    );
                    let fault = Diagnostic::error("style/circle", message);
                    faults.push(at(fault, document, Some(word)));
                    break;
                }
                seen.push(name);
                parent = entries
                    .get(name)
                    .and_then(|entry| entry.based_on.as_ref())
                    .map(|word| word.value.as_str());
            }
        }
    }
}
