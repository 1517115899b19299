//! Panels of numbers in a column beside the pictures.

pub(crate) mod adaptation;
pub(crate) mod channels;
pub(crate) mod firing;
pub(crate) mod intervals;
pub(crate) mod neuron;
pub(crate) mod parameters;
pub(crate) mod rhythms;
pub(crate) mod spikes;
pub(crate) mod wiring;

use super::super::shown::Shown;
use crate::scope::Panel;

/// Whether panels stand beside the pictures of a neuron.
fn of_neuron(shown: Shown<'_>) -> bool {
    shown.neuron().is_some_and(|scope| scope.panel() != Panel::Wide)
}
