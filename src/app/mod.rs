//! The whole program without a terminal: an [`App`] has a front, which is a scope or the gallery, and
//! hands time and input to it. It carries out what changes the front, and returns the [`Effect`]s that
//! need files or the terminal.
//!
//! ```
//! use izh_tui::app::App;
//! use izh_tui::desk::{Effect, Start};
//! use izh_tui::engine::{DriveState, Experiment};
//! use izh_tui::instrument::Scope;
//! use izh_tui::keys::{Input, Key};
//! use izh_tui::preset::{Catalog, Library};
//!
//! let library = Library::default();
//! let setup = library.find("chattering")?.preset.subject;
//! let experiment = Experiment::neuron(&setup, DriveState::live(&setup.cell.protocol), 1);
//! let scope = Scope::new(&experiment, Catalog::from(&library), Start::USUAL);
//! let mut app = App::scope(scope);
//!
//! app.tick(100_000_000, || true); // 0.1 s of wall time
//! assert_eq!(app.handle(Input::Key(Key::Char('e'))), None); // a pulse that excites
//! assert_eq!(app.handle(Input::Key(Key::Char('q'))), Some(Effect::Quit));
//! # Ok::<(), izh_tui::preset::LookupError>(())
//! ```

use crate::desk::{Desk, Effect, Navigation, Outcome, Paced, Pointer, Tone, Work};
use crate::gallery::Gallery;
use crate::instrument::RecordingEnd;
use crate::instrument::Scope;
use crate::job::Allowance;
use crate::keys::{Input, TextEntry};
use crate::preset::{Pick, PresetToSave, Saved};
use crate::scope::Display;
use crate::session::{About, Medium};

