//! Reading files. No other module opens files for reading. Every read is bounded, and only regular
//! files are read.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rustix::fs::OFlags;

use super::names::{is_standard_stream, kind_name, shown_name};
use super::output::write_whole;
use super::reach::Reach;
use super::table_choice::TableChoice;
use crate::input::table::is_table;
use crate::input::{Document, InputError, Problem, plain};
use crate::model::Protocol;
use crate::preset::{self, NoTable, ReadTable, SideFile, Table, Wanted};

/// File name endings of tables; the type of other files follows from their contents.
const TABLE_ENDINGS: [&str; 6] = ["csv", "tsv", "txt", "dat", "atf", "npy"];
/// Buffer size for reading and writing (bytes).
const BUFFER_BYTES: usize = 1 << 16;

/// A reader limited to `left` bytes, since a file may grow after its size was checked.
struct Bounded<R> {
    inner: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|error| match error.kind() {
            // Some special files claim to be regular, but block like a pipe.
            io::ErrorKind::WouldBlock => io::Error::other(NEVER_READY),
            _ => error,
        })?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other(too_large(self.most)))?;
        Ok(count)
    }
}

/// The error message for a file whose data are not ready.
const NEVER_READY: &str = "expected a regular file, found one that has to be waited for";

fn too_large(bytes_max: u64) -> String {
    format!("expected at most {bytes_max} bytes")
}

/// Opens the file at `path`, or standard input for `-`, for reading at most `bytes_max` bytes.
///
/// # Errors
/// Names a file that is missing, not regular or larger than `bytes_max`; such a file is not opened.
fn open(path: &Path, bytes_max: u64) -> Result<Box<dyn BufRead>, InputError> {
    let name = shown_name(path);
    let wrong = |message: String| InputError::whole(&name, message);
    let bounded = |inner: Box<dyn Read>| Bounded { inner, left: bytes_max, most: bytes_max };
    if is_standard_stream(path) {
        return Ok(Box::new(BufReader::new(bounded(Box::new(io::stdin())))));
    }
    let file = open_regular(path, "a regular file")?;
    let about = file.metadata().map_err(|error| wrong(plain(&error)))?;
    if about.len() > bytes_max {
        return Err(wrong(too_large(bytes_max)));
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, bounded(Box::new(file)))))
}

/// Opens the regular file at `path` for reading; errors call the contents `expected`.
///
/// # Errors
/// Names a file that is missing or not regular; such a file is not opened.
pub(super) fn open_regular(path: &Path, expected: &str) -> Result<File, InputError> {
    let wrong = |message: String| InputError::whole(&shown_name(path), message);
    let check = |about: io::Result<Metadata>| {
        let about = about.map_err(|error| wrong(plain(&error)))?;
        if about.is_file() {
            return Ok(());
        }
        let kind = kind_name(about.file_type());
        Err(wrong(format!("expected {expected}, found {kind}")))
    };
    check(fs::metadata(path))?;
    // Another file may have replaced this one since the check; opening it must not block.
    let without_waiting = (OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32;
    let opened = OpenOptions::new().read(true).custom_flags(without_waiting).open(path);
    let file = opened.map_err(|error| wrong(plain(&error)))?;
    check(file.metadata())?;
    Ok(file)
}

/// Reads the file at `path`, or standard input for `-`.
///
/// # Errors
/// Names a file that is missing, not regular or larger than `bytes_max`; such a file is not opened.
pub fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    let read = open(path, bytes_max)?.read_to_end(&mut bytes);
    read.map_err(|error| InputError::whole(&shown_name(path), plain(&error)))?;
    Ok(bytes)
}

/// Reads the file at `path`, or standard input for `-`, as text.
///
/// # Errors
/// The errors of [`read_bytes`], and the position of the first byte that is not UTF-8.
pub fn read_text(path: &Path, bytes_max: u64) -> Result<String, InputError> {
    as_text(&shown_name(path), read_bytes(path, bytes_max)?)
}

/// The UTF-8 text at the start of the regular file at `path`, `bytes_max` bytes at most.
pub(super) fn read_head(path: &Path, bytes_max: u64) -> Option<String> {
    let mut bytes = Vec::new();
    open(path, preset::FILE_BYTES_MAX).ok()?.take(bytes_max).read_to_end(&mut bytes).ok()?;
    let valid = match std::str::from_utf8(&bytes) {
        Ok(_) => bytes.len(),
        Err(error) => error.valid_up_to(),
    };
    bytes.truncate(valid);
    String::from_utf8(bytes).ok()
}

