//! Where pages begin, what their edges carry, and what stays on one page.

use super::*;

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
fn an_article_without_a_title_has_no_divider() {
    let mut job = job();
    for key in ["dividers", "recto"] {
        job.parameters.insert(key.into(), crate::job::Value::Flag(true));
    }
    let mut pack = pack();
    pack.articles[0].title = None;
    let composition = composed(&pack, &job, "compilation", "official");
    let rectos = composition
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::PageBreak { recto: true }));
    assert_eq!(rectos.count(), 1, "the article alone");
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
        depths: vec![1, 1],
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

/// Whether each paragraph of an article keeps to the page of the one below it.
fn kept(pack: &Pack) -> Vec<bool> {
    fn walk(composition: &Composition, blocks: &[Block], out: &mut Vec<bool>) {
        for block in blocks {
            match block {
                Block::Paragraph(p) => {
                    out.push(composition.sheet.style(p.style).keep_with_next);
                }
                Block::Group(group) => walk(composition, &group.blocks, out),
                _ => {}
            }
        }
    }
    let composition = composed(pack, &job(), "compilation", "official");
    let article = composition.blocks.iter().rev().find_map(|block| match block {
        Block::Group(group) if group.part == Part::Article => Some(group),
        _ => None,
    });
    let mut out = Vec::new();
    walk(&composition, &article.expect("an article").blocks, &mut out);
    out
}

#[test]
fn one_line_does_not_make_the_last_page_of_an_article() {
    let ends_with = |above: usize, last: usize| {
        let words = [above, last].map(|length| "溪水流".repeat(length / 3));
        let mut pack = with_blocks(words.iter().map(|words| paragraph(words)).collect());
        pack.articles[0].source = None;
        let kept = kept(&pack);
        kept[kept.len() - 2]
    };
    // 28 characters a line, two of the first one are white.
    assert!(ends_with(60, 24));
    assert!(!ends_with(60, 30), "two lines are no trouble");
    assert!(!ends_with(120, 24), "a long paragraph is divided");
    let mut pack = with_blocks(vec![list(&["一是宣传", "二是排查", "三是整治"])]);
    pack.articles[0].source = None;
    assert!(kept(&pack).ends_with(&[false, true, false]));
}

#[test]
fn mastheads_bylines_and_sources_are_balanced_as_titles_are() {
    let lines_of = |composition: &Composition, class: &str| {
        fn find<'c>(
            composition: &'c Composition,
            blocks: &'c [Block],
            class: &str,
        ) -> Option<&'c Paragraph> {
            blocks.iter().find_map(|block| match block {
                Block::Paragraph(p) => {
                    let style = composition.sheet.style(p.style);
                    (style.class == class).then_some(p)
                }
                Block::Group(group) => find(composition, &group.blocks, class),
                _ => None,
            })
        }
        let found = find(composition, &composition.blocks, class).expect(class);
        let drawn = found.inlines.iter().map(|inline| match inline {
            Inline::Text(run) => run.text.trim(),
            Inline::LineBreak => "|",
            _ => "",
        });
        drawn.collect::<String>()
    };
    let mut pack = pack();
    let job = Job { title: Some("云溪区社区治理工作专刊".into()), ..job() };
    let names = "苏小溪 林若溪 何一舟 叶知秋 周知远 顾小满 陆望川 沈青禾 方晓棠";
    pack.articles[0].byline = Some(Text::supplied(names));
    let source = "云溪区社区治理与公共服务工作领导小组办公室网站和云溪发布微信公众号";
    pack.articles[0].source = Some(Text::supplied(source));
    let composition = composed(&pack, &job, "digest", "official");
    assert_eq!(lines_of(&composition, "name"), "云溪区社区|治理工作专刊");
    let byline = lines_of(&composition, "byline");
    let lines: Vec<usize> = byline.split('|').map(|line| line.chars().count()).collect();
    assert!(lines.len() == 2 && lines[0].abs_diff(lines[1]) <= 5, "{byline}");
    let whole = byline.split(['|', ' ']).all(|name| name.chars().count() == 3);
    assert!(whole, "no name is divided: {byline}");
    let source = lines_of(&composition, "source-note");
    let lines: Vec<usize> = source.split('|').map(|line| line.chars().count()).collect();
    assert!(lines.len() == 2 && lines[0].abs_diff(lines[1]) <= 5, "{source}");
    let cover = composed(&pack, &job, "compilation", "large-print");
    assert!(!lines_of(&cover, "cover-title").contains("治|理"));
}
