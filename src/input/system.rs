//! Errors of the system, as a message has them.

use std::io;

/// The message of an error of the system, without its number.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let message = error.to_string();
    match message.find(" (os error") {
        Some(end) => message[..end].to_lowercase(),
        None => message,
    }
}
