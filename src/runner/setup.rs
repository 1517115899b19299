//! The parts of the event loop.

use std::time::Duration;

use crate::app::App;
use crate::term::{Clipboard, Screen, Signals};
use crate::ui::{Colors, Look};

/// The event loop; [`Runner::run`] runs it.
pub struct Runner<'a, W, S> {
    /// The program's state: the fronts, and the model.
    pub app: &'a mut App,
    /// The screen to which frames are sent.
    pub screen: Screen<W>,
    /// Files, the terminal and job control.
    pub shell: S,
    /// Marker and theme.
    pub look: Look,
    /// If the theme follows the terminal's background, the colours that the theme may use.
    pub follows: Option<Colors>,
    /// Most frames per second.
    pub frames_per_s: u32,
    /// Time without an input after which the loop ends; `None` for no limit.
    pub idle: Option<Duration>,
    /// Whether another program (mosh) replies in place of the user's terminal: round trips then say
    /// nothing about the link.
    pub is_shown_elsewhere: bool,
    /// How a text gets to the clipboard.
    pub clipboard: Clipboard,
    /// Signals to watch for.
    pub signals: Signals,
}
