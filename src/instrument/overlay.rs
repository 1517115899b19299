//! Overlays: help, picker, parameters, and the line for a neuron's number.

use super::{Fields, Parameters, Picker, Typing};
use crate::desk::Help;
use crate::keys::Layer;

/// An overlay of the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The key table.
    Help(Help),
    /// The preset picker.
    Picker(Picker),
    /// The panel of parameters.
    Parameters(Parameters),
    /// A line in which the number of a circuit's neuron is typed.
    Number(String),
    /// A line of settings.
    Fields(Fields),
}

/// The layer of keys that belongs to `overlay`.
pub(super) fn layer(overlay: Option<&Overlay>) -> Layer {
    match overlay {
        None => Layer::Base,
        Some(Overlay::Help(help)) => help.layer(),
        Some(Overlay::Picker(_)) => Layer::Picker,
        Some(Overlay::Parameters(panel)) if *panel.typing() == Typing::Nothing => Layer::Parameters,
        Some(Overlay::Parameters(_) | Overlay::Number(_)) => Layer::Entry,
        Some(Overlay::Fields(_)) => Layer::Fields,
    }
}
