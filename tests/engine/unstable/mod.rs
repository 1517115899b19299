//! Steps that are too long: found in every form and under every scheme, told of, and no evidence of
//! anything.

mod commands;
mod counts;
mod curves;
mod screens;
mod verdicts;

use izh_tui::circuit::NeuronId;
use izh_tui::engine::{DriveState, Engine, Experiment, Setup, Sink, Unstable};

use crate::support::program::Outcome;

/// Numbers of the steps that were too long.
#[derive(Default)]
struct Found(Vec<u64>, u64);

impl Sink for Found {
    fn unstable(&mut self, unstable: &Unstable) {
        assert_eq!(unstable.neuron, NeuronId::FIRST);
        self.0.push((unstable.time_ms * self.1 as f64).round() as u64);
    }
}

fn found(setup: &Setup, current: f64, steps: u64) -> Vec<u64> {
    let mut engine = Engine::new(&Experiment::neuron(setup, DriveState::holding(current), 1));
    let mut found = Found(Vec::new(), u64::from(setup.steps_per_ms));
    engine.advance(steps, &mut found);
    found.0
}

/// A run that is told of on one line of standard error, which has all of `parts`.
#[track_caller]
fn noted<'a>(outcome: &'a Outcome, parts: &[&str]) -> &'a str {
    assert_eq!((outcome.code, outcome.err.lines().count()), (Some(0), 1), "{}", outcome.err);
    assert!(outcome.err.starts_with("izh-tui: ") && outcome.err.len() < 400, "{}", outcome.err);
    for part in parts {
        assert!(outcome.err.contains(part), "{part} is not in {}", outcome.err);
    }
    &outcome.out
}
