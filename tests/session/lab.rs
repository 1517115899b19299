//! Circuits that run with their log, as the live scope runs them.

use std::sync::Arc;

use izh_tui::circuit::{NeuronId, PopulationId, Recipe};
use izh_tui::engine::{Command, Engine, Event, Experiment, Injection, Site};
use izh_tui::input::Document;
use izh_tui::model::Scheme;
use izh_tui::preset::{Library, no_presets, parse_circuit};
use izh_tui::session::{CommandLog, Recorder};

use crate::support::{Act, about};

/// A circuit of few neurons with everything that one can have.
pub fn lab() -> Arc<Recipe> {
    let document = Document::new("lab.toml", include_str!("../data/circuits/lab.toml"));
    parse_circuit(&document, None, &no_presets).unwrap_or_else(|error| panic!("{error}")).subject
}

/// The built-in circuit called `name`.
pub fn recipe(name: &str) -> Arc<Recipe> {
    Library::default().find_circuit(name).unwrap().preset.subject
}

/// A running circuit with its log.
pub struct Bench {
    pub engine: Engine,
    pub log: CommandLog,
}

impl Bench {
    pub fn new(recipe: Arc<Recipe>, seed: u64) -> Self {
        let mut engine = Engine::new(&Experiment::circuit(recipe, seed));
        let log = CommandLog::begin(&mut engine);
        Self { engine, log }
    }

    pub fn start(&self) -> Recorder<Vec<u8>> {
        Recorder::start(Vec::new(), &about(), &self.log, self.engine.step()).unwrap()
    }

    /// Does `acts`, recorded or not.
    pub fn perform(&mut self, acts: &[Act], mut recorder: Option<&mut Recorder<Vec<u8>>>) {
        for act in acts {
            match act {
                Act::Advance(steps) => {
                    self.engine.advance(*steps, &mut (self.log.sink(), &mut recorder));
                    let step = self.engine.step();
                    if let Some(recorder) = &mut recorder {
                        recorder.check_if_due(step, false).unwrap();
                    }
                }
                Act::Command(command) => {
                    if self.engine.apply(command).is_ok() {
                        self.log.add(&mut self.engine, command);
                        let event = Event { step: self.engine.step(), command: command.clone() };
                        recorder.iter_mut().for_each(|r| r.event(&event).unwrap());
                    }
                }
                Act::Check => {
                    let step = self.engine.step();
                    recorder.iter_mut().for_each(|r| r.check(step).unwrap());
                }
            }
        }
    }

    /// Does `acts` while they are recorded from where it stands.
    pub fn record(&mut self, acts: &[Act]) -> Vec<u8> {
        let mut recorder = self.start();
        self.perform(acts, Some(&mut recorder));
        recorder.finish(self.engine.step()).unwrap();
        recorder.into_medium()
    }
}

/// The commands for populations that version 0.1 did not know, with checks between.
pub fn tour_of_populations() -> Vec<Act> {
    let mut neuron = lab().populations[0].neuron;
    neuron.d += 1.5;
    let first = Site::Population(PopulationId::FIRST);
    let commands = [
        Command::Fire { site: first },
        Command::Edit { site: first, neuron: Box::new(neuron) },
        Command::Fire { site: Site::Neuron(NeuronId::new(2)) },
        Command::Reset {},
    ];
    commands.into_iter().flat_map(|c| [Act::Command(c), Act::Advance(60), Act::Check]).collect()
}

/// One of each command that a circuit of version 0.1 takes, with checks between.
pub fn tour() -> Vec<Act> {
    let inject = |site, injection| Command::Inject { site, injection };
    let commands = [
        inject(
            Site::Population(PopulationId::FIRST),
            Injection::Pulse { amplitude: 10.0, width_ms: 2.0 },
        ),
        inject(
            Site::Neuron(NeuronId::new(11)),
            Injection::Pulse { amplitude: -5e-324, width_ms: 40.0 },
        ),
        inject(Site::Neuron(NeuronId::new(3)), Injection::Sustain { current: Some(1e-300) }),
        inject(Site::Population(PopulationId::new(1)), Injection::Sustain { current: Some(4.0) }),
        Command::Marker { text: "µ \"'\\ \n[[event]]\u{202e}".to_owned() },
        inject(Site::Population(PopulationId::new(1)), Injection::Hold { current: -0.0 }),
        inject(Site::Neuron(NeuronId::new(2)), Injection::Hold { current: 12.5 }),
        Command::Scheme { scheme: Scheme::Euler },
        inject(Site::Population(PopulationId::new(1)), Injection::Sustain { current: None }),
        Command::Reset {},
        Command::Switch(recipe("half-centre").into()),
        inject(Site::Neuron(NeuronId::new(1)), Injection::Hold { current: 3.0 }),
    ];
    commands.into_iter().flat_map(|c| [Act::Command(c), Act::Advance(60), Act::Check]).collect()
}
