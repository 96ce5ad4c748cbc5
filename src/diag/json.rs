//! Diagnostics as JSON lines, for tools.

use serde_json::{Map, Value, json};

use super::{Diagnostic, Finger, Tongue};

/// One problem as one line of JSON, without a line break.
///
/// Keys: `severity` (`error`, `doubt`, `advice`), `code`, `message` in the language asked
/// for, `message_zh`, `message_en`, and where they are known `help`, `file`, `line` and
/// `column` (from 1, in characters), `start` and `end` (in bytes of the decoded text, from
/// 0, end exclusive).
pub fn line(problem: &Diagnostic, tongue: Tongue) -> String {
    line_next(problem, &mut Finger::default(), tongue)
}

/// The same for one problem of many: `finger` is where the one before was.
pub fn line_next(problem: &Diagnostic, finger: &mut Finger, tongue: Tongue) -> String {
    Value::Object(object(problem, finger, tongue)).to_string()
}

fn object(
    problem: &Diagnostic,
    finger: &mut Finger,
    tongue: Tongue,
) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| {
        out.insert(key.to_owned(), value);
    };
    put("severity", json!(problem.severity.word()));
    put("code", json!(problem.code));
    put("message", json!(problem.message.in_tongue(tongue)));
    put("message_zh", json!(problem.message.zh));
    put("message_en", json!(problem.message.en));
    if let Some(help) = &problem.help {
        put("help", json!(help.in_tongue(tongue)));
    }
    if let Some(place) = &problem.place {
        let (line, column) = finger.find(place);
        put("file", json!(&*place.file));
        put("line", json!(line));
        put("column", json!(column));
        put("start", json!(place.range.start));
        put("end", json!(place.range.end));
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::say;

    #[test]
    fn a_line_tells_place_and_both_languages() {
        let problem = Diagnostic::error("source/example", say("坏字节", "a bad byte"))
            .at(&Arc::from("a\"b.txt"), &Arc::from("云\n溪"), 4..7);
        let line = line(&problem, Tongue::Chinese);
        let read: Value = serde_json::from_str(&line).expect("it is JSON");
        assert!(!line.contains('\n'));
        assert_eq!(read["message"], "坏字节");
        assert_eq!(read["message_en"], "a bad byte");
        assert_eq!((&read["line"], &read["column"]), (&json!(2), &json!(1)));
        assert_eq!(read["file"], "a\"b.txt");
    }
}
