//! A recording under way.

use super::App;
use super::settings::Tone;
use crate::engine::{Command, Event, Sample, Sink, Spike, Step};
use crate::session::{About, Medium, Recorder};

/// Wall time between two checks (ns): more than that of a run is never lost.
const CHECK_WALL_NS: u64 = 1_000_000_000;

/// A recording under way, and what it is called.
pub struct Recording {
    recorder: Recorder<Box<dyn Medium>>,
    name: String,
    checked_ns: u64,
}

impl Recording {
    /// Name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Sink for Recording {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.recorder.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.recorder.spike(spike);
    }
}

impl App {
    /// Records from here on to `medium`, which is called `name`.
    ///
    /// # Errors
    /// What the medium says of the header; nothing is recorded then.
    pub fn start_recording(
        &mut self,
        medium: Box<dyn Medium>,
        about: &About,
        name: String,
    ) -> std::io::Result<()> {
        let Some(engine) = self.source.live_engine() else { return Ok(()) };
        let origin = engine.step();
        let recorder = Recorder::start(medium, about, &engine.snapshot(), origin)?;
        self.notify(Tone::Info, format!("recording to {name}"));
        self.recording = Some(Recording { recorder, name, checked_ns: self.wall_ns });
        Ok(())
    }

    /// Tells that a recording could not even begin, now and at the end: who asked for it may rely
    /// on it.
    pub fn recording_refused(&mut self, failure: String) {
        self.notify(Tone::Alarm, failure.clone());
        self.recording_failure = Some(failure);
    }

    /// Ends a recording that is under way.
    pub fn stop_recording(&mut self) {
        let step = self.engine().step();
        let Some(mut recording) = self.recording.take() else { return };
        match recording.recorder.finish(step) {
            Ok(()) => {
                self.notify(Tone::Info, format!("recorded to {}", recording.name));
                self.recorded.push(recording.name);
            }
            Err(error) => self.recording_failed(&recording, &error),
        }
    }

    /// Files that were recorded in full.
    #[must_use]
    pub fn recorded(&self) -> &[String] {
        &self.recorded
    }

    /// Why a recording had to be given up, if one had.
    #[must_use]
    pub fn recording_failure(&self) -> Option<&str> {
        self.recording_failure.as_deref()
    }

    /// Appends a command that was carried out before `step`.
    pub(super) fn record_event(&mut self, step: Step, command: Command) {
        let event = Event { step, command };
        self.write(|recording, _| recording.recorder.event(&event));
    }

    /// Appends the checks that are due.
    pub(super) fn record_checks(&mut self) {
        let wall_ns = self.wall_ns;
        self.write(|recording, step| {
            if wall_ns - recording.checked_ns < CHECK_WALL_NS {
                return recording.recorder.check_if_due(step);
            }
            recording.checked_ns = wall_ns;
            recording.recorder.check(step)
        });
    }

    /// Writes to the recording; one that fails is given up, and the scope goes on.
    fn write(&mut self, write: impl FnOnce(&mut Recording, Step) -> std::io::Result<()>) {
        let step = self.engine().step();
        let Some(recording) = &mut self.recording else { return };
        if let Err(error) = write(recording, step)
            && let Some(recording) = self.recording.take()
        {
            self.recording_failed(&recording, &error);
        }
    }

    fn recording_failed(&mut self, recording: &Recording, error: &std::io::Error) {
        self.recording_refused(format!("recording to {} stopped: {error}", recording.name));
    }
}
