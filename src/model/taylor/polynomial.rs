//! Polynomials in time: values, bounds and first crossings.

/// Highest order of a polynomial.
pub(super) const ORDER_MAX: usize = 30;
/// Shortest sub-step (ms).
pub(super) const SUBSTEP_MS_MIN: f64 = 1e-12;

/// Coefficients of a variable, lowest power first.
pub(super) type Coefficients = [f64; ORDER_MAX + 1];

/// The time (ms) at which the polynomial `x` first reaches `level` from below within `step_ms`, if
/// it does. Shortens `step_ms` until the answer is certain: no crossing, or a single rising one.
pub(super) fn first_reach(x: &[f64], level: f64, step_ms: &mut f64) -> Option<f64> {
    loop {
        if upper_bound(x, *step_ms) < level {
            return None;
        }
        let reached = evaluate(x, *step_ms, |term| term) >= level;
        let certain = rate_bound(x, *step_ms) > 0.0;
        if reached && (certain || *step_ms <= SUBSTEP_MS_MIN) {
            return Some(root(x, level, *step_ms));
        }
        if !reached && (certain || *step_ms <= SUBSTEP_MS_MIN) {
            return None;
        }
        *step_ms *= 0.5;
    }
}

/// An upper bound of the polynomial `x` over `[0, t_ms]`.
fn upper_bound(x: &[f64], t_ms: f64) -> f64 {
    x[0] + t_ms * evaluate(&x[1..], t_ms, |term| term.max(0.0))
}

/// A lower bound of the derivative of the polynomial `x` over `[0, t_ms]`.
fn rate_bound(x: &[f64], t_ms: f64) -> f64 {
    let mut rates = [0.0; ORDER_MAX];
    for (k, (rate, coefficient)) in rates.iter_mut().zip(&x[1..]).enumerate() {
        *rate = (k + 1) as f64 * coefficient;
    }
    rates[0] + t_ms * evaluate(&rates[1..x.len() - 1], t_ms, |rate| rate.min(0.0))
}

/// The root of `x - level` in `[0, step_ms]` by Newton's method, safeguarded by bisection.
fn root(x: &[f64], level: f64, step_ms: f64) -> f64 {
    let (mut low, mut high) = (0.0, step_ms);
    let mut t_ms = high;
    for _ in 0..100 {
        let (value, rate) = horner_with_rate(x, t_ms);
        if value >= level {
            high = t_ms;
        } else {
            low = t_ms;
        }
        let newton = t_ms - (value - level) / rate;
        // Converged: smaller corrections are rounding errors.
        if (newton - t_ms).abs() <= 1e-15 * t_ms {
            return t_ms;
        }
        t_ms = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
    }
    t_ms
}

/// The value at `t` of the polynomial with the coefficients `term(c)`. Even and odd powers have a
/// Horner scheme each, so that the two chains of operations overlap.
#[inline]
pub(super) fn evaluate(coefficients: &[f64], t: f64, term: impl Fn(f64) -> f64) -> f64 {
    let square = t * t;
    let (mut even, mut odd) = (0.0, 0.0);
    let pairs = coefficients.chunks_exact(2);
    if let [last] = pairs.remainder() {
        even = term(*last);
    }
    for pair in pairs.rev() {
        even = even * square + term(pair[0]);
        odd = odd * square + term(pair[1]);
    }
    even + t * odd
}

fn horner_with_rate(coefficients: &[f64], t: f64) -> (f64, f64) {
    coefficients
        .iter()
        .rev()
        .fold((0.0, 0.0), |(value, rate), coefficient| (value * t + coefficient, rate * t + value))
}
