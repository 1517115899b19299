//! What is done to a population of a running circuit: other parameters, and its protocol fired.

use std::sync::Arc;

use izh_tui::circuit::{
    Distribution, InputKind, Law, NeuronId, PopulationId, RandomInput, Recipe, Rule, Spread, Unfit,
};
use izh_tui::engine::{
    Checkpoint, Command, Digest, DriveState, Engine, Experiment, Injection, Rejection, Setup, Site,
    Subject,
};
use izh_tui::model::{Edges, Live, Neuron, Protocol, Scheme, Segment, Shape, State};

use crate::network::motley;
use crate::support::model::preset;
use crate::support::networks::{
    cortex, neuron, parameter, polychronization, population, projection, recipe,
};

const FIRST: Site = Site::Population(PopulationId::FIRST);
const SECOND: Site = Site::Population(PopulationId::new(1));

fn edit(site: Site, neuron: Neuron) -> Command {
    Command::Edit { site, neuron: Box::new(neuron) }
}

/// A step from 10 to 40 ms within 60 ms, above a baseline.
fn step_of(level: f64, baseline: f64) -> Protocol {
    let segment =
        Segment { start_ms: 10.0, end_ms: 40.0, edges: Edges::Left, shape: Shape::Level(level) };
    let segments = vec![segment];
    Protocol {
        live: Live::Hold,
        duration_ms: 60.0,
        baseline,
        pause_ms: 0.0,
        segments,
        sweeps: None,
    }
}

/// Two populations that know nothing of each other, each with a protocol of its own.
fn two(scheme: Scheme) -> Recipe {
    let mut first = population("A", 3, neuron(0.02, 0.2, -65.0, 8.0), 0.0);
    let mut second = population("B", 20, neuron(0.1, 0.2, -65.0, 2.0), 0.0);
    (first.protocol, second.protocol) = (step_of(12.0, 1.0), step_of(9.0, 2.0));
    Recipe { scheme, steps_per_ms: 4, ..recipe(vec![first, second], Vec::new()) }
}

/// A neuron of the second population alone.
fn alone(recipe: &Recipe) -> Engine {
    let of = recipe.population(PopulationId::new(1));
    let cell = izh_tui::engine::Cell {
        name: "alone".to_owned(),
        neuron: of.neuron,
        initial: State { v: of.v0, u: of.neuron.usual_u0(of.v0) },
        protocol: of.protocol.clone(),
    };
    let setup = Setup { cell, scheme: recipe.scheme, steps_per_ms: recipe.steps_per_ms };
    Engine::new(&Experiment::neuron(&setup, DriveState::run(&of.protocol), 1))
}

#[test]
fn a_neuron_of_a_population_does_what_it_does_alone() {
    let mut other = neuron(0.02, 0.2, -50.0, 2.0);
    other.peak_mv = 25.0;
    for scheme in [Scheme::Paper, Scheme::Euler, Scheme::Izh2003, Scheme::Exact] {
        let recipe = two(scheme);
        let mut alone = alone(&recipe);
        let mut circuit = Engine::new(&Experiment::circuit(Arc::new(recipe), 1));
        let hold = Injection::Hold { current: 2.0 };
        let script: [(u64, Command, Command); 5] = [
            (500, edit(Site::Subject, other), edit(SECOND, other)),
            // So that both have the same current around what is fired.
            (1, inject(Site::Subject, hold), inject(SECOND, hold)),
            (100, Command::Fire { site: Site::Subject }, Command::Fire { site: SECOND }),
            (90, Command::Fire { site: Site::Subject }, Command::Fire { site: SECOND }),
            (77, edit(Site::Subject, neuron(0.1, 0.26, -60.0, -1.0)), {
                edit(SECOND, neuron(0.1, 0.26, -60.0, -1.0))
            }),
        ];
        for (steps, to_neuron, to_population) in script {
            for engine in [&mut alone, &mut circuit] {
                engine.advance(steps, &mut ());
            }
            alone.apply(&to_neuron).expect("fits");
            circuit.apply(&to_population).expect("fits");
            for _ in 0..40 {
                alone.advance(7, &mut ());
                circuit.advance(7, &mut ());
                for number in [3, 22] {
                    let state = circuit.state(NeuronId::new(number));
                    assert_eq!(state, after_reset(&alone), "{scheme} {to_neuron:?}");
                }
            }
        }
    }
}

