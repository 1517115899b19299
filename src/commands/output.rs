//! Writing files. A file that replaces another, or is useful only when complete, is first written
//! under an unpredictable name and then renamed. A crash thus leaves the old file or the new one,
//! and no planted link or pipe can redirect the output.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use super::error::CommandError;
use super::names::{is_standard_stream, kind_name, shown_name};
use crate::input::plain;

/// Prefix of the temporary names of files that are not yet in place.
const UNPLACED: &str = ".izh-tui-";
/// Number of random characters in a temporary name.
const RANDOM_CHARS: usize = 12;
/// Permissions of a new file before the user's umask applies.
const NEW_MODE: u32 = 0o666;

/// A file being written.
#[derive(Debug)]
pub struct OutputFile {
    file: File,
    unplaced: Option<Unplaced>,
}

/// Temporary and final path of a file.
#[derive(Debug)]
struct Unplaced {
    path: TempPath,
    target: PathBuf,
    /// Whether the file may replace another one.
    replaces: bool,
}

/// When a new file appears under its final name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appears {
    /// From the start, so that others can watch the file grow.
    AtOnce,
    /// When the file is [placed](OutputFile::place).
    WhenPlaced,
}

impl OutputFile {
    /// Creates the file at `path` for writing. A file that replaces another appears under `path`
    /// when it is [placed](Self::place). A device is opened directly.
    ///
    /// # Errors
    /// An existing file, unless it is regular and `overwrite` is set, or an I/O error.
    pub fn create(path: &Path, overwrite: bool, appears: Appears) -> Result<Self, CommandError> {
        let name = shown_name(path);
        let refused = |message: &str| CommandError::Usage(format!("{name}: {message}"));
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => refused(EXISTS),
            io::ErrorKind::NotFound => refused("no such directory"),
            io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::InvalidFilename
            | io::ErrorKind::InvalidInput => refused(&plain(&error)),
            _ => CommandError::Write { name: name.clone(), source: error },
        };
        let Ok(link) = fs::symlink_metadata(path) else {
            // No file exists; one that appears in the meantime is not replaced.
            return match appears {
                Appears::AtOnce => open(OpenOptions::new().create_new(true), path),
                Appears::WhenPlaced => Self::beside(path, false),
            }
            .map_err(failed);
        };
        let Ok(about) = fs::metadata(path) else {
            let nowhere = link.is_symlink();
            let message = if nowhere { "is a link to nothing" } else { "can't be looked at" };
            return Err(refused(message));
        };
        let kind = about.file_type();
        if kind.is_char_device() {
            // Writing to a device destroys no data.
            return open(&mut OpenOptions::new(), path).map_err(failed);
        }
        if !kind.is_file() {
            return Err(refused(&format!("is {}", kind_name(kind))));
        }
        if !overwrite {
            return Err(refused(EXISTS));
        }
        Self::beside(path, true).map_err(failed)
    }

    /// Creates a file that replaces `path` when it is [placed](Self::place). If `path` is a link,
    /// its target is replaced and the link stays.
    ///
    /// # Errors
    /// An I/O error of the directory.
    fn beside(path: &Path, replaces: bool) -> io::Result<Self> {
        let old = fs::metadata(path).ok().filter(|_| replaces);
        let target = if old.is_some() { fs::canonicalize(path)? } else { path.to_owned() };
        let mut builder = Builder::new();
        builder.prefix(UNPLACED).suffix(".new").rand_bytes(RANDOM_CHARS);
        builder.permissions(Permissions::from_mode(NEW_MODE));
        let (file, path) = builder.tempfile_in(directory_of(&target))?.into_parts();
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        Ok(Self { file, unplaced: Some(Unplaced { path, target, replaces }) })
    }

    /// Renames the file to its final path, if this has not been done yet. The replacement is
    /// durable: a loss of power cannot undo it.
    ///
    /// # Errors
    /// An I/O error, or another file at the final path; then the new file is removed.
    pub fn place(&mut self) -> io::Result<()> {
        let Some(Unplaced { path, target, replaces }) = self.unplaced.take() else { return Ok(()) };
        self.file.sync_data()?;
        let placed = if replaces { path.persist(&target) } else { path.persist_noclobber(&target) };
        placed.map_err(|failure| failure.error)?;
        // Some systems do not allow syncing a directory.
        let _ = File::open(directory_of(&target)).and_then(|directory| directory.sync_all());
        Ok(())
    }

    /// Makes the data written so far durable against a loss of power.
    ///
    /// # Errors
    /// The system's I/O error.
    pub fn sync(&self) -> io::Result<()> {
        match self.file.sync_data() {
            // A device has nothing to sync.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            done => done,
        }
    }
}

/// The error message for an existing file.
const EXISTS: &str = "exists: --overwrite replaces it";

fn open(options: &mut OpenOptions, path: &Path) -> io::Result<OutputFile> {
    Ok(OutputFile { file: options.write(true).open(path)?, unplaced: None })
}

fn directory_of(path: &Path) -> &Path {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    directory.unwrap_or(Path::new("."))
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes the file at `path`, which appears there when it is complete.
///
/// # Errors
/// An error of `write` or of the directory, or [`io::ErrorKind::AlreadyExists`] if the file exists
/// and may not be replaced.
pub(super) fn write_whole(
    path: &Path,
    replaces: bool,
    write: impl FnOnce(&mut OutputFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = OutputFile::beside(path, replaces)?;
    write(&mut file)?;
    file.place()
}

/// Destination of a command's results.
#[derive(Debug)]
pub(super) struct Target {
    /// The file and its name; `None` is standard output.
    file: Option<(String, OutputFile)>,
}

impl Target {
    /// Creates the file at `path`, or uses standard output.
    ///
    /// # Errors
    /// The errors of [`OutputFile::create`].
    pub(super) fn open(path: Option<&Path>, overwrite: bool) -> Result<Self, CommandError> {
        let path = path.filter(|path| !is_standard_stream(path));
        let create = |path| OutputFile::create(path, overwrite, Appears::AtOnce);
        let file = path.map(|path| Ok::<_, CommandError>((shown_name(path), create(path)?)));
        Ok(Self { file: file.transpose()? })
    }

    /// Passes the destination to `write`.
    ///
    /// # Errors
    /// The system's I/O error.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), CommandError> {
        match &mut self.file {
            Some((name, file)) => {
                write(file).map_err(|error| CommandError::write(Some(name), error))
            }
            None => {
                let written = write(&mut io::stdout().lock());
                written.map_err(|error| CommandError::write(None, error))
            }
        }
    }

    /// Finishes a successful output: a file that replaces another is renamed to its final path.
    ///
    /// # Errors
    /// The system's I/O error.
    pub(super) fn finish(self) -> Result<(), CommandError> {
        let Some((name, mut file)) = self.file else { return Ok(()) };
        file.place().map_err(|error| CommandError::write(Some(&name), error))
    }
}
