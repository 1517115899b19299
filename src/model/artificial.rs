//! Units of artificial neural networks, whose output is a function of the present input alone.

use super::Protocol;

/// Threshold unit, sigmoid and rectifier with the same settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Threshold of all three units (unit of the current).
    pub theta: f64,
    /// Width of the sigmoid (unit of the current), above 0.
    pub slope: f64,
}

impl Units {
    /// Distance of theta from the resting level if the protocol never exceeds that level: half of
    /// the scope's default pulse.
    const RISE: f64 = 5.0;
    /// The same distance in pA.
    const RISE_PA: f64 = 500.0;
    /// The slope as a fraction of the distance of theta from the resting level.
    const SLOPE_SHARE: f64 = 0.2;

    /// Units for `protocol`: theta lies half-way between its baseline and its largest current, the
    /// slope is a tenth of the distance between the two. A holding current `held` replaces the
    /// protocol, with a baseline of 0; `pa` says whether currents are in pA.
    #[must_use]
    pub fn answering(protocol: &Protocol, held: Option<f64>, pa: bool) -> Self {
        let (resting, largest) = match held {
            Some(current) => (0.0, current),
            None => (protocol.baseline, protocol.largest_current()),
        };
        let rise = 0.5 * (largest - resting);
        let usual = if pa { Self::RISE_PA } else { Self::RISE };
        let rise = if rise > 0.0 { rise } else { usual };
        Self { theta: resting + rise, slope: Self::SLOPE_SHARE * rise }
    }

    /// Threshold unit (McCulloch and Pitts, Bull. Math. Biophys. 5 (1943) 115): 1 if the input
    /// reaches theta, else 0.
    #[must_use]
    pub fn threshold(&self, current: f64) -> f64 {
        if current >= self.theta { 1.0 } else { 0.0 }
    }

    /// Sigmoid `1 / (1 + exp(-(current - theta) / slope))`.
    #[must_use]
    pub fn sigmoid(&self, current: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(current - self.theta) / self.slope))
    }

    /// Rectifier `max(0, current - theta)` (unit of the current).
    #[must_use]
    pub fn rectifier(&self, current: f64) -> f64 {
        let above = current - self.theta;
        if above > 0.0 { above } else { 0.0 }
    }

    /// Outputs of threshold unit, sigmoid and rectifier under `current`.
    #[must_use]
    pub fn outputs(&self, current: f64) -> [f64; 3] {
        [self.threshold(current), self.sigmoid(current), self.rectifier(current)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Edges, Live, Segment, Shape};

    const UNITS: Units = Units { theta: 5.0, slope: 2.0 };

    #[test]
    fn each_answers_as_its_formula_says() {
        assert_eq!([4.999, 5.0, 50.0].map(|i| UNITS.threshold(i)), [0.0, 1.0, 1.0]);
        assert_eq!([4.0, 5.0, 7.5].map(|i| UNITS.rectifier(i)), [0.0, 0.0, 2.5]);
        assert_eq!(UNITS.sigmoid(5.0), 0.5);
        // 1/(1 + e^-1) and its mirror.
        assert!((UNITS.sigmoid(7.0) - 0.731_058_578_630_005).abs() < 1e-15);
        assert!((UNITS.sigmoid(3.0) + UNITS.sigmoid(7.0) - 1.0).abs() < 1e-15);
        assert_eq!([-1e6, 1e6].map(|i| UNITS.sigmoid(i)), [0.0, 1.0]);
    }

    #[test]
    fn none_falls_as_the_input_rises() {
        let outputs: Vec<_> = (-200..200).map(|k| UNITS.outputs(f64::from(k) * 0.1)).collect();
        for pair in outputs.windows(2) {
            assert!((0..3).all(|unit| pair[0][unit] <= pair[1][unit]));
        }
    }

    #[test]
    fn theta_lies_between_rest_and_the_largest_current() {
        let segment = |shape| Segment { start_ms: 10.0, end_ms: 20.0, shape, edges: Edges::Open };
        let protocol = |baseline, shape| Protocol {
            duration_ms: 100.0,
            baseline,
            live: Live::Repeat,
            pause_ms: 0.0,
            segments: vec![segment(shape)],
            sweeps: None,
        };
        let of = |baseline, shape| {
            let units = Units::answering(&protocol(baseline, shape), None, false);
            (units.theta, units.slope)
        };
        assert_eq!(of(0.0, Shape::Level(10.0)), (5.0, 1.0));
        assert_eq!(of(-2.0, Shape::Ramp { from: 0.0, to: 8.0 }), (3.0, 1.0));
        assert_eq!(of(1.0, Shape::Level(-15.0)), (6.0, 1.0));
        let below = protocol(0.0, Shape::Level(-350.0));
        let units = Units::answering(&below, None, true);
        assert_eq!((units.theta, units.slope), (500.0, 100.0));
        assert_eq!(Units::answering(&below, Some(14.0), false).theta, 7.0);
    }
}
