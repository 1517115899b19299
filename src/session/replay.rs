//! Replays a recording and compares its checks.

use super::divergence::{Divergence, Mark};
use super::entry::{Block, Check, Entry};
use super::file::Reader;
use super::kind;
use super::parse::Session;
use crate::circuit::Probe;
use crate::circuit::network::Effort;
use crate::engine::{Checkpoint, Command, Digest, Engine, Rejection, Sink, Step};
use crate::input::InputError;
use crate::job::Allowance;

/// A recording being replayed.
#[derive(Clone, Debug)]
pub struct Replay {
    session: Session,
    engine: Engine,
    digest: Digest,
    reader: Reader,
    next: Option<Block>,
    /// The last check that held.
    held: Mark,
    divergence: Option<Divergence>,
    /// Reason why the replay cannot reach the end, if any.
    obstacle: Option<Obstacle>,
}

/// Reason why a replay cannot go on.
#[derive(Clone, Debug)]
enum Obstacle {
    /// The command on this line cannot be applied.
    Misfit(usize, Rejection),
    /// The file cannot be read further.
    Unreadable(InputError),
}

impl Replay {
    /// A replay at the start of `session`.
    #[must_use]
    pub fn new(session: Session) -> Self {
        let engine = Engine::begin(session.experiment());
        let digest = Digest::new(session.experiment().seed);
        let mut replay = Self {
            session,
            engine,
            digest,
            reader: Reader::default(),
            next: None,
            held: Mark { step: Step(0), line: 0 },
            divergence: None,
            obstacle: None,
        };
        replay.read_next();
        replay
    }

    /// Returns to the start of the recording. Probes, threads and forks must be set again.
    pub fn restart(&mut self) {
        let experiment = self.session.experiment();
        self.engine = Engine::begin(experiment);
        self.digest = Digest::new(experiment.seed);
        self.reader = Reader::default();
        self.held = Mark { step: Step(0), line: 0 };
        self.divergence = None;
        self.obstacle = None;
        self.read_next();
    }

    /// Reads the next block.
    fn read_next(&mut self) {
        self.next = match self.session.next_block(&mut self.reader) {
            Ok(next) => next,
            Err(error) => {
                self.obstacle = Some(Obstacle::Unreadable(error));
                None
            }
        };
    }

    /// The recording.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The running model.
    #[must_use]
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Sets the most threads for a circuit. The number affects only the speed.
    pub fn set_threads(&mut self, threads: usize) {
        self.engine.set_threads(threads);
    }

    /// Sets the probes of a circuit. Probes do not affect the run.
    pub fn set_probes(&mut self, probes: Vec<Probe>) {
        self.engine.set_probes(probes);
    }

    /// Sets whether injections fork the model, see [`Engine::set_forks`].
    pub fn set_forks(&mut self, forks: bool) {
        self.engine.set_forks(forks);
    }

    /// Ends the fork, see [`Engine::drop_fork`].
    pub fn drop_fork(&mut self) {
        self.engine.drop_fork();
    }

    /// Lets the fork catch up, see [`Engine::advance_fork`].
    pub fn advance_fork(&mut self, effort: Effort, sink: &mut impl Sink) -> bool {
        self.engine.advance_fork(effort, sink)
    }

    /// Continues building a circuit while `allowance` permits; returns whether it is complete.
    pub fn build(&mut self, allowance: &mut impl Allowance) -> bool {
        self.engine.build(allowance)
    }

    /// Number of steps in the whole recording.
    #[must_use]
    pub fn total_steps(&self) -> u64 {
        self.session().summary().end.0
    }

