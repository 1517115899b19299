//! The state of a scope, and what is asked of it everywhere.

use super::analyses::{Artificial, NeuronRecord, Situation, originals};
use super::channel::Channel;
use super::circuit::CircuitState;
use super::overlay::{Overlay, layer};
use super::parameters::Parameters;
use super::run::Run;
use super::tape::Tape;
use crate::circuit::{NeuronId, TooLarge};
use crate::desk::{Controls, Desk, Start};
use crate::engine::{Engine, Experiment, Mode};
use crate::job::Pieces;
use crate::keys::{Context, KeyRow, Layer, Place};
use crate::machine::Rest;
use crate::measure::{Curve, Spectrum};
use crate::model::Neuron;
use crate::preset::{Catalog, Pick, usual_view};
use crate::scope::{Page, Triggered, ViewSettings};
use crate::session::Session;
use crate::trace::{Activity, Column, ModelNs, Raster, Trace};

/// Steps between two looks at the clock, at first and at most: of a neuron alone.
const PIECES: Pieces = Pieces::new(16, 10_000);
/// The same of a circuit.
const CIRCUIT_PIECES: Pieces = Pieces::new(1, 10_000);
/// Columns in which steps that were too long are looked for.
const UNSTABLE_COLUMNS: usize = 256;

/// How the model's work is cut up.
fn pieces(is_circuit: bool) -> Pieces {
    if is_circuit { CIRCUIT_PIECES } else { PIECES }
}

/// The whole state of the scope, of a neuron alone or of a circuit.
#[derive(Debug)]
pub struct Scope {
    pub(super) run: Run,
    pub(super) tape: Tape,
    pub(super) catalog: Catalog,
    /// The parameters that the neuron came with, or each population.
    pub(super) originals: Vec<Neuron>,
    /// The neuron alone, or those of a circuit that are looked at.
    pub(super) channels: Vec<Channel>,
    /// Index of the selected one.
    pub(super) selected: usize,
    pub(super) raster: Raster,
    pub(super) activity: Activity,
    pub(super) spectrum: Option<Spectrum>,
    /// Wall time at which what takes long is worked out again (ns).
    pub(super) look_ns: u64,
    /// Since when no state was set from outside (ns).
    pub(super) set_ns: ModelNs,
    pub(super) artificial: Artificial,
    pub(super) desk: Desk,
    pub(super) controls: Controls,
    pub(super) curve: Option<Box<Curve>>,
    pub(super) page: Page,
    pub(super) overlay: Option<Overlay>,
    /// What is kept of a circuit; none of a neuron alone.
    pub(super) circuit: Option<Box<CircuitState>>,
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
            controls: Controls::new(&start, circuit.is_none()),
            curve: None,
            page: Page::default(),
            overlay: None,
            circuit,
        };
        match scope.circuit {
            Some(_) => scope.begin_circuit(),
            None => scope.suit_view(),
        }
        scope
    }

    /// Has the controls show what runs as its preset wants to be seen.
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
    /// There is no memory for it while this one is there.
    pub(crate) fn showing(&self, pick: Pick) -> Result<Self, TooLarge> {
        let (catalog, start) = (self.catalog.clone(), self.settings());
        let subject = catalog.subject(pick);
        if let Some(recipe) = subject.recipe() {
            recipe.memory(start.threads).check_room(Rest::Scope)?;
        }
        let experiment = Experiment::live(&subject, self.engine().seed());
        Ok(Self::new(&experiment, catalog, start))
    }

    /// The settings with which another scope goes on where this one is.
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

    /// The same, to be changed.
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

    /// What decides which keys hold.
    pub(crate) fn key_context(&self) -> Context {
        let layer = layer(self.overlay.as_ref());
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

    /// The keys that do something here.
    #[must_use]
    pub fn bindings(&self) -> Vec<&'static KeyRow> {
        self.desk.keymap.rows(self.key_context().under(Layer::Base))
    }

    /// The keys that do something in the panel of parameters.
    #[must_use]
    pub fn parameter_bindings(&self) -> Vec<&'static KeyRow> {
        self.desk.keymap.rows(self.key_context().under(Layer::Parameters))
    }

    /// The recent past of the selected neuron.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.record().trace
    }

    /// Who fired when.
    #[must_use]
    pub fn raster(&self) -> &Raster {
        &self.raster
    }

    /// How much each population fired in every millisecond; a neuron alone counts as one.
    #[must_use]
    pub fn activity(&self) -> &Activity {
        &self.activity
    }

    /// The envelope of what the scope shows, in so many columns.
    #[must_use]
    pub fn picture(&self, columns: usize) -> Vec<Column> {
        let mut picture = vec![Column::default(); columns];
        let timebase = &self.controls.timebase;
        let column_ns = timebase.column_ns(columns);
        for span in timebase.spans(self.now_ns(), columns) {
            let part = &mut picture[span.column..span.column + span.columns];
            // A picture that stands has to be the same in every pass.
            if timebase.moves_with_time() {
                self.trace().envelope(span.start_ns, column_ns, part);
            } else {
                self.trace().envelope_of_samples(span.start_ns, column_ns, part);
            }
        }
        picture
    }

    /// Spikes of the selected neuron up to now since the start, or since they were zeroed.
    #[must_use]
    pub fn spikes(&self) -> u64 {
        self.record().log.now().spikes
    }

    /// What the triggered picture shows, if there is one.
    #[must_use]
    pub fn triggered(&self) -> Option<Triggered> {
        self.controls.timebase.triggered(self.now_ns())
    }

    /// The potential below which a step was too long in the time that is shown (mV), if one was: the latest.
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

    /// What takes the most room.
    #[must_use]
    pub fn page(&self) -> Page {
        self.page
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

    /// Present model time as the trace keeps it (ns).
    #[must_use]
    pub fn now_ns(&self) -> ModelNs {
        ModelNs::from_ms(self.engine().time_ms())
    }
}
