//! Which steps are counted as too long: by the equations, alone, in circuits and in the presets.

use std::sync::Arc;

use izh_tui::circuit::network::{Current, Currents, Network};
use izh_tui::circuit::{NeuronId, Observer, Recipe};
use izh_tui::engine::{DriveState, Engine, Experiment, Setup};
use izh_tui::model::stimulus::steps_through;
use izh_tui::model::{Equations, Neuron, Scheme, State, TwoSlope};
use izh_tui::preset::Library;

use super::{Found, found};
use crate::support::model::preset;
use crate::support::networks;

/// The same by the equations as they stand in the papers, in the published order of operations, for forms
/// whose recovery is linear, with the number of spikes.
fn by_hand(setup: &Setup, current: f64, steps: u64) -> (Vec<u64>, u64) {
    let Neuron { equations, a, b, c_mv: c, d, peak_mv: peak } = setup.cell.neuron;
    let h = 1.0 / f64::from(setup.steps_per_ms);
    let k = |m: TwoSlope, v: f64| if v < m.vt_mv { m.k_low } else { m.k_high };
    let f = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => k(m, v) * (v - m.vr_mv) * (v - m.vt_mv) - u + current,
        Equations::Class1 => 0.04 * (v * v) + 4.1 * v + 108.0 - u + current,
        Equations::Membrane(m) => m.k * (v - m.vr_mv) * (v - m.vt_mv) - u + current,
        _ => 0.04 * (v * v) + 5.0 * v + 140.0 - u + current,
    };
    let euler = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => h * f(v, u) / m.capacitance_pf,
        Equations::Membrane(m) => h * f(v, u) / m.capacitance_pf,
        _ => h * f(v, u),
    };
    let slope = |v: f64| match equations {
        Equations::TwoSlope(m) => k(m, v) * (2.0 * v - m.vr_mv - m.vt_mv) / m.capacitance_pf,
        Equations::Class1 => 0.08 * v + 4.1,
        Equations::Membrane(m) => m.k * (2.0 * v - m.vr_mv - m.vt_mv) / m.capacitance_pf,
        _ => 0.08 * v + 5.0,
    };
    let g = |v: f64, u: f64| match equations {
        Equations::TwoSlope(m) => b * (v - m.vr_mv) - u,
        Equations::Accommodation => b * (v + 65.0),
        Equations::Membrane(m) => b * (v - m.vr_mv) - u,
        _ => b * v - u,
    };
    let State { mut v, mut u } = setup.cell.initial;
    let (mut too_long, mut spikes) = (Vec::new(), 0);
    for k in 0..steps {
        let unstable = match setup.scheme {
            Scheme::Paper => {
                let before = v;
                v += euler(v, u);
                u += (h * a) * g(v, u);
                1.0 + h * slope(before) < -1.0
            }
            Scheme::Euler => {
                let (before, rate) = (v, g(v, u));
                v += euler(v, u);
                u += (h * a) * rate;
                1.0 + h * slope(before) < -1.0
            }
            Scheme::Izh2003 => {
                if v >= peak {
                    (v, u) = (c, u + d);
                    spikes += 1;
                }
                let grows = |v: f64| 1.0 + 0.5 * h * slope(v) < -1.0;
                let first = grows(v);
                v += 0.5 * h * f(v, u);
                let second = grows(v);
                v += 0.5 * h * f(v, u);
                u += (h * a) * g(v, u);
                first || second
            }
            Scheme::Exact => unreachable!(),
        };
        if !(v.is_finite() && u.is_finite()) {
            break;
        }
        too_long.extend(unstable.then_some(k));
        let fires = match setup.scheme {
            Scheme::Paper => v > peak,
            Scheme::Euler => v >= peak,
            _ => false,
        };
        if fires {
            (v, u) = (c, u + d);
            spikes += 1;
        }
    }
    (too_long, spikes)
}

#[test]
fn every_form_and_scheme_counts_as_the_equations_do() {
    const STEPS: u64 = 400;
    for (name, least_fired) in [
        ("regular-spiking", -1000.0),
        ("fast-spiking", -700.0),
        ("class-1-excitable", -900.0),
        ("accommodation", -300.0),
        ("regular-spiking-2007", -1e6),
        ("chattering-2007", -4e5),
        ("ca1-pyramidal-2014", -1e9),
        ("ca1-pv-basket-2013", -3e7),
    ] {
        let own = preset(name).subject;
        for &scheme in own.cell.neuron.schemes().iter().filter(|s| **s != Scheme::Exact) {
            let setup = Setup { scheme, ..own.clone() };
            let (mut some, mut none) = (0, 0);
            for current in [0.0, 0.1, 0.2, 0.5, 1.0, 5.0].map(|share| share * least_fired) {
                let (expected, spikes) = by_hand(&setup, current, STEPS);
                assert_eq!(found(&setup, current, STEPS), expected, "{name} {scheme} {current}");
                // Nothing fires under inhibition but by such steps.
                assert!(spikes == 0 || !expected.is_empty(), "{name} {scheme} {current}");
                *if expected.is_empty() { &mut none } else { &mut some } += 1;
            }
            assert!(some > 0 && none > 0, "{name} {scheme}: {some} {none}");
        }
        let exact = Setup { scheme: Scheme::Exact, ..own };
        assert!(found(&exact, least_fired, 40).is_empty());
    }
}

