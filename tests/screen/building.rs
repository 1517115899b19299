//! Large circuits are built in pieces, while the scope says how far they are and takes keys.

use izh_tui::app::{App, Front};
use izh_tui::circuit::network::{Effort, Network};
use izh_tui::engine::{Digest, Engine, Experiment};
use izh_tui::instrument::Scope;
use izh_tui::keys::Key;
use izh_tui::session::About;
use izh_tui::ui::Marker;

use crate::support::circuit::{circuit, recipe};
use crate::support::paper::Paper;
use crate::support::scope::text;
use crate::support::scope::{cells, type_text};
use crate::support::script::{Answers, Around, play_in};

/// Two million synapses to be drawn, made and listed.
const LARGE: &str = include_str!("../data/circuits/large.toml");

fn digest(engine: &mut Engine, steps: u64) -> Digest {
    let mut digest = Digest::new(engine.seed());
    engine.advance(steps, &mut digest);
    digest
}

#[test]
fn how_building_is_cut_changes_nothing() {
    let recipe = recipe(LARGE);
    let experiment = Experiment::circuit(recipe.clone(), 3);
    let whole = digest(&mut Engine::new(&experiment), 50);
    assert!(whole.checkpoint().spikes > 1000);
    for pieces in [1, 2, 7] {
        let mut engine = Engine::begin(&experiment);
        let (mut calls, mut before) = (0, 0.0);
        while let Some(progress) = engine.building() {
            assert!(progress.share() >= before && progress.share() <= 1.0);
            before = progress.share();
            let mut left = pieces;
            engine.build(&mut || {
                left -= 1;
                left > 0
            });
            calls += 1;
        }
        assert!(calls > 20 && before > 0.95, "{calls} {before}");
        assert_eq!(digest(&mut engine, 50).checkpoint(), whole.checkpoint(), "{pieces}");
    }
    // The first step builds what is missing.
    let mut engine = Engine::begin(&experiment);
    engine.build(&mut || false);
    assert_eq!(digest(&mut engine, 50).checkpoint(), whole.checkpoint());
    let (whole, begun) = (Network::new(recipe.clone(), 3), Network::begin(recipe, 3));
    assert!(begun.synapses(0) < whole.synapses(0), "not there yet");
}

#[test]
fn a_step_with_many_arrivals_is_left_in_the_middle_and_gone_on_with() {
    let consolidated = LARGE.replace(
        "pairing = \"all\"",
        "pairing = \"all\"\nconsolidation = { every_ms = 10, left = 0.9, drift = 0.01 }",
    );
    for text in [LARGE, &consolidated] {
        let experiment = Experiment::circuit(recipe(text), 3);
        let whole = digest(&mut Engine::new(&experiment), 50);
        let mut engine = Engine::new(&experiment);
        let (mut digest, mut amid) = (Digest::new(3), 0);
        while engine.step().0 < 50 {
            engine.advance_some(50 - engine.step().0, Effort::of(5), &mut digest);
            amid += u32::from(engine.is_amid_step());
        }
        assert!(amid > 20, "{amid}");
        assert_eq!(digest.checkpoint(), whole.checkpoint());
    }
}

#[test]
fn a_reset_of_what_made_no_step_builds_nothing() {
    let mut network = Network::new(recipe(LARGE), 3);
    network.reset();
    assert_eq!(network.building(), None);
}

#[test]
fn the_scope_says_what_is_being_built_and_takes_keys_meanwhile() {
    let mut scope: Scope = circuit(LARGE);
    for (paused, share) in [(false, "0 %"), (true, "0 %")] {
        assert_eq!(scope.work().map(|work| work.what).as_deref(), Some("building large"));
        let text = text(&cells(&scope, 80, 24, Marker::Braille));
        assert!(text.contains(&format!("building large  {share}")), "{text}");
        scope.tick(30_000_000, || false);
        assert_eq!(scope.engine().step().0 % 100, 0, "time stands still");
        type_text(&mut scope, "(");
        assert!(scope.work().is_some());
        while scope.work().is_some() {
            scope.tick(30_000_000, || false);
        }
        assert!(
            scope.circuit().unwrap().channels()[0].synapse().is_some(),
            "its synapses are known"
        );
        // And again after a reset, paused or not.
        if !paused {
            scope.tick(100_000_000, || true);
            assert_eq!(scope.engine().step().0, 100);
            type_text(&mut scope, " r");
        }
    }
}

#[test]
fn every_reset_is_recorded_though_the_state_is_built_once() {
    let (mut program, paper) = (App::scope(circuit(LARGE)), Paper::default());
    let medium = Box::new(paper.clone());
    program.start_recording(medium, &About::default(), "paper".to_owned()).expect("started");
    let resets = (0..30).map(|_| (5000, Key::Char('r')));
    let keys: Vec<_> = resets.chain([(9000, Key::Char('q'))]).collect();
    let at_once: Answers = Some;
    let around = Around { look_ns: 100_000, ..Around::default() };
    let played = play_in(around, program, (80, 24), 30, at_once, &keys);
    let Front::Scope(scope) = played.program.front() else { panic!("left") };
    assert!(scope.engine().step().0 > 3000, "{}", scope.engine().step().0);
    let times: Vec<u64> = played.frames.iter().map(|frame| frame.at_ns).collect();
    let gap_ns = times.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert!(gap_ns < Some(150_000_000), "{gap_ns:?}");
    assert_eq!(paper.text().matches("[[event]]").count(), 30);
    let session = paper.session();
    assert!(session.verify(1).expect("it runs").divergence.is_none());
}

#[test]
fn whoever_presses_a_key_too_early_is_told() {
    let mut scope = circuit(LARGE);
    type_text(&mut scope, " .");
    let notice = scope.desk().notice().expect("a word").text.clone();
    assert_eq!(notice, "the circuit is still being built");
    assert_eq!(scope.engine().step().0, 0);
}
