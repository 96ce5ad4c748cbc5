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

/// Code, line and column of every fault of a template.
fn faults(hbs: &str) -> Vec<(&'static str, usize, usize)> {
    let faults = composed_with(hbs).map(|_| ()).expect_err("the template is wrong");
    let place = |fault: &Diagnostic| {
        let place = fault.place.as_ref().expect("the fault has a place");
        let (line, column) = place.line_and_column();
        (fault.code, line, column)
    };
    faults.iter().map(place).collect()
}

fn help(hbs: &str) -> String {
    let faults = composed_with(hbs).map(|_| ()).expect_err("the template is wrong");
    faults.iter().filter_map(|fault| Some(fault.help.as_ref()?.en.clone())).collect()
}

#[test]
fn an_unknown_element_is_named_with_its_line() {
    let hbs =
        "<p>{{title}}</p>\n  <sektion class=\"section\"><p>{{issuer}}</p></sektion>\n";
    assert_eq!(faults(hbs), [("template/unknown-element", 2, 3)]);
    assert!(help(hbs).contains("`section`"));
}

#[test]
fn a_class_without_a_style_is_named_with_its_line() {
    let hbs = "\n<p class=\"issue-nummer\">{{title}}</p>\n";
    assert_eq!(faults(hbs), [("template/class-without-style", 2, 1)]);
    assert!(help(hbs).contains("`issue-number`"));
}

#[test]
fn a_class_of_the_wrong_kind_is_refused() {
    assert_eq!(
        faults("<p class=\"masthead\">{{title}}</p>"),
        [("template/wrong-kind", 1, 1)]
    );
    assert_eq!(
        faults("<p>{{title}}<span class=\"title\">甲</span></p>"),
        [("template/wrong-kind", 1, 13)]
    );
}

#[test]
fn an_unclosed_tag_is_found_where_it_opens() {
    assert_eq!(
        faults("<section>\n  <p>{{title}}\n</section>"),
        [("template/unclosed-tag", 2, 3)]
    );
    assert_eq!(faults("<p>甲</p>\n<section>"), [("template/unclosed-tag", 2, 1)]);
}

#[test]
fn a_stray_end_tag_is_found() {
    assert_eq!(faults("<p>甲</p>\n</section>"), [("template/stray-end-tag", 1, 1)]);
}

#[test]
fn a_misspelt_field_is_found_even_where_nothing_asks_for_it() {
    let hbs = "<p>{{title}}</p>\n{{#if isuer}}<p>{{issuer}}</p>{{/if}}";
    assert_eq!(faults(hbs), [("template/unknown-field", 2, 7)]);
    assert!(help(hbs).contains("`issuer`"));
}

#[test]
fn a_field_of_the_pack_inside_an_article_is_explained() {
    let hbs = "{{#each articles}}\n<p>{{issuer}}</p>\n{{/each}}";
    assert_eq!(faults(hbs), [("template/render", 2, 4)]);
}

#[test]
fn unknown_helpers_and_partials_are_found() {
    assert_eq!(
        faults("<p>{{joyn \"，\" title}}</p>"),
        [("template/unknown-helper", 1, 6)]
    );
    assert_eq!(faults("\n{{> artikel}}"), [("template/unknown-partial", 2, 5)]);
}

#[test]
fn broken_braces_are_found() {
    let found = faults("<p>甲</p>\n{{#if title}}<p>乙</p>{{/each}}");
    assert_eq!(found[0].0, "template/syntax");
    assert_eq!(found[0].1, 2);
    assert_eq!(faults("<p>甲</p>\n<p>{{title</p>")[0].0, "template/syntax");
}

#[test]
fn words_and_fields_outside_paragraphs_are_found() {
    assert_eq!(
        faults("<section>\n散字<p>甲</p></section>"),
        [("template/loose-words", 1, 1)]
    );
    assert_eq!(faults("<section>{{title}}</section>"), [("template/loose-words", 1, 1)]);
}

