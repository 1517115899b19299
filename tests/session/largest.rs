//! A switch to the largest circuit that a preset's file can describe fits into one block.

use std::sync::Arc;

use izh_tui::circuit::{
    Delay, Distribution, InputKind, Law, Outside, POPULATIONS_MAX, PROJECTIONS_MAX, Population,
    PopulationId, Projection, RandomInput, Recipe, Rule, Spread, SpreadOf,
};
use izh_tui::engine::{Command, Event, Step};
use izh_tui::model::stimulus::{SampleTimes, Samples};
use izh_tui::model::synapse::{
    Consolidation, DepressionFrom, Kinetics, Pairing, ShortTerm, Stdp, UtilisationRest,
};
use izh_tui::model::{Edges, Equations, Live, Neuron, Protocol, Scheme, Segment, Shape};
use izh_tui::session::{Entry, Recorder, encode};

use crate::lab::{Bench, lab};
use crate::support::{about, parse};

/// As many of each as `preset` lets in.
const SEGMENTS: usize = 4096;
const NUMBERS: usize = 131_072;
const PAIRS: usize = 100_000;
const INPUTS: usize = 64;
/// Neurons of a population; with more, so many synapses would need more memory than there may be.
const NEURONS: u32 = 1_600;

/// A number that is long in decimals.
fn long(k: usize) -> f64 {
    -(1.0 + k as f64) / 3e7
}

/// The longest name.
fn name(k: usize) -> String {
    format!("{k:0>64}")
}

fn protocol() -> Protocol {
    let chirp = |k: usize| Segment {
        start_ms: k as f64 / 3.0,
        end_ms: k as f64 / 3.0 + 0.1,
        shape: Shape::Chirp {
            mean: long(k),
            amplitude: -long(k),
            from_hz: 1e3 / 3.0,
            to_hz: 1e3 / 7.0,
            phase_deg: long(k),
        },
        edges: Edges::Closed,
    };
    let mut segments: Vec<_> = (0..SEGMENTS - 1).map(chirp).collect();
    let samples = Samples {
        values: (0..NUMBERS / 2).map(long).collect(),
        times: SampleTimes::At((0..NUMBERS / 2).map(|k| k as f64 / 7.0).collect()),
    };
    let shape = Shape::Samples(samples);
    segments.push(Segment { start_ms: 2e4, end_ms: 1e5, shape, edges: Edges::Closed });
    Protocol {
        duration_ms: 1e5,
        baseline: long(1),
        live: Live::Repeat,
        pause_ms: 1e-3,
        segments,
        sweeps: None,
    }
}

fn population(k: usize) -> Population {
    let neuron = Neuron {
        equations: Equations::Standard,
        a: 1.0 / 30.0,
        b: 1.0 / 7.0,
        c_mv: -100.0 / 3.0,
        d: 1e3 / 7.0,
        peak_mv: 100.0 / 3.0,
    };
    let parameters = neuron.parameters().into_iter().map(SpreadOf::Parameter);
    let of = parameters.chain([SpreadOf::V0, SpreadOf::Current]);
    Population {
        name: name(k),
        count: NEURONS,
        neuron,
        v0: -200.0 / 3.0,
        u0: Some(-100.0 / 7.0),
        spread: of.map(|of| Spread { of, by: 1e-3 / 7.0, law: Law::SharedSquare }).collect(),
        protocol: if k == 0 { protocol() } else { Protocol::constant(long(k)) },
    }
}

fn projection(k: usize) -> Projection {
    let all: Vec<PopulationId> = (0..POPULATIONS_MAX).map(PopulationId::new).collect();
    let last = NEURONS * POPULATIONS_MAX as u32 - 1;
    let pairs = (0..PAIRS as u32).map(|k| (last - PAIRS as u32 + k, last - k / 2)).collect();
    Projection {
        name: name(k),
        from: all.clone(),
        to: all,
        rule: if k == 0 { Rule::List(pairs) } else { Rule::Probability(1e-10 / 3.0) },
        autapses: true,
        weight: Distribution::Normal {
            mean: 10.0 / 3.0,
            sd: 10.0 / 7.0,
            outside: Outside::DrawAgain,
        },
        delay: Delay::Each { low: 1, high: 10, stride: 3 },
        kinetics: Kinetics::Conductance { tau_ms: 10.0 / 3.0, reversal_mv: -1000.0 / 7.0 },
        release: 1.0 / 3.0,
        short_term: Some(ShortTerm {
            u: 1.0 / 3.0,
            tau_rec_ms: 1e3 / 3.0,
            tau_fac_ms: 1e3 / 7.0,
            utilisation_rest: UtilisationRest::U,
        }),
        stdp: Some(Stdp {
            potentiation: 1.0 / 3.0,
            depression: 1.0 / 7.0,
            potentiation_left_per_ms: 1.0 / 3.0,
            depression_left_per_ms: 1.0 / 7.0,
            pairing: Pairing::Nearest,
            depression_from: DepressionFrom::NextStep,
            bounds: (0.0, 100.0 / 3.0),
            consolidation: Some(Consolidation {
                every_ms: 1_000,
                drift: 1.0 / 30.0,
                left: 1.0 / 7.0,
            }),
        }),
    }
}

#[test]
fn a_switch_to_the_largest_circuit_is_written_and_read() {
    let input = RandomInput {
        to: (0..POPULATIONS_MAX).map(PopulationId::new).collect(),
        kind: InputKind::Poisson { rate_hz: 1e3 / 7.0, weight: 1.0 / 3.0 },
    };
    let recipe = Arc::new(Recipe {
        name: name(0),
        scheme: Scheme::Izh2003,
        steps_per_ms: 3,
        duration_ms: 1e3 / 3.0,
        populations: (0..POPULATIONS_MAX).map(population).collect(),
        projections: (0..PROJECTIONS_MAX).map(projection).collect(),
        inputs: vec![input; INPUTS],
    });
    let command = Command::Switch(recipe.into());
    let event = Event { step: Step(0), command: command.clone() };
    let mut bytes = Bench::new(lab(), 1).start().into_medium();
    bytes.extend(encode::event(&event).as_bytes());
    let session = parse(&bytes);
    let entry = session.blocks().last().unwrap().unwrap().entry;
    assert!(matches!(entry, Entry::Event(event) if event.command == command));
}

/// Numbers close to 0 are written out digit by digit, so that there may be too many of them.
#[test]
fn a_block_that_could_not_be_read_again_is_not_written() {
    let mut recipe = Recipe::clone(&lab());
    let samples = Samples { values: vec![1e-300; 40_000].into(), times: SampleTimes::Every(1.0) };
    recipe.populations[0].protocol.segments = vec![Segment {
        start_ms: 0.0,
        end_ms: 100.0,
        shape: Shape::Samples(samples),
        edges: Edges::Left,
    }];
    let switch = Command::Switch(Arc::new(recipe.clone()).into());
    let mut recorder = Bench::new(lab(), 1).start();
    let error = recorder.event(&Event { step: Step(0), command: switch }).unwrap_err();
    let expected = "a block can't have more than 10485760 bytes, found 1";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(!recorder.is_recording());
    assert_eq!(parse(&recorder.into_medium()).summary().events, 0);
    let bench = Bench::new(Arc::new(recipe), 1);
    let mut medium = Vec::new();
    let refused = Recorder::start(&mut medium, &about(), &bench.log, bench.engine.step());
    let error = refused.map(drop).unwrap_err();
    assert!(error.to_string().starts_with(expected), "{error}");
    assert!(medium.is_empty());
}
