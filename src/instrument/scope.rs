//! The state of a scope, and its common accessors.

use super::analyses::{Artificial, NeuronRecord, Situation, originals};
use super::channel::Channel;
use super::circuit::CircuitState;
use super::comparison::{Ghost, References};
use super::cursors::{CursorState, Held};
use super::many::Many;
use super::overlay::{Overlay, layer};
use super::parameters::Parameters;
use super::run::Run;
use super::tape::Tape;
use super::trigger::LiveTrigger;
use crate::circuit::{NeuronId, TooLarge};
use crate::desk::{Controls, Desk, Start};
use crate::engine::{Engine, Experiment, Mode};
use crate::job::Pieces;
use crate::keys::{Context, KeyRow, Layer, Place};
use crate::machine::Rest;
use crate::measure::{Curve, Spectrum};
use crate::model::Neuron;
use crate::preset::{Catalog, Pick, usual_view};
use crate::scope::{Page, ViewSettings};
use crate::session::Session;
use crate::trace::{Activity, Column, ModelNs, Raster, Trace};

/// Steps between two readings of the clock, at first and at most: of a neuron alone.
const PIECES: Pieces = Pieces::new(16, 10_000);
/// The same of a circuit.
const CIRCUIT_PIECES: Pieces = Pieces::new(1, 10_000);
/// Number of columns in which steps that were too long are searched for.
const UNSTABLE_COLUMNS: usize = 256;

/// How the steps of a frame are cut into pieces.
fn pieces(is_circuit: bool) -> Pieces {
    if is_circuit { CIRCUIT_PIECES } else { PIECES }
}

/// The whole state of the scope, of a neuron alone or of a circuit.
#[derive(Debug)]
pub struct Scope {
    pub(super) run: Run,
    pub(super) tape: Tape,
    pub(super) catalog: Catalog,
    /// The parameters of the preset, by population; one entry of a neuron alone.
    pub(super) originals: Vec<Neuron>,
    /// The channels: one of a neuron alone, [`super::CHANNELS`] of a circuit.
    pub(super) channels: Vec<Channel>,
    /// Index of the selected channel.
    pub(super) selected: usize,
    pub(super) raster: Raster,
    pub(super) activity: Activity,
    pub(super) spectrum: Option<Spectrum>,
    /// Wall time at which the spectrum and the weights are updated next (ns).
    pub(super) look_ns: u64,
    /// Model time at which a state was last set from outside (ns).
    pub(super) set_ns: ModelNs,
    pub(super) artificial: Artificial,
    pub(super) desk: Desk,
    pub(super) controls: Controls,
    /// What would have happened without the newest injection.
    pub(super) ghost: Ghost,
    pub(super) references: References,
    pub(super) trigger: LiveTrigger,
    pub(super) curve: Option<Box<Curve>>,
    pub(super) page: Page,
    /// Whether dv/dt against v takes the place of u against v.
    pub(super) is_rate_alone: bool,
    pub(super) many: Many,
    pub(super) overlay: Option<Overlay>,
    pub(super) cursors: CursorState,
    /// What the pressed button of the mouse holds.
    pub(super) held: Option<Held>,
    /// What only a circuit has; `None` of a neuron alone.
    pub(super) circuit: Option<Box<CircuitState>>,
}

impl Scope {
    /// The live scope of `experiment`, with `catalog` to switch to.
    #[must_use]
    pub fn new(experiment: &Experiment, catalog: impl Into<Catalog>, start: Start) -> Self {
        Self::with_run(Run::live(experiment), catalog.into(), start)
    }

    /// The scope of a recorded session; `catalog` has the descriptions of presets.
    #[must_use]
    pub fn replay(session: Session, catalog: impl Into<Catalog>, start: Start) -> Self {
        Self::with_run(Run::replay(session), catalog.into(), start)
    }

    fn with_run(mut run: Run, catalog: Catalog, start: Start) -> Self {
        run.set_threads(start.threads);
        let engine = run.engine();
        let (originals, first) = (originals(engine.subject()), NeuronId::FIRST);
        let record =
            NeuronRecord::new(Situation::of(engine, first, &originals, ModelNs::ZERO), 0.0);
        let artificial = Artificial::suiting(engine.subject(), first, start.artificial);
        let circuit = engine.recipe().is_some().then(|| Box::new(CircuitState::new(engine)));
        let mut scope = Self {
            originals,
            channels: vec![Channel::new(first, true, record)],
            selected: 0,
            raster: Raster::default(),
            activity: Activity::new(1, ModelNs::ZERO),
            spectrum: None,
            look_ns: 0,
            run,
            tape: Tape::default(),
            catalog,
            set_ns: ModelNs::ZERO,
            artificial,
            desk: Desk::new(&start, start.view.speed(), pieces(circuit.is_some())),
            controls: Controls::new(&start),
            ghost: Ghost::default(),
            references: References::default(),
            trigger: LiveTrigger::default(),
            curve: None,
            page: Page::default(),
            is_rate_alone: false,
            many: Many::default(),
            overlay: None,
            cursors: CursorState::default(),
            held: None,
            circuit,
        };
        match scope.circuit {
            Some(_) => scope.begin_circuit(),
            None => scope.suit_view(),
        }
        scope
    }

