//! What stands in a line, as data.
//!
//! Belongs here: words joined where they look alike, ties, Latin words apart from Chinese
//! ones, words in other languages.
//! Does not belong here: blocks (`flow`).

use crate::render::pdf::TIE;
use std::borrow::Cow;

use serde::Serialize;

use super::super::latin::{self, Address, Stretch};
use super::Writer;
use crate::compose::sheet::{Align, Style, StyleId};

use crate::compose::{Field, Inline, Lang, Run, width};
use crate::fonts::Role;
use crate::han;

/// Something in a line: words in the look around them, or an array that begins with its
/// kind.
#[derive(Clone, Serialize)]
#[serde(untagged)]
pub(in crate::render::pdf) enum Item<'a> {
    Plain(Cow<'a, str>),
    /// `words`, `dotted`: words, style.
    Styled(&'static str, Cow<'a, str>, StyleId),
    /// `latin`: words, style, role of the Latin face, language.
    Latin(&'static str, &'a str, Option<StyleId>, usize, Option<&'static str>),
    /// `foreign`, `foreign-mark`: words in a language with faces of its own, style, which
    /// one.
    Foreign(&'static str, Cow<'a, str>, Option<StyleId>, usize),
    /// `address`: its pieces, style.
    Address(&'static str, Vec<&'a str>, Option<StyleId>),
    /// `break`, `spaced-break`, `fill`.
    Sign([&'static str; 1]),
    /// What each page has of its own, and its style: known when pages are finished.
    Field(Field, Option<StyleId>),
    /// `mark`: a mark that keeps its cell whatever its line asks for, style.
    Mark(&'static str, char, Option<StyleId>),
    /// `bullet`: the heavy sign that begins a paragraph, style.
    Bullet(&'static str, char, Option<StyleId>),
    /// `note`: the words of a footnote.
    Note(&'static str, Vec<Item<'a>>),
    /// `link`: target, words.
    Link(&'static str, &'a str, Vec<Item<'a>>),
}

/// How wide items are, in ems, notes and fields aside.
pub(super) fn items_width(items: &[Item<'_>]) -> f64 {
    let of = |item: &Item<'_>| match item {
        Item::Plain(words) | Item::Styled(_, words, _) | Item::Foreign(_, words, ..) => {
            width(words)
        }
        Item::Latin(_, words, ..) => width(words),
        Item::Address(_, pieces, _) => pieces.iter().map(|piece| width(piece)).sum(),
        Item::Mark(..) | Item::Bullet(..) => 1.0,
        Item::Link(_, _, words) => items_width(words),
        Item::Sign(_) | Item::Field(..) | Item::Note(..) => 0.0,
    };
    items.iter().map(of).sum()
}

impl<'a> Writer<'a> {
    /// The inlines of a paragraph whose look is `around`.
    pub(in crate::render::pdf) fn inlines(
        &mut self,
        inlines: &'a [Inline],
        around: &'a Style,
    ) -> Vec<Item<'a>> {
        let mut items = Vec::with_capacity(inlines.len());
        for inline in inlines {
            match inline {
                Inline::Text(run) => self.run(run, around, &mut items),
                Inline::Missing { .. } => plain(&mut items, Cow::Borrowed("〓")),
                Inline::NoBreak if self.unties(items.last()) => {}
                Inline::NoBreak => tie(&mut items),
                Inline::LineBreak => {
                    let spaced = trim_end(&mut items);
                    let kind = if spaced { "spaced-break" } else { "break" };
                    items.push(Item::Sign([kind]));
                }
                Inline::Fill => items.push(Item::Sign(["fill"])),
                Inline::Field(field, style) => items.push(Item::Field(*field, *style)),
                Inline::Footnote(words) => {
                    self.notes = true;
                    items.push(Item::Note("note", self.inlines(words, around)));
                }
                Inline::Link { target, inlines } => {
                    if let Some(anchor) = target.strip_prefix('#') {
                        self.targets.insert(anchor);
                    }
                    items.push(Item::Link("link", target, self.inlines(inlines, around)));
                }
            }
        }
        join_marks(&mut items);
        items
    }

    /// Whether a tie behind these words is given up: that within a unit, `1.03亿元`, is in a
    /// paragraph whose line it would tear open.
    fn unties(&self, last: Option<&Item<'_>>) -> bool {
        let (Some(Item::Plain(words)) | Some(Item::Styled("words", words, _))) = last
        else {
            return false;
        };
        self.address == Address::Parted && words.ends_with(['万', '亿'])
    }

    fn run(&mut self, run: &'a Run, around: &'a Style, items: &mut Vec<Item<'a>>) {
        let look = run.style.map_or(around, |id| self.sheet.style(id));
        if let Some(lang) = run.lang.and_then(Lang::of_tag) {
            let kind = self.foreign(lang, look);
            let justified = around.align == Align::Justify;
            let whole = || vec![Stretch::Plain(run.text.as_str())];
            let stretches = justified.then(|| latin::stretches(&run.text, self.address));
            for stretch in stretches.unwrap_or_else(whole) {
                let words = match stretch {
                    Stretch::Plain(words) | Stretch::Word(words) => words,
                    Stretch::Address(pieces) => {
                        items.push(Item::Address("address", pieces, run.style));
                        continue;
                    }
                };
                for (words, mark) in whole_cells(words, lang) {
                    let name = if mark { "foreign-mark" } else { "foreign" };
                    let words = whole_words(words, lang, justified);
                    foreign(items, name, words, run.style, kind);
                }
            }
            return;
        }
        let latin = Role::ALL.iter().position(|role| *role == look.latin).unwrap_or(0);
        if let Some(lang) = run.lang {
            items.push(Item::Latin("latin", &run.text, run.style, latin, Some(lang)));
            return;
        }
        let mut rest = run.text.as_str();
        while let Some((at, mark)) = han::latin_apostrophe(rest) {
            self.mixed(&rest[..at], run.style, (look, around), items);
            let end = at + mark.len_utf8();
            items.push(Item::Latin("latin", &rest[at..end], run.style, latin, None));
            rest = &rest[end..];
        }
        self.mixed(rest, run.style, (look, around), items);
    }

    /// Words with Latin ones among them. Only lines that are filled from edge to edge
    /// divide Latin words.
    fn mixed(
        &self,
        words: &'a str,
        style: Option<StyleId>,
        (look, around): (&Style, &Style),
        items: &mut Vec<Item<'a>>,
    ) {
        let justified = around.align == Align::Justify;
        if !justified {
            return self.words(words, style, (look, justified), items);
        }
        let latin = Role::ALL.iter().position(|role| *role == look.latin).unwrap_or(0);
        for stretch in latin::stretches(words, self.address) {
            match stretch {
                Stretch::Plain(words) => {
                    self.words(words, style, (look, justified), items);
                }
                Stretch::Word(word) => {
                    items.push(Item::Latin("latin", word, style, latin, Some("en")));
                }
                Stretch::Address(pieces) => {
                    items.push(Item::Address("address", pieces, style));
                }
            }
        }
    }

    /// Words that pages repeat on their own, such as running heads: 〓 for what no face of
    /// the pack's language has.
    pub(super) fn drawable(&mut self, words: &'a str) -> Cow<'a, str> {
        let mut all = true;
        for c in words.chars() {
            let face = self.book.covers(Role::Song, c);
            all &= face.is_some();
            self.faces.extend(face);
        }
        if all {
            return Cow::Borrowed(words);
        }
        let covered = |c| self.book.covers(Role::Song, c).is_some();
        words.chars().map(|c| if covered(c) { c } else { '〓' }).collect()
    }

    /// Which of the foreign kinds words of a language and a look are.
    fn foreign(&mut self, lang: Lang, look: &'a Style) -> usize {
        let key = (lang, look.font, look.latin, look.bold);
        self.foreign.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
            self.foreign.push((key, look));
            self.foreign.len() - 1
        })
    }

    fn words(
        &self,
        words: &'a str,
        style: Option<StyleId>,
        (look, justified): (&Style, bool),
        items: &mut Vec<Item<'a>>,
    ) {
        if words.is_empty() {
            return;
        }
        if !look.dots {
            for (words, mark) in whole_cells(words, self.lang) {
                match (mark.then(|| words.chars().next()).flatten(), style) {
                    (Some(mark), style) => items.push(Item::Mark("mark", mark, style)),
                    (None, Some(style)) => {
                        let held = whole_words(words, self.lang, justified);
                        styled(items, "words", held, style);
                    }
                    (None, None) => {
                        plain(items, whole_words(words, self.lang, justified));
                    }
                }
            }
            return;
        }
        let Some(style) = style else { return plain(items, words.into()) };
        // 着重号 stands under Han characters alone.
        let mut rest = words;
        while let Some(first) = rest.chars().next() {
            let under = han::is_han(first);
            let end = rest.find(|c| han::is_han(c) != under).unwrap_or(rest.len());
            let kind = if under { "dotted" } else { "words" };
            styled(items, kind, Cow::Borrowed(&rest[..end]), style);
            rest = &rest[end..];
        }
    }
}

/// Whether the last unit of a paragraph, its closing marks aside, is more than one
/// character: a number with its unit, a Latin word, a Korean one in lines that keep words.
pub(super) fn ends_whole(inlines: &[Inline], justified: bool) -> bool {
    let mut last: Option<char> = None;
    for inline in inlines.iter().rev() {
        match inline {
            Inline::NoBreak if last.is_some() => return true,
            Inline::NoBreak => {}
            Inline::Text(run) => {
                for c in run.text.chars().rev() {
                    match last {
                        Some(last) => return joins(c, last, justified),
                        None if c.is_alphanumeric()
                            || matches!(c, '%' | '‰' | '℃' | '㎡') =>
                        {
                            last = Some(c);
                        }
                        None => {}
                    }
                }
            }
            _ => return false,
        }
    }
    false
}

/// Whether no line ends between two characters of one word.
fn joins(before: char, after: char, justified: bool) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%');
    let words = han::is_hangul(before) && han::is_hangul(after);
    (latin(before) && latin(after)) || (words && !justified)
}

fn plain<'a>(items: &mut Vec<Item<'a>>, words: Cow<'a, str>) {
    if let Some(Item::Plain(before)) = items.last_mut() {
        before.to_mut().push_str(&words);
    } else {
        items.push(Item::Plain(words));
    }
}

fn styled<'a>(
    items: &mut Vec<Item<'a>>,
    kind: &'static str,
    words: Cow<'a, str>,
    style: StyleId,
) {
    match items.last_mut() {
        Some(Item::Styled(k, before, s)) if *k == kind && *s == style => {
            before.to_mut().push_str(&words);
        }
        _ => items.push(Item::Styled(kind, words, style)),
    }
}

fn foreign<'a>(
    items: &mut Vec<Item<'a>>,
    name: &'static str,
    words: Cow<'a, str>,
    style: Option<StyleId>,
    kind: usize,
) {
    match items.last_mut() {
        Some(Item::Foreign(n @ "foreign", before, s, k))
            if (*n, *s, *k) == (name, style, kind) =>
        {
            before.to_mut().push_str(&words);
        }
        _ => items.push(Item::Foreign(name, words, style, kind)),
    }
}

