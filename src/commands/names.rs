//! Names of files in messages, and the program's own directories.

use std::fs::FileType;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

/// Whether `path` is `-`, which means standard input or output.
#[must_use]
pub fn is_standard_stream(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name of the file at `path` in messages.
#[must_use]
pub fn shown_name(path: &Path) -> String {
    if is_standard_stream(path) {
        return "standard input".to_owned();
    }
    path.to_string_lossy().into_owned()
}

/// The kind of a file that is not regular, for messages.
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

/// The directory of `path`, with the user's home as `~`, short enough for one line.
pub(super) fn shown_place(path: &Path) -> String {
    let directory = path.parent().unwrap_or(path);
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match home.and_then(|home| directory.strip_prefix(home).ok()) {
        Some(rest) => shown_name(&Path::new("~").join(rest)),
        None => shown_name(directory),
    }
}

/// The directory of the program's configuration, if the environment defines one.
#[must_use]
pub fn config_directory() -> Option<PathBuf> {
    let absolute = |name: &str| {
        let path = PathBuf::from(std::env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let base = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
    Some(base.join("izh-tui"))
}
