//! Writes a recording while the model runs.

use std::io::{self, Write};

use super::again::Written;
use super::blocks::BLOCK_BYTES_MAX;
use super::{About, CommandLog, encode};
use crate::engine::{Command, Digest, Event, Experiment, Sink, Step, Subject, forward};
use crate::preset::SideFile;

/// Model time after which a check is due regardless of wall time (ms).
const CHECK_INTERVAL_MS: u64 = 60_000;
/// Number of logged commands written at once.
const EVENTS_AT_ONCE: usize = 1024;

/// Destination of a recording.
pub trait Medium: Write {
    /// Makes all data written so far durable against a loss of power.
    ///
    /// # Errors
    /// The medium's I/O error.
    fn sync(&mut self) -> io::Result<()>;

    /// Stores a file of samples beside the recording, durably. An identical file that exists
    /// already is left as it is.
    ///
    /// # Errors
    /// An I/O error, or a file of that name with other contents.
    fn put_beside(&mut self, file: &SideFile) -> io::Result<()> {
        let name = file.name();
        Err(refused(format!("there is no place for {name} beside the recording")))
    }
}

impl Medium for Vec<u8> {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<M: Medium + ?Sized> Medium for &mut M {
    fn sync(&mut self) -> io::Result<()> {
        (**self).sync()
    }

    fn put_beside(&mut self, file: &SideFile) -> io::Result<()> {
        (**self).put_beside(file)
    }
}

impl<M: Medium + ?Sized> Medium for Box<M> {
    fn sync(&mut self) -> io::Result<()> {
        (**self).sync()
    }

    fn put_beside(&mut self, file: &SideFile) -> io::Result<()> {
        (**self).put_beside(file)
    }
}

/// A recording in progress. As a [`Sink`] it must receive every sample and spike from its start.
///
/// The first error of the medium ends the recording: the error is returned once, and later calls do
/// nothing. The data written so far remain a valid, truncated recording.
#[derive(Debug)]
pub struct Recorder<M> {
    medium: M,
    phase: Phase,
    digest: Digest,
    /// The engine's step at which the recording began; step 0 in the file.
    origin: Step,
    /// The engine's step at the last check.
    checked: Step,
    steps_per_ms: u32,
    is_circuit: bool,
    written: Written,
}

/// State of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Recording,
    Failed,
    Finished,
}

impl<M: Medium> Recorder<M> {
    /// Starts recording the model of `log` at the engine's step `now`. The file begins as if the
    /// run had been recorded from the start of the log: initial state, logged commands, then a
    /// check at `now`. All of this is written, and the header synced, before the function returns.
    /// The recording of a single neuron must begin at its present state: call
    /// [`CommandLog::rebase`] first.
    ///
    /// # Errors
    /// The medium's I/O error, too long a log, or a seed above [`Experiment::SEED_MAX`].
    pub fn start(medium: M, about: &About, log: &CommandLog, now: Step) -> io::Result<Self> {
        let events = log.events().map_err(refused)?;
        let origin = log.origin();
        let mut recorder = Self::with_header(medium, about, log.start(), origin)?;
        for some in events.chunks(EVENTS_AT_ONCE) {
            let blocks: String = some.iter().map(|event| recorder.encoded(event)).collect();
            recorder.append(|_| blocks)?;
        }
        recorder.digest = log.digest().clone();
        if now > origin {
            recorder.check(now)?;
        }
        Ok(recorder)
    }

    fn with_header(
        mut medium: M,
        about: &About,
        experiment: &Experiment,
        origin: Step,
    ) -> io::Result<Self> {
        if experiment.seed > Experiment::SEED_MAX {
            let most = Experiment::SEED_MAX;
            return Err(refused(format!("a recording can't carry a seed above {most}")));
        }
        let header = encode::header(about, experiment);
        check_size(&header)?;
        let subject = experiment.subject();
        for file in SideFile::all_of(subject.protocols()) {
            medium.put_beside(&file)?;
        }
        medium.write_all(header.as_bytes())?;
        medium.flush()?;
        medium.sync()?;
        Ok(Self {
            medium,
            phase: Phase::Recording,
            digest: Digest::new(experiment.seed),
            origin,
            checked: origin,
            steps_per_ms: subject.steps_per_ms(),
            is_circuit: subject.recipe().is_some(),
            written: Written::new(experiment),
        })
    }

