//! briefpack: from messy Chinese text to a print-ready briefing pack in PDF, Word and HTML.
//!
//! ```text
//! bytes ─source─▶ Source ─clean─▶ Draft ─segment─▶ Segments ─model─▶ Pack
//!                    │               │                 │               │
//!                    └──── the account: one ordered list of fragments ─┘
//!
//! Pack + template + style ─compose─▶ Composition ─render─▶ PDF · DOCX · HTML
//! ```
//!
//! A stage knows the stages before it and none after it. [`pipeline`] shows the whole
//! flow as code; every other module is one stage or serves all of them.

pub mod diag;
pub mod han;
pub mod lang;

pub mod clean;
pub mod compose;
pub mod fonts;
pub mod model;
pub mod render;
pub mod segment;
pub mod source;

pub mod arrange;
pub mod job;
pub mod pipeline;
pub mod yaml;
