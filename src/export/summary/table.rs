//! The keys of a summary.

use serde::{Serialize, Serializer};

use crate::circuit::NeuronId;
use crate::measure::{Firing, Peak};

/// The keys of a summary in their order; keys without a value are omitted.
#[derive(Debug, Default, Serialize)]
pub(super) struct Table {
    pub(super) integration: Option<&'static str>,
    pub(super) spikes: u64,
    pub(super) duration_ms: f64,
    pub(super) mean_rate_hz: Option<f64>,
    pub(super) first_spike_ms: Option<f64>,
    pub(super) mean_isi_ms: Option<f64>,
    pub(super) cv_isi: Option<f64>,
    pub(super) adaptation_index: Option<f64>,
    pub(super) v_min_mv: Option<f64>,
    pub(super) v_max_mv: Option<f64>,
    pub(super) unstable_steps: Option<u64>,
    pub(super) unstable_first_ms: Option<f64>,
    pub(super) unstable_first_neuron: Option<NeuronId>,
    pub(super) digest: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) peak: Vec<PeakTable>,
    #[serde(skip_serializing_if = "PopulationTables::is_empty")]
    pub(super) population: PopulationTables,
}

#[derive(Debug, Serialize)]
pub(super) struct PeakTable {
    frequency_hz: f64,
    band: &'static str,
    power_share: f64,
}

/// One table per population, under the population's name, in their order.
#[derive(Debug, Default)]
pub(super) struct PopulationTables(pub(super) Vec<(String, PopulationTable)>);

#[derive(Debug, Serialize)]
pub(super) struct PopulationTable {
    neurons: u32,
    spikes: u64,
    rate_hz: Option<f64>,
    cv_isi: Option<f64>,
}

impl Serialize for PopulationTables {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, table)| (name, table)))
    }
}

impl From<Firing> for PopulationTable {
    fn from(firing: Firing) -> Self {
        let Firing { neurons, spikes, rate_hz, cv_isi } = firing;
        Self { neurons, spikes, rate_hz, cv_isi }
    }
}

impl From<Peak> for PeakTable {
    fn from(peak: Peak) -> Self {
        let Peak { frequency_hz, band, share } = peak;
        Self { frequency_hz, band: band.name(), power_share: share }
    }
}

impl PopulationTables {
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