/// The state of a neuron alone, which under `izh2003` waits for the next step with its reset.
fn after_reset(alone: &Engine) -> State {
    let state = alone.state(NeuronId::FIRST);
    let neuron = alone.cell().expect("alone").neuron;
    if state.v >= neuron.peak_mv { neuron.reset(state) } else { state }
}

fn inject(site: Site, injection: Injection) -> Command {
    Command::Inject { site, injection }
}

#[test]
fn a_protocol_is_fired_where_it_is_said_and_once() {
    let mut engine = Engine::new(&Experiment::circuit(Arc::new(two(Scheme::Paper)), 1));
    engine.advance(400, &mut ());
    let one = NeuronId::new(1);
    engine.apply(&Command::Fire { site: Site::Neuron(one) }).expect("fits");
    assert!(engine.is_firing(Site::Neuron(one)) && !engine.is_firing(FIRST));
    let v = |engine: &Engine, number| engine.state(NeuronId::new(number)).v;
    engine.advance(80, &mut ());
    assert!(v(&engine, 1) > v(&engine, 0) + 1.0);
    assert_eq!((v(&engine, 0), v(&engine, 3)), (v(&engine, 2), v(&engine, 4)));
    // Passes of 60 ms have a step at their end.
    engine.advance(161, &mut ());
    assert!(!engine.is_firing(Site::Neuron(one)));
    engine.apply(&Command::Fire { site: FIRST }).expect("fits");
    engine.apply(&inject(FIRST, Injection::Hold { current: 0.0 })).expect("fits");
    assert!(!engine.is_firing(FIRST), "holding a current takes over");
    engine.apply(&Command::Fire { site: FIRST }).expect("fits");
    engine.apply(&Command::Reset {}).expect("fits");
    assert!(!engine.is_firing(FIRST), "a reset ends it");
}

/// Edits and fires amid a run of 300 steps.
fn tampered(recipe: &Recipe, threads: usize, copied: bool) -> (Checkpoint, Engine) {
    let mut engine = Engine::new(&Experiment::circuit(Arc::new(recipe.clone()), 3));
    engine.set_threads(threads);
    let mut digest = Digest::new(3);
    let mut edited = recipe.populations[0].neuron;
    edited.d -= 0.5;
    edited.peak_mv -= 2.0;
    for command in [
        Command::Fire { site: FIRST },
        edit(FIRST, edited),
        Command::Fire { site: Site::Neuron(NeuronId::new(4)) },
    ] {
        engine.advance(100, &mut digest);
        if copied {
            // The original goes on elsewhere.
            let copy = engine.clone();
            engine.advance(30, &mut ());
            engine = copy;
        }
        engine.apply(&command).unwrap_or_else(|error| panic!("{error}"));
    }
    engine.advance(100, &mut digest);
    (digest.checkpoint(), engine)
}

#[test]
fn neither_threads_nor_copies_change_what_was_edited() {
    for recipe in [cortex(), polychronization(), motley()] {
        let (expected, mut engine) = tampered(&recipe, 1, false);
        for (threads, copied) in [(1, true), (2, false), (8, false), (8, true)] {
            assert_eq!(tampered(&recipe, threads, copied).0, expected);
        }
        // After a reset it is the circuit that has these parameters from the start.
        engine.apply(&Command::Reset {}).expect("fits");
        let edited = engine.recipe().expect("a circuit").clone();
        let fresh = Engine::new(&Experiment::circuit(edited, 3));
        for number in 0..recipe.neurons() {
            let number = NeuronId::new(number);
            assert_eq!(engine.state(number), fresh.state(number));
            let of = |engine: &Engine| engine.network().expect("a circuit").neuron(number);
            assert_eq!(of(&engine), of(&fresh));
        }
    }
}

