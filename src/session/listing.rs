//! Descriptions of the blocks of a recording.

use serde::Serialize;

use super::encode;
use super::entry::{Block, Check, Entry};
use super::parse::Session;
use crate::engine::{Clock, Command, Subject};
use crate::input::{InputError, clean};

/// Description of one block of a recording.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Listed {
    /// The step before which the block applies.
    pub step: u64,
    /// The model time of that step (ms).
    pub t_ms: f64,
    /// The command's name in the file, or `check` or `end`. A reference to a subject written out
    /// earlier has the name of a switch.
    pub kind: String,
    /// Content of the block: the subject of a switch, the text of a marker, the keys of another
    /// command, or the state of a check; on one line, without control characters.
    pub text: String,
}

impl Session {
    /// Descriptions of all blocks in order; ends with an error if the file cannot be read further.
    pub fn listing(&self) -> impl Iterator<Item = Result<Listed, InputError>> + '_ {
        let mut clock = Clock::new(self.experiment().steps_per_ms());
        self.blocks().map(move |block| block.map(|block| describe(block, &mut clock)))
    }
}

/// Describes `block`; a switch changes the step of `clock`.
fn describe(block: Block, clock: &mut Clock) -> Listed {
    let step = block.entry.step();
    let t_ms = clock.time_ms(step);
    let (kind, text) = match &block.entry {
        Entry::Event(event) => {
            if let Command::Switch(subject) = &event.command {
                clock.change(step, subject.steps_per_ms());
            }
            kind_and_text(&event.command)
        }
        Entry::Check(check) => ("check".to_owned(), state(check)),
        Entry::End(check) => ("end".to_owned(), state(check)),
    };
    Listed { step: step.0, t_ms, kind, text }
}

fn kind_and_text(command: &Command) -> (String, String) {
    let assignment = encode::assignment(command);
    let (kind, value) = assignment.split_once(" = ").unwrap_or((&assignment, ""));
    let keys = value.strip_prefix('{').and_then(|keys| keys.strip_suffix('}')).unwrap_or(value);
    let text = match command {
        Command::Marker { text } => text,
        command => command.switches_to().map_or(keys.trim(), Subject::name),
    };
    (kind.to_owned(), clean(text).into_owned())
}

fn state(check: &Check) -> String {
    format!("{} spikes, digest {}", check.state.spikes, check.state)
}
