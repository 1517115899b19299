//! What a running model hands out.

use super::Step;

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
}
