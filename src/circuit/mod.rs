//! Neurons that run together. A neuron alone is carried through a whole stretch of steps with its state
//! in registers ([`Solo`]); many of them side by side, step by step ([`network`]).

mod distribution;
pub mod lanes;
mod memory;
pub mod network;
mod probe;
mod recipe;
mod size;
mod step;

pub use distribution::{Distribution, Outside};
pub use memory::{MEMORY_BYTES_MAX, Memory, Part, TooLarge};
pub use probe::{Arrival, Blowup, Observer, Probe, Reading, SynapseId};
pub use recipe::{
    COUPLED_AT_STEP, DELAY_STEPS_MAX, Delay, InputKind, Law, NEURONS_MAX, POPULATIONS_MAX,
    PROJECTIONS_MAX, Population, Projection, RandomInput, Recipe, Rule, Spread, SpreadOf,
};
pub use step::StepFlaw;

use std::ops::Range;

use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Fault, Input, Neuron, Scheme, State, taylor};

/// Receives what a neuron does.
pub trait Witness {
    /// The row of `step`: potential cut off at the peak (mV), recovery variable, current.
    fn row(&mut self, neuron: usize, step: u64, state: State, current: f64);
    /// A spike `offset_ms` after the start of `step`.
    fn spike(&mut self, neuron: usize, step: u64, offset_ms: f64);
    /// The step was too long: it, or either half of it, started from `lowest_mv`, which lies below
    /// [`Neuron::unstable_below_mv`]. Comes after the row.
    fn unstable(&mut self, neuron: usize, step: u64, lowest_mv: f64);
}

/// A neuron that had to be stopped: it keeps its last finite state from then on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halt {
    /// Which neuron.
    pub neuron: usize,
    /// The step in which it happened.
    pub step: u64,
    /// How far into the step (ms).
    pub offset_ms: f64,
    /// Why.
    pub fault: Fault,
}

/// One neuron with its state.
#[derive(Clone, Debug)]
struct Cell {
    /// Its number in the circuit.
    index: usize,
    neuron: Neuron,
    state: State,
    halt: Option<Halt>,
    window: SpikeWindow,
}

/// Counts spikes per millisecond, to stop a run-away under the exact scheme.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SpikeWindow {
    start: u64,
    spikes: u32,
}

impl SpikeWindow {
    fn count(&mut self, step: u64, steps_per_ms: u32) -> Result<(), Fault> {
        if step - self.start >= u64::from(steps_per_ms) {
            *self = Self { start: step - (step - self.start) % u64::from(steps_per_ms), spikes: 0 };
        }
        self.spikes += 1;
        if self.spikes > taylor::SPIKES_PER_MS_MAX { Err(Fault::Runaway) } else { Ok(()) }
    }
}

/// Neurons that share a scheme and a length of step.
#[derive(Clone, Debug)]
pub struct Solo {
    scheme: Scheme,
    steps_per_ms: u32,
    cells: Vec<Cell>,
}

impl Solo {
    /// A circuit of one neuron, starting from `state`.
    #[must_use]
    pub fn new(neuron: Neuron, state: State, scheme: Scheme, steps_per_ms: u32) -> Self {
        let cell = Cell { index: 0, neuron, state, halt: None, window: SpikeWindow::default() };
        Self { scheme, steps_per_ms, cells: vec![cell] }
    }

    /// The integration scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Goes on with another scheme from the present state.
    pub fn set_scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
    }

    /// The present state of `neuron`.
    #[must_use]
    pub fn state(&self, neuron: usize) -> State {
        self.cells[neuron].state
    }

    /// Gives `neuron` other parameters and lets it go on from its present state.
    pub fn set_neuron(&mut self, neuron: usize, parameters: Neuron) {
        let cell = &mut self.cells[neuron];
        cell.neuron = parameters;
        cell.halt = None;
    }

    /// Puts `neuron` into `state` and lets it run again if it had been stopped.
    pub fn set_state(&mut self, neuron: usize, state: State) {
        let cell = &mut self.cells[neuron];
        cell.state = state;
        cell.halt = None;
    }

    /// The first neuron that had to be stopped, if any.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.cells.iter().find_map(|cell| cell.halt)
    }

    /// Counts spikes per millisecond afresh from `step` on, as a run that starts there does.
    pub fn restart_spike_windows(&mut self, step: u64) {
        for cell in &mut self.cells {
            cell.window = SpikeWindow { start: step, spikes: 0 };
        }
    }

    /// Carries every neuron through `steps` under `input`.
    pub fn advance(&mut self, steps: Range<u64>, input: &Input<'_>, probe: &mut impl Witness) {
        let n = self.steps_per_ms;
        for cell in &mut self.cells {
            let reached = match cell.halt {
                Some(_) => steps.start,
                None => cell.carry(self.scheme, n, steps.clone(), input, probe),
            };
            // A neuron that has been stopped stands still.
            for step in reached..steps.end {
                cell.record(step, input, probe);
            }
        }
    }
}

