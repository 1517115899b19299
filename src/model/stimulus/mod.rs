//! Stimulus waveforms: the current that a protocol prescribes, as a function of time.
//!
//! A fixed-step scheme samples the current `I(k/n)` at step `k`, with the edges of each segment
//! open or closed as in the published script. The exact scheme integrates the current in continuous
//! time, in which only the position of an edge matters.

mod correlated;
mod grid;
mod input;
mod outline;
mod preview;
mod samples;
mod schedule;
mod sweeps;
mod wave;

pub use grid::{decimal, steps_through};
pub use input::{Input, Source};
pub use outline::ProtocolPulse;
pub use preview::preview;
pub use samples::{SampleTimes, Samples};
pub use schedule::{Piece, Schedule, Stretch};
pub use sweeps::Sweeps;
pub use wave::{Wave, WaveSeries};

use serde::{Deserialize, Serialize};

use wave::Oscillation;

/// Which ends of a segment belong to it when a step falls exactly on an end.
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

/// The quantity of which the standard deviation of white noise is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Current times square root of ms: in a step of `dt` ms the standard deviation of the current
    /// is `sd / sqrt(dt)`, so that the effect on a neuron is the same at every step width.
    #[default]
    SqrtMs,
    /// The current in one step of any width; with half the step, the noise has half the power.
    Step,
}

impl Per {
    /// The standard deviation of the current in a step of `1/steps_per_ms` ms.
    #[must_use]
    pub fn sd_in_step(self, sd: f64, steps_per_ms: u32) -> f64 {
        match self {
            Self::SqrtMs => sd * libm::sqrt(f64::from(steps_per_ms)),
            Self::Step => sd,
        }
    }
}

/// The current from `start` to `end` of a segment, in the unit of the neuron's current.
#[derive(Clone, Debug, PartialEq)]
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
    /// Pulses that start at `start + j period`, with the baseline between them; each has the edges
    /// of the segment.
    Train {
        /// Current in a pulse.
        level: f64,
        /// Period from pulse to pulse (ms), at least [`Shape::PERIOD_MS_MIN`].
        period_ms: f64,
        /// Length of a pulse (ms), above 0 and at most the period.
        width_ms: f64,
    },
    /// `mean + amplitude sin(2 pi f (t - start) + phase)`.
    Sine {
        /// Mean current.
        mean: f64,
        /// Half the distance from the lowest current to the highest.
        amplitude: f64,
        /// Frequency `f` (Hz), above 0 and at most [`Shape::FREQUENCY_HZ_MAX`].
        frequency_hz: f64,
        /// Phase at the start (degrees).
        phase_deg: f64,
    },
    /// A sine whose frequency changes linearly from the start to the end.
    Chirp {
        /// Mean current.
        mean: f64,
        /// Half the distance from the lowest current to the highest.
        amplitude: f64,
        /// Frequency at the start (Hz), 0 to [`Shape::FREQUENCY_HZ_MAX`].
        from_hz: f64,
        /// Frequency at the end (Hz), in the same range.
        to_hz: f64,
        /// Phase at the start (degrees).
        phase_deg: f64,
    },
    /// White noise, constant within each step.
    Noise {
        /// Mean current.
        mean: f64,
        /// Standard deviation of the noise, 0 or more.
        sd: f64,
        /// The quantity of which `sd` is the standard deviation.
        per: Per,
    },
    /// An Ornstein-Uhlenbeck process (Uhlenbeck and Ornstein, Phys. Rev. 36 (1930) 823), constant
    /// within each step.
    Correlated {
        /// Mean current.
        mean: f64,
        /// Standard deviation of the current at any step width, 0 or more.
        sd: f64,
        /// Correlation time constant (ms), above 0.
        tau_ms: f64,
    },
    /// Sampled currents.
    Samples(Samples),
}

impl Shape {
    /// Highest frequency of a sine (Hz): a thousand periods in one ms.
    pub const FREQUENCY_HZ_MAX: f64 = 1e6;
    /// Shortest period of a train (ms), that of the highest frequency.
    pub const PERIOD_MS_MIN: f64 = 1e-3;