#[test]
fn attributes_links_and_entities_are_checked() {
    assert_eq!(
        faults("<p style=\"color:red\">甲</p>"),
        [("template/unknown-attribute", 1, 1)]
    );
    assert_eq!(
        faults("<p>\n<a href=\"javascript:1\">甲</a></p>"),
        [("template/bad-link", 2, 1)]
    );
    assert_eq!(faults("<p>&hearts;</p>"), [("template/unknown-entity", 1, 1)]);
    assert_eq!(faults("<nav toc=\"x\"></nav>"), [("template/bad-attribute", 1, 1)]);
    assert_eq!(
        faults("<footer page=\"left\"></footer>"),
        [("template/bad-attribute", 1, 1)]
    );
}

#[test]
fn every_fault_of_a_template_is_reported() {
    let found = faults("<p class=\"aa\">甲</p>\n<pp>乙</pp>\n<p class=\"bb\">丙</p>");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_parameter_of_the_wrong_type_points_into_the_job() {
    let job = Job::read("title: 甲\nparameters:\n  copies: 许多\n", "pack.yaml")
        .expect("the job is sound by itself");
    let style = Style::load("official").expect("the style is sound");
    let template = template("<p>{{title}}</p>").expect("the template is sound");
    let mut notes = Notes::new();
    let faults = run(&pack(), &job, &template, &style, &Book::built(), &mut notes)
        .expect_err("the parameter is wrong");
    assert_eq!(faults[0].code, "job/bad-parameter");
    let place = faults[0].place.as_ref().expect("the job has a place");
    assert_eq!(place.line_and_column(), (3, 3));
}

#[test]
fn an_unknown_parameter_has_a_nearest_match() {
    let job =
        Job::read("parameters:\n  seriel: 000001\n", "pack.yaml").expect("it reads");
    let style = Style::load("official").expect("the style is sound");
    let template = template("<p>{{title}}</p>").expect("the template is sound");
    let faults = run(&pack(), &job, &template, &style, &Book::built(), &mut Notes::new())
        .expect_err("the parameter is unknown");
    assert_eq!(faults[0].code, "job/unknown-parameter");
    assert!(faults[0].help.as_ref().is_some_and(|help| help.en.contains("`serial`")));
}

#[test]
fn source_text_is_never_markup() {
    let mut job = job();
    job.title = Some("<p class=\"x\">{{x}}&amp;</p>".into());
    let composition = composed(&pack(), &job, "digest", "official");
    assert!(words(&composition).starts_with("<p class=\"x\">{{x}}&amp;</p>\n"));
}

#[test]
fn what_has_no_value_leaves_no_trace() {
    let hbs = "<aside class=\"editors-note\"><p>{{serial}}</p></aside>\
               <p class=\"issue-line\"><span>{{serial}}</span><span></span></p><p>甲</p>";
    let (composition, _) = composed_with(hbs).expect("it composes");
    assert_eq!(composition.blocks.len(), 1);
}

#[test]
fn what_the_template_leaves_out_is_said() {
    let hbs = "{{#each articles}}<p>{{title}}</p>{{/each}}";
    let (_, notes) = composed_with(hbs).expect("it composes");
    let codes: Vec<_> = notes.iter().map(|note| note.code).collect();
    assert!(codes.contains(&"compose/unprinted"));
    assert!(codes.contains(&"compose/unprinted-body"));
    let full = "{{#each articles}}<article><p>{{kicker}}{{byline}}{{source}}</p>\
                <h1>{{title}}</h1>{{body}}</article>{{/each}}";
    let (_, notes) = composed_with(full).expect("it composes");
    assert!(notes.is_empty(), "{notes:?}");
}

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
    let contents = |levels| {
        let mut job = job();
        job.parameters
            .insert("contents-levels".into(), crate::job::Value::Number(levels));
        let composition = composed(&pack(), &job, "digest", "official");
        composition.blocks.iter().find_map(|block| match block {
            Block::Contents(contents) => Some(contents.entries.len()),
            _ => None,
        })
    };
    assert_eq!(contents(0), None);
    assert_eq!(contents(1), Some(1));
    assert_eq!(contents(2), Some(2));
}

