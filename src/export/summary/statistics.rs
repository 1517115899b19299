//! The statistics of a run, by kind of subject.

use super::table::{PeakTable, PopulationTable, PopulationTables, Table};
use crate::circuit::{PopulationId, Recipe};
use crate::engine::{Sample, Sink, Spike, Step, Subject};
use crate::measure::{Activity, Extremes, Populations, SpikeTrain};

/// Statistics of a neuron or of a circuit.
#[derive(Clone, Debug)]
pub(super) enum Statistics {
    Neuron(Box<NeuronStatistics>),
    Circuit(Box<CircuitStatistics>),
}

#[derive(Clone, Debug, Default)]
pub(super) struct NeuronStatistics {
    train: SpikeTrain,
    extremes: Extremes,
}

#[derive(Clone, Debug)]
pub(super) struct CircuitStatistics {
    names: Vec<String>,
    integration: &'static str,
    populations: Populations,
    activity: Activity,
}

impl Statistics {
    /// Empty statistics for a run of `subject` up to `end_ms`.
    pub(super) fn new(subject: &Subject, end_ms: f64) -> Self {
        match subject {
            Subject::Neuron(_) => Self::Neuron(Box::default()),
            Subject::Circuit(recipe) => {
                Self::Circuit(Box::new(CircuitStatistics::new(recipe, end_ms)))
            }
        }
    }

    /// The results after a run of `end_ms`.
    pub(super) fn table(&self, end_ms: f64) -> Table {
        match self {
            Self::Neuron(neuron) => neuron.table(end_ms),
            Self::Circuit(circuit) => circuit.table(end_ms),
        }
    }
}

impl NeuronStatistics {
    fn table(&self, end_ms: f64) -> Table {
        let bounds_mv = self.extremes.bounds_mv();
        let mean_rate_hz = self.train.spikes() as f64 * 1000.0 / end_ms;
        Table {
            spikes: self.train.spikes(),
            mean_rate_hz: Some(mean_rate_hz).filter(|rate_hz| rate_hz.is_finite()),
            first_spike_ms: self.train.first_spike_ms(),
            mean_isi_ms: self.train.mean_isi_ms(),
            cv_isi: self.train.cv_isi(),
            adaptation_index: self.train.adaptation_index(),
            v_min_mv: bounds_mv.map(|(low, _)| low),
            v_max_mv: bounds_mv.map(|(_, high)| high),
            ..Table::default()
        }
    }
}

impl CircuitStatistics {
    fn new(recipe: &Recipe, end_ms: f64) -> Self {
        let populations = &recipe.populations;
        Self {
            names: populations.iter().map(|population| population.name.clone()).collect(),
            integration: recipe.integration(recipe.scheme),
            populations: Populations::new(populations.iter().map(|it| it.count), 0.0),
            activity: Activity::new(recipe.steps_per_ms, end_ms),
        }
    }

    fn table(&self, end_ms: f64) -> Table {
        let all = self.populations.all(end_ms);
        let peaks = self.activity.spectrum().map(|spectrum| spectrum.peaks()).unwrap_or_default();
        let names = (0..).map(PopulationId::new).zip(&self.names);
        let tables = names.map(|(population, name)| {
            let firing = self.populations.population(population, end_ms);
            (name.clone(), PopulationTable::from(firing))
        });
        Table {
            integration: Some(self.integration),
            spikes: all.spikes,
            mean_rate_hz: all.rate_hz,
            cv_isi: all.cv_isi,
            peak: peaks.into_iter().map(PeakTable::from).collect(),
            population: PopulationTables(tables.collect()),
            ..Table::default()
        }
    }
}

impl Sink for Statistics {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        if let Self::Neuron(neuron) = self {
            neuron.extremes.sample(sample);
        }
    }

    fn restart(&mut self, step: Step) {
        if let Self::Neuron(neuron) = self {
            neuron.train.restart(step);
        }
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        match self {
            Self::Neuron(neuron) => neuron.train.spike(spike),
            Self::Circuit(circuit) => {
                circuit.populations.spike(spike);
                circuit.activity.spike(spike);
            }
        }
    }

    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        if let Self::Circuit(circuit) = self {
            circuit.activity.end(step, word);
        }
    }
}
