//! Summary of a protocol: its largest amplitude and its pulse.

use super::grid::first_step;
use super::{Protocol, Segment, Shape};

/// Longest pulse, as a fraction of the protocol's duration; a longer current counts as a step.
const PULSE_SHARE: f64 = 1.0 / 3.0;

/// A pulse of a protocol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProtocolPulse {
    /// Amplitude relative to the baseline (unit of the current).
    pub amplitude: f64,
    /// Width (ms).
    pub width_ms: f64,
}

impl Protocol {
    /// The largest current minus the baseline, or, if no current exceeds the baseline, the lowest
    /// minus the baseline (unit of the current); for noise, its mean counts.
    #[must_use]
    pub fn swing(&self) -> f64 {
        let up = self.largest_current() - self.baseline;
        if up > 0.0 {
            return up;
        }
        let lowest = self.segments.iter().map(|segment| segment.current_bounds().0);
        lowest.fold(self.baseline, f64::min) - self.baseline
    }

    /// The largest pulse upwards, or if there is none, downwards. A pulse is a constant current for
    /// at most a third of the protocol. With `steps_per_ms` its width is that of the steps within
    /// its edges; without, that in continuous time.
    #[must_use]
    pub fn pulse(&self, steps_per_ms: Option<u32>) -> Option<ProtocolPulse> {
        let pulses =
            self.segments.iter().filter_map(|segment| self.pulse_of(segment, steps_per_ms));
        // Upwards ranks before downwards, then larger before smaller, then earlier before later.
        let rank = |pulse: &ProtocolPulse| (pulse.amplitude > 0.0, pulse.amplitude.abs());
        pulses.reduce(|best, pulse| if rank(&pulse) > rank(&best) { pulse } else { best })
    }

    fn pulse_of(&self, segment: &Segment, steps_per_ms: Option<u32>) -> Option<ProtocolPulse> {
        let (level, end_ms) = match segment.shape {
            Shape::Level(level) if segment.end_ms < self.duration_ms => (level, segment.end_ms),
            Shape::Train { level, width_ms, .. } => (level, segment.start_ms + width_ms),
            _ => return None,
        };
        let width_ms = match steps_per_ms {
            None => end_ms - segment.start_ms,
            Some(steps_per_ms) => {
                let (starts, ends) = (segment.edges.include_start(), segment.edges.include_end());
                let first = first_step(segment.start_ms, starts, steps_per_ms);
                let end = first_step(end_ms, !ends, steps_per_ms);
                end.saturating_sub(first) as f64 / f64::from(steps_per_ms)
            }
        };
        let amplitude = level - self.baseline;
        let is_pulse =
            amplitude != 0.0 && width_ms > 0.0 && width_ms <= self.duration_ms * PULSE_SHARE;
        is_pulse.then_some(ProtocolPulse { amplitude, width_ms })
    }
}
