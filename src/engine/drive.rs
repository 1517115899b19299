//! The currents that flow into a neuron or a circuit from outside, by site: what is held, sustained
//! steps, pulses, and a neuron's protocol.

use super::program::Program;
use super::{
    DriveState, Injection, Mode, NeuronStart, PulseState, Rejection, Site, Start, Step, Subject,
};
use crate::circuit::NeuronId;
use crate::circuit::network::{Current, Currents, InPlace};
use crate::model::stimulus::{Input, Source, steps_through};
use crate::model::{Protocol, State, Sweeps};

/// The drive of a running model.
#[derive(Clone, Debug, Default)]
pub(super) struct Drive {
    /// Into the subject itself: only into a neuron alone.
    own: Injected,
    populations: Vec<Injected>,
    /// Into single neurons of a circuit, by ascending number.
    neurons: Vec<(NeuronId, Injected)>,
    /// In the order in which they began.
    pulses: Vec<Pulse>,
    /// The protocol of a neuron alone; those of populations run with the circuit.
    program: Option<Program>,
}

/// What stays until it is changed, and the protocol of a population that was fired at its site.
#[derive(Clone, Copy, Debug, Default)]
struct Injected {
    held: Option<f64>,
    sustained: Option<f64>,
    fired: Option<Fired>,
}

/// One pass of a population's protocol.
#[derive(Clone, Copy, Debug)]
struct Fired {
    /// The step from which it counts.
    origin: u64,
    /// The first step after it.
    end: u64,
}

impl Injected {
    /// What is fired at `step`, if it is not over.
    fn fired(&self, step: u64) -> Option<Fired> {
        self.fired.filter(|fired| fired.end > step)
    }

