//! Validity checks shared by command-line flags and the configuration file. The checks of view
//! settings are beside their table in [settings](super::settings).
//!
//! Each function returns the checked value, or a message about what was expected.

use crate::engine::{CURRENT_MAX, Injection, steps_per_ms_of};
use crate::input::brief;
use crate::machine::useful_threads;

/// Largest seed that a TOML integer can hold.
const SEED_MAX: u64 = i64::MAX as u64;

/// A time since the start (ms).
///
/// # Errors
/// The number is negative or not finite.
pub fn time_ms(time_ms: f64) -> Result<f64, String> {
    if time_ms >= 0.0 && time_ms.is_finite() {
        // Removes the sign of a negative zero.
        return Ok(time_ms.abs());
    }
    Err(format!("expected a finite number of 0 or more, found {}", brief(time_ms)))
}

/// A level of a trigger.
///
/// # Errors
/// The number is not finite.
pub fn finite(level: f64) -> Result<f64, String> {
    if level.is_finite() {
        return Ok(level);
    }
    Err(format!("expected a finite number, found {}", brief(level)))
}

/// A number of events.
///
/// # Errors
/// The number is 0.
pub fn count(count: u64) -> Result<u64, String> {
    if count > 0 {
        Ok(count)
    } else {
        Err("expected a whole number of 1 or more, found 0".to_owned())
    }
}

/// A duration (ms).
///
/// # Errors
/// The number is not above 0, or not finite.
pub fn duration_ms(duration_ms: f64) -> Result<f64, String> {
    if duration_ms > 0.0 && duration_ms.is_finite() {
        return Ok(duration_ms);
    }
    Err(format!("expected a finite number above 0, found {}", brief(duration_ms)))
}

/// Number of currents of an f-I curve.
///
/// # Errors
/// The number is outside 1 to 1,000,000.
pub fn points(points: u64) -> Result<usize, String> {
    whole_within(points, 1, 1_000_000)
}

/// Number of threads, reduced to the number of processors.
///
/// # Errors
/// The number is outside 1 to 256.
pub fn threads(threads: u64) -> Result<usize, String> {
    whole_within(threads, 1, 256).map(useful_threads)
}

/// Minutes without a key press after which a kiosk ends.
///
/// # Errors
/// The number is not above 0, or larger than 10,000.
pub fn idle_min(idle_min: f64) -> Result<f64, String> {
    if idle_min > 0.0 && idle_min <= 10_000.0 {
        return Ok(idle_min);
    }
    Err(format!("expected above 0 and at most 10000 minutes, found {}", brief(idle_min)))
}

fn whole_within(value: u64, low: u64, high: u64) -> Result<usize, String> {
    match usize::try_from(value) {
        Ok(whole) if (low..=high).contains(&value) => Ok(whole),
        _ => Err(format!("expected {low} to {high}, found {value}")),
    }
}

/// A holding current, in the neuron's unit.
///
/// # Errors
/// The model refuses the current.
pub fn current(current: f64) -> Result<f64, String> {
    let hold = Injection::Hold { current };
    hold.validate().map(|()| current).map_err(|rejection| rejection.to_string())
}

/// Theta of the artificial units, in the neuron's unit of current.
///
/// # Errors
/// The number is not finite, or larger than any current.
pub fn theta(theta: f64) -> Result<f64, String> {
    if theta.abs() <= CURRENT_MAX {
        return Ok(theta);
    }
    Err(format!(
        "expected a finite number of at most {CURRENT_MAX} in size, found {}",
        brief(theta)
    ))
}

/// Slope of the sigmoid unit, in the neuron's unit of current.
///
/// # Errors
/// The number is not above 0, or larger than any current.
pub fn slope(slope: f64) -> Result<f64, String> {
    if slope > 0.0 && slope <= CURRENT_MAX {
        return Ok(slope);
    }
    Err(format!("expected above 0 and at most {CURRENT_MAX}, found {}", brief(slope)))
}

/// A seed of random numbers.
///
/// # Errors
/// A TOML file cannot hold the number.
pub fn seed(seed: u64) -> Result<u64, String> {
    if seed <= SEED_MAX {
        return Ok(seed);
    }
    Err(format!("expected 0 to {SEED_MAX}, found {seed}"))
}

/// Steps per millisecond for a step of `dt_ms`.
///
/// # Errors
/// The step is not one divided by a whole number.
pub fn dt_ms(dt_ms: f64) -> Result<u32, String> {
    steps_per_ms_of(dt_ms).ok_or_else(|| {
        format!("expected 1/n ms with a whole n from 1 to 1000000, found {}", brief(dt_ms))
    })
}
