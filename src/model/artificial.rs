//! Units of artificial networks: what they put out is a function of what flows in now, and of
//! nothing else.

use super::Protocol;

/// Threshold unit, sigmoid and rectifier, which share their two settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Units {
    /// Input at which all three answer (in the unit of the current).
    pub theta: f64,
    /// Width of the sigmoid's slope (in the unit of the current), above 0.
    pub slope: f64,
}

impl Units {
    /// Theta above the resting level where a protocol never rises above that: half of the pulse
    /// that the scope injects at first.
    const RISE: f64 = 5.0;
    /// The same in pA.
    const RISE_PA: f64 = 500.0;
    /// The slope for each unit of current that theta lies above the resting level.
    const SLOPE_SHARE: f64 = 0.2;

    /// Units that rest while `protocol` is at its baseline and answer its largest current: theta
    /// half-way between the two, slope a tenth of what lies between. `held` is a current that takes
    /// the protocol's place and starts from 0; `pa` is whether currents are in pA.
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

    /// Threshold unit (McCulloch and Pitts): 1 if the input reaches theta, else 0.
    #[must_use]
    pub fn threshold(&self, current: f64) -> f64 {
        if current >= self.theta { 1.0 } else { 0.0 }
    }

    /// Sigmoid: from 0 to 1, a half at theta.
    #[must_use]
    pub fn sigmoid(&self, current: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-(current - self.theta) / self.slope))
    }

    /// Rectifier: what the input exceeds theta by, in the unit of the current.
    #[must_use]
    pub fn rectifier(&self, current: f64) -> f64 {
        let above = current - self.theta;
        if above > 0.0 { above } else { 0.0 }
    }

    /// What threshold unit, sigmoid and rectifier put out under `current`.
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
