//! A run of neurons with everything that acts on them: what one worker carries through a step.

use std::ops::Range;

use super::super::{Arrival, InputKind, Probe, RandomInput, Reading, Recipe, SynapseId};
use super::afferents::{Afferents, Synapses};
use super::cells::{self, Cells, Segment};
use super::draw::Purpose;
use super::dynamic::Looking;
use super::effort::Effort;
use super::history::History;
use super::rows::{SHARD_MAX, Sums};
use super::scales::jump_current;
use super::wiring::Group;
use super::{Current, Currents, reading, vectors};
use crate::circuit::SpikeWindow;
use crate::model::stimulus::{Input, Schedule, Source};
use crate::model::synapse::Kinetics;
use crate::model::{Counter, Fault, Scheme, State, taylor};

/// What a shard, or all of them, did in a step.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Numbers of the neurons whose spikes the update found, ascending.
    pub(super) fired: Vec<u32>,
    /// How far into the step each spike was (ms); none under a scheme of fixed steps.
    pub(super) offsets_ms: Vec<f64>,
    /// Numbers of the neurons for which the step was too long, ascending.
    pub(super) unstable: Vec<u32>,
    /// Made of the states after the step.
    pub(super) word: u64,
    /// The first neuron that can't be carried further.
    pub(super) fault: Option<(u32, Fault)>,
    /// What probes read, by their index.
    pub(super) readings: Vec<(usize, Reading)>,
    /// What arrived where somebody looks.
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

    /// Adds what a shard with higher numbers did.
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

/// Synaptic current or conductance that decays.
#[derive(Debug)]
struct Receptor {
    kinetics: Kinetics,
    /// What is left of it after a step.
    left: f64,
    sums: Box<Sums>,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It has not been begun.
    Inputs,
    /// Spikes arrive.
    Delivery(Place),
    /// Neurons are updated, those from a place on.
    Update(usize),
    /// Synapses learn.
    Learning(Place),
}

/// Where among the synapses a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    afferents: usize,
    /// The delay and the run of sources whose spikes arrive.
    pub(super) delay: usize,
    pub(super) run: usize,
    /// How many of those that fired are done.
    pub(super) fired: usize,
}

/// A random input as far as it concerns the shard.
#[derive(Debug)]
struct Noise {
    kind: InputKind,
    counter: Counter,
    targets: Group,
    /// What a jump of 1 mV takes, segment by segment; nothing where the input does not go.
    segments: Vec<Option<f64>>,
}

/// The shard.
#[derive(Debug)]
pub(super) struct Shard {
    pub(super) range: Range<u32>,
    pub(super) cells: Cells,
    /// The protocol of each segment.
    pub(super) schedules: Vec<Schedule>,
    noises: Vec<Noise>,
    receptors: Vec<Receptor>,
    /// With the receptor that each of them acts through, if not by jumps.
    pub(super) afferents: Vec<(Afferents, Option<usize>)>,
    /// Spikes of each neuron within a ms, under the exact scheme.
    windows: Vec<SpikeWindow>,
    steps_per_ms: u32,
    /// The current of each segment to which everything else is added.
    bases: Vec<f64>,
    /// Whether anything has been added since.
    touched: bool,
    /// Numbers that random inputs take for a step.
    stride: u64,
    neurons_looked_at: Vec<u32>,
    synapses_looked_at: Vec<SynapseId>,
    /// Where the step stands that is under way.
    stage: Stage,
}

