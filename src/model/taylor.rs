//! The true solution by Taylor series (Parker-Sochacki method).
//!
//! The right-hand side is a quadratic polynomial, so the coefficients of the solution follow from
//! a recurrence in which `v^2` is a Cauchy product (Stewart and Bair, J. Comput. Neurosci. 27
//! (2009) 115). The step of the series is halved until its last terms vanish; a spike is a root of
//! the polynomial; the current is a straight line within each piece, and perhaps a wave upon it,
//! whose coefficients follow from a recurrence, too.

use super::stimulus::{Piece, WaveSeries};
use super::{Equations, Fault, Neuron, State};

/// Highest order of the series.
const ORDER_MAX: usize = 30;
/// Terms below this fraction of the variable's size no longer count.
const TOLERANCE: f64 = 1e-17;
/// A sub-step may be this many times as long as the one before it.
const GROWTH: f64 = 2.0;
/// Steps are not shortened below this (ms).
const SUBSTEP_MS_MIN: f64 = 1e-12;
/// Sub-steps that one call may take before the solution counts as unresolved.
const SUBSTEPS_MAX: u32 = 200_000;
/// More spikes than this within one millisecond are a run-away.
pub const SPIKES_PER_MS_MAX: u32 = 1000;

/// `1/k`, by which coefficient `k` follows from the rate's coefficient `k - 1`.
const RECIPROCALS: [f64; ORDER_MAX + 1] = {
    let mut reciprocals = [0.0; ORDER_MAX + 1];
    let mut k = 1;
    while k <= ORDER_MAX {
        reciprocals[k] = 1.0 / k as f64;
        k += 1;
    }
    reciprocals
};

/// The series of both variables about one instant, converged for `step_ms`.
struct Series {
    v: [f64; ORDER_MAX + 1],
    u: [f64; ORDER_MAX + 1],
    order: usize,
    step_ms: f64,
}

impl Series {
    /// Expands about `state` under `piece`, for at most `step_ms`.
    fn new(neuron: &Neuron, state: State, piece: &Piece, step_ms: f64) -> Self {
        let mut series =
            Self { v: [0.0; ORDER_MAX + 1], u: [0.0; ORDER_MAX + 1], order: ORDER_MAX, step_ms };
        series.v[0] = state.v;
        series.u[0] = state.u;
        let linear = neuron.equations.linear();
        let offset = neuron.equations.constant() + piece.level;
        let mut wave = piece.wave.map(WaveSeries::from);
        let mut power = 1.0;
        let mut vanished = 0;
        for k in 0..ORDER_MAX {
            let mut rate = Equations::QUADRATIC * square_coefficient(&series.v, k);
            rate = rate + linear * series.v[k] - series.u[k];
            match k {
                0 => rate += offset,
                1 => rate += piece.slope_per_ms,
                _ => {}
            }
            if let Some(wave) = &wave {
                rate += wave.coefficient();
            }
            let drive = match neuron.equations {
                Equations::Standard | Equations::Class1 => neuron.b * series.v[k] - series.u[k],
                Equations::Accommodation if k == 0 => neuron.b * (series.v[0] + 65.0),
                Equations::Accommodation => neuron.b * series.v[k],
            };
            series.v[k + 1] = rate * RECIPROCALS[k + 1];
            series.u[k + 1] = neuron.a * drive * RECIPROCALS[k + 1];
            power *= step_ms;
            // At rest under the crest of a wave, the neuron's own terms vanish long before its.
            let wave_vanishes = wave
                .is_none_or(|wave| wave.bound() * power <= TOLERANCE * series.v[0].abs().max(1.0));
            let vanishes = series.term_vanishes(k + 1, power) && wave_vanishes;
            vanished = if vanishes { vanished + 1 } else { 0 };
            // Two in a row: a single one may vanish by symmetry.
            if vanished == 2 {
                series.order = k + 1;
                return series;
            }
            if let Some(wave) = &mut wave {
                wave.advance(RECIPROCALS[k + 1]);
            }
        }
        series.shorten(power);
        series
    }

    fn term_vanishes(&self, k: usize, power: f64) -> bool {
        let small = |term: f64, value: f64| term.abs() * power <= TOLERANCE * value.abs().max(1.0);
        small(self.v[k], self.v[0]) && small(self.u[k], self.u[0])
    }

    /// Halves the step until the last two terms vanish; `power` is the step's to the last order.
    fn shorten(&mut self, mut power: f64) {
        const HALF_TO_LAST: f64 = 1.0 / (1u64 << ORDER_MAX) as f64;
        while self.step_ms > SUBSTEP_MS_MIN {
            let before = power / self.step_ms;
            if self.term_vanishes(ORDER_MAX, power) && self.term_vanishes(ORDER_MAX - 1, before) {
                return;
            }
            self.step_ms *= 0.5;
            power *= HALF_TO_LAST;
        }
    }

    fn at(&self, t_ms: f64) -> State {
        let value = |series: &[f64]| evaluate(&series[..=self.order], t_ms, |term| term);
        State { v: value(&self.v), u: value(&self.u) }
    }

