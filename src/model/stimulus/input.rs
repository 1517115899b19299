//! The total current: a source plus injected currents.

use super::{Piece, Schedule, Stretch};

/// The source of the current through a range of steps.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// A constant current.
    Constant(f64),
    /// A protocol. `origin` and `noise_origin` are negative if they lie before the start of the
    /// run, which then continues an earlier run.
    Protocol {
        /// The protocol, mapped to the steps of the run.
        schedule: &'a Schedule,
        /// Step at which the pass began.
        origin: i64,
        /// Step from which noise is counted.
        noise_origin: i64,
    },
}

/// Steps from `origin` to `step`, which must not be before `origin`.
fn since(origin: i64, step: u64) -> u64 {
    (step as i64 - origin) as u64
}

/// The total current through a range of steps: a source plus injected currents.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Holding current or protocol.
    pub source: Source<'a>,
    /// Sum of the sustained step and the pulses, constant over the range.
    pub injected: f64,
}

impl Input<'_> {
    /// The current at `step`.
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

    /// The range from `step` on within one segment or plateau of the source.
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

    /// The piece of current that starts `offset_ms` (ms) after the start of `step`.
    #[must_use]
    pub fn piece(&self, step: u64, offset_ms: f64) -> Piece {
        let piece = match self.source {
            Source::Constant(level) => Piece::constant(level, f64::INFINITY),
            Source::Protocol { schedule, origin, noise_origin } => {
                schedule.piece(since(origin, step), offset_ms, since(noise_origin, step))
            }
        };
        Piece { level: self.injected + piece.level, ..piece }
    }
}
