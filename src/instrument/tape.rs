//! The recordings of a scope: the one under way, and the outcome of earlier ones.

use crate::desk::Tone;
use crate::engine::{Command, Event, Sink, Step, forward};
use crate::input::plain;
use crate::session::{Medium, Recorder};

/// Wall time after which a check is due (ns), which bounds what a crash can lose.
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
    forward!(self => self.recorder);
}

/// A notice for the user.
pub(crate) type Word = (Tone, String);

/// The recordings of a scope: the one under way, and the outcome of earlier ones.
#[derive(Debug, Default)]
pub(crate) struct Tape {
    under_way: Option<Recording>,
    recorded: Vec<String>,
    failure: Option<String>,
}

/// The outcome of the recordings of a scope that is left.
#[derive(Debug, Default)]
pub(crate) struct RecordingEnd {
    /// Files that were recorded in full.
    pub(crate) recorded: Vec<String>,
    /// Why a recording had to be given up, if one had.
    pub(crate) failure: Option<String>,
    /// The last of [`Self::recorded`], if it was under way until now.
    ended: Option<String>,
}

impl RecordingEnd {
    /// What is worth telling of it.
    pub(crate) fn word(&self) -> Option<Word> {
        let ended = self.ended.as_ref().map(|name| (Tone::Info, format!("recorded to {name}")));
        self.failure.clone().map(|failure| (Tone::Alarm, failure)).or(ended)
    }
}

impl Tape {
    /// The recording under way.
    pub(crate) fn under_way(&self) -> Option<&Recording> {
        self.under_way.as_ref()
    }

    /// The same, as what a running model is shown to.
    pub(crate) fn sink(&mut self) -> Option<&mut Recording> {
        self.under_way.as_mut()
    }

    /// Takes up a recording that has just been begun, called `name`.
    pub(super) fn begin(
        &mut self,
        recorder: Recorder<Box<dyn Medium>>,
        name: String,
        wall_ns: u64,
    ) -> Word {
        let word = (Tone::Info, format!("recording to {name}"));
        self.under_way = Some(Recording { recorder, name, checked_ns: wall_ns });
        word
    }

    pub(crate) fn refuse(&mut self, failure: String) -> Word {
        self.failure = Some(failure.clone());
        (Tone::Alarm, failure)
    }

    /// Ends what is under way at `step`.
    pub(crate) fn stop(&mut self, step: Step) -> Option<Word> {
        let mut recording = self.under_way.take()?;
        Some(match recording.recorder.finish(step) {
            Ok(()) => {
                let word = (Tone::Info, format!("recorded to {}", recording.name));
                self.recorded.push(recording.name);
                word
            }
            Err(error) => self.fail(&recording, &error),
        })
    }

    /// Appends a command that was carried out before `step`.
    pub(crate) fn event(&mut self, step: Step, command: Command) -> Option<Word> {
        let event = Event { step, command };
        self.write(|recording| recording.recorder.event(&event))
    }

    /// Appends a check at `step`, if one is due. A file has no wall time in it: the clock only says
    /// when the next check is written.
    pub(crate) fn check(&mut self, step: Step, wall_ns: u64) -> Option<Word> {
        self.write(|recording| {
            let second_passed = wall_ns - recording.checked_ns >= CHECK_WALL_NS;
            if recording.recorder.check_if_due(step, second_passed)? {
                recording.checked_ns = wall_ns;
            }
            Ok(())
        })
    }

    /// Writes to the recording; one that fails is given up, and the scope goes on.
    fn write(&mut self, write: impl FnOnce(&mut Recording) -> std::io::Result<()>) -> Option<Word> {
        let error = write(self.under_way.as_mut()?).err()?;
        let recording = self.under_way.take()?;
        Some(self.fail(&recording, &error))
    }

    fn fail(&mut self, recording: &Recording, error: &std::io::Error) -> Word {
        self.refuse(format!("recording to {} stopped: {}", recording.name, plain(error)))
    }

    /// Files that were recorded in full.
    pub(crate) fn recorded(&self) -> &[String] {
        &self.recorded
    }

    /// Why a recording had to be given up, if one had.
    pub(crate) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Ends what is under way at `step`, for the scope is left.
    pub(crate) fn end(&mut self, step: Step) -> RecordingEnd {
        let before = self.recorded.len();
        self.stop(step);
        let Self { recorded, failure, .. } = std::mem::take(self);
        RecordingEnd { ended: recorded.get(before).cloned(), recorded, failure }
    }
}
