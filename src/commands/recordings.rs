//! Recording to files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::{Timestamp, Zoned};

use super::output::{Appears, OutputFile};
use super::{CommandError, files, names};
use crate::app::App;
use crate::preset::SideFile;
use crate::session::{About, Medium};

/// The file of a recording and its path. Every block reaches the file in one write.
struct RecordingFile {
    file: OutputFile,
    path: PathBuf,
}

impl Write for RecordingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Medium for RecordingFile {
    fn sync(&mut self) -> io::Result<()> {
        // The first sync follows the header, which already makes the file a valid recording.
        self.file.place()?;
        self.file.sync()
    }

    fn put_beside(&mut self, side: &SideFile) -> io::Result<()> {
        files::put_beside(&self.path, side)
    }
}

/// Creates the file at `path` and starts recording the scope in front.
pub(super) fn start(app: &mut App, path: &Path, overwrite: bool) -> Result<(), CommandError> {
    if names::is_standard_stream(path) {
        let message = "a recording needs a file: standard output shows the scope";
        return Err(CommandError::Usage(message.to_owned()));
    }
    let file = OutputFile::create(path, overwrite, Appears::WhenPlaced)?;
    let name = path.to_string_lossy().into_owned();
    let failed = |error| CommandError::write(Some(&name), error);
    let recording = RecordingFile { file, path: path.to_owned() };
    app.start_recording(Box::new(recording), &about(), name.clone()).map_err(failed)
}

/// Default name of a recording: `izh-YYYYmmdd-HHMMSS.toml`, with a number added if that file
/// exists.
pub(super) fn default_name() -> PathBuf {
    let stem = format!("izh-{}", Zoned::now().strftime("%Y%m%d-%H%M%S"));
    let numbered = (2..100).map(|number| PathBuf::from(format!("{stem}-{number}.toml")));
    let plain = PathBuf::from(format!("{stem}.toml"));
    std::iter::once(plain.clone()).chain(numbered).find(|path| !path.exists()).unwrap_or(plain)
}

fn about() -> About {
    let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    About {
        program: Some(format!("izh-tui {}", env!("CARGO_PKG_VERSION"))),
        started: now.parse().ok(),
    }
}
