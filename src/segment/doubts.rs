//! Doubts (疑点): what an editor must look at before the pack is handed out.
//!
//! Belongs here: doubts about what the author wrote and about what was lost on the way.
//! A doubt is reported, never acted upon.
//! Does not belong here: doubts about characters and encodings (`clean`, `source`).
//!
//! A false alarm is worse than a miss: an editor who has been called for nothing does
//! not come again. Every doubt here names what was seen, not what might be.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use super::apply::Stretch;
use super::dates::{all_dates, weekday};
use super::numbering::{System, number};
use super::profiles::Suspects;
use super::words::{Few, Phrases};
use super::{Field, Label, Profile, words};
use crate::clean::Draft;
use crate::diag::{Diagnostic, Notes, Say, say};
use crate::source::Source;

/// Words before a day of the week, to be looked for all at once.
static WEEK_WORDS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[WEEK]));

/// Words before a day of the week.
const WEEK: &[&str] = &["星期", "周", "週"];

/// Reports what is doubtful in a text that was taken apart.
pub(crate) fn report(
    draft: &Draft,
    source: &Source,
    stretches: &[Stretch],
    profiles: &[Arc<Profile>],
    notes: &mut Notes,
) {
    let suspects = Suspects::new(profiles);
    let firsts = Few::of(std::iter::once(MONTH))
        .or(suspects.firsts())
        .or(words::PLACEHOLDERS.firsts())
        .or(WEEK_WORDS.firsts());
    let desk = Desk { draft, source, suspects, firsts };
    for stretch in stretches {
        let signs = desk.signs(stretch);
        if signs.suspect {
            desk.suspects(stretch, notes);
        }
        if signs.placeholder {
            desk.placeholder(stretch, notes);
        }
        if signs.weekday {
            desk.weekdays(stretch, notes);
        }
        if signs.month {
            desk.impossible_dates(stretch, notes);
        }
        desk.beginnings(stretch, notes);
    }
    desk.quotations(stretches, notes);
    desk.numbers(stretches, notes);
    desk.dates(stretches, notes);
    desk.captions(stretches, notes);
    desk.attachments(stretches, notes);
}

struct Desk<'a> {
    draft: &'a Draft,
    source: &'a Source,
    suspects: Suspects<'a>,
    /// The characters with which begins what [`Signs`] tells of.
    firsts: Few,
}

/// What a paragraph has that may be doubtful: found in one look for all of it.
#[derive(Default)]
struct Signs {
    suspect: bool,
    placeholder: bool,
    weekday: bool,
    month: bool,
}

/// The sign of a month in a date.
const MONTH: char = '月';

