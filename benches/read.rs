//! How fast sources are read: bytes to text, text to clean text, and to a pack.

use briefpack::clean::{self, Draft, View};
use briefpack::diag::Notes;
use briefpack::model;
use briefpack::segment::{self, Corrections};
use briefpack::source::{Source, SourceId};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Five megabytes of a district's news, with the faults that a page brings along.
fn news() -> String {
    let sentences = [
        "云溪区召开年度工作会议，部署下一阶段的重点任务。",
        "会议指出,要坚持稳中求进（见附件），全年增长6.5%。",
        "“一网通办”已经覆盖全区１２个街道，办理时间缩短到3天。",
        "老街改造启动以来，居民最关心的是能不能留住原来的味道。",
        "会议于10:35开始，听取了区住建局(含下属单位)的汇报。",
    ];
    let mut text = String::new();
    let mut article = 0;
    while text.len() < 5 << 20 {
        article += 1;
        text +=
            &format!("云溪河治理第{article}期工程开工\n2026年3月17日　来源：云溪日报\n");
        for paragraph in 0..8 {
            if paragraph % 4 == 0 {
                text += if paragraph == 0 {
                    "一、主要做法\n"
                } else {
                    "二、下一步打算\n"
                };
            }
            text += "　　";
            for turn in 0..4 {
                text += sentences[(article + paragraph + turn) % sentences.len()];
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn source(text: &str) -> Source {
    let (source, _) = Source::decode(SourceId(0), "news.txt", text.as_bytes(), None)
        .expect("the text is one");
    source
}

#[divan::bench(sample_count = 5)]
fn decode(bencher: Bencher) {
    let text = news();
    bencher.counter(BytesCount::of_str(&text)).bench(|| source(&text));
}

#[divan::bench(sample_count = 5)]
fn clean(bencher: Bencher) {
    let source = source(&news());
    bencher
        .counter(BytesCount::of_str(&source.text))
        .bench(|| clean::run(&source, &mut Notes::new()));
}

#[divan::bench(sample_count = 3, args = clean::PASSES.iter().map(|pass| pass.name))]
fn pass(bencher: Bencher, name: &str) {
    let draft = clean::run(&source(&news()), &mut Notes::new());
    let pass = clean::PASSES.iter().find(|pass| pass.name == name).expect("a pass");
    let Draft { text, traits, hints, .. } = &draft;
    let view = View { text, traits, hints };
    bencher.counter(BytesCount::of_str(text)).bench(|| (pass.edits)(&view));
}

#[divan::bench(sample_count = 3)]
fn read(bencher: Bencher) {
    let text = news();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let source = source(&text);
        let mut notes = Notes::new();
        let draft = clean::run(&source, &mut notes);
        let segments = segment::run(&source, draft, &Corrections::default(), &mut notes);
        model::build(source, segments)
    });
}
