//! A circuit follows the wall clock.

use super::state::{Route, network_of, recipe_of};
use super::weights;
use crate::circuit::Probe;
use crate::desk::{Tone, Work};
use crate::engine::{Halted, Site};
use crate::input::brief;
use crate::instrument::{Channel, Scope};
use crate::job::Allowance;
use crate::keys::Intent;

impl Scope {
    /// Continues building a circuit that is not complete; model time stands still meanwhile.
    pub fn build(&mut self, allowance: &mut impl Allowance) {
        if self.engine().building().is_none() || !self.run.build(allowance) {
            return;
        }
        let Self { run, channels, circuit: Some(_), .. } = self else { return };
        // The synapses are known once the circuit is complete.
        let network = network_of(run.engine());
        for channel in channels.iter_mut().filter(|channel| channel.synapses_are_unknown()) {
            let synapses = network.synapses_onto(channel.neuron(), Channel::SYNAPSES_MAX);
            channel.set_synapses(synapses);
        }
        self.probe();
        self.refresh_slow();
    }

    /// Long work in progress, if any.
    #[must_use]
    pub fn work(&self) -> Option<Work> {
        let (engine, state) = (self.engine(), self.circuit.as_ref()?);
        let building = engine.building().map(|progress| {
            let name = engine.subject().name();
            Work { what: format!("building {name}"), progress }
        });
        let stepping = || {
            let progress = engine.step_progress().filter(|_| state.amid_ticks > 1)?;
            Some(Work { what: "computing a step".to_owned(), progress })
        };
        building.or_else(stepping)
    }

    /// Counts successive ticks during which one step stayed incomplete.
    pub(in crate::instrument) fn count_amid_ticks(&mut self) {
        let is_amid = self.is_amid_step();
        if let Some(state) = &mut self.circuit {
            state.amid_ticks = if is_amid { state.amid_ticks + 1 } else { 0 };
        }
    }

    /// Computes the histograms of the weights of synapses that learn.
    pub(in crate::instrument) fn count_weights(&mut self) {
        let Self { run, circuit: Some(state), .. } = self else { return };
        let engine = run.engine();
        state.weights = weights::histograms(recipe_of(engine), network_of(engine));
    }

    /// Whether a step was interrupted. Commands have to wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.engine().is_amid_step()
    }

    /// Brings activity and stimuli up to the present time.
    pub(in crate::instrument) fn settle(&mut self) {
        let now_ns = self.now_ns();
        self.activity.reach(now_ns);
        if let Some(state) = &mut self.circuit {
            state.stimuli.settle(now_ns);
        }
    }

    /// Pauses a circuit that blew up, with a notice.
    pub(in crate::instrument) fn look_for_blowup(&mut self) {
        let Some(circuit) = self.circuit() else { return };
        let Some(Halted { neuron, time_ms, .. }) = circuit.engine().halt() else { return };
        let name = circuit.site_name(Site::Neuron(neuron));
        let remedy = match self.is_replay() {
            true => String::new(),
            false => format!(": {} resets", self.desk.keymap.label(Intent::Reset)),
        };
        let time = brief(time_ms);
        let text = format!("neuron {neuron} ({name}) blew up at {time} ms{remedy}");
        self.desk.paused = true;
        self.desk.notify(Tone::Alarm, text);
    }

    /// Sets the engine's probes to what the channels show.
    pub(super) fn probe(&mut self) {
        let channels = self.channels.iter().enumerate();
        let probes = channels
            .flat_map(|(index, channel)| channel.probes().map(move |probe| (Route(index), probe)));
        let (routes, probes): (Vec<Route>, Vec<Probe>) = probes.unzip();
        self.circuit_mut().routes = routes;
        self.run.set_probes(probes);
    }
}
