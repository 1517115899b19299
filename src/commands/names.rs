//! Names of files as people read them, and where this program's own files are.

use std::fs::FileType;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// The path by which standard input or output is meant.
#[must_use]
pub fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name by which errors call the file at `path`.
#[must_use]
pub fn shown_name(path: &Path) -> String {
    if is_standard_stream(path) {
        return "standard input".to_owned();
    }
    path.to_string_lossy().into_owned()
}

/// What kind of thing that is no regular file is.
pub(super) fn kind_name(kind: FileType) -> &'static str {
    if kind.is_dir() {
        "a directory"
    } else if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

/// The directory that `path` is in, from the user's home on if it is there: short enough for a line.
pub(super) fn shown_place(path: &Path) -> String {
    let directory = path.parent().unwrap_or(path);
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match home.and_then(|home| directory.strip_prefix(home).ok()) {
        Some(rest) => shown_name(&Path::new("~").join(rest)),
        None => shown_name(directory),
    }
}

/// The directory of this program's configuration, if the environment names one.
#[must_use]
pub fn config_directory() -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let base = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
    Some(base.join("izh-tui"))
}
