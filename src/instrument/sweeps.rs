//! The sweeps of a protocol, laid over each other in a picture that is drawn in passes.

use super::Scope;
use super::underlay::{Underlay, UnderlayKind};
use crate::model::Sweeps;
use crate::scope::Display;
use crate::trace::{Column, ModelNs};

/// Most earlier sweeps that are drawn.
const EARLIER_MAX: u32 = 16;

/// The sweep under way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct SweepNow {
    sweeps: Sweeps,
    /// Its index in the protocol, from 0.
    index: u32,
    /// Start of the pass of the protocol that is under way (ns).
    pass_ns: ModelNs,
}

impl SweepNow {
    /// The start of the sweep with this index in the pass under way (ns).
    fn start_ns(&self, index: u32) -> ModelNs {
        self.pass_ns + ModelNs::from_ms(self.sweeps.start_ms(index))
    }

    /// The first and the last moment of the sweep under way (ns).
    pub(super) fn bounds_ns(&self) -> [ModelNs; 2] {
        [self.start_ns(self.index), self.start_ns(self.index + 1)]
    }
}

impl Scope {
    /// The sweep of the protocol of a neuron alone that is under way, if the protocol has sweeps.
    pub(super) fn sweep_now(&self) -> Option<SweepNow> {
        let engine = self.engine();
        let (sweeps, pass) = (engine.sweeps()?, engine.pass_start()?);
        let clock = engine.clock();
        // The newest sample is that of the step before the next.
        let newest = (engine.step().0.max(pass.0 + 1) - 1) - pass.0;
        let index = sweeps.index_at(newest, clock.steps_per_ms());
        Some(SweepNow { sweeps, index, pass_ns: ModelNs::from_ms(clock.time_ms(pass)) })
    }

    /// The number of the sweep under way, from 1, and the number of sweeps, while they are laid over each
    /// other.
    #[must_use]
    pub fn sweep(&self) -> Option<(u32, u32)> {
        let timebase = &self.controls.timebase;
        let overlays =
            timebase.display() == Display::Sweep && !timebase.moves_with_time(self.now_ns());
        let now = self.sweep_now().filter(|_| overlays)?;
        Some((now.index + 1, now.sweeps.count))
    }

    /// The sweeps before the one under way, the earliest first.
    pub(super) fn sweeps_before(
        &self,
        index: usize,
        columns: usize,
    ) -> impl Iterator<Item = Underlay> {
        let now = self.sweep().and_then(|_| self.sweep_now());
        let earlier = now.map_or(0..0, |now| now.index.saturating_sub(EARLIER_MAX)..now.index);
        let column_ns = self.controls.timebase.column_ns(columns);
        let (trace, shown) = (self.channels[index].shown_trace(), self.channels[index].shown());
        earlier.filter_map(move |earlier| {
            let now = now?;
            let mut drawn = vec![Column::default(); columns];
            trace.envelope_of_samples(now.start_ns(earlier), column_ns, &mut drawn);
            // Nothing of the sweep that follows, where the window is longer than a sweep.
            let length_ns = now.start_ns(earlier + 1) - now.start_ns(earlier);
            let whole = length_ns.div_ceil(column_ns).min(columns);
            drawn[whole..].fill(Column::default());
            let age = (now.index - 1 - earlier) / (EARLIER_MAX / u32::from(UnderlayKind::AGES));
            Some(Underlay {
                kind: UnderlayKind::Sweep { number: earlier + 1, age: age as u8 },
                columns: drawn.iter().map(|it| shown.out_of(it.v, it.u, it.current)).collect(),
                label: Some((earlier + 1).to_string()),
            })
        })
    }
}
