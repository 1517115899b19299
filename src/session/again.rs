//! Subjects that a recording has written out, which it can name by a number from then on.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::encode;
use super::file::File;
use crate::engine::{Command, Experiment, Subject};

/// Largest neuron that is written out whenever it is switched to (bytes): it is read by people,
/// too.
const NEURON_BYTES_MAX: usize = 1024;

/// The circuits and neurons that a recording has written out, by a hash of their text.
#[derive(Debug)]
pub(super) struct Written {
    numbers: BTreeMap<[u8; 32], u64>,
    /// The number of the next.
    next: u64,
}

impl Written {
    /// Of a file that starts from `experiment`: a switch to its subject is number 0.
    pub(super) fn new(experiment: &Experiment) -> Self {
        let mut written = Self { numbers: BTreeMap::new(), next: 0 };
        written.number_of(&Command::Switch(experiment.subject()));
        written
    }

    /// The number and the name under which the file has what `command` switches to, if it has.
    /// Otherwise it is to be written out now.
    pub(super) fn number_of<'a>(&mut self, command: &'a Command) -> Option<(u64, &'a str)> {
        let subject = command.switches_to()?;
        let text = encode::assignment(command);
        let hash = Sha256::digest(text.as_bytes()).into();
        let is_small = matches!(subject, Subject::Neuron(_)) && text.len() <= NEURON_BYTES_MAX;
        match self.numbers.get(&hash) {
            Some(number) if !is_small => Some((*number, subject.name())),
            _ => {
                // Numbers up to the last that a reader keeps.
                if self.next <= File::NUMBERS_MAX as u64 {
                    self.numbers.entry(hash).or_insert(self.next);
                }
                self.next += 1;
                None
            }
        }
    }
}
