//! What the event loop works on.

use std::time::Duration;

use crate::app::App;
use crate::term::{Screen, Signals};
use crate::ui::{Colors, Look};

/// The loop with all it works on.
pub struct Runner<'a, W, S> {
    /// What is shown and run.
    pub app: &'a mut App,
    /// Where frames go.
    pub screen: Screen<W>,
    /// Files and terminal.
    pub shell: S,
    /// How things are drawn.
    pub look: Look,
    /// In how many colours the theme follows the terminal's background, if it does.
    pub follows: Option<Colors>,
    /// Most frames per second.
    pub frames_per_s: u32,
    /// For how long at most it goes on without an input, if there is an end to that.
    pub idle: Option<Duration>,
    /// Whether another program answers for the terminal that is looked at (tmux, screen, mosh), so
    /// that replies tell nothing of the link.
    pub is_shown_elsewhere: bool,
    /// Signals to watch for.
    pub signals: Signals,
}
