//! The editor's word: labels that a person has corrected.
//!
//! Belongs here: the corrections, and honouring them before joins and articles are
//! decided.
//! Does not belong here: the guesses that they correct (`rules`).

use super::sheet::Sheet;

/// The corrections of one source.
#[derive(Debug, Clone, Default)]
pub struct Corrections {}

impl Corrections {
    /// Puts the labels of the editor in the place of the guesses.
    pub(crate) fn apply(&self, sheet: &mut Sheet<'_>) {
        let _ = sheet;
    }
}
