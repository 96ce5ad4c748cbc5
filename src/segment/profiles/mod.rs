//! Profiles (来稿规则): rules for one kind of source, such as the pages of one site.
//!
//! Belongs here: reading a profile, knowing its kind of source, and what it says about the
//! lines of one.
//! Does not belong here: rules that hold for every text (`rules`), and corrections of one
//! source (`corrections`).
//!
//! A profile says of lines what an editor would say of them in a side file, with the words
//! that such a line holds. It needs no regular expression: a line is known by its
//! beginning, its end, the whole of it or something in it, and by its place.

mod builtin;
mod language;
mod learn;
mod pattern;
mod suspects;

pub use builtin::SHIPPED;
pub use language::{
    FieldWord, LabelWord, Lines, LinesEntry, PlaceWord, ProfileFile, Suspect, When, Words,
};
pub use learn::{Lesson, lesson, profile_of};
pub(crate) use suspects::Suspects;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use pattern::{Folded, Pattern, Place, fold, prefix_len};

use super::orders::{Order, obey, order};
use super::sheet::{Cut, Sheet, Verdict};
use super::{Field, Label};
use crate::diag::{Diagnostic, say};
use crate::yaml::{self, Document};

/// How sure a profile is of what it says.
const CONFIDENCE: f32 = 0.98;

/// How many rules a profile may have. The largest list of cues of our own has some 700.
const MOST_RULES: usize = 2000;

/// Rules for one kind of source.
#[derive(Debug)]
pub struct Profile {
    /// What it is called: the name of its file without ending.
    pub name: String,
    /// What it is for.
    pub description: String,
    when: Vec<Recognised>,
    at_least: usize,
    rules: Vec<Rule>,
    suspects: Vec<Suspect>,
    /// The name of the rule under which the account enters what it drops.
    account: &'static str,
    document: Document,
}

/// One sign of a kind of source.
#[derive(Debug)]
enum Recognised {
    Line(Pattern),
    Word(String),
}

/// One line of a profile.
#[derive(Debug)]
struct Rule {
    pattern: Pattern,
    does: Does,
    /// The profile and the line of its file: `profile/e-paper:12`.
    reason: &'static str,
    /// The line of the file, from 1. A rule that stands higher goes before.
    line: usize,
}

#[derive(Debug, Clone)]
enum Does {
    /// What an editor would order.
    Orders(Vec<Order>),
    /// Articles end with it.
    Ends,
    /// It tells this of the article.
    Field(Field),
}

/// What a profile says about one line of a text.
#[derive(Debug, Clone)]
pub(crate) struct Decision {
    line: usize,
    does: Does,
    reason: &'static str,
    /// The values of its fields, in bytes of the line.
    fields: Vec<(Range<usize>, Field)>,
}

impl Profile {
    /// Loads a profile by the name of a shipped one or the path of a YAML file.
    ///
    /// # Errors
    /// There is no such profile, or everything that is wrong in it.
    pub fn load(name_or_path: &str) -> Result<Self, Vec<Diagnostic>> {
        if let Some((name, text)) = SHIPPED.iter().find(|(n, _)| *n == name_or_path) {
            return Self::read(text, &format!("profiles/{name}.yaml"));
        }
        let path = Path::new(name_or_path);
        let looks_like_path = name_or_path.contains(['/', '\\', '.']) || path.is_file();
        if !looks_like_path {
            let names: Vec<&str> = SHIPPED.iter().map(|(name, _)| *name).collect();
            let message = say(
                format!("没有名为“{name_or_path}”的来稿规则"),
                format!("there is no profile `{name_or_path}`"),
            );
            let mut fault = Diagnostic::error("profile/not-found", message);
            fault.help = yaml::suggest(name_or_path, &names);
            return Err(vec![fault]);
        }
        let text =
            std::fs::read(path).map_err(|error| error.to_string()).and_then(|bytes| {
                String::from_utf8(bytes).map_err(|_| "不是 UTF-8（not UTF-8）".into())
            });
        match text {
            Ok(text) => Self::read(&text, name_or_path),
            Err(why) => Err(vec![Diagnostic::error(
                "profile/unreadable",
                say(
                    format!("读不了来稿规则“{name_or_path}”：{why}"),
                    format!("cannot read the profile {name_or_path}: {why}"),
                ),
            )]),
        }
    }

