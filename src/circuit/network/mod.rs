//! Many neurons wired together, built from a recipe and a seed.

use std::ops::Range;
use std::sync::Arc;

use super::{Blowup, Observer, Probe, Recipe, SynapseId};
use crate::model::{Scheme, State};

/// What flows into the neurons besides random inputs and synapses, constant through a stretch of
/// steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Currents {
    /// One for each population.
    pub populations: Vec<Current>,
    /// Neurons that get something else, by ascending number.
    pub neurons: Vec<(u32, Current)>,
}

/// A current from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Current {
    /// What is held in the place of the population's protocol.
    pub held: Option<f64>,
    /// What is added; that of a neuron on top of that of its population.
    pub injected: f64,
}

impl Currents {
    /// What flows into one neuron besides.
    pub fn neuron_mut(&mut self, neuron: u32) -> &mut Current {
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

/// A circuit in the making and in motion. Steps are counted from its start.
#[derive(Debug)]
pub struct Network {
    recipe: Arc<Recipe>,
    seed: u64,
}

impl Network {
    /// Builds the circuit of `recipe` with everything that is drawn drawn from `seed`.
    #[must_use]
    pub fn new(recipe: Arc<Recipe>, seed: u64) -> Self {
        Self { recipe, seed }
    }

    /// What it is made of.
    #[must_use]
    pub fn recipe(&self) -> &Arc<Recipe> {
        &self.recipe
    }

    /// Puts everything back to where it was at the start, weights included, but not the count of steps.
    pub fn reset(&mut self) {
        todo!()
    }

    /// The integration scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        todo!()
    }

    /// Goes on with another scheme, which has to be one of [`Recipe::schemes`].
    pub fn set_scheme(&mut self, _scheme: Scheme) {
        todo!()
    }

    /// The present state of a neuron.
    #[must_use]
    pub fn state(&self, _neuron: u32) -> State {
        todo!()
    }

    /// Where the circuit had to be stopped, if it had to be.
    #[must_use]
    pub fn blowup(&self) -> Option<Blowup> {
        todo!()
    }

    /// Number of synapses of the projection at `index`.
    #[must_use]
    pub fn synapses(&self, _index: usize) -> u64 {
        todo!()
    }

    /// Calls `see` with the weight of every synapse of the projection at `index`.
    pub fn weights(&self, _index: usize, _see: &mut dyn FnMut(f64)) {
        todo!()
    }

    /// Synapses onto `post` from projections whose synapses have a state of their own, at most `most`.
    #[must_use]
    pub fn synapses_onto(&self, _post: u32, _most: usize) -> Vec<SynapseId> {
        todo!()
    }

    /// Carries the circuit through `steps` with so many threads, whose number changes nothing but the
    /// speed. Reports every spike, and every step of what `probes` look at.
    pub fn advance(
        &mut self,
        _steps: Range<u64>,
        _currents: &Currents,
        _probes: &[Probe],
        _threads: usize,
        _observer: &mut impl Observer,
    ) {
        todo!()
    }
}
