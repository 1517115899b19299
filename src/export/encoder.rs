//! What every output of a run has in common.

use std::io;

use crate::engine::Sink;

/// Most steps that an encoder is shown at once where it does not say otherwise.
pub(super) const STEPS_AT_ONCE: u64 = 1024;

/// A sink that writes what it takes: every sample, every spike, or statistics at the end.
pub trait Encoder: Sink {
    /// Most steps that it may be shown of a run that had to be stopped among them.
    fn steps_at_once(&self) -> u64 {
        STEPS_AT_ONCE
    }

    /// Whether something could not be written, so that the rest of the run would be for nothing.
    fn has_failed(&self) -> bool;

    /// Writes what is left of a run that came to its end or, where it `halted`, had to be stopped before.
    ///
    /// # Errors
    /// The first error of the whole run.
    fn finish(self, halted: bool) -> io::Result<()>;
}

/// A run that can be shown to any encoder, without a virtual call for each sample.
pub trait Encode {
    /// Makes the run, and has `encoder` write it.
    ///
    /// # Errors
    /// The first error of writing.
    fn encode(self, encoder: impl Encoder) -> io::Result<()>;
}