    /// Sets the controls to the view of the running preset.
    pub(super) fn suit_view(&mut self) {
        let engine = self.engine();
        let usual = match (self.circuit(), engine.cell()) {
            (Some(circuit), _) => circuit.usual_view(),
            (None, Some(cell)) => {
                let repeats = engine.mode() == Some(Mode::Repeat);
                let steps_per_ms = engine.clock().steps_per_ms();
                let usual = usual_view(&cell.protocol, engine.scheme(), steps_per_ms, repeats);
                self.entry().map_or(ViewSettings::OPEN, |entry| entry.preset.view).or(usual)
            }
            (None, None) => ViewSettings::OPEN,
        };
        let (has_units, now_ns) = (self.current_unit().is_some(), self.now_ns());
        self.controls.show(&mut self.desk, usual, has_units, now_ns);
    }

    /// The scope that shows `pick` in the place of this one.
    ///
    /// # Errors
    /// There is not enough memory for both scopes.
    pub(crate) fn showing(&self, pick: Pick) -> Result<Self, TooLarge> {
        let (catalog, start) = (self.catalog.clone(), self.settings());
        let subject = catalog.subject(pick);
        if let Some(recipe) = subject.recipe() {
            recipe.memory(start.threads).check_room(Rest::Scope)?;
        }
        let experiment = Experiment::live(&subject, self.engine().seed());
        let mut other = Self::new(&experiment, catalog, start);
        // What is compared may be of either kind.
        other.references = self.references.clone();
        other.set_ghost(self.has_ghost_on());
        Ok(other)
    }

    /// The settings that another scope takes over from this one.
    pub(super) fn settings(&self) -> Start {
        Start {
            view: self.controls.own(),
            paused: self.desk.paused,
            artificial: self.shows_units(),
            threads: self.desk.threads,
            is_kiosk: self.desk.is_kiosk,
            keymap: self.desk.keymap,
        }
    }

    /// Speed, pause, lag, notices, link and keys.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Time base, gain, and what keys inject.
    #[must_use]
    pub fn controls(&self) -> &Controls {
        &self.controls
    }

    /// The same controls, mutable.
    pub(crate) fn controls_mut(&mut self) -> &mut Controls {
        &mut self.controls
    }

    /// The model.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        self.run.engine()
    }

    /// Whether a recording drives the model instead of the keys.
    #[must_use]
    pub fn is_replay(&self) -> bool {
        self.run.is_replay()
    }

    /// The context in which keys are looked up.
    pub(crate) fn key_context(&self) -> Context {
        let layer = match layer(self.overlay.as_ref()) {
            Layer::Base if self.cursors().is_some() => Layer::Cursors,
            layer => layer,
        };
        self.desk.key_context(self.place(), layer, self.is_replay())
    }

    pub(super) fn place(&self) -> Place {
        if self.circuit.is_some() { Place::Circuit } else { Place::Neuron }
    }

    /// Model time at the end of the recording that drives the model (ms).
    #[must_use]
    pub fn replay_end_ms(&self) -> Option<f64> {
        self.run.end_ms()
    }

    /// The rows of the key table that hold on this scope, with its cursors if they are shown.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        let layer = if self.cursors().is_some() { Layer::Cursors } else { Layer::Base };
        self.desk.keymap.rows_over(self.key_context().under(layer))
    }

    /// The rows of the key table that hold in the panel of parameters.
    #[must_use]
    pub fn parameter_bindings(&self) -> Vec<&'static KeyRow> {
        self.desk.keymap.rows(self.key_context().under(Layer::Parameters))
    }

    /// The samples of the selected neuron.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.record().trace
    }

    /// The spikes by neuron and time.
    #[must_use]
    pub fn raster(&self) -> &Raster {
        &self.raster
    }

    /// The number of spikes of each population in every millisecond; a neuron alone is one population.
    #[must_use]
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// The envelope of the selected neuron's samples on the screen, in `columns` columns.
    #[must_use]
    pub fn picture(&self, columns: usize) -> Vec<Column> {
        self.picture_of(self.trace(), columns)
    }

    /// The envelope of `trace` on the screen, in `columns` columns.
    pub(super) fn picture_of(&self, trace: &Trace, columns: usize) -> Vec<Column> {
        let mut picture = vec![Column::default(); columns];
        let (timebase, now_ns) = (&self.controls.timebase, self.now_ns());
        let column_ns = timebase.column_ns(columns);
        for span in timebase.spans(now_ns, columns) {
            let part = &mut picture[span.column..span.column + span.columns];
            // A standing picture must be the same in every pass.
            if timebase.moves_with_time(now_ns) {
                trace.envelope(span.start_ns, column_ns, part);
            } else {
                trace.envelope_of_samples(span.start_ns, column_ns, part);
            }
        }
        picture
    }

    /// Spikes of the selected neuron up to now since the start, or since they were zeroed.
    #[must_use]
    pub fn spikes(&self) -> u64 {
        self.record().log.now().spikes
    }

    /// The membrane potential below which the latest step on the screen that was too long started (mV).
    #[must_use]
    pub fn unstable_shown_mv(&self) -> Option<f64> {
        let spans = self.controls.timebase.spans(self.now_ns(), UNSTABLE_COLUMNS);
        let start_ns = spans.iter().map(|span| span.start_ns).min()?;
        if !self.trace().is_marked_since(start_ns) {
            return None;
        }
        let columns = self.picture(UNSTABLE_COLUMNS);
        let bound_mv = columns.iter().rev().find_map(|column| column.unstable_below_mv);
        bound_mv.map(f64::from)
    }

    /// The page that is shown.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
    }

    /// The overlay, if there is one.
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

    /// Present model time as the trace keeps it (ns).
    #[must_use]
    pub fn now_ns(&self) -> ModelNs {
        ModelNs::from_ms(self.engine().time_ms())
    }
}
