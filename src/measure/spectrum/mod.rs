//! Rhythms of a population: the power spectrum of its activity, and the peaks in it.

mod fft;
mod peaks;
#[cfg(test)]
mod tests;
mod welch;

pub use welch::{Activity, Welch};

/// How the power of a population's activity, its spikes in each millisecond, is spread over
/// frequencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    resolution_hz: f64,
    power: Vec<f64>,
    /// How many segments of equal power it is the mean of; those with more power count for more.
    segments: f64,
}

/// A frequency at which there is clearly more power than around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// The frequency (Hz).
    pub frequency_hz: f64,
    /// The band in which it lies.
    pub band: Band,
    /// The part of the whole power that lies around it, 0 to 1: as far as the smoothed spectrum
    /// stays above half of the peak, and no farther than to the valley before the next peak.
    pub share: f64,
}

/// The ranges of frequency by which rhythms of the brain go.
///
/// Authors differ by a few hertz. Here alpha begins at 7 Hz and gamma at 25 Hz, so that the rhythms
/// of the network of 2003, at 7.8 Hz and, broadly, at 28 to 37 Hz, have the names by which they are
/// known whichever way the dice fall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Below 4 Hz.
    Delta,
    /// 4 to 7 Hz.
    Theta,
    /// 7 to 13 Hz.
    Alpha,
    /// 13 to 25 Hz.
    Beta,
    /// 25 to 80 Hz.
    Gamma,
    /// From 80 Hz on.
    HighGamma,
}

impl Band {
    /// All bands, the slowest first.
    pub const ALL: [Self; 6] =
        [Self::Delta, Self::Theta, Self::Alpha, Self::Beta, Self::Gamma, Self::HighGamma];

    /// The band in which a frequency lies.
    #[must_use]
    pub fn of(frequency_hz: f64) -> Self {
        let begun = |band: &&Self| band.start_hz() <= frequency_hz;
        Self::ALL.iter().rev().find(begun).copied().unwrap_or(Self::Delta)
    }

    /// The frequency at which it begins (Hz); it reaches up to the next.
    #[must_use]
    pub fn start_hz(self) -> f64 {
        match self {
            Self::Delta => 0.0,
            Self::Theta => 4.0,
            Self::Alpha => 7.0,
            Self::Beta => 13.0,
            Self::Gamma => 25.0,
            Self::HighGamma => 80.0,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Delta => "delta",
            Self::Theta => "theta",
            Self::Alpha => "alpha",
            Self::Beta => "beta",
            Self::Gamma => "gamma",
            Self::HighGamma => "high gamma",
        }
    }
}

impl Spectrum {
    /// The spectrum of `counts`, one a millisecond, by Welch's method; none of fewer than 448.
    ///
    /// From 3,584 counts on the frequencies are 0.98 Hz apart, of fewer twice, four or eight times
    /// as far.
    #[must_use]
    pub fn of<T: Copy + Into<f64>>(counts: &[T]) -> Option<Self> {
        let mut welch = Welch::for_counts(counts.len() as u64)?;
        for &count in counts {
            welch.push(count.into());
        }
        welch.spectrum()
    }

    /// The distance of two frequencies (Hz).
    #[must_use]
    pub fn resolution_hz(&self) -> f64 {
        self.resolution_hz
    }

    /// Power at each frequency from 0 up to 500 Hz (squared spikes per ms, per Hz): the sum over
    /// all, times their distance, is the variance of the counts.
    #[must_use]
    pub fn power(&self) -> &[f64] {
        &self.power
    }

    /// The frequency with this index (Hz).
    #[must_use]
    pub fn frequency_hz(&self, index: usize) -> f64 {
        index as f64 * self.resolution_hz
    }
}
