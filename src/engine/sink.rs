//! Samples, spikes and other reports of a running model, and the sink that receives them.

use super::Step;
use crate::circuit::{Arrival, NeuronId, Reading};

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
    /// The neuron.
    pub neuron: NeuronId,
    /// The step in which it fell.
    pub step: Step,
    /// Its time (ms); under the exact scheme not bound to a step.
    pub time_ms: f64,
}

/// A step that was too long for a neuron: unstable under a scheme of fixed steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unstable {
    /// The neuron.
    pub neuron: NeuronId,
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

    /// Takes that the next step, `step`, begins from the initial state of the neuron, see
    /// [`Engine::restarts`](super::Engine::restarts).
    #[inline]
    fn restart(&mut self, step: Step) {
        let _ = step;
    }

    /// Takes a step that was too long for a neuron, after its sample or, in a circuit, its reading.
    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        let _ = unstable;
    }

    /// Takes an arrival at an observed synapse of a circuit.
    #[inline]
    fn arrival(&mut self, step: Step, arrival: &Arrival) {
        let _ = (step, arrival);
    }

    /// Takes the reading of the probe with this index in a circuit, one for each step.
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

/// Methods of [`Sink`] that hand what they take on to other sinks, to each in its turn: all, or all
/// but that of spikes. Where a pattern is given and does not match, nothing is handed on.
macro_rules! forward {
    ($self:ident $(, $pattern:pat = $value:expr)? => $($sink:expr),+) => {
        #[inline]
        fn spike(&mut $self, spike: &$crate::engine::Spike) {
            $(let $pattern = $value else { return };)?
            $($sink.spike(spike);)+
        }
        $crate::engine::forward!(but spike: $self $(, $pattern = $value)? => $($sink),+);
    };
    (but spike: $self:ident $(, $pattern:pat = $value:expr)? => $($sink:expr),+) => {
        #[inline]
        fn sample(&mut $self, sample: &$crate::engine::Sample) {
            $(let $pattern = $value else { return };)?
            $($sink.sample(sample);)+
        }
        #[inline]
        fn restart(&mut $self, step: $crate::engine::Step) {
            $(let $pattern = $value else { return };)?
            $($sink.restart(step);)+
        }
        #[inline]
        fn unstable(&mut $self, unstable: &$crate::engine::Unstable) {
            $(let $pattern = $value else { return };)?
            $($sink.unstable(unstable);)+
        }
        #[inline]
        fn arrival(&mut $self, step: $crate::engine::Step, arrival: &$crate::circuit::Arrival) {
            $(let $pattern = $value else { return };)?
            $($sink.arrival(step, arrival);)+
        }
        #[inline]
        fn reading(
            &mut $self,
            probe: usize,
            step: $crate::engine::Step,
            reading: $crate::circuit::Reading,
        ) {
            $(let $pattern = $value else { return };)?
            $($sink.reading(probe, step, reading);)+
        }
        #[inline]
        fn end(&mut $self, step: $crate::engine::Step, word: u64) {
            $(let $pattern = $value else { return };)?
            $($sink.end(step, word);)+
        }
    };
}
pub(crate) use forward;

impl<S: Sink> Sink for &mut S {
    forward!(self => (**self));
}

impl<S: Sink> Sink for Option<S> {
    forward!(self, Some(sink) = self => sink);
}

impl<A: Sink, B: Sink> Sink for (A, B) {
    forward!(self => self.0, self.1);
}

impl<A: Sink, B: Sink, C: Sink> Sink for (A, B, C) {
    forward!(self => self.0, self.1, self.2);
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
    fn spike(&mut self, spike: &Spike) {
        if spike.time_ms <= self.end_ms {
            self.sink.spike(spike);
        }
    }

    forward!(but spike: self => self.sink);
}
