//! What is looked at in a circuit.

/// What takes the most room on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CircuitView {
    /// The raster, rates below it, and the channels.
    #[default]
    Overview,
    /// The raster alone, with the rates.
    Raster,
    /// The channels alone.
    Channels,
    /// The spectrum of the activity.
    Spectrum,
    /// The weights of the synapses that learn.
    Weights,
}

impl CircuitView {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 5] =
        [Self::Overview, Self::Raster, Self::Channels, Self::Spectrum, Self::Weights];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Raster => "raster",
            Self::Channels => "channels",
            Self::Spectrum => "spectrum",
            Self::Weights => "weights",
        }
    }

    pub(super) fn next(self) -> Self {
        let place = Self::ALL.iter().position(|view| *view == self).unwrap_or(0);
        Self::ALL[(place + 1) % Self::ALL.len()]
    }
}

/// Which neurons the raster shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// All.
    #[default]
    All,
    /// Those of the population of the selected neuron.
    Population,
    /// The neighbours of the selected neuron in its population.
    Neighbours,
}

impl Zoom {
    /// The next narrower, or out to all.
    pub(super) fn next(self) -> Self {
        match self {
            Self::All => Self::Population,
            Self::Population => Self::Neighbours,
            Self::Neighbours => Self::All,
        }
    }
}

/// Whether keys inject into the selected neuron or into all of its population.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Aim {
    #[default]
    Neuron,
    Population,
}

impl Aim {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Neuron => Self::Population,
            Self::Population => Self::Neuron,
        }
    }
}
