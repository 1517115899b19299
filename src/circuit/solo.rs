//! One neuron, advanced through ranges of steps with its state in registers.

use std::ops::Range;

use super::{Halt, NeuronId, Observer, SpikeWindow};
use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Fault, Input, Neuron, Scheme, State, taylor};

/// A neuron alone, with its state. Reports call it [`NeuronId::FIRST`].
#[derive(Clone, Debug)]
pub struct Solo {
    scheme: Scheme,
    steps_per_ms: u32,
    neuron: Neuron,
    state: State,
    halt: Option<Halt>,
    window: SpikeWindow,
}

impl Solo {
    /// The neuron, starting from `state` in steps of `1/steps_per_ms` ms.
    #[must_use]
    pub fn new(neuron: Neuron, state: State, scheme: Scheme, steps_per_ms: u32) -> Self {
        Self { scheme, steps_per_ms, neuron, state, halt: None, window: SpikeWindow::default() }
    }

    /// The integration scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Changes the scheme; the state stays.
    pub fn set_scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
    }

    /// The present state.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Sets the state, and ends a halt.
    pub fn set_state(&mut self, state: State) {
        self.state = state;
        self.halt = None;
    }

    /// Changes the parameters; the state stays.
    pub fn set_neuron(&mut self, neuron: Neuron) {
        self.neuron = neuron;
        self.halt = None;
    }

    /// The halt of the neuron, if it was halted; the neuron keeps its last finite state.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.halt
    }

    /// Restarts the count of spikes per millisecond at `step`, as for a run that starts there.
    pub fn restart_spike_window(&mut self, step: u64) {
        self.window = SpikeWindow::starting_at(step);
    }

    /// Advances the neuron through `steps` under `input`. Reports rows, spikes and steps that were
    /// too long to `observer`.
    pub fn advance(&mut self, steps: Range<u64>, input: &Input<'_>, observer: &mut impl Observer) {
        let reached = match self.halt {
            Some(_) => steps.start,
            None => self.carry(steps.clone(), input, observer),
        };
        // A halted neuron keeps its state, but its rows are still reported.
        for step in reached..steps.end {
            self.report_row(step, input, observer);
        }
    }

    /// Advances under the present scheme; returns the first step whose row was not reported.
    fn carry(&mut self, steps: Range<u64>, input: &Input<'_>, observer: &mut impl Observer) -> u64 {
        let (scheme, steps_per_ms, neuron) = (self.scheme, self.steps_per_ms, self.neuron);
        let run = FixedRun { solo: self, steps, input, observer };
        with_scheme(scheme, &neuron, steps_per_ms, run).unwrap_or_else(|exact| {
            let FixedRun { solo, steps, input, observer } = exact;
            solo.run_exact(steps, input, observer)
        })
    }

    #[inline(always)]
    fn run_stretch<F: FixedStep>(
        &mut self,
        scheme: F,
        steps: Range<u64>,
        current: impl Fn(u64) -> f64,
        observer: &mut impl Observer,
    ) -> u64 {
        let mut state = self.state;
        for step in steps.clone() {
            let current = current(step);
            let (Outcome { state: stepped, lowest_mv }, spiked) = scheme.step(state, current);
            // Checked before the reset, which would hide an overflow.
            let mut next = scheme.after(stepped, false);
            let mut finite = next.is_finite();
            if spiked {
                // Spikes are rare, so a predicted branch is faster than a conditional move, whose
                // latency would delay every step.
                next = scheme.after(stepped, true);
                finite = finite && next.is_finite();
                if finite {
                    observer.spike(NeuronId::FIRST, step, 0.0);
                }
            }
            if !finite {
                self.state = state;
                self.stop(step, 0.0, Fault::NonFinite);
                return step;
            }
            state = next;
            let shown = State { v: scheme.neuron().shown(stepped), u: next.u };
            observer.row(step, shown, current);
            if lowest_mv < scheme.unstable_below_mv() {
                observer.unstable(NeuronId::FIRST, step, Some(lowest_mv));
            }
        }
        self.state = state;
        steps.end
    }

    /// Advances under the exact scheme; returns the first step whose row was not reported.
    fn run_exact(
        &mut self,
        steps: Range<u64>,
        input: &Input<'_>,
        observer: &mut impl Observer,
    ) -> u64 {
        let steps_per_ms = self.steps_per_ms;
        let span_ms = 1.0 / f64::from(steps_per_ms);
        for step in steps.clone() {
            self.report_row(step, input, observer);
            let window = &mut self.window;
            let mut state = self.state;
            let outcome = taylor::advance(
                &self.neuron,
                &mut state,
                span_ms,
                |offset_ms| input.piece(step, offset_ms),
                |offset_ms| {
                    window.count(step, steps_per_ms)?;
                    observer.spike(NeuronId::FIRST, step, offset_ms);
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
        self.halt = Some(Halt { neuron: NeuronId::FIRST, step, offset_ms, fault });
    }

    fn report_row(&self, step: u64, input: &Input<'_>, observer: &mut impl Observer) {
        let shown = State { v: self.neuron.shown(self.state), u: self.state.u };
        observer.row(step, shown, input.current(step));
    }
}

/// The run of a neuron under a fixed-step scheme; returns the first step that was not made.
struct FixedRun<'a, 'b, O> {
    solo: &'a mut Solo,
    steps: Range<u64>,
    input: &'a Input<'b>,
    observer: &'a mut O,
}

impl<O: Observer> WithScheme for FixedRun<'_, '_, O> {
    type Output = u64;

    fn with<F: FixedStep>(self, scheme: F) -> u64 {
        let Self { solo, steps, input, observer } = self;
        let mut step = steps.start;
        while step < steps.end && solo.halt.is_none() {
            let stretch = input.stretch(step);
            let part = step..stretch.end.min(steps.end);
            step = match stretch.constant {
                Some(current) => solo.run_stretch(scheme, part, |_| current, observer),
                None => solo.run_stretch(scheme, part, |k| input.current(k), observer),
            };
        }
        step
    }
}
