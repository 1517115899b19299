//! Log of the commands to a model since its start, from which the run can be repeated.

use crate::engine::{Command, Digest, Engine, Event, Experiment, Start, Step};

/// The initial state of a model, the commands applied since, and for a circuit the digest of its
/// run. The caller must add every applied command and pass every step to [`Self::sink`].
#[derive(Clone, Debug)]
pub struct CommandLog {
    start: Experiment,
    /// The engine's step at the start of the log.
    origin: Step,
    /// `None` after more than [`Self::COMMANDS_MAX`] commands.
    events: Option<Vec<Event>>,
    digest: Digest,
}

impl CommandLog {
    /// Most commands that the log holds.
    pub const COMMANDS_MAX: usize = 65_536;

    /// The log of a model that starts from `start` at the engine's step `origin`.
    #[must_use]
    pub fn new(start: Experiment, origin: Step) -> Self {
        let digest = Digest::new(start.seed);
        Self { start, origin, events: Some(Vec::new()), digest }
    }

    /// The log of a model that `engine` has just started or switched to.
    #[must_use]
    pub fn begin(engine: &mut Engine) -> Self {
        let (start, step) = (engine.snapshot(), engine.step());
        Self::new(start, step)
    }

    /// Restarts the log at the present state of `engine`, if that state can be written down. For a
    /// circuit it cannot, and the log continues.
    pub fn rebase(&mut self, engine: &mut Engine) {
        if engine.cell().is_some() {
            *self = Self::begin(engine);
        }
    }

    /// Adds a command that `engine` has just applied; a switch restarts the log.
    pub fn add(&mut self, engine: &mut Engine, command: &Command) {
        match command {
            Command::Switch(_) => *self = Self::begin(engine),
            // A marker belongs to the recording in which the user set it, not to the run.
            Command::Marker { .. } => {}
            command => {
                self.events = self.events.take().filter(|all| all.len() < Self::COMMANDS_MAX);
                if let Some(events) = &mut self.events {
                    events.push(Event { step: engine.step(), command: command.clone() });
                }
            }
        }
    }

    /// The initial state of the model.
    #[must_use]
    pub fn start(&self) -> &Experiment {
        &self.start
    }

    /// The engine's step at the start of the log.
    #[must_use]
    pub fn origin(&self) -> Step {
        self.origin
    }

    /// Spikes and digest of a circuit since its start. Of a neuron they are not kept, because its
    /// recordings begin at its present state.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// The sink for every step of a circuit; `None` for a neuron.
    pub fn sink(&mut self) -> Option<&mut Digest> {
        matches!(self.start.start, Start::Circuit(_)).then_some(&mut self.digest)
    }

    /// The commands since the start, at the engine's steps.
    ///
    /// # Errors
    /// More than [`Self::COMMANDS_MAX`] commands were applied.
    pub fn events(&self) -> Result<&[Event], String> {
        self.events.as_deref().ok_or_else(|| {
            let most = Self::COMMANDS_MAX;
            format!(
                "a recording would need more than {most} commands since the circuit was started"
            )
        })
    }
}
