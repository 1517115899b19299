//! The weight and the delay of a projection's synapses as TOML.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::number::{Number, NumberOr, Two, placeless, positive_sized, sized};
use crate::circuit::{DELAY_STEPS_MAX, Delay, Distribution, Outside};
use crate::input::{Problem, brief, finite};

/// A weight before it has been checked.
pub(super) type RawWeight = NumberOr<RawWeights>;
/// A delay before it has been checked.
pub(super) type RawDelay = NumberOr<RawDelays>;

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWeights {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    low: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    high: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mean: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sd: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outside: Option<Spanned<Outside>>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDelays {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    low: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    high: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    each: Option<Two<Number>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step_ms: Option<Number>,
}

/// Minimum probability of a normal draw within the range, where other draws are repeated.
const SHARE_MIN: f64 = 0.01;

/// The distribution of weights. Weights of conductances must be at least 0, and plastic weights
/// must start within `bounds`.
pub(super) fn weight(
    raw: &Spanned<RawWeight>,
    is_conductance: bool,
    bounds: Option<(f64, f64)>,
) -> Result<Distribution, Problem> {
    let checked = |number: &Number| match is_conductance {
        true => positive_sized("weight", number),
        false => sized("weight", number),
    };
    let place = raw.span();
    let table = match raw.get_ref() {
        NumberOr::Number(value) => {
            return checked(&Spanned::new(place, *value)).map(Distribution::Constant);
        }
        NumberOr::Table(table) => table,
    };
    match (&table.low, &table.high, &table.mean, &table.sd) {
        (Some(low), Some(high), None, None) => {
            if let Some(outside) = &table.outside {
                let message = "outside: not expected without mean and sd";
                return Err(Problem::at(outside.span(), message));
            }
            let (from, to) = (checked(low)?, checked(high)?);
            in_order("weight", from, to, high)?;
            Ok(Distribution::Uniform { low: from, high: to })
        }
        (None, None, Some(mean), Some(sd)) => {
            let (at, spread) = (checked(mean)?, positive_sized("sd", sd)?);
            // Draws are limited to the side of 0 on which the mean lies; a mean of 0 has no side.
            if is_conductance && at == 0.0 && spread > 0.0 {
                let message = "mean: expected above 0 for a conductance, found 0";
                return Err(Problem::at(mean.span(), message));
            }
            let outside = table.outside.as_ref().map_or_else(Outside::default, |it| *it.get_ref());
            let law = Distribution::Normal { mean: at, sd: spread, outside };
            match &table.outside {
                Some(place) => check_outside(place, &law, is_conductance, bounds),
                None => Ok(()),
            }?;
            Ok(law)
        }
        _ => {
            let message = "weight: expected a number, { low, high } or { mean, sd }";
            Err(Problem::at(place, message))
        }
    }
}

/// Refuses weights that their kinetics do not allow, and a distribution that needs too many draws.
fn check_outside(
    outside: &Spanned<Outside>,
    law: &Distribution,
    is_conductance: bool,
    bounds: Option<(f64, f64)>,
) -> Result<(), Problem> {
    let refused = |message: String| Err(Problem::at(outside.span(), message));
    let expected = "outside: expected \"clip\" or \"draw-again\"";
    match outside.get_ref() {
        Outside::Keep if is_conductance => {
            refused(format!("{expected} for a conductance, which can't be below 0"))
        }
        Outside::Keep if bounds.is_some() => {
            refused(format!("{expected} where weights learn, which start within their bounds"))
        }
        Outside::DrawAgain => {
            let (low, high) = law.range(bounds);
            let share = law.share_within((low, high));
            if share >= SHARE_MIN {
                return Ok(());
            }
            let (low, high) = (brief(low), brief(high));
            refused(format!(
                "outside: expected at least {SHARE_MIN} of the law between {low} and {high}, found {share:.1e}"
            ))
        }
        Outside::Keep | Outside::Clip => Ok(()),
    }
}

/// The delay in steps of `1/steps_per_ms` ms; one step where none is given.
pub(super) fn delay(raw: Option<&Spanned<RawDelay>>, steps_per_ms: u32) -> Result<Delay, Problem> {
    let Some(raw) = raw else { return Ok(Delay::Constant(1)) };
    let steps = |key: &str, number: &Number| whole_steps(key, number, steps_per_ms);
    let place = raw.span();
    let table = match raw.get_ref() {
        NumberOr::Number(value) => {
            let number = Spanned::new(place, *value);
            return steps("delay_ms", &number).map(Delay::Constant);
        }
        NumberOr::Table(table) => table,
    };
    match (&table.low, &table.high, &table.each, &table.step_ms) {
        (Some(low), Some(high), None, None) => {
            let (from, to) = (steps("low", low)?, steps("high", high)?);
            in_order("delay_ms", from, to, high)?;
            Ok(Delay::Uniform { low: from, high: to })
        }
        (None, None, Some(Two(low, high)), step_ms) => {
            let (from, to) = (steps("each", low)?, steps("each", high)?);
            in_order("delay_ms", from, to, high)?;
            let stride = match step_ms {
                Some(step_ms) => steps("step_ms", step_ms)?,
                None => steps_per_ms,
            };
            Ok(Delay::Each { low: from, high: to, stride })
        }
        _ => {
            let message = "delay_ms: expected a number, { low, high } or { each = [low, high] }, the latter with or without step_ms";
            Err(Problem::at(place, message))
        }
    }
}

fn in_order<T: PartialOrd>(key: &str, low: T, high: T, at: &Number) -> Result<(), Problem> {
    if low <= high {
        return Ok(());
    }
    let found = brief(*at.get_ref());
    let message = format!("{key}: expected an upper bound of at least the lower, found {found}");
    Err(Problem::at(at.span(), message))
}

/// A time in steps, which must be a whole number of at least one.
fn whole_steps(key: &str, time: &Number, steps_per_ms: u32) -> Result<u32, Problem> {
    let time_ms = finite(key, time)?;
    let n = f64::from(steps_per_ms);
    let (steps, longest_ms) = (time_ms * n, f64::from(DELAY_STEPS_MAX) / n);
    let whole = steps.round();
    let refused = |place: Range<usize>, expected: &str| {
        Err(Problem::at(place, format!("{key}: expected {expected}, found {}", brief(time_ms))))
    };
    if !(1.0..=f64::from(DELAY_STEPS_MAX)).contains(&whole) {
        let step_ms = 1.0 / n;
        let expected =
            format!("{step_ms} to {longest_ms} ms, which is 1 to {DELAY_STEPS_MAX} steps");
        return refused(time.span(), &expected);
    }
    if (steps - whole).abs() > 1e-9 * whole {
        let step = if n == 1.0 { "1".to_owned() } else { format!("1/{n}") };
        return refused(time.span(), &format!("a whole number of steps of {step} ms"));
    }
    Ok(whole as u32)
}

impl From<&Distribution> for RawWeight {
    fn from(weight: &Distribution) -> Self {
        let some = |value: f64| Some(placeless(value));
        match *weight {
            Distribution::Constant(value) => Self::Number(value),
            Distribution::Uniform { low, high } => {
                Self::Table(RawWeights { low: some(low), high: some(high), ..Default::default() })
            }
            Distribution::Normal { mean, sd, outside } => Self::Table(RawWeights {
                mean: some(mean),
                sd: some(sd),
                outside: (outside != Outside::default()).then(|| placeless(outside)),
                ..Default::default()
            }),
        }
    }
}

impl RawDelay {
    /// The form that is written into a recording with steps of `1/steps_per_ms` ms.
    pub(super) fn new(delay: &Delay, steps_per_ms: u32) -> Self {
        let ms = |steps: u32| f64::from(steps) / f64::from(steps_per_ms);
        match *delay {
            Delay::Constant(steps) => Self::Number(ms(steps)),
            Delay::Uniform { low, high } => Self::Table(RawDelays {
                low: Some(placeless(ms(low))),
                high: Some(placeless(ms(high))),
                ..Default::default()
            }),
            Delay::Each { low, high, stride } => Self::Table(RawDelays {
                each: Some(Two(placeless(ms(low)), placeless(ms(high)))),
                step_ms: Some(placeless(ms(stride))),
                ..Default::default()
            }),
        }
    }
}
