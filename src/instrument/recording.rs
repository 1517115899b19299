//! Starting and ending recordings of a scope.

use super::Scope;
use super::tape::{Recording, RecordingEnd, Word};
use crate::engine::{Command, Step};
use crate::session::{About, Medium};

impl Scope {
    /// Records from here on to `medium`, which is called `name`.
    ///
    /// # Errors
    /// The medium's error in writing the header; nothing is recorded then.
    pub fn start_recording(
        &mut self,
        medium: Box<dyn Medium>,
        about: &About,
        name: String,
    ) -> std::io::Result<()> {
        let Some(recorder) = self.run.record(medium, about) else { return Ok(()) };
        let word = self.tape.begin(recorder?, name, self.desk.wall_ns());
        self.tell(Some(word));
        Ok(())
    }

    /// Reports that a recording could not begin, now and again at the end of the program.
    pub fn recording_refused(&mut self, failure: String) {
        let word = self.tape.refuse(failure);
        self.tell(Some(word));
    }

    /// Ends a recording that is under way.
    pub fn stop_recording(&mut self) {
        let word = self.tape.stop(self.engine().step());
        self.tell(word);
    }

    /// Ends a recording that is under way, because the scope is left.
    pub(crate) fn end_recording(&mut self) -> RecordingEnd {
        let step = self.engine().step();
        self.tape.end(step)
    }

    /// The recording under way.
    #[must_use]
    pub fn recording(&self) -> Option<&Recording> {
        self.tape.under_way()
    }

    /// Files that were recorded in full.
    #[must_use]
    pub fn recorded(&self) -> &[String] {
        self.tape.recorded()
    }

    /// Why a recording had to be given up, if one had.
    #[must_use]
    pub fn recording_failure(&self) -> Option<&str> {
        self.tape.failure()
    }

    /// Appends a command that was carried out before `step`.
    pub(crate) fn record_event(&mut self, step: Step, command: Command) {
        let word = self.tape.event(step, command);
        self.tell(word);
    }

    /// Appends a check, if one is due.
    pub(crate) fn record_checks(&mut self) {
        let word = self.tape.check(self.engine().step(), self.desk.wall_ns());
        self.tell(word);
    }

    pub(crate) fn tell(&mut self, word: Option<Word>) {
        if let Some((tone, text)) = word {
            self.desk.notify(tone, text);
        }
    }
}