    /// Whether the current at the end can be held after the protocol. Pulses, oscillations and
    /// noise have no such current.
    #[must_use]
    pub fn settles(&self) -> bool {
        match self {
            Self::Level(_) | Self::Slope { .. } | Self::Ramp { .. } | Self::Samples(_) => true,
            Self::Train { .. }
            | Self::Sine { .. }
            | Self::Chirp { .. }
            | Self::Noise { .. }
            | Self::Correlated { .. } => false,
        }
    }
}

/// A part of a protocol with its own current.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Start (ms since the protocol began).
    pub start_ms: f64,
    /// End (ms). A segment that lasts to the end of its protocol continues beyond it.
    pub end_ms: f64,
    /// The current within the segment.
    pub shape: Shape,
    /// Whether a step on an edge belongs to the segment.
    pub edges: Edges,
}

/// A current that is constant up to an edge.
struct Plateau {
    /// The current; `None` is the baseline.
    level: Option<f64>,
    /// The edge (ms).
    until_ms: f64,
    /// Whether a step exactly on the edge counts as after the edge.
    inclusive: bool,
}

impl Segment {
    /// The current at `t_ms`, which must lie within the segment, if it follows a straight line.
    fn line(&self, t_ms: f64) -> Option<f64> {
        match self.shape {
            Shape::Level(level) => Some(level),
            Shape::Slope { level, slope_per_ms } => {
                Some(level + slope_per_ms * (t_ms - self.start_ms))
            }
            Shape::Ramp { from, to } => {
                let share = |span_ms| (to - from) * (t_ms - self.start_ms) / span_ms;
                Some(from + share(self.end_ms - self.start_ms))
            }
            _ => None,
        }
    }

    /// The lowest and the largest current within; for noise, its mean.
    fn current_bounds(&self) -> (f64, f64) {
        let around = |values: &[f64]| {
            let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
            (lowest, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        };
        match &self.shape {
            Shape::Level(level) | Shape::Train { level, .. } => (*level, *level),
            Shape::Slope { .. } | Shape::Ramp { .. } => {
                let ends = [self.start_ms, self.end_ms].map(|t_ms| self.line(t_ms).unwrap_or(0.0));
                around(&ends)
            }
            Shape::Sine { mean, amplitude, .. } | Shape::Chirp { mean, amplitude, .. } => {
                (mean - amplitude.abs(), mean + amplitude.abs())
            }
            Shape::Noise { mean, .. } | Shape::Correlated { mean, .. } => (*mean, *mean),
            Shape::Samples(samples) => around(&samples.values),
        }
    }

    fn slope_per_ms(&self) -> f64 {
        match self.shape {
            Shape::Slope { slope_per_ms, .. } => slope_per_ms,
            Shape::Ramp { from, to } => (to - from) / (self.end_ms - self.start_ms),
            _ => 0.0,
        }
    }

    /// The oscillation of a sine or chirp.
    fn oscillation(&self) -> Option<Oscillation> {
        match self.shape {
            Shape::Sine { mean, amplitude, frequency_hz, phase_deg } => {
                Some(Oscillation { mean, amplitude, frequency_hz, sweep_hz_per_ms: 0.0, phase_deg })
            }
            Shape::Chirp { mean, amplitude, from_hz, to_hz, phase_deg } => {
                let sweep_hz_per_ms = (to_hz - from_hz) / (self.end_ms - self.start_ms);
                let frequency_hz = from_hz;
                Some(Oscillation { mean, amplitude, frequency_hz, sweep_hz_per_ms, phase_deg })
            }
            _ => None,
        }
    }

    /// The plateau at `t_ms`, for a piecewise constant current. `reached` decides whether an edge
    /// has been reached, given its time (ms) and [`Plateau::inclusive`].
    fn plateau(&self, t_ms: f64, reached: impl Fn(f64, bool) -> bool) -> Option<Plateau> {
        match &self.shape {
            &Shape::Train { level, period_ms, width_ms } => {
                let (starts, ends) = (self.edges.include_start(), !self.edges.include_end());
                let mut pulse = (((t_ms - self.start_ms) / period_ms).floor() - 1.0).max(0.0);
                loop {
                    let start_ms = decimal(self.start_ms + pulse * period_ms);
                    if !reached(start_ms, starts) {
                        let until_ms = start_ms;
                        return Some(Plateau { level: None, until_ms, inclusive: starts });
                    }
                    let until_ms = decimal(self.start_ms + (pulse * period_ms + width_ms));
                    if !reached(until_ms, ends) {
                        return Some(Plateau { level: Some(level), until_ms, inclusive: ends });
                    }
                    pulse += 1.0;
                }
            }
            Shape::Samples(samples) => {
                let begun = samples
                    .begun(self.start_ms, t_ms - self.start_ms, |time_ms| reached(time_ms, true));
                let level = begun.checked_sub(1).map(|index| samples.values[index]);
                let until_ms = if begun < samples.values.len() {
                    samples.time_ms(begun, self.start_ms)
                } else {
                    f64::INFINITY
                };
                Some(Plateau { level, until_ms, inclusive: true })
            }
            _ => None,
        }
    }
}

/// How the live scope runs a protocol at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Live {
    /// The current on which the protocol settles becomes the holding current.
    Hold,
    /// The protocol repeats, each pass from the initial state.
    Repeat,
}