    /// The current at `step` of a network that counts from the engine's step `origin` on.
    fn current(&self, step: u64, origin: u64) -> Current {
        let fired = self.fired(step).map(|it| InPlace::Fired { origin: it.origin - origin });
        Current {
            in_place: fired.or(self.held.map(InPlace::Held)),
            injected: self.sustained.unwrap_or(0.0),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Pulse {
    site: Site,
    amplitude: f64,
    end: u64,
}

impl Drive {
    /// Most neurons of a circuit that can have currents of their own.
    const NEURONS_MAX: usize = 1024;

    /// Drives what starts at `step` from `start`.
    pub(super) fn new(start: &Start, seed: u64, step: Step) -> Self {
        match start {
            Start::Neuron(start) => Self::of_neuron(start, seed, step),
            Start::Circuit(recipe) => {
                let populations = vec![Injected::default(); recipe.populations.len()];
                Self { populations, ..Self::default() }
            }
        }
    }

    fn of_neuron(start: &NeuronStart, seed: u64, step: Step) -> Self {
        let NeuronStart { setup, drive, .. } = start;
        let pulse = |pulse: &PulseState| Pulse {
            site: Site::Subject,
            amplitude: pulse.amplitude,
            end: step.0 + pulse.steps,
        };
        let cell = &setup.cell;
        let (of, at) = ((&cell.protocol, cell.initial), (setup.steps_per_ms, seed));
        Self {
            own: Injected { held: Some(drive.holding), sustained: drive.sustained, fired: None },
            pulses: drive.pulses.iter().map(pulse).collect(),
            program: Some(Program::new(of, at, drive.program, step)),
            ..Self::default()
        }
    }

    /// The drive of a neuron as a run that starts at `step` would have to begin.
    pub(super) fn state(&self, step: Step) -> DriveState {
        let pulses = self.pulses.iter().filter(|pulse| pulse.end > step.0);
        let Injected { held, sustained, .. } = self.own;
        DriveState {
            holding: held.unwrap_or_default(),
            sustained,
            pulses: pulses
                .map(|pulse| PulseState { amplitude: pulse.amplitude, steps: pulse.end - step.0 })
                .collect(),
            program: self.program.as_ref().and_then(|program| program.state(step)),
        }
    }

    fn at(&self, site: Site) -> Injected {
        match site {
            Site::Subject => self.own,
            Site::Population(index) => {
                self.populations.get(index.index()).copied().unwrap_or_default()
            }
            Site::Neuron(neuron) => {
                let own = self.neurons.iter().find(|(number, _)| *number == neuron);
                own.map(|(_, injected)| *injected).unwrap_or_default()
            }
        }
    }

    fn at_mut(&mut self, site: Site) -> Result<&mut Injected, Rejection> {
        let neuron = match site {
            Site::Subject => return Ok(&mut self.own),
            Site::Population(index) => return Ok(&mut self.populations[index.index()]),
            Site::Neuron(neuron) => neuron,
        };
        let place = match self.neurons.binary_search_by_key(&neuron, |(number, _)| *number) {
            Ok(place) => place,
            Err(_) if self.neurons.len() >= Self::NEURONS_MAX => {
                return Err(Rejection::TooManyNeurons(Self::NEURONS_MAX));
            }
            Err(place) => {
                self.neurons.insert(place, (neuron, Injected::default()));
                place
            }
        };
        Ok(&mut self.neurons[place].1)
    }

    /// What is held at `site`: in a circuit at least what is held in its population, or else what
    /// the protocol of that settles on.
    pub(super) fn holding(&self, site: Site, subject: &Subject) -> f64 {
        let recipe = subject.recipe();
        let population = recipe.and_then(|recipe| site.population(recipe));
        let of_population = population.and_then(|index| self.at(Site::Population(index)).held);
        let settled =
            || Some(recipe?.populations.get(population?.index())?.protocol.settled_current());
        self.at(site).held.or(of_population).or_else(settled).unwrap_or_default()
    }

    pub(super) fn sustained(&self, site: Site) -> Option<f64> {
        self.at(site).sustained
    }

    pub(super) fn mode(&self, step: Step) -> Option<Mode> {
        self.program.as_ref()?.mode(step)
    }

    pub(super) fn pass_start(&self, step: Step) -> Option<Step> {
        self.program.as_ref()?.pass_start(step)
    }

    pub(super) fn next_pass(&self, step: Step) -> Option<Step> {
        self.program.as_ref()?.next_pass(step)
    }

    pub(super) fn next_restart(&self, step: Step) -> Option<Step> {
        self.program.as_ref()?.next_restart(step)
    }

    pub(super) fn sweeps(&self, step: Step) -> Option<Sweeps> {
        self.program.as_ref()?.sweeps(step)
    }

    pub(super) fn restart_state(&self, step: Step) -> Option<State> {
        self.program.as_ref()?.restart_state(step)
    }

    pub(super) fn inject(
        &mut self,
        step: Step,
        (site, injection): (Site, Injection),
        steps_per_ms: u32,
    ) -> Result<(), Rejection> {
        match injection {
            Injection::Pulse { amplitude, width_ms } => {
                let steps = (width_ms * f64::from(steps_per_ms)).round() as u64;
                if steps == 0 {
                    return Err(Rejection::TooShort);
                }
                self.forget_finished(step);
                if self.pulses.len() >= DriveState::PULSES_MAX {
                    return Err(Rejection::TooManyPulses(DriveState::PULSES_MAX));
                }
                self.pulses.push(Pulse { site, amplitude, end: step.0 + steps });
            }
            Injection::Sustain { current } => {
                self.at_mut(site)?.sustained = current;
                self.program.iter_mut().for_each(Program::stop_repeating);
            }
            Injection::Hold { current } => {
                let injected = self.at_mut(site)?;
                (injected.held, injected.fired) = (Some(current), None);
                self.program.iter_mut().for_each(Program::stop);
            }
        }
        Ok(())
    }

    /// Runs the protocol of a neuron alone once from `step` on.
    pub(super) fn fire(&mut self, step: Step) {
        self.program.iter_mut().for_each(|program| program.fire(step));
    }

    /// Runs `protocol`, which is that of the population at `site` or of the one around it, once
    /// from `step` on.
    pub(super) fn fire_at(
        &mut self,
        step: Step,
        (site, protocol): (Site, &Protocol),
        steps_per_ms: u32,
    ) -> Result<(), Rejection> {
        let end = step.0.saturating_add(steps_through(protocol.duration_ms, steps_per_ms));
        self.at_mut(site)?.fired = Some(Fired { origin: step.0, end });
        Ok(())
    }

    /// Whether a protocol that was fired at `site` is under way at `step`.
    pub(super) fn is_firing(&self, site: Site, step: Step) -> bool {
        self.at(site).fired(step.0).is_some()
    }

    /// Drops pulses under way and begins a repeating protocol anew; one that runs once is over.
    pub(super) fn restart(&mut self, step: Step) {
        self.pulses.clear();
        let neurons = self.neurons.iter_mut().map(|(_, injected)| injected);
        self.populations.iter_mut().chain(neurons).for_each(|injected| injected.fired = None);
        self.program.iter_mut().for_each(|program| program.restart(step));
    }

    /// Forgets pulses that have ended before `step`.
    pub(super) fn forget_finished(&mut self, step: Step) {
        self.pulses.retain(|pulse| pulse.end > step.0);
    }

    /// The input of a neuron alone from `step` on, and the first step (at most `end`) from which it
    /// may be another.
    pub(super) fn input(&self, step: Step, end: u64) -> (Input<'_>, u64) {
        let Injected { held, sustained, .. } = self.own;
        let holding = held.unwrap_or_default();
        let (source, mut stop) = match &self.program {
            Some(program) => program.source(step, end, holding),
            None => (Source::Constant(holding), end),
        };
        let mut injected = sustained.unwrap_or(0.0);
        for pulse in self.pulses.iter().filter(|pulse| pulse.end > step.0) {
            injected += pulse.amplitude;
            stop = stop.min(pulse.end);
        }
        (Input { source, injected }, stop)
    }

    /// The currents from `step` on of a circuit that was started at step `origin`, and the first
    /// step (at most `end`) from which they may be others.
    pub(super) fn currents(&self, step: Step, end: u64, origin: Step) -> (Currents, u64) {
        let current = |injected: &Injected| injected.current(step.0, origin.0);
        let mut currents = Currents {
            populations: self.populations.iter().map(current).collect(),
            neurons: self.neurons.iter().map(|(neuron, own)| (*neuron, current(own))).collect(),
        };
        let sites = self.populations.iter().chain(self.neurons.iter().map(|(_, own)| own));
        let fired = sites.filter_map(|injected| injected.fired(step.0));
        let mut stop = fired.map(|fired| fired.end).fold(end, u64::min);
        for pulse in self.pulses.iter().filter(|pulse| pulse.end > step.0) {
            stop = stop.min(pulse.end);
            match pulse.site {
                Site::Population(index) => {
                    currents.populations[index.index()].injected += pulse.amplitude;
                }
                Site::Neuron(neuron) => currents.neuron_mut(neuron).injected += pulse.amplitude,
                // A circuit is given currents somewhere in it.
                Site::Subject => {}
            }
        }
        (currents, stop)
    }
}
