//! The true solution by Taylor series (Parker-Sochacki method).
//!
//! The right-hand side is a polynomial, so the coefficients of the solution follow from a recurrence
//! in which `v^2` and `v^3` are Cauchy products (Stewart and Bair, J. Comput. Neurosci. 27 (2009)
//! 115). The step of the series is halved until its last terms vanish; a spike is a root of the
//! polynomial, and so is the passage from one drive of the recovery variable to another; the
//! current is a straight line within each piece, and perhaps a wave upon it, whose coefficients follow
//! from a recurrence, too.

use super::equations::{Drive, Side};
use super::stimulus::{Piece, WaveSeries};
use super::{Fault, Neuron, State};

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
/// On a switch, a neuron slower than this (mV/ms) that either side drives back stays there. It would
/// pass it ever more often, in ever smaller arcs, without end.
const PINNED_RATE_MAX: f64 = 1e-6;
/// Longest step on a switch (ms), after which it is asked anew whether it holds the neuron.
const PINNED_MS_MAX: f64 = 0.01;
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

/// Coefficients of a variable, lowest power first.
type Coefficients = [f64; ORDER_MAX + 1];

/// The right-hand side that holds on one side of the neuron's switch.
struct Rule<'a> {
    neuron: &'a Neuron,
    /// The polynomial of `v`, lowest power first.
    polynomial: [f64; 3],
    /// One over the capacitance.
    inverse_capacitance: f64,
    drive: Drive,
    /// On which side of the switch it holds, and where that is (mV).
    switch: Option<(Side, f64)>,
}

impl<'a> Rule<'a> {
    fn new(neuron: &'a Neuron, switch: Option<(Side, f64)>) -> Self {
        let side = switch.map_or(Side::Below, |(side, _)| side);
        Self {
            neuron,
            polynomial: neuron.equations.polynomial(side),
            inverse_capacitance: 1.0 / neuron.equations.capacitance(),
            drive: neuron.equations.drive(neuron.b, side),
            switch,
        }
    }
}

/// What ends a stretch of one rule.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    /// The potential reaches its peak after this time (ms).
    Spike(f64),
    /// The potential reaches the switch after this time (ms).
    Switch(f64),
}

impl Event {
    fn after_ms(self) -> f64 {
        match self {
            Self::Spike(t_ms) | Self::Switch(t_ms) => t_ms,
        }
    }
}

/// The series of both variables about one instant, converged for `step_ms`.
struct Series {
    v: Coefficients,
    u: Coefficients,
    order: usize,
    step_ms: f64,
}

