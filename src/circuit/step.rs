//! Changing the step width of a circuit.

use thiserror::Error;

use super::{DELAY_STEPS_MAX, Delay, Recipe, TooLarge};
use crate::input::{brief, quoted};

/// The reason why a circuit cannot be run in steps of a certain width.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum StepFlaw {
    /// A delay would not be a whole number of steps.
    #[error("{}: expected delays in whole steps, found {} ms", quoted(projection), brief(*.delay_ms))]
    Fraction {
        /// The projection.
        projection: String,
        /// The delay, or the difference between successive delays (ms).
        delay_ms: f64,
    },
    /// A delay would exceed [`DELAY_STEPS_MAX`].
    #[error(
        "{}: expected delays of at most {DELAY_STEPS_MAX} steps, found {steps}",
        quoted(projection)
    )]
    TooLong {
        /// The projection.
        projection: String,
        /// The delay (steps).
        steps: u64,
    },
    /// The circuit would take too much memory: with more steps of delay more spikes are in flight.
    #[error("{0}")]
    TooLarge(TooLarge),
}

impl Recipe {
    /// The same circuit in steps of `1/steps_per_ms` ms, with the same delays in ms.
    ///
    /// # Errors
    /// A delay is not a whole number of steps or too many, or the circuit takes too much memory.
    pub fn in_steps_of(&self, steps_per_ms: u32) -> Result<Self, StepFlaw> {
        let mut recipe = self.clone();
        recipe.steps_per_ms = steps_per_ms;
        for projection in &mut recipe.projections {
            let steps = |before: u32| {
                let product = u64::from(before) * u64::from(steps_per_ms);
                let steps = product / u64::from(self.steps_per_ms);
                if !product.is_multiple_of(u64::from(self.steps_per_ms)) {
                    let delay_ms = f64::from(before) / f64::from(self.steps_per_ms);
                    let projection = projection.name.clone();
                    return Err(StepFlaw::Fraction { projection, delay_ms });
                }
                let fits = u32::try_from(steps).ok().filter(|steps| *steps <= DELAY_STEPS_MAX);
                fits.ok_or_else(|| StepFlaw::TooLong { projection: projection.name.clone(), steps })
            };
            projection.delay = match projection.delay {
                Delay::Constant(delay) => Delay::Constant(steps(delay)?),
                Delay::Uniform { low, high } => {
                    Delay::Uniform { low: steps(low)?, high: steps(high)? }
                }
                Delay::Each { low, high, stride } => {
                    Delay::Each { low: steps(low)?, high: steps(high)?, stride: steps(stride)? }
                }
            };
        }
        recipe.memory(1).check_limit().map_err(StepFlaw::TooLarge)?;
        Ok(recipe)
    }
}
