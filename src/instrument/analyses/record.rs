//! What is kept of one neuron that is looked at: the neuron alone, or that of a channel.

use super::{Change, Plane, Situation};
use crate::engine::Unstable;
use crate::instrument::past::Past;
use crate::measure::{Mark, SpikeLog, Watch};
use crate::model::Neuron;
use crate::trace::{ModelNs, Trace};

/// What is kept of one neuron that is looked at.
#[derive(Clone, Debug)]
pub(in crate::instrument) struct NeuronRecord {
    /// Its samples; the current with what comes through synapses.
    pub(in crate::instrument) trace: Trace,
    /// Its spikes.
    pub(in crate::instrument) log: SpikeLog,
    /// What it did that no function of its input can.
    pub(in crate::instrument) watch: Watch,
    /// Axes and breaks of its path through the phase plane.
    pub(in crate::instrument) plane: Plane,
    /// Parameters, scheme and constant current.
    pub(in crate::instrument) situations: Past<Situation>,
    /// Since when it is looked at, or has been this neuron (ns).
    pub(in crate::instrument) since_ns: ModelNs,
}

impl NeuronRecord {
    /// The record of a neuron that is in `situation` and looked at since `time_ms`.
    pub(in crate::instrument) fn new(situation: Situation, time_ms: f64) -> Self {
        let mut log = SpikeLog::default();
        if time_ms > 0.0 {
            log.push(Mark::Zero, time_ms);
        }
        Self {
            trace: Trace::default(),
            log,
            watch: Watch::new(Watch::LIVE_MS),
            plane: Plane::default(),
            situations: Past::new(situation),
            since_ns: ModelNs::from_ms(time_ms),
        }
    }

    /// Takes note of a change at `time_ms`.
    pub(in crate::instrument) fn changed(&mut self, change: Change, time_ms: f64) {
        let now_ns = ModelNs::from_ms(time_ms);
        match change {
            Change::Neuron => {
                self.log.push(Mark::Neuron, time_ms);
                self.since_ns = now_ns;
                self.plane.begin_neuron(now_ns);
                self.watch.begin_neuron();
            }
            Change::State => {
                self.log.push(Mark::Train, time_ms);
                self.plane.begin_path(now_ns);
                self.watch.begin_anew();
            }
            // It would be another neuron that did what is claimed.
            Change::Equations => self.watch.clear(),
            Change::Stimulus => self.log.push(Mark::Response, time_ms),
            Change::Zeroed => {
                self.watch.clear();
                self.log.push(Mark::Zero, time_ms);
            }
        }
    }

    /// Takes a sample: v (mV), u and the current at `time_ms`.
    #[inline]
    pub(in crate::instrument) fn sample(&mut self, time_ms: f64, [v, u, current]: [f64; 3]) {
        self.watch.sample(time_ms, current);
        self.trace.push(ModelNs::from_ms(time_ms), v, u, current);
    }

    /// Takes note of a step that was too long for `neuron`: it started from below `bound_mv`.
    pub(in crate::instrument) fn unstable(
        &mut self,
        unstable: &Unstable,
        (bound_mv, neuron): (f64, &Neuron),
    ) {
        self.trace.mark_unstable(bound_mv);
        self.watch.unstable(unstable.time_ms, bound_mv, neuron);
    }
}
