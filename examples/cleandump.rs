#![allow(missing_docs, clippy::print_stdout)]
use briefpack::{clean, source::*};
fn main() {
    let mode = std::env::args().nth(1).unwrap();
    for path in std::env::args().skip(2) {
        let (source, mut notes) = match Source::load(SourceId(0), path.as_ref(), None) {
            Ok(x) => x,
            Err(e) => {
                println!("{path}: ERR {} {}", e.code, e.message.en);
                continue;
            }
        };
        let mut draft = clean::run(&source, &mut notes);
        draft.account.check(&source.text, &draft.text).unwrap();
        let mut ranges = Vec::new();
        let mut at = 0;
        for line in draft.text.split_inclusive('\n') {
            ranges.push(at..at + line.trim_end().len());
            at += line.len();
        }
        clean::paragraphs(&mut draft, &mut ranges);
        draft.account.check(&source.text, &draft.text).unwrap();
        for n in &notes {
            println!("{path}: {} {}", n.code, n.message.zh);
        }
        if mode == "text" {
            println!("{}", draft.text);
            continue;
        }
        println!("== {path} {} {:?}", source.encoding, draft.traits);
        let mut n = std::collections::BTreeMap::<String, usize>::new();
        for f in draft.account.fragments() {
            if f.fate == clean::Fate::Kept {
                continue;
            }
            let rules = draft.account.rules_of(f).join("+");
            *n.entry(rules.clone()).or_default() += 1;
            if mode == "all" {
                let s = f.source();
                let a = source.text[..s.start]
                    .chars()
                    .rev()
                    .take(8)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect::<String>();
                let b = source.text[s.end..].chars().take(8).collect::<String>();
                println!(
                    "{rules}\t{:?}\t{:?} -> {:?}\t{:?}",
                    a,
                    &source.text[s.clone()],
                    &draft.text[f.output()],
                    b
                );
            }
        }
        println!("{n:?}");
        for (p, r) in clean::unclosed(ranges.iter().map(|r| &draft.text[r.clone()])) {
            println!("unclosed {p} {:?}", &draft.text[ranges[p].clone()][r]);
        }
    }
}
