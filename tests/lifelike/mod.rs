//! Texts of any length that look like those people have: for benchmarks, and for what
//! must hold for every text.
//!
//! Belongs here: putting together articles of an invented district, and the noise of the
//! ways on which such texts come.
//! Does not belong here: anything that is tested on them.

/// Chance that is the same in every run: a generator of numbers after Steele, Lea and
/// Flood (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// The chance that `seed` begins.
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of `words`.
    pub(crate) fn one<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const WHO: &[&str] = &[
    "云溪区",
    "区委",
    "区政府",
    "区人大常委会",
    "青石镇",
    "区住建局",
    "区教育局",
    "枫桥街道",
    "云溪学院",
    "区医保中心",
    "老街社区",
    "河东工业园",
    "区农业农村局",
    "水乡旅游公司",
];
const DOES: &[&str] = &[
    "召开年度工作会议",
    "部署下一阶段的重点任务",
    "完成老旧小区的雨污分流",
    "开通三条社区巴士线路",
    "公布今年的民生实事清单",
    "听取居民代表的意见",
    "修订完善防汛防台预案",
    "推进河道两岸步道贯通",
    "组织开展跨部门实战演练",
    "把服务窗口延伸到家门口",
    "为企业减免水电费用",
    "建成六十处楼道会客厅",
    "统筹流域和岸线的治理",
    "培训助老服务员一千二百名",
];
const HOW: &[&str] = &[
    "坚持尽力而为、量力而行",
    "对照一小区一方案",
    "在广泛征求意见的基础上",
    "同比增长7.2%",
    "占全区总数的三分之一",
    "惠及5300余户居民",
    "比去年同期提前10天",
    "投入资金1.8亿元",
    "时间为8:30—17:00",
    "经过反复论证",
    "按照属地管理的原则",
    "目前进展顺利",
];
const SAYS: &[&str] =
    &["会议指出", "报告提出", "他强调", "居民林阿姨说", "记者了解到", "通知要求"];
const TOPICS: &[&str] = &[
    "加强组织领导",
    "明确工作目标",
    "完善基础设施",
    "提升服务水平",
    "优化营商环境",
    "守住安全底线",
    "改善居住条件",
    "激发市场活力",
    "健全长效机制",
    "推动文旅融合",
];
const NAMES: &[&str] = &["林知远", "周晓禾", "沈青禾", "陆望川", "叶知秋", "顾之恒"];
const NUMERALS: &[&str] = &["一", "二", "三", "四", "五", "六", "七", "八", "九"];
const CHROME: &[&str] = &[
    "首页 > 新闻中心 > 区内要闻 > 正文",
    "字号：大 中 小  打印  分享到：微信 微博",
    "上一篇：没有了  下一篇：没有了",
    "扫一扫在手机打开当前页",
    "版权所有：云溪新闻网  备案号：云ICP备00000000号",
    "相关链接",
    "返回顶部",
];

/// The ways on which a text came, and what they did to it.
#[derive(Clone, Copy, Default)]
struct Noise {
    narrow: bool,
    readings: bool,
    spaced: bool,
    wrapped: bool,
}

/// A text of at least `length` bytes: articles one after another, each with the noise of
/// a way of its own.
pub(crate) fn text(chance: &mut Chance, length: usize) -> String {
    let mut text = String::with_capacity(length + 8192);
    while text.len() < length {
        let noise = Noise {
            narrow: chance.once_in(2),
            readings: chance.once_in(6),
            spaced: chance.once_in(8),
            wrapped: chance.once_in(4),
        };
        article(chance, noise, &mut text);
    }
    text
}

fn article(chance: &mut Chance, noise: Noise, out: &mut String) {
    let page = chance.once_in(3);
    if page {
        for _ in 0..2 + chance.below(3) {
            line(out, chance.one(CHROME));
        }
    }
    line(out, &format!("{}{}", chance.one(WHO), chance.one(DOES)));
    let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
    match chance.below(3) {
        0 => line(out, &format!("2026-{month:02}-{day:02} 09:20　来源：云溪时报")),
        1 => line(
            out,
            &format!("本报记者 {} 通讯员 {}", chance.one(NAMES), chance.one(NAMES)),
        ),
        _ => line(out, &format!("来源:云溪时报　　{month}月{day}日")),
    }
    line(out, "");
    for numeral in NUMERALS.iter().take(1 + chance.below(5)) {
        match chance.below(4) {
            0 => line(out, &format!("{}、{}", numeral, chance.one(TOPICS))),
            1 => line(out, &format!("◆{},{}", chance.one(TOPICS), chance.one(TOPICS))),
            2 => line(out, chance.one(TOPICS)),
            _ => {}
        }
        for number in 0..1 + chance.below(4) {
            let words = paragraph(chance, number, noise);
            if noise.wrapped {
                wrapped(&words, out);
            } else {
                line(out, &words);
            }
            if chance.once_in(3) {
                line(out, "");
            }
        }
        if chance.once_in(6) {
            for item in 1..=1 + chance.below(5) {
                line(out, &format!("{item}.{}{}", chance.one(WHO), chance.one(DOES)));
            }
        }
    }
    if chance.once_in(8) {
        line(out, &format!("图为{}。 {} 摄", chance.one(DOES), chance.one(NAMES)));
    }
    if page {
        for _ in 0..1 + chance.below(4) {
            line(out, chance.one(CHROME));
        }
    }
    line(out, "");
}

fn paragraph(chance: &mut Chance, number: usize, noise: Noise) -> String {
    let mut words = String::from("　　");
    match chance.below(5) {
        0 => words += &format!("（{}）{}。", NUMERALS[number], chance.one(TOPICS)),
        1 => words += &format!("{}是{}。", NUMERALS[number], chance.one(TOPICS)),
        2 if number == 0 => words += "本报讯　",
        _ => {}
    }
    for _ in 0..1 + chance.below(6) {
        if chance.once_in(5) {
            let says = chance.one(SAYS);
            words += &format!("{says}：“{}，{}。”", chance.one(TOPICS), chance.one(HOW));
        } else if chance.once_in(9) {
            words +=
                &format!("全区生产总值(GDP)增长{}.{}%。。。", chance.below(9), number);
        } else {
            words += &format!(
                "{}{}，{}，{}。",
                chance.one(WHO),
                chance.one(DOES),
                chance.one(HOW),
                chance.one(DOES)
            );
        }
    }
    spoil(chance, noise, &words)
}

/// The same words with the noise of their way.
fn spoil(chance: &mut Chance, noise: Noise, words: &str) -> String {
    let mut spoilt = String::with_capacity(words.len() + 64);
    for c in words.chars() {
        let plain = match c {
            '，' => ',',
            '：' => ':',
            '（' => '(',
            '）' => ')',
            '；' => ';',
            c => c,
        };
        if noise.spaced && plain != c {
            spoilt.push(' ');
        }
        spoilt.push(if noise.narrow { plain } else { c });
        if noise.spaced && plain != c {
            spoilt.push(' ');
        }
        if noise.readings && chance.once_in(6) {
            let reading = match c {
                '的' => "(de)",
                '人' => "(ren)",
                '大' => "(da)",
                '区' => "(qu)",
                '会' => "(hui)",
                _ => "",
            };
            spoilt += reading;
        }
    }
    spoilt
}

/// Sets a paragraph in lines of some thirty characters, as a page does.
fn wrapped(words: &str, out: &mut String) {
    let mut count = 0;
    for c in words.chars() {
        out.push(c);
        count += 1;
        if count == 34 {
            out.push('\n');
            count = 0;
        }
    }
    out.push('\n');
}

fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}
