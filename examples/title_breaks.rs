//! How long titles break: thirty invented titles on lines of several widths, each checked
//! against the places at which an editor would let a line end.
//!
//! ```sh
//! cargo run --release --example title_breaks
//! ```

use std::error::Error;
use std::io::Write;

use briefpack::compose::style::Style;
use briefpack::compose::template::Template;
use briefpack::compose::{self, Block, Inline};
use briefpack::fonts::Book;
use briefpack::job::Job;
use briefpack::model::{Article, Pack, Text};

/// Titles with `|` wherever a line may end.
const TITLES: &str = "\
云溪区|关于|进一步|加强|老旧|小区|物业|服务|管理|工作的|实施|意见
区委|常委会|召开|扩大|会议|传达|学习|全市|基层|治理|工作|推进会|精神
让|每一位|老人|都能|在|家门口|吃上|热乎饭——|云溪区|社区|助餐|服务|调查
云溪区|统筹|推进|城乡|供水|一体化|建设的|做法|与|启示
以|数字化|改革|牵引|营商|环境|持续|优化 |云溪区|“一件事一次办”|改革|纪实
关于|印发|《云溪区|突发|公共|卫生|事件|应急|预案|（2026年修订）》的|通知
从|“有人管”|到|“管得好”：|城郊|结合部|环境|整治的|云溪|探索
我区|前两个月|规模|以上|工业|增加值|同比|增长|8.6%
聚焦|群众|急难愁盼|问题 |打通|服务|群众|最后|一公里
云溪区|人民|政府|办公室|关于|调整|区|防汛|抗旱|指挥部|组成|人员的|通知
长桥|街道|着力|破解|停车|难题的|调研|报告
推动|高质量|发展|要在|补短板|强弱项|固底板|扬优势上|下功夫
云溪|经济|技术|开发区|管理|委员会|关于|优化|审批|流程的|若干|措施
青山村|党支部|书记|带领|村民|发展|林下|经济|走上|致富路
全区|安全|生产|和|消防|工作|会议|暨|重大|事故|隐患|专项|排查|整治|动员|部署会|召开
关于|2025年|国民|经济|和|社会|发展|计划|执行|情况|与|2026年|计划|草案的|报告
“十五五”|时期|云溪区|公共|文化|服务|体系|建设|思路|研究
加快|建设|全国|统一|大市场|对|县域|商贸|流通|企业的|影响|分析
云溪区|稳步|推进|农村|集体|产权|制度|改革|试点|工作
坚持|把|非公有制|经济|组织|党建|工作|摆在|更加|突出的|位置
基层|干部|反映|部分|惠农|补贴|发放|不及时|问题|值得|关注
区|政协|委员|建议|将|适老化|改造|纳入|城市|更新|整体|规划
专家|认为|人工|智能|大模型|应用|将|重塑|基层|公共|服务|供给|方式
春耕|备耕|物资|储备|充足|价格|总体|平稳
云溪河|流域|水生态|环境|综合|治理|工程|全面|开工|建设
关于|做好|2026年|高校|毕业生等|青年|就业|创业|工作的|通知
南湖|中学|探索|“双减”|背景下|课后|服务|多元化|供给
中小学生|近视|防控|需|家庭|学校|社会|协同|发力
云溪区|着眼|长远|谋划|新型|储能|产业|布局
企业|职工|基本|养老|保险|全国|统筹|工作|座谈会|在|云溪|召开";

/// Characters of a title on one line: 二号 on 156 mm, and narrower columns.
const WIDTHS: [u32; 4] = [20, 16, 13, 10];

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for width in WIDTHS {
        let (mut broken, mut bad) = (0, 0);
        for marked in TITLES.lines() {
            let title = marked.replace('|', "");
            let lines = lines(&title, width)?;
            let wrong = ends(&lines).filter(|end| !allowed(marked).contains(end)).count();
            broken += lines.len() - 1;
            bad += wrong;
            let sign = if wrong > 0 { "✗ " } else { "  " };
            if lines.len() > 1 {
                writeln!(out, "{sign}{}", lines.join(" / "))?;
            }
        }
        writeln!(out, "{width} characters: {broken} line ends, {bad} of them wrong\n")?;
    }
    Ok(())
}

/// The lines that a title is broken into.
fn lines(title: &str, width: u32) -> Result<Vec<String>, Box<dyn Error>> {
    let style = format!(
        "extends: official\nclasses:\n  title: {{ size: {}pt, left-indent: 0em }}\n",
        442.2 / f64::from(width) - 0.01
    );
    let fail = |faults: Vec<_>| format!("{faults:?}");
    let style = Style::read(&style, "style.yaml", "".as_ref()).map_err(fail)?;
    let template = Template::load("plain").map_err(fail)?;
    let article = Article { title: Some(Text::supplied(title)), ..Article::default() };
    let pack = Pack { articles: vec![article], ..Pack::default() };
    let mut notes = Vec::new();
    let job = Job::default();
    let composition =
        compose::run(&pack, &job, &template, &style, &Book::built(), &mut notes)
            .map_err(fail)?;
    let mut lines = vec![String::new()];
    collect(&composition.blocks, &mut lines);
    Ok(lines)
}

fn collect(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Group(group) => collect(&group.blocks, lines),
            Block::Paragraph(paragraph) if paragraph.outline.is_some() => {
                for inline in &paragraph.inlines {
                    match (inline, lines.last_mut()) {
                        (Inline::Text(run), Some(line)) => line.push_str(&run.text),
                        (Inline::LineBreak, _) => lines.push(String::new()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

/// Behind how many characters lines end, the last aside.
fn ends(lines: &[String]) -> impl Iterator<Item = usize> {
    let inner = lines.len() - 1;
    lines[..inner].iter().scan(0, |at, line| {
        *at += line.chars().count();
        Some(*at)
    })
}

/// Behind how many characters a line may end.
fn allowed(marked: &str) -> Vec<usize> {
    let parts = marked.split('|').scan(0, |at, part| {
        *at += part.chars().count();
        Some(*at)
    });
    parts.collect()
}
