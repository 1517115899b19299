//! What an engine runs, as the scope asks for it.

use crate::engine::{Cell, Engine, Subject};
use crate::model::{Neuron, Protocol};

/// The neuron that `engine` runs alone.
pub(super) fn cell_of(engine: &Engine) -> &Cell {
    engine.cell().expect("a neuron alone")
}

/// Parameters and protocol of the neuron alone, or of those in a circuit's first population.
pub(super) fn first_of(subject: &Subject) -> (Neuron, &Protocol) {
    match subject {
        Subject::Neuron(setup) => (setup.cell.neuron, &setup.cell.protocol),
        Subject::Circuit(recipe) => {
            let first = &recipe.populations[0];
            (first.neuron, &first.protocol)
        }
    }
}
