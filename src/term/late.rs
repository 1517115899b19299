//! Bytes that arrive late after an escape byte: either the rest of its sequence, or keys.

use super::sequence::{Progress, begins_answer, progress};

/// More late bytes than this were not typed, so they belong to a sequence.
const DOUBTFUL_BYTES_MAX: usize = 64;

/// Bytes that arrived so long after an escape byte that they may not belong to its sequence.
#[derive(Clone, Debug)]
pub(super) struct Late {
    bytes: Vec<u8>,
    /// Whether the escape byte has already been reported as the key Esc, after a timeout.
    is_reported: bool,
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
    /// No late bytes yet; `is_reported` says whether the escape byte was reported as the key Esc.
    pub(super) fn new(is_reported: bool) -> Self {
        Self { bytes: Vec::new(), is_reported }
    }

    /// Adds a byte; returns the verdict on all late bytes so far.
    pub(super) fn push(&mut self, byte: u8) -> Verdict {
        self.bytes.push(byte);
        match progress(&self.bytes) {
            _ if self.bytes.len() > DOUBTFUL_BYTES_MAX => Verdict::Sequence,
            // Once the key Esc has been reported, only a reply of the terminal may still be the
            // rest of a sequence.
            Progress::Begun if self.is_reported && !begins_answer(&self.bytes) => Verdict::Keys,
            Progress::Begun => Verdict::Open,
            Progress::Report => Verdict::Sequence,
            Progress::Input if !self.is_reported => Verdict::Sequence,
            Progress::Input | Progress::Nothing => Verdict::Keys,
        }
    }

    /// Whether the escape byte was already reported as the key Esc.
    pub(super) fn is_reported(&self) -> bool {
        self.is_reported
    }

    /// The late bytes so far.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
