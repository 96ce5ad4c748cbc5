//! The command line: parses arguments, calls the library, prints what comes back.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
