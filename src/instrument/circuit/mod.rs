//! The scope of a circuit: what it has of its own beside [`Scope`](super::Scope), the scope of a neuron.

mod advance;
mod channel;
mod figures;
mod handle;
mod moment;
mod monitor;
mod picture;
mod recording;
mod settings;
mod site;
mod stimuli;
mod unstable;
mod weights;

pub use channel::{Channel, Shown, Ticks};
pub use settings::{CircuitView, Zoom};
pub use unstable::TooLong;
pub use weights::WeightHistogram;

use std::sync::Arc;

use super::Overlay;
use super::monitor::time_ns;
use super::past::Past;
use super::recording::Tape;
use super::run::Run;
use crate::circuit::Recipe;
use crate::circuit::network::Network;
use crate::desk::{Desk, Lag, Link, Notice, Pacer, Start, Tone};
use crate::engine::{Engine, Experiment};
use crate::instrument::overlay::layer;
use crate::job::Pieces;
use crate::keys::{Context, KeyRow, Keymap, Layer, Place};
use crate::measure::{Populations, Spectrum};
use crate::model::Scheme;
use crate::preset::{Catalog, CircuitEntry, usual_injections};
use crate::scope::{Gain, Pulse, Speed, Timebase, ViewSettings};
use crate::session::Session;
use crate::trace::{Activity, Raster};
use moment::{Recalled, Zeroed};
use monitor::Route;
use settings::Aim;
use stimuli::Stimuli;

/// Number of channels.
pub const CHANNELS: usize = 4;
/// Channels that a circuit starts with, one for each population.
const CHANNELS_AT_START: usize = 2;
/// A circuit of at most so many neurons starts with a channel for each, as far as there are channels,
/// and with its keys aimed at single neurons.
const FEW_NEURONS: u32 = 8;

/// What the circuit that `engine` runs is made of: this scope is one of a circuit.
fn recipe_of(engine: &Engine) -> &Arc<Recipe> {
    engine.recipe().expect("a circuit")
}

/// The circuit that `engine` runs.
fn network_of(engine: &Engine) -> &Network {
    engine.network().expect("a circuit")
}

/// The whole state of the scope of a circuit.
#[derive(Debug)]
pub struct CircuitScope {
    run: Run,
    catalog: Catalog,
    stimuli: Stimuli,
    channels: [Channel; CHANNELS],
    selected: usize,
    aim: Aim,
    view: CircuitView,
    zoom: Zoom,
    /// What each of the engine's probes is for.
    routes: Vec<Route>,
    /// Spikes of all neurons since the start of the program.
    total: u64,
    /// From when on they count.
    zeroed: Past<Zeroed>,
    schemes: Past<Scheme>,
    /// Since when the state was last set from outside (ns).
    set_ns: u64,
    recalled: Option<Recalled>,
    firing: Populations,
    raster: Raster,
    activity: Activity,
    too_long: unstable::Stretches,
    /// The number after the last of each population's neurons.
    ends: Vec<u32>,
    spectrum: Option<Spectrum>,
    weights: Vec<WeightHistogram>,
    /// Wall time at which weights and spectrum are looked at again (ns).
    look_ns: u64,
    desk: Desk,
    tape: Tape,
    pacer: Pacer,
    pieces: Pieces,
    /// How many times in turn a step was still in the middle when time was let pass.
    amid_ticks: u32,
    overlay: Option<Overlay>,
    notice: Option<Notice>,
    wall_ns: u64,
    lag: Lag,
    link: Option<Link>,
    /// Whether a neuron that is switched to shows artificial units.
    artificial: bool,
    threads: usize,
}

impl CircuitScope {
    /// The live scope of `experiment`, with `catalog` to switch to.
    #[must_use]
    pub fn new(experiment: &Experiment, catalog: Catalog, start: Start) -> Self {
        Self::with_run(Run::live(experiment), catalog, start)
    }

    /// The scope of a recorded session; `catalog` tells what to look for.
    #[must_use]
    pub fn replay(session: Session, catalog: Catalog, start: Start) -> Self {
        Self::with_run(Run::replay(session), catalog, start)
    }

