//! The sweeps of a protocol, as in a patch-clamp protocol: stretches of equal length, one after the
//! other.

use super::grid::{decimal, first_step};

/// How a protocol is divided into sweeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweeps {
    /// Length of one sweep (ms), above 0.
    pub length_ms: f64,
    /// Number of sweeps, at least 1; together they last as long as the protocol.
    pub count: u32,
    /// Whether each sweep begins from the initial state of the neuron.
    pub reset: bool,
}

impl Sweeps {
    /// Sweeps of `length_ms` that fill `duration_ms`; `None` if their number is not whole, or above
    /// `most`.
    #[must_use]
    pub fn within(duration_ms: f64, length_ms: f64, reset: bool, most: u32) -> Option<Self> {
        let count = (duration_ms / length_ms).round();
        if !(1.0..=f64::from(most)).contains(&count) {
            return None;
        }
        let sweeps = Self { length_ms, count: count as u32, reset };
        (sweeps.start_ms(sweeps.count) == duration_ms).then_some(sweeps)
    }

    /// Time at which the sweep with this index begins (ms since the protocol began).
    #[must_use]
    pub fn start_ms(&self, index: u32) -> f64 {
        decimal(f64::from(index) * self.length_ms)
    }

    /// The first step of the sweep with this index, in steps of `1/steps_per_ms` ms since the
    /// protocol began: the first at or after [`Self::start_ms`].
    #[must_use]
    pub fn first_step(&self, index: u32, steps_per_ms: u32) -> u64 {
        first_step(self.start_ms(index), true, steps_per_ms)
    }

    /// Index of the sweep to which step `k` since the protocol began belongs; the last one goes on
    /// past the end of the protocol.
    #[must_use]
    pub fn index_at(&self, k: u64, steps_per_ms: u32) -> u32 {
        let last = self.count - 1;
        // The quotient may be rounded in either direction; the first steps decide.
        let near = (k as f64 / f64::from(steps_per_ms) / self.length_ms) as u32;
        let mut index = near.saturating_sub(1).min(last);
        while index < last && self.first_step(index + 1, steps_per_ms) <= k {
            index += 1;
        }
        index
    }

    /// The first step of the sweep after the one of step `k`; `None` in the last one.
    #[must_use]
    pub fn next_step(&self, k: u64, steps_per_ms: u32) -> Option<u64> {
        let next = self.index_at(k, steps_per_ms) + 1;
        (next < self.count).then(|| self.first_step(next, steps_per_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_belong_to_one_sweep_each() {
        for (length_ms, count, steps_per_ms) in
            [(300.0, 10, 4), (0.1, 30, 10), (7.3, 100, 20), (2.5, 3, 1), (1.0 / 3.0, 9, 7)]
        {
            let sweeps = Sweeps { length_ms, count, reset: false };
            let mut index = 0;
            for k in 0..(f64::from(count + 1) * length_ms) as u64 * u64::from(steps_per_ms) {
                let begins = |index: u32| sweeps.first_step(index, steps_per_ms) == k;
                while index + 1 < count && begins(index + 1) {
                    index += 1;
                }
                assert_eq!(sweeps.index_at(k, steps_per_ms), index, "{sweeps:?}, step {k}");
                let next = sweeps.next_step(k, steps_per_ms);
                assert_eq!(next.is_some(), index + 1 < count, "{sweeps:?}, step {k}");
                assert!(next.is_none_or(|next| next > k), "{sweeps:?}, step {k}");
            }
        }
    }

    #[test]
    fn sweeps_fill_the_protocol() {
        let count = |duration_ms, length_ms| {
            Sweeps::within(duration_ms, length_ms, false, 4096).map(|sweeps| sweeps.count)
        };
        assert_eq!(count(3000.0, 300.0), Some(10));
        assert_eq!(count(0.3, 0.1), Some(3));
        assert_eq!(count(300.0, 300.0), Some(1));
        for (duration_ms, length_ms) in
            [(300.0, 299.0), (300.0, 301.0), (300.0, 0.01), (300.0, 0.0), (300.0, f64::NAN)]
        {
            assert_eq!(count(duration_ms, length_ms), None, "{length_ms}");
        }
    }
}