    /// Reads a profile from the text of its file. `file` is its name in messages; without
    /// folder and ending it is the name of the profile.
    ///
    /// # Errors
    /// Everything that is wrong in it.
    pub fn read(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let document = Document::new(file, text);
        let written: ProfileFile = document.read()?;
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let name = name.strip_suffix(".yaml").or(name.strip_suffix(".yml"));
        let name = name.unwrap_or(file).to_owned();
        let mut faults = Vec::new();
        let mut rules = Vec::new();
        let mut add = |lines: &serde_saphyr::Spanned<Lines>, does: Does| {
            let line = usize::try_from(lines.referenced.line()).unwrap_or(0);
            match Pattern::new(&lines.value.0) {
                Some(pattern) => {
                    let reason = intern(format!("profile/{name}:{line}"));
                    rules.push(Rule { pattern, does, reason, line });
                }
                None => faults.push(says_nothing(&document, lines)),
            }
        };
        for lines in &written.drop {
            add(lines, Does::Orders(vec![Order::Is(Label::Chrome)]));
        }
        for lines in &written.start {
            add(lines, Does::Orders(vec![Order::Start]));
        }
        for lines in &written.end {
            add(lines, Does::Ends);
        }
        for (word, list) in &written.labels {
            let orders: Vec<Order> =
                word.0.split(['+', '＋']).filter_map(order).collect();
            list.iter().for_each(|lines| add(lines, Does::Orders(orders.clone())));
        }
        for (field, list) in &written.fields {
            for word in list {
                let entry = LinesEntry {
                    begins: Words(vec![word.value.clone()]),
                    ..LinesEntry::default()
                };
                let lines = serde_saphyr::Spanned {
                    value: Lines(entry),
                    referenced: word.referenced,
                    defined: word.defined,
                };
                add(&lines, Does::Field(field.field()));
            }
        }
        rules.sort_by_key(|rule| rule.line);
        let when = written.when.unwrap_or_default();
        let mut signs = Vec::new();
        for lines in &when.lines {
            match Pattern::new(&lines.value.0) {
                Some(pattern) => signs.push(Recognised::Line(pattern)),
                None => faults.push(says_nothing(&document, lines)),
            }
        }
        let words = when.words.iter().map(|word| fold(word)).filter(|w| !w.is_empty());
        signs.extend(words.map(Recognised::Word));
        if rules.len() > MOST_RULES {
            let message = say(
                format!("规则有 {} 条，最多 {MOST_RULES} 条", rules.len()),
                format!("{} rules, and a profile has at most {MOST_RULES}", rules.len()),
            );
            faults.push(Diagnostic::error("profile/too-many-rules", message));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Profile {
            account: intern(format!("profile/{name}")),
            name,
            description: written.description.unwrap_or_default(),
            at_least: when.at_least.unwrap_or(1).min(signs.len()),
            when: signs,
            rules,
            suspects: written.suspects.into_iter().map(|s| s.value).collect(),
            document,
        })
    }

    /// The text of its file.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// Whether a text is of the kind that the profile is for.
    fn knows(&self, lines: &[Folded], places: &[Place]) -> bool {
        let occurs = |sign: &&Recognised| match sign {
            Recognised::Line(pattern) => {
                lines.iter().zip(places).any(|(line, place)| pattern.fits(line, *place))
            }
            Recognised::Word(word) => lines.iter().any(|line| line.text.contains(word)),
        };
        self.when.iter().filter(occurs).take(self.at_least).count() >= self.at_least
    }

    /// What the profile says about the lines of a text, in order.
    pub(crate) fn decide(&self, sheet: &Sheet<'_>) -> Vec<Decision> {
        let lines = folded(sheet);
        // What the profile drops wherever it stands is no running text, so that a notice
        // in whole sentences does not count as the last paragraph.
        let dropped: Vec<bool> = lines
            .iter()
            .map(|line| {
                self.rules.iter().any(|rule| {
                    rule.drops()
                        && rule.pattern.place.is_none()
                        && rule.pattern.fits(line, Place::ANY)
                })
            })
            .collect();
        let places = pattern::places(sheet, &dropped);
        let mut decisions = Vec::new();
        let mut labelled = vec![false; lines.len()];
        let mut starts = vec![false; lines.len()];
        for (i, (line, place)) in lines.iter().zip(&places).enumerate() {
            for rule in self.rules.iter().filter(|rule| rule.pattern.fits(line, *place)) {
                let decision = Decision {
                    line: i,
                    does: rule.does.clone(),
                    reason: rule.reason,
                    fields: Vec::new(),
                };
                if rule.only_marks() {
                    starts[i] |= rule.starts();
                    decisions.push(decision);
                } else if !labelled[i] {
                    labelled[i] = true;
                    let fields = match rule.does {
                        Does::Field(_) => self.fields(sheet.words(i)),
                        _ => Vec::new(),
                    };
                    decisions.push(Decision { fields, ..decision });
                }
            }
        }
        self.spread(&lines, &places, &starts, &mut labelled, &mut decisions);
        decisions.sort_by_key(|decision| decision.line);
        decisions
    }

