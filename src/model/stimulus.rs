//! Stimulus waveforms: the current that a protocol prescribes, as a function of time.
//!
//! The same protocol is seen in two ways. A fixed-step scheme samples `I(k/n)` at step `k`, with
//! the edges of each segment open or closed as its source wrote them. The exact scheme sees
//! continuous time, in which only the position of an edge matters.

use serde::{Deserialize, Serialize};

use super::noise::Noise;

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

    /// Where a segment stops: one that lasts to the end of the protocol never does.
    fn stop_ms(&self, segment: &Segment) -> f64 {
        if segment.end_ms == self.duration_ms { f64::INFINITY } else { segment.end_ms }
    }
}

/// In continuous time, an edge nearer than this is behind us: rounding must not leave slivers.
const EDGE_RESOLUTION_MS: f64 = 1e-12;

/// A protocol laid out on the steps of a run: for each segment its first step and the first past it.
#[derive(Clone, Debug)]
pub struct Schedule {
    protocol: Protocol,
    spans: Vec<(u64, u64)>,
    steps_per_ms: u32,
    noise: Noise,
}

/// A stretch of steps through which one rule gives the current.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The current, if it is the same in every step.
    pub constant: Option<f64>,
    /// The first step past the stretch.
    pub end: u64,
}

/// A stretch of continuous time in which the current is a straight line.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Current at the start of the piece.
    pub level: f64,
    /// Change of current per ms.
    pub slope_per_ms: f64,
    /// Length of the piece (ms, may be infinite).
    pub length_ms: f64,
}

impl Schedule {
    /// Lays `protocol` out on steps of `1/steps_per_ms` ms, with the noise of `seed`.
    #[must_use]
    pub fn new(protocol: &Protocol, steps_per_ms: u32, seed: u64) -> Self {
        let spans = protocol
            .segments
            .iter()
            .map(|segment| {
                let edges = segment.edges;
                let first = first_step(segment.start_ms, edges.include_start(), steps_per_ms);
                let past =
                    first_step(protocol.stop_ms(segment), !edges.include_end(), steps_per_ms);
                (first, past)
            })
            .collect();
        Self { protocol: protocol.clone(), spans, steps_per_ms, noise: Noise::new(seed, 0) }
    }

    /// The protocol that was laid out.
    #[must_use]
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// Number of steps in one pass: `k = 0 .. floor(duration n)`.
    #[must_use]
    pub fn steps_in_pass(&self) -> u64 {
        steps_through(self.protocol.duration_ms, self.steps_per_ms)
    }

    /// The segment that holds at step `k`, and the first step at which that may change.
    fn segment_at(&self, k: u64) -> (Option<&Segment>, u64) {
        for (segment, &(first, past)) in self.protocol.segments.iter().zip(&self.spans) {
            if k < first {
                return (None, first);
            }
            if k < past {
                return (Some(segment), past);
            }
        }
        (None, u64::MAX)
    }

    fn stretch(&self, k: u64) -> Stretch {
        let (segment, end) = self.segment_at(k);
        let constant = match segment.map(|segment| segment.shape) {
            None => Some(self.protocol.baseline),
            Some(Shape::Level(level)) => Some(level),
            Some(_) => None,
        };
        Stretch { constant, end }
    }

    /// The current of step `k` of the pass; noise is drawn at `noise_index`.
    fn current(&self, k: u64, noise_index: u64) -> f64 {
        match self.segment_at(k).0 {
            None => self.protocol.baseline,
            Some(&Segment { shape: Shape::Noise { mean, sd }, .. }) => {
                mean + sd * self.noise.normal(noise_index)
            }
            Some(segment) => segment.current(k as f64 / f64::from(self.steps_per_ms)),
        }
    }

