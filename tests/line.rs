//! The line under torture: every mark, number and foreign word at every place of a line,
//! and paragraphs made at random from the words that offices use, in every style. What
//! stands at line starts and ends is read from the layout.

use briefpack::compose::style::Style;
use briefpack::compose::template::Template;
use briefpack::compose::{self, Lang};
use briefpack::fonts::Book;
use briefpack::job::Job;
use briefpack::model::{Article, Block, Mark, MarkKind, Pack, Paragraph, Section, Text};
use briefpack::pipeline;

const STYLES: [&str; 3] = ["official", "modern", "large-print"];

/// What the proof may not find on any page, a few loose lines aside: see [`loose`].
const FORBIDDEN: [&str; 7] = [
    "proof/line-start",
    "proof/line-end",
    "proof/split-mark",
    "proof/split-number",
    "proof/loose-line",
    "proof/single-character",
    "proof/stranded-heading",
];

/// How far apart characters may stand, in ems, where a short paragraph has to carry a
/// number that nothing may divide: a sum of six ems in a line of twenty-two. The proof
/// names every line over a tenth.
const LOOSEST: f64 = 0.33;

/// How far apart the characters of a loose line stand.
fn loose(message: &str) -> Option<f64> {
    message
        .strip_prefix("a loose line: characters stand ")?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

/// Words of no meaning that fill a line up to the place that is wanted.
const FILLER: &str = "各街镇和有关部门要把群众关心的小事当作自己的大事来办做到件件有\
    着落事事有回音并及时把办理结果向社会公布接受监督";

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph { text: Text::supplied(text), ..Paragraph::default() })
}

/// The pages of some blocks in a style, measured; what is forbidden comes back.
fn found(blocks: Vec<Block>, style: &str, lang: Lang) -> Vec<String> {
    let article =
        Article {
            title: Some(Text::supplied("行首行末")), blocks, ..Article::default()
        };
    sections_found(vec![article], style, lang)
}

fn sections_found(articles: Vec<Article>, style: &str, lang: Lang) -> Vec<String> {
    let mut pack = Pack { articles, ..Pack::default() };
    let job = Job { title: Some("校样".into()), lang: Some(lang), ..Job::default() };
    let template = Template::load("plain").expect("the template is sound");
    let style = Style::load(style).expect("the style is sound");
    let book = Book::built();
    let mut notes = Vec::new();
    let composition =
        pipeline::compose(&mut pack, &job, &template, &style, &book, &mut notes)
            .expect("it composes");
    let doubts: Vec<&str> =
        notes.iter().map(|n| n.code).filter(|c| *c == "compose/missing-glyph").collect();
    assert!(doubts.is_empty(), "a face for every character");
    assert!(!compose::words(&composition).is_empty());
    let rendered =
        pipeline::render(&composition, &book, &[], true, &[]).expect("it is set");
    let proof = rendered.proof.expect("it was asked for");
    proof
        .findings
        .iter()
        .filter(|finding| FORBIDDEN.contains(&finding.code))
        .filter(|finding| {
            let words = finding.spot.as_ref().map_or("", |spot| spot.words.as_str());
            // Beside most of an address there are too few characters to judge.
            loose(&finding.message.en)
                .is_none_or(|ems| ems > LOOSEST && !words.contains("://"))
        })
        .map(|finding| {
            let words = finding.spot.as_ref().map_or("", |spot| spot.words.as_str());
            format!("{}: {words} ({})", finding.code, finding.message.en)
        })
        .collect()
}

