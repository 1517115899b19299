//! Number, mean, standard deviation and extremes of values, one after the other.

/// Number, mean, standard deviation and extremes of the values so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Statistic {
    count: u64,
    mean: f64,
    /// Sum of squared deviations from the mean (Welford's update).
    squares: f64,
    low: f64,
    high: f64,
    last: f64,
}

impl Statistic {
    /// No value yet.
    pub(super) const NONE: Self =
        Self { count: 0, mean: 0.0, squares: 0.0, low: f64::MAX, high: f64::MIN, last: 0.0 };

    /// Takes the next value.
    pub(super) fn add(&mut self, value: f64) {
        self.count += 1;
        let before = value - self.mean;
        self.mean += before / self.count as f64;
        self.squares += before * (value - self.mean);
        (self.low, self.high) = (self.low.min(value), self.high.max(value));
        self.last = value;
    }

    /// The values' mean.
    pub(super) fn mean(&self) -> Option<f64> {
        (self.count > 0).then_some(self.mean)
    }

    /// Standard deviation of the values as a whole population.
    fn deviation(&self) -> f64 {
        (self.squares / self.count as f64).sqrt()
    }

    /// The coefficient of variation of at least two values: standard deviation over mean.
    pub(super) fn variation(&self) -> Option<f64> {
        (self.count >= 2 && self.mean > 0.0).then(|| self.deviation() / self.mean)
    }

    /// Number of values.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// All that is known of the values.
    pub(super) fn figure(&self) -> Figure {
        if self.count == 0 {
            return Figure::default();
        }
        Figure {
            n: self.count,
            now: Some(self.last),
            mean: Some(self.mean),
            sd: Some(self.deviation()),
            min: Some(self.low),
            max: Some(self.high),
        }
    }
}

/// What is known of the values of one quantity, in its unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// Number of values; of `cv`, `cv2` and `lv` the number of intervals.
    pub n: u64,
    /// The latest value.
    pub now: Option<f64>,
    /// Mean of the values, or the only value of a quantity of which there is one.
    pub mean: Option<f64>,
    /// Standard deviation of the values as a whole population.
    pub sd: Option<f64>,
    /// The smallest value.
    pub min: Option<f64>,
    /// The largest value.
    pub max: Option<f64>,
}

impl Figure {
    /// The one value of a quantity that belongs to all of `n` intervals together.
    pub(in crate::measure) fn of_all(n: u64, value: Option<f64>) -> Self {
        Self { n, mean: value, ..Self::default() }
    }
}
