//! The proof that a pack says what its sources say.
//!
//! Belongs here: checking that every text is a slice of its cleaned source, and that
//! every word of every source is in the pack exactly once.
//! Does not belong here: repairing anything.

use super::{Article, Block, Pack, Section, Text};

/// Checks a pack against its records.
///
/// Both sides of every account balance; every text of the pack stands in the cleaned
/// text where its origin says; and every character of a cleaned text that is not white
/// space belongs to exactly one text of the pack. Only the title of a run-in section is
/// there twice: its words are those of its paragraph.
///
/// # Errors
/// A sentence that says what does not hold.
pub fn check(pack: &Pack) -> Result<(), String> {
    let mut claims: Vec<Vec<(usize, usize)>> = vec![Vec::new(); pack.records.len()];
    for article in &pack.articles {
        for text in texts(article) {
            claim(pack, text, &mut claims)?;
            for note in text.notes.iter().flat_map(|note| &note.words) {
                claim(pack, note, &mut claims)?;
            }
        }
    }
    for (record, claims) in pack.records.iter().zip(&mut claims) {
        let name = &record.source.name;
        record
            .account
            .check(&record.source.text, &record.clean)
            .map_err(|error| format!("{name}: {error}"))?;
        claims.sort_unstable();
        let mut at = 0;
        for &(start, end) in claims.iter() {
            if start < at {
                let words = &record.clean[start..at.min(end)];
                return Err(format!("{name}: “{words}” is in the pack twice"));
            }
            unclaimed(name, &record.clean[at..start])?;
            at = end;
        }
        unclaimed(name, &record.clean[at..])?;
    }
    Ok(())
}

fn unclaimed(name: &str, words: &str) -> Result<(), String> {
    if words.trim().is_empty() {
        return Ok(());
    }
    Err(format!("{name}: “{}” is not in the pack", words.trim()))
}

fn claim(
    pack: &Pack,
    text: &Text,
    claims: &mut [Vec<(usize, usize)>],
) -> Result<(), String> {
    let Some(origin) = text.origin else { return Ok(()) };
    let source = origin.source.0 as usize;
    let end = origin.start + text.text.len();
    let stands = pack.records.get(source).and_then(|r| r.clean.get(origin.start..end));
    if stands != Some(text.text.as_str()) {
        return Err(format!("“{}” does not stand where its origin says", text.text));
    }
    if let Some(list) = claims.get_mut(source).filter(|_| !text.text.is_empty()) {
        list.push((origin.start, end));
    }
    Ok(())
}

/// Every text of an article that claims its words: all but the titles of run-in
/// sections.
pub(super) fn texts(article: &Article) -> Vec<&Text> {
    let mut found: Vec<&Text> = [
        &article.kicker,
        &article.title,
        &article.subtitle,
        &article.note,
        &article.byline,
        &article.source,
        &article.date_words,
        &article.page,
    ]
    .into_iter()
    .flatten()
    .chain(&article.notes)
    .collect();
    blocks(&article.blocks, &mut found);
    for section in &article.sections {
        sections(section, &mut found);
    }
    found
}

fn sections<'a>(section: &'a Section, found: &mut Vec<&'a Text>) {
    if !section.run_in {
        found.push(&section.title);
    }
    blocks(&section.blocks, found);
    for deeper in &section.sections {
        sections(deeper, found);
    }
}

fn blocks<'a>(list: &'a [Block], found: &mut Vec<&'a Text>) {
    for block in list {
        match block {
            Block::Paragraph(p) => found.push(&p.text),
            Block::Highlights(texts)
            | Block::Quotation(texts)
            | Block::SignOff(texts) => {
                found.extend(texts);
            }
            Block::List(list) => found.extend(&list.items),
            Block::Table(table) => {
                found.extend(&table.caption);
                found.extend(table.rows.iter().flatten());
            }
            Block::Figure(figure) => found.extend(&figure.caption),
        }
    }
}
