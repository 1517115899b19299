//! One neuron, carried through whole stretches of steps with its state in registers.

use std::ops::Range;

use super::{Halt, NeuronId, Observer, SpikeWindow};
use crate::model::family::with_scheme;
use crate::model::fixed::{FixedStep, Outcome, WithScheme};
use crate::model::{Fault, Input, Neuron, Scheme, State, taylor};

/// A neuron alone, with its state. Its number is 0.
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

    /// Goes on with another scheme from the present state.
    pub fn set_scheme(&mut self, scheme: Scheme) {
        self.scheme = scheme;
    }

    /// The present state.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// Puts the neuron into `state` and lets it run again if it had been stopped.
    pub fn set_state(&mut self, state: State) {
        self.state = state;
        self.halt = None;
    }

    /// Gives the neuron other parameters and lets it go on from its present state.
    pub fn set_neuron(&mut self, neuron: Neuron) {
        self.neuron = neuron;
        self.halt = None;
    }

    /// Where the neuron had to be stopped, if it had to be: it keeps its last finite state from
    /// then on.
    #[must_use]
    pub fn halt(&self) -> Option<Halt> {
        self.halt
    }

    /// Counts spikes per millisecond afresh from `step` on, as a run that starts there does.
    pub fn restart_spike_window(&mut self, step: u64) {
        self.window = SpikeWindow::starting_at(step);
    }

    /// Carries the neuron through `steps` under `input`. Reports rows, spikes and steps that were
    /// too long.
    pub fn advance(&mut self, steps: Range<u64>, input: &Input<'_>, observer: &mut impl Observer) {
        let reached = match self.halt {
            Some(_) => steps.start,
            None => self.carry(steps.clone(), input, observer),
        };
        // A neuron that has been stopped stands still.
        for step in reached..steps.end {
            self.report_row(step, input, observer);
        }
    }

    /// Runs under the present scheme; returns the first step whose row was not reported.
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
            // A reset would hide an overflow, which is no spike.
            let mut next = scheme.after(stepped, false);
            let mut finite = next.is_finite();
            if spiked {
                // Spikes are rare: alone, a neuron is carried faster past a branch than through a
                // choice that every next step would have to wait for.
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

    /// Runs under the exact scheme; returns the first step whose row was not reported.
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

/// The run of a neuron under a scheme of fixed steps; gives the first step that was not made.
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
