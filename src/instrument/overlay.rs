//! What lies over the scope.

use super::{Parameters, Picker, Typing};
use crate::keys::TextEntry;

/// What lies over the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The key table, scrolled down by so many rows.
    Help(u16),
    /// The preset picker.
    Picker(Picker),
    /// The panel of parameters.
    Parameters(Parameters),
    /// A line in which the number of a circuit's neuron is typed.
    Number(String),
}

/// Whether characters are text where `overlay` lies over the scope.
pub(super) fn text_entry(overlay: Option<&Overlay>) -> TextEntry {
    match overlay {
        None | Some(Overlay::Help(_)) => TextEntry::Closed,
        Some(Overlay::Parameters(panel)) if *panel.typing() == Typing::Nothing => TextEntry::Near,
        Some(Overlay::Parameters(_) | Overlay::Picker(_) | Overlay::Number(_)) => TextEntry::Open,
    }
}
