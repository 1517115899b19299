//! What lies over the scope.

use super::{Parameters, Picker, Typing};
use crate::keys::Layer;

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

/// Which keys hold where `overlay` lies over the scope.
pub(super) fn layer(overlay: Option<&Overlay>) -> Layer {
    match overlay {
        None => Layer::Base,
        Some(Overlay::Help(_)) => Layer::Help,
        Some(Overlay::Picker(_)) => Layer::Picker,
        Some(Overlay::Parameters(panel)) if *panel.typing() == Typing::Nothing => Layer::Parameters,
        Some(Overlay::Parameters(_) | Overlay::Number(_)) => Layer::Entry,
    }
}
