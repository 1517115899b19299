//! Keys that select channels, neurons, populations, synapses and sites of a circuit.

use super::Circuit;
use super::settings::Zoom;
use super::state::{network_of, recipe_of};
use crate::circuit::{NeuronId, PopulationId};
use crate::desk::Tone;
use crate::engine::Command;
use crate::instrument::{Channel, Overlay, Scope};
use crate::keys::{EntryAction, Inspect};

/// The notice that a circuit is not complete yet.
pub(in crate::instrument) const STILL_BUILT: &str = "the circuit is still being built";

impl Scope {
    pub(in crate::instrument) fn inspect(&mut self, inspect: Inspect) {
        let spectrum_of = self.circuit().and_then(Circuit::spectrum_of);
        self.suit_selection(|scope| scope.look(inspect));
        if self.circuit().and_then(Circuit::spectrum_of) != spectrum_of {
            self.refresh_slow();
        }
    }

    /// Adapts the sizes of injections and the artificial units, if `select` selects another population.
    fn suit_selection(&mut self, select: impl FnOnce(&mut Self)) {
        let population = |scope: &Self| scope.circuit().map(Circuit::selected_population);
        let before = population(self);
        select(self);
        if population(self) != before {
            self.suit_site();
            self.suit_units();
        }
    }

    fn look(&mut self, inspect: Inspect) {
        match inspect {
            Inspect::Channel(index) => {
                self.selected = index.min(self.channels.len() - 1);
                self.turn(true);
            }
            Inspect::ToggleChannel => {
                let is_on = self.selected_channel().is_on();
                self.turn(!is_on);
            }
            Inspect::NextNeuron => self.look_further(1),
            Inspect::PreviousNeuron => {
                self.look_further(recipe_of(self.engine()).neurons() - 1);
            }
            Inspect::TypeNeuron => self.overlay = Some(Overlay::Number(String::new())),
            Inspect::NextPopulation => self.look_at_population(1),
            Inspect::PreviousPopulation => {
                self.look_at_population(recipe_of(self.engine()).populations.len() - 1);
            }
            Inspect::NextShown => {
                let recipe = recipe_of(self.engine()).clone();
                self.selected_channel().show_next(&recipe);
            }
            Inspect::NextSynapse => self.look_at_synapse(true),
            Inspect::PreviousSynapse => self.look_at_synapse(false),
            Inspect::ToggleAim => {
                let state = self.circuit_mut();
                state.aim = state.aim.other();
            }
            Inspect::Zoom => self.zoom_further(),
        }
    }

    fn selected_channel(&mut self) -> &mut Channel {
        &mut self.channels[self.selected]
    }

    /// Turns the selected channel on or off. A channel that is turned on begins a new record.
    fn turn(&mut self, on: bool) {
        let channel = self.selected_channel();
        if channel.is_on() != on {
            channel.set_on(on);
            let neuron = channel.neuron();
            self.select_neuron(neuron);
        }
    }

    /// Selects the neuron `distance` places further on, cyclically.
    fn look_further(&mut self, distance: u32) {
        let neurons = recipe_of(self.engine()).neurons();
        let number = self.selected_channel().neuron().number() + distance;
        self.select_neuron(NeuronId::new(number % neurons));
    }

    /// Selects the first neuron of the population `distance` places further on, cyclically.
    fn look_at_population(&mut self, distance: usize) {
        let Some(selected) = self.circuit().map(Circuit::selected_population) else { return };
        let recipe = recipe_of(self.engine());
        let index = (selected.index() + distance) % recipe.populations.len();
        let first = recipe.range(PopulationId::new(index)).start;
        self.select_neuron(first);
    }

    /// Puts the selected channel on `neuron`.
    pub(super) fn select_neuron(&mut self, neuron: NeuronId) {
        let recipe = recipe_of(self.engine()).clone();
        let network = network_of(self.engine());
        // An incomplete circuit has only some of the synapses.
        let synapses = match network.building() {
            Some(_) => None,
            None => Some(network.synapses_onto(neuron, Channel::SYNAPSES_MAX)),
        };
        let record = self.new_record(neuron);
        self.selected_channel().select_neuron(neuron, synapses, &recipe, record);
        self.probe();
        self.suit_site();
    }

    /// Adapts the sizes of injections to the selected population.
    fn suit_site(&mut self) {
        let Some(circuit) = self.circuit() else { return };
        let (usual, pa) = (circuit.usual_view(), self.current_unit().is_some());
        self.controls.suit_site(usual, pa);
    }

    /// Handles a key while a neuron's number is typed.
    pub(in crate::instrument) fn enter_number(&mut self, action: EntryAction) {
        let Some(Overlay::Number(text)) = &mut self.overlay else { return };
        match action {
            EntryAction::Erase => drop(text.pop()),
            EntryAction::Leave => self.overlay = None,
            EntryAction::Take => {
                let text = text.clone();
                match self.circuit().map(|circuit| circuit.neuron_called(&text)) {
                    Some(Ok(neuron)) => {
                        self.overlay = None;
                        self.suit_selection(|scope| scope.select_neuron(neuron));
                    }
                    Some(Err(why)) => self.desk.notify(Tone::Alarm, why),
                    None => {}
                }
            }
        }
    }

    fn look_at_synapse(&mut self, next: bool) {
        let recipe = recipe_of(self.engine()).clone();
        let is_built = self.engine().building().is_none();
        let channel = self.selected_channel();
        let count = channel.synapse_place().1;
        if count == 0 {
            let text = match is_built {
                false => STILL_BUILT,
                true => "no synapse onto this neuron has a state of its own",
            };
            return self.desk.notify(Tone::Info, text);
        }
        channel.look_at_synapse(if next { 1 } else { count - 1 }, &recipe);
        self.probe();
    }

    /// Zooms to the next narrower range of neurons that differs, or out to all.
    fn zoom_further(&mut self) {
        let shown = |scope: &Self| scope.circuit().map(Circuit::shown_neurons);
        let before = shown(self);
        while self.circuit_mut().zoom != Zoom::Neighbours {
            let state = self.circuit_mut();
            state.zoom = state.zoom.next();
            if shown(self) != before {
                return;
            }
        }
        self.circuit_mut().zoom = Zoom::All;
    }

    /// Updates the history of the currents and of the scheme after a command.
    pub(in crate::instrument) fn note_stimulus(&mut self, command: &Command) {
        let (now_ns, scheme) = (self.now_ns(), self.engine().scheme());
        let Some(state) = &mut self.circuit else { return };
        match command {
            Command::Inject { site, injection } => {
                state.stimuli.inject(now_ns, *site, *injection);
            }
            Command::Fire { site } => {
                let population = self.run.engine().recipe().and_then(|it| site.population(it));
                population.into_iter().for_each(|it| state.stimuli.fire(now_ns, *site, it));
            }
            Command::Reset {} => state.stimuli.end_passing(now_ns),
            // Other commands change no current.
            _ => {}
        }
        state.schemes.set(now_ns, scheme);
    }

    /// Counts the spikes of a circuit afresh.
    pub(in crate::instrument) fn zero_circuit(&mut self) {
        if let Some(total) = self.circuit.as_ref().map(|state| state.total) {
            self.begin_statistics(total);
        }
    }
}
