//! The keys of a segment as written in a file, and their numbers.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::kind::Kind;
use crate::input::{Problem, brief, finite};
use crate::model::Edges;
use crate::model::stimulus::Per;
use crate::preset::protocol::columns::Column;
use crate::preset::protocol::number::{Number, current};
use crate::preset::protocol::table::Table;

/// A segment before it has been checked.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::preset::protocol) struct RawSegment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<Kind>,
    pub(super) start_ms: Option<Number>,
    pub(super) end_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) slope_per_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) period_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) width_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) amplitude: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) frequency_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) to_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) phase_deg: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sd: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) per: Option<Spanned<Per>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tau_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) delta: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sweeps: Option<Spanned<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sha256: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) time_column: Option<Spanned<Column>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) current_column: Option<Spanned<Column>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sample_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) times_ms: Option<Spanned<Vec<Number>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) values: Option<Spanned<Vec<Number>>>,
    #[serde(default)]
    pub(super) edges: Edges,
    /// The contents of `file` once read, or the reason why it must not be read.
    #[serde(skip)]
    pub(super) table: Option<Result<Table, String>>,
}

impl RawSegment {
    /// The kind that is given, or the kind that the keys imply.
    pub(super) fn kind(&self) -> Kind {
        let implied = || self.given().find_map(|(key, _)| Kind::implied_by(key));
        self.kind.or_else(implied).unwrap_or(Kind::Level)
    }

    /// The given keys with their positions, except the keys of every segment.
    pub(super) fn given(&self) -> impl Iterator<Item = (&'static str, Range<usize>)> {
        fn place<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
            value.as_ref().map(Spanned::span)
        }
        let keys = [
            ("level", place(&self.level)),
            ("slope_per_ms", place(&self.slope_per_ms)),
            ("from", place(&self.from)),
            ("to", place(&self.to)),
            ("period_ms", place(&self.period_ms)),
            ("width_ms", place(&self.width_ms)),
            ("amplitude", place(&self.amplitude)),
            ("frequency_hz", place(&self.frequency_hz)),
            ("from_hz", place(&self.from_hz)),
            ("to_hz", place(&self.to_hz)),
            ("phase_deg", place(&self.phase_deg)),
            ("sd", place(&self.sd)),
            ("per", place(&self.per)),
            ("tau_ms", place(&self.tau_ms)),
            ("first", place(&self.first)),
            ("delta", place(&self.delta)),
            ("sweeps", place(&self.sweeps)),
            ("file", place(&self.file)),
            ("sha256", place(&self.sha256)),
            ("time_column", place(&self.time_column)),
            ("current_column", place(&self.current_column)),
            ("sample_ms", place(&self.sample_ms)),
            ("times_ms", place(&self.times_ms)),
            ("values", place(&self.values)),
        ];
        keys.into_iter().filter_map(|(key, place)| Some((key, place?)))
    }

    /// Refuses keys that the kind of the segment does not use.
    pub(super) fn refuse_surplus(&self, kind: Kind) -> Result<(), Problem> {
        match self.given().find(|(key, _)| !kind.keys().contains(key)) {
            None => Ok(()),
            Some((key, place)) => {
                let message = format!("{key}: not expected in a segment of this kind");
                Err(Problem::at(place, message))
            }
        }
    }

    pub(super) fn number(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        value.as_ref().map_or_else(|| Err(missing(key, place)), |value| finite(key, value))
    }

    pub(super) fn current(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
    ) -> Result<f64, Problem> {
        value.as_ref().map_or_else(|| Err(missing(key, place)), |value| current(key, value))
    }

    /// The number of `key`, if it `fits`.
    pub(super) fn ranged(
        &self,
        key: &str,
        value: &Option<Number>,
        place: &Range<usize>,
        fits: impl Fn(f64) -> bool,
        expected: &str,
    ) -> Result<f64, Problem> {
        let number = self.number(key, value, place)?;
        if fits(number) {
            return Ok(number);
        }
        let place = value.as_ref().map_or(place.clone(), Spanned::span);
        let found = brief(number);
        Err(Problem::at(place, format!("{key}: expected {expected}, found {found}")))
    }
}

/// The error that a key is missing.
pub(super) fn missing(key: &str, place: &Range<usize>) -> Problem {
    Problem::at(place.clone(), format!("{key}: expected in this segment"))
}
