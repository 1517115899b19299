//! A projection as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::drawn::{self, RawDelay, RawWeight};
use super::names::{named, names_of};
use super::number::{Names, Number, placeless, share, sized, tau_ms};
use super::plasticity::{RawShortTerm, RawStdp};
use super::rule::{self, RawPairs, RawRule, raw_pairs};
use crate::circuit::{Delay, Distribution, PopulationId, Projection, Recipe, Rule};
use crate::input::Problem;
use crate::model::synapse::{Kinetics, Stdp};
use crate::preset::checked_sentence;

/// Longest default name of one side, composed of the names of its populations (bytes).
const SIDE_BYTES_MAX: usize = 64;

/// The kinetics by their names in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum KineticsKind {
    #[default]
    Jump,
    Current,
    Conductance,
}

/// A projection before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProjection {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Spanned<String>>,
    from: Spanned<Names>,
    to: Spanned<Names>,
    rule: Spanned<rule::Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    probability: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    degree: Option<Spanned<u64>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    autapses: bool,
    #[serde(default = "jump")]
    kinetics: Spanned<KineticsKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tau_ms: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reversal_mv: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pairs: Option<RawPairs>,
    weight: Spanned<RawWeight>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delay_ms: Option<Spanned<RawDelay>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    short_term: Option<RawShortTerm>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stdp: Option<Spanned<RawStdp>>,
}

fn jump() -> Spanned<KineticsKind> {
    placeless(KineticsKind::Jump)
}

impl RawProjection {
    /// The projection, given a `recipe` with all populations and all earlier projections.
    pub(super) fn check(&self, recipe: &Recipe) -> Result<Projection, Problem> {
        let from = named("from", &self.from, recipe)?;
        let to = named("to", &self.to, recipe)?;
        let kinetics = self.kinetics()?;
        let is_conductance = matches!(kinetics, Kinetics::Conductance { .. });
        let stdp = self.stdp.as_ref().map(|raw| raw.get_ref().check(&raw.span(), is_conductance));
        let stdp = stdp.transpose()?;
        let bounds = stdp.map(|stdp| stdp.bounds);
        let weight = drawn::weight(&self.weight, is_conductance, bounds)?;
        if let Some(stdp) = &stdp {
            self.check_bounds(&weight, stdp)?;
        }
        let mut projection = Projection {
            name: self.name(&from, &to, recipe)?,
            from,
            to,
            rule: Rule::AllToAll,
            autapses: self.autapses,
            weight,
            delay: drawn::delay(self.delay_ms.as_ref(), recipe.steps_per_ms)?,
            kinetics,
            release: self.release.as_ref().map_or(Ok(1.0), |release| share("release", release))?,
            short_term: self.short_term.as_ref().map(RawShortTerm::check).transpose()?,
            stdp,
        };
        let rule = RawRule {
            kind: &self.rule,
            probability: self.probability.as_ref(),
            degree: self.degree.as_ref(),
            pairs: self.pairs.as_ref(),
        };
        projection.rule = rule.check(&projection, recipe)?;
        Ok(projection)
    }

    /// The position of the delay, if it is given.
    pub(super) fn delay_place(&self) -> Option<Range<usize>> {
        self.delay_ms.as_ref().map(Spanned::span)
    }

    fn name(
        &self,
        from: &[PopulationId],
        to: &[PopulationId],
        recipe: &Recipe,
    ) -> Result<String, Problem> {
        if let Some(name) = &self.name {
            return checked_sentence("name", name);
        }
        let side = |populations: &[PopulationId]| {
            let names = populations.iter().map(|&one| &*recipe.population(one).name);
            let joined = names.collect::<Vec<_>>().join(", ");
            let fits = joined.len() <= SIDE_BYTES_MAX;
            if fits { joined } else { format!("{} populations", populations.len()) }
        };
        Ok(format!("{} to {}", side(from), side(to)))
    }

