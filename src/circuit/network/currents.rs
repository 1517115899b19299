//! Currents from outside of a network.

use super::super::{NeuronId, PopulationId};

/// The injected currents of all neurons, constant through a stretch of steps; random inputs and
/// synapses come on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Currents {
    /// One for each population.
    pub populations: Vec<Current>,
    /// Neurons with currents of their own, by ascending number.
    pub neurons: Vec<(NeuronId, Current)>,
}

/// A current from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Current {
    /// The holding current, in place of the population's protocol.
    pub held: Option<f64>,
    /// Current that is added; that of a neuron comes on top of that of its population.
    pub injected: f64,
}

impl Currents {
    /// The currents of all neurons of `population`.
    #[inline]
    pub(super) fn of(&self, population: PopulationId) -> Current {
        self.populations[population.index()]
    }

    /// The holding current of one neuron, in place of that of its population.
    pub(super) fn held(&self, neuron: NeuronId) -> Option<f64> {
        let place = self.neurons.binary_search_by_key(&neuron, |(number, _)| *number).ok()?;
        self.neurons[place].1.held
    }

    /// Current that is added to one neuron.
    pub fn neuron_mut(&mut self, neuron: NeuronId) -> &mut Current {
        let place = match self.neurons.binary_search_by_key(&neuron, |(number, _)| *number) {
            Ok(place) => place,
            Err(place) => {
                self.neurons.insert(place, (neuron, Current::default()));
                place
            }
        };
        &mut self.neurons[place].1
    }
}
