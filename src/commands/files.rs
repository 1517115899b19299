//! The only place where files are opened to be read: every read is bounded, and nothing but regular
//! files is read.

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

/// What the names of tables end in; other files are told by what is in them.
const TABLE_ENDINGS: [&str; 6] = ["csv", "tsv", "txt", "dat", "atf", "npy"];
/// Bytes that are read from a file, or written to one, at once.
const BUFFER_BYTES: usize = 1 << 16;

/// A file that may have grown since it was looked at, and is read no further than `left` bytes.
struct Bounded<R> {
    inner: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|error| match error.kind() {
            // Some files of the system that call themselves regular are waited for like a pipe.
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

/// What is said of a file whose bytes are still to come.
const NEVER_READY: &str = "expected a regular file, found one that has to be waited for";

fn too_large(bytes_max: u64) -> String {
    format!("expected at most {bytes_max} bytes")
}

/// Opens the file at `path`, or standard input for `-`, to be read up to `bytes_max` bytes.
///
/// # Errors
/// Names a file that is not there, is no regular file, or has more bytes: such a file is not even
/// opened.
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

/// Opens the file at `path` to be read, which is `expected`.
///
/// # Errors
/// Names a file that is not there, or what is no regular file: such a one is not even opened.
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
    // Something else may stand there by now: opening that must not wait for anybody either.
    let without_waiting = (OFlags::NONBLOCK | OFlags::NOCTTY).bits() as i32;
    let opened = OpenOptions::new().read(true).custom_flags(without_waiting).open(path);
    let file = opened.map_err(|error| wrong(plain(&error)))?;
    check(file.metadata())?;
    Ok(file)
}

/// The bytes of the file at `path`, or of standard input for `-`.
///
/// # Errors
/// Names a file that is not there, is no regular file, or has more than `bytes_max` bytes: such a
/// file is not even opened.
pub fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::new();
    let read = open(path, bytes_max)?.read_to_end(&mut bytes);
    read.map_err(|error| InputError::whole(&shown_name(path), plain(&error)))?;
    Ok(bytes)
}

/// The text of the file at `path`, or of standard input for `-`.
///
/// # Errors
/// Those of [`read_bytes`], and the place of what is not UTF-8.
pub fn read_text(path: &Path, bytes_max: u64) -> Result<String, InputError> {
    as_text(&shown_name(path), read_bytes(path, bytes_max)?)
}

/// The beginning of the regular file at `path`, `bytes_max` bytes at most, as far as it is text.
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

/// The text of the file called `name`.
fn as_text(name: &str, bytes: Vec<u8>) -> Result<String, InputError> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let text = String::from_utf8_lossy(&bytes[..valid]);
        let message = format!("expected UTF-8 text, found the byte 0x{:02x}", bytes[valid]);
        Document::new(name, &text).error(Problem::at(valid..valid, message))
    })
}

/// What is said of a file elsewhere that is no table: nothing of what stands in it.
const NO_TABLE_ELSEWHERE: &str = "expected a table of numbers";

/// The table that a file at `path` names, relative to the directory of that file.
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
    // What this program wrote itself may be larger than what it takes from elsewhere.
    let bytes_max =
        if wanted.sha256.is_some() { SideFile::BYTES_MAX } else { preset::TABLE_BYTES_MAX };
    let mut reader = open(path, bytes_max)?;
    Table::read(&shown_name(path), &mut reader, wanted)
}

/// The stimulus in the file at `path`, or on standard input for `-`, for a neuron whose currents are
/// in `unit`: TOML, or a table, of which `choice` says what is read.
///
/// # Errors
/// Names the place of the first mistake in it, or in a table that it names.
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

/// Parses what is from `path`, if it is a file with others beside it or if it is not.
pub(super) fn with_tables_beside<T>(
    path: &Path,
    reach: Reach,
    parse: impl FnOnce(Option<&ReadTable<'_>>) -> T,
) -> T {
    let read = |wanted: &Wanted<'_>| read_table_beside(path, wanted, reach);
    parse((!is_standard_stream(path)).then_some(&read))
}

/// Puts a file of samples beside the one at `path`, whole and synced. One that is there already stays,
/// if it is the same.
///
/// # Errors
/// What the directory says, or that a file of that name holds something else.
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
