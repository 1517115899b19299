//! dv/dt in each row of a run, by the right-hand side of the model.

use crate::engine::{Sample, Spike, Step};
use crate::model::{Neuron, Scheme, State};

/// Gives dv/dt for each row of one neuron: the right-hand side at the row's own v, u and current.
///
/// Under the schemes of fixed steps a row in which the neuron spikes shows v cut off at the peak.
/// That is no point of the trajectory, so such a row repeats the value of the row before it.
#[derive(Clone, Debug)]
pub struct VRate {
    neuron: Neuron,
    scheme: Scheme,
    /// The step of the last spike.
    spiked: Option<Step>,
    last: f64,
}

impl VRate {
    /// The rule for the rows of `neuron` under `scheme`.
    #[must_use]
    pub fn new(neuron: Neuron, scheme: Scheme) -> Self {
        Self { neuron, scheme, spiked: None, last: 0.0 }
    }

    /// Goes on with other parameters, or another scheme.
    pub fn set(&mut self, neuron: Neuron, scheme: Scheme) {
        (self.neuron, self.scheme) = (neuron, scheme);
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
            Scheme::Izh2003 => row.v >= self.neuron.peak_mv,
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
        self.last = self.neuron.v_rate(State { v: row.v, u: row.u }, row.current);
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
    use crate::model::Equations;

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
}
