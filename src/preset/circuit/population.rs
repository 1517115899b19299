//! A population as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::Resolve;
use super::number::{Number, counted, placeless};
use super::spread::RawSpreads;
use crate::circuit::{NEURONS_MAX, Population};
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

impl RawPopulation {
    /// Reads the tables that its protocol names.
    pub(super) fn load(&mut self, read: Option<&ReadTable<'_>>) -> Result<(), InputError> {
        self.protocol.as_mut().map_or(Ok(()), |protocol| protocol.load(read))
    }

    /// The population at `place` in the text.
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
        // Without u0, the initial recovery variable of each neuron derives from its own v0.
        let own_u0 = initial.map(|state| state.u).filter(|u0| *u0 != neuron.usual_u0(v0));
        let u0 = given_u0.or(if given_v0.is_some() { None } else { own_u0 });
        let protocol = self.protocol(neuron.equations.current_unit())?;
        let spread = self.spread.check(&neuron, v0)?;
        Ok(Population { name, count, neuron, v0, u0, spread, protocol })
    }

    /// The neuron and, if it is from a preset, its initial state.
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
            (None, Some(protocol)) => {
                protocol.refuse_reset()?;
                protocol.check(unit)
            }
            (Some(current), Some(_)) => {
                let message = "current: not expected in a population with a protocol";
                Err(Problem::at(current.span(), message))
            }
        }
    }
}

impl From<&Population> for RawPopulation {
    fn from(population: &Population) -> Self {
        let current = population.protocol.baseline;
        let is_constant = population.protocol == Protocol::constant(current);
        Self {
            name: placeless(population.name.clone()),
            count: placeless(population.count.into()),
            preset: None,
            v0: Some(placeless(population.v0)),
            u0: population.u0.map(placeless),
            current: is_constant.then(|| placeless(current)),
            neuron: Some((&population.neuron).into()),
            spread: population.spread.as_slice().into(),
            protocol: (!is_constant).then(|| (&population.protocol).into()),
        }
    }
}
