//! `briefpack schema`: JSON Schemas for an editor's YAML plug-in.

use clap::ValueEnum;

use briefpack::{compose, job, segment};

use super::Stop;
use super::report::{Report, print};

/// Print the JSON Schema of a kind of YAML file
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which kind of file
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// pack.yaml
    Job,
    /// styles/*.yaml
    Style,
    /// templates/*/template.yaml
    Template,
    /// profiles/*.yaml
    Profile,
}

pub(super) fn run(args: Args, _: &mut Report) -> Result<(), Stop> {
    print(&match args.kind {
        Kind::Job => job::schema(),
        Kind::Style => compose::style::schema(),
        Kind::Template => compose::template::schema(),
        Kind::Profile => segment::profiles::schema(),
    })
}
