//! Errors of the operating system as text for a message.

use std::io;

/// The message of an error of the operating system, in lower case and without its number.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let message = error.to_string();
    match message.find(" (os error") {
        Some(end) => message[..end].to_lowercase(),
        None => message,
    }
}
