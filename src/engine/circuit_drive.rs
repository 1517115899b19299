//! The currents that users inject into a circuit.

use super::{DriveState, Injection, Rejection, Site, Step};
use crate::circuit::Recipe;
use crate::circuit::network::{Current, Currents};

/// What was injected where.
#[derive(Clone, Debug)]
pub(super) struct CircuitDrive {
    populations: Vec<Injected>,
    /// By ascending number.
    neurons: Vec<(u32, Injected)>,
    pulses: Vec<Pulse>,
}

/// What stays until it is changed.
#[derive(Clone, Copy, Debug, Default)]
struct Injected {
    held: Option<f64>,
    sustained: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Pulse {
    site: Site,
    amplitude: f64,
    end: u64,
}

impl CircuitDrive {
    /// Most neurons that can have currents of their own.
    const NEURONS_MAX: usize = 1024;

    /// Nothing is injected into the circuit of `recipe`.
    pub(super) fn new(recipe: &Recipe) -> Self {
        Self {
            populations: vec![Injected::default(); recipe.populations.len()],
            neurons: Vec::new(),
            pulses: Vec::new(),
        }
    }

    fn at(&self, site: Site) -> Injected {
        match site {
            Site::Population(index) => self.populations[index],
            Site::Neuron(neuron) => {
                let own = self.neurons.iter().find(|(number, _)| *number == neuron);
                own.map(|(_, injected)| *injected).unwrap_or_default()
            }
        }
    }

    fn at_mut(&mut self, site: Site) -> Result<&mut Injected, Rejection> {
        let neuron = match site {
            Site::Population(index) => return Ok(&mut self.populations[index]),
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

    /// What is held at `site`, or what the protocol of its population settles on.
    pub(super) fn holding(&self, site: Site, recipe: &Recipe) -> f64 {
        let population = match site {
            Site::Population(index) => Some(index),
            Site::Neuron(neuron) => recipe.population_of(neuron),
        };
        let of_population = population.and_then(|index| self.populations[index].held);
        let settled = || population.map(|at| recipe.populations[at].protocol.settled_current());
        self.at(site).held.or(of_population).or_else(settled).unwrap_or_default()
    }

    pub(super) fn sustained(&self, site: Site) -> Option<f64> {
        self.at(site).sustained
    }

    pub(super) fn inject(
        &mut self,
        step: Step,
        site: Site,
        injection: Injection,
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
            Injection::Sustain { current } => self.at_mut(site)?.sustained = current,
            Injection::Hold { current } => self.at_mut(site)?.held = Some(current),
        }
        Ok(())
    }

    /// Drops pulses under way.
    pub(super) fn restart(&mut self) {
        self.pulses.clear();
    }

    /// Forgets pulses that have ended before `step`.
    pub(super) fn forget_finished(&mut self, step: Step) {
        self.pulses.retain(|pulse| pulse.end > step.0);
    }

    /// The currents from `step` on, and the first step (at most `end`) from which they may be others.
    pub(super) fn currents(&self, step: Step, end: u64) -> (Currents, u64) {
        let current = |injected: &Injected| Current {
            held: injected.held,
            injected: injected.sustained.unwrap_or(0.0),
        };
        let mut currents = Currents {
            populations: self.populations.iter().map(current).collect(),
            neurons: self.neurons.iter().map(|(neuron, own)| (*neuron, current(own))).collect(),
        };
        let mut stop = end;
        for pulse in self.pulses.iter().filter(|pulse| pulse.end > step.0) {
            stop = stop.min(pulse.end);
            match pulse.site {
                Site::Population(index) => {
                    currents.populations[index].injected += pulse.amplitude;
                }
                Site::Neuron(neuron) => currents.neuron_mut(neuron).injected += pulse.amplitude,
            }
        }
        (currents, stop)
    }
}
