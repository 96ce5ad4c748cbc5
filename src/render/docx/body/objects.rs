//! Tables and pictures, with their captions.
//!
//! Belongs here: rows, cells, the turned pages of wide tables.
//! Does not belong here: the drawing itself (`picture`).

use super::super::furniture::{Section, Start};
use super::super::look::{self, twips};
use super::super::runs::Around;
use super::super::styles::{Look, Role};
use super::super::xml::{Element, Xml};
use super::{
    Above, Begun, Body, Held, keep_with_next, space_below, spacing_beside, thin,
    write_paragraph,
};
use crate::compose::sheet::PageBreak;
use crate::compose::{Figure, Table};
use crate::diag::Diagnostic;

impl<'a> Body<'_, 'a> {
    /// Begins the turned pages of a table.
    fn turn(&mut self) {
        if !self.begun {
            self.begun = true;
            self.section.turned = true;
            return;
        }
        self.pending = PageBreak::No;
        self.leaves_turned = false;
        self.at_head = true;
        let running = self.section.running.clone();
        let start = Start::NextPage;
        self.new_section(Section { start, running, is_first: false, turned: true });
    }

    pub(super) fn table(&mut self, table: &'a Table) {
        if table.turned {
            self.turn();
        }
        if let Some(caption) = &table.caption {
            let (mut properties, content) =
                self.whole_paragraph(caption, Role::Text, None);
            keep_with_next(&mut properties);
            self.hold(properties, content);
            if let Some(held) = &mut self.held {
                held.after = self.words.styles.style(caption.style).after;
            }
        }
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        let mut breaks = self.begin(PageBreak::No, None).said;
        if self.below_table.is_some() {
            // Word makes one of two tables that touch.
            self.hold(thin(), Vec::new());
        }
        let (before, after) = {
            let style = self.words.styles.style(table.style);
            let (top, bottom) = look::table_thickness(style);
            ((style.before - top).max(0.0), (style.after - bottom).max(0.0))
        };
        // A table of Word's has no space of its own: its neighbours have it.
        let here = breaks.is_none() && (!table.turned || table.caption.is_some());
        let goes_on = |held: &&mut Held| {
            here && before > held.after
                && held.properties.iter().all(|p| p.name != "w:sectPr")
        };
        if let Some(held) = self.held.as_mut().filter(goes_on) {
            space_below(&mut held.properties, before);
        }
        self.flush();
        let page = &self.composition.sheet.page;
        let measure = if table.turned { page.depth() } else { page.measure() };
        let widths: Vec<i64> =
            table.columns.iter().map(|column| twips(measure * column.1)).collect();
        let style = self.words.styles.table(table.style);
        let whole = widths.iter().sum::<i64>();
        let mut xml = std::mem::replace(&mut self.xml, Xml::piece());
        xml.open("w:tbl", &[]);
        xml.open("w:tblPr", &[]);
        xml.element(&Element::val("w:tblStyle", style));
        xml.element(&Element::new("w:tblW").with("w:w", whole).with("w:type", "dxa"));
        xml.element(&Element::val("w:jc", "center"));
        // As on the PDF's pages the room beside the words goes by their own size, which is
        // smaller than that of the style in a table that was made to fit.
        let size = self.words.styles.style(table.cell_styles.1).size;
        let side = |name| {
            Element::new(name).with("w:w", look::beside_cell(size)).with("w:type", "dxa")
        };
        xml.element(
            &Element::new("w:tblCellMar")
                .holding(side("w:left"))
                .holding(side("w:right")),
        );
        xml.element(
            &Element::val("w:tblLook", "0420")
                .with("w:firstRow", i32::from(table.head_rows > 0))
                .with("w:lastRow", 0)
                .with("w:firstColumn", 0)
                .with("w:lastColumn", 0)
                .with("w:noHBand", 0)
                .with("w:noVBand", 1),
        );
        xml.close("w:tblPr");
        xml.open("w:tblGrid", &[]);
        for width in &widths {
            xml.element(&Element::new("w:gridCol").with("w:w", width));
        }
        xml.close("w:tblGrid");
        let low = table.is_low(&self.composition.sheet);
        for (r, row) in table.rows.iter().enumerate() {
            let stays = table.row_stays(r, low);
            let is_head = r < table.head_rows;
            xml.open("w:tr", &[]);
            xml.open("w:trPr", &[]);
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
            xml.close("w:trPr");
            let cell_style =
                if is_head { table.cell_styles.0 } else { table.cell_styles.1 };
            let own_align = self.words.styles.style(cell_style).align;
            let look = Look { style: cell_style, role: Role::Text, frame: None };
            let columns = table.columns.iter().map(|column| column.0);
            for (c, (width, align)) in widths.iter().zip(columns).enumerate() {
                xml.open("w:tc", &[]);
                xml.open("w:tcPr", &[]);
                xml.element(
                    &Element::new("w:tcW").with("w:w", width).with("w:type", "dxa"),
                );
                xml.element(&Element::val("w:vAlign", "center"));
                xml.close("w:tcPr");
                let mut properties = vec![self.style_of(look)];
                if stays {
                    keep_with_next(&mut properties);
                }
                properties.extend(breaks.take());
                if !is_head && align != own_align {
                    properties.push(Element::val("w:jc", look::alignment(align)));
                }
                let mut content = Xml::piece();
                if let Some(cell) = row.get(c) {
                    self.words.inlines(&mut content, cell, Around::flow(cell_style));
                }
                write_paragraph(&mut xml, &properties, &content.into_bytes());
                xml.close("w:tc");
            }
            xml.close("w:tr");
        }
        xml.close("w:tbl");
        self.xml = xml;
        self.below_table = Some(if table.turned { 0.0 } else { after });
        self.leaves_turned = table.turned;
    }

    pub(super) fn figure(&mut self, figure: &'a Figure) -> Result<(), Diagnostic> {
        let style = self.words.styles.style(figure.style);
        let Begun { said: breaks, above } = self.begin(style.page_break, None);
        let look = Look { style: figure.style, role: Role::Picture, frame: None };
        let mut properties = vec![self.style_of(look)];
        properties.extend(breaks);
        let before = if above == Above::Nothing { 0.0 } else { style.before };
        properties.extend(spacing_beside(style, before, style.after));
        if figure.caption.is_some() {
            keep_with_next(&mut properties);
        }
        let book = self.words.styles.book();
        let mut content = Xml::piece();
        let relations = &mut self.words.relations;
        self.pictures.draw(&mut content, figure, book, relations)?;
        self.hold(properties, content.into_bytes());
        if let Some(caption) = &figure.caption {
            self.paragraph(caption, Role::Text, None);
        }
        Ok(())
    }
}
