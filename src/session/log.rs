//! The log of commands: all that was done to a model since its start, so that it can be run again.

use crate::engine::{Command, Digest, Engine, Event, Experiment, Start, Step};

/// What a model was started from, the commands that it was given since then, and of a circuit the
/// digest of all that it did. It must be told of every command that was carried out, and
/// [`Self::sink`] must see every step.
#[derive(Clone, Debug)]
pub struct CommandLog {
    start: Experiment,
    /// The engine's step at which it was started.
    origin: Step,
    /// `None` if there were too many to be kept.
    events: Option<Vec<Event>>,
    digest: Digest,
}

impl CommandLog {
    /// Most commands that are kept.
    pub const COMMANDS_MAX: usize = 65_536;

    /// The log of what starts from `start` at an engine's step `origin`.
    #[must_use]
    pub fn new(start: Experiment, origin: Step) -> Self {
        let digest = Digest::new(start.seed);
        Self { start, origin, events: Some(Vec::new()), digest }
    }

    /// The log of what `engine` has just been started with or switched to.
    #[must_use]
    pub fn begin(engine: &mut Engine) -> Self {
        let (start, step) = (engine.snapshot(), engine.step());
        Self::new(start, step)
    }

    /// Begins anew from where `engine` stands, if its state can be written down. A circuit's never
    /// is: its log goes on.
    pub fn rebase(&mut self, engine: &mut Engine) {
        if engine.cell().is_some() {
            *self = Self::begin(engine);
        }
    }

    /// Adds a command that `engine` has just carried out; a switch begins anew.
    pub fn add(&mut self, engine: &mut Engine, command: &Command) {
        match command {
            Command::Switch(_) => *self = Self::begin(engine),
            // A marker belongs to the recording in which it was set, not to the run.
            Command::Marker { .. } => {}
            command => {
                self.events = self.events.take().filter(|all| all.len() < Self::COMMANDS_MAX);
                if let Some(events) = &mut self.events {
                    events.push(Event { step: engine.step(), command: command.clone() });
                }
            }
        }
    }

    /// What the model was started from.
    #[must_use]
    pub fn start(&self) -> &Experiment {
        &self.start
    }

    /// The engine's step at which it was started.
    #[must_use]
    pub fn origin(&self) -> Step {
        self.origin
    }

    /// Spikes and digest of a circuit since its start; of a neuron alone they are not kept, since a
    /// recording of it begins where it stands.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// What has to see every step of a circuit; a neuron alone needs none.
    pub fn sink(&mut self) -> Option<&mut Digest> {
        matches!(self.start.start, Start::Circuit(_)).then_some(&mut self.digest)
    }

    /// Every command since the start, at the engine's steps.
    ///
    /// # Errors
    /// That there were too many to be kept.
    pub fn events(&self) -> Result<&[Event], String> {
        self.events.as_deref().ok_or_else(|| {
            let most = Self::COMMANDS_MAX;
            format!(
                "a recording would need more than {most} commands since the circuit was started"
            )
        })
    }
}
