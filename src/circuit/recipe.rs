//! The recipe of a circuit: populations, projections and inputs. Recipe and seed determine the
//! circuit, so a recording carries the recipe in place of neurons and weights.
//!
//! Neurons are numbered from 0 through all populations in their order.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Distribution, NeuronId, PopulationId};
use crate::model::stimulus::Per;
use crate::model::synapse::{Kinetics, ShortTerm, Stdp};
use crate::model::{Neuron, Parameter, Protocol, Scheme};

/// Most neurons of a circuit.
pub const NEURONS_MAX: u32 = 1_000_000;
/// Most populations of a circuit.
pub const POPULATIONS_MAX: usize = 64;
/// Most projections of a circuit.
pub const PROJECTIONS_MAX: usize = 256;
/// Longest delay (steps).
pub const DELAY_STEPS_MAX: u32 = 10_000;
/// What a run under the exact scheme is called where neurons act on each other: the true solution
/// of each neuron, with what synapses and inputs do held or applied from step to step.
pub const COUPLED_AT_STEP: &str = "exact neurons, coupled at the step";

/// A circuit to be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Its name.
    pub name: String,
    /// The integration scheme of all neurons.
    pub scheme: Scheme,
    /// Steps in one millisecond, 1 to 1,000,000.
    pub steps_per_ms: u32,
    /// Duration of a run without another one given (ms).
    pub duration_ms: f64,
    /// The populations, at least one.
    pub populations: Vec<Population>,
    /// The projections, in whose order arrivals are added up.
    pub projections: Vec<Projection>,
    /// Random inputs from outside.
    pub inputs: Vec<RandomInput>,
}

/// Neurons of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Its name.
    pub name: String,
    /// Number of neurons, at least one.
    pub count: u32,
    /// The parameters that they share.
    pub neuron: Neuron,
    /// Membrane potential at the start (mV).
    pub v0: f64,
    /// Recovery variable at the start; `b v0` of each neuron, or 0 in the form of 2007, if `None`.
    pub u0: Option<f64>,
    /// The values that differ from neuron to neuron.
    pub spread: Vec<Spread>,
    /// The protocol of the current that flows into each of them.
    pub protocol: Protocol,
}

/// A value that differs from neuron to neuron: `by` times a random number is added to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// What differs.
    pub of: SpreadOf,
    /// The factor.
    pub by: f64,
    /// The random number.
    pub law: Law,
}

/// What can differ from neuron to neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadOf {
    /// A parameter of the population's neuron.
    Parameter(&'static Parameter),
    /// Membrane potential at the start.
    V0,
    /// A constant current.
    Current,
}

/// How the random number of a [`Spread`] is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// A number from 0 to 1 that all values of a neuron share, as it is.
    Shared,
    /// The square of the number from 0 to 1 that all values of a neuron share.
    SharedSquare,
    /// A number from 0 to 1 of its own.
    Uniform,
    /// A normal number of its own, with mean 0 and standard deviation 1.
    Normal,
}

/// Synapses of one kind from populations to populations.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Its name.
    pub name: String,
    /// The populations that it comes from, ascending.
    pub from: Vec<PopulationId>,
    /// The populations that it goes to, ascending.
    pub to: Vec<PopulationId>,
    /// Who is connected with whom.
    pub rule: Rule,
    /// Whether a neuron may be connected with itself.
    pub autapses: bool,
    /// Weights, in the unit of the kinetics.
    pub weight: Distribution,
    /// Delays.
    pub delay: Delay,
    /// What an arrival does.
    pub kinetics: Kinetics,
    /// Probability of release at a spike, 0 to 1.
    pub release: f64,
    /// Short-term plasticity.
    pub short_term: Option<ShortTerm>,
    /// Spike-timing-dependent plasticity.
    pub stdp: Option<Stdp>,
}

/// The connection rule. The targets of a neuron are distinct.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// Every source with every target.
    AllToAll,
    /// Each pair independently with this probability, 0 to 1.
    Probability(f64),
    /// Each target has so many sources.
    InDegree(u32),
    /// Each source has so many targets.
    OutDegree(u32),
    /// The first with the first and so on, of populations of one size.
    OneToOne,
    /// Pairs of source and target, each counted from 0 through the populations of its side, in
    /// ascending order and without repetition.
    List(Vec<(u32, u32)>),
}

/// How long a spike takes to its targets (steps). A delay of one step is the least: what the update
/// of one step finds acts in the update of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// Always the same.
    Constant(u32),
    /// Each whole number of steps from `low` to `high` with the same probability.
    Uniform {
        /// The least.
        low: u32,
        /// The greatest.
        high: u32,
    },
    /// A neuron's synapses, in the order in which they were drawn, go through all delays from `low`
    /// to `high` by `stride` again and again, so that each has the same number.
    Each {
        /// The least.
        low: u32,
        /// The greatest.
        high: u32,
        /// Distance between two.
        stride: u32,
    },
}

/// Random input from outside of the circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomInput {
    /// The populations that it goes to, ascending.
    pub to: Vec<PopulationId>,
    /// What it is.
    pub kind: InputKind,
}

/// What a random input is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InputKind {
    /// White noise of its own for each neuron: every step a normal number.
    Noise {
        /// Standard deviation, above 0.
        sd: f64,
        /// What the deviation is that of.
        per: Per,
    },
    /// Every millisecond one neuron, drawn anew, gets a current for that millisecond.
    Kick {
        /// The current.
        amplitude: f64,
    },
    /// A train of spikes of its own for each neuron, at random times; each makes the membrane
    /// potential jump.
    Poisson {
        /// Mean rate (1/s).
        rate_hz: f64,
        /// Jump (mV).
        weight: f64,
    },
}

