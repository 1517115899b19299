//! What is in front, the scope or the gallery, and what becomes of scopes that are left.

use super::settings::{Link, Tone};
use super::{App, Effect, Gallery, Input};

/// What is in front.
#[derive(Clone, Copy, Debug)]
pub enum Front<'a> {
    /// The scope.
    Scope(&'a App),
    /// The gallery.
    Gallery(&'a Gallery),
}

/// The whole program: a scope, or a gallery from which a scope can be opened.
#[derive(Debug)]
pub struct Program {
    base: Base,
    recorded: Vec<String>,
    recording_failure: Option<String>,
}

/// What the program was started as.
#[derive(Debug)]
enum Base {
    Scope(Box<App>),
    /// The gallery, and the scope that was opened from it, which is in front then.
    Gallery(Box<Gallery>, Option<Box<App>>),
}

impl Program {
    /// The scope alone.
    #[must_use]
    pub fn scope(app: App) -> Self {
        Self::with(Base::Scope(Box::new(app)))
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
            Base::Scope(app) | Base::Gallery(_, Some(app)) => Front::Scope(app),
            Base::Gallery(gallery, None) => Front::Gallery(gallery),
        }
    }

    /// The scope, if it is in front.
    pub fn scope_mut(&mut self) -> Option<&mut App> {
        match &mut self.base {
            Base::Scope(app) | Base::Gallery(_, Some(app)) => Some(app),
            Base::Gallery(_, None) => None,
        }
    }

    /// Takes note of the size of the screen (columns, rows).
    pub fn fit(&mut self, screen: (u16, u16)) {
        if let Base::Gallery(gallery, _) = &mut self.base {
            gallery.fit(screen);
        }
    }

    /// Lets `elapsed_ns` of wall time pass for what is in front; see [`App::tick`].
    pub fn tick(&mut self, elapsed_ns: u64, go_on: impl FnMut() -> bool) {
        match &mut self.base {
            Base::Scope(app) | Base::Gallery(_, Some(app)) => app.tick(elapsed_ns, go_on),
            Base::Gallery(gallery, None) => gallery.tick(elapsed_ns, go_on),
        }
    }

    /// Whether what is in front stands still.
    #[must_use]
    pub fn paused(&self) -> bool {
        match self.front() {
            Front::Scope(app) => app.paused(),
            Front::Gallery(gallery) => gallery.paused(),
        }
    }

    /// Takes note of what the link to the terminal carries, or that it is not being measured.
    pub fn set_link(&mut self, link: Option<Link>) {
        match &mut self.base {
            Base::Scope(app) | Base::Gallery(_, Some(app)) => app.set_link(link),
            Base::Gallery(gallery, None) => gallery.set_link(link),
        }
    }

    /// Takes an input that arrived now; time must have been let pass up to now before. What is left
    /// for the shell to do is returned; opening a scope and leaving it is done here.
    pub fn handle(&mut self, input: Input) -> Option<Effect> {
        let effect = match &mut self.base {
            Base::Scope(app) | Base::Gallery(_, Some(app)) => app.handle(input),
            Base::Gallery(gallery, None) => gallery.handle(input),
        };
        match effect {
            Some(Effect::Open) => self.open(),
            Some(Effect::Leave) => self.leave(),
            effect => return effect,
        }
        None
    }

    fn open(&mut self) {
        if let Base::Gallery(gallery, opened @ None) = &mut self.base {
            *opened = gallery.open().map(Box::new);
        }
    }

    /// Goes back from an opened scope to the gallery, which stands where it was left.
    fn leave(&mut self) {
        let Base::Gallery(gallery, opened) = &mut self.base else { return };
        let Some(mut app) = opened.take() else { return };
        let before = app.recorded().len();
        app.stop_recording();
        if let Some(failure) = app.recording_failure() {
            gallery.notify(Tone::Alarm, failure);
        } else if let Some(name) = app.recorded().get(before) {
            gallery.notify(Tone::Info, format!("recorded to {name}"));
        }
        self.remember(app.recorded().to_vec(), app.recording_failure().map(str::to_owned));
    }

    /// Ends what is under way, for the program is about to end.
    pub fn finish(&mut self) {
        let Some(app) = self.scope_mut() else { return };
        app.stop_recording();
        let (recorded, failure) = (app.recorded().to_vec(), app.recording_failure());
        let failure = failure.map(str::to_owned);
        self.remember(recorded, failure);
    }

    fn remember(&mut self, recorded: Vec<String>, failure: Option<String>) {
        self.recorded.extend(recorded);
        self.recording_failure = failure.or(self.recording_failure.take());
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
