//! Model time in whole nanoseconds.

use std::ops::{Add, Div, Mul, Rem, Sub};

/// Nanoseconds in a millisecond.
const PER_MS: i64 = 1_000_000;
/// The same, for times in ms.
const PER_MS_F64: f64 = PER_MS as f64;

/// A model time since the start of a run, or a span of model time, in whole nanoseconds.
///
/// Times before the start are negative: a picture can begin there. Wall time is never a `ModelNs`.
/// All arithmetic saturates, at 292 years; a run of 2^53 steps of 1 ms would last longer.
///
/// ```
/// use izh_tui::trace::ModelNs;
///
/// let (spike, window) = (ModelNs::from_ms(16.63), ModelNs::from_ms(100.0));
/// assert_eq!((spike - window).to_ms(), -83.37);
/// assert_eq!(ModelNs::from_ms(9e15) + window, ModelNs::MAX);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct ModelNs(i64);

impl ModelNs {
    /// The start of a run, or no time at all.
    pub const ZERO: Self = Self(0);
    /// A nanosecond.
    pub const ONE: Self = Self(1);
    /// The latest time that can be told.
    pub const MAX: Self = Self(i64::MAX);

    /// So many nanoseconds.
    #[inline]
    #[must_use]
    pub const fn new(ns: i64) -> Self {
        Self(ns)
    }

    /// The time nearest to `ms` milliseconds.
    #[inline]
    #[must_use]
    pub fn from_ms(ms: f64) -> Self {
        Self((ms * PER_MS_F64).round() as i64)
    }

    /// The last time up to `ms` milliseconds.
    #[inline]
    #[must_use]
    pub fn from_ms_down(ms: f64) -> Self {
        Self((ms * PER_MS_F64).floor() as i64)
    }

    /// The width of each of `parts` equal parts that together hold `ms` milliseconds, at least 1 ns.
    #[inline]
    #[must_use]
    pub fn part_of_ms(ms: f64, parts: usize) -> Self {
        Self(((ms * PER_MS_F64 / parts.max(1) as f64).ceil() as i64).max(1))
    }

    /// The first time by which so many steps are due, of which `steps_per_ms` make a millisecond.
    #[must_use]
    pub fn of_steps(steps: u64, steps_per_ms: u32) -> Self {
        let ns = (u128::from(steps) * PER_MS as u128).div_ceil(u128::from(steps_per_ms));
        i64::try_from(ns).map_or(Self::MAX, Self)
    }

    /// In nanoseconds.
    #[inline]
    #[must_use]
    pub const fn to_ns(self) -> i64 {
        self.0
    }

    /// In milliseconds.
    #[inline]
    #[must_use]
    pub fn to_ms(self) -> f64 {
        self.0 as f64 / PER_MS_F64
    }

    /// How many steps are due by then, of which `steps_per_ms` make a millisecond; none before the
    /// start.
    #[must_use]
    pub fn steps(self, steps_per_ms: u32) -> u64 {
        let steps = i128::from(self.0.max(0)) * i128::from(steps_per_ms) / i128::from(PER_MS);
        u64::try_from(steps).unwrap_or(u64::MAX)
    }

    /// How many milliseconds are over by then; none before the start.
    #[inline]
    #[must_use]
    pub const fn whole_ms(self) -> u64 {
        if self.0 > 0 { self.0.unsigned_abs() / PER_MS.unsigned_abs() } else { 0 }
    }

    /// How many milliseconds have begun before then; none before the start.
    #[inline]
    #[must_use]
    pub const fn begun_ms(self) -> u64 {
        if self.0 > 0 { self.0.unsigned_abs().div_ceil(PER_MS.unsigned_abs()) } else { 0 }
    }

    /// The time that has passed since `earlier`; none if that is later.
    #[inline]
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        (self - earlier).max(Self::ZERO)
    }

    /// What share of `whole` it is.
    #[inline]
    #[must_use]
    pub fn share_of(self, whole: Self) -> f32 {
        self.0 as f32 / whole.0 as f32
    }

    /// In which part of `width` it lies, counted from time 0 on, negative before.
    #[inline]
    #[must_use]
    pub const fn div_floor(self, width: Self) -> i64 {
        self.0.div_euclid(width.0)
    }

    /// In which part of `width` it lies, counted from `start` on, if it is not before that.
    #[inline]
    #[must_use]
    pub fn index_from(self, start: Self, width: Self) -> Option<usize> {
        usize::try_from((self - start).div_floor(width)).ok()
    }

    /// How many parts of `width` it takes to hold this span.
    #[inline]
    #[must_use]
    pub fn div_ceil(self, width: Self) -> usize {
        let parts = self.0.max(0).unsigned_abs().div_ceil(width.0.unsigned_abs());
        usize::try_from(parts).unwrap_or(usize::MAX)
    }

    /// The first whole multiple of `width` from here on.
    #[inline]
    #[must_use]
    pub fn next_multiple_of(self, width: Self) -> Self {
        let past = self % width;
        if past == Self::ZERO { self } else { self - past + width }
    }
}