impl Series {
    /// Expands about `state` under `piece`, for at most `step_ms`.
    fn new(rule: &Rule<'_>, state: State, piece: &Piece, step_ms: f64) -> Self {
        let mut series =
            Self { v: [0.0; ORDER_MAX + 1], u: [0.0; ORDER_MAX + 1], order: ORDER_MAX, step_ms };
        series.v[0] = state.v;
        series.u[0] = state.u;
        let [constant, linear, quadratic] = rule.polynomial;
        let offset = constant + piece.level;
        let mut cube = rule.drive.cubic.then(|| Cube::new(state.v - rule.drive.reference_mv));
        let mut wave = piece.wave.map(WaveSeries::from);
        let mut power = 1.0;
        let mut vanished = 0;
        for k in 0..ORDER_MAX {
            let mut rate = quadratic * square_coefficient(&series.v, k);
            rate = rate + linear * series.v[k] - series.u[k];
            match k {
                0 => rate += offset,
                1 => rate += piece.slope_per_ms,
                _ => {}
            }
            if let Some(wave) = &wave {
                rate += wave.coefficient();
            }
            let push = match &mut cube {
                Some(cube) => cube.coefficient(&series.v, k),
                None if k == 0 => series.v[0] - rule.drive.reference_mv,
                None => series.v[k],
            };
            let drive = rule.drive.gain * push - rule.drive.leak * series.u[k];
            series.v[k + 1] = rate * rule.inverse_capacitance * RECIPROCALS[k + 1];
            series.u[k + 1] = rule.neuron.a * drive * RECIPROCALS[k + 1];
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

    /// The first event within the step, which is shortened until that is certain.
    fn event(&mut self, rule: &Rule<'_>) -> Option<Event> {
        let spike = self.spike(rule).map(Event::Spike);
        let Some((side, switch_mv)) = rule.switch else { return spike };
        if let Some(spike) = spike {
            self.step_ms = spike.after_ms();
        }
        let passage = self.passage(side, switch_mv).map(Event::Switch);
        // To be certain of the passage, the step may have become too short for the spike.
        passage.or(spike.filter(|spike| spike.after_ms() <= self.step_ms))
    }

    /// When the potential first reaches its peak, if it does within the step.
    fn spike(&mut self, rule: &Rule<'_>) -> Option<f64> {
        let peak_mv = rule.neuron.peak_mv;
        let peak_per_u = rule.neuron.equations.peak_per_u();
        if peak_per_u == 0.0 {
            return first_reach(&self.v[..=self.order], peak_mv, &mut self.step_ms);
        }
        let mut over = [0.0; ORDER_MAX + 1];
        for (k, over) in over.iter_mut().enumerate() {
            *over = self.v[k] - peak_per_u * self.u[k];
        }
        first_reach(&over[..=self.order], peak_mv, &mut self.step_ms)
    }

    /// When the potential leaves its side of the switch, if it does within the step.
    fn passage(&mut self, side: Side, switch_mv: f64) -> Option<f64> {
        let mut towards = self.v;
        towards[0] -= switch_mv;
        if side == Side::Above {
            towards.iter_mut().for_each(|coefficient| *coefficient = -*coefficient);
        }
        let towards = &towards[..=self.order];
        // Where it stands on the switch it has just come from there: that root is divided out.
        let towards = if towards[0] == 0.0 { &towards[1..] } else { towards };
        // A neuron that rests on the switch does not leave it.
        first_reach(towards, f64::MIN_POSITIVE, &mut self.step_ms)
    }
}

/// The third power of `v - reference`, coefficient by coefficient.
struct Cube {
    base_0: f64,
    squares: Coefficients,
}

impl Cube {
    fn new(base_0: f64) -> Self {
        Self { base_0, squares: [0.0; ORDER_MAX + 1] }
    }

    /// Coefficient `k`, once those of `v` are known up to it; to be asked for in order.
    fn coefficient(&mut self, v: &Coefficients, k: usize) -> f64 {
        let base = |i: usize| if i == 0 { self.base_0 } else { v[i] };
        self.squares[k] = (0..=k).fold(0.0, |sum, i| sum + base(i) * base(k - i));
        (0..=k).fold(0.0, |sum, i| sum + self.squares[i] * base(k - i))
    }
}

/// Where the polynomial `x` first reaches `level` from below, if it does so within `step_ms`, which
/// is shortened until the answer is certain: no crossing within it, or a single one on a rising
/// flank.
fn first_reach(x: &[f64], level: f64, step_ms: &mut f64) -> Option<f64> {
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

/// A lower bound of its derivative over `[0, t_ms]`.
fn rate_bound(x: &[f64], t_ms: f64) -> f64 {
    let mut rates = [0.0; ORDER_MAX];
    for (k, (rate, coefficient)) in rates.iter_mut().zip(&x[1..]).enumerate() {
        *rate = (k + 1) as f64 * coefficient;
    }
    rates[0] + t_ms * evaluate(&rates[1..x.len() - 1], t_ms, |rate| rate.min(0.0))
}

/// The root of `x - level` in `[0, step_ms]`: Newton, with bisection as a guard.
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
        // Below this, Newton only trades roundings with itself.
        if (newton - t_ms).abs() <= 1e-15 * t_ms {
            return t_ms;
        }
        t_ms = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
    }
    t_ms
}

/// Coefficient `k` of the square of a series (Cauchy product). Two sums, since one alone would
/// wait for itself.
#[inline]
fn square_coefficient(x: &Coefficients, k: usize) -> f64 {
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

/// How the neuron stands to the switch between two drives of its recovery variable.
enum Stand {
    /// One rule holds.
    Ruled(Option<(Side, f64)>),
    /// Either side drives it back onto the switch: it slides along it.
    Pinned(f64),
}

impl Stand {
    /// Where `state` is, and, on the switch itself, where it is about to be.
    fn of(neuron: &Neuron, state: State, piece: &Piece) -> Self {
        let Some(switch_mv) = neuron.equations.switch_mv() else { return Self::Ruled(None) };
        let ruled = |side| Self::Ruled(Some((side, switch_mv)));
        if state.v != switch_mv {
            return ruled(if state.v > switch_mv { Side::Above } else { Side::Below });
        }
        let rate = neuron.v_rate(state, piece.current_after(0.0));
        if rate.abs() > PINNED_RATE_MAX {
            return ruled(if rate > 0.0 { Side::Above } else { Side::Below });
        }
        // C v'' on either side where v' vanishes.
        let bend = |side| {
            let drive = neuron.equations.drive(neuron.b, side);
            piece.rate() - neuron.a * drive.rate(state.v, state.u)
        };
        match (bend(Side::Below), bend(Side::Above)) {
            (below, above) if below > 0.0 && above < 0.0 => Self::Pinned(switch_mv),
            (below, above) if rate > 0.0 || (rate == 0.0 && below + above > 0.0) => {
                ruled(Side::Above)
            }
            _ => ruled(Side::Below),
        }
    }
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
        if state.v >= neuron.peak_mv_at(state.u) {
            spike(t_ms).map_err(|fault| (fault, t_ms))?;
            *state = neuron.reset(*state);
            continue;
        }
        let left_ms = span_ms - t_ms;
        if left_ms <= 0.0 {
            return Ok(());
        }
        let piece = piece_at(t_ms);
        let most_ms = left_ms.min(piece.length_ms);
        let (step_ms, event) = match Stand::of(neuron, *state, &piece) {
            Stand::Pinned(switch_mv) => {
                let step_ms = most_ms.min(PINNED_MS_MAX);
                let current = piece.current_after(step_ms);
                *state = State { v: switch_mv, u: neuron.parabola(switch_mv) + current };
                (step_ms, None)
            }
            Stand::Ruled(switch) => {
                let rule = Rule::new(neuron, switch);
                let mut series = Series::new(&rule, *state, &piece, most_ms.min(longest_ms));
                let event = series.event(&rule);
                longest_ms = GROWTH * series.step_ms;
                let step_ms = event.map_or(series.step_ms, Event::after_ms);
                *state = series.at(step_ms);
                (step_ms, event)
            }
        };
        if !state.is_finite() {
            return Err((Fault::NonFinite, t_ms));
        }
        // Whatever remains of a step or a piece below the resolution of time is over.
        t_ms = if step_ms == left_ms { span_ms } else { t_ms + step_ms };
        match (event, neuron.equations.switch_mv()) {
            (Some(Event::Spike(_)), _) => {
                spike(t_ms).map_err(|fault| (fault, t_ms))?;
                *state = neuron.reset(*state);
            }
            (Some(Event::Switch(_)), Some(switch_mv)) => state.v = switch_mv,
            _ => {}
        }
    }
    Err((Fault::Unresolved, t_ms))
}