/// The contents of the file called `name` as text.
fn as_text(name: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let text = String::from_utf8_lossy(&bytes[..valid]);
        let message = format!("expected UTF-8 text, found the byte 0x{:02x}", bytes[valid]);
        Document::new(name, &text).error(Problem::at(valid..valid, message))
    })
}

/// The error message for a file elsewhere that is no table; it must quote nothing of the contents.
const NO_TABLE_ELSEWHERE: &str = "expected a table of numbers";

/// Reads a table that the file at `path` names, relative to that file's directory.
pub(super) fn read_table_beside(
    path: &Path,
    wanted: &Wanted<'_>,
    reach: Reach,
) -> Result<Table, NoTable> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let (path, is_below) = reach.named(directory, wanted.file).map_err(NoTable::Refused)?;
    read_table(&path, wanted).map_err(|error| {
        NoTable::Wrong(if is_below { error } else { error.unquoted(NO_TABLE_ELSEWHERE) })
    })
}

fn read_table(path: &Path, wanted: &Wanted<'_>) -> Result<Table, InputError> {
    // Tables written by this program may be larger than tables of other origin.
    let bytes_max =
        if wanted.sha256.is_some() { SideFile::BYTES_MAX } else { preset::TABLE_BYTES_MAX };
    let mut reader = open(path, bytes_max)?;
    Table::read(&shown_name(path), &mut reader, wanted)
}

/// Reads a stimulus from `path`, or from standard input for `-`, for a neuron with currents in
/// `unit`. The stimulus is TOML, or a table whose columns `choice` selects.
///
/// # Errors
/// Names the position of the first mistake in the file or in a table that it names.
pub fn read_stimulus(
    path: &Path,
    choice: &TableChoice,
    unit: Option<&str>,
    reach: Reach,
) -> Result<Protocol, InputError> {
    let name = shown_name(path);
    let mut reader = open(path, preset::TABLE_BYTES_MAX)?;
    let wrong = |error: io::Error| InputError::whole(&name, plain(&error));
    let ending = path.extension().and_then(OsStr::to_str);
    let is_table = match ending {
        Some("toml") => false,
        Some(ending) if TABLE_ENDINGS.contains(&ending) => true,
        _ => is_table(reader.fill_buf().map_err(wrong)?),
    };
    if is_table {
        let columns = choice.columns();
        let wanted = Wanted { file: &name, sha256: None, columns };
        let table = Table::read(&name, &mut reader, &wanted)?;
        return preset::protocol_of(&table, choice.sample_ms, unit);
    }
    if let Some(flag) = choice.flag() {
        return Err(InputError::whole(&name, format!("{flag}: expected a table, found TOML")));
    }
    let most = preset::FILE_BYTES_MAX;
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes).map_err(wrong)?;
    if bytes.len() as u64 > most {
        return Err(InputError::whole(&name, too_large(most)));
    }
    let text = as_text(&name, bytes)?;
    let document = Document::new(&name, &text);
    with_tables_beside(path, reach, |read| preset::parse_stimulus(&document, read, unit))
}

/// Calls `parse` with access to tables beside the file at `path`, unless `path` is standard input.
pub(super) fn with_tables_beside<T>(
    path: &Path,
    reach: Reach,
    parse: impl FnOnce(Option<&ReadTable<'_>>) -> T,
) -> T {
    let read = |wanted: &Wanted<'_>| read_table_beside(path, wanted, reach);
    parse((!is_standard_stream(path)).then_some(&read))
}

/// Stores a file of samples beside the file at `path`, completely and durably. An identical
/// existing file is kept.
///
/// # Errors
/// An I/O error of the directory, or a file of that name with other contents.
pub(super) fn put_beside(path: &Path, side: &SideFile) -> io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new(""));
    let target = directory.join(side.name());
    if fs::symlink_metadata(&target).is_ok() {
        let is_same = fs::metadata(&target)?.is_file() && side.is_in(&mut File::open(&target)?)?;
        let message = || format!("{} exists and holds something else", shown_name(&target));
        return is_same.then_some(()).ok_or_else(|| io::Error::other(message()));
    }
    write_whole(&target, false, |file| {
        let mut file = BufWriter::with_capacity(BUFFER_BYTES, file);
        side.write(&mut file)?;
        file.flush()
    })
}
