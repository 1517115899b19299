//! The Taylor series of both variables about one instant, and the first event within a step.

use super::polynomial::{Coefficients, ORDER_MAX, SUBSTEP_MS_MIN, evaluate, first_reach};
use crate::model::equations::{Drive, Side};
use crate::model::stimulus::{Piece, WaveSeries};
use crate::model::{Neuron, State};

/// Terms below this fraction of the variable's size count as 0.
const TOLERANCE: f64 = 1e-17;
/// Depth below the vertex of the parabola from which a potential never returns, as a multiple of
/// the distance from the vertex to the reset or peak, whichever is farther: -92.6 V for the neurons
/// of 2004. There the membrane is a thousand times as fast as in a spike, and `u` exceeds 10^8, so
/// that no current (at most 10^6) brings the neuron back.
const FAR: f64 = 1000.0;

/// `1/k`, the factor from coefficient `k - 1` of the derivative to coefficient `k`.
const RECIPROCALS: [f64; ORDER_MAX + 1] = {
    let mut reciprocals = [0.0; ORDER_MAX + 1];
    let mut k = 1;
    while k <= ORDER_MAX {
        reciprocals[k] = 1.0 / k as f64;
        k += 1;
    }
    reciprocals
};

/// The right-hand side on one side of the switch.
pub(super) struct Rule<'a> {
    neuron: &'a Neuron,
    /// The polynomial `p(v)` in `C v' = p(v) - u + I`, lowest power first.
    polynomial: [f64; 3],
    /// `1/C`.
    inverse_capacitance: f64,
    drive: Drive,
    /// The side of the switch, and the potential of the switch (mV).
    switch: Option<(Side, f64)>,
}

impl<'a> Rule<'a> {
    pub(super) fn new(neuron: &'a Neuron, switch: Option<(Side, f64)>) -> Self {
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

/// An event that ends a step early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Event {
    /// The potential reaches its peak after this time (ms).
    Spike(f64),
    /// The potential reaches the switch after this time (ms).
    Switch(f64),
}

impl Event {
    pub(super) fn after_ms(self) -> f64 {
        match self {
            Self::Spike(t_ms) | Self::Switch(t_ms) => t_ms,
        }
    }
}

/// The Taylor series of both variables about one instant, converged over `step_ms`.
pub(super) struct Series {
    v: Coefficients,
    u: Coefficients,
    order: usize,
    pub(super) step_ms: f64,
}

impl Series {
    /// Expands about `state` under `piece`, for a step of at most `step_ms`.
    pub(super) fn new(rule: &Rule<'_>, state: State, piece: &Piece, step_ms: f64) -> Self {
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
            // At rest at a crest of the wave, the neuron's terms vanish before the wave's.
            let wave_vanishes = wave
                .is_none_or(|wave| wave.bound() * power <= TOLERANCE * series.v[0].abs().max(1.0));
            let vanishes = series.term_vanishes(k + 1, power) && wave_vanishes;
            vanished = if vanishes { vanished + 1 } else { 0 };
            // Two terms in a row, because a single term may vanish by symmetry.
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

    /// Halves the step until the last two terms vanish; `power` is `step_ms^ORDER_MAX`.
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

    pub(super) fn at(&self, t_ms: f64) -> State {
        let value = |series: &[f64]| evaluate(&series[..=self.order], t_ms, |term| term);
        State { v: value(&self.v), u: value(&self.u) }
    }

    /// Whether the potential falls without end: v lies beyond [`FAR`] and still falls, and the
    /// recovery variable, which lowers v, does not decay but grows.
    ///
    /// A recovery variable that decays (`a > 0`) keeps every solution bounded, because the parabola
    /// outgrows it. Where `a < 0`, `u` grows as `e^(|a| t)` and v follows it as `-sqrt(u)`; the
    /// slope of `v'`, and with it the number of sub-steps, grows in proportion to v.
    pub(super) fn falls_without_end(&self, rule: &Rule<'_>) -> bool {
        let [_, linear, quadratic] = rule.polynomial;
        let Neuron { a, c_mv, peak_mv, .. } = *rule.neuron;
        let vertex_mv = -linear / (2.0 * quadratic);
        let reach_mv = (c_mv - vertex_mv).abs().max((peak_mv - vertex_mv).abs());
        let decays = a * rule.drive.leak > 0.0;
        !decays && self.v[0] < vertex_mv - FAR * reach_mv && self.v[1] < 0.0 && self.u[1] > 0.0
    }

    /// The first event within the step; shortens the step until the answer is certain.
    pub(super) fn event(&mut self, rule: &Rule<'_>) -> Option<Event> {
        let spike = self.spike(rule).map(Event::Spike);
        let Some((side, switch_mv)) = rule.switch else { return spike };
        if let Some(spike) = spike {
            self.step_ms = spike.after_ms();
        }
        let passage = self.passage(side, switch_mv).map(Event::Switch);
        // The search for the passage may have shortened the step to before the spike.
        passage.or(spike.filter(|spike| spike.after_ms() <= self.step_ms))
    }

    /// The time at which the potential first reaches its peak within the step (ms), if it does.
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

    /// The time at which the potential leaves its side of the switch (ms), if within the step.
    fn passage(&mut self, side: Side, switch_mv: f64) -> Option<f64> {
        let mut towards = self.v;
        towards[0] -= switch_mv;
        if side == Side::Above {
            towards.iter_mut().for_each(|coefficient| *coefficient = -*coefficient);
        }
        let towards = &towards[..=self.order];
        // A step that starts on the switch has a root at 0, which is divided out.
        let towards = if towards[0] == 0.0 { &towards[1..] } else { towards };
        // A level just above 0, so that a neuron that rests on the switch does not leave it.
        first_reach(towards, f64::MIN_POSITIVE, &mut self.step_ms)
    }
}

/// The Taylor coefficients of `(v - reference)^3`.
struct Cube {
    base_0: f64,
    squares: Coefficients,
}

impl Cube {
    fn new(base_0: f64) -> Self {
        Self { base_0, squares: [0.0; ORDER_MAX + 1] }
    }

    /// Coefficient `k`, given those of `v` up to `k`; must be called with k = 0, 1, 2 and so on.
    fn coefficient(&mut self, v: &Coefficients, k: usize) -> f64 {
        let base = |i: usize| if i == 0 { self.base_0 } else { v[i] };
        self.squares[k] = (0..=k).fold(0.0, |sum, i| sum + base(i) * base(k - i));
        (0..=k).fold(0.0, |sum, i| sum + self.squares[i] * base(k - i))
    }
}

/// Coefficient `k` of the square of a series (Cauchy product). Two sums hide the latency of
/// additions.
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
