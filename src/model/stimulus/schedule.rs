//! A protocol laid out on steps, and as pieces of continuous time.

use super::{Protocol, Segment, Shape};
use crate::model::noise::Noise;

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

    pub(super) fn stretch(&self, k: u64) -> Stretch {
        let (segment, end) = self.segment_at(k);
        let constant = match segment.map(|segment| segment.shape) {
            None => Some(self.protocol.baseline),
            Some(Shape::Level(level)) => Some(level),
            Some(_) => None,
        };
        Stretch { constant, end }
    }

    /// The current of step `k` of the pass; noise is drawn at `noise_index`.
    pub(super) fn current(&self, k: u64, noise_index: u64) -> f64 {
        match self.segment_at(k).0 {
            None => self.protocol.baseline,
            Some(&Segment { shape: Shape::Noise { mean, sd }, .. }) => {
                mean + sd * self.noise.normal(noise_index)
            }
            Some(segment) => segment.current(k as f64 / f64::from(self.steps_per_ms)),
        }
    }

    /// The straight piece of current that starts `offset_ms` after the start of step `k`.
    pub(super) fn piece(&self, k: u64, offset_ms: f64, noise_index: u64) -> Piece {
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
