//! The networks of 2003 and of 2006 do what is known of them.

use std::sync::Arc;

use izh_tui::circuit::{PopulationId, Recipe};
use izh_tui::engine::{Engine, Experiment, Sink, Spike, Step};
use izh_tui::measure::{Populations, Spectrum};

use crate::support::networks;

/// What is left out at the start (ms).
const START_MS: f64 = 1000.0;

/// How a circuit fires after its start.
struct Seen {
    populations: Populations,
    /// Spikes of each millisecond.
    counts: Vec<u32>,
}

impl Sink for Seen {
    fn spike(&mut self, spike: &Spike) {
        self.populations.spike(spike);
        self.counts[spike.step.0 as usize] += 1;
    }

    fn end(&mut self, step: Step, _: u64) {
        self.counts.resize(step.0 as usize + 2, 0);
    }
}

fn run(recipe: &Recipe, seed: u64, end_ms: f64) -> Seen {
    let experiment = Experiment::circuit(Arc::new(recipe.clone()), seed);
    let counts = recipe.populations.iter().map(|population| population.count);
    let mut seen = Seen { populations: Populations::new(counts, START_MS), counts: vec![0] };
    Engine::new(&experiment).advance(end_ms as u64, &mut seen);
    seen
}

/// A figure that is known by its mean and standard deviation over runs.
struct Known {
    name: &'static str,
    mean: f64,
    sd: f64,
}

impl Known {
    #[track_caller]
    fn check(&self, found: &[f64]) {
        let Self { name, mean, sd } = *self;
        let off = |value: f64| (value - mean).abs() / sd;
        for &value in found {
            assert!(off(value) <= 3.0, "{name}: expected {mean} ({sd}), found {found:.3?}");
        }
        // The mean of some runs has to be nearer than each of them; what is known is such a mean, too.
        let runs = found.len() as f64;
        let found_mean = found.iter().sum::<f64>() / runs;
        let near = 3.0 * (2.0 / runs).sqrt();
        assert!(off(found_mean) <= near, "{name}: expected {mean} ({sd}), found {found_mean:.3}");
    }
}

#[test]
fn the_network_of_2003_fires_as_published() {
    const END_MS: f64 = 10_000.0;
    let runs: Vec<Seen> = (1..=8).map(|seed| run(&networks::cortex(), seed, END_MS)).collect();
    let figures = |figure: &dyn Fn(&Populations) -> Option<f64>| -> Vec<f64> {
        runs.iter().map(|run| figure(&run.populations).expect("it fires")).collect()
    };
    let known = |name, mean, sd| Known { name, mean, sd };
    known("rate", 7.16, 0.06).check(&figures(&|it| it.all(END_MS).rate_hz));
    known("rate of E", 7.27, 0.10)
        .check(&figures(&|it| it.population(PopulationId::FIRST, END_MS).rate_hz));
    known("rate of I", 6.71, 0.19)
        .check(&figures(&|it| it.population(PopulationId::new(1), END_MS).rate_hz));
    known("CV", 0.45, 0.006).check(&figures(&|it| it.all(END_MS).cv_isi));
    let mut gamma_hz = Vec::new();
    for (seed, run) in (1..).zip(&runs) {
        let spectrum = Spectrum::of(&run.counts[START_MS as usize..]).expect("nine seconds");
        let peaks: Vec<_> =
            spectrum.peaks().iter().map(|peak| (peak.band.name(), peak.frequency_hz)).collect();
        let ("alpha", alpha_hz) = peaks[0] else { panic!("{seed}: {peaks:?}") };
        assert!((alpha_hz - 7.8).abs() <= spectrum.resolution_hz(), "{seed}: {peaks:?}");
        gamma_hz.extend(peaks[1..].iter().filter(|(band, _)| *band == "gamma").map(|(_, hz)| *hz));
    }
    let mean_hz = gamma_hz.iter().sum::<f64>() / gamma_hz.len() as f64;
    assert!(gamma_hz.len() >= 6 && (28.0..37.0).contains(&mean_hz), "{gamma_hz:?}");
}

#[test]
fn the_network_of_2006_settles_at_a_few_spikes_a_second() {
    for seed in [1, 2] {
        let seen = run(&networks::polychronization(), seed, 15_000.0);
        let rate_hz = |from: usize, to: usize| {
            let spikes: u32 = seen.counts[1000 * from..1000 * to].iter().sum();
            f64::from(spikes) / 1000.0 / (to - from) as f64
        };
        // At first seven spikes a second, in waves; plasticity calms them within ten.
        let (early, late) = (rate_hz(0, 3), rate_hz(10, 15));
        assert!((5.0..9.0).contains(&early) && (1.0..4.0).contains(&late), "{early} {late}");
    }
}
