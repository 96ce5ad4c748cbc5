//! The program as its users start it: exit codes, what is written, and what bad input
//! does. Rules are tested in the library; here only that everything is wired up.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const TEXT: &str = "云溪区召开民生实事推进会\n\n2026-03-17\n来源：云溪时报\n\n\
    3月16日,云溪区召开民生实事推进会,研究部署旧房改造、养老服务等重点工作。\n\n\
    一、总体要求\n\n要把好事办好、实事办实,全年完成旧房改造18.6万平方米。\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Desk { folder }
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_briefpack"))
            .args(["--lang", "en"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .env("BRIEFPACK_CONFIG", self.folder.path().join("config"))
            .output()
            .expect("the program starts")
    }

    /// Everything in the folder, hidden files too.
    fn files(&self) -> Vec<String> {
        fn walk(folder: &Path, root: &Path, out: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).expect("readable").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    walk(&path, root, out);
                } else {
                    let inside = path.strip_prefix(root).expect("inside");
                    out.push(inside.display().to_string());
                }
            }
        }
        let mut out = Vec::new();
        walk(self.folder.path(), self.folder.path(), &mut out);
        out.sort();
        out
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("the program ends by itself")
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("results are UTF-8")
}

#[test]
fn sources_are_attached_where_that_is_asked_for() {
    let desk = Desk::new().with("a.txt", TEXT);
    let attached = |folder: &str, more: &[&str]| {
        let build = ["build", "a.txt", "--format", "pdf", "--name", "p", "--out", folder];
        let done = desk.run(&[&build, more].concat());
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let file = std::fs::read(desk.path(&format!("{folder}/p.pdf"))).expect("written");
        let pdf = lopdf::Document::load_mem(&file).expect("a PDF");
        let streams = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        let files = streams
            .filter(|s| {
                s.dict
                    .get(b"Type")
                    .is_ok_and(|t| matches!(t.as_name(), Ok(b"EmbeddedFile")))
            })
            .map(|s| s.decompressed_content().unwrap_or_else(|_| s.content.clone()));
        files.collect::<Vec<_>>()
    };
    assert_eq!(attached("with", &["--attach-sources"]), [TEXT.as_bytes()]);
    assert_eq!(attached("without", &[]), [] as [Vec<u8>; 0]);
}

