//! A protocol mapped to the steps of a run, and to pieces of continuous time.

use std::cell::Cell;

use super::correlated::{Correlated, Trail};
use super::grid::first_step;
use super::wave::Elapsed;
use super::{Plateau, Protocol, Segment, Shape, Wave, steps_through};
use crate::model::noise::Noise;

/// An edge closer than this (ms) counts as passed, so that rounding leaves no tiny pieces.
const EDGE_RESOLUTION_MS: f64 = 1e-12;

/// Stream of white noise.
const WHITE_STREAM: u64 = 0;
/// Stream of correlated noise, independent of the white noise.
const CORRELATED_STREAM: u64 = 1;

/// A protocol mapped to the steps of a run.
#[derive(Clone, Debug)]
pub struct Schedule {
    protocol: Protocol,
    /// A span for each segment, up to the first that never stops.
    spans: Vec<Span>,
    steps_per_ms: u32,
    white: Noise,
    correlated: Noise,
    /// Cache of the last value of correlated noise, from which the next value is cheap. The cache
    /// does not change any value.
    trail: Cell<Option<Trail>>,
}

/// The steps and the end of a segment.
#[derive(Clone, Copy, Debug)]
struct Span {
    /// The first step of the segment.
    first: u64,
    /// The first step after the segment.
    past: u64,
    /// The end in continuous time (ms, may be infinite).
    stop_ms: f64,
    /// The correlated noise of the segment, if it has any.
    process: Option<Correlated>,
}

/// A range of steps within one segment or plateau.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The current, if it is constant over the range.
    pub constant: Option<f64>,
    /// The first step after the range.
    pub end: u64,
}

/// A piece of continuous time in which the current is a straight line, optionally plus a wave.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Current at the start of the piece, without the wave.
    pub level: f64,
    /// Change of current per ms, without the wave.
    pub slope_per_ms: f64,
    /// The wave added to the straight line.
    pub wave: Option<Wave>,
    /// Length of the piece (ms, may be infinite).
    pub length_ms: f64,
}

impl Piece {
    pub(super) fn constant(level: f64, length_ms: f64) -> Self {
        Self { level, slope_per_ms: 0.0, wave: None, length_ms }
    }

    /// The current `t_ms` after the start of the piece.
    #[must_use]
    pub fn current_after(&self, t_ms: f64) -> f64 {
        let line = self.level + self.slope_per_ms * t_ms;
        self.wave.map_or(line, |wave| line + wave.current_after(t_ms))
    }

    /// Rate of change of the current at the start of the piece (per ms).
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.wave.map_or(self.slope_per_ms, |wave| self.slope_per_ms + wave.rate())
    }
}

impl Schedule {
    /// Maps `protocol` to steps of `1/steps_per_ms` ms, with the noise of `seed`.
    #[must_use]
    pub fn new(protocol: &Protocol, steps_per_ms: u32, seed: u64) -> Self {
        Self::coarse(protocol, steps_per_ms, seed, 1)
    }

    /// Like [`Self::new`], but each number of correlated noise holds for at least `every` steps.
    pub(super) fn coarse(protocol: &Protocol, steps_per_ms: u32, seed: u64, every: u64) -> Self {
        let span = |segment: &Segment| {
            let (edges, stop_ms) = (segment.edges, protocol.stop_ms(segment));
            Span {
                first: first_step(segment.start_ms, edges.include_start(), steps_per_ms),
                past: first_step(stop_ms, !edges.include_end(), steps_per_ms),
                stop_ms,
                process: match segment.shape {
                    Shape::Correlated { tau_ms, .. } => {
                        Some(Correlated::new(tau_ms, steps_per_ms, every))
                    }
                    _ => None,
                },
            }
        };
        let mut spans: Vec<Span> = protocol.segments.iter().map(span).collect();
        if let Some(endless) = spans.iter().position(|span| span.stop_ms == f64::INFINITY) {
            spans.truncate(endless + 1);
        }
        Self {
            protocol: protocol.clone(),
            spans,
            steps_per_ms,
            white: Noise::new(seed, WHITE_STREAM),
            correlated: Noise::new(seed, CORRELATED_STREAM),
            trail: Cell::new(None),
        }
    }

    /// The protocol.
    #[must_use]
    pub fn protocol(&self) -> &Protocol {
        &self.protocol
    }

    /// Number of steps in one pass: `k = 0 .. floor(duration n)`.
    #[must_use]
    pub fn steps_in_pass(&self) -> u64 {
        steps_through(self.protocol.duration_ms, self.steps_per_ms)
    }

    /// Time at the start of step `k` (ms).
    fn step_ms(&self, k: u64) -> f64 {
        k as f64 / f64::from(self.steps_per_ms)
    }

    pub(super) fn elapsed(&self, segment: &Segment, k: u64, offset_ms: f64) -> Elapsed {
        Elapsed::since(segment.start_ms, k, offset_ms, self.steps_per_ms)
    }

