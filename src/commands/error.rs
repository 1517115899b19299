//! Errors of commands and their exit codes.

use std::io;

use thiserror::Error;

use crate::input::{InputError, plain};
use crate::preset::LookupError;

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    /// An invalid or unreadable file.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An unknown preset.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// Another error in the user's request.
    #[error("{0}")]
    Usage(String),
    /// Output that could not be written.
    #[error("{name}: {}", plain(.source))]
    Write {
        /// Name of the destination.
        name: String,
        /// The I/O error.
        source: io::Error,
    },
    /// Any other failure, with the task during which it occurred.
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
    /// A replay that differs from its recording.
    #[error("{0}")]
    Diverged(String),
    /// Standard output has no reader any more; the command ends without a message.
    #[error("standard output is closed")]
    ClosedPipe,
}

impl CommandError {
    /// A failure to write to `name`; `None` is standard output.
    #[must_use]
    pub fn write(name: Option<&str>, source: io::Error) -> Self {
        match name {
            None if source.kind() == io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            name => Self::Write { name: name.unwrap_or("standard output").to_owned(), source },
        }
    }

    /// The exit code: 0 for a closed pipe, 1 failure, 2 invalid usage or input, 3 divergence.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Write { .. } | Self::Failed(_) => 1,
            Self::Input(_) | Self::Lookup(_) | Self::Usage(_) => 2,
            Self::Diverged(_) => 3,
        }
    }
}
