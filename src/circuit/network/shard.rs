//! A shard: a range of neurons with everything that acts on them, which one worker steps.

use std::ops::Range;

use super::super::{
    Arrival, InputKind, NeuronId, PopulationId, Probe, RandomInput, Reading, Recipe, SynapseId,
};
use super::afferents::Afferents;
use super::cells::{Cells, Segment};
use super::currents::{Current, Currents, InPlace};
use super::draw::Purpose;
use super::position::Stage;
use super::rows::{SHARD_MAX, Sums};
use super::scales::Scales;
use super::vectors;
use super::wiring::Group;
use crate::circuit::SpikeWindow;
use crate::model::stimulus::{Input, Schedule, Source};
use crate::model::synapse::Kinetics;
use crate::model::{Counter, Fault, State};

/// The result of one step, of one shard or of all.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    /// Numbers of the neurons whose spikes the update found, ascending.
    pub(super) fired: Vec<u32>,
    /// Time of each spike since the start of the step (ms); empty under a fixed-step scheme.
    pub(super) offsets_ms: Vec<f64>,
    /// Numbers of the neurons for which the step was too long, ascending.
    pub(super) unstable: Vec<u32>,
    /// The word of the step, computed from the states after it.
    pub(super) word: u64,
    /// The first neuron that had to be halted, and why.
    pub(super) fault: Option<(u32, Fault)>,
    /// What each probe read, with the probe's index.
    pub(super) readings: Vec<(usize, Reading)>,
    /// Potentials before spikes were reset (mV), with the probe's index.
    pub(super) potentials_mv: Vec<(usize, f64)>,
    /// Arrivals at the neurons that probes observe.
    pub(super) arrivals: Vec<Arrival>,
}

impl Report {
    pub(super) fn clear(&mut self) {
        self.fired.clear();
        self.offsets_ms.clear();
        self.unstable.clear();
        self.readings.clear();
        self.arrivals.clear();
        (self.word, self.fault) = (0, None);
    }

    /// Appends the result of a shard with higher numbers.
    pub(super) fn append(&mut self, other: &Self) {
        self.fired.extend_from_slice(&other.fired);
        self.offsets_ms.extend_from_slice(&other.offsets_ms);
        self.unstable.extend_from_slice(&other.unstable);
        self.readings.extend_from_slice(&other.readings);
        self.arrivals.extend_from_slice(&other.arrivals);
        self.word = self.word.wrapping_add(other.word);
        self.fault = self.fault.or(other.fault);
    }
}

/// A receptor: a synaptic current or conductance that decays.
#[derive(Clone, Debug)]
pub(super) struct Receptor {
    kinetics: Kinetics,
    /// Factor by which it decays in one step.
    pub(super) left: f64,
    pub(super) sums: Box<Sums>,
}

/// The part of a random input that acts on this shard.
#[derive(Clone, Debug)]
struct Noise {
    kind: InputKind,
    counter: Counter,
    targets: Group,
    /// For each segment, whether the input acts on it.
    segments: Vec<bool>,
    /// The current of a jump of 1 mV.
    jumps: Scales,
}

/// A shard: neurons, the synapses onto them, receptors and random inputs.
#[derive(Clone, Debug)]
pub(super) struct Shard {
    pub(super) range: Range<u32>,
    pub(super) cells: Cells,
    /// The protocol of each segment.
    pub(super) schedules: Vec<Schedule>,
    noises: Vec<Noise>,
    pub(super) receptors: Vec<Receptor>,
    /// The synapses of each projection, with the index of the receptor they act through; none for
    /// jumps.
    pub(super) afferents: Vec<(Afferents, Option<usize>)>,
    /// Number of spikes of each neuron within the present millisecond, under the exact scheme.
    pub(super) windows: Vec<SpikeWindow>,
    pub(super) steps_per_ms: u32,
    /// The current from outside into each segment, to which random inputs and synaptic currents are added.
    bases: Vec<f64>,
    /// Whether anything was added to the currents since they were last set to `bases`.
    touched: bool,
    /// Number of random numbers that a step uses: one a neuron, rounded up to whole blocks.
    stride: u64,
    pub(super) observed_neurons: Vec<NeuronId>,
    pub(super) observed_synapses: Vec<SynapseId>,
    /// The position within the step under way.
    pub(super) stage: Stage,
}

