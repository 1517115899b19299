//! Subjects that a recording has already written out and refers to by number.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::encode;
use super::file::File;
use crate::engine::{Command, Experiment, Subject};

/// Largest neuron that is written out at every switch (bytes), for the sake of human readers.
const NEURON_BYTES_MAX: usize = 1024;

/// Numbers of the written-out circuits and neurons, by hash of their text.
#[derive(Debug)]
pub(super) struct Written {
    numbers: BTreeMap<[u8; 32], u64>,
    /// The next number.
    next: u64,
}

impl Written {
    /// For a file that starts from `experiment`, whose subject has number 0.
    pub(super) fn new(experiment: &Experiment) -> Self {
        let mut written = Self { numbers: BTreeMap::new(), next: 0 };
        written.number_of(&Command::Switch(experiment.subject()));
        written
    }

    /// Number and name of the subject of `command`, if the file has written it out. Otherwise
    /// assigns a number, and the caller must write the subject out now.
    pub(super) fn number_of<'a>(&mut self, command: &'a Command) -> Option<(u64, &'a str)> {
        let subject = command.switches_to()?;
        let text = encode::assignment(command);
        let hash = Sha256::digest(text.as_bytes()).into();
        let is_small = matches!(subject, Subject::Neuron(_)) && text.len() <= NEURON_BYTES_MAX;
        match self.numbers.get(&hash) {
            Some(number) if !is_small => Some((*number, subject.name())),
            _ => {
                // Readers keep no higher numbers.
                if self.next <= File::NUMBERS_MAX as u64 {
                    self.numbers.entry(hash).or_insert(self.next);
                }
                self.next += 1;
                None
            }
        }
    }
}
