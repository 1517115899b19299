//! dv/dt in each row of a run, by the right-hand side of the model.

use crate::engine::{Sample, Spike, Step};
use crate::model::{Neuron, Scheme, Side};

/// `v'` of one neuron as [`Neuron::v_rate`] computes it, with the coefficients at hand.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// The polynomial up to the switch and above it, lowest power first.
    polynomials: [[f64; 3]; 2],
    /// The potential at which the polynomial changes (mV); infinite if it doesn't.
    switch_mv: f64,
    capacitance: f64,
}

impl Form {
    fn of(neuron: &Neuron) -> Self {
        let equations = neuron.equations;
        Self {
            polynomials: [Side::Below, Side::Above].map(|side| equations.polynomial(side)),
            switch_mv: equations.switch_mv().unwrap_or(f64::INFINITY),
            capacitance: equations.capacitance(),
        }
    }

    #[inline]
    fn v_rate(&self, row: &Sample) -> f64 {
        let v = row.v;
        let [constant, linear, quadratic] = self.polynomials[usize::from(v > self.switch_mv)];
        let flow = (quadratic * v + linear) * v + constant - row.u + row.current;
        if self.capacitance == 1.0 { flow } else { flow / self.capacitance }
    }
}

/// Gives dv/dt for each row of one neuron: the right-hand side at the row's own v, u and current.
///
/// Under the schemes of fixed steps a row in which the neuron spikes shows v cut off at the peak.
/// That is no point of the trajectory, so such a row repeats the value of the row before it.
#[derive(Clone, Debug)]
pub struct VRate {
    form: Form,
    peak_mv: f64,
    scheme: Scheme,
    /// The step of the last spike.
    spiked: Option<Step>,
    last: f64,
}

impl VRate {
    /// The rule for the rows of `neuron` under `scheme`.
    #[must_use]
    pub fn new(neuron: Neuron, scheme: Scheme) -> Self {
        let (form, peak_mv) = (Form::of(&neuron), neuron.peak_mv);
        Self { form, peak_mv, scheme, spiked: None, last: 0.0 }
    }

    /// Goes on with other parameters, or another scheme.
    pub fn set(&mut self, neuron: Neuron, scheme: Scheme) {
        (self.form, self.peak_mv) = (Form::of(&neuron), neuron.peak_mv);
        self.scheme = scheme;
    }

    /// The integration scheme.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Takes a spike. Under a scheme of fixed steps it comes before the row of its step.
    #[inline]
    pub fn spike(&mut self, spike: &Spike) {
        self.spiked = Some(spike.step);
    }

    /// Whether the row shows the peak: v was cut off there.
    #[inline]
    fn is_at_peak(&self, row: &Sample) -> bool {
        match self.scheme {
            Scheme::Exact => false,
            // The row after it has the step of the spike.
            Scheme::Izh2003 => row.v >= self.peak_mv,
            // The row has u after the reset, so a peak that depends on u can't be told from it.
            Scheme::Paper | Scheme::Euler => self.spiked == Some(row.step),
        }
    }

    /// dv/dt of the next row (mV/ms); none if the row shows the peak.
    #[inline]
    pub fn below_peak(&mut self, row: &Sample) -> Option<f64> {
        if self.is_at_peak(row) {
            return None;
        }
        self.last = self.form.v_rate(row);
        Some(self.last)
    }

    /// dv/dt of the next row (mV/ms); 0 if the first of all rows shows the peak.
    #[inline]
    pub fn of(&mut self, row: &Sample) -> f64 {
        self.below_peak(row).unwrap_or(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::circuit::NeuronId;
    use crate::model::{Equations, State};

    const NEURON: Neuron = Neuron {
        equations: Equations::Standard,
        a: 0.02,
        b: 0.2,
        c_mv: -65.0,
        d: 8.0,
        peak_mv: 30.0,
    };

    /// dv/dt in rows with these potentials, with a spike in step 2.
    fn rates(scheme: Scheme, v: [f64; 4]) -> Vec<f64> {
        let mut rate = VRate::new(NEURON, scheme);
        let rows = (0..).zip(v);
        rows.map(|(step, v)| {
            if step == 2 {
                rate.spike(&Spike { neuron: NeuronId::FIRST, step: Step(2), time_ms: 0.5 });
            }
            rate.of(&Sample { step: Step(step), v, u: 0.0, current: 10.0 })
        })
        .collect()
    }

    #[test]
    fn a_row_that_shows_the_peak_repeats_the_row_before() {
        let at = |v: f64| NEURON.v_rate(State { v, u: 0.0 }, 10.0);
        let (low, high, after) = (at(-60.0), at(-40.0), at(-65.0));
        for scheme in [Scheme::Paper, Scheme::Euler] {
            assert_eq!(rates(scheme, [-60.0, -40.0, 30.0, -65.0]), [low, high, high, after]);
        }
        // The spike of `izh2003` has the label of the row after the peak.
        assert_eq!(rates(Scheme::Izh2003, [-40.0, 30.0, -65.0, -60.0]), [high, high, after, low]);
        assert_eq!(rates(Scheme::Exact, [-40.0, 30.0, -65.0, -60.0])[1], at(30.0));
    }

    #[test]
    fn it_is_the_right_hand_side_to_the_last_bit() {
        for entry in crate::preset::Library::default().entries() {
            let neuron = entry.preset.subject.cell.neuron;
            let mut rate = VRate::new(neuron, Scheme::Exact);
            for k in 0..200 {
                let (v, u) = (-120.0 + f64::from(k) * 0.83, f64::from(k % 17) - 3.7);
                let row = Sample { step: Step(0), v, u, current: 10.3 };
                let expected = neuron.v_rate(State { v, u }, 10.3);
                assert_eq!(rate.of(&row).to_bits(), expected.to_bits(), "{neuron:?} {v}");
            }
        }
    }
}