/// Marks, numbers and foreign words, each as it stands in a sentence.
const PIECES: [&str; 48] = [
    "约翰·史密斯",
    "北京—云溪",
    "5～8人",
    "来了——又走了",
    "等等……又走了",
    "元/吨",
    "24/7",
    "“好事‘多磨’”",
    "（见附件（一））",
    "《意见》、《通知》",
    "“急难”“愁盼”",
    "〔2024〕18号",
    "“《〈甲〉乙》”",
    "是吗？”“是！",
    "2026年3月18日",
    "2026-03-18",
    "3 200户",
    "1,234.56万元",
    "12.5%",
    "3.5‰",
    "37.5℃",
    "1200㎡",
    "±0.5",
    "¥300",
    "№5",
    "10:30—11:45",
    "第3条A-B",
    "63%～68%",
    "2024—2026年",
    "It’s",
    "O’Brien先生",
    "GDP与CPI",
    "C++/Rust",
    "Wi-Fi",
    "state-of-the-art",
    "https://example.invalid/notices/2026/03/17/index.html?id=42",
    "yunxi.office@example.invalid",
    "①总体②分项",
    "[1]",
    "（a）（b）",
    "甲、乙；丙：丁。",
    "！”他说",
    "，——",
    "。……",
    "（，）",
    "pneumonoultramicroscopicsilicovolcanoconiosis",
    "A股B股H股",
    "“一”“二”“三”“四”",
];

