//! Settings of a circuit's scope: the zoom of the raster, and the target of injections.

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
