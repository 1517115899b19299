//! Bytes that come late after an escape byte: the rest of what it began, or keys of their own.

use super::sequence::{Progress, begins_answer, progress};

/// Bytes of which one may still doubt what they are: nobody has typed more.
const DOUBTFUL_BYTES_MAX: usize = 64;

/// What came after an escape byte so late that the two may have nothing to do with each other.
#[derive(Clone, Debug)]
pub(super) struct Late {
    bytes: Vec<u8>,
    /// Whether the escape byte was told to be the key, since nothing came for too long.
    is_told: bool,
}

/// What late bytes turn out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It can't be said yet.
    Open,
    /// With the escape byte, a sequence.
    Sequence,
    /// Keys, as the escape byte was.
    Keys,
}

impl Late {
    /// What comes after an escape byte, and whether that was told to be the key.
    pub(super) fn new(is_told: bool) -> Self {
        Self { bytes: Vec::new(), is_told }
    }

    /// Takes a byte.
    pub(super) fn push(&mut self, byte: u8) -> Verdict {
        self.bytes.push(byte);
        match progress(&self.bytes) {
            _ if self.bytes.len() > DOUBTFUL_BYTES_MAX => Verdict::Sequence,
            // Once the key has acted, only what the terminal says by itself can be the rest.
            Progress::Begun if self.is_told && !begins_answer(&self.bytes) => Verdict::Keys,
            Progress::Begun => Verdict::Open,
            Progress::Said => Verdict::Sequence,
            Progress::Input if !self.is_told => Verdict::Sequence,
            Progress::Input | Progress::Nothing => Verdict::Keys,
        }
    }

    /// Whether the escape byte was told to be the key.
    pub(super) fn is_told(&self) -> bool {
        self.is_told
    }

    /// What has come so far.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