    /// The segment at step `k`, if any, and the first step after `k` at which this may change.
    pub(super) fn segment_at(&self, k: u64) -> (Option<(&Segment, Option<Correlated>)>, u64) {
        let index = self.spans.partition_point(|span| span.past <= k);
        match self.spans.get(index) {
            None => (None, u64::MAX),
            Some(span) if k < span.first => (None, span.first),
            Some(span) => (Some((&self.protocol.segments[index], span.process)), span.past),
        }
    }

    /// The plateau at step `k`, if the segment is piecewise constant.
    fn plateau(&self, segment: &Segment, k: u64) -> Option<Plateau> {
        let step_ms = self.step_ms(k);
        segment.plateau(
            step_ms,
            |edge_ms, inclusive| {
                if inclusive { step_ms >= edge_ms } else { step_ms > edge_ms }
            },
        )
    }

    pub(super) fn stretch(&self, k: u64) -> Stretch {
        let (segment, end) = self.segment_at(k);
        let baseline = self.protocol.baseline;
        match segment.map(|(segment, _)| (segment, &segment.shape)) {
            None => Stretch { constant: Some(baseline), end },
            Some((_, Shape::Level(level))) => Stretch { constant: Some(*level), end },
            Some((segment, _)) => match self.plateau(segment, k) {
                None => Stretch { constant: None, end },
                Some(Plateau { level, until_ms, inclusive }) => Stretch {
                    constant: Some(level.unwrap_or(baseline)),
                    end: end.min(first_step(until_ms, inclusive, self.steps_per_ms)),
                },
            },
        }
    }

    /// The current of step `k` of the pass, with the noise at `noise_index`.
    pub(super) fn current(&self, k: u64, noise_index: u64) -> f64 {
        let baseline = self.protocol.baseline;
        let Some((segment, process)) = self.segment_at(k).0 else { return baseline };
        if let Some(noise) = self.noise(segment, process, noise_index) {
            noise
        } else if let Some(oscillation) = segment.oscillation() {
            oscillation.current(self.elapsed(segment, k, 0.0))
        } else if let Some(plateau) = self.plateau(segment, k) {
            plateau.level.unwrap_or(baseline)
        } else {
            segment.line(self.step_ms(k)).unwrap_or(baseline)
        }
    }

    /// The current of a segment of noise, at `index`.
    fn noise(&self, segment: &Segment, process: Option<Correlated>, index: u64) -> Option<f64> {
        match (&segment.shape, process) {
            (Shape::Noise { mean, sd, per }, _) => {
                let sd = per.sd_in_step(*sd, self.steps_per_ms);
                Some(mean + sd * self.white.normal(index))
            }
            (Shape::Correlated { mean, sd, .. }, Some(process)) => {
                let mut trail = self.trail.get();
                let value = process.value(&self.correlated, index, &mut trail);
                self.trail.set(trail);
                Some(mean + sd * value)
            }
            _ => None,
        }
    }

    /// The piece of current that starts `offset_ms` after the start of step `k`.
    pub(super) fn piece(&self, k: u64, offset_ms: f64, noise_index: u64) -> Piece {
        let (step_ms, baseline) = (self.step_ms(k), self.protocol.baseline);
        let left_ms = |edge_ms: f64| (edge_ms - step_ms) - offset_ms;
        let over = |span: &Span| left_ms(span.stop_ms) <= EDGE_RESOLUTION_MS;
        let index = self.spans.partition_point(over);
        let Some(span) = self.spans.get(index) else {
            return Piece::constant(baseline, f64::INFINITY);
        };
        let segment = &self.protocol.segments[index];
        let before_ms = left_ms(segment.start_ms);
        if before_ms > EDGE_RESOLUTION_MS {
            return Piece::constant(baseline, before_ms);
        }
        let length_ms = left_ms(span.stop_ms);
        if let Some(noise) = self.noise(segment, span.process, noise_index) {
            return Piece::constant(noise, length_ms);
        }
        if let Some(oscillation) = segment.oscillation() {
            let wave = Some(oscillation.wave(self.elapsed(segment, k, offset_ms)));
            return Piece { level: oscillation.mean, slope_per_ms: 0.0, wave, length_ms };
        }
        let t_ms = step_ms + offset_ms;
        let reached = |edge_ms: f64, _| left_ms(edge_ms) <= EDGE_RESOLUTION_MS;
        if let Some(plateau) = segment.plateau(t_ms, reached) {
            let level = plateau.level.unwrap_or(baseline);
            return Piece::constant(level, length_ms.min(left_ms(plateau.until_ms)));
        }
        let level = segment.line(t_ms).unwrap_or(baseline);
        Piece { level, slope_per_ms: segment.slope_per_ms(), wave: None, length_ms }
    }
}
