//! A random input as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::names::{named, names_of};
use super::number::{Names, Number, placeless, positive_sized, sized};
use crate::circuit::{InputKind, RandomInput, Recipe};
use crate::input::{Problem, ranged};
use crate::model::stimulus::Per;

/// Highest rate of random spikes (1/s): a hundred in one ms.
const RATE_HZ_MAX: f64 = 1e5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Noise,
    Kick,
    Poisson,
}

/// A random input before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawInput {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Spanned<Names>>,
    kind: Spanned<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sd: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    per: Option<Spanned<Per>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amplitude: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rate_hz: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weight: Option<Number>,
}

impl RawInput {
    pub(super) fn check(&self, recipe: &Recipe) -> Result<RandomInput, Problem> {
        let to = match &self.to {
            Some(names) => named("to", names, recipe)?,
            None => recipe.population_ids().collect(),
        };
        let kind = match self.kind.get_ref() {
            Kind::Noise => {
                self.refuse_surplus(&["sd", "per"])?;
                let sd = positive_sized("sd", self.given("sd", &self.sd)?)?;
                let per = self.per.as_ref().map(|per| *per.get_ref()).unwrap_or_default();
                InputKind::Noise { sd, per }
            }
            Kind::Kick => {
                self.refuse_surplus(&["amplitude"])?;
                let amplitude = self.given("amplitude", &self.amplitude)?;
                InputKind::Kick { amplitude: sized("amplitude", amplitude)? }
            }
            Kind::Poisson => {
                self.refuse_surplus(&["rate_hz", "weight"])?;
                let rate_hz = self.given("rate_hz", &self.rate_hz)?;
                let fits = |value: f64| (0.0..=RATE_HZ_MAX).contains(&value);
                InputKind::Poisson {
                    rate_hz: ranged("rate_hz", rate_hz, fits, &format!("0 to {RATE_HZ_MAX}"))?,
                    weight: sized("weight", self.given("weight", &self.weight)?)?,
                }
            }
        };
        Ok(RandomInput { to, kind })
    }

    fn given<'a>(&self, key: &str, number: &'a Option<Number>) -> Result<&'a Number, Problem> {
        number.as_ref().ok_or_else(|| {
            Problem::at(self.kind.span(), format!("{key}: expected in an input of this kind"))
        })
    }

    fn refuse_surplus(&self, wanted: &[&str]) -> Result<(), Problem> {
        fn place<T>(value: &Option<Spanned<T>>) -> Option<Range<usize>> {
            value.as_ref().map(Spanned::span)
        }
        let keys = [
            ("sd", place(&self.sd)),
            ("per", place(&self.per)),
            ("amplitude", place(&self.amplitude)),
            ("rate_hz", place(&self.rate_hz)),
            ("weight", place(&self.weight)),
        ];
        let mut given = keys.into_iter().filter_map(|(key, place)| Some((key, place?)));
        match given.find(|(key, _)| !wanted.contains(key)) {
            None => Ok(()),
            Some((key, place)) => {
                let message = format!("{key}: not expected in an input of this kind");
                Err(Problem::at(place, message))
            }
        }
    }

    /// The form that is written into a recording.
    pub(super) fn new(input: &RandomInput, recipe: &Recipe) -> Self {
        let mut raw = Self {
            to: Some(names_of(&input.to, recipe)),
            kind: placeless(Kind::Noise),
            sd: None,
            per: None,
            amplitude: None,
            rate_hz: None,
            weight: None,
        };
        match input.kind {
            InputKind::Noise { sd, per } => {
                raw.sd = Some(placeless(sd));
                raw.per = Some(placeless(per));
            }
            InputKind::Kick { amplitude } => {
                raw.kind = placeless(Kind::Kick);
                raw.amplitude = Some(placeless(amplitude));
            }
            InputKind::Poisson { rate_hz, weight } => {
                raw.kind = placeless(Kind::Poisson);
                raw.rate_hz = Some(placeless(rate_hz));
                raw.weight = Some(placeless(weight));
            }
        }
        raw
    }
}
