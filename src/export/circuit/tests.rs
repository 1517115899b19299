use std::sync::Arc;

use super::*;
use crate::circuit::{NeuronId, Population, Recipe};
use crate::engine::{Clock, Sink, Spike, Step};
use crate::export::Encoder;
use crate::model::{Equations, Live, Neuron, Protocol, Scheme};

/// Two populations of two neurons, in steps of half a millisecond.
fn recipe() -> Arc<Recipe> {
    let neuron = Neuron {
        equations: Equations::Standard,
        a: 0.02,
        b: 0.2,
        c_mv: -65.0,
        d: 8.0,
        peak_mv: 30.0,
    };
    let protocol = Protocol {
        duration_ms: 1.0,
        baseline: 0.0,
        live: Live::Hold,
        pause_ms: 0.0,
        segments: Vec::new(),
    };
    let population = |name: &str| Population {
        name: name.to_owned(),
        count: 2,
        neuron,
        v0: -65.0,
        u0: None,
        spread: Vec::new(),
        protocol: protocol.clone(),
    };
    Arc::new(Recipe {
        name: "test".to_owned(),
        scheme: Scheme::Exact,
        steps_per_ms: 2,
        duration_ms: 1000.0,
        populations: vec![population("Z"), population("A")],
        projections: Vec::new(),
        inputs: Vec::new(),
    })
}

/// Three steps in which neurons fire at these times (ms), those of a step by neuron.
fn feed(sink: &mut impl Sink) {
    let steps: [&[(u32, f64)]; 3] =
        [&[(0, 0.25), (2, 0.125), (3, 0.25)], &[], &[(1, 1.0), (1, 1.1)]];
    for (step, spikes) in (0..).map(Step).zip(steps) {
        for &(neuron, time_ms) in spikes {
            sink.spike(&Spike { neuron: NeuronId::new(neuron), step, time_ms });
        }
        sink.end(step, 1);
    }
}

#[test]
fn spikes_go_by_time_and_then_by_neuron() {
    let mut text = Vec::new();
    let mut spikes = CircuitSpikes::new(&mut text);
    feed(&mut spikes);
    spikes.finish(false).unwrap();
    let expected = "t_ms,neuron\n0.125,2\n0.25,0\n0.25,3\n1,1\n1.1,1\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn a_row_has_the_spikes_of_each_population_in_a_step() {
    let mut text = Vec::new();
    let mut csv = CircuitCsv::new(&mut text, Clock::new(2), &recipe());
    feed(&mut csv);
    csv.finish(false).unwrap();
    assert_eq!(String::from_utf8(text).unwrap(), "t_ms,Z,A\n0,1,2\n0.5,0,0\n1,2,0\n");
}

#[test]
fn a_summary_has_a_table_for_each_population_in_order() {
    let mut summary = CircuitSummary::new(Vec::new(), &recipe(), 1, 1000.0);
    feed(&mut summary);
    let text = summary.to_toml();
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("digest")).collect();
    let expected = [
        "integration = \"exact\"",
        "spikes = 5",
        "duration_ms = 1000.0",
        "mean_rate_hz = 1.25",
        "",
        "[population.Z]",
        "neurons = 2",
        "spikes = 3",
        "rate_hz = 1.5",
        "",
        "[population.A]",
        "neurons = 2",
        "spikes = 2",
        "rate_hz = 1.0",
    ];
    assert_eq!(lines, expected, "{text}");
    assert!(!CircuitSummary::new(Vec::new(), &recipe(), 1, 0.0).to_toml().contains("rate_hz"));
}

#[test]
fn a_summary_has_the_peaks_of_the_spectrum() {
    let mut summary = CircuitSummary::new(Vec::new(), &recipe(), 1, 8000.0);
    for step in (0..16_000).map(Step) {
        // Every neuron fires once in 25 ms, and they do so in one burst of 8 ms.
        let phase = step.0 % 50;
        if phase < 16 && phase % 4 == 0 {
            let neuron = NeuronId::new(phase as u32 / 4);
            summary.spike(&Spike { neuron, step, time_ms: step.0 as f64 / 2.0 });
        }
        summary.end(step, 0);
    }
    let table: toml::Table = summary.to_toml().parse().unwrap();
    let peak = table["peak"][0].as_table().unwrap();
    assert_eq!(peak.keys().collect::<Vec<_>>(), ["band", "frequency_hz", "power_share"]);
    assert!((peak["frequency_hz"].as_float().unwrap() - 40.0).abs() < 1.0);
    assert_eq!(peak["band"].as_str(), Some("gamma"));
    let share = peak["power_share"].as_float().unwrap();
    assert!(share > 0.2 && share <= 1.0, "{share}");
    assert_eq!(table["cv_isi"].as_float(), Some(0.0));
    assert_eq!(table["population"]["Z"]["rate_hz"].as_float(), Some(40.0));
}
