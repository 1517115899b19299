//! An upper bound of the memory of a circuit, computed from its recipe before anything is built.

use std::fmt;

use super::{Delay, PopulationId, Projection, Recipe, Rule, network};
use crate::machine::{NoRoom, Rest, check_room, megabytes};
use crate::model::synapse::Pairing;
use crate::model::taylor::SPIKES_PER_MS_MAX;
use crate::model::{Neuron, Scheme};

/// Memory that a circuit may take (bytes).
pub const MEMORY_BYTES_MAX: u64 = 4 << 30;

/// Memory of a neuron (bytes): potential, recovery variable, four parameters, constant current,
/// marks, spike window, and buffers for the reports of a step.
const NEURON_BYTES: u64 = 192;
/// Memory of the target of a synapse (bytes), where targets are stored.
const TARGET_BYTES: u64 = 2;
/// Memory of a stored weight (bytes).
const WEIGHT_BYTES: u64 = 4;
/// Memory of a synapse of a rule that draws the sources of each target, while it is built (bytes).
const COLUMN_BYTES: u64 = 4;
/// Memory of a synapse with its own state while it is built (bytes). 24 bytes remain afterwards:
/// the weight, the accumulated change of the weight, and the step of the last arrival with the
/// target.
const DYNAMIC_BYTES: u64 = 28;
/// Memory that short-term plasticity adds to a synapse (bytes): resource and utilisation.
const SHORT_TERM_BYTES: u64 = 16;
/// Memory that spike-timing-dependent plasticity adds to a synapse (bytes): its index in the list
/// of its target.
const STDP_BYTES: u64 = 4;
/// Memory that all-to-all pairing adds to a plastic synapse (bytes): the potentiation trace.
const TRACE_BYTES: u64 = 8;
/// Memory that a source takes in each shard besides [`START_BYTES`] (bytes): the index of its
/// autapse in a dense row, or the position of its row in the random numbers of weights that are
/// regenerated.
const SOURCE_BYTES: u64 = 8;
/// Memory that a source takes in each shard for each delay (bytes): the offset of its synapses.
const START_BYTES: u64 = 4;
/// Memory that a neuron takes for each plastic projection (bytes): its last spike and the offset of
/// the list of its synapses.
const LEARNER_BYTES: u64 = 24;
/// Memory that a source or target takes while a projection is built (bytes): its bit in the mask,
/// its row, its part of the lists by target.
const MAKING_BYTES: u64 = 64;
/// Upper bound of a random number of synapses (standard deviations above the mean).
const DEVIATIONS: f64 = 6.0;

/// A part of a circuit that takes memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The neurons of a population.
    Neurons(PopulationId),
    /// The synapses of the projection with this index.
    Synapses(usize),
    /// Temporary memory for building the projection with this index, which needs the most.
    Making(usize),
    /// Spikes in flight along the projection with this index, which has the longest delay.
    Spikes(usize),
}

/// Memory of a circuit, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    parts: Vec<(Part, u64)>,
}

/// The error that a circuit takes more memory than the limit of all circuits or than is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// Memory of the whole circuit (bytes).
    pub bytes: u64,
    /// The part that takes the most memory.
    pub part: Part,
    /// Memory of that part (bytes).
    pub part_bytes: u64,
    /// The memory that is free; none if the limit of all circuits is exceeded.
    pub room: Option<NoRoom>,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.part {
            Part::Neurons(_) => "these neurons",
            Part::Synapses(_) | Part::Making(_) => "these synapses",
            Part::Spikes(_) => "spikes on their way through this delay",
        };
        let (whole, part) = (megabytes(self.bytes), megabytes(self.part_bytes));
        write!(f, "the circuit takes up to {whole} of memory, {part} of it for {what}, ")?;
        match &self.room {
            Some(room) => write!(f, "and {room}"),
            None => write!(f, "more than the limit of {}", megabytes(MEMORY_BYTES_MAX)),
        }
    }
}

impl TooLarge {
    /// A short form for one line of the screen.
    #[must_use]
    pub fn brief(&self) -> String {
        let whole = megabytes(self.bytes);
        let most = || format!("at most {} are allowed", megabytes(MEMORY_BYTES_MAX));
        let there = self.room.map_or_else(most, |room| room.to_string());
        format!("the circuit takes up to {whole} of memory: {there}")
    }
}

impl Memory {
    /// Memory of all parts (bytes).
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.parts.iter().fold(0, |sum, (_, bytes)| sum.saturating_add(*bytes))
    }

    /// Memory of one part (bytes).
    #[must_use]
    pub fn bytes_of(&self, part: Part) -> u64 {
        self.parts.iter().filter(|(other, _)| *other == part).map(|(_, bytes)| bytes).sum()
    }

    /// Checks the limit of all circuits.
    ///
    /// # Errors
    /// The circuit exceeds the limit; the error names the largest part.
    pub fn check_limit(&self) -> Result<(), TooLarge> {
        if self.bytes() <= MEMORY_BYTES_MAX { Ok(()) } else { Err(self.too_large(None)) }
    }

    /// Checks whether the circuit fits into the free memory minus `rest`.
    ///
    /// # Errors
    /// The circuit does not fit; the error names the largest part and the free memory.
    pub fn check_room(&self, rest: Rest) -> Result<(), TooLarge> {
        check_room(self.bytes(), rest).map_err(|room| self.too_large(Some(room)))
    }

    fn too_large(&self, room: Option<NoRoom>) -> TooLarge {
        let most = self.parts.iter().max_by_key(|(_, bytes)| *bytes);
        let (part, part_bytes) = *most.expect("a circuit has neurons");
        TooLarge { bytes: self.bytes(), part, part_bytes, room }
    }
}