#[test]
fn nothing_forbidden_stands_at_a_line_end_wherever_it_falls() {
    let mut wrong = Vec::new();
    for style in STYLES {
        let mut blocks = Vec::new();
        for piece in PIECES {
            // The first line has from 17 characters (large print) to 36 (modern).
            for before in 9..38 {
                let filler: String = FILLER.chars().cycle().take(before).collect();
                let rest: String = FILLER.chars().cycle().skip(before).take(24).collect();
                blocks.push(paragraph(format!("{filler}{piece}{rest}。")));
            }
        }
        for one in found(blocks, style, Lang::ZhHans) {
            wrong.push(format!("{style} {one}"));
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_paragraph_ends_with_a_line_of_one_character() {
    for style in STYLES {
        let blocks = (20..100)
            .map(|length| {
                let words: String = FILLER.chars().cycle().take(length).collect();
                paragraph(format!("{words}。"))
            })
            .collect();
        let wrong = found(blocks, style, Lang::ZhHans);
        assert!(wrong.is_empty(), "{style}:\n{}", wrong.join("\n"));
    }
}

#[test]
fn emphasis_and_headings_keep_the_rules() {
    for style in STYLES {
        let mut articles = Vec::new();
        for article in 0..12 {
            let mut sections = Vec::new();
            for number in 0..8 {
                let before = 6 + (article * 8 + number) % 30;
                let filler: String = FILLER.chars().cycle().take(before).collect();
                let strong = "“说到做到——不放空炮”";
                let text = format!("{filler}{strong}，{FILLER}（见附件1）。");
                let range = filler.len()..filler.len() + strong.len();
                let kind =
                    if number % 2 == 0 { MarkKind::Strong } else { MarkKind::Emphasis };
                let marks = vec![Mark { range, kind }];
                let text = Text { text, origin: None, marks, notes: Vec::new() };
                let lines = vec![
                    Block::Paragraph(Paragraph { text, ..Paragraph::default() }),
                    paragraph(FILLER),
                ];
                sections.push(Section {
                    level: 1,
                    title: Text::supplied(format!(
                        "{}、把“关键小事”办好",
                        "一二三四五六七八".chars().nth(number).unwrap_or('一')
                    )),
                    number_len: "一、".len(),
                    run_in: false,
                    blocks: lines,
                    sections: Vec::new(),
                });
            }
            let title = format!(
                "把群众的关键小事办成放心大事——云溪区第{}次调研报告",
                article + 1
            );
            let title = Some(Text::supplied(title));
            articles.push(Article { title, sections, ..Article::default() });
        }
        let wrong = sections_found(articles, style, Lang::ZhHans);
        assert!(wrong.is_empty(), "{style}:\n{}", wrong.join("\n"));
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }
}

const SUBJECTS: [&str; 12] = [
    "区政府",
    "各街镇",
    "长桥街道",
    "区委办公室",
    "有关部门",
    "“一网通办”专班",
    "青山村党支部",
    "云溪经济技术开发区",
    "《云溪时报》记者",
    "沈堃、林喆等代表",
    "专家组（第2组）",
    "GDP核算小组",
];
const VERBS: [&str; 10] = [
    "召开",
    "研究",
    "全面推进",
    "督促落实",
    "联合印发",
    "指出，要抓好",
    "累计投入",
    "下大力气解决",
    "公布了",
    "——用一位干部的话说——“啃下”了",
];
const OBJECTS: [&str; 14] = [
    "老旧小区改造",
    "2026年民生实事",
    "营商环境优化（第三批）事项",
    "18.6万亩高标准农田",
    "《关于深化社区治理的若干意见》",
    "云政发〔2026〕18号文件",
    "“最后一公里”难题",
    "5 300余户群众的用水问题",
    "Wi-Fi 6和5G基站",
    "3～5年滚动计划",
    "“十五五”规划……等工作",
    "元/吨计价办法",
    "12345热线",
    "约翰·史密斯先生提出的open data建议",
];
const ENDS: [&str; 8] = [
    "，同比增长8.6%",
    "；完成投资1,234.56万元",
    "，覆盖面积42万㎡",
    "（详见附件1）",
    "，最高气温达37.5℃",
    "，截至2026年3月18日",
    "，由“有人管”到“管得好”",
    "",
];

fn sentence(dice: &mut Dice, out: &mut String) {
    for part in [&SUBJECTS[..], &VERBS[..], &OBJECTS[..], &ENDS[..]] {
        out.push_str(dice.of(part));
    }
    out.push_str(dice.of(&["。", "。", "。", "！", "；", "？”“", "："]));
}

#[test]
fn random_paragraphs_keep_the_rules() {
    let mut wrong = Vec::new();
    for style in STYLES {
        let mut dice = Dice(20_260_318);
        let blocks = (0..400)
            .map(|_| {
                let mut text = String::new();
                for _ in 0..=dice.below(5) {
                    sentence(&mut dice, &mut text);
                }
                paragraph(
                    text.trim_end_matches(['；', '：', '“', '”', '？']).to_owned() + "。",
                )
            })
            .collect();
        for one in found(blocks, style, Lang::ZhHans) {
            wrong.push(format!("{style} {one}"));
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_language_keeps_its_rules() {
    let texts = [
        (
            Lang::ZhHant,
            "縣長強調：「服務沒有最好，只有更好。」會議通過《雲溪縣便民服務自治條例》第12條修正草案——增訂『線上申辦』等規定……並自2026年4月1日起施行，預估82.5%的案件受惠，經費¥1,234.56萬元。",
        ),
        (
            Lang::Ja,
            "「ちょっと待って」と、ヴェネツィアの担当者はいった。チューリッヒ・ウィーンの事例や、人々の暮らし――とくに82.5％の相談――が、3日以内に解決されたことなどが報告され、さまざまな意見がかわされた……という。ゞ々ー。",
        ),
        (
            Lang::Ko,
            "운계구는 2026년 3월 18일 구청 대회의실에서 “현장에서 듣고 현장에서 고친다”는 원칙(原則)을 다시 확인하였으며, 민원의 82.5%가 사흘 안에 처리된 것으로 나타났다고 『운계 구정 소식』이 전하였다.",
        ),
    ];
    let mut wrong = Vec::new();
    for style in STYLES {
        for (lang, text) in texts {
            let letters: Vec<char> = text.chars().collect();
            // Every place of the text comes to stand at the end of a line.
            let blocks = (0..letters.len().min(48))
                .map(|skip| {
                    let head: String = match lang {
                        Lang::Ko => "가나 다라 ".chars().cycle().take(skip).collect(),
                        _ => letters
                            .iter()
                            .filter(|c| c.is_alphabetic() && !c.is_ascii())
                            .take(skip)
                            .filter(|c| !"ーゞ々っゃゅょァィゥェォッャュョ".contains(**c))
                            .collect(),
                    };
                    paragraph(format!("{head}{text}"))
                })
                .collect();
            for one in found(blocks, style, lang) {
                wrong.push(format!("{style} {} {one}", lang.tag()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
