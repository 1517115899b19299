//! Writes a recording as it happens.

use std::io::{self, Write};

use super::{About, encode};
use crate::engine::{Command, Digest, Event, Experiment, Sample, Sink, Spike, Step};

/// Model time between two checks at most (ms).
const CHECK_INTERVAL_MS: u64 = 10_000;

/// Where a recording is written to.
pub trait Medium: Write {
    /// Makes what was written outlast a loss of power.
    ///
    /// # Errors
    /// What the medium says.
    fn sync(&mut self) -> io::Result<()>;
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
}

impl<M: Medium + ?Sized> Medium for Box<M> {
    fn sync(&mut self) -> io::Result<()> {
        (**self).sync()
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
}

/// How far a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Recording,
    Failed,
    Finished,
}

impl<M: Medium> Recorder<M> {
    /// Begins a recording of `experiment`, which is what [`crate::engine::Engine::snapshot`] gave
    /// at its step `origin`. The header is written and synced before anything can be recorded.
    ///
    /// # Errors
    /// What the medium says, or that the seed is above [`Experiment::SEED_MAX`].
    pub fn start(
        mut medium: M,
        about: &About,
        experiment: &Experiment,
        origin: Step,
    ) -> io::Result<Self> {
        if experiment.seed > Experiment::SEED_MAX {
            let message = format!("a recording can't carry a seed above {}", Experiment::SEED_MAX);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        medium.write_all(encode::header(about, experiment).as_bytes())?;
        medium.flush()?;
        medium.sync()?;
        Ok(Self {
            medium,
            phase: Phase::Recording,
            digest: Digest::new(experiment.seed),
            origin,
            checked: origin,
            steps_per_ms: experiment.steps_per_ms,
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
    /// What the medium says; only once.
    pub fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Command::Switch(setup) = &event.command {
            self.steps_per_ms = setup.steps_per_ms;
        }
        let event = Event { step: self.since_origin(event.step), command: event.command.clone() };
        self.append(|_| encode::event(&event))
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

    /// Writes a check if the last one is ten seconds of model time ago.
    ///
    /// # Errors
    /// What the medium says; only once.
    pub fn check_if_due(&mut self, step: Step) -> io::Result<()> {
        let interval = CHECK_INTERVAL_MS * u64::from(self.steps_per_ms);
        if step.0.saturating_sub(self.checked.0) < interval {
            return Ok(());
        }
        self.check(step)
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

    fn since_origin(&self, step: Step) -> Step {
        Step(step.0.saturating_sub(self.origin.0))
    }

    /// Hands a block to the medium in one piece.
    fn append(&mut self, block: impl FnOnce(&Digest) -> String) -> io::Result<()> {
        if !self.is_recording() {
            return Ok(());
        }
        let block = block(&self.digest);
        let written = self.medium.write_all(block.as_bytes()).and_then(|()| self.medium.flush());
        if written.is_err() {
            self.phase = Phase::Failed;
        }
        written
    }
}

impl<M> Sink for Recorder<M> {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.digest.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.digest.spike(spike);
    }
}
