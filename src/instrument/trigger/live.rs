//! The trigger on the selected channel: it finds events while the model advances.

use super::windows::Windows;
use crate::circuit::{NeuronId, PopulationId};
use crate::engine::{Sample, Setup, Spike};
use crate::measure::{Trigger, TriggerPlan, TriggerSettings};
use crate::scope::Timebase;
use crate::trace::{Activity, ModelNs};

/// Time over which the rate of a population is counted as a signal (ms).
const RATE_MS: u64 = 5;

/// The trigger on the selected channel.
#[derive(Debug, Default)]
pub(in crate::instrument) struct LiveTrigger {
    pub(in crate::instrument) plan: TriggerPlan,
    pub(super) finder: Option<Finder>,
    pub(in crate::instrument) windows: Windows,
}

/// A trigger on one neuron.
#[derive(Debug)]
pub(super) struct Finder {
    pub(super) neuron: NeuronId,
    pub(super) setup: Setup,
    pub(super) settings: TriggerSettings,
    pub(super) trigger: Trigger,
    /// The population whose rate is the signal, if one is.
    pub(super) rated: Option<Rated>,
}

/// A population whose rate is the signal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rated {
    pub(super) population: PopulationId,
    pub(super) neurons: u32,
    /// The millisecond in which its rate was last counted.
    pub(super) counted_ms: u64,
}

impl Rated {
    /// The rate (Hz) over the last milliseconds before `now_ns`, if another millisecond has begun.
    fn rate_hz(&mut self, now_ns: ModelNs, activity: &mut Activity) -> Option<f64> {
        if now_ns.whole_ms() == self.counted_ms {
            return None;
        }
        self.counted_ms = now_ns.whole_ms();
        activity.reach(now_ns);
        let (spikes, known_ms) = activity.count(self.population, now_ns, RATE_MS);
        let neuron_ms = f64::from(self.neurons) * known_ms.max(1) as f64;
        Some(spikes as f64 * 1000.0 / neuron_ms)
    }
}

/// The trigger during one advance.
pub(in crate::instrument) struct Watching<'a> {
    finder: &'a mut Finder,
    windows: &'a mut Windows,
    /// Index of the channel that is watched.
    pub(in crate::instrument) channel: usize,
}

impl LiveTrigger {
    /// Forgets the kept windows, and arms the trigger as at first.
    pub(in crate::instrument) fn forget(&mut self) {
        self.finder = None;
        self.windows.clear();
    }

    /// The trigger for the next advance, on the channel at `channel`, if it finds anything.
    pub(in crate::instrument) fn watch(&mut self, channel: usize) -> Option<Watching<'_>> {
        let Self { finder, windows, .. } = self;
        finder.as_mut().map(|finder| Watching { finder, windows, channel })
    }
}

impl Watching<'_> {
    /// Takes the next row of the channel, at `time_ms`.
    #[inline]
    pub(in crate::instrument) fn row(
        &mut self,
        (time_ms, sample): (f64, &Sample),
        timebase: &mut Timebase,
        activity: &mut Activity,
    ) {
        let Finder { trigger, rated, .. } = &mut *self.finder;
        let rate_hz = |rated: &mut Rated| rated.rate_hz(ModelNs::from_ms(time_ms), activity);
        if let Some(rate_hz) = rated.as_mut().and_then(rate_hz) {
            trigger.set_rate(rate_hz);
        }
        // The time of the row is that of the clock, whose origin a switch may have moved.
        if trigger.row(sample).is_some() {
            self.event(time_ms, timebase);
        }
    }

    /// Takes a spike of the channel's neuron.
    pub(in crate::instrument) fn spike(&mut self, spike: &Spike, timebase: &mut Timebase) {
        if spike.neuron == self.finder.neuron
            && let Some(time_ms) = self.finder.trigger.spike(spike)
        {
            self.event(time_ms, timebase);
        }
    }

    fn event(&mut self, time_ms: f64, timebase: &mut Timebase) {
        let event_ns = ModelNs::from_ms(time_ms);
        // The picture before is complete at this event at the latest.
        self.windows.note(timebase.complete(event_ns));
        timebase.event(event_ns);
    }
}
