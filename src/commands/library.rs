//! The user's own presets. Small files are read whole, of large ones only the head until they are asked for.

use std::cell::Cell;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{config_directory, read_head, read_table_beside, read_text, shown_name};
use super::{CommandError, Reach};
use crate::input::{Document, InputError};
use crate::preset::{self, Head, Kind, Library, NoTable, Source, Table, Wanted};

/// Most files among the user's presets.
const FILES_MAX: usize = 1024;
/// Size of files, and of tables that they name, up to which they are read before they are asked for (bytes).
const SMALL_BYTES: u64 = 1 << 16;
/// What is read of all files together before they are asked for (bytes), besides heads.
const ALL_BYTES: u64 = 8 << 20;

/// One of the user's files.
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

/// The built-in presets and those of the user's files that are presets, as far as `reach` goes.
///
/// # Errors
/// There are too many files.
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
            // Circuits can name neurons, so they come after them.
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

/// Adds a file with this text; one that names a large table is left unread.
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

/// What the head of a file says, if it can be read and tells.
fn head_of(path: &Path) -> Option<Head> {
    Head::of(&read_head(path, SMALL_BYTES)?)
}

/// The user's file that has the neuron called `name`.
///
/// # Errors
/// There are too many files.
pub(super) fn user_file_of(name: &str) -> Result<Option<PathBuf>, CommandError> {
    Ok(user_preset_files()?.into_iter().find(|path| {
        // Of a file whose head tells another name no more is read.
        if head_of(path).is_some_and(|head| head.name != name) {
            return false;
        }
        let text = read_text(path, preset::FILE_BYTES_MAX).unwrap_or_default();
        preset::parse(&Document::new(name, &text)).is_ok_and(|preset| preset.name() == name)
    }))
}

/// The user's preset files in the order of their names; none if there is no such directory.
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