impl Shard {
    /// The neurons with the numbers in `range` and what acts on them, without synapses.
    pub(super) fn new(recipe: &Recipe, range: Range<u32>, seed: u64) -> Self {
        let cells = Cells::new(recipe, &range, seed);
        let schedule = |segment: &Segment| {
            let protocol = &recipe.populations[segment.population].protocol;
            // The first population has the noise that its neuron has alone.
            let own = Purpose::Protocol(segment.population).counter(seed).bits(0);
            let seed = if segment.population == 0 { seed } else { own };
            Schedule::new(protocol, recipe.steps_per_ms, seed)
        };
        let noise = |(index, input): (usize, &RandomInput)| Noise {
            kind: input.kind,
            counter: Purpose::Input(index).counter(seed),
            targets: Group::of(recipe, &input.to),
            segments: cells
                .segments
                .iter()
                .map(|segment| segment.population)
                .map(|population| {
                    input.to.contains(&population).then(|| jump_current(recipe, population))
                })
                .collect(),
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
            neurons_looked_at: Vec::new(),
            synapses_looked_at: Vec::new(),
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
        let tau_ms = match kinetics {
            Kinetics::Jump => {
                self.afferents.push((afferents, None));
                return;
            }
            Kinetics::Current { tau_ms } | Kinetics::Conductance { tau_ms, .. } => tau_ms,
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

    /// The place of a neuron in the shard, if it is in it.
    pub(super) fn place(&self, neuron: u32) -> Option<usize> {
        self.range.contains(&neuron).then(|| (neuron - self.range.start) as usize)
    }

    pub(super) fn state(&self, neuron: u32) -> Option<State> {
        self.place(neuron).map(|place| self.cells.state(place))
    }

    /// Notes what is to be looked at.
    pub(super) fn look_at(&mut self, probes: &[Probe]) {
        self.neurons_looked_at.clear();
        self.synapses_looked_at.clear();
        for probe in probes {
            match *probe {
                Probe::Neuron(neuron) if self.range.contains(&neuron) => {
                    self.neurons_looked_at.push(neuron);
                }
                Probe::Synapse(id) if self.range.contains(&id.post) => {
                    self.synapses_looked_at.push(id);
                }
                _ => {}
            }
        }
    }

    /// Makes one step; `history` has the spikes of all shards before it.
    pub(super) fn step(
        &mut self,
        at: (u64, Scheme),
        history: &mut History,
        (currents, probes): (&Currents, &[Probe]),
        report: &mut Report,
    ) {
        let mut effort = Effort::UNBOUNDED;
        self.go_on(at, history, (currents, probes), report, &mut effort);
    }

    /// Makes a step, or goes on with it where it was left, as long as `effort` lasts; returns whether the
    /// step is made.
    pub(super) fn go_on(
        &mut self,
        (step, scheme): (u64, Scheme),
        history: &mut History,
        (currents, probes): (&Currents, &[Probe]),
        report: &mut Report,
        effort: &mut Effort,
    ) -> bool {
        let exact = scheme == Scheme::Exact;
        if self.stage == Stage::Inputs {
            report.clear();
            self.set_currents(step, currents, exact);
            self.add_random_inputs(step);
            self.stage = Stage::Delivery(Place::default());
        }
        if let Stage::Delivery(place) = self.stage {
            if !self.deliver(step, history, report, (place, effort)) {
                return false;
            }
            self.add_synaptic_currents();
            if exact {
                self.read(step, currents, scheme, probes, report);
                self.cells.fired.clear();
            }
            self.stage = Stage::Update(0);
        }
        if let Stage::Update(from) = self.stage {
            if exact {
                if !self.advance_exactly(step, currents, report, (from, effort)) {
                    return false;
                }
            } else if !self.update((step, scheme), currents, probes, report) {
                self.stage = Stage::Inputs;
                return true;
            }
            for receptor in &mut self.receptors {
                vectors::scale(&mut receptor.sums[..self.cells.len()], receptor.left);
            }
            self.stage = Stage::Learning(Place::default());
        }
        if let Stage::Learning(place) = self.stage
            && !self.learn(step, (place, effort))
        {
            return false;
        }
        self.stage = Stage::Inputs;
        true
    }

    /// How many neurons have been carried through the step that is under way.
    pub(super) fn done(&self) -> u64 {
        match self.stage {
            Stage::Inputs | Stage::Delivery(_) => 0,
            Stage::Update(from) => from as u64,
            Stage::Learning(_) => self.cells.len() as u64,
        }
    }

    /// Updates all neurons under a scheme of fixed steps; returns whether all are finite.
    fn update(
        &mut self,
        (step, scheme): (u64, Scheme),
        currents: &Currents,
        probes: &[Probe],
        report: &mut Report,
    ) -> bool {
        let first = self.range.start;
        let updated = self.cells.update((scheme, self.steps_per_ms), first);
        report.word = updated.word;
        if !updated.finite {
            let lost = self.cells.first_lost();
            report.fault = lost.map(|(place, fault)| (first + place as u32, fault));
            return false;
        }
        let fired = self.cells.fired.places();
        report.fired.extend(fired.iter().map(|place| first + place));
        let unstable = self.cells.fired.unstable.iter();
        report.unstable.extend(unstable.map(|place| first + place));
        if scheme == Scheme::Izh2003 {
            self.read(step, currents, scheme, probes, report);
            self.cells.reset_fired();
        } else {
            let before = self.read_potentials(probes);
            self.cells.reset_fired();
            self.read(step, currents, scheme, probes, report);
            reading::restore_potentials(before, report);
        }
        true
    }

    /// Has synapses learn from what fired in the step, from `place` on as long as `effort` lasts; returns
    /// whether all have.
    fn learn(&mut self, step: u64, (mut place, effort): (Place, &mut Effort)) -> bool {
        let fired = self.cells.fired.places();
        for (afferents, _) in &mut self.afferents[place.afferents..] {
            if let Synapses::Dynamic(dynamic) = &mut afferents.synapses {
                let row = dynamic.len() / self.cells.v.len().max(1);
                loop {
                    if effort.is_spent() {
                        self.stage = Stage::Learning(place);
                        return false;
                    }
                    let end = fired.len().min(place.fired.saturating_add(effort.rows_of(row)));
                    dynamic.learn(step, &fired[place.fired..end], place.fired == 0);
                    effort.spend_on((end - place.fired) * row);
                    place.fired = end;
                    if end == fired.len() {
                        break;
                    }
                }
            }
            place = Place { afferents: place.afferents + 1, ..Place::default() };
        }
        true
    }

    /// Sets the current of every neuron to what flows from outside; under the exact scheme, which follows
    /// protocols within a step, to what flows besides them.
    fn set_currents(&mut self, step: u64, currents: &Currents, exact: bool) {
        for (index, segment) in self.cells.segments.iter().enumerate() {
            let Current { held, injected } = currents.populations[segment.population];
            let base = if exact {
                injected
            } else {
                Input { source: source(&self.schedules[index], held), injected }.current(step)
            };
            // Where nothing was added, it is still what it was.
            if self.touched || self.bases[index].to_bits() != base.to_bits() {
                vectors::fill(&mut self.cells.current[segment.places.clone()], base);
                self.bases[index] = base;
            }
        }
        let first = self.range.start;
        let own = currents.neurons.iter().filter(|(neuron, _)| self.range.contains(neuron));
        self.touched = !(self.noises.is_empty()
            && self.afferents.is_empty()
            && self.cells.offset.is_none()
            && currents.neurons.is_empty());
        for &(neuron, Current { held, injected }) in own {
            let place = (neuron - first) as usize;
            let population = self.cells.segment_of(place).population;
            let of_population = currents.populations[population].injected;
            match held {
                Some(held) if !exact => {
                    self.cells.current[place] = of_population + held + injected;
                }
                _ => self.cells.current[place] += injected,
            }
        }
        if let Some(offset) = &self.cells.offset {
            vectors::add(&mut self.cells.current[..offset.len()], offset);
        }
    }

    fn add_random_inputs(&mut self, step: u64) {
        let at = step.wrapping_mul(self.stride);
        for noise in &self.noises {
            match noise.kind {
                InputKind::Noise { sd, per } => {
                    let sd = per.sd_in_step(sd, self.steps_per_ms);
                    for (segment, goes) in self.cells.segments.iter().zip(&noise.segments) {
                        if goes.is_some() {
                            let first = u64::from(self.range.start) + segment.places.start as u64;
                            let out = &mut self.cells.current[segment.places.clone()];
                            noise.counter.add_normals(at.wrapping_add(first), sd, out);
                        }
                    }
                }
                InputKind::Kick { amplitude } => {
                    let ms = step / u64::from(self.steps_per_ms);
                    let drawn = noise.counter.below(ms, noise.targets.len());
                    if let Some(place) = self.place(noise.targets.neuron(drawn)) {
                        self.cells.current[place] += amplitude;
                    }
                }
                InputKind::Poisson { rate_hz, weight } => {
                    let mean = rate_hz / (1000.0 * f64::from(self.steps_per_ms));
                    let none = libm::exp(-mean);
                    for (segment, goes) in self.cells.segments.iter().zip(&noise.segments) {
                        let Some(jump) = goes else { continue };
                        for place in segment.places.clone() {
                            let number = u64::from(self.range.start) + place as u64;
                            let drawn = noise.counter.unit(at.wrapping_add(number));
                            if drawn >= none {
                                let spikes = poisson(drawn, mean, none);
                                self.cells.current[place] += f64::from(spikes) * (weight * jump);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Adds what arrives in a step, from `place` on as long as `effort` lasts; returns whether all is added.
    fn deliver(
        &mut self,
        step: u64,
        history: &mut History,
        report: &mut Report,
        (mut place, effort): (Place, &mut Effort),
    ) -> bool {
        let mut looking = Looking {
            neurons: &self.neurons_looked_at,
            synapses: &self.synapses_looked_at,
            arrivals: &mut report.arrivals,
        };
        for (afferents, receptor) in &mut self.afferents[place.afferents..] {
            let sums = match receptor {
                None => &mut self.cells.current,
                Some(receptor) => &mut self.receptors[*receptor].sums,
            };
            let bounds = (&mut place, &mut *effort);
            if !afferents.deliver(step, history, sums, &mut looking, bounds) {
                self.stage = Stage::Delivery(place);
                return false;
            }
            place = Place { afferents: place.afferents + 1, ..Place::default() };
        }
        true
    }

    fn add_synaptic_currents(&mut self) {
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

    /// Carries neurons through the step by the true solution, those from the place `from` on, as long as
    /// `effort` lasts; what synapses and noise give is constant through it. Returns whether all
    /// have been.
    fn advance_exactly(
        &mut self,
        step: u64,
        currents: &Currents,
        report: &mut Report,
        (from, effort): (usize, &mut Effort),
    ) -> bool {
        for index in 0..self.cells.segments.len() {
            let places = self.cells.segments[index].places.clone();
            for place in places.start.max(from)..places.end {
                if effort.is_spent() {
                    self.stage = Stage::Update(place);
                    return false;
                }
                let spikes = report.fired.len();
                self.advance_one_exactly(step, (index, place), currents, report);
                effort.spend(1 + (report.fired.len() - spikes) as u64);
            }
        }
        true
    }

    fn advance_one_exactly(
        &mut self,
        step: u64,
        (index, place): (usize, usize),
        currents: &Currents,
        report: &mut Report,
    ) {
        let segment = &self.cells.segments[index];
        let number = self.range.start + place as u32;
        let held = currents.held(number).or(currents.populations[segment.population].held);
        let injected = self.cells.current[place];
        let input = Input { source: source(&self.schedules[index], held), injected };
        let neuron = self.cells.neuron(segment, place);
        let (window, fired) = (&mut self.windows[place], &mut self.cells.fired);
        let mut state = State { v: self.cells.v[place], u: self.cells.u[place] };
        let outcome = taylor::advance(
            &neuron,
            &mut state,
            1.0 / f64::from(self.steps_per_ms),
            |offset_ms| input.piece(step, offset_ms),
            |offset_ms| {
                window.count(step, self.steps_per_ms)?;
                // It may spike more than once in a step.
                if fired.places().last() != Some(&(place as u32)) {
                    fired.push(place as u32);
                }
                report.fired.push(number);
                report.offsets_ms.push(offset_ms);
                Ok(())
            },
        );
        (self.cells.v[place], self.cells.u[place]) = (state.v, state.u);
        let word = cells::word(state, u64::from(number));
        report.word = report.word.wrapping_add(word);
        let fault = match outcome {
            Err((fault, _)) => Some(fault),
            Ok(()) if !state.is_finite() => Some(Fault::NonFinite),
            Ok(()) => None,
        };
        report.fault = report.fault.or(fault.map(|fault| (number, fault)));
    }
}

/// What flows into a neuron from outside.
pub(super) fn source(schedule: &Schedule, held: Option<f64>) -> Source<'_> {
    match held {
        Some(current) => Source::Constant(current),
        None => Source::Protocol { schedule, origin: 0, noise_origin: 0 },
    }
}

/// The number of events with this mean that a number drawn from 0 to 1 stands for; `none` is the
/// probability that there is none.
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