/// A stimulus protocol: a baseline and segments in order of time that do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Protocol {
    /// Duration of one pass (ms).
    pub duration_ms: f64,
    /// Current outside every segment.
    pub baseline: f64,
    /// How the live scope runs the protocol.
    pub live: Live,
    /// Pause at the baseline between two passes on the live scope (ms).
    pub pause_ms: f64,
    /// The segments, earliest first.
    pub segments: Vec<Segment>,
    /// The sweeps into which the protocol is divided, if it has any.
    pub sweeps: Option<Sweeps>,
}

impl Protocol {
    /// Default of the pause between passes (ms).
    pub const PAUSE_MS: f64 = 100.0;

    /// A protocol with a constant current.
    #[must_use]
    pub fn constant(current: f64) -> Self {
        Self {
            duration_ms: 1000.0,
            baseline: current,
            live: Live::Hold,
            pause_ms: Self::PAUSE_MS,
            segments: Vec::new(),
            sweeps: None,
        }
    }

    /// The current at the end of the protocol, or the mean of a shape that does not settle.
    #[must_use]
    pub fn settled_current(&self) -> f64 {
        let last = self.segments.iter().find(|segment| segment.end_ms == self.duration_ms);
        match last.map(|segment| (segment, &segment.shape)) {
            None | Some((_, Shape::Train { .. })) => self.baseline,
            Some((
                _,
                Shape::Sine { mean, .. }
                | Shape::Chirp { mean, .. }
                | Shape::Noise { mean, .. }
                | Shape::Correlated { mean, .. },
            )) => *mean,
            Some((segment, Shape::Samples(samples))) => {
                let elapsed_ms = self.duration_ms - segment.start_ms;
                let begun =
                    samples.begun(segment.start_ms, elapsed_ms, |t_ms| t_ms <= self.duration_ms);
                begun.checked_sub(1).map_or(self.baseline, |index| samples.values[index])
            }
            Some((segment, _)) => segment.line(self.duration_ms).unwrap_or(self.baseline),
        }
    }

    /// The sweeps, if each begins from the initial state of the neuron.
    #[must_use]
    pub fn resetting_sweeps(&self) -> Option<Sweeps> {
        self.sweeps.filter(|sweeps| sweeps.reset)
    }

    /// The largest current within the duration, the baseline included; for noise, its mean.
    #[must_use]
    pub fn largest_current(&self) -> f64 {
        let segments = self.segments.iter().map(|segment| segment.current_bounds().1);
        segments.fold(self.baseline, f64::max)
    }

    /// The time at which `segment` stops (ms); infinite if it lasts to the end of the protocol.
    fn stop_ms(&self, segment: &Segment) -> f64 {
        if segment.end_ms == self.duration_ms { f64::INFINITY } else { segment.end_ms }
    }
}

#[cfg(test)]
mod tests;
