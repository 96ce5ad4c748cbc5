//! Headings, what looks like one, and the contents.

use super::*;

/// The headings of a composition: depth, class and anchor.
fn headings(composition: &Composition) -> Vec<(u8, String, String)> {
    fn collect(blocks: &[Block], sheet: &Sheet, out: &mut Vec<(u8, String, String)>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    if let (Some(outline), Some(anchor)) = (p.outline, &p.anchor) {
                        let class = sheet.style(p.style).class.clone();
                        out.push((outline.depth, class, anchor.clone()));
                    }
                }
                Block::Group(group) => collect(&group.blocks, sheet, out),
                _ => {}
            }
        }
    }
    let mut out = Vec::new();
    collect(&composition.blocks, &composition.sheet, &mut out);
    out
}

#[test]
fn depth_follows_the_outline_and_looks_follow_the_number() {
    let mut pack = pack();
    pack.articles[0].sections[0].title = Text::supplied("（一）总体要求");
    let composition = composed(&pack, &job(), "digest", "official");
    assert_eq!(
        headings(&composition),
        [(1, "title".into(), "a1".into()), (2, "heading-2".into(), "a1-1".into())]
    );
}

#[test]
fn contents_show_as_many_levels_as_asked() {
    let contents = |articles: usize, levels| {
        let mut job = job();
        job.parameters
            .insert("contents-levels".into(), crate::job::Value::Number(levels));
        let mut pack = pack();
        let article = pack.articles.remove(0);
        pack.articles.extend(std::iter::repeat_n(article, articles));
        let composition = composed(&pack, &job, "digest", "official");
        composition.blocks.iter().find_map(|block| match block {
            Block::Contents(contents) => Some(contents.entries.len()),
            _ => None,
        })
    };
    assert_eq!(contents(2, 0), None);
    assert_eq!(contents(2, 1), Some(2));
    assert_eq!(contents(2, 2), Some(4));
    // Of a single article the contents show the parts.
    assert_eq!(contents(1, 0), None);
    assert_eq!(contents(1, 1), Some(2));
    assert_eq!(contents(1, 2), Some(2));
}

#[test]
fn contents_leave_out_headings_of_a_number_alone() {
    let mut pack = pack();
    let mut second = pack.articles[0].sections[0].clone();
    second.title = Text::supplied("第二條");
    pack.articles[0].sections.push(second);
    let mut job = job();
    job.parameters.insert("contents-levels".into(), crate::job::Value::Number(2));
    let composition = composed(&pack, &job, "digest", "official");
    let entries = composition.blocks.iter().find_map(|block| match block {
        Block::Contents(contents) => Some(contents.entries.len()),
        _ => None,
    });
    assert_eq!(entries, Some(2));
    assert_eq!(headings(&composition).len(), 3);
}

#[test]
fn an_article_without_a_title_shows_its_first_words_in_the_contents() {
    let mut pack = pack();
    pack.articles[0].title = None;
    let template = Template::load("digest").expect("the template is sound");
    let style = Style::load("official").expect("the style is sound");
    let mut notes = Notes::new();
    let composition = run(&pack, &job(), &template, &style, &Book::built(), &mut notes)
        .expect("it composes");
    let entry = composition.blocks.iter().find_map(|block| match block {
        Block::Contents(contents) => contents.entries.first().cloned(),
        _ => None,
    });
    let entry = entry.expect("the contents have an entry");
    let mut words = String::new();
    inline_words(&entry.inlines, &mut words);
    assert!(words.ends_with("……"), "{words}");
    assert_eq!(entry.anchor, "a1");
    assert!(notes.iter().any(|note| note.code == "compose/untitled"));
    assert_eq!(headings(&composition), [(1, "heading-1".into(), "a1-1".into())]);
}

