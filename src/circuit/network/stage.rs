//! One step of a shard, stage by stage; it can be interrupted and resumed.

use super::super::{NeuronId, Probe};
use super::afferents::Synapses;
use super::currents::Currents;
use super::dynamic::Observed;
use super::effort::Effort;
use super::in_flight::InFlight;
use super::position::{Place, Stage};
use super::shard::{Report, Shard, source};
use super::{cells, reading, vectors};
use crate::model::stimulus::Input;
use crate::model::{Fault, Scheme, State, taylor};

impl Shard {
    /// Makes one whole step; `in_flight` has the spikes of all shards before it.
    pub(super) fn step(
        &mut self,
        at: (u64, Scheme),
        in_flight: &mut InFlight,
        (currents, probes): (&Currents, &[Probe]),
        report: &mut Report,
    ) {
        let mut effort = Effort::UNBOUNDED;
        self.go_on(at, in_flight, (currents, probes), report, &mut effort);
    }

    /// Makes a step or resumes an interrupted one, while `effort` lasts; returns whether the step
    /// is complete.
    pub(super) fn go_on(
        &mut self,
        (step, scheme): (u64, Scheme),
        in_flight: &mut InFlight,
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
            if !self.deliver(step, in_flight, report, (place, effort)) {
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

    /// Number of neurons that the step under way has updated.
    pub(super) fn done(&self) -> u64 {
        match self.stage {
            Stage::Inputs | Stage::Delivery(_) => 0,
            Stage::Update(from) => from as u64,
            Stage::Learning(_) => self.cells.len() as u64,
        }
    }

    /// Updates all neurons under a fixed-step scheme; returns whether all states are finite.
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
            self.keep_potentials(probes, report);
            self.cells.reset_fired();
            self.read(step, currents, scheme, probes, report);
            reading::restore_potentials(report);
        }
        true
    }

    /// Updates the synapses onto neurons that fired in the step, from `place` on while `effort`
    /// lasts; returns whether all are updated.
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

    /// Adds the spikes that arrive in a step, from `place` on while `effort` lasts; returns whether
    /// all are added.
    fn deliver(
        &mut self,
        step: u64,
        in_flight: &mut InFlight,
        report: &mut Report,
        (mut place, effort): (Place, &mut Effort),
    ) -> bool {
        let mut observed = Observed {
            neurons: &self.observed_neurons,
            synapses: &self.observed_synapses,
            arrivals: &mut report.arrivals,
        };
        for (afferents, receptor) in &mut self.afferents[place.afferents..] {
            let sums = match receptor {
                None => &mut self.cells.current,
                Some(receptor) => &mut self.receptors[*receptor].sums,
            };
            let bounds = (&mut place, &mut *effort);
            if !afferents.deliver(step, in_flight, sums, &mut observed, bounds) {
                self.stage = Stage::Delivery(place);
                return false;
            }
            place = Place { afferents: place.afferents + 1, ..Place::default() };
        }
        true
    }

    /// Steps neurons by the exact scheme, from the index `from` on while `effort` lasts; synaptic
    /// and random currents are constant through the step. Returns whether all have been stepped.
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
                let substeps = self.advance_one_exactly(step, (index, place), currents, report);
                effort.spend_on_substeps(substeps);
            }
        }
        true
    }

    /// Steps one neuron by the exact scheme; returns the number of its sub-steps.
    fn advance_one_exactly(
        &mut self,
        step: u64,
        (index, place): (usize, usize),
        currents: &Currents,
        report: &mut Report,
    ) -> u32 {
        let segment = &self.cells.segments[index];
        let number = self.range.start + place as u32;
        let in_place = currents.in_place(NeuronId::new(number), segment.population);
        let injected = self.cells.current[place];
        let input = Input { source: source(&self.schedules[index], in_place), injected };
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
                // Under the exact scheme a neuron may spike more than once in a step.
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
            Ok(_) if !state.is_finite() => Some(Fault::NonFinite),
            Ok(_) => None,
        };
        report.fault = report.fault.or(fault.map(|fault| (number, fault)));
        outcome.unwrap_or(0)
    }
}
