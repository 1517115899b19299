//! Parameters and initial state of one neuron: those of its population, plus the values drawn for
//! it.

use super::super::{Population, PopulationId, SpreadOf};
use super::draw::{Purpose, spread};
use crate::model::{Neuron, State};

/// A neuron before its first step.
pub(super) struct Cell {
    pub(super) neuron: Neuron,
    pub(super) state: State,
    /// Constant current into this neuron alone.
    pub(super) current: f64,
}

impl Cell {
    /// The neuron with index `number` in `population`, whose number is `id`.
    pub(super) fn of(population: &Population, id: PopulationId, number: u32, seed: u64) -> Self {
        let counter = Purpose::Spread(id).counter(seed);
        let mut cell = Self {
            neuron: population.neuron,
            state: State { v: population.v0, u: 0.0 },
            current: 0.0,
        };
        for (place, of) in population.spread.iter().enumerate() {
            let more = of.by * spread(of.law, counter, number, place);
            match of.of {
                SpreadOf::Parameter(parameter) => {
                    let value = parameter.get(&cell.neuron).unwrap_or(f64::NAN);
                    parameter.set(&mut cell.neuron, value + more);
                }
                SpreadOf::V0 => cell.state.v += more,
                SpreadOf::Current => cell.current += more,
            }
        }
        cell.state.u = population.u0.unwrap_or_else(|| cell.neuron.usual_u0(cell.state.v));
        cell
    }
}
