//! The rules that label lines, in the order in which they run.
//!
//! Belongs here: one rule a file or a group of them that share their evidence, and the
//! list that says why a rule stands where it stands.
//! Does not belong here: relations between lines (`joins`, `articles`, `outline`).

mod account;
mod appeals;
mod article_start;
mod asides;
mod batch;
mod beside_the_date;
mod byline;
mod catalogue;
mod citation;
mod comments;
mod contents;
mod edges;
mod fields;
mod first_title;
mod forms;
mod furniture;
mod further_titles;
mod head;
mod headline;
mod known;
mod lead;
mod likeness;
mod links;
mod lists;
mod look;
mod markup;
mod mastheads;
mod menu;
mod metadata;
mod numbered;
mod odds;
mod page;
mod pages;
mod particulars;
mod progress;
mod recurring_fields;
mod row_of_titles;
mod run_in;
mod unnumbered;
mod ways;

use super::sheet::Sheet;

pub(crate) use byline::names as names_of;
pub(crate) use fields::split as split_fields;
pub(crate) use look::{Cue, cue};

/// One rule: it looks at lines that are not decided yet and decides about some of them.
pub(crate) struct Rule {
    /// Its name.
    pub name: &'static str,
    apply: fn(&mut Sheet<'_>),
}

/// Every rule, in order. A rule leaves alone what a rule before it has decided, unless
/// its comment says otherwise.
pub(crate) const RULES: &[Rule] = &[
    // What the file says is no guess.
    Rule { name: "markup", apply: markup::markup },
    // What has no words of its own must not count as a line for any other rule.
    Rule { name: "furniture", apply: furniture::furniture },
    // Where the text is and where the page around it: every later rule asks.
    Rule { name: "page", apply: page::page },
    // What stands between the title and the day proves both.
    Rule { name: "account", apply: account::account },
    // Before fields, which would read some cells of it.
    Rule { name: "catalogue", apply: catalogue::catalogue },
    // Before fields: the day of a meeting is not that of the text.
    Rule { name: "particulars", apply: particulars::particulars },
    // Fields before titles, because a title is found by the fields beside it. Takes
    // fields back out of lines that `page` has dropped.
    Rule { name: "citation", apply: citation::citation },
    Rule { name: "masthead", apply: mastheads::masthead },
    Rule { name: "metadata", apply: metadata::metadata },
    Rule { name: "dashed-fields", apply: metadata::dashed_fields },
    Rule { name: "below-the-date", apply: metadata::below_the_date },
    Rule { name: "paper", apply: mastheads::paper },
    Rule { name: "recurring-fields", apply: recurring_fields::recurring_fields },
    Rule { name: "title-in-dateline", apply: lead::title_in_dateline },
    Rule { name: "byline", apply: byline::byline },
    // What is quoted and no field is told by nobody else.
    Rule { name: "quoted", apply: markup::quoted },
    // Asides before headings: a caption is as short as a heading.
    Rule { name: "bracketed-signature", apply: asides::bracketed_signature },
    Rule { name: "caption", apply: asides::caption },
    Rule { name: "jump", apply: asides::jump },
    Rule { name: "attachment", apply: asides::attachment },
    Rule { name: "row", apply: unnumbered::row },
    Rule { name: "cells", apply: unnumbered::cells },
    // Before numbers and titles, which would take every line of it for one.
    Rule { name: "contents", apply: contents::contents },
    // Numbers are the best evidence of an outline.
    Rule { name: "numbered", apply: numbered::numbered },
    Rule { name: "between-rules", apply: unnumbered::between_rules },
    Rule { name: "in-brackets", apply: unnumbered::in_brackets },
    Rule { name: "dashed", apply: unnumbered::dashed },
    Rule { name: "counted", apply: unnumbered::counted },
    Rule { name: "first-title", apply: first_title::first_title },
    // Now that the title is known, the rest of the page can go.
    Rule { name: "around", apply: page::around },
    Rule { name: "told-twice", apply: metadata::told_twice },
    Rule { name: "odds", apply: odds::in_the_head },
    // Signatures before further titles, because a text may be signed where the next begins.
    Rule { name: "sign-off", apply: asides::sign_off },
    Rule { name: "further-titles", apply: further_titles::further_titles },
    // What no sign of its own betrays shows in the company of its like.
    Rule { name: "batch", apply: batch::batch },
    Rule { name: "form", apply: forms::form },
    Rule { name: "unnumbered", apply: unnumbered::unnumbered },
    Rule { name: "dateline", apply: lead::dateline },
    // Last, because only paragraphs can have them, and sections must be known.
    Rule { name: "run-in", apply: run_in::run_in },
    Rule { name: "item", apply: unnumbered::item },
];

/// Cuts the rows of tables that somebody else than a rule has found.
pub(crate) fn cut_rows(sheet: &mut Sheet<'_>) {
    unnumbered::cells(sheet);
}

/// Runs every rule: on each page by itself, where a file holds several.
pub(crate) fn label(sheet: &mut Sheet<'_>) {
    sheet.look();
    comments::comments(sheet);
    page::neighbours(sheet);
    let firsts = pages::firsts(sheet);
    if firsts.is_empty() {
        run(sheet);
        return;
    }
    let ends = firsts.iter().copied().chain([sheet.lines.len()]);
    let pages: Vec<_> =
        std::iter::once(0).chain(firsts.iter().copied()).zip(ends).collect();
    for (first, end) in pages {
        let mut page = sheet.part(first..end);
        run(&mut page);
        // Chrome alone makes no article.
        if first > 0
            && let Some(line) = page.next_text(0)
        {
            page.starts[line] = true;
        }
        sheet.take(first, page);
    }
}

fn run(sheet: &mut Sheet<'_>) {
    for rule in RULES {
        (rule.apply)(sheet);
    }
}
