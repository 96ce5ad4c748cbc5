//! The language in which the program speaks, and its help in Chinese.

use std::ffi::OsString;

use briefpack::diag::Tongue;
use clap::Command;

/// The value of an environment variable; `None` where it is unset, empty or not text.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
pub(super) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The language asked for with `--lang`, else that of the locale. Read before the
/// arguments are parsed, because the help speaks it too.
pub(super) fn tongue(words: &[OsString]) -> Tongue {
    let mut words = words.iter().filter_map(|w| w.to_str());
    while let Some(word) = words.next() {
        let asked = match word.strip_prefix("--lang") {
            Some("") => words.next(),
            Some(rest) => rest.strip_prefix('='),
            None if word == "--" => break,
            None => None,
        };
        match asked {
            Some("zh") => return Tongue::Chinese,
            Some("en") => return Tongue::English,
            _ => {}
        }
    }
    let locale = sys_locale::get_locale().unwrap_or_default();
    if locale.starts_with("zh") { Tongue::Chinese } else { Tongue::English }
}

/// The command with its help in the language of the user.
pub(super) fn translated(command: Command, tongue: Tongue) -> Command {
    match tongue {
        Tongue::English => command,
        Tongue::Chinese => in_chinese(command, ""),
    }
}

fn in_chinese(command: Command, path: &str) -> Command {
    let name = command.get_name().to_owned();
    let key = if path.is_empty() { String::new() } else { name };
    let mut command = command;
    if let Some(about) = chinese(&key, "") {
        command = command.about(about).long_about(None::<&str>);
    }
    if path.is_empty() {
        command = command.after_help(EXIT_CODES);
    }
    command = command.mut_args(|arg| {
        let help = chinese(&key, arg.get_id().as_str())
            .or_else(|| chinese("*", arg.get_id().as_str()));
        match help {
            Some(help) => arg.help(help).long_help(None::<&str>),
            None => arg,
        }
    });
    let names: Vec<String> =
        command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |sub| in_chinese(sub, "sub"));
    }
    command
}

const EXIT_CODES: &str =
    "退出码：0 完成；1 未完成，或出现了 --deny 指明的情形；2 用法不对；130 被中断。";

/// The Chinese help of an argument of a subcommand, or of the subcommand itself where the
/// argument is empty. `*` stands for every subcommand.
fn chinese(command: &str, argument: &str) -> Option<&'static str> {
    CHINESE
        .iter()
        .find(|(c, a, _)| (*c, *a) == (command, argument))
        .map(|(_, _, help)| *help)
}

