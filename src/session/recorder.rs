//! Writes a recording as it happens.

use std::io::{self, Write};

use super::again::Written;
use super::blocks::BLOCK_BYTES_MAX;
use super::{About, CommandLog, encode};
use crate::engine::{Command, Digest, Event, Experiment, Sink, Step, Subject, forward};
use crate::preset::SideFile;

/// Model time after which a check is due, however little time has passed on the wall (ms).
const CHECK_INTERVAL_MS: u64 = 60_000;
/// Commands of a log that are written in one piece.
const EVENTS_AT_ONCE: usize = 1024;

/// Where a recording is written to.
pub trait Medium: Write {
    /// Makes what was written outlast a loss of power.
    ///
    /// # Errors
    /// What the medium says.
    fn sync(&mut self) -> io::Result<()>;

    /// Puts a file of samples beside what is written here, and makes it outlast a loss of power.
    /// One that is there already stays as it is.
    ///
    /// # Errors
    /// What the place says, or that a file of that name holds something else.
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

/// A recording under way. It must see every sample and spike from its start on, as a [`Sink`].
///
/// The first error of the medium ends the recording: it is returned once, and from then on every
/// call does nothing. What was written until then is a valid file that was cut off.
#[derive(Debug)]
pub struct Recorder<M> {
    medium: M,
    phase: Phase,
    digest: Digest,
    /// The engine's step at which the recording began, and which is 0 in the file.
    origin: Step,
    /// The engine's step at the last check.
    checked: Step,
    steps_per_ms: u32,
    is_circuit: bool,
    written: Written,
}

/// How far a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Recording,
    Failed,
    Finished,
}

impl<M: Medium> Recorder<M> {
    /// Begins a recording at the engine's step `now` of the model of which `log` tells. The file is
    /// that of a run that was recorded from the start of the log on: what the model was started
    /// from, then the commands of the log, then a check of where it stands. All of that is written,
    /// and the header synced, before anything else can be recorded. A neuron alone has to be
    /// recorded from where it stands: see [`CommandLog::rebase`].
    ///
    /// # Errors
    /// What the medium says, that the log is too long, or that the seed is above
    /// [`Experiment::SEED_MAX`].
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

    /// Whether more will be written.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        self.phase == Phase::Recording
    }

    /// Writes a command that the engine carried out before its step `event.step`.
    ///
    /// # Errors
    /// What the medium says, only once, or that it is a switch to another kind, which is not
    /// written.
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

    /// Puts the tables of what is switched to beside the recording.
    fn put_tables_of(&mut self, subject: &Subject) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let files = SideFile::all_of(subject.protocols());
        let put = files.iter().try_for_each(|file| self.medium.put_beside(file));
        put.inspect_err(|_| self.phase = Phase::Failed)
    }

    /// Writes a check of the state at the engine's step `step`, before any event at it.
    ///
    /// # Errors
    /// What the medium says; only once.
    pub fn check(&mut self, step: Step) -> io::Result<()> {
        self.checked = step;
        let in_file = self.since_origin(step);
        self.append(|digest| encode::check(in_file, digest.checkpoint()))
    }

    /// Writes a check if one is due: after the last one the model has made steps, and either a
    /// second has passed on the wall, which only the caller can know, or a minute of model time
    /// has. Returns whether it was due.
    ///
    /// # Errors
    /// What the medium says; only once.
    pub fn check_if_due(&mut self, step: Step, second_passed: bool) -> io::Result<bool> {
        let interval = CHECK_INTERVAL_MS * u64::from(self.steps_per_ms);
        let steps = step.0.saturating_sub(self.checked.0);
        let is_due = steps >= interval || (second_passed && steps > 0);
        if is_due {
            self.check(step)?;
        }
        Ok(is_due)
    }

    /// Ends the recording at the engine's step `step`. Nothing can be recorded after it.
    ///
    /// # Errors
    /// What the medium says; only once.
    pub fn finish(&mut self, step: Step) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let in_file = self.since_origin(step);
        self.append(|digest| encode::end(in_file, digest.checkpoint()))?;
        self.phase = Phase::Finished;
        self.medium.sync()
    }

    /// The medium, with what was written.
    #[must_use]
    pub fn into_medium(self) -> M {
        self.medium
    }

    /// The block of a command; what has been written out in full is only named.
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

    /// Hands a block to the medium in one piece.
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

/// What a recording can't carry, before any of it is written.
fn refused(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

/// A block that could not be read again is not written.
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
