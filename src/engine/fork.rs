//! The fork of a running model: what would have happened without the newest injection.

use super::drive::Drive;
use super::running::{Fork, ForkRun};
use super::{Command, Engine, Injection, Rejection, Sink, Step};
use crate::circuit::network::Effort;

impl Command {
    /// Whether it injects a current of its own: a pulse, a sustained step, on or off, or a protocol that
    /// is fired. A fork goes on without such a command.
    #[must_use]
    pub fn injects(&self) -> bool {
        match self {
            Self::Inject { injection, .. } => !matches!(injection, Injection::Hold { .. }),
            Self::Fire { .. } => true,
            Self::Scheme { .. }
            | Self::Reset {}
            | Self::Edit { .. }
            | Self::Switch(_)
            | Self::Marker { .. } => false,
        }
    }
}

impl Engine {
    /// Sets whether every command that [injects](Command::injects) forks the model; the fork goes on
    /// without that command and with all others, up to the next that injects, a reset or a switch. A
    /// fork changes nothing of what the model does.
    pub fn set_forks(&mut self, forks: bool) {
        self.forks = forks;
        if !forks {
            self.fork = None;
        }
    }

    /// The step from which the present fork differs from the model, if there is a fork.
    #[must_use]
    pub fn forked_at(&self) -> Option<Step> {
        self.fork.as_ref().map(|fork| fork.since)
    }

    /// Ends the fork.
    pub fn drop_fork(&mut self) {
        self.fork = None;
    }

    /// The fork as a model of its own, once the model has made a step with it.
    #[must_use]
    pub fn fork(&self) -> Option<&Self> {
        match &self.fork.as_ref()?.run {
            ForkRun::Due(_) => None,
            ForkRun::Under(engine) => Some(engine),
        }
    }

    /// Lets the fork catch up with the model, with every report to `sink`; interrupts a step of a
    /// circuit once `effort` is spent. Returns whether it has caught up.
    pub fn advance_fork(&mut self, effort: Effort, sink: &mut impl Sink) -> bool {
        let end = self.step.0;
        let Some(Fork { run: ForkRun::Under(fork), .. }) = &mut self.fork else { return true };
        while fork.step.0 < end {
            fork.advance_some(end - fork.step.0, effort, sink);
            if fork.is_amid_step() {
                return false;
            }
        }
        true
    }

    /// Copies the model for a fork that is due, because the model is about to make a step.
    pub(super) fn begin_fork(&mut self) {
        let Some(Fork { since, run: ForkRun::Due(_) }) = &self.fork else { return };
        let since = *since;
        // A circuit is built once for both.
        self.kernel.build(&mut || true);
        if let Some(Fork { run: ForkRun::Due(drive), .. }) = self.fork.take() {
            let fork = Self { drive: *drive, forks: false, ..self.clone() };
            self.fork = Some(Fork { since, run: ForkRun::Under(Box::new(fork)) });
        }
    }

    /// The drive without the effect of `command`, if that will fork the model.
    pub(super) fn drive_to_fork(&self, command: &Command) -> Option<Box<Drive>> {
        (self.forks && command.injects()).then(|| Box::new(self.drive.clone()))
    }

    /// Forks the model after a command that injected, whose drive was `before`; lets every other
    /// command act on the fork, too.
    pub(super) fn follow_with_fork(&mut self, command: &Command, before: Option<Box<Drive>>) {
        if let Some(drive) = before {
            self.fork = Some(Fork { since: self.step, run: ForkRun::Due(drive) });
            return;
        }
        // The fork is where the model is before both take the command.
        self.advance_fork(Effort::UNBOUNDED, &mut ());
        let Some(fork) = &mut self.fork else { return };
        let followed = match command {
            Command::Reset {} | Command::Switch(_) => return self.fork = None,
            _ => fork.apply(command, self.step, self.clock.steps_per_ms()),
        };
        if followed.is_err() {
            self.fork = None;
        }
    }

    /// Sets the probes of the fork.
    pub(super) fn probe_fork(&mut self) {
        if let Some(Fork { run: ForkRun::Under(fork), .. }) = &mut self.fork {
            fork.probes.clone_from(&self.probes);
        }
    }
}

impl Fork {
    /// Carries out a command that the model has carried out before `step`, and that does not inject.
    fn apply(&mut self, command: &Command, step: Step, steps_per_ms: u32) -> Result<(), Rejection> {
        match (&mut self.run, command) {
            (ForkRun::Under(fork), command) => fork.apply(command),
            (ForkRun::Due(drive), Command::Inject { site, injection }) => {
                drive.inject(step, (*site, *injection), steps_per_ms)
            }
            // All else is in the model, of which the fork will be a copy.
            (ForkRun::Due(_), _) => Ok(()),
        }
    }
}
