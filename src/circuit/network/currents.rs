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
    /// What flows in place of the population's protocol: into one neuron, in place of what flows
    /// into its population.
    pub in_place: Option<InPlace>,
    /// Current that is added; that of a neuron comes on top of that of its population.
    pub injected: f64,
}

/// What flows in place of a population's protocol as it began with the circuit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InPlace {
    /// A holding current.
    Held(f64),
    /// The same protocol, begun anew.
    Fired {
        /// The network's step from which it counts.
        origin: u64,
    },
}

impl Currents {
    /// The currents of all neurons of `population`.
    #[inline]
    pub(super) fn of(&self, population: PopulationId) -> Current {
        self.populations[population.index()]
    }

    /// What flows into `neuron` in place of the protocol of its population, which is `population`.
    pub(super) fn in_place(&self, neuron: NeuronId, population: PopulationId) -> Option<InPlace> {
        let place = self.neurons.binary_search_by_key(&neuron, |(number, _)| *number).ok();
        let own = place.and_then(|place| self.neurons[place].1.in_place);
        own.or(self.of(population).in_place)
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
