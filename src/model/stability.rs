//! Numerical stability: the potentials below which a fixed step is too long.
//!
//! A step h of a scheme is unstable where the linearised update of v grows with alternating sign:
//! where `1 + h f'(v) < -1`, f being the right-hand side of v'. Since f' rises with v, steps are
//! unstable below a certain potential, the bound; where f' jumps down at a switch, the highest such
//! bound counts. Below the bound an inhibitory current makes v oscillate with growing amplitude
//! until v passes the peak, and the neuron seems to fire; the true solution settles.

use super::equations::Side;
use super::{Neuron, Scheme};

/// Usual step widths, as numbers of steps in one ms.
const USUAL_STEPS_PER_MS: [u32; 10] = [1, 2, 4, 5, 10, 20, 50, 100, 200, 1000];

/// Number of time constants after which a disturbance counts as decayed.
const TIME_CONSTANTS: f64 = 5.0;

impl Neuron {
    /// The membrane potential (mV) below which a step of `1/steps_per_ms` ms is unstable under
    /// `scheme`: -162.5 under `paper` and `euler` at 0.25 ms, -112.5 for the half-steps of
    /// `izh2003` at 1 ms. None under `exact`, which chooses its steps itself.
    #[must_use]
    pub fn unstable_below_mv(&self, scheme: Scheme, steps_per_ms: u32) -> Option<f64> {
        let updates_per_ms = match scheme {
            Scheme::Exact => return None,
            Scheme::Paper | Scheme::Euler => f64::from(steps_per_ms),
            Scheme::Izh2003 => 2.0 * f64::from(steps_per_ms),
        };
        // C f'(v) = 2 quadratic v + linear, and f' = -2/h at the bound.
        let steepest = 2.0 * updates_per_ms * self.equations.capacitance();
        let bound_mv = |side| {
            let [_, linear, quadratic] = self.equations.polynomial(side);
            -(linear + steepest) / (2.0 * quadratic)
        };
        let (below_mv, above_mv) = (bound_mv(Side::Below), bound_mv(Side::Above));
        Some(match self.equations.switch_mv() {
            // A bound above the switch: f is too steep from the bound down to the switch.
            Some(switch_mv) if above_mv > switch_mv => above_mv,
            Some(switch_mv) => below_mv.min(switch_mv),
            None => below_mv,
        })
    }

    /// The time in which a disturbance of the recovery variable decays to `e^-5` (ms): `5/a`;
    /// infinite where disturbances persist or grow.
    #[must_use]
    pub fn forgets_ms(&self) -> f64 {
        let leaks = self.a > 0.0 && self.equations.drive(self.b, Side::Below).leak != 0.0;
        if leaks { TIME_CONSTANTS / self.a } else { f64::INFINITY }
    }

    /// The fewest steps in one ms, among the usual numbers, with which `scheme` is stable down to
    /// the potential `v` (mV). None if even 1000 steps are too few.
    #[must_use]
    pub fn stable_steps_per_ms(&self, scheme: Scheme, v: f64) -> Option<u32> {
        let is_stable = |steps_per_ms: &u32| {
            self.unstable_below_mv(scheme, *steps_per_ms).is_none_or(|bound_mv| v >= bound_mv)
        };
        USUAL_STEPS_PER_MS.into_iter().find(is_stable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Equations, Membrane, Recovery};

    fn neuron(equations: Equations) -> Neuron {
        Neuron { equations, a: 0.02, b: 0.2, c_mv: -65.0, d: 8.0, peak_mv: 30.0 }
    }

    /// Regular spiking of 2007.
    const MEMBRANE: Equations = Equations::Membrane(Membrane {
        capacitance_pf: 100.0,
        k: 0.7,
        vr_mv: -60.0,
        vt_mv: -40.0,
        recovery: Recovery::Linear,
        peak_per_u: 0.0,
        c_per_u: 0.0,
        u_max: f64::INFINITY,
    });

    #[test]
    fn bounds_of_every_form_and_scheme() {
        use Equations::{Accommodation, Class1, Standard};
        use Scheme::{Euler, Exact, Izh2003, Paper};
        let cases = [
            (Standard, Paper, 4, Some(-162.5)),
            (Standard, Euler, 4, Some(-162.5)),
            (Standard, Paper, 10, Some(-312.5)),
            (Standard, Paper, 1, Some(-87.5)),
            (Standard, Izh2003, 1, Some(-112.5)),
            (Standard, Izh2003, 4, Some(-262.5)),
            (Standard, Exact, 4, None),
            (Accommodation, Paper, 2, Some(-112.5)),
            (Accommodation, Izh2003, 2, Some(-162.5)),
            // (4.1 + 8) / 0.08, (4.1 + 16) / 0.08.
            (Class1, Paper, 4, Some(-151.25)),
            (Class1, Euler, 4, Some(-151.25)),
            (Class1, Izh2003, 4, Some(-251.25)),
            (Class1, Exact, 1, None),
            // 0.7 (2 v + 100) / 100 = -8.
            (MEMBRANE, Euler, 4, Some(-50.0 - 400.0 / 0.7)),
            (MEMBRANE, Euler, 1, Some(-50.0 - 100.0 / 0.7)),
            (MEMBRANE, Exact, 4, None),
        ];
        for (equations, scheme, steps_per_ms, expected) in cases {
            let found = neuron(equations).unstable_below_mv(scheme, steps_per_ms);
            let differs = |(a, b): (f64, f64)| (a - b).abs() > 1e-12 * b.abs();
            assert_eq!(found.is_some(), expected.is_some(), "{equations:?} {scheme}");
            assert!(!found.zip(expected).is_some_and(differs), "{equations:?} {scheme}: {found:?}");
        }
    }

    #[test]
    fn the_longest_step_that_would_do() {
        let rs = neuron(Equations::Standard);
        assert_eq!(rs.stable_steps_per_ms(Scheme::Paper, -87.5), Some(1));
        assert_eq!(rs.stable_steps_per_ms(Scheme::Paper, -163.0), Some(5));
        assert_eq!(rs.stable_steps_per_ms(Scheme::Paper, -314.0), Some(20));
        assert_eq!(rs.stable_steps_per_ms(Scheme::Izh2003, -314.0), Some(10));
        assert_eq!(rs.stable_steps_per_ms(Scheme::Paper, -1e6), None);
        assert_eq!(rs.stable_steps_per_ms(Scheme::Exact, -1e6), Some(1));
    }
}
