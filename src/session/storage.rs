//! Random access to a stored recording.

use std::fmt::Debug;
use std::io;

use crate::input::InputError;
use crate::preset::{NoTable, Table, Wanted};

/// Longest zero padding accepted at the end of a file (bytes). A loss of power can leave zeros in
/// the place of the last block.
const PADDING_BYTES_MAX: u64 = 64 << 20;
/// Number of bytes searched at a time for zero padding.
const CHUNK_BYTES: u64 = 1 << 16;

/// The bytes of a recording, with random access, so that a replay can start over while it holds a
/// single block in memory.
pub trait Storage: Debug + Send + Sync {
    /// Number of bytes. Bytes appended later are not read.
    fn bytes(&self) -> u64;

    /// Reads the bytes available from `offset` on into `buffer`; returns their number.
    ///
    /// # Errors
    /// The storage's I/O error.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Whether tables can be stored beside the recording.
    fn has_tables(&self) -> bool {
        false
    }

    /// Reads a table stored beside the recording.
    ///
    /// # Errors
    /// Names a missing file, or the error in a table.
    fn table(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable> {
        Err(InputError::whole(wanted.file, "expected no file, since none can be read").into())
    }
}

impl Storage for Vec<u8> {
    fn bytes(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let start = usize::try_from(offset).map_or(self.len(), |offset| offset.min(self.len()));
        let count = buffer.len().min(self.len() - start);
        buffer[..count].copy_from_slice(&self[start..start + count]);
        Ok(count)
    }
}

/// Fills `buffer` with the bytes from `offset` on.
///
/// # Errors
/// An I/O error, or that the file has become shorter.
pub(super) fn fill(storage: &dyn Storage, buffer: &mut [u8], offset: u64) -> io::Result<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        match storage.read_at(&mut buffer[filled..], offset + filled as u64) {
            Ok(0) => {
                let message = "expected as many bytes as when it was opened, found fewer";
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, message));
            }
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Size of the file without the zero padding that a loss of power can leave (bytes).
pub(super) fn unpadded_bytes(storage: &dyn Storage) -> io::Result<u64> {
    let mut end = storage.bytes();
    let least = end.saturating_sub(PADDING_BYTES_MAX);
    let mut chunk = Vec::new();
    while end > least {
        let start = end.saturating_sub(CHUNK_BYTES);
        chunk.resize((end - start) as usize, 0);
        fill(storage, &mut chunk, start)?;
        if let Some(last) = chunk.iter().rposition(|&byte| byte != 0) {
            return Ok(start + last as u64 + 1);
        }
        end = start;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_at_the_end_were_not_written() {
        for (text, zeros) in [(0, 0), (0, 5), (3, 0), (3, 1), (65_535, 65_537), (65_537, 200_000)] {
            let file = [vec![b'x'; text], vec![0; zeros]].concat();
            assert_eq!(unpadded_bytes(&file).expect("memory"), text as u64);
        }
    }
}
