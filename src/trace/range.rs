//! Bounds of a value.

/// Bounds of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lowest value.
    pub low: f32,
    /// Highest value.
    pub high: f32,
}

impl Range {
    /// Widens the range to hold `other`.
    pub fn include(&mut self, other: Self) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }

    /// The range that just holds all of `ranges`, if there is any.
    pub fn around(ranges: impl Iterator<Item = Self>) -> Option<Self> {
        ranges.reduce(|mut all, range| {
            all.include(range);
            all
        })
    }

    /// Half way between the bounds.
    #[must_use]
    pub fn middle(self) -> f32 {
        0.5 * (self.low + self.high)
    }
}
