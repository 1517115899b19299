//! The settings of a trigger as a user gives them: by name, one by one, each with a usual value.

use std::fmt;

use super::settings::{TriggerKind, TriggerSettings, TriggerSlope, TriggerSource};
use crate::input::brief;
use crate::model::Neuron;

/// The signal of a trigger, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceName {
    /// Membrane potential.
    #[default]
    V,
    /// Recovery variable.
    U,
    /// Rate of change of the membrane potential.
    Dv,
    /// The whole current.
    Current,
    /// The spikes.
    Spike,
    /// The firing rate of the neuron's population in a circuit.
    Rate,
}

impl SourceName {
    /// The sources that a neuron has by itself.
    pub const OF_NEURON: &'static [Self] =
        &[Self::V, Self::U, Self::Dv, Self::Current, Self::Spike];
    /// The sources of a neuron of a circuit.
    pub const OF_CIRCUIT: &'static [Self] =
        &[Self::V, Self::U, Self::Dv, Self::Current, Self::Spike, Self::Rate];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::V => "v",
            Self::U => "u",
            Self::Dv => "dv",
            Self::Current => "current",
            Self::Spike => "spike",
            Self::Rate => "rate",
        }
    }
}

/// The rule of a trigger, by name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KindName {
    /// An edge.
    #[default]
    Edge,
    /// The end of a pulse of a certain length.
    Width,
    /// The end of a pulse that did not reach the second level.
    Runt,
    /// Leaving or entering a window.
    Window,
    /// A time without an edge.
    Timeout,
    /// Every spike.
    Spike,
    /// The first spike after a silence.
    Burst,
}

impl KindName {
    /// All rules.
    pub const ALL: &'static [Self] = &[
        Self::Edge,
        Self::Width,
        Self::Runt,
        Self::Window,
        Self::Timeout,
        Self::Spike,
        Self::Burst,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Width => "width",
            Self::Runt => "runt",
            Self::Window => "window",
            Self::Timeout => "timeout",
            Self::Spike => "spike",
            Self::Burst => "burst",
        }
    }

    /// Whether the rule is one over spikes instead of rows.
    #[must_use]
    pub fn is_of_spikes(self) -> bool {
        matches!(self, Self::Spike | Self::Burst)
    }

    /// Whether the rule has a second level.
    #[must_use]
    pub fn has_second_level(self) -> bool {
        matches!(self, Self::Runt | Self::Window)
    }
}

impl TriggerSlope {
    /// All slopes.
    pub const ALL: &'static [Self] = &[Self::Rise, Self::Fall, Self::Either];
}

/// The settings of a trigger, each by its own name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TriggerPlan {
    /// The signal.
    pub source: SourceName,
    /// The rule; `None` for an edge, or for every spike where the source is the spikes.
    pub kind: Option<KindName>,
    /// The slope.
    pub slope: TriggerSlope,
    /// The level, in the unit of the signal; `None` for what suits the neuron.
    pub level: Option<f64>,
    /// The second level of a runt, or the upper end of a window.
    pub level2: Option<f64>,
    /// Distance from the level at which the trigger is armed again, at least 0.
    pub hysteresis: f64,
    /// Least time between two events (ms), at least 0.
    pub holdoff_ms: f64,
    /// Shortest pulse (ms).
    pub min_ms: f64,
    /// Longest pulse (ms); 0 for no limit.
    pub max_ms: f64,
    /// Time without an edge (ms).
    pub timeout_ms: f64,
    /// Shortest silence before a burst (ms).
    pub idle_ms: f64,
}

impl Default for TriggerPlan {
    /// Rising edges of the membrane potential.
    fn default() -> Self {
        Self {
            source: SourceName::default(),
            kind: None,
            slope: TriggerSlope::default(),
            level: None,
            level2: None,
            hysteresis: TriggerSettings::HYSTERESIS,
            holdoff_ms: 0.0,
            min_ms: 0.0,
            max_ms: 0.0,
            timeout_ms: 100.0,
            idle_ms: 20.0,
        }
    }
}

