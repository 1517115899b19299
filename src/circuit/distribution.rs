//! Distributions of weights.

use serde::{Deserialize, Serialize};

/// Distribution of a weight. Drawn weights are rounded to single precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// The same weight for all synapses.
    Constant(f64),
    /// Uniform between two numbers.
    Uniform {
        /// The lower bound.
        low: f64,
        /// The upper bound.
        high: f64,
    },
    /// Normal distribution.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Treatment of draws outside of the [range](Distribution::range).
        outside: Outside,
    },
}

/// Treatment of draws from a normal distribution that lie outside of the range of the weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// The draw is clipped to the nearer end of the range, usually 0, so that many weights are 0.
    #[default]
    Clip,
    /// The draw is repeated: the distribution is truncated.
    DrawAgain,
    /// The draw is kept, even with the opposite sign of the mean.
    Keep,
}

impl Distribution {
    /// The weight of all synapses, if it is the same.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        match *self {
            Self::Constant(value) => Some(value),
            Self::Uniform { .. } | Self::Normal { .. } => None,
        }
    }

    /// The range of initial weights: `bounds` for plastic weights, unbounded for others. Unless
    /// outside draws are kept, a normal distribution is also limited to the sign of its mean.
    #[must_use]
    pub fn range(&self, bounds: Option<(f64, f64)>) -> (f64, f64) {
        let (low, high) = bounds.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
        match *self {
            Self::Normal { outside: Outside::Keep, .. } => (low, high),
            Self::Normal { mean, .. } if mean > 0.0 => (low.max(0.0), high),
            Self::Normal { mean, .. } if mean < 0.0 => (low, high.min(0.0)),
            _ => (low, high),
        }
    }

    /// Probability that a normal draw lies within `range`; 1 for other distributions.
    #[must_use]
    pub fn share_within(&self, range: (f64, f64)) -> f64 {
        match *self {
            Self::Normal { mean, sd, .. } if sd > 0.0 => Cut::new((mean, sd), range).within,
            _ => 1.0,
        }
    }

    /// The mean of the initial weights; `bounds` are those of plastic weights.
    #[must_use]
    pub fn mean(&self, bounds: Option<(f64, f64)>) -> f64 {
        match *self {
            Self::Constant(value) => value,
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::Normal { mean, sd: 0.0, .. } => mean,
            Self::Normal { mean, sd, outside } => {
                let range = self.range(bounds);
                let cut = Cut::new((mean, sd), range);
                let inside = mean * cut.within + sd * cut.drift;
                match outside {
                    Outside::DrawAgain => inside / cut.within,
                    Outside::Clip | Outside::Keep => inside + cut.ends(range),
                }
            }
        }
    }
}

/// Probabilities of a normal distribution below, within and above a range.
struct Cut {
    below: f64,
    within: f64,
    above: f64,
    /// Density of the standard normal distribution at the lower end minus that at the upper end.
    drift: f64,
}

impl Cut {
    fn new((mean, sd): (f64, f64), (low, high): (f64, f64)) -> Self {
        let (low, high) = ((low - mean) / sd, (high - mean) / sd);
        let below = |z: f64| 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2);
        let density = |z: f64| libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
        Self {
            below: below(low),
            within: below(high) - below(low),
            above: below(-high),
            drift: density(low) - density(high),
        }
    }

    /// The contribution to the mean of draws that are clipped to the ends of `range`.
    fn ends(&self, (low, high): (f64, f64)) -> f64 {
        let part = |end: f64, share: f64| if end.is_finite() { end * share } else { 0.0 };
        part(low, self.below) + part(high, self.above)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(mean: f64, sd: f64, outside: Outside) -> Distribution {
        Distribution::Normal { mean, sd, outside }
    }

    /// Compares with numerical integrals over the density.
    #[test]
    fn means_and_shares_are_those_of_the_law() {
        let integral = |mean: f64, sd: f64, of: &dyn Fn(f64) -> f64| {
            let steps = -80_000..=80_000;
            let z = steps.map(|step| f64::from(step) / 10_000.0);
            let density = |z: f64| libm::exp(-0.5 * z * z) / std::f64::consts::TAU.sqrt();
            z.map(|z| of(mean + sd * z) * density(z) / 10_000.0).sum::<f64>()
        };
        for (mean, sd, bounds) in
            [(0.1, 0.2, None), (-3.0, 2.0, None), (0.0, 1.0, None), (5.0, 4.0, Some((1.0, 6.0)))]
        {
            let clip = normal(mean, sd, Outside::Clip);
            let (low, high) = clip.range(bounds);
            let inside = |x: f64| f64::from(u8::from((low..=high).contains(&x)));
            let share = integral(mean, sd, &inside);
            let clipped = integral(mean, sd, &|x| x.clamp(low, high));
            let cut = integral(mean, sd, &|x| x * inside(x)) / share;
            let again = normal(mean, sd, Outside::DrawAgain);
            for (what, found, expected) in [
                ("share", clip.share_within((low, high)), share),
                ("clip", clip.mean(bounds), clipped),
                ("draw-again", again.mean(bounds), cut),
            ] {
                assert!((found - expected).abs() < 1e-4, "{mean} {sd} {what}: {found} {expected}");
            }
        }
        assert_eq!(normal(0.1, 0.2, Outside::Keep).mean(None), 0.1);
    }
}
