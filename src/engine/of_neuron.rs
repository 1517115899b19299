//! The samples and spikes of one neuron, alone or in a circuit.

use super::{Sample, Sink, Spike, Step};
use crate::circuit::{NeuronId, Reading};

/// Passes the samples and spikes of one neuron on: all of a neuron alone, those of `neuron` of a
/// circuit, where it has to be the first probe.
#[derive(Clone, Copy, Debug)]
pub struct OfNeuron<S> {
    /// The neuron; [`NeuronId::FIRST`] of a neuron alone.
    pub neuron: NeuronId,
    /// The sink of its samples and spikes.
    pub sink: S,
}

impl<S: Sink> Sink for OfNeuron<S> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.sink.sample(sample);
    }

    #[inline]
    fn reading(&mut self, probe: usize, step: Step, reading: Reading) {
        if let (0, Reading::Neuron { v, u, current }) = (probe, reading) {
            self.sink.sample(&Sample { step, v, u, current });
        }
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if spike.neuron == self.neuron {
            self.sink.spike(spike);
        }
    }
}
