//! Printing: text on standard output, messages about this program on standard error.

use std::io::Write;

use super::error::CommandError;
use crate::input::{LINE_BYTES_MAX, fitted};
use crate::term;

/// Prints `error` on standard error, as one line without control characters; returns the exit code.
pub fn report(error: &CommandError) -> u8 {
    if !matches!(error, CommandError::ClosedPipe) {
        warn(&error.to_string());
    }
    error.exit_code()
}

/// Prints a command-line error on standard error, line by line; returns the exit code.
pub fn report_usage(usage: &str) -> u8 {
    let mut lines = usage.lines();
    warn(lines.next().unwrap_or_default());
    for line in lines {
        put_line("", line);
    }
    2
}

/// Prints a message about this program on standard error.
pub(super) fn warn(message: &str) {
    put_line("izh-tui: ", message);
}

/// Prints a line on standard error, cleaned and shortened.
fn put_line(start: &str, text: &str) {
    let text = fitted(text, LINE_BYTES_MAX - start.len() - 1);
    term::say(&format!("{start}{text}"));
}

/// Writes `text` to standard output.
pub(super) fn print(text: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| CommandError::write(None, error))
}