    fn with_run(mut run: Run, catalog: Catalog, start: Start) -> Self {
        run.set_threads(start.threads);
        let engine = run.engine();
        let scheme = engine.scheme();
        let mut scope = Self {
            stimuli: Stimuli::new(recipe_of(engine), engine.seed(), 0),
            run,
            catalog,
            channels: std::array::from_fn(|_| Channel::new(0, false)),
            selected: 0,
            aim: Aim::default(),
            view: CircuitView::default(),
            zoom: Zoom::default(),
            routes: Vec::new(),
            total: 0,
            zeroed: Past::new(Zeroed { since_ms: 0.0, before: 0 }),
            schemes: Past::new(scheme),
            set_ns: 0,
            recalled: None,
            firing: Populations::new([], 0.0),
            raster: Raster::default(),
            activity: Activity::default(),
            too_long: unstable::Stretches::default(),
            ends: Vec::new(),
            spectrum: None,
            weights: Vec::new(),
            look_ns: 0,
            desk: Desk::new(&start, false),
            tape: Tape::default(),
            pacer: Pacer::default(),
            pieces: advance::PIECES,
            amid_ticks: 0,
            overlay: None,
            notice: None,
            wall_ns: 0,
            lag: Lag::default(),
            link: None,
            artificial: start.artificial,
            threads: start.threads,
        };
        scope.begin_circuit();
        scope
    }

    /// The settings with which another scope goes on where this one is.
    pub(crate) fn settings(&self) -> Start {
        Start {
            view: self.desk.own(),
            paused: self.desk.paused,
            artificial: self.artificial,
            threads: self.threads,
            is_kiosk: self.desk.is_kiosk,
            keymap: self.desk.keymap,
        }
    }

    /// Looks at the circuit that has just been started.
    fn begin_circuit(&mut self) {
        let recipe = self.recipe();
        let neurons = recipe.neurons();
        let few = neurons <= FEW_NEURONS;
        let first: Vec<u32> = if few {
            (0..neurons).take(CHANNELS).collect()
        } else {
            let populations = 0..recipe.populations.len().min(CHANNELS_AT_START);
            populations.map(|index| recipe.range(index).start).collect()
        };
        self.aim = if few { Aim::Neuron } else { Aim::Population };
        self.channels = std::array::from_fn(|index| {
            Channel::new(first.get(index).copied().unwrap_or(0), index < first.len())
        });
        // From the last to the first, which is the selected one in the end.
        for index in (0..first.len()).rev() {
            self.selected = index;
            self.select_neuron(first[index]);
        }
        if few {
            self.show_a_synapse(first.len());
        }
        self.zoom = Zoom::All;
        let now_ns = self.now_ns();
        self.set_ns = now_ns;
        let (usual, pa) = (self.usual_view(), self.current_unit().is_some());
        self.desk.show(usual, pa, now_ns);
        let populations = 0..self.recipe().populations.len();
        self.ends = populations.map(|index| self.recipe().range(index).end).collect();
        self.raster.clear(now_ns);
        self.too_long = unstable::Stretches::default();
        self.activity = Activity::new(self.ends.len(), now_ns);
        self.stimuli = Stimuli::new(self.recipe(), self.engine().seed(), now_ns);
        self.begin_statistics(self.zeroed.at(now_ns).before);
        self.weights.clear();
        self.refresh_slow();
    }

    /// Uses up channels from the one at `index` on for what use does to the first synapse with a state
    /// of its own: that is what a circuit of few neurons is there to show.
    fn show_a_synapse(&mut self, index: usize) {
        let target = self.channels.iter().find(|channel| channel.synapse().is_some());
        let Some(neuron) = target.map(Channel::neuron) else { return };
        let mut before = None;
        for index in index..CHANNELS {
            self.selected = index;
            self.select_neuron(neuron);
            let recipe = recipe_of(self.run.engine()).clone();
            let channel = &mut self.channels[index];
            if !channel.show_synapse_after(before, &recipe) {
                break;
            }
            channel.set_on(true);
            before = Some(channel.shown());
        }
        self.selected = 0;
        self.probe();
    }

