//! What pages repeat: heads, feet, watermark.
//!
//! Belongs here: which paragraph stands on which pages, heads that stand in the line of
//! the folio, and running heads that fit their line.
//! Does not belong here: distances and margins (`sheet`).

use super::lines::words_of;
use super::{Composer, Scope};
use crate::compose::sheet::{Align, Place, StyleId};
use crate::compose::template::Element;
use crate::compose::words::{is_wide, width};
use crate::compose::{Block, Field, Inline, Paragraph};
use crate::diag::{Diagnostic, say};
use crate::yaml::suggest;

impl Composer<'_, '_> {
    pub(super) fn furniture(&mut self, element: &Element, page: &str) {
        let mut blocks = Vec::new();
        self.blocks(&element.children, &mut Scope::default(), Some(element), &mut blocks);
        let mut paragraphs = blocks.into_iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        });
        let paragraph = paragraphs.next();
        if paragraphs.next().is_some() {
            let message = say("书眉和页脚只能有一段", "a head or foot has one paragraph");
            let fault = Diagnostic::error("template/furniture", message);
            self.fault(fault, Some(element));
        }
        let head = element.name == "header";
        if matches!(page, "first" | "all") {
            self.first_given.0 |= head;
            self.first_given.1 |= !head;
        }
        let f = &mut self.furniture;
        let (odd, even, first) = match head {
            true => (&mut f.head_odd, &mut f.head_even, &mut f.head_first),
            false => (&mut f.foot_odd, &mut f.foot_even, &mut f.foot_first),
        };
        match page {
            "odd" => *odd = paragraph,
            "even" => *even = paragraph,
            "first" => *first = paragraph,
            "all" => {
                odd.clone_from(&paragraph);
                even.clone_from(&paragraph);
                *first = paragraph;
            }
            other => {
                let message = say(
                    format!("page=\"{other}\" 不对"),
                    format!("page=\"{other}\" is wrong"),
                );
                let mut fault = Diagnostic::error("template/bad-attribute", message);
                fault.help = suggest(other, &["odd", "even", "first", "all"]);
                self.fault(fault, Some(element));
            }
        }
    }

    /// The words across every page.
    pub(super) fn watermark(&mut self, element: &Element) {
        let id = crate::compose::styles::BODY;
        let words = words_of(&self.paragraph_inlines(element, id));
        self.furniture.watermark = Some(words).filter(|words| !words.trim().is_empty());
    }

    /// Heads whose style places them at the foot join the folio's line: the folio keeps
    /// its outer corner, the head takes the other end.
    pub(super) fn settle_heads(&mut self) {
        let mut furniture = std::mem::take(&mut self.furniture);
        let f = &mut furniture;
        self.settle(&mut f.head_odd, &mut f.foot_odd);
        self.settle(&mut f.head_even, &mut f.foot_even);
        self.settle(&mut f.head_first, &mut f.foot_first);
        self.furniture = furniture;
    }

    fn settle(&mut self, head: &mut Option<Paragraph>, foot: &mut Option<Paragraph>) {
        let at_foot = |head: &Paragraph| self.styles.get(head.style).place == Place::Foot;
        let Some(above) = head.take_if(|head| at_foot(head)) else { return };
        let Some(foot) = foot else {
            *foot = Some(above);
            return;
        };
        let look = self.styles.as_character(above.style);
        let words = above.inlines.into_iter().map(|inline| match inline {
            Inline::Text(run) if run.style.is_none() => {
                Inline::Text(crate::compose::Run { style: Some(look), ..run })
            }
            Inline::Field(field, None) => Inline::Field(field, Some(look)),
            other => other,
        });
        if self.styles.get(foot.style).align == Align::Right {
            let words = words.chain([Inline::Fill]).collect::<Vec<_>>();
            foot.inlines.splice(0..0, words);
        } else {
            foot.inlines.push(Inline::Fill);
            foot.inlines.extend(words);
        }
    }

    /// Cuts running heads to what their line holds: a head has one line.
    pub(super) fn fit_running(&self, blocks: &mut [Block]) {
        let rooms = self.furniture.lines().filter_map(|p| self.running_room(p));
        let room = rooms.fold(f64::INFINITY, f64::min);
        if room.is_finite() {
            cut_running(blocks, room.max(4.0));
        }
    }

    /// How many ems the running head of a line may take, where the line shows one.
    fn running_room(&self, line: &Paragraph) -> Option<f64> {
        let style = self.styles.get(line.style);
        let size = |own: Option<StyleId>| {
            let own = own.map(|id| self.styles.get(id));
            own.map_or(style.size, |own| match own.relative_size {
                true => own.size * style.size,
                false => own.size,
            })
        };
        let mut running = None;
        let mut taken = (style.left_indent + style.right_indent) * style.size;
        for inline in &line.inlines {
            match inline {
                Inline::Field(Field::Running, own) => running = Some(size(*own)),
                // A number of up to four digits.
                Inline::Field(_, own) => taken += 2.0 * size(*own),
                Inline::Text(run) => taken += width(&run.text) * size(run.style),
                // Two parts of a line stand at least two characters apart.
                Inline::Fill => taken += 2.0 * style.size,
                _ => {}
            }
        }
        Some((self.styles.page().measure() - taken) / running?)
    }
}

fn cut_running(blocks: &mut [Block], room: f64) {
    for block in blocks {
        match block {
            Block::Paragraph(Paragraph { running: Some(words), .. }) => {
                *words = cut(words, room);
            }
            Block::Group(group) => cut_running(&mut group.blocks, room),
            _ => {}
        }
    }
}

/// The words, or as many of them as fit with `……` behind.
fn cut(words: &str, room: f64) -> String {
    if width(words) <= room {
        return words.to_owned();
    }
    let mut left = room - 2.0;
    let fits = words.chars().take_while(|c| {
        left -= if is_wide(*c) { 1.0 } else { 0.5 };
        left >= 0.0
    });
    let kept: String = fits.collect();
    let kept = kept.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_closing(c));
    format!("{kept}……")
}

fn is_closing(c: char) -> bool {
    matches!(c, '》' | '”' | '）' | '’' | '」' | '』')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_running_head_is_cut_to_its_line() {
        assert_eq!(cut("云溪区改造旧房", 7.0), "云溪区改造旧房");
        assert_eq!(cut("云溪区改造旧房，加装电梯", 10.0), "云溪区改造旧房……");
        assert_eq!(cut("2026年工作", 4.5), "2026……");
    }
}
