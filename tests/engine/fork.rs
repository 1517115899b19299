//! A fork is the run without one command, bit for bit, and changes nothing of the run itself.

use std::sync::Arc;

use izh_tui::circuit::network::Effort;
use izh_tui::circuit::{NeuronId, PopulationId, Recipe};
use izh_tui::engine::{
    Checkpoint, Command, Digest, DriveState, Engine, Experiment, Injection, Site,
};
use izh_tui::model::Scheme;

use crate::support::circuit::recipe;
use crate::support::model::{inject, preset};

const LAB: &str = include_str!("../data/circuits/lab.toml");
const EACH_KIND: &str = include_str!("../data/circuits/each-kind.toml");
const LARGE: &str = include_str!("../data/circuits/large.toml");

/// Commands before some steps of a run; the last that injects is the one that the fork lacks.
struct Script {
    experiment: Experiment,
    commands: Vec<(u64, Command)>,
    end: u64,
}

impl Script {
    fn forked_at(&self) -> u64 {
        let injecting = self.commands.iter().rev().find(|(_, command)| command.injects());
        injecting.expect("one injects").0
    }

    /// Carries out what is due before the present step: all, or all but the command at `without`.
    fn take_due(&self, engine: &mut Engine, without: Option<usize>) {
        for (index, (step, command)) in self.commands.iter().enumerate() {
            if *step == engine.step().0 && Some(index) != without {
                engine.apply(command).expect("fits");
            }
        }
    }

    /// The digest from the fork on of a run without the command.
    fn without(&self) -> Checkpoint {
        let lacks = self.commands.iter().rposition(|(_, command)| command.injects());
        let (mut engine, mut digest) = (Engine::new(&self.experiment), Digest::new(1));
        while engine.step().0 < self.end {
            self.take_due(&mut engine, lacks);
            let counts = engine.step().0 >= self.forked_at();
            engine.advance(1, &mut counts.then_some(&mut digest));
        }
        digest.checkpoint()
    }

    /// The digests of the run and of the newest fork in it, in pieces of so much effort.
    fn forked(&self, effort: Option<u64>, piece: u64) -> (Checkpoint, Checkpoint) {
        let effort = effort.map_or(Effort::UNBOUNDED, Effort::of);
        let mut engine = Engine::begin(&self.experiment);
        engine.set_forks(true);
        let (mut main, mut fork) = (Digest::new(1), Digest::new(1));
        while engine.step().0 < self.end {
            let now = engine.step().0;
            if !engine.is_amid_step() {
                self.take_due(&mut engine, None);
                if self.commands.iter().any(|(step, command)| *step == now && command.injects()) {
                    fork = Digest::new(1);
                }
            }
            let later = self.commands.iter().map(|(step, _)| *step).filter(|step| *step > now);
            let stop = later.min().unwrap_or(self.end).min(now + piece);
            engine.advance_some(stop - now, effort, &mut main);
            while !engine.advance_fork(effort, &mut fork) {}
        }
        assert_eq!(engine.forked_at().map(|step| step.0), Some(self.forked_at()));
        (main.checkpoint(), fork.checkpoint())
    }

    fn whole(&self) -> Checkpoint {
        let (mut engine, mut digest) = (Engine::new(&self.experiment), Digest::new(1));
        while engine.step().0 < self.end {
            self.take_due(&mut engine, None);
            engine.advance(1, &mut digest);
        }
        digest.checkpoint()
    }

    #[track_caller]
    fn check(&self, name: &str, effort: Option<u64>) {
        let (whole, without) = (self.whole(), self.without());
        assert_ne!(whole.digest, without.digest, "{name}");
        for piece in [1, 7, 1000] {
            assert_eq!(self.forked(effort, piece), (whole, without), "{name} in pieces of {piece}");
        }
    }
}

fn pulse(amplitude: f64) -> Injection {
    Injection::Pulse { amplitude, width_ms: 3.0 }
}

/// Every command that can act on a fork follows the one that it lacks.
fn commands(injecting: Command, schemes: &[Scheme]) -> Vec<(u64, Command)> {
    let mut edited = preset("chattering").subject.cell.neuron;
    edited.equations = preset("rs").subject.cell.neuron.equations;
    let mut commands = vec![
        (300, inject(pulse(7.0))),
        (400, inject(Injection::Hold { current: 4.0 })),
        (900, inject(pulse(-9.0))),
        (900, injecting),
        (900, inject(Injection::Hold { current: 11.0 })),
        (900, Command::Marker { text: "here".to_owned() }),
        (1100, inject(Injection::Hold { current: 6.0 })),
        (1300, Command::Edit { site: Site::Subject, neuron: Box::new(edited) }),
    ];
    commands.extend((0..).zip(schemes).map(|(index, scheme)| {
        let scheme = Command::Scheme { scheme: *scheme };
        (1500 + 100 * index, scheme)
    }));
    commands
}