    /// The circuit.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.run.engine()
    }

    /// Whether a recording drives the circuit instead of the keys.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.run.is_replay()
    }

    /// What decides which keys hold.
    pub(crate) fn key_context(&self) -> Context {
        let layer = layer(self.overlay.as_ref());
        self.desk.key_context(Place::Circuit, layer, self.is_replay())
    }

    /// Which key does what.
    #[must_use]
    pub fn keymap(&self) -> &'static Keymap {
        self.desk.keymap
    }

    /// Model time at the end of the recording that drives the circuit (ms).
    #[must_use]
    pub fn replay_end_ms(&self) -> Option<f64> {
        self.run.end_ms()
    }

    /// What the circuit is made of.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        recipe_of(self.engine())
    }

    /// The keys that do something here.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        self.keymap().rows(self.key_context().under(Layer::Base))
    }

    /// The presets that can be switched to.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The preset that runs, if it is one of [`Self::catalog`].
    #[must_use]
    pub fn entry(&self) -> Option<&CircuitEntry> {
        self.entry_index().map(|index| &self.catalog.circuits[index])
    }

    fn entry_index(&self) -> Option<usize> {
        let name = &self.recipe().name;
        self.catalog.circuits.iter().position(|entry| entry.preset.name() == name)
    }

    /// What takes the most room on the screen.
    #[must_use]
    pub fn view(&self) -> CircuitView {
        self.view
    }

    /// The channels, those that are off included.
    #[must_use]
    pub fn channels(&self) -> &[Channel; CHANNELS] {
        &self.channels
    }

    /// Index of the selected channel.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The horizontal axis.
    #[must_use]
    pub fn timebase(&self) -> &Timebase {
        &self.desk.timebase
    }

    /// The vertical axis of all membrane potentials.
    #[must_use]
    pub fn gain(&self) -> &Gain {
        &self.desk.gain
    }

    /// The pulse that the next key press injects, in the units of the selected neuron.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.desk.pulse()
    }

    /// The unit of currents at the selected neuron, if they have one.
    #[must_use]
    pub fn current_unit(&self) -> Option<&'static str> {
        let population = &self.recipe().populations[self.selected_population()];
        population.neuron.equations.current_unit()
    }

    /// The sustained step that the next key press turns on, with its sign.
    #[must_use]
    pub fn sustain(&self) -> f64 {
        self.desk.sustain()
    }

    /// How the circuit is seen where the user has set nothing, and what keys inject into the selected
    /// population.
    fn usual_view(&self) -> ViewSettings {
        let preset = self.entry().map_or(ViewSettings::OPEN, |entry| entry.preset.view);
        let recipe = self.recipe();
        let protocol = &recipe.populations[self.selected_population()].protocol;
        preset.or(usual_injections(protocol, recipe.scheme, recipe.steps_per_ms))
    }

    /// Has the keys inject what suits the selected population.
    fn suit_site(&mut self) {
        let (usual, pa) = (self.usual_view(), self.current_unit().is_some());
        self.desk.suit_site(usual, pa);
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// Model time per real time.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.desk.speed
    }

    /// Whether the circuit stands still.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.desk.paused
    }

    /// What lies over the scope.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// What is being said to the user.
    #[must_use]
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Model time that was lately dropped because the machine could not follow (ms).
    #[must_use]
    pub fn lag_ms(&self) -> f64 {
        self.lag.ms()
    }

    /// What the link to the terminal carries, once it has been measured.
    #[must_use]
    pub fn link(&self) -> Option<Link> {
        self.link
    }

    /// Whether the display mode is left to preset and link.
    #[must_use]
    pub fn auto_display(&self) -> bool {
        self.desk.auto_display()
    }

    /// Takes note of what the link carries, or that it is not being measured.
    pub fn set_link(&mut self, link: Option<Link>) {
        self.link = link;
    }

    /// Present model time as traces keep it (ns).
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        time_ns(self.engine().time_ms())
    }

    /// Says something for a while.
    pub fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text.into(), self.wall_ns));
    }
}