    fn kinetics(&self) -> Result<Kinetics, Problem> {
        let kind = *self.kinetics.get_ref();
        let surplus = [
            ("tau_ms", &self.tau_ms, kind != KineticsKind::Jump),
            ("reversal_mv", &self.reversal_mv, kind == KineticsKind::Conductance),
        ];
        for (key, number, wanted) in surplus {
            match number {
                Some(number) if !wanted => {
                    let message = format!("{key}: not expected with these kinetics");
                    return Err(Problem::at(number.span(), message));
                }
                None if wanted => {
                    let message = format!("{key}: expected with these kinetics");
                    return Err(Problem::at(self.kinetics.span(), message));
                }
                _ => {}
            }
        }
        let tau = self.tau_ms.as_ref().map(|tau| tau_ms("tau_ms", tau)).transpose()?;
        let reversal = self.reversal_mv.as_ref().map(|mv| sized("reversal_mv", mv)).transpose()?;
        Ok(match (tau, reversal) {
            (Some(tau_ms), Some(reversal_mv)) => Kinetics::Conductance { tau_ms, reversal_mv },
            (Some(tau_ms), None) => Kinetics::Current { tau_ms },
            (None, _) => Kinetics::Jump,
        })
    }

    /// Refuses initial weights outside of the bounds of their plasticity.
    fn check_bounds(&self, weight: &Distribution, stdp: &Stdp) -> Result<(), Problem> {
        let (least, most) = stdp.bounds;
        let (low, high) = match *weight {
            Distribution::Uniform { low, high } => (low, high),
            Distribution::Constant(mean) | Distribution::Normal { mean, .. } => (mean, mean),
        };
        if least <= low && high <= most {
            return Ok(());
        }
        let message =
            format!("weight: expected weights within the bounds of stdp, {least} to {most}");
        Err(Problem::at(self.weight.span(), message))
    }
}

impl RawProjection {
    /// The form that is written into a recording.
    pub(super) fn new(projection: &Projection, recipe: &Recipe) -> Self {
        let (kinetics, tau_ms, reversal_mv) = match projection.kinetics {
            Kinetics::Jump => (KineticsKind::Jump, None, None),
            Kinetics::Current { tau_ms } => (KineticsKind::Current, Some(tau_ms), None),
            Kinetics::Conductance { tau_ms, reversal_mv } => {
                (KineticsKind::Conductance, Some(tau_ms), Some(reversal_mv))
            }
        };
        let delay = RawDelay::new(&projection.delay, recipe.steps_per_ms);
        let mut raw = Self {
            name: Some(placeless(projection.name.clone())),
            from: names_of(&projection.from, recipe),
            to: names_of(&projection.to, recipe),
            rule: placeless(rule::Kind::AllToAll),
            probability: None,
            degree: None,
            autapses: projection.autapses,
            kinetics: placeless(kinetics),
            tau_ms: tau_ms.map(placeless),
            reversal_mv: reversal_mv.map(placeless),
            release: (projection.release != 1.0).then(|| placeless(projection.release)),
            pairs: None,
            weight: placeless((&projection.weight).into()),
            delay_ms: (projection.delay != Delay::Constant(1)).then(|| placeless(delay)),
            short_term: projection.short_term.as_ref().map(Into::into),
            stdp: projection.stdp.as_ref().map(|stdp| placeless(stdp.into())),
        };
        raw.set_rule(&projection.rule);
        raw
    }

    fn set_rule(&mut self, rule: &Rule) {
        let kind = match rule {
            Rule::AllToAll => rule::Kind::AllToAll,
            Rule::Probability(probability) => {
                self.probability = Some(placeless(*probability));
                rule::Kind::Probability
            }
            Rule::InDegree(degree) => {
                self.degree = Some(placeless((*degree).into()));
                rule::Kind::InDegree
            }
            Rule::OutDegree(degree) => {
                self.degree = Some(placeless((*degree).into()));
                rule::Kind::OutDegree
            }
            Rule::OneToOne => rule::Kind::OneToOne,
            Rule::List(pairs) => {
                self.pairs = Some(raw_pairs(pairs));
                rule::Kind::List
            }
        };
        self.rule = placeless(kind);
    }
}
