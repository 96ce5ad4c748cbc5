//! The glyphs of pages, in the order in which the file draws them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache,
    InterpreterSettings, Paint, PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

use super::limits::{Allowance, Spent, nests_too_deep};

/// One page. Places are in points from its upper left corner, as readers show it.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) glyphs: Vec<Glyph>,
}

/// One glyph.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    /// The characters that it stands for; U+FFFD where the file does not say.
    pub(super) text: String,
    /// Where it begins on its base line.
    pub(super) x: f64,
    /// The place of the base line.
    pub(super) y: f64,
    /// Where the next one would begin.
    pub(super) end: f64,
    /// How far its line runs down the page over its length: 0 for level lines.
    pub(super) fall: f64,
    /// The height of the type.
    pub(super) size: f64,
}

/// Why the glyphs of a file cannot be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// A page nests arrays too deep, or the reader of PDF gives up.
    Broken,
    /// The page of this number, counted from 1, is where the file has drawn too much.
    Endless(usize),
}

/// Reads the glyphs of all pages.
pub(super) fn read(file: &Pdf) -> Result<Vec<Page>, Unreadable> {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        // The outlines do not matter: any face lets the glyphs of fonts that are not in the
        // file through.
        font_resolver: Arc::new(|_| Some((Arc::new(BLANK), 0))),
        cmap_resolver: Arc::new(|_| None),
        warning_sink: Arc::new(|_| {}),
        render_annotations: false,
    };
    let pages = file.pages();
    let mut allowance = Allowance::of(pages.len());
    let read = pages.iter().zip(1..).map(|(page, number)| {
        if page.page_stream().is_some_and(nests_too_deep) {
            return Err(Unreadable::Broken);
        }
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = Affine::new(page.initial_transform(true).as_coeffs());
        let mut context =
            Context::new(upright, area, &cache, file.xref(), settings.clone());
        let mut collector =
            Collector { area, page: Page::default(), allowance: &mut allowance };
        let drawn = catch_unwind(AssertUnwindSafe(|| {
            interpret_page(page, &mut context, &mut collector);
        }));
        match drawn {
            Ok(()) => Ok(collector.page),
            Err(why) if why.is::<Spent>() => Err(Unreadable::Endless(number)),
            Err(_) => Err(Unreadable::Broken),
        }
    });
    read.collect()
}

/// A face for fonts that the file only names. It has no shapes.
static BLANK: &[u8] = include_bytes!("../../../fonts/Blank.ttf");

struct Collector<'a> {
    area: Rect,
    page: Page,
    allowance: &'a mut Allowance,
}

impl Device<'_> for Collector<'_> {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        self.allowance.take();
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => "\u{FFFD}".to_owned(),
        };
        let place = transform * glyph_transform;
        let origin = place * Point::ZERO;
        let top = place * Point::new(0.0, 1000.0) - origin;
        // Half an em where the width is not known: of no account for what follows.
        let width = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map(f64::from),
            Drawn::Type3(_) => None,
        };
        let next = place * Point::new(width.unwrap_or(500.0), 0.0);
        let glyph = Glyph {
            text,
            x: origin.x,
            y: origin.y,
            end: next.x,
            fall: next.y - origin.y,
            size: top.hypot(),
        };
        // What lies outside of the page is never seen.
        if self.area.inflate(1.0, 1.0).contains(origin) && !self.is_drawn_again(&glyph) {
            self.page.glyphs.push(glyph);
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {
        self.allowance.take();
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {
        self.allowance.take();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.allowance.take();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.allowance.take();
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// How many glyphs before it a glyph is looked for that it merely makes bold: such lines
/// are drawn twice, glyph by glyph or as a whole.
const DRAWN_BEFORE: usize = 120;

impl Collector<'_> {
    /// Whether the same letter already stands in this place: bold type, shadows.
    fn is_drawn_again(&self, glyph: &Glyph) -> bool {
        let close = 0.12 * glyph.size;
        self.page.glyphs.iter().rev().take(DRAWN_BEFORE).any(|before| {
            (before.x - glyph.x).abs() < close
                && (before.y - glyph.y).abs() < close
                && before.text == glyph.text
        })
    }
}
