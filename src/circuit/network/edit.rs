//! Changing the parameters of a population while its circuit runs.

use std::sync::Arc;

use thiserror::Error;

use super::super::{InputKind, NeuronId, PopulationId, Recipe};
use super::Network;
use super::cell::Cell;
use crate::input::brief;
use crate::model::Neuron;

/// The reason why parameters are not accepted for a population of a running circuit.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum Unfit {
    /// The equations are of another family, whose parameters have other names and units.
    #[error("the neurons of a population keep their form of equations while the circuit runs")]
    Family,
    /// The capacitance (pF) cannot change, because the charge of arrivals that make the potential
    /// jump was computed from it.
    #[error("C: stays at {} pF while the circuit runs, since arrivals make v jump there", brief(*.0))]
    Capacitance(f64),
    /// With the values drawn for it, a neuron would be invalid.
    #[error("neuron {number} of {population}, by what is drawn for it: {flaw}")]
    Neuron {
        /// Index of the neuron in its population, counted from 0.
        number: u32,
        /// The population's name.
        population: String,
        /// The flaw of its parameters.
        flaw: String,
    },
}

impl Network {
    /// Sets the parameters of `population` to those of `neuron`, plus the values drawn for each
    /// neuron. States stay. `neuron` must support the scheme of the network.
    ///
    /// # Errors
    /// The reason why the parameters are not accepted; the network is unchanged.
    ///
    /// # Panics
    /// If the circuit has no such population.
    pub fn set_neuron(&mut self, population: PopulationId, neuron: &Neuron) -> Result<(), Unfit> {
        let recipe = edited(&self.recipe, population, neuron, self.seed)?;
        self.recipe = Arc::new(recipe);
        for shard in &mut self.shards {
            shard.cells.take_parameters(&self.recipe, population, (shard.range.start, self.seed));
        }
        if let Some(construction) = &mut self.construction {
            construction.go_on_with(&self.recipe);
        }
        Ok(())
    }

    /// The parameters of a neuron: those of its population plus the values drawn for it.
    ///
    /// # Panics
    /// If the circuit has no such neuron.
    #[must_use]
    pub fn neuron(&self, neuron: NeuronId) -> Neuron {
        let of = |shard: &super::shard::Shard| {
            let place = shard.place(neuron)?;
            Some(shard.cells.neuron(shard.cells.segment_of(place), place))
        };
        self.shards.iter().find_map(of).expect("a neuron of the circuit")
    }
}

/// `recipe` with the parameters of `neuron` for `population`, if they are accepted.
fn edited(
    recipe: &Recipe,
    population: PopulationId,
    neuron: &Neuron,
    seed: u64,
) -> Result<Recipe, Unfit> {
    let before = &recipe.population(population).neuron;
    if !std::ptr::eq(before.equations.family(), neuron.equations.family()) {
        return Err(Unfit::Family);
    }
    let capacitance = before.equations.capacitance();
    if neuron.equations.capacitance() != capacitance && is_jumped_at(recipe, population) {
        return Err(Unfit::Capacitance(capacitance));
    }
    let mut recipe = recipe.clone();
    let index = population.index();
    recipe.populations[index].neuron = *neuron;
    let edited = &recipe.populations[index];
    if !edited.spread.is_empty() {
        for number in 0..edited.count {
            if let Some(flaw) = Cell::of(edited, population, number, seed).neuron.flaw() {
                let (population, flaw) = (edited.name.clone(), flaw.message);
                return Err(Unfit::Neuron { number, population, flaw });
            }
        }
    }
    Ok(recipe)
}

/// Whether synapses or random inputs make the potential of `population` jump.
fn is_jumped_at(recipe: &Recipe, population: PopulationId) -> bool {
    let mut projections = recipe.projections.iter();
    let mut inputs = recipe.inputs.iter();
    projections.any(|it| it.kinetics.is_jump() && it.to.contains(&population))
        || inputs
            .any(|it| matches!(it.kind, InputKind::Poisson { .. }) && it.to.contains(&population))
}
