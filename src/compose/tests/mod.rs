//! Whole compositions of small packs, and the packs.

mod body;
mod outline;
mod pages;
mod templates;

use super::style::Style;
use super::*;
use crate::model::{self, Article, Paragraph as Body, Section, Text};

fn paragraph(words: &str) -> model::Block {
    model::Block::Paragraph(Body { text: Text::supplied(words), ..Body::default() })
}

fn pack() -> Pack {
    let article = Article {
        kicker: Some(Text::supplied("云溪区旧房改造纪实")),
        title: Some(Text::supplied("把实事办实")),
        byline: Some(Text::supplied("苏小溪")),
        source: Some(Text::supplied("云溪时报")),
        blocks: vec![paragraph("全区上下要把<b>“人民至上”&{{x}}</b>落到实处。")],
        sections: vec![Section {
            level: 1,
            title: Text::supplied("一、总体要求"),
            number_len: 6,
            run_in: false,
            blocks: vec![paragraph("完成旧房改造18.6万平方米。")],
            sections: Vec::new(),
        }],
        ..Article::default()
    };
    Pack { articles: vec![article], records: Vec::new() }
}

fn job() -> Job {
    Job {
        title: Some("云溪简报".into()),
        issuer: Some("云溪区委办公室".into()),
        date: Some("2026-03-17".into()),
        ..Job::default()
    }
}

fn composed(pack: &Pack, job: &Job, template: &str, style: &str) -> Composition {
    let template = Template::load(template).expect("the template is sound");
    let style = Style::load(style).expect("the style is sound");
    let mut notes = Notes::new();
    run(pack, job, &template, &style, &Book::built(), &mut notes).expect("it composes")
}

/// A template of one file, with a parameter of each kind.
fn template(hbs: &str) -> Result<Template, Vec<Diagnostic>> {
    let manifest = "name: 试\nparameters:\n  - { name: serial, label: 份号, type: text }\n  \
                    - { name: copies, label: 份数, type: number }\n";
    let files = [("template.yaml", manifest), ("pack.hbs", hbs)];
    Template::read(
        files.map(|(name, text)| {
            (name.to_owned(), crate::yaml::Document::new(name, text))
        }),
    )
}

fn composed_with(hbs: &str) -> Result<(Composition, Notes), Vec<Diagnostic>> {
    let style = Style::load("official")?;
    let mut notes = Notes::new();
    let template = template(hbs)?;
    run(&pack(), &job(), &template, &style, &Book::built(), &mut notes)
        .map(|composition| (composition, notes))
}

/// The pack with other blocks in its article.
fn with_blocks(blocks: Vec<model::Block>) -> Pack {
    let mut pack = pack();
    pack.articles[0].blocks = blocks;
    pack.articles[0].sections.clear();
    pack
}

fn list(items: &[&str]) -> model::Block {
    model::Block::List(model::List {
        items: items.iter().map(|item| Text::supplied(*item)).collect(),
        marker_lens: vec![0; items.len()],
        depths: vec![1; items.len()],
        bulleted: vec![false; items.len()],
    })
}

/// The classes of the paragraphs of the flow.
fn classes(composition: &Composition, blocks: &[Block], out: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(p) => {
                out.push(composition.sheet.style(p.style).class.clone());
            }
            Block::Group(group) => classes(composition, &group.blocks, out),
            _ => {}
        }
    }
}

#[test]
fn a_pack_becomes_masthead_contents_articles_and_colophon() {
    let composition = composed(&pack(), &job(), "digest", "official");
    let words = words(&composition);
    assert!(words.starts_with("云溪简报\n云溪区委办公室 2026年3月17日\n"), "{words}");
    assert!(words.contains("<b>“人民至上”&{{x}}</b>"), "{words}");
    assert!(words.ends_with("云溪区委办公室 2026年3月17日印发\n"), "{words}");
}

#[test]
fn a_masthead_does_not_say_the_title_of_the_only_article() {
    let mut pack = pack();
    let job = Job { title: Some("把实事办实".into()), ..job() };
    let masthead = |pack: &Pack| {
        words(&composed(pack, &job, "digest", "official"))
            .lines()
            .next()
            .map(str::to_owned)
    };
    assert_eq!(masthead(&pack).as_deref(), Some("简报"));
    pack.articles.push(pack.articles[0].clone());
    assert_eq!(masthead(&pack).as_deref(), Some("把实事办实"));
}

#[test]
fn every_shipped_template_composes_in_every_shipped_style() {
    for template in template::shipped() {
        for style in ["official", "modern", "large-print"] {
            let composition = composed(&pack(), &job(), template, style);
            let words = words(&composition);
            for wanted in ["把实事办实", "苏小溪", "云溪时报", "一、总体要求"]
            {
                assert!(words.contains(wanted), "{template} {style}: {words}");
            }
            assert_eq!(composition.sheet.styles[0].class, "body");
        }
    }
}
