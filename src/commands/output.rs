//! Files that are written. What replaces a file, or has to be whole to be of use, is written under a
//! name that nobody can foresee and then takes its place, so a crash leaves the old file or the new
//! one, and nothing is written through a link or into a pipe that somebody put in the way.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};

use super::error::CommandError;
use super::names::{is_standard_stream, kind_name, shown_name};
use crate::input::plain;

/// What names of files begin with that have not taken their place yet.
const UNPLACED: &str = ".izh-tui-";
/// Random characters in such a name.
const RANDOM_CHARS: usize = 12;
/// Permissions of a new file, from which the user's mask is taken.
const NEW_MODE: u32 = 0o666;

/// A file that is being written.
#[derive(Debug)]
pub struct OutputFile {
    file: File,
    unplaced: Option<Unplaced>,
}

/// Where a file is, and where it will be.
#[derive(Debug)]
struct Unplaced {
    path: TempPath,
    target: PathBuf,
    /// Whether it may take the place of another.
    replaces: bool,
}

/// From when on a new file stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// From the start: one can watch it grow.
    AtOnce,
    /// Once it is [placed](OutputFile::place).
    WhenPlaced,
}

impl OutputFile {
    /// Creates the file at `path` to be written. One that replaces another stands in its place once it
    /// is [placed](Self::place); a device is written to as it is.
    ///
    /// # Errors
    /// Whatever exists there is not replaced, unless it is a regular file and `overwrite` is set.
    pub fn create(path: &Path, overwrite: bool, shown: Shown) -> Result<Self, CommandError> {
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
            // Nothing is there; should that change meanwhile, it is not replaced.
            return match shown {
                Shown::AtOnce => open(OpenOptions::new().create_new(true), path),
                Shown::WhenPlaced => Self::beside(path, false),
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
            // Nothing is lost by writing to one.
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

    /// Creates a file that takes the place of `path` once it is [placed](Self::place). Where that is a
    /// link, the file that it leads to is replaced, and the link stays.
    ///
    /// # Errors
    /// What the directory says.
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

    /// Has the file take its place, if it has not yet, so that not even a loss of power brings back
    /// what was there before.
    ///
    /// # Errors
    /// What the directory says, or that another file has come to be there; this one is removed then.
    pub fn place(&mut self) -> io::Result<()> {
        let Some(Unplaced { path, target, replaces }) = self.unplaced.take() else { return Ok(()) };
        self.file.sync_data()?;
        let placed = if replaces { path.persist(&target) } else { path.persist_noclobber(&target) };
        placed.map_err(|failure| failure.error)?;
        // Not every system lets a directory be synced.
        let _ = File::open(directory_of(&target)).and_then(|directory| directory.sync_all());
        Ok(())
    }

    /// Makes what was written outlast a loss of power.
    ///
    /// # Errors
    /// What the system says.
    pub fn sync(&self) -> io::Result<()> {
        match self.file.sync_data() {
            // A device has nothing to sync.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            done => done,
        }
    }
}

/// What is said of a file that is in the way.
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

/// Writes the file at `path`, which stands there once all of it is written.
///
/// # Errors
/// What `write` or the directory says, or, unless it `replaces` one, that there is a file already:
/// [`io::ErrorKind::AlreadyExists`].
pub(super) fn write_whole(
    path: &Path,
    replaces: bool,
    write: impl FnOnce(&mut OutputFile) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = OutputFile::beside(path, replaces)?;
    write(&mut file)?;
    file.place()
}

/// Where a command writes what it worked out.
#[derive(Debug)]
pub(super) struct Target {
    /// A file and its name; without one it is standard output.
    file: Option<(String, OutputFile)>,
}

impl Target {
    /// The file at `path`, which is created, or standard output.
    ///
    /// # Errors
    /// Those of [`OutputFile::create`].
    pub(super) fn open(path: Option<&Path>, overwrite: bool) -> Result<Self, CommandError> {
        let path = path.filter(|path| !is_standard_stream(path));
        let create = |path| OutputFile::create(path, overwrite, Shown::AtOnce);
        let file = path.map(|path| Ok::<_, CommandError>((shown_name(path), create(path)?)));
        Ok(Self { file: file.transpose()? })
    }

    /// Lets `write` write to it.
    ///
    /// # Errors
    /// What the system says.
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

    /// Ends what went well: a file that replaces another takes its place. Without that the other stays.
    ///
    /// # Errors
    /// What the system says.
    pub(super) fn finish(self) -> Result<(), CommandError> {
        let Some((name, mut file)) = self.file else { return Ok(()) };
        file.place().map_err(|error| CommandError::write(Some(&name), error))
    }
}