    /// Spreads rules that speak of several lines at once: 到, 到底, 从头.
    fn spread(
        &self,
        lines: &[Folded],
        places: &[Place],
        starts: &[bool],
        labelled: &mut [bool],
        decisions: &mut Vec<Decision>,
    ) {
        for rule in self.rules.iter().filter(|rule| rule.pattern.is_wide()) {
            let mut next = 0;
            for (i, (line, place)) in lines.iter().zip(places).enumerate() {
                if i < next || !rule.pattern.fits(line, *place) {
                    continue;
                }
                let article_ends =
                    || (i + 1..lines.len()).find(|j| starts[*j]).unwrap_or(lines.len());
                let (from, to) = if rule.pattern.from_top {
                    (0, i)
                } else if rule.pattern.to_end {
                    (i + 1, article_ends())
                } else {
                    let last = (i + 1..lines.len())
                        .find(|j| rule.pattern.through.contains(&lines[*j].text));
                    (i + 1, last.map_or(i + 1, |last| last + 1))
                };
                for (j, labelled) in labelled.iter_mut().enumerate().take(to).skip(from) {
                    if !std::mem::replace(labelled, true) {
                        let does = rule.does.clone();
                        let reason = rule.reason;
                        decisions.push(Decision {
                            line: j,
                            does,
                            reason,
                            fields: Vec::new(),
                        });
                    }
                }
                next = to.max(i + 1);
            }
        }
    }

    /// The values of all fields of a line: each goes up to the words of the next.
    fn fields(&self, words: &str) -> Vec<(Range<usize>, Field)> {
        let mut heads: Vec<(usize, usize, Field)> = Vec::new();
        let mut at = 0;
        let mut boundary = true;
        while let Some(c) = words[at..].chars().next() {
            let head = self.rules.iter().filter(|_| boundary).find_map(|rule| {
                let Does::Field(field) = rule.does else { return None };
                let word = rule.pattern.begins.first()?;
                prefix_len(&words[at..], word).map(|len| (at, at + len, field))
            });
            if let Some(head) = head {
                at = head.1;
                heads.push(head);
                continue;
            }
            boundary = !c.is_alphanumeric();
            at += c.len_utf8();
        }
        let ends = heads.iter().skip(1).map(|h| h.0).chain([words.len()]);
        let signs = |c: char| {
            c.is_whitespace() || matches!(c, '|' | '｜' | '丨' | '/' | '：' | ':' | '，')
        };
        heads
            .iter()
            .zip(ends)
            .filter_map(|((_, start, field), end)| {
                let raw = &words[*start..end];
                let from = start + raw.len() - raw.trim_start_matches(signs).len();
                let value = words[from..end].trim_end_matches(signs);
                (!value.is_empty()).then(|| (from..from + value.len(), *field))
            })
            .collect()
    }
}

impl Rule {
    fn drops(&self) -> bool {
        matches!(&self.does, Does::Orders(orders) if orders.contains(&Order::Is(Label::Chrome)))
    }

    fn starts(&self) -> bool {
        matches!(&self.does, Does::Orders(orders) if orders.contains(&Order::Start))
    }

    /// Whether it says where articles begin or end, and not what the line is.
    fn only_marks(&self) -> bool {
        match &self.does {
            Does::Ends => true,
            Does::Orders(orders) => orders.iter().all(|order| *order == Order::Start),
            Does::Field(_) => false,
        }
    }
}

impl FieldWord {
    fn field(self) -> Field {
        match self {
            FieldWord::Source => Field::Source,
            FieldWord::Date => Field::Date,
            FieldWord::Author => Field::Author,
            FieldWord::Page => Field::Page,
            FieldWord::Editor => Field::Editor,
        }
    }
}

/// The JSON Schema of profiles, for the YAML plug-in of an editor.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ProfileFile);
    serde_json::to_string_pretty(&schema).unwrap_or_default()
}

