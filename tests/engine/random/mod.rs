//! Random commands give the same bits in every version.

mod circuits;
mod draw;

use std::fmt::Write;
use std::sync::Arc;

use draw::{Act, Draw, Kind, Place};
use izh_tui::circuit::{NeuronId, PopulationId, Recipe};
use izh_tui::engine::{Command, Digest, DriveState, Engine, Experiment, Injection, Setup, Site};
use izh_tui::input::Document;
use izh_tui::model::{Neuron, Scheme};
use izh_tui::preset::{Found, Library};

use crate::support::model::{self, inject};

/// Neurons that runs begin with and switch to: the types of 2003, the features of 2004, those in the
/// true solution, and the types of 2007.
const NEURONS: [&str; 40] = [
    "regular-spiking",
    "intrinsically-bursting",
    "chattering",
    "fast-spiking",
    "low-threshold-spiking",
    "thalamo-cortical",
    "thalamo-cortical-burst",
    "resonator-cell",
    "tonic-spiking",
    "phasic-spiking",
    "tonic-bursting",
    "phasic-bursting",
    "mixed-mode",
    "spike-frequency-adaptation",
    "class-1-excitable",
    "class-2-excitable",
    "spike-latency",
    "subthreshold-oscillations",
    "resonator",
    "integrator",
    "rebound-spike",
    "rebound-burst",
    "threshold-variability",
    "bistability",
    "depolarizing-after-potential",
    "accommodation",
    "inhibition-induced-spiking",
    "inhibition-induced-bursting",
    "spike-latency-exact",
    "bistability-exact",
    "depolarizing-after-potential-exact",
    "regular-spiking-2007",
    "intrinsically-bursting-2007",
    "chattering-2007",
    "low-threshold-spiking-2007",
    "fast-spiking-2007",
    "thalamo-cortical-2007",
    "reticular-thalamic-2007",
    "thalamo-cortical-burst-2007",
    "reticular-thalamic-burst-2007",
];
/// Stimuli under which regular-spiking neurons are, too.
const STIMULI: [&str; 9] = [
    "chirp",
    "correlated",
    "noise",
    "noise-in-time",
    "samples",
    "sequence",
    "sine",
    "sweep",
    "train",
];
/// Built-in circuits that runs switch to, beside those that are drawn.
const CIRCUITS: [&str; 4] = ["half-centre", "burst-synapse", "recurrent-inhibition", "gamma-pair"];
/// Circuits with everything in little, of both forms of neurons.
const LAB: &str = include_str!("../../data/circuits/lab.toml");
const EACH_KIND: &str = include_str!("../../data/circuits/each-kind.toml");

/// Seeds of circuits. Of neurons there is one for each that a run can begin with.
const SEEDS: u32 = 40;

/// What a run came to.
struct Outcome {
    steps: u64,
    refused: u32,
    digest: Digest,
}

impl Outcome {
    /// A line of the record.
    fn line(&self, kind: &str, seed: u32) -> String {
        let Self { steps, refused, digest } = self;
        let end = digest.checkpoint();
        format!("{kind} {seed} {steps} {refused} {} {end}", end.spikes)
    }
}

// The engine's interface: what follows is all of it that these tests know.

fn scheme(name: &str) -> Scheme {
    Scheme::ALL.into_iter().find(|scheme| scheme.name() == name).expect("a scheme")
}

/// Every neuron, and how it is run.
fn setups() -> Vec<Setup> {
    let neurons = NEURONS.iter().map(|name| model::preset(name).subject);
    let stimulated = STIMULI.iter().map(|name| {
        let mut setup = model::preset("regular-spiking").subject;
        setup.cell.protocol = model::stimulus(name);
        setup
    });
    neurons.chain(stimulated).collect()
}

/// The neuron `before` with another value of the parameter called `name`, if it has that.
fn edited(before: &Neuron, name: &str, value: f64) -> Option<Neuron> {
    let mut neuron = *before;
    let listed = before.parameters();
    listed.into_iter().find(|parameter| parameter.name == name)?.set(&mut neuron, value);
    Some(neuron)
}

/// What is asked of a neuron that is `now`, if it has what is asked for, and can be switched to one of
/// `setups`.
fn neuron_command(act: &Act, now: &Neuron, setups: &[Setup]) -> Option<Command> {
    Some(match *act {
        Act::Pulse { amplitude, width_ms, .. } => inject(Injection::Pulse { amplitude, width_ms }),
        Act::Sustain { current, .. } => inject(Injection::Sustain { current }),
        Act::Hold { current, .. } => inject(Injection::Hold { current }),
        Act::Fire => Command::Fire { site: Site::Subject },
        Act::Scheme(name) => Command::Scheme { scheme: scheme(name) },
        Act::Reset => Command::Reset {},
        Act::Edit { name, value } => {
            Command::Edit { site: Site::Subject, neuron: Box::new(edited(now, name, value)?) }
        }
        Act::Switch(number) => {
            Command::Switch(setups[number as usize % setups.len()].clone().into())
        }
        Act::Mark(bytes) => Command::Marker { text: "x".repeat(bytes) },
    })
}