impl Recipe {
    /// The protocol of each population.
    pub fn protocols(&self) -> impl Iterator<Item = &Protocol> {
        self.populations.iter().map(|population| &population.protocol)
    }

    /// Number of neurons.
    #[must_use]
    pub fn neurons(&self) -> u32 {
        self.populations.iter().map(|population| population.count).sum()
    }

    /// All neurons.
    #[must_use]
    pub fn all_neurons(&self) -> Range<NeuronId> {
        NeuronId::FIRST..NeuronId::new(self.neurons())
    }

    /// The numbers of all populations.
    pub fn population_ids(&self) -> impl Iterator<Item = PopulationId> + use<> {
        (0..self.populations.len()).map(PopulationId::new)
    }

    /// All populations with their numbers.
    pub fn numbered_populations(&self) -> impl Iterator<Item = (PopulationId, &Population)> {
        self.population_ids().zip(&self.populations)
    }

    /// The population with this number.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn population(&self, population: PopulationId) -> &Population {
        &self.populations[population.index()]
    }

    /// The neurons of `population`.
    #[must_use]
    pub fn range(&self, population: PopulationId) -> Range<NeuronId> {
        let first =
            self.populations[..population.index()].iter().map(|population| population.count).sum();
        let first = NeuronId::new(first);
        first..first.plus(self.population(population).count)
    }

    /// The longest delay (steps), at least one.
    #[must_use]
    pub fn delay_max(&self) -> u32 {
        self.projections.iter().map(|projection| projection.delay.max()).max().unwrap_or(1).max(1)
    }

    /// The population that has `neuron`.
    #[must_use]
    pub fn population_of(&self, neuron: NeuronId) -> Option<PopulationId> {
        self.population_ids().find(|&population| self.range(population).contains(&neuron))
    }

    /// What `neuron` is called: `E 12` by its population and its place in that, counted from 0.
    #[must_use]
    pub fn neuron_name(&self, neuron: NeuronId) -> String {
        match self.population_of(neuron) {
            None => neuron.to_string(),
            Some(index) => {
                let place = neuron.places_after(self.range(index).start);
                format!("{} {place}", self.population(index).name)
            }
        }
    }

    /// Number of synapses of the projection at `index`; the mean where that is drawn.
    #[must_use]
    pub fn expected_synapses(&self, index: usize) -> f64 {
        self.synapses(&self.projections[index]) as f64
    }

    /// The schemes under which all populations can be run.
    #[must_use]
    pub fn schemes(&self) -> Vec<Scheme> {
        let all = Scheme::ALL.into_iter();
        let fits = |scheme: &Scheme| {
            self.populations.iter().all(|population| population.neuron.schemes().contains(scheme))
        };
        all.filter(fits).collect()
    }

    /// What a run of the circuit under `scheme` is called.
    ///
    /// The exact scheme solves each neuron's equations exactly, but what synapses and random inputs
    /// do is held or applied from step to step: a circuit that has either converges with the first
    /// power of the step.
    #[must_use]
    pub fn integration(&self, scheme: Scheme) -> &'static str {
        let is_coupled = !self.projections.is_empty() || !self.inputs.is_empty();
        if scheme == Scheme::Exact && is_coupled { COUPLED_AT_STEP } else { scheme.name() }
    }

    /// Whether the projection at `index` has mostly arrivals that lower the membrane potential.
    #[must_use]
    pub fn is_inhibitory(&self, index: usize) -> bool {
        let projection = &self.projections[index];
        projection.kinetics.inhibits(projection.mean_weight())
    }
}

impl Population {
    /// Whether the parameter called `name` differs from neuron to neuron.
    pub(super) fn spreads(&self, name: &str) -> bool {
        let is_it =
            |spread: &Spread| matches!(spread.of, SpreadOf::Parameter(it) if it.name == name);
        self.spread.iter().any(is_it)
    }

    /// Whether each neuron's parameters have to be kept whole: where others differ than the four of
    /// which each neuron has its own in any case.
    pub(super) fn keeps_neurons(&self) -> bool {
        let others = |spread: &Spread| matches!(spread.of, SpreadOf::Parameter(it) if !["a", "b", "c", "d"].contains(&it.name));
        self.spread.iter().any(others)
    }
}

impl Delay {
    /// The greatest delay (steps).
    #[must_use]
    pub fn max(&self) -> u32 {
        match *self {
            Self::Constant(steps) => steps,
            Self::Uniform { high, .. } | Self::Each { high, .. } => high,
        }
    }

    /// The least delay (steps).
    #[must_use]
    pub fn min(&self) -> u32 {
        match *self {
            Self::Constant(steps) => steps,
            Self::Uniform { low, .. } | Self::Each { low, .. } => low,
        }
    }
}

impl Projection {
    /// Whether its synapses have a state of their own, so that each takes more memory and time.
    #[must_use]
    pub fn is_dynamic(&self) -> bool {
        self.release < 1.0 || self.short_term.is_some() || self.stdp.is_some()
    }

    /// The range of its weights as they start.
    #[must_use]
    pub fn weight_range(&self) -> (f64, f64) {
        self.weight.range(self.stdp.map(|stdp| stdp.bounds))
    }

    /// The mean of its weights as they start.
    #[must_use]
    pub fn mean_weight(&self) -> f64 {
        self.weight.mean(self.stdp.map(|stdp| stdp.bounds))
    }
}