#[test]
fn what_is_drawn_stays_with_each_neuron() {
    let recipe = cortex();
    let (_, engine) = tampered(&recipe, 1, false);
    let before = Engine::new(&Experiment::circuit(Arc::new(recipe), 3));
    for number in [0, 7, 799] {
        let of = |engine: &Engine| {
            let neuron = engine.network().expect("a circuit").neuron(NeuronId::new(number));
            (neuron.c_mv, neuron.d, neuron.peak_mv)
        };
        let ((c_mv, d, peak_mv), now) = (of(&before), of(&engine));
        assert_eq!((now.0, now.2), (c_mv, peak_mv - 2.0));
        assert!((now.1 - (d - 0.5)).abs() < 1e-12, "{now:?} {d}");
    }
}

#[test]
fn parameters_that_a_population_cannot_take_are_refused() {
    let pyramidal = preset("regular-spiking-2007").subject.cell.neuron;
    let mut heavier = pyramidal;
    pyramidal.parameter("C").expect("one").set(&mut heavier, 90.0);
    let mut spread = population("A", 9, neuron(0.02, 0.2, -65.0, 8.0), 5.0);
    let c = parameter(&spread.neuron, "c");
    spread.spread = vec![Spread { of: c, by: 60.0, law: Law::Uniform }];
    let high = Neuron { peak_mv: -60.0, ..spread.neuron };
    let of_2007 = population("P", 4, pyramidal, 70.0);
    let jumps = projection(&[0], &[0], Rule::AllToAll, Distribution::Constant(1.0));
    let poisson = InputKind::Poisson { rate_hz: 100.0, weight: 1.0 };
    let shaken = RandomInput { to: vec![PopulationId::FIRST], kind: poisson };
    let under_euler = |population, projections| Recipe {
        scheme: Scheme::Euler,
        ..recipe(vec![population], projections)
    };
    let coupled = under_euler(of_2007.clone(), vec![jumps]);
    let mut driven = under_euler(of_2007.clone(), Vec::new());
    driven.inputs.push(shaken);
    for (recipe, neuron, expected) in [
        (
            under_euler(of_2007.clone(), Vec::new()),
            neuron(0.02, 0.2, -65.0, 8.0),
            "keep their form",
        ),
        (under_euler(of_2007.clone(), Vec::new()), heavier, ""),
        (coupled, heavier, "C: stays at 100 pF"),
        (driven, heavier, "C: stays at 100 pF"),
        (
            under_euler(spread.clone(), Vec::new()),
            high,
            "of A, by what is drawn for it: c: expected",
        ),
        (under_euler(spread, Vec::new()), Neuron { a: f64::NAN, ..high }, "a: expected a finite"),
    ] {
        let recipe = Arc::new(recipe);
        let mut engine = Engine::new(&Experiment::circuit(recipe.clone(), 1));
        let answer = engine.apply(&edit(FIRST, neuron));
        match expected {
            "" => assert_eq!(answer, Ok(())),
            expected => {
                let text = answer.expect_err(expected).to_string();
                assert!(text.contains(expected), "{text}");
                assert_eq!(engine.subject(), &Subject::Circuit(recipe), "nothing was changed");
            }
        }
    }
    let mut engine = Engine::new(&Experiment::circuit(Arc::new(two(Scheme::Izh2003)), 1));
    let one = Site::Neuron(NeuronId::FIRST);
    let other = neuron(0.02, 0.2, -65.0, 6.0);
    assert_eq!(engine.apply(&edit(one, other)), Err(Rejection::PopulationOnly));
    assert_eq!(engine.apply(&edit(Site::Subject, other)), Err(Rejection::NeuronOnly));
    let family = engine.apply(&edit(FIRST, preset("thalamo-cortical-2007").subject.cell.neuron));
    assert!(matches!(family, Err(Rejection::Population(Unfit::Family) | Rejection::Scheme { .. })));
}
