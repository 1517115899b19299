//! A stimulus protocol as TOML: the layout is that of a preset's `[protocol]`, of a stimulus file
//! and of a recording.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::engine::CURRENT_MAX;
use crate::input::{Problem, finite};
use crate::model::{Edges, Live, Protocol, Segment, Shape};

/// Longest protocol (ms): some eleven days.
const DURATION_MS_MAX: f64 = 1e9;
/// Most segments in a protocol.
const SEGMENTS_MAX: usize = 4096;

type Number = Spanned<f64>;

/// A protocol before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProtocol {
    #[serde(default = "repeat")]
    live: Live,
    duration_ms: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pause_ms: Option<Number>,
    baseline: Number,
    #[serde(default, rename = "segment", skip_serializing_if = "Vec::is_empty")]
    segments: Vec<Spanned<RawSegment>>,
}

fn repeat() -> Live {
    Live::Repeat
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Level,
    Slope,
    Ramp,
    Noise,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSegment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<Kind>,
    start_ms: Option<Number>,
    end_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slope_per_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sd: Option<Number>,
    #[serde(default)]
    edges: Edges,
}

/// A number that stands in no text.
fn placeless(value: f64) -> Number {
    Spanned::new(0..0, value)
}

impl RawProtocol {
    /// The protocol, if it can be run.
    ///
    /// # Errors
    /// Names the place of what can't, and what was expected there.
    pub fn check(&self) -> Result<Protocol, Problem> {
        let duration_ms = finite("duration_ms", &self.duration_ms)?;
        if !(duration_ms > 0.0 && duration_ms <= DURATION_MS_MAX) {
            let message = format!(
                "duration_ms: expected above 0 and at most {DURATION_MS_MAX}, found {duration_ms}"
            );
            return Err(Problem::at(self.duration_ms.span(), message));
        }
        let pause_ms = match &self.pause_ms {
            None => Protocol::PAUSE_MS,
            Some(pause) => match finite("pause_ms", pause)? {
                pause_ms if (0.0..=DURATION_MS_MAX).contains(&pause_ms) => pause_ms,
                pause_ms => {
                    let message =
                        format!("pause_ms: expected 0 to {DURATION_MS_MAX}, found {pause_ms}");
                    return Err(Problem::at(pause.span(), message));
                }
            },
        };
        if let Some(surplus) = self.segments.get(SEGMENTS_MAX) {
            let message = format!("expected at most {SEGMENTS_MAX} segments");
            return Err(Problem::at(surplus.span(), message));
        }
        let mut segments: Vec<Segment> = Vec::with_capacity(self.segments.len());
        for raw in &self.segments {
            let segment = raw.get_ref().check(raw.span())?;
            if let Some(previous) = segments.last().filter(|last| overlap(last, &segment)) {
                let message = format!(
                    "expected a segment that starts after the one before it ends ({} ms), found {} ms",
                    previous.end_ms, segment.start_ms
                );
                return Err(Problem::at(raw.span(), message));
            }
            segments.push(segment);
        }
        let settles_on_noise = segments.last().is_some_and(|segment| {
            segment.end_ms == duration_ms && matches!(segment.shape, Shape::Noise { .. })
        });
        if self.live == Live::Hold && settles_on_noise {
            let message = "live: expected \"repeat\", since noise at the end can't be held";
            return Err(Problem {
                place: self.segments.last().map(Spanned::span),
                message: message.to_owned(),
            });
        }
        let baseline = current("baseline", &self.baseline)?;
        Ok(Protocol { duration_ms, baseline, live: self.live, pause_ms, segments })
    }
}

/// The current, if a command could ask for it, too.
fn current(key: &str, number: &Number) -> Result<f64, Problem> {
    let value = finite(key, number)?;
    if value.abs() <= CURRENT_MAX {
        return Ok(value);
    }
    let message = format!("{key}: expected at most {CURRENT_MAX} in size, found {value}");
    Err(Problem::at(number.span(), message))
}

/// Whether `next` starts before `previous` has ended, or both claim the instant between.
fn overlap(previous: &Segment, next: &Segment) -> bool {
    let shared = previous.edges.include_end() && next.edges.include_start();
    next.start_ms < previous.end_ms || (shared && next.start_ms == previous.end_ms)
}

