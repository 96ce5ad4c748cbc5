//! A small composition made by hand that has one of everything: what the renderers' own
//! tests write down.

use std::sync::Arc;

use super::sheet::*;
use super::*;
use crate::fonts::Role;

fn style(class: &str, label: &str, kind: Kind, size: f64) -> Style {
    Style {
        class: class.into(),
        label: label.into(),
        kind,
        font: Role::Fang,
        latin: Role::LatinSerif,
        size,
        relative_size: false,
        smallest: 9.0,
        bold: false,
        color: Color::BLACK,
        align: Align::Justify,
        first_indent: 0.0,
        left_indent: 0.0,
        right_indent: 0.0,
        pitch: 28.99,
        before: 0.0,
        after: 0.0,
        keep_with_next: false,
        keep_together: false,
        balance: false,
        page_break: PageBreak::No,
        place: Place::Flow,
        rules: Rules::default(),
        background: None,
        padding: 0.0,
        dots: false,
        underline: false,
        tracking: 0.0,
        superscript: false,
    }
}

const RED: Color = Color { red: 0xD0, green: 0x10, blue: 0x10 };

fn rule(width: f64, color: Color) -> Option<Rule> {
    Some(Rule { width, color, gap: 4.0 })
}

/// The ids are the places in this list.
fn styles() -> Vec<Style> {
    let p = Kind::Paragraph;
    let size = 156.0 / 28.0 * 72.0 / 25.4;
    vec![
        Style { first_indent: 2.0, ..style("body", "正文", p, size) },
        Style {
            font: Role::Biaosong,
            align: Align::Center,
            balance: true,
            keep_with_next: true,
            before: 28.99,
            after: 28.99,
            pitch: 34.0,
            ..style("title", "标题 1", p, 22.0)
        },
        Style {
            font: Role::Hei,
            first_indent: 2.0,
            keep_with_next: true,
            ..style("h1", "标题 2", p, size)
        },
        Style { font: Role::Kai, ..style("kai", "楷体字", Kind::Character, size) },
        Style {
            rules: Rules { bottom: rule(1.5, RED), ..Rules::default() },
            ..style("masthead", "版头", Kind::Frame, size)
        },
        Style {
            font: Role::Biaosong,
            color: RED,
            align: Align::Center,
            pitch: 60.0,
            ..style("name", "报头名", p, 42.0)
        },
        Style {
            align: Align::Left,
            left_indent: 1.0,
            right_indent: 1.0,
            ..style("issue-line", "报头行", p, size)
        },
        Style { align: Align::Left, ..style("contents-1", "目录 1", p, size) },
        Style {
            place: Place::Foot,
            rules: Rules {
                top: rule(0.99, Color::BLACK),
                bottom: rule(0.99, Color::BLACK),
                inner: rule(0.71, Color::BLACK),
                ..Rules::default()
            },
            ..style("colophon", "版记", Kind::Frame, 14.0)
        },
        Style {
            align: Align::Left,
            left_indent: 1.0,
            right_indent: 1.0,
            ..style("colophon-line", "版记行", p, 14.0)
        },
        Style {
            align: Align::Right,
            right_indent: 1.0,
            font: Role::Song,
            ..style("folio-odd", "页码 奇", p, 14.0)
        },
        Style {
            align: Align::Left,
            left_indent: 1.0,
            font: Role::Song,
            ..style("folio-even", "页码 偶", p, 14.0)
        },
        Style {
            rules: Rules {
                top: rule(1.0, Color::BLACK),
                bottom: rule(1.0, Color::BLACK),
                inner: rule(0.5, Color::BLACK),
                ..Rules::default()
            },
            ..style("table", "表格", Kind::Table, 12.0)
        },
        Style {
            align: Align::Center,
            font: Role::Hei,
            pitch: 20.0,
            ..style("table-head", "表头", p, 12.0)
        },
        Style {
            align: Align::Left,
            pitch: 20.0,
            ..style("table-cell", "表格文字", p, 12.0)
        },
        Style {
            padding: 8.0,
            rules: Rules { left: rule(3.0, RED), ..Rules::default() },
            background: Some(Color { red: 250, green: 244, blue: 240 }),
            ..style("editors-note", "编者按", Kind::Frame, size)
        },
        Style { bold: true, ..style("strong", "着重", Kind::Character, size) },
        Style { dots: true, ..style("dots", "着重号", Kind::Character, size) },
    ]
}

fn words(text: &str) -> Inline {
    Inline::Text(Run { text: text.into(), style: None, origin: None, lang: None })
}

fn set(text: &str, style: usize) -> Inline {
    Inline::Text(Run {
        text: text.into(),
        style: Some(StyleId(style)),
        origin: None,
        lang: None,
    })
}

fn paragraph(style: usize, inlines: Vec<Inline>) -> Paragraph {
    Paragraph {
        style: StyleId(style),
        inlines,
        outline: None,
        anchor: None,
        item: None,
        running: None,
    }
}

