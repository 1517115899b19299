//! Spreads as TOML: values that differ between the neurons of a population. The keys derive from
//! the tables of the families.

use std::fmt;
use std::sync::LazyLock;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use super::number::{Number, placeless, sized};
use crate::circuit::{Law, Spread, SpreadOf};
use crate::input::{Problem, finite, ranged};
use crate::model::{Bound, Counter, Neuron, Parameter};
use crate::preset::key::KeyOf;
use crate::preset::neuron::parameter_names;

/// The key of the initial potential.
const V0: &str = "v0";
/// The key of the constant current.
const CURRENT: &str = "current";

/// Every key.
static KEYS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| parameter_names().chain([V0, CURRENT]).collect());

/// The table `spread` before it has been checked.
#[derive(Debug, Default)]
pub(super) struct RawSpreads(Vec<(&'static str, RawSpread)>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSpread {
    by: Number,
    law: Law,
}

impl RawSpreads {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spreads of `neuron` with the initial potential `v0` (mV), in the order of their random
    /// numbers: parameters as in the table of the family, then v0, then the current.
    ///
    /// # Errors
    /// The position of a spread that the equations do not have or that permits invalid parameters.
    pub(super) fn check(&self, neuron: &Neuron, v0: f64) -> Result<Vec<Spread>, Problem> {
        let family = neuron.equations.family();
        if let Some((key, raw)) = self.0.iter().find(|(key, _)| of(key, neuron).is_none()) {
            let known: Vec<_> = family.parameters.iter().map(|it| it.name).collect();
            let known = known.join(", ");
            let message = format!(
                "{key}: not expected with these equations, of which {known}, {V0} and {CURRENT} may differ"
            );
            return Err(Problem::at(raw.by.span(), message));
        }
        let order = family.parameters.iter().map(|it| it.name).chain([V0, CURRENT]);
        let raw = |key: &str| self.0.iter().find(|(other, _)| *other == key);
        let spreads = order.filter_map(raw).map(|(key, RawSpread { by, law })| {
            let of = of(key, neuron).expect("asked for above");
            let factor = match of {
                SpreadOf::Current => sized(key, by)?,
                SpreadOf::V0 => {
                    ranged(key, by, |by| (v0 + by).is_finite(), "a finite sum with v0")?
                }
                SpreadOf::Parameter(parameter) => {
                    finite(key, by)?;
                    check_extremes(neuron, parameter, by, *law)?
                }
            };
            Ok(Spread { of, by: factor, law: *law })
        });
        let spreads = spreads.collect::<Result<Vec<_>, Problem>>()?;
        self.check_together(neuron, &spreads)?;
        Ok(spreads)
    }

    /// Refuses spreads of c and of the peak that permit a c above the peak.
    fn check_together(&self, neuron: &Neuron, spreads: &[Spread]) -> Result<(), Problem> {
        let mut extreme = *neuron;
        for spread in spreads.iter().filter(|spread| spread.law != Law::Normal) {
            match spread.of {
                SpreadOf::Parameter(it) if it.name == "c" => extreme.c_mv += spread.by.max(0.0),
                SpreadOf::Parameter(it) if it.name == "peak" => {
                    extreme.peak_mv += spread.by.min(0.0);
                }
                _ => {}
            }
        }
        let flaw = extreme.flaw();
        let place = self.0.iter().find(|(key, _)| *key == "c" || *key == "peak");
        match flaw.zip(place) {
            None => Ok(()),
            Some((flaw, (_, raw))) => Err(at_far_end(&raw.by, &flaw.message)),
        }
    }
}

/// The value that `key` names, if `neuron` has it and it is finite.
fn of(key: &str, neuron: &Neuron) -> Option<SpreadOf> {
    match key {
        V0 => Some(SpreadOf::V0),
        CURRENT => Some(SpreadOf::Current),
        name => {
            let parameter = neuron.parameter(name)?;
            parameter.get(neuron).filter(|it| it.is_finite())?;
            Some(SpreadOf::Parameter(parameter))
        }
    }
}

/// The factor of a spread; an error if the value at an end of the spread is invalid. Normal numbers
/// reach [`Counter::NORMAL_MAX`] in both directions; they are checked only for parameters with a
/// bound.
fn check_extremes(
    neuron: &Neuron,
    parameter: &Parameter,
    by: &Number,
    law: Law,
) -> Result<f64, Problem> {
    let factor = *by.get_ref();
    let ends = match law {
        Law::Normal => [Counter::NORMAL_MAX * factor, -Counter::NORMAL_MAX * factor],
        Law::Shared | Law::SharedSquare | Law::Uniform => [0.0, factor],
    };
    for end in ends {
        let mut extreme = *neuron;
        let value = parameter.get(neuron).unwrap_or_default() + end;
        parameter.set(&mut extreme, value);
        let counts = law != Law::Normal || parameter.bound == Bound::Above0 || !value.is_finite();
        if let Some(flaw) = extreme.flaw().filter(|_| counts) {
            return Err(at_far_end(by, &flaw.message));
        }
    }
    Ok(factor)
}

fn at_far_end(by: &Number, message: &str) -> Problem {
    Problem::at(by.span(), format!("{message} at the far end"))
}

impl From<&[Spread]> for RawSpreads {
    fn from(spreads: &[Spread]) -> Self {
        let raw = |Spread { of, by, law }: &Spread| {
            let key = match of {
                SpreadOf::Parameter(parameter) => parameter.name,
                SpreadOf::V0 => V0,
                SpreadOf::Current => CURRENT,
            };
            (key, RawSpread { by: placeless(*by), law: *law })
        };
        Self(spreads.iter().map(raw).collect())
    }
}

impl<'de> Deserialize<'de> for RawSpreads {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl<'de> Visitor<'de> for Whole {
            type Value = RawSpreads;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("struct RawSpreads")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawSpreads, A::Error> {
                let mut spreads = Vec::new();
                while let Some(key) = map.next_key_seed(KeyOf(&KEYS))? {
                    spreads.push((key, map.next_value()?));
                }
                Ok(RawSpreads(spreads))
            }
        }

        deserializer.deserialize_struct("RawSpreads", &KEYS, Whole)
    }
}

impl Serialize for RawSpreads {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, spread) in &self.0 {
            map.serialize_entry(key, spread)?;
        }
        map.end()
    }
}