    /// An upper bound of `v` over `[0, t_ms]`.
    fn v_bound(&self, t_ms: f64) -> f64 {
        self.v[0] + t_ms * evaluate(&self.v[1..=self.order], t_ms, |v| v.max(0.0))
    }

    /// A lower bound of `v'` over `[0, t_ms]`.
    fn v_rate_bound(&self, t_ms: f64) -> f64 {
        let mut rates = [0.0; ORDER_MAX];
        for k in 1..=self.order {
            rates[k - 1] = k as f64 * self.v[k];
        }
        rates[0] + t_ms * evaluate(&rates[1..self.order], t_ms, |rate| rate.min(0.0))
    }

    /// Where `v` first reaches `peak_mv`, if it does so within the step, which is shortened until
    /// the answer is certain: no crossing within it, or a single one on a rising flank.
    fn crossing(&mut self, peak_mv: f64) -> Option<f64> {
        loop {
            if self.v_bound(self.step_ms) < peak_mv {
                return None;
            }
            let reached = self.at(self.step_ms).v >= peak_mv;
            let certain = self.v_rate_bound(self.step_ms) > 0.0;
            if reached && (certain || self.step_ms <= SUBSTEP_MS_MIN) {
                return Some(self.root(peak_mv));
            }
            if !reached && (certain || self.step_ms <= SUBSTEP_MS_MIN) {
                return None;
            }
            self.step_ms *= 0.5;
        }
    }

    /// The root of `v - peak_mv` in `[0, step_ms]`: Newton, with bisection as a guard.
    fn root(&self, peak_mv: f64) -> f64 {
        let (mut low, mut high) = (0.0, self.step_ms);
        let mut t_ms = high;
        for _ in 0..100 {
            let (value, rate) = horner_with_rate(&self.v[..=self.order], t_ms);
            if value >= peak_mv {
                high = t_ms;
            } else {
                low = t_ms;
            }
            let newton = t_ms - (value - peak_mv) / rate;
            // Below this, Newton only trades roundings with itself.
            if (newton - t_ms).abs() <= 1e-15 * t_ms {
                return t_ms;
            }
            t_ms = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        }
        t_ms
    }
}

/// Coefficient `k` of the square of a series (Cauchy product). Two sums, since one alone would
/// wait for itself.
#[inline]
fn square_coefficient(x: &[f64; ORDER_MAX + 1], k: usize) -> f64 {
    let half = k.div_ceil(2);
    let (low, high) = (&x[..half], &x[k + 1 - half..=k]);
    let (mut even, mut odd) = (0.0, 0.0);
    for (low, high) in low.chunks(2).zip(high.rchunks(2)) {
        if let ([a, b], [c, d]) = (low, high) {
            even += a * d;
            odd += b * c;
        } else {
            even += low[0] * high[0];
        }
    }
    let sum = 2.0 * (even + odd);
    if k.is_multiple_of(2) { sum + x[k / 2] * x[k / 2] } else { sum }
}

/// The polynomial with these coefficients, each passed through `term`, at `t`: even and odd powers
/// by a Horner scheme each.
#[inline]
fn evaluate(coefficients: &[f64], t: f64, term: impl Fn(f64) -> f64) -> f64 {
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

/// Carries `state` over `span_ms` under the current that `piece_at` gives from an offset (ms) on.
///
/// Calls `spike` with the offset (ms) of each spike, in order.
///
/// # Errors
/// The fault and the offset (ms) at which it struck; `spike` may also return one to stop there.
pub fn advance(
    neuron: &Neuron,
    state: &mut State,
    span_ms: f64,
    piece_at: impl Fn(f64) -> Piece,
    mut spike: impl FnMut(f64) -> Result<(), Fault>,
) -> Result<(), (Fault, f64)> {
    let mut t_ms = 0.0;
    let mut longest_ms = span_ms;
    for _ in 0..SUBSTEPS_MAX {
        if state.v >= neuron.peak_mv {
            spike(t_ms).map_err(|fault| (fault, t_ms))?;
            *state = neuron.reset(*state);
            continue;
        }
        let left_ms = span_ms - t_ms;
        if left_ms <= 0.0 {
            return Ok(());
        }
        let piece = piece_at(t_ms);
        let mut series =
            Series::new(neuron, *state, &piece, left_ms.min(piece.length_ms).min(longest_ms));
        let crossed = series.crossing(neuron.peak_mv);
        longest_ms = GROWTH * series.step_ms;
        let step_ms = crossed.unwrap_or(series.step_ms);
        *state = series.at(step_ms);
        if !state.is_finite() {
            return Err((Fault::NonFinite, t_ms));
        }
        // Whatever remains of a step or a piece below the resolution of time is over.
        t_ms = if step_ms == left_ms { span_ms } else { t_ms + step_ms };
        if crossed.is_some() {
            spike(t_ms).map_err(|fault| (fault, t_ms))?;
            *state = neuron.reset(*state);
        }
    }
    Err((Fault::Unresolved, t_ms))
}
