//! Parameters that differ from neuron to neuron of a population: any of them, in every family.

use std::sync::Arc;

use izh_tui::circuit::network::Network;
use izh_tui::circuit::{
    Distribution, Law, NeuronId, PopulationId, Probe, Reading, Recipe, Rule, Spread, SpreadOf,
};
use izh_tui::input::Document;
use izh_tui::model::{Neuron, Scheme, State};
use izh_tui::preset::parse_circuit;

use crate::support::model::preset;
use crate::support::networks::{clock, parameter, population, projection, recipe};
use crate::support::seen::{advance, see};

/// One of each family.
const NAMES: [&str; 6] = [
    "chattering",
    "class-1-excitable",
    "accommodation",
    "low-threshold-spiking-2007",
    "reticular-thalamic-2007",
    "ca1-pv-basket-2013",
];

/// Enough for whole groups of neurons and a part of one.
const COUNT: u32 = 37;
const STEPS: u64 = 400;

/// A population of `neuron`, whose potentials begin at 0 to 1 mV by a number that all its spreads share.
fn spread_by(neuron: Neuron, scheme: Scheme, by: &[(&str, f64)]) -> Recipe {
    let current = if neuron.equations.current_unit().is_some() { 300.0 } else { 10.0 };
    let mut cells = population("it", COUNT, neuron, current);
    cells.v0 = 0.0;
    let spread = |of, by| Spread { of, by, law: Law::Shared };
    cells.spread = by.iter().map(|(name, by)| spread(parameter(&neuron, name), *by)).collect();
    cells.spread.push(spread(SpreadOf::V0, 1.0));
    Recipe { scheme, steps_per_ms: 10, ..recipe(vec![cells], Vec::new()) }
}

/// The states of the neurons at the start and after all steps.
fn states(recipe: &Recipe) -> (Vec<State>, Vec<State>) {
    let mut network = Network::new(Arc::new(recipe.clone()), 3);
    let all = |network: &Network| {
        (0..recipe.neurons()).map(|it| network.state(NeuronId::new(it))).collect()
    };
    let start = all(&network);
    advance(&mut network, 0, STEPS, &[], 1);
    assert_eq!(network.halt(), None);
    (start, all(&network))
}

#[test]
fn each_neuron_runs_with_the_parameters_that_were_drawn_for_it() {
    for name in NAMES {
        let neuron = preset(name).subject.cell.neuron;
        for &scheme in neuron.schemes() {
            for &row in &neuron.parameters() {
                let by = 0.03 * row.get(&neuron).expect("a value").abs().max(0.01);
                let recipe = spread_by(neuron, scheme, &[(row.name, by)]);
                let (start, end) = states(&recipe);
                for (number, (start, end)) in start.iter().zip(&end).enumerate().step_by(9) {
                    let mut own = neuron;
                    row.set(&mut own, row.get(&neuron).expect("a value") + by * start.v);
                    let mut alone = spread_by(own, scheme, &[]);
                    alone.populations[0].count = 1;
                    alone.populations[0].v0 = start.v;
                    alone.populations[0].spread.clear();
                    let (_, expected) = states(&alone);
                    assert_eq!(*end, expected[0], "{name} {scheme} {} {number}", row.name);
                }
                // Well above vb, only b_above holds.
                let counts =
                    !(["b", "vb"].contains(&row.name) && neuron.parameter("b_above").is_some());
                assert!(!counts || end.iter().any(|state| *state != end[0]), "{name} {}", row.name);
            }
        }
    }
}

/// A jump takes the charge that the capacitance of each neuron needs.
#[test]
fn jumps_go_by_the_capacitance_of_each_neuron() {
    let neuron = preset("ca1-pyramidal-2014").subject.cell.neuron;
    let mut cells = spread_by(neuron, Scheme::Euler, &[("C", 40.0)]).populations.remove(0);
    cells.protocol = crate::support::networks::constant(0.0);
    let jumps = projection(&[0], &[1], Rule::AllToAll, Distribution::Constant(0.7));
    let populations = vec![clock("pre", &[10.0]), cells];
    let recipe =
        Recipe { scheme: Scheme::Euler, steps_per_ms: 2, ..recipe(populations, vec![jumps]) };
    let network = Network::new(Arc::new(recipe.clone()), 1);
    let first = recipe.range(PopulationId::new(1)).start;
    let probes: Vec<Probe> = (0..COUNT).map(|it| Probe::Neuron(first.plus(it))).collect();
    let seen = see(&recipe, 1, &probes, 40);
    for number in 0..COUNT {
        let expected = 0.7 * 2.0 * (115.0 + 40.0 * network.state(first.plus(number)).v);
        let own = seen.readings.iter().filter(|(index, _)| *index == number as usize);
        let currents = own.filter_map(|(_, reading)| match reading {
            Reading::Neuron { current, .. } if *current != 0.0 => Some(*current),
            _ => None,
        });
        let currents: Vec<f64> = currents.collect();
        let near = currents.len() == 1 && (currents[0] - expected).abs() < 1e-6 * expected;
        assert!(near, "{number}: {currents:?}, not {expected}");
    }
}

const CIRCUIT: &str = r#"kind = "circuit"
name = "cells"
description = "Cells of the hippocampus."
duration_ms = 100.0
[integration]
scheme = "euler"
dt_ms = 0.05
[[population]]
name = "P"
count = 5
preset = "ca1-pyramidal-2014"
current = 100.0
[population.spread]
"#;

fn parsed(spread: &str) -> Result<Vec<Spread>, String> {
    let text = format!("{CIRCUIT}{spread}\n");
    let resolve = |name: &str| {
        let subject = preset(name).subject.cell;
        Ok((subject.neuron, subject.initial))
    };
    let circuit = parse_circuit(&Document::new("x.toml", &text), None, &resolve);
    circuit
        .map(|circuit| circuit.subject.populations[0].spread.clone())
        .map_err(|it| it.to_string())
}

#[test]
fn spreads_stand_in_the_order_of_the_table_and_within_bounds() {
    let text = "current = { by = 1.0, law = \"normal\" }\nk_high = { by = 0.2, law = \"uniform\" }\n\
                C = { by = 5.0, law = \"shared\" }";
    let neuron = preset("ca1-pyramidal-2014").subject.cell.neuron;
    let of: Vec<_> = parsed(text).expect("valid").iter().map(|spread| spread.of).collect();
    let expected = [parameter(&neuron, "C"), parameter(&neuron, "k_high"), SpreadOf::Current];
    assert_eq!(of, expected);
    let line = 1 + CIRCUIT.lines().count();
    for (spread, message) in [
        (
            "k = { by = 1.0, law = \"shared\" }",
            "k: not expected with these equations, of which C, ",
        ),
        (
            "k_low = { by = -0.1, law = \"uniform\" }",
            "k_low: expected above 0, found 0 at the far end",
        ),
        // A tenth of it, seven times.
        ("C = { by = 20.0, law = \"normal\" }", "C: expected above 0, found -20.39"),
        ("c = { by = 89.0, law = \"uniform\" }", "c: expected below the peak (22.6 mV)"),
        (
            "q = { by = 1.0, law = \"shared\" }",
            "unknown field `q`, expected one of `C`, `k`, `k_low`",
        ),
    ] {
        let error = parsed(spread).expect_err(spread);
        let at = format!("x.toml:{line}:");
        assert!(error.starts_with(&at) && error.contains(message), "{spread}: {error}");
    }
    let both = "c = { by = 45.0, law = \"uniform\" }\npeak = { by = -45.0, law = \"uniform\" }";
    assert!(parsed(both).expect_err(both).contains("expected below the peak"));
}
