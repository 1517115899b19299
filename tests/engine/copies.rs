//! A copy of a running engine goes on as the engine itself does, wherever the copy was made.

use std::sync::Arc;

use izh_tui::circuit::network::Effort;
use izh_tui::circuit::{NeuronId, PopulationId, Probe, Recipe};
use izh_tui::engine::{
    Checkpoint, Command, Digest, DriveState, Engine, Experiment, Injection, Rejection, Site,
    Subject,
};
use izh_tui::model::Scheme;
use izh_tui::preset::Library;

use crate::support::circuit::recipe;
use crate::support::model::{inject, preset};

/// Circuits with every kind of synapse, delay and storage, of both forms of neurons.
const LAB: &str = include_str!("../data/circuits/lab.toml");
const EACH_KIND: &str = include_str!("../data/circuits/each-kind.toml");
/// Many synapses: of weights that are drawn again for each spike, and of weights that learn.
const LARGE: &str = include_str!("../data/circuits/large.toml");

fn built_in(name: &str) -> Arc<Recipe> {
    Library::default().find_circuit(name).expect("built in").preset.subject
}

/// A run with commands before some of its steps.
struct Run {
    experiment: Experiment,
    commands: Vec<(u64, Command)>,
    end: u64,
}

impl Run {
    fn start(&self) -> (Engine, Digest) {
        (Engine::new(&self.experiment), Digest::new(self.experiment.seed))
    }

    /// Goes on to the step `target`.
    fn advance(&self, engine: &mut Engine, digest: &mut Digest, target: u64) {
        while engine.step().0 < target {
            let now = engine.step().0;
            let due = self.commands.iter().filter(|(step, _)| *step == now);
            due.for_each(|(_, command)| engine.apply(command).expect("fits"));
            let later = self.commands.iter().map(|(step, _)| *step).filter(|step| *step > now);
            let stop = later.min().unwrap_or(target).min(target);
            engine.advance(stop - now, digest);
        }
    }

    /// Goes on to the end.
    fn finish(&self, (mut engine, mut digest): (Engine, Digest)) -> Checkpoint {
        self.advance(&mut engine, &mut digest, self.end);
        digest.checkpoint()
    }

    /// Copies are made wherever a part of so many steps ends.
    #[track_caller]
    fn check_copies(&self, part: u64) {
        let whole = self.finish(self.start());
        assert!(whole.spikes > 10, "{whole:?}");
        let (mut engine, mut digest) = self.start();
        while engine.step().0 < self.end {
            let copy = (engine.clone(), digest.clone());
            assert_eq!(self.finish(copy), whole, "at {}", engine.step().0);
            let target = (engine.step().0 + part).min(self.end);
            self.advance(&mut engine, &mut digest, target);
        }
        assert_eq!(digest.checkpoint(), whole);
    }
}

#[test]
fn a_copy_of_a_neuron_goes_on() {
    let setup = preset("rebound-burst").subject;
    let experiment = Experiment::neuron(&setup, DriveState::repeat(&setup.cell.protocol), 1);
    let commands = vec![
        (700, inject(Injection::Pulse { amplitude: 9.0, width_ms: 80.0 })),
        (2000, Command::Scheme { scheme: Scheme::Exact }),
        (2600, inject(Injection::Hold { current: 12.0 })),
    ];
    Run { experiment, commands, end: 6000 }.check_copies(457);
}

#[test]
fn a_copy_of_a_circuit_goes_on() {
    let hold = |site, current| Command::Inject { site, injection: Injection::Hold { current } };
    let pulse = Injection::Pulse { amplitude: 50.0, width_ms: 9.0 };
    for recipe in [recipe(LAB), recipe(EACH_KIND), built_in("polychronization-2006")] {
        let commands = vec![
            (0, hold(Site::Population(PopulationId::FIRST), 120.0)),
            (70, hold(Site::Neuron(NeuronId::new(1)), 90.0)),
            (
                90,
                Command::Inject { site: Site::Population(PopulationId::new(1)), injection: pulse },
            ),
        ];
        let experiment = Experiment::circuit(recipe, 4);
        Run { experiment, commands, end: 400 }.check_copies(83);
    }
}

