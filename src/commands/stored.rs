//! Reading recordings from files.

use std::fs::File;
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Reach, files, names};
use crate::input::{InputError, plain};
use crate::preset::{NoTable, Table, Wanted};
use crate::session::Storage;

/// The open file of a recording; replacing the file on disk has no effect.
#[derive(Debug)]
struct StoredFile {
    file: File,
    bytes: u64,
    /// Path of the file, if tables can be stored beside it.
    path: Option<PathBuf>,
}

impl Storage for StoredFile {
    fn bytes(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(buffer, offset)
    }

    fn has_tables(&self) -> bool {
        self.path.is_some()
    }

    fn table(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable> {
        match &self.path {
            Some(path) => files::read_table_beside(path, wanted, Reach::Below),
            None => {
                let message = "expected no file beside standard input";
                Err(InputError::whole(wanted.file, message).into())
            }
        }
    }
}

/// Opens the recording at `path`, or on standard input for `-`, for repeated reading.
///
/// # Errors
/// Names a file that is missing or not regular.
pub(super) fn open(path: &Path) -> Result<Arc<dyn Storage>, InputError> {
    let wrong = |error: io::Error| InputError::whole(&names::shown_name(path), plain(&error));
    let (file, path) = match names::is_standard_stream(path) {
        true => (standard_input().map_err(wrong)?, None),
        false => {
            let file = files::open_regular(path, "a recording of izh-tui")?;
            (file, Some(path.to_owned()))
        }
    };
    let bytes = file.metadata().map_err(wrong)?.len();
    Ok(Arc::new(StoredFile { file, bytes, path }))
}

/// Standard input; a stream is first copied into an unnamed file.
fn standard_input() -> io::Result<File> {
    let input = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    if input.metadata()?.is_file() {
        return Ok(input);
    }
    let mut spool = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut spool)?;
    Ok(spool)
}
