//! The record of one neuron: of the neuron alone, or of a channel's neuron in a circuit.

use super::{Change, Passes, Plane, Situation};
use crate::engine::{Sample, Spike, Unstable, steps_per_ms_of};
use crate::instrument::past::Past;
use crate::measure::{Mark, Measurements, SpikeLog, Watch};
use crate::model::{Neuron, Scheme};
use crate::trace::{ModelNs, Trace};

/// The record of one neuron on a channel.
#[derive(Clone, Debug)]
pub(in crate::instrument) struct NeuronRecord {
    /// Samples; the current includes the synaptic currents.
    pub(in crate::instrument) trace: Trace,
    /// Spikes, with statistics at any moment of the recent past.
    pub(in crate::instrument) log: SpikeLog,
    /// What is measured of its samples and spikes, at any moment of the recent past.
    pub(in crate::instrument) measurements: Measurements,
    /// Verdicts against units without memory.
    pub(in crate::instrument) watch: Watch,
    /// Axes of the phase plane, and breaks of the trail.
    pub(in crate::instrument) plane: Plane,
    /// When passes of the protocol began.
    pub(in crate::instrument) passes: Passes,
    /// Parameters, scheme and constant current.
    pub(in crate::instrument) situations: Past<Situation>,
    /// Model time at which the record begins, or at which a switch brought this neuron (ns).
    pub(in crate::instrument) since_ns: ModelNs,
}

/// Neuron, scheme and steps in one millisecond.
fn equations(situation: &Situation) -> (Neuron, Scheme, u32) {
    let steps_per_ms = steps_per_ms_of(situation.dt_ms).expect("the step of a clock");
    (situation.neuron, situation.scheme, steps_per_ms)
}

impl NeuronRecord {
    /// The empty record, from `time_ms` on, of a neuron in `situation`.
    pub(in crate::instrument) fn new(situation: Situation, time_ms: f64) -> Self {
        let mut log = SpikeLog::default();
        let (neuron, scheme, steps_per_ms) = equations(&situation);
        let mut measurements = Measurements::new(neuron, scheme, steps_per_ms);
        if time_ms > 0.0 {
            log.push(Mark::Zero, time_ms);
            measurements.join(time_ms);
        }
        Self {
            trace: Trace::default(),
            log,
            measurements,
            watch: Watch::new(Watch::LIVE_MS),
            plane: Plane::default(),
            passes: Passes::default(),
            situations: Past::new(situation),
            since_ns: ModelNs::from_ms(time_ms),
        }
    }

    /// Follows a change at `time_ms`.
    pub(in crate::instrument) fn changed(&mut self, change: Change, time_ms: f64) {
        let now_ns = ModelNs::from_ms(time_ms);
        match change {
            Change::Pass => self.passes.begin(time_ms),
            Change::Neuron => {
                self.passes.clear();
                self.log.push(Mark::Neuron, time_ms);
                self.measurements.begin_neuron(time_ms);
                self.since_ns = now_ns;
                self.plane.begin_neuron(now_ns);
                self.watch.begin_neuron();
            }
            Change::State => {
                self.log.push(Mark::Train, time_ms);
                self.measurements.begin_train(time_ms);
                self.plane.begin_path(now_ns);
                self.watch.begin_anew();
            }
            // A verdict holds for one set of parameters and one scheme only.
            Change::Equations => self.watch.clear(),
            Change::Stimulus => self.log.push(Mark::Response, time_ms),
            Change::Zeroed => {
                self.watch.clear();
                self.log.push(Mark::Zero, time_ms);
                self.measurements.zero(time_ms);
            }
        }
    }

    /// Notes the situation from `now_ns` on.
    pub(in crate::instrument) fn stand(&mut self, now_ns: ModelNs, situation: Situation) {
        let (neuron, scheme, steps_per_ms) = equations(&situation);
        self.measurements.set_equations(neuron, scheme, steps_per_ms);
        self.situations.set(now_ns, situation);
    }

    /// Takes a spike, in the order of [`Measurements::spike`].
    pub(in crate::instrument) fn spike(&mut self, spike: &Spike) {
        self.watch.spike(spike.time_ms);
        self.measurements.spike(spike);
    }

    /// Takes the sample at `time_ms`.
    #[inline]
    pub(in crate::instrument) fn sample(&mut self, time_ms: f64, sample: &Sample) {
        let &Sample { v, u, current, .. } = sample;
        self.watch.sample(time_ms, current);
        self.measurements.row(time_ms, sample);
        self.trace.push(ModelNs::from_ms(time_ms), v, u, current);
    }

    /// Marks a step that was too long for `neuron`, since it started from below `bound_mv`.
    pub(in crate::instrument) fn unstable(
        &mut self,
        unstable: &Unstable,
        (bound_mv, neuron): (f64, &Neuron),
    ) {
        self.trace.mark_unstable(bound_mv);
        self.watch.unstable(unstable.time_ms, bound_mv, neuron);
    }
}
