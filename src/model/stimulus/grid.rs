//! Conversions between times and steps.

/// Number of steps `k`, with `n` steps per ms, whose start `k/n` is at or before `t_ms`. The
/// quotient decides, whatever rounding does to the product `t_ms n`.
///
/// `u64::MAX` if the number cannot be represented exactly.
#[must_use]
pub fn steps_through(t_ms: f64, steps_per_ms: u32) -> u64 {
    first_step(t_ms, false, steps_per_ms)
}

/// The first step `k` with `k/n > t_ms`, or `k/n >= t_ms` if `inclusive`.
pub(super) fn first_step(t_ms: f64, inclusive: bool, steps_per_ms: u32) -> u64 {
    const LAST: f64 = (1u64 << 53) as f64;
    let n = f64::from(steps_per_ms);
    if t_ms * n >= LAST {
        return u64::MAX;
    }
    let reached = |k: u64| {
        let step_ms = k as f64 / n;
        if inclusive { step_ms >= t_ms } else { step_ms > t_ms }
    };
    // The product may be rounded in either direction; the quotient decides.
    let mut k = ((t_ms * n) as u64).saturating_sub(2);
    while !reached(k) {
        k += 1;
    }
    k
}

/// The decimal nearest to a computed number, if they differ only by rounding: three periods of 0.1
/// ms are 0.3 ms, as in a file, and not the next larger double.
#[must_use]
pub fn decimal(x: f64) -> f64 {
    // Rounding error of a few sums and products.
    const ROUNDINGS: f64 = 4.0 * f64::EPSILON;
    // Nine decimals; six for numbers too large for nine.
    let units = if x.abs() < 1e6 { 1e9 } else { 1e6 };
    let decimal = (x * units).round() / units;
    if (decimal - x).abs() <= ROUNDINGS * x.abs() { decimal } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_by_their_quotients() {
        assert_eq!(steps_through(0.0, 4), 1);
        assert_eq!(steps_through(0.3, 10), 4);
        // 0.29 * 100 is 28.999999999999996, but 29/100 is 0.29.
        assert_eq!(steps_through(0.29, 100), 30);
        assert_eq!(steps_through(1.24, 4), 5);
        assert_eq!(steps_through(1e300, 4), u64::MAX);
    }

    #[test]
    fn computed_numbers_are_the_decimals_they_stand_for() {
        assert_ne!(3.0 * 0.1, 0.3);
        assert_eq!(decimal(3.0 * 0.1), 0.3);
        for k in 0..20_000u32 {
            assert_eq!(decimal(f64::from(k) * 0.1), f64::from(k) / 10.0);
            assert_eq!(decimal(37.7 + f64::from(k) * 0.001), f64::from(37_700 + k) / 1000.0);
        }
        for x in [0.0, 100.0 / 11.0, 1e-300, 1e5 + 1.0 / 3.0, 0.1234567890123] {
            assert_eq!(decimal(x), x);
        }
    }
}