fn heading(style: usize, depth: u8, anchor: &str, text: &str) -> Paragraph {
    Paragraph {
        outline: Some(Outline { depth }),
        anchor: Some(anchor.into()),
        running: (depth == 1).then(|| text.into()),
        ..paragraph(style, vec![words(text)])
    }
}

/// One of everything.
pub(crate) fn composition() -> Composition {
    let body = "全区上下要把“人民至上”落到实处，2026年完成旧房改造18.6万平方米、惠及3 200户，做到件件有着落、事事有回音。";
    let folio = |style| {
        Some(paragraph(
            style,
            vec![words("— "), Inline::Field(Field::Page, None), words(" —")],
        ))
    };
    let mut blocks = vec![
        Block::Group(Group {
            style: StyleId(4),
            part: Part::Masthead,
            blocks: vec![
                Block::Paragraph(paragraph(5, vec![words("云溪简报")])),
                Block::Paragraph(paragraph(
                    6,
                    vec![words("云溪区委办公室编"), Inline::Fill, words("2026年3月17日")],
                )),
            ],
        }),
        Block::Contents(Contents {
            heading: Some(paragraph(1, vec![words("目　录")])),
            entries: vec![Entry {
                style: StyleId(7),
                depth: 1,
                inlines: vec![words("把实事办实、把好事办好")],
                anchor: "a1".into(),
            }],
        }),
    ];
    let mut article = vec![
        Block::Paragraph(heading(1, 1, "a1", "把实事办实、把好事办好")),
        Block::Paragraph(paragraph(
            0,
            vec![
                words("本报讯　"),
                set("推进旧房改造。", 3),
                words(body),
                Inline::Footnote(vec![words("据区统计局数据。")]),
                set("着重", 16),
                set("着重号", 17),
                Inline::Missing { character: '\u{1F600}', origin: None },
                words("详见"),
                Inline::Link { target: "#a1".into(), inlines: vec![words("上文")] },
                words("。"),
            ],
        )),
        Block::Paragraph(heading(2, 2, "a1-1", "一、总体要求")),
    ];
    for _ in 0..12 {
        article.push(Block::Paragraph(paragraph(0, vec![words(body), words(body)])));
    }
    article.push(Block::Group(Group {
        style: StyleId(15),
        part: Part::Aside,
        blocks: vec![Block::Paragraph(paragraph(
            0,
            vec![words("编者按：请各单位结合实际学习借鉴。")],
        ))],
    }));
    article.push(Block::Table(Table {
        style: StyleId(12),
        caption: Some(paragraph(13, vec![words("表1　任务进度")])),
        head_rows: 1,
        columns: vec![(Align::Left, 0.5), (Align::Right, 0.5)],
        rows: vec![
            vec![vec![words("项目")], vec![words("完成（%）")]],
            vec![vec![words("加装电梯")], vec![words("82.5")]],
        ],
        cell_styles: (StyleId(13), StyleId(14)),
        turned: false,
    }));
    article.push(Block::Group(Group {
        style: StyleId(0),
        part: Part::List,
        blocks: ["· 第一件实事", "· 第二件实事"]
            .map(|item| {
                Block::Paragraph(Paragraph {
                    item: Some(1),
                    ..paragraph(0, vec![words(item)])
                })
            })
            .to_vec(),
    }));
    blocks.push(Block::Group(Group {
        style: StyleId(0),
        part: Part::Article,
        blocks: article,
    }));
    blocks.push(Block::Group(Group {
        style: StyleId(8),
        part: Part::Colophon,
        blocks: vec![
            Block::Paragraph(paragraph(9, vec![words("报：市委办公厅。")])),
            Block::Paragraph(paragraph(
                9,
                vec![words("云溪区委办公室"), Inline::Fill, words("2026年3月17日印发")],
            )),
        ],
    }));
    let mm = 72.0 / 25.4;
    Composition {
        title: "云溪简报".into(),
        author: "云溪区委办公室".into(),
        lang: Lang::ZhHans,
        langs: Default::default(),
        faces: Default::default(),
        web_fonts: false,
        date: Some(Date { year: Some(2026), month: Some(3), day: Some(17) }),
        sheet: Sheet {
            page: Page {
                width: 210.0 * mm,
                height: 297.0 * mm,
                top: 37.0 * mm,
                bottom: 35.0 * mm,
                inside: 28.0 * mm,
                outside: 26.0 * mm,
                duplex: true,
                grid: Some(Grid { lines: 22, characters: 28 }),
                foot_distance: 7.0 * mm,
                head_distance: 7.0 * mm,
            },
            styles: styles(),
            numbering: Default::default(),
        },
        blocks,
        furniture: Furniture {
            foot_odd: folio(10),
            foot_even: folio(11),
            foot_first: folio(10),
            ..Furniture::default()
        },
    }
}

/// The picture that the fixture's figures show: one grey pixel as PNG.
pub(crate) fn pixel() -> Arc<Vec<u8>> {
    Arc::new(vec![
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44,
        0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10,
        0x49, 0x44, 0x41, 0x54, 0x08, 0xD7, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0xDD,
        0x43, 0x6A, 0xF4, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ])
}