/// Sets a mark that ends words of their own look with the mark that follows it in the text:
/// `展现文脉。“……`. Typst squeezes marks only within words of one look.
fn join_marks(items: &mut Vec<Item<'_>>) {
    let is_mark = |c: char| han::is_cjk_mark(c) || matches!(c, '“' | '”' | '‘' | '’');
    for at in 1..items.len() {
        let [Item::Styled("words", before, _), Item::Plain(after)] =
            &mut items[at - 1..=at]
        else {
            continue;
        };
        let last =
            before.chars().next_back().filter(|c| is_mark(*c) && !han::is_opener(*c));
        let (Some(last), true) = (last, after.starts_with(is_mark)) else { continue };
        before.to_mut().pop();
        after.to_mut().insert(0, last);
    }
    items.retain(
        |item| !matches!(item, Item::Styled("words", words, _) if words.is_empty()),
    );
}

/// Takes away the spaces before a line break that was asked for, and says whether there
/// were any. Typst would count them, and the line would stand half a space beside the
/// middle.
fn trim_end(items: &mut [Item<'_>]) -> bool {
    let (Some(Item::Plain(words)) | Some(Item::Styled("words", words, _))) =
        items.last_mut()
    else {
        return false;
    };
    let end = words.trim_end_matches(' ').len();
    let spaced = end < words.len();
    if spaced {
        words.to_mut().truncate(end);
    }
    spaced
}

/// Takes the full sign that begins a paragraph, such as `●`, out of its words, so that it
/// is set as small as a sign for a list is: our faces fill the whole cell with it, where
/// those of newspapers and of Word have a dot of half the size.
pub(super) fn lighten_bullet(items: &mut Vec<Item<'_>>) {
    let (words, style) = match items.first_mut() {
        Some(Item::Plain(words)) => (words, None),
        Some(Item::Styled("words", words, style)) => (words, Some(*style)),
        _ => return,
    };
    let Some(sign) = words.chars().next().filter(|_| han::begins_with_sign(words)) else {
        return;
    };
    // Its cell is space enough.
    let rest = words[sign.len_utf8()..].trim_start_matches(' ').len();
    let end = words.len() - rest;
    words.to_mut().replace_range(..end, "");
    items.insert(0, Item::Bullet("bullet", sign, style));
}

/// Takes the bracket or quotation mark that begins an indented paragraph out of its words,
/// so that it keeps its full width there: a line that is set tight would shrink it, and
/// the indent with it.
pub(super) fn hold_opening(items: &mut Vec<Item<'_>>) {
    let (words, style) = match items.first_mut() {
        Some(Item::Plain(words)) => (words, None),
        Some(Item::Styled("words", words, style)) => (words, Some(*style)),
        _ => return,
    };
    let Some(mark) = words.chars().next().filter(|c| han::is_opener(*c) && !c.is_ascii())
    else {
        return;
    };
    words.to_mut().replace_range(..mark.len_utf8(), "");
    items.insert(0, Item::Mark("mark", mark, style));
}

/// The words of a language as lines may break them. In Korean, where a line is not filled
/// from edge to edge, it ends between words, where Typst would end it between any two
/// syllables; justified lines end there, as those of Korean word processors do and klreq
/// advises, because the spaces would be torn open. A word longer than any real one may
/// break all the same.
fn whole_words(words: &str, lang: Lang, justified: bool) -> Cow<'_, str> {
    const LONGEST: usize = 16;
    if lang != Lang::Ko || justified {
        return Cow::Borrowed(words);
    }
    let mut held = String::with_capacity(2 * words.len());
    let mut run = 0;
    for c in words.chars() {
        // `5월` is a word as well.
        let counted = run == 0 && held.ends_with(|c: char| c.is_ascii_digit());
        run = if han::is_hangul(c) { run + 1 + usize::from(counted) } else { 0 };
        if run > 1 && run < LONGEST {
            held.push(TIE);
        }
        held.push(c);
    }
    Cow::Owned(held)
}

