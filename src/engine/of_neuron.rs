//! The samples and spikes of one neuron, alone or in a circuit.

use super::{Engine, Sample, Sink, Spike, Step};
use crate::circuit::{NeuronId, Reading};
use crate::model::Scheme;

/// Passes the samples and spikes of one neuron on: all of a neuron alone, those of one neuron of a
/// circuit, where it has to be the first probe.
///
/// They come in one order for both kinds. Under a scheme of fixed steps a spike comes before the
/// row of its step. Under the exact scheme, where it falls after the label of that row, it comes
/// after it.
#[derive(Clone, Debug)]
pub struct OfNeuron<S> {
    neuron: NeuronId,
    /// Whether a spike comes before the row of its step, although it falls after that row's label:
    /// so it is in a network under the exact scheme.
    comes_early: bool,
    /// Spikes that came early and wait for the row of their step.
    early: Vec<Spike>,
    /// The sink of the neuron's samples and spikes.
    pub sink: S,
}

impl<S> OfNeuron<S> {
    /// Passes on to `sink` what `neuron` does in `engine`; a neuron alone is [`NeuronId::FIRST`].
    pub fn new(engine: &Engine, neuron: NeuronId, sink: S) -> Self {
        let comes_early = engine.recipe().is_some() && engine.scheme() == Scheme::Exact;
        Self { neuron, comes_early, early: Vec::new(), sink }
    }
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
            self.early.drain(..).for_each(|spike| self.sink.spike(&spike));
        }
    }

    #[inline]
    fn restart(&mut self, step: Step) {
        self.sink.restart(step);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        if spike.neuron != self.neuron {
            return;
        }
        match self.comes_early {
            true => self.early.push(*spike),
            false => self.sink.spike(spike),
        }
    }
}