#[test]
fn a_marked_proof_is_written_for_one_pack() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done = desk.run(&["proof", "a.txt", "--marked", "marked.pdf"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let pdf = std::fs::read(desk.path("marked.pdf")).expect("written");
    assert!(pdf.starts_with(b"%PDF-"));
    let job = "title: 简报\nsources: [a.txt]\n";
    let desk = desk.with("one.yaml", job).with("two.yaml", job);
    let refused = desk.run(&["proof", "one.yaml", "two.yaml", "--marked", "other.pdf"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(!desk.path("other.pdf").exists());
}

#[test]
fn sources_become_three_files_named_after_the_title() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done = desk.run(&["build", "a.txt", "--title", "云溪简报", "--out", "out"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    let files = desk.files();
    assert_eq!(
        files,
        ["a.txt", "out/云溪简报.docx", "out/云溪简报.html", "out/云溪简报.pdf"]
    );
    let pdf = std::fs::read(desk.path("out/云溪简报.pdf")).expect("readable");
    assert!(pdf.starts_with(b"%PDF-"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let desk = Desk::new().with("a.txt", TEXT);
    for out in ["one", "two"] {
        let done = desk.run(&["build", "a.txt", "--title", "简报", "--out", out]);
        assert_eq!(code(&done), 0, "{}", errors(&done));
    }
    for ending in ["pdf", "docx", "html"] {
        let read = |out: &str| {
            std::fs::read(desk.path(&format!("{out}/简报.{ending}"))).expect("readable")
        };
        assert!(read("one") == read("two"), "{ending} differs");
    }
}

#[test]
fn what_was_assumed_is_said() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done = desk.run(&["build", "a.txt", "--format", "html"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    assert!(errors(&done).contains("job/assumed"), "{}", errors(&done));
}

#[test]
fn init_writes_a_job_that_builds() {
    let desk = Desk::new().with("a.txt", TEXT);
    let made = desk.run(&["init", "a.txt", "--title", "云溪简报"]);
    assert_eq!(code(&made), 0, "{}", errors(&made));
    let again = desk.run(&["init", "a.txt"]);
    assert_eq!(code(&again), 1, "a job is not written over");
    let done = desk.run(&["build", "pack.yaml", "--format", "html"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    assert!(desk.path("云溪简报.html").exists());
}

#[test]
fn extracted_markdown_reads_back_as_the_same_words() {
    let desk = Desk::new().with("a.txt", TEXT);
    let made = desk.run(&["extract", "a.txt", "--out", "md"]);
    assert_eq!(code(&made), 0, "{}", errors(&made));
    let words = |file: &str| {
        let done = desk.run(&["inspect", "--words", "--template", "plain", file]);
        assert_eq!(code(&done), 0, "{}", errors(&done));
        printed(&done)
    };
    assert_eq!(words("a.txt"), words("md/a-1.md"));
}

#[test]
fn the_story_of_a_line_is_told() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done = desk.run(&["explain", "a.txt:6"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    let story = printed(&done);
    assert!(story.contains("\",\" → \"，\""), "{story}");
}

#[test]
fn wrong_usage_ends_with_two() {
    let desk = Desk::new().with("a.txt", TEXT).with("pack.yaml", "sources: [a.txt]\n");
    assert_eq!(code(&desk.run(&["build"])), 2);
    assert_eq!(code(&desk.run(&["build", "--no-such-option", "a.txt"])), 2);
    assert_eq!(code(&desk.run(&["build", "a.txt", "pack.yaml"])), 2);
    assert_eq!(code(&desk.run(&["build", "a.txt", "--set", "internal"])), 2);
    assert_eq!(code(&desk.run(&["build", "a.txt", "--font", "serif=x"])), 2);
    assert_eq!(code(&desk.run(&["explain", "a.txt"])), 2);
}

#[test]
fn bad_sources_are_named_and_nothing_is_written() {
    let desk = Desk::new()
        .with("empty.txt", "")
        .with("binary.txt", [0u8, 1, 2, 0, 255, 254, 0, 0, 7])
        .with(
            "broken.txt",
            b"\xE4\xBA\x91\xE6\xBA\xAA\xE5\x8C\xBA\xFF\xFF\xE7\xAE\x80".repeat(9),
        )
        .with("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    for name in ["empty.txt", "binary.txt", "broken.txt", "picture.txt", "absent.txt"] {
        let before = desk.files();
        let done = desk.run(&["build", name, "--title", "简报"]);
        assert_eq!(code(&done), 1, "{name}: {}", errors(&done));
        assert!(errors(&done).contains(name), "{name}: {}", errors(&done));
        assert_eq!(desk.files(), before, "{name}: something was written");
    }
}

#[test]
fn a_source_of_nothing_but_furniture_is_a_doubt() {
    let page = "首页\n登录\n注册\n下载客户端\n扫一扫\n分享到微信\n上一篇\n下一篇\n";
    let desk = Desk::new().with("page.txt", page);
    let done = desk.run(&["inspect", "page.txt", "--deny", "nothing-kept"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert!(errors(&done).contains("page.txt:1"), "{}", errors(&done));
}

#[test]
fn bad_jobs_say_file_and_line() {
    let desk = Desk::new()
        .with("a.txt", TEXT)
        .with("key.yaml", "title: 简报\nsorces: [a.txt]\n")
        .with("colon.yaml", "title：简报\nsources: [a.txt]\n")
        .with("style.yaml", "sources: [a.txt]\nstyle: oficial\n")
        .with(
            "pick.yaml",
            "sources: [a.txt]\narticles:\n  - source: a.txt\n    article: 9\n",
        );
    for (name, word) in [
        ("key.yaml", "sources"),
        ("colon.yaml", "colon.yaml:1"),
        ("style.yaml", "official"),
        ("pick.yaml", "9"),
    ] {
        let done = desk.run(&["build", name]);
        assert_eq!(code(&done), 1, "{name}: {}", errors(&done));
        assert!(errors(&done).contains(word), "{name}: {}", errors(&done));
    }
    let done = desk.run(&["build", "key.yaml"]);
    assert!(errors(&done).contains("key.yaml:2"), "{}", errors(&done));
}

#[test]
fn bad_templates_and_styles_say_file_and_line() {
    let desk = Desk::new()
        .with("a.txt", TEXT)
        .with("t/template.yaml", "name: t\ndescription: d\n")
        .with("t/pack.hbs", "<section class=\"plain\">\n<p>云溪\n</section>\n")
        .with("s.yaml", "extends: official\nclasses:\n  body: { colour: \"#ff0000\" }\n");
    let done = desk.run(&["build", "a.txt", "--template", "t"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert!(errors(&done).contains("pack.hbs:2"), "{}", errors(&done));
    let done = desk.run(&["build", "a.txt", "--style", "s.yaml"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert!(errors(&done).contains("s.yaml:3"), "{}", errors(&done));
    assert!(errors(&done).contains("color"), "{}", errors(&done));
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let desk = Desk::new().with("a.txt", TEXT).with("blocked", "a file, not a folder");
    let done = desk.run(&["build", "a.txt", "--title", "简报", "--out", "blocked/out"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert_eq!(desk.files(), ["a.txt", "blocked"]);
}

#[test]
fn two_jobs_with_one_output_name_are_refused() {
    let job = "title: 简报\nsources: [a.txt]\n";
    let desk = Desk::new().with("a.txt", TEXT).with("x.yaml", job).with("y.yaml", job);
    let done = desk.run(&["build", "x.yaml", "y.yaml", "--format", "html"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert_eq!(desk.files(), ["a.txt", "x.yaml", "y.yaml"]);
}

#[test]
fn a_denied_kind_ends_with_one_and_writes_nothing() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done = desk.run(&["build", "a.txt", "--deny", "job/assumed"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert_eq!(desk.files(), ["a.txt"]);
}

#[test]
fn messages_for_tools_are_json_lines() {
    let desk = Desk::new().with("a.txt", TEXT);
    let done =
        desk.run(&["--message-format", "json", "build", "a.txt", "--format", "html"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    assert!(!errors(&done).trim().is_empty());
    for line in errors(&done).lines() {
        let object: serde_json::Value =
            serde_json::from_str(line).expect("one object a line");
        assert!(object["code"].is_string(), "{line}");
    }
}

#[test]
fn help_speaks_the_language_asked_for() {
    let desk = Desk::new();
    let help = |lang: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_briefpack"))
            .args(["--lang", lang, "build", "--help"])
            .current_dir(desk.folder.path())
            .output()
            .expect("the program starts");
        printed(&done)
    };
    assert!(help("zh").contains("生成"));
    assert!(help("en").contains("Build"));
}

#[test]
fn a_text_of_fifty_megabytes_is_read_and_too_long_to_print() {
    let paragraph = "云溪区持续推进旧房改造，居民的日子越过越好。".repeat(20) + "\n";
    let text = paragraph.repeat(50 * 1024 * 1024 / paragraph.len() + 1);
    let desk = Desk::new().with("large.txt", text);
    let read = desk.run(&["inspect", "large.txt"]);
    assert_eq!(code(&read), 0, "{}", errors(&read));
    let built = desk.run(&["build", "large.txt"]);
    assert_eq!(code(&built), 1, "{}", errors(&built));
    assert!(errors(&built).contains("5000000"), "{}", errors(&built));
    assert_eq!(desk.files(), ["large.txt"]);
}

const PAGE: &str = "首页\n云溪区开展老街改造\n稿源:云溪时报　　执笔:林知远\n\n\
    本报讯 云溪区昨日启动老街改造,计划投资三亿元,惠及沿街百姓两千余户。\n\n\
    订阅热线:零零零零\n\n改造分三期进行,第一期年内完工,居民在家门口就能办好事情。\n";

const PROFILE: &str = "说明: 云溪时报\n弃:\n  - 订阅热线：…\n信息:\n  来源: [稿源：]\n";

#[test]
fn profiles_are_listed_printed_and_used() {
    let desk = Desk::new().with("a.txt", PAGE).with("本报.yaml", PROFILE);
    let listed = printed(&desk.run(&["profiles"]));
    for name in ["e-paper", "government", "re-post", "wechat"] {
        assert!(listed.contains(name), "{listed}");
        // What is printed is a profile again.
        let copy = printed(&desk.run(&["profiles", name]));
        let desk = Desk::new().with("copy.yaml", &copy);
        assert_eq!(printed(&desk.run(&["profiles", "copy.yaml"])), copy);
    }
    let done = desk.run(&["explain", "a.txt:7", "--profile", "本报.yaml"]);
    assert!(printed(&done).contains("profile 本报, line 3"), "{}", printed(&done));
    let receipt =
        printed(&desk.run(&["inspect", "--receipt", "a.txt", "--profile", "本报.yaml"]));
    assert!(receipt.contains("profile/本报:3"), "{receipt}");

    let job = "title: 简报\nsources: [a.txt]\nprofiles: [本报.yaml, wechat]\n";
    let desk = desk.with("pack.yaml", job);
    let done = desk.run(&["inspect", "pack.yaml"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    assert!(printed(&done).contains("profile/本报:3"), "{}", printed(&done));
    assert!(errors(&done).contains("profile/unused"), "{}", errors(&done));

    let missing = desk.run(&["inspect", "a.txt", "--profile", "wechet"]);
    assert_eq!(code(&missing), 1);
    assert!(errors(&missing).contains("wechat"), "{}", errors(&missing));
    let wrong = desk.with("x.yaml", "弃:\n  - { 开始: 甲 }\n");
    let wrong = wrong.run(&["inspect", "a.txt", "--profile", "x.yaml"]);
    assert!(errors(&wrong).contains("x.yaml:2"), "{}", errors(&wrong));
}

#[test]
fn what_an_editor_changes_in_a_side_file_is_done_and_kept() {
    let desk = Desk::new().with("a.txt", PAGE);
    let done = desk.run(&["label", "a.txt"]);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    let side = desk.path("a.txt.labels");
    let written = std::fs::read_to_string(&side).expect("it was written");
    let line =
        written.lines().find(|l| l.ends_with("订阅热线：零零零零")).expect("listed");
    let number = line.split('\t').next().unwrap_or_default();
    let corrected = written.replace(line, &format!("{number}\t弃\t订阅热线：零零零零"));
    std::fs::write(&side, corrected).expect("written");
    let outline = printed(&desk.run(&["inspect", "a.txt"]));
    assert!(outline.contains("订阅热线:零零零零  [chrome: editor]"), "{outline}");

    // Nobody writes over it by accident, and a new one keeps what was corrected.
    assert_eq!(code(&desk.run(&["label", "a.txt"])), 1);
    let desk = desk.with("a.txt", format!("新的第一行在这里，昨天还没有。\n{PAGE}"));
    assert_eq!(code(&desk.run(&["label", "a.txt", "--force"])), 0);
    let again = std::fs::read_to_string(&side).expect("it was written");
    assert!(again.contains("8\t弃\t订阅热线：零零零零"), "{again}");
    let done = desk.run(&["inspect", "a.txt"]);
    assert!(printed(&done).contains("[chrome: editor]"), "{}", printed(&done));

    // What no longer fits is said.
    let desk = desk.with("a.txt", PAGE.replace("订阅热线:零零零零\n", ""));
    let done = desk.run(&["inspect", "a.txt", "--deny", "correction-unused"]);
    assert_eq!(code(&done), 1, "{}", errors(&done));
    assert!(errors(&done).contains("a.txt.labels:"), "{}", errors(&done));
}

#[test]
fn corrections_of_two_sources_become_a_profile() {
    let desk = Desk::new()
        .with("a.txt", PAGE)
        .with("b.txt", PAGE.replace("老街改造", "书香节").replace("零零零零", "一一一一"))
        .with("c.txt", PAGE.replace("老街改造", "夜校").replace("零零零零", "二二二二"));
    let learn = ["label", "--learn", "site.yaml", "a.txt", "b.txt"];
    let nothing = desk.run(&learn);
    assert_eq!(code(&nothing), 1);
    assert!(errors(&nothing).contains("profile/nothing-learnt"), "{}", errors(&nothing));
    let desk = desk
        .with("a.txt.labels", "7 弃 订阅热线：零零零零\n")
        .with("b.txt.labels", "7 弃 订阅热线：一一一一\n");
    let done = desk.run(&learn);
    assert_eq!(code(&done), 0, "{}", errors(&done));
    let outline = printed(&desk.run(&["inspect", "c.txt", "--profile", "site.yaml"]));
    assert!(outline.contains("[chrome: profile/site:"), "{outline}");
    let schema = printed(&desk.run(&["schema", "profile"]));
    assert!(serde_json::from_str::<serde_json::Value>(&schema).is_ok());
}

#[test]
fn explain_tells_label_reason_place_and_page() {
    let job = "title: 简报\nsources: [a.txt]\ndate: 2026-03-17\n";
    let desk = Desk::new().with("a.txt", TEXT).with("pack.yaml", job);
    let story = printed(&desk.run(&["explain", "a.txt:10", "--pack", "pack.yaml"]));
    for words in
        ["body", "sure ", "width", "一、总体要求", "paragraph 1", "printed on page 1"]
    {
        assert!(story.contains(words), "{words} is missing in\n{story}");
    }
    let none = desk.run(&["explain", "a.txt:99"]);
    assert_eq!(code(&none), 1);
    let other = desk.run(&["explain", "b.txt:1", "--pack", "pack.yaml"]);
    assert!(errors(&other).contains("cli/not-in-the-pack"), "{}", errors(&other));
}
