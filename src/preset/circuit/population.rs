//! A population as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::Resolve;
use super::number::{Number, counted, placeless, ranged, sized};
use crate::circuit::{Law, NEURONS_MAX, Population, Spread, SpreadOf};
use crate::input::{InputError, Problem, finite};
use crate::model::{Neuron, Protocol, State};
use crate::preset::file::checked_name;
use crate::preset::{RawNeuron, RawProtocol, ReadTable, protocol};

/// A population before it has been checked.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPopulation {
    pub(super) name: Spanned<String>,
    count: Spanned<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    preset: Option<Spanned<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    v0: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    u0: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    current: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    neuron: Option<RawNeuron>,
    #[serde(default, skip_serializing_if = "RawSpreads::is_empty")]
    spread: RawSpreads,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protocol: Option<RawProtocol>,
}

/// What differs from neuron to neuron.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpreads {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    a: Option<RawSpread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    b: Option<RawSpread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<RawSpread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    d: Option<RawSpread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    v0: Option<RawSpread>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    current: Option<RawSpread>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpread {
    by: Number,
    law: Law,
}

impl RawPopulation {
    /// Reads the files that its protocol names.
    pub(super) fn load(&mut self, read: Option<&ReadTable<'_>>) -> Result<(), InputError> {
        self.protocol.as_mut().map_or(Ok(()), |protocol| protocol.load(read))
    }

    /// The population that stands at `place`.
    pub(super) fn check(
        &self,
        place: Range<usize>,
        resolve: &Resolve<'_>,
    ) -> Result<Population, Problem> {
        let name = checked_name(&self.name)?;
        let count = counted("count", &self.count, NEURONS_MAX)?;
        let (neuron, initial) = self.neuron(&place, resolve)?;
        let given_v0 = self.v0.as_ref().map(|v0| finite("v0", v0)).transpose()?;
        let given_u0 = self.u0.as_ref().map(|u0| finite("u0", u0)).transpose()?;
        let missing = || Problem::at(place, "v0: expected in this population");
        let v0 = given_v0.or(initial.map(|state| state.v)).ok_or_else(missing)?;
        // What follows from v0 anyway follows from that of each neuron.
        let own_u0 = initial.map(|state| state.u).filter(|u0| *u0 != neuron.usual_u0(v0));
        let u0 = given_u0.or(if given_v0.is_some() { None } else { own_u0 });
        let protocol = self.protocol(neuron.equations.current_unit())?;
        let spread = self.spread.check(&neuron, v0)?;
        Ok(Population { name, count, neuron, v0, u0, spread, protocol })
    }

    /// The neuron and, where it is a preset's, its initial state.
    fn neuron(
        &self,
        place: &Range<usize>,
        resolve: &Resolve<'_>,
    ) -> Result<(Neuron, Option<State>), Problem> {
        match (&self.preset, &self.neuron) {
            (None, Some(neuron)) => Ok((neuron.check()?, None)),
            (Some(preset), None) => {
                let problem = |message| Problem::at(preset.span(), format!("preset: {message}"));
                let (neuron, initial) = resolve(preset.get_ref()).map_err(problem)?;
                Ok((neuron, Some(initial)))
            }
            (Some(preset), Some(_)) => {
                let message = "preset: not expected in a population with a neuron of its own";
                Err(Problem::at(preset.span(), message))
            }
            (None, None) => {
                let message = "preset: expected in this population, or a neuron in its place";
                Err(Problem::at(place.clone(), message))
            }
        }
    }

    fn protocol(&self, unit: Option<&str>) -> Result<Protocol, Problem> {
        match (&self.current, &self.protocol) {
            (None, None) => Ok(Protocol::constant(0.0)),
            (Some(current), None) => protocol::current("current", current).map(Protocol::constant),
            (None, Some(protocol)) => protocol.check(unit),
            (Some(current), Some(_)) => {
                let message = "current: not expected in a population with a protocol";
                Err(Problem::at(current.span(), message))
            }
        }
    }
}

impl RawSpreads {
    fn is_empty(&self) -> bool {
        self.all().iter().all(|(_, _, raw)| raw.is_none())
    }

    fn all(&self) -> [(&'static str, SpreadOf, &Option<RawSpread>); 6] {
        [
            ("a", SpreadOf::A, &self.a),
            ("b", SpreadOf::B, &self.b),
            ("c", SpreadOf::C, &self.c),
            ("d", SpreadOf::D, &self.d),
            ("v0", SpreadOf::V0, &self.v0),
            ("current", SpreadOf::Current, &self.current),
        ]
    }

    fn check(&self, neuron: &Neuron, v0: f64) -> Result<Vec<Spread>, Problem> {
        let mut spreads = Vec::new();
        for (key, of, raw) in self.all() {
            let Some(RawSpread { by, law }) = raw else { continue };
            let factor = if of == SpreadOf::Current { sized(key, by) } else { finite(key, by) }?;
            let bounded = *law != Law::Normal;
            match of {
                SpreadOf::V0 => {
                    ranged(key, by, |by| (v0 + by).is_finite(), "a finite sum with v0")?;
                }
                SpreadOf::Current => {}
                SpreadOf::A | SpreadOf::B | SpreadOf::C | SpreadOf::D => {
                    check_extreme(neuron, key, by, bounded)?;
                }
            }
            spreads.push(Spread { of, by: factor, law: *law });
        }
        Ok(spreads)
    }
}

/// Refuses a spread with which a neuron at the far end of it would be none. What is `bounded` goes
/// that far; a normal number goes as far as one may wait, so that it only has to be finite.
fn check_extreme(neuron: &Neuron, key: &str, by: &Number, bounded: bool) -> Result<(), Problem> {
    let mut extreme = *neuron;
    let parameter = neuron.parameter(key).expect("every neuron has it");
    let value = parameter.get(neuron).unwrap_or_default() + by.get_ref();
    parameter.set(&mut extreme, value);
    let flaw = extreme.flaw().filter(|_| bounded || !value.is_finite());
    match flaw {
        None => Ok(()),
        Some(flaw) => Err(Problem::at(by.span(), format!("{} at the far end", flaw.message))),
    }
}

impl From<&Population> for RawPopulation {
    fn from(population: &Population) -> Self {
        let current = population.protocol.baseline;
        let is_constant = population.protocol == Protocol::constant(current);
        let of = |wanted: SpreadOf| {
            let spread = population.spread.iter().find(|spread| spread.of == wanted)?;
            Some(RawSpread { by: placeless(spread.by), law: spread.law })
        };
        Self {
            name: placeless(population.name.clone()),
            count: placeless(population.count.into()),
            preset: None,
            v0: Some(placeless(population.v0)),
            u0: population.u0.map(placeless),
            current: is_constant.then(|| placeless(current)),
            neuron: Some((&population.neuron).into()),
            spread: RawSpreads {
                a: of(SpreadOf::A),
                b: of(SpreadOf::B),
                c: of(SpreadOf::C),
                d: of(SpreadOf::D),
                v0: of(SpreadOf::V0),
                current: of(SpreadOf::Current),
            },
            protocol: (!is_constant).then(|| (&population.protocol).into()),
        }
    }
}
