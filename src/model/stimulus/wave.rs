//! Sine and chirp.
//!
//! Phases are in turns, and whole turns are subtracted exactly, so that a sine is as accurate after
//! days as at its start.

/// `a b` and its rounding error (Dekker, Numer. Math. 18 (1971) 224: the same bits with and without
/// fused operations).
fn exact_product(a: f64, b: f64) -> (f64, f64) {
    let (a_high, a_low) = halves(a);
    let (b_high, b_low) = halves(b);
    let product = a * b;
    let lost = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
    (product, lost)
}

/// Splits a number into the sum of two numbers with half the digits each.
fn halves(x: f64) -> (f64, f64) {
    const SPLIT: f64 = (1u64 << 27) as f64 + 1.0;
    let scaled = SPLIT * x;
    let high = scaled - (scaled - x);
    (high, x - high)
}

/// `a + b` and its rounding error (Knuth, The Art of Computer Programming 2, 4.2.2).
fn exact_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}

/// Time since the start of a segment, with its rounding error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elapsed {
    ms: f64,
    rest_ms: f64,
}

impl Elapsed {
    /// The time from `start_ms` to `offset_ms` after the start of step `k`.
    pub(super) fn since(start_ms: f64, k: u64, offset_ms: f64, steps_per_ms: u32) -> Self {
        let (steps, n) = (k as f64, f64::from(steps_per_ms));
        let step_ms = steps / n;
        let (whole, lost) = exact_product(step_ms, n);
        let (ms, lost_start) = exact_sum(step_ms, -start_ms);
        let (ms, lost_offset) = exact_sum(ms, offset_ms);
        Self { ms, rest_ms: ((steps - whole) - lost) / n + lost_start + lost_offset }
    }
}

/// `mean + amplitude sin(2 pi (phase + f t + sweep t^2 / 2))`, `t` from the start of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Oscillation {
    pub(super) mean: f64,
    pub(super) amplitude: f64,
    pub(super) frequency_hz: f64,
    pub(super) sweep_hz_per_ms: f64,
    pub(super) phase_deg: f64,
}

/// Radians per ms at 1 Hz.
const RADIANS: f64 = 2.0 * std::f64::consts::PI / 1000.0;

impl Oscillation {
    /// The phase, about -1 to 2 turns.
    fn turns(&self, elapsed: Elapsed) -> f64 {
        let Elapsed { ms, rest_ms } = elapsed;
        let (cycles, lost) = exact_product(self.frequency_hz + 0.5 * self.sweep_hz_per_ms * ms, ms);
        let rest = lost + (self.frequency_hz + self.sweep_hz_per_ms * ms) * rest_ms;
        (libm::fmod(cycles, 1000.0) + rest) / 1000.0 + self.phase_deg / 360.0
    }

    pub(super) fn current(&self, elapsed: Elapsed) -> f64 {
        self.mean + self.amplitude * sin_cos_of_turns(self.turns(elapsed)).0
    }

    /// The oscillation about the mean, from `elapsed` on.
    pub(super) fn wave(&self, elapsed: Elapsed) -> Wave {
        let (sine, cosine) = sin_cos_of_turns(self.turns(elapsed));
        Wave {
            sine: self.amplitude * sine,
            cosine: self.amplitude * cosine,
            rad_per_ms: RADIANS * (self.frequency_hz + self.sweep_hz_per_ms * elapsed.ms),
            sweep: RADIANS * self.sweep_hz_per_ms,
        }
    }

    /// Number of turns from `elapsed` on in `span_ms`, without sign.
    pub(super) fn turns_in(&self, elapsed: Elapsed, span_ms: f64) -> f64 {
        let hz = self.frequency_hz + self.sweep_hz_per_ms * (elapsed.ms + 0.5 * span_ms);
        (hz * span_ms / 1000.0).abs()
    }
}

/// Sine and cosine of an angle in turns, exact at quarter turns.
fn sin_cos_of_turns(turns: f64) -> (f64, f64) {
    let turns = turns - turns.floor();
    let quarter = (4.0 * turns).round();
    let angle = 2.0 * std::f64::consts::PI * (turns - 0.25 * quarter);
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    match quarter as u8 {
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        3 => (-cosine, sine),
        _ => (sine, cosine),
    }
}

/// An oscillating current from one instant on: `a sin(phase)` and `a cos(phase)` at that instant,
/// and the course of the phase.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wave {
    /// The current: `a sin(phase)`.
    pub sine: f64,
    /// `a cos(phase)`.
    pub cosine: f64,
    /// Angular frequency (rad/ms).
    pub rad_per_ms: f64,
    /// Change of the angular frequency (rad/ms per ms).
    pub sweep: f64,
}