#[test]
fn a_run_in_heading_is_a_look_and_no_heading() {
    let mut pack = pack();
    let section = &mut pack.articles[0].sections[0];
    section.run_in = true;
    section.blocks = vec![model::Block::Paragraph(Body {
        text: Text::supplied("（一）推进改造。完成十户。"),
        run_in_len: "（一）推进改造。".len(),
        ..Body::default()
    })];
    let composition = composed(&pack, &job(), "plain", "official");
    assert_eq!(headings(&composition).len(), 1);
    let Some(Block::Group(article)) = composition.blocks.first() else {
        panic!("no article")
    };
    let runs = article.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(p) => Some(&p.inlines),
        _ => None,
    });
    let styled = runs.flatten().find_map(|inline| match inline {
        Inline::Text(run) if run.style.is_some() => Some(run),
        _ => None,
    });
    let styled = styled.expect("a run has a style");
    assert_eq!(styled.text, "（一）推进改造。");
    let id = styled.style.expect("just found");
    assert_eq!(composition.sheet.style(id).class, "run-in-2");
}

#[test]
fn a_topic_sentence_of_a_whole_line_keeps_the_face_of_the_body() {
    let styled = |sentence: &str| {
        let mut pack = pack();
        let section = &mut pack.articles[0].sections[0];
        section.run_in = true;
        section.blocks = vec![model::Block::Paragraph(Body {
            text: Text::supplied(format!("{sentence}完成十户。")),
            run_in_len: sentence.len(),
            ..Body::default()
        })];
        let composition = composed(&pack, &job(), "plain", "official");
        composition.sheet.styles.iter().any(|style| style.class.starts_with("run-in"))
    };
    assert!(styled("推进旧房改造。"));
    assert!(!styled("要在推动旧房改造和社区治理深度融合上取得新的突破。"));
    assert!(styled("（一）要在推动旧房改造和社区治理深度融合上取得新的突破。"));
}

#[test]
fn run_in_headings_beside_each_other_look_alike() {
    let styled = |sentences: [&str; 2]| {
        let mut pack = pack();
        let sections = &mut pack.articles[0].sections;
        let mut section = sections[0].clone();
        sections.clear();
        for sentence in sentences {
            section.run_in = true;
            section.blocks = vec![model::Block::Paragraph(Body {
                text: Text::supplied(format!("{sentence}完成十户。")),
                run_in_len: sentence.len(),
                ..Body::default()
            })];
            sections.push(section.clone());
        }
        let composition = composed(&pack, &job(), "plain", "official");
        composition.sheet.styles.iter().any(|style| style.class.starts_with("run-in"))
    };
    assert!(styled(["● 推进旧房改造。", "● 做好社区治理。"]));
    assert!(!styled([
        "推进旧房改造。",
        "要在推动旧房改造和社区治理深度融合上取得新的突破。"
    ]));
}

/// The words of the entries of the contents, `|` where a line ends.
fn entries(composition: &Composition) -> Vec<String> {
    let contents = composition.blocks.iter().find_map(|block| match block {
        Block::Contents(contents) => Some(contents),
        _ => None,
    });
    let drawn = |entry: &Entry| {
        let inlines = entry.inlines.iter().map(|inline| match inline {
            Inline::Text(run) => run.text.as_str(),
            Inline::LineBreak => "|",
            _ => "",
        });
        inlines.collect()
    };
    contents.expect("there are contents").entries.iter().map(drawn).collect()
}

#[test]
fn a_long_entry_of_the_contents_turns_over_between_words() {
    let mut pack = pack();
    pack.articles[0].sections.clear();
    pack.articles[0].title =
        Some(Text::supplied("云溪区全面推进老旧小区改造和电梯加装工作不断取得新成效"));
    let composition = composed(&pack, &job(), "digest", "official");
    assert_eq!(
        entries(&composition),
        ["云溪区全面推进老旧小区改造|和电梯加装工作不断取得新成效"]
    );
    // The number of the page and its dots have room on the line that ends the entry.
    for length in 20..40 {
        pack.articles[0].title = Some(Text::supplied("溪水，".repeat(length / 3)));
        let composition = composed(&pack, &job(), "digest", "official");
        let [entry] = &entries(&composition)[..] else { panic!() };
        let longest = entry.split('|').map(|line| line.chars().count()).max();
        assert!(longest.is_some_and(|longest| longest <= 25), "{entry}");
    }
}
