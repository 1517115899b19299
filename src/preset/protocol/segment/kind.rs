//! The kinds of segments and their keys.

use serde::{Deserialize, Serialize};

/// The kind of a segment: the shape of its current.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    #[serde(alias = "hold", alias = "step")]
    Level,
    Slope,
    Ramp,
    Train,
    Sine,
    Chirp,
    Noise,
    Samples,
    Sweep,
}

impl Kind {
    /// The keys that the kind uses, besides those of every segment.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Level => &["level"],
            Self::Slope => &["level", "slope_per_ms"],
            Self::Ramp => &["from", "to"],
            Self::Train => &["level", "period_ms", "width_ms"],
            Self::Sine => &["level", "amplitude", "frequency_hz", "phase_deg"],
            Self::Chirp => &["level", "amplitude", "from_hz", "to_hz", "phase_deg"],
            Self::Noise => &["level", "sd", "per", "tau_ms"],
            Self::Samples => &[
                "file",
                "sha256",
                "time_column",
                "current_column",
                "values",
                "sample_ms",
                "times_ms",
            ],
            Self::Sweep => &["first", "delta", "sweeps"],
        }
    }

    /// The kind that `key` implies, if only one kind uses `key`.
    pub(super) fn implied_by(key: &str) -> Option<Self> {
        Some(match key {
            "slope_per_ms" => Self::Slope,
            "from" | "to" => Self::Ramp,
            "period_ms" | "width_ms" => Self::Train,
            "frequency_hz" => Self::Sine,
            "from_hz" | "to_hz" => Self::Chirp,
            "sd" | "per" | "tau_ms" => Self::Noise,
            "file" | "sha256" | "time_column" | "current_column" | "values" | "sample_ms"
            | "times_ms" => Self::Samples,
            "first" | "delta" | "sweeps" => Self::Sweep,
            _ => return None,
        })
    }
}
