//! What a running model hands out.

use super::Step;
use crate::circuit::{Arrival, Reading};

/// The probed neuron at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The step whose row this is.
    pub step: Step,
    /// Membrane potential, cut off at the peak (mV).
    pub v: f64,
    /// Recovery variable.
    pub u: f64,
    /// The whole current that flowed in.
    pub current: f64,
}

/// One spike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spike {
    /// Which neuron, counted from 0.
    pub neuron: usize,
    /// The step in which it fell.
    pub step: Step,
    /// Its time (ms); under the exact scheme not bound to a step.
    pub time_ms: f64,
}

/// A step that was too long for a neuron: unstable under a scheme of fixed steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unstable {
    /// Which neuron, counted from 0.
    pub neuron: usize,
    /// Time at which the step begins (ms).
    pub time_ms: f64,
    /// The potential that it, or the lower half of it, started from (mV), which lies below
    /// [`crate::model::Neuron::unstable_below_mv`]; not known of a neuron of a circuit.
    pub lowest_mv: Option<f64>,
}

/// Receives every sample and every spike of a run, in order.
pub trait Sink {
    /// Takes a sample: one per step.
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let _ = sample;
    }

    /// Takes a spike.
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        let _ = spike;
    }

    /// Takes a step that was too long for a neuron, after its sample or, in a circuit, its reading.
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        let _ = unstable;
    }

    /// Takes what reached a synapse that is looked at in a circuit.
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        let _ = (step, arrival);
    }

    /// Takes what the probe with this index reads in a circuit: one a step.
    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        let _ = (probe, step, reading);
    }

    /// Takes the end of a step of a circuit, with a word made of the state of all of its neurons.
    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        let _ = (step, word);
    }
}

/// Discards everything.
impl Sink for () {}

impl<S: Sink> Sink for &mut S {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        (**self).sample(sample);
    }
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        (**self).spike(spike);
    }
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        (**self).unstable(unstable);
    }
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        (**self).arrival(step, arrival);
    }
    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        (**self).reading(probe, step, reading);
    }
    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        (**self).end(step, word);
    }
}

impl<S: Sink> Sink for Option<S> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        if let Some(sink) = self {
            sink.sample(sample);
        }
    }
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if let Some(sink) = self {
            sink.spike(spike);
        }
    }
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        if let Some(sink) = self {
            sink.unstable(unstable);
        }
    }
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        if let Some(sink) = self {
            sink.arrival(step, arrival);
        }
    }
    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        if let Some(sink) = self {
            sink.reading(probe, step, reading);
        }
    }
    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        if let Some(sink) = self {
            sink.end(step, word);
        }
    }
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.0.sample(sample);
        self.1.sample(sample);
    }
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.0.spike(spike);
        self.1.spike(spike);
    }
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.0.unstable(unstable);
        self.1.unstable(unstable);
    }
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        self.0.arrival(step, arrival);
        self.1.arrival(step, arrival);
    }
    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        self.0.reading(probe, step, reading);
        self.1.reading(probe, step, reading);
    }
    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.0.end(step, word);
        self.1.end(step, word);
    }
}

impl<A: Sink, B: Sink, C: Sink> Sink for (A, B, C) {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.0.sample(sample);
        self.1.sample(sample);
        self.2.sample(sample);
    }
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.0.spike(spike);
        self.1.spike(spike);
        self.2.spike(spike);
    }
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.0.unstable(unstable);
        self.1.unstable(unstable);
        self.2.unstable(unstable);
    }
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        self.0.arrival(step, arrival);
        self.1.arrival(step, arrival);
        self.2.arrival(step, arrival);
    }
    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        self.0.reading(probe, step, reading);
        self.1.reading(probe, step, reading);
        self.2.reading(probe, step, reading);
    }
    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.0.end(step, word);
        self.1.end(step, word);
        self.2.end(step, word);
    }
}

/// Counts spikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpikeCount(pub u64);

impl Sink for SpikeCount {
    #[inline]
    fn spike(&mut self, _: &Spike) {
        self.0 += 1;
    }
}

/// Passes spikes on up to and including a time: the last step may reach past it.
#[derive(Debug)]
pub struct Until<'a, S> {
    /// The time up to which spikes count (ms).
    pub end_ms: f64,
    /// What they are passed on to.
    pub sink: &'a mut S,
}

impl<S: Sink> Sink for Until<'_, S> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.sink.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if spike.time_ms <= self.end_ms {
            self.sink.spike(spike);
        }
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.sink.unstable(unstable);
    }

    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        self.sink.arrival(step, arrival);
    }

    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        self.sink.reading(probe, step, reading);
    }

    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.sink.end(step, word);
    }
}
