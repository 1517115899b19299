//! What is kept of the ghost: the run without the newest injection.

use super::meter::Meter;
use crate::circuit::{NeuronId, SynapseId};
use crate::instrument::CHANNELS;
use crate::instrument::channel::Channel;
use crate::trace::{ModelNs, Trace};

/// The ghost of a scope: whether it is wanted, and its samples since the injection.
#[derive(Debug, Default)]
pub(in crate::instrument) struct Ghost {
    /// Whether the user wants one.
    pub(super) is_on: bool,
    /// Model time of the injection that the ghost lacks (ns); `None` while there is no ghost.
    pub(super) since_ns: Option<ModelNs>,
    /// The samples of each channel.
    pub(super) channels: [GhostChannel; CHANNELS],
    pub(super) meter: Meter,
}

/// The samples of a channel in the ghost.
#[derive(Debug, Default)]
pub(in crate::instrument) struct GhostChannel {
    /// The neuron and the synapse that they are of.
    of: Option<(NeuronId, Option<SynapseId>)>,
    /// The neuron's.
    pub(super) neuron: Trace,
    /// The selected synapse's.
    pub(super) synapse: Trace,
}

impl Ghost {
    /// Begins a ghost at `now_ns`, in the place of an earlier one.
    pub(super) fn begin(&mut self, now_ns: ModelNs) {
        self.channels = Default::default();
        self.since_ns = Some(now_ns);
    }

    /// Removes the ghost.
    pub(super) fn end(&mut self) {
        self.channels = Default::default();
        self.since_ns = None;
    }
}

impl GhostChannel {
    /// Forgets the samples unless they are of the neuron and the synapse that `channel` is on.
    pub(super) fn suit(&mut self, channel: &Channel) {
        let of = channel.is_on().then(|| (channel.neuron(), channel.synapse()));
        if self.of != of {
            *self = Self { of, ..Self::default() };
        }
    }

    /// The samples of the variable that `channel` shows, if they are of its neuron and synapse.
    pub(super) fn shown(&self, channel: &Channel) -> Option<&Trace> {
        let trace = if channel.shown().is_of_synapse() { &self.synapse } else { &self.neuron };
        (self.of == Some((channel.neuron(), channel.synapse()))).then_some(trace)
    }
}
