//! How a command can fail, and the exit code that tells.

use std::io;

use thiserror::Error;

use crate::input::{InputError, plain};
use crate::preset::LookupError;

/// Why a command did not do what it was asked for.
#[derive(Debug, Error)]
pub enum CommandError {
    /// A file that is no good.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A preset that is not there.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// Something else in what the user asked for.
    #[error("{0}")]
    Usage(String),
    /// Output that could not be written.
    #[error("{name}: {}", plain(.source))]
    Write {
        /// Where it was to go.
        name: String,
        /// What happened.
        source: io::Error,
    },
    /// Any other failure, with what was being done when it came.
    #[error("{0:#}")]
    Failed(#[from] anyhow::Error),
    /// A replay that differs from its recording.
    #[error("{0}")]
    Diverged(String),
    /// Nobody reads standard output any more: a quiet end.
    #[error("standard output is closed")]
    ClosedPipe,
}

impl CommandError {
    /// A failure to write to `name`, where standard output is `None`.
    #[must_use]
    pub fn write(name: Option<&str>, source: io::Error) -> Self {
        match name {
            None if source.kind() == io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            name => Self::Write { name: name.unwrap_or("standard output").to_owned(), source },
        }
    }

    /// The exit code: 0 for a quiet end, 1 failure, 2 bad usage or input, 3 divergence.
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
