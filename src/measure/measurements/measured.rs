//! What is measured of a train of spikes.

use super::Quantity;
use super::bursts::{BurstRule, Bursts};
use super::rows::Between;
use super::statistic::{Figure, Statistic};
use crate::measure::history::Statistics;

/// An event that changes what is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Happening {
    /// A spike.
    Spike {
        /// Time since the spike before it, if there is one (ms).
        interval_ms: Option<f64>,
        /// What the rows between the two show.
        rows: Between,
    },
    /// A state set from outside: the time from the last spike to the next is no interval.
    Train,
    /// Another neuron: all begins anew.
    Neuron,
    /// Statistics that are set to zero: all begins anew.
    Zero,
}

/// What is measured of a train of spikes from a certain time on.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Model time from which on spikes count (ms).
    pub(super) since_ms: f64,
    /// Whether a spike of the present train has come.
    has_spike: bool,
    /// The interval that the last spike ended (ms).
    interval_ms: Option<f64>,
    isi: Statistic,
    rate: Statistic,
    cv2: Statistic,
    lv: Statistic,
    onset: Statistic,
    ahp: Statistic,
    rise: Statistic,
    bursts: Bursts,
    /// Time from the last change of the current to the first spike (ms).
    pub(super) latency_ms: Option<f64>,
}

impl Default for Measured {
    fn default() -> Self {
        let none = Statistic::NONE;
        Self {
            since_ms: f64::NEG_INFINITY,
            has_spike: false,
            interval_ms: None,
            isi: none,
            rate: none,
            cv2: none,
            lv: none,
            onset: none,
            ahp: none,
            rise: none,
            bursts: Bursts::default(),
            latency_ms: None,
        }
    }
}

impl Statistics for Measured {
    type Event = Happening;

    fn take(&mut self, event: Happening, time_ms: f64) {
        match event {
            Happening::Spike { interval_ms, rows } => self.spike(time_ms, interval_ms, rows),
            Happening::Train => self.end_train(),
            Happening::Neuron | Happening::Zero => {
                *self = Self { since_ms: time_ms, ..Self::default() }
            }
        }
    }
}

impl Measured {
    /// What is measured in a gate from `from_ms` on in which `events` happened, whatever was set to
    /// zero meanwhile.
    pub(super) fn of(from_ms: f64, events: impl Iterator<Item = (f64, Happening)>) -> Self {
        let mut measured = Self { since_ms: from_ms, ..Self::default() };
        for (time_ms, event) in events {
            match event {
                Happening::Spike { interval_ms, rows } => {
                    measured.spike(time_ms, interval_ms, rows);
                }
                Happening::Train | Happening::Neuron => measured.end_train(),
                Happening::Zero => {}
            }
        }
        measured
    }

    /// The time to the next spike is no interval.
    fn end_train(&mut self) {
        (self.has_spike, self.interval_ms) = (false, None);
        self.bursts.end_train();
    }

    fn spike(&mut self, time_ms: f64, interval_ms: Option<f64>, rows: Between) {
        // One that leads here from before the train is none.
        let interval_ms = interval_ms.filter(|_| self.has_spike);
        self.has_spike = true;
        self.bursts.add(time_ms, interval_ms);
        let Some(interval_ms) = interval_ms else { return };
        self.isi.add(interval_ms);
        if interval_ms > 0.0 {
            self.rate.add(1000.0 / interval_ms);
        }
        let before_ms = self.interval_ms.replace(interval_ms);
        if let Some(before_ms) = before_ms.filter(|before_ms| before_ms + interval_ms > 0.0) {
            let contrast = (before_ms - interval_ms) / (before_ms + interval_ms);
            self.cv2.add(2.0 * contrast.abs());
            self.lv.add(3.0 * (contrast * contrast));
        }
        for (statistic, value) in [
            (&mut self.onset, rows.onset_mv),
            (&mut self.ahp, rows.ahp_mv()),
            (&mut self.rise, rows.rise()),
        ] {
            value.into_iter().for_each(|value| statistic.add(value));
        }
    }

    /// What is known of `quantity`.
    #[must_use]
    pub fn figure(&self, quantity: Quantity) -> Figure {
        let of_intervals = |value| Figure::of_all(self.isi.count(), value);
        match quantity {
            Quantity::Isi => self.isi.figure(),
            Quantity::Rate => self.rate.figure(),
            Quantity::Cv => of_intervals(self.isi.variation()),
            Quantity::Cv2 => of_intervals(self.cv2.mean()),
            Quantity::Lv => of_intervals(self.lv.mean()),
            Quantity::Onset => self.onset.figure(),
            Quantity::Ahp => self.ahp.figure(),
            Quantity::Rise => self.rise.figure(),
            Quantity::Latency => {
                let mut latency = Statistic::NONE;
                self.latency_ms.into_iter().for_each(|latency_ms| latency.add(latency_ms));
                latency.figure()
            }
            Quantity::BurstSpikes => self.bursts.figures()[0],
            Quantity::BurstLength => self.bursts.figures()[1],
            Quantity::BurstDuty => self.bursts.figures()[2],
        }
    }

    /// What makes an interval one within a burst.
    #[must_use]
    pub fn burst_rule(&self) -> BurstRule {
        self.bursts.rule()
    }
}
