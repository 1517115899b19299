//! A run with its recording, as the live scope makes one.

use std::ops::Range;

use izh_tui::engine::{Command, DriveState, Engine, Event, Experiment, Injection, Site, Step};
use izh_tui::session::{About, CommandLog, Recorder, Session, read};
use proptest::prelude::*;

use crate::model::{inject, setup};

/// What the live scope starts with.
pub fn live(name: &str) -> Experiment {
    let setup = setup(name);
    Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1)
}

pub fn about() -> About {
    About {
        program: Some("izh-tui 0.1.0".to_owned()),
        started: Some("2026-11-24T09:00:00Z".parse().unwrap()),
    }
}

/// Something that happens during a run.
#[derive(Clone, Debug)]
pub enum Act {
    Advance(u64),
    Command(Command),
    Check,
}

/// Up to two dozen acts: some of `command`, and so many `steps` between them.
pub fn acts(
    command: impl Strategy<Value = Command>,
    steps: Range<u64>,
) -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        4 => steps.prop_map(Act::Advance),
        4 => command.prop_map(Act::Command),
        1 => Just(Act::Check),
    ];
    prop::collection::vec(act, 0..24)
}

/// Lets `engine` do `acts` while it is recorded from where it stands.
pub fn record(engine: &mut Engine, acts: &[Act]) -> Vec<u8> {
    let mut recorder = start(engine);
    perform(engine, &mut recorder, acts);
    recorder.finish(engine.step()).unwrap();
    recorder.into_medium()
}

pub fn start(engine: &mut Engine) -> Recorder<Vec<u8>> {
    let log = CommandLog::begin(engine);
    Recorder::start(Vec::new(), &about(), &log, engine.step()).unwrap()
}

pub fn perform(engine: &mut Engine, recorder: &mut Recorder<Vec<u8>>, acts: &[Act]) {
    for act in acts {
        match act {
            Act::Advance(steps) => {
                engine.advance(*steps, recorder);
                recorder.check_if_due(engine.step(), false).unwrap();
            }
            Act::Command(command) => {
                if engine.apply(command).is_ok() {
                    let event = Event { step: engine.step(), command: command.clone() };
                    recorder.event(&event).unwrap();
                }
            }
            Act::Check => recorder.check(engine.step()).unwrap(),
        }
    }
}

pub fn parse(bytes: &[u8]) -> Session {
    read("a.toml", bytes).unwrap_or_else(|error| panic!("{error}"))
}

/// One of each command, with checks between.
pub fn tour() -> Vec<Act> {
    use izh_tui::model::Scheme;
    let commands = [
        inject(Injection::Pulse { amplitude: 10.0, width_ms: 2.0 }),
        inject(Injection::Pulse { amplitude: -5e-324, width_ms: 40.0 }),
        inject(Injection::Sustain { current: Some(1e-300) }),
        Command::Marker { text: "µ \"'\\ \n[[event]]\u{202e}".to_owned() },
        inject(Injection::Hold { current: -0.0 }),
        Command::Scheme { scheme: Scheme::Exact },
        inject(Injection::Sustain { current: None }),
        Command::Switch(setup("rebound-burst").into()),
        Command::Fire { site: Site::Subject },
        Command::Reset {},
    ];
    commands.into_iter().flat_map(|c| [Act::Command(c), Act::Advance(100), Act::Check]).collect()
}

/// The step after so many milliseconds.
pub fn ms(engine: &Engine, ms: u64) -> Step {
    Step(ms * u64::from(engine.clock().steps_per_ms()))
}