#[test]
fn a_long_entry_of_the_contents_turns_over_between_words() {
    let mut pack = pack();
    let title = "云溪区出台水岸更新三年行动方案，这些变化发生在你我身边";
    pack.articles[0].title = Some(Text::supplied(title));
    let composition = composed(&pack, &job(), "digest", "official");
    let entry = composition.blocks.iter().find_map(|block| match block {
        Block::Contents(contents) => contents.entries.first(),
        _ => None,
    });
    let lines: String = entry
        .expect("the contents have an entry")
        .inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(run) => run.text.as_str(),
            Inline::LineBreak => "|",
            _ => "",
        })
        .collect();
    // On 28 cells there is room for 26 beside the number.
    assert_eq!(lines, "云溪区出台水岸更新三年行动|方案，这些变化发生在你我身边");
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
fn those_to_whom_an_article_is_written_stand_flush_left() {
    let mut pack = pack();
    let call = "各街镇人民政府，区政府各部门：";
    pack.articles[0].blocks.insert(0, paragraph(call));
    pack.articles[0].blocks.push(paragraph(call));
    let composition = composed(&pack, &job(), "digest", "official");
    let mut found = Vec::new();
    classes(&composition, &composition.blocks, &mut found);
    found.retain(|class| class.starts_with("body") || class == "addressee");
    assert_eq!(found, ["addressee", "body", "body", "body-end"]);
    let style = composition.sheet.styles.iter().find(|style| style.class == "addressee");
    assert!(style.is_some_and(|style| style.first_indent == 0.0));
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
fn a_character_without_a_font_is_set_as_missing_and_said() {
    let mut pack = pack();
    pack.articles[0].blocks.push(paragraph("甲\u{E123}乙"));
    let template = Template::load("plain").expect("the template is sound");
    let style = Style::load("official").expect("the style is sound");
    let mut notes = Notes::new();
    let composition = run(&pack, &job(), &template, &style, &Book::built(), &mut notes)
        .expect("it composes");
    assert!(notes.iter().any(|note| note.code == "compose/missing-glyph"));
    assert!(words(&composition).contains("甲\u{E123}乙"));
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

#[test]
fn a_compilation_breaks_pages_and_leaves_the_cover_bare() {
    let composition = composed(&pack(), &job(), "compilation", "official");
    assert!(composition.furniture.foot_first.is_none());
    assert!(composition.furniture.foot_odd.is_some());
    let breaks =
        composition.blocks.iter().filter(|b| matches!(b, Block::PageBreak { .. }));
    assert_eq!(breaks.count(), 2);
    assert!(!matches!(composition.blocks.first(), Some(Block::PageBreak { .. })));
    let digest = composed(&pack(), &job(), "digest", "official");
    assert!(digest.furniture.foot_first.is_some());
}

#[test]
fn a_divider_is_a_right_hand_page_with_the_head_of_its_article() {
    let mut job = job();
    for key in ["dividers", "recto"] {
        job.parameters.insert(key.into(), crate::job::Value::Flag(true));
    }
    let composition = composed(&pack(), &job, "compilation", "official");
    let rectos = composition
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::PageBreak { recto: true }));
    assert_eq!(rectos.count(), 2, "divider and article");
    let running = composition.blocks.iter().find_map(|block| match block {
        Block::Group(group) => group.blocks.iter().find_map(|block| match block {
            Block::Paragraph(p) => p.running.clone(),
            _ => None,
        }),
        _ => None,
    });
    assert_eq!(running.as_deref(), Some("把实事办实"));
}

#[test]
fn helpers_put_words_only_where_fields_have_values() {
    let hbs = "{{#each articles}}<p>{{wrap \"（\" (join \"，\" source date byline) \"）\"}}</p>\
               <p>{{wrap \"（\" (join \"，\" date edition) \"）\"}}</p>{{/each}}";
    let (composition, _) = composed_with(hbs).expect("it composes");
    assert_eq!(words(&composition), "（云溪时报，苏小溪）\n");
}

