//! Whole compositions of small packs.

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

#[test]
fn a_pack_becomes_masthead_contents_articles_and_colophon() {
    let composition = composed(&pack(), &job(), "digest", "official");
    let words = words(&composition);
    assert!(words.starts_with("云溪简报\n云溪区委办公室 2026年3月17日\n"), "{words}");
    assert!(words.contains("<b>“人民至上”&{{x}}</b>"), "{words}");
    assert!(words.ends_with("云溪区委办公室 2026年3月17日印发\n"), "{words}");
}
