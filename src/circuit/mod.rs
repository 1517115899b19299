//! Neurons that run together. A single neuron is a circuit of one, on the same path.
//!
//! As long as neurons are not coupled, each is carried through a whole stretch of steps before the
//! next one is, with its state in registers.

use crate::model::fixed::{Euler, FixedStep, Izh2003, Kernel, Paper};
use crate::model::taylor;
use crate::model::{Fault, Input, Neuron, Scheme, State};

/// Receives what the neurons of a circuit do.
pub trait Probe {
    /// The row of `step`: potential cut off at the peak (mV), recovery variable, current.
    fn row(&mut self, neuron: usize, step: u64, state: State, current: f64);
    /// A spike `offset_ms` after the start of `step`.
    fn spike(&mut self, neuron: usize, step: u64, offset_ms: f64);
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
    neuron: Neuron,
    state: State,
    halt: Option<Halt>,
    window: SpikeWindow,
}

/// Counts spikes per millisecond, to stop a run-away under the exact scheme.
#[derive(Clone, Copy, Debug, Default)]
struct SpikeWindow {
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
pub struct Circuit {
    scheme: Scheme,
    steps_per_ms: u32,
    cells: Vec<Cell>,
}

impl Circuit {
    /// A circuit of one neuron, starting from `state`.
    #[must_use]
    pub fn single(neuron: Neuron, state: State, scheme: Scheme, steps_per_ms: u32) -> Self {
        let cell = Cell { neuron, state, halt: None, window: SpikeWindow::default() };
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

    /// Carries every neuron through the steps `first .. end` under `input`.
    pub fn advance(&mut self, first: u64, end: u64, input: &Input<'_>, probe: &mut impl Probe) {
        let (scheme, n) = (self.scheme, self.steps_per_ms);
        for (index, cell) in self.cells.iter_mut().enumerate() {
            let reached = match (cell.halt, scheme) {
                (Some(_), _) => first,
                (None, Scheme::Paper) => cell.run::<Paper>(index, n, first, end, input, probe),
                (None, Scheme::Euler) => cell.run::<Euler>(index, n, first, end, input, probe),
                (None, Scheme::Izh2003) => cell.run::<Izh2003>(index, n, first, end, input, probe),
                (None, Scheme::Exact) => cell.run_exact(index, n, first, end, input, probe),
            };
            cell.rest(index, reached, end, input, probe);
        }
    }
}

impl Cell {
    /// Runs under a fixed-step scheme; returns the first step that was not made.
    fn run<F: FixedStep>(
        &mut self,
        index: usize,
        steps_per_ms: u32,
        first: u64,
        end: u64,
        input: &Input<'_>,
        probe: &mut impl Probe,
    ) -> u64 {
        let kernel = Kernel::new(&self.neuron, steps_per_ms);
        let mut step = first;
        while step < end && self.halt.is_none() {
            let stretch = input.stretch(step);
            let stop = stretch.end.min(end);
            step = match stretch.constant {
                Some(current) => {
                    self.run_stretch::<F>(&kernel, index, step, stop, |_| current, probe)
                }
                None => {
                    self.run_stretch::<F>(&kernel, index, step, stop, |k| input.current(k), probe)
                }
            };
        }
        step
    }

    #[inline(always)]
    fn run_stretch<F: FixedStep>(
        &mut self,
        kernel: &Kernel,
        index: usize,
        first: u64,
        end: u64,
        current: impl Fn(u64) -> f64,
        probe: &mut impl Probe,
    ) -> u64 {
        let mut state = self.state;
        for step in first..end {
            let current = current(step);
            let before = state;
            let row = F::update(kernel, &mut state, current);
            if !state.is_finite() {
                self.state = before;
                self.halt =
                    Some(Halt { neuron: index, step, offset_ms: 0.0, fault: Fault::NonFinite });
                return step;
            }
            if row.spiked {
                probe.spike(index, step, 0.0);
            }
            probe.row(index, step, State { v: row.v, u: row.u }, current);
        }
        self.state = state;
        end
    }

    /// Runs under the exact scheme; returns the first step whose row was not recorded.
    fn run_exact(
        &mut self,
        index: usize,
        steps_per_ms: u32,
        first: u64,
        end: u64,
        input: &Input<'_>,
        probe: &mut impl Probe,
    ) -> u64 {
        let span_ms = 1.0 / f64::from(steps_per_ms);
        for step in first..end {
            self.record(index, step, input, probe);
            let window = &mut self.window;
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
                self.halt = Some(Halt { neuron: index, step, offset_ms, fault });
                return step + 1;
            }
        }
        end
    }

    /// Records the steps of a neuron that stands still.
    fn rest(&self, i: usize, first: u64, end: u64, input: &Input<'_>, probe: &mut impl Probe) {
        for step in first..end {
            self.record(i, step, input, probe);
        }
    }

    fn record(&self, index: usize, step: u64, input: &Input<'_>, probe: &mut impl Probe) {
        let shown = State { v: self.neuron.shown(self.state.v), u: self.state.u };
        probe.row(index, step, shown, input.current(step));
    }
}
