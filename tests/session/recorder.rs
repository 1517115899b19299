//! The recorder over media that fail.

use std::io::{self, Write};

use izh_tui::engine::{Command, Engine, Event, Injection, Step};
use izh_tui::session::{CommandLog, Medium, Recorder};

use crate::model::{inject, setup};
use crate::support::{Act, about, live, parse, perform, start};

/// A medium on which the call number `fails_at` fails, after half of what it was to write.
#[derive(Debug)]
struct Failing {
    written: Vec<u8>,
    calls: usize,
    fails_at: usize,
}

impl Failing {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.calls == self.fails_at {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left"));
        }
        Ok(())
    }
}

impl Write for Failing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Err(error) = self.call() {
            self.written.extend_from_slice(&bytes[..bytes.len() / 2]);
            return Err(error);
        }
        self.written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.call()
    }
}

impl Medium for Failing {
    fn sync(&mut self) -> io::Result<()> {
        self.call()
    }
}

fn event(step: u64) -> Event {
    Event { step: Step(step), command: inject(Injection::Pulse { amplitude: 10.0, width_ms: 2.0 }) }
}

/// Errors that a recording of one event, one check and the end returns, and what it leaves.
fn run(fails_at: usize) -> (Vec<io::Error>, Option<Failing>) {
    let mut engine = Engine::new(&live("chattering"));
    let medium = Failing { written: Vec::new(), calls: 0, fails_at };
    let started = Recorder::start(medium, &about(), &CommandLog::begin(&mut engine), Step(0));
    let mut recorder = match started {
        Ok(recorder) => recorder,
        Err(error) => return (vec![error], None),
    };
    let mut errors = Vec::new();
    engine.advance(100, &mut recorder);
    engine.apply(&event(100).command).unwrap();
    errors.extend(recorder.event(&event(100)).err());
    engine.advance(100, &mut recorder);
    errors.extend(recorder.check(Step(200)).err());
    errors.extend(recorder.finish(Step(200)).err());
    assert!(!recorder.is_recording());
    errors.extend(recorder.event(&event(200)).err());
    errors.extend(recorder.check(Step(300)).err());
    errors.extend(recorder.finish(Step(300)).err());
    (errors, Some(recorder.into_medium()))
}

#[test]
fn every_failure_is_told_once_and_leaves_a_file_that_replays() {
    let (errors, medium) = run(0);
    assert!(errors.is_empty());
    let calls = medium.unwrap().calls;
    // Header: write, flush, sync; three blocks: write, flush; the end: sync.
    assert_eq!(calls, 3 + 3 * 2 + 1);
    for fails_at in 1..=calls {
        let (errors, medium) = run(fails_at);
        assert_eq!(errors.len(), 1, "call {fails_at}");
        assert_eq!(errors[0].kind(), io::ErrorKind::StorageFull);
        let Some(medium) = medium else {
            assert!(fails_at <= 3);
            continue;
        };
        let outcome = parse(&medium.written).verify(1).unwrap();
        assert_eq!(outcome.divergence, None, "call {fails_at}");
        // The end was written before its flush or sync failed.
        assert_eq!(outcome.cut.is_none(), fails_at >= 9, "call {fails_at}");
    }
}

#[test]
fn the_header_is_there_before_any_event() {
    let mut engine = Engine::new(&live("chattering"));
    let recorder = start(&mut engine);
    let session = parse(&recorder.into_medium());
    assert_eq!(session.experiment(), &live("chattering"));
    let summary = session.summary();
    assert_eq!((summary.events, summary.checks, summary.end), (0, 1, Step(0)));
    assert!(summary.cut.is_some());
}

#[test]
fn a_recording_stays_with_a_neuron_or_with_circuits() {
    let mut engine = Engine::new(&live("chattering"));
    let mut recorder = start(&mut engine);
    let command = Command::Switch(crate::lab::lab().into());
    let error = recorder.event(&Event { step: Step(0), command }).unwrap_err();
    assert_eq!(error.to_string(), "a recording stays with a neuron or with circuits");
    assert!(recorder.is_recording());
    recorder.finish(Step(0)).unwrap();
    assert_eq!(parse(&recorder.into_medium()).summary().events, 0);
}

#[test]
fn a_seed_that_toml_can_not_carry_is_refused() {
    let mut experiment = live("chattering");
    experiment.seed = 1 << 63;
    let log = CommandLog::new(experiment, Step(0));
    let error = Recorder::start(Vec::new(), &about(), &log, Step(0)).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
}

#[test]
fn a_check_is_due_every_minute_of_the_model_at_any_step() {
    let mut engine = Engine::new(&live("chattering"));
    engine.advance(777, &mut ());
    let mut recorder = start(&mut engine);
    let switch = Command::Switch(setup("rebound-burst").into());
    let mut acts = vec![Act::Advance(6000); 90];
    acts.push(Act::Command(switch));
    acts.extend(vec![Act::Advance(6000); 110]);
    perform(&mut engine, &mut recorder, &acts);
    // Four steps a millisecond at first, five after the switch.
    assert_eq!(checks(recorder), [0, 240_000, 480_000, 780_000, 1_080_000]);
}

#[test]
fn a_check_is_due_when_a_second_has_passed_on_the_wall_and_steps_were_made() {
    let mut engine = Engine::new(&live("chattering"));
    let mut recorder = start(&mut engine);
    for (steps, second_passed, is_due) in [
        (0, true, false),
        (100, false, false),
        (0, true, true),
        (0, true, false),
        (1, true, true),
        (239_999, false, false),
        (1, false, true),
        (0, true, false),
    ] {
        engine.advance(steps, &mut recorder);
        let was_due = recorder.check_if_due(engine.step(), second_passed).unwrap();
        assert_eq!(was_due, is_due, "at step {}", engine.step().0);
    }
    assert_eq!(checks(recorder), [0, 100, 101, 240_101]);
}

/// The steps of the checks that were written.
fn checks(recorder: Recorder<Vec<u8>>) -> Vec<u64> {
    let session = parse(&recorder.into_medium());
    session
        .blocks()
        .map(Result::unwrap)
        .filter(|block| matches!(block.entry, izh_tui::session::Entry::Check(_)))
        .map(|block| block.entry.step().0)
        .collect()
}
