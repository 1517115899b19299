//! A scope, of a neuron or of a circuit.

use crate::circuit::TooLarge;
use crate::desk::Link;
use crate::desk::Outcome;
use crate::desk::Start;
use crate::desk::Tone;
use crate::desk::Work;
use crate::engine::Experiment;
use crate::instrument::CircuitScope;
use crate::instrument::RecordingEnd;
use crate::instrument::Scope;
use crate::job::Allowance;
use crate::keys::Input;
use crate::keys::Keymap;
use crate::keys::TextEntry;
use crate::machine::Rest;
use crate::preset::Catalog;
use crate::preset::Pick;
use crate::scope::Display;
use crate::session::{About, Medium};

/// A scope, of a neuron or of a circuit.
#[derive(Debug)]
pub(super) enum Instrument {
    Neuron(Box<Scope>),
    Circuit(Box<CircuitScope>),
}

/// What is the same for both.
macro_rules! either {
    ($instrument:expr, $scope:ident => $do:expr) => {
        match $instrument {
            Instrument::Neuron($scope) => $do,
            Instrument::Circuit($scope) => $do,
        }
    };
}

impl Instrument {
    pub(super) fn tick(&mut self, elapsed_ns: u64, allowance: impl Allowance) {
        either!(self, scope => scope.tick(elapsed_ns, allowance));
    }

    pub(super) fn handle(&mut self, input: Input) -> Option<Outcome> {
        either!(self, scope => scope.handle(input))
    }

    pub(super) fn text_entry(&self) -> TextEntry {
        either!(self, scope => scope.key_context().layer.text_entry())
    }

    pub(super) fn keymap(&self) -> &'static Keymap {
        either!(self, scope => scope.keymap())
    }

    /// What is being done that takes long.
    pub(super) fn work(&self) -> Option<Work> {
        match self {
            Self::Neuron(_) => None,
            Self::Circuit(scope) => scope.work(),
        }
    }

    /// Whether a step of the model has been left in the middle, and time will end it.
    pub(super) fn is_amid_step(&self) -> bool {
        match self {
            Self::Neuron(_) => false,
            Self::Circuit(scope) => scope.is_amid_step() && !scope.paused(),
        }
    }

    pub(super) fn paused(&self) -> bool {
        either!(self, scope => scope.paused())
    }

    pub(super) fn set_link(&mut self, link: Option<Link>) {
        either!(self, scope => scope.set_link(link));
    }

    /// How the picture moves, if that is chosen to suit the link.
    pub(super) fn display_to_suit(&self) -> Option<Display> {
        let desk = either!(self, scope => scope.desk());
        desk.link_chooses().then(|| desk.timebase.display())
    }

    pub(super) fn suit_link(&mut self, rolls: bool) {
        either!(self, scope => scope.desk_mut().suit_link(rolls));
    }

    pub(super) fn start_recording(
        &mut self,
        medium: Box<dyn Medium>,
        about: &About,
        name: String,
    ) -> std::io::Result<()> {
        either!(self, scope => scope.start_recording(medium, about, name))
    }

    pub(super) fn recording_refused(&mut self, failure: String) {
        either!(self, scope => scope.recording_refused(failure));
    }

    pub(super) fn end_recording(&mut self) -> RecordingEnd {
        either!(self, scope => scope.end_recording())
    }

    pub(super) fn notify(&mut self, tone: Tone, text: String) {
        either!(self, scope => scope.notify(tone, text));
    }

    fn catalog(&self) -> &Catalog {
        either!(self, scope => scope.catalog())
    }

    fn seed(&self) -> u64 {
        either!(self, scope => scope.engine().seed())
    }

    /// The settings with which another scope goes on where this one is.
    fn start(&self) -> Start {
        either!(self, scope => scope.settings())
    }

    /// The scope that shows `pick` in the place of this one.
    ///
    /// # Errors
    /// There is no memory for it while this one is there.
    pub(super) fn showing(&self, pick: Pick) -> Result<Self, TooLarge> {
        let (catalog, start, seed) = (self.catalog().clone(), self.start(), self.seed());
        match pick {
            Pick::Neuron(index) => {
                let setup = catalog.neurons[index].preset.subject.clone();
                let experiment = Experiment::live(&setup.into(), seed);
                Ok(Self::Neuron(Box::new(Scope::new(&experiment, catalog, start))))
            }
            Pick::Circuit(index) => {
                let recipe = catalog.circuits[index].preset.subject.clone();
                recipe.memory(start.threads).check_room(Rest::Scope)?;
                let experiment = Experiment::circuit(recipe, seed);
                Ok(Self::Circuit(Box::new(CircuitScope::new(&experiment, catalog, start))))
            }
            Pick::Unread(_) => unreachable!("read when it was picked"),
        }
    }
}