/// The front.
#[derive(Clone, Copy, Debug)]
pub enum Front<'a> {
    /// A scope.
    Scope(&'a Scope),
    /// The gallery.
    Gallery(&'a Gallery),
}

/// The whole program: a scope, or a gallery from which a scope can be opened.
#[derive(Debug)]
pub struct App {
    base: Base,
    recorded: Vec<String>,
    recording_failure: Option<String>,
}

/// What the program was started as.
#[derive(Debug)]
enum Base {
    Scope(Box<Scope>),
    /// The gallery, and the scope that was opened from it, which is in front then.
    Gallery(Box<Gallery>, Option<Box<Scope>>),
}

impl App {
    /// A scope alone.
    #[must_use]
    pub fn scope(scope: Scope) -> Self {
        Self::with(Base::Scope(Box::new(scope)))
    }

    /// The gallery.
    #[must_use]
    pub fn gallery(gallery: Gallery) -> Self {
        Self::with(Base::Gallery(Box::new(gallery), None))
    }

    fn with(base: Base) -> Self {
        Self { base, recorded: Vec::new(), recording_failure: None }
    }

    /// What is in front.
    #[must_use]
    pub fn front(&self) -> Front<'_> {
        match &self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => Front::Scope(scope),
            Base::Gallery(gallery, None) => Front::Gallery(gallery),
        }
    }

    /// The scope, if one is in front.
    #[must_use]
    fn front_scope(&self) -> Option<&Scope> {
        match &self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => Some(scope),
            Base::Gallery(_, None) => None,
        }
    }

    /// The scope in front, to be changed.
    pub fn scope_mut(&mut self) -> Option<&mut Scope> {
        match &mut self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => Some(scope),
            Base::Gallery(_, None) => None,
        }
    }

    /// Sets the size of the screen (columns, rows).
    pub fn fit(&mut self, screen: (u16, u16)) {
        if let Base::Gallery(gallery, _) = &mut self.base {
            gallery.fit(screen);
        }
        self.desk_mut().screen = screen;
    }

    /// Sets the number of columns of the pictures on the time axis of the scope in front.
    pub fn fit_picture(&mut self, columns: usize) {
        if let Some(scope) = self.scope_mut() {
            scope.fit_picture(columns);
        }
    }

    /// Lets `elapsed_ns` of wall time pass for what is in front; see [`Scope::tick`].
    pub fn tick(&mut self, elapsed_ns: u64, allowance: impl Allowance) {
        match &mut self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => scope.tick(elapsed_ns, allowance),
            Base::Gallery(gallery, None) => gallery.tick(elapsed_ns, allowance),
        }
    }

    /// Long work in progress, if any. It goes on while the model is paused.
    #[must_use]
    pub fn work(&self) -> Option<Work> {
        self.front_scope().and_then(Scope::work)
    }

    /// Speed, pause, lag, notices, link and keys of what is in front.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        match self.front() {
            Front::Scope(scope) => scope.desk(),
            Front::Gallery(gallery) => gallery.desk(),
        }
    }

    /// The desk of the front, to be changed.
    pub(crate) fn desk_mut(&mut self) -> &mut Desk {
        match &mut self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => scope.desk_mut(),
            Base::Gallery(gallery, None) => gallery.desk_mut(),
        }
    }

    /// Whether a step of the model was interrupted and is still in progress: inputs wait for its end.
    #[must_use]
    pub fn is_amid_step(&self) -> bool {
        self.front_scope().is_some_and(|scope| scope.is_amid_step() && !scope.desk().paused)
    }

    /// Whether characters are typed into a field of the front.
    #[must_use]
    pub fn text_entry(&self) -> TextEntry {
        let context = match self.front() {
            Front::Scope(scope) => scope.key_context(),
            Front::Gallery(gallery) => gallery.key_context(),
        };
        context.layer.text_entry()
    }

    /// The display mode of the front, if the link to the terminal may choose it.
    #[must_use]
    pub fn display_to_suit(&self) -> Option<Display> {
        let controls = self.front_scope()?.controls();
        controls.link_chooses().then(|| controls.timebase.display())
    }

    /// Lets the picture roll or sweep, if the display mode is left to the program.
    pub fn suit_link(&mut self, rolls: bool) {
        if let Some(scope) = self.scope_mut() {
            scope.controls_mut().suit_link(rolls);
        }
    }

    /// Takes an input that arrived now; time must have been let pass up to now before. What is left
    /// for the shell to do is returned; opening a scope, changing it and leaving it is done here.
    pub fn handle(&mut self, input: Input) -> Option<Effect> {
        let outcome = match &mut self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => scope.handle(input),
            Base::Gallery(gallery, None) => gallery.handle(input),
        };
        self.carry_out(outcome?)
    }

    /// Takes what was done with the mouse to what is in front; as [`Self::handle`].
    pub fn point(&mut self, pointer: Pointer) -> Option<Effect> {
        let outcome = match &mut self.base {
            Base::Scope(scope) | Base::Gallery(_, Some(scope)) => scope.point(pointer),
            Base::Gallery(gallery, None) => gallery.point(pointer),
        };
        self.carry_out(outcome?)
    }

    fn carry_out(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Effect(effect) => return Some(effect),
            Outcome::Navigation(Navigation::Open) => self.open(),
            Outcome::Navigation(Navigation::Leave) => self.leave(),
            Outcome::Navigation(Navigation::Show(pick)) => self.show(pick),
        }
        None
    }

    fn open(&mut self) {
        if let Base::Gallery(gallery, opened @ None) = &mut self.base {
            *opened = gallery.opened().map(|(experiment, catalog, start)| {
                Box::new(Scope::new(&experiment, catalog, start))
            });
        }
    }

    /// Records from here on to `medium`, which is called `name`, what is done on the scope in front.
    ///
    /// # Errors
    /// What the medium says of the header; nothing is recorded then.
    pub fn start_recording(
        &mut self,
        medium: Box<dyn Medium>,
        about: &About,
        name: String,
    ) -> std::io::Result<()> {
        match self.scope_mut() {
            Some(scope) => scope.start_recording(medium, about, name),
            None => Ok(()),
        }
    }

    /// Reports to the scope in front what became of the preset that it wanted saved.
    pub fn preset_saved(&mut self, wanted: PresetToSave, saved: Saved) {
        if let Some(scope) = self.scope_mut() {
            scope.preset_saved(wanted, saved);
        }
    }

    /// Reports to the scope in front what became of a text that it wanted copied; see
    /// [`Scope::copied`].
    pub fn copied(&mut self, sent: bool) {
        if let Some(scope) = self.scope_mut() {
            scope.copied(sent);
        }
    }

    /// Reports to the scope in front that no recording could be started.
    pub fn recording_refused(&mut self, failure: String) {
        if let Some(scope) = self.scope_mut() {
            scope.recording_refused(failure);
        }
    }

    /// Replaces the scope in front by one that shows `pick`.
    fn show(&mut self, pick: Pick) {
        let Some(scope) = self.scope_mut() else { return };
        let mut next = match scope.showing(pick) {
            Ok(next) => next,
            Err(large) => return scope.desk_mut().notify(Tone::Alarm, large.brief()),
        };
        let end = scope.end_recording();
        if let Some((tone, text)) = end.word() {
            next.desk_mut().notify(tone, text + ", ended by this switch");
        }
        *scope = next;
        self.remember(end);
    }

    /// Returns from an opened scope to the gallery, which is as it was left.
    fn leave(&mut self) {
        let Base::Gallery(gallery, opened) = &mut self.base else { return };
        let Some(mut scope) = opened.take() else { return };
        let end = scope.end_recording();
        if let Some((tone, text)) = end.word() {
            gallery.desk_mut().notify(tone, text);
        }
        self.remember(end);
    }

    /// Finishes the recording under way, before the program ends.
    pub fn finish(&mut self) {
        if let Some(scope) = self.scope_mut() {
            let end = scope.end_recording();
            self.remember(end);
        }
    }

    fn remember(&mut self, end: RecordingEnd) {
        self.recorded.extend(end.recorded);
        self.recording_failure = end.failure.or(self.recording_failure.take());
    }

    /// Files that were recorded in full; complete once the program was [finished](Self::finish).
    #[must_use]
    pub fn recorded(&self) -> &[String] {
        &self.recorded
    }

    /// Why a recording had to be given up, if one had.
    #[must_use]
    pub fn recording_failure(&self) -> Option<&str> {
        self.recording_failure.as_deref()
    }
}
