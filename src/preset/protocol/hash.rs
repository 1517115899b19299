//! SHA-256 of data that is read or written.

use std::io::{self, BufRead, Read, Write};

use sha2::{Digest, Sha256};

/// A reader that hashes the bytes that it reads.
pub(super) struct Hashing<'a> {
    reader: &'a mut dyn BufRead,
    hash: Hash,
}

impl<'a> Hashing<'a> {
    pub(super) fn new(reader: &'a mut dyn BufRead) -> Self {
        Self { reader, hash: Hash::default() }
    }

    /// The hash of the bytes read, in 64 hexadecimal digits.
    pub(super) fn finish(self) -> String {
        self.hash.finish()
    }
}

impl Read for Hashing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hash.0.update(&buffer[..count]);
        Ok(count)
    }
}

/// A writer that hashes the bytes written to it.
#[derive(Default)]
pub(super) struct Hash(Sha256);

impl Hash {
    /// The hash in 64 hexadecimal digits.
    pub(super) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