impl Wave {
    /// The current `t_ms` later.
    pub(super) fn current_after(&self, t_ms: f64) -> f64 {
        let angle = (self.rad_per_ms + 0.5 * self.sweep * t_ms) * t_ms;
        self.sine * libm::cos(angle) + self.cosine * libm::sin(angle)
    }

    /// Rate of change of the current (per ms).
    pub(super) fn rate(&self) -> f64 {
        self.rad_per_ms * self.cosine
    }
}

/// The Taylor coefficients of a wave, in ascending order.
///
/// With `phase' = w + s t`, the coefficients of sine and cosine follow from each other:
/// `(k+1) sine[k+1] = w cosine[k] + s cosine[k-1]`, and the same with the opposite sign.
#[derive(Clone, Copy, Debug)]
pub struct WaveSeries {
    rad_per_ms: f64,
    sweep: f64,
    /// Coefficients of sine and cosine at the present order.
    present: (f64, f64),
    /// Coefficients of sine and cosine at the previous order.
    before: (f64, f64),
}

impl From<Wave> for WaveSeries {
    fn from(wave: Wave) -> Self {
        let Wave { sine, cosine, rad_per_ms, sweep } = wave;
        Self { rad_per_ms, sweep, present: (sine, cosine), before: (0.0, 0.0) }
    }
}

impl WaveSeries {
    /// The current's coefficient at the present order.
    #[must_use]
    pub fn coefficient(&self) -> f64 {
        self.present.0
    }

    /// An upper bound of the coefficient over all phases.
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.present.0.abs() + self.present.1.abs()
    }

    /// Advances to the next order; `reciprocal` is 1 divided by that order.
    pub fn advance(&mut self, reciprocal: f64) {
        let ((sine, cosine), (sine_before, cosine_before)) = (self.present, self.before);
        self.before = self.present;
        self.present = (
            (self.rad_per_ms * cosine + self.sweep * cosine_before) * reciprocal,
            -(self.rad_per_ms * sine + self.sweep * sine_before) * reciprocal,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(frequency_hz: f64) -> Oscillation {
        Oscillation {
            mean: 0.0,
            amplitude: 1.0,
            frequency_hz,
            sweep_hz_per_ms: 0.0,
            phase_deg: 0.0,
        }
    }

    #[test]
    fn quarters_are_exact() {
        for (turns, expected) in
            [(0.0, (0.0, 1.0)), (0.25, (1.0, 0.0)), (0.5, (0.0, -1.0)), (0.75, (-1.0, 0.0))]
        {
            for whole in [-3.0, 0.0, 1e9] {
                assert_eq!(sin_cos_of_turns(turns + whole), expected, "{turns}");
            }
        }
        assert!((sin_cos_of_turns(1.0 / 12.0).0 - 0.5).abs() < 1e-15);
    }

    #[test]
    fn a_sine_is_as_accurate_after_days_as_at_once() {
        // Neither 1/3 ms nor 250.1 Hz is a binary number.
        let wave = sine(250.1);
        let at = |k| wave.current(Elapsed::since(0.0, k, 0.0, 3));
        // After a day, 21,608,640 turns, a sine of 250.1 Hz has the same phase.
        for k in [1, 2, 17, 100_001] {
            let later = at(k + 3 * 86_400_000);
            // The double 250.1 is off by 1e-14 Hz, which amounts to 1e-9 turns in a day.
            assert!((later - at(k)).abs() < 1e-8, "{k}: {later} and {}", at(k));
        }
        let wave = sine(250.0);
        let at = |k| wave.current(Elapsed::since(0.0, k, 0.0, 3));
        for k in [1, 2, 17, 100_001] {
            assert!((at(k + 3 * 864_000_000) - at(k)).abs() < 1e-15, "{k}");
        }
    }

    #[test]
    fn the_series_is_that_of_the_wave() {
        let chirp = Oscillation {
            mean: 0.0,
            amplitude: 2.0,
            frequency_hz: 40.0,
            sweep_hz_per_ms: 3.0,
            phase_deg: 30.0,
        };
        let mut series = WaveSeries::from(chirp.wave(Elapsed::since(1.0, 8, 0.125, 4)));
        let (mut sum, mut power) = (0.0, 1.0);
        for k in 1..25 {
            sum += series.coefficient() * power;
            power *= 1.5;
            series.advance(1.0 / f64::from(k));
        }
        let expected = chirp.current(Elapsed::since(1.0, 8, 1.625, 4));
        assert!((sum - expected).abs() < 1e-13, "{sum} and {expected}");
        let wave = chirp.wave(Elapsed::since(1.0, 8, 0.125, 4));
        assert!((wave.current_after(1.5) - expected).abs() < 1e-13);
        let rise = wave.current_after(1e-6) - wave.current_after(-1e-6);
        assert!((wave.rate() - rise / 2e-6).abs() < 1e-8);
    }
}
