//! The known results of a preset's protocol, against which this program is checked.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::input::{Problem, brief, finite};
use crate::model::Scheme;

/// The result of one pass of a preset's protocol under a scheme, as known from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Expectation {
    /// The integration scheme; the step is the preset's.
    pub scheme: Scheme,
    /// Number of spikes.
    pub spikes: u64,
    /// Time of the first spike (ms since the start of the protocol), if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_spike_ms: Option<f64>,
}

impl Expectation {
    /// Tolerance for the first spike of the true solution (ms).
    pub const EXACT_TOLERANCE_MS: f64 = 1e-6;

    /// Whether a pass with this number of `spikes`, the first at `first_spike_ms` (ms), is as
    /// expected. The first spike must fall on the same step under a fixed-step scheme, or lie
    /// within [`Self::EXACT_TOLERANCE_MS`] in the true solution.
    #[must_use]
    pub fn is_met(&self, spikes: u64, first_spike_ms: Option<f64>) -> bool {
        let tolerance_ms =
            if self.scheme == Scheme::Exact { Self::EXACT_TOLERANCE_MS } else { 0.0 };
        let first_is_met = match (self.first_spike_ms, first_spike_ms) {
            (Some(expected_ms), Some(found_ms)) => (expected_ms - found_ms).abs() <= tolerance_ms,
            (Some(_), None) => false,
            (None, _) => true,
        };
        spikes == self.spikes && first_is_met
    }
}

/// The table `expected` of a preset file, with a subtable for each scheme.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawExpected {
    paper: Option<RawExpectation>,
    euler: Option<RawExpectation>,
    izh2003: Option<RawExpectation>,
    exact: Option<RawExpectation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpectation {
    spikes: u64,
    first_spike_ms: Option<Spanned<f64>>,
}

impl RawExpected {
    /// The expectations, if they are possible in a protocol of `duration_ms` (ms).
    pub(super) fn check(&self, duration_ms: f64) -> Result<Vec<Expectation>, Problem> {
        let tables = [
            (Scheme::Paper, &self.paper),
            (Scheme::Euler, &self.euler),
            (Scheme::Izh2003, &self.izh2003),
            (Scheme::Exact, &self.exact),
        ];
        let given = tables.into_iter().filter_map(|(scheme, raw)| Some((scheme, raw.as_ref()?)));
        given.map(|(scheme, raw)| raw.check(scheme, duration_ms)).collect()
    }
}

impl RawExpectation {
    fn check(&self, scheme: Scheme, duration_ms: f64) -> Result<Expectation, Problem> {
        let spikes = self.spikes;
        let Some(first) = &self.first_spike_ms else {
            return Ok(Expectation { scheme, spikes, first_spike_ms: None });
        };
        let first_ms = finite("first_spike_ms", first)?;
        if spikes == 0 {
            let message = "first_spike_ms: not expected where no spike is";
            return Err(Problem::at(first.span(), message));
        }
        if !(0.0..=duration_ms).contains(&first_ms) {
            let (end, found) = (brief(duration_ms), brief(first_ms));
            let message =
                format!("first_spike_ms: expected 0 to {end}, the protocol's end, found {found}");
            return Err(Problem::at(first.span(), message));
        }
        Ok(Expectation { scheme, spikes, first_spike_ms: Some(first_ms) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Document;
    use crate::preset::parse;

    const PRESET: &str = include_str!("../../presets/tonic-spiking.toml");

    fn with(expected: &str) -> Result<Vec<Expectation>, String> {
        let start = PRESET.find("[expected").expect("expectations");
        let text = format!("{}{expected}", &PRESET[..start]);
        let preset = parse(&Document::new("x.toml", &text));
        preset.map(|preset| preset.expected).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn tables_are_by_scheme_and_may_be_left_out() {
        assert_eq!(with(""), Ok(vec![]));
        let found = with("[expected.euler]\nspikes = 0\n[expected.exact]\nspikes = 2");
        let schemes: Vec<_> = found.expect("valid").iter().map(|e| (e.scheme, e.spikes)).collect();
        assert_eq!(schemes, [(Scheme::Euler, 0), (Scheme::Exact, 2)]);
    }

    #[test]
    fn what_no_run_can_meet_is_refused() {
        for (table, part) in [
            ("[expected.paper]\nspikes = -1", "invalid value"),
            ("[expected.paper]\nspikes = 0\nfirst_spike_ms = 1.0", "not expected where no spike"),
            ("[expected.paper]\nspikes = 1\nfirst_spike_ms = 100.5", "expected 0 to 100"),
            ("[expected.paper]\nspikes = 1\nfirst_spike_ms = nan", "finite"),
            ("[expected.rk4]\nspikes = 1", "unknown field `rk4`"),
            ("[expected.paper]\nspike = 1", "unknown field `spike`"),
        ] {
            let message = with(table).expect_err(table);
            assert!(message.contains(part), "{table}: {message}");
        }
    }

    #[test]
    fn fixed_steps_are_compared_exactly_and_the_true_solution_nearly() {
        let at = |scheme| Expectation { scheme, spikes: 2, first_spike_ms: Some(13.0) };
        let (paper, exact) = (at(Scheme::Paper), at(Scheme::Exact));
        assert!(paper.is_met(2, Some(13.0)) && exact.is_met(2, Some(13.0 + 9e-7)));
        assert!(!paper.is_met(2, Some(13.0 + 9e-7)) && !exact.is_met(2, Some(13.0 + 2e-6)));
        assert!(!paper.is_met(3, Some(13.0)) && !paper.is_met(2, None));
    }
}
