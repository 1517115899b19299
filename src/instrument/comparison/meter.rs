//! How fast a circuit runs, which decides whether two copies of it keep real time.

/// Wall time that has to be spent on steps before their cost is known (ns).
const LEAST_NS: u64 = 20_000_000;
/// Wall time after which earlier steps count half (ns).
const HALF_NS: u64 = 200_000_000;

/// The cost of a circuit's steps, of the circuit alone or with its fork.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::instrument) struct Meter {
    ns: u64,
    steps: u64,
    with_fork: bool,
}

impl Meter {
    /// Adds `steps` that took `ns` of wall time; `with_fork` is whether the fork made them, too.
    pub(super) fn took(&mut self, steps: u64, ns: u64, with_fork: bool) {
        if with_fork != self.with_fork {
            *self = Self { with_fork, ..Self::default() };
        }
        if self.ns >= HALF_NS {
            (self.ns, self.steps) = (self.ns / 2, self.steps / 2);
        }
        (self.ns, self.steps) = (self.ns + ns, self.steps + steps);
    }

    /// Model time per wall time that the circuit and its fork reach together, with `steps_per_ms`
    /// steps in a millisecond; `None` while too little is known.
    pub(super) fn factor_of_two(&self, steps_per_ms: u32) -> Option<f64> {
        let copies = if self.with_fork { 1.0 } else { 2.0 };
        let model_ns = self.steps as f64 / f64::from(steps_per_ms) * 1e6;
        (self.ns >= LEAST_NS).then(|| model_ns / (self.ns as f64 * copies))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_copies_take_twice_as_long_as_one() {
        let mut meter = Meter::default();
        meter.took(10, LEAST_NS - 1, false);
        assert_eq!(meter.factor_of_two(1), None);
        // 20 ms of model time in 40 ms.
        meter.took(10, LEAST_NS + 1, false);
        assert_eq!(meter.factor_of_two(1), Some(0.25));
        assert_eq!(meter.factor_of_two(2), Some(0.125));
        // With the fork both were measured, and what was measured without counts no more.
        meter.took(10, LEAST_NS, true);
        assert_eq!(meter.factor_of_two(1), Some(0.5));
    }

    #[test]
    fn what_is_long_ago_counts_little() {
        let mut meter = Meter::default();
        (0..100).for_each(|_| meter.took(1, 10_000_000, false));
        (0..200).for_each(|_| meter.took(10, 10_000_000, false));
        let factor = meter.factor_of_two(1).expect("measured");
        assert!((factor - 0.5).abs() < 0.01, "{factor}");
    }
}
