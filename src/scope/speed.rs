//! How fast the model runs.

use super::{ladder_down, ladder_up};

/// Model time per real time, in whole millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speed {
    millionths: u32,
}

impl Default for Speed {
    fn default() -> Self {
        Self::REAL_TIME
    }
}

impl Speed {
    /// A millisecond of the model in a millisecond.
    pub const REAL_TIME: Self = Self { millionths: 1_000_000 };
    /// Slowest and fastest speed that can be asked for.
    pub const RANGE: (f64, f64) = (0.001, 1000.0);
    /// Fastest speed that the keys reach.
    const KEYS_MAX: f64 = 10.0;

    /// The speed of `factor` times real time, if it is in range.
    #[must_use]
    pub fn new(factor: f64) -> Option<Self> {
        let fits = (Self::RANGE.0..=Self::RANGE.1).contains(&factor);
        fits.then(|| Self { millionths: (factor * 1e6).round() as u32 })
    }

    /// Model time per real time in whole millionths.
    #[must_use]
    pub fn millionths(self) -> u32 {
        self.millionths
    }

    /// Model time per real time.
    #[must_use]
    pub fn factor(self) -> f64 {
        f64::from(self.millionths) / 1e6
    }

    /// The next faster speed of the 1-2-5 steps.
    #[must_use]
    pub fn faster(self) -> Self {
        let most = Self::KEYS_MAX.max(self.factor());
        Self::new(ladder_up(self.factor(), most)).unwrap_or(self)
    }

    /// The next slower speed of the 1-2-5 steps.
    #[must_use]
    pub fn slower(self) -> Self {
        Self::new(ladder_down(self.factor(), Self::RANGE.0)).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_reach_from_a_thousandth_to_ten() {
        let mut speed = Speed::default();
        for _ in 0..20 {
            speed = speed.slower();
        }
        assert_eq!(speed.factor(), 0.001);
        for _ in 0..20 {
            speed = speed.faster();
        }
        assert_eq!(speed.factor(), 10.0);
        assert_eq!(Speed::new(100.0).expect("in range").faster().factor(), 100.0);
    }
}