impl Shard {
    /// The shard of the neurons in `range`, still without synapses.
    pub(super) fn new(recipe: &Recipe, range: Range<u32>, seed: u64) -> Self {
        let cells = Cells::new(recipe, &range, seed);
        let schedule = |segment: &Segment| {
            let protocol = &recipe.population(segment.population).protocol;
            // The first population uses the random stream that its neuron has when it runs alone.
            let own = Purpose::Protocol(segment.population).counter(seed).bits(0);
            let seed = if segment.population == PopulationId::FIRST { seed } else { own };
            Schedule::new(protocol, recipe.steps_per_ms, seed)
        };
        let noise = |(index, input): (usize, &RandomInput)| Noise {
            kind: input.kind,
            counter: Purpose::Input(index).counter(seed),
            targets: Group::of(recipe, &input.to),
            segments: cells
                .segments
                .iter()
                .map(|segment| input.to.contains(&segment.population))
                .collect(),
            jumps: match input.kind {
                InputKind::Poisson { .. } => Scales::of_jumps(recipe, &input.to, &range, seed),
                InputKind::Noise { .. } | InputKind::Kick { .. } => Scales::Alike(1.0),
            },
        };
        Self {
            schedules: cells.segments.iter().map(schedule).collect(),
            noises: recipe.inputs.iter().enumerate().map(noise).collect(),
            receptors: Vec::new(),
            afferents: Vec::new(),
            windows: vec![SpikeWindow::default(); cells.len()],
            steps_per_ms: recipe.steps_per_ms,
            bases: vec![0.0; cells.segments.len()],
            touched: true,
            stride: u64::from(recipe.neurons().next_multiple_of(64)),
            observed_neurons: Vec::new(),
            observed_synapses: Vec::new(),
            stage: Stage::Inputs,
            cells,
            range,
        }
    }

    /// Adds the synapses of a projection.
    pub(super) fn add(&mut self, afferents: Afferents, kinetics: Kinetics) {
        if afferents.is_empty() {
            return;
        }
        let Some(tau_ms) = kinetics.tau_ms() else {
            self.afferents.push((afferents, None));
            return;
        };
        let same = self.receptors.iter().position(|receptor| receptor.kinetics == kinetics);
        let receptor = same.unwrap_or_else(|| {
            let left = libm::exp(-1.0 / (tau_ms * f64::from(self.steps_per_ms)));
            let sums = vec![0.0; SHARD_MAX].into_boxed_slice().try_into().expect("so many");
            self.receptors.push(Receptor { kinetics, left, sums });
            self.receptors.len() - 1
        });
        self.afferents.push((afferents, Some(receptor)));
    }

    /// The index of a neuron within the shard, if it is in it.
    pub(super) fn place(&self, neuron: NeuronId) -> Option<usize> {
        let number = neuron.number();
        self.range.contains(&number).then(|| (number - self.range.start) as usize)
    }

    pub(super) fn state(&self, neuron: NeuronId) -> Option<State> {
        self.place(neuron).map(|place| self.cells.state(place))
    }

    /// Sets what probes observe.
    pub(super) fn set_probes(&mut self, probes: &[Probe]) {
        self.observed_neurons.clear();
        self.observed_synapses.clear();
        for probe in probes {
            match *probe {
                Probe::Neuron(neuron) if self.place(neuron).is_some() => {
                    self.observed_neurons.push(neuron);
                }
                Probe::Synapse(id) if self.place(id.post).is_some() => {
                    self.observed_synapses.push(id);
                }
                _ => {}
            }
        }
    }

