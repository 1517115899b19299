//! The trigger of the scope: finds events on the selected channel, and keeps the windows around them.

mod display;
mod live;
mod windows;

pub(super) use live::{LiveTrigger, Watching};
pub(super) use windows::Windows;
