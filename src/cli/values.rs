//! From the text of an argument to its value.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::commands::{Choice, check};

/// A choice among the names of `T`.
pub(super) fn one_of<T: Choice>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::ALL.iter().map(|choice| choice.name())).try_map(|name| {
        T::ALL.iter().copied().find(|choice| choice.name() == name).ok_or("no such choice")
    })
}

fn number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "expected a number".to_owned())
}

fn whole(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "expected a whole number that is not negative".to_owned())
}

pub(super) fn dt(text: &str) -> Result<u32, String> {
    check::dt_ms(number(text)?)
}

pub(super) fn seed(text: &str) -> Result<u64, String> {
    check::seed(whole(text)?)
}

pub(super) fn current(text: &str) -> Result<f64, String> {
    check::current(number(text)?)
}

pub(super) fn theta(text: &str) -> Result<f64, String> {
    check::theta(number(text)?)
}

pub(super) fn slope(text: &str) -> Result<f64, String> {
    check::slope(number(text)?)
}

pub(super) fn speed(text: &str) -> Result<f64, String> {
    check::speed(number(text)?)
}

pub(super) fn fps(text: &str) -> Result<u32, String> {
    check::fps(whole(text)?)
}

pub(super) fn window(text: &str) -> Result<f64, String> {
    check::window_ms(number(text)?)
}

pub(super) fn points(text: &str) -> Result<usize, String> {
    check::points(whole(text)?)
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    check::threads(whole(text)?)
}

pub(super) fn duration(text: &str) -> Result<f64, String> {
    check::duration_ms(number(text)?)
}

pub(super) fn idle(text: &str) -> Result<f64, String> {
    check::idle_min(number(text)?)
}

pub(super) fn time(text: &str) -> Result<f64, String> {
    check::time_ms(number(text)?)
}
