//! Measurements on samples and spikes: spike trains, populations, spectra with their peaks, f-I
//! curves, and verdicts against units without memory.
//!
//! [`SpikeTrain`] and [`Populations`] are sinks that keep statistics in bounded memory.
//! [`Spectrum`] is Welch's estimate of a population's power spectrum, [`Curve`] an f-I curve with
//! rheobase and class of excitability, [`Watch`] finds what a neuron did that no function of its
//! input can. `docs/measuring.md` defines every number.
//!
//! ```
//! use izh_tui::measure::{SpikeTrain, Spectrum};
//!
//! let mut train = SpikeTrain::default();
//! for time_ms in [10.0, 20.0, 40.0] {
//!     train.add(time_ms);
//! }
//! assert_eq!(train.mean_isi_ms(), Some(15.0));
//! assert_eq!(train.adaptation_index(), Some(1.0 / 3.0)); // (20 - 10) / (20 + 10)
//!
//! // Ten spikes every 25 ms: a rhythm of 40 Hz.
//! let counts: Vec<f64> = (0..4000).map(|ms| if ms % 25 == 0 { 10.0 } else { 0.0 }).collect();
//! let spectrum = Spectrum::of(&counts).expect("four seconds are enough");
//! let peaks = spectrum.peaks();
//! assert!((peaks[0].frequency_hz - 40.0).abs() < 0.5, "{peaks:?}");
//! ```

mod aligned;
mod bins;
mod curve;
mod extremes;
mod histogram;
mod history;
mod interval;
mod log;
mod measurements;
mod population;
mod psth;
mod spectrum;
mod sweep;
mod train;
mod trigger;
mod unstable;
mod v_rate;
mod verdict;

pub use aligned::{Aligned, Moments, SpikeAverage, row_of};
pub use bins::Bins;
pub use curve::{Class, Curve, Threshold, currents, usual_range};
pub use extremes::Extremes;
pub use histogram::{BinWidth, Histogram};
pub use interval::{IntervalCounts, interval_ms};
pub use log::{Mark, SpikeLog, SpikeStatistics};
pub use measurements::{BurstRule, Figure, Measured, Measurements, Quantity};
pub use population::{Firing, Populations};
pub use psth::{Psth, PsthBin, PsthOfRun, Repeats};
pub use spectrum::{Activity, Band, Peak, Spectrum, Welch};
pub use sweep::{Answer, NoPoint, Point, Stop, Sweep, unstable};
pub use train::{RATE_WINDOW_MS, SpikeTrain};
pub use trigger::{
    KindName, PlanError, SourceName, Trigger, TriggerKind, TriggerPlan, TriggerSettings,
    TriggerSlope, TriggerSource,
};
pub use unstable::UnstableSteps;
pub use v_rate::VRate;
pub use verdict::{Afterdischarge, Finding, NOTHING, Silence, Watch};
