//! A circuit follows the wall clock.

use super::monitor::Monitor;
use super::state::{CircuitState, Route, network_of, recipe_of};
use super::{CHANNELS, Channel, weights};
use crate::circuit::Probe;
use crate::circuit::network::Effort;
use crate::desk::{Tone, Work};
use crate::engine::{Halted, Site};
use crate::input::brief;
use crate::instrument::Scope;
use crate::job::Allowance;
use crate::keys::Intent;
use crate::measure::Spectrum;
use crate::model::Scheme;
use crate::scope::Page;

/// Wall time between two looks at what takes long to work out (ns).
const LOOK_NS: u64 = 500_000_000;
/// Model time of which the spectrum is (ms).
const SPECTRUM_MS: u64 = 8192;

impl Scope {
    /// Goes on building a circuit, if it is not yet there; its time stands still meanwhile.
    pub fn build(&mut self, allowance: &mut impl Allowance) {
        if self.engine().building().is_none() || !self.run.build(allowance) {
            return;
        }
        let Self { run, circuit: Some(state), .. } = self else { return };
        // Only now its synapses are known.
        let network = network_of(run.engine());
        for channel in state.channels.iter_mut().filter(|channel| channel.synapses_are_unknown()) {
            let synapses = network.synapses_onto(channel.neuron(), Channel::SYNAPSES_MAX);
            channel.set_synapses(synapses);
        }
        self.probe();
        self.refresh_slow();
    }

    /// What is being done that takes long, if anything is.
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

    /// Counts the times in turn at which a step was still in the middle when time was let pass.
    pub(in crate::instrument) fn count_amid_ticks(&mut self) {
        let is_amid = self.is_amid_step();
        if let Some(state) = &mut self.circuit {
            state.amid_ticks = if is_amid { state.amid_ticks + 1 } else { 0 };
        }
    }

    /// Works out what takes long to, if it is time.
    pub(in crate::instrument) fn refresh_slow_if_due(&mut self) {
        let wall_ns = self.desk.wall_ns();
        if let Some(state) = self.circuit.as_mut().filter(|state| wall_ns >= state.look_ns) {
            state.look_ns = wall_ns + LOOK_NS;
            self.refresh_slow();
        }
    }

    /// Works out what takes long to.
    pub(in crate::instrument) fn refresh_slow(&mut self) {
        let Some(circuit) = self.circuit() else { return };
        let (activity, end_ns) = (&circuit.state.activity, circuit.end_ns());
        let counts = match circuit.spectrum_of() {
            None => activity.counts(end_ns, SPECTRUM_MS),
            Some(population) => activity.counts_of(population, end_ns, SPECTRUM_MS),
        };
        let weights = (circuit.page() == Page::Weights)
            .then(|| weights::histograms(circuit.recipe(), network_of(circuit.engine())));
        let state = self.circuit_mut();
        state.spectrum = Spectrum::of(&counts);
        if let Some(weights) = weights {
            state.weights = weights;
        }
    }

    /// Whether a step has been left in the middle. Commands have to wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.engine().is_amid_step()
    }

    /// Time went on.
    pub(in crate::instrument) fn settle_circuit(&mut self) {
        let now_ns = self.now_ns();
        if let Some(state) = &mut self.circuit {
            state.stimuli.settle(now_ns);
            state.activity.reach(now_ns);
        }
    }

    /// Makes up to `steps` steps of a circuit, without a command between.
    pub(in crate::instrument) fn advance_circuit(&mut self, steps: u64, effort: Effort) {
        let engine = self.run.engine();
        let recipe = recipe_of(engine).clone();
        let first_of = |it| engine.unstable_below_mv(recipe.range(it).start);
        let bounds_mv: Vec<_> = recipe.population_ids().map(first_of).collect();
        let Self { run, circuit: Some(state), tape, .. } = self else { return };
        let CircuitState {
            total, firing, raster, activity, ends, channels, routes, too_long, ..
        } = &mut **state;
        let engine = run.engine();
        let monitor = Monitor {
            clock: *engine.clock(),
            total,
            firing,
            raster,
            activity,
            ends,
            channels,
            routes,
            peaks: (engine.scheme() == Scheme::Exact).then_some(&*recipe),
            spiked: [false; CHANNELS],
            bounds_mv: &bounds_mv,
            too_long,
        };
        run.advance(steps, effort, monitor, tape.sink());
    }

    /// Pauses a circuit that blew up, and says so.
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

    /// Has the engine look at what the channels show.
    pub(super) fn probe(&mut self) {
        let channels = self.circuit_mut().channels.iter().enumerate();
        let probes = channels
            .flat_map(|(index, channel)| channel.probes().map(move |probe| (Route(index), probe)));
        let (routes, probes): (Vec<Route>, Vec<Probe>) = probes.unzip();
        self.circuit_mut().routes = routes;
        self.run.set_probes(probes);
    }
}
