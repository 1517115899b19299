//! What is read at a cursor: a stored sample, or bounds where only an envelope is kept.

use crate::instrument::Scope;
use crate::scope::Cursor;
use crate::trace::{ModelNs, Range};

/// What is read at a cursor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CursorReading {
    /// The label of the sample that is read, or the time of a spike to which the cursor was sent (ns).
    pub time_ns: ModelNs,
    /// The variable that the selected channel shows: of the sample, or the bounds of some samples
    /// where they are no longer known one by one; `None` where nothing is kept.
    pub value: Option<Range>,
}

impl Scope {
    /// What is read at `cursor`; `None` if the cursors are not shown, or where the picture is blank.
    #[must_use]
    pub fn cursor_reading(&self, cursor: Cursor) -> Option<CursorReading> {
        self.cursor_ns(cursor).map(|time_ns| self.reading_at(time_ns))
    }

    /// The stretch of model time between the cursors (ms), the earlier end first; `None` if they are not
    /// shown, or where the picture is blank. Both ends belong to it.
    #[must_use]
    pub fn gate(&self) -> Option<(f64, f64)> {
        let (from_ns, to_ns) = self.gate_ns()?;
        Some((from_ns.to_ms(), to_ns.to_ms()))
    }

    /// The same in nanoseconds.
    fn gate_ns(&self) -> Option<(ModelNs, ModelNs)> {
        let [a, b] = Cursor::BOTH.map(|cursor| self.cursor_reading(cursor));
        let (a_ns, b_ns) = (a?.time_ns, b?.time_ns);
        Some((a_ns.min(b_ns), a_ns.max(b_ns)))
    }

    /// Number of spikes of the selected neuron in the gate; `None` without a gate, or where spikes that
    /// far back are no longer known.
    pub(super) fn spikes_in_gate(&self) -> Option<u64> {
        let (from_ns, to_ns) = self.gate_ns()?;
        self.record().log.spikes_within(from_ns, to_ns)
    }

    /// What is read at `time_ns`.
    pub(super) fn reading_at(&self, time_ns: ModelNs) -> CursorReading {
        let nothing = CursorReading { time_ns: self.step_before(time_ns), value: None };
        if time_ns < ModelNs::ZERO {
            return nothing;
        }
        let Some((label_ns, value, is_sample)) = self.channels[self.selected].at(time_ns) else {
            return nothing;
        };
        let is_spike = self.record().log.spikes_within(time_ns, time_ns).is_some_and(|it| it > 0);
        let time_ns = match is_sample {
            _ if is_spike => time_ns,
            true => label_ns,
            false => self.step_before(time_ns),
        };
        CursorReading { time_ns, value: Some(value) }
    }

    /// The last step up to `time_ns`.
    fn step_before(&self, time_ns: ModelNs) -> ModelNs {
        if time_ns < ModelNs::ZERO {
            return time_ns;
        }
        let steps_per_ms = self.engine().clock().steps_per_ms();
        ModelNs::of_steps(time_ns.steps(steps_per_ms), steps_per_ms)
    }
}