#[test]
fn a_signature_keeps_its_date_and_the_text_before_it() {
    let mut pack = pack();
    let lines = ["云溪区人民政府", "2026年3月17日"].map(Text::supplied);
    pack.articles[0].sections[0].blocks.push(model::Block::SignOff(lines.to_vec()));
    let composition = composed(&pack, &job(), "plain", "official");
    let Some(Block::Group(article)) = composition.blocks.first() else {
        panic!("no article")
    };
    let kept: Vec<bool> = article
        .blocks
        .iter()
        .rev()
        .skip(1)
        .take(3)
        .filter_map(|b| match b {
            Block::Paragraph(p) => Some(composition.sheet.style(p.style).keep_with_next),
            _ => None,
        })
        .collect();
    assert_eq!(kept, [true; 3], "date above the source, signature, last paragraph");
}

#[test]
fn a_name_stands_in_the_middle_above_its_date() {
    let lines_of = |names: &[&str]| {
        let mut pack = pack();
        let lines =
            names.iter().chain(&["2026年3月17日"]).map(|line| Text::supplied(*line));
        pack.articles[0].sections[0].blocks.push(model::Block::SignOff(lines.collect()));
        let composition = composed(&pack, &job(), "plain", "official");
        let Some(Block::Group(article)) = composition.blocks.first() else {
            panic!("no article")
        };
        let style = |block: &Block| match block {
            Block::Paragraph(p) => composition.sheet.style(p.style).clone(),
            _ => panic!("a paragraph"),
        };
        let end = article.blocks.len() - 1;
        let styles = article.blocks[end - names.len() - 1..end].iter().map(style);
        styles.map(|s| (s.right_indent, s.before > 0.0)).collect::<Vec<_>>()
    };
    // The date is 3 + 7 × 0.5 + 5 × 0.25 = 7.75 ems wide.
    assert_eq!(lines_of(&["云溪区水务局"]), [(4.9, true), (4.0, false)]);
    assert_eq!(
        lines_of(&["云溪区历史建筑和古镇保护领导小组办公室"]),
        [(0.0, true), (5.6, false)]
    );
    assert_eq!(lines_of(&["云溪区水务局", "云溪区文旅局"]).len(), 3);
}

/// The words of a head or foot, fields in braces, `|` between its two ends.
fn line(paragraph: &Option<Paragraph>) -> String {
    let inlines = paragraph.as_ref().map(|p| p.inlines.as_slice()).unwrap_or_default();
    let drawn = inlines.iter().map(|inline| match inline {
        Inline::Text(run) => run.text.clone(),
        Inline::Field(field, _) => format!("{{{field:?}}}"),
        Inline::Fill => "|".into(),
        other => format!("{other:?}"),
    });
    drawn.collect::<String>().replace("Inline::", "")
}

#[test]
fn running_heads_of_the_official_style_share_the_line_of_the_folio() {
    let official = composed(&pack(), &job(), "compilation", "official").furniture;
    assert_eq!(line(&official.head_odd), "");
    assert_eq!(line(&official.foot_odd), "{Running}|— {Page} —");
    assert_eq!(line(&official.foot_even), "— {Page} —|云溪简报");
    let modern = composed(&pack(), &job(), "compilation", "modern").furniture;
    assert_eq!(line(&modern.head_odd), "{Running}");
    assert_eq!(line(&modern.foot_odd), "— {Page} —");
}

#[test]
fn a_watermark_is_words_of_the_job() {
    let mut job = job();
    assert_eq!(composed(&pack(), &job, "plain", "modern").furniture.watermark, None);
    let words = crate::job::Value::Words("内部资料".into());
    job.parameters.insert("watermark".into(), words);
    for template in ["digest", "compilation", "plain"] {
        let furniture = composed(&pack(), &job, template, "modern").furniture;
        assert_eq!(furniture.watermark.as_deref(), Some("内部资料"));
    }
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
        bulleted: vec![false; items.len()],
    })
}

