//! The settings of a trigger.

use crate::model::{Equations, Neuron};

/// The signal of a trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriggerSource {
    /// Membrane potential (mV).
    #[default]
    V,
    /// Recovery variable.
    U,
    /// Rate of change of the membrane potential (mV/ms): v' at the row's own state.
    Dv,
    /// The whole current.
    Current,
    /// The firing rate of a population (Hz), which the caller counts.
    Rate,
}

/// The slope of a trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriggerSlope {
    /// The signal rises through the level.
    #[default]
    Rise,
    /// The signal falls through the level.
    Fall,
    /// Both, each with an arming of its own.
    Either,
}

impl TriggerSlope {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Fall => "fall",
            Self::Either => "either",
        }
    }
}

/// The rule of a trigger.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum TriggerKind {
    /// An edge.
    #[default]
    Edge,
    /// The end of a pulse, which lasts from an edge to the row that arms the trigger again.
    Width {
        /// Shortest pulse (ms).
        min_ms: f64,
        /// Longest pulse (ms); `None` for any.
        max_ms: Option<f64>,
    },
    /// The end of a pulse that did not reach a second level.
    Runt {
        /// The second level, beyond the first in the direction of the slope.
        level2: f64,
    },
    /// The first row outside of a window after a row inside (rise), or the other way round (fall).
    /// There is no hysteresis.
    Window {
        /// The upper end; the level is the lower one. Both lie inside.
        high: f64,
    },
    /// The row that comes this long after the first row or after an edge without another edge.
    Timeout {
        /// Time without an edge (ms).
        after_ms: f64,
    },
    /// Every spike.
    Spike,
    /// The first spike, and every spike after a silence.
    Burst {
        /// Shortest silence (ms).
        idle_ms: f64,
    },
}

impl TriggerKind {
    /// Whether the rule is one over spikes instead of rows.
    #[must_use]
    pub fn is_of_spikes(self) -> bool {
        matches!(self, Self::Spike | Self::Burst { .. })
    }
}

/// The settings of a trigger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriggerSettings {
    /// The signal; rules over spikes have none.
    pub source: TriggerSource,
    /// The rule.
    pub kind: TriggerKind,
    /// The slope.
    pub slope: TriggerSlope,
    /// The level, in the unit of the signal.
    pub level: f64,
    /// Distance from the level at which the trigger is armed again, at least 0, in the same unit.
    pub hysteresis: f64,
    /// Least time between two events that are handed on (ms), at least 0.
    pub holdoff_ms: f64,
}

impl TriggerSettings {
    /// Level where none is given (mV), in the forms without a threshold of their own.
    const LEVEL_MV: f64 = -20.0;
    /// Hysteresis where none is given.
    pub(super) const HYSTERESIS: f64 = 5.0;

    /// A rising edge of the membrane potential of `neuron`: at -20 mV, or half-way between `vt` and
    /// the peak where the equations have a `vt`.
    #[must_use]
    pub fn of(neuron: &Neuron) -> Self {
        let level = match neuron.equations {
            Equations::Standard => Self::LEVEL_MV,
            _ => neuron
                .equations
                .threshold_mv()
                .map_or(Self::LEVEL_MV, |vt_mv| 0.5 * (vt_mv + neuron.peak_mv)),
        };
        Self {
            source: TriggerSource::default(),
            kind: TriggerKind::default(),
            slope: TriggerSlope::default(),
            level,
            hysteresis: Self::HYSTERESIS,
            holdoff_ms: 0.0,
        }
    }
}
