//! The front, as panes see it: the only file in `ui` that tells the scope of a neuron, the scope of
//! a circuit and the gallery apart.

use ratatui::layout::Rect;

use crate::app::Front;
use crate::desk::{Controls, Desk, Help, Work};
use crate::gallery::Gallery;
use crate::instrument::{Circuit, Moment, Overlay, Parameters, Picker, Reading, Recording, Scope};
use crate::keys::{HelpLine, KeyRow};
use crate::preset::Catalog;
use crate::scope::{Page, Timebase, TriggerStatus};
use crate::trace::ModelNs;

/// The front: a scope or the gallery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a>(Front<'a>);

impl<'a> From<Front<'a>> for Shown<'a> {
    fn from(front: Front<'a>) -> Self {
        Self(front)
    }
}

/// Evaluates an expression on the scope or the gallery.
macro_rules! any {
    ($shown:expr, $it:ident => $do:expr) => {
        match $shown.0 {
            Front::Scope($it) => $do,
            Front::Gallery($it) => $do,
        }
    };
}

/// Evaluates an expression on the scope, or another one if the gallery is in front.
macro_rules! scope {
    ($shown:expr, $it:ident => $do:expr, $gallery:expr) => {
        match $shown.0 {
            Front::Scope($it) => $do,
            Front::Gallery(_) => $gallery,
        }
    };
}

