//! Real roots of polynomials up to the third degree, double roots included.

/// A value below this fraction of the sum of its terms is a rounding error.
const ROUNDING: f64 = 1e-14;
/// Number of bisections after which no interval of doubles is left.
const HALVINGS_MAX: u32 = 2100;

/// `c0 + c1 x + c2 x^2 + c3 x^3`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Polynomial(pub(super) [f64; 4]);

impl Polynomial {
    pub(super) fn at(&self, x: f64) -> f64 {
        let [c0, c1, c2, c3] = self.0;
        ((c3 * x + c2) * x + c1) * x + c0
    }

    pub(super) fn derivative(&self) -> Self {
        let [_, c1, c2, c3] = self.0;
        Self([c1, 2.0 * c2, 3.0 * c3, 0.0])
    }

    /// The value at `x`, or exactly 0 if it is no larger than its rounding error.
    fn rounded_at(&self, x: f64) -> f64 {
        let value = self.at(x);
        let terms = Self(self.0.map(f64::abs)).at(x.abs());
        if value.abs() <= ROUNDING * terms { 0.0 } else { value }
    }

    /// Cauchy's bound of the size of all roots, and the degree; none for a constant polynomial.
    fn bound(&self) -> Option<(f64, usize)> {
        let degree = self.0.iter().rposition(|c| *c != 0.0).filter(|degree| *degree > 0)?;
        let lead = self.0[degree];
        let largest = self.0[..degree].iter().map(|c| (c / lead).abs()).fold(0.0, f64::max);
        let bound = 1.0 + largest;
        bound.is_finite().then_some((bound, degree))
    }

    /// The roots from `low` to `high`, both included, in ascending order. Roots that rounding
    /// cannot tell apart are merged.
    pub(super) fn roots(&self, low: f64, high: f64) -> Vec<f64> {
        let Some((bound, degree)) = self.bound() else { return Vec::new() };
        let (low, high) = (low.max(-bound), high.min(bound));
        if low > high {
            return Vec::new();
        }
        // Between two extrema a polynomial crosses 0 at most once; a double root is an extremum.
        let mut marks = vec![low];
        if degree > 1 {
            marks.extend(self.derivative().roots(low, high));
        }
        marks.push(high);
        marks.dedup();
        let values: Vec<f64> = marks.iter().map(|x| self.rounded_at(*x)).collect();
        let mut roots = Vec::new();
        for (index, (x, value)) in marks.iter().zip(&values).enumerate() {
            if index > 0 && values[index - 1] * value < 0.0 {
                roots.push(self.crossing(marks[index - 1], *x));
            }
            if *value == 0.0 {
                roots.push(*x);
            }
        }
        roots
    }

    /// The root between two arguments at which the signs differ, by bisection.
    fn crossing(&self, mut low: f64, mut high: f64) -> f64 {
        let rises = self.at(high) > self.at(low);
        for _ in 0..HALVINGS_MAX {
            let middle = 0.5 * low + 0.5 * high;
            if middle <= low || middle >= high {
                break;
            }
            if (self.at(middle) > 0.0) == rises {
                high = middle;
            } else {
                low = middle;
            }
        }
        if self.at(low).abs() < self.at(high).abs() { low } else { high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERYWHERE: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

    fn roots(c: [f64; 4]) -> Vec<f64> {
        Polynomial(c).roots(EVERYWHERE.0, EVERYWHERE.1)
    }

    #[test]
    fn roots_of_products() {
        // (x - 1)(x - 2)(x + 3), and without the last factor, and without the last two.
        let near = |found: Vec<f64>, expected: &[f64]| {
            let close = |(a, b): (&f64, &f64)| (a - b).abs() < 1e-12;
            assert!(found.len() == expected.len() && found.iter().zip(expected).all(close));
        };
        near(roots([6.0, -7.0, 0.0, 1.0]), &[-3.0, 1.0, 2.0]);
        near(roots([2.0, -3.0, 1.0, 0.0]), &[1.0, 2.0]);
        near(roots([-1.0, 1.0, 0.0, 0.0]), &[1.0]);
        near(Polynomial([6.0, -7.0, 0.0, 1.0]).roots(-5.0, 1.5), &[-3.0, 1.0]);
        near(roots([1.0, 0.0, 1.0, 0.0]), &[]);
    }

    #[test]
    fn a_double_root_is_one() {
        // (x + 60)^2 in numbers that round.
        assert_eq!(roots([0.04 * 3600.0, 0.04 * 120.0, 0.04, 0.0]).len(), 1);
        // (x - 1)^2 (x + 2).
        assert_eq!(roots([2.0, -3.0, 0.0, 1.0]), [-2.0, 1.0]);
    }

    #[test]
    fn what_has_no_roots_or_too_many() {
        assert!(roots([0.0; 4]).is_empty());
        assert!(roots([1.0, 0.0, 0.0, 0.0]).is_empty());
        assert!(roots([1.0, 1e-320, 0.0, 0.0]).is_empty());
        assert!(roots([f64::NAN, 1.0, 0.0, 0.0]).len() <= 1);
        assert!(Polynomial([0.0, 1.0, 0.0, 0.0]).roots(1.0, 2.0).is_empty());
    }
}