    /// Whether the replay has reached the last block.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.next.is_none() && self.obstacle.is_none()
    }

    /// Whether the replay cannot go on: it is at the last block, at a command that cannot be
    /// applied, or where the file cannot be read further.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next.is_none() || self.obstacle.is_some()
    }

    /// Why the replay cannot reach the end, if so, in a few words for one line of a screen.
    #[must_use]
    pub fn obstacle(&self) -> Option<String> {
        self.obstacle.as_ref().map(|obstacle| match obstacle {
            Obstacle::Misfit(line, rejection) => format!("stopped at line {line}: {rejection}"),
            Obstacle::Unreadable(error) => format!("stopped: {error}"),
        })
    }

    /// Spikes and digest so far.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        self.digest.checkpoint()
    }

    /// The first check that failed, if any so far.
    #[must_use]
    pub fn divergence(&self) -> Option<&Divergence> {
        self.divergence.as_ref()
    }

    /// Makes up to `steps` steps, applies the recorded commands and compares every check on the
    /// way. Stops at the end of the recording, but not at a divergence. Returns the number of steps
    /// made.
    ///
    /// # Errors
    /// Names the block of a command that cannot be applied, past which no replay can go.
    pub fn advance(&mut self, steps: u64, sink: &mut impl Sink) -> Result<u64, InputError> {
        let first = self.engine.step().0;
        let end = first.saturating_add(steps).min(self.total_steps());
        self.take_due(|_| ())?;
        while self.engine.step().0 < end {
            let stop = self.next.as_ref().map_or(end, |block| block.entry.step().0.min(end));
            let distance = stop - self.engine.step().0;
            self.engine.advance(distance, &mut (&mut self.digest, &mut *sink));
            self.take_due(|_| ())?;
        }
        Ok(end - first)
    }

    /// Makes up to `steps` steps, but none past the next block, which [`Self::take_due`] then
    /// applies.
    pub fn advance_to_block(&mut self, steps: u64, sink: &mut impl Sink) {
        let steps = self.steps_to_block(steps);
        self.engine.advance(steps, &mut (&mut self.digest, sink));
    }

    /// As [`Self::advance_to_block`], but interrupts a step of a circuit that takes more than
    /// `effort`.
    pub fn advance_some_to_block(&mut self, steps: u64, effort: Effort, sink: &mut impl Sink) {
        let steps = self.steps_to_block(steps);
        self.engine.advance_some(steps, effort, &mut (&mut self.digest, sink));
    }

    /// How many of `steps` lie before the next block.
    fn steps_to_block(&self, steps: u64) -> u64 {
        let now = self.engine.step().0;
        let next = self.next.as_ref().map_or(now, |block| block.entry.step().0);
        steps.min(next.saturating_sub(now))
    }

    /// Applies all commands and compares all checks due before the present step; reports each
    /// applied command to `seen`.
    ///
    /// # Errors
    /// Names the block of a command that cannot be applied, or says why the file cannot be read
    /// further; the replay cannot go on past that place.
    pub fn take_due(&mut self, mut seen: impl FnMut(&Command)) -> Result<(), InputError> {
        while self.take_some_due(u64::MAX, &mut seen)? {}
        Ok(())
    }

    /// As [`Self::take_due`], for at most a given number of blocks; returns whether more may be
    /// due.
    ///
    /// # Errors
    /// The errors of [`Self::take_due`].
    pub fn take_some_due(
        &mut self,
        most: u64,
        mut seen: impl FnMut(&Command),
    ) -> Result<bool, InputError> {
        for _ in 0..most {
            if !self.take_block(&mut seen)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a block due before the present step has not been applied or compared.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.next.as_ref().is_some_and(|block| block.entry.step() <= self.engine.step())
    }

    /// Applies or compares the next block if it is due before the present step; returns whether it
    /// is.
    pub(super) fn take_block(
        &mut self,
        seen: &mut impl FnMut(&Command),
    ) -> Result<bool, InputError> {
        self.check_obstacle()?;
        let Some(block) = self.next.take_if(|b| b.entry.step() <= self.engine.step()) else {
            return Ok(false);
        };
        let line = block.line;
        match block.entry {
            Entry::Event(event) => {
                // A file changed since validation may switch between neuron and circuit.
                let fits = kind::check(self.engine.subject(), &event.command);
                if let Err(rejection) = fits.and_then(|()| self.engine.apply(&event.command)) {
                    self.next = Some(Block { line, entry: Entry::Event(event) });
                    self.obstacle = Some(Obstacle::Misfit(line, rejection));
                    self.check_obstacle()?;
                } else {
                    seen(&event.command);
                }
            }
            Entry::Check(check) | Entry::End(check) => self.compare(line, &check),
        }
        self.read_next();
        Ok(true)
    }

    /// Checks that the replay can go on.
    ///
    /// # Errors
    /// Says on which line the replay cannot go on, and why.
    pub(super) fn check_obstacle(&self) -> Result<(), InputError> {
        match &self.obstacle {
            None => Ok(()),
            Some(Obstacle::Misfit(line, rejection)) => {
                let message = format!("expected a command that fits: {rejection}");
                Err(self.session().error_at(*line, message))
            }
            Some(Obstacle::Unreadable(error)) => Err(error.clone()),
        }
    }

    fn compare(&mut self, line: usize, check: &Check) {
        let found = self.digest.checkpoint();
        let at = Mark { step: check.step, line };
        if found == check.state {
            self.held = at;
        } else if self.divergence.is_none() {
            let (after, expected) = (self.held, check.state);
            self.divergence = Some(Divergence { after, at, expected, found });
        }
    }
}
