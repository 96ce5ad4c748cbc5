//! The colours of a sheet and what they turn into on dark paper.
//!
//! Belongs here: inks and grounds of styles, their shades for a dark screen.
//! Does not belong here: which property a colour is set in (`css`).

use std::collections::BTreeSet;

use crate::compose::sheet::{Color, Style};

/// The colours of a sheet, each once and in order.
pub(super) struct Colors {
    /// Of letters and rules.
    pub(super) inks: BTreeSet<Rgb>,
    /// Of what lies below letters.
    pub(super) grounds: BTreeSet<Rgb>,
}

pub(super) type Rgb = (u8, u8, u8);

impl Colors {
    pub(super) fn of(styles: &[Style]) -> Self {
        let mut colors = Colors { inks: BTreeSet::new(), grounds: BTreeSet::new() };
        for style in styles {
            colors.inks.insert(rgb(style.color));
            let rules = &style.rules;
            for rule in [rules.top, rules.bottom, rules.left, rules.right, rules.inner] {
                colors.inks.extend(rule.map(|rule| rgb(rule.color)));
            }
            colors.grounds.extend(style.background.map(rgb));
        }
        colors
    }
}

pub(super) fn rgb(color: Color) -> Rgb {
    (color.red, color.green, color.blue)
}

pub(super) fn hex((red, green, blue): Rgb) -> String {
    format!("{red:02x}{green:02x}{blue:02x}")
}

/// An ink for dark paper: mixed with white until it reads, a grey further than a colour,
/// or itself where it is light already.
pub(super) fn lit(color: Rgb) -> Rgb {
    const WHITE: u32 = 236;
    let mix = |part: u32| {
        let m = |c: u8| {
            let c = u32::from(c);
            u8::try_from(c + WHITE.saturating_sub(c) * part / 20).unwrap_or(u8::MAX)
        };
        (m(color.0), m(color.1), m(color.2))
    };
    let (red, green, blue) = color;
    let vivid = f64::from(red.max(green).max(blue) - red.min(green).min(blue)) / 255.0;
    let enough = 0.7 - 0.45 * vivid;
    (0..20).map(mix).find(|c| luminance(*c) >= enough).unwrap_or(mix(20))
}

/// A ground for dark paper: a dark shade of the same colour, or itself where it is dark
/// already.
pub(super) fn dimmed(color: Rgb) -> Rgb {
    if luminance(color) < 0.1 {
        return color;
    }
    // The tint of a pale ground is the distance of its channels from their largest.
    let most = color.0.max(color.1).max(color.2);
    let shade = |c: u8| 44u8.saturating_sub((most - c) / 2);
    (shade(color.0), shade(color.1), shade(color.2))
}

/// Relative luminance, 0 to 1, as WCAG 2 defines it.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ink_reads_on_dark_paper() {
        let dark = luminance((0x17, 0x19, 0x1c));
        for ink in [(0, 0, 0), (0xD0, 0x10, 0x10), (0x1F, 0x3A, 0x68), (255, 255, 255)] {
            let ratio = (luminance(lit(ink)) + 0.05) / (dark + 0.05);
            assert!(ratio >= 4.5, "{ink:?}: {ratio}");
        }
    }

    #[test]
    fn a_pale_ground_turns_dark_and_a_dark_one_stays() {
        assert!(luminance(dimmed((250, 244, 240))) < 0.05);
        assert_eq!(dimmed((20, 30, 60)), (20, 30, 60));
    }
}
