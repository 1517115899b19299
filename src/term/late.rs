//! Bytes that come late after an escape byte: either the rest of its sequence, or keys of their
//! own.

use super::sequence::{Progress, begins_answer, progress};

/// Longest run of bytes that can be in doubt: nobody has typed more.
const DOUBTFUL_BYTES_MAX: usize = 64;

/// Bytes that came so long after an escape byte that they may not belong to it.
#[derive(Clone, Debug)]
pub(super) struct Late {
    bytes: Vec<u8>,
    /// Whether the escape byte has already been reported as the key Esc, after a timeout.
    is_told: bool,
}

/// The verdict on late bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Undecided.
    Open,
    /// The rest of the escape byte's sequence.
    Sequence,
    /// Keys; the escape byte was the key Esc.
    Keys,
}

impl Late {
    /// Waits for bytes after an escape byte; `is_told` if that was already reported as
    /// the key Esc.
    pub(super) fn new(is_told: bool) -> Self {
        Self { bytes: Vec::new(), is_told }
    }

    /// Takes a byte.
    pub(super) fn push(&mut self, byte: u8) -> Verdict {
        self.bytes.push(byte);
        match progress(&self.bytes) {
            _ if self.bytes.len() > DOUBTFUL_BYTES_MAX => Verdict::Sequence,
            // Once the key Esc has acted, only a report of the terminal can be the rest of its
            // sequence.
            Progress::Begun if self.is_told && !begins_answer(&self.bytes) => Verdict::Keys,
            Progress::Begun => Verdict::Open,
            Progress::Said => Verdict::Sequence,
            Progress::Input if !self.is_told => Verdict::Sequence,
            Progress::Input | Progress::Nothing => Verdict::Keys,
        }
    }

    /// Whether the escape byte was already reported as the key Esc.
    pub(super) fn is_told(&self) -> bool {
        self.is_told
    }

    /// What has come so far.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
