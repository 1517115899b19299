//! Connection rules as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::PAIRS_MAX;
use super::number::{Number, Two, placeless, share};
use crate::circuit::{PopulationId, Projection, Recipe, Rule};
use crate::input::Problem;

/// The rules by their names in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    AllToAll,
    Probability,
    InDegree,
    OutDegree,
    OneToOne,
    List,
}

impl Kind {
    /// The key that the rule requires.
    fn key(self) -> Option<&'static str> {
        match self {
            Self::AllToAll | Self::OneToOne => None,
            Self::Probability => Some("probability"),
            Self::InDegree | Self::OutDegree => Some("degree"),
            Self::List => Some("pairs"),
        }
    }
}

/// Pairs of source and target, each counted from 0 through the populations of its side.
pub(super) type RawPairs = Spanned<Vec<Spanned<Two<u64>>>>;

/// The keys of a projection that give its connection rule.
pub(super) struct RawRule<'a> {
    pub(super) kind: &'a Spanned<Kind>,
    pub(super) probability: Option<&'a Number>,
    pub(super) degree: Option<&'a Spanned<u64>>,
    pub(super) pairs: Option<&'a RawPairs>,
}

impl RawRule<'_> {
    /// The rule of `projection` in `recipe`; `projection.rule` is still a placeholder.
    pub(super) fn check(&self, projection: &Projection, recipe: &Recipe) -> Result<Rule, Problem> {
        let kind = *self.kind.get_ref();
        self.refuse_surplus(kind)?;
        let (sources, targets) =
            (recipe.count_of(&projection.from), recipe.count_of(&projection.to));
        let selves = !projection.autapses && recipe.shared_by(projection) > 0;
        let degree = |others: u32, what: &str| match self.degree {
            None => Err(self.missing("degree")),
            Some(degree) => degree_within(degree, others - u32::from(selves), what),
        };
        Ok(match kind {
            Kind::AllToAll => Rule::AllToAll,
            Kind::Probability => {
                let given = self.probability.ok_or_else(|| self.missing("probability"))?;
                Rule::Probability(share("probability", given)?)
            }
            Kind::InDegree => Rule::InDegree(degree(sources, "possible sources of a neuron")?),
            Kind::OutDegree => Rule::OutDegree(degree(targets, "possible targets of a neuron")?),
            Kind::OneToOne => self.one_to_one(projection, recipe)?,
            Kind::List => {
                let pairs = self.pairs.ok_or_else(|| self.missing("pairs"))?;
                Rule::List(list(pairs, projection, recipe)?)
            }
        })
    }

    fn one_to_one(&self, projection: &Projection, recipe: &Recipe) -> Result<Rule, Problem> {
        let (sources, targets) =
            (recipe.count_of(&projection.from), recipe.count_of(&projection.to));
        let refused = |message: String| Err(Problem::at(self.kind.span(), message));
        if sources != targets {
            return refused(format!(
                "rule: expected sides of one size, found {sources} sources and {targets} targets"
            ));
        }
        let meets_itself = |place: u32| {
            let at = |side: &[PopulationId]| recipe.neuron_at(side, place);
            at(&projection.from) == at(&projection.to)
        };
        // Within a population both indices increase together, so its first neuron suffices.
        let mut place = 0;
        for &population in &projection.from {
            if !projection.autapses && meets_itself(place) {
                return refused(
                    "rule: expected autapses = true, since neurons meet themselves".to_owned(),
                );
            }
            place += recipe.population(population).count;
        }
        Ok(Rule::OneToOne)
    }

    fn missing(&self, key: &str) -> Problem {
        Problem::at(self.kind.span(), format!("{key}: expected with this rule"))
    }

    /// Refuses keys that the rule does not use.
    fn refuse_surplus(&self, kind: Kind) -> Result<(), Problem> {
        let keys = [
            ("probability", self.probability.map(Spanned::span)),
            ("degree", self.degree.map(Spanned::span)),
            ("pairs", self.pairs.map(Spanned::span)),
        ];
        for (key, place) in keys {
            if let Some(place) = place
                && kind.key() != Some(key)
            {
                let message = format!("{key}: not expected with this rule");
                return Err(Problem::at(place, message));
            }
        }
        Ok(())
    }
}

fn degree_within(degree: &Spanned<u64>, most: u32, what: &str) -> Result<u32, Problem> {
    let found = *degree.get_ref();
    if let Ok(degree) = u32::try_from(found)
        && (1..=most).contains(&degree)
    {
        return Ok(degree);
    }
    let message = match most {
        0 => format!("degree: not possible, since there are no {what}"),
        _ => format!("degree: expected 1 to {most}, the number of {what}, found {found}"),
    };
    Err(Problem::at(degree.span(), message))
}

/// The pairs in ascending order; an error if a pair does not exist or occurs twice.
fn list(
    pairs: &RawPairs,
    projection: &Projection,
    recipe: &Recipe,
) -> Result<Vec<(u32, u32)>, Problem> {
    let count = pairs.get_ref().len();
    if !(1..=PAIRS_MAX).contains(&count) {
        let message = format!("pairs: expected 1 to {PAIRS_MAX}, found {count}");
        return Err(Problem::at(pairs.span(), message));
    }
    let mut placed: Vec<((u32, u32), Range<usize>)> = Vec::with_capacity(count);
    for pair in pairs.get_ref() {
        placed.push((checked_pair(pair, projection, recipe)?, pair.span()));
    }
    // A stable sort, so that the error is about the second of two equal pairs.
    placed.sort_by_key(|(pair, _)| *pair);
    for two in placed.windows(2) {
        let [(first, _), (second, place)] = two else { continue };
        if first == second {
            let message =
                format!("pairs: expected each once, found [{}, {}] again", first.0, first.1);
            return Err(Problem::at(place.clone(), message));
        }
    }
    Ok(placed.into_iter().map(|(pair, _)| pair).collect())
}

fn checked_pair(
    pair: &Spanned<Two<u64>>,
    projection: &Projection,
    recipe: &Recipe,
) -> Result<(u32, u32), Problem> {
    let Two(source, target) = *pair.get_ref();
    let on_side = |side: &[PopulationId], place: u64| {
        let place = u32::try_from(place).ok()?;
        Some((place, recipe.neuron_at(side, place)?))
    };
    let refused = |message: String| Err(Problem::at(pair.span(), message));
    let (from, to) = (on_side(&projection.from, source), on_side(&projection.to, target));
    match (from, to) {
        (Some((_, pre)), Some((_, post))) if pre == post && !projection.autapses => refused(
            format!("pairs: expected two neurons, found [{source}, {target}], which are one"),
        ),
        (Some((from, _)), Some((to, _))) => Ok((from, to)),
        _ => {
            let sources = recipe.count_of(&projection.from);
            let targets = recipe.count_of(&projection.to);
            refused(format!(
                "pairs: expected a source below {sources} and a target below {targets}, found [{source}, {target}]"
            ))
        }
    }
}

/// The pairs as they are written into a recording.
pub(super) fn raw_pairs(pairs: &[(u32, u32)]) -> RawPairs {
    let raw = |&(source, target): &(u32, u32)| placeless(Two(source.into(), target.into()));
    placeless(pairs.iter().map(raw).collect())
}
