//! The command line: one file a subcommand.
//!
//! Belongs here: arguments, and everything that prints, writes files, or reads the clock,
//! the environment or the terminal.
//! Does not belong here: any decision about a text or a page.

mod build;
mod explain;
mod extract;
mod fonts;
mod init;
mod inspect;
mod label;
mod output;
mod profiles;
mod proof;
mod report;
mod schema;
mod shared;
mod speech;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use briefpack::diag::Diagnostic;
use report::Report;

/// From messy Chinese text to a print-ready briefing pack in PDF, Word and HTML
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done; 1 not done, or a kind named by --deny occurred; \
                        2 wrong usage; 130 interrupted."
)]
struct Args {
    /// Language of messages and help [default: by locale]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<LangArg>,
    /// How problems are printed on standard error
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    message_format: MessageFormat,
    /// Treat this kind of doubt or advice as an error, by its code, the beginning or the end
    /// of it; `doubt` stands for every doubt
    #[arg(long, global = true, value_name = "KIND")]
    deny: Vec<String>,
    /// Print errors and doubts only
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    /// 中文
    Zh,
    /// English
    En,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    /// Drawn for people, with the line and a caret
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Inspect(inspect::Args),
    Explain(explain::Args),
    Label(label::Args),
    Init(init::Args),
    Extract(extract::Args),
    Proof(proof::Args),
    Fonts(fonts::Args),
    Profiles(profiles::Args),
    Schema(schema::Args),
}

/// What stops a subcommand.
enum Stop {
    /// The problems that make the result impossible. Exit code 1.
    Failed(Vec<Diagnostic>),
    /// Arguments that do not fit together. Exit code 2.
    Usage(Diagnostic),
    /// Standard output was closed by its reader, such as `head`. Exit code 0.
    Closed,
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(problems: Vec<Diagnostic>) -> Self {
        Stop::Failed(problems)
    }
}

impl From<Diagnostic> for Stop {
    fn from(problem: Diagnostic) -> Self {
        Stop::Failed(vec![problem])
    }
}

/// Runs the program and returns its exit code.
pub(crate) fn run(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words: Vec<OsString> = words.collect();
    let tongue = speech::tongue(&words);
    let parsed = speech::translated(Args::command(), tongue)
        .try_get_matches_from(&words)
        .and_then(|matches| Args::from_arg_matches(&matches));
    let args = match parsed {
        Ok(args) => args,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Nothing can be done where even the help can't be printed.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    output::remove_unfinished_on_interrupt();
    let mut report = Report::new(tongue, args.message_format, args.deny, args.quiet);
    let done = match args.command {
        Command::Build(args) => build::run(args, &mut report),
        Command::Inspect(args) => inspect::run(args, &mut report),
        Command::Explain(args) => explain::run(args, &mut report),
        Command::Label(args) => label::run(args, &mut report),
        Command::Init(args) => init::run(args, &mut report),
        Command::Extract(args) => extract::run(args, &mut report),
        Command::Proof(args) => proof::run(args, &mut report),
        Command::Fonts(args) => fonts::run(args, &mut report),
        Command::Profiles(args) => profiles::run(args, &mut report),
        Command::Schema(args) => schema::run(args, &mut report),
    };
    let code = match done {
        Ok(()) if report.denied() => 1,
        Ok(()) | Err(Stop::Closed) => 0,
        Err(Stop::Failed(problems)) => {
            report.problems(&problems);
            1
        }
        Err(Stop::Usage(problem)) => {
            report.problems(&[problem]);
            2
        }
    };
    report.close();
    ExitCode::from(code)
}
