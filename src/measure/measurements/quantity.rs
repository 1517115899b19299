//! The quantities that are measured of one neuron.

/// A quantity that is measured of one neuron.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Interval between two successive spikes.
    Isi,
    /// 1000 over the interval.
    Rate,
    /// Standard deviation of the intervals over their mean.
    Cv,
    /// Mean of 2 |I' - I| / (I' + I) over neighbouring intervals (Holt et al., J. Neurophysiol. 75
    /// (1996) 1806).
    Cv2,
    /// Mean of 3 ((I - I') / (I + I'))^2 over neighbouring intervals (Shinomoto et al., Neural
    /// Comput. 15 (2003) 2823).
    Lv,
    /// The potential at which dv/dt first passes [`Self::ONSET_RATE`] after a reset.
    Onset,
    /// The lowest potential between two spikes.
    Ahp,
    /// The largest dv/dt between two spikes.
    Rise,
    /// Time from the last change of the current to the first spike.
    Latency,
    /// Spikes of a burst.
    BurstSpikes,
    /// Time from the first to the last spike of a burst.
    BurstLength,
    /// Length of a burst over the time from its beginning to that of the next.
    BurstDuty,
}

impl Quantity {
    /// All quantities, in the order in which they are listed.
    pub const ALL: [Self; 12] = [
        Self::Isi,
        Self::Rate,
        Self::Cv,
        Self::Cv2,
        Self::Lv,
        Self::Onset,
        Self::Ahp,
        Self::Rise,
        Self::Latency,
        Self::BurstSpikes,
        Self::BurstLength,
        Self::BurstDuty,
    ];

    /// dv/dt at the onset of a spike (mV/ms).
    pub const ONSET_RATE: f64 = 10.0;

    /// The name in output and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Isi => "isi",
            Self::Rate => "rate",
            Self::Cv => "cv",
            Self::Cv2 => "cv2",
            Self::Lv => "lv",
            Self::Onset => "onset",
            Self::Ahp => "ahp",
            Self::Rise => "rise",
            Self::Latency => "latency",
            Self::BurstSpikes => "burst_spikes",
            Self::BurstLength => "burst_length",
            Self::BurstDuty => "burst_duty",
        }
    }

    /// The unit; empty if there is none.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Isi | Self::Latency | Self::BurstLength => "ms",
            Self::Rate => "Hz",
            Self::Onset | Self::Ahp => "mV",
            Self::Rise => "mV/ms",
            Self::Cv | Self::Cv2 | Self::Lv | Self::BurstSpikes | Self::BurstDuty => "",
        }
    }
}
