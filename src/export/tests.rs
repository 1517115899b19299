//! Tests of the output for a neuron and for a circuit.

use std::io::{self, Write};
use std::sync::Arc;

use super::{Csv, Encoder, Spikes, Summary};
use crate::circuit::{NeuronId, Population, Recipe};
use crate::engine::{Cell, Sample, Setup, Sink, Spike, Step, Subject};
use crate::model::{Equations, Live, Neuron, Protocol, Scheme, State};

const NEURON: Neuron =
    Neuron { equations: Equations::Standard, a: 0.02, b: 0.2, c_mv: -65.0, d: 8.0, peak_mv: 30.0 };

fn protocol() -> Protocol {
    Protocol {
        duration_ms: 1.0,
        baseline: 0.0,
        live: Live::Hold,
        pause_ms: 0.0,
        segments: Vec::new(),
        sweeps: None,
    }
}

fn neuron(scheme: Scheme, steps_per_ms: u32) -> Subject {
    let initial = State { v: -65.0, u: -13.0 };
    let cell = Cell { name: "test".to_owned(), neuron: NEURON, initial, protocol: protocol() };
    Setup { cell, scheme, steps_per_ms }.into()
}

/// Two populations of two neurons, in steps of half a millisecond.
fn circuit() -> Subject {
    let population = |name: &str| Population {
        name: name.to_owned(),
        count: 2,
        neuron: NEURON,
        v0: -65.0,
        u0: None,
        spread: Vec::new(),
        protocol: protocol(),
    };
    Subject::Circuit(Arc::new(Recipe {
        name: "test".to_owned(),
        scheme: Scheme::Exact,
        steps_per_ms: 2,
        duration_ms: 1000.0,
        populations: vec![population("Z"), population("A")],
        projections: Vec::new(),
        inputs: Vec::new(),
    }))
}

/// Feeds three steps whose neurons fire at these times (ms), in order of the neurons.
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
    let mut spikes = Spikes::new(&mut text, &circuit());
    feed(&mut spikes);
    spikes.finish(false).unwrap();
    let expected = "t_ms,neuron\n0.125,2\n0.25,0\n0.25,3\n1,1\n1.1,1\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn a_row_has_the_spikes_of_each_population_in_a_step() {
    let mut text = Vec::new();
    let mut csv = Csv::new(&mut text, &circuit(), None);
    feed(&mut csv);
    csv.finish(false).unwrap();
    assert_eq!(String::from_utf8(text).unwrap(), "t_ms,Z,A\n0,1,2\n0.5,0,0\n1,2,0\n");
}

#[test]
fn a_summary_has_a_table_for_each_population_in_order() {
    let mut summary = Summary::new(Vec::new(), &circuit(), 1, 1000.0);
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
    assert!(!Summary::new(Vec::new(), &circuit(), 1, 0.0).to_toml().contains("rate_hz"));
}

#[test]
fn a_summary_has_the_peaks_of_the_spectrum() {
    let mut summary = Summary::new(Vec::new(), &circuit(), 1, 8000.0);
    for step in (0..16_000).map(Step) {
        // Every neuron fires once in 25 ms, all within one burst of 8 ms.
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

#[test]
fn numbers_are_shortest_decimals_without_exponents() {
    let mut text = Vec::new();
    let mut csv = Csv::new(&mut text, &neuron(Scheme::Paper, 10), None);
    csv.sample(&Sample { step: Step(3), v: -65.0, u: 1e-7, current: 1e16 });
    csv.finish(false).unwrap();
    let expected = "t_ms,v_mv,u,current\n0.3,-65,0.0000001,10000000000000000\n";
    assert_eq!(String::from_utf8(text).unwrap(), expected);
}

#[test]
fn the_row_of_a_halt_counts_where_it_precedes_it() {
    for (scheme, rows) in [(Scheme::Paper, 1), (Scheme::Exact, 2)] {
        let mut text = Vec::new();
        let mut csv = Csv::new(&mut text, &neuron(scheme, 1), None);
        for step in [0, 1] {
            csv.sample(&Sample { step: Step(step), v: 0.5, u: 0.5, current: 0.5 });
        }
        csv.finish(true).unwrap();
        assert_eq!(String::from_utf8(text).unwrap().lines().count(), 1 + rows, "{scheme}");
    }
}

#[test]
fn the_first_error_is_kept() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut csv = Csv::new(Full, &neuron(Scheme::Paper, 1), None);
    for step in 0..10_000 {
        csv.sample(&Sample { step: Step(step), v: 0.5, u: 0.5, current: 0.5 });
    }
    assert!(csv.has_failed());
    assert_eq!(csv.finish(false).unwrap_err().kind(), io::ErrorKind::StorageFull);
}

#[test]
fn keys_stand_in_order_and_absent_values_are_left_out() {
    let mut summary = Summary::new(Vec::new(), &neuron(Scheme::Paper, 1), 1, 1000.0);
    summary.sample(&Sample { step: Step(0), v: -65.0, u: -13.0, current: 0.0 });
    let text = summary.to_toml();
    let keys: Vec<_> = text.lines().map(|line| line.split(" = ").next().unwrap()).collect();
    let expected = ["spikes", "duration_ms", "mean_rate_hz", "v_min_mv", "v_max_mv", "digest"];
    assert_eq!(keys, expected);
    assert!(text.contains("duration_ms = 1000.0\n"), "{text}");
    assert!(
        !Summary::new(Vec::new(), &neuron(Scheme::Paper, 1), 1, 0.0)
            .to_toml()
            .contains("mean_rate_hz")
    );
}
