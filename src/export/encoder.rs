//! The interface of all output formats of a run.

use std::io;

use crate::engine::Sink;

/// Default number of steps passed to an encoder at once.
pub(super) const STEPS_AT_ONCE: u64 = 1024;

/// A sink that writes what it receives: samples, spikes, or statistics at the end.
pub trait Encoder: Sink {
    /// Most steps that a run may make between two checks whether it was stopped.
    fn steps_at_once(&self) -> u64 {
        STEPS_AT_ONCE
    }

    /// Whether writing has failed, so that the caller can abandon the run.
    fn has_failed(&self) -> bool;

    /// Writes the remaining output of a run that is complete or, if `halted`, was stopped early.
    ///
    /// # Errors
    /// The first I/O error of the whole run.
    fn finish(self, halted: bool) -> io::Result<()>;
}

/// A run that works with any encoder, without a virtual call per sample.
pub trait Encode {
    /// Makes the run and passes it to `encoder`.
    ///
    /// # Errors
    /// The first I/O error of the encoder.
    fn encode(self, encoder: impl Encoder) -> io::Result<()>;
}
