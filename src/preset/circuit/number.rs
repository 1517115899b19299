//! Checks of the numbers in a circuit's file.

use std::marker::PhantomData;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;

use crate::engine::CURRENT_MAX;
use crate::input::{Problem, ranged};

pub(super) type Number = Spanned<f64>;

/// Longest time constant (ms).
const TAU_MS_MAX: f64 = 1e6;

/// A value to be written, without a position in a text.
pub(super) fn placeless<T>(value: T) -> Spanned<T> {
    Spanned::new(0..0, value)
}

/// A weight or current, limited in size like the currents of commands.
pub(super) fn sized(key: &str, number: &Number) -> Result<f64, Problem> {
    let expected = format!("at most {CURRENT_MAX} in size");
    ranged(key, number, |value| value.abs() <= CURRENT_MAX, &expected)
}

/// A weight or current of at least 0.
pub(super) fn positive_sized(key: &str, number: &Number) -> Result<f64, Problem> {
    let expected = format!("0 to {CURRENT_MAX}");
    ranged(key, number, |value| (0.0..=CURRENT_MAX).contains(&value), &expected)
}

/// A probability or fraction, 0 to 1.
pub(super) fn share(key: &str, number: &Number) -> Result<f64, Problem> {
    ranged(key, number, |value| (0.0..=1.0).contains(&value), "0 to 1")
}

/// A time constant above 0 (ms).
pub(super) fn tau_ms(key: &str, number: &Number) -> Result<f64, Problem> {
    let expected = format!("above 0 and at most {TAU_MS_MAX}");
    ranged(key, number, |value| value > 0.0 && value <= TAU_MS_MAX, &expected)
}

/// A time constant (ms) that may be 0, which means immediately.
pub(super) fn tau_ms_or_0(key: &str, number: &Number) -> Result<f64, Problem> {
    let expected = format!("0 to {TAU_MS_MAX}");
    ranged(key, number, |value| (0.0..=TAU_MS_MAX).contains(&value), &expected)
}

/// The integer of `key`, if it is from 1 to `most`.
pub(super) fn counted(key: &str, number: &Spanned<u64>, most: u32) -> Result<u32, Problem> {
    let value = *number.get_ref();
    match u32::try_from(value) {
        Ok(count) if (1..=most).contains(&count) => Ok(count),
        _ => {
            let message = format!("{key}: expected 1 to {most}, found {value}");
            Err(Problem::at(number.span(), message))
        }
    }
}

/// A number or a table.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum NumberOr<T> {
    Number(f64),
    Table(T),
}

// Written by hand, because a derived untagged enum loses the positions of the numbers.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for NumberOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = NumberOr<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number or a table")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
                Ok(NumberOr::Number(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(NumberOr::Number(value as f64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(NumberOr::Table)
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A name, or a list of names.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Names {
    One(String),
    Many(Vec<Spanned<String>>),
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = Names;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a name or a list of names")
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Names::One(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Names::Many)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// A list of two elements.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Two<T>(pub(super) T, pub(super) T);

// Written by hand, because the derived one ignores a third element.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Two<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Pair<T> {
            type Value = Two<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of two")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let (first, second) = (list.next_element()?, list.next_element()?);
                let more = list.next_element::<IgnoredAny>()?;
                match (first, second, more) {
                    (Some(first), Some(second), None) => Ok(Two(first, second)),
                    _ => Err(A::Error::custom("expected a list of two")),
                }
            }
        }

        deserializer.deserialize_seq(Pair(PhantomData))
    }
}
