//! `briefpack profiles`: the rules for kinds of sources that the program brings along.

use std::fmt::Write;

use briefpack::diag::Tongue;
use briefpack::segment::{Profile, profiles::SHIPPED};

use super::Stop;
use super::report::{Report, print};

/// List the shipped profiles, or print one to copy and change
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Print this profile; a YAML file is checked and printed
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(args: Args, report: &mut Report) -> Result<(), Stop> {
    if let Some(name) = args.name {
        return print(Profile::load(&name)?.text());
    }
    let mut list = String::new();
    for (name, _) in SHIPPED {
        let profile = Profile::load(name)?;
        let _ = writeln!(list, "{name:<12} {}", profile.description);
    }
    list += match report.tongue {
        Tongue::Chinese => {
            "\n用法：briefpack build 稿件.txt --profile 名字；抄一份来改：briefpack profiles 名字 > 我的.yaml\n"
        }
        Tongue::English => {
            "\nUse one: briefpack build a.txt --profile NAME. Copy one: briefpack profiles NAME > my.yaml\n"
        }
    };
    print(&list)
}
