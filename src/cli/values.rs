//! Value parsers of arguments.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::commands::{Choice, Value, check};
use crate::measure::BinWidth;

/// A parser that accepts the names of `T`.
pub(super) fn one_of<T: Choice>() -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(T::names()).try_map(|name| T::named(&name).ok_or("no such choice"))
}

pub(super) fn dt(text: &str) -> Result<u32, String> {
    Value::Argument(text).number(check::dt_ms)
}

pub(super) fn seed(text: &str) -> Result<u64, String> {
    Value::Argument(text).whole(check::seed)
}

pub(super) fn current(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::current)
}

pub(super) fn theta(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::theta)
}

pub(super) fn slope(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::slope)
}

pub(super) fn points(text: &str) -> Result<usize, String> {
    Value::Argument(text).whole(check::points)
}

pub(super) fn level(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::finite)
}

pub(super) fn not_negative(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::time_ms)
}

pub(super) fn count(text: &str) -> Result<u64, String> {
    Value::Argument(text).whole(check::count)
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    Value::Argument(text).whole(check::threads)
}

pub(super) fn duration(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::duration_ms)
}

pub(super) fn idle(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::idle_min)
}

pub(super) fn time(text: &str) -> Result<f64, String> {
    Value::Argument(text).number(check::time_ms)
}

pub(super) fn bins(text: &str) -> Result<BinWidth, String> {
    if text == "log" {
        return Ok(BinWidth::Log);
    }
    let width = Value::Argument(text).number(check::duration_ms).map(BinWidth::Ms);
    width.map_err(|message| message.replacen("number", "number (or log)", 1))
}