/// What is asked of a circuit, which can be switched to one of `recipes`.
fn circuit_command(act: &Act, recipes: &[Arc<Recipe>]) -> Command {
    let inject = |place, injection| {
        let site = match place {
            Place::Population(index) => Site::Population(PopulationId::new(index as usize)),
            Place::Neuron(number) => Site::Neuron(NeuronId::new(number)),
            Place::Whole => unreachable!("only neurons are injected into as a whole"),
        };
        Command::Inject { site, injection }
    };
    match *act {
        Act::Pulse { place, amplitude, width_ms } => {
            inject(place, Injection::Pulse { amplitude, width_ms })
        }
        Act::Sustain { place, current } => inject(place, Injection::Sustain { current }),
        Act::Hold { place, current } => inject(place, Injection::Hold { current }),
        Act::Scheme(name) => Command::Scheme { scheme: scheme(name) },
        Act::Reset => Command::Reset {},
        Act::Switch(number) => {
            Command::Switch(recipes[number as usize % recipes.len()].clone().into())
        }
        Act::Mark(bytes) => Command::Marker { text: "x".repeat(bytes) },
        Act::Fire | Act::Edit { .. } => unreachable!("only neurons are asked for that"),
    }
}

/// A neuron under random commands.
fn neuron_run(seed: u32, setups: &[Setup]) -> Outcome {
    let mut draw = Draw::new(Kind::Neuron, seed);
    let setup = &setups[seed as usize];
    let protocol = &setup.cell.protocol;
    let drive = match draw.below(4) {
        0 => DriveState::run(protocol),
        1 => DriveState::repeat(protocol),
        _ => DriveState::live(protocol),
    };
    let experiment = Experiment::neuron(setup, drive, u64::from(seed));
    let mut engine = Engine::new(&experiment);
    let mut digest = Digest::new(experiment.seed);
    let mut refused = 0;
    for _ in 0..24 {
        engine.advance(u64::from(draw.below(1500)), &mut digest);
        let act = draw.act(Kind::Neuron);
        let command = neuron_command(&act, &engine.cell().expect("a neuron").neuron, setups);
        let done = command.is_some_and(|command| engine.apply(&command).is_ok());
        refused += u32::from(!done);
    }
    engine.advance(1000, &mut digest);
    Outcome { steps: engine.step().0, refused, digest }
}

fn parsed(library: &Library, text: &str) -> Arc<Recipe> {
    match library.parse(&Document::new("drawn.toml", text), None) {
        Ok(Found::Circuit(entry)) => entry.preset.subject,
        other => panic!("no circuit: {other:?}\n{text}"),
    }
}

/// A circuit under random commands, which begins with one that is drawn.
fn circuit_run(seed: u32, library: &Library, others: &[Arc<Recipe>]) -> Outcome {
    let mut draw = Draw::new(Kind::Circuit, seed);
    let mut drawn = || parsed(library, &circuits::circuit(&mut draw));
    let mut recipes = vec![drawn(), drawn(), drawn()];
    recipes.extend(others.iter().cloned());
    let experiment = Experiment::circuit(recipes[0].clone(), u64::from(seed));
    let mut engine = Engine::new(&experiment);
    let mut digest = Digest::new(experiment.seed);
    let mut refused = 0;
    for _ in 0..24 {
        engine.advance(u64::from(draw.below(150)), &mut digest);
        let command = circuit_command(&draw.act(Kind::Circuit), &recipes);
        refused += u32::from(engine.apply(&command).is_err());
    }
    engine.advance(100, &mut digest);
    Outcome { steps: engine.step().0, refused, digest }
}

/// Compares a file of the record with what was found; `UPDATE_DIGESTS=1` writes it anew.
fn check(file: &str, found: &str) {
    let path = format!("{}/tests/data/random/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_DIGESTS").is_some() {
        std::fs::write(&path, found).expect("writable");
    }
    let recorded = std::fs::read_to_string(path).expect("a record");
    for (found, expected) in found.lines().zip(recorded.lines()) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.lines().count(), recorded.lines().count());
}

/// A line for each seed: kind, seed, steps, commands that were refused, spikes, digest.
#[test]
fn random_commands_on_neurons_give_the_digests_on_record() {
    let mut found = String::new();
    let setups = setups();
    for seed in 0..setups.len() as u32 {
        writeln!(found, "{}", neuron_run(seed, &setups).line("neuron", seed)).expect("memory");
    }
    check("neurons.txt", &found);
}

#[test]
fn random_commands_on_circuits_give_the_digests_on_record() {
    let mut found = String::new();
    let library = Library::default();
    let built_in = |name| library.find_circuit(name).expect("built in").preset.subject;
    let mut others = [LAB, EACH_KIND].map(|text| parsed(&library, text)).to_vec();
    others.extend(CIRCUITS.map(built_in));
    for seed in 0..SEEDS {
        writeln!(found, "{}", circuit_run(seed, &library, &others).line("circuit", seed))
            .expect("memory");
    }
    check("circuits.txt", &found);
}
