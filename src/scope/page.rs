//! What takes the most room on a scope.

/// What takes the most room on a scope, and what stands beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// All together: the side panels, and of a circuit the raster, rates and channels.
    #[default]
    Overview,
    /// Side panels, and the recovery variable of a neuron alone on a trace of its own.
    Recovery,
    /// A circuit's raster alone, with the rates.
    Raster,
    /// A circuit's channels alone, beside the panels of the selected neuron.
    Channels,
    /// The phase plane, large.
    Phase,
    /// The f-I curve, large.
    Curve,
    /// The spectrum of the activity, large; beside it, of a neuron alone, its row of a raster.
    Spectrum,
    /// The weights of the synapses that learn, large.
    Weights,
    /// What is measured of the selected neuron and of the circuit, large; only its own key leads here.
    Measurements,
    /// The pictures alone, without panels.
    Wide,
    /// Histograms of intervals and repeats, large.
    Histograms,
    /// The last spikes laid over each other, large.
    Around,
}

/// Which pictures of a circuit a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pictures {
    /// Raster, rates and channels.
    All,
    /// The raster, with the rates of many neurons.
    Raster,
    /// The channels.
    Channels,
    /// The channels of a circuit of few neurons, the raster of a larger one.
    OfSize,
}

impl Page {
    /// The pages of a neuron alone, in the order in which a key goes through them.
    pub const OF_NEURON: &'static [Self] = &[
        Self::Overview,
        Self::Recovery,
        Self::Phase,
        Self::Curve,
        Self::Spectrum,
        Self::Wide,
        Self::Histograms,
        Self::Around,
    ];
    /// The pages of a circuit, in the order in which a key goes through them.
    pub const OF_CIRCUIT: &'static [Self] = &[
        Self::Overview,
        Self::Raster,
        Self::Channels,
        Self::Spectrum,
        Self::Weights,
        Self::Phase,
        Self::Curve,
        Self::Histograms,
        Self::Around,
    ];

    /// Most pages that help names.
    const NAMED_MAX: usize = 5;

    /// Whether it is a large view, which takes the place of the panels.
    #[must_use]
    pub fn is_large_view(self) -> bool {
        matches!(
            self,
            Self::Phase
                | Self::Curve
                | Self::Spectrum
                | Self::Weights
                | Self::Measurements
                | Self::Histograms
                | Self::Around
        )
    }

    /// Which pictures of a circuit are shown, beside a large view or alone.
    #[must_use]
    pub fn pictures(self) -> Pictures {
        match self {
            Self::Overview | Self::Recovery | Self::Wide => Pictures::All,
            Self::Raster => Pictures::Raster,
            Self::Channels
            | Self::Phase
            | Self::Curve
            | Self::Measurements
            | Self::Histograms
            | Self::Around => Pictures::Channels,
            Self::Spectrum | Self::Weights => Pictures::OfSize,
        }
    }

    /// The names of the first of `pages` in their order, as help lists them: `overview, raster, ..`. Those
    /// that are left out have keys of their own.
    #[must_use]
    pub fn names(pages: &[Self]) -> String {
        let name = |page: &Self| match page {
            Self::Overview if pages == Self::OF_NEURON => "panels",
            Self::Overview => "all",
            Self::Recovery => "u trace",
            Self::Raster => "raster",
            Self::Channels => "channels",
            Self::Phase => "plane",
            Self::Curve => "f-I",
            Self::Spectrum => "spectrum",
            Self::Weights => "weights",
            Self::Measurements => "measurements",
            Self::Wide => "scope alone",
            Self::Histograms => "histograms",
            Self::Around => "around spikes",
        };
        let names: Vec<&str> = pages.iter().take(Self::NAMED_MAX).map(name).collect();
        names.join(", ") + if pages.len() > Self::NAMED_MAX { ", .." } else { "" }
    }

    /// What a key for `other` alone leads to: there, or back to all together.
    #[must_use]
    pub fn toggled(self, other: Self) -> Self {
        if self == other { Self::default() } else { other }
    }

    /// The page after this one in `pages`, round and round.
    #[must_use]
    pub fn next(self, pages: &[Self]) -> Self {
        let place = pages.iter().position(|page| *page == self);
        let next = place.map_or(0, |place| (place + 1) % pages.len());
        pages.get(next).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_through_all_pages_of_its_kind() {
        for pages in [Page::OF_NEURON, Page::OF_CIRCUIT] {
            let mut page = Page::default();
            for expected in pages.iter().skip(1).chain([&Page::Overview]) {
                page = page.next(pages);
                assert_eq!(page, *expected);
            }
        }
        // From a page that the kind doesn't have.
        assert_eq!(Page::Weights.next(Page::OF_NEURON), Page::Overview);
        assert_eq!(Page::Curve.toggled(Page::Curve), Page::Overview);
        assert_eq!(Page::Overview.toggled(Page::Phase), Page::Phase);
    }
}
