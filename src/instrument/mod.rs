//! The scope: a model that runs or is replayed, what is measured of it, and what keys do to both.
//! Nothing here draws, waits or opens files.

mod advance;
mod artificial;
mod circuit;
mod constant;
mod curve;
mod edit;
mod handle;
mod moment;
mod monitor;
mod overlay;
mod parameters;
mod past;
mod picker;
mod plane;
mod recording;
mod replay;
mod run;
mod situation;

pub use circuit::{
    CHANNELS, Channel, CircuitScope, CircuitView, Shown, Ticks, TooLong, WeightHistogram, Zoom,
};
pub use constant::Constant;
pub use moment::{Moment, Reading};
pub use overlay::Overlay;
pub use parameters::{Parameters, Row, Typing};
pub use picker::Picker;
pub use plane::{Plane, TrailPoint};
pub use recording::Recording;
pub(crate) use recording::RecordingEnd;
pub use situation::Situation;

use crate::desk::{Desk, Lag, Link, Notice, Pacer, Start, Tone};
use crate::engine::{Cell, Engine, Experiment, Mode};
use crate::job::Pieces;
use crate::keys::{Context, KeyRow, Keymap, Layer, Place};
use crate::measure::{Curve, SpikeLog, Watch};
use crate::model::Neuron;
use crate::preset::{Catalog, Entry, usual_view};
use crate::scope::{Gain, Panel, Pulse, Speed, Timebase, Triggered, ViewSettings};
use crate::session::Session;
use crate::trace::{Column, Trace};
use artificial::Artificial;
use past::Past;
use recording::Tape;
use run::Run;

/// Columns in which steps that were too long are looked for.
const UNSTABLE_COLUMNS: usize = 256;

/// The neuron that `engine` runs: this scope is one of a neuron alone.
fn cell_of(engine: &Engine) -> &Cell {
    engine.cell().expect("a neuron alone")
}

/// The whole state of the scope.
#[derive(Debug)]
pub struct Scope {
    run: Run,
    tape: Tape,
    catalog: Catalog,
    preset_neuron: Neuron,
    trace: Trace,
    log: SpikeLog,
    situations: Past<Situation>,
    /// Since when the present neuron runs, and since when its state was last set from outside (ns).
    neuron_ns: u64,
    set_ns: u64,
    watch: Watch,
    artificial: Artificial,
    desk: Desk,
    plane: Plane,
    curve: Option<Box<Curve>>,
    pacer: Pacer,
    pieces: Pieces,
    panel: Panel,
    overlay: Option<Overlay>,
    notice: Option<Notice>,
    wall_ns: u64,
    lag: Lag,
    link: Option<Link>,
    threads: usize,
}

impl Scope {
    /// The live scope of `experiment`, with `catalog` to switch to.
    #[must_use]
    pub fn new(experiment: &Experiment, catalog: impl Into<Catalog>, start: Start) -> Self {
        Self::with_run(Run::live(experiment), catalog.into(), start)
    }

    /// The scope of a recorded session; `catalog` tells what to look for.
    #[must_use]
    pub fn replay(session: Session, catalog: impl Into<Catalog>, start: Start) -> Self {
        Self::with_run(Run::replay(session), catalog.into(), start)
    }

    fn with_run(run: Run, catalog: Catalog, start: Start) -> Self {
        let cell = cell_of(run.engine());
        let artificial = Artificial::suiting(cell, start.artificial);
        let preset_neuron = cell.neuron;
        let situations = Past::new(Situation::of(run.engine(), &preset_neuron, 0));
        let mut app = Self {
            preset_neuron,
            run,
            tape: Tape::default(),
            catalog,
            trace: Trace::default(),
            log: SpikeLog::default(),
            situations,
            neuron_ns: 0,
            set_ns: 0,
            watch: Watch::new(Watch::LIVE_MS),
            artificial,
            desk: Desk::new(&start, true),
            plane: Plane::default(),
            curve: None,
            pacer: Pacer::default(),
            pieces: advance::PIECES,
            panel: Panel::default(),
            overlay: None,
            notice: None,
            wall_ns: 0,
            lag: Lag::default(),
            link: None,
            threads: start.threads,
        };
        app.suit_view();
        app
    }

    /// Has the desk show the neuron that runs as its preset wants to be seen.
    fn suit_view(&mut self) {
        let engine = self.engine();
        let repeats = engine.mode() == Some(Mode::Repeat);
        let steps_per_ms = engine.clock().steps_per_ms();
        let protocol = &cell_of(engine).protocol;
        let usual = usual_view(protocol, engine.scheme(), steps_per_ms, repeats);
        let view = self.entry().map_or(ViewSettings::OPEN, |entry| entry.preset.view);
        let (has_units, now_ns) = (self.has_units(), self.now_ns());
        self.desk.show(view.or(usual), has_units, now_ns);
    }

    /// The settings with which another scope goes on where this one is.
    pub(crate) fn settings(&self) -> Start {
        Start {
            view: self.desk.own(),
            paused: self.desk.paused,
            artificial: self.shows_units(),
            threads: self.threads,
            is_kiosk: self.desk.is_kiosk,
            keymap: self.desk.keymap,
        }
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn desk_mut(&mut self) -> &mut Desk {
        &mut self.desk
    }

    /// The model.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.run.engine()
    }