/// A setting that does not suit the others.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanError {
    /// The name of the setting, such as `level2`.
    pub setting: &'static str,
    /// What was expected, and what was found.
    pub message: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.message)
    }
}

impl TriggerPlan {
    /// The rule; of the spikes there are only rules over spikes.
    #[must_use]
    pub fn kind(&self) -> KindName {
        let usual = match self.source {
            SourceName::Spike => KindName::Spike,
            _ => KindName::Edge,
        };
        self.kind.unwrap_or(usual)
    }

    /// The level for `neuron`.
    #[must_use]
    pub fn level_for(&self, neuron: &Neuron) -> f64 {
        self.level.unwrap_or_else(|| TriggerSettings::of(neuron).level)
    }

    /// The settings of a trigger on `neuron`.
    ///
    /// # Errors
    /// Names a setting that does not suit the others: a rule that the source does not have, a longest
    /// pulse below the shortest, a second level that is not beyond the first.
    pub fn settings(&self, neuron: &Neuron) -> Result<TriggerSettings, PlanError> {
        let level = self.level_for(neuron);
        let source = match self.source {
            SourceName::V | SourceName::Spike => TriggerSource::V,
            SourceName::U => TriggerSource::U,
            SourceName::Dv => TriggerSource::Dv,
            SourceName::Current => TriggerSource::Current,
            SourceName::Rate => TriggerSource::Rate,
        };
        let kind = self.rule(level)?;
        let Self { slope, hysteresis, holdoff_ms, .. } = *self;
        Ok(TriggerSettings { source, kind, slope, level, hysteresis, holdoff_ms })
    }

    /// The rule with its parameters, for a trigger at `level`.
    fn rule(&self, level: f64) -> Result<TriggerKind, PlanError> {
        let kind = self.kind();
        if self.source == SourceName::Spike && !kind.is_of_spikes() {
            let message =
                format!("expected spike or burst for source spike, found {}", kind.name());
            return Err(PlanError { setting: "type", message });
        }
        Ok(match kind {
            KindName::Edge => TriggerKind::Edge,
            KindName::Width => self.width()?,
            KindName::Runt => TriggerKind::Runt { level2: self.second_level(level)? },
            KindName::Window => TriggerKind::Window { high: self.second_level(level)? },
            KindName::Timeout => TriggerKind::Timeout { after_ms: self.timeout_ms },
            KindName::Spike => TriggerKind::Spike,
            KindName::Burst => TriggerKind::Burst { idle_ms: self.idle_ms },
        })
    }

    /// Pulses of the lengths that are asked for.
    fn width(&self) -> Result<TriggerKind, PlanError> {
        let Self { min_ms, max_ms, .. } = *self;
        if max_ms > 0.0 && max_ms < min_ms {
            let (min, max) = (brief(min_ms), brief(max_ms));
            let message = format!("expected 0, or at least min {min}, found {max}");
            return Err(PlanError { setting: "max", message });
        }
        Ok(TriggerKind::Width { min_ms, max_ms: (max_ms > 0.0).then_some(max_ms) })
    }

    /// Whether `level2` lies beyond `level`: above it in a window, in the direction of the slope for a
    /// runt, which no level does for both slopes.
    fn is_beyond(&self, level: f64, level2: f64) -> bool {
        match self.slope {
            _ if self.kind() == KindName::Window => level2 > level,
            TriggerSlope::Rise => level2 > level,
            TriggerSlope::Fall => level2 < level,
            TriggerSlope::Either => false,
        }
    }

    fn second_level(&self, level: f64) -> Result<f64, PlanError> {
        let found = match self.level2 {
            Some(level2) if self.is_beyond(level, level2) => return Ok(level2),
            Some(level2) => brief(level2),
            None => "none".to_owned(),
        };
        let (level, slope) = (brief(level), self.slope.name());
        let message = format!("expected a level beyond {level} for slope {slope}, found {found}");
        Err(PlanError { setting: "level2", message })
    }
}