    /// Sets each neuron's current to the current from outside. Under the exact scheme, which
    /// follows protocols within a step, to the part of it that is not a protocol.
    pub(super) fn set_currents(&mut self, step: u64, currents: &Currents, exact: bool) {
        for (index, segment) in self.cells.segments.iter().enumerate() {
            let Current { in_place, injected } = currents.of(segment.population);
            let base = if exact {
                injected
            } else {
                Input { source: source(&self.schedules[index], in_place), injected }.current(step)
            };
            // If nothing was added in the last step, the currents need not be set again.
            if self.touched || self.bases[index].to_bits() != base.to_bits() {
                vectors::fill(&mut self.cells.current[segment.places.clone()], base);
                self.bases[index] = base;
            }
        }
        self.touched = !(self.noises.is_empty()
            && self.afferents.is_empty()
            && self.cells.offset.is_none()
            && currents.neurons.is_empty());
        for &(neuron, Current { in_place, injected }) in &currents.neurons {
            let Some(place) = self.place(neuron) else { continue };
            let index = self.cells.segment_index(place);
            let of_population = currents.of(self.cells.segments[index].population);
            match in_place {
                Some(_) if !exact => {
                    let source = source(&self.schedules[index], in_place);
                    let below = Input { source, injected: of_population.injected };
                    self.cells.current[place] = below.current(step) + injected;
                }
                _ => self.cells.current[place] += injected,
            }
        }
        if let Some(offset) = &self.cells.offset {
            vectors::add(&mut self.cells.current[..offset.len()], offset);
        }
    }

    pub(super) fn add_random_inputs(&mut self, step: u64) {
        let at = step.wrapping_mul(self.stride);
        for noise in &self.noises {
            match noise.kind {
                InputKind::Noise { sd, per } => {
                    let sd = per.sd_in_step(sd, self.steps_per_ms);
                    for (segment, goes) in self.cells.segments.iter().zip(&noise.segments) {
                        if *goes {
                            let first = u64::from(self.range.start) + segment.places.start as u64;
                            let out = &mut self.cells.current[segment.places.clone()];
                            noise.counter.add_normals(at.wrapping_add(first), sd, out);
                        }
                    }
                }
                InputKind::Kick { amplitude } => {
                    let ms = step / u64::from(self.steps_per_ms);
                    let drawn = noise.counter.below(ms, noise.targets.len());
                    if let Some(place) = self.place(NeuronId::new(noise.targets.neuron(drawn))) {
                        self.cells.current[place] += amplitude;
                    }
                }
                InputKind::Poisson { rate_hz, weight } => {
                    let mean = rate_hz / (1000.0 * f64::from(self.steps_per_ms));
                    let none = libm::exp(-mean);
                    for (segment, goes) in self.cells.segments.iter().zip(&noise.segments) {
                        if !goes {
                            continue;
                        }
                        for place in segment.places.clone() {
                            let number = u64::from(self.range.start) + place as u64;
                            let drawn = noise.counter.unit(at.wrapping_add(number));
                            if drawn >= none {
                                let spikes = poisson(drawn, mean, none);
                                self.cells.current[place] +=
                                    f64::from(spikes) * (weight * noise.jumps.at(place));
                            }
                        }
                    }
                }
            }
        }
    }

    pub(super) fn add_synaptic_currents(&mut self) {
        let len = self.cells.len();
        for Receptor { kinetics, sums, .. } in &self.receptors {
            let current = &mut self.cells.current[..len];
            match *kinetics {
                Kinetics::Conductance { reversal_mv, .. } => {
                    vectors::add_driven(current, &sums[..len], reversal_mv, &self.cells.v);
                }
                Kinetics::Jump | Kinetics::Current { .. } => vectors::add(current, &sums[..len]),
            }
        }
    }
}

/// The current that flows into a neuron from outside.
pub(super) fn source(schedule: &Schedule, in_place: Option<InPlace>) -> Source<'_> {
    let from = |origin| Source::Protocol { schedule, origin, noise_origin: origin };
    match in_place {
        Some(InPlace::Held(current)) => Source::Constant(current),
        Some(InPlace::Fired { origin }) => from(origin as i64),
        None => from(0),
    }
}

/// A number from the Poisson distribution with this mean, by inversion of a uniform number from 0 to 1;
/// `none` is the probability of 0.
fn poisson(drawn: f64, mean: f64, none: f64) -> u32 {
    let (mut probability, mut below) = (none, none);
    let mut events = 0;
    while drawn >= below && events < 1000 {
        events += 1;
        probability *= mean / f64::from(events);
        below += probability;
    }
    events
}