    /// The neuron that runs, with its protocol.
    #[must_use]
    pub fn cell(&self) -> &Cell {
        cell_of(self.engine())
    }

    /// Whether a recording drives the model instead of the keys.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.run.is_replay()
    }

    /// What decides which keys hold.
    pub(crate) fn key_context(&self) -> Context {
        let layer = overlay::layer(self.overlay.as_ref());
        self.desk.key_context(Place::Neuron, layer, self.is_replay())
    }

    /// Which key does what.
    #[must_use]
    pub fn keymap(&self) -> &'static Keymap {
        self.desk.keymap
    }

    /// Model time at the end of the recording that drives the model (ms).
    #[must_use]
    pub fn replay_end_ms(&self) -> Option<f64> {
        self.run.end_ms()
    }

    /// The keys that do something here.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        self.keymap().rows(self.key_context().under(Layer::Base))
    }

    /// The keys that do something in the panel of parameters.
    #[must_use]
    pub fn parameter_bindings(&self) -> Vec<&'static KeyRow> {
        self.keymap().rows(self.key_context().under(Layer::Parameters))
    }

    /// The presets that can be switched to.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The neurons among them.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.catalog.neurons
    }

    /// The preset that runs, if it is one of [`Self::entries`].
    #[must_use]
    pub fn entry(&self) -> Option<&Entry> {
        self.entry_index().map(|index| &self.entries()[index])
    }

    /// The preset of that name among them.
    #[must_use]
    pub fn entry_named(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.preset.name() == name)
    }

    fn entry_index(&self) -> Option<usize> {
        let name = &self.cell().name;
        self.entries().iter().position(|entry| entry.preset.name() == name)
    }

    /// The parameters that the neuron came with.
    #[must_use]
    pub fn preset_neuron(&self) -> &Neuron {
        &self.preset_neuron
    }

    /// The recent past.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The envelope of what the scope shows, in so many columns.
    #[must_use]
    pub fn picture(&self, columns: usize) -> Vec<Column> {
        let mut picture = vec![Column::default(); columns];
        let timebase = &self.desk.timebase;
        let column_ns = timebase.column_ns(columns);
        for span in timebase.spans(self.now_ns(), columns) {
            let part = &mut picture[span.column..span.column + span.columns];
            // A picture that stands has to be the same in every pass.
            if timebase.moves_with_time() {
                self.trace.envelope(span.start_ns, column_ns, part);
            } else {
                self.trace.envelope_of_samples(span.start_ns, column_ns, part);
            }
        }
        picture
    }

    /// Spikes up to now since the start, or since they were zeroed.
    #[must_use]
    pub fn spikes(&self) -> u64 {
        self.log.now().spikes
    }

    /// What the triggered picture shows, if there is one.
    #[must_use]
    pub fn triggered(&self) -> Option<Triggered> {
        self.desk.timebase.triggered(self.now_ns())
    }

    /// The potential below which a step was too long in the time that is shown (mV), if one was: the latest.
    #[must_use]
    pub fn unstable_shown_mv(&self) -> Option<f64> {
        let spans = self.timebase().spans(self.now_ns(), UNSTABLE_COLUMNS);
        let start_ns = spans.iter().map(|span| span.start_ns).min()?;
        if !self.trace.is_marked_since(start_ns) {
            return None;
        }
        let columns = self.picture(UNSTABLE_COLUMNS);
        let bound_mv = columns.iter().rev().find_map(|column| column.unstable_below_mv);
        bound_mv.map(f64::from)
    }

    /// The horizontal axis.
    #[must_use]
    pub fn timebase(&self) -> &Timebase {
        &self.desk.timebase
    }

    /// The vertical axis.
    #[must_use]
    pub fn gain(&self) -> &Gain {
        &self.desk.gain
    }

    /// The pulse that the next key press injects, in the units of the present neuron.
    #[must_use]
    pub fn pulse(&self) -> Pulse {
        self.desk.pulse()
    }

    /// The sustained step that the next key press turns on, with its sign.
    #[must_use]
    pub fn sustain(&self) -> f64 {
        self.desk.sustain()
    }

    /// Whether currents are in pA.
    fn has_units(&self) -> bool {
        self.cell().neuron.equations.current_unit().is_some()
    }

    /// Model time per real time.
    #[must_use]
    pub fn speed(&self) -> Speed {
        self.desk.speed
    }

    /// Whether the model stands still.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.desk.paused
    }

    /// What is shown beside the trace.
    #[must_use]
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// What lies over the scope.
    #[must_use]
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// The panel of parameters, if it is open.
    #[must_use]
    pub fn parameters(&self) -> Option<&Parameters> {
        match &self.overlay {
            Some(Overlay::Parameters(panel)) => Some(panel),
            _ => None,
        }
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

    /// Present model time as the trace keeps it (ns).
    #[must_use]
    pub fn now_ns(&self) -> u64 {
        monitor::time_ns(self.engine().time_ms())
    }

    /// Says something for a while.
    pub fn notify(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some(Notice::new(tone, text.into(), self.wall_ns));
    }
}
