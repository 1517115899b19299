//! How commands and passes of a protocol change the records of the channels.

use super::analyses::Change;
use super::{Channel, Scope};
use crate::circuit::{NeuronId, Recipe};
use crate::engine::{Command, Injection, Mode, Site};
use crate::trace::ModelNs;

/// Whether a command at `site` acts on `neuron`; `recipe` is that of the circuit, if one runs.
fn reaches(site: Site, neuron: NeuronId, recipe: Option<&Recipe>) -> bool {
    match site {
        Site::Subject => true,
        Site::Neuron(other) => other == neuron,
        Site::Population(population) => {
            recipe.and_then(|recipe| recipe.population_of(neuron)) == Some(population)
        }
    }
}

impl Scope {
    /// Updates everything that depends on a command that was just carried out.
    pub(super) fn note_command(&mut self, command: &Command) {
        self.desk.forget_pieces();
        if let Command::Marker { text } = command
            && self.is_replay()
        {
            self.tell_marker(text);
        }
        self.note_stimulus(command);
        match command {
            Command::Switch(_) => self.begin_subject(),
            Command::Reset {} => {
                self.note_pass();
                self.begin_path();
                self.note_start_of_circuit();
            }
            Command::Scheme { .. } => self.changed(Change::Equations, Site::Subject),
            Command::Edit { site, .. } => self.changed(Change::Equations, *site),
            Command::Inject { injection: Injection::Pulse { .. }, .. } | Command::Marker { .. } => {
            }
            Command::Inject { site, .. } | Command::Fire { site } => {
                self.changed(Change::Stimulus, *site);
                self.note_pass();
                if matches!(command, Command::Fire { .. }) && self.circuit.is_some() {
                    self.changed(Change::Pass, *site);
                }
            }
        }
        self.note_ghost(command);
        self.note_situation();
    }

    /// Passes a change on to the channels whose neurons `site` includes.
    pub(super) fn changed(&mut self, change: Change, site: Site) {
        let engine = self.run.engine();
        let (time_ms, recipe) = (engine.time_ms(), engine.recipe());
        let recipe = recipe.map(|recipe| &**recipe);
        let is_reached = |channel: &&mut Channel| reaches(site, channel.neuron(), recipe);
        for channel in self.channels.iter_mut().filter(is_reached) {
            channel.record.changed(change, time_ms);
        }
    }

    /// Begins a new path in the phase plane and a new spike train: the state was set from outside.
    pub(super) fn begin_path(&mut self) {
        self.changed(Change::State, Site::Subject);
        self.set_ns = self.now_ns();
    }

    /// Notes that the protocols of a circuit begin with it.
    pub(super) fn note_start_of_circuit(&mut self) {
        if self.circuit.is_some() {
            self.changed(Change::Pass, Site::Subject);
        }
    }

    /// Aligns the display with the present pass of the protocol of a neuron alone, or with its present
    /// sweep: sweeps are laid over each other. A pass of a repeating protocol ends where its pause begins.
    pub(super) fn note_pass(&mut self) {
        let engine = self.run.engine();
        let Some(cell) = engine.cell() else { return };
        let Some(start) = engine.pass_start() else {
            return self.controls.timebase.end_passes();
        };
        let start_ns = ModelNs::from_ms(engine.clock().time_ms(start));
        let end_ns = start_ns + ModelNs::from_ms(cell.protocol.duration_ms);
        let repeats = engine.mode() == Some(Mode::Repeat);
        let sweep = self.sweep_now().map(|sweep| sweep.bounds_ns());
        let [start_ns, end_ns] = sweep.unwrap_or([start_ns, end_ns]);
        self.controls.timebase.begin_pass(start_ns, repeats.then_some(end_ns));
    }
}
