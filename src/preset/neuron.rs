//! A neuron's equations and parameters as TOML: the layout is that of a preset's `[neuron]` and of
//! a recording. The keys derive from the tables of the families ([`Family`]).

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use serde::de::{Deserializer, EnumAccess, Error, MapAccess, VariantAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::key::KeyOf;
use crate::input::{Problem, finite};
use crate::model::{Family, Neuron, Parameter, Presence};

type Number = Spanned<f64>;

/// The key that names the family's equations.
const EQUATIONS: &str = "equations";
/// The key that names the recovery, needed where equations of one name have several.
const RECOVERY: &str = "recovery";

/// The names of all equations.
static EQUATIONS_NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| distinct(Family::ALL.iter().map(|family| family.name)));

/// The names of all recoveries.
static RECOVERY_NAMES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| distinct(Family::ALL.iter().filter_map(|family| family.recovery)));

/// Every key, in an order consistent with the table of each family.
static KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut keys = vec![EQUATIONS];
    for family in Family::ALL {
        let mut names = keys_of(family);
        names.reverse();
        // A key is inserted before the key that follows it in the table.
        let mut place = keys.len();
        for name in names {
            match keys.iter().position(|key| *key == name) {
                Some(known) => place = known,
                None => keys.insert(place, name),
            }
        }
    }
    keys
});

/// The keys that every family requires.
static REQUIRED_BY_ALL: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let required = |name: &&str| {
        let requires = |parameter: &Parameter| parameter.presence == Presence::Required;
        Family::ALL.iter().all(|family| family.parameter(name).is_some_and(requires))
    };
    KEYS.iter().copied().filter(required).collect()
});

/// The names of all parameters, in the order of files.
pub(super) fn parameter_names() -> impl Iterator<Item = &'static str> {
    KEYS.iter().copied().filter(|key| ![EQUATIONS, RECOVERY].contains(key))
}

fn distinct(names: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut all = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// The keys of `family` in the order of files: the recovery precedes the keys that it adds.
fn keys_of(family: &'static Family) -> Vec<&'static str> {
    let usual = Family::named(family.name, None).unwrap_or(family);
    let mut keys: Vec<_> = family.parameters.iter().map(|parameter| parameter.name).collect();
    let added = keys.iter().position(|name| usual.parameter(name).is_none());
    if let Some(place) = added.filter(|_| family.recovery.is_some()) {
        keys.insert(place, RECOVERY);
    }
    keys
}

/// A neuron's parameters before they have been checked.
#[derive(Debug)]
pub struct RawNeuron {
    equations: Spanned<Equations>,
    recovery: Option<Spanned<Recovery>>,
    numbers: Vec<(&'static str, Number)>,
}

impl RawNeuron {
    /// The neuron, if its parameters are valid.
    ///
    /// # Errors
    /// The position of a parameter that is invalid, missing or not used by the equations.
    pub fn check(&self) -> Result<Neuron, Problem> {
        let family = self.family()?;
        let mut neuron = family.blank_neuron();
        for parameter in family.parameters {
            match (self.number(parameter.name), parameter.presence) {
                (Some(number), _) => parameter.set(&mut neuron, finite(parameter.name, number)?),
                (None, Presence::Required) => {
                    let message = format!("{}: expected with these equations", parameter.name);
                    return Err(Problem::at(self.equations.span(), message));
                }
                (None, Presence::Usual(_) | Presence::Special(_)) => {}
            }
        }
        let mut numbers = self.numbers.iter();
        match numbers.find(|(name, _)| family.parameter(name).is_none()) {
            Some((name, number)) => Err(surplus(name, family, number.span())),
            None => match neuron.flaw() {
                None => Ok(neuron),
                Some(flaw) => Err(Problem::at(self.place(flaw.parameter), flaw.message)),
            },
        }
    }

    /// The family with the given equations and recovery.
    fn family(&self) -> Result<&'static Family, Problem> {
        let recovery = self.recovery.as_ref();
        let name = self.equations.get_ref().0;
        let usual = || Family::named(name, None).expect("a name of equations is one of a family");
        let Some(recovery) = recovery else { return Ok(usual()) };
        let found = Family::named(name, Some(recovery.get_ref().0));
        found.ok_or_else(|| surplus(RECOVERY, usual(), recovery.span()))
    }

    fn number(&self, name: &str) -> Option<&Number> {
        self.numbers.iter().find(|(other, _)| *other == name).map(|(_, number)| number)
    }

    /// The position of a parameter in the text.
    fn place(&self, parameter: &Parameter) -> Range<usize> {
        self.number(parameter.name).map_or(self.equations.span(), Spanned::span)
    }
}

/// The error for a key that the equations do not use.
fn surplus(key: &str, family: &'static Family, place: Range<usize>) -> Problem {
    let known = keys_of(family).join(", ");
    Problem::at(place, format!("{key}: not expected with these equations, which have {known}"))
}

/// The name of equations.
#[derive(Clone, Copy, Debug)]
struct Equations(&'static str);

/// The name of a recovery.
#[derive(Clone, Copy, Debug)]
struct Recovery(&'static str);

impl<'de> Deserialize<'de> for Equations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        one_of(deserializer, "Equations", &EQUATIONS_NAMES).map(Self)
    }
}

impl<'de> Deserialize<'de> for Recovery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        one_of(deserializer, "Recovery", &RECOVERY_NAMES).map(Self)
    }
}

