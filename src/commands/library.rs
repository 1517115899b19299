//! Presets by name, built-in and user-defined. Of large files only the head is read until the
//! preset is requested.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CommandError;
use super::files::{put_beside, read_head, read_table_beside, read_text, with_tables_beside};
use super::names::{config_directory, is_standard_stream, shown_name, shown_place};
use super::output::write_whole;
use super::reach::Reach;
use crate::input::{Document, InputError, plain, quoted};
use crate::preset::{
    self, Entry, Found, Head, Kind, Library, LookupError, NoTable, PresetToSave, Saved, SideFile,
    Source, Table, Wanted,
};

/// Most files in the user's preset directory.
const FILES_MAX: usize = 1024;
/// Largest files, and tables named by them, that are read in advance (bytes).
const SMALL_BYTES: u64 = 1 << 16;
/// Most bytes read in advance from all files together, heads excluded.
const ALL_BYTES: u64 = 8 << 20;

/// One of the user's preset files.
#[derive(Debug)]
struct UserFile {
    path: PathBuf,
    reach: Reach,
}

impl Source for UserFile {
    fn name(&self) -> String {
        shown_name(&self.path)
    }

    fn text(&self) -> Result<String, InputError> {
        read_text(&self.path, preset::FILE_BYTES_MAX)
    }

    fn table(&self, wanted: &Wanted<'_>) -> Result<Table, NoTable> {
        read_table_beside(&self.path, wanted, self.reach)
    }
}

/// The built-in presets and, if `reach` permits, the user's own.
///
/// # Errors
/// The directory has too many files.
pub fn load_library(reach: Reach) -> Result<Library, CommandError> {
    let mut library = Library::default();
    if reach == Reach::BuiltIn {
        return Ok(library);
    }
    let (mut left, mut circuits) = (ALL_BYTES, Vec::new());
    for path in user_preset_files()? {
        let bytes = fs::metadata(&path).map_or(0, |about| about.len());
        let file = UserFile { path, reach };
        let is_small = bytes <= SMALL_BYTES.min(left);
        if !is_small && let Some(head) = head_of(&file.path) {
            add_unread(&mut library, head, file);
            continue;
        }
        left = left.saturating_sub(bytes);
        match file.text() {
            // Circuits can refer to neurons, so neurons are added first.
            Ok(text) if is_circuit(&text) => circuits.push(file),
            text => add(&mut library, text, file),
        }
    }
    for file in circuits {
        add(&mut library, file.text(), file);
    }
    Ok(library)
}

fn is_circuit(text: &str) -> bool {
    Kind::of(&Document::new("", text)) == Ok(Kind::Circuit)
}

/// Adds a file with this text. A file that names a large table is left unread.
fn add(library: &mut Library, text: Result<String, InputError>, file: UserFile) {
    let is_large = Cell::new(false);
    let table = |wanted: &Wanted<'_>| {
        let path = file.path.parent().unwrap_or(Path::new("")).join(wanted.file);
        if fs::metadata(path).is_ok_and(|about| about.len() > SMALL_BYTES) {
            is_large.set(true);
            return Err(NoTable::Refused("expected a small table".to_owned()));
        }
        file.table(wanted)
    };
    let added = text.and_then(|text| library.add_user_text(&file.name(), text, &table));
    let head = if is_large.get() { head_of(&file.path) } else { None };
    match (added, head) {
        (Ok(()), _) => {}
        (Err(_), Some(head)) => add_unread(library, head, file),
        (Err(error), None) => library.add_broken(&stem(&file.path), error),
    }
}

