//! Numbers of a protocol and their limits.

use toml::Spanned;

use crate::engine::CURRENT_MAX;
use crate::input::{Problem, brief, finite};

/// Longest protocol (ms): about eleven days.
pub(in crate::preset) const DURATION_MS_MAX: f64 = 1e9;
/// Maximum number of segments in a protocol, after expansion of sequences and sweeps.
pub(in crate::preset) const SEGMENTS_MAX: usize = 4096;
/// Maximum of sample numbers in the text of a protocol with all repeats; more are written to files
/// beside it.
pub(in crate::preset) const NUMBERS_MAX: usize = 131_072;

pub(super) type Number = Spanned<f64>;

/// A number to be written, without a position in a text.
pub(super) fn placeless(value: f64) -> Number {
    Spanned::new(0..0, value)
}

/// Refuses a time that is outside of its range or above [`DURATION_MS_MAX`].
pub(super) fn within(
    key: &str,
    time_ms: &Number,
    in_range: bool,
    expected: &str,
) -> Result<(), Problem> {
    if in_range && *time_ms.get_ref() <= DURATION_MS_MAX {
        return Ok(());
    }
    let found = brief(*time_ms.get_ref());
    let message =
        format!("{key}: expected {expected} and at most {DURATION_MS_MAX}, found {found}");
    Err(Problem::at(time_ms.span(), message))
}

/// The current, limited in size like the currents of commands.
pub(in crate::preset) fn current(key: &str, number: &Number) -> Result<f64, Problem> {
    let value = finite(key, number)?;
    if value.abs() <= CURRENT_MAX {
        return Ok(value);
    }
    let found = brief(value);
    let message = format!("{key}: expected at most {CURRENT_MAX} in size, found {found}");
    Err(Problem::at(number.span(), message))
}