/// Deserializes one of these names like a unit variant of an enum.
fn one_of<'de, D: Deserializer<'de>>(
    deserializer: D,
    what: &'static str,
    names: &'static [&'static str],
) -> Result<&'static str, D::Error> {
    struct Names(&'static str, &'static [&'static str]);

    impl<'de> Visitor<'de> for Names {
        type Value = &'static str;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "enum {}", self.0)
        }

        fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
            let (name, rest) = data.variant::<String>()?;
            rest.unit_variant()?;
            let found = self.1.iter().find(|other| **other == name);
            found.copied().ok_or_else(|| Error::unknown_variant(&name, self.1))
        }
    }

    deserializer.deserialize_enum(what, names, Names(what, names))
}

impl<'de> Deserialize<'de> for RawNeuron {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Whole;

        impl<'de> Visitor<'de> for Whole {
            type Value = RawNeuron;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("struct RawNeuron")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawNeuron, A::Error> {
                let (mut equations, mut recovery, mut numbers) = (None, None, Vec::new());
                while let Some(key) = map.next_key_seed(KeyOf(&KEYS))? {
                    match key {
                        EQUATIONS => equations = Some(map.next_value()?),
                        RECOVERY => recovery = Some(map.next_value()?),
                        name => numbers.push((name, map.next_value::<Number>()?)),
                    }
                }
                let equations = equations.ok_or_else(|| Error::missing_field(EQUATIONS))?;
                let is_there = |name: &&str| numbers.iter().any(|(other, _)| other == name);
                match REQUIRED_BY_ALL.iter().find(|name| !is_there(name)) {
                    Some(missing) => Err(Error::missing_field(missing)),
                    None => Ok(RawNeuron { equations, recovery, numbers }),
                }
            }
        }

        deserializer.deserialize_struct("RawNeuron", &KEYS, Whole)
    }
}

impl Serialize for RawNeuron {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(EQUATIONS, self.equations.get_ref().0)?;
        for key in KEYS.iter() {
            match (*key, &self.recovery) {
                (RECOVERY, Some(recovery)) => map.serialize_entry(key, recovery.get_ref().0)?,
                (name, _) => {
                    if let Some(number) = self.number(name) {
                        map.serialize_entry(name, number.get_ref())?;
                    }
                }
            }
        }
        map.end()
    }
}

/// A value to be written, without a position in a text.
fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

impl From<&Neuron> for RawNeuron {
    fn from(neuron: &Neuron) -> Self {
        let family = neuron.equations.family();
        let usual = Family::named(family.name, None).and_then(|family| family.recovery);
        let recovery = family.recovery.filter(|recovery| Some(*recovery) != usual);
        let written = family.parameters.iter().filter(|parameter| parameter.is_listed(neuron));
        let number =
            |parameter: &Parameter| Some((parameter.name, placeless(parameter.get(neuron)?)));
        Self {
            equations: placeless(Equations(family.name)),
            recovery: recovery.map(|recovery| placeless(Recovery(recovery))),
            numbers: written.filter_map(number).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_every_table() {
        let expected = [
            "equations",
            "C",
            "k",
            "k_low",
            "k_high",
            "vr",
            "vt",
            "a",
            "b",
            "c",
            "d",
            "peak",
            "recovery",
            "vb",
            "b_above",
            "peak_per_u",
            "c_per_u",
            "u_max",
        ];
        assert_eq!(*KEYS, expected);
        assert_eq!(*REQUIRED_BY_ALL, ["a", "b", "c", "d"]);
        for family in Family::ALL {
            let places = keys_of(family)
                .into_iter()
                .map(|key| KEYS.iter().position(|other| *other == key).expect("a key"));
            assert!(places.is_sorted(), "{}", family.name);
        }
    }
}
