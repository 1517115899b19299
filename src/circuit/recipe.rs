//! The recipe of a circuit: populations, projections and inputs. Recipe and seed determine the
//! circuit, so a recording contains the recipe instead of neurons and weights.
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
/// Name of a run under the exact scheme with synapses or random inputs: each neuron follows its
/// true solution, but synaptic and random currents are constant through each step.
pub const COUPLED_AT_STEP: &str = "exact neurons, coupled at the step";

/// A circuit to be built.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Name of the circuit.
    pub name: String,
    /// The integration scheme of all neurons.
    pub scheme: Scheme,
    /// Steps in one millisecond, 1 to 1,000,000.
    pub steps_per_ms: u32,
    /// Default duration of a run (ms).
    pub duration_ms: f64,
    /// The populations, at least one.
    pub populations: Vec<Population>,
    /// The projections; arrivals are summed in their order.
    pub projections: Vec<Projection>,
    /// Random external inputs.
    pub inputs: Vec<RandomInput>,
}

/// Neurons of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Population {
    /// Name of the population.
    pub name: String,
    /// Number of neurons, at least one.
    pub count: u32,
    /// The parameters of each neuron, before spreads are added.
    pub neuron: Neuron,
    /// Initial membrane potential (mV).
    pub v0: f64,
    /// Initial recovery variable; `None` means the default of each neuron, [`Neuron::usual_u0`].
    pub u0: Option<f64>,
    /// The values that differ from neuron to neuron.
    pub spread: Vec<Spread>,
    /// The protocol of the current into each neuron.
    pub protocol: Protocol,
}

/// The spread of a value that differs from neuron to neuron: `by` times a random number is added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The value that differs.
    pub of: SpreadOf,
    /// The factor.
    pub by: f64,
    /// The random number.
    pub law: Law,
}

/// A value that can differ from neuron to neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadOf {
    /// A parameter of the population's neuron.
    Parameter(&'static Parameter),
    /// The initial membrane potential.
    V0,
    /// A constant current.
    Current,
}

/// The distribution of the random number of a [`Spread`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// Uniform from 0 to 1, one number for all spreads of a neuron.
    Shared,
    /// The square of the number of [`Law::Shared`].
    SharedSquare,
    /// Uniform from 0 to 1, independent of other spreads.
    Uniform,
    /// Normal with mean 0 and standard deviation 1, independent of other spreads.
    Normal,
}

/// Synapses of one kind between populations.
#[derive(Clone, Debug, PartialEq)]
pub struct Projection {
    /// Name of the projection.
    pub name: String,
    /// The presynaptic populations, ascending.
    pub from: Vec<PopulationId>,
    /// The postsynaptic populations, ascending.
    pub to: Vec<PopulationId>,
    /// The connection rule.
    pub rule: Rule,
    /// Whether a neuron may be connected with itself.
    pub autapses: bool,
    /// Weights, in the unit of the kinetics.
    pub weight: Distribution,
    /// Delays.
    pub delay: Delay,
    /// The effect of an arriving spike.
    pub kinetics: Kinetics,
    /// Probability that a spike causes release, 0 to 1.
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
    /// Each target has this number of sources.
    InDegree(u32),
    /// Each source has this number of targets.
    OutDegree(u32),
    /// Source and target with the same index are connected; both sides have the same size.
    OneToOne,
    /// Pairs of source and target, each counted from 0 through the populations of its side;
    /// ascending, without repetition.
    List(Vec<(u32, u32)>),
}

/// Delay of spikes (steps), at least one: a spike found in the update of one step acts in the
/// update of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// The same delay for all synapses.
    Constant(u32),
    /// Uniform over the whole numbers of steps from `low` to `high`.
    Uniform {
        /// The least.
        low: u32,
        /// The greatest.
        high: u32,
    },
    /// The synapses of a source, in the order in which they were drawn, cycle through the delays
    /// from `low` to `high` by `stride`, so that each delay has the same number of synapses.
    Each {
        /// The least.
        low: u32,
        /// The greatest.
        high: u32,
        /// Difference between successive delays.
        stride: u32,
    },
}

/// Random external input.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomInput {
    /// The populations that receive the input, ascending.
    pub to: Vec<PopulationId>,
    /// The kind of input.
    pub kind: InputKind,
}

/// The kind of a random input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InputKind {
    /// Independent white noise for each neuron: a normal number in every step.
    Noise {
        /// Standard deviation, above 0.
        sd: f64,
        /// The quantity of which `sd` is the standard deviation.
        per: Per,
    },
    /// In every millisecond, one random neuron receives a current for that millisecond.
    Kick {
        /// The current.
        amplitude: f64,
    },
    /// An independent Poisson spike train for each neuron; each spike makes the membrane potential
    /// jump.
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

    /// The name of `neuron`: population and index in the population, counted from 0, as in `E 12`.
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

    /// Number of synapses of the projection at `index`; the mean for random rules.
    #[must_use]
    pub fn expected_synapses(&self, index: usize) -> f64 {
        self.synapses(&self.projections[index]) as f64
    }

    /// The schemes that can run all populations.
    #[must_use]
    pub fn schemes(&self) -> Vec<Scheme> {
        let all = Scheme::ALL.into_iter();
        let fits = |scheme: &Scheme| {
            self.populations.iter().all(|population| population.neuron.schemes().contains(scheme))
        };
        all.filter(fits).collect()
    }

    /// The name of the integration of a run under `scheme`.
    ///
    /// The exact scheme solves each neuron's equations exactly, but synaptic and random currents
    /// are constant through each step. A circuit with such currents has first-order accuracy.
    #[must_use]
    pub fn integration(&self, scheme: Scheme) -> &'static str {
        let is_coupled = !self.projections.is_empty() || !self.inputs.is_empty();
        if scheme == Scheme::Exact && is_coupled { COUPLED_AT_STEP } else { scheme.name() }
    }

    /// Whether arrivals of the projection at `index` mostly hyperpolarize their targets.
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

    /// Whether each neuron must store all its parameters, because spreads concern others than a, b,
    /// c and d, which are always stored per neuron.
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
    /// Whether the synapses have their own state, which takes more memory and time.
    #[must_use]
    pub fn is_dynamic(&self) -> bool {
        self.release < 1.0 || self.short_term.is_some() || self.stdp.is_some()
    }

    /// The range of the initial weights.
    #[must_use]
    pub fn weight_range(&self) -> (f64, f64) {
        self.weight.range(self.stdp.map(|stdp| stdp.bounds))
    }

    /// The mean of the initial weights.
    #[must_use]
    pub fn mean_weight(&self) -> f64 {
        self.weight.mean(self.stdp.map(|stdp| stdp.bounds))
    }
}