impl Add for ModelNs {
    type Output = Self;

    #[inline]
    fn add(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for ModelNs {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Mul<usize> for ModelNs {
    type Output = Self;

    #[inline]
    fn mul(self, times: usize) -> Self {
        Self(self.0.saturating_mul(i64::try_from(times).unwrap_or(i64::MAX)))
    }
}

impl Div<usize> for ModelNs {
    type Output = Self;

    #[inline]
    fn div(self, parts: usize) -> Self {
        Self(self.0 / i64::try_from(parts).unwrap_or(i64::MAX))
    }
}

/// What is left of a time since the last whole multiple of another, which is not after it.
impl Rem for ModelNs {
    type Output = Self;

    #[inline]
    fn rem(self, width: Self) -> Self {
        Self(self.0.rem_euclid(width.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: fn(i64) -> ModelNs = ModelNs::new;

    #[test]
    fn milliseconds_go_in_and_out() {
        assert_eq!(
            [16.63, 0.000_000_6, -0.25].map(ModelNs::from_ms),
            [16_630_000, 1, -250_000].map(NS)
        );
        assert_eq!([0.000_000_6, -0.000_000_6].map(ModelNs::from_ms_down), [0, -1].map(NS));
        assert_eq!(ModelNs::from_ms(952.14).to_ms(), 952.14);
        assert_eq!(
            [999_999, 1_000_000, 1_000_001, 0, -5].map(|ns| NS(ns).whole_ms()),
            [0, 1, 1, 0, 0]
        );
        assert_eq!(
            [999_999, 1_000_000, 1_000_001, 0, -5].map(|ns| NS(ns).begun_ms()),
            [1, 1, 2, 0, 0]
        );
        assert_eq!(
            [(1000.0, 160), (1.0, 3), (1.0, 0)].map(|(ms, parts)| ModelNs::part_of_ms(ms, parts)),
            [6_250_000, 333_334, 1_000_000].map(NS)
        );
    }

    #[test]
    fn steps_are_due_at_their_time_and_not_before() {
        for steps_per_ms in [1, 3, 4, 7, 1_000_000] {
            for steps in [0, 1, 2, 10, 12_345_678_901] {
                let due_ns = ModelNs::of_steps(steps, steps_per_ms);
                assert_eq!(due_ns.steps(steps_per_ms), steps);
                assert!(steps == 0 || (due_ns - ModelNs::ONE).steps(steps_per_ms) == steps - 1);
            }
        }
        assert_eq!(NS(-1_000_000).steps(4), 0);
    }

    #[test]
    fn columns_are_counted_before_the_start_as_after_it() {
        let width = NS(10);
        assert_eq!(
            [-11, -10, -1, 0, 9, 10].map(|ns| NS(ns).div_floor(width)),
            [-2, -1, -1, 0, 0, 1]
        );
        assert_eq!([-10, 0, 1, 10, 11].map(|ns| NS(ns).div_ceil(width)), [0, 0, 1, 1, 2]);
        assert_eq!(
            [-11, -10, -1, 0, 1].map(|ns| NS(ns).next_multiple_of(width)),
            [-10, -10, 0, 0, 10].map(NS)
        );
        assert_eq!(
            [-21, -20, 5].map(|ns| NS(ns).index_from(NS(-20), width)),
            [None, Some(0), Some(2)]
        );
        assert_eq!((NS(7).since(NS(3)), NS(3).since(NS(7)), NS(-3) % width), (NS(4), NS(0), NS(7)));
    }

    #[test]
    fn the_longest_run_stays_at_the_latest_time() {
        let last_ns = ModelNs::from_ms((1_u64 << 53) as f64);
        assert_eq!(
            [last_ns, last_ns + last_ns, last_ns * 1000, ModelNs::of_steps(1 << 53, 1)],
            [ModelNs::MAX; 4]
        );
        assert_eq!(last_ns.next_multiple_of(ModelNs::from_ms(1.0)), ModelNs::MAX);
        assert_eq!(NS(i64::MIN) - last_ns, NS(i64::MIN));
        assert_eq!((last_ns - NS(i64::MIN)).div_ceil(ModelNs::ONE), i64::MAX as usize);
    }
}