    /// The straight piece of current that starts `offset_ms` after the start of step `k`.
    fn piece(&self, k: u64, offset_ms: f64, noise_index: u64) -> Piece {
        let step_ms = k as f64 / f64::from(self.steps_per_ms);
        let t_ms = step_ms + offset_ms;
        for segment in &self.protocol.segments {
            let length_ms = (segment.start_ms - step_ms) - offset_ms;
            if length_ms > EDGE_RESOLUTION_MS {
                return Piece { level: self.protocol.baseline, slope_per_ms: 0.0, length_ms };
            }
            let length_ms = (self.protocol.stop_ms(segment) - step_ms) - offset_ms;
            if length_ms > EDGE_RESOLUTION_MS {
                let level = match segment.shape {
                    Shape::Noise { mean, sd } => mean + sd * self.noise.normal(noise_index),
                    _ => segment.current(t_ms),
                };
                return Piece { level, slope_per_ms: segment.slope_per_ms(), length_ms };
            }
        }
        Piece { level: self.protocol.baseline, slope_per_ms: 0.0, length_ms: f64::INFINITY }
    }
}

/// Number of steps that start at or before `t_ms`: those of `k = 0 .. floor(t_ms n)`, where a step
/// starts at the quotient `k/n`, whatever the product is rounded to.
///
/// `u64::MAX` if they can't be counted exactly.
#[must_use]
pub fn steps_through(t_ms: f64, steps_per_ms: u32) -> u64 {
    first_step(t_ms, false, steps_per_ms)
}

/// The first step `k` with `k/n > t_ms`, or `k/n >= t_ms` if `inclusive`.
fn first_step(t_ms: f64, inclusive: bool, steps_per_ms: u32) -> u64 {
    const LAST: f64 = (1u64 << 53) as f64;
    let n = f64::from(steps_per_ms);
    if t_ms * n >= LAST {
        return u64::MAX;
    }
    let reached = |k: u64| {
        let step_ms = k as f64 / n;
        if inclusive { step_ms >= t_ms } else { step_ms > t_ms }
    };
    // The product may be off by a rounding in either direction; the division is what counts.
    let mut k = ((t_ms * n) as u64).saturating_sub(2);
    while !reached(k) {
        k += 1;
    }
    k
}

/// Where the current comes from in a stretch of steps without any command.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A constant current.
    Constant(f64),
    /// A protocol whose pass began at step `origin`, and whose noise began at `noise_origin`.
    /// Both lie before the run's own start where it continues another.
    Protocol {
        /// The protocol on the run's steps.
        schedule: &'a Schedule,
        /// Step at which the pass began.
        origin: i64,
        /// Step from which noise is counted.
        noise_origin: i64,
    },
}

/// Steps from `origin` to `step`, which is not before it.
fn since(origin: i64, step: u64) -> u64 {
    (step as i64 - origin) as u64
}

/// The whole current through a stretch of steps: a source plus what has been injected on top.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Holding current or protocol.
    pub source: Source<'a>,
    /// Sustained step and pulses, constant through the stretch.
    pub injected: f64,
}

impl Input<'_> {
    /// The current that a sample at `step` carries.
    #[must_use]
    pub fn current(&self, step: u64) -> f64 {
        self.injected
            + match self.source {
                Source::Constant(current) => current,
                Source::Protocol { schedule, origin, noise_origin } => {
                    schedule.current(since(origin, step), since(noise_origin, step))
                }
            }
    }

    /// The stretch of steps from `step` through which one rule gives the current.
    #[must_use]
    pub fn stretch(&self, step: u64) -> Stretch {
        let stretch = match self.source {
            Source::Constant(current) => Stretch { constant: Some(current), end: u64::MAX },
            Source::Protocol { schedule, origin, .. } => {
                let stretch = schedule.stretch(since(origin, step));
                Stretch { end: stretch.end.saturating_add_signed(origin), ..stretch }
            }
        };
        Stretch { constant: stretch.constant.map(|current| self.injected + current), ..stretch }
    }

    /// The straight piece of current that starts `offset_ms` after the start of `step`.
    #[must_use]
    pub fn piece(&self, step: u64, offset_ms: f64) -> Piece {
        let piece = match self.source {
            Source::Constant(level) => Piece { level, slope_per_ms: 0.0, length_ms: f64::INFINITY },
            Source::Protocol { schedule, origin, noise_origin } => {
                schedule.piece(since(origin, step), offset_ms, since(noise_origin, step))
            }
        };
        Piece { level: self.injected + piece.level, ..piece }
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
