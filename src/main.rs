//! The command line: parses arguments, calls the library, prints what comes back.

fn main() {}
