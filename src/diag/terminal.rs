//! Diagnostics drawn for a terminal: the line, and a caret right under wide characters.
//!
//! Belongs here: the drawing.
//! Does not belong here: printing it (`cli/`).

use std::fmt::Write;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Diagnostic, Finger, Place, Severity, Tongue, floor_char};

/// How many columns of a long line are shown before and behind the place to blame.
const AROUND: usize = 36;

/// Draws one problem, with a line break at its end.
///
/// ```text
/// doubt[segment/unclosed-quotation]: the quotation is never closed
///  --> sources/metro.txt:3:7
///   |
/// 3 | 他说：“明天见。
///   |       ^^
///   = help: close it, or take the mark away
/// ```
pub fn draw(problem: &Diagnostic, tongue: Tongue, color: bool) -> String {
    draw_next(problem, &mut Finger::default(), tongue, color)
}

/// The same for one problem of many: `finger` is where the one before was.
pub fn draw_next(
    problem: &Diagnostic,
    finger: &mut Finger,
    tongue: Tongue,
    color: bool,
) -> String {
    let paint = Paint { color };
    let mut out = String::new();
    let head = format!("{}[{}]", severity(problem.severity, tongue), problem.code);
    let message = problem.message.in_tongue(tongue);
    let _ = writeln!(
        out,
        "{}{} {message}",
        paint.severity(problem.severity, &head),
        paint.bold(":")
    );
    let mut gutter = 1;
    if let Some(place) = &problem.place {
        let (line, column) = finger.find(place);
        gutter = line.to_string().len();
        let pad = " ".repeat(gutter);
        let _ =
            writeln!(out, "{pad}{} {}:{line}:{column}", paint.frame("-->"), place.file);
        let excerpt = excerpt(place);
        if !excerpt.line.trim().is_empty() {
            let bar = paint.frame("|");
            let carets = "^".repeat(excerpt.width.max(1));
            let carets = paint.severity(problem.severity, &carets);
            let number = paint.frame(&line.to_string());
            let _ = writeln!(out, "{pad} {bar}");
            let _ = writeln!(out, "{number} {bar} {}", excerpt.line);
            let _ = writeln!(out, "{pad} {bar} {}{carets}", " ".repeat(excerpt.before));
        }
    }
    if let Some(help) = &problem.help {
        let pad = " ".repeat(gutter);
        let word = match tongue {
            Tongue::Chinese => "怎么办：",
            Tongue::English => "help: ",
        };
        let _ =
            writeln!(out, "{pad} {} {word}{}", paint.frame("="), help.in_tongue(tongue));
    }
    out
}

fn severity(severity: Severity, tongue: Tongue) -> &'static str {
    match (severity, tongue) {
        (Severity::Error, Tongue::Chinese) => "错误",
        (Severity::Doubt, Tongue::Chinese) => "疑点",
        (Severity::Advice, Tongue::Chinese) => "提示",
        (_, Tongue::English) => severity.word(),
    }
}

struct Excerpt {
    /// What is shown of the line.
    line: String,
    /// Columns before the place to blame.
    before: usize,
    /// Columns that are to blame.
    width: usize,
}

/// The line of a place, cut to what is near it.
fn excerpt(place: &Place) -> Excerpt {
    let text = &*place.text;
    let start = floor_char(text, place.range.start.min(text.len()));
    // No further than what is shown: a line may have a hundred megabytes.
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let mut from = start;
    let mut columns = 0;
    for c in text[..start].chars().rev().take_while(|c| !is_end(*c)) {
        from -= c.len_utf8();
        columns += width(c);
        if columns > AROUND {
            break;
        }
    }
    let mut to = start;
    let mut columns = 0;
    for c in text[start..].chars().take_while(|c| !is_end(*c)) {
        columns += width(c);
        if columns > 2 * AROUND {
            break;
        }
        to += c.len_utf8();
    }
    let end = floor_char(text, place.range.end.clamp(start, to));
    let cut_before = if text[..from].ends_with(is_end) || from == 0 { "" } else { "…" };
    let cut_behind =
        if text[to..].starts_with(is_end) || to == text.len() { "" } else { "…" };
    let before = format!("{cut_before}{}", visible(&text[from..start]));
    let blamed = visible(&text[start..end]);
    let line = format!("{before}{blamed}{}{cut_behind}", visible(&text[end..to]));
    Excerpt { line, before: before.width_cjk(), width: blamed.width_cjk() }
}

/// The words with everything that would move a terminal's cursor made visible.
fn visible(words: &str) -> String {
    words
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            c if c.is_control() => '\u{FFFD}',
            c => c,
        })
        .collect()
}

fn width(c: char) -> usize {
    c.width_cjk().unwrap_or(1)
}

struct Paint {
    color: bool,
}

impl Paint {
    fn with(&self, code: &str, words: &str) -> String {
        if self.color { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    fn severity(&self, severity: Severity, words: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Doubt => "1;33",
            Severity::Advice => "1;36",
        };
        self.with(code, words)
    }

    fn bold(&self, words: &str) -> String {
        self.with("1", words)
    }

    fn frame(&self, words: &str) -> String {
        self.with("1;34", words)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::say;

    fn problem(text: &str, range: std::ops::Range<usize>) -> Diagnostic {
        Diagnostic::doubt(
            "segment/example",
            say("引号没有合上", "the quotation is not closed"),
        )
        .at(&Arc::from("稿.txt"), &Arc::from(text), range)
        .help("补上引号", "close it")
    }

    #[test]
    fn the_caret_stands_under_wide_characters() {
        let text = "一\n他说：“明天见。";
        let at = text.find('“').expect("it is there");
        let drawn = draw(&problem(text, at..at + 3), Tongue::Chinese, false);
        let expected = "疑点[segment/example]: 引号没有合上\n --> 稿.txt:2:4\n  |\n\
                        2 | 他说：“明天见。\n  |       ^^\n  = 怎么办：补上引号\n";
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = "云".repeat(100) + "错" + &"溪".repeat(100);
        let drawn = draw(&problem(&text, 300..303), Tongue::English, false);
        let line = drawn.lines().find(|l| l.contains('错')).expect("the place is shown");
        assert!(line.width_cjk() < 130, "{line}");
        assert!(line.starts_with("1 | …") && line.ends_with('…'), "{line}");
    }

    #[test]
    fn ranges_outside_the_text_are_drawn_all_the_same() {
        for range in [0..0, 5..900, 900..901, 1..2] {
            let _ = draw(&problem("短句\r\n", range.clone()), Tongue::English, true);
            let _ = draw(&problem("", range), Tongue::English, false);
        }
    }
}
