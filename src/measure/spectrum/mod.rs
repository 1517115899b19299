//! Rhythms of a population: the power spectrum of its activity, and the peaks in it.

mod fft;
mod peaks;
#[cfg(test)]
mod tests;
mod welch;

pub use welch::{Activity, Welch};

/// Power spectrum of a population's activity: its number of spikes in each millisecond.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    resolution_hz: f64,
    power: Vec<f64>,
    /// Effective number of segments: so many segments of equal power would give as certain an estimate.
    segments: f64,
}

/// A peak of a spectrum: a frequency with significantly more power than its surroundings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// The frequency (Hz).
    pub frequency_hz: f64,
    /// The band in which the frequency lies.
    pub band: Band,
    /// Share of the total power that belongs to the peak, 0 to 1: where the smoothed spectrum stays above
    /// half of the peak, but no farther than to the minimum before the next peak.
    pub share: f64,
}

/// Frequency bands by which rhythms of the brain are named.
///
/// Authors differ by a few hertz. Here alpha begins at 7 Hz and gamma at 25 Hz, so that the rhythms
/// of the network of 2003, at 7.8 Hz and, broadly, at 28 to 37 Hz, have their published names with every
/// seed.
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
    /// All bands, by ascending frequency.
    pub const ALL: [Self; 6] =
        [Self::Delta, Self::Theta, Self::Alpha, Self::Beta, Self::Gamma, Self::HighGamma];

    /// The band in which a frequency lies.
    #[must_use]
    pub fn of(frequency_hz: f64) -> Self {
        let begun = |band: &&Self| band.start_hz() <= frequency_hz;
        Self::ALL.iter().rev().find(begun).copied().unwrap_or(Self::Delta)
    }

    /// Lower bound of the band (Hz); the band reaches up to the next one.
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
    /// The spectrum of `counts`, one a millisecond, by Welch's method; none of fewer than 448 counts.
    ///
    /// From 3,584 counts on the frequencies are 0.98 Hz apart; with fewer counts the distance is two, four
    /// or eight times as large.
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

    /// Power at each frequency from 0 to 500 Hz (squared spikes per ms, per Hz). The sum over all
    /// frequencies, times their distance, is the variance of the counts.
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
