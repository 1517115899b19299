//! Short-term and spike-timing-dependent plasticity as TOML.

use std::ops::Range;

use libm::exp;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::number::{
    Number, counted, placeless, positive_sized, share, sized, tau_ms, tau_ms_or_0,
};
use crate::input::{Problem, brief, ranged};
use crate::model::synapse::{
    Consolidation, DepressionFrom, Pairing, ShortTerm, Stdp, UtilisationRest,
};

/// Longest interval between consolidations (ms).
const EVERY_MS_MAX: u32 = 1_000_000_000;

/// Short-term plasticity before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShortTerm {
    u: Number,
    tau_rec_ms: Number,
    tau_fac_ms: Number,
    #[serde(default, skip_serializing_if = "is_usual")]
    utilisation_rest: UtilisationRest,
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl RawShortTerm {
    pub(super) fn check(&self) -> Result<ShortTerm, Problem> {
        Ok(ShortTerm {
            u: share("u", &self.u)?,
            tau_rec_ms: tau_ms_or_0("tau_rec_ms", &self.tau_rec_ms)?,
            tau_fac_ms: tau_ms_or_0("tau_fac_ms", &self.tau_fac_ms)?,
            utilisation_rest: self.utilisation_rest,
        })
    }
}

impl From<&ShortTerm> for RawShortTerm {
    fn from(short_term: &ShortTerm) -> Self {
        Self {
            u: placeless(short_term.u),
            tau_rec_ms: placeless(short_term.tau_rec_ms),
            tau_fac_ms: placeless(short_term.tau_fac_ms),
            utilisation_rest: short_term.utilisation_rest,
        }
    }
}

/// Spike-timing-dependent plasticity before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawStdp {
    potentiation: Number,
    depression: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    potentiation_left_per_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    depression_left_per_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tau_potentiation_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tau_depression_ms: Option<Number>,
    pairing: Pairing,
    #[serde(default, skip_serializing_if = "is_usual")]
    depression_from: DepressionFrom,
    weight_min: Number,
    weight_max: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    consolidation: Option<RawConsolidation>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConsolidation {
    every_ms: Spanned<u64>,
    drift: Number,
    left: Number,
}

impl RawStdp {
    /// The plasticity at `place`; the weights of conductances must not become negative.
    pub(super) fn check(
        &self,
        place: &Range<usize>,
        is_conductance: bool,
    ) -> Result<Stdp, Problem> {
        let least = if is_conductance { positive_sized } else { sized };
        let low = least("weight_min", &self.weight_min)?;
        let high = sized("weight_max", &self.weight_max)?;
        if high < low {
            let (low, found) = (brief(low), brief(high));
            let message =
                format!("weight_max: expected at least weight_min ({low}), found {found}");
            return Err(Problem::at(self.weight_max.span(), message));
        }
        Ok(Stdp {
            potentiation: sized("potentiation", &self.potentiation)?,
            depression: sized("depression", &self.depression)?,
            potentiation_left_per_ms: self.left_per_ms(
                place,
                ("potentiation_left_per_ms", &self.potentiation_left_per_ms),
                ("tau_potentiation_ms", &self.tau_potentiation_ms),
            )?,
            depression_left_per_ms: self.left_per_ms(
                place,
                ("depression_left_per_ms", &self.depression_left_per_ms),
                ("tau_depression_ms", &self.tau_depression_ms),
            )?,
            pairing: self.pairing,
            depression_from: self.depression_from,
            bounds: (low, high),
            consolidation: match &self.consolidation {
                None => None,
                Some(raw) => Some(Consolidation {
                    every_ms: counted("every_ms", &raw.every_ms, EVERY_MS_MAX)?,
                    drift: sized("drift", &raw.drift)?,
                    left: share("left", &raw.left)?,
                }),
            },
        })
    }

    /// The factor of a trace per ms, given as such or as a time constant (ms).
    fn left_per_ms(
        &self,
        place: &Range<usize>,
        (left_key, left): (&str, &Option<Number>),
        (tau_key, tau): (&str, &Option<Number>),
    ) -> Result<f64, Problem> {
        match (left, tau) {
            (Some(left), None) => {
                let fits = |value: f64| (0.0..1.0).contains(&value);
                ranged(left_key, left, fits, "0 or more and below 1")
            }
            (None, Some(tau)) => Ok(exp(-1.0 / tau_ms(tau_key, tau)?)),
            (Some(_), Some(tau)) => {
                let message = format!("{tau_key}: not expected beside {left_key}");
                Err(Problem::at(tau.span(), message))
            }
            (None, None) => {
                let message = format!("{left_key}: expected here, or {tau_key} in its place");
                Err(Problem::at(place.clone(), message))
            }
        }
    }
}

impl From<&Stdp> for RawStdp {
    fn from(stdp: &Stdp) -> Self {
        Self {
            potentiation: placeless(stdp.potentiation),
            depression: placeless(stdp.depression),
            potentiation_left_per_ms: Some(placeless(stdp.potentiation_left_per_ms)),
            depression_left_per_ms: Some(placeless(stdp.depression_left_per_ms)),
            tau_potentiation_ms: None,
            tau_depression_ms: None,
            pairing: stdp.pairing,
            depression_from: stdp.depression_from,
            weight_min: placeless(stdp.bounds.0),
            weight_max: placeless(stdp.bounds.1),
            consolidation: stdp.consolidation.map(|consolidation| RawConsolidation {
                every_ms: placeless(consolidation.every_ms.into()),
                drift: placeless(consolidation.drift),
                left: placeless(consolidation.left),
            }),
        }
    }
}