/// What a network tells of too long steps, and nothing else.
#[derive(Default)]
struct Told(Vec<(u64, u32)>);

impl Observer for Told {
    fn unstable(&mut self, neuron: NeuronId, step: u64, _: Option<f64>) {
        self.0.push((step, neuron.number()));
    }
}

fn told(recipe: &Recipe, shard: u32, threads: usize, steps: u64) -> Vec<(u64, u32)> {
    let mut network = Network::with_shards(Arc::new(recipe.clone()), 1, shard);
    let populations = vec![Current::default(); recipe.populations.len()];
    let currents = Currents { populations, neurons: Vec::new() };
    let mut told = Told::default();
    network.advance(0..steps, &currents, &[], threads, &mut told);
    told.0
}

/// 35 neurons of each of `setups`, each with a current of its own.
fn circuit_of(setups: &[(Setup, f64)]) -> Recipe {
    const COUNT: u32 = 35;
    let population = |(index, (setup, current)): (usize, &(Setup, f64))| {
        let name = index.to_string();
        let mut population = networks::population(&name, COUNT, setup.cell.neuron, *current);
        (population.v0, population.u0) = (setup.cell.initial.v, Some(setup.cell.initial.u));
        population
    };
    let populations = setups.iter().enumerate().map(population).collect();
    let mut recipe = networks::recipe(populations, Vec::new());
    (recipe.scheme, recipe.steps_per_ms) = (setups[0].0.scheme, setups[0].0.steps_per_ms);
    recipe
}

#[test]
fn a_neuron_in_a_circuit_counts_as_it_does_alone() {
    // Accommodation is lost soon after.
    const STEPS: u64 = 150;
    let of = |name: &str, scheme, current| {
        (Setup { scheme, steps_per_ms: 2, ..preset(name).subject }, current)
    };
    for scheme in [Scheme::Paper, Scheme::Euler, Scheme::Izh2003] {
        let mut setups = vec![
            of("regular-spiking", scheme, -700.0),
            of("regular-spiking", scheme, 10.0),
            of("class-1-excitable", scheme, -800.0),
            of("accommodation", scheme, -300.0),
        ];
        if scheme == Scheme::Euler {
            setups.push(of("regular-spiking-2007", scheme, -3e5));
        }
        let recipe = circuit_of(&setups);
        let all = told(&recipe, 64, 1, STEPS);
        assert!(all.is_sorted(), "steps, and within each neurons, ascend");
        for (neuron, (setup, current)) in (0..).step_by(35).zip(&setups) {
            let alone = found(setup, *current, STEPS);
            assert!(!(alone.is_empty() && *current < -600.0), "{scheme} {current}");
            for number in [neuron, neuron + 20, neuron + 34] {
                let here = all.iter().filter(|(_, other)| *other == number);
                let here: Vec<u64> = here.map(|(step, _)| *step).collect();
                assert_eq!(here, alone, "{scheme} {} {number}", setup.cell.name);
            }
        }
        for (shard, threads) in [(1, 1), (16, 3), (35, 2), (4096, 1)] {
            assert_eq!(told(&recipe, shard, threads, STEPS), all, "{scheme} {shard} {threads}");
        }
    }
}

/// The published presets under their own protocol, scheme and step.
#[test]
fn what_presets_do_is_their_own_doing() {
    let mut too_long = Vec::new();
    for entry in Library::default().entries() {
        let setup = &entry.preset.subject;
        let protocol = &setup.cell.protocol;
        let mut engine = Engine::new(&Experiment::neuron(setup, DriveState::run(protocol), 1));
        let mut found = Found(Vec::new(), u64::from(setup.steps_per_ms));
        engine.advance(steps_through(protocol.duration_ms, setup.steps_per_ms), &mut found);
        if !found.0.is_empty() {
            too_long.push((entry.preset.name().to_owned(), found.0.len()));
        }
    }
    assert_eq!(too_long, []);
}

/// The built-in circuits under their own scheme and step, for a second.
#[test]
fn what_circuits_do_is_their_own_doing() {
    for entry in Library::default().circuits() {
        let recipe = entry.preset.subject.clone();
        let steps_per_ms = recipe.steps_per_ms;
        let mut engine = Engine::new(&Experiment::circuit(recipe, 1));
        let mut found = Found(Vec::new(), u64::from(steps_per_ms));
        engine.advance(1000 * u64::from(steps_per_ms), &mut found);
        assert_eq!(found.0.len(), 0, "{}", entry.preset.subject.name);
    }
}