    /// Whether the recording still accepts blocks.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.phase == Phase::Recording
    }

    /// Writes a command that the engine applied before its step `event.step`.
    ///
    /// # Errors
    /// The medium's I/O error, once, or a switch between neuron and circuit, which is not written.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Command::Switch(subject) = &event.command {
            if subject.recipe().is_some() != self.is_circuit {
                return Err(refused("a recording stays with a neuron or with circuits".to_owned()));
            }
            self.steps_per_ms = subject.steps_per_ms();
            self.put_tables_of(subject)?;
        }
        let block = self.encoded(event);
        self.append(|_| block)
    }

    /// Stores the tables of samples of `subject` beside the recording.
    fn put_tables_of(&mut self, subject: &Subject) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let files = SideFile::all_of(subject.protocols());
        let put = files.iter().try_for_each(|file| self.medium.put_beside(file));
        put.inspect_err(|_| self.phase = Phase::Failed)
    }

    /// Writes a check of the state at the engine's step `step`, before any event at that step.
    ///
    /// # Errors
    /// The medium's I/O error, once.
    pub fn check(&mut self, step: Step) -> io::Result<()> {
        self.checked = step;
        let in_file = self.since_origin(step);
        self.append(|digest| encode::check(in_file, digest.checkpoint()))
    }

    /// Writes a check if one is due, which takes new steps and either a second of wall time,
    /// reported by the caller as `second_passed`, or a minute of model time. Returns whether a
    /// check was due.
    ///
    /// # Errors
    /// The medium's I/O error, once.
    pub fn check_if_due(&mut self, step: Step, second_passed: bool) -> io::Result<bool> {
        let interval = CHECK_INTERVAL_MS * u64::from(self.steps_per_ms);
        let steps = step.0.saturating_sub(self.checked.0);
        let is_due = steps >= interval || (second_passed && steps > 0);
        if is_due {
            self.check(step)?;
        }
        Ok(is_due)
    }

    /// Ends the recording at the engine's step `step`; later calls write nothing.
    ///
    /// # Errors
    /// The medium's I/O error, once.
    pub fn finish(&mut self, step: Step) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let in_file = self.since_origin(step);
        self.append(|digest| encode::end(in_file, digest.checkpoint()))?;
        self.phase = Phase::Finished;
        self.medium.sync()
    }

    /// Returns the medium with the data written.
    #[must_use]
    pub fn into_medium(self) -> M {
        self.medium
    }

    /// The block of a command; a subject already written out is only referred to by number.
    fn encoded(&mut self, event: &Event) -> String {
        let Event { step, command } = event;
        let step = self.since_origin(*step);
        match self.written.number_of(command) {
            Some((number, name)) => encode::again(step, number, name),
            None => encode::event(&Event { step, command: command.clone() }),
        }
    }

    fn since_origin(&self, step: Step) -> Step {
        Step(step.0.saturating_sub(self.origin.0))
    }

    /// Appends a block to the medium in a single write.
    fn append(&mut self, block: impl FnOnce(&Digest) -> String) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let block = block(&self.digest);
        let written = check_size(&block)
            .and_then(|()| self.medium.write_all(block.as_bytes()))
            .and_then(|()| self.medium.flush());
        if written.is_err() {
            self.phase = Phase::Failed;
        }
        written
    }
}

/// The error for contents that a recording cannot hold.
fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// Refuses a block too large to be read back.
fn check_size(block: &str) -> io::Result<()> {
    if block.len() <= BLOCK_BYTES_MAX {
        return Ok(());
    }
    let bytes = block.len();
    Err(refused(format!("a block can't have more than {BLOCK_BYTES_MAX} bytes, found {bytes}")))
}

impl<M> Sink for Recorder<M> {
    forward!(self => self.digest);
}
