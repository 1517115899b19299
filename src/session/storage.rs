//! The storage that a recording is read from.

use std::fmt::Debug;
use std::io;

use crate::input::InputError;
use crate::preset::{NoTable, Table, Wanted};

/// Most zeros at the end of a file that are taken for a block which was not written when the power
/// failed (bytes).
const PADDING_BYTES_MAX: u64 = 64 << 20;
/// Bytes that are looked at together for such zeros.
const CHUNK_BYTES: u64 = 1 << 16;

/// The bytes of a recording, which can be read anywhere and again: a replay starts over, and keeps
/// no more of a file in memory than one block.
pub trait Storage: Debug + Send + Sync {
    /// Number of bytes. Bytes that are appended later are not read.
    fn bytes(&self) -> u64;

    /// Reads bytes from `offset` on into `buffer`, as many as there are at once; returns their
    /// number.
    ///
    /// # Errors
    /// What the place says.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Whether there can be tables beside the recording.
    fn has_tables(&self) -> bool {
        false
    }

    /// Reads a table beside the recording.
    ///
    /// # Errors
    /// Names a file that is not there, or what is wrong in it.
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

/// Fills `buffer` from `offset` on.
///
/// # Errors
/// What the place says, or that the file has become shorter.
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

/// Bytes of the file without zeros at its end, which a file system may leave of a block that was
/// not written when the power failed.
pub(super) fn written(storage: &dyn Storage) -> io::Result<u64> {
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
            assert_eq!(written(&file).expect("memory"), text as u64);
        }
    }
}
