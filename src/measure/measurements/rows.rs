//! What the rows between two spikes show.

use super::Quantity;
use crate::engine::{Sample, Spike};
use crate::measure::VRate;

/// What the rows strictly between two rows that show the peak have in common.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Between {
    /// The potential of the first row in which dv/dt is at least [`Quantity::ONSET_RATE`], after one
    /// in which it is less (mV).
    pub onset_mv: Option<f64>,
    /// The lowest potential (mV), and the largest dv/dt (mV/ms); none without rows.
    extremes: (f64, f64),
    /// Whether dv/dt was less than [`Quantity::ONSET_RATE`] in a row.
    was_slow: bool,
}

impl Between {
    /// Without rows.
    pub(super) const EMPTY: Self =
        Self { onset_mv: None, extremes: (f64::INFINITY, f64::NEG_INFINITY), was_slow: false };

    /// The lowest potential (mV), if there are rows.
    #[must_use]
    pub fn ahp_mv(&self) -> Option<f64> {
        self.has_rows().then_some(self.extremes.0)
    }

    /// The largest dv/dt (mV/ms), if there are rows.
    #[must_use]
    pub fn rise(&self) -> Option<f64> {
        self.has_rows().then_some(self.extremes.1)
    }

    fn has_rows(&self) -> bool {
        self.extremes.0 < f64::INFINITY
    }

    #[inline]
    fn add(&mut self, v: f64, rate: f64) {
        // Branches, since few rows change anything: a value that is written in every row would have to
        // be there before the next row can be compared with it.
        let (lowest, fastest) = &mut self.extremes;
        if v < *lowest {
            *lowest = v;
        }
        if rate > *fastest {
            *fastest = rate;
        }
        if rate < Quantity::ONSET_RATE {
            self.was_slow = true;
        } else if self.was_slow && self.onset_mv.is_none() {
            self.onset_mv = Some(v);
        }
    }
}

/// Gathers the rows between two spikes of one neuron.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    v_rate: VRate,
    /// The rows since the last one that shows the peak.
    present: Between,
    /// The rows up to one that shows the peak, until the spike is reported.
    ended: Option<Between>,
}

impl Rows {
    pub(super) fn new(v_rate: VRate) -> Self {
        Self { v_rate, present: Between::EMPTY, ended: None }
    }

    pub(super) fn v_rate(&mut self) -> &mut VRate {
        &mut self.v_rate
    }

    /// Forgets the rows so far: no path leads from them to the next.
    pub(super) fn begin_path(&mut self) {
        (self.present, self.ended) = (Between::EMPTY, None);
    }

    /// Takes the next row.
    #[inline]
    pub(super) fn row(&mut self, row: &Sample) {
        match self.v_rate.below_peak(row) {
            Some(rate) => self.present.add(row.v, rate),
            // Where the spike came before its row, the rows before it have been handed over.
            None if self.present.has_rows() => {
                self.ended = Some(std::mem::replace(&mut self.present, Between::EMPTY));
            }
            None => {}
        }
    }

    /// Takes the next spike; returns the rows that lead to it from the one before.
    pub(super) fn spike(&mut self, spike: &Spike) -> Between {
        self.v_rate.spike(spike);
        self.ended.take().unwrap_or_else(|| std::mem::replace(&mut self.present, Between::EMPTY))
    }
}
