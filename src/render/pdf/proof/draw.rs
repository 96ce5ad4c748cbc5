//! The proof for people and for tools.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Finding, Proof, Strength};
use crate::diag::Tongue;

impl Strength {
    /// The word for it: `规定`, `一般`, `推荐` or `实务` in Chinese.
    pub fn word(self, tongue: Tongue) -> &'static str {
        match (self, tongue) {
            (Strength::Required, Tongue::Chinese) => "规定",
            (Strength::General, Tongue::Chinese) => "一般",
            (Strength::Recommended, Tongue::Chinese) => "推荐",
            (Strength::Custom, Tongue::Chinese) => "实务",
            (Strength::Required, Tongue::English) => "required",
            (Strength::General, Tongue::English) => "general",
            (Strength::Recommended, Tongue::English) => "recommended",
            (Strength::Custom, Tongue::English) => "custom",
        }
    }
}

impl Proof {
    /// The proof as text for people.
    pub fn to_text(&self, tongue: Tongue) -> String {
        let zh = tongue == Tongue::Chinese;
        let mut out = String::new();
        for page in &self.pages {
            let (n, lines, characters) = (page.number, page.lines, page.characters);
            // Writing to a string cannot fail.
            let _ = if zh {
                writeln!(out, "第 {n} 页  {lines} 行 × {characters} 字")
            } else {
                writeln!(out, "page {n}  {lines} lines × {characters} characters")
            };
        }
        out.push('\n');
        for face in &self.faces {
            let _ = write!(out, "{}  {}", face.family, face.characters);
            if !face.stands_in_for.is_empty() {
                let wanted = face.stands_in_for.join("、");
                let _ = if zh {
                    write!(out, "（代替{wanted}）")
                } else {
                    write!(out, " (stands in for {wanted})")
                };
            }
            out.push('\n');
        }
        out.push('\n');
        if self.findings.is_empty() {
            out.push_str(if zh { "没有发现问题\n" } else { "nothing found\n" });
        }
        for finding in &self.findings {
            finding.draw(tongue, &mut out);
        }
        out
    }

    /// The proof as one JSON object for tools.
    pub fn to_json(&self, tongue: Tongue) -> Value {
        let pages = self.pages.iter().map(|page| {
            json!({
                "page": page.number,
                "lines": page.lines,
                "characters": page.characters,
            })
        });
        let faces = self.faces.iter().map(|face| {
            json!({
                "family": face.family,
                "characters": face.characters,
                "stands-in-for": face.stands_in_for,
            })
        });
        json!({
            "pages": pages.collect::<Vec<_>>(),
            "faces": faces.collect::<Vec<_>>(),
            "findings": self.findings.iter().map(|f| f.object(tongue)).collect::<Vec<_>>(),
        })
    }
}

impl Finding {
    fn draw(&self, tongue: Tongue, out: &mut String) {
        let message = self.message.in_tongue(tongue);
        let _ = write!(out, "{}[{}]: {message}", self.strength.word(tongue), self.code);
        if let Some(clause) = self.clause {
            let _ = write!(out, " ({clause})");
        }
        out.push('\n');
        if let Some(place) = self.place(tongue) {
            let _ = writeln!(out, "  {place}");
        }
    }

    /// Where it stands, in words: page, line and the words of the line.
    pub(super) fn place(&self, tongue: Tongue) -> Option<String> {
        let spot = self.spot.as_ref()?;
        let (page, line, words) = (spot.page, spot.line, spot.words.trim());
        Some(match tongue {
            Tongue::Chinese => format!("第 {page} 页第 {line} 行：{words}"),
            Tongue::English => format!("page {page}, line {line}: {words}"),
        })
    }

    fn object(&self, tongue: Tongue) -> Value {
        let spot = self.spot.as_ref();
        json!({
            "code": self.code,
            "strength": self.strength.word(Tongue::English),
            "clause": self.clause,
            "message": self.message.in_tongue(tongue),
            "page": spot.map(|spot| spot.page),
            "line": spot.map(|spot| spot.line),
            "words": spot.map(|spot| spot.words.trim()),
            "area": spot.map(|spot| spot.area),
        })
    }
}