/// Words cut at the marks that keep their cells: those of 繁體, which stand in the middle of
/// them. (Typst shrinks them where a line asks for it, at its ends always.)
fn whole_cells(words: &str, lang: Lang) -> Vec<(&str, bool)> {
    let kept = |c: char| {
        matches!(c, '，' | '。' | '、' | '；' | '：' | '．' | '“' | '”' | '‘' | '’')
            || (!c.is_ascii() && (han::is_opener(c) || han::is_closer(c)))
    };
    if lang != Lang::ZhHant || !words.contains(kept) {
        return vec![(words, false)];
    }
    let mut cut = Vec::new();
    let mut start = 0;
    for (at, mark) in words.match_indices(kept) {
        let end = at + mark.len();
        cut.extend([(&words[start..at], false), (&words[at..end], true)]);
        start = end;
    }
    cut.push((&words[start..], false));
    cut.retain(|(words, _)| !words.is_empty());
    cut
}

/// U+2060: no line breaks here, and nothing is drawn.
fn tie(items: &mut Vec<Item<'_>>) {
    match items.last_mut() {
        Some(
            Item::Plain(words)
            | Item::Styled("words", words, _)
            | Item::Foreign(_, words, ..),
        ) => {
            words.to_mut().push(TIE);
        }
        _ => items.push(Item::Plain(Cow::Owned(TIE.into()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_that_opens_a_paragraph_keeps_its_width() {
        let mut items = vec![Item::Plain(Cow::Borrowed("（上接第1版）要把好事办好。"))];
        hold_opening(&mut items);
        assert!(matches!(items[0], Item::Mark("mark", '（', None)));
        assert!(
            matches!(&items[1], Item::Plain(rest) if *rest == "上接第1版）要把好事办好。")
        );
        let mut items = vec![Item::Plain(Cow::Borrowed("要把“好事”办好。"))];
        hold_opening(&mut items);
        assert_eq!(items.len(), 1);
    }

    #[test]
    fn marks_that_touch_are_of_one_look() {
        let styled =
            |words: &'static str| Item::Styled("words", words.into(), StyleId(3));
        let mut items =
            vec![styled("展现文脉。"), Item::Plain("“像对待老人一样”".into())];
        join_marks(&mut items);
        assert!(matches!(&items[0], Item::Styled(_, words, _) if words == "展现文脉"));
        assert!(matches!(&items[1], Item::Plain(words) if words.starts_with("。“")));
        let mut items = vec![styled("展现文脉。"), Item::Plain("像对待老人一样".into())];
        join_marks(&mut items);
        assert!(matches!(&items[0], Item::Styled(_, words, _) if words.ends_with('。')));
    }
}