const CHINESE: &[(&str, &str, &str)] = &[
    (
        "",
        "",
        "把杂乱的中文稿件做成可以直接付印的简报、参阅材料、会议材料汇编：PDF、Word、网页",
    ),
    ("*", "lang", "消息和帮助用的语言：zh 或 en［默认随系统］"),
    ("*", "message_format", "消息的格式：text 给人看，json 给程序看（一行一条）"),
    ("*", "deny", "把这一类疑点或提示当作错误，写代码或代码的一段；doubt 表示所有疑点"),
    ("*", "quiet", "只显示错误和疑点"),
    ("*", "help", "显示帮助"),
    ("*", "version", "显示版本"),
    ("*", "files", "稿件、文件夹，或一个 pack.yaml；- 表示标准输入"),
    ("*", "title", "材料的名称，如报头上的“云溪简报”"),
    ("*", "issue", "期号，如“第3期”"),
    ("*", "issuer", "编印单位"),
    ("*", "date", "印发日期，如 2026-03-17"),
    ("*", "template", "模板：自带模板的名字，或模板文件夹的路径"),
    ("*", "style", "样式：自带样式的名字，或 YAML 文件的路径"),
    ("*", "text_lang", "稿件的语言：zh-Hans、zh-Hant、ja、ko"),
    ("*", "encoding", "稿件的编码，如 gb18030、big5、utf-16le［默认自动判断］"),
    ("*", "profile", "来稿规则：自带的名字（见 briefpack profiles），或 YAML 文件的路径"),
    ("*", "set", "设定模板的一个参数，如 --set internal=true"),
    ("*", "font", "给一个字体角色指定本机字体，如 --font fang=仿宋_GB2312"),
    ("*", "no_config", "不读用户配置文件"),
    ("build", "", "生成 PDF、Word 和网页"),
    ("build", "out", "写到这个文件夹［默认当前文件夹］"),
    ("build", "name", "文件名，不带扩展名［默认用材料名称］"),
    ("build", "format", "只生成这些格式：pdf、docx、html，用逗号分开"),
    ("build", "proof", "生成后逐页校验版面"),
    ("build", "attach_sources", "把来稿文件附在 PDF 里"),
    ("build", "web_fonts", "把用到的字形放进网页，没有中文字体的机器也照样显示"),
    ("inspect", "", "查看读出了什么：提纲、标签、疑点、弃去的行"),
    ("inspect", "json", "以 JSON 输出（格式稳定，见文档）"),
    ("inspect", "receipt", "输出字符账：每个字符的去向和依据的规则"),
    ("inspect", "words", "输出成品里的全部文字，不带格式"),
    ("inspect", "html", "输出一个网页，原文与结果左右对照"),
    ("explain", "", "说明稿件中某一行的来龙去脉"),
    ("explain", "place", "稿件和行号，如 稿件.txt:12"),
    ("explain", "pack", "照这个 pack.yaml 读稿件，并说出这一行印在第几页"),
    ("label", "", "写出逐行标注文件，供编辑改正"),
    ("label", "force", "覆盖已有的文件；其中仍适用的改动会保留"),
    ("label", "stdout", "写到标准输出，不写文件"),
    ("label", "learn", "从几个来稿改过的标注中学出一份来稿规则，写到这个文件"),
    ("profiles", "", "列出自带的来稿规则，或输出其中一份，供抄改"),
    ("profiles", "name", "输出这份来稿规则；写 YAML 文件就检查它"),
    ("init", "", "写出一个 pack.yaml，列出读到的文章，可调整次序、改题、略去"),
    ("init", "out", "写到这个文件［默认 pack.yaml］"),
    ("init", "force", "覆盖已有的文件"),
    ("extract", "", "把清理好的文字写成 Markdown，改好后可以再作稿件"),
    ("extract", "out", "写到这个文件夹；不写则输出到标准输出"),
    ("proof", "", "逐页校验版面：行数字数、禁则、孤字、疏行、缺字、与国家标准的出入"),
    ("proof", "json", "以 JSON 输出"),
    ("proof", "marked", "另写一份 PDF，逐处标出发现的问题"),
    ("fonts", "", "显示各字体角色用的是哪个字体、从哪里来"),
    ("fonts", "files", "要看哪个 pack.yaml 用的字体"),
    ("schema", "", "输出 YAML 文件的 JSON Schema，供编辑器补全和检查"),
    ("schema", "kind", "哪一种文件：job、style、template 或 profile"),
    ("help", "", "显示某个命令的帮助"),
];

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn every_command_and_argument_has_chinese_help() {
        fn check(command: &Command, key: &str) {
            assert!(chinese(key, "").is_some(), "{key}: no Chinese");
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                let found = chinese(key, id).or_else(|| chinese("*", id));
                assert!(found.is_some(), "{key} {id}: no Chinese");
            }
            for sub in command.get_subcommands() {
                check(sub, sub.get_name());
            }
        }
        check(&crate::cli::Args::command(), "");
    }

    #[test]
    fn the_language_is_read_before_the_arguments_are() {
        let words = |list: &[&str]| list.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(tongue(&words(&["briefpack", "--lang", "zh"])), Tongue::Chinese);
        assert_eq!(tongue(&words(&["briefpack", "build", "--lang=en"])), Tongue::English);
    }
}