#[test]
fn a_copy_made_while_a_circuit_is_built_goes_on() {
    let experiment = Experiment::circuit(recipe(LARGE), 3);
    let run = Run { experiment, commands: Vec::new(), end: 30 };
    let whole = run.finish(run.start());
    let mut engine = Engine::begin(&run.experiment);
    let mut copies = 0;
    while engine.building().is_some() {
        let mut left = 60;
        engine.build(&mut || {
            left -= 1;
            left > 0
        });
        assert_eq!(run.finish((engine.clone(), Digest::new(3))), whole);
        copies += 1;
    }
    assert!(copies > 3, "{copies}");
    assert_eq!(run.finish((engine, Digest::new(3))), whole);
}

#[test]
fn a_copy_made_in_the_middle_of_a_step_goes_on() {
    let mut lab = Recipe::clone(&recipe(EACH_KIND));
    lab.scheme = Scheme::Exact;
    for (recipe, end, effort) in [(Arc::new(lab), 160, 5), (recipe(LARGE), 24, 40)] {
        let run = Run { experiment: Experiment::circuit(recipe, 3), commands: Vec::new(), end };
        let whole = run.finish(run.start());
        let (mut engine, mut digest) = run.start();
        let mut copies = 0;
        while engine.step().0 < end {
            engine.advance_some(1, Effort::of(effort), &mut digest);
            if engine.is_amid_step() && engine.step().0 % 8 == 5 {
                assert_eq!(run.finish((engine.clone(), digest.clone())), whole);
                copies += 1;
            }
        }
        assert!(copies > 3, "{copies}");
        assert_eq!(digest.checkpoint(), whole);
    }
}

/// Each kind can take the place of the other, and does what it does from the start.
#[test]
fn a_switch_between_kinds_is_a_start() {
    let neuron: Subject = preset("tonic-bursting").subject.into();
    let circuit: Subject = recipe(LAB).into();
    let fresh = |subject: &Subject| {
        let mut digest = Digest::new(7);
        Engine::new(&Experiment::live(subject, 7)).advance(500, &mut digest);
        digest.checkpoint()
    };
    let mut engine = Engine::new(&Experiment::live(&neuron, 7));
    engine.set_probes(vec![Probe::Neuron(NeuronId::FIRST)]);
    for subject in [&circuit, &neuron, &circuit, &circuit, &neuron] {
        engine.advance(123, &mut ());
        let time_ms = engine.time_ms();
        engine.apply(&Command::Switch(subject.clone())).expect("fits");
        assert_eq!((engine.subject(), engine.time_ms()), (subject, time_ms));
        assert_eq!((engine.origin(), engine.probes()), (engine.step(), &[][..]));
        assert_eq!(engine.network().is_some(), subject.recipe().is_some());
        let mut digest = Digest::new(7);
        engine.clone().advance(500, &mut digest);
        assert_eq!(digest.checkpoint(), fresh(subject));
    }
}

#[test]
fn commands_that_do_not_fit_are_refused() {
    let neuron: Subject = preset("tonic-bursting").subject.into();
    let circuit: Subject = recipe(LAB).into();
    let injection = Injection::Sustain { current: None };
    let at = |site| Command::Inject { site, injection };
    let edit = Command::Edit {
        site: Site::Subject,
        neuron: Box::new(*neuron.neuron(NeuronId::FIRST).expect("one")),
    };
    let sites = Rejection::Site { neurons: circuit.neurons(), populations: circuit.populations() };
    for (command, to_neuron, to_circuit) in [
        (at(Site::Subject), Ok(()), Err(Rejection::NeuronOnly)),
        (at(Site::Population(PopulationId::FIRST)), Err(Rejection::CircuitOnly), Ok(())),
        (at(Site::Neuron(NeuronId::FIRST)), Err(Rejection::CircuitOnly), Ok(())),
        (
            at(Site::Population(PopulationId::new(9))),
            Err(Rejection::CircuitOnly),
            Err(sites.clone()),
        ),
        (at(Site::Neuron(NeuronId::new(900))), Err(Rejection::CircuitOnly), Err(sites)),
        (Command::Fire { site: Site::Subject }, Ok(()), Err(Rejection::NeuronOnly)),
        (edit, Ok(()), Err(Rejection::NeuronOnly)),
        (Command::Reset {}, Ok(()), Ok(())),
        (Command::Marker { text: "x".to_owned() }, Ok(()), Ok(())),
        (Command::Scheme { scheme: Scheme::Euler }, Ok(()), Ok(())),
    ] {
        for (subject, expected) in [(&neuron, to_neuron), (&circuit, to_circuit)] {
            let mut engine = Engine::new(&Experiment::live(subject, 1));
            assert_eq!(command.check(subject), expected, "{command:?}");
            assert_eq!(engine.apply(&command), expected, "{command:?}");
        }
    }
}
