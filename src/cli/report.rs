//! Problems, progress and a closing line on standard error; results on standard output.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use briefpack::diag::{self, Diagnostic, Finger, Say, Severity, Tongue};

use super::{MessageFormat, Stop};

/// Where a subcommand says what it found.
pub(super) struct Report {
    pub(super) tongue: Tongue,
    format: MessageFormat,
    deny: Vec<String>,
    quiet: bool,
    color: bool,
    denied: bool,
    counts: [usize; 3],
}

impl Report {
    pub(super) fn new(
        tongue: Tongue,
        format: MessageFormat,
        deny: Vec<String>,
        quiet: bool,
    ) -> Self {
        let no_color = super::speech::environment("NO_COLOR").is_some();
        let color = std::io::stderr().is_terminal() && !no_color;
        Report { tongue, format, deny, quiet, color, denied: false, counts: [0; 3] }
    }

    /// Prints problems; one of a denied kind makes the program end with 1.
    pub(super) fn problems(&mut self, problems: &[Diagnostic]) {
        let mut out = std::io::stderr().lock();
        let mut finger = Finger::default();
        for problem in problems {
            let denied = problem.severity != Severity::Error
                && self.deny.iter().any(|kind| is_denied(problem, kind));
            self.denied |= denied;
            let raised;
            let problem = if denied {
                raised = Diagnostic { severity: Severity::Error, ..problem.clone() };
                &raised
            } else {
                problem
            };
            self.counts[problem.severity as usize] += 1;
            if self.quiet && problem.severity == Severity::Advice {
                continue;
            }
            let drawn = match self.format {
                MessageFormat::Text => {
                    let (tongue, color) = (self.tongue, self.color);
                    diag::terminal::draw_next(problem, &mut finger, tongue, color)
                }
                MessageFormat::Json => {
                    diag::json::line_next(problem, &mut finger, self.tongue)
                }
            };
            // A closed standard error is no reason to stop the work.
            let _ = writeln!(out, "{}", drawn.trim_end());
        }
    }

    /// Counts problems that are printed in another way.
    pub(super) fn count(&mut self, problems: &[Diagnostic]) {
        self.denied |=
            problems.iter().any(|p| self.deny.iter().any(|kind| is_denied(p, kind)));
    }

    /// Prints a sentence for people; nothing where tools listen.
    pub(super) fn tell(&self, say: &Say) {
        if self.format == MessageFormat::Text && !self.quiet {
            let _ = writeln!(std::io::stderr(), "{}", say.in_tongue(self.tongue));
        }
    }

    /// Whether a denied kind occurred.
    pub(super) fn denied(&self) -> bool {
        self.denied
    }

    /// Prints how many problems there were.
    pub(super) fn close(&self) {
        let [errors, doubts, _] = self.counts;
        if errors + doubts > 0 {
            self.tell(&diag::say(
                format!("错误 {errors} 处，疑点 {doubts} 处"),
                format!("{errors} error(s), {doubts} doubt(s)"),
            ));
        }
    }

    /// A sign of life for work that takes more than a second; nothing where standard
    /// error is no terminal.
    pub(super) fn progress(&self, what: &Say) -> Progress {
        let bar = (self.format == MessageFormat::Text
            && !self.quiet
            && std::io::stderr().is_terminal())
        .then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.set_message(what.in_tongue(self.tongue).to_owned());
            let late = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_secs(1));
                if !late.is_finished() {
                    late.set_draw_target(ProgressDrawTarget::stderr());
                    late.enable_steady_tick(Duration::from_millis(120));
                }
            });
            bar
        });
        Progress(bar)
    }
}

/// Takes its sign of life off the terminal when dropped.
pub(super) struct Progress(Option<ProgressBar>);

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Whether a problem is of the kind named; `doubt` names all that an editor must look at.
fn is_denied(problem: &Diagnostic, kind: &str) -> bool {
    is_kind(problem.code, kind)
        || (kind == "doubt" && problem.severity == Severity::Doubt)
}

/// Whether a code is of the kind named: the code itself, its stage, or its last part.
fn is_kind(code: &str, kind: &str) -> bool {
    code == kind
        || code.strip_prefix(kind).is_some_and(|rest| rest.starts_with('/'))
        || code.strip_suffix(kind).is_some_and(|rest| rest.ends_with('/'))
}

/// Writes a result to standard output.
pub(super) fn print(text: &str) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|_| Stop::Closed)
}

#[cfg(test)]
mod tests {
    use super::is_kind;

    #[test]
    fn a_kind_is_a_code_its_stage_or_its_last_part() {
        assert!(is_kind("compose/missing-glyph", "compose/missing-glyph"));
        assert!(is_kind("compose/missing-glyph", "missing-glyph"));
        assert!(is_kind("compose/missing-glyph", "compose"));
        assert!(!is_kind("compose/missing-glyph", "glyph"));
        assert!(!is_kind("compose/missing-glyph", "comp"));
    }
}