impl Recipe {
    /// Upper bound of the memory of the circuit with `threads` threads, during building and
    /// running.
    #[must_use]
    pub fn memory(&self, threads: usize) -> Memory {
        let neurons = self.neurons();
        let shard = network::shard_neurons(neurons, threads);
        let shards = u64::from(neurons.div_ceil(shard));
        let mut parts = Vec::new();
        for (id, population) in self.numbered_populations() {
            // The currents of a shard take the same memory whatever its number of neurons.
            let shards = u64::from(population.count.div_ceil(shard)) + 1;
            let own = if population.keeps_neurons() { size_of::<Neuron>() as u64 } else { 0 };
            let bytes = u64::from(population.count) * (NEURON_BYTES + own);
            parts.push((Part::Neurons(id), bytes + shards * network::SUMS_BYTES));
        }
        for (index, projection) in self.projections.iter().enumerate() {
            let bytes =
                self.synapse_bytes(index).saturating_add(self.row_bytes(projection, shards));
            let first = self.projections.iter().position(|p| p.kinetics == projection.kinetics);
            let acts = !projection.kinetics.is_jump() && first == Some(index);
            let receptors = if acts { shards * network::SUMS_BYTES } else { 0 };
            parts.push((Part::Synapses(index), bytes + receptors));
        }
        let making = |projection: &Projection| {
            let sources = u64::from(self.count_of(&projection.from));
            (sources + u64::from(self.count_of(&projection.to))) * MAKING_BYTES
        };
        let making = self.projections.iter().map(making).enumerate();
        parts.extend(making.max_by_key(|(_, bytes)| *bytes).map(|(i, b)| (Part::Making(i), b)));
        let longest = self.projections.iter().position(|p| p.delay.max() == self.delay_max());
        if let Some(index) = longest.filter(|_| self.delay_max() > 1) {
            let each = network::spikes_bytes(self, spikes_per_step_max(self.scheme));
            parts.push((Part::Spikes(index), each * u64::from(self.delay_max())));
        }
        Memory { parts }
    }

    /// Memory that grows with the number of synapses of the projection at `index` (bytes), with a
    /// margin where that number is random.
    fn synapse_bytes(&self, index: usize) -> u64 {
        let projection = &self.projections[index];
        let synapses = match projection.rule {
            Rule::Probability(p) => {
                let pairs = self.pairs(projection);
                let deviation = (pairs as f64 * p * (1.0 - p)).sqrt();
                let margin = (DEVIATIONS * deviation).ceil() as u64;
                pairs.min(self.synapses(projection) + margin)
            }
            _ => self.synapses(projection),
        };
        let bytes = match (&projection.rule, projection.delay) {
            _ if projection.is_dynamic() => dynamic_bytes(projection),
            // A common weight is stored once; the rows count because generating them takes time.
            (Rule::AllToAll, Delay::Constant(_)) => WEIGHT_BYTES,
            _ if self.keeps_weights(index) => TARGET_BYTES + WEIGHT_BYTES,
            _ => TARGET_BYTES,
        };
        let columns = if matches!(projection.rule, Rule::InDegree(_)) { COLUMN_BYTES } else { 0 };
        synapses.saturating_mul(bytes + columns)
    }

    /// Memory that grows with the number of sources and targets of `projection` (bytes).
    fn row_bytes(&self, projection: &Projection, shards: u64) -> u64 {
        let each = SOURCE_BYTES + START_BYTES * projection.delay.values();
        let learners = if projection.stdp.is_some() { self.neurons() } else { 0 };
        u64::from(self.count_of(&projection.from)) * each * shards
            + u64::from(learners) * LEARNER_BYTES
    }
}

/// Maximum number of spikes of a neuron in a step.
fn spikes_per_step_max(scheme: Scheme) -> u32 {
    // All spikes that are allowed in a millisecond may fall into one step.
    if scheme == Scheme::Exact { SPIKES_PER_MS_MAX } else { 1 }
}

/// Memory of a synapse of `projection`, whose synapses have their own state (bytes).
fn dynamic_bytes(projection: &Projection) -> u64 {
    let short_term = if projection.short_term.is_some() { SHORT_TERM_BYTES } else { 0 };
    let learning = projection.stdp.map_or(0, |stdp| match stdp.pairing {
        Pairing::Nearest => STDP_BYTES,
        Pairing::All => STDP_BYTES + TRACE_BYTES,
    });
    DYNAMIC_BYTES + short_term + learning
}