fn add_unread(library: &mut Library, head: Head, file: UserFile) {
    let stem = stem(&file.path);
    if let Err(error) = library.add_unread(head, Arc::new(file)) {
        library.add_broken(&stem, error);
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The head of a file, if it can be read and parsed.
fn head_of(path: &Path) -> Option<Head> {
    Head::of(&read_head(path, SMALL_BYTES)?)
}

/// The user's file that defines the neuron called `name`.
///
/// # Errors
/// The directory has too many files.
pub(super) fn user_file_of(name: &str) -> Result<Option<PathBuf>, CommandError> {
    Ok(user_preset_files()?.into_iter().find(|path| {
        // A file whose head has another name need not be read further.
        if head_of(path).is_some_and(|head| head.name != name) {
            return false;
        }
        let text = read_text(path, preset::FILE_BYTES_MAX).unwrap_or_default();
        preset::parse(&Document::new(name, &text)).is_ok_and(|preset| preset.name() == name)
    }))
}

/// The user's preset files by name; empty without a preset directory.
fn user_preset_files() -> Result<Vec<PathBuf>, CommandError> {
    let Some(directory) = config_directory().map(|directory| directory.join("presets")) else {
        return Ok(Vec::new());
    };
    let Ok(entries) = fs::read_dir(&directory) else { return Ok(Vec::new()) };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let presets = paths.filter(|path| path.extension() == Some(OsStr::new("toml")));
    let mut files: Vec<PathBuf> = presets.take(FILES_MAX + 1).collect();
    if files.len() > FILES_MAX {
        let message = format!("expected at most {FILES_MAX} files of presets, found more");
        return Err(InputError::whole(&shown_name(&directory), message).into());
    }
    files.sort();
    Ok(files)
}

/// Saves a preset to the user's directory: into the file that already defines this name, else into
/// a new file named after the preset. A file is replaced completely or not at all.
#[must_use]
pub fn save_preset(wanted: &PresetToSave) -> Saved {
    let Some(directory) = config_directory().map(|directory| directory.join("presets")) else {
        let message = "no directory for presets: neither XDG_CONFIG_HOME nor HOME is set";
        return Saved::Failed(message.to_owned());
    };
    let name = wanted.preset.name();
    let path = match user_file_of(name) {
        Ok(path) => path.unwrap_or_else(|| directory.join(format!("{name}.toml"))),
        Err(error) => return Saved::Failed(error.to_string()),
    };
    if !wanted.replace && fs::symlink_metadata(&path).is_ok() {
        return Saved::Exists;
    }
    let write = || {
        fs::create_dir_all(&directory)?;
        let files = SideFile::all_of([&wanted.preset.subject.cell.protocol]);
        files.iter().try_for_each(|file| put_beside(&path, file))?;
        write_whole(&path, wanted.replace, |file| file.write_all(wanted.text.as_bytes()))
    };
    match write() {
        Ok(()) => Saved::In(shown_place(&path)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Saved::Exists,
        Err(error) => Saved::Failed(format!("{}: {}", shown_name(&path), plain(&error))),
    }
}

/// Finds the neuron `name`: a file if `name` looks like a path, else a preset in the library.
///
/// # Errors
/// Describes the error in the file, or names similar presets, or says that `name` is a circuit.
pub fn resolve_preset(name: &str, reach: Reach) -> Result<Entry, CommandError> {
    resolve_preset_in(&load_library(reach)?, name, reach)
}

/// Finds the neuron `name` among the presets of `library`, or in a file.
///
/// # Errors
/// The errors of [`resolve_preset`].
pub fn resolve_preset_in(
    library: &Library,
    name: &str,
    reach: Reach,
) -> Result<Entry, CommandError> {
    Ok(resolve_any_in(library, name, reach)?.neuron()?)
}

/// Finds the neuron or circuit `name`: a file if that looks like a path, else one of `library`.
///
/// # Errors
/// Describes the error in the file, or names similar presets.
pub fn resolve_any_in(library: &Library, name: &str, reach: Reach) -> Result<Found, CommandError> {
    let path = Path::new(name);
    if name.contains('/') || name.ends_with(".toml") || is_standard_stream(path) {
        if reach == Reach::BuiltIn {
            let message = format!("--preset: expected a built-in preset, found {}", quoted(name));
            return Err(CommandError::Usage(message));
        }
        let text = read_text(path, preset::FILE_BYTES_MAX)?;
        let name = shown_name(path);
        let document = Document::new(&name, &text);
        return Ok(with_tables_beside(path, reach, |read| library.parse(&document, read))?);
    }
    library.find_any(name).map_err(|error| match error {
        LookupError::Unknown { .. } if reach != Reach::BuiltIn && path.is_file() => {
            CommandError::Usage(format!(
                "unknown preset \"{name}\": the file of that name is meant by ./{name}"
            ))
        }
        error => error.into(),
    })
}
