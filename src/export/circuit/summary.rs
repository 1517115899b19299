//! Statistics of a whole run of a circuit as TOML.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use crate::circuit::{NeuronId, PopulationId, Recipe};
use crate::engine::{Digest, Sink, Spike, Step, Unstable};
use crate::export::Encoder;
use crate::measure::{Activity, Firing, Peak, Populations, UnstableSteps};

/// Gathers what a summary of a circuit says.
#[derive(Clone, Debug)]
pub struct CircuitSummary<W> {
    out: W,
    names: Vec<String>,
    integration: &'static str,
    end_ms: f64,
    populations: Populations,
    activity: Activity,
    unstable: UnstableSteps,
    digest: Digest,
}

/// The keys of a summary in their order; one without a value is left out.
#[derive(Debug, Serialize)]
struct Table {
    integration: &'static str,
    spikes: u64,
    duration_ms: f64,
    mean_rate_hz: Option<f64>,
    cv_isi: Option<f64>,
    unstable_steps: Option<u64>,
    unstable_first_ms: Option<f64>,
    unstable_first_neuron: Option<NeuronId>,
    digest: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    peak: Vec<PeakTable>,
    population: PopulationTables,
}

#[derive(Debug, Serialize)]
struct PeakTable {
    frequency_hz: f64,
    band: &'static str,
    power_share: f64,
}

/// A table for each population, called after it, in their order.
#[derive(Debug)]
struct PopulationTables(Vec<(String, PopulationTable)>);

#[derive(Debug, Serialize)]
struct PopulationTable {
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

impl<W: Write> CircuitSummary<W> {
    /// The summary of a run of `recipe` with `seed` up to `end_ms`, before its first step.
    pub fn new(out: W, recipe: &Recipe, seed: u64, end_ms: f64) -> Self {
        let populations = &recipe.populations;
        Self {
            out,
            names: populations.iter().map(|population| population.name.clone()).collect(),
            integration: recipe.integration(recipe.scheme),
            end_ms,
            populations: Populations::new(populations.iter().map(|it| it.count), 0.0),
            activity: Activity::new(recipe.steps_per_ms, end_ms),
            unstable: UnstableSteps::default(),
            digest: Digest::new(seed),
        }
    }

    /// The summary as TOML.
    pub(super) fn to_toml(&self) -> String {
        let all = self.populations.all(self.end_ms);
        let peaks = self.activity.spectrum().map(|spectrum| spectrum.peaks()).unwrap_or_default();
        let of = |population| {
            PopulationTable::from(self.populations.population(population, self.end_ms))
        };
        let names = (0..).map(PopulationId::new).zip(&self.names);
        let unstable = self.unstable.first();
        let table = Table {
            integration: self.integration,
            spikes: all.spikes,
            duration_ms: self.end_ms,
            mean_rate_hz: all.rate_hz,
            cv_isi: all.cv_isi,
            unstable_steps: unstable.map(|_| self.unstable.steps()),
            unstable_first_ms: unstable.map(|first| first.time_ms),
            unstable_first_neuron: unstable.map(|first| first.neuron),
            digest: self.digest.checkpoint().to_string(),
            peak: peaks.into_iter().map(PeakTable::from).collect(),
            population: PopulationTables(
                names.map(|(population, name)| (name.clone(), of(population))).collect(),
            ),
        };
        toml::to_string(&table).expect("tables of numbers and strings are TOML")
    }
}

impl<W: Write> Encoder for CircuitSummary<W> {
    fn has_failed(&self) -> bool {
        false
    }

    /// Statistics of a run that stopped early would be those of another run: there are none then.
    fn finish(mut self, halted: bool) -> io::Result<()> {
        if halted {
            return Ok(());
        }
        let text = self.to_toml();
        self.out.write_all(text.as_bytes())?;
        self.out.flush()
    }
}

impl<W> Sink for CircuitSummary<W> {
    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.populations.spike(spike);
        self.activity.spike(spike);
        self.digest.spike(spike);
    }

    #[inline]
    fn unstable(&mut self, unstable: &Unstable) {
        self.unstable.unstable(unstable);
    }

    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.activity.end(step, word);
        self.digest.end(step, word);
    }
}