impl RawSegment {
    fn check(&self, place: std::ops::Range<usize>) -> Result<Segment, Problem> {
        let number = |key: &str, value: &Option<Number>| match value {
            Some(value) => finite(key, value),
            None => Err(Problem::at(place.clone(), format!("{key}: expected in this segment"))),
        };
        let bounded = |key: &str, value: &Option<Number>| match value {
            Some(value) => current(key, value),
            None => number(key, value),
        };
        let level = || bounded("level", &self.level);
        let start_ms = number("start_ms", &self.start_ms)?;
        let end_ms = number("end_ms", &self.end_ms)?;
        if !(start_ms >= 0.0 && end_ms > start_ms && end_ms <= DURATION_MS_MAX) {
            let message = format!(
                "expected 0 <= start_ms < end_ms <= {DURATION_MS_MAX}, found {start_ms} and {end_ms}"
            );
            return Err(Problem::at(place.clone(), message));
        }
        let shape = match self.kind() {
            Kind::Level => Shape::Level(level()?),
            Kind::Slope => Shape::Slope {
                level: level()?,
                slope_per_ms: number("slope_per_ms", &self.slope_per_ms)?,
            },
            Kind::Ramp => {
                let (from, to) = (bounded("from", &self.from)?, bounded("to", &self.to)?);
                Shape::Ramp { from, to }
            }
            Kind::Noise => {
                let sd = bounded("sd", &self.sd)?;
                if sd < 0.0 {
                    let message = format!("sd: expected 0 or more, found {sd}");
                    return Err(Problem::at(place.clone(), message));
                }
                Shape::Noise { mean: level()?, sd }
            }
        };
        self.refuse_surplus(&place)?;
        Ok(Segment { start_ms, end_ms, shape, edges: self.edges })
    }

    /// The kind that is stated, or the one that the keys imply.
    fn kind(&self) -> Kind {
        let implied = if self.from.is_some() || self.to.is_some() {
            Kind::Ramp
        } else if self.slope_per_ms.is_some() {
            Kind::Slope
        } else {
            Kind::Level
        };
        self.kind.unwrap_or(implied)
    }

    /// A key that the segment's kind has no use for is a mistake, not a comment.
    fn refuse_surplus(&self, place: &std::ops::Range<usize>) -> Result<(), Problem> {
        let kind = self.kind();
        let ramp = kind == Kind::Ramp;
        let keys = [
            ("level", self.level.is_some(), !ramp),
            ("slope_per_ms", self.slope_per_ms.is_some(), kind == Kind::Slope),
            ("from", self.from.is_some(), ramp),
            ("to", self.to.is_some(), ramp),
            ("sd", self.sd.is_some(), kind == Kind::Noise),
        ];
        match keys.iter().find(|(_, given, wanted)| *given && !*wanted) {
            None => Ok(()),
            Some((key, ..)) => {
                let message = format!("{key}: not expected in a segment of this kind");
                Err(Problem::at(place.clone(), message))
            }
        }
    }
}

impl From<&Protocol> for RawProtocol {
    fn from(protocol: &Protocol) -> Self {
        Self {
            live: protocol.live,
            duration_ms: placeless(protocol.duration_ms),
            pause_ms: Some(placeless(protocol.pause_ms)),
            baseline: placeless(protocol.baseline),
            segments: protocol.segments.iter().map(|s| Spanned::new(0..0, s.into())).collect(),
        }
    }
}

impl From<&Segment> for RawSegment {
    fn from(segment: &Segment) -> Self {
        let mut raw = Self {
            start_ms: Some(placeless(segment.start_ms)),
            end_ms: Some(placeless(segment.end_ms)),
            edges: segment.edges,
            ..Self::default()
        };
        match segment.shape {
            Shape::Level(level) => raw.level = Some(placeless(level)),
            Shape::Slope { level, slope_per_ms } => {
                raw.level = Some(placeless(level));
                raw.slope_per_ms = Some(placeless(slope_per_ms));
            }
            Shape::Ramp { from, to } => {
                raw.from = Some(placeless(from));
                raw.to = Some(placeless(to));
            }
            Shape::Noise { mean, sd } => {
                raw.kind = Some(Kind::Noise);
                raw.level = Some(placeless(mean));
                raw.sd = Some(placeless(sd));
            }
        }
        raw
    }
}