#[test]
fn the_style_says_which_bullet_stands_for_that_of_the_source() {
    let items: Vec<Text> = ["查漏", "一是宣传"].map(Text::supplied).into();
    let list =
        model::List { items, marker_lens: vec![0, 6], bulleted: vec![true, false] };
    let pack = with_blocks(vec![model::Block::List(list)]);
    let printed = |setting: &str| {
        let style = format!("name: 试\nextends: official\nclasses: {setting}\n");
        let style = Style::read(&style, "style.yaml", std::path::Path::new(""));
        let style = style.expect("the style is sound");
        let template =
            template("<ul><li>甲</li></ul>{{#each articles}}{{body}}{{/each}}");
        let template = template.expect("the template is sound");
        let mut notes = Notes::new();
        let book = Book::built();
        let composition = run(&pack, &job(), &template, &style, &book, &mut notes);
        words(&composition.expect("it composes"))
    };
    assert_eq!(printed("{}"), "●甲\n●查漏\n一是宣传\n");
    assert_eq!(printed("{ item: { bullet: ◆ } }"), "◆甲\n◆查漏\n一是宣传\n");
    assert_eq!(printed("{ item: { bullet: none } }"), "甲\n查漏\n一是宣传\n");
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
fn attachments_turn_over_under_their_names() {
    let found = |items: &[&str]| {
        let pack = with_blocks(vec![paragraph("请遵照执行。"), list(items)]);
        let composition = composed(&pack, &job(), "plain", "official");
        let mut out = Vec::new();
        classes(&composition, &composition.blocks, &mut out);
        out.retain(|class| class.starts_with("attachment") || class == "item");
        out
    };
    let two = ["附件：1.任务分解表", "2.项目库"];
    assert_eq!(found(&two), ["attachment", "attachment-next"]);
    assert_eq!(found(&["附件：任务分解表"]), ["attachment-sole"]);
    assert_eq!(found(&["一是任务", "二是项目"]), ["item", "item"]);
}

#[test]
fn a_note_stands_behind_the_words_that_refer_to_it() {
    let note = model::Footnote { at: 12, words: vec![Text::supplied("注文。")] };
    let text =
        Text { notes: vec![note], ..Text::supplied("水岸更新，完成投资。") };
    let body = model::Block::Paragraph(Body { text, ..Body::default() });
    let composition = composed(&with_blocks(vec![body]), &job(), "plain", "official");
    let mut drawn = String::new();
    fn walk(blocks: &[Block], drawn: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    for inline in &p.inlines {
                        match inline {
                            Inline::Text(run) => drawn.push_str(&run.text),
                            Inline::NoBreak => drawn.push('~'),
                            Inline::Footnote(_) => drawn.push('①'),
                            _ => {}
                        }
                    }
                }
                Block::Group(group) => walk(&group.blocks, drawn),
                _ => {}
            }
        }
    }
    walk(&composition.blocks, &mut drawn);
    assert!(drawn.contains("水岸更新~①，完成投资。"), "{drawn}");
}

/// The table of a pack with one.
fn table_of(rows: &[&[&str]]) -> (Table, Vec<f64>) {
    let rows = rows.iter();
    let rows = rows.map(|row| row.iter().map(|cell| Text::supplied(*cell)).collect());
    let table = model::Table { caption: None, head_rows: 1, rows: rows.collect() };
    let pack = with_blocks(vec![paragraph("见下表。"), model::Block::Table(table)]);
    let composition = composed(&pack, &job(), "plain", "official");
    let sizes = composition.sheet.styles.iter().map(|style| style.size).collect();
    fn find(blocks: &[Block]) -> Option<Table> {
        blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Group(group) => find(&group.blocks),
            _ => None,
        })
    }
    (find(&composition.blocks).expect("there is a table"), sizes)
}

