//! What was done to a circuit since its start, so that a recording can begin at any moment.

use crate::engine::{CircuitEngine, Command, Digest, Event, Sample, Sink, Spike, Step};

/// The commands that a circuit was given since its start, and the digest of all that it did. It must
/// see the run from its start on, as a [`Sink`], and every command that was carried out.
#[derive(Clone, Debug)]
pub struct CommandLog {
    /// `None` if there were too many to be kept.
    events: Option<Vec<Event>>,
    digest: Digest,
}

impl CommandLog {
    /// Most commands that are kept.
    pub const COMMANDS_MAX: usize = 65_536;

    /// The log of the circuit that `engine` has just been started with or switched to.
    #[must_use]
    pub fn new(engine: &CircuitEngine) -> Self {
        Self { events: Some(Vec::new()), digest: Digest::new(engine.seed()) }
    }

    /// Adds a command that `engine` has just carried out; a switch of the circuit begins anew.
    pub fn add(&mut self, engine: &CircuitEngine, command: &Command) {
        match command {
            Command::SwitchCircuit(_) => *self = Self::new(engine),
            // It stands for a moment of the recording in which it was dropped.
            Command::Marker { .. } => {}
            command => {
                self.events = self.events.take().filter(|all| all.len() < Self::COMMANDS_MAX);
                if let Some(events) = &mut self.events {
                    events.push(Event { step: engine.step(), command: command.clone() });
                }
            }
        }
    }

    /// Spikes and digest since the circuit's start.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Every command since the circuit's start, at the engine's steps.
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

impl Sink for CommandLog {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        self.digest.sample(sample);
    }

    #[inline]
    fn spike(&mut self, spike: &Spike) {
        self.digest.spike(spike);
    }

    #[inline]
    fn end(&mut self, step: Step, word: u64) {
        self.digest.end(step, word);
    }
}