impl Desk<'_> {
    fn text(&self, range: &Range<usize>) -> &str {
        &self.draft.text[range.clone()]
    }

    fn at(&self, diagnostic: Diagnostic, range: &Range<usize>) -> Diagnostic {
        let origin = self.draft.account.origin_of(range);
        diagnostic.at(&self.source.name, &self.source.text, origin)
    }

    fn doubt(
        &self,
        code: &'static str,
        message: Say,
        range: &Range<usize>,
    ) -> Diagnostic {
        self.at(Diagnostic::doubt(code, message), range)
    }

    fn signs(&self, stretch: &Stretch) -> Signs {
        let text = self.text(&stretch.range);
        let mut signs = Signs::default();
        for at in self.firsts.places(text) {
            let rest = &text[at..];
            signs.suspect |= self.suspects.open(rest);
            signs.placeholder |= words::PLACEHOLDERS.at_start(rest).is_some();
            signs.weekday |= WEEK_WORDS.at_start(rest).is_some();
            signs.month |= rest.starts_with(MONTH);
        }
        signs
    }

    /// Substituted words.
    fn suspects(&self, stretch: &Stretch, notes: &mut Notes) {
        let text = self.text(&stretch.range);
        for (at, suspect) in self.suspects.find(text) {
            let range = stretch.range.start + at.start..stretch.range.start + at.end;
            let (word, usual) = (&suspect.word, &suspect.usual);
            let why = suspect.why.as_deref().map(|why| format!("（{why}）"));
            let why = why.unwrap_or_default();
            let message = say(
                format!("“{word}”像是被替换过的词，通常是“{usual}”{why}"),
                format!("“{word}” looks substituted, usually “{usual}”{why}"),
            );
            notes.push(
                self.doubt("segment/substituted-word", message, &range)
                    .help("对照原件", "compare with the original"),
            );
        }
    }

    /// Words that were to be replaced.
    fn placeholder(&self, stretch: &Stretch, notes: &mut Notes) {
        let text = self.text(&stretch.range);
        if let Some((at, word)) = words::PLACEHOLDERS.find(text) {
            // Part of a longer Latin word, such as a model number.
            let latin = word.is_ascii()
                && text[..at]
                    .chars()
                    .next_back()
                    .into_iter()
                    .chain(text[at + word.len()..].chars().next())
                    .any(|c| c.is_ascii_alphanumeric());
            if latin {
                return;
            }
            let range = stretch.range.start + at..stretch.range.start + at + word.len();
            let message = say(
                format!("“{word}”是占位的字样"),
                format!("“{word}” is a placeholder"),
            );
            notes.push(
                self.doubt("segment/placeholder", message, &range)
                    .help("补上内容或删去", "fill it in or take it out"),
            );
        }
    }

    /// A full date with a day of the week that it does not fall on.
    fn weekdays(&self, stretch: &Stretch, notes: &mut Notes) {
        const DAYS: [char; 7] = ['日', '一', '二', '三', '四', '五', '六'];
        let text = self.text(&stretch.range);
        for (range, date) in all_dates(text) {
            let rest = text[range.end..].trim_start_matches(|c: char| {
                matches!(c, '（' | '(' | '，') || c.is_whitespace()
            });
            let day = WEEK
                .iter()
                .find_map(|w| rest.strip_prefix(w))
                .and_then(|r| r.chars().next());
            let day = day.map(|c| if c == '天' { '日' } else { c });
            let Some(said) = day.and_then(|c| DAYS.iter().position(|d| *d == c)) else {
                continue;
            };
            let Some(true_day) = weekday(&date).filter(|d| *d as usize != said) else {
                continue;
            };
            let right = DAYS[true_day as usize];
            let wrong = DAYS[said];
            let at = stretch.range.start + range.start..stretch.range.start + range.end;
            let message = say(
                format!("{}是星期{right}，不是星期{wrong}", date.chinese()),
                format!(
                    "{} is a {}, not a {}",
                    date.iso(),
                    english(true_day),
                    english(said as u32)
                ),
            );
            notes.push(
                self.doubt("segment/weekday", message, &at)
                    .help("核对日期", "check the date"),
            );
        }
    }

    /// Days that no calendar has: `2月30日`, `13月5日`.
    fn impossible_dates(&self, stretch: &Stretch, notes: &mut Notes) {
        let text = self.text(&stretch.range);
        for (at, _) in text.match_indices(MONTH) {
            let digits = |s: &str| s.bytes().rev().take_while(u8::is_ascii_digit).count();
            let before = &text[..at];
            let month_len = digits(before);
            let rest = &text[at + MONTH.len_utf8()..];
            let day_len = rest.bytes().take_while(u8::is_ascii_digit).count();
            let is_date = (1..=2).contains(&month_len)
                && (1..=2).contains(&day_len)
                && rest[day_len..].starts_with(['日', '号', '號']);
            // `至1—13月20日`, `3.13月`: no month of its own.
            let head = &before[..at - month_len];
            if !is_date || head.ends_with(['.', '-', '—', '－', '～', '/', '／', '·'])
            {
                continue;
            }
            let (Ok(month), Ok(day)) =
                (before[at - month_len..].parse::<u32>(), rest[..day_len].parse::<u32>())
            else {
                continue;
            };
            let year = head.strip_suffix('年').map(|h| &h[h.len() - digits(h)..]);
            let leap = year
                .and_then(|y| y.parse::<u32>().ok())
                .is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
            let days = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                1..=12 => 31,
                _ => 0,
            };
            if (1..=days).contains(&day) {
                continue;
            }
            let start = stretch.range.start + at - month_len;
            let end = stretch.range.start + at + MONTH.len_utf8() + day_len;
            let message = say(
                format!("没有{month}月{day}日这一天"),
                format!("there is no day {day} of month {month}"),
            );
            notes.push(
                self.doubt("segment/impossible-date", message, &(start..end))
                    .help("对照原件，核对日期", "compare with the original"),
            );
        }
    }

    /// An article whose beginning stands on a page that is not here (上接).
    fn beginnings(&self, stretch: &Stretch, notes: &mut Notes) {
        let jump = stretch.parts.iter().find(|part| part.reason == "continued-from");
        let Some(jump) = jump.filter(|_| stretch.label != Label::Chrome) else { return };
        let message = say(
            "这里接着别处的文字，开头不在来稿里",
            "this goes on from another page: its beginning is not in the source",
        );
        notes.push(self.doubt("segment/beginning-missing", message, &jump.range).help(
            "补上前半篇，或在任务里略去",
            "add the first half, or omit it in the job",
        ));
    }

    /// Quotations that are opened and never closed.
    fn quotations(&self, stretches: &[Stretch], notes: &mut Notes) {
        let running: Vec<&Stretch> = stretches
            .iter()
            .filter(|s| matches!(s.label, Label::Body | Label::Item | Label::Quotation))
            .collect();
        let views = self.draft.views(running.iter().map(|s| &s.range));
        for (i, mark) in crate::clean::unclosed(views) {
            let start = running[i].range.start;
            let message = say("引号不成对", "this quotation mark has no partner");
            notes.push(
                self.doubt(
                    "segment/unclosed-quotation",
                    message,
                    &(start + mark.start..start + mark.end),
                )
                .help("补上引号的另一半", "add the other mark"),
            );
        }
    }

    /// Numbers of an outline that skip or repeat.
    fn numbers(&self, stretches: &[Stretch], notes: &mut Notes) {
        // The last value of each level, with its system.
        let mut last: Vec<Option<(System, u32)>> = Vec::new();
        for stretch in stretches {
            if stretch.starts {
                last.clear();
            }
            let level = match stretch.label {
                Label::Heading(level) => level,
                _ => match stretch.parts.iter().find_map(|p| match p.label {
                    Label::RunIn(level) => Some(level),
                    _ => None,
                }) {
                    Some(level) => level,
                    None => continue,
                },
            };
            let level = usize::from(level);
            last.resize(level + 1, None);
            let text = self.text(&stretch.range);
            let Some(n) = number(text)
                .filter(|n| n.value > 0 && n.system <= System::BracketedArabic)
            else {
                continue;
            };
            // 第五条之一 was put in later.
            let inserted = text[..n.len].contains(['之', '의', '-', '－', '–']);
            // Articles count through all chapters, whatever their level.
            let before = last[level].filter(|(system, _)| *system == n.system);
            last[level] = Some((n.system, n.value));
            let Some((_, value)) = before.filter(|_| !inserted && n.value != 1) else {
                continue;
            };
            let head =
                stretch.range.start..stretch.range.start + text[..n.len].trim_end().len();
            let words = text[..n.len].trim_end();
            if n.value == value {
                let message = say(
                    format!("编号“{words}”重复"),
                    format!("the number “{words}” occurs twice"),
                );
                notes.push(self.doubt("segment/number-repeated", message, &head));
            } else if n.value != value + 1 {
                let message = say(
                    format!("编号从 {value} 跳到 {}", n.value),
                    format!("the numbers go from {value} to {}", n.value),
                );
                notes.push(self.doubt("segment/number-gap", message, &head).help(
                    "看看是缺了一段，还是编号写错",
                    "see whether a part is missing or the number is wrong",
                ));
            }
        }
    }

    /// Several different dates of publication, or one without a year.
    fn dates(&self, stretches: &[Stretch], notes: &mut Notes) {
        let mut known: Option<(crate::model::Date, Range<usize>)> = None;
        for stretch in stretches {
            if stretch.starts {
                known = None;
            }
            for part in
                stretch.parts.iter().filter(|p| p.label == Label::Metadata(Field::Date))
            {
                let Some((_, date)) = super::first_date(self.text(&part.range), true)
                else {
                    continue;
                };
                match &known {
                    None => {
                        if date.year.is_none() {
                            let message = say("日期没有年份", "the date has no year");
                            notes.push(self.at(
                                Diagnostic::advice("segment/date-without-year", message),
                                &part.range,
                            ));
                        }
                        known = Some((date, part.range.clone()));
                    }
                    Some((first, _)) if *first != date && part.reason == "field" => {
                        let message = say(
                            format!(
                                "同一篇有两个日期：{}和{}",
                                first.chinese(),
                                date.chinese()
                            ),
                            format!(
                                "two dates for one article: {} and {}",
                                first.iso(),
                                date.iso()
                            ),
                        );
                        notes.push(self.at(
                            Diagnostic::advice("segment/two-dates", message),
                            &part.range,
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    /// Words of pictures that are not there. A table has its rows below its caption.
    fn captions(&self, stretches: &[Stretch], notes: &mut Notes) {
        let pictures: Vec<usize> = self.source.pictures.iter().map(|p| p.at).collect();
        let is_bare = |at: usize, caption: &Stretch| {
            let above = at.checked_sub(1).and_then(|above| stretches.get(above));
            let from = above.map_or(0, |s| self.draft.account.origin_of(&s.range).start);
            let to = self.draft.account.origin_of(&caption.range).start;
            let has_picture = pictures.iter().any(|at| from <= *at && *at <= to);
            let below = stretches.get(at + 1).map(|s| s.label);
            !has_picture && below != Some(Label::Row)
        };
        let mut captions = stretches
            .iter()
            .enumerate()
            .filter(|(at, s)| s.label == Label::Caption && is_bare(*at, s))
            .map(|(_, s)| s);
        let Some(first) = captions.next() else { return };
        let count = 1 + captions.count();
        let message = say(
            format!("有 {count} 条图片说明，来稿里没有图片"),
            format!("{count} captions, and no picture in the source"),
        );
        notes.push(self.at(
            Diagnostic::advice("segment/caption-without-picture", message),
            &first.range,
        ));
    }

    /// References to an attachment with a higher number than there are attachments.
    fn attachments(&self, stretches: &[Stretch], notes: &mut Notes) {
        let listed = stretches.iter().filter(|s| s.label == Label::Attachment).count();
        if listed == 0 {
            return;
        }
        for stretch in stretches.iter().filter(|s| s.label == Label::Body) {
            let text = self.text(&stretch.range);
            for (at, word) in text.match_indices("附件") {
                let digits: String = text[at + word.len()..]
                    .chars()
                    .take_while(char::is_ascii_digit)
                    .collect();
                let Ok(value) = digits.parse::<usize>() else { continue };
                if value > listed && value < 100 {
                    let range = stretch.range.start + at
                        ..stretch.range.start + at + word.len() + digits.len();
                    let message = say(
                        format!("提到附件{value}，只列出 {listed} 个附件"),
                        format!("attachment {value} is mentioned, {listed} are listed"),
                    );
                    notes.push(self.doubt("segment/attachment-missing", message, &range));
                }
            }
        }
    }
}

fn english(day: u32) -> &'static str {
    const DAYS: [&str; 7] =
        ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    DAYS.get(day as usize).copied().unwrap_or("day")
}
