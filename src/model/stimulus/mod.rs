//! Stimulus waveforms: the current that a protocol prescribes, as a function of time.
//!
//! The same protocol is seen in two ways. A fixed-step scheme samples `I(k/n)` at step `k`, with
//! the edges of each segment open or closed as its source wrote them. The exact scheme sees
//! continuous time, in which only the position of an edge matters.

mod input;
mod schedule;

pub use input::{Input, Source};
pub use schedule::{Piece, Schedule, Stretch, steps_through};

use serde::{Deserialize, Serialize};

/// Which of a segment's two ends belong to it when a step falls exactly on one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edges {
    /// `start < t < end`, as the published scripts compare.
    #[default]
    Open,
    /// `start <= t <= end`.
    Closed,
    /// `start <= t < end`.
    Left,
}

impl Edges {
    /// Whether a step at the start belongs to the segment.
    #[must_use]
    pub fn include_start(self) -> bool {
        self != Self::Open
    }

    /// Whether a step at the end belongs to the segment.
    #[must_use]
    pub fn include_end(self) -> bool {
        self == Self::Closed
    }
}

/// The current within a segment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A constant current.
    Level(f64),
    /// `level + slope_per_ms (t - start)`.
    Slope {
        /// Current at the start.
        level: f64,
        /// Change of current per ms.
        slope_per_ms: f64,
    },
    /// `from + (to - from) (t - start) / (end - start)`.
    Ramp {
        /// Current at the start.
        from: f64,
        /// Current at the end.
        to: f64,
    },
    /// White noise, constant within each step.
    Noise {
        /// Mean current.
        mean: f64,
        /// Standard deviation of the current in one step.
        sd: f64,
    },
}

/// A stretch of time with a current of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Segment {
    /// Start (ms since the protocol began).
    pub start_ms: f64,
    /// End (ms). A segment that ends with its protocol goes on past it.
    pub end_ms: f64,
    /// The current within.
    pub shape: Shape,
    /// What happens to a step on an edge.
    pub edges: Edges,
}

impl Segment {
    /// The current at `t_ms`, which must lie within the segment; noise gives its mean.
    fn current(&self, t_ms: f64) -> f64 {
        match self.shape {
            Shape::Level(level) => level,
            Shape::Slope { level, slope_per_ms } => level + slope_per_ms * (t_ms - self.start_ms),
            Shape::Ramp { from, to } => {
                from + (to - from) * (t_ms - self.start_ms) / (self.end_ms - self.start_ms)
            }
            Shape::Noise { mean, .. } => mean,
        }
    }

    fn slope_per_ms(&self) -> f64 {
        match self.shape {
            Shape::Level(_) | Shape::Noise { .. } => 0.0,
            Shape::Slope { slope_per_ms, .. } => slope_per_ms,
            Shape::Ramp { from, to } => (to - from) / (self.end_ms - self.start_ms),
        }
    }
}

/// What the live scope does with a protocol at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Live {
    /// The level on which the protocol settles becomes the holding current and stays on.
    Hold,
    /// The protocol runs again and again, each pass from the initial state.
    Repeat,
}

/// A stimulus protocol: a baseline and segments in order of time that do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// How long one pass takes (ms).
    pub duration_ms: f64,
    /// Current outside every segment.
    pub baseline: f64,
    /// What the live scope does with it.
    pub live: Live,
    /// Pause at the baseline between two passes on the live scope (ms).
    pub pause_ms: f64,
    /// The segments, earliest first.
    pub segments: Vec<Segment>,
}

impl Protocol {
    /// Pause between passes where a protocol does not say (ms).
    pub const PAUSE_MS: f64 = 100.0;

    /// The current on which the protocol settles: that at its end.
    #[must_use]
    pub fn settled_current(&self) -> f64 {
        self.segments
            .iter()
            .find(|segment| segment.end_ms == self.duration_ms)
            .map_or(self.baseline, |segment| segment.current(self.duration_ms))
    }