/// The name under which the account enters what was dropped for a reason: that of the
/// profile, without the line, where a profile decided.
pub(crate) fn account_rule(
    profiles: &[Arc<Profile>],
    reason: &'static str,
) -> &'static str {
    let of = |p: &Arc<Profile>| {
        reason.strip_prefix(p.account).is_some_and(|line| line.starts_with(':'))
    };
    profiles.iter().find(|p| of(p)).map_or(reason, |p| p.account)
}

/// The profiles that know a text.
pub(crate) fn that_fit(
    profiles: &[Arc<Profile>],
    sheet: &Sheet<'_>,
) -> Vec<Arc<Profile>> {
    if profiles.is_empty() {
        return Vec::new();
    }
    let lines = folded(sheet);
    let places = pattern::places(sheet, &vec![false; lines.len()]);
    profiles.iter().filter(|profile| profile.knows(&lines, &places)).cloned().collect()
}

fn folded(sheet: &Sheet<'_>) -> Vec<Folded> {
    (0..sheet.lines.len())
        .map(|i| Folded {
            text: fold(sheet.words(i)),
            letters: sheet.lines[i].letters as usize,
        })
        .collect()
}

/// Makes the lines of a text what profiles say. What the first of them says of a line
/// holds.
pub(crate) fn impose(sheet: &mut Sheet<'_>, decisions: &[Decision]) {
    let mut labelled = vec![false; sheet.lines.len()];
    let (marks, labels): (Vec<&Decision>, Vec<&Decision>) =
        decisions.iter().partition(|d| d.is_mark());
    for decision in labels {
        if !std::mem::replace(&mut labelled[decision.line], true) {
            decision.label(sheet);
        }
    }
    for decision in marks {
        match decision.does {
            Does::Ends => {
                if let Some(next) = sheet.next_text(decision.line + 1) {
                    sheet.starts[next] = true;
                }
            }
            _ => {
                let first = head_above(sheet, decision.line);
                sheet.starts[first] = true;
            }
        }
    }
}

impl Decision {
    fn is_mark(&self) -> bool {
        match &self.does {
            Does::Ends => true,
            Does::Orders(orders) => orders.iter().all(|order| *order == Order::Start),
            Does::Field(_) => false,
        }
    }

    fn label(&self, sheet: &mut Sheet<'_>) {
        let i = self.line;
        match &self.does {
            Does::Orders(orders) => obey(sheet, i, orders, self.reason, CONFIDENCE),
            Does::Field(Field::Editor) => {
                sheet.overrule(
                    i,
                    Label::Metadata(Field::Editor),
                    self.reason,
                    CONFIDENCE,
                );
            }
            Does::Field(_) => {
                let label = Label::Metadata(Field::Words);
                sheet.overrule(i, label, self.reason, CONFIDENCE);
                let start = sheet.lines[i].range.start;
                sheet.cuts[i] = self
                    .fields
                    .iter()
                    .map(|(range, field)| Cut {
                        range: start + range.start..start + range.end,
                        verdict: Verdict {
                            label: Label::Metadata(*field),
                            reason: self.reason,
                            confidence: CONFIDENCE,
                        },
                    })
                    .collect();
            }
            Does::Ends => {}
        }
    }
}

/// The first line of the head that stands right above a line: an article that begins with
/// `本报讯` begins with the title above it.
fn head_above(sheet: &Sheet<'_>, line: usize) -> usize {
    let mut first = line;
    while let Some(above) = sheet.previous_text(first) {
        let is_head = matches!(
            sheet.label(above),
            Some(
                Label::Kicker
                    | Label::Title
                    | Label::Subtitle
                    | Label::Note
                    | Label::Byline
                    | Label::Metadata(_)
            )
        );
        if !is_head {
            break;
        }
        first = above;
    }
    first
}

fn says_nothing(document: &Document, lines: &serde_saphyr::Spanned<Lines>) -> Diagnostic {
    Diagnostic::error(
        "profile/says-nothing",
        say("这一条没有说是哪些行", "this entry does not say which lines it means"),
    )
    .at(&document.file, &document.text, document.range(&lines.referenced))
    .help(
        "写出整行、开头、结尾或含有的字，例如“责任编辑：…”",
        "give words: the whole line, its beginning, its end or something in it, such as `责任编辑：…`",
    )
}

/// A name that lives as long as the program, as the names of built-in rules do. Each name
/// is kept once, however often a profile is read.
fn intern(name: String) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    match names.get(name.as_str()) {
        Some(known) => known,
        None => {
            let kept: &'static str = Box::leak(name.into_boxed_str());
            names.insert(kept);
            kept
        }
    }
}

#[cfg(test)]
mod tests;
