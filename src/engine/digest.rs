//! The digest of a run: a running hash of every sample.

use xxhash_rust::xxh3::Xxh3;

use super::{Sample, Sink, Spike, Step};

/// Samples hashed in one go.
const BATCH_BYTES: usize = 24 * 64;

/// XXH3-64 over `v`, `u` and current of every sample since the start, each as the eight bytes of
/// an IEEE 754 double, lowest first; seeded with the run's seed.
///
/// It depends on the samples alone: how the steps were split into frames leaves no trace.
#[derive(Clone)]
pub struct Digest {
    hash: Xxh3,
    batch: [u8; BATCH_BYTES],
    filled: usize,
    spikes: u64,
}

/// What a check in a recording says of the run so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Spikes so far.
    pub spikes: u64,
    /// The fingerprint of all samples so far.
    pub digest: u64,
}

impl Digest {
    /// The fingerprint of a run with `seed` before its first step.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { hash: Xxh3::with_seed(seed), batch: [0; BATCH_BYTES], filled: 0, spikes: 0 }
    }

    /// The state of the run so far.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        let mut hash = self.hash.clone();
        hash.update(&self.batch[..self.filled]);
        Checkpoint { spikes: self.spikes, digest: hash.digest() }
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.checkpoint().fmt(f)
    }
}

impl std::fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.digest)
    }
}

impl Sink for Digest {
    #[inline]
    fn sample(&mut self, sample: &Sample) {
        let row = &mut self.batch[self.filled..self.filled + 24];
        row[..8].copy_from_slice(&sample.v.to_le_bytes());
        row[8..16].copy_from_slice(&sample.u.to_le_bytes());
        row[16..].copy_from_slice(&sample.current.to_le_bytes());
        self.filled += 24;
        if self.filled == BATCH_BYTES {
            self.hash.update(&self.batch);
            self.filled = 0;
        }
    }

    #[inline]
    fn spike(&mut self, _: &Spike) {
        self.spikes += 1;
    }

    /// A circuit has a word a step, made of all its neurons, in the place of samples.
    #[inline]
    fn end(&mut self, _: Step, word: u64) {
        // Words fill rows of the batch as samples do.
        self.batch[self.filled..self.filled + 8].copy_from_slice(&word.to_le_bytes());
        self.filled += 8;
        if self.filled == BATCH_BYTES {
            self.hash.update(&self.batch);
            self.filled = 0;
        }
    }
}