#[test]
fn a_wide_table_shrinks_and_a_wider_one_is_turned() {
    let size = |(table, sizes): &(Table, Vec<f64>)| sizes[table.cell_styles.1.0];
    let plain = table_of(&[&["街镇", "数量"], &["竹桥街道", "82"]]);
    assert_eq!((size(&plain), plain.0.turned), (12.0, false));
    let wide = table_of(&[&["数量"; 10], &["1,234.50"; 10]]);
    assert!((9.0..12.0).contains(&size(&wide)) && !wide.0.turned, "{}", size(&wide));
    let wider = table_of(&[&["数量"; 13], &["1,234.50"; 13]]);
    assert!(wider.0.turned && size(&wider) >= 9.0);
    let whole: f64 = wider.0.columns.iter().map(|column| column.1).sum();
    assert!((whole - 1.0).abs() < 1e-9);
}

#[test]
fn a_picture_stays_in_the_type_area_and_its_caption_describes_it() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"3000\"/>";
    let figure = model::Figure {
        caption: Some(Text::supplied("图1　步道")),
        image: Some(Image::read(svg.into()).expect("a drawing")),
        file: Some("a.svg".into()),
        ..model::Figure::default()
    };
    let pack = with_blocks(vec![paragraph("见图。"), model::Block::Figure(figure)]);
    let composition = composed(&pack, &job(), "plain", "official");
    fn find(blocks: &[Block]) -> Option<Figure> {
        blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => Some(figure.clone()),
            Block::Group(group) => find(&group.blocks),
            _ => None,
        })
    }
    let figure = find(&composition.blocks).expect("there is a figure");
    assert_eq!(figure.alt, "图1　步道");
    assert!(figure.height <= composition.sheet.page.depth() * 0.8 + 0.01);
    assert!((figure.height / figure.width - 3000.0 / 900.0).abs() < 0.01);
}

#[test]
fn what_stands_below_an_article_is_never_alone_on_a_page() {
    let composition = composed(&pack(), &job(), "digest", "official");
    let Some(Block::Group(article)) = composition
        .blocks
        .iter()
        .find(|block| matches!(block, Block::Group(g) if g.part == Part::Article))
    else {
        panic!("the pack has an article")
    };
    let kept: Vec<_> = article
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(p) => Some(composition.sheet.style(p.style)),
            _ => None,
        })
        .map(|style| (style.class.as_str(), style.keep_with_next))
        .collect();
    let end = [("heading-1", true), ("body-end", true), ("source-note", false)];
    assert_eq!(kept[kept.len() - 3..], end);
}

#[test]
fn the_last_paragraph_keeps_the_attachments_below_it() {
    let names = ["附件：1.河段清单", "2.分工表"].map(Text::supplied);
    let list = model::Block::List(model::List {
        items: names.to_vec(),
        marker_lens: vec![0, 0],
        bulleted: vec![false, false],
    });
    let words =
        model::Paragraph { text: Text::supplied("请照办。"), ..Default::default() };
    let pack = with_blocks(vec![model::Block::Paragraph(words), list]);
    let composition = composed(&pack, &job(), "plain", "official");
    let Some(Block::Group(article)) = composition.blocks.first() else {
        panic!("no article")
    };
    let classes: Vec<&str> = article
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(p) => Some(composition.sheet.style(p.style).class.as_str()),
            _ => None,
        })
        .collect();
    let end = ["body-end", "attachment", "attachment-next", "source-note"];
    assert!(classes.ends_with(&end), "{classes:?}");
}

#[test]
fn a_caption_without_its_picture_does_not_end_a_page_with_the_title() {
    let caption = |text: &str| {
        model::Block::Figure(model::Figure {
            caption: Some(Text::supplied(text)),
            ..Default::default()
        })
    };
    let mut pack = pack();
    pack.articles[0].blocks.insert(0, caption("图为改造现场"));
    pack.articles[0].blocks.push(caption("图为回迁居民"));
    let composition = composed(&pack, &job(), "digest", "official");
    let mut found = Vec::new();
    classes(&composition, &composition.blocks, &mut found);
    found.retain(|class| class.starts_with("caption"));
    assert_eq!(found, ["caption-opening", "caption"]);
}
