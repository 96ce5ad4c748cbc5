//! Datelines (电头): where and when a report was filed.

use super::titles::lead_len;
use crate::segment::Label;
use crate::segment::sheet::{Cut, Sheet, Verdict};

/// Cuts `本报讯`, `新华社云溪1月2日电` and `央视网消息：` off the head of the paragraph that
/// follows a title.
pub(super) fn dateline(sheet: &mut Sheet<'_>) {
    for i in 0..sheet.lines.len() {
        if !sheet.open(i) || !sheet.cuts[i].is_empty() || sheet.numbers[i].is_some() {
            continue;
        }
        let Some(len) = lead_len(sheet.words(i)) else { continue };
        let start = sheet.lines[i].range.start;
        sheet.cuts[i].push(Cut {
            range: start..start + len,
            verdict: Verdict { label: Label::Dateline, reason: "lead", confidence: 0.9 },
        });
    }
}