impl<'a> Shown<'a> {
    /// The scope, if its subject is a single neuron.
    pub(crate) fn neuron(self) -> Option<&'a Scope> {
        self.scope().filter(|scope| scope.circuit().is_none())
    }

    /// The scope's circuit, if its subject is one.
    pub(crate) fn circuit(self) -> Option<Circuit<'a>> {
        self.scope()?.circuit()
    }

    /// The scope; `None` for the gallery.
    pub(crate) fn scope(self) -> Option<&'a Scope> {
        if let Front::Scope(scope) = self.0 { Some(scope) } else { None }
    }

    /// The gallery; `None` for a scope.
    pub(crate) fn gallery(self) -> Option<&'a Gallery> {
        if let Front::Gallery(gallery) = self.0 { Some(gallery) } else { None }
    }

    /// Whether panels of the selected neuron belong beside the strips.
    pub(crate) fn has_neuron_panels(self) -> bool {
        match (self.neuron(), self.circuit()) {
            (Some(scope), _) => scope.page() != Page::Wide,
            (None, Some(circuit)) => circuit.page() == Page::Channels,
            (None, None) => false,
        }
    }

    /// Whether panels of the whole circuit belong beside the strips.
    pub(crate) fn has_circuit_panels(self) -> bool {
        self.circuit().is_some_and(|circuit| circuit.page() != Page::Channels)
    }

    /// Whether a scope is in front.
    pub(crate) fn is_scope(self) -> bool {
        self.gallery().is_none()
    }

    /// Speed, pause, lag, notices, link and keys.
    pub(crate) fn desk(self) -> &'a Desk {
        any!(self, it => it.desk())
    }

    /// Time base, gain and injection settings; `None` for the gallery.
    pub(crate) fn controls(self) -> Option<&'a Controls> {
        self.scope().map(Scope::controls)
    }

    /// The time base of the horizontal axis; `None` for the gallery.
    pub(crate) fn timebase(self) -> Option<&'a Timebase> {
        self.controls().map(|controls| &controls.timebase)
    }

    /// Present model time on the clock of the traces (ns).
    pub(crate) fn now_ns(self) -> ModelNs {
        scope!(self, scope => scope.now_ns(), ModelNs::ZERO)
    }

    /// The moment that all displayed numbers belong to.
    pub(crate) fn moment(self) -> Moment {
        match self.0 {
            Front::Scope(scope) => scope.moment(),
            Front::Gallery(gallery) => Moment { time_ms: gallery.time_ms(), back_ms: 0.0 },
        }
    }

    /// State and current at [`Self::moment`], of the neuron or of a circuit's selected neuron.
    pub(crate) fn reading(self) -> Option<Reading> {
        scope!(self, scope => scope.reading(), None)
    }

    /// State of the triggered display, if one is on.
    pub(crate) fn trigger_status(self) -> Option<TriggerStatus> {
        self.timebase()?.trigger_status(self.now_ns())
    }

    /// How long ago the triggered picture ended (ms), if nothing has triggered since.
    pub(crate) fn trigger_age_ms(self) -> Option<f64> {
        self.timebase()?.trigger_age_ms(self.now_ns())
    }

    /// Unit of the displayed currents.
    pub(crate) fn unit_then(self) -> Option<&'static str> {
        self.scope()?.unit_then()
    }

    /// Unit of the currents that keys inject.
    pub(crate) fn unit_now(self) -> Option<&'static str> {
        self.scope()?.current_unit()
    }

    /// Integration step (ms); NaN for the gallery, whose tiles each have their own step.
    pub(crate) fn dt_ms(self) -> f64 {
        self.scope().map_or(f64::NAN, Scope::dt_ms_then)
    }

    /// Spikes from the last reset of the count to the moment shown, if known.
    pub(crate) fn spikes(self) -> Option<u64> {
        match self.circuit() {
            Some(circuit) => circuit.spikes(),
            None => self.scope()?.statistics().map(|then| then.spikes),
        }
    }

    /// Mean firing rate (Hz) of the neuron up to the moment shown, if known.
    pub(crate) fn mean_rate_hz(self) -> Option<f64> {
        if let Some(circuit) = self.circuit() {
            return Some(circuit.mean_rate_hz());
        }
        let scope = self.scope()?;
        let then = scope.statistics()?;
        Some(then.train.window_rate_hz(scope.until_ms(), then.since_ms))
    }

    /// Description of the running preset; empty for the gallery.
    pub(crate) fn description(self) -> &'a str {
        self.scope().map_or("", Scope::description)
    }

    /// End of the recording being replayed (ms), if any.
    pub(crate) fn replay_end_ms(self) -> Option<f64> {
        scope!(self, scope => scope.replay_end_ms(), None)
    }

    /// The recording being written, if any.
    pub(crate) fn recording(self) -> Option<&'a Recording> {
        scope!(self, scope => scope.recording(), None)
    }

    /// Suffix for titles that names the selected neuron of a circuit.
    pub(crate) fn neuron_suffix(self) -> String {
        self.circuit().map_or_else(String::new, |circuit| {
            format!("  {}", circuit.recipe().neuron_name(circuit.selected_neuron()))
        })
    }

    /// Long work in progress, if any.
    pub(crate) fn work(self) -> Option<Work> {
        self.scope()?.work()
    }

    /// The keys that have an effect now.
    pub(crate) fn bindings(self) -> Vec<&'static KeyRow> {
        any!(self, it => it.bindings())
    }

    /// The lines of the help overlay, if it is open.
    pub(crate) fn help_lines(self, help: &Help) -> Vec<HelpLine> {
        help.lines(self.desk().keymap, any!(self, it => it.key_context()))
    }

    /// The presets to switch to, and the random seed.
    pub(crate) fn catalog(self) -> Option<(&'a Catalog, u64)> {
        scope!(self, scope => Some((scope.catalog(), scope.engine().seed())), None)
    }

    fn overlay(self) -> Option<&'a Overlay> {
        scope!(self, scope => scope.overlay(), None)
    }

    /// Whether an overlay lies over the panes; a line of settings has a place of its own.
    pub(crate) fn has_overlay(self) -> bool {
        let covers = |overlay: &Overlay| !matches!(overlay, Overlay::Fields(_));
        self.overlay().is_some_and(covers) || self.help().is_some()
    }

    /// The help overlay, if it is open.
    pub(crate) fn help(self) -> Option<&'a Help> {
        match (self.0, self.overlay()) {
            (Front::Gallery(gallery), _) => gallery.help(),
            (_, Some(Overlay::Help(help))) => Some(help),
            _ => None,
        }
    }

    /// The preset picker, if it is open.
    pub(crate) fn picker(self) -> Option<&'a Picker> {
        if let Some(Overlay::Picker(picker)) = self.overlay() { Some(picker) } else { None }
    }

    /// The parameter panel, if it is open, and its scope.
    pub(crate) fn parameters(self) -> Option<(&'a Scope, &'a Parameters)> {
        let scope = self.scope()?;
        Some((scope, scope.parameters()?))
    }

    /// The digits typed so far, while a neuron's number is being typed.
    pub(crate) fn typed_number(self) -> Option<&'a str> {
        if let Some(Overlay::Number(typed)) = self.overlay() { Some(typed) } else { None }
    }
}

/// Smallest terminal that shows a scope or the gallery (columns, rows).
pub const SIZE_MIN: (u16, u16) = (40, 10);

/// Whether a screen of size `area` only says that it is too small.
pub(crate) fn is_too_small(area: Rect) -> bool {
    area.width < SIZE_MIN.0 || area.height < SIZE_MIN.1
}
