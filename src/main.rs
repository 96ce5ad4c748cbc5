//! The command line: parses arguments, calls the library, prints what comes back.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Reading makes many small strings, and setting more: this allocator saves some of the
/// time of both, for some memory (figures in ARCHITECTURE.md).
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os())
}
