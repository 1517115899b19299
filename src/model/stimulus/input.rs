//! The whole current: a source, and what has been injected on top.

use super::{Piece, Schedule, Stretch};

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

    /// The piece of current that starts `offset_ms` after the start of `step`.
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