/// The run of one cell under a fixed-step scheme; gives the first step that was not made.
struct FixedRun<'a, 'b, P> {
    cell: &'a mut Cell,
    steps: Range<u64>,
    input: &'a Input<'b>,
    probe: &'a mut P,
}

impl<P: Witness> WithScheme for FixedRun<'_, '_, P> {
    type Output = u64;

    fn with<F: FixedStep>(self, scheme: F) -> u64 {
        let Self { cell, steps, input, probe } = self;
        let mut step = steps.start;
        while step < steps.end && cell.halt.is_none() {
            let stretch = input.stretch(step);
            let part = step..stretch.end.min(steps.end);
            step = match stretch.constant {
                Some(current) => cell.run_stretch(scheme, part, |_| current, probe),
                None => cell.run_stretch(scheme, part, |k| input.current(k), probe),
            };
        }
        step
    }
}

impl Cell {
    /// Runs under `scheme`; returns the first step whose row was not recorded.
    fn carry(
        &mut self,
        scheme: Scheme,
        steps_per_ms: u32,
        steps: Range<u64>,
        input: &Input<'_>,
        probe: &mut impl Witness,
    ) -> u64 {
        let neuron = self.neuron;
        let run = FixedRun { cell: self, steps, input, probe };
        with_scheme(scheme, &neuron, steps_per_ms, run).unwrap_or_else(|exact| {
            let FixedRun { cell, steps, input, probe } = exact;
            cell.run_exact(steps_per_ms, steps, input, probe)
        })
    }

    #[inline(always)]
    fn run_stretch<F: FixedStep>(
        &mut self,
        scheme: F,
        steps: Range<u64>,
        current: impl Fn(u64) -> f64,
        probe: &mut impl Witness,
    ) -> u64 {
        let mut state = self.state;
        for step in steps.clone() {
            let current = current(step);
            let (Outcome { state: stepped, lowest_mv }, spiked) = scheme.step(state, current);
            // A reset would hide an overflow, which is no spike.
            let mut next = scheme.after(stepped, false);
            let mut finite = next.is_finite();
            if spiked {
                // Spikes are rare: alone, a neuron is carried faster past a branch than through a
                // choice that every next step would have to wait for.
                next = scheme.after(stepped, true);
                finite = finite && next.is_finite();
                if finite {
                    probe.spike(self.index, step, 0.0);
                }
            }
            if !finite {
                self.state = state;
                self.stop(step, 0.0, Fault::NonFinite);
                return step;
            }
            state = next;
            let shown = State { v: scheme.neuron().shown(stepped), u: next.u };
            probe.row(self.index, step, shown, current);
            if lowest_mv < scheme.unstable_below_mv() {
                probe.unstable(self.index, step, lowest_mv);
            }
        }
        self.state = state;
        steps.end
    }

    /// Runs under the exact scheme; returns the first step whose row was not recorded.
    fn run_exact(
        &mut self,
        steps_per_ms: u32,
        steps: Range<u64>,
        input: &Input<'_>,
        probe: &mut impl Witness,
    ) -> u64 {
        let span_ms = 1.0 / f64::from(steps_per_ms);
        for step in steps.clone() {
            self.record(step, input, probe);
            let (window, index) = (&mut self.window, self.index);
            let mut state = self.state;
            let outcome = taylor::advance(
                &self.neuron,
                &mut state,
                span_ms,
                |offset_ms| input.piece(step, offset_ms),
                |offset_ms| {
                    window.count(step, steps_per_ms)?;
                    probe.spike(index, step, offset_ms);
                    Ok(())
                },
            );
            if state.is_finite() {
                self.state = state;
            }
            if let Err((fault, offset_ms)) = outcome {
                self.stop(step, offset_ms, fault);
                return step + 1;
            }
        }
        steps.end
    }

    fn stop(&mut self, step: u64, offset_ms: f64, fault: Fault) {
        self.halt = Some(Halt { neuron: self.index, step, offset_ms, fault });
    }

    fn record(&self, step: u64, input: &Input<'_>, probe: &mut impl Witness) {
        let shown = State { v: self.neuron.shown(self.state), u: self.state.u };
        probe.row(self.index, step, shown, input.current(step));
    }
}
