//! What the pictures of many show.

use crate::circuit::PopulationId;
use crate::measure::BinWidth;

/// Widths of the bins that a key goes through.
const BINS: [BinWidth; 4] =
    [BinWidth::Ms(1.0), BinWidth::Ms(2.0), BinWidth::Ms(5.0), BinWidth::Log];
/// Most bins of one width; wider ones take their place where more would be needed.
const BINS_MAX: f64 = 400.0;

/// The signal that is aligned at spikes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AroundSignal {
    /// Membrane potential of the neuron itself (mV).
    #[default]
    Voltage,
    /// Its recovery variable.
    Recovery,
    /// The whole current into it.
    Current,
    /// Membrane potential of the neuron on another channel (mV), counted from 0.
    Channel(usize),
    /// Rate of a population (Hz), in each millisecond; that of a neuron alone is its own.
    Rate(PopulationId),
}

/// What the pictures of many show.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::instrument) struct Many {
    /// Index into [`BINS`].
    bins: usize,
    /// The signal around spikes.
    pub(super) signal: AroundSignal,
}

impl Many {
    /// The width of the bins.
    pub(super) fn bin_width(self) -> BinWidth {
        BINS[self.bins]
    }

    /// Takes the next width of bins.
    pub(super) fn take_next_bins(&mut self) {
        self.bins = (self.bins + 1) % BINS.len();
    }
}

/// `width`, or if times up to `longest_ms` would need too many bins, a wider one.
pub(super) fn fitting(width: BinWidth, longest_ms: f64) -> BinWidth {
    match width {
        BinWidth::Log => BinWidth::Log,
        BinWidth::Ms(mut width_ms) => {
            while longest_ms > width_ms * BINS_MAX {
                width_ms *= 10.0;
            }
            BinWidth::Ms(width_ms)
        }
    }
}
