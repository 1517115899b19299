//! Files of samples beside a recording, for protocols with too many samples for its text. Their
//! names derive from their contents.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use super::hash::Hash;
use super::number::NUMBERS_MAX;
use super::table::SAMPLES_MAX;
use crate::input::table::write_npy;
use crate::model::stimulus::{SampleTimes, Samples};
use crate::model::{Protocol, Shape};

/// Number of hash digits in the name.
const NAME_DIGITS: usize = 16;

/// A file of samples: a NumPy array of currents, or of times (ms) and currents in two columns.
///
/// Its name contains a hash of its bytes, so files of one name are equal unless one was changed.
#[derive(Clone, Debug, PartialEq)]
pub struct SideFile {
    samples: Samples,
    sha256: String,
}

impl SideFile {
    /// Maximum size of a file (bytes): two doubles for each sample and a header.
    pub const BYTES_MAX: u64 = 16 * SAMPLES_MAX as u64 + 4096;

    /// The file that holds `samples`.
    #[must_use]
    pub fn new(samples: &Samples) -> Self {
        let mut hash = Hash::default();
        write(samples, &mut hash).expect("a hash takes everything");
        Self { samples: samples.clone(), sha256: hash.finish() }
    }

    /// The files that a recording of `protocols` needs, each once.
    #[must_use]
    pub fn all_of<'a>(protocols: impl IntoIterator<Item = &'a Protocol>) -> Vec<Self> {
        let mut files = BTreeMap::new();
        for protocol in protocols.into_iter().filter(|protocol| are_beside(protocol)) {
            for segment in &protocol.segments {
                if let Shape::Samples(samples) = &segment.shape {
                    let file = Self::new(samples);
                    files.insert(file.sha256.clone(), file);
                }
            }
        }
        files.into_values().collect()
    }

    /// Name of the file: `izh-samples-`, the first digits of the hash, `.npy`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("izh-samples-{}.npy", &self.sha256[..NAME_DIGITS])
    }

    /// SHA-256 of the bytes, in 64 hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether `reader` yields exactly the bytes of the file.
    ///
    /// # Errors
    /// `reader` fails.
    pub fn is_in(&self, reader: &mut dyn Read) -> io::Result<bool> {
        let mut hash = Hash::default();
        io::copy(reader, &mut hash)?;
        Ok(hash.finish() == self.sha256)
    }

    /// Writes the bytes of the file.
    ///
    /// # Errors
    /// `out` fails.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        write(&self.samples, out)
    }
}

/// Whether `protocol` has too many samples for text; then all of them are in files.
pub(super) fn are_beside(protocol: &Protocol) -> bool {
    numbers(protocol) > NUMBERS_MAX
}

/// Number of sample numbers in the text of `protocol`.
#[must_use]
pub fn numbers_in_text(protocol: &Protocol) -> usize {
    let numbers = numbers(protocol);
    if numbers > NUMBERS_MAX { 0 } else { numbers }
}

fn numbers(protocol: &Protocol) -> usize {
    let numbers = protocol.segments.iter().map(|segment| match &segment.shape {
        Shape::Samples(samples) => samples.numbers(),
        _ => 0,
    });
    numbers.sum()
}

fn write(samples: &Samples, out: &mut dyn Write) -> io::Result<()> {
    let Samples { values, times } = samples;
    let count = values.len();
    match times {
        SampleTimes::Every(_) => write_npy(out, count, values.iter().map(|&value| [value])),
        SampleTimes::At(times_ms) => {
            let rows = times_ms.iter().zip(values.iter());
            write_npy(out, count, rows.map(|(&time_ms, &value)| [time_ms, value]))
        }
    }
}