#[test]
fn the_fork_of_a_neuron_is_the_run_without_the_command() {
    let setup = preset("chattering").subject;
    for scheme in Scheme::ALL {
        for injecting in [
            inject(pulse(30.0)),
            inject(Injection::Sustain { current: Some(5.0) }),
            Command::Fire { site: Site::Subject },
        ] {
            let setup = izh_tui::engine::Setup { scheme, ..setup.clone() };
            let drive = DriveState::repeat(&setup.cell.protocol);
            let experiment = Experiment::neuron(&setup, drive, 1);
            let commands = commands(injecting.clone(), &Scheme::ALL);
            let script = Script { experiment, commands, end: 3000 };
            script.check(&format!("{scheme:?} {injecting:?}"), None);
        }
    }
}

/// A sustained step that is turned off forks, too: the fork keeps it.
#[test]
fn a_step_that_ends_goes_on_in_the_fork() {
    let setup = preset("rs").subject;
    let experiment = Experiment::neuron(&setup, DriveState::holding(0.0), 1);
    let sustain = |current| inject(Injection::Sustain { current });
    let commands = vec![(100, sustain(Some(10.0))), (900, sustain(None))];
    Script { experiment, commands, end: 2000 }.check("off", None);
}

#[test]
fn the_fork_of_a_circuit_is_the_run_without_the_command() {
    let (first, one) = (Site::Population(PopulationId::FIRST), Site::Neuron(NeuronId::new(1)));
    let inject = |site, injection| Command::Inject { site, injection };
    let mut exact = Recipe::clone(&recipe(EACH_KIND));
    exact.scheme = Scheme::Exact;
    for (recipe, effort, end) in [
        (recipe(LAB), None, 400),
        (recipe(EACH_KIND), None, 400),
        (Arc::new(exact), Some(5), 160),
        (recipe(LARGE), Some(40), 40),
    ] {
        let name = recipe.name.clone();
        for injecting in [
            inject(first, Injection::Pulse { amplitude: 150.0, width_ms: 4.0 }),
            inject(one, Injection::Sustain { current: Some(90.0) }),
            inject(first, Injection::Sustain { current: Some(60.0) }),
        ] {
            let neuron = recipe.population(PopulationId::FIRST).neuron;
            let commands = vec![
                (0, inject(first, Injection::Hold { current: 120.0 })),
                (8, inject(one, pulse(50.0))),
                (11, injecting),
                (11, inject(one, Injection::Hold { current: 30.0 })),
                (19, Command::Edit { site: first, neuron: Box::new(neuron) }),
                (23, inject(first, Injection::Hold { current: 90.0 })),
            ];
            let experiment = Experiment::circuit(recipe.clone(), 4);
            Script { experiment, commands, end }.check(&name, effort);
        }
    }
}

/// A circuit that is still being built is built once, and both start from it.
#[test]
fn a_fork_before_the_first_step_waits_for_the_circuit() {
    let site = Site::Population(PopulationId::FIRST);
    let pulse = Injection::Pulse { amplitude: 400.0, width_ms: 4.0 };
    let commands = vec![(0, Command::Inject { site, injection: pulse })];
    let script = Script { experiment: Experiment::circuit(recipe(LARGE), 3), commands, end: 30 };
    let mut engine = Engine::begin(&script.experiment);
    assert!(engine.building().is_some());
    engine.set_forks(true);
    script.take_due(&mut engine, None);
    assert!(engine.building().is_some() && engine.fork().is_none());
    script.check("large", None);
}

#[test]
fn a_reset_a_switch_and_the_user_end_a_fork() {
    let setup = preset("rs").subject;
    let mut engine = Engine::new(&Experiment::neuron(&setup, DriveState::holding(0.0), 1));
    engine.apply(&inject(pulse(1.0))).expect("fits");
    assert_eq!(engine.forked_at(), None, "nobody asked for a fork");
    engine.set_forks(true);
    let other = preset("chattering").subject;
    for end in [Command::Reset {}, Command::Switch(other.into())] {
        engine.apply(&inject(pulse(1.0))).expect("fits");
        assert!(engine.forked_at().is_some() && engine.fork().is_none());
        engine.advance(3, &mut ());
        assert!(engine.fork().is_some());
        engine.apply(&end).expect("fits");
        assert!(engine.forked_at().is_none() && engine.fork().is_none());
    }
    // A command that is refused changes nothing of the fork either.
    engine.apply(&inject(pulse(1.0))).expect("fits");
    let since = engine.forked_at();
    engine.advance(3, &mut ());
    engine.apply(&inject(pulse(f64::NAN))).expect_err("refused");
    assert_eq!((engine.forked_at(), engine.fork().is_some()), (since, true));
    engine.set_forks(false);
    assert!(engine.forked_at().is_none());
}
