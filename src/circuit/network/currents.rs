//! External currents into a network.

use super::super::{NeuronId, PopulationId};

/// The external currents of all neurons, constant through a range of steps. Random inputs and
/// synaptic currents are added to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Currents {
    /// The current of each population.
    pub populations: Vec<Current>,
    /// Neurons with currents of their own, by ascending number.
    pub neurons: Vec<(NeuronId, Current)>,
}

/// An external current into a population or a neuron.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Current {
    /// Replacement of the population's protocol. The replacement of a neuron takes precedence over
    /// that of its population.
    pub in_place: Option<InPlace>,
    /// Added current. The current of a neuron is added to that of its population.
    pub injected: f64,
}

/// Replacement of the protocol that a population has followed since the circuit's first step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InPlace {
    /// A holding current.
    Held(f64),
    /// The same protocol, started again.
    Fired {
        /// Step of the network at which it was started.
        origin: u64,
    },
}

impl Currents {
    /// The currents of all neurons of `population`.
    #[inline]
    pub(super) fn of(&self, population: PopulationId) -> Current {
        self.populations[population.index()]
    }

    /// The replacement of the protocol of `population` for its `neuron`, if there is one.
    pub(super) fn in_place(&self, neuron: NeuronId, population: PopulationId) -> Option<InPlace> {
        let place = self.neurons.binary_search_by_key(&neuron, |(number, _)| *number).ok();
        let own = place.and_then(|place| self.neurons[place].1.in_place);
        own.or(self.of(population).in_place)
    }

    /// The current into one neuron; inserted if the neuron had none.
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