    /// The largest current within its duration, the baseline included; of noise the mean counts.
    #[must_use]
    pub fn largest_current(&self) -> f64 {
        const LOOKS: u32 = 64;
        let mut largest = self.baseline;
        for segment in &self.segments {
            let length_ms = segment.end_ms - segment.start_ms;
            for look in 0..=LOOKS {
                let share = f64::from(look) / f64::from(LOOKS);
                let current = segment.current(segment.start_ms + share * length_ms);
                if current > largest {
                    largest = current;
                }
            }
        }
        largest
    }

    /// Where a segment stops: one that lasts to the end of the protocol never does.
    fn stop_ms(&self, segment: &Segment) -> f64 {
        if segment.end_ms == self.duration_ms { f64::INFINITY } else { segment.end_ms }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protocol(edges: Edges) -> Protocol {
        Protocol {
            duration_ms: 100.0,
            baseline: -1.0,
            live: Live::Repeat,
            pause_ms: 0.0,
            segments: vec![
                Segment { start_ms: 10.0, end_ms: 11.0, shape: Shape::Level(5.0), edges },
                Segment {
                    start_ms: 20.0,
                    end_ms: 100.0,
                    shape: Shape::Slope { level: 0.0, slope_per_ms: 0.5 },
                    edges,
                },
            ],
        }
    }

    fn sampled(edges: Edges) -> Vec<u64> {
        let schedule = Schedule::new(&protocol(edges), 4, 1);
        (0..60).filter(|&k| schedule.current(k, k) == 5.0).collect()
    }

    #[test]
    fn edges_are_open_closed_or_left() {
        assert_eq!(sampled(Edges::Open), [41, 42, 43]);
        assert_eq!(sampled(Edges::Closed), [40, 41, 42, 43, 44]);
        assert_eq!(sampled(Edges::Left), [40, 41, 42, 43]);
    }

    #[test]
    fn steps_are_counted_by_their_quotients() {
        assert_eq!(steps_through(0.0, 4), 1);
        assert_eq!(steps_through(0.3, 10), 4);
        // 0.29 * 100 is 28.999999999999996, but 29/100 is 0.29.
        assert_eq!(steps_through(0.29, 100), 30);
        assert_eq!(steps_through(1.24, 4), 5);
        assert_eq!(steps_through(1e300, 4), u64::MAX);
    }

    #[test]
    fn the_formula_goes_on_past_the_end() {
        let protocol = protocol(Edges::Open);
        let schedule = Schedule::new(&protocol, 4, 1);
        assert_eq!(schedule.current(4 * 120, 0), 50.0);
        assert_eq!(protocol.settled_current(), 40.0);
    }

    #[test]
    fn stretches_agree_with_single_samples() {
        let schedule = Schedule::new(&protocol(Edges::Open), 4, 1);
        let input = Input {
            source: Source::Protocol { schedule: &schedule, origin: 7, noise_origin: 7 },
            injected: 0.25,
        };
        let mut step = 7;
        while step < 500 {
            let stretch = input.stretch(step);
            assert!(stretch.end > step);
            if let Some(constant) = stretch.constant {
                for k in step..stretch.end.min(500) {
                    assert_eq!(input.current(k), constant, "step {k}");
                }
            }
            step = stretch.end;
        }
    }

    #[test]
    fn pieces_end_where_segments_do() {
        let schedule = Schedule::new(&protocol(Edges::Open), 3, 1);
        let piece = schedule.piece(29, 0.0, 0);
        assert_eq!(piece.level, -1.0);
        assert!((29.0 / 3.0 + piece.length_ms - 10.0).abs() < 1e-12);
        assert_eq!(schedule.piece(30, 0.0, 0).level, 5.0);
        assert_eq!(schedule.piece(400, 0.0, 0).length_ms, f64::INFINITY);
    }
}
