//! From what a kernel reports to samples and spikes with their times.

use super::{Clock, Sample, Sink, Spike, Step, Unstable};
use crate::circuit::{Arrival, NeuronId, Observer, Reading};
use crate::model::State;

/// Hands what a kernel reports on to a sink, in the engine's steps.
pub(super) struct SinkObserver<'a, S> {
    pub(super) clock: Clock,
    /// The engine's step at which the kernel counts 0.
    pub(super) origin: u64,
    pub(super) sink: &'a mut S,
}

impl<S> SinkObserver<'_, S> {
    #[inline(always)]
    fn step(&self, step: u64) -> Step {
        Step(self.origin + step)
    }
}

impl<S: Sink> Observer for SinkObserver<'_, S> {
    #[inline(always)]
    fn row(&mut self, step: u64, state: State, current: f64) {
        let step = self.step(step);
        self.sink.sample(&Sample { step, v: state.v, u: state.u, current });
    }

    #[inline]
    fn spike(&mut self, neuron: NeuronId, step: u64, offset_ms: f64) {
        let step = self.step(step);
        let time_ms = self.clock.time_ms(step) + offset_ms;
        self.sink.spike(&Spike { neuron, step, time_ms });
    }

    #[inline]
    fn arrival(&mut self, step: u64, arrival: &Arrival) {
        self.sink.arrival(self.step(step), arrival);
    }

    #[inline]
    fn reading(&mut self, probe: usize, step: u64, reading: Reading) {
        self.sink.reading(probe, self.step(step), reading);
    }

    #[inline]
    fn unstable(&mut self, neuron: NeuronId, step: u64, lowest_mv: Option<f64>) {
        let time_ms = self.clock.time_ms(self.step(step));
        self.sink.unstable(&Unstable { neuron, time_ms, lowest_mv });
    }

    #[inline]
    fn end(&mut self, step: u64, word: u64) {
        self.sink.end(self.step(step), word);
    }
}
